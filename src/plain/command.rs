//! The commands that work at every prompt: one table, which is also the help.

use crate::{
    app::{
        action::Action,
        document::{DOCUMENTS, DocumentChoice},
        keymap,
    },
    model::answer::Stage,
};

/// A command typed as a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LineCommand {
    /// Goes to the previous prompt.
    Back,
    /// Goes to the next question, leaving this one as it is.
    Next,
    /// Lists the questions, and how far each is answered.
    List,
    /// Goes to the question, section or row with this name.
    GoTo(String),
    /// Finds where words occur; without words, goes to the next match of the last search.
    Find(String),
    /// Searches earlier answers for a passage to quote.
    Earlier,
    /// Answers with what is remembered of the respondent.
    Remembered,
    /// Goes to the list of sections.
    Contents,
    /// Goes to "Check your answers".
    Review,
    /// Goes to the sign-off form, or signs off and exports.
    SignOff,
    /// Goes to the drafts and consultations.
    Home,
    /// Goes to the comment beside the answer.
    Comment,
    /// Turns "no comment" on or off for the current row or question.
    NoComment,
    /// Turns "no comment" on or off for the whole question.
    NoCommentAtAll,
    /// Opens the note to colleagues.
    Note,
    /// Says or sets how far colleagues have agreed.
    Stage(Option<Stage>),
    /// Confirms the answer to a question that has changed.
    Stands,
    /// Removes the current answer.
    Clear,
    /// Undoes the last change.
    Undo,
    /// Redoes what was undone.
    Redo,
    /// Copies the answer to the blank rows of its group.
    Fill,
    /// Replaces a line of the text.
    Edit(usize),
    /// Deletes a line of the text.
    Delete(usize),
    /// Inserts lines before a line of the text; without a number, at its end.
    Insert(Option<usize>),
    /// Opens the text in the respondent's own editor.
    Editor,
    /// Repeats what was said last, in full.
    Repeat,
    /// Says how to answer.
    Hint,
    /// Reads out the guidance on the question.
    Guidance,
    /// Makes a document of the draft, or of the one with a number on the first screen; without a
    /// document, says which there are.
    Document(Option<DocumentChoice>, Option<usize>),
    /// Saves now.
    Save,
    /// Lists the commands.
    Help,
    /// Leaves; the draft is kept.
    Leave,
}

/// Returns what messages call an action: the command that does it, in quotation marks.
pub(super) fn name(action: Action) -> String {
    let command = match action {
        Action::Save => "save",
        Action::Undo => "undo",
        Action::Redo => "redo",
        Action::Leave => "leave",
        Action::Help => "help",
        Action::EditExternally => "editor",
        Action::Note => "note",
        Action::FindNext => "find",
        Action::Earlier => "earlier",
        Action::TakeDetail => "remembered",
        Action::FillDown => "fill",
        Action::Choose => "clear",
        _ => return keymap::name(action),
    };
    format!("“{command}”")
}

/// A row of the command table.
struct CommandRow {
    /// The command's words; help names the first.
    words: &'static [&'static str],
    /// The argument as help names it; empty for most commands.
    argument: &'static str,
    /// The description in help.
    does: &'static str,
    /// Builds the command from its argument; `None` if the argument makes no sense, so that the
    /// line is an answer.
    make: fn(&str) -> Option<LineCommand>,
}

/// Declares a command without an argument.
macro_rules! word {
    ($words:expr, $command:expr, $does:literal) => {
        CommandRow {
            words: &$words,
            argument: "",
            does: $does,
            make: |rest| rest.is_empty().then_some($command),
        }
    };
}

