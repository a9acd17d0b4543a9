//! Drafts as files: whatever has been written comes back, and whatever is wrong is said.
//!
//! `GREENPAPER_ROUND_TRIPS` says how many drafts at random go into a file and come back; without
//! it, 150.

use std::collections::BTreeMap;

use greenpaper::{
    model::{
        answer::{Answer, Answers, Earlier, FieldName, Given, RowAnswer, Stage},
        draft::{Draft, Edition, LastChange, SectionState, SignOff, Status},
        id::{ConsultationId, QuestionId, SectionId, Value},
        scope::Scope,
        text::Text,
    },
    store::{
        atomic::AtomicFile,
        disk::System,
        document::response::Order,
        draft::{self, LoadedDraft},
        folder, question_set,
    },
};
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use proptest::{collection, option, prelude::*, sample::select};

use crate::faulty::tell;

/// A set, of which the draft below also answers what it no longer asks.
const SET: &str = r#"format: greenpaper/consultation/1
id: tiny
version: "1.0"
title: A tiny consultation
publisher: Department for Examples
sections:
  - id: about
    title: About you
    items:
      - {id: council, type: string, text: Name of your council}
      - id: principle
        type: select_one
        text: Should councils be able to delegate more?
        choices: [{value: "yes", label: "Yes"}, {value: "no", label: "No"}]
      - id: which
        type: matrix
        text: Which services?
        rows: [{value: iro, label: Reviewing officers}, {value: fostering, label: Fostering}]
        columns: [{value: never, label: Never}, {value: any, label: To any suitable body}]
      - id: kinds
        type: select_multiple
        text: To whom?
        choices: [{value: other, label: Other, detail: Which?}, {value: charity, label: Charity}]
"#;

/// A draft as it is written, with one of everything.
pub(crate) const WHOLE: &str = r#"format: greenpaper/response/2
consultation: {id: tiny, version: "1.0", digest: sha256:00}
status: in-progress
started: "2014-05-02T10:03:00+01:00"
sections:
  about: {completed: true}
answers:
  council: {value: Borsetshire County Council}
  principle:
    value: "no"
    comment: |-
      We would want to see the evidence first.

      Then we could say more.
    note: Legal to check the second sentence.
    stage: ready
  which:
    rows:
      iro: {value: never, comment: The Act already says so.}
      fostering: {no_comment: true}
    comment: On the table as a whole.
  kinds:
    value:
      - charity
      - other
    aside:
      - none
    details: {other: A community trust}
  cost: {value: "12.50"}
  q9: {no_comment: true}
changed:
  principle: {at: "2014-05-02T10:41:12+01:00", by: Ann Example}
sign_off:
  name: A. Director
  role: Director of Children's Services
  authority: Cabinet minute 42/14
  date: "2014-05-28"
...
"#;

fn read(yaml: &str) -> Draft {
    match draft::read("tiny.yaml", yaml.as_bytes()) {
        Ok(LoadedDraft { draft, .. }) => draft,
        Err(problems) => panic!("{problems}\n{yaml}"),
    }
}

fn written(draft: &Draft) -> String {
    draft::write(draft, &Order::default()).unwrap()
}

/// The draft with one line in the place of another.
fn with(line: &str, other: &str) -> String {
    assert!(WHOLE.contains(line), "{line}");
    WHOLE.replace(line, other)
}

#[track_caller]
fn complains(yaml: &str, complaint: &str) {
    let problems = match draft::read("tiny.yaml", yaml.as_bytes()) {
        Ok(LoadedDraft { warnings, .. }) => warnings,
        Err(problems) => problems,
    };
    let lines: Vec<String> = problems.lines().collect();
    assert_eq!(lines.join("\n"), complaint);
}

fn question(id: &str) -> QuestionId {
    id.try_into().unwrap()
}

fn value(id: &str) -> Value {
    id.try_into().unwrap()
}

