//! The schemas agree with the program, as far as a schema can say what is wrong.

use std::{
    fs,
    path::{Path, PathBuf},
};

use greenpaper::store::{
    question_set,
    schema::{SchemaSubject, schema},
};
use jsonschema::Validator;
use serde_json::Value;

use crate::export::DRAFT;

const FINAL: &str = include_str!("export/final.yaml");
const PARTIAL: &str = include_str!("export/partial.yaml");

/// What no schema can say, with the wrong sets that are wrong only in that.
const BEYOND_A_SCHEMA: [(&str, &[&str]); 7] = [
    (
        "what YAML readers do before a schema sees anything",
        &["anchor-and-alias", "carriage-return", "directive", "repeated-key", "tag"],
    ),
    (
        "that two things have different names",
        &[
            "lists-differ-in-case",
            "purpose-twice",
            "question-and-part",
            "questions-differ-in-case",
            "two-choices",
            "two-choices-in-a-list",
            "two-columns",
            "two-questions",
            "two-rows",
            "two-sections",
            "two-sources",
        ],
    ),
    (
        "that what is named is there, and stands before",
        &[
            "choice-looks-at-its-question",
            "contradiction-of-unknown-question",
            "list-looks-after-its-first-use",
            "list-unknown",
            "lists-confused",
            "no-lists",
            "no-sources",
            "question-itself",
            "question-later",
            "question-unknown",
            "required-when-unknown",
            "required-when-unknown-column",
            "row-unknown",
            "section-looks-at-itself",
            "source-unknown",
            "time-zone-unknown",
            "value-unknown",
            "value-unknown-near",
        ],
    ),
    (
        "that a test goes with the kind of the question that it looks at",
        &[
            "day-compared-with-words",
            "equals-of-matrix-without-row",
            "equals-of-select-multiple",
            "equals-of-string",
            "includes-of-a-row",
            "includes-of-select-one",
            "notice-tested",
            "number-compared-with-list",
            "number-compared-with-word",
            "row-of-select-one",
        ],
    ),
    (
        "that one amount is not beyond another, or beyond what there is",
        &[
            "closes-before-it-opens",
            "min-after-max",
            "min-more-than-max",
            "min-selected-more-than-choices",
            "min-selected-more-than-max",
        ],
    ),
    (
        "what a list has that is used by its name, and how rows stand",
        &["exclusive-in-a-list", "rows-apart"],
    ),
    ("how deep Markdown is nested", &["nested-too-deep-markdown"]),
];

/// The set that loads and that a schema refuses: a bare `~` is a text to us, with a warning, and
/// to a schema it is the same as nothing.
const STRICTER_THAN_WE_ARE: &str = "bare-words";

/// A validator that knows what a day is, as editors do.
fn validator(subject: SchemaSubject) -> Validator {
    let schema: Value = serde_json::from_str(&schema(subject)).unwrap();
    assert!(jsonschema::draft202012::meta::is_valid(&schema));
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
}

/// What an editor makes of a file; nothing, where it is no YAML.
fn as_json(file: &[u8]) -> Option<Value> {
    let text = str::from_utf8(file).ok()?;
    serde_yaml::from_str(text.trim_start_matches('\u{FEFF}')).ok()
}

/// The files of a folder of the project that end so, in the order of their names.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|found| found == ending));
    files.sort();
    files
}

#[track_caller]
fn is_valid(validator: &Validator, name: &str, file: &[u8]) {
    let errors: Vec<String> = validator
        .iter_errors(&as_json(file).unwrap())
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{name}: {}", errors.join("\n"));
}

#[test]
fn right_sets_are_valid() {
    let validator = validator(SchemaSubject::Consultation);
    let shipped = files("questions", "yaml");
    for file in files("tests/question-sets/right", "yaml").into_iter().chain(shipped) {
        is_valid(&validator, &file.display().to_string(), &fs::read(&file).unwrap());
    }
}

#[test]
fn wrong_sets_are_invalid_where_a_schema_can_tell() {
    let validator = validator(SchemaSubject::Consultation);
    let beyond = |name: &str| BEYOND_A_SCHEMA.iter().any(|(_, names)| names.contains(&name));
    let mut surprises = Vec::new();
    for file in files("tests/question-sets/wrong", "yaml") {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let content = fs::read(&file).unwrap();
        let loads = question_set::read(&name, &content).is_ok();
        let accepted = as_json(&content).is_some_and(|json| validator.is_valid(&json));
        match (loads, accepted, beyond(&name)) {
            (true, true, false) | (false, false, false) | (false, true, true) => {}
            (true, false, false) if name == STRICTER_THAN_WE_ARE => {}
            (true, _, _) => surprises.push(format!("{name} loads: accepted {accepted}")),
            (false, true, false) => surprises.push(format!("{name} is wrong, but accepted")),
            (false, false, true) => surprises.push(format!("{name} is not beyond a schema")),
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

#[test]
fn what_the_program_writes_is_valid() {
    let validator = validator(SchemaSubject::Response);
    for (name, file) in [("draft", DRAFT), ("final", FINAL), ("partial", PARTIAL)] {
        is_valid(&validator, name, file.as_bytes());
    }
}

#[test]
fn the_schemas_in_the_documents_are_those_of_the_program() {
    for (name, subject) in
        [("consultation", SchemaSubject::Consultation), ("response", SchemaSubject::Response)]
    {
        let path = format!("{}/docs/schema/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&path, schema(subject)).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        assert!(kept == schema(subject), "write it anew: greenpaper schema {name} > {path}");
    }
}
