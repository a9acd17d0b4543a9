//! A question set as its file has it. Everything is optional that some kind of thing may lack;
//! what goes with what has been checked before.

mod conversion;
mod loose;

use std::collections::HashMap;

use serde::Deserialize;

use crate::model::{
    consultation::{Provenance, Purpose, StringFormat},
    limit::CountAs,
};

pub use conversion::Unexpected;
use loose::{ListOrName, OneOrMore, TextOr};

/// What the first key of a question set says.
pub const FORMAT: &str = "greenpaper/consultation/1";

/// The zone of a set that names none.
pub const TIME_ZONE: &str = "Europe/London";

/// The language of a set that names none.
pub const LANGUAGE: &str = "en-GB";

/// Where a question's wording comes from, as files say it.
pub const PROVENANCES: [(&str, Provenance); 4] = [
    ("quoted", Provenance::Quoted),
    ("reconstructed", Provenance::Reconstructed),
    ("seed", Provenance::Seed),
    ("own", Provenance::Own),
];

/// Which detail of the respondent a question asks for, as files say it.
pub const PURPOSES: [(&str, Purpose); 8] = [
    ("name", Purpose::Name),
    ("organisation", Purpose::Organisation),
    ("capacity", Purpose::Capacity),
    ("email", Purpose::Email),
    ("telephone", Purpose::Telephone),
    ("confidential", Purpose::Confidential),
    ("publish_consent", Purpose::PublishConsent),
    ("contact_consent", Purpose::ContactConsent),
];

/// The looks of a one-line answer, as files say them.
pub const STRING_FORMATS: [(&str, StringFormat); 3] = [
    ("email", StringFormat::Email),
    ("phone", StringFormat::Phone),
    ("postcode", StringFormat::Postcode),
];

/// The ways to count characters, as files say them.
pub const COUNTS: [(&str, CountAs); 2] = [("utf16", CountAs::Utf16), ("crlf", CountAs::Crlf)];

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Set {
    #[expect(dead_code, reason = "the checks have compared it")]
    format: String,
    id: String,
    version: String,
    title: String,
    publisher: String,
    opens: Option<String>,
    closes: Option<String>,
    time_zone: Option<String>,
    language: Option<String>,
    #[serde(default)]
    respond_via: Vec<Channel>,
    #[serde(default)]
    sources: Vec<Source>,
    introduction: Option<String>,
    #[serde(default)]
    choice_lists: HashMap<String, Vec<Choice>>,
    #[serde(default)]
    defaults: Defaults,
    part_of: Option<PartOf>,
    follows: Option<String>,
    #[serde(default)]
    changes: Vec<Revision>,
    #[serde(default)]
    contradictions: Vec<Contradiction>,
    sections: Vec<Section>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Channel {
    kind: String,
    address: Option<String>,
    url: Option<String>,
    number: Option<String>,
    note: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    id: String,
    title: String,
    url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Defaults {
    max_words: Option<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartOf {
    id: String,
    title: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Revision {
    version: String,
    date: Option<String>,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contradiction {
    when: Condition,
    message: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    id: String,
    title: String,
    introduction: Option<String>,
    enable_when: Option<Condition>,
    items: Vec<Item>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    id: String,
    r#type: String,
    text: String,
    number: Option<String>,
    hint: Option<String>,
    guidance: Option<String>,
    #[serde(default)]
    references: Vec<Reference>,
    provenance: Option<String>,
    enable_when: Option<Condition>,
    #[serde(default)]
    key_question: bool,
    #[serde(default)]
    required: bool,
    required_message: Option<String>,
    purpose: Option<String>,
    allow_no_comment: Option<bool>,
    format: Option<String>,
    max_words: Option<usize>,
    max_length: Option<usize>,
    count_as: Option<String>,
    min: Option<String>,
    max: Option<String>,
    unit: Option<String>,
    decimals: Option<u32>,
    comment: Option<TextOr<Comment>>,
    choices: Option<ListOrName<Choice>>,
    min_selected: Option<usize>,
    max_selected: Option<usize>,
    min_ranked: Option<usize>,
    max_ranked: Option<usize>,
    #[serde(default)]
    rows: Vec<Row>,
    #[serde(default)]
    columns: Vec<Column>,
    row_comment: Option<TextOr<Comment>>,
    #[serde(default)]
    items: Vec<Item>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reference {
    source: String,
    at: Option<String>,
    quote: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Comment {
    text: String,
    hint: Option<String>,
    #[serde(default)]
    required: bool,
    required_when: Option<OneOrMore>,
    required_message: Option<String>,
    max_words: Option<usize>,
    max_length: Option<usize>,
    count_as: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    value: String,
    label: String,
    number: Option<String>,
    hint: Option<String>,
    enable_when: Option<Condition>,
    #[serde(default)]
    off_scale: bool,
    #[serde(default)]
    exclusive: bool,
    detail: Option<TextOr<Detail>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Detail {
    text: String,
    #[serde(default)]
    required: bool,
    max_words: Option<usize>,
    max_length: Option<usize>,
    count_as: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    value: String,
    label: String,
    number: Option<String>,
    group: Option<String>,
    note: Option<String>,
    hint: Option<String>,
    #[serde(default)]
    references: Vec<Reference>,
    required: Option<bool>,
    enable_when: Option<Condition>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    value: String,
    label: String,
    number: Option<String>,
    hint: Option<String>,
    enable_when: Option<Condition>,
    #[serde(default)]
    off_scale: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Condition {
    all: Option<Vec<Condition>>,
    any: Option<Vec<Condition>>,
    not: Option<Box<Condition>>,
    question: Option<String>,
    row: Option<String>,
    equals: Option<OneOrMore>,
    not_equals: Option<OneOrMore>,
    includes: Option<OneOrMore>,
    greater_than: Option<String>,
    at_least: Option<String>,
    less_than: Option<String>,
    at_most: Option<String>,
    answered: Option<bool>,
}
