//! Question sets, right and wrong: one file for each way, its complaint beside it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use greenpaper::{
    model::{
        condition::{Amount, Condition, Operator, Test},
        consultation::{Consultation, Provenance, Question, QuestionKind},
        id::QuestionId,
    },
    store::{
        problem::Findings,
        question_set,
        source::{FileBounds, SourceText},
        tree::{Node, NodeKind},
    },
};
use serde_yaml::Value;

/// The question sets in a folder of the project, in the order of their names.
fn sets(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let Ok(files) = fs::read_dir(&folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "yaml"));
    files.sort();
    files
}

/// The name that a test's problems give a file: the same on every computer.
fn name(file: &Path) -> &str {
    file.file_name().unwrap().to_str().unwrap()
}

#[test]
fn right_sets_are_read_without_complaint() {
    for file in sets("tests/question-sets/right").into_iter().chain(sets("questions")) {
        match question_set::read(name(&file), &fs::read(&file).unwrap()) {
            Ok(loaded) => assert!(loaded.warnings.is_empty(), "{}", loaded.warnings),
            Err(problems) => panic!("{problems}"),
        }
    }
}

#[test]
fn the_notes_of_rows_that_ship_fit_into_two_lines_of_a_small_window() {
    for file in sets("questions") {
        let set = question_set::read(name(&file), &fs::read(&file).unwrap()).unwrap().consultation;
        let matrices = set.questions().filter_map(|(_, question)| question.matrix());
        for note in matrices.flat_map(|matrix| &matrix.rows).filter_map(|row| row.note.as_ref()) {
            assert!(note.trim().chars().count() <= 2 * 68, "{note}");
        }
    }
}

#[test]
fn both_yaml_libraries_read_the_same() {
    for file in sets("tests/question-sets/right").into_iter().chain(sets("questions")) {
        let source =
            SourceText::read(name(&file), &fs::read(&file).unwrap(), FileBounds::RESPONSE).unwrap();
        let tree = Node::read(&source, &mut Findings::default()).unwrap();
        let value: Value = serde_yaml::from_str(source.text()).unwrap();
        assert_same(&tree, &value);
    }
}

#[track_caller]
fn assert_same(node: &Node, value: &Value) {
    match (&node.kind, value) {
        (NodeKind::Scalar { text, .. }, Value::String(string)) => assert_eq!(text, string),
        (NodeKind::Scalar { text, .. }, Value::Null | Value::Bool(_) | Value::Number(_)) => {
            assert_eq!(&serde_yaml::from_str::<Value>(text).unwrap(), value);
        }
        (NodeKind::List(items), Value::Sequence(values)) => {
            assert_eq!(items.len(), values.len());
            items.iter().zip(values).for_each(|(item, value)| assert_same(item, value));
        }
        (NodeKind::Map(entries), Value::Mapping(values)) => {
            assert_eq!(entries.len(), values.len());
            for (entry, (key, value)) in entries.iter().zip(values) {
                assert_eq!(key, &serde_yaml::from_str::<Value>(&entry.key.text).unwrap());
                assert_same(&entry.value, value);
            }
        }
        (kind, value) => panic!("{kind:?} is read as {value:?}"),
    }
}

#[test]
fn wrong_sets_are_complained_of() {
    let mut different = Vec::new();
    for file in sets("tests/question-sets/wrong") {
        let complaint = match question_set::read(name(&file), &fs::read(&file).unwrap()) {
            Ok(loaded) => loaded.warnings.to_string(),
            Err(problems) => problems.to_string(),
        };
        let beside = file.with_extension("txt");
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        if expected.trim_end() != complaint {
            different.push(format!("{}:\n\n{complaint}", name(&file)));
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                fs::write(&beside, complaint + "\n").unwrap();
            }
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n\n"));
}

/// One of the right sets.
fn right(name: &str) -> Consultation {
    let file = format!("{}/tests/question-sets/right/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
    question_set::read(name, &fs::read(file).unwrap()).unwrap().consultation
}

fn question<'a>(set: &'a Consultation, id: &str) -> &'a Question {
    set.question(&QuestionId::try_from(id).unwrap()).unwrap()
}

#[test]
fn the_limit_for_all_is_for_what_has_none_of_its_own() {
    let set = right("tiny");
    let own = question(&set, "principle").comment.as_ref().unwrap();
    let rows = question(&set, "which").matrix().unwrap().row_comment.as_ref().unwrap();
    let name = &question(&set, "council").kind;
    assert_eq!(own.limit.max_words, Some(250));
    assert_eq!(rows.limit.max_words, Some(500));
    assert!(matches!(name, QuestionKind::String { limit, .. } if limit.max_words.is_none()));
}

#[test]
fn the_provenance_of_a_group_holds_for_its_parts() {
    let set = right("kinds");
    assert_eq!(question(&set, "page-a").wording.provenance, Some(Provenance::Own));
    assert_eq!(question(&set, "page-b").wording.provenance, Some(Provenance::Quoted));
}

#[test]
fn values_are_what_is_written() {
    let set = right("texts");
    let choices = question(&set, "list").choices();
    let values: Vec<&str> = choices.iter().map(|choice| choice.value.as_str()).collect();
    let labels: Vec<&str> = choices.iter().map(|choice| choice.label.as_str()).collect();
    assert_eq!(values, ["no", "01", "1", "1e3"]);
    assert_eq!(labels, ["no", "01", "1", "~"]);
    assert_eq!(set.version, "7");
}

