//! A document as plain text: for the terminal, and for e-mail.

use super::document::{
    Block, Document, DocumentHeading, DocumentStatus, HeadingLevel, ItemMarker, Paragraph,
    ParagraphKind, Table, TableCell, TableRow, WritingSpace,
};
use crate::model::{
    terminal_text::{self, LineEnds, shown},
    wrap::wrapped,
};

/// The width of a line, which every terminal has.
const WIDTH: usize = 80;

/// The minimum width of an indented text.
const LEAST: usize = 20;

/// The indent of an answer.
const ANSWER: usize = 4;

/// The indent of a list.
const LIST: usize = 2;

/// Writes a document, all but the seal at its end. Nothing in it steers a terminal.
pub(super) fn write(document: &Document) -> String {
    let mut page = TextWriter::default();
    let mark = document.standing.mark();
    if let Some(mark) = mark {
        page.put(0, "", mark);
        page.gap();
    }
    page.underlined(&document.title, "=");
    page.put(0, "", &document.subtitle);
    page.gap();
    let width = document.cover.iter().map(|fact| terminal_text::width(&fact.label)).max();
    let width = width.unwrap_or_default();
    for fact in &document.cover {
        page.put(0, &format!("{:width$}  ", fact.label), &fact.value);
    }
    for block in &document.blocks {
        page.block(block, document.standing);
    }
    if let Some(mark) = mark {
        page.gap();
        page.put(0, "", mark);
    }
    page.text
}

/// The text written so far.
#[derive(Default)]
struct TextWriter {
    text: String,
    /// The last paragraph's style and depth, where the last block was one.
    last: Option<(ParagraphKind, usize)>,
}

