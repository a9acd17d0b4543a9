//! Choices, rows and columns: shared lists, and which attributes go with which kind.

use std::collections::HashMap;

use super::outline::{Outline, OutlineItem, OutlineList, list_of};
use crate::store::{
    problem::{Findings, Problem, listed, named},
    tree::Node,
};

/// The attributes of a choice that only some kinds of question have.
pub(in crate::store) const MARKS: [(&str, &[&str]); 2] = [
    ("exclusive", &["select_multiple"]),
    ("off_scale", &["select_one", "select_multiple", "matrix"]),
];

/// The minimum number of columns of a matrix.
pub(in crate::store) const MIN_COLUMNS: usize = 2;

/// The maximum number of columns of a matrix.
pub(in crate::store) const MAX_COLUMNS: usize = 9;

/// The maximum number of choices of all questions together, counting a shared list once for each
/// question that uses it. It is far more than anyone could answer; without it, a small file could
/// exhaust memory.
const MAX_CHOICES: usize = 500_000;

/// Checks the total size of the lists, and returns whether it is manageable.
pub(super) fn check_size(outline: &Outline<'_>, findings: &mut Findings) -> bool {
    let mut total = 0;
    for asked in &outline.asked {
        total += outline.choices_of(asked).map_or(0, |list| list.options.len());
        if total > MAX_CHOICES {
            let message = format!("up to here, the set has more than {MAX_CHOICES} choices");
            findings.push(Problem::error(asked.node.head(), message));
            return false;
        }
    }
    true
}

/// Checks lists of choices and references to their values.
pub(super) fn check(outline: &Outline<'_>, findings: &mut Findings) {
    check_lists(outline, findings);
    for asked in &outline.asked {
        check_marks(outline, asked, findings);
        check_columns(asked.node, findings);
        check_row_groups(asked.node, findings);
        for key in ["comment", "row_comment"] {
            let comment = asked.node.get(key);
            if let Some(values) = comment.and_then(|comment| comment.get("required_when")) {
                check_required_when(outline, asked, values, findings);
            }
        }
    }
}

/// Finds references to lists that do not exist, and unused lists.
fn check_lists(outline: &Outline<'_>, findings: &mut Findings) {
    let known = outline.lists.iter().filter_map(|list| list.name);
    let mut is_missing = false;
    for node in outline.asked.iter().filter_map(|asked| asked.list_name) {
        let Some(name) = node.text().filter(|name| outline.list(name).is_none()) else {
            continue;
        };
        is_missing = true;
        let message = format!("there is no list {}", named(name));
        let problem = Problem::error(node.span.clone(), message);
        let help = "name lists under `choice_lists`, or put the list here";
        findings.push_near(problem.help(help), name, known.clone().map(|name| name.text.as_str()));
    }
    // An unused list may be the one that was meant.
    if is_missing {
        return;
    }
    let unused = outline.lists.iter().filter(|list| list.first_use.is_none());
    for name in unused.filter_map(|list| list.name) {
        let message = format!("no question uses the list {}", named(&name.text));
        findings.push(Problem::warning(name.span.clone(), message));
    }
}

fn check_marks(outline: &Outline<'_>, asked: &OutlineItem<'_>, findings: &mut Findings) {
    let Some(list) = outline.choices_of(asked) else {
        return;
    };
    for (mark, kinds) in MARKS.iter().filter(|(_, kinds)| !kinds.contains(&asked.kind)) {
        let Some(entry) = list.marked(mark) else {
            continue;
        };
        let message = format!("{} does not go with {}", named(mark), named(asked.kind));
        let kinds: Vec<String> = kinds.iter().map(|kind| named(kind)).collect();
        let help = format!("it is for {}", listed(&kinds, "and"));
        let here = entry.key.span.clone();
        let problem = match asked.list_name {
            None => Problem::error(here, message),
            Some(name) => Problem::error(name.span.clone(), message).other("the list has it", here),
        };
        findings.push(problem.help(help));
    }
}

fn check_columns(item: &Node, findings: &mut Findings) {
    let Some(columns) = item.entry("columns") else {
        return;
    };
    let number = columns.value.list().len();
    if number > 0 && !(MIN_COLUMNS..=MAX_COLUMNS).contains(&number) {
        let message =
            format!("a matrix has {MIN_COLUMNS} to {MAX_COLUMNS} columns, this one has {number}");
        findings.push(Problem::error(columns.key.span.clone(), message));
    }
}

/// Finds rows that are separated from their group.
fn check_row_groups(item: &Node, findings: &mut Findings) {
    let mut last = HashMap::new();
    let mut before = None;
    for row in list_of(item, "rows") {
        let group = row.get("group").and_then(|group| Some((group.text()?, &group.span)));
        if let Some((name, span)) = group {
            let earlier = last.insert(name, span.clone());
            if let (Some(earlier), true) = (earlier, before != Some(name)) {
                let message = format!("the rows of {} are not together", named(name));
                let problem = Problem::error(span.clone(), message);
                findings.push(problem.other("the others are", earlier));
            }
        }
        before = group.map(|(name, _)| name);
    }
}

/// Checks that the values which require a comment can be chosen.
fn check_required_when(
    outline: &Outline<'_>,
    asked: &OutlineItem<'_>,
    values: &Node,
    findings: &mut Findings,
) {
    if let Some(list) = outline.choices_of(asked) {
        for value in values.one_or_more() {
            check_value(asked, list, value, findings);
        }
    } else if matches!(asked.kind, "integer" | "decimal" | "date") {
        let message = format!("{} has no values to choose", named(asked.kind));
        let problem = Problem::error(values.span.clone(), message);
        findings.push(problem.help("write `required: true`, or leave it out"));
    }
}

/// Checks that a value can be chosen.
pub(super) fn check_value(
    asked: &OutlineItem<'_>,
    list: &OutlineList<'_>,
    value: &Node,
    findings: &mut Findings,
) {
    if let Some(text) = value.text().filter(|text| !list.values.contains(text)) {
        let message = format!("{} has no value {}", named(asked.id), named(text));
        findings.push_among(Problem::error(value.span.clone(), message), text, list.in_order());
    }
}
