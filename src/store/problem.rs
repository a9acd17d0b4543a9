//! Problems in a file, worded for its author: all reported at once, each with its position.

use std::fmt;

use annotate_snippets::{
    AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};

use super::source::{ByteRange, LineColumn, SourceText};
use crate::model::terminal_text::{LineEnds, shown};

/// The maximum number of problems kept; others are only counted.
pub const MAX_KEPT: usize = 1000;

/// The longest line shown with a problem, in bytes; for longer ones only the position is given.
const MAX_LINE: usize = 10_000;

/// The maximum number of known words listed when none is similar.
const MAX_FEW: usize = 6;

/// The maximum number of known words searched for a similar one.
const MAX_COMPARED: usize = 500;

/// How much of a file's own words a message repeats, in characters.
const MAX_NAMED: usize = 60;

/// Whether a file with a problem can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// The file can be used.
    Warning,
}

/// A problem in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Whether the file can be used.
    pub severity: Severity,
    /// Its position.
    pub span: ByteRange,
    /// What is wrong, in a line.
    pub message: String,
    /// The note under the position.
    pub label: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// A related position, such as the first of two duplicates.
    pub other: Option<Box<RelatedPlace>>,
    /// What to write instead, where there is only one right answer.
    pub correction: Option<Box<Correction>>,
}

/// What to write in place of a part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The part.
    pub span: ByteRange,
    /// What is to be there.
    pub text: String,
}

/// Another position that a problem refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedPlace {
    /// What is there; displays as "{what} in line 12".
    pub what: &'static str,
    /// The position.
    pub span: ByteRange,
}

/// The problems found so far in a file.
#[derive(Debug, Default)]
pub struct Findings {
    kept: Vec<Problem>,
    /// Parts of the file of which all has been said.
    settled: Vec<ByteRange>,
    left_out: usize,
    is_stopped: bool,
}

/// All problems in a file, in file order.
#[derive(Debug, Clone)]
pub struct Problems {
    source: SourceText,
    problems: Vec<Problem>,
    left_out: usize,
    is_stopped: bool,
}

/// Whether output may be coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    Plain,
    /// Terminal colours.
    Styled,
}

impl Problem {
    /// Creates a problem that makes the file unusable.
    pub fn error(span: ByteRange, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            span,
            message: message.into(),
            label: None,
            help: None,
            other: None,
            correction: None,
        }
    }

    /// Creates a problem that leaves the file usable.
    pub fn warning(span: ByteRange, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(span, message) }
    }

    /// Adds a note under the position.
    #[must_use]
    pub fn label(self, label: impl Into<String>) -> Self {
        Self { label: Some(label.into()), ..self }
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Adds a related position, as "{what} in line 12".
    #[must_use]
    pub fn other(self, what: &'static str, span: ByteRange) -> Self {
        Self { other: Some(Box::new(RelatedPlace { what, span })), ..self }
    }

    /// Says what to write in place of a part of the file.
    #[must_use]
    pub fn correction(self, span: ByteRange, text: impl Into<String>) -> Self {
        Self { correction: Some(Box::new(Correction { span, text: text.into() })), ..self }
    }

    /// Asks "did you mean ...?" if a known word is similar; otherwise lists the known words, if
    /// they are few.
    #[must_use]
    pub fn suggest<'a>(self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().take(MAX_COMPARED).collect();
        if let Some(near) = nearest(word, &known) {
            return self.help(format!("did you mean {}?", named(near)));
        }
        let names: Vec<String> = known.iter().take(MAX_FEW).map(|name| named(name)).collect();
        match known.len() {
            1 => self.help(format!("there is only {}", listed(&names, "and"))),
            2..=MAX_FEW => self.help(format!("there are {}", listed(&names, "and"))),
            _ => self,
        }
    }
}

impl Findings {
    /// Adds a problem.
    pub fn push(&mut self, problem: Problem) {
        if self.settled.iter().any(|part| part.contains(&problem.span.start)) {
            return;
        }
        if self.is_full() { self.left_out += 1 } else { self.kept.push(problem) }
    }

