//! The walk that checks a tree against the tables.

use std::{mem::discriminant, ops::Range};

use jiff::tz::TimeZone;

use super::{
    KeySpec, KindSpec, MapSpec, Presence, ValueSpec,
    advice::{advice, near_id},
};
use crate::{
    model::{
        id::{ConsultationId, IdError, Value},
        markdown::{self, MAX_NESTING, UnsupportedMarkup},
    },
    store::{
        document::response::time_from,
        problem::{Findings, Problem, listed, named},
        scalar,
        source::{ByteRange, SourceText},
        syntax,
        tree::{Node, NodeEntry, NodeKind, ScalarForm},
    },
};

/// Checks a tree against the table of a map. `things` are all maps, for naming the owner of a
/// misplaced key.
pub fn conform(
    node: &Node,
    thing: &'static MapSpec,
    things: &'static [&'static MapSpec],
    source: &SourceText,
    findings: &mut Findings,
) {
    match &node.kind {
        NodeKind::Map(entries) => {
            Validation { things, source, findings }.thing(node, entries, thing)
        }
        NodeKind::Scalar { .. } | NodeKind::List(_) => {
            let message =
                format!("{} should be a map, not {}", thing.with_article(), node.described());
            findings.push(Problem::error(node.span.clone(), message));
        }
        NodeKind::Refused => {}
    }
}

struct Validation<'a> {
    things: &'static [&'static MapSpec],
    source: &'a SourceText,
    findings: &'a mut Findings,
}

/// The role of a value, for messages about it.
#[derive(Clone, Copy)]
enum ValueRole<'a> {
    After(&'a str),
    In(&'a str),
}

impl ValueRole<'_> {
    fn said(self) -> String {
        match self {
            Self::After(key) => named(key),
            Self::In(key) => format!("what is in {}", named(key)),
        }
    }
}

