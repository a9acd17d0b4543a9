//! The mistakes that an author makes in a question set, each with what is said of it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fmt::Write;

use greenpaper::store::question_set;

/// A set without mistakes.
const GOOD: &str = "\
format: greenpaper/consultation/1
id: parks-2026
version: \"1\"
title: Parks
publisher: Borsetshire
opens: 2026-01-05
closes: 2026-02-27
introduction: |
  We plan three new parks: one in each town.
sections:
  - id: first
    title: The parks
    items:
      - id: site
        type: select_one
        number: \"1\"
        text: Which site do you prefer?
        required: true
        choices:
          - {value: north, label: North}
          - {value: other, label: Other}
      - id: why
        type: text
        text: Why do you say so?
        max_words: 250
";

/// Lines of the good set, each with what an author writes instead.
const MISTAKES: &str = include_str!("mistakes/mistakes.txt");

/// Every mistake, and what is said: the table is `mistakes.txt`, one mistake a paragraph, with the
/// message below it.
#[test]
fn each_mistake_is_told_as_its_author_needs_it() {
    let mut expected = String::new();
    for mistake in MISTAKES.split("\n\n").filter(|mistake| !mistake.trim().is_empty()) {
        let mut lines = mistake.trim_matches('\n').lines();
        let right = lines.next().unwrap().strip_prefix("- ").unwrap();
        let wrong: Vec<&str> = lines.by_ref().map_while(|line| line.strip_prefix("+ ")).collect();
        assert!(GOOD.contains(right), "{right}");
        let wrong_lines = wrong.join("\n").replace("\\t", "\t").replace("\\u", "\u{A0}");
        let set = GOOD.replacen(right, &wrong_lines, 1);
        write!(expected, "- {right}\n+ {}\n", wrong.join("\n+ ")).unwrap();
        for line in said(&set) {
            writeln!(expected, "  {line}").unwrap();
        }
        expected.push('\n');
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let table = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/mistakes/mistakes.txt");
        std::fs::write(table, expected).unwrap();
    } else {
        assert_eq!(MISTAKES, expected);
    }
}

/// What is said of a set: the place and message of each problem, with what to do.
fn said(set: &str) -> Vec<String> {
    let problems = match question_set::read("set", set.as_bytes()) {
        Ok(loaded) => loaded.warnings,
        Err(problems) => problems,
    };
    let lines = problems.lines().zip(problems.iter());
    lines
        .map(|(line, problem)| {
            let line = line.strip_prefix("set:").unwrap().to_owned();
            match &problem.help {
                Some(help) => format!("{line}. Help: {help}"),
                None => line,
            }
        })
        .collect()
}

#[test]
fn mistakes_that_stop_the_parser_are_all_told() {
    let set = GOOD
        .replace("title: Parks", "title: Parks: a plan")
        .replace("label: North", "label: North: the hill")
        .replace("text: Why do", "text: @Why do");
    let places: Vec<String> = said(&set).iter().map(|line| line[..4].to_owned()).collect();
    assert_eq!(places, ["4:13", "20:4", "24:1"]);
}

#[test]
fn a_correction_gives_a_set_without_mistakes() {
    let set = GOOD
        .replace("title: Parks", "title: Parks: a plan")
        .replace("label: Other", "label: Other, please specify")
        .replace("        text: Why", "\ttext: Why");
    let (lines, corrected) = question_set::corrected(set.as_bytes()).unwrap();
    assert_eq!(lines, [4, 21, 24]);
    assert!(said(&String::from_utf8(corrected).unwrap()).is_empty());
    assert_eq!(question_set::corrected(GOOD.as_bytes()), None);
}
