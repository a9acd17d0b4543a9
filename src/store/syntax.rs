//! What the parser could not read, told to the author: the mistake, and the line as it should be.
//!
//! The parser stops at its first error. So each line that can be put right is put right, in a copy,
//! and the parser goes on from there: an author sees all such mistakes at once.

mod complaint;

use granit_parser::{Parser, ScanError};

use super::{
    mistake::{self, Mistake},
    problem::Problem,
    source::{ByteRange, SourceText},
};
use complaint::complaint;

/// The maximum depth of lists and maps.
pub(super) const MAX_DEPTH: usize = 64;

/// The problem of a list or map that is nested too deep.
pub(super) fn too_deep(span: ByteRange) -> Problem {
    Problem::error(span, format!("lists and maps are nested more than {MAX_DEPTH} deep"))
}

/// As many mistakes as are put right.
const MAX_MISTAKES: usize = 50;

/// As many bytes as are parsed again in all.
const MAX_PARSED: usize = 16 << 20;

/// The most lines of a file in which mistakes are put right.
const MAX_LINES: usize = 100_000;

/// How far before the place of an error its cause is looked for, in lines.
const MAX_BEFORE: usize = 20;

/// The longest line that is looked at, in bytes.
const MAX_LINE: usize = 10_000;

/// What was found, and the text without the mistakes that can be put right.
struct Attempt<'a> {
    source: &'a SourceText,
    lines: Vec<String>,
    /// Which lines stand in a text of several lines, where anything may be written.
    in_block: Vec<bool>,
    /// Which lines were put right.
    corrected: Vec<usize>,
    problems: Vec<Problem>,
    /// How much may still be parsed.
    left: usize,
}

/// The options that all our files are parsed with.
pub(super) fn options() -> granit_parser::Options {
    granit_parser::options! {
        disallow_directives: true,
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        emit_comments: false,
    }
}

/// What is wrong with a file that the parser cannot read; `error` is the first error.
pub(super) fn problems(error: &ScanError, source: &SourceText) -> Vec<Problem> {
    if source.line_count() > MAX_LINES {
        return vec![complaint(error, source.text())];
    }
    let mut attempt = Attempt::new(source);
    attempt.put_right(error.clone());
    attempt.problems
}

/// A comment that looks like the rest of the bare text that ends at `end`.
pub(super) fn lost_to_comment(source: &SourceText, end: usize) -> Option<Problem> {
    let (span, help) = comment_for_text(source, end)?;
    let comment = source.text().get(span.clone())?;
    if !comment.strip_prefix('#')?.starts_with(char::is_alphanumeric) {
        return None;
    }
    let message = "from this `#` on, nothing is read: it begins a comment";
    Some(Problem::warning(span, message).help(help))
}

/// A comment that looks like the value of the key that ends at `end`.
pub(super) fn commented_out(source: &SourceText, end: usize) -> Option<Problem> {
    let colon = source.text().get(end..)?.starts_with(':');
    let (span, help) = comment_for_text(source, end + usize::from(colon))?;
    let message = "this key has no value: `#` begins a comment";
    Some(Problem::error(span, message).help(help))
}

/// Where a comment is that looks like text, and what to do about it.
fn comment_for_text(source: &SourceText, end: usize) -> Option<(ByteRange, String)> {
    let number = source.line_number(end);
    let line = source.line(number);
    if line.len() > MAX_LINE {
        return None;
    }
    let rest = source.text().get(end..line.end)?;
    let comment = rest.trim_start();
    if !rest.starts_with([' ', '\t']) || !comment.starts_with('#') {
        return None;
    }
    let start = line.end - comment.len();
    let meant = mistake::with_comment_quoted(source.text().get(line.clone())?)?;
    Some((start..line.end, format!("put the text in quotes, like this: {}", meant.trim())))
}

/// What is wrong with the line that a place is in, where its author means a text there.
pub(super) fn text_at(source: &SourceText, start: usize) -> Option<Problem> {
    let number = source.line_number(start);
    let line = source.line(number);
    if line.len() > MAX_LINE {
        return None;
    }
    let text = source.text().get(line.clone())?;
    let next = source.text().get(source.line(number + 1)).unwrap_or_default();
    let previous = source.text().get(source.line(number.saturating_sub(1).max(1)));
    Some(told(&mistake::of_line(text, [previous.unwrap_or_default(), next])?, line))
}

