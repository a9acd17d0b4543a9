//! What a key means.

use super::field::text::Motion;

/// What a key means. The same key may mean different things in a text and in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Shows every key that works here.
    Help,
    /// Leaves the program; the draft is kept.
    Leave,
    /// Goes up one level, or closes the pop-up. Never discards.
    Up,
    /// Saves now, and says where and when.
    Save,
    /// Opens the review.
    Review,
    /// Opens the list of everything that can be gone to.
    GoTo,
    /// Searches in questions, answers, comments, notes and guidance.
    Search,
    /// Searches what earlier drafts and responses say, to quote it.
    Earlier,
    /// Goes to the next place of the words that were searched for.
    FindNext,
    /// Goes to the place of them before.
    FindPrevious,
    /// Opens the list of documents that can be made.
    Document,
    /// Opens the note to colleagues.
    Note,
    /// Opens the guidance.
    Guidance,
    /// Goes to the next question.
    NextQuestion,
    /// Goes to the previous question.
    PreviousQuestion,
    /// Moves to the next field or button.
    NextField,
    /// Moves to the previous field or button.
    PreviousField,
    /// Takes the last change back.
    Undo,
    /// Does again what was taken back.
    Redo,
    /// Says, or takes back, that there is no comment to make.
    NoComment,
    /// Answers the question with what is remembered of the respondent.
    TakeDetail,
    /// Edits the text in the respondent's own editor.
    EditExternally,
    /// Goes on from the page, as its button does.
    Continue,
    /// Presses the button, or chooses the entry and continues.
    Press,
    /// Chooses the entry, or takes the choice back.
    Choose,
    /// Chooses the entry with this number, from 1.
    Nth(usize),
    /// Takes the answer back.
    Clear,
    /// Moves the entry up in the ranking.
    RankUp,
    /// Moves the entry down in the ranking.
    RankDown,
    /// Gives the blank rows of the group this row's answer.
    FillDown,
    /// Moves in a list, a grid or a text.
    Move(Motion),
    /// Moves in a text and selects what is passed.
    Extend(Motion),
    /// Types a character.
    Type(char),
    /// Begins a new line.
    NewLine,
    /// Erases as far as the motion leads, or what is selected.
    Erase(Motion),
    /// Selects the whole text.
    SelectAll,
    /// Copies what is selected.
    Copy,
    /// Cuts what is selected.
    Cut,
    /// Puts in what was copied last.
    Paste,
}
