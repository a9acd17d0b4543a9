//! The answers of a response one by one, for tables and lines: each choice, each row of a matrix,
//! each text is a part of its own.

use serde::Serialize;

use super::from_response::respondent;
use crate::{
    model::{
        reading::Decimal,
        response::{AnswerState, Content, Labelled, QuestionRecord, ResponseRecord, RowRecord},
        terminal_text::{LineEnds, shown},
    },
    store::response::Integrity,
};

/// One part of an answer. The names are those of the columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerPart<'a> {
    /// The number of the response.
    pub response: usize,
    /// The digest of the response.
    pub digest: &'a str,
    /// `final`, `partial`, or `unverified` for one whose digest is wrong.
    pub status: &'static str,
    /// The respondent.
    pub respondent: &'a str,
    /// The consultation.
    pub consultation: &'a str,
    /// Its version.
    pub version: &'a str,
    /// The section.
    pub section: &'a str,
    /// The question.
    pub question: &'a str,
    /// The printed number.
    pub number: Option<&'a str>,
    /// The part of that number.
    pub part: Option<usize>,
    /// The text of the question.
    pub question_text: &'a str,
    /// The kind of question.
    pub kind: &'a str,
    /// The row of a matrix.
    pub row: Option<&'a str>,
    /// The text of the row.
    pub row_text: Option<&'a str>,
    /// `answered`, `no-comment`, `not-answered` or `not-asked`.
    pub state: &'static str,
    /// The place in a ranking.
    pub rank: Option<usize>,
    /// The value: of a choice, a number, a day.
    pub value: Option<String>,
    /// The label that the respondent saw.
    pub label: Option<&'a str>,
    /// Whether the choice is not on the scale.
    pub off_scale: bool,
    /// A text: the answer, or the "please specify" text of a choice.
    pub text: Option<&'a str>,
    /// The comment beside the answer, on the first part of it.
    pub comment: Option<&'a str>,
}

/// A response to split into parts.
#[derive(Debug, Clone, Copy)]
pub struct Numbered<'a> {
    /// Its number; 1 if it is alone.
    pub number: usize,
    /// The response.
    pub record: &'a ResponseRecord,
    /// Its digest.
    pub digest: &'a str,
    /// Whether the digest is right.
    pub integrity: Integrity,
}

/// Calls a function with each part of a response.
pub fn each(response: Numbered<'_>, mut take: impl FnMut(AnswerPart<'_>)) {
    let Numbered { number, record, digest, integrity } = response;
    let named = respondent(record).unwrap_or_default();
    let status = match (integrity, &record.completion) {
        (Integrity::Changed, _) => "unverified",
        (Integrity::Intact, Some(_)) => "final",
        (Integrity::Intact, None) => "partial",
    };
    for section in &record.sections {
        for entry in &section.entries {
            let whole = AnswerPart {
                response: number,
                digest,
                status,
                respondent: &named,
                consultation: record.consultation.id.as_str(),
                version: &record.consultation.version,
                section: section.id.as_str(),
                question: entry.id.as_str(),
                number: entry.number.as_deref(),
                part: entry.part,
                question_text: &entry.text,
                kind: &entry.kind,
                row: None,
                row_text: None,
                state: entry.state.name(),
                rank: None,
                value: None,
                label: None,
                off_scale: false,
                text: None,
                comment: entry.comment.as_deref(),
            };
            parts(entry, whole).into_iter().for_each(&mut take);
        }
    }
}

fn parts<'a>(entry: &'a QuestionRecord, whole: AnswerPart<'a>) -> Vec<AnswerPart<'a>> {
    if !entry.rows.is_empty() {
        let rows = entry.rows.iter().map(|row| of_row(row, &whole));
        let comment = whole.comment.map(|_| whole.clone());
        return comment.into_iter().chain(rows).collect();
    }
    let bare = AnswerPart { comment: None, ..whole.clone() };
    let mut parts: Vec<AnswerPart<'a>> = match &entry.value {
        None => vec![bare],
        Some(Content::Text(text)) => vec![AnswerPart { text: Some(text), ..bare }],
        Some(Content::Number { number, .. }) => {
            vec![AnswerPart { value: Some(number.to_string()), ..bare }]
        }
        Some(Content::Day(day)) => vec![AnswerPart { value: Some(day.to_string()), ..bare }],
        Some(Content::One(chosen)) => vec![of_choice(chosen, &bare)],
        Some(Content::Ticked(all)) => all.iter().map(|chosen| of_choice(chosen, &bare)).collect(),
        Some(Content::Ranked(all)) => (1..)
            .zip(all)
            .map(|(rank, chosen)| AnswerPart { rank: Some(rank), ..of_choice(chosen, &bare) })
            .collect(),
    };
    if let Some(first) = parts.first_mut() {
        first.comment = whole.comment;
    }
    parts
}

fn of_choice<'a>(chosen: &'a Labelled, bare: &AnswerPart<'a>) -> AnswerPart<'a> {
    AnswerPart {
        value: Some(chosen.value.to_string()),
        label: Some(&chosen.label),
        off_scale: chosen.off_scale,
        text: chosen.detail.as_deref(),
        ..bare.clone()
    }
}

fn of_row<'a>(row: &'a RowRecord, whole: &AnswerPart<'a>) -> AnswerPart<'a> {
    let bare = AnswerPart {
        row: Some(row.row.as_str()),
        row_text: Some(&row.label),
        state: AnswerState::name(row.state),
        comment: row.comment.as_deref(),
        ..whole.clone()
    };
    match &row.value {
        Some(chosen) => of_choice(chosen, &bare),
        None => bare,
    }
}

/// Returns a text that no spreadsheet takes for a formula, with marks for control characters.
/// Numbers stay as they are.
pub(super) fn defused(text: &str) -> String {
    let begins = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let lead = if begins && text.parse::<Decimal>().is_err() { "'" } else { "" };
    format!("{lead}{}", shown(&text.replace('\t', " "), LineEnds::Kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_or_controls_a_terminal() {
        assert_eq!(defused("=1+1"), "'=1+1");
        assert_eq!(defused("-3"), "-3");
        assert_eq!(defused("a\u{1b}]52;c;x\u{7}\tb\nc"), "a␛]52;c;x␇ b\nc");
    }
}
