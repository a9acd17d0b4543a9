//! JSON Schemas of our files, for editors, made from the tables that check the files.
//!
//! They follow draft 2020-12, and use nothing that editors with an older draft would read
//! differently. A schema accepts every file that loads. It cannot compare parts of a file with each
//! other, so a file that it accepts may still be wrong: `greenpaper check` decides.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::{
    check::{
        choices::{MARKS, MAX_COLUMNS, MIN_COLUMNS},
        conditions::{COMBINATIONS, OPERATORS},
        keys::{COMMENT, CONDITION, ITEM, SET},
    },
    draft::keys::DRAFT,
    response::{RULES_OF_STATUS, keys::RESPONSE},
    spec::{KeySpec, KindSpec, MapSpec, Presence, ValueSpec},
};
use crate::model::id::{MAX_LENGTH, WINDOWS_DEVICES};

/// Identifies the version of JSON Schema to editors.
const DRAFT_2020_12: &str = "https://json-schema.org/draft/2020-12/schema";

/// The kind of file that a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaSubject {
    /// Question sets.
    Consultation,
    /// Drafts and responses, which share their `format`.
    Response,
}

/// Returns the text of the schema.
pub fn schema(of: SchemaSubject) -> String {
    let mut definitions = Definitions::default();
    let schema = match of {
        SchemaSubject::Consultation => {
            let set = definitions.refer("", &SET);
            definitions.refine(CONDITION.name, one_test_or_combination());
            definitions.refine(COMMENT.name, required_in_one_way());
            for kind in ITEM.kinds {
                definitions.refine(&format!("{}-{}", ITEM.name, kind.name), rules_of(kind));
            }
            json!({
                "$schema": DRAFT_2020_12,
                "title": "A question set of Greenpaper",
                "allOf": [set],
                "$defs": definitions.into_value(),
            })
        }
        SchemaSubject::Response => {
            let (draft, response) =
                (definitions.refer("draft-", &DRAFT), definitions.refer("final-", &RESPONSE));
            definitions.refine(&format!("final-{}", RESPONSE.name), rules_of_status());
            let is_response = json!({
                "required": ["consultation"],
                "properties": {"consultation": {"required": ["title"]}},
            });
            json!({
                "$schema": DRAFT_2020_12,
                "title": "A draft or a response of Greenpaper",
                "if": is_response,
                "then": response,
                "else": draft,
                "$defs": definitions.into_value(),
            })
        }
    };
    format!("{schema:#}\n")
}

/// The schemas of maps and values, each once, by name.
#[derive(Default)]
struct Definitions {
    known: Map<String, Value>,
    begun: HashSet<String>,
}

impl Definitions {
    fn into_value(self) -> Value {
        Value::Object(self.known)
    }

    /// Returns a reference to the schema of a map. `prefix` distinguishes maps with the same name.
    fn refer(&mut self, prefix: &str, thing: &'static MapSpec) -> Value {
        let name = format!("{prefix}{}", thing.name.replace(' ', "-"));
        if self.begun.insert(name.clone()) {
            let schema = self.thing(prefix, &name, thing);
            self.known.insert(name.clone(), schema);
        }
        reference(&name)
    }

    /// Adds rules that go beyond the table.
    fn refine(&mut self, name: &str, rules: Vec<Value>) {
        let Some(Value::Object(schema)) = self.known.get_mut(name) else { return };
        let all = schema.get("allOf").and_then(Value::as_array).cloned().unwrap_or_default();
        let all: Vec<Value> = all.into_iter().chain(rules).collect();
        if !all.is_empty() {
            schema.insert("allOf".to_owned(), Value::Array(all));
        }
    }

    fn thing(&mut self, prefix: &str, name: &str, thing: &'static MapSpec) -> Value {
        let keys: Vec<&KeySpec> = thing.common_keys().collect();
        let mut schema = self.map(prefix, thing, &keys);
        let Some(kind) = keys.iter().find(|key| matches!(key.wants, ValueSpec::Kind)) else {
            close(&mut schema);
            return Value::Object(schema);
        };
        let kinds = thing.kinds.iter().map(|variant| {
            let name = format!("{name}-{}", variant.name);
            let schema = self.variant(prefix, thing, variant);
            self.known.insert(name.clone(), schema);
            json!({
                "if": {
                    "required": [kind.name],
                    "properties": {kind.name: {"const": variant.name}},
                },
                "then": reference(&name),
            })
        });
        schema.insert("allOf".to_owned(), kinds.collect());
        Value::Object(schema)
    }