#[test]
fn a_comparison_is_with_an_amount_of_the_questions_kind() {
    let set = right("conditions");
    let compared = |id: &str| match &question(&set, id).condition {
        Some(Condition::Test(Test { operator: Operator::Compares(_, amount), .. })) => {
            amount.clone()
        }
        other => panic!("{id} has {other:?}"),
    };
    assert_eq!(compared("q4"), Amount::Number("0.10".parse().unwrap()));
    assert_eq!(compared("q8"), Amount::Number(7.into()));
    assert_eq!(compared("q9"), Amount::Day("2014-05-30".parse().unwrap()));
}

#[test]
fn the_digest_is_the_same_with_other_line_ends() {
    let unix = "format: greenpaper/consultation/1\nid: tiny\n";
    let windows = format!("\u{FEFF}{}", unix.replace('\n', "\r\n"));
    let digest =
        |text: &str| SourceText::read("a set", text.as_bytes(), FileBounds::SET).unwrap().digest();
    assert_eq!(digest(unix), digest(&windows));
}

#[test]
fn a_problem_fits_into_a_line() {
    let problems =
        question_set::read("a.yaml", b"format: greenpaper/consultation/1\nid: \x1b").unwrap_err();
    let lines: Vec<String> = problems.lines().collect();
    assert_eq!(lines, ["a.yaml:2:5: control character U+001B"]);
    let problems = question_set::read("a.yaml", "- \u{202e}: b\n".as_bytes()).unwrap_err();
    assert!(problems.lines().all(|line| !line.contains('\u{202e}')));
}

#[test]
fn rare_line_ends_and_tabs_are_text() {
    let tiny = sets("tests/question-sets/right").into_iter().find(|file| name(file) == "tiny.yaml");
    let tiny = fs::read_to_string(tiny.unwrap()).unwrap();
    let comment = tiny.replace("sections:", "# a\u{2028}b\u{85}c\nsections:");
    let text = tiny.replace("Longer help", "\tLonger\u{2028}help");
    for set in [comment, text] {
        assert!(set != tiny);
        question_set::read("tiny.yaml", set.as_bytes()).unwrap();
    }
}

/// Four questions, each with a condition that looks at those of a row of a graph, written down in
/// an order.
fn looking_at_one_another(graph: u32, order: [usize; 4]) -> String {
    let looks_at = |from: usize, to: usize| graph >> (4 * from + to) & 1 == 1;
    let item = |from: usize| {
        let tests = (0..4).filter(|to| looks_at(from, *to));
        let tests: Vec<_> =
            tests.map(|to| format!("{{question: q{to}, answered: true}}")).collect();
        let condition = if tests.is_empty() {
            String::new()
        } else {
            format!(", enable_when: {{all: [{}]}}", tests.join(", "))
        };
        format!("      - {{id: q{from}, type: string, text: What?{condition}}}\n")
    };
    let items: String = order.into_iter().map(item).collect();
    format!(
        "format: greenpaper/consultation/1\nid: ring\nversion: \"1\"\ntitle: A ring\npublisher: \
         Department\nsections:\n  - id: all\n    title: All\n    items:\n{items}"
    )
}

/// An order of four questions in which each looks at earlier ones alone, if there is one.
fn an_order_of(graph: u32) -> Option<[usize; 4]> {
    let looks_at = |from: usize, to: usize| graph >> (4 * from + to) & 1 == 1;
    let mut order: Vec<usize> = Vec::new();
    while order.len() < 4 {
        let free = |from: &usize| (0..4).all(|to| !looks_at(*from, to) || order.contains(&to));
        let next = (0..4).filter(|from| !order.contains(from)).find(free)?;
        order.push(next);
    }
    order.try_into().ok()
}

/// A condition looks at what stands before it, so that no ring of questions waits for itself.
/// `GREENPAPER_GRAPHS=1` looks at every graph that has a ring, not at one in so many.
#[test]
fn a_graph_of_four_questions_is_accepted_exactly_when_it_leads_back() {
    let every = std::env::var("GREENPAPER_GRAPHS").ok().and_then(|text| text.parse().ok());
    let (every, mut accepted, mut in_order) = (every.unwrap_or(29), 0, 0);
    for graph in 0..1 << 16_u32 {
        let order = an_order_of(graph);
        if order.is_none() && graph % every != 0 {
            continue;
        }
        let leads_back = (0..4).all(|from| graph >> (4 * from + from) & (0xf >> from) == 0);
        let set = looking_at_one_another(graph, [0, 1, 2, 3]);
        assert_eq!(question_set::read("ring.yaml", set.as_bytes()).is_ok(), leads_back, "{set}");
        accepted += u32::from(leads_back);
        // One that leads in no ring is accepted in another order.
        if let Some(order) = order {
            let set = looking_at_one_another(graph, order);
            assert!(question_set::read("ring.yaml", set.as_bytes()).is_ok(), "{set}");
            in_order += 1;
        }
    }
    assert_eq!((accepted, in_order), (64, 543));
}
