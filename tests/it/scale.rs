//! A set far larger than anyone asks can be read and answered.

use greenpaper::{
    model::{
        answer::{Answer, Answers, Given, RowAnswer},
        consultation::{Question, QuestionKind},
        draft::{Draft, Edition},
        response::Unfinished,
        route::Route,
    },
    store::question_set,
};
use jiff::Zoned;

#[path = "../../benches/scale/generated.rs"]
mod generated;

/// An answer that meets every rule.
fn answer(question: &Question) -> Answer {
    let first = || question.choices().first().map(|choice| choice.value.as_str().into());
    let value = match &question.kind {
        QuestionKind::SelectOne { .. } => Given::One(first().unwrap()),
        QuestionKind::SelectMultiple { .. } => Given::Many(vec![first().unwrap()]),
        QuestionKind::Matrix(_) => Given::Blank,
        _ => Given::One("As written.".into()),
    };
    let rows = question.matrix().map_or(&[][..], |matrix| &matrix.rows).iter();
    let rows = rows.map(|row| {
        let given = RowAnswer { value: Some("high".into()), ..RowAnswer::default() };
        (row.value.clone(), given)
    });
    Answer { value, rows: rows.collect(), ..Answer::default() }
}

#[test]
fn a_set_larger_than_anyone_asks_can_be_answered() {
    let loaded = question_set::read("a set", generated::set(1).as_bytes()).unwrap();
    assert!(loaded.warnings.is_empty(), "{}", loaded.warnings);
    let set = loaded.consultation;
    assert_eq!(Route::of(&set, &Answers::default()).pages().len(), generated::QUESTIONS / 2);

    let mut draft = Draft::new(Edition::of(&set), &Zoned::default());
    draft.answers = set.questions().map(|(_, q)| (q.id.clone(), answer(q))).collect();
    assert_eq!(Route::of(&set, &draft.answers).pages().len(), generated::QUESTIONS);
    let Err(Unfinished { shortfalls, .. }) = draft.finish(&set) else { panic!("not signed off") };
    assert!(shortfalls.is_empty(), "{shortfalls:?}");
}
