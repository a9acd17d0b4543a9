//! Reads and writes drafts.
//!
//! A draft may break every rule of its set, and refer to questions, rows and values that the set
//! does not have. It is held to nothing but its own form, so that it can be read without a set.

use super::{
    document::{
        self,
        response::{self, FIELDS, FORMAT, Order, ResponseEntry, STAGES, STATUSES},
    },
    ending,
    problem::{Findings, Problem, Problems, listed, named},
    response::is_response,
    scalar,
    source::Source,
    tree::{Entry, Kind, Node, Style},
};
use crate::model::{
    draft::Draft,
    id::{ConsultationId, IdError, QuestionId, SectionId, Value},
};

/// A draft that could be read.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// What has been said so far.
    pub draft: Draft,
    /// What whoever wrote it by hand should know all the same.
    pub warnings: Problems,
}

/// A draft that cannot be put into YAML: a mistake in the program.
#[derive(Debug, thiserror::Error)]
#[error("the draft cannot be written as YAML: {0}")]
pub struct Unwritable(#[from] serde_saphyr::ser::Error);

/// Reads the bytes of a draft. `name` is what problems call the file, usually its path.
pub fn read(name: &str, bytes: &[u8]) -> Result<Loaded, Problems> {
    let source = Source::read(name, bytes)?;
    let mut findings = Findings::default();
    let draft = check_and_load(&source, &mut findings);
    let problems = Problems::new(source, findings);
    match draft {
        Some(draft) => Ok(Loaded { draft, warnings: problems }),
        None => Err(problems),
    }
}

/// Writes a draft, in the order of its set.
pub fn write(draft: &Draft, order: &Order) -> Result<String, Unwritable> {
    Ok(response::written(draft, order)?)
}

/// The draft, unless the findings have an error.
fn check_and_load(source: &Source, findings: &mut Findings) -> Option<Draft> {
    let tree = ending::read(source, "draft", findings)?;
    Check { findings }.response(&tree);
    if findings.has_errors() {
        return None;
    }
    let response = document::load::<ResponseEntry>(source, &tree);
    let response = response.map_err(|problem| findings.push(problem)).ok()?;
    let draft = response.into_draft();
    draft.map_err(|error| findings.push(document::gap(tree.head(), &error))).ok()
}

/// Holds a tree to the form of a draft.
struct Check<'a> {
    findings: &'a mut Findings,
}

