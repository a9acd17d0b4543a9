//! The same answers through the screens and through the plain mode give the same draft, to the
//! byte, and the same response.
//!
//! Sets are generated, and the shipped ones taken as they are. What somebody answers is worked out
//! from a seed and the place that is asked, so that both officers, who meet the places each in their
//! own way, give the same answers. Their clocks stand still, and both end at the same place: the
//! drafts then have no reason to differ, position and times included.

use std::{
    collections::{HashSet, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

use greenpaper::{
    app::{
        Mode,
        edit::TextField,
        event::{Event, FieldTarget, MouseTarget, Press},
        field::text::Lines,
        library::DestinationPlace,
        screen::{
            Screen,
            page::{Control, Page},
            sign_off::CONFIRM,
        },
        session::Session,
    },
    model::{
        answer::FieldName,
        consultation::{Question, QuestionKind},
        draft::Position,
        id::{QuestionId, Value},
    },
    store::{document::response::Order, draft},
};
use jiff::SignedDuration;
use proptest::{collection, prelude::*, sample::select};
use serde_json::{Value as Json, json};

use super::listener::Listener;
use crate::officer::Officer;

/// Texts that are typed, some of which look like commands, numbers or dates.
const TEXTS: [&str; 14] = [
    "Yes, in part.",
    "next",
    "no comment",
    "=5",
    "1 2",
    "5 June 2014",
    "31/12/1999",
    "12.50",
    "1,000",
    "-3",
    "name@example.org",
    " padded ",
    "Größe – 文",
    "?",
];

/// Long texts, with lines that look like what ends a text or like a command.
const LONG: [&str; 6] = [
    "One line",
    "help",
    "First.\nSecond.",
    "First.\n\n.\nundo\n=.\n==.\nLast",
    "  leading\ntrailing  ",
    "=\n..\n",
];

/// What somebody answers, wherever they are asked.
#[derive(Debug, Clone, Copy)]
struct Respondent {
    seed: u64,
}

/// What is answered at a place.
#[derive(Debug, Clone)]
enum Reply {
    Nothing,
    NoComment,
    /// The choices, or the column, at these places among those shown, in this order.
    Chosen(Vec<usize>),
    Typed(&'static str),
}

impl Respondent {
    fn roll(self, place: impl Hash, sides: usize) -> usize {
        let mut hasher = DefaultHasher::new();
        (self.seed, place).hash(&mut hasher);
        usize::try_from(hasher.finish() % u64::try_from(sides).unwrap()).unwrap()
    }

    fn replies(self, session: &Session, question: &Question, position: &Position) -> Reply {
        let name = (question.id.as_str(), position.row.as_ref().map(Value::as_str));
        let place = (name, format!("{:?}", position.field));
        match (self.roll(&place, 8), question.allow_no_comment, &position.field) {
            (0, ..) => return Reply::Nothing,
            (1, true, FieldName::Value) => return Reply::NoComment,
            _ => {}
        }
        let chosen = |most: usize, shown: usize| {
            let mut left: Vec<usize> = (0..shown).collect();
            let number = 1 + self.roll((&place, "number"), most.min(shown));
            let drawn = |n| left.remove(self.roll((&place, n), left.len()));
            Reply::Chosen((0..number).map(drawn).collect())
        };
        match (&question.kind, &position.field) {
            (QuestionKind::Matrix(_), FieldName::Value) => {
                chosen(1, session.route.columns(question).count())
            }
            (QuestionKind::SelectOne { .. }, FieldName::Value) => {
                chosen(1, session.route.choices(question).count())
            }
            (QuestionKind::SelectMultiple { .. } | QuestionKind::Rank { .. }, FieldName::Value) => {
                chosen(9, session.route.choices(question).count())
            }
            (QuestionKind::Text { .. }, FieldName::Value) | (_, FieldName::Comment) => {
                Reply::Typed(LONG[self.roll((&place, "text"), LONG.len())])
            }
            _ => Reply::Typed(TEXTS[self.roll((&place, "text"), TEXTS.len())]),
        }
    }
}

/// Where the focus is on a page, without the cursor in a text.
fn focus(officer: &Officer) -> Option<(&Session, &Page, Position)> {
    let Mode::Draft(session, Screen::Page(page)) = &officer.app.mode else {
        return None;
    };
    Some((session, page, Position { cursor: None, ..page.position(session) }))
}

fn is_review(officer: &Officer) -> bool {
    matches!(officer.app.mode, Mode::Draft(_, Screen::Review(_)))
}

/// Answers with keys, page by page, from the first to the review.
fn answer_with_keys(officer: &mut Officer, respondent: Respondent) {
    let mut steps = 0;
    while !is_review(officer) {
        steps += 1;
        assert!(steps < 500, "goes round in circles:\n{}", officer.screen());
        match &officer.app.mode {
            Mode::Draft(_, Screen::Page(_)) => answer_page(officer, respondent),
            Mode::Draft(_, Screen::SectionEnd(end)) => {
                let answer = 1 + respondent.roll(("end", end.section), 2);
                officer.press(&answer.to_string());
            }
            _ => officer.press("enter"),
        }
    }
}

fn answer_page(officer: &mut Officer, respondent: Respondent) {
    let mut silent: Option<QuestionId> = None;
    let mut answered: Option<QuestionId> = None;
    while let Some((session, page, position)) = focus(officer) {
        let field = page.focused().unwrap();
        let question = session.question(&field.question);
        match (&field.control, question) {
            (Control::Continue, _) => break,
            (Control::Guidance | Control::NoComment, _) | (_, None) => {}
            (_, Some(question)) if silent.as_ref() == Some(&question.id) => {}
            (Control::Text(TextField::Field { row: Some(_), .. }, _), _) => {}
            // `Tab` goes through it row by row.
            (Control::Matrix { .. }, Some(question)) if answered.as_ref() == Some(&question.id) => {
            }
            (Control::Matrix { .. }, Some(question)) => {
                let id = question.id.clone();
                answer_rows(officer, respondent, &id);
                answered = Some(id);
            }
            (_, Some(question)) => {
                let reply = respondent.replies(session, question, &position);
                if matches!(reply, Reply::NoComment) {
                    silent = Some(question.id.clone());
                }
                let id = question.id.clone();
                give(officer, &id, &reply);
            }
        }
        officer.press("tab");
    }
    let id = focus(officer).map(|(_, page, _)| page.id.clone());
    officer.press("enter");
    // What is wrong was pointed out; it is left as it is.
    if focus(officer).map(|(_, page, _)| page.id.clone()) == id {
        while focus(officer).is_some_and(|(_, page, _)| {
            !matches!(page.focused().unwrap().control, Control::Continue)
        }) {
            officer.press("tab");
        }
        officer.press("enter");
    }
}

/// Gives an answer where the focus is.
fn give(officer: &mut Officer, id: &QuestionId, reply: &Reply) {
    match reply {
        Reply::Nothing => {}
        Reply::NoComment => officer.press("ctrl+k"),
        Reply::Typed(text) => {
            // Until something is typed, `Enter` goes on.
            let before = if text.starts_with('\n') { "alt+enter" } else { "" };
            officer.press(before);
            officer.type_in(text.strip_prefix('\n').unwrap_or(text));
        }
        Reply::Chosen(places) => {
            let session = officer.app.session().unwrap();
            let question = session.question(id).unwrap();
            let shown: Vec<Value> =
                session.route.choices(question).map(|(_, one)| one.value.clone()).collect();
            let is_rank = matches!(question.kind, QuestionKind::Rank { .. });
            for place in places {
                // The entries of a ranking change places as they are ranked.
                let now = if is_rank {
                    let session = officer.app.session().unwrap();
                    let entries = session.rank_entries(session.question(id).unwrap());
                    entries.iter().position(|entry| *entry == shown[*place]).unwrap()
                } else {
                    *place
                };
                match now {
                    0..9 => officer.press(&(now + 1).to_string()),
                    // No digit is left for these.
                    _ => {
                        let field = focus(officer).unwrap().1.focus;
                        let target = MouseTarget::Field(field, FieldTarget::Choice(now));
                        officer.happens(Event::Mouse(target, Press::Down));
                    }
                }
            }
        }
    }
}

/// Answers a matrix row by row, each with its comment.
fn answer_rows(officer: &mut Officer, respondent: Respondent, id: &QuestionId) {
    let (session, page, _) = focus(officer).unwrap();
    let field = page.focus;
    let question = session.question(id).unwrap();
    let rows: Vec<Value> = session.route.rows(question).map(|(_, row)| row.value.clone()).collect();
    for (place, row) in rows.iter().enumerate() {
        let spot = FieldTarget::Cell { row: place, column: None };
        officer.happens(Event::Mouse(MouseTarget::Field(field, spot), Press::Down));
        let replies = |officer: &Officer, field: FieldName| {
            let session = officer.app.session().unwrap();
            let row = Some(row.clone());
            let position = Position { row, field, ..Position::of(id) };
            respondent.replies(session, session.question(id).unwrap(), &position)
        };
        match replies(officer, FieldName::Value) {
            Reply::Chosen(columns) => officer.press(&(columns[0] + 1).to_string()),
            Reply::NoComment => {
                officer.press("ctrl+k");
                continue;
            }
            Reply::Nothing | Reply::Typed(_) => continue,
        }
        // The plain mode asks for a reason only where one is needed.
        let session = officer.app.session().unwrap();
        let is_asked = session.wants_reason(id, row);
        if let (true, Reply::Typed(text)) = (is_asked, replies(officer, FieldName::Comment)) {
            let spot = FieldTarget::Cell { row: place, column: None };
            officer.happens(Event::Mouse(MouseTarget::Field(field, spot), Press::Down));
            officer.press("tab");
            officer.type_in(text);
            officer.press("shift+tab");
        }
    }
    // A digit in the last row went on from the matrix.
    let spot = FieldTarget::Cell { row: 0, column: None };
    officer.happens(Event::Mouse(MouseTarget::Field(field, spot), Press::Down));
}

/// Answers with lines, as they are asked for, up to the review.
fn answer_with_lines(listener: &mut Listener, respondent: Respondent) {
    let mut asked: HashSet<String> = HashSet::new();
    let mut steps = 0;
    while !is_review(&listener.officer) {
        steps += 1;
        assert!(steps < 2_000, "goes round in circles: {}", listener.heard());
        for line in lines(&listener.officer, respondent, &mut asked) {
            listener.types(&line);
        }
    }
}

/// What is typed where the listener is.
fn lines(officer: &Officer, respondent: Respondent, asked: &mut HashSet<String>) -> Vec<String> {
    let nothing = vec![String::new()];
    let Some((session, page, position)) = focus(officer) else {
        return match &officer.app.mode {
            Mode::Draft(_, Screen::SectionEnd(end)) => {
                vec![(1 + respondent.roll(("end", end.section), 2)).to_string()]
            }
            _ => nothing,
        };
    };
    let Some(question) = session.question(&position.question) else {
        return nothing;
    };
    if let Some(line) = row_line(session, respondent, question, &position)
        && !asked.contains(&format!("{position:?}"))
    {
        asked.insert(format!("{position:?}"));
        return vec![line];
    }
    // What is wrong is pointed out; it is left as it is.
    if !asked.insert(format!("{position:?}")) {
        return nothing;
    }
    let is_long = match &page.focused().unwrap().control {
        Control::Text(_, editor) => editor.lines() == Lines::Many,
        _ => false,
    };
    let is_row = position.row.is_some() && position.field == FieldName::Value;
    match respondent.replies(session, question, &position) {
        Reply::Nothing if is_row => vec!["-".to_owned()],
        Reply::Nothing => nothing,
        Reply::NoComment => vec!["no comment".to_owned()],
        Reply::Chosen(places) => {
            let numbers: Vec<String> = places.iter().map(|place| (place + 1).to_string()).collect();
            vec![numbers.join(" ")]
        }
        Reply::Typed(text) if is_long => {
            let mut typed: Vec<String> = text.split('\n').map(escaped).collect();
            typed[0] = format!("={}", text.split('\n').next().unwrap());
            typed.push(".".to_owned());
            typed
        }
        Reply::Typed(text) => vec![format!("={text}")],
    }
}

/// The answers to the rows of a group in one line, where every other respondent gives them so.
fn row_line(
    session: &Session,
    respondent: Respondent,
    question: &Question,
    position: &Position,
) -> Option<String> {
    let here = position.row.as_ref().filter(|_| position.field == FieldName::Value)?;
    let rows: Vec<_> = session.route.rows(question).map(|(_, row)| row).collect();
    let first = rows.iter().position(|row| row.value == *here)?;
    let group = rows.iter().skip(first).take_while(|row| row.group == rows[first].group);
    let answers = group.map(|row| {
        let position = Position { row: Some(row.value.clone()), ..position.clone() };
        match respondent.replies(session, question, &position) {
            Reply::Chosen(columns) => Some((columns[0] + 1).to_string()),
            Reply::Nothing => Some("-".to_owned()),
            Reply::NoComment | Reply::Typed(_) => None,
        }
    });
    let answers: Vec<String> = answers.collect::<Option<_>>()?;
    let is_chosen = answers.len() > 1 && respondent.roll(("line", here), 2) == 0;
    is_chosen.then(|| answers.join(" "))
}

/// A line of a long text, so that it does not end the text.
fn escaped(line: &str) -> String {
    match line.strip_suffix('.') {
        Some(marks) if marks.chars().all(|mark| mark == '=') => format!("={line}"),
        _ => line.to_owned(),
    }
}

/// Signs off, where nothing is missing.
const SIGN_OFF: [&str; 3] = ["Ann Example", "Director", "Minute 7"];

/// Puts the same answers through both front ends and compares what they leave.
#[track_caller]
fn check_equal(set: &str, seed: u64) {
    let respondent = Respondent { seed };
    let still = |set: &str| {
        let mut officer = Officer::before(set);
        officer.tick = SignedDuration::ZERO;
        officer.now = "2014-05-02T11:00:00+01:00[Europe/London]".parse().unwrap();
        officer
    };
    let mut officer = still(set);
    answer_with_keys(&mut officer, respondent);
    let mut listener = Listener::of(still(set));
    answer_with_lines(&mut listener, respondent);

    officer.press("end enter");
    listener.types("");
    for words in SIGN_OFF {
        officer.type_in(words);
        officer.press("enter");
        listener.types(words);
    }
    officer.press("enter space enter enter");
    listener.types("");
    assert!(
        matches!(&listener.officer.app.mode, Mode::Draft(_, Screen::SignOff(form)) if form.focus == CONFIRM)
    );
    listener.types("sign off");

    let first = officer.consultation.sections[0].items[0].id().clone();
    let place = DestinationPlace::Question(Position::of(&first));
    officer.happens(Event::GoTo(place));
    listener.types(&format!("go {first}"));
    officer.press("ctrl+q");
    listener.types("leave");
    assert!(officer.has_left && listener.officer.has_left);

    let written = |officer: &Officer| {
        draft::write(&officer.saved, &Order::of(&officer.consultation)).unwrap()
    };
    let (keys, lines) = (written(&officer), written(&listener.officer));
    let differ = keys.lines().zip(lines.lines()).find(|(one, other)| one != other);
    assert_eq!(differ, None);
    assert_eq!(keys, lines);
    assert_eq!(officer.exported, listener.officer.exported);
    let partial = |officer: &Officer| officer.saved.partial(&officer.consultation);
    assert_eq!(partial(&officer), partial(&listener.officer));
}

fn choices() -> Json {
    json!([
        {"value": "a", "label": "Alpha"},
        {"value": "b", "label": "Beta", "detail": {"text": "Which?", "required": true}},
        {"value": "c", "label": "Next", "detail": "More?"},
        {"value": "d", "label": "No comment to make"},
    ])
}

/// A question of a kind; `earlier` is one that a condition can look at.
fn question(number: usize, kind: usize, extras: [bool; 4], earlier: Option<&str>) -> Json {
    let [required, comment, condition, more] = extras;
    let mut choices = choices();
    let mut question = json!({"id": format!("q{number}"), "text": format!("Question {number}?")});
    let more = |json: Json| if more { json } else { json!({}) };
    let (kind, own) = match kind {
        0 => ("string", more(json!({"format": "email"}))),
        1 => ("text", more(json!({"max_words": 2}))),
        2 => ("integer", more(json!({"min": 0, "max": 100, "unit": "homes"}))),
        3 => ("decimal", more(json!({"decimals": 1}))),
        4 => ("date", more(json!({"min": "2014-01-01"}))),
        5 => ("select_one", json!({"choices": choices})),
        6 => {
            choices[3]["exclusive"] = json!(true);
            ("select_multiple", json!({"choices": choices, "max_selected": 2}))
        }
        7 => ("rank", json!({"choices": choices})),
        _ => {
            let mut rows = json!([
                {"value": "r", "label": "Row r", "group": "First", "note": "See *there*."},
                {"value": "s", "label": "Row s", "group": "First"},
                {"value": "t", "label": "Row t"},
            ]);
            if let Some(earlier) = earlier {
                rows[1]["enable_when"] = json!({"question": earlier, "equals": "a"});
            }
            let columns = json!([
                {"value": "x", "label": "Never"},
                {"value": "y", "label": "Always"},
            ]);
            let mut own = json!({"rows": rows, "columns": columns});
            own.as_object_mut().unwrap().extend(
                more(json!({"row_comment": {"text": "Why?", "required_when": ["x"]}}))
                    .as_object()
                    .unwrap()
                    .clone(),
            );
            ("matrix", own)
        }
    };
    let fields = question.as_object_mut().unwrap();
    fields.insert("type".to_owned(), json!(kind));
    fields.extend(own.as_object().unwrap().clone());
    if required {
        fields.insert("required".to_owned(), json!(true));
    }
    if comment && kind != "text" && kind != "string" {
        fields.insert("comment".to_owned(), json!("Why?"));
    }
    if let (true, Some(earlier)) = (condition, earlier) {
        let test = json!({"question": earlier, "equals": ["a", "b"]});
        fields.insert("enable_when".to_owned(), test);
    }
    question
}

/// How an item is made: its kind, and what it has.
pub(crate) type Plan = (usize, [bool; 4]);

/// A set with questions of these kinds.
pub(crate) fn set(sections: &[Vec<Plan>]) -> String {
    let mut number = 0;
    let mut earlier: Option<String> = None;
    let mut written = Vec::new();
    for (place, plans) in sections.iter().enumerate() {
        let mut items = Vec::new();
        for (kind, extras) in plans {
            number += 1;
            items.push(match kind {
                9 => json!({
                    "id": format!("q{number}"), "type": "display", "text": "Read *this*."
                }),
                10 => json!({
                    "id": format!("q{number}"), "type": "group", "text": "Parts",
                    "items": [
                        question(100 + number, 2, *extras, earlier.as_deref()),
                        question(200 + number, 5, *extras, earlier.as_deref()),
                        {"id": format!("n{number}"), "type": "display", "text": "And this."},
                        question(300 + number, 1, *extras, earlier.as_deref()),
                    ],
                }),
                kind => question(number, *kind, *extras, earlier.as_deref()),
            });
            if *kind == 5 {
                earlier = Some(format!("q{number}"));
            }
        }
        let mut section = json!({"id": format!("s{place}"), "title": "A section", "items": items});
        if place % 2 == 1 {
            section["introduction"] = json!("Why we ask.");
        }
        written.push(section);
    }
    json!({
        "format": "greenpaper/consultation/1", "id": "generated", "version": "1",
        "title": "Generated", "publisher": "Nobody", "sections": written,
    })
    .to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..Default::default() })]

    #[test]
    fn both_front_ends_leave_the_same_draft(
        sections in collection::vec(
            collection::vec((select((0..11).collect::<Vec<usize>>()), any::<[bool; 4]>()), 1..5),
            1..4,
        ),
        seed in any::<u64>(),
    ) {
        check_equal(&set(&sections), seed);
    }
}

#[test]
fn both_front_ends_leave_the_same_draft_of_the_sets_that_ship() {
    for shipped in greenpaper::store::shipped::SHIPPED {
        for seed in 0..2 {
            check_equal(shipped.text, seed);
        }
    }
}
