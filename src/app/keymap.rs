//! The one table of keys. The footer, the help and the documentation are made from it or tested
//! against it; nothing else mentions a key.
//!
//! # The rule of the keys
//!
//! A key that means "go on" never changes an answer. These are `Enter`, `Tab`, `Shift-Tab`, the
//! arrows, `PageUp`, `PageDown`, `Home`, `End`, `Esc`, `Ctrl-N` and `Ctrl-P`; a change of the window's
//! size is as harmless. Nothing is preselected, and moving chooses nothing.
//!
//! - `Enter` goes on: to the next field of the page that takes an answer, else to the next page. In
//!   a matrix it goes to the next row, by way of the row's comment where that is required and blank.
//!   On a button it presses the button.
//! - `Enter` begins a new line in a long text once something has been typed or clicked there, as a
//!   letter like any other. Until then it goes on, and `Alt-Enter` begins the line.
//! - `Space` chooses, ticks or ranks the entry with the focus, or takes that back.
//! - A digit chooses, ticks or ranks the entry with that number, and never takes it back. In a matrix
//!   it answers the row and goes on: to the row's comment where the answer requires one, else to the
//!   next row.
//! - `Backspace` takes one answer back: the choice, the tick or ranked entry with the focus, the row.
//! - `Ctrl-K`, or a click on its line, says "no comment". Neither `Tab` nor `Enter` lands there.
//! - Whatever takes an answer out, or puts one aside, says so and names `Ctrl-Z`.
//! - A text stays as it was typed, dates and numbers too. The response has their standard form.
//!
//! `tests/it/going_on.rs` holds the program to it.

use super::{
    action::Action,
    field::text::{Motion, TextEditor},
    key::{Code, Key},
};

/// Where a key means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// Everywhere, unless something nearer takes the key.
    Anywhere,
    /// While a draft is open, unless something nearer takes the key.
    Draft,
    /// On a screen from which a draft is opened.
    NoDraft,
    /// In the guidance, beside the question or above it.
    Guidance,
    /// In a pop-up that can be left for another place, while a draft is open.
    Finding,
    /// In a long text that nothing has been typed into since it got the focus.
    Text,
    /// In a long text that is being written.
    Writing,
    /// In a text of one line.
    Line,
    /// In the choices of which one is chosen.
    SelectOne,
    /// In the choices of which several are ticked.
    SelectMultiple,
    /// In choices so many that letters find one.
    LongList,
    /// In a ranking.
    Rank,
    /// In a matrix.
    Matrix,
    /// On a button or a tick box.
    Button,
    /// In a list to go somewhere from: home, contents, review.
    Menu,
    /// In the ways to go on that a pop-up offers.
    Ways,
    /// In the answers that are copied into a website.
    Copying,
    /// On a page, or in a pop-up, that is only read.
    Reading,
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// The key.
    pub key: Key,
    /// What it means.
    pub action: Action,
    /// What help says of it; bindings with the same words share a line.
    pub does: &'static str,
    /// What the footer says of it, if it has a place there.
    pub hint: Option<&'static str>,
}

const fn bind(key: Key, action: Action, does: &'static str) -> Binding {
    Binding { key, action, does, hint: None }
}

const fn shown(key: Key, action: Action, does: &'static str, hint: &'static str) -> Binding {
    Binding { key, action, does, hint: Some(hint) }
}

const fn character(character: char) -> Key {
    Key::plain(Code::Char(character))
}

const fn control(character: char) -> Key {
    Key::control(Code::Char(character))
}

const fn function(number: u8) -> Key {
    Key::plain(Code::Function(number))
}

const ANYWHERE: &[Binding] = &[
    shown(Key::plain(Code::Esc), Action::Up, "up one level, or close what is open", "back"),
    shown(control('q'), Action::Leave, "leave; the draft is kept", "leave"),
    shown(function(1), Action::Help, "every key that works here", "keys"),
    bind(character('?'), Action::Help, "every key that works here"),
    bind(control('c'), Action::Copy, "copy; with nothing selected, how to leave"),
];