const COMMANDS: &[CommandRow] = &[
    word!(["back"], LineCommand::Back, "the prompt before this one"),
    word!(["next"], LineCommand::Next, "the next question; this one stays as it is"),
    word!(["list"], LineCommand::List, "the questions of this section, and which are answered"),
    CommandRow {
        words: &["go"],
        argument: "7a",
        does: "goes to question 7a; a few words of any question, section or row do as well",
        make: |rest| (!rest.is_empty()).then(|| LineCommand::GoTo(rest.to_owned())),
    },
    CommandRow {
        words: &["find"],
        argument: "words",
        does: "finds words in questions, answers, comments, notes and guidance; “find” alone goes \
               to the first place that has them, then to the next",
        make: |rest| Some(LineCommand::Find(rest.to_owned())),
    },
    word!(
        ["earlier"],
        LineCommand::Earlier,
        "finds what earlier drafts and responses say to this, and quotes it"
    ),
    word!(
        ["remembered"],
        LineCommand::Remembered,
        "puts in what you answered last time, where it is offered"
    ),
    word!(["contents"], LineCommand::Contents, "the sections, and how far each has come"),
    word!(["review"], LineCommand::Review, "check your answers: every one, and what is missing"),
    word!(["sign off"], LineCommand::SignOff, "sign off, and write the final response"),
    word!(["home"], LineCommand::Home, "your drafts, and the consultations to answer"),
    word!(["comment"], LineCommand::Comment, "goes to the comment beside this answer"),
    word!(
        ["no comment"],
        LineCommand::NoComment,
        "says that you have no comment, or takes that back"
    ),
    word!(
        ["no comment at all"],
        LineCommand::NoCommentAtAll,
        "the same for a whole question that is asked row by row"
    ),
    word!(["note"], LineCommand::Note, "a note to colleagues on this question; never exported"),
    CommandRow {
        words: &["stage"],
        argument: "ready",
        does: "how far colleagues have agreed: drafting, ready or agreed; alone, it tells",
        make: |rest| {
            Some(LineCommand::Stage(if rest.is_empty() { None } else { Some(stage(rest)?) }))
        },
    },
    word!(
        ["stands"],
        LineCommand::Stands,
        "says that you have read a changed question again, and your answer stands"
    ),
    word!(["clear"], LineCommand::Clear, "removes your answer here"),
    word!(["undo"], LineCommand::Undo, "undoes the last change, wherever it was made"),
    word!(["redo"], LineCommand::Redo, "redoes what was undone"),
    word!(["fill"], LineCommand::Fill, "gives the blank rows of this group the answer just given"),
    CommandRow {
        words: &["edit"],
        argument: "3",
        does: "in a long text: type line 3 again",
        make: |rest| Some(LineCommand::Edit(rest.parse().ok()?)),
    },
    CommandRow {
        words: &["delete"],
        argument: "3",
        does: "in a long text: delete line 3",
        make: |rest| Some(LineCommand::Delete(rest.parse().ok()?)),
    },
    CommandRow {
        words: &["insert"],
        argument: "3",
        does: "in a long text: put lines before line 3; “insert” alone adds at the end",
        make: |rest| {
            Some(LineCommand::Insert(if rest.is_empty() { None } else { Some(rest.parse().ok()?) }))
        },
    },
    word!(
        ["editor"],
        LineCommand::Editor,
        "opens this text in your own editor, $VISUAL or $EDITOR"
    ),
    word!(["repeat"], LineCommand::Repeat, "says this again, in full"),
    word!(["?", "hint"], LineCommand::Hint, "the hint, and how to answer"),
    word!(["??", "guidance"], LineCommand::Guidance, "guidance, and the sources' own words"),
    CommandRow {
        words: &["document"],
        argument: "docx",
        does: "makes a document beside the draft, on the first screen with its number (“document docx 1”); alone, it lists the kinds",
        make: |rest| {
            if rest.is_empty() {
                return Some(LineCommand::Document(None, None));
            }
            let (kind, number) = match rest.split_once(' ') {
                Some((kind, number)) => (kind, Some(number.trim().parse().ok()?)),
                None => (rest, None),
            };
            let called = |choice: &DocumentChoice| choice.word().eq_ignore_ascii_case(kind);
            Some(LineCommand::Document(Some(DOCUMENTS.into_iter().find(called)?), number))
        },
    },
    word!(["save"], LineCommand::Save, "saves now; every line is saved automatically"),
    word!(["help"], LineCommand::Help, "these commands"),
    word!(["leave", "quit", "exit"], LineCommand::Leave, "leaves; the draft is kept"),
];

/// The end of the help: input that is not a command.
const BESIDES: [&str; 3] = [
    "An empty line keeps what is there and goes on.",
    "A line that begins with an equals sign, =, is an answer, whatever it looks like: “=next” answers “next”.",
    "In a long text, every line up to the one with a single full stop is text; “=.” is a line with \
     a full stop.",
];

