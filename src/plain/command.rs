//! The words that mean something at every prompt: one table, which is also the help.

use crate::{
    app::document::{DOCUMENTS, DocumentChoice},
    model::answer::Stage,
};

/// What a line asks for that is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LineCommand {
    /// The prompt before this one.
    Back,
    /// The next question, whatever this one still asks.
    Next,
    /// The questions, and how far each is answered.
    List,
    /// The question, section or row that is called that.
    GoTo(String),
    /// The places where words stand; without any, the next place of the last ones.
    Find(String),
    /// The sections.
    Contents,
    /// "Check your answers".
    Review,
    /// Who answers for the response, and its export.
    SignOff,
    /// The drafts, and the consultations to answer.
    Home,
    /// The comment beside the answer.
    Comment,
    /// "No comment", on and off, on the row or the question that is asked.
    NoComment,
    /// "No comment", on and off, on the whole question.
    NoCommentAtAll,
    /// The note to colleagues.
    Note,
    /// How far colleagues have agreed: told, or set.
    Stage(Option<Stage>),
    /// Says that a question that has changed was read again.
    Stands,
    /// Takes back what the prompt asks for.
    Clear,
    /// Takes the last change back.
    Undo,
    /// Does again what was taken back.
    Redo,
    /// Gives the blank rows of a group the same answer.
    Fill,
    /// Types a line of the text anew.
    Edit(usize),
    /// Takes a line out of the text.
    Delete(usize),
    /// Puts lines before one of the text; without a number, at its end.
    Insert(Option<usize>),
    /// The text in the respondent's own editor.
    Editor,
    /// What was said last, in full.
    Repeat,
    /// How to answer.
    Hint,
    /// What helps with the question.
    Guidance,
    /// Makes a document of the draft; without one, says which there are.
    Document(Option<DocumentChoice>),
    /// Saves now.
    Save,
    /// These commands.
    Help,
    /// Ends; the draft is kept.
    Leave,
}

/// One row of the table.
struct CommandRow {
    /// The words that say it; the first is the one that help names.
    words: &'static [&'static str],
    /// What follows the word, as help names it; nothing for most.
    argument: &'static str,
    /// What help says of it.
    does: &'static str,
    /// The command, given what follows the word. `None` when that makes no sense: the line is an
    /// answer then.
    make: fn(&str) -> Option<LineCommand>,
}

/// A row for a command that is said by its words alone.
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
        does: "makes a document beside the draft; alone, it lists the kinds",
        make: |rest| {
            if rest.is_empty() {
                return Some(LineCommand::Document(None));
            }
            let called = |choice: &DocumentChoice| choice.word().eq_ignore_ascii_case(rest);
            Some(LineCommand::Document(Some(DOCUMENTS.into_iter().find(called)?)))
        },
    },
    word!(["save"], LineCommand::Save, "saves now; it is saved after every line anyway"),
    word!(["help"], LineCommand::Help, "these commands"),
    word!(["leave", "quit", "exit"], LineCommand::Leave, "leaves; the draft is kept"),
];

/// How help ends: what is no command.
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
            Self::NoComment
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
            | Self::Document(_)
            | Self::Help
            | Self::Leave => false,
        }
    }

    /// The command that a line is, if it is one: in any case, with white space around it.
    pub(super) fn read(line: &str) -> Option<Self> {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let lower = line.to_lowercase();
        COMMANDS.iter().find_map(|row| {
            row.words.iter().find_map(|word| match lower.strip_prefix(word)? {
                "" => (row.make)(""),
                // The argument is given as it was typed, where its bytes are the same ones.
                rest => (row.make)(line.get(line.len() - rest.len()..)?.strip_prefix(' ')?),
            })
        })
    }
}

/// Every command in a line, and what to know besides.
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

/// The stage of that name.
fn stage(name: &str) -> Option<Stage> {
    let stages = [Stage::Drafting, Stage::Ready, Stage::Agreed];
    stages.into_iter().find(|stage| stage_name(*stage).eq_ignore_ascii_case(name))
}

/// What a stage is called.
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