const DRAFT: &[Binding] = &[
    shown(Key::plain(Code::Tab), Action::NextField, "next field or button", "next field"),
    shown(control('n'), Action::NextQuestion, "next question", "next"),
    shown(control('p'), Action::PreviousQuestion, "previous question", "previous"),
    GO_TO,
    shown(control('r'), Action::Review, "review: check your answers", "review"),
    bind(Key::shift(Code::Tab), Action::PreviousField, "previous field or button"),
    DOCUMENT,
    bind(control('t'), Action::Note, "note to colleagues on this question"),
    bind(control('k'), Action::NoComment, "\"no comment\" on and off"),
    bind(function(2), Action::Guidance, "guidance and the sources' own words"),
    bind(control('z'), Action::Undo, "undo"),
    bind(control('y'), Action::Redo, "redo"),
    bind(control('s'), Action::Save, "save now (changes save automatically)"),
    bind(
        function(5),
        Action::TakeDetail,
        "put in what you answered last time, where it is offered",
    ),
    bind(control('e'), Action::EditExternally, "edit this text in your own editor"),
];

const GO_TO: Binding =
    shown(control('g'), Action::GoTo, "go to a question, section or row", "go to");

/// How to open a draft or a consultation by its name.
const NO_DRAFT: &[Binding] =
    &[bind(control('g'), Action::GoTo, "go to a draft or consultation"), DOCUMENT];

/// How to make a document of a draft.
const DOCUMENT: Binding =
    bind(control('d'), Action::Document, "make a document: Word, PDF, for approval, an e-mail");

/// The way back from the guidance, besides the usual one.
const GUIDANCE: &[Binding] = &[bind(function(2), Action::Guidance, "back to the question")];

/// How to find words, wherever they stand.
const FINDING: &[Binding] = &[
    shown(
        control('f'),
        Action::Search,
        "search in questions, answers, comments, notes and guidance",
        "search",
    ),
    bind(
        function(4),
        Action::Earlier,
        "earlier answers: search drafts and responses for a passage to quote",
    ),
    bind(function(3), Action::FindNext, "next, previous place of what was searched for"),
    bind(
        Key::shift(Code::Function(3)),
        Action::FindPrevious,
        "next, previous place of what was searched for",
    ),
];

const ARRIVED: &[Binding] = &[shown(
    Key::plain(Code::Enter),
    Action::Press,
    "continue; once you type: a new line",
    "continue",
)];

const WRITING: &[Binding] =
    &[shown(Key::plain(Code::Enter), Action::NewLine, "a new line", "new line")];

const TEXT: &[Binding] = &[
    bind(Key::alt(Code::Enter), Action::NewLine, "a new line"),
    bind(Key::shift(Code::Enter), Action::NewLine, "a new line"),
    bind(Key::plain(Code::Up), Action::Move(Motion::RowUp), "move in the text"),
    bind(Key::plain(Code::Down), Action::Move(Motion::RowDown), "move in the text"),
    bind(Key::shift(Code::Up), Action::Extend(Motion::RowUp), "select (with any of the moves)"),
    bind(Key::shift(Code::Down), Action::Extend(Motion::RowDown), "select (with any of the moves)"),
    bind(Key::plain(Code::PageUp), Action::Move(Motion::PageUp), "a screen up, down"),
    bind(Key::plain(Code::PageDown), Action::Move(Motion::PageDown), "a screen up, down"),
    bind(
        Key::shift(Code::PageUp),
        Action::Extend(Motion::PageUp),
        "select (with any of the moves)",
    ),
    bind(
        Key::shift(Code::PageDown),
        Action::Extend(Motion::PageDown),
        "select (with any of the moves)",
    ),
    bind(Key::control(Code::Up), Action::Move(Motion::ParagraphUp), "a paragraph up, down"),
    bind(Key::control(Code::Down), Action::Move(Motion::ParagraphDown), "a paragraph up, down"),
];