    /// Returns the schema of one kind of map, beyond what all kinds share.
    fn variant(
        &mut self,
        prefix: &str,
        thing: &'static MapSpec,
        variant: &'static KindSpec,
    ) -> Value {
        let further: Vec<&KeySpec> = variant.further_keys().collect();
        let mut schema = self.map(prefix, thing, &further);
        schema.insert("description".to_owned(), json!(variant.about));
        if let Some(Value::Object(properties)) = schema.get_mut("properties") {
            let common = thing.common_keys().map(|key| (key.name.to_owned(), json!(true)));
            properties.extend(common);
        }
        close(&mut schema);
        Value::Object(schema)
    }

    /// Returns the schema of a map with some keys, and possibly others.
    fn map(
        &mut self,
        prefix: &str,
        thing: &'static MapSpec,
        keys: &[&KeySpec],
    ) -> Map<String, Value> {
        let wanted = keys.iter().filter(|key| !matches!(key.need, Presence::Never(_)));
        let properties: Map<String, Value> =
            wanted.map(|key| (key.name.to_owned(), self.described(prefix, key, thing))).collect();
        let required = keys.iter().filter(|key| key.need == Presence::Must).map(|key| key.name);
        let mut schema = Map::new();
        schema.insert("title".to_owned(), json!(thing.name));
        schema.insert("type".to_owned(), json!("object"));
        schema.insert("properties".to_owned(), Value::Object(properties));
        schema.insert("required".to_owned(), required.collect());
        schema
    }

    /// Returns the schema of a value, with the description of its key.
    fn described(&mut self, prefix: &str, key: &KeySpec, owner: &'static MapSpec) -> Value {
        let mut schema = Map::new();
        schema.insert("description".to_owned(), json!(key.about));
        if let Value::Object(wanted) = self.wanted(prefix, &key.wants, owner) {
            schema.extend(wanted);
        }
        Value::Object(schema)
    }

    fn wanted(&mut self, prefix: &str, wants: &ValueSpec, owner: &'static MapSpec) -> Value {
        match wants {
            ValueSpec::Text | ValueSpec::Markdown => text(),
            ValueSpec::Words => json!({"type": ["string", "number", "boolean"]}),
            ValueSpec::WordsOrList => {
                let words = self.wanted(prefix, &ValueSpec::Words, owner);
                json!({"anyOf": [words, {"type": "array", "items": words}]})
            }
            ValueSpec::Id => id(),
            ValueSpec::FileName => json!({
                "type": ["string", "integer", "boolean"],
                "minimum": 0,
                "pattern": format!("^[a-z0-9][a-z0-9_-]{{0,{}}}$", MAX_LENGTH - 1),
                "not": {"enum": WINDOWS_DEVICES},
            }),
            ValueSpec::Kind => {
                let names = owner.kinds.iter().map(|kind| kind.name).collect::<Vec<_>>();
                let about = owner.kinds.iter().map(|kind| kind.about).collect::<Vec<_>>();
                // Editors show the meaning of each word; validators ignore it.
                json!({"enum": names, "enumDescriptions": about})
            }
            ValueSpec::Word(words) => json!({"enum": words}),
            ValueSpec::Language => {
                json!({"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"})
            }
            ValueSpec::TimeZone => json!({"type": "string", "examples": ["Europe/London", "UTC"]}),
            ValueSpec::Day => json!({"type": "string", "format": "date", "pattern": DAY}),
            ValueSpec::Closing => {
                let moment =
                    format!("{}T[0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}})?{OFFSET}$", trimmed(DAY));
                let day = json!({"type": "string", "format": "date", "pattern": DAY});
                json!({"anyOf": [day, {"type": "string", "pattern": moment}]})
            }
            ValueSpec::Time => {
                let time = format!("{}[Tt ][0-9]{{2}}:[0-9]{{2}}.*{OFFSET}", trimmed(DAY));
                json!({"type": "string", "pattern": time})
            }
            ValueSpec::Flag => json!({"type": "boolean"}),
            ValueSpec::Count(least, usize::MAX) => json!({"type": "integer", "minimum": least}),
            ValueSpec::Count(least, most) => {
                json!({"type": "integer", "minimum": least, "maximum": most})
            }
            ValueSpec::Whole => json!({"type": ["integer", "string"], "pattern": "^-?[0-9]+$"}),
            ValueSpec::Number => {
                json!({"type": ["number", "string"], "pattern": "^-?[0-9]+(\\.[0-9]+)?$"})
            }
            ValueSpec::Map(thing) => self.refer(prefix, thing),
            ValueSpec::TextOr(thing) => json!({"anyOf": [text(), self.refer(prefix, thing)]}),
            ValueSpec::List(each) => list(self.wanted(prefix, each, owner)),
            ValueSpec::ListOrName(each) => {
                json!({"anyOf": [text(), list(self.wanted(prefix, each, owner))]})
            }
            ValueSpec::Named(each) => {
                let each = self.wanted(prefix, each, owner);
                json!({
                    "type": "object",
                    "propertyNames": id(),
                    "additionalProperties": each,
                    "minProperties": 1,
                })
            }
            ValueSpec::Entries(each) => {
                let each = self.wanted(prefix, each, owner);
                json!({"type": "object", "propertyNames": id(), "additionalProperties": each})
            }
            ValueSpec::Values => json!({"anyOf": [text(), list(text())]}),
            ValueSpec::Operand => {
                let words = json!({"type": ["string", "number", "boolean"]});
                json!({"anyOf": [words, list(words.clone())]})
            }
        }
    }
}