fn moment(second: i64) -> Zoned {
    Timestamp::from_second(second).unwrap().to_zoned(TimeZone::UTC)
}

/// A draft in which nothing has been said.
fn blank() -> Draft {
    let edition = Edition {
        id: ConsultationId::try_from("tiny").unwrap(),
        version: "1.0".to_owned(),
        digest: "sha256:00".to_owned(),
    };
    Draft::new(edition, &moment(1_398_420_180))
}

fn saying(text: &str) -> Draft {
    let mut draft = blank();
    draft.answers.entry(&question("q1")).comment = Text::from(text);
    draft
}

#[test]
fn a_draft_is_read() {
    let draft = read(WHOLE);
    let principle = draft.answers.get(&question("principle")).unwrap();
    assert_eq!(principle.value, Given::One("no".into()));
    assert_eq!(principle.stage, Stage::Ready);
    assert!(principle.comment.to_string().ends_with("first.\n\nThen we could say more."));
    let which = draft.answers.get(&question("which")).unwrap();
    assert_eq!(which.row(&value("iro")).unwrap().value, Some("never".into()));
    assert!(which.row(&value("fostering")).unwrap().no_comment);
    let kinds = draft.answers.get(&question("kinds")).unwrap();
    assert_eq!(kinds.value, Given::Many(vec!["charity".into(), "other".into()]));
    let last = &draft.changes[&question("principle")];
    assert_eq!((last.by.as_deref(), &last.at), (Some("Ann Example"), &draft.updated));
    assert_eq!(draft.sign_off.unwrap().name, "A. Director");
}

#[test]
fn a_draft_is_written_readably_in_the_order_of_the_set_what_it_lacks_behind() {
    let set = question_set::read("set.yaml", SET.as_bytes()).unwrap().consultation;
    let yaml = draft::write(&read(WHOLE), &Order::of(&set)).unwrap();
    assert_eq!(yaml, WHOLE);
}

/// Drafts of the first format said where the respondent left off. They are written without.
#[test]
fn a_draft_of_the_first_format_is_read() {
    let yaml = with("greenpaper/response/2", "greenpaper/response/1");
    let yaml = yaml.replacen(
        "sections:",
        "updated: \"2014-05-03T09:00:00+01:00\"\n\
         position: {question: which, row: iro, field: comment, cursor: 12}\nsections:",
        1,
    );
    let draft = read(&yaml);
    let position = draft.position.as_ref().unwrap();
    assert_eq!((&position.field, position.cursor), (&FieldName::Comment, Some(12)));
    assert_eq!(draft.updated.to_string(), "2014-05-03T09:00:00+01:00[+01:00]");
    assert_eq!(draft.answers, read(WHOLE).answers);
    let written = written(&draft);
    assert!(!written.contains("position:") && !written.contains("updated:"), "{written}");
}

#[test]
fn typing_a_line_changes_a_line() {
    let before = written(&saying("First.\nSecond.\nThird."));
    let after = written(&saying("First.\nSecond, longer.\nThird."));
    let changed = before.lines().zip(after.lines()).filter(|(old, new)| old != new);
    assert_eq!(changed.count(), 1);
}

#[test]
fn words_that_other_tools_misread_are_quoted() {
    for word in ["no", "Yes", "y", "1e3", "0.10", "2014-05-02", "12:30", "12:30:45", "1_000"] {
        let yaml = written(&saying(word));
        assert!(yaml.contains(&format!("{{comment: \"{word}\"}}")), "{yaml}");
    }
    for word in ["~", "=", "<<", "null", "", "#", "- a", "a: b", "Why?", "---", "...", "%", "@"] {
        let draft = saying(word);
        let yaml: serde_yaml::Value = serde_yaml::from_str(&written(&draft)).unwrap();
        let comment = &yaml["answers"]["q1"]["comment"];
        let expected = Some(word).filter(|word| !word.is_empty());
        assert_eq!(comment.as_str(), expected, "{}", written(&draft));
    }
}

