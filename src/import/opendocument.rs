//! Reads OpenDocument texts (`.odt`).

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::{
    archive::{XmlReader, attribute, part, read_xml},
    paper::{ImportError, MAX_PARAGRAPHS, MAX_TEXT, Paper},
    paragraph::PaperParagraph,
    word::{counted, row_paragraphs},
};

const FORMAT: &str = "OpenDocument file";

/// Elements whose content is not read.
const SKIPPED: [&str; 4] = ["tracked-changes", "annotation", "note", "settings"];

/// Reads the paragraphs of an OpenDocument text.
///
/// # Errors
/// When it is damaged, encrypted or too large.
pub fn read(bytes: &[u8]) -> Result<Paper, ImportError> {
    if part(bytes, "META-INF/manifest.xml", FORMAT)?
        .is_some_and(|xml| xml.contains("encryption-data"))
    {
        let then = "open it with its password and save it without one";
        return Err(ImportError::unreadable("this OpenDocument file is encrypted", then));
    }
    let content = part(bytes, "content.xml", FORMAT)?.ok_or_else(|| ImportError::Damaged {
        format: FORMAT,
        why: "it has no text part".to_owned(),
    })?;
    let mut reader = ContentReader::default();
    if let Some(styles) = part(bytes, "styles.xml", FORMAT)? {
        read_xml(&styles, FORMAT, &mut reader)?;
    }
    reader.done.clear();
    reader.text.clear();
    read_xml(&content, FORMAT, &mut reader)?;
    Ok(Paper { paragraphs: reader.done, ..Paper::default() })
}

/// How one level of a list is counted.
#[derive(Debug, Clone, Default)]
struct LevelStyle {
    format: String,
    prefix: String,
    suffix: String,
    start: usize,
}

/// A list that is open: its style, and how far it has counted.
#[derive(Debug, Default)]
struct OpenList {
    style: Option<String>,
    count: usize,
}

/// The paragraphs so far, and the one that is being read.
#[derive(Default)]
struct ContentReader {
    done: Vec<PaperParagraph>,
    bytes: usize,
    text: String,
    heading: Option<u8>,
    bold: bool,
    /// Styles of paragraphs and words that are bold.
    bold_styles: HashMap<String, bool>,
    style: Option<String>,
    list_style: Option<String>,
    levels: HashMap<(String, usize), LevelStyle>,
    lists: Vec<OpenList>,
    /// How far each style of list has counted, for lists that go on.
    counts: HashMap<String, usize>,
    lead: Option<String>,
    skipped: usize,
    in_paragraph: usize,
    tables: usize,
    table: usize,
    cells: Vec<Vec<PaperParagraph>>,
}

