//! Conditions: valid tests of earlier questions.

use std::collections::HashSet;

use super::{
    choices::check_value,
    outline::{Outline, OutlineItem, list_of, texts_of},
};
use crate::store::{
    problem::{Findings, Problem, listed, named},
    scalar,
    spec::warn_of_bare_word,
    tree::{Node, NodeEntry, NodeKind},
};

/// The keys that combine conditions.
pub(in crate::store) const COMBINATIONS: [&str; 3] = ["all", "any", "not"];

/// The keys that test an answer.
pub(in crate::store) const OPERATORS: [&str; 8] = [
    "equals",
    "not_equals",
    "includes",
    "greater_than",
    "at_least",
    "less_than",
    "at_most",
    "answered",
];

/// The part of a set that carries a condition, which decides what the condition may refer to.
#[derive(Clone, Copy)]
struct Carrier<'a> {
    /// The index among all items from which on nothing is known yet.
    before: usize,
    /// Why later questions are out of reach.
    reach: &'static str,
    /// The item itself, if it carries the condition.
    own: Option<&'a str>,
}

impl Carrier<'_> {
    /// Something that is not an item.
    fn other(before: usize, reach: &'static str) -> Self {
        Self { before, reach, own: None }
    }
}

/// Checks the conditions of sections, items, rows, columns and choices.
pub(super) fn check(outline: &Outline<'_>, findings: &mut Findings) {
    for (section, before) in &outline.sections {
        let carrier = Carrier::other(*before, "a section's condition looks at earlier sections");
        check_of(outline, section, carrier, findings);
    }
    for (before, asked) in outline.asked.iter().enumerate() {
        let reach = "a condition looks at what stands before it";
        let carrier = Carrier { own: Some(asked.id), ..Carrier::other(before, reach) };
        check_of(outline, asked.node, carrier, findings);
        let reach = "the condition of a row or choice looks at what stands before its question";
        for key in ["choices", "rows", "columns"] {
            for thing in list_of(asked.node, key) {
                check_of(outline, thing, Carrier { reach, ..carrier }, findings);
            }
        }
    }
    for list in &outline.lists {
        let before = list.first_use.unwrap_or(outline.asked.len());
        let reach = "a list's conditions look at what stands before its first use";
        for choice in list.options {
            check_of(outline, choice, Carrier::other(before, reach), findings);
        }
    }
    for contradiction in list_of(outline.set, "contradictions") {
        check_contradiction(outline, contradiction, findings);
    }
}

/// Checks that a contradiction refers to at least two questions, anywhere in the set.
fn check_contradiction(outline: &Outline<'_>, contradiction: &Node, findings: &mut Findings) {
    let Some(when) = contradiction.entry("when") else {
        return;
    };
    check_condition(outline, &when.value, Carrier::other(outline.asked.len(), ""), findings);
    let mut questions = Vec::new();
    add_questions(&when.value, &mut questions);
    let first = questions.first();
    if let Some(first) = first.filter(|first| questions.iter().all(|one| one == *first)) {
        let message = format!("this looks at {} only", named(first));
        let problem = Problem::warning(when.key.span.clone(), message);
        findings.push(problem.help("a contradiction is between the answers to two questions"));
    }
}

/// Collects the questions that a condition refers to.
fn add_questions<'a>(condition: &'a Node, questions: &mut Vec<&'a str>) {
    questions.extend(condition.text_of("question"));
    let inner = ["all", "any"].into_iter().flat_map(|key| list_of(condition, key));
    inner.chain(condition.get("not")).for_each(|inner| add_questions(inner, questions));
}

fn check_of(outline: &Outline<'_>, thing: &Node, carrier: Carrier<'_>, findings: &mut Findings) {
    if let Some(condition) = thing.get("enable_when") {
        check_condition(outline, condition, carrier, findings);
    }
}