#[test]
fn a_plain_word_in_a_draft_written_by_hand_is_the_text_as_written() {
    for word in ["no", "~", "7", "0.10", "true", "1e3", "0x1F", "null"] {
        let yaml = with("value: Borsetshire County Council", &format!("value: {word}"));
        let council = read(&yaml).answers.get(&question("council")).cloned().unwrap();
        assert_eq!(council.value, Given::One(word.into()));
        let yaml = with("note: Legal to check the second sentence.", &format!("note: {word}"));
        let principle = read(&yaml).answers.get(&question("principle")).cloned().unwrap();
        assert_eq!(principle.note, Text::from(word));
    }
}

#[test]
fn what_the_set_does_not_have_is_kept() {
    let yaml = with("  q9: {no_comment: true}", "  gone: {value: old}");
    let draft = read(&yaml);
    assert_eq!(read(&written(&draft)), draft);
    assert!(written(&draft).contains("gone: {value: old}"));
}

#[test]
fn a_draft_from_windows_is_read_like_any_other() {
    let crlf = format!("\u{FEFF}{}", WHOLE.replace('\n', "\r\n"));
    assert_eq!(read(&crlf), read(WHOLE));
}

#[test]
fn a_draft_that_is_cut_off_anywhere_is_said_to_be() {
    let end = WHOLE.trim_end().len();
    for cut in (0..end).filter(|cut| WHOLE.is_char_boundary(*cut)) {
        let problems = draft::read("tiny.yaml", &WHOLE.as_bytes()[..cut]).unwrap_err();
        let said = problems.lines().collect::<String>();
        assert!(said.contains("cut off"), "cut at {cut}: {said}");
    }
}

#[test]
fn everything_wrong_is_said_at_once_with_its_place() {
    let yaml = WHOLE
        .replace("status: in-progress", "status: in-progres")
        .replace("note: Legal", "nota: Legal")
        .replace("10:41:12+01:00", "10:41:12")
        .replace("q9: {no_comment: true}", "../q9: {no_comment: \"true\"}");
    complains(
        &yaml,
        "tiny.yaml:3:9: `status` should be `in-progress`, `completed` or `amended`, not \
         `in-progres`\n\
         tiny.yaml:15:5: unknown key `nota` in an answer\n\
         tiny.yaml:30:3: `../q9` cannot be an id\n\
         tiny.yaml:30:23: `no_comment` should be `true` or `false`, not `true` in quotes\n\
         tiny.yaml:32:19: `at` should be a time such as `2014-05-28T10:03:00+01:00`, not \
         `2014-05-02T10:41:12`",
    );
}

#[test]
fn a_question_answered_twice_is_an_error() {
    complains(&with("  q9:", "  council:"), "tiny.yaml:30:3: the key `council` is here twice");
}

#[test]
fn a_merge_that_git_could_not_do_is_said_to_be_one() {
    let yaml = with("status: in-progress", "<<<<<<< HEAD\nstatus: in-progress\n=======");
    let problems = draft::read("tiny.yaml", yaml.as_bytes()).unwrap_err();
    assert!(problems.to_string().contains("git"), "{problems}");
}

#[test]
fn a_question_set_is_not_taken_for_a_draft() {
    complains(
        "format: greenpaper/consultation/1\nid: tiny\n...\n",
        "tiny.yaml:1:9: this is a question set, not a draft",
    );
}

#[test]
fn a_text_of_a_megabyte_is_written_and_read() {
    for text in ["One sentence of many. ".repeat(50_000), "A line.\n".repeat(130_000)] {
        let draft = saying(&text);
        assert_eq!(read(&written(&draft)), draft);
    }
}

