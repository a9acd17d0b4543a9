//! Keys that mean "go on" never change an answer: the rule of the keys, in `src/app/keymap.rs`.

use std::{
    collections::{BTreeSet, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
    sync::Arc,
};

use greenpaper::{
    app::{Mode, event::Event, library::DestinationPlace, screen::Screen},
    model::{
        answer::{Answer, Answers, Given, RowAnswer},
        consultation::{Consultation, Question, QuestionKind},
        draft::{Draft, Edition, Position},
        id::QuestionId,
        text::Text,
    },
    store::{question_set, shipped::SHIPPED},
};
use proptest::{collection, prelude::*, sample::select};

use crate::{
    officer::Officer,
    plain::{equality, listener::Listener},
};

/// The keys that go on, and two sizes that the window is given.
const KEYS: [&str; 18] = [
    "enter",
    "enter",
    "enter",
    "tab",
    "shift+tab",
    "up",
    "down",
    "left",
    "right",
    "pageup",
    "pagedown",
    "home",
    "end",
    "ctrl+n",
    "ctrl+p",
    "esc",
    "resize narrow",
    "resize wide",
];

pub(crate) fn read(yaml: &str) -> Arc<Consultation> {
    Arc::new(question_set::read("set.yaml", yaml.as_bytes()).unwrap().consultation)
}

/// A number below another, from a seed and what it is for.
pub(crate) fn roll(seed: u64, of: impl Hash, below: usize) -> usize {
    let mut hasher = DefaultHasher::new();
    (seed, of).hash(&mut hasher);
    usize::try_from(hasher.finish() % u64::try_from(below.max(1)).unwrap()).unwrap()
}

/// An answer of any kind: whole, in part, put aside, or none.
fn answer(question: &Question, seed: u64) -> Answer {
    let id = question.id.as_str();
    let is = |what: &str| roll(seed, (id, what), 3) == 0;
    let text =
        |what: &str| if is(what) { Text::from("5 June 2014\nand more") } else { Text::default() };
    let choices: Vec<Text> =
        question.choices().iter().map(|choice| Text::from(choice.value.as_str())).collect();
    let drawn = |what: &str| -> Vec<Text> {
        choices.iter().filter(|one| is(&format!("{what} {one}"))).cloned().collect()
    };
    let mut answer = Answer { comment: text("comment"), note: text("note"), ..Answer::default() };
    answer.no_comment = question.allow_no_comment && is("no comment");
    answer.value = match &question.kind {
        QuestionKind::SelectOne { .. } => drawn("value").pop().map_or(Given::Blank, Given::One),
        QuestionKind::SelectMultiple { .. } | QuestionKind::Rank { .. } => {
            Given::Many(drawn("value"))
        }
        QuestionKind::Date { .. } if is("value") => Given::One(Text::from("5 June 2014")),
        QuestionKind::Integer(_) if is("value") => Given::One(Text::from("1,000 homes")),
        QuestionKind::Text { .. } if is("value") => Given::One(Text::from("One\n\nTwo\n")),
        QuestionKind::String { .. } if is("value") => Given::One(Text::from(" padded ")),
        _ => Given::Blank,
    };
    if matches!(&answer.value, Given::Many(values) if values.is_empty()) {
        answer.value = Given::Blank;
    }
    if matches!(question.kind, QuestionKind::SelectMultiple { .. }) {
        let is_chosen = |one: &Text| answer.value.values().contains(one);
        answer.aside = drawn("aside").into_iter().filter(|one| !is_chosen(one)).collect();
    }
    for row in question.matrix().map_or(&[][..], |matrix| &matrix.rows) {
        let columns = &question.matrix().unwrap().columns;
        let said = RowAnswer {
            value: is(&format!("value {}", row.value)).then(|| {
                Text::from(columns[roll(seed, row.value.as_str(), columns.len())].value.as_str())
            }),
            comment: text(&format!("comment {}", row.value)),
            no_comment: is(&format!("no comment {}", row.value)),
        };
        if said != RowAnswer::default() {
            answer.rows.insert(row.value.clone(), said);
        }
    }
    answer
}

/// An officer with a draft that says all sorts of things.
pub(crate) fn officer(consultation: &Arc<Consultation>, seed: u64) -> Officer {
    let now = "2014-05-02T10:00:00+01:00[Europe/London]".parse().unwrap();
    let mut draft = Draft::new(Edition::of(consultation), &now);
    let questions = consultation.questions();
    draft.answers =
        questions.map(|(_, question)| (question.id.clone(), answer(question, seed))).collect();
    Officer::resuming(Arc::clone(consultation), draft, now)
}

fn answers(officer: &Officer) -> Answers {
    let open = officer.app.session().map(|session| &session.draft);
    open.unwrap_or(&officer.saved).answers.clone()
}

/// Goes to a question, presses keys, and looks whether an answer has changed.
#[track_caller]
fn check_keys(consultation: &Arc<Consultation>, seed: u64, keys: &[&str]) {
    let mut officer = officer(consultation, seed);
    let before = answers(&officer);
    let questions: Vec<QuestionId> =
        consultation.questions().map(|(_, question)| question.id.clone()).collect();
    if !questions.is_empty() {
        let at = &questions[roll(seed, "where", questions.len())];
        officer.happens(Event::GoTo(DestinationPlace::Question(Position::of(at))));
    }
    for (number, key) in keys.iter().enumerate() {
        match *key {
            "resize narrow" => officer = officer.at(40, 12),
            "resize wide" => officer = officer.at(120, 40),
            key => officer.press(key),
        }
        assert!(
            answers(&officer) == before,
            "{key}, the {number}th of {keys:?}, changed an answer:\n{}",
            officer.screen()
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..Default::default() })]

    #[test]
    fn keys_that_go_on_leave_every_answer_of_any_set(
        sections in collection::vec(
            collection::vec((select((0..11).collect::<Vec<usize>>()), any::<[bool; 4]>()), 1..5),
            1..4,
        ),
        seed in any::<u64>(),
        keys in collection::vec(select(&KEYS[..]), 1..60),
    ) {
        check_keys(&read(&equality::set(&sections)), seed, &keys);
    }

    #[test]
    fn keys_that_go_on_leave_every_answer_of_the_sets_that_ship(
        shipped in 0..SHIPPED.len(),
        seed in any::<u64>(),
        keys in collection::vec(select(&KEYS[..]), 1..60),
    ) {
        check_keys(&read(SHIPPED[shipped].text), seed, &keys);
    }

    #[test]
    fn lines_that_go_on_leave_every_answer(
        sections in collection::vec(
            collection::vec((select((0..11).collect::<Vec<usize>>()), any::<[bool; 4]>()), 1..5),
            1..4,
        ),
        seed in any::<u64>(),
        lines in collection::vec(select(&["", "", "", "next", "back", "repeat", "contents"][..]), 1..60),
    ) {
        let consultation = read(&equality::set(&sections));
        let mut listener = Listener::of(officer(&consultation, seed));
        let before = answers(&listener.officer);
        for line in lines {
            listener.types(line);
            prop_assert!(answers(&listener.officer) == before, "{line:?}: {}", listener.heard());
        }
    }
}

