//! Which keys a thing in a file may have, and what stands after them: tables, and the walk that
//! holds a tree to them.
//!
//! The tables are data, so that more than this walk can be made of them.

use jiff::tz::TimeZone;

use super::{
    problem::{Findings, Problem, listed, named},
    scalar,
    source::Span,
    tree::{Entry, Kind, Node, Style},
};
use crate::model::id::{ConsultationId, IdError, Value};

/// A kind of map: what it is called, and its keys.
#[derive(Debug)]
pub struct Thing {
    /// Its name, as in "this section".
    pub name: &'static str,
    /// The keys of all such things, in groups that may be shared.
    pub keys: &'static [&'static [Key]],
    /// The kinds of it that have further keys.
    pub kinds: &'static [Variant],
    /// What to do when someone writes a list instead.
    pub not_a_list: Option<&'static str>,
}

/// One of the kinds of a thing, chosen by the key that [`Wants::Kind`].
#[derive(Debug)]
pub struct Variant {
    /// The word that chooses it.
    pub name: &'static str,
    /// Its further keys, in groups that may be shared.
    pub keys: &'static [&'static [Key]],
}

/// A key of a thing.
#[derive(Debug)]
pub struct Key {
    /// The key itself.
    pub name: &'static str,
    /// Whether it must be there.
    pub need: Need,
    /// What stands after it.
    pub wants: Wants,
}

/// Whether a key must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A thing without it is not complete.
    Must,
    /// It can be left out.
    May,
    /// Authors expect it here, but it is not; this is what to do instead.
    Never(&'static str),
}

/// What stands after a key.
#[derive(Debug)]
pub enum Wants {
    /// Any text that is not blank.
    Text,
    /// An id that is made here.
    Id,
    /// An id that becomes a file name.
    FileName,
    /// The word for one of the thing's kinds.
    Kind,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A language tag such as `en-GB`.
    Language,
    /// A time zone such as `Europe/London`.
    TimeZone,
    /// A day.
    Day,
    /// A day, or an instant with its offset.
    Closing,
    /// `true` or `false`.
    Flag,
    /// How many: a whole number between two, both included.
    Count(usize, usize),
    /// A whole number, possibly negative.
    Whole,
    /// A number, possibly with decimals.
    Number,
    /// A map.
    Thing(&'static Thing),
    /// A map, or in short the text in it.
    TextOr(&'static Thing),
    /// A list of such.
    List(&'static Wants),
    /// A list of such, or the name of one.
    ListOrName(&'static Wants),
    /// A map from names to such.
    Named(&'static Wants),
    /// A value, or a list of values.
    Values,
    /// A value, number or day, or a list: what it is depends on the question compared with.
    Operand,
}

impl Key {
    /// A key that must be there.
    pub const fn must(name: &'static str, wants: Wants) -> Self {
        Self {
            name,
            need: Need::Must,
            wants,
        }
    }

    /// A key that can be left out.
    pub const fn may(name: &'static str, wants: Wants) -> Self {
        Self {
            name,
            need: Need::May,
            wants,
        }
    }

    /// A key that authors expect, and what to do instead.
    pub const fn never(name: &'static str, instead: &'static str) -> Self {
        Self {
            name,
            need: Need::Never(instead),
            wants: Wants::Text,
        }
    }
}

impl Thing {
    /// The keys of all such things.
    pub fn common_keys(&self) -> impl Iterator<Item = &'static Key> {
        self.keys.iter().copied().flatten()
    }

    /// The keys of a thing of that kind, or of any kind where it is not known.
    fn keys_of(&self, kind: Option<&'static Variant>) -> Vec<&'static Key> {
        let further: Vec<&Variant> = match kind {
            Some(kind) => vec![kind],
            None => self.kinds.iter().collect(),
        };
        self.common_keys()
            .chain(further.into_iter().flat_map(Variant::further_keys))
            .collect()
    }

    /// The keys that a thing of that kind must have.
    fn required_keys(&self, kind: Option<&'static Variant>) -> Vec<&'static str> {
        let further = kind.into_iter().flat_map(Variant::further_keys);
        let required = self
            .common_keys()
            .chain(further)
            .filter(|key| key.need == Need::Must);
        required.map(|key| key.name).collect()
    }

    /// The kind that a map says it is.
    fn kind_of(&self, node: &Node) -> Option<&'static Variant> {
        let key = self
            .common_keys()
            .find(|key| matches!(key.wants, Wants::Kind))?;
        let word = node.text_of(key.name)?;
        self.kinds.iter().find(|kind| kind.name == word)
    }
}

impl Variant {
    /// The keys that only this kind, and those that share them, have.
    pub fn further_keys(&self) -> impl Iterator<Item = &'static Key> + use<> {
        self.keys.iter().copied().flatten()
    }

    fn has(&self, name: &str) -> bool {
        self.further_keys()
            .any(|key| key.name == name && !matches!(key.need, Need::Never(_)))
    }
}

/// Holds a tree to the table of a thing. `things` are all the things there are, to say whose a
/// misplaced key is.
pub fn conform(
    node: &Node,
    thing: &'static Thing,
    things: &'static [&'static Thing],
    findings: &mut Findings,
) {
    match &node.kind {
        Kind::Map(entries) => Walk { things, findings }.thing(node, entries, thing),
        Kind::Scalar { .. } | Kind::List(_) => {
            let message = format!("a {} should be a map, not {}", thing.name, node.described());
            findings.push(Problem::error(node.span.clone(), message));
        }
        Kind::Refused => {}
    }
}

struct Walk<'a> {
    things: &'static [&'static Thing],
    findings: &'a mut Findings,
}

/// The role of a value, for what is said about it.
#[derive(Clone, Copy)]
enum Role<'a> {
    After(&'a str),
    In(&'a str),
}

impl Role<'_> {
    fn said(self) -> String {
        match self {
            Self::After(key) => named(key),
            Self::In(key) => format!("what stands in {}", named(key)),
        }
    }
}

impl Walk<'_> {
    /// Holds a value to what is wanted; `owner` is the thing that its key belongs to.
    fn visit(&mut self, role: Role<'_>, node: &Node, wants: &'static Wants, owner: &'static Thing) {
        match (wants, &node.kind) {
            (_, Kind::Refused) => {}
            (Wants::Thing(thing) | Wants::TextOr(thing), Kind::Map(entries)) => {
                self.thing(node, entries, thing);
            }
            (Wants::TextOr(_) | Wants::ListOrName(_), Kind::Scalar { text, style }) => {
                self.scalar(role, node, (text, *style), &Wants::Text, owner);
            }
            (Wants::Values | Wants::Operand, Kind::List(items)) => {
                self.items(role, node, items, wants, owner);
            }
            (Wants::List(each) | Wants::ListOrName(each), Kind::List(items)) => {
                self.items(role, node, items, each, owner);
            }
            (Wants::Named(each), Kind::Map(entries)) => {
                self.named(role, node, entries, each, owner)
            }
            (_, Kind::Scalar { text, style }) if is_scalar(wants) => {
                self.scalar(role, node, (text, *style), wants, owner);
            }
            (_, Kind::Scalar { .. } | Kind::List(_) | Kind::Map(_)) => {
                self.misfit(role, node, wants, owner, node.described());
            }
        }
    }

