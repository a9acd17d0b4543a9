//! The records of a recovery log. Reading one treats it as hostile input.
//!
//! A record is the length of its text, a checksum of it, and the text: a line that says what it is,
//! and what belongs to that. Answers stand in it as in a draft's file.

use std::path::PathBuf;

use crate::{
    model::{
        answer::{FieldName, TextField},
        draft::Draft,
        draft_change::{DraftChange, PartialChange, Splice},
        id::QuestionId,
        text::Text,
    },
    store::{document::response::Order, draft},
};

/// The format named in the first record.
const FORMAT: &str = "greenpaper/recovery-log/1";

/// The length and the checksum before a record's text, in bytes.
const PREFIX: usize = 8;

/// The placeholder for no row or no choice.
const NONE: &str = "-";

/// A record.
#[derive(Debug)]
pub(super) enum LogRecord {
    /// The log begins: which draft it is of, which versions of its file it follows, and which other
    /// logs.
    Opened {
        /// The draft's file.
        draft: PathBuf,
        /// The digests of the versions.
        versions: Vec<String>,
        /// The names of the logs.
        follows: Vec<String>,
    },
    /// The whole draft after an edit, as in its file.
    Whole { number: u64, yaml: String },
    /// Some answers after an edit, as a draft without others; and those that are now blank.
    Part { number: u64, blank: Vec<QuestionId>, yaml: String },
    /// An edit of a text, and when it was made, in seconds since 1970.
    Splice { number: u64, seconds: i64, question: QuestionId, splice: Splice },
    /// A version with the edits up to a number is about to be saved.
    Saving { number: u64, version: String },
    /// The edits up to a number are in the draft's file.
    Saved { number: u64 },
}

impl LogRecord {
    /// Returns the record of an edit, given the answers that can be restored from the log.
    pub(super) fn of(
        number: u64,
        change: &DraftChange,
        order: &Order,
        is_known: impl Fn(&QuestionId) -> bool,
    ) -> Self {
        match change {
            DraftChange::Whole(draft) => Self::Whole { number, yaml: written(draft, order) },
            DraftChange::Part(part) => match (&**part, &*part.answers) {
                (PartialChange { splice: Some(splice), head, .. }, [(question, Some(_))])
                    if is_known(question) =>
                {
                    let (question, splice) = (question.clone(), splice.clone());
                    let seconds = head.updated.timestamp().as_second();
                    Self::Splice { number, seconds, question, splice }
                }
                _ => Self::part(number, part, order),
            },
        }
    }

    fn part(number: u64, part: &PartialChange, order: &Order) -> Self {
        let mut draft = part.head.clone();
        let mut blank = Vec::new();
        for (question, answer) in &part.answers {
            match answer {
                Some(answer) => draft.answers.set(question, (**answer).clone()),
                None => blank.push(question.clone()),
            }
        }
        Self::Part { number, blank, yaml: written(&draft, order) }
    }

    /// Appends the record.
    pub(super) fn encode(&self, bytes: &mut Vec<u8>) {
        let text = self.text();
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        bytes.extend(length.to_le_bytes());
        bytes.extend(crc32fast::hash(text.as_bytes()).to_le_bytes());
        bytes.extend(text.as_bytes());
    }

    fn text(&self) -> String {
        match self {
            Self::Opened { draft, versions, follows } => format!(
                "{FORMAT}\n{}\n{}\n{}",
                versions.join(" "),
                follows.join(" "),
                draft.display()
            ),
            Self::Whole { number, yaml } => format!("whole {number}\n{yaml}"),
            Self::Part { number, blank, yaml } => {
                let blank: String = blank.iter().map(|question| format!(" {question}")).collect();
                format!("part {number}{blank}\n{yaml}")
            }
            Self::Splice { number, seconds, question, splice } => {
                let Splice { field, at, removed, inserted } = splice;
                let (name, row, choice) = words(field);
                format!(
                    "edit {number} {seconds} {question} {name} {row} {choice} {at} {removed}\n\
                     {inserted}"
                )
            }
            Self::Saving { number, version } => format!("saving {number} {version}\n"),
            Self::Saved { number } => format!("saved {number}\n"),
        }
    }

    /// Takes the first record off some bytes. `None` where they end, or are no whole record: what
    /// follows was never written in whole either.
    pub(super) fn take(bytes: &mut &[u8]) -> Option<Self> {
        let (prefix, rest) = bytes.split_at_checked(PREFIX)?;
        let (length, checksum) = prefix.split_at_checked(PREFIX / 2)?;
        let length = usize::try_from(u32::from_le_bytes(length.try_into().ok()?)).ok()?;
        let (text, rest) = rest.split_at_checked(length)?;
        if crc32fast::hash(text).to_le_bytes() != checksum {
            return None;
        }
        *bytes = rest;
        Self::read(std::str::from_utf8(text).ok()?)
    }

    fn read(text: &str) -> Option<Self> {
        let (line, rest) = text.split_once('\n')?;
        let mut words = line.split(' ');
        let kind = words.next()?;
        if kind == FORMAT {
            let mut lines = rest.splitn(3, '\n');
            let mut list = || -> Option<Vec<String>> {
                Some(lines.next()?.split_whitespace().map(str::to_owned).collect())
            };
            let (versions, follows) = (list()?, list()?);
            return Some(Self::Opened { draft: lines.next()?.into(), versions, follows });
        }
        let number = words.next()?.parse().ok()?;
        match kind {
            "whole" => Some(Self::Whole { number, yaml: rest.to_owned() }),
            "part" => {
                let blank = words.map(|id| QuestionId::try_from(id).ok());
                Some(Self::Part { number, blank: blank.collect::<Option<_>>()?, yaml: rest.into() })
            }
            "edit" => {
                let seconds = words.next()?.parse().ok()?;
                let question = words.next()?.try_into().ok()?;
                let field = field(words.next()?, words.next()?, words.next()?)?;
                let at = words.next()?.parse().ok()?;
                let removed = words.next()?.parse().ok()?;
                let splice = Splice { field, at, removed, inserted: Text::from(rest) };
                Some(Self::Splice { number, seconds, question, splice })
            }
            "saving" => Some(Self::Saving { number, version: words.next()?.to_owned() }),
            "saved" => Some(Self::Saved { number }),
            _ => None,
        }
    }
}

/// A draft that cannot be written is a bug; the save reports it.
fn written(draft: &Draft, order: &Order) -> String {
    draft::write_logged(draft, order).unwrap_or_default()
}

/// Returns the words that name a text of an answer: which field, row and choice.
fn words(field: &TextField) -> (&'static str, String, String) {
    let none = || NONE.to_owned();
    match field {
        TextField::Note => ("note", none(), none()),
        TextField::Field { row, field } => {
            let row = row.as_ref().map_or_else(none, ToString::to_string);
            match field {
                FieldName::Value => ("value", row, none()),
                FieldName::Comment => ("comment", row, none()),
                FieldName::Detail(choice) => ("detail", row, choice.to_string()),
            }
        }
    }
}

fn field(name: &str, row: &str, choice: &str) -> Option<TextField> {
    let row = match row {
        NONE => None,
        row => Some(row.try_into().ok()?),
    };
    let field = match name {
        "note" => return Some(TextField::Note),
        "value" => FieldName::Value,
        "comment" => FieldName::Comment,
        "detail" => FieldName::Detail(choice.try_into().ok()?),
        _ => return None,
    };
    Some(TextField::Field { row, field })
}
