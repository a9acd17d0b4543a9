//! Small consultations and answers for the tests of the model, in few words.

use jiff::{Zoned, civil::date as day, tz::TimeZone};

use super::{
    answer::{Answer, Answers, Given, RowAnswer},
    condition::{Condition, Operator, Test},
    consultation::{
        Choice, Column, CommentBox, CommentRequired, Consultation, DetailBox, Group, Item,
        LocationIndex, Matrix, NumberRange, Part, Question, QuestionKind, Row, Section, Wording,
    },
    draft::{Draft, Edition, SignOff},
    id::{ConsultationId, QuestionId, SectionId, Value},
    limit::Limit,
    sign_off_wording::SignOffWording,
    text::Text,
};

pub(crate) fn id(id: &str) -> QuestionId {
    id.try_into().unwrap()
}

pub(crate) fn value(value: &str) -> Value {
    value.try_into().unwrap()
}

pub(crate) fn values(all: &[&str]) -> Vec<Value> {
    all.iter().copied().map(value).collect()
}

/// "not-sure" is labelled "Not sure".
fn label(value: &str) -> String {
    let words = value.replace('-', " ");
    let (first, rest) = words.split_at(1);
    first.to_uppercase() + rest
}

// What is asked.

/// A consultation of one section.
pub(crate) fn set(questions: impl IntoIterator<Item = Question>) -> Consultation {
    set_of([section("only", questions.into_iter().map(Item::Question))])
}

pub(crate) fn set_of(sections: impl IntoIterator<Item = Section>) -> Consultation {
    let sections: Vec<Section> = sections.into_iter().collect();
    Consultation {
        id: ConsultationId::try_from("tiny").unwrap(),
        version: "1.0".to_owned(),
        digest: "sha256:0".to_owned(),
        title: "A tiny consultation".to_owned(),
        publisher: "Department for Examples".to_owned(),
        opens: None,
        closes: None,
        time_zone: TimeZone::UTC,
        language: "en-GB".to_owned(),
        respond_via: Vec::new(),
        sources: Vec::new(),
        introduction: None,
        part_of: None,
        sign_off: SignOffWording::default(),
        follows: None,
        changes: Vec::new(),
        contradictions: Vec::new(),
        index: LocationIndex::of(&sections),
        sections,
    }
}

pub(crate) fn section(id: &str, items: impl IntoIterator<Item = Item>) -> Section {
    Section {
        about_respondent: false,
        id: SectionId::try_from(id).unwrap(),
        title: label(id),
        introduction: None,
        condition: None,
        items: items.into_iter().collect(),
    }
}

pub(crate) fn group(name: &str, parts: Vec<Part>) -> Group {
    Group { id: id(name), wording: wording(name), condition: None, is_key: false, parts }
}

fn wording(id: &str) -> Wording {
    Wording {
        number: None,
        text: format!("What about {id}?"),
        hint: None,
        guidance: None,
        references: Vec::new(),
        provenance: None,
    }
}

pub(crate) fn question(name: &str, kind: QuestionKind) -> Question {
    Question {
        id: id(name),
        wording: wording(name),
        condition: None,
        is_key: false,
        required: false,
        required_message: None,
        purpose: None,
        allow_no_comment: true,
        kind,
        comment: None,
    }
}

pub(crate) fn line(id: &str) -> Question {
    question(id, QuestionKind::String { format: None, limit: Limit::default() })
}

pub(crate) fn text(id: &str, limit: Limit) -> Question {
    question(id, QuestionKind::Text { limit })
}

pub(crate) fn integer(id: &str) -> Question {
    question(id, QuestionKind::Integer(NumberRange::default()))
}

pub(crate) fn decimal(id: &str) -> Question {
    question(id, QuestionKind::Decimal { range: NumberRange::default(), decimals: None })
}

pub(crate) fn date(id: &str) -> Question {
    question(id, QuestionKind::Date { min: None, max: None })
}

pub(crate) fn one(id: &str, values: &[&str]) -> Question {
    question(id, QuestionKind::SelectOne { choices: choices(values) })
}

pub(crate) fn several(id: &str, values: &[&str]) -> Question {
    let choices = choices(values);
    question(id, QuestionKind::SelectMultiple { choices, min_selected: None, max_selected: None })
}

pub(crate) fn rank(id: &str, values: &[&str]) -> Question {
    let choices = choices(values);
    question(id, QuestionKind::Rank { choices, min_ranked: None, max_ranked: None })
}

pub(crate) fn matrix(id: &str, rows: &[&str], columns: &[&str]) -> Question {
    let rows = rows.iter().map(|name| Row {
        value: value(name),
        label: label(name),
        number: None,
        group: None,
        note: None,
        hint: None,
        references: Vec::new(),
        required: None,
        condition: None,
    });
    let columns = columns.iter().map(|name| Column {
        value: value(name),
        label: label(name),
        number: None,
        hint: None,
        condition: None,
        off_scale: *name == "dont-know",
    });
    let matrix = Matrix { rows: rows.collect(), columns: columns.collect(), row_comment: None };
    question(id, QuestionKind::Matrix(matrix))
}

/// The choice `dont-know` is off the scale.
fn choices(values: &[&str]) -> Vec<Choice> {
    let choice = |name: &&str| Choice {
        value: value(name),
        label: label(name),
        number: None,
        hint: None,
        condition: None,
        off_scale: *name == "dont-know",
        exclusive: false,
        detail: None,
    };
    values.iter().map(choice).collect()
}

pub(crate) fn comment_box(required: CommentRequired) -> CommentBox {
    CommentBox {
        text: "Why?".to_owned(),
        hint: None,
        required,
        required_message: None,
        limit: Limit::default(),
    }
}

