//! Whatever a draft holds and its response leaves out. It is listed for the respondent, never
//! dropped.

use std::fmt;

use super::{
    answer::{Answer, Answers, FieldName},
    asked::{Asked, EffectiveAnswer},
    consultation::{CommentBox, Consultation, Question, QuestionKind},
    draft::Position,
    id::{QuestionId, Value},
    route::Route,
    text::Text,
};

/// Something that the draft keeps and the response leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excluded {
    /// The question, which the set may not have.
    pub question: QuestionId,
    /// The text of the question, if the set does not have it and the text is known.
    pub text: Option<String>,
    /// The row of a matrix, which the set may not have.
    pub row: Option<Value>,
    /// The label of the row, if the set does not have it and the label is known.
    pub row_text: Option<String>,
    /// The field of the question or row.
    pub field: FieldName,
    /// The reason it is left out.
    pub why: ExclusionReason,
    /// Its contents: labels where they are known, or the text.
    pub holds: String,
}

/// Why something is left out; displays as a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExclusionReason {
    /// The question is hidden by earlier answers.
    QuestionHidden,
    /// The set does not have the question.
    QuestionUnknown,
    /// The row is hidden by earlier answers.
    RowHidden,
    /// The set does not have the row.
    RowUnknown,
    /// The choice or column is hidden by earlier answers.
    ChoiceHidden,
    /// The set does not have the value.
    ValueUnknown,
    /// A detail of a choice that is not chosen.
    NotChosen,
    /// Ticks that "None of these" set aside.
    PutAside,
    /// "No comment" takes its place.
    NoComment,
    /// It cannot be read as the kind of answer expected.
    Misread,
    /// The question has no field for it.
    NoField,
}

/// One thing that an answer holds.
struct ExcludedPart<'a> {
    place: ExcludedPlace<'a>,
    text: &'a Text,
}

/// The place of one thing in an answer.
#[derive(Clone, Copy)]
enum ExcludedPlace<'a> {
    Value,
    Aside,
    Detail(&'a Value),
    RowValue(&'a Value),
    RowComment(&'a Value),
    Comment,
}

/// Returns everything that a draft keeps and its response leaves out: first in the set's order,
/// then what the set does not have.
pub fn leftovers(consultation: &Consultation, route: &Route, answers: &Answers) -> Vec<Excluded> {
    let known = consultation.questions().filter_map(|(_, question)| {
        Some((&question.id, Some(question), answers.get(&question.id)?))
    });
    let unknown = answers.iter().filter_map(|(id, answer)| match consultation.question(id) {
        Some(_) => None,
        None => Some((id, None, answer)),
    });
    let mut all: Vec<Excluded> = Vec::new();
    for (id, question, answer) in known.chain(unknown) {
        for piece in pieces(answer) {
            let Some(why) = why_left_out(question, route, answer, &piece) else {
                continue;
            };
            let (row, field) = piece.place.row_and_field();
            let holds = piece.in_words(question, answer);
            let text = answer.earlier.text.clone().filter(|_| question.is_none());
            let earlier = |row| answer.earlier.rows.get(row).cloned();
            let row_text =
                row.as_ref().and_then(earlier).filter(|_| why != ExclusionReason::RowHidden);
            let question = id.clone();
            let leftover = Excluded { question, text, row, row_text, field, why, holds };
            match all.last_mut().filter(|last| last.is_beside(&leftover)) {
                Some(last) => last.holds = format!("{}, {}", last.holds, leftover.holds),
                None => all.push(leftover),
            }
        }
    }
    all
}

impl Excluded {
    /// Returns where it can be seen, once its question is asked.
    pub fn position(&self) -> Position {
        Position {
            row: self.row.clone(),
            field: self.field.clone(),
            ..Position::of(&self.question)
        }
    }

    /// Whether another exclusion has the same field and the same reason.
    fn is_beside(&self, other: &Self) -> bool {
        (&self.question, &self.row, &self.field, self.why)
            == (&other.question, &other.row, &other.field, other.why)
    }
}

impl fmt::Display for ExclusionReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::QuestionHidden => "not asked, given your other answers",
            Self::QuestionUnknown => "the consultation no longer has this question",
            Self::RowHidden => "this row is not asked, given your other answers",
            Self::RowUnknown => "the question no longer has this row",
            Self::ChoiceHidden => "this choice is not offered, given your other answers",
            Self::ValueUnknown => "the question no longer has this choice",
            Self::NotChosen => "its choice is not chosen",
            Self::PutAside => "set aside by a choice that excludes the others",
            Self::NoComment => "“no comment” takes its place",
            Self::Misread => "it cannot be read",
            Self::NoField => "the question no longer has a field for it",
        })
    }
}