const LINE: &[Binding] = &[
    shown(Key::plain(Code::Enter), Action::Press, "continue", "continue"),
    bind(Key::plain(Code::Up), Action::Move(Motion::RowUp), "previous row or field"),
    bind(Key::plain(Code::Down), Action::Move(Motion::RowDown), "next row or field"),
];

/// What every text takes, long or of one line.
const EDITING: &[Binding] = &[
    bind(Key::plain(Code::Left), Action::Move(Motion::Left), "move in the text"),
    bind(Key::plain(Code::Right), Action::Move(Motion::Right), "move in the text"),
    bind(Key::control(Code::Left), Action::Move(Motion::WordLeft), "a word left, right"),
    bind(Key::control(Code::Right), Action::Move(Motion::WordRight), "a word left, right"),
    bind(Key::alt(Code::Left), Action::Move(Motion::WordLeft), "a word left, right"),
    bind(Key::alt(Code::Right), Action::Move(Motion::WordRight), "a word left, right"),
    bind(Key::plain(Code::Home), Action::Move(Motion::RowStart), "start, end of the row"),
    bind(Key::plain(Code::End), Action::Move(Motion::RowEnd), "start, end of the row"),
    bind(Key::control(Code::Home), Action::Move(Motion::TextStart), "start, end of the text"),
    bind(Key::control(Code::End), Action::Move(Motion::TextEnd), "start, end of the text"),
    bind(Key::shift(Code::Left), Action::Extend(Motion::Left), "select (with any of the moves)"),
    bind(Key::shift(Code::Right), Action::Extend(Motion::Right), "select (with any of the moves)"),
    bind(
        Key::control(Code::Left).and_shift(),
        Action::Extend(Motion::WordLeft),
        "select (with any of the moves)",
    ),
    bind(
        Key::control(Code::Right).and_shift(),
        Action::Extend(Motion::WordRight),
        "select (with any of the moves)",
    ),
    bind(
        Key::shift(Code::Home),
        Action::Extend(Motion::RowStart),
        "select (with any of the moves)",
    ),
    bind(Key::shift(Code::End), Action::Extend(Motion::RowEnd), "select (with any of the moves)"),
    bind(
        Key::control(Code::Home).and_shift(),
        Action::Extend(Motion::TextStart),
        "select (with any of the moves)",
    ),
    bind(
        Key::control(Code::End).and_shift(),
        Action::Extend(Motion::TextEnd),
        "select (with any of the moves)",
    ),
    bind(control('a'), Action::SelectAll, "select everything"),
    bind(Key::plain(Code::Backspace), Action::Erase(Motion::Left), "delete"),
    bind(control('h'), Action::Erase(Motion::Left), "delete"),
    bind(Key::plain(Code::Delete), Action::Erase(Motion::Right), "delete"),
    bind(Key::control(Code::Backspace), Action::Erase(Motion::WordLeft), "delete a word"),
    bind(Key::alt(Code::Backspace), Action::Erase(Motion::WordLeft), "delete a word"),
    bind(control('w'), Action::Erase(Motion::WordLeft), "delete a word"),
    bind(Key::control(Code::Delete), Action::Erase(Motion::WordRight), "delete a word"),
    bind(control('x'), Action::Cut, "cut"),
    bind(control('v'), Action::Paste, "paste what was copied here"),
];

/// How to move through any list.
const LIST: &[Binding] = &[
    bind(Key::plain(Code::Up), Action::Move(Motion::RowUp), "move"),
    bind(Key::plain(Code::Down), Action::Move(Motion::RowDown), "move"),
    bind(Key::plain(Code::Home), Action::Move(Motion::TextStart), "first, last"),
    bind(Key::plain(Code::End), Action::Move(Motion::TextEnd), "first, last"),
    bind(Key::plain(Code::PageUp), Action::Move(Motion::PageUp), "a screen up, down"),
    bind(Key::plain(Code::PageDown), Action::Move(Motion::PageDown), "a screen up, down"),
];

