//! The shape of a question set's file. Everything is optional that some kinds of item lack; earlier
//! checks decide what goes with what.

mod conversion;
mod short_forms;

use std::collections::HashMap;

use serde::Deserialize;

use crate::model::{
    consultation::{Provenance, Purpose},
    limit::CountAs,
    reading::StringFormat,
};

pub use conversion::UnexpectedSet;
use short_forms::{ListOrName, OneOrMore, TextOr};

/// The value of the first key of a question set.
pub const FORMAT: &str = "greenpaper/consultation/1";

/// The default time zone of a set.
pub const TIME_ZONE: &str = "Europe/London";

/// The default language of a set.
pub const LANGUAGE: &str = "en-GB";

/// The words for provenances in files.
pub const PROVENANCES: [(&str, Provenance); 4] = [
    ("quoted", Provenance::Quoted),
    ("reconstructed", Provenance::Reconstructed),
    ("seed", Provenance::Seed),
    ("own", Provenance::Own),
];

/// The words for purposes in files.
pub const PURPOSES: [(&str, Purpose); 9] = [
    ("name", Purpose::Name),
    ("organisation", Purpose::Organisation),
    ("capacity", Purpose::Capacity),
    ("email", Purpose::Email),
    ("telephone", Purpose::Telephone),
    ("address", Purpose::Address),
    ("confidential", Purpose::Confidential),
    ("publish_consent", Purpose::PublishConsent),
    ("contact_consent", Purpose::ContactConsent),
];

/// The words for one-line formats in files.
pub const STRING_FORMATS: [(&str, StringFormat); 3] = [
    ("email", StringFormat::Email),
    ("phone", StringFormat::Phone),
    ("postcode", StringFormat::Postcode),
];

/// The words for ways of counting characters in files.
pub const COUNTS: [(&str, CountAs); 2] = [("utf16", CountAs::Utf16), ("crlf", CountAs::Crlf)];

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSet {
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
    respond_via: Vec<RawChannel>,
    #[serde(default)]
    sources: Vec<RawSource>,
    introduction: Option<String>,
    #[serde(default)]
    choice_lists: HashMap<String, Vec<RawChoice>>,
    #[serde(default)]
    defaults: RawDefaults,
    part_of: Option<RawPartOf>,
    #[serde(default)]
    sign_off: RawSignOffPage,
    follows: Option<String>,
    #[serde(default)]
    changes: Vec<RawChangeNote>,
    #[serde(default)]
    contradictions: Vec<RawContradiction>,
    sections: Vec<RawSection>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChannel {
    kind: String,
    address: Option<String>,
    url: Option<String>,
    number: Option<String>,
    note: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    id: String,
    title: String,
    url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDefaults {
    #[serde(default, deserialize_with = "super::some_typed")]
    max_words: Option<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPartOf {
    id: String,
    title: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSignOffPage {
    title: Option<String>,
    text: Option<String>,
    name: Option<RawSignOffField>,
    role: Option<RawSignOffField>,
    authority: Option<RawSignOffField>,
    date: Option<RawSignOffField>,
    declaration: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSignOffField {
    label: Option<String>,
    hint: Option<String>,
    #[serde(default, deserialize_with = "super::some_typed")]
    required: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChangeNote {
    version: String,
    date: Option<String>,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawContradiction {
    when: RawCondition,
    message: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSection {
    id: String,
    title: String,
    introduction: Option<String>,
    enable_when: Option<RawCondition>,
    #[serde(default, deserialize_with = "super::some_typed")]
    about_respondent: Option<bool>,
    items: Vec<RawItem>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawItem {
    id: String,
    r#type: String,
    text: String,
    number: Option<String>,
    hint: Option<String>,
    guidance: Option<String>,
    #[serde(default)]
    references: Vec<RawReference>,
    provenance: Option<String>,
    enable_when: Option<RawCondition>,
    #[serde(default, deserialize_with = "super::typed")]
    key_question: bool,
    #[serde(default, deserialize_with = "super::typed")]
    required: bool,
    required_message: Option<String>,
    purpose: Option<String>,
    #[serde(default, deserialize_with = "super::some_typed")]
    allow_no_comment: Option<bool>,
    format: Option<String>,
    #[serde(default, deserialize_with = "super::some_typed")]
    max_words: Option<usize>,
    #[serde(default, deserialize_with = "super::some_typed")]
    max_length: Option<usize>,
    count_as: Option<String>,
    min: Option<String>,
    max: Option<String>,
    unit: Option<String>,
    #[serde(default, deserialize_with = "super::some_typed")]
    decimals: Option<u32>,
    comment: Option<TextOr<RawComment>>,
    choices: Option<ListOrName<RawChoice>>,
    #[serde(default, deserialize_with = "super::some_typed")]
    min_selected: Option<usize>,
    #[serde(default, deserialize_with = "super::some_typed")]
    max_selected: Option<usize>,
    #[serde(default, deserialize_with = "super::some_typed")]
    min_ranked: Option<usize>,
    #[serde(default, deserialize_with = "super::some_typed")]
    max_ranked: Option<usize>,
    #[serde(default)]
    rows: Vec<RawRow>,
    #[serde(default)]
    columns: Vec<RawColumn>,
    row_comment: Option<TextOr<RawComment>>,
    #[serde(default)]
    items: Vec<RawItem>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReference {
    source: String,
    at: Option<String>,
    quote: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawComment {
    text: String,
    hint: Option<String>,
    #[serde(default, deserialize_with = "super::typed")]
    required: bool,
    required_when: Option<OneOrMore>,
    required_message: Option<String>,
    #[serde(default, deserialize_with = "super::some_typed")]
    max_words: Option<usize>,
    #[serde(default, deserialize_with = "super::some_typed")]
    max_length: Option<usize>,
    count_as: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChoice {
    value: String,
    label: String,
    number: Option<String>,
    hint: Option<String>,
    enable_when: Option<RawCondition>,
    #[serde(default, deserialize_with = "super::typed")]
    off_scale: bool,
    #[serde(default, deserialize_with = "super::typed")]
    exclusive: bool,
    detail: Option<TextOr<RawDetail>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDetail {
    text: String,
    #[serde(default, deserialize_with = "super::typed")]
    required: bool,
    #[serde(default, deserialize_with = "super::some_typed")]
    max_words: Option<usize>,
    #[serde(default, deserialize_with = "super::some_typed")]
    max_length: Option<usize>,
    count_as: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRow {
    value: String,
    label: String,
    number: Option<String>,
    group: Option<String>,
    note: Option<String>,
    hint: Option<String>,
    #[serde(default)]
    references: Vec<RawReference>,
    #[serde(default, deserialize_with = "super::some_typed")]
    required: Option<bool>,
    enable_when: Option<RawCondition>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawColumn {
    value: String,
    label: String,
    number: Option<String>,
    hint: Option<String>,
    enable_when: Option<RawCondition>,
    #[serde(default, deserialize_with = "super::typed")]
    off_scale: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCondition {
    all: Option<Vec<RawCondition>>,
    any: Option<Vec<RawCondition>>,
    not: Option<Box<RawCondition>>,
    question: Option<String>,
    row: Option<String>,
    equals: Option<OneOrMore>,
    not_equals: Option<OneOrMore>,
    includes: Option<OneOrMore>,
    greater_than: Option<String>,
    at_least: Option<String>,
    less_than: Option<String>,
    at_most: Option<String>,
    #[serde(default, deserialize_with = "super::some_typed")]
    answered: Option<bool>,
}