    /// Adds a problem about an unknown word, asks "did you mean ...?" if a known word is similar,
    /// and returns that word.
    pub fn push_near<'a>(
        &mut self,
        problem: Problem,
        word: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Option<&'a str> {
        if self.is_full() {
            self.push(problem);
            return None;
        }
        let known: Vec<&str> = known.take(MAX_COMPARED).collect();
        let near = nearest(word, &known);
        self.push(match near {
            Some(near) => problem.help(format!("did you mean {}?", named(near))),
            None => problem,
        });
        near
    }

    /// Adds a problem about an unknown word, with the suggestion of [`Problem::suggest`].
    pub fn push_among<'a>(
        &mut self,
        problem: Problem,
        word: &str,
        known: impl Iterator<Item = &'a str>,
    ) {
        let full = self.is_full();
        self.push(if full { problem } else { problem.suggest(word, known) });
    }

    /// Adds a problem that all else in a part of the file follows from: nothing more is said of it.
    pub fn settle(&mut self, part: ByteRange, problem: Problem) {
        self.kept.retain(|problem| !part.contains(&problem.span.start));
        self.settled.retain(|settled| *settled != part);
        if self.is_full() {
            self.left_out += 1;
            return;
        }
        self.kept.push(problem);
        self.settled.push(part);
    }

    /// Says what to do about the problem at a place, now that more is known of it.
    pub fn advise(&mut self, span: &ByteRange, help: impl Into<String>) {
        if let Some(problem) = self.kept.iter_mut().find(|problem| problem.span == *span) {
            problem.help = Some(help.into());
        }
    }

    /// Whether further problems would only be counted.
    pub fn is_full(&self) -> bool {
        self.kept.len() >= MAX_KEPT
    }

    /// Records that no further problems were looked for: those found are more than anyone reads.
    pub fn stop(&mut self) {
        self.is_stopped = true;
    }

    /// Whether the file cannot be used.
    pub fn has_errors(&self) -> bool {
        self.is_full() || self.kept.iter().any(|problem| problem.severity == Severity::Error)
    }
}

impl Problems {
    /// Sorts the findings in file order.
    pub fn new(source: SourceText, findings: Findings) -> Self {
        let Findings { kept: mut problems, left_out, settled: _, is_stopped } = findings;
        problems.sort_by_key(|problem| (problem.span.start, problem.severity == Severity::Warning));
        Self { source, problems, left_out, is_stopped }
    }