impl<'a> Attempt<'a> {
    fn new(source: &'a SourceText) -> Self {
        let lines: Vec<String> = source.text().split('\n').map(str::to_owned).collect();
        let in_block = in_block(&lines);
        Self {
            source,
            lines,
            in_block,
            corrected: Vec::new(),
            problems: Vec::new(),
            left: MAX_PARSED,
        }
    }

    fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// Puts one line after the other right, as far as that goes.
    fn put_right(&mut self, first: ScanError) {
        let mut error = Some(first);
        while let Some(found) = error
            && self.corrected.len() < MAX_MISTAKES
        {
            let number = self.line_of(&found);
            let Some((cause, mistake, next)) = self.cause(number) else {
                self.give_up(&found, number);
                return;
            };
            self.problems.push(told(&mistake, self.source.line(cause + 1)));
            self.replace(cause, mistake.line);
            self.corrected.push(cause);
            error = next;
        }
    }

    /// The line that has led to an error in a line, what is wrong with it, and the error that is
    /// left without it. Only what brings the parser further can be the cause.
    fn cause(&mut self, number: usize) -> Option<(usize, Mistake, Option<ScanError>)> {
        let first = number.saturating_sub(MAX_BEFORE);
        let after = (number + 1).min(self.lines.len().saturating_sub(1));
        for place in (first..=number).rev().chain([after]) {
            let is_block = self.in_block.get(place).copied().unwrap_or_default();
            let line = self.lines.get(place)?;
            if is_block || line.len() > MAX_LINE || self.corrected.contains(&place) {
                continue;
            }
            let next = self.lines.get(place + 1).map_or("", String::as_str);
            let previous = place.checked_sub(1).and_then(|place| self.lines.get(place));
            let previous = previous.map_or("", String::as_str);
            let Some(mistake) = mistake::of_line(line, [previous, next]) else { continue };
            let before = std::mem::replace(self.lines.get_mut(place)?, mistake.line.clone());
            let text = self.text();
            self.left = self.left.checked_sub(text.len())?;
            let error = first_error(&text);
            *self.lines.get_mut(place)? = before;
            if error.as_ref().is_none_or(|error| self.line_of(error) > number.min(place)) {
                return Some((place, mistake, error));
            }
        }
        None
    }

    fn replace(&mut self, place: usize, line: String) {
        if let Some(old) = self.lines.get_mut(place) {
            *old = line;
        }
        self.in_block = in_block(&self.lines);
    }

    /// Says what the parser says, unless it follows from what was put right just before.
    fn give_up(&mut self, error: &ScanError, number: usize) {
        let follows =
            self.corrected.iter().any(|corrected| (*corrected..=corrected + 1).contains(&number));
        if !follows || self.problems.is_empty() {
            let text = self.text();
            let problem = complaint(error, &text);
            let before = text.get(..problem.span.start).unwrap_or_default();
            let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1);
            let line = self.source.line(number + 1);
            let start = (line.start + column).min(line.end);
            let end = (start + problem.span.len()).min(line.end).max(start);
            self.problems.push(Problem { span: start..end, ..problem });
        }
    }

    /// The line of an error, from 0.
    fn line_of(&self, error: &ScanError) -> usize {
        error.marker().line().saturating_sub(1).min(self.lines.len().saturating_sub(1))
    }
}

/// The first error of a text.
fn first_error(text: &str) -> Option<ScanError> {
    Parser::new_from_str_with_options(text, options()).find_map(Result::err)
}

/// A mistake in a line that stands there.
fn told(mistake: &Mistake, line: ByteRange) -> Problem {
    let span = line.start + mistake.span.start..line.start + mistake.span.end;
    let problem = Problem::error(span, mistake.message.clone()).help(mistake.help());
    problem.correction(line, mistake.line.clone())
}

/// Which lines stand in a text of several lines.
fn in_block(lines: &[String]) -> Vec<bool> {
    let mut above = None;
    let mut marks = Vec::with_capacity(lines.len());
    for line in lines {
        let is_blank = line.trim().is_empty();
        let indentation = line.len() - line.trim_start_matches(' ').len();
        let goes_on = above.is_some_and(|column| is_blank || indentation > column);
        marks.push(goes_on);
        if !goes_on {
            above = mistake::begins_block(line).then(|| mistake::column(line));
        }
    }
    marks
}