impl ExcludedPart<'_> {
    /// Returns the label of a value, current or earlier, or the text.
    fn in_words(&self, question: Option<&Question>, answer: &Answer) -> String {
        let text = self.text.trimmed();
        let is_value = match self.place {
            ExcludedPlace::Value | ExcludedPlace::Aside | ExcludedPlace::RowValue(_) => true,
            ExcludedPlace::Detail(_) | ExcludedPlace::RowComment(_) | ExcludedPlace::Comment => {
                false
            }
        };
        let value = Value::try_from(text.as_str()).ok().filter(|_| is_value);
        let label = value.and_then(|value| {
            let known = question.and_then(|question| question.label(&value));
            known.map(str::to_owned).or_else(|| answer.earlier.labels.get(&value).cloned())
        });
        label.unwrap_or(text)
    }
}

impl ExcludedPlace<'_> {
    fn row_and_field(self) -> (Option<Value>, FieldName) {
        match self {
            Self::Value | Self::Aside => (None, FieldName::Value),
            Self::Detail(choice) => (None, FieldName::Detail(choice.clone())),
            Self::RowValue(row) => (Some(row.clone()), FieldName::Value),
            Self::RowComment(row) => (Some(row.clone()), FieldName::Comment),
            Self::Comment => (None, FieldName::Comment),
        }
    }
}

/// Returns everything that an answer holds, apart from notes and stages, which are never exported.
fn pieces(answer: &Answer) -> impl Iterator<Item = ExcludedPart<'_>> {
    let at = |place| move |text| ExcludedPart { place, text };
    let values = answer.value.values().iter().map(at(ExcludedPlace::Value));
    let aside = answer.aside.iter().map(at(ExcludedPlace::Aside));
    let details = answer.details.iter();
    let details = details.map(move |(choice, text)| at(ExcludedPlace::Detail(choice))(text));
    let rows = answer.rows.iter().flat_map(move |(row, said)| {
        let value = said.value.iter().map(at(ExcludedPlace::RowValue(row)));
        value.chain([at(ExcludedPlace::RowComment(row))(&said.comment)])
    });
    let comment = [at(ExcludedPlace::Comment)(&answer.comment)];
    let all = values.chain(aside).chain(details).chain(rows).chain(comment);
    all.filter(|piece| !piece.text.is_blank())
}

/// Returns the reason a part of an answer is left out; `None` if it is exported.
fn why_left_out(
    question: Option<&Question>,
    route: &Route,
    answer: &Answer,
    piece: &ExcludedPart<'_>,
) -> Option<ExclusionReason> {
    let Some(question) = question else {
        return Some(ExclusionReason::QuestionUnknown);
    };
    let Some(asked) = route.asked(&question.id) else {
        return Some(ExclusionReason::QuestionHidden);
    };
    if answer.no_comment {
        return Some(ExclusionReason::NoComment);
    }
    let no_field = |comment_box: Option<&CommentBox>| match comment_box {
        Some(_) => None,
        None => Some(ExclusionReason::NoField),
    };
    match piece.place {
        ExcludedPlace::Value => why_value_left_out(question, asked, answer, piece.text),
        ExcludedPlace::Aside => Some(ExclusionReason::PutAside),
        ExcludedPlace::Detail(choice) => why_detail_left_out(question, asked, answer, choice),
        ExcludedPlace::RowValue(row) => why_row_left_out(question, asked, answer, row)
            .or_else(|| why_not_offered(question, asked, piece.text)),
        ExcludedPlace::RowComment(row) => why_row_left_out(question, asked, answer, row)
            .or_else(|| no_field(question.matrix()?.row_comment.as_ref())),
        ExcludedPlace::Comment => no_field(question.comment.as_ref()),
    }
}