impl LineCommand {
    /// Whether it changes the draft.
    pub(super) fn changes(&self) -> bool {
        match self {
            Self::Remembered
            | Self::NoComment
            | Self::NoCommentAtAll
            | Self::Note
            | Self::Stage(Some(_))
            | Self::Stands
            | Self::Clear
            | Self::Undo
            | Self::Redo
            | Self::Fill
            | Self::Edit(_)
            | Self::Delete(_)
            | Self::Insert(_)
            | Self::Editor => true,
            Self::Back
            | Self::Next
            | Self::List
            | Self::GoTo(_)
            | Self::Find(_)
            | Self::Earlier
            | Self::Contents
            | Self::Review
            | Self::SignOff
            | Self::Home
            | Self::Comment
            | Self::Stage(None)
            | Self::Repeat
            | Self::Hint
            | Self::Guidance
            | Self::Save
            | Self::Document(..)
            | Self::Help
            | Self::Leave => false,
        }
    }

    /// Reads a line as a command, if it is one: in any case, with white space around it.
    pub(super) fn read(line: &str) -> Option<Self> {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let lower = line.to_lowercase();
        COMMANDS.iter().find_map(|row| {
            row.words.iter().find_map(|word| match lower.strip_prefix(word)? {
                "" => (row.make)(""),
                // The argument keeps its case if lower-casing left its bytes in the same place.
                rest => (row.make)(line.get(line.len() - rest.len()..)?.strip_prefix(' ')?),
            })
        })
    }
}

/// Lists every command, one to a line, followed by general advice.
pub(super) fn help() -> Vec<String> {
    let commands = COMMANDS.iter().map(|row| {
        let mut said = row.words.join(" or ");
        if !row.argument.is_empty() {
            said.push_str(&format!(" {}", row.argument));
        }
        format!("{said}: {}", row.does)
    });
    let intro = ["These words work at every prompt:".to_owned()];
    intro.into_iter().chain(commands).chain(BESIDES.map(str::to_owned)).collect()
}

/// Returns the stage with that name.
fn stage(name: &str) -> Option<Stage> {
    let stages = [Stage::Drafting, Stage::Ready, Stage::Agreed];
    stages.into_iter().find(|stage| stage_name(*stage).eq_ignore_ascii_case(name))
}

/// Returns the name of a stage.
pub(super) fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Drafting => "drafting",
        Stage::Ready => "ready",
        Stage::Agreed => "agreed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, command: Option<LineCommand>) {
        assert_eq!(LineCommand::read(line), command, "{line}");
    }

    #[test]
    fn what_a_message_calls_an_action_is_a_command() {
        let actions = [
            Action::Save,
            Action::Undo,
            Action::Redo,
            Action::Leave,
            Action::Help,
            Action::EditExternally,
            Action::Note,
            Action::FindNext,
            Action::Earlier,
            Action::FillDown,
            Action::Choose,
        ];
        for action in actions {
            let name = name(action);
            let command = name.strip_prefix('“').and_then(|name| name.strip_suffix('”')).unwrap();
            assert!(LineCommand::read(command).is_some(), "{command}");
        }
    }

    #[test]
    fn a_command_is_known_in_any_case_and_with_space_around_it() {
        check("next", Some(LineCommand::Next));
        check("  No   Comment ", Some(LineCommand::NoComment));
        check("no comment at all", Some(LineCommand::NoCommentAtAll));
        check("go 7A", Some(LineCommand::GoTo("7A".to_owned())));
        check("stage Agreed", Some(LineCommand::Stage(Some(Stage::Agreed))));
        check("stage", Some(LineCommand::Stage(None)));
        check("insert", Some(LineCommand::Insert(None)));
        check("edit 3", Some(LineCommand::Edit(3)));
        check("??", Some(LineCommand::Guidance));
        check("Quit", Some(LineCommand::Leave));
    }

    #[test]
    fn a_sentence_that_begins_like_a_command_is_none() {
        for line in [
            "next year",
            "Nothing",
            "edit the regulations",
            "stage two of the reform",
            "notes",
            "review of the duties",
            "no comments",
            "go",
            "",
        ] {
            check(line, None);
        }
    }

    #[test]
    fn every_command_is_known_by_what_help_calls_it() {
        for row in COMMANDS {
            for word in row.words {
                let line = format!("{word} {}", row.argument);
                assert!(LineCommand::read(&line).is_some(), "{line}");
            }
        }
    }
}