/// What texts that have bitten other tools are made of.
const PIECES: &[&str] = &[
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "\r\n",
    "\r",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{feff}",
    "no",
    "1e3",
    "2014-05-02",
    "12:30",
    "~",
    "=",
    "<<",
    "---",
    "...",
    "# ",
    "#",
    ": ",
    ":",
    "- ",
    "-",
    "? ",
    "Why?",
    "'",
    "\"",
    "\\",
    "\\n",
    "{",
    "}",
    "[",
    "]",
    ",",
    "&a",
    "*a",
    "!",
    "|",
    ">",
    "%",
    "@",
    "`",
    "\0",
    "\u{7}",
    "\u{1b}[2J",
    "\u{7f}",
    "\u{9b}",
    "\u{202e}",
    "\u{fffe}",
    "é",
    "e\u{301}",
    "👩‍👩‍👧",
    "日本",
    "word",
    "Two words.",
    "\u{a0}",
    "\u{e0041}",
];

/// Texts that have bitten other tools, or may.
fn nasty() -> impl Strategy<Value = Text> {
    collection::vec(select(PIECES), 0..8).prop_map(|pieces| Text::from(&*pieces.concat()))
}

fn ids() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9][a-zA-Z0-9_-]{0,6}",
        select(vec!["no", "null", "1e3", "0x1", "y"]).prop_map(str::to_owned)
    ]
}

fn given() -> impl Strategy<Value = Given> {
    prop_oneof![
        Just(Given::Blank),
        nasty().prop_map(Given::One),
        collection::vec(nasty(), 0..3).prop_map(Given::Many),
    ]
}

fn row() -> impl Strategy<Value = RowAnswer> {
    (option::of(nasty()), nasty(), any::<bool>())
        .prop_map(|(value, comment, no_comment)| RowAnswer { value, comment, no_comment })
        .prop_filter("says something", |row| *row != RowAnswer::default())
}

fn value_ids() -> impl Strategy<Value = Value> {
    ids().prop_map(|id| value(&id))
}

fn an_answer() -> impl Strategy<Value = Answer> {
    let stages = select(vec![Stage::Drafting, Stage::Ready, Stage::Agreed]);
    let remarks = (nasty(), stages, any::<bool>(), earlier());
    (
        given(),
        collection::vec(nasty(), 0..2),
        collection::btree_map(value_ids(), nasty(), 0..3),
        collection::btree_map(value_ids(), row(), 0..3),
        (nasty(), any::<bool>(), remarks),
    )
        .prop_map(|(value, aside, details, rows, (comment, no_comment, remarks))| {
            let (note, stage, read_again, earlier) = remarks;
            Answer {
                value,
                aside,
                details,
                rows,
                comment,
                no_comment,
                note,
                stage,
                read_again,
                earlier,
            }
        })
}

fn earlier() -> impl Strategy<Value = Earlier> {
    let words = || nasty().prop_map(|text| text.to_string());
    let labels = move || collection::btree_map(value_ids(), words(), 0..2);
    (option::of(words()), option::of(words()), labels(), labels())
        .prop_map(|(text, hint, labels, rows)| Earlier { text, hint, labels, rows })
}

fn sign_off() -> impl Strategy<Value = SignOff> {
    let date = (1990..2090_i16, 1..12_i8, 1..28_i8);
    let text = || nasty().prop_map(|text| text.to_string());
    (text(), text(), text(), date).prop_map(|(name, role, authority, (year, month, day))| SignOff {
        name,
        role,
        authority,
        date: Date::constant(year, month, day),
    })
}

