//! Papers in the shapes of real ones, and what a careful person makes of them.
//!
//! Beside each paper in `tests/papers` stands `NAME.expected`: a line for each question, with its
//! number, the kinds that fit, and its text.

use std::{fs, path::Path};

use greenpaper::{
    import::{self, writing::ImportedSet},
    model::consultation::{Consultation, Item, Part, Question, QuestionKind},
    store::question_set,
};

/// A question as it stands in a set: number, kind, text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct AskedQuestion {
    number: String,
    kind: String,
    text: String,
}

/// How much of the papers was found.
#[derive(Debug, Default)]
struct Score {
    questions: usize,
    found: usize,
    of_kind: usize,
    /// What was found that the paper does not ask.
    too_many: usize,
    misses: Vec<String>,
}

/// Makes a set of a paper, which must load.
#[track_caller]
fn imported(name: &str, bytes: &[u8]) -> (ImportedSet, Consultation) {
    let set = import::import(name, bytes, None).unwrap_or_else(|error| panic!("{name}: {error}"));
    let loaded = question_set::read(name, set.yaml.as_bytes());
    match loaded {
        Ok(loaded) => (set, loaded.consultation),
        Err(problems) => {
            let lines: Vec<String> = problems.lines().collect();
            panic!("{name}: {}\n{}", lines.join("\n"), set.yaml)
        }
    }
}

fn asked(question: &Question) -> AskedQuestion {
    let kind = match question.kind {
        QuestionKind::String { .. } => "string",
        QuestionKind::Text { .. } => "text",
        QuestionKind::Integer(_) => "integer",
        QuestionKind::Decimal { .. } => "decimal",
        QuestionKind::Date { .. } => "date",
        QuestionKind::SelectOne { .. } => "select_one",
        QuestionKind::SelectMultiple { .. } => "select_multiple",
        QuestionKind::Rank { .. } => "rank",
        QuestionKind::Matrix(_) => "matrix",
    };
    AskedQuestion {
        number: question.wording.number.clone().unwrap_or_default(),
        kind: kind.to_owned(),
        text: question.wording.text.clone(),
    }
}

fn questions_of(set: &Consultation) -> Vec<AskedQuestion> {
    let mut all = Vec::new();
    for item in set.sections.iter().flat_map(|section| &section.items) {
        match item {
            Item::Question(question) => all.push(asked(question)),
            Item::Group(group) => {
                all.push(AskedQuestion {
                    number: group.wording.number.clone().unwrap_or_default(),
                    kind: "group".to_owned(),
                    text: group.wording.text.clone(),
                });
                for part in &group.parts {
                    match part {
                        Part::Question(question) => all.push(asked(question)),
                        Part::Notice(_) => {}
                    }
                }
            }
            Item::Notice(_) => {}
        }
    }
    all
}

fn expected(text: &str) -> Vec<AskedQuestion> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| {
            let mut parts = line.splitn(3, '|').map(|part| part.trim().to_owned());
            let mut next = || parts.next().unwrap_or_default();
            AskedQuestion { number: next(), kind: next(), text: next() }
        })
        .collect()
}

/// The letters of a text: what is compared.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Score {
    fn add(&mut self, paper: &str, wanted: &[AskedQuestion], found: &[AskedQuestion]) {
        let mut left: Vec<&AskedQuestion> = found.iter().collect();
        for one in wanted {
            self.questions += 1;
            let same = |other: &&AskedQuestion| {
                other.number == one.number && letters(&other.text) == letters(&one.text)
            };
            let Some(at) = left.iter().position(same) else {
                self.misses.push(format!("{paper}: not found: {} {}", one.number, one.text));
                continue;
            };
            let other = left.remove(at);
            self.found += 1;
            if one.kind.split('/').any(|kind| kind == other.kind) {
                self.of_kind += 1;
            } else {
                let line = format!("{paper}: {} {} is no {}", one.number, one.text, other.kind);
                self.misses.push(line);
            }
        }
        self.too_many += left.len();
        let extra =
            left.iter().map(|one| format!("{paper}: too much: {} {}", one.number, one.text));
        self.misses.extend(extra);
    }
}

/// The papers, each with what is expected of it.
fn papers() -> Vec<(String, Vec<u8>, Vec<AskedQuestion>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers");
    let mut papers = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "expected") {
            continue;
        }
        let wanted = fs::read_to_string(path.with_extension("expected")).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        papers.push((name, fs::read(&path).unwrap(), expected(&wanted)));
    }
    papers.sort_by(|one, other| one.0.cmp(&other.0));
    papers
}

#[test]
fn questions_are_found_with_number_text_and_kind() {
    let mut score = Score::default();
    for (name, bytes, wanted) in papers() {
        let (_, set) = imported(&name, &bytes);
        score.add(&name, &wanted, &questions_of(&set));
    }
    println!("{} of {} found, {} of kind", score.found, score.questions, score.of_kind);
    println!("{}", score.misses.join("\n"));
    assert!(score.questions > 100);
    assert!(score.found * 100 >= score.questions * 91);
    assert!(score.of_kind * 100 >= score.questions * 88);
    assert!(score.too_many * 50 <= score.questions);
}