/// Checks a condition and those nested in it. The depth is that of the file, which is limited.
fn check_condition(
    outline: &Outline<'_>,
    condition: &Node,
    carrier: Carrier<'_>,
    findings: &mut Findings,
) {
    let is_test = |entry: &&NodeEntry| is_part_of_test(&entry.key.text);
    let combinations: Vec<&NodeEntry> =
        COMBINATIONS.iter().filter_map(|key| condition.entry(key)).collect();
    if let (Some(first), Some(second)) = (
        combinations.first(),
        combinations.get(1).copied().or(condition.map().iter().find(is_test)),
    ) {
        let message = format!(
            "{} and {} do not go together",
            named(&first.key.text),
            named(&second.key.text)
        );
        let problem = Problem::error(second.key.span.clone(), message);
        findings.push(problem.help("a condition is one test, or one of `all`, `any` and `not`"));
        return;
    }
    let Some(combination) = combinations.first() else {
        return check_test(outline, condition, carrier, findings);
    };
    let inner = match combination.key.text.as_str() {
        "not" => std::slice::from_ref(&combination.value),
        _ => combination.value.list(),
    };
    if combination.key.text == "not" {
        warn_of_not(combination, findings);
    }
    for condition in inner {
        check_condition(outline, condition, carrier, findings);
    }
}

fn is_part_of_test(key: &str) -> bool {
    OPERATORS.contains(&key) || matches!(key, "question" | "row")
}

/// Warns if `not` around a test says more than its author may think.
fn warn_of_not(not: &NodeEntry, findings: &mut Findings) {
    for (operator, help) in [
        ("equals", "`not_equals` is true only when there is another answer"),
        ("includes", "add `answered: true` under `all` where an answer is wanted"),
    ] {
        if not.value.entry(operator).is_some() {
            let message = format!("`not` around {} is true without an answer too", named(operator));
            findings.push(Problem::warning(not.key.span.clone(), message).help(help));
        }
    }
}

fn check_test(outline: &Outline<'_>, test: &Node, carrier: Carrier<'_>, findings: &mut Findings) {
    if test.map().is_empty() {
        if test.kind == NodeKind::Map(Vec::new()) {
            findings.push(Problem::error(test.span.clone(), "this condition says nothing"));
        }
        return;
    }
    let operators: Vec<&NodeEntry> =
        test.map().iter().filter(|entry| OPERATORS.contains(&entry.key.text.as_str())).collect();
    if let [first, second, ..] = operators.as_slice() {
        let message = format!("{} stands here already", named(&first.key.text));
        let problem = Problem::error(second.key.span.clone(), message);
        findings.push(problem.help("put each test for itself, the two under `all:`"));
    }
    let Some(question) = test.get("question") else {
        let message = "this condition names no `question`";
        return findings.push(Problem::error(test.head(), message));
    };
    let Some(asked) = check_question(outline, question, carrier, findings) else {
        return;
    };
    let row = check_row(asked, test, findings);
    let known = operators_of(asked.kind, row);
    let misspelt = test.map().iter().any(|entry| !is_part_of_test(&entry.key.text));
    match operators.first() {
        None if misspelt => {}
        None => {
            let problem = Problem::error(test.head(), "this test has no operator");
            findings.push(problem.help(use_one_of(asked.kind, &known)));
        }
        Some(operator) if !known.contains(&operator.key.text.as_str()) => {
            let with = if row {
                "with a row of `matrix`"
            } else {
                &*format!("with {}", named(asked.kind))
            };
            let message = format!("{} does not go {with}", named(&operator.key.text));
            let problem = Problem::error(operator.key.span.clone(), message);
            findings.push(problem.help(use_one_of(asked.kind, &known)));
        }
        Some(operator) => check_operand(outline, asked, operator, findings),
    }
}

/// Finds the question that a test refers to, if it exists, can be tested and comes before.
fn check_question<'o>(
    outline: &'o Outline<'_>,
    question: &Node,
    carrier: Carrier<'_>,
    findings: &mut Findings,
) -> Option<&'o OutlineItem<'o>> {
    let id = question.text()?;
    let problem = |message| Problem::error(question.span.clone(), message);
    let Some((place, asked)) = outline.find(id) else {
        let problem = problem(format!("there is no question {}", named(id)));
        findings.push_near(problem, id, outline.ids_before(carrier.before));
        return None;
    };
    if carrier.own == Some(id) {
        findings.push(problem(format!("{} looks at itself", named(id))).help(carrier.reach));
    } else if place >= carrier.before {
        let message = format!("{} does not stand before this", named(id));
        let there = asked.node.get("id").map_or(asked.node.head(), |id| id.span.clone());
        findings.push(problem(message).other("it stands", there).help(carrier.reach));
    } else if matches!(asked.kind, "group" | "display") {
        let message = format!("a {} has no answer to test", named(asked.kind));
        findings.push(problem(message));
        return None;
    }
    (!asked.kind.is_empty()).then_some(asked)
}