    fn thing(&mut self, node: &Node, entries: &[Entry], thing: &'static Thing) {
        let kind = thing.kind_of(node);
        let keys = thing.keys_of(kind);
        let mut missing = thing.required_keys(kind);
        missing.retain(|key| node.entry(key).is_none());
        for entry in entries {
            match keys.iter().find(|key| key.name == entry.key.text) {
                Some(Key {
                    need: Need::Never(instead),
                    ..
                }) if kind.is_some() => {
                    self.misplaced(entry, kind.map_or(thing.name, |kind| kind.name), instead);
                }
                Some(key) => {
                    self.visit(Role::After(key.name), &entry.value, &key.wants, thing);
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
            let message = format!("this {what} lacks {}", listed(&missing, "and"));
            self.findings.push(Problem::error(node.head(), message));
        }
    }

    /// Says that a key does not belong to this kind of thing, and what to do instead.
    fn misplaced(&mut self, entry: &Entry, kind: &str, help: &str) {
        let message = format!(
            "{} does not go with {}",
            named(&entry.key.text),
            named(kind)
        );
        self.findings
            .push(Problem::error(entry.key.span.clone(), message).help(help));
    }

    /// Says of an unknown key whose it is, or what was meant; gives what was meant.
    fn unknown(
        &mut self,
        entry: &Entry,
        thing: &'static Thing,
        kind: Option<&'static Variant>,
    ) -> Option<&'static str> {
        let name = entry.key.text.as_str();
        let owners = thing.kinds.iter().filter(|kind| kind.has(name));
        let owners: Vec<String> = owners.map(|kind| named(kind.name)).collect();
        if let (Some(kind), false) = (kind, owners.is_empty()) {
            self.misplaced(
                entry,
                kind.name,
                &format!("it is for {}", listed(&owners, "and")),
            );
            return None;
        }
        let message = format!("unknown key {} in a {}", named(name), thing.name);
        let problem = Problem::error(entry.key.span.clone(), message);
        let has_it = |thing: &&&Thing| thing.keys_of(None).iter().any(|key| key.name == name);
        let problem = match self.things.iter().find(has_it) {
            Some(owner) => problem.help(format!("it is for a {}", owner.name)),
            None => problem,
        };
        let keys = thing.keys_of(kind).into_iter();
        let usual = keys
            .filter(|key| !matches!(key.need, Need::Never(_)))
            .map(|key| key.name);
        self.findings.push_near(problem, name, usual)
    }

    fn items(
        &mut self,
        role: Role<'_>,
        node: &Node,
        items: &[Node],
        each: &'static Wants,
        owner: &'static Thing,
    ) {
        if items.is_empty() {
            self.empty(role, node.span.clone());
        }
        let (Role::After(key) | Role::In(key)) = role;
        let role = Role::In(key);
        for item in items {
            match (each, &item.kind) {
                (Wants::Values | Wants::Operand, Kind::List(_)) => {
                    self.misfit(role, item, &Wants::Text, owner, item.described());
                }
                _ => self.visit(role, item, each, owner),
            }
        }
    }

    fn named(
        &mut self,
        role: Role<'_>,
        node: &Node,
        entries: &[Entry],
        each: &'static Wants,
        owner: &'static Thing,
    ) {
        if entries.is_empty() {
            self.empty(role, node.span.clone());
        }
        for Entry { key, value } in entries {
            self.id(
                &key.text,
                key.span.clone(),
                Value::try_from(key.text.as_str()).err(),
            );
            self.visit(Role::After(&key.text), value, each, owner);
        }
    }

    fn empty(&mut self, role: Role<'_>, span: Span) {
        let message = format!("{} is empty", role.said());
        self.findings
            .push(Problem::error(span, message).help("leave it out, or fill it"));
    }

    fn scalar(
        &mut self,
        role: Role<'_>,
        node: &Node,
        (text, style): (&str, Style),
        wants: &'static Wants,
        owner: &'static Thing,
    ) {
        let span = node.span.clone();
        if let Wants::Id | Wants::FileName | Wants::Text | Wants::Values = wants {
            warn_of_bare_word(node, self.findings);
        }
        match wants {
            Wants::Id => return self.id(text, span, Value::try_from(text).err()),
            Wants::FileName => return self.id(text, span, ConsultationId::try_from(text).err()),
            Wants::Text | Wants::Values if text.trim().is_empty() => {
                let message = format!("{} is blank", role.said());
                return self.findings.push(Problem::error(span, message));
            }
            _ => {}
        }
        if fits(text, style, wants, owner) {
            return;
        }
        let found = match style {
            Style::Quoted if fits(text, Style::Plain, wants, owner) => {
                format!("{} in quotes", named(text))
            }
            Style::Plain | Style::Quoted | Style::Block => named(text),
        };
        self.misfit(role, node, wants, owner, &found);
    }

    /// Complains of what cannot be an id.
    fn id(&mut self, text: &str, span: Span, error: Option<IdError>) {
        if let Some(error) = error {
            let message = format!("{} cannot be an id", named(text));
            self.findings
                .push(Problem::error(span, message).label(error.to_string()));
        }
    }

    fn misfit(&mut self, role: Role<'_>, node: &Node, wants: &Wants, owner: &Thing, found: &str) {
        let wanted = described(wants, owner);
        let message = format!("{} should be {wanted}, not {found}", role.said());
        let span = if node.map().is_empty() {
            node.span.clone()
        } else {
            node.head()
        };
        let problem = Problem::error(span, message);
        match (wants, node.text().unwrap_or_default()) {
            (
                Wants::Thing(Thing {
                    not_a_list: Some(help),
                    ..
                }),
                _,
            ) if matches!(node.kind, Kind::List(_)) => {
                self.findings.push(problem.help(*help));
            }
            (Wants::Word(words), text) => {
                self.findings
                    .push_near(problem, text, words.iter().copied());
            }
            (Wants::Kind, text) => {
                let kinds = owner.kinds.iter().map(|kind| kind.name);
                self.findings.push_near(problem, text, kinds);
            }
            (Wants::TimeZone, text) => {
                let zones = jiff::tz::db()
                    .available()
                    .map(|zone| zone.as_str().to_owned());
                let zones: Vec<String> = zones.collect();
                self.findings
                    .push_near(problem, text, zones.iter().map(String::as_str));
            }
            (Wants::Closing, text)
                if scalar::closing(&format!("{text}Z"), &TimeZone::UTC).is_some() =>
            {
                let help = "a time needs its offset from UTC, such as `+01:00`";
                self.findings.push(problem.help(help));
            }
            _ => self.findings.push(problem),
        }
    }
}

/// Warns of a bare word that other YAML tools do not read as a text.
pub fn warn_of_bare_word(node: &Node, findings: &mut Findings) {
    let Kind::Scalar {
        text,
        style: Style::Plain,
    } = &node.kind
    else {
        return;
    };
    if let Some(reading) = scalar::read_elsewhere_as(text) {
        let message = format!("other YAML tools read {} as {reading}", named(text));
        let problem = Problem::warning(node.span.clone(), message);
        findings.push(problem.help(format!("put it in quotes: `\"{text}\"`")));
    }
}

/// Whether what is wanted is one scalar.
fn is_scalar(wants: &Wants) -> bool {
    match wants {
        Wants::Text
        | Wants::Id
        | Wants::FileName
        | Wants::Kind
        | Wants::Word(_)
        | Wants::Language
        | Wants::TimeZone
        | Wants::Day
        | Wants::Closing
        | Wants::Flag
        | Wants::Count(..)
        | Wants::Whole
        | Wants::Number
        | Wants::Values
        | Wants::Operand => true,
        Wants::Thing(_)
        | Wants::TextOr(_)
        | Wants::List(_)
        | Wants::ListOrName(_)
        | Wants::Named(_) => false,
    }
}

/// Whether a scalar is what is wanted.
fn fits(text: &str, style: Style, wants: &Wants, owner: &Thing) -> bool {
    let bare = style == Style::Plain;
    match wants {
        Wants::Kind => owner.kinds.iter().any(|kind| kind.name == text),
        Wants::Word(words) => words.contains(&text),
        Wants::Language => is_language(text),
        Wants::TimeZone => TimeZone::get(text).is_ok(),
        Wants::Day => scalar::day(text).is_some(),
        Wants::Closing => scalar::closing(text, &TimeZone::UTC).is_some(),
        Wants::Flag => bare && scalar::flag(text).is_some(),
        Wants::Count(least, most) => {
            bare && scalar::count(text).is_some_and(|count| (*least..=*most).contains(&count))
        }
        Wants::Whole => scalar::number(text).is_some() && !text.contains('.'),
        Wants::Number => scalar::number(text).is_some(),
        Wants::Text | Wants::Id | Wants::FileName | Wants::Values | Wants::Operand => true,
        Wants::Thing(_)
        | Wants::TextOr(_)
        | Wants::List(_)
        | Wants::ListOrName(_)
        | Wants::Named(_) => false,
    }
}

/// Whether a text has the form of a language tag: a language, then what narrows it.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=8).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// What is wanted, in words.
fn described(wants: &Wants, owner: &Thing) -> String {
    let words = |words: Vec<&str>| {
        let words: Vec<String> = words.into_iter().map(named).collect();
        listed(&words, "or")
    };
    match wants {
        Wants::Kind => words(owner.kinds.iter().map(|kind| kind.name).collect()),
        Wants::Word(known) => words(known.to_vec()),
        Wants::Count(least, usize::MAX) => format!("a whole number from {least}"),
        Wants::Count(least, most) => format!("a whole number from {least} to {most}"),
        Wants::Text | Wants::Id | Wants::FileName => "a text".to_owned(),
        Wants::Language => "a language such as `en-GB`".to_owned(),
        Wants::TimeZone => "a time zone such as `Europe/London`".to_owned(),
        Wants::Day => "a date such as `2014-05-30`".to_owned(),
        Wants::Closing => "a date such as `2014-05-30` or `2014-05-30T17:00:00+01:00`".to_owned(),
        Wants::Flag => "`true` or `false`".to_owned(),
        Wants::Whole => "a whole number such as `5`".to_owned(),
        Wants::Number => "a number such as `12.50`".to_owned(),
        Wants::Thing(_) | Wants::Named(_) => "a map".to_owned(),
        Wants::TextOr(_) => "a text or a map".to_owned(),
        Wants::List(_) => "a list".to_owned(),
        Wants::ListOrName(_) => "a list, or the name of one".to_owned(),
        Wants::Values | Wants::Operand => "a value or a list of values".to_owned(),
    }
}
