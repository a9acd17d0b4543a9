//! What is said of earlier answers.

use super::{ENOUGH, count};
use crate::app::{
    earlier::{EarlierAnswers, EarlierSearch},
    search::Search,
};

/// A text in one line, as far as it takes to tell it from others.
pub(crate) fn in_one_line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= ENOUGH {
        return words;
    }
    words.chars().take(ENOUGH).chain(['…']).collect()
}

/// Why no earlier answer can be quoted, if none can.
pub(crate) fn nothing_to_quote(search: &Search, earlier: &EarlierSearch) -> Option<&'static str> {
    if !search.found.is_empty() {
        return None;
    }
    Some(match &earlier.answers {
        None => "Reading earlier drafts and responses.",
        Some(answers) if answers.is_empty() => {
            "There are no other drafts or responses with texts in the drafts folder."
        }
        Some(_) if search.query.text().is_blank() => {
            "No earlier answer fits this question. Type words to search for."
        }
        Some(_) => "No earlier answer has these words.",
    })
}

/// What was not searched, if anything.
pub(crate) fn not_searched(answers: &EarlierAnswers) -> Option<String> {
    match answers.unread {
        0 if answers.is_cut => Some("not all files were searched".to_owned()),
        0 => None,
        unread => Some(format!("{} could not be read", count(unread, "file", "files"))),
    }
}
