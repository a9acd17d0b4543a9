//! A document as Markdown: for people, and for every program that makes documents of it.

mod escape;

use escape::{block, indented, line, quoted, rest_of_line};

use super::document::{
    Block, Document, HeadingLevel, ItemMarker, Paragraph, ParagraphKind, StyledText, Table,
    TableCell, TableRow, WritingSpace,
};

/// Writes a document, all but the seal at its end.
pub(super) fn write(document: &Document) -> String {
    let mut page = MarkdownWriter::default();
    page.add(&format!("# {}", line(&document.title)));
    page.add(&line(&document.subtitle));
    if let Some(mark) = document.standing.mark() {
        page.add(&format!("**{}**", line(mark)));
    }
    let facts = document.cover.iter();
    let facts: Vec<String> = facts
        .map(|fact| format!("- **{}:** {}", line(&fact.label), rest_of_line(&fact.value)))
        .collect();
    page.add(&facts.join("\n"));
    for block in &document.blocks {
        page.block(block);
    }
    page.text
}

/// The Markdown written so far.
#[derive(Default)]
struct MarkdownWriter {
    text: String,
    /// The indent of the current item in each open list.
    columns: Vec<usize>,
    /// The style of the last block, where that was a quotation.
    quoting: Option<ParagraphKind>,
}

impl MarkdownWriter {
    /// Adds a block, with a blank line before it.
    fn add(&mut self, block: &str) {
        self.columns.clear();
        self.quoting = None;
        self.put(block, "\n\n");
    }

    fn put(&mut self, block: &str, between: &str) {
        if block.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.truncate(self.text.trim_end_matches('\n').len());
            self.text.push_str(between);
        }
        self.text.push_str(block);
        self.text.push('\n');
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => {
                let marks = match heading.depth {
                    HeadingLevel::Section => "##",
                    HeadingLevel::Question => "###",
                    HeadingLevel::Part => "####",
                };
                // Behind the marks, a number cannot begin a list.
                let number = heading.number.as_ref().map(|number| number.trim_end_matches('.'));
                let number = number.map(|number| format!("{}. ", line(number)));
                let number = number.unwrap_or_default();
                self.add(&format!("{marks} {number}{}", line(&heading.text)));
            }
            Block::Paragraph(paragraph) => self.paragraph(paragraph),
            Block::Table(table) => self.add(&written(table)),
            Block::Room(WritingSpace::Line | WritingSpace::Box) => {}
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let style = Some(paragraph.style).filter(|style| is_quoted(*style));
        let goes_on = style.is_some() && self.quoting == style;
        let outer = paragraph.depth - usize::from(paragraph.lead.is_some()).min(paragraph.depth);
        let in_list = !self.columns.is_empty() && paragraph.depth > 0;
        self.columns.resize(outer.min(self.columns.len()), 0);
        let indent = self.columns.last().copied().unwrap_or_default();
        let lead = paragraph.lead.map(lead).unwrap_or_default();
        if paragraph.lead.is_some() {
            self.columns.push(indent + lead.chars().count());
        }
        let within = self.columns.last().copied().unwrap_or_default();
        let text = format!("{lead}{}", indented(&spans(paragraph), within - indent));
        let text = format!("{}{}", " ".repeat(indent), indented(&text, indent));
        let is_next_item = in_list && paragraph.lead.is_some();
        match (style, goes_on) {
            (Some(_), true) if is_next_item => self.put(&quoted(&text), "\n"),
            (Some(_), true) => self.put(&quoted(&text), "\n>\n"),
            (Some(_), false) => self.put(&quoted(&text), "\n\n"),
            (None, _) if is_next_item => self.put(&text, "\n"),
            (None, _) => self.put(&text, "\n\n"),
        }
        self.quoting = style;
    }
}

fn is_quoted(style: ParagraphKind) -> bool {
    match style {
        ParagraphKind::Quote | ParagraphKind::Notice => true,
        ParagraphKind::Body
        | ParagraphKind::Task
        | ParagraphKind::Aside
        | ParagraphKind::Answer
        | ParagraphKind::Blank
        | ParagraphKind::Comment
        | ParagraphKind::Note => false,
    }
}

fn lead(lead: ItemMarker) -> String {
    match lead {
        ItemMarker::Bullet => "- ".to_owned(),
        ItemMarker::Number(number) => format!("{number}. "),
        ItemMarker::TickBox => "- [ ] ".to_owned(),
        ItemMarker::RankLine => "- \\_\\_\\_ ".to_owned(),
    }
}

fn spans(paragraph: &Paragraph) -> String {
    match paragraph.style {
        ParagraphKind::Aside | ParagraphKind::Blank => {
            let emphasised = |span: &StyledText| StyledText { emphasis: true, ..span.clone() };
            block(&paragraph.spans.iter().map(emphasised).collect::<Vec<_>>())
        }
        ParagraphKind::Body
        | ParagraphKind::Task
        | ParagraphKind::Quote
        | ParagraphKind::Notice
        | ParagraphKind::Answer
        | ParagraphKind::Comment
        | ParagraphKind::Note => block(&paragraph.spans),
    }
}

/// The rows and columns, a line each.
fn written(table: &Table) -> String {
    let terminal_text = |terminal_text: Vec<String>| format!("| {} |", terminal_text.join(" | "));
    let heads = table.columns.iter().map(|column| line(&column.heading));
    let mut lines = vec![
        terminal_text(heads.collect()),
        terminal_text(table.columns.iter().map(|_| "-".to_owned()).collect()),
    ];
    for row in &table.rows {
        lines.push(match row {
            TableRow::Heading(heading) => {
                let rest = table.columns.iter().skip(1).map(|_| " ".to_owned());
                terminal_text(
                    std::iter::once(format!("**{}**", line(heading))).chain(rest).collect(),
                )
            }
            TableRow::Cells(row) => terminal_text(row.iter().map(cell).collect()),
        });
    }
    lines.join("\n")
}

/// Returns the content of a cell in one line, as Markdown requires.
fn cell(cell: &TableCell) -> String {
    match cell {
        TableCell::TickBox => "☐".to_owned(),
        TableCell::Text(paragraphs) if paragraphs.is_empty() => " ".to_owned(),
        TableCell::Text(paragraphs) => {
            let lines = paragraphs.iter().map(|one| spans(one).replace("\\\n", "<br>"));
            lines.collect::<Vec<_>>().join("<br><br>")
        }
    }
}