impl Check<'_> {
    fn response(&mut self, tree: &Node) {
        if tree.text_of("format").is_some_and(|format| format != FORMAT || is_response(tree)) {
            return self.format(tree);
        }
        let must = ["format", "consultation", "status", "started", "updated"];
        self.map(tree, "a draft", &must, &["position", "sections", "answers", "sign_off"]);
        for Entry { key, value } in tree.map() {
            match key.text.as_str() {
                "format" => self.text(value),
                "consultation" => self.edition(value),
                "status" => self.word(value, &STATUSES),
                "started" | "updated" => self.time(value),
                "position" => self.position(value),
                "sections" => self.each::<SectionId>(value, Self::section),
                "answers" => self.each::<QuestionId>(value, Self::answer),
                "sign_off" => self.sign_off(value),
                _ => {}
            }
        }
    }

    fn format(&mut self, tree: &Node) {
        let Some(format) = tree.get("format") else {
            return;
        };
        let problem = match format.text().unwrap_or_default() {
            FORMAT => "this is a response that was exported, not a draft".to_owned(),
            document::consultation::FORMAT => "this is a question set, not a draft".to_owned(),
            other => format!("this is not a draft but {}", named(other)),
        };
        let problem = Problem::error(format.span.clone(), problem);
        self.findings.push(match format.text() {
            Some(FORMAT) => problem.help("go on with the draft that it was exported from"),
            Some(_) | None => problem.help(format!("a draft says `format: {FORMAT}`")),
        });
    }

    fn edition(&mut self, edition: &Node) {
        self.map(edition, "`consultation`", &["id", "version", "digest"], &[]);
        for Entry { key, value } in edition.map() {
            match key.text.as_str() {
                "id" => self.id::<ConsultationId>(value),
                "version" | "digest" => self.text(value),
                _ => {}
            }
        }
    }

    fn position(&mut self, position: &Node) {
        self.map(position, "`position`", &["question"], &["row", "field", "choice", "cursor"]);
        for Entry { key, value } in position.map() {
            match key.text.as_str() {
                "question" => self.id::<QuestionId>(value),
                "row" | "choice" => self.id::<Value>(value),
                "field" => self.word(value, &FIELDS),
                "cursor" => self.count(value),
                _ => {}
            }
        }
        let choice = position.entry("choice");
        match (position.text_of("field") == Some("detail"), choice) {
            (true, None) => {
                let problem = Problem::error(position.head(), "a detail belongs to a `choice`");
                self.findings.push(problem.help("name the choice"));
            }
            (false, Some(Entry { key, .. })) => {
                let problem = Problem::error(key.span.clone(), "`choice` goes with a detail");
                self.findings.push(problem.help("write `field: detail`, or leave it out"));
            }
            (true, Some(_)) | (false, None) => {}
        }
    }

    fn section(&mut self, section: &Node) {
        self.map(section, "a section", &["completed"], &[]);
        self.flag_of(section, "completed");
    }

    fn answer(&mut self, answer: &Node) {
        let may = ["value", "aside", "details", "rows", "comment", "no_comment", "note", "stage"];
        self.map(answer, "an answer", &[], &may);
        self.flag_of(answer, "no_comment");
        for Entry { key, value } in answer.map() {
            match key.text.as_str() {
                "value" => self.given(value),
                "aside" => self.texts(value),
                "details" => self.each::<Value>(value, Self::text),
                "rows" => self.each::<Value>(value, Self::row),
                "comment" | "note" => self.text(value),
                "stage" => self.word(value, &STAGES),
                _ => {}
            }
        }
    }

    fn row(&mut self, row: &Node) {
        self.map(row, "a row", &[], &["value", "comment", "no_comment"]);
        self.flag_of(row, "no_comment");
        for Entry { key, value } in row.map() {
            if matches!(key.text.as_str(), "value" | "comment") {
                self.text(value);
            }
        }
    }

    fn sign_off(&mut self, sign_off: &Node) {
        self.map(sign_off, "`sign_off`", &["name", "role", "authority", "date"], &[]);
        for Entry { key, value } in sign_off.map() {
            match key.text.as_str() {
                "name" | "role" | "authority" => self.text(value),
                "date" if value.text().and_then(scalar::day).is_none() => {
                    self.wrong(value, "a day", "write it as `2014-05-28`");
                }
                _ => {}
            }
        }
    }

    /// Holds a map to the keys that it must and may have.
    fn map(&mut self, node: &Node, what: &str, must: &[&str], may: &[&str]) {
        if !matches!(node.kind, Kind::Map(_)) {
            return self.wrong(node, "a map", "give it keys, each with what stands after it");
        }
        let known = || must.iter().chain(may).copied();
        for Entry { key, .. } in node.map() {
            if !known().any(|known| known == key.text) {
                let message = format!("{what} has no {}", named(&key.text));
                let problem = Problem::error(key.span.clone(), message);
                self.findings.push(problem.suggest(&key.text, known()));
            }
        }
        let lacking = must.iter().filter(|key| node.entry(key).is_none());
        let lacking: Vec<String> = lacking.map(|key| named(key)).collect();
        if !lacking.is_empty() {
            let message = format!("{what} must have {}", listed(&lacking, "and"));
            self.findings.push(Problem::error(node.head(), message));
        }
    }

    /// Checks every value of a map whose keys are ids.
    fn each<Id>(&mut self, node: &Node, check: fn(&mut Self, &Node))
    where
        Id: for<'a> TryFrom<&'a str, Error = IdError>,
    {
        if !matches!(node.kind, Kind::Map(_)) {
            return self.wrong(node, "a map", "give it keys, each with what stands after it");
        }
        for Entry { key, value } in node.map() {
            if let Err(error) = Id::try_from(key.text.as_str()) {
                self.findings.push(Problem::error(key.span.clone(), error.to_string()));
            }
            check(self, value);
        }
    }

    fn given(&mut self, node: &Node) {
        match &node.kind {
            Kind::List(_) => self.texts(node),
            Kind::Scalar { .. } => self.text(node),
            Kind::Map(_) | Kind::Refused => {
                self.wrong(node, "a text or a list of texts", "write what was answered");
            }
        }
    }

    fn texts(&mut self, node: &Node) {
        if !matches!(node.kind, Kind::List(_)) {
            return self.wrong(node, "a list", "put a `-` before each of its texts");
        }
        node.list().iter().for_each(|item| self.text(item));
    }

    fn text(&mut self, node: &Node) {
        let Kind::Scalar { text, style } = &node.kind else {
            return self.wrong(node, "a text", "write it after the key");
        };
        if let (Style::Plain, Some(other)) = (style, scalar::read_elsewhere_as(text)) {
            let message = format!("other tools read {} as {other}", named(text));
            let problem = Problem::warning(node.span.clone(), message);
            self.findings.push(problem.help("put it in quotes"));
        }
    }

    fn id<Id>(&mut self, node: &Node)
    where
        Id: for<'a> TryFrom<&'a str, Error = IdError>,
    {
        match node.text().map(Id::try_from) {
            Some(Ok(_)) => {}
            Some(Err(error)) => {
                self.findings.push(Problem::error(node.span.clone(), error.to_string()));
            }
            None => self.wrong(node, "an id", "write it after the key"),
        }
    }

    fn word(&mut self, node: &Node, words: &[&str]) {
        let Some(text) = node.text() else {
            return self.wrong(node, "a word", "write it after the key");
        };
        if !words.contains(&text) {
            let message = format!("{} is not known here", named(text));
            let problem = Problem::error(node.span.clone(), message);
            self.findings.push(problem.suggest(text, words.iter().copied()));
        }
    }

    fn time(&mut self, node: &Node) {
        if node.text().and_then(response::time_from).is_none() {
            self.wrong(node, "a time", "write it as `2014-05-02T10:03:00+01:00`");
        }
    }

    fn count(&mut self, node: &Node) {
        if node.text().and_then(scalar::count).is_none() {
            self.wrong(node, "a whole number", "write it in digits");
        }
    }

    fn flag_of(&mut self, node: &Node, key: &str) {
        let Some(value) = node.get(key) else { return };
        let is_plain = matches!(value.kind, Kind::Scalar { style: Style::Plain, .. });
        if !is_plain || value.text().and_then(scalar::flag).is_none() {
            self.wrong(value, "`true` or `false`", "write one of the two, without quotes");
        }
    }

    /// Complains that something else stands where this was to stand.
    fn wrong(&mut self, node: &Node, wanted: &str, help: &str) {
        // What was refused has been complained of already.
        if node.kind != Kind::Refused {
            let problem = Problem::error(node.span.clone(), format!("this should be {wanted}"));
            self.findings.push(problem.help(help));
        }
    }
}
