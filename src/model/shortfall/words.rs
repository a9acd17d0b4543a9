//! Shortfalls in words to the respondent: what to do, and why.

use super::{Shortfall, ShortfallKind};
use crate::model::{
    answer::FieldName,
    condition::Comparison,
    consultation::{Consultation, Question, QuestionKind},
    id::Value,
    limit::Usage,
};

impl Shortfall {
    /// Says what the respondent should do. Where something is missing, the set's own message takes
    /// precedence.
    pub fn in_words(&self, consultation: &Consultation) -> String {
        let Some(question) = consultation.question(&self.question) else {
            return String::new();
        };
        let row = self.row.as_ref().map(|row| row_label(question, row));
        match (self.own_words(question), row) {
            (Some(words), Some(row)) => format!("{row}: {words}"),
            (Some(words), None) => words.to_owned(),
            (None, row) => self.our_words(question, row),
        }
    }

    /// Returns the set's own message for what is missing.
    fn own_words<'a>(&self, question: &'a Question) -> Option<&'a str> {
        let of_question = || question.required_message.as_deref();
        match (&self.kind, &self.field) {
            (ShortfallKind::Missing, FieldName::Detail(_)) => None,
            (
                ShortfallKind::Missing
                | ShortfallKind::NoCommentNotEnough
                | ShortfallKind::TooFew { given: 0, .. },
                _,
            ) => of_question(),
            (ShortfallKind::ReasonMissing | ShortfallKind::ReasonMissingFor { .. }, _) => {
                let comment_box = match &self.row {
                    Some(_) => question.matrix()?.row_comment.as_ref()?,
                    None => question.comment.as_ref()?,
                };
                comment_box.required_message.as_deref()
            }
            (
                ShortfallKind::TooFew { .. }
                | ShortfallKind::TooMany { .. }
                | ShortfallKind::Misread(_)
                | ShortfallKind::Below(_)
                | ShortfallKind::Above(_)
                | ShortfallKind::Format(_)
                | ShortfallKind::TooLong(_)
                | ShortfallKind::UnknownValue(_)
                | ShortfallKind::RankedTwice(_)
                | ShortfallKind::NotAlone(_),
                _,
            ) => None,
        }
    }

    fn our_words(&self, question: &Question, row: Option<&str>) -> String {
        let for_row = row.map(|row| format!(" for {row}")).unwrap_or_default();
        let label = |value| label(question, value);
        let verb = if is_rank(question) { "Rank" } else { "Choose" };
        let past = if is_rank(question) { "ranked" } else { "chose" };
        match &self.kind {
            ShortfallKind::Missing => match &self.field {
                FieldName::Detail(choice) => format!("Say more: you chose {}", label(choice)),
                FieldName::Value | FieldName::Comment => {
                    format!("{}{for_row}", wanted(question))
                }
            },
            ShortfallKind::ReasonMissing => format!("Give a reason for your answer{for_row}"),
            ShortfallKind::ReasonMissingFor { value, row: within } => {
                let within =
                    within.as_ref().map(|row| format!(" for {}", row_label(question, row)));
                let place = within.unwrap_or(for_row);
                format!("Give a reason: you {past} {}{place}", label(value))
            }
            ShortfallKind::TooFew { given: 0, least: 1 } => format!("{verb} at least one"),
            ShortfallKind::TooFew { given: 0, least } => format!("{verb} at least {least}"),
            ShortfallKind::TooFew { given, least } => {
                format!("{verb} at least {least}: you {past} {given}")
            }
            ShortfallKind::TooMany { given, most } => {
                format!("{verb} at most {most}: you {past} {given}")
            }
            ShortfallKind::NoCommentNotEnough => {
                format!("{}{for_row}: “no comment” is not accepted here", wanted(question))
            }
            ShortfallKind::Misread(problem) => sentence(&problem.to_string()),
            ShortfallKind::Format(problem) => sentence(&problem.to_string()),
            ShortfallKind::Below(amount) => {
                format!("Enter {}", amount.in_words(Comparison::AtLeast, Some(question)))
            }
            ShortfallKind::Above(amount) => {
                format!("Enter {}", amount.in_words(Comparison::AtMost, Some(question)))
            }
            ShortfallKind::TooLong(usage) => self.shorten(question, row, usage),
            ShortfallKind::UnknownValue(value) => {
                format!("Choose again{for_row}: `{value}` is no longer among the choices")
            }
            ShortfallKind::RankedTwice(value) => {
                format!("Rank {} once: it is in more than one place", label(value))
            }
            ShortfallKind::NotAlone(value) => {
                format!("Choose {} alone, or un-choose it: you chose others too", label(value))
            }
        }
    }

    fn shorten(&self, question: &Question, row: Option<&str>, usage: &Usage) -> String {
        let what = match (&self.field, row) {
            (FieldName::Value, _) => "the answer".to_owned(),
            (FieldName::Comment, None) => "the comment".to_owned(),
            (FieldName::Comment, Some(row)) => format!("the comment on {row}"),
            (FieldName::Detail(choice), _) => {
                format!("what you wrote for {}", label(question, choice))
            }
        };
        let (over, Usage { unit, used, most }) = (usage.over(), usage);
        format!("Shorten {what} by {over} {}: {used} of {most}", unit.name(over))
    }
}

fn wanted(question: &Question) -> &'static str {
    match question.kind {
        QuestionKind::String { .. } => "Enter an answer",
        QuestionKind::Text { .. } => "Write an answer",
        QuestionKind::Integer(_) | QuestionKind::Decimal { .. } => "Enter a number",
        QuestionKind::Date { .. } => "Enter a date",
        QuestionKind::SelectOne { .. }
        | QuestionKind::SelectMultiple { .. }
        | QuestionKind::Matrix(_) => "Choose an answer",
        QuestionKind::Rank { .. } => "Rank the choices",
    }
}

fn is_rank(question: &Question) -> bool {
    matches!(question.kind, QuestionKind::Rank { .. })
}

fn label<'a>(question: &'a Question, value: &'a Value) -> &'a str {
    question.label(value).unwrap_or(value.as_str())
}

fn row_label<'a>(question: &'a Question, row: &'a Value) -> &'a str {
    let known = question.matrix().and_then(|matrix| matrix.row(row));
    known.map_or(row.as_str(), |row| &row.label)
}

/// Capitalises the first letter.
fn sentence(words: &str) -> String {
    let mut characters = words.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}