impl Question {
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    pub(crate) fn required(self) -> Self {
        self.with(|question| question.required = true)
    }

    pub(crate) fn when(self, condition: Condition) -> Self {
        self.with(|question| question.condition = Some(condition))
    }

    pub(crate) fn with_comment(self, required: CommentRequired) -> Self {
        self.with(|question| question.comment = Some(comment_box(required)))
    }

    pub(crate) fn with_choice(self, value: &str, change: impl FnOnce(&mut Choice)) -> Self {
        self.with(|question| {
            let (QuestionKind::SelectOne { choices }
            | QuestionKind::SelectMultiple { choices, .. }
            | QuestionKind::Rank { choices, .. }) = &mut question.kind
            else {
                panic!("`{}` has no choices", question.id)
            };
            change(choices.iter_mut().find(|choice| choice.value == *value).unwrap());
        })
    }

    pub(crate) fn with_detail(self, value: &str, required: bool) -> Self {
        let text = "Which?".to_owned();
        let detail = DetailBox { text, required, limit: Limit::default() };
        self.with_choice(value, |choice| choice.detail = Some(detail))
    }

    pub(crate) fn with_matrix(self, change: impl FnOnce(&mut Matrix)) -> Self {
        self.with(|question| {
            let QuestionKind::Matrix(matrix) = &mut question.kind else {
                panic!("`{}` is no matrix", question.id)
            };
            change(matrix);
        })
    }

    pub(crate) fn with_row(self, value: &str, change: impl FnOnce(&mut Row)) -> Self {
        self.with_matrix(|matrix| {
            change(matrix.rows.iter_mut().find(|row| row.value == *value).unwrap());
        })
    }
}

// When it is asked.

pub(crate) fn test(question: &str, operator: Operator) -> Condition {
    Condition::Test(Test { question: id(question), row: None, operator })
}

pub(crate) fn equals(question: &str, any_of: &[&str]) -> Condition {
    test(question, Operator::Equals(values(any_of)))
}

pub(crate) fn not_equals(question: &str, none_of: &[&str]) -> Condition {
    test(question, Operator::NotEquals(values(none_of)))
}

pub(crate) fn includes(question: &str, any_of: &[&str]) -> Condition {
    test(question, Operator::Includes(values(any_of)))
}

pub(crate) fn answered(question: &str) -> Condition {
    test(question, Operator::Answered(true))
}

pub(crate) fn unanswered(question: &str) -> Condition {
    test(question, Operator::Answered(false))
}

pub(crate) fn in_row(row: &str, condition: Condition) -> Condition {
    let Condition::Test(test) = condition else { panic!("only a test looks at a row") };
    Condition::Test(Test { row: Some(value(row)), ..test })
}

pub(crate) fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

pub(crate) fn all_of(conditions: impl IntoIterator<Item = Condition>) -> Condition {
    Condition::All(conditions.into_iter().collect())
}

pub(crate) fn any_of(conditions: impl IntoIterator<Item = Condition>) -> Condition {
    Condition::Any(conditions.into_iter().collect())
}

// What is said.

pub(crate) fn said<const N: usize>(answers: [(&str, Answer); N]) -> Answers {
    answers.into_iter().map(|(question, answer)| (id(question), answer)).collect()
}

pub(crate) fn gives(value: &str) -> Answer {
    Answer { value: Given::One(Text::from(value)), ..Answer::default() }
}

/// Ticks, or puts in this order.
pub(crate) fn ticks(values: &[&str]) -> Answer {
    let values = values.iter().copied().map(Text::from).collect();
    Answer { value: Given::Many(values), ..Answer::default() }
}

/// Fills in rows, each with a column.
pub(crate) fn rows(rows: &[(&str, &str)]) -> Answer {
    rows.iter().fold(Answer::default(), |answer, (row, column)| answer.and_row(row, column, ""))
}

pub(crate) fn comments(comment: &str) -> Answer {
    Answer::default().and_comments(comment)
}

pub(crate) fn no_comment() -> Answer {
    Answer { no_comment: true, ..Answer::default() }
}

impl Answer {
    pub(crate) fn and_comments(self, comment: &str) -> Self {
        Self { comment: Text::from(comment), ..self }
    }

    pub(crate) fn and_no_comment(self) -> Self {
        Self { no_comment: true, ..self }
    }

    pub(crate) fn and_detail(mut self, choice: &str, detail: &str) -> Self {
        self.details.insert(value(choice), Text::from(detail));
        self
    }

    pub(crate) fn and_row(mut self, row: &str, column: &str, comment: &str) -> Self {
        let chosen = (!column.is_empty()).then(|| Text::from(column));
        let comment = Text::from(comment);
        self.rows.insert(value(row), RowAnswer { value: chosen, comment, no_comment: false });
        self
    }

    pub(crate) fn and_row_no_comment(mut self, row: &str) -> Self {
        self.rows.entry(value(row)).or_default().no_comment = true;
        self
    }
}

/// Ten in the morning of a day in May 2014.
pub(crate) fn may(of_may: i8) -> Zoned {
    day(2014, 5, of_may).at(10, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap()
}

pub(crate) fn draft(consultation: &Consultation, answers: Answers) -> Draft {
    Draft { answers, ..Draft::new(Edition::of(consultation), &may(1)) }
}

pub(crate) fn director() -> SignOff {
    SignOff {
        name: "A. Director".to_owned(),
        role: "Director of Children's Services".to_owned(),
        authority: "Cabinet minute 42/14".to_owned(),
        date: day(2014, 5, 28),
    }
}