fn why_value_left_out(
    question: &Question,
    asked: &Asked,
    answer: &Answer,
    value: &Text,
) -> Option<ExclusionReason> {
    if let EffectiveAnswer::Misread(_) = asked.standing(question, Some(answer)) {
        return Some(ExclusionReason::Misread);
    }
    match question.kind {
        QuestionKind::String { .. }
        | QuestionKind::Text { .. }
        | QuestionKind::Integer(_)
        | QuestionKind::Decimal { .. }
        | QuestionKind::Date { .. } => None,
        QuestionKind::SelectOne { .. }
        | QuestionKind::SelectMultiple { .. }
        | QuestionKind::Rank { .. } => why_not_offered(question, asked, value),
        QuestionKind::Matrix(_) => Some(ExclusionReason::NoField),
    }
}

fn why_detail_left_out(
    question: &Question,
    asked: &Asked,
    answer: &Answer,
    choice: &Value,
) -> Option<ExclusionReason> {
    let Some(known) = question.choice(choice) else {
        return Some(ExclusionReason::ValueUnknown);
    };
    if known.detail.is_none() {
        return Some(ExclusionReason::NoField);
    }
    if asked.standing(question, Some(answer)).values().contains(&choice) {
        None
    } else {
        Some(ExclusionReason::NotChosen)
    }
}

fn why_row_left_out(
    question: &Question,
    asked: &Asked,
    answer: &Answer,
    row: &Value,
) -> Option<ExclusionReason> {
    let Some(matrix) = question.matrix() else {
        return Some(ExclusionReason::NoField);
    };
    if matrix.row(row).is_none() {
        return Some(ExclusionReason::RowUnknown);
    }
    if !asked.rows(question).any(|(_, shown)| shown.value == *row) {
        return Some(ExclusionReason::RowHidden);
    }
    answer.row(row).filter(|said| said.no_comment).map(|_| ExclusionReason::NoComment)
}

