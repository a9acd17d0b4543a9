//! Limits: minimum and maximum, first and last.

use jiff::tz::TimeZone;

use super::outline::{Outline, OutlineItem, is_true, list_of};
use crate::store::{
    document::consultation::TIME_ZONE,
    problem::{Findings, Problem, named},
    scalar,
    tree::{Node, NodeEntry},
};

/// Pairs of keys of which the first cannot exceed the second.
const PAIRS: [(&str, &str); 3] =
    [("min", "max"), ("min_selected", "max_selected"), ("min_ranked", "max_ranked")];

/// Checks limits, bounds and dates.
pub(super) fn check(outline: &Outline<'_>, findings: &mut Findings) {
    check_dates(outline.set, findings);
    for asked in &outline.asked {
        for (min, max) in PAIRS {
            check_pair(asked, min, max, findings);
        }
        check_enough_choices(outline, asked, findings);
        check_message(asked.node, findings);
        check_count(asked.node, findings);
        for comment in ["comment", "row_comment"].iter().filter_map(|key| asked.node.get(key)) {
            check_comment(comment, findings);
        }
        for choice in list_of(asked.node, "choices") {
            choice.get("detail").into_iter().for_each(|detail| check_count(detail, findings));
        }
    }
}

fn check_dates(set: &Node, findings: &mut Findings) {
    let zone = TimeZone::get(set.text_of("time_zone").unwrap_or(TIME_ZONE));
    let zone = zone.unwrap_or(TimeZone::UTC);
    let (Some(opens), Some(closes)) = (set.get("opens"), set.get("closes")) else {
        return;
    };
    let first = opens.text().and_then(scalar::day);
    let last = closes.text().and_then(|text| scalar::closing(text, &zone));
    if let (Some(first), Some(last)) = (first, last)
        && last.day < first
    {
        let problem = Problem::error(closes.span.clone(), "this closes before it opens");
        findings.push(problem.other("it opens", opens.span.clone()));
    }
}

fn check_pair(asked: &OutlineItem<'_>, min: &str, max: &str, findings: &mut Findings) {
    let (Some(least), Some(most)) = (asked.node.get(min), asked.node.get(max)) else {
        return;
    };
    let (Some(from), Some(to)) = (least.text(), most.text()) else {
        return;
    };
    let days = scalar::day(from).zip(scalar::day(to)).map(|(from, to)| from > to);
    let numbers = scalar::number(from).zip(scalar::number(to)).map(|(from, to)| from > to);
    if days.or(numbers) == Some(true) {
        let message = format!("{} is more than {}", named(min), named(max));
        let problem = Problem::error(least.span.clone(), message);
        findings.push(problem.label(format!("{} is {}", named(max), named(to))));
    }
}

/// Checks that there are enough choices for the required or permitted number.
fn check_enough_choices(outline: &Outline<'_>, asked: &OutlineItem<'_>, findings: &mut Findings) {
    let Some(list) = outline.choices_of(asked) else {
        return;
    };
    let together = list.options.iter().filter(|choice| !is_true(choice, "exclusive")).count();
    for key in ["min_selected", "min_ranked", "max_selected", "max_ranked"] {
        let Some(node) = asked.node.get(key) else {
            continue;
        };
        let Some(count) = node.text().and_then(scalar::count) else {
            continue;
        };
        if count <= together {
            continue;
        }
        let message = format!("{} is {count}, but only {together} can be taken", named(key));
        findings.push(if key.starts_with("min") {
            Problem::error(node.span.clone(), message)
        } else {
            Problem::warning(node.span.clone(), message).help("leave it out")
        });
    }
}

fn check_comment(comment: &Node, findings: &mut Findings) {
    let (required, when) = (comment.entry("required"), comment.entry("required_when"));
    if let (Some(first), Some(second)) = (required, when) {
        let (first, second) = in_order(first, second);
        let message = format!("{} is here already", named(&first.key.text));
        let problem = Problem::error(second.key.span.clone(), message);
        findings.push(
            problem
                .other("the other one is", first.key.span.clone())
                .help("a comment has `required` or `required_when`, not both"),
        );
    }
    if when.is_none() {
        check_message(comment, findings);
    }
    check_count(comment, findings);
}

fn in_order<'a>(one: &'a NodeEntry, other: &'a NodeEntry) -> (&'a NodeEntry, &'a NodeEntry) {
    if one.key.span.start < other.key.span.start { (one, other) } else { (other, one) }
}

/// Finds a message for something that is never missing.
fn check_message(thing: &Node, findings: &mut Findings) {
    let rows_required = list_of(thing, "rows").iter().any(|row| is_true(row, "required"));
    if let Some(message) = thing.entry("required_message")
        && !is_true(thing, "required")
        && !rows_required
    {
        let problem = Problem::warning(message.key.span.clone(), "this is never said");
        findings.push(problem.help("it goes with `required: true`"));
    }
}

/// Finds a way of counting characters that is not used.
fn check_count(thing: &Node, findings: &mut Findings) {
    if let (Some(count_as), None) = (thing.entry("count_as"), thing.entry("max_length")) {
        let problem = Problem::warning(count_as.key.span.clone(), "nothing is counted");
        findings.push(problem.help("it goes with `max_length`"));
    }
}
