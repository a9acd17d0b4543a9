//! What it costs to put many responses together, beside a plain read of the same files.
//!
//!     RESPONSES=100000 cargo bench --bench collate
//!
//! Makes as many responses to a small set, and a tenth as many to a large one, and collates them in
//! each format that is one file.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "it says what it has measured")]

use std::{
    env, fs,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use greenpaper::{
    export::{format::Format, from_response::DocumentInput, written},
    model::{
        answer::{Answer, Given, RowAnswer},
        consultation::{Consultation, Question, QuestionKind},
        draft::{Draft, Edition},
    },
    store::{question_set, response::Integrity},
};

/// How many responses there are where nobody says.
const RESPONSES: usize = 2000;

const COMMENT: &str = "We support the aim, but the evidence for it is thin. In our experience \
                       continuity matters most, and handing over a function midway harms it.";

fn main() {
    let asked = env::var("RESPONSES").ok().and_then(|number| number.parse().ok());
    let number = asked.unwrap_or(RESPONSES);
    for (name, number) in [("library-hours", number), ("dfe-2014-delegation", number / 10)] {
        let path = format!("{}/questions/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
        let content = fs::read(&path).expect("the set is there");
        let set = question_set::read(name, &content).expect("the set is right").consultation;
        let folder = tempfile::tempdir().expect("there is room for files");
        let began = Instant::now();
        let responses = folder.path().join("responses");
        fs::create_dir(&responses).expect("there is room for files");
        for place in 0..number {
            fs::write(responses.join(format!("{place:06}.json")), response(&set, place))
                .expect("there is room for files");
        }
        let made = began.elapsed();
        let (bytes, read) = read(&responses);
        println!("\n{number} responses to {name}, {} MB, made in {made:.1?}", bytes / 1_000_000);
        report("plain read", number, bytes, read, None);
        for format in ["grid", "jsonl", "html"] {
            let (took, memory) = collate(folder.path(), format);
            report(format, number, bytes, took, memory);
        }
    }
}

fn report(what: &str, number: usize, bytes: u64, took: Duration, memory: Option<u64>) {
    let seconds = took.as_secs_f64();
    let rate = number as f64 / seconds;
    let megabytes = bytes as f64 / 1e6 / seconds;
    let memory = memory.map(|memory| format!(", {} MB of memory", memory / 1000));
    let memory = memory.unwrap_or_default();
    println!("{what:>10}: {seconds:7.2} s, {rate:8.0} a second, {megabytes:6.0} MB/s{memory}");
}

/// Reads every file, as a program does that looks at nothing.
fn read(folder: &Path) -> (u64, Duration) {
    let began = Instant::now();
    let mut bytes = 0;
    for entry in fs::read_dir(folder).expect("the folder is there").flatten() {
        bytes += fs::read(entry.path()).expect("the file is there").len() as u64;
    }
    (bytes, began.elapsed())
}

/// Runs the program. Gives how long it took, and the most memory that it had, where that can be told.
fn collate(folder: &Path, format: &str) -> (Duration, Option<u64>) {
    let began = Instant::now();
    let mut program = Command::new(env!("CARGO_BIN_EXE_greenpaper"));
    program.args(["collate", "responses", "--partial", "--to", format, "-o", format]);
    program.current_dir(folder).env("HOME", folder).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = program.spawn().expect("the program starts");
    let mut memory = None;
    let ended = loop {
        memory = most_memory(&child).or(memory);
        match child.try_wait().expect("the program ends") {
            Some(ended) => break ended,
            None => thread::sleep(Duration::from_millis(20)),
        }
    };
    assert!(ended.success(), "{format}: {ended}");
    (began.elapsed(), memory)
}

/// The most memory that a program had so far, in kilobytes.
fn most_memory(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// A response that nobody else gives.
fn response(set: &Consultation, place: usize) -> Vec<u8> {
    let now = "2014-05-28T10:41:12+01:00[Europe/London]".parse().expect("a time");
    let mut draft = Draft::new(Edition::of(set), &now);
    for (number, (_, question)) in set.questions().enumerate() {
        draft.answers.set(&question.id, answer(question, place + number * place / 7));
    }
    let record = draft.partial(set);
    let subject = DocumentInput {
        record: &record,
        digest: "",
        integrity: Integrity::Intact,
        consultation: Some(set),
        draft: None,
    };
    written(&subject, Format::Json).expect("it can be written").bytes().to_vec()
}

fn answer(question: &Question, turn: usize) -> Answer {
    let nth = |values: Vec<&str>| {
        values.get(turn % values.len().max(1)).map_or("", |value| *value).to_owned()
    };
    let choices = || question.choices().iter().map(|choice| choice.value.as_str()).collect();
    let mut answer = Answer::default();
    answer.value = match &question.kind {
        QuestionKind::String { .. } => Given::One(format!("Respondent {turn}").as_str().into()),
        QuestionKind::Text { .. } => Given::One(format!("{turn}: {COMMENT}").as_str().into()),
        QuestionKind::Integer(_) | QuestionKind::Decimal { .. } => {
            Given::One((turn % 100).to_string().as_str().into())
        }
        QuestionKind::Date { .. } => Given::One("2014-05-01".into()),
        QuestionKind::SelectOne { .. } => Given::One(nth(choices()).as_str().into()),
        QuestionKind::SelectMultiple { .. } | QuestionKind::Rank { .. } => {
            Given::Many(vec![nth(choices()).as_str().into()])
        }
        QuestionKind::Matrix(matrix) => {
            let columns = || matrix.columns.iter().map(|column| column.value.as_str()).collect();
            for row in &matrix.rows {
                let value = Some(nth(columns()).as_str().into());
                answer.rows.insert(row.value.clone(), RowAnswer { value, ..RowAnswer::default() });
            }
            Given::Blank
        }
    };
    if question.comment.is_some() && turn.is_multiple_of(3) {
        answer.comment = COMMENT.into();
    }
    answer
}