impl Validation<'_> {
    /// Checks a value; `owner` is the map that contains its key.
    fn visit(
        &mut self,
        role: ValueRole<'_>,
        node: &Node,
        wants: &'static ValueSpec,
        owner: &'static MapSpec,
    ) {
        match (wants, &node.kind) {
            (_, NodeKind::Refused) => {}
            (ValueSpec::Map(thing) | ValueSpec::TextOr(thing), NodeKind::Map(entries)) => {
                self.thing(node, entries, thing);
            }
            (ValueSpec::TextOr(_) | ValueSpec::ListOrName(_), NodeKind::Scalar { text, style }) => {
                self.scalar(role, node, (text, *style), &ValueSpec::Text, owner);
            }
            (ValueSpec::Values | ValueSpec::Operand, NodeKind::List(items)) => {
                self.items(role, node, items, wants, owner);
            }
            (ValueSpec::List(each) | ValueSpec::ListOrName(each), NodeKind::List(items)) => {
                self.items(role, node, items, each, owner);
            }
            (ValueSpec::WordsOrList, NodeKind::List(items)) => {
                items.iter().for_each(|item| self.visit(role, item, &ValueSpec::Words, owner));
            }
            (ValueSpec::Named(each) | ValueSpec::Entries(each), NodeKind::Map(entries)) => {
                if let (ValueSpec::Named(_), true) = (wants, entries.is_empty()) {
                    self.empty(role, node.span.clone());
                }
                self.named(entries, each, owner);
            }
            (_, NodeKind::Scalar { text, style }) if wants.is_scalar() => {
                self.scalar(role, node, (text, *style), wants, owner);
            }
            (_, NodeKind::Scalar { .. } | NodeKind::List(_) | NodeKind::Map(_)) => {
                self.misfit(role, node, wants, owner, node.described());
            }
        }
    }

    fn thing(&mut self, node: &Node, entries: &[NodeEntry], thing: &'static MapSpec) {
        let kind = thing.kind_of(node);
        let keys = thing.keys_of(kind);
        let mut missing = thing.required_keys(kind);
        missing.retain(|key| node.entry(key).is_none());
        for entry in entries {
            let mut named_so = keys.iter().filter(|key| key.name == entry.key.text);
            match named_so.next() {
                Some(KeySpec { need: Presence::Never(instead), .. }) => {
                    self.misplaced(entry, kind.map_or(thing.name, |kind| kind.name), instead);
                }
                Some(key) => {
                    if key.need == Presence::Must && entry.value.kind == NodeKind::Refused {
                        let help = format!(
                            "it is required: write {} after it",
                            key.wants.described(thing)
                        );
                        self.findings.advise(&entry.key.span, help);
                    }
                    // Without a known kind, `min` could be a number or a date.
                    let wants = discriminant(&key.wants);
                    if named_so.all(|other| discriminant(&other.wants) == wants) {
                        self.visit(ValueRole::After(key.name), &entry.value, &key.wants, thing);
                    }
                }
                None => {
                    let meant = self.unknown(entry, thing, kind);
                    missing.retain(|key| meant != Some(*key));
                }
            }
        }
        if !missing.is_empty() {
            let what = kind.map_or(thing.name.to_owned(), |kind| named(kind.name));
            let missing: Vec<String> = missing.into_iter().map(named).collect();
            let verb = if missing.len() == 1 { "is" } else { "are" };
            let message = format!("{} {verb} missing from this {what}", listed(&missing, "and"));
            self.findings.push(Problem::error(node.head(), message));
        }
    }

    /// Reports that a key does not belong to this kind of map, and what to do instead.
    fn misplaced(&mut self, entry: &NodeEntry, kind: &str, help: &str) {
        let message = format!("{} does not go with {}", named(&entry.key.text), named(kind));
        self.findings.push(Problem::error(entry.key.span.clone(), message).help(help));
    }

    /// Reports an unknown key with its owner or a suggestion, and returns the suggestion.
    fn unknown(
        &mut self,
        entry: &NodeEntry,
        thing: &'static MapSpec,
        kind: Option<&'static KindSpec>,
    ) -> Option<&'static str> {
        let name = entry.key.text.as_str();
        if name.trim() != name
            && let Some(problem) = syntax::text_at(self.source, entry.key.span.start)
        {
            self.findings.push(problem);
            return thing.keys_of(kind).iter().map(|key| key.name).find(|key| *key == name.trim());
        }
        let owners = thing.kinds.iter().filter(|kind| kind.has(name));
        let owners: Vec<String> = owners.map(|kind| named(kind.name)).collect();
        if let (Some(kind), false) = (kind, owners.is_empty()) {
            self.misplaced(entry, kind.name, &format!("it is for {}", listed(&owners, "and")));
            return None;
        }
        let message = format!("unknown key {} in {}", named(name), thing.with_article());
        let problem = Problem::error(entry.key.span.clone(), message);
        let has_it = |thing: &&&MapSpec| thing.keys_of(None).iter().any(|key| key.name == name);
        let problem = match self.things.iter().find(has_it) {
            Some(owner) => problem.help(format!("it is for {}", owner.with_article())),
            None => problem,
        };
        let keys = thing.keys_of(kind).into_iter();
        let usual = keys.filter(|key| !matches!(key.need, Presence::Never(_))).map(|key| key.name);
        self.findings.push_near(problem, name, usual)
    }

    fn items(
        &mut self,
        role: ValueRole<'_>,
        node: &Node,
        items: &[Node],
        each: &'static ValueSpec,
        owner: &'static MapSpec,
    ) {
        if items.is_empty() {
            self.empty(role, node.span.clone());
        }
        let (ValueRole::After(key) | ValueRole::In(key)) = role;
        let role = ValueRole::In(key);
        for item in items {
            match (each, &item.kind) {
                (ValueSpec::Values | ValueSpec::Operand, NodeKind::List(_)) => {
                    self.misfit(role, item, &ValueSpec::Text, owner, item.described());
                }
                _ => self.visit(role, item, each, owner),
            }
        }
    }

    fn named(&mut self, entries: &[NodeEntry], each: &'static ValueSpec, owner: &'static MapSpec) {
        for NodeEntry { key, value } in entries {
            let error = Value::try_from(key.text.as_str()).err();
            self.id(&key.text, key.span.clone(), error, &ValueSpec::Id);
            self.visit(ValueRole::After(&key.text), value, each, owner);
        }
    }

    fn empty(&mut self, role: ValueRole<'_>, span: ByteRange) {
        let message = format!("{} is empty", role.said());
        self.findings.push(Problem::error(span, message).help("leave it out, or fill it"));
    }

    fn scalar(
        &mut self,
        role: ValueRole<'_>,
        node: &Node,
        (text, style): (&str, ScalarForm),
        wants: &'static ValueSpec,
        owner: &'static MapSpec,
    ) {
        let span = node.span.clone();
        if is_any_text(wants) {
            warn_of_bare_word(node, self.findings);
        }
        match wants {
            ValueSpec::Id => return self.id(text, span, Value::try_from(text).err(), wants),
            ValueSpec::FileName => {
                return self.id(text, span, ConsultationId::try_from(text).err(), wants);
            }
            ValueSpec::Text | ValueSpec::Markdown | ValueSpec::Values if text.trim().is_empty() => {
                let message = format!("{} is blank", role.said());
                return self.findings.push(Problem::error(span, message));
            }
            ValueSpec::Markdown => return self.markdown(node, text),
            _ => {}
        }
        if fits(text, style, wants, owner) {
            return;
        }
        let found = match style {
            ScalarForm::Quoted if fits(text, ScalarForm::Plain, wants, owner) => {
                format!("{} in quotes", named(text))
            }
            ScalarForm::Plain | ScalarForm::Quoted | ScalarForm::Block => named(text),
        };
        self.misfit(role, node, wants, owner, &found);
    }

    /// Warns of unsupported Markdown, and refuses Markdown that would take the parser too long.
    fn markdown(&mut self, node: &Node, text: &str) {
        if let Some(range) = markdown::too_deep(text) {
            let message =
                format!("a line begins with more than {MAX_NESTING} `>`, `-` or the like");
            let help = "nest quotes and lists less deep, or put a `\\` before the first sign";
            let problem = Problem::error(self.written(node, text, range), message).help(help);
            return self.findings.push(problem);
        }
        for UnsupportedMarkup { what, range } in markdown::foreign(text) {
            let message = format!("{what} is shown as plain text");
            let help = "there are paragraphs, emphasis, lists and links";
            let span = self.written(node, text, range);
            self.findings.push(Problem::warning(span, message).help(help));
        }
    }

    /// Returns the position in the file of the first line of a part of a text, or of the whole
    /// text.
    fn written(&self, node: &Node, text: &str, part: Range<usize>) -> ByteRange {
        let line = text.get(part).and_then(|found| found.lines().next()).unwrap_or_default();
        let written = self.source.text().get(node.span.clone()).unwrap_or_default();
        match written.find(line).filter(|_| !line.is_empty()) {
            Some(start) => node.span.start + start..node.span.start + start + line.len(),
            None => node.span.clone(),
        }
    }

    /// Reports an invalid id.
    fn id(&mut self, text: &str, span: ByteRange, error: Option<IdError>, wants: &ValueSpec) {
        let Some(error) = error else { return };
        let message = format!("{} cannot be an id", named(text));
        let problem = Problem::error(span, message).label(error.to_string());
        self.findings.push(match near_id(text, wants) {
            Some(near) => problem.help(format!("did you mean {}?", named(&near))),
            None => problem,
        });
    }

    fn misfit(
        &mut self,
        role: ValueRole<'_>,
        node: &Node,
        wants: &ValueSpec,
        owner: &MapSpec,
        found: &str,
    ) {
        let wanted = wants.described(owner);
        let message = format!("{} should be {wanted}, not {found}", role.said());
        let span = if node.map().is_empty() { node.span.clone() } else { node.head() };
        let problem = Problem::error(span, message);
        let text = node.text().unwrap_or_default();
        match wants {
            ValueSpec::Word(words) => {
                self.findings.push_near(problem, text, words.iter().copied());
            }
            ValueSpec::Kind => {
                let called = owner.also_called.iter().find(|(other, _)| *other == text);
                let kinds = owner.kinds.iter().map(|kind| kind.name);
                match called {
                    Some((_, ours)) => {
                        self.findings.push(problem.help(format!("did you mean {ours}?")));
                    }
                    None => {
                        self.findings.push_near(problem, text, kinds);
                    }
                }
            }
            ValueSpec::TimeZone => {
                let zones = jiff::tz::db().available().map(|zone| zone.as_str().to_owned());
                let zones: Vec<String> = zones.collect();
                self.findings.push_near(problem, text, zones.iter().map(String::as_str));
            }
            _ => self.findings.push(match advice(wants, node) {
                Some(help) => problem.help(help),
                None => problem,
            }),
        }
    }
}