const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
const OFFSET: &str = "(Z|[+-][0-9]{2}:[0-9]{2})";

/// Returns a pattern without its end, for others to extend.
fn trimmed(pattern: &str) -> &str {
    pattern.trim_end_matches('$')
}

/// Accepts any text that is not blank. A bare number or word is a text as written.
fn text() -> Value {
    json!({"type": ["string", "number", "boolean"], "pattern": "\\S"})
}

fn id() -> Value {
    json!({
        "type": ["string", "integer", "boolean"],
        "minimum": 0,
        "pattern": format!("^[A-Za-z0-9][A-Za-z0-9_-]{{0,{}}}$", MAX_LENGTH - 1),
    })
}

fn list(each: Value) -> Value {
    json!({"type": "array", "items": each, "minItems": 1})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

/// Refuses all other keys.
fn close(schema: &mut Map<String, Value>) {
    schema.insert("additionalProperties".to_owned(), json!(false));
}

/// A condition is a combination, or a test: a question, and one operator.
fn one_test_or_combination() -> Vec<Value> {
    let one_of = |keys: Vec<&str>| {
        let each = keys.iter().map(|key| json!({"required": [key]}));
        json!({"oneOf": each.collect::<Vec<_>>()})
    };
    let shapes = one_of(COMBINATIONS.into_iter().chain(["question"]).collect());
    let names_no_question = json!({"not": {"required": ["question"]}});
    let parts: Map<String, Value> =
        OPERATORS.into_iter().chain(["row"]).map(|key| (key.to_owned(), json!(false))).collect();
    let test = json!({
        "if": names_no_question,
        "then": {"properties": parts},
        "else": one_of(OPERATORS.to_vec()),
    });
    vec![shapes, test]
}

fn required_in_one_way() -> Vec<Value> {
    vec![json!({"not": {"required": ["required", "required_when"]}})]
}

/// Returns the rules of one kind of item, beyond its keys.
fn rules_of(kind: &KindSpec) -> Vec<Value> {
    let must_have =
        |name| kind.further_keys().any(|key| key.name == name && key.need == Presence::Must);
    let of_key = |key: &str, rule: Value| json!({"properties": {key: rule}});
    let mut rules = Vec::new();
    if must_have("choices") {
        let marks = MARKS.iter().filter(|(_, kinds)| !kinds.contains(&kind.name));
        let unmarked = marks.map(|(mark, _)| json!({"properties": {*mark: {"const": false}}}));
        rules.extend(unmarked.map(|choice| of_key("choices", json!({"items": choice}))));
    }
    if must_have("columns") {
        let number = json!({"minItems": MIN_COLUMNS, "maxItems": MAX_COLUMNS});
        rules.push(of_key("columns", number));
    }
    if must_have("items") {
        let is_part = json!({"properties": {"type": {"not": {"const": kind.name}}}});
        rules.push(of_key("items", json!({"items": is_part})));
    }
    let may_have_comment =
        kind.further_keys().any(|key| key.name == "comment" && key.need == Presence::May);
    if may_have_comment && !must_have("choices") && !must_have("columns") {
        rules.push(of_key("comment", json!({"properties": {"required_when": false}})));
    }
    rules
}

/// Final and unfinished responses have different keys.
fn rules_of_status() -> Vec<Value> {
    let rules = RULES_OF_STATUS.iter().map(|(status, must, must_not)| {
        let refused: Map<String, Value> =
            must_not.iter().map(|key| ((*key).to_owned(), json!(false))).collect();
        json!({
            "if": {"required": ["status"], "properties": {"status": {"const": status}}},
            "then": {"required": must, "properties": refused},
        })
    });
    rules.collect()
}