/// The nth entry of any list.
const NUMBERS: &[Binding] = &[
    bind(character('1'), Action::Nth(1), "choose the one with that number"),
    bind(character('2'), Action::Nth(2), "choose the one with that number"),
    bind(character('3'), Action::Nth(3), "choose the one with that number"),
    bind(character('4'), Action::Nth(4), "choose the one with that number"),
    bind(character('5'), Action::Nth(5), "choose the one with that number"),
    bind(character('6'), Action::Nth(6), "choose the one with that number"),
    bind(character('7'), Action::Nth(7), "choose the one with that number"),
    bind(character('8'), Action::Nth(8), "choose the one with that number"),
    bind(character('9'), Action::Nth(9), "choose the one with that number"),
];

const CLEARING: &[Binding] = &[
    bind(Key::plain(Code::Backspace), Action::Clear, "take this answer back"),
    bind(Key::plain(Code::Delete), Action::Clear, "take this answer back"),
];

/// What `Enter` does where there is something to choose.
const CONTINUE: &str = "continue; chooses nothing";

const SELECT_ONE: &[Binding] = &[
    shown(character(' '), Action::Choose, "choose, or take back", "choose"),
    shown(Key::plain(Code::Enter), Action::Press, CONTINUE, "continue"),
];

const SELECT_MULTIPLE: &[Binding] = &[
    shown(character(' '), Action::Choose, "tick or untick", "tick"),
    shown(Key::plain(Code::Enter), Action::Press, CONTINUE, "continue"),
];

const RANK: &[Binding] = &[
    shown(character(' '), Action::Choose, "rank next, or take out", "rank"),
    shown(character('+'), Action::RankUp, "move the entry up", "up"),
    shown(character('-'), Action::RankDown, "move the entry down", "down"),
    bind(Key::shift(Code::Up), Action::RankUp, "move the entry up"),
    bind(Key::alt(Code::Up), Action::RankUp, "move the entry up"),
    bind(character('='), Action::RankUp, "move the entry up"),
    bind(Key::shift(Code::Down), Action::RankDown, "move the entry down"),
    bind(Key::alt(Code::Down), Action::RankDown, "move the entry down"),
    shown(Key::plain(Code::Enter), Action::Press, CONTINUE, "continue"),
];

const MATRIX: &[Binding] = &[
    shown(character(' '), Action::Choose, "choose, or take back", "choose"),
    shown(Key::plain(Code::Enter), Action::Press, "next row; chooses nothing", "next row"),
    bind(Key::plain(Code::Left), Action::Move(Motion::Left), "move"),
    bind(Key::plain(Code::Right), Action::Move(Motion::Right), "move"),
    shown(
        character('f'),
        Action::FillDown,
        "this answer, or the last one above, for the blank rows of the group",
        "fill down",
    ),
];

const BUTTON: &[Binding] = &[
    shown(Key::plain(Code::Enter), Action::Press, "press", "press"),
    bind(character(' '), Action::Press, "press"),
    bind(Key::plain(Code::Up), Action::PreviousField, "previous field or button"),
    bind(Key::plain(Code::Down), Action::NextField, "next field or button"),
    bind(Key::plain(Code::Left), Action::PreviousField, "previous field or button"),
    bind(Key::plain(Code::Right), Action::NextField, "next field or button"),
    bind(Key::plain(Code::PageUp), Action::Move(Motion::PageUp), "a screen up, down"),
    bind(Key::plain(Code::PageDown), Action::Move(Motion::PageDown), "a screen up, down"),
];

const MENU: &[Binding] = &[
    shown(Key::plain(Code::Enter), Action::Press, "open", "open"),
    bind(character(' '), Action::Press, "open"),
    bind(Key::plain(Code::Tab), Action::Move(Motion::RowDown), "move"),
    bind(Key::shift(Code::Tab), Action::Move(Motion::RowUp), "move"),
];