/// Presses only `Enter` until the review is there; the pages that were seen on the way.
fn walks_to_the_review(mut officer: Officer) -> (Officer, BTreeSet<QuestionId>) {
    let mut seen = BTreeSet::new();
    for _ in 0..2_000 {
        match &officer.app.mode {
            Mode::Draft(_, Screen::Page(page)) => drop(seen.insert(page.id.clone())),
            Mode::Draft(_, Screen::Review(_)) => return (officer, seen),
            _ => {}
        }
        officer.press("enter");
    }
    panic!("Enter does not lead to the review:\n{}", officer.screen());
}

#[test]
fn enter_alone_leads_through_the_whole_set_and_answers_nothing() {
    for (width, height) in [(40, 12), (80, 24), (120, 40)] {
        for shipped in SHIPPED {
            let (officer, seen) =
                walks_to_the_review(Officer::before(shipped.text).at(width, height));
            let session = officer.app.session().unwrap();
            assert_eq!(seen.len(), session.route.pages().len(), "at {width}×{height}");
            assert_eq!(answers(&officer), Answers::default());
            assert_eq!(session.progress().completed(), 0);
        }
    }
}

#[test]
fn empty_lines_alone_lead_through_the_whole_set_and_answer_nothing() {
    for shipped in SHIPPED {
        let mut listener = Listener::before(shipped.text);
        let mut lines = 0;
        while !matches!(listener.officer.app.mode, Mode::Draft(_, Screen::Review(_))) {
            listener.types("");
            lines += 1;
            assert!(lines < 2_000, "{}", listener.heard());
        }
        assert_eq!(answers(&listener.officer), Answers::default());
    }
}