impl XmlReader for ContentReader {
    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        if self.skipped > 0 || SKIPPED.contains(&name) {
            self.skipped += usize::from(SKIPPED.contains(&name));
            return;
        }
        match name {
            "style" => self.style = attribute(element, "name"),
            "text-properties" => {
                let bold = attribute(element, "font-weight").is_some_and(|weight| weight == "bold");
                if let Some(style) = self.style.clone().filter(|_| bold) {
                    self.bold_styles.insert(style, true);
                }
            }
            "list-style" => self.list_style = attribute(element, "name"),
            "list-level-style-number" | "list-level-style-bullet" => self.list_level(name, element),
            "p" | "h" => {
                let level =
                    attribute(element, "outline-level").and_then(|level| level.parse().ok());
                self.heading = if name == "h" { level.or(Some(1)) } else { None };
                let style = attribute(element, "style-name").unwrap_or_default();
                self.bold = self.bold_styles.contains_key(&style);
                if style == "Title" {
                    self.heading = Some(1);
                }
                self.in_paragraph += 1;
            }
            "tab" => self.text.push(' '),
            "s" => self.text.push(' '),
            "line-break" => self.text.push('\n'),
            "checkbox" => self.text.push('☐'),
            "list" => self.begin_list(element),
            "list-item" => self.begin_item(element),
            "table" => {
                self.tables += 1;
                self.table += usize::from(self.tables == 1);
            }
            "table-row" if self.tables == 1 => self.cells.clear(),
            "table-cell" if self.tables == 1 => self.cells.push(Vec::new()),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if SKIPPED.contains(&name) {
            self.skipped = self.skipped.saturating_sub(1);
            return;
        }
        if self.skipped > 0 {
            return;
        }
        match name {
            "p" | "h" => {
                self.in_paragraph = self.in_paragraph.saturating_sub(1);
                self.end_paragraph();
            }
            "list" => {
                if let Some(OpenList { style: Some(style), count }) = self.lists.pop() {
                    self.counts.insert(style, count);
                }
            }
            "table-row" if self.tables == 1 => {
                let cells = std::mem::take(&mut self.cells);
                row_paragraphs(cells, self.table, &mut self.done);
            }
            "table" => self.tables = self.tables.saturating_sub(1),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped == 0 && self.in_paragraph > 0 {
            self.text.push_str(text);
            self.bytes += text.len();
        }
    }

    fn is_full(&self) -> bool {
        self.bytes > MAX_TEXT || self.done.len() > MAX_PARAGRAPHS
    }
}

impl ContentReader {
    fn list_level(&mut self, name: &str, element: &BytesStart<'_>) {
        let Some(style) = self.list_style.clone() else { return };
        let value = |key: &str| attribute(element, key).unwrap_or_default();
        let level = attribute(element, "level").and_then(|level| level.parse().ok()).unwrap_or(1);
        let number = name == "list-level-style-number";
        let start = attribute(element, "start-value").and_then(|start| start.parse().ok());
        let level_style = LevelStyle {
            format: if number { value("num-format") } else { "bullet".to_owned() },
            prefix: value("num-prefix"),
            suffix: value("num-suffix"),
            start: start.unwrap_or(1),
        };
        self.levels.insert((style, level), level_style);
    }

    fn begin_list(&mut self, element: &BytesStart<'_>) {
        let inherited = self.lists.last().and_then(|list| list.style.clone());
        let style = attribute(element, "style-name").or(inherited);
        let goes_on = attribute(element, "continue-numbering").is_some_and(|value| value == "true")
            || attribute(element, "continue-list").is_some();
        let before = style.as_ref().filter(|_| goes_on).and_then(|style| self.counts.get(style));
        self.lists.push(OpenList { count: before.copied().unwrap_or(0), style });
    }

    fn begin_item(&mut self, element: &BytesStart<'_>) {
        let depth = self.lists.len();
        let Some(list) = self.lists.last_mut() else { return };
        let style = list.style.clone().unwrap_or_default();
        let level = self.levels.get(&(style, depth)).cloned().unwrap_or_default();
        let start = attribute(element, "start-value").and_then(|start| start.parse().ok());
        let first = if list.count == 0 { level.start.max(1) } else { list.count + 1 };
        list.count = start.unwrap_or(first);
        self.lead = Some(match level.format.as_str() {
            "bullet" | "" => String::new(),
            format => format!("{}{}{}", level.prefix, counted(list.count, format), level.suffix),
        });
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        let heading = self.heading.take();
        if text.trim().is_empty() {
            return;
        }
        let lead = self.lead.take();
        for (at, line) in text.split('\n').enumerate() {
            let mut paragraph = PaperParagraph::new(self.done.len() + 1, line);
            if paragraph.text.is_empty() {
                continue;
            }
            paragraph.heading = heading;
            paragraph.bold = self.bold;
            match lead.as_deref().filter(|_| at == 0) {
                Some("") => paragraph = paragraph.in_list(),
                Some(number) => paragraph.text.insert_str(0, &format!("{} ", number.trim())),
                None => {}
            }
            match self.cells.last_mut().filter(|_| self.tables > 0) {
                Some(cell) => cell.push(paragraph),
                None => self.done.push(paragraph),
            }
        }
    }
}