const WAYS: &[Binding] = &[
    shown(Key::plain(Code::Enter), Action::Press, "choose", "choose"),
    bind(character(' '), Action::Choose, "choose"),
];

const COPYING: &[Binding] = &[
    shown(Key::plain(Code::Enter), Action::Press, "copy the answer, and go on to the next", "copy"),
    shown(
        character(' '),
        Action::Choose,
        "tick off without copying, or take that back",
        "tick off",
    ),
];

const READING: &[Binding] = &[
    shown(Key::plain(Code::Enter), Action::Press, "continue", "continue"),
    bind(character(' '), Action::Move(Motion::PageDown), "a screen up, down"),
    bind(Key::plain(Code::Tab), Action::Move(Motion::RowDown), "move"),
    bind(Key::shift(Code::Tab), Action::Move(Motion::RowUp), "move"),
];

impl Context {
    /// The parts of the table that hold here, the nearest first.
    fn tables(self) -> &'static [&'static [Binding]] {
        match self {
            Self::Anywhere => &[ANYWHERE],
            Self::Draft => &[DRAFT, FINDING],
            Self::NoDraft => &[NO_DRAFT],
            Self::Guidance => &[GUIDANCE],
            Self::Finding => &[&[GO_TO], FINDING],
            Self::Text => &[ARRIVED, TEXT, EDITING],
            Self::Writing => &[WRITING, TEXT, EDITING],
            Self::Line => &[LINE, EDITING],
            Self::SelectOne => &[SELECT_ONE, LIST, NUMBERS, CLEARING],
            Self::SelectMultiple => &[SELECT_MULTIPLE, LIST, NUMBERS, CLEARING],
            Self::LongList => &[],
            Self::Rank => &[RANK, LIST, NUMBERS, CLEARING],
            Self::Matrix => &[MATRIX, LIST, NUMBERS, CLEARING],
            Self::Button => &[BUTTON],
            Self::Menu => &[MENU, LIST, NUMBERS],
            Self::Ways => &[WAYS, LIST, NUMBERS],
            Self::Copying => &[COPYING, LIST],
            Self::Reading => &[READING, LIST],
        }
    }

    /// What the keys mean in a long text.
    pub fn of_text(editor: &TextEditor) -> Self {
        if editor.is_being_written() { Self::Writing } else { Self::Text }
    }

    /// Whether characters are typed here, so that none of them means anything else.
    pub fn takes_text(self) -> bool {
        matches!(self, Self::Text | Self::Writing | Self::Line)
    }
}

/// Returns what messages call an action: the first key that does it anywhere.
pub fn name(action: Action) -> String {
    let contexts = [Context::Anywhere, Context::Draft, Context::SelectOne, Context::Matrix];
    let mut all = contexts.into_iter().flat_map(Context::tables).copied().flatten();
    all.find(|binding| binding.action == action)
        .map_or_else(String::new, |binding| binding.key.to_string())
}

/// What a key means, where the contexts hold, the nearest first.
pub fn action(contexts: &[Context], key: Key) -> Option<Action> {
    if let (Some(typed), true) = (key.typed(), contexts.iter().any(|here| here.takes_text())) {
        return Some(Action::Type(typed));
    }
    let finds = |typed: char| typed.is_alphabetic() || matches!(typed, '\'' | '’');
    if let Some(typed) = key.typed().filter(|typed| finds(*typed))
        && contexts.contains(&Context::LongList)
    {
        return Some(Action::Type(typed));
    }
    bindings(contexts).find(|binding| binding.key == key).map(|binding| binding.action)
}

/// Every key that works where the contexts hold, the nearest first.
pub fn bindings(contexts: &[Context]) -> impl Iterator<Item = &'static Binding> + use<> {
    let typing = contexts.iter().any(|here| here.takes_text());
    let contexts = contexts.to_vec();
    contexts
        .into_iter()
        .flat_map(Context::tables)
        .copied()
        .flatten()
        .filter(move |binding| !typing || binding.key.typed().is_none())
}