/// Warns of a bare word that other YAML tools do not read as a text.
pub fn warn_of_bare_word(node: &Node, findings: &mut Findings) {
    let NodeKind::Scalar { text, style: ScalarForm::Plain } = &node.kind else {
        return;
    };
    if let Some(reading) = scalar::read_elsewhere_as(text) {
        let message = format!("other YAML tools read {} as {reading}", named(text));
        let problem = Problem::warning(node.span.clone(), message);
        findings.push(problem.help(format!("put it in quotes: `\"{text}\"`")));
    }
}

/// Whether any words are allowed, so that it matters how other tools read them.
fn is_any_text(wants: &ValueSpec) -> bool {
    matches!(
        wants,
        ValueSpec::Text
            | ValueSpec::Markdown
            | ValueSpec::Words
            | ValueSpec::WordsOrList
            | ValueSpec::Id
            | ValueSpec::FileName
            | ValueSpec::Values
    )
}

/// Whether a scalar is as expected.
fn fits(text: &str, style: ScalarForm, wants: &ValueSpec, owner: &MapSpec) -> bool {
    let bare = style == ScalarForm::Plain;
    match wants {
        ValueSpec::Kind => owner.kinds.iter().any(|kind| kind.name == text),
        ValueSpec::Word(words) => words.contains(&text),
        ValueSpec::Language => is_language(text),
        ValueSpec::TimeZone => TimeZone::get(text).is_ok(),
        ValueSpec::Day => scalar::day(text).is_some(),
        ValueSpec::Closing => scalar::closing(text, &TimeZone::UTC).is_some(),
        ValueSpec::Time => time_from(text).is_some(),
        ValueSpec::Flag => bare && scalar::flag(text).is_some(),
        ValueSpec::Count(least, most) => {
            bare && scalar::count(text).is_some_and(|count| (*least..=*most).contains(&count))
        }
        ValueSpec::Whole => scalar::number(text).is_some() && !text.contains('.'),
        ValueSpec::Number => scalar::number(text).is_some(),
        ValueSpec::Text
        | ValueSpec::Markdown
        | ValueSpec::Words
        | ValueSpec::WordsOrList
        | ValueSpec::Id
        | ValueSpec::FileName
        | ValueSpec::Values
        | ValueSpec::Operand => true,
        ValueSpec::Map(_)
        | ValueSpec::TextOr(_)
        | ValueSpec::List(_)
        | ValueSpec::ListOrName(_)
        | ValueSpec::Named(_)
        | ValueSpec::Entries(_) => false,
    }
}

/// Whether a text has the form of a language tag: a language, then subtags.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=8).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}
