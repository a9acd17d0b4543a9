//! The answers as they are entered into the website of a consultation, one field after another.

use super::{
    consultation::{Consultation, Question, QuestionKind},
    draft::Draft,
    id::QuestionId,
    limit::{Limit, Usage},
    reading::day_in_words,
    response::{AnswerState, Content, Labelled, QuestionRecord, RowRecord},
    route::Route,
    signed::digest_of,
    text::Text,
};

/// A field of a website, and what to enter into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalField {
    /// Names the field within its draft: `q7a`, `q7a/row`, `q7a/comment`.
    pub id: String,
    /// The question that it belongs to.
    pub question: QuestionId,
    /// The number and text of the question.
    pub title: String,
    /// Which part of the question it is: a row, a comment, the details of a choice.
    pub part: Option<String>,
    /// What to enter.
    pub text: String,
    /// How much of each limit that uses.
    pub usages: Vec<Usage>,
    /// Identifies the text: a field whose digest has changed has to be entered again.
    pub digest: String,
}

/// Whether a field has been copied into the website.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyState {
    /// Not yet.
    Open,
    /// It has.
    Copied,
    /// It has, and its text has changed since.
    Outdated,
}

impl Draft {
    /// Returns everything that is to be entered into a website, in the set's order. Blank answers
    /// have no field.
    pub fn portal_fields(&self, consultation: &Consultation, route: &Route) -> Vec<PortalField> {
        let record = self.record(consultation, route);
        let mut fields = Vec::new();
        for entry in record.entries().filter(|entry| entry.state != AnswerState::NotAsked) {
            if let Some(question) = consultation.question(&entry.id) {
                FieldCollector { consultation, question, fields: &mut fields }.question(entry);
            }
        }
        fields
    }

    /// Returns whether a field has been copied.
    pub fn copy_state(&self, field: &PortalField) -> CopyState {
        match self.copied.get(&field.id) {
            None => CopyState::Open,
            Some(digest) if *digest == field.digest => CopyState::Copied,
            Some(_) => CopyState::Outdated,
        }
    }
}

/// The fields so far, and the question that gives the next ones.
struct FieldCollector<'a> {
    consultation: &'a Consultation,
    question: &'a Question,
    fields: &'a mut Vec<PortalField>,
}

impl FieldCollector<'_> {
    fn question(&mut self, entry: &QuestionRecord) {
        let limit = match self.question.kind {
            QuestionKind::Text { limit } | QuestionKind::String { limit, .. } => limit,
            _ => Limit::default(),
        };
        match &entry.value {
            None => {}
            Some(Content::Text(text)) => self.add("", None, text, limit),
            Some(Content::Number { number, .. }) => {
                self.add("", None, &number.to_string(), Limit::default())
            }
            Some(Content::Day(day)) => self.add("", None, &day_in_words(*day), Limit::default()),
            Some(Content::One(one)) => self.choices(std::slice::from_ref(one), |_, label| label),
            Some(Content::Ticked(all)) => self.choices(all, |_, label| label),
            Some(Content::Ranked(all)) => {
                self.choices(all, |place, label| format!("{place}. {label}"))
            }
        }
        for row in &entry.rows {
            self.row(row);
        }
        if let (Some(text), Some(comment)) = (&entry.comment, &self.question.comment) {
            self.add("/comment", Some(comment.text.clone()), text, comment.limit);
        }
    }

    /// Adds the chosen labels, one to a line, and what was written beside each of them.
    fn choices(&mut self, chosen: &[Labelled], line: impl Fn(usize, String) -> String) {
        let lines = (1..).zip(chosen).map(|(place, one)| line(place, one.label.clone()));
        let lines: Vec<String> = lines.collect();
        self.add("", None, &lines.join("\n"), Limit::default());
        for one in chosen {
            let Some(text) = &one.detail else { continue };
            let choice = self.question.choices().iter().find(|choice| choice.value == one.value);
            let limit = choice.and_then(|choice| choice.detail.as_ref()).map(|detail| detail.limit);
            let part = Some(one.label.clone());
            self.add(&format!("/{}", one.value), part, text, limit.unwrap_or_default());
        }
    }

    fn row(&mut self, row: &RowRecord) {
        if let Some(chosen) = &row.value {
            let id = format!("/{}", row.row);
            self.add(&id, Some(row.label.clone()), &chosen.label, Limit::default());
        }
        if let Some(text) = &row.comment {
            let comment = self.question.matrix().and_then(|matrix| matrix.row_comment.as_ref());
            let limit = comment.map(|comment| comment.limit).unwrap_or_default();
            let part = comment.map_or("Comment", |comment| comment.text.as_str());
            let part = Some(format!("{}: {part}", row.label));
            self.add(&format!("/{}/comment", row.row), part, text, limit);
        }
    }

    fn add(&mut self, suffix: &str, part: Option<String>, text: &str, limit: Limit) {
        let question = &self.question.id;
        let title = match self.consultation.number_of(question) {
            Some(number) => format!("{number}. {}", self.question.wording.text),
            None => self.question.wording.text.clone(),
        };
        self.fields.push(PortalField {
            id: format!("{question}{suffix}"),
            question: question.clone(),
            title,
            part,
            usages: limit.usages(Text::from(text).tally()).collect(),
            digest: digest_of(text),
            text: text.to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::*;

    #[test]
    fn each_answer_row_and_comment_is_a_field_and_a_blank_one_is_none() {
        let set = set([line("a"), one("b", &["x", "y"]), matrix("m", &["r", "s"], &["x", "y"])]);
        let answers = said([("a", gives(" Yes. ")), ("m", rows(&[("s", "y")]))]);
        let draft = draft(&set, answers);
        let route = Route::of(&set, &draft.answers);
        let fields = draft.portal_fields(&set, &route);
        let ids: Vec<_> = fields.iter().map(|one| (one.id.as_str(), one.text.as_str())).collect();
        assert_eq!(ids, [("a", "Yes."), ("m/s", "Y")]);
    }

    #[test]
    fn a_field_whose_text_has_changed_is_to_be_copied_again() {
        let set = set([line("a")]);
        let mut draft = draft(&set, said([("a", gives("Yes."))]));
        let route = Route::of(&set, &draft.answers);
        let field = |draft: &Draft| draft.portal_fields(&set, &route).remove(0);
        let before = field(&draft);
        assert_eq!(draft.copy_state(&before), CopyState::Open);
        draft.copied.insert(before.id.clone(), before.digest.clone());
        assert_eq!(draft.copy_state(&before), CopyState::Copied);
        draft.answers.set(&id("a"), gives("No."));
        assert_eq!(draft.copy_state(&field(&draft)), CopyState::Outdated);
    }
}
