//! Reads Word files (`.docx`): headings by their style, numbers as Word would count them, tables,
//! boxes to tick, choices of drop-down lists.

mod numbering;
mod styles;

use quick_xml::events::BytesStart;

pub(super) use self::numbering::counted;
use self::{numbering::Numbering, styles::Styles};
use super::{
    archive::{XmlReader, attribute, part, read_xml},
    paper::{ImportError, MAX_PARAGRAPHS, MAX_TEXT, Paper},
    paragraph::{ListMarker, PaperParagraph, tidy},
};

const FORMAT: &str = "Word file";

/// Elements whose content is not read: what was deleted, the second form of a drawing, field codes.
const SKIPPED: [&str; 5] = ["del", "Fallback", "instrText", "moveFrom", "delText"];

/// Reads the paragraphs of a Word file.
///
/// # Errors
/// When it is damaged, encrypted or too large.
pub fn read(bytes: &[u8]) -> Result<Paper, ImportError> {
    let body = part(bytes, "word/document.xml", FORMAT)?.ok_or_else(|| ImportError::Damaged {
        format: FORMAT,
        why: "it has no text part".to_owned(),
    })?;
    let mut styles = Styles::default();
    if let Some(xml) = part(bytes, "word/styles.xml", FORMAT)? {
        read_xml(&xml, FORMAT, &mut styles)?;
    }
    let mut numbering = Numbering::default();
    if let Some(xml) = part(bytes, "word/numbering.xml", FORMAT)? {
        read_xml(&xml, FORMAT, &mut numbering)?;
    }
    let mut reader = BodyReader { styles, numbering, ..BodyReader::default() };
    read_xml(&body, FORMAT, &mut reader)?;
    reader.end_paragraph();
    Ok(Paper { paragraphs: reader.done, ..Paper::default() })
}

/// The paragraphs so far, and the one that is being read.
#[derive(Default)]
struct BodyReader {
    styles: Styles,
    numbering: Numbering,
    done: Vec<PaperParagraph>,
    bytes: usize,
    text: String,
    bold_bytes: usize,
    bold: bool,
    in_text: bool,
    in_run_properties: bool,
    style: Option<String>,
    /// The list and level that the paragraph itself names.
    list: (Option<String>, Option<usize>),
    skipped: usize,
    /// The choices of a drop-down list, which follow its paragraph.
    options: Vec<String>,
    /// How many tables are open, and the rows of the outermost.
    tables: usize,
    table: usize,
    cells: Vec<Vec<PaperParagraph>>,
}

impl XmlReader for BodyReader {
    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        if self.skipped > 0 || SKIPPED.contains(&name) {
            self.skipped += usize::from(SKIPPED.contains(&name));
            return;
        }
        match name {
            "p" => self.begin_paragraph(),
            "pStyle" => self.style = attribute(element, "val"),
            "ilvl" => self.list.1 = attribute(element, "val").and_then(|level| level.parse().ok()),
            "numId" => self.list.0 = attribute(element, "val"),
            "rPr" => self.in_run_properties = true,
            "r" => self.bold = false,
            "b" if self.in_run_properties => {
                let off = attribute(element, "val").is_some_and(|val| val == "0" || val == "false");
                self.bold = !off;
            }
            "t" => self.in_text = true,
            "tab" if !self.in_run_properties => self.text.push(' '),
            "br" | "cr" => self.text.push('\n'),
            "noBreakHyphen" => self.text.push('-'),
            "sym" => self.text.extend(symbol(element)),
            "checkBox" => self.text.push('☐'),
            "listItem" => self
                .options
                .extend(attribute(element, "displayText").or_else(|| attribute(element, "value"))),
            "listEntry" => self.options.extend(attribute(element, "val")),
            "tbl" => {
                self.end_paragraph();
                self.tables += 1;
                self.table += usize::from(self.tables == 1);
            }
            "tr" if self.tables == 1 => self.cells.clear(),
            "tc" if self.tables == 1 => self.cells.push(Vec::new()),
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
            "t" => self.in_text = false,
            "rPr" => self.in_run_properties = false,
            "p" => self.end_paragraph(),
            "tr" if self.tables == 1 => self.end_row(),
            "tbl" => {
                self.end_paragraph();
                self.tables = self.tables.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped == 0 && self.in_text {
            self.text.push_str(text);
            self.bytes += text.len();
            self.bold_bytes += if self.bold { text.trim().len() } else { 0 };
        }
    }

    fn is_full(&self) -> bool {
        self.bytes > MAX_TEXT || self.done.len() > MAX_PARAGRAPHS
    }
}

impl BodyReader {
    fn begin_paragraph(&mut self) {
        // A text box stands in the paragraph that it is anchored in.
        if !self.text.trim().is_empty() {
            self.end_paragraph();
        }
        self.style = None;
        self.list = (None, None);
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        let bold = std::mem::take(&mut self.bold_bytes);
        let options = std::mem::take(&mut self.options);
        let style = self.style.take();
        let (list, level) = std::mem::take(&mut self.list);
        let style = self.styles.of(style.as_deref());
        let lead = if tidy(&text).is_empty() {
            None
        } else {
            let list = list.or(style.list);
            let level = level.or(style.level).unwrap_or(0);
            list.filter(|list| list != "0").and_then(|list| self.numbering.next(&list, level))
        };
        for (at, line) in text.split('\n').enumerate() {
            let whole = bold + 2 >= tidy(&text).len() && bold > 0;
            let mut paragraph = PaperParagraph::new(self.done.len() + 1, line);
            if paragraph.text.is_empty() {
                continue;
            }
            paragraph.heading = style.heading;
            paragraph.bold = whole || style.bold;
            match lead.as_deref().filter(|_| at == 0) {
                Some("") => paragraph = paragraph.in_list(),
                Some(number) => paragraph.text.insert_str(0, &format!("{number} ")),
                None => {}
            }
            self.push(paragraph);
        }
        for option in options {
            let chosen = option.to_lowercase();
            if !chosen.starts_with("choose")
                && !chosen.starts_with("please choose")
                && !option.trim().is_empty()
            {
                let mut paragraph = PaperParagraph::new(self.done.len() + 1, &option);
                paragraph.marker = Some(ListMarker::Radio);
                self.push(paragraph);
            }
        }
    }