impl TextWriter {
    fn block(&mut self, block: &Block, standing: DocumentStatus) {
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(paragraph) => {
                self.paragraph(paragraph);
                self.last = Some((paragraph.style, paragraph.depth));
                return;
            }
            Block::Table(table) => self.table(table, standing),
            Block::Room(room) => self.room(*room),
        }
        self.last = None;
    }

    fn heading(&mut self, heading: &DocumentHeading) {
        self.gap();
        match heading.depth {
            HeadingLevel::Section => {
                self.underlined(&heading.line(), "=");
                self.gap();
            }
            HeadingLevel::Question | HeadingLevel::Part => {
                let lead = heading.number.as_ref().map(|number| format!("{number}  "));
                self.put(0, &lead.unwrap_or_default(), &heading.text);
            }
        }
    }

    fn underlined(&mut self, text: &str, line: &str) {
        self.put(0, "", text);
        let width = terminal_text::width(&shown(text, LineEnds::Marked)).min(WIDTH);
        self.put(0, "", &line.repeat(width));
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let is_item = paragraph.lead.is_some();
        let follows_list = self.last.is_some_and(|(_, depth)| depth > 0);
        let goes_on = is_answer(paragraph.style)
            && self.last.is_none_or(|(style, _)| is_answer(style) && style != paragraph.style);
        if !(goes_on || is_item && follows_list) {
            self.gap();
        }
        self.put_paragraph(indent(paragraph.style), paragraph);
    }

    fn put_paragraph(&mut self, indent: usize, paragraph: &Paragraph) {
        let outer = paragraph.depth.saturating_sub(1) * LIST;
        let (indent, lead) = match paragraph.lead {
            Some(lead) => (indent + outer, self::lead(lead)),
            None => (indent + paragraph.depth * LIST, String::new()),
        };
        self.put(indent, &lead, &words(paragraph));
    }

    /// Adds the rows of a table one below the other: whatever the terminal_text hold, they stay readable.
    fn table(&mut self, table: &Table, standing: DocumentStatus) {
        if standing == DocumentStatus::Form {
            let columns = table.columns.iter().skip(1);
            let columns: Vec<&str> = columns.map(|column| column.heading.as_str()).collect();
            self.gap();
            self.put(0, "", &format!("For each row: {}", columns.join(" / ")));
        }
        for row in &table.rows {
            match row {
                TableRow::Heading(heading) => self.put(ANSWER, "", heading),
                TableRow::Cells(terminal_text) => self.row(table, terminal_text),
            }
        }
    }

    fn row(&mut self, table: &Table, terminal_text: &[TableCell]) {
        let texts = |cell: &TableCell| match cell {
            TableCell::Text(paragraphs) => paragraphs.clone(),
            TableCell::TickBox => Vec::new(),
        };
        let mut columns = terminal_text.iter().map(texts);
        let label: Vec<String> = columns.next().iter().flatten().map(words).collect();
        let value: Vec<String> = columns.next().iter().flatten().map(words).collect();
        let label = label.join(" ");
        let between = match (value.is_empty(), label.ends_with(['?', ':', '.', '…'])) {
            (true, _) => "",
            (false, true) => " ",
            (false, false) => ": ",
        };
        self.put(ANSWER, "- ", &format!("{label}{between}{}", value.join(" ")));
        for (cell, column) in columns.zip(table.columns.iter().skip(2)) {
            for (place, paragraph) in cell.iter().enumerate() {
                let lead = if place == 0 { format!("{}: ", column.heading) } else { String::new() };
                self.put(ANSWER + LIST, "", &format!("{lead}{}", words(paragraph)));
            }
        }
    }

    fn room(&mut self, room: WritingSpace) {
        let lines = match room {
            WritingSpace::Line => 1,
            WritingSpace::Box => 4,
        };
        for _ in 0..lines {
            self.gap();
            self.put(0, "", &"_".repeat(WIDTH - ANSWER));
        }
    }

    /// Adds a text behind a lead. All its rows stand as far in as the first one.
    fn put(&mut self, indent: usize, lead: &str, text: &str) {
        let text = shown(text, LineEnds::Kept);
        let hang = indent + terminal_text::width(lead);
        for (place, row) in wrapped(&text, WIDTH.saturating_sub(hang).max(LEAST)).enumerate() {
            let before = match place {
                0 => format!("{:indent$}{lead}", ""),
                _ => " ".repeat(hang),
            };
            self.text.push_str(format!("{before}{row}").trim_end());
            self.text.push('\n');
        }
    }

    /// Adds a blank line, unless there is one.
    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }
}

/// Returns the words of a paragraph, with the address after a link unless its words are the address.
fn words(paragraph: &Paragraph) -> String {
    let mut words = String::new();
    for span in &paragraph.spans {
        words.push_str(&span.text);
        if let Some(link) = span.link.as_ref().filter(|link| **link != span.text) {
            words.push_str(&format!(" ({link})"));
        }
    }
    words
}

fn indent(style: ParagraphKind) -> usize {
    match style {
        ParagraphKind::Answer
        | ParagraphKind::Blank
        | ParagraphKind::Comment
        | ParagraphKind::Note
        | ParagraphKind::Quote => ANSWER,
        ParagraphKind::Body
        | ParagraphKind::Task
        | ParagraphKind::Aside
        | ParagraphKind::Notice => 0,
    }
}

fn is_answer(style: ParagraphKind) -> bool {
    match style {
        ParagraphKind::Answer
        | ParagraphKind::Blank
        | ParagraphKind::Comment
        | ParagraphKind::Note => true,
        ParagraphKind::Body
        | ParagraphKind::Task
        | ParagraphKind::Aside
        | ParagraphKind::Quote
        | ParagraphKind::Notice => false,
    }
}

fn lead(lead: ItemMarker) -> String {
    match lead {
        ItemMarker::Bullet => "- ".to_owned(),
        ItemMarker::Number(number) => format!("{number}. "),
        ItemMarker::TickBox => "[ ] ".to_owned(),
        ItemMarker::RankLine => "__ ".to_owned(),
    }
}