fn why_not_offered(question: &Question, asked: &Asked, given: &Text) -> Option<ExclusionReason> {
    if asked.offered(question, given).is_some() {
        return None;
    }
    let value = Value::try_from(given.trimmed()).ok();
    if value.is_some_and(|value| question.label(&value).is_some()) {
        Some(ExclusionReason::ChoiceHidden)
    } else {
        Some(ExclusionReason::ValueUnknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{consultation::CommentRequired, testing::*};

    /// Each leftover as `question/row/field: what it holds (why)`.
    #[track_caller]
    fn keeps<const N: usize>(
        consultation: &Consultation,
        answers: [(&str, Answer); N],
        expected: &[&str],
    ) {
        let answers = said(answers);
        let route = Route::of(consultation, &answers);
        let lines: Vec<String> = leftovers(consultation, &route, &answers)
            .iter()
            .map(|left| {
                let row = left.row.as_ref().map(|row| format!("/{row}")).unwrap_or_default();
                let field = match &left.field {
                    FieldName::Value => String::new(),
                    FieldName::Comment => "/comment".to_owned(),
                    FieldName::Detail(choice) => format!("/{choice}"),
                };
                format!("{}{row}{field}: {} ({:?})", left.question, left.holds, left.why)
            })
            .collect();
        assert_eq!(lines, expected);
    }

    fn gated(question: Question) -> Consultation {
        set([line("gate"), question.when(answered("gate"))])
    }

    #[test]
    fn what_is_exported_is_not_listed() {
        let question = several("list", &["a", "b"])
            .with_detail("a", false)
            .with_comment(CommentRequired::Never);
        let answer = ticks(&["a"]).and_detail("a", "This one").and_comments("Because.");
        keeps(&set([question]), [("list", answer)], &[]);
    }

    #[test]
    fn an_answer_to_a_hidden_question_is_listed_field_by_field() {
        let question = several("list", &["a", "not-b"]).with_comment(CommentRequired::Never);
        let answer = ticks(&["a", "not-b"]).and_comments("Because\n\nof that.");
        keeps(
            &gated(question),
            [("list", answer)],
            &[
                "list: A, Not b (QuestionHidden)",
                "list/comment: Because\n\nof that. (QuestionHidden)",
            ],
        );
    }

    #[test]
    fn an_answer_to_a_question_that_is_gone_is_listed_last() {
        keeps(
            &set([one("list", &["a"])]),
            [("gone", gives("Something")), ("list", gives("z"))],
            &["list: z (ValueUnknown)", "gone: Something (QuestionUnknown)"],
        );
    }

    #[test]
    fn hidden_choices_and_rows_are_listed() {
        let hide = || Some(answered("gate"));
        let list = several("list", &["a", "b"]).with_choice("b", |one| one.condition = hide());
        let table = matrix("table", &["r", "s"], &["x", "y"])
            .with_row("s", |row| row.condition = hide())
            .with_matrix(|matrix| matrix.columns[1].condition = hide());
        let consultation = set([line("gate"), list, table]);
        keeps(
            &consultation,
            [("list", ticks(&["a", "b"])), ("table", rows(&[("r", "y"), ("s", "x"), ("t", "x")]))],
            &[
                "list: B (ChoiceHidden)",
                "table/r: Y (ChoiceHidden)",
                "table/s: X (RowHidden)",
                "table/t: X (RowUnknown)",
            ],
        );
    }

    #[test]
    fn what_stands_beside_no_comment_is_listed() {
        let table = matrix("table", &["r"], &["x", "y"]);
        keeps(
            &set([line("council"), table]),
            [
                ("council", gives("Borsetshire").and_no_comment()),
                ("table", rows(&[("r", "x")]).and_row_no_comment("r")),
            ],
            &["council: Borsetshire (NoComment)", "table/r: X (NoComment)"],
        );
    }

    #[test]
    fn details_and_ticks_put_aside_are_listed() {
        let list = several("list", &["a", "b"]).with_detail("a", true);
        let mut answer = ticks(&["b"]).and_detail("a", "This one");
        answer.aside = vec![Text::from("a")];
        keeps(
            &set([list]),
            [("list", answer)],
            &["list: A (PutAside)", "list/a: This one (NotChosen)"],
        );
    }

    #[test]
    fn what_a_revised_question_has_no_place_for_is_listed() {
        let answer = ticks(&["a"]).and_comments("Why not").and_row("r", "x", "");
        keeps(
            &set([one("list", &["a", "b"])]),
            [("list", answer)],
            &["list/r: x (NoField)", "list/comment: Why not (NoField)"],
        );
        keeps(
            &set([one("list", &["a", "b"])]),
            [("list", ticks(&["a", "b"]))],
            &["list: A, B (Misread)"],
        );
    }

    #[test]
    fn what_cannot_be_read_is_listed_as_typed() {
        keeps(&set([decimal("cost")]), [("cost", gives("1,5"))], &["cost: 1,5 (Misread)"]);
    }

    #[test]
    fn a_note_to_colleagues_is_not_listed() {
        let note = Answer { note: Text::from("Legal to check."), ..Answer::default() };
        keeps(&gated(line("council")), [("council", note)], &[]);
    }

    #[test]
    fn a_long_text_is_listed_whole() {
        let long = "word ".repeat(1000);
        let expected = format!("gone: {} (QuestionUnknown)", long.trim());
        keeps(&set([line("council")]), [("gone", gives(&long))], &[&expected]);
    }

    #[test]
    fn what_the_set_lost_goes_by_the_words_it_had() {
        let mut gone = gives("a");
        gone.earlier.text = Some("Which?".to_owned());
        gone.earlier.labels.insert(value("a"), "The first".to_owned());
        let mut table = rows(&[("r", "x")]);
        table.earlier.rows.insert(value("r"), "The row".to_owned());
        let consultation = set([matrix("table", &["s"], &["x", "y"])]);
        let answers = said([("gone", gone), ("table", table)]);
        let route = Route::of(&consultation, &answers);
        let left = leftovers(&consultation, &route, &answers);
        let words = left.iter().map(|left| (left.text.as_deref(), left.row_text.as_deref()));
        let expected = [(None, Some("The row")), (Some("Which?"), None)];
        assert_eq!(words.collect::<Vec<_>>(), expected);
        assert_eq!(left[1].holds, "The first");
    }
}
