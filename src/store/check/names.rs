//! Names are unique, and references lead somewhere.

use std::collections::{HashMap, hash_map::Entry};

use super::outline::{Outline, list_of, texts_of};
use crate::store::{
    problem::{Findings, Problem, named},
    source::ByteRange,
    tree::Node,
};

/// Checks ids, values, purposes and references, and that groups contain no groups.
pub(super) fn check(outline: &Outline<'_>, findings: &mut Findings) {
    let items = || outline.asked.iter().map(|asked| asked.node);
    let sections = outline.sections.iter().map(|(section, _)| *section);
    let lists = outline.set.get("choice_lists").map_or(&[][..], Node::map);
    let list_names = lists.iter().map(|list| (list.key.text.as_str(), &list.key.span));
    unique("sections are called", names(sections, "id"), findings);
    unique("questions are called", names(items(), "id"), findings);
    unique("questions have the purpose", names(items(), "purpose"), findings);
    unique("sources are called", names(list_of(outline.set, "sources"), "id"), findings);
    unique("lists are called", list_names, findings);
    for list in lists {
        unique("choices have the value", names(list.value.list(), "value"), findings);
    }
    for item in items() {
        unique("choices have the value", names(list_of(item, "choices"), "value"), findings);
        unique("columns have the value", names(list_of(item, "columns"), "value"), findings);
        unique("rows have the value", names(list_of(item, "rows"), "value"), findings);
        check_references(outline, item, findings);
        for row in list_of(item, "rows") {
            check_references(outline, row, findings);
        }
    }
    check_groups(outline, findings);
}

/// Returns the texts under a key of several maps, with their positions.
fn names<'a>(
    things: impl IntoIterator<Item = &'a Node>,
    key: &'static str,
) -> impl Iterator<Item = (&'a str, &'a ByteRange)> {
    let named = things.into_iter().filter_map(move |thing| thing.get(key));
    named.filter_map(|node| Some((node.text()?, &node.span)))
}

/// Finds names that are used twice, and names that differ only in case.
fn unique<'a>(
    said: &str,
    names: impl Iterator<Item = (&'a str, &'a ByteRange)>,
    findings: &mut Findings,
) {
    let mut known = HashMap::new();
    for (name, span) in names {
        let (first, first_span) = match known.entry(name.to_ascii_lowercase()) {
            Entry::Vacant(free) => {
                free.insert((name, span));
                continue;
            }
            Entry::Occupied(taken) => *taken.get(),
        };
        let message = if first == name {
            format!("two {said} {}", named(name))
        } else {
            format!("{} and {} differ only in case", named(first), named(name))
        };
        let problem = Problem::error(span.clone(), message);
        findings.push(problem.other("first used", first_span.clone()));
    }
}

fn check_references(outline: &Outline<'_>, thing: &Node, findings: &mut Findings) {
    for source in list_of(thing, "references").iter().filter_map(|found| found.get("source")) {
        let Some(name) = source.text().filter(|name| !outline.sources.contains(name)) else {
            continue;
        };
        let message = format!("there is no source {}", named(name));
        let problem = Problem::error(source.span.clone(), message);
        let known = texts_of(list_of(outline.set, "sources"), "id");
        if outline.sources.is_empty() {
            findings.push(problem.help("list what is referred to under `sources`"))
        } else {
            findings.push_among(problem, name, known)
        }
    }
}

fn check_groups(outline: &Outline<'_>, findings: &mut Findings) {
    for asked in outline.asked.iter().filter(|asked| asked.group.is_some()) {
        if let ("group", Some(kind)) = (asked.kind, asked.node.get("type")) {
            let problem = Problem::error(kind.span.clone(), "a group cannot stand in a group");
            findings.push(problem.help("put its parts into the outer one"));
        }
        if let Some(mark) = asked.node.entry("key_question") {
            let problem = Problem::error(mark.key.span.clone(), "a part cannot be a key question");
            findings.push(problem.help("put `key_question` into its group"));
        }
    }
}