    fn push(&mut self, paragraph: PaperParagraph) {
        match self.cells.last_mut().filter(|_| self.tables > 0) {
            Some(cell) => cell.push(paragraph),
            None => self.done.push(paragraph),
        }
    }

    /// Ends a row of a table: a row of cells, or paragraphs where the table only gives them a frame.
    fn end_row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        row_paragraphs(cells, self.table, &mut self.done);
    }
}

/// Adds what a row of a table holds: its paragraphs, where only one cell has several, or a row.
pub(super) fn row_paragraphs(
    cells: Vec<Vec<PaperParagraph>>,
    table: usize,
    done: &mut Vec<PaperParagraph>,
) {
    let place = done.len() + 1;
    let full: Vec<usize> =
        cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()).map(|(at, _)| at).collect();
    let several = cells.iter().filter(|cell| cell.len() > 1).count();
    let number = |at: usize| {
        let cell = cells.get(at)?;
        let text = cell.first().filter(|_| cell.len() == 1)?.text.clone();
        (text.chars().count() <= 12 && text.chars().any(|c| c.is_ascii_digit())).then_some(text)
    };
    match full.as_slice() {
        [] => {}
        [only] if cells.len() == 1 || several == 1 => {
            done.extend(cells.into_iter().nth(*only).into_iter().flatten());
        }
        [first, second] if several == 1 && number(*first).is_some() => {
            let number = number(*first).unwrap_or_default();
            let dot = if number.ends_with(|c: char| c.is_ascii_digit()) { "." } else { "" };
            let mut rest = cells.into_iter().nth(*second).unwrap_or_default();
            if let Some(first) = rest.first_mut() {
                first.text.insert_str(0, &format!("{number}{dot} "));
            }
            done.extend(rest);
        }
        _ if several > 0 && cells.iter().any(|cell| cell.len() > 3) => {
            done.extend(cells.into_iter().flatten());
        }
        _ => {
            let texts: Vec<String> = cells
                .iter()
                .map(|cell| {
                    let marked = cell.iter().map(|one| match one.marker {
                        Some(ListMarker::Box) => format!("☐ {}", one.text),
                        Some(ListMarker::Bullet | ListMarker::Radio | ListMarker::CheckBox)
                        | None => one.text.clone(),
                    });
                    marked.collect::<Vec<_>>().join(" ")
                })
                .collect();
            done.push(PaperParagraph::row(place, table, &texts));
        }
    }
}

/// A character that is named by its number in a font of symbols.
fn symbol(element: &BytesStart<'_>) -> Option<char> {
    let code = attribute(element, "char")?;
    char::from_u32(u32::from_str_radix(&code, 16).ok()?)
}
