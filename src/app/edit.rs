//! The changes that can be made to an answer, the same from every front end.

pub use crate::model::answer::TextField;
use crate::model::{
    answer::{Answer, Given, Stage},
    consultation::{Choice, Question, QuestionKind},
    id::Value,
    route::Route,
    text::Text,
};

/// A change to the answer of one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Chooses one, or takes the choice back where it stands already.
    Toggle(Value),
    /// Chooses one, whatever was chosen.
    Choose(Value),
    /// Puts exactly these values, in this order.
    Put(Vec<Value>),
    /// Moves a ranked entry to another place, from 0.
    Rank(Value, usize),
    /// Gives a row a column, or takes back what stands there: "no comment", else the column.
    Row(Value, Option<Value>),
    /// Gives the blank, shown rows of the same group this row's answer.
    FillDown(Value),
    /// Replaces a text.
    Text(TextField, Text),
    /// Says, or takes back, that there is no comment to make on the question.
    NoComment(bool),
    /// Says, or takes back, that there is no comment to make on a row.
    RowNoComment(Value, bool),
    /// Says how far colleagues have agreed.
    Stage(Stage),
    /// Takes back what stands as the answer: "no comment", else the value; comments stay.
    Clear,
    /// Says that the question has been read again, and that the answer stands.
    Stands,
}

/// What an edit is made in the light of.
#[derive(Clone, Copy)]
pub struct EditContext<'a> {
    /// The question.
    pub question: &'a Question,
    /// What is shown of it.
    pub route: &'a Route,
}

impl Edit {
    /// Makes the change.
    pub fn apply(&self, asked: EditContext<'_>, answer: &mut Answer) {
        match self {
            Self::Toggle(value) => toggle(asked, answer, value),
            Self::Choose(value) => choose(asked, answer, value),
            Self::Put(values) => put(asked, answer, values),
            Self::Rank(value, place) => rank(answer, value, *place),
            Self::Row(row, value) => {
                let row = answer.rows.entry(row.clone()).or_default();
                let was_no_comment = row.no_comment || answer.no_comment;
                (row.no_comment, answer.no_comment) = (false, false);
                if value.is_some() || !was_no_comment {
                    row.value = value.as_ref().map(Text::from);
                }
            }
            Self::FillDown(row) => fill_down(asked, answer, row),
            Self::Text(field, text) => field.put(answer, text),
            Self::NoComment(on) => answer.no_comment = *on,
            Self::RowNoComment(row, on) => {
                answer.rows.entry(row.clone()).or_default().no_comment = *on;
            }
            Self::Stage(stage) => answer.stage = *stage,
            Self::Clear if answer.no_comment => answer.no_comment = false,
            Self::Clear => {
                answer.value = Given::Blank;
                answer.aside.clear();
            }
            Self::Stands => asked.question.confirm(answer),
        }
        answer.tidy();
    }
}

fn choice_of<'a>(question: &'a Question, value: &Value) -> Option<&'a Choice> {
    question.choices().iter().find(|choice| choice.value == *value)
}

fn toggle(asked: EditContext<'_>, answer: &mut Answer, value: &Value) {
    if answer.no_comment || !answer.value.holds(value) {
        return choose(asked, answer, value);
    }
    let mut values = answer.value.values().to_vec();
    values.retain(|given| *given != *value);
    if choice_of(asked.question, value).is_some_and(|choice| choice.exclusive) {
        values.append(&mut answer.aside);
    }
    give(asked, answer, values);
}

fn choose(asked: EditContext<'_>, answer: &mut Answer, value: &Value) {
    answer.no_comment = false;
    let mut values = answer.value.values().to_vec();
    match &asked.question.kind {
        QuestionKind::SelectMultiple { .. } | QuestionKind::Rank { .. } => {
            if answer.value.holds(value) {
                return;
            }
            let exclusive = |given: &Text| {
                let choices = asked.question.choices();
                choices.iter().any(|choice| choice.exclusive && *given == choice.value)
            };
            if exclusive(&Text::from(value)) {
                answer.aside.append(&mut values);
            } else if values.iter().any(exclusive) {
                // What the exclusive choice has put aside comes back, as when it is un-ticked.
                values.retain(|given| !exclusive(given));
                values.append(&mut answer.aside);
                values.retain(|given| *given != *value);
            }
            values.push(Text::from(value));
            give(asked, answer, values);
        }
        QuestionKind::String { .. }
        | QuestionKind::Text { .. }
        | QuestionKind::Integer(_)
        | QuestionKind::Decimal { .. }
        | QuestionKind::Date { .. }
        | QuestionKind::SelectOne { .. }
        | QuestionKind::Matrix(_) => answer.value = Given::One(Text::from(value)),
    }
}

fn put(asked: EditContext<'_>, answer: &mut Answer, values: &[Value]) {
    if matches!(asked.question.kind, QuestionKind::Rank { .. }) {
        answer.value = Given::Blank;
    }
    for value in values {
        choose(asked, answer, value);
    }
    // Dropped last, so that an exclusive choice has put aside what stood before it.
    let mut given = answer.value.values().to_vec();
    given.retain(|given| values.iter().any(|value| *given == *value));
    give(asked, answer, given);
}

/// Puts values into an answer: ticks in the set's order, ranked entries in theirs.
fn give(asked: EditContext<'_>, answer: &mut Answer, mut values: Vec<Text>) {
    let place = |given: &Text| {
        let choices = asked.question.choices();
        choices.iter().position(|choice| *given == choice.value).unwrap_or(usize::MAX)
    };
    if matches!(asked.question.kind, QuestionKind::SelectMultiple { .. }) {
        values.sort_by_key(place);
    }
    answer.value = if values.is_empty() { Given::Blank } else { Given::Many(values) };
}

fn rank(answer: &mut Answer, value: &Value, place: usize) {
    let mut values = answer.value.values().to_vec();
    values.retain(|given| *given != *value);
    values.insert(place.min(values.len()), Text::from(value));
    answer.value = Given::Many(values);
    answer.no_comment = false;
}

fn fill_down(asked: EditContext<'_>, answer: &mut Answer, from: &Value) {
    let Some(matrix) = asked.question.matrix() else {
        return;
    };
    let Some(value) = answer.row(from).and_then(|row| row.value.clone()) else {
        return;
    };
    let group =
        matrix.rows.iter().find(|row| row.value == *from).and_then(|row| row.group.as_ref());
    for (_, row) in asked.route.rows(asked.question) {
        let blank =
            answer.row(&row.value).is_none_or(|given| given.value.is_none() && !given.no_comment);
        if row.group.as_ref() == group && blank {
            answer.rows.entry(row.value.clone()).or_default().value = Some(value.clone());
        }
    }
}
