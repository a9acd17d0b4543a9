//! The text of a file, with positions in it.

use std::{fmt, ops::Range};

use sha2::{Digest, Sha256};

use super::{
    other_format,
    problem::{Findings, Problem, Problems},
};

/// How much of a file is read. Larger ones are refused, so that no file takes more than a second or
/// 200 MB of memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileBounds {
    /// The maximum length.
    pub bytes: usize,
    /// The maximum number of keys, values and list items.
    pub nodes: usize,
}

impl FileBounds {
    /// The bounds of a question set: ten times the largest that is known.
    pub const SET: Self = Self { bytes: 4 << 20, nodes: 100_000 };

    /// The bounds of a draft: more than a million words.
    pub const DRAFT: Self = Self { bytes: 8 << 20, nodes: 100_000 };

    /// The bounds of a response, which has the questions as well as the answers: whatever can be
    /// drafted can be exported.
    pub const RESPONSE: Self = Self { bytes: 16 << 20, nodes: 250_000 };
}

/// A range of bytes in a [`SourceText`].
pub type ByteRange = Range<usize>;

/// The text of a file: UTF-8 without byte order mark, with LF line ends and no unprintable
/// characters.
#[derive(Debug, Clone)]
pub struct SourceText {
    name: String,
    /// How many keys, values and list items it may have.
    max_nodes: usize,
    text: String,
    /// The start of each line. A file may have millions, so they are kept small.
    lines: Box<[u32]>,
}

/// A line and a column, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

impl SourceText {
    /// Reads a file's bytes. `name` is the file's name in problems, usually its path.
    ///
    /// Line ends become LF and the byte order mark is removed, so that positions, and the digest,
    /// do not depend on how git or an editor stores the file.
    ///
    /// # Errors
    /// If it is out of bounds, or not plain text.
    pub fn read(name: &str, bytes: &[u8], bounds: FileBounds) -> Result<Self, Problems> {
        if bytes.len() > bounds.bytes {
            let message = format!("this file is larger than {} MB", bounds.bytes >> 20);
            return Err(unreadable(name, "", Problem::error(0..0, message)));
        }
        if let Some(what) = other_format::of(bytes) {
            let problem = Problem::error(0..0, format!("this is {what}"));
            return Err(unreadable(name, "", problem.help(other_format::HELP)));
        }
        // Detected by its byte order mark, or by the zeros in Latin letters.
        if let [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, 1..=255, ..] | [1..=255, 0, ..] = bytes {
            let problem = Problem::error(0..0, "this file is UTF-16, not UTF-8");
            return Err(unreadable(name, "", problem.help("save it as UTF-8")));
        }
        let text = str::from_utf8(bytes).map_err(|error| not_utf8(name, bytes, error))?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let has_returns = text.as_bytes().contains(&b'\r');
        let text = if has_returns { text.replace("\r\n", "\n") } else { text.to_owned() };
        let source = Self { max_nodes: bounds.nodes, ..Self::new(name, text) };
        let mut findings = Findings::default();
        find_conflicts(&source.text, &mut findings);
        find_unprintable(&source.text, &mut findings);
        if findings.has_errors() { Err(Problems::new(source, findings)) } else { Ok(source) }
    }

    fn new(name: &str, text: String) -> Self {
        // Counted first, so that no room is taken for more.
        let mut lines = Vec::with_capacity(text.bytes().filter(|byte| *byte == b'\n').count() + 1);
        let starts = text.match_indices('\n').map(|(end, _)| end + 1);
        lines.extend(
            std::iter::once(0).chain(starts).map(|start| u32::try_from(start).unwrap_or(u32::MAX)),
        );
        let lines = lines.into_boxed_slice();
        Self { name: name.to_owned(), max_nodes: FileBounds::RESPONSE.nodes, text, lines }
    }

    /// Returns the file's name in problems.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns how many keys, values and list items the file may have.
    pub fn max_nodes(&self) -> usize {
        self.max_nodes
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the line and column of a byte.
    pub fn place(&self, offset: usize) -> LineColumn {
        let line = self.line_number(offset);
        let start = self.line(line).start;
        let column = self.text.get(start..offset).map_or(0, |before| before.chars().count());
        LineColumn { line, column: column + 1 }
    }

    /// Returns the number of the line of a byte, from 1. Unlike its column, this costs the same in
    /// a long line as in a short one.
    pub fn line_number(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start as usize <= offset)
    }

    /// Returns how many lines there are.
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// Returns the bytes of a line, numbered from 1, without its end.
    pub fn line(&self, number: usize) -> ByteRange {
        let start_of = |index: usize| self.lines.get(index).map(|start| *start as usize);
        let start = start_of(number.saturating_sub(1)).unwrap_or(self.text.len());
        let end = start_of(number).map_or(self.text.len(), |next| next - 1);
        start..end
    }

    /// Returns the digest of the text: `sha256:` and hexadecimal digits.
    pub fn digest(&self) -> String {
        let digest = Sha256::digest(self.text.as_bytes());
        let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("sha256:{digits}")
    }
}

impl fmt::Display for LineColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// The only problem of a file of which no more can be read.
fn unreadable(name: &str, text: &str, problem: Problem) -> Problems {
    let mut findings = Findings::default();
    findings.push(problem);
    Problems::new(SourceText::new(name, text.to_owned()), findings)
}

fn not_utf8(name: &str, bytes: &[u8], error: std::str::Utf8Error) -> Problems {
    let start = error.valid_up_to();
    let text = String::from_utf8_lossy(bytes);
    let problem = Problem::error(start..start + '\u{FFFD}'.len_utf8(), "this is not UTF-8");
    unreadable(name, &text, problem.help("save the file as UTF-8"))
}

/// Finds the markers that git leaves in an unresolved merge. They cause every other problem in the
/// file.
fn find_conflicts(text: &str, findings: &mut Findings) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if findings.is_full() {
            return findings.stop();
        }
        if line.starts_with("<<<<<<< ") {
            let span = start..start + line.trim_end().len();
            findings.push(Problem::error(span, "unresolved git merge conflict").help(
                "keep the answers of both sides, one line each of all else, and remove the \
                         lines of markers",
            ));
        }
        start += line.len();
    }
}

/// Finds control characters, which YAML does not allow.
fn find_unprintable(text: &str, findings: &mut Findings) {
    // Those that are not ASCII begin with one of two bytes. Most files have none of them all.
    let may_be = |byte: u8| matches!(byte, 0..=8 | 11..=31 | 0x7F | 0xC2 | 0xEF);
    if !text.bytes().fold(false, |found, byte| found | may_be(byte)) {
        return;
    }
    for (start, character) in text.char_indices() {
        if findings.is_full() {
            return findings.stop();
        }
        let span = start..start + character.len_utf8();
        let code = u32::from(character);
        match character {
            '\t' | '\n' | '\u{85}' => {}
            '\r' => findings.push(
                Problem::error(span, "a carriage return without a line feed")
                    .help("save the file with line ends LF or CRLF"),
            ),
            '\0'..='\x1F' | '\x7F'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' => findings.push(
                Problem::error(span, format!("control character U+{code:04X}")).help("remove it"),
            ),
            _ => {}
        }
    }
}