/// Checks the row of a test. Returns whether the test refers to a row.
fn check_row(asked: &OutlineItem<'_>, test: &Node, findings: &mut Findings) -> bool {
    let Some(row) = test.entry("row") else {
        return false;
    };
    if asked.kind != "matrix" {
        let message = format!("{} has no rows", named(asked.kind));
        findings.push(Problem::error(row.key.span.clone(), message));
        return false;
    }
    if let Some(value) = row.value.text().filter(|value| !asked.rows.contains(value)) {
        let message = format!("{} has no row {}", named(asked.id), named(value));
        let problem = Problem::error(row.value.span.clone(), message);
        let known = texts_of(list_of(asked.node, "rows"), "value");
        findings.push_among(problem, value, known);
    }
    true
}

/// Returns the operators that go with a kind of question.
fn operators_of(kind: &str, row: bool) -> Vec<&'static str> {
    match (kind, row) {
        ("select_one", _) | ("matrix", true) => vec!["equals", "not_equals", "answered"],
        ("select_multiple" | "rank", _) | ("matrix", false) => vec!["includes", "answered"],
        ("integer" | "decimal" | "date", _) => {
            OPERATORS.into_iter().filter(|operator| *operator != "includes").collect()
        }
        _ => vec!["answered"],
    }
}

fn use_one_of(kind: &str, operators: &[&str]) -> String {
    let names: Vec<String> = operators.iter().map(|operator| named(operator)).collect();
    let also = if kind == "matrix" { "; with a `row`, use `equals` or `not_equals`" } else { "" };
    let also = if operators.contains(&"equals") { "" } else { also };
    format!("use {}{also}", listed(&names, "or"))
}

/// Checks the value that an answer is compared with.
fn check_operand(
    outline: &Outline<'_>,
    asked: &OutlineItem<'_>,
    operator: &NodeEntry,
    findings: &mut Findings,
) {
    let operand = &operator.value;
    let readable: fn(&str) -> bool = match asked.kind {
        _ if operator.key.text == "answered" => return,
        "date" => |text| scalar::day(text).is_some(),
        "integer" => |text| scalar::number(text).is_some() && !text.contains('.'),
        "decimal" => |text| scalar::number(text).is_some(),
        _ => return check_values(outline, asked, operator, findings),
    };
    let what = if asked.kind == "date" { "a date such as `2014-05-30`" } else { "a number" };
    let message = match operand.text() {
        Some(text) if readable(text) => return,
        Some(text) => format!("{} compares with {what}, not with {}", named(asked.id), named(text)),
        None if operand.list().is_empty() => return,
        None => format!("{} compares with {what}, not with a list", named(asked.id)),
    };
    findings.push(Problem::error(operand.span.clone(), message));
}

/// Checks the values that an answer is compared with.
fn check_values(
    outline: &Outline<'_>,
    asked: &OutlineItem<'_>,
    operator: &NodeEntry,
    findings: &mut Findings,
) {
    let Some(list) = outline.choices_of(asked) else {
        return;
    };
    let values = operator.value.one_or_more();
    for value in values {
        warn_of_bare_word(value, findings);
        check_value(asked, list, value, findings);
    }
    let named_here: HashSet<&str> = values.iter().filter_map(Node::text).collect();
    if operator.key.text != "not_equals" && list.values.is_subset(&named_here) {
        let message = format!("these are all the values of {}", named(asked.id));
        let problem = Problem::warning(operator.value.span.clone(), message);
        findings.push(problem.help("write `answered: true`"));
    }
}
