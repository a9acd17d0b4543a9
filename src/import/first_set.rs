//! Writes a first question set, for an author who continues by hand.

use std::collections::HashSet;

use jiff::civil::Date;

use super::writing::{
    set_id, slug, unique,
    yaml::{YamlLines, flow, scalar},
};

/// The author's answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetOutline {
    /// The title of the consultation.
    pub title: String,
    /// The publisher.
    pub publisher: String,
    /// The last day, if known.
    pub closes: Option<Date>,
    /// The title of the first section.
    pub section: String,
    /// The first question.
    pub question: String,
    /// Its choices; if there are none, it takes a text.
    pub choices: Vec<String>,
}

/// The beginning of the file.
const TOP: [&str; 4] = [
    "A question set. `greenpaper check FILE` says what is wrong with it, and",
    "`greenpaper answer FILE --preview` shows it while you write.",
    "`greenpaper schema consultation` prints a schema, with which editors complete the keys.",
    "What begins with # is a note to you, or an example.",
];

/// The end of the file, after the first question.
const NEXT: [&str; 12] = [
    "required: true   # an answer is needed before the response can be final",
    "",
    "The next question: remove the # and change it. Besides select_one there are string (a line),",
    "text, select_multiple, rank, integer, decimal, date and matrix.",
    "- id: second",
    "  number: \"2\"",
    "  type: select_one",
    "  text: Do you agree?",
    "  choices:",
    "    - {value: agree, label: Agree}",
    "    - {value: disagree, label: Disagree}",
    "  comment: Please give your reasons.",
];

/// Writes the set. Returns its id and its YAML.
pub fn first_set(outline: &SetOutline) -> (String, String) {
    let id = set_id(&outline.title, "consultation");
    let mut lines = YamlLines::default();
    TOP.iter().for_each(|line| lines.comment(0, line));
    lines.entry(0, "format", "greenpaper/consultation/1");
    lines.entry(0, "id", &scalar(&id));
    lines.entry(0, "version", "\"1\"");
    lines.entry(0, "title", &scalar(&outline.title));
    lines.entry(0, "publisher", &scalar(&outline.publisher));
    match outline.closes {
        Some(day) => lines.entry(0, "closes", &day.to_string()),
        None => lines.comment(0, "closes: 2030-05-30   # the last day, once it is known"),
    }
    lines.line(0, "sections:");
    lines.line(1, &format!("- id: {}", scalar(&slug(&outline.section, 40))));
    lines.entry(2, "title", &scalar(&outline.section));
    lines.line(2, "items:");
    lines.line(3, "- id: first");
    lines.entry(4, "number", "\"1\"");
    lines.entry(4, "type", if outline.choices.is_empty() { "text" } else { "select_one" });
    lines.entry(4, "text", &scalar(&outline.question));
    if !outline.choices.is_empty() {
        lines.line(4, "choices:");
    }
    let mut values = HashSet::new();
    for choice in &outline.choices {
        let value = unique(&mut values, &slug(choice, 30));
        lines.line(5, &format!("- {{value: {}, label: {}}}", flow(&value), flow(choice)));
    }
    let (required, next) = NEXT.split_at(1);
    required.iter().for_each(|line| lines.comment(4, line));
    next.iter().for_each(|line| lines.comment(3, line));
    (id, lines.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::question_set;

    #[test]
    fn a_first_set_is_right_whatever_was_typed() {
        for [title, choices] in [
            ["Parks: what next?", "Yes|No|Not sure"],
            ["#1 \"Why\" [x] {y}", "a, b|a b|-"],
            ["…", ""],
            ["Null", "true|~|1"],
        ] {
            let outline = SetOutline {
                title: title.to_owned(),
                publisher: title.to_owned(),
                closes: None,
                section: title.to_owned(),
                question: title.to_owned(),
                choices: choices.split('|').filter(|one| !one.is_empty()).map(Into::into).collect(),
            };
            let (_, yaml) = first_set(&outline);
            let read = question_set::read("set.yaml", yaml.as_bytes());
            let set = read.unwrap_or_else(|problems| panic!("{problems}\n{yaml}")).consultation;
            assert_eq!(set.title, title);
            let (_, question) = set.questions().next().unwrap();
            let labels = question.choices().iter().map(|choice| choice.label.clone());
            assert_eq!(labels.collect::<Vec<_>>(), outline.choices);
        }
    }
}