    /// Iterates over the problems.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter()
    }

    /// Whether there are no problems.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// Returns the file they are in.
    pub fn source(&self) -> &SourceText {
        &self.source
    }

    /// Returns the line and column of a problem.
    pub fn place(&self, problem: &Problem) -> LineColumn {
        self.source.place(problem.span.start)
    }

    /// The lines that have only one right answer, numbered from 1, and the text of the file with
    /// them put right; nothing, where there are none.
    pub fn corrected(&self) -> Option<(Vec<usize>, String)> {
        let corrections = self.problems.iter().filter_map(|problem| problem.correction.as_deref());
        let mut corrections: Vec<&Correction> = corrections.collect();
        corrections.sort_by_key(|correction| correction.span.start);
        corrections.dedup_by_key(|correction| correction.span.start);
        let mut text = self.source.text().to_owned();
        for Correction { span, text: right } in corrections.iter().rev() {
            text.replace_range(span.clone(), right);
        }
        let lines: Vec<usize> =
            corrections.iter().map(|found| self.source.place(found.span.start).line).collect();
        (!lines.is_empty()).then_some((lines, text))
    }

    /// Renders all problems in full, each with its line and a caret. Control characters in the file
    /// cannot reach the terminal.
    pub fn render(&self, colour: Colour) -> String {
        let renderer = match colour {
            Colour::Plain => Renderer::plain(),
            Colour::Styled => Renderer::styled().hyperlink(false),
        };
        let mut rendered: Vec<String> =
            self.problems.iter().map(|problem| self.render_one(&renderer, problem)).collect();
        if self.is_stopped {
            let kept = self.problems.len();
            rendered.push(format!("after {kept} problems, the rest of the file was not read"));
        } else if self.left_out > 0 {
            rendered.push(format!("and {} more", self.left_out));
        }
        rendered.join("\n\n")
    }

    /// Renders each problem on one line: `file:31:11: what is wrong`.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.problems.iter().map(|problem| {
            let line =
                format!("{}:{}: {}", self.source.name(), self.place(problem), problem.message);
            shown(&normalize_untrusted_str(&line), LineEnds::Marked).into_owned()
        })
    }

    fn render_one(&self, renderer: &Renderer, problem: &Problem) -> String {
        let level = match problem.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let group = Group::with_title(level.primary_title(problem.message.as_str()));
        let LineColumn { line, column } = self.place(problem);
        let mut group = match self.source.line(line).len() {
            _ if self.source.text().is_empty() => group.element(Origin::path(self.name())),
            0..=MAX_LINE => group.element(self.snippet(problem)),
            _ => group.element(Origin::path(self.name()).line(line).char_column(column)),
        };
        if let Some(help) = &problem.help {
            group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
        }
        let rendered = renderer.render(&[group]);
        // The last line of a snippet without help is an empty margin.
        let lines: Vec<&str> = rendered.lines().map(str::trim_end).collect();
        let rendered = match lines.split_last() {
            Some((last, lines)) if last.trim() == "|" => lines.join("\n"),
            Some(_) | None => lines.join("\n"),
        };
        harmless(&rendered)
    }

    /// Returns the file's name, safe to print.
    fn name(&self) -> String {
        shown(self.source.name(), LineEnds::Marked).into_owned()
    }

    /// Renders the line of a problem, with the affected part underlined.
    fn snippet<'a>(&'a self, problem: &Problem) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let number = self.place(problem).line;
        let line = self.source.line(number);
        let start = problem.span.start.min(line.end) - line.start;
        let end = problem.span.end.clamp(problem.span.start, line.end.max(problem.span.start));
        let end = (end - line.start).max(start);
        let label = problem.other.as_ref().map(|other| {
            format!("{} in line {}", other.what, self.source.place(other.span.start).line)
        });
        let label = problem.label.clone().or(label).map(|label| normalize_untrusted_str(&label));
        Snippet::source(self.source.text().get(line).unwrap_or_default())
            .path(self.name())
            .line_start(number)
            .annotation(AnnotationKind::Primary.span(start..end).label(label))
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Colour::Plain))
    }
}

impl std::error::Error for Problems {}

/// Turns what the renderer passes on but a terminal should not receive into marks, except for the
/// renderer's own colours.
fn harmless(rendered: &str) -> String {
    let mut parts = rendered.split("\u{1b}[");
    let mut text = shown(parts.next().unwrap_or_default(), LineEnds::Kept).into_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(part.len());
        let (colour, rest) = part.split_at(end);
        match rest.strip_prefix('m') {
            Some(rest) => {
                text.push_str(&format!("\u{1b}[{colour}m{}", shown(rest, LineEnds::Kept)));
            }
            None => text.push_str(&shown(part, LineEnds::Kept)),
        }
    }
    text
}

/// Quotes a file's own word in backticks, cut if it is long.
pub fn named(word: &str) -> String {
    match word.char_indices().nth(MAX_NAMED) {
        Some((end, _)) => format!("`{}…`", word.get(..end).unwrap_or_default()),
        None => format!("`{word}`"),
    }
}

/// Joins words for a sentence: "a, b and c".
pub fn listed(words: &[impl AsRef<str>], and: &str) -> String {
    let mut list = String::new();
    for (place, word) in words.iter().enumerate() {
        match words.len() - place {
            _ if place == 0 => {}
            1 => list.push_str(&format!(" {and} ")),
            _ => list.push_str(", "),
        }
        list.push_str(word.as_ref());
    }
    list
}

/// Returns the most similar known word.
fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word: String = word.chars().take(MAX_NAMED).collect::<String>().to_lowercase();
    let tolerance = word.chars().count() / 3;
    let distance = |known: &str| {
        let comparable = known.len().abs_diff(word.len()) <= tolerance;
        comparable.then(|| strsim::damerau_levenshtein(&word, &known.to_lowercase()))
    };
    let near = known.iter().filter_map(|known| Some((distance(known)?, *known)));
    near.filter(|(distance, _)| *distance <= tolerance)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}