fn drafts() -> impl Strategy<Value = Draft> {
    let statuses = select(vec![Status::InProgress, Status::Completed, Status::Amended]);
    let state = select(vec![SectionState::Completed, SectionState::Later]);
    let sections = ids().prop_map(|id| SectionId::try_from(id).unwrap());
    let answers = collection::vec((ids().prop_map(|id| question(&id)), an_answer()), 0..5);
    let change = (0..4_000_000_000_i64, option::of(nasty())).prop_map(|(second, by)| LastChange {
        at: moment(second),
        by: by.map(|by| by.to_string()),
    });
    let changes = collection::btree_map(ids().prop_map(|id| question(&id)), change, 0..3);
    (
        (statuses, 0..4_000_000_000_i64, nasty()),
        (changes, select(vec![Scope::All, Scope::KeyQuestions])),
        collection::btree_map(sections, state, 0..3),
        answers,
        (option::of(sign_off()), collection::btree_map("[a-z]/[a-z]", "[0-9a-f]{16}", 0..3)),
    )
        .prop_map(
            |(
                (status, second, version),
                (changes, scope),
                completed,
                answers,
                (sign_off, copied),
            )| Draft {
                consultation: Edition { version: version.to_string(), ..blank().consultation },
                status,
                started: moment(second),
                // The last change of an answer, as far as the file says.
                updated: changes
                    .values()
                    .map(|change| change.at.clone())
                    .fold(moment(second), |last, at| if at > last { at } else { last }),
                position: None,
                scope,
                completed,
                answers: Answers::from_iter(answers),
                changes,
                collisions: BTreeMap::new(),
                sign_off,
                signed: None,
                unconfirmed_sign_off: None,
                copied,
            },
        )
}

/// What a YAML reader makes of a text, for comparison with the draft.
fn in_yaml<'a>(yaml: &'a serde_yaml::Value, id: &QuestionId, key: &str) -> Option<&'a str> {
    yaml["answers"][id.as_str()][key].as_str()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_draft_that_is_written_and_read_is_the_same(draft in drafts()) {
        let yaml = written(&draft);
        prop_assert_eq!(&read(&yaml), &draft, "{}", yaml);
        prop_assert_eq!(written(&read(&yaml)), yaml);
    }

    /// A plain reader, without what ours does beforehand, gets the same texts.
    #[test]
    fn other_yaml_readers_get_the_same_texts(draft in drafts()) {
        let yaml = written(&draft);
        let plain: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
        for (id, answer) in draft.answers.iter() {
            for (key, text) in [("comment", &answer.comment), ("note", &answer.note)] {
                let expected = Some(text.to_string()).filter(|text| !text.is_empty());
                prop_assert_eq!(in_yaml(&plain, id, key), expected.as_deref(), "{}", yaml);
            }
        }
    }
}

/// Every text of a draft.
fn texts(draft: &Draft) -> usize {
    let answers = draft.answers.iter().map(|(_, answer)| {
        let given = match &answer.value {
            Given::Blank => 0,
            Given::One(_) => 1,
            Given::Many(texts) => texts.len(),
        };
        given + answer.aside.len() + answer.details.len() + 2 * answer.rows.len() + 2
    });
    answers.sum()
}

#[test]
fn a_draft_comes_back_from_its_file_also_by_way_of_windows() {
    let rounds = std::env::var("GREENPAPER_ROUND_TRIPS").ok().and_then(|text| text.parse().ok());
    let config = ProptestConfig {
        cases: rounds.unwrap_or(150),
        failure_persistence: None,
        ..Default::default()
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tiny.yaml");
    let target = std::cell::RefCell::new(AtomicFile::new(path.clone()));
    let count = std::cell::Cell::new(0);
    let came_back = proptest::test_runner::TestRunner::new(config).run(&drafts(), |draft| {
        let yaml = written(&draft);
        target.borrow_mut().replace(&System, yaml.as_bytes()).unwrap();
        let opened = folder::open(&System, &path).unwrap();
        prop_assert_eq!(&opened.draft, &draft, "{}", yaml);
        let windows = format!("\u{FEFF}{}", yaml.replace('\n', "\r\n"));
        prop_assert_eq!(&read(&windows), &draft, "{}", windows);
        count.set(count.get() + texts(&draft));
        Ok(())
    });
    came_back.unwrap_or_else(|error| panic!("{error}"));
    tell(&format!("{} texts", count.get()));
}
