//! A document as a Word file (Office Open XML, ISO/IEC 29500).

mod parts;

use zip::result::ZipError;

use super::{
    document::{
        Block, ContentsList, Document, DocumentHeading, HeadingLevel, ItemMarker, Paragraph,
        ParagraphKind, StyledText, Table, TableCell, TableRow, WritingSpace,
    },
    package::Package,
    xml::{DECLARATION, escaped},
};

/// The width of the text, in twentieths of a point: A4 with margins of 2 cm.
const WIDTH: u32 = 9638;

/// Writes a document, all but the seal at its end.
pub(super) fn write(document: &Document) -> Result<Vec<u8>, ZipError> {
    let mut body = DocxBody::default();
    body.cover(document);
    for block in &document.blocks {
        body.block(block);
    }
    let mut package = Package::new();
    package.add("[Content_Types].xml", &parts::content_types())?;
    package.add("_rels/.rels", &parts::relations())?;
    package.add("docProps/core.xml", &parts::properties(document))?;
    package.add("docProps/app.xml", &parts::application())?;
    package.add("word/document.xml", &parts::document(&body.xml))?;
    package.add("word/styles.xml", &parts::styles(document))?;
    package.add("word/numbering.xml", &parts::numbering(&body.numbered))?;
    package.add("word/settings.xml", &parts::settings())?;
    package.add("word/header1.xml", &parts::header(document))?;
    package.add("word/footer1.xml", &parts::footer(document))?;
    package.add("word/_rels/document.xml.rels", &parts::document_relations(&body.links))?;
    package.finish()
}

/// The body written so far.
#[derive(Default)]
struct DocxBody {
    xml: String,
    /// The addresses that links lead to.
    links: Vec<String>,
    /// The first number of each numbered list.
    numbered: Vec<u64>,
    /// The number of headings with a bookmark.
    bookmarks: usize,
    /// Whether the last block was a table: two of them in a row would become one.
    after_table: bool,
    /// The depth of the numbered list around the last block.
    in_numbered: Option<usize>,
}

impl DocxBody {
    fn cover(&mut self, document: &Document) {
        self.xml.push_str(&styled("Title", &run(&document.title)));
        self.xml.push_str(&styled("Subtitle", &run(&document.subtitle)));
        for fact in &document.cover {
            let label =
                StyledText { text: fact.label.clone(), strong: true, ..StyledText::default() };
            let size = if fact.is_unbroken() { "<w:sz w:val=\"16\"/>" } else { "" };
            let value = run_with(&fact.value, size);
            let runs = format!("{}<w:r><w:tab/></w:r>{value}", self.span(&label));
            self.xml.push_str(&styled("Cover", &runs));
        }
        let sections: Vec<&DocumentHeading> = document.sections().collect();
        if document.contents == ContentsList::None || sections.is_empty() {
            return;
        }
        self.xml.push_str(&styled("ContentsHeading", &run("Contents")));
        for heading in sections {
            let field = |kind: &str| {
                // Word counts the pages when it opens the file.
                let dirty = if kind == "begin" { " w:dirty=\"true\"" } else { "" };
                format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"{dirty}/></w:r>")
            };
            let code = |code: &str| {
                format!("<w:r><w:instrText xml:space=\"preserve\">{code}</w:instrText></w:r>")
            };
            let mut runs = String::new();
            let text = run(&heading.line());
            match &heading.anchor {
                Some(anchor) => {
                    let anchor = bookmark(anchor);
                    let page = code(&format!(" PAGEREF {anchor} \\h "));
                    runs.push_str(&format!(
                        "<w:hyperlink w:anchor=\"{anchor}\" w:history=\"1\">{text}\
                         <w:r><w:tab/></w:r>{}{page}{}{}{}</w:hyperlink>",
                        field("begin"),
                        field("separate"),
                        run(" "),
                        field("end"),
                    ));
                }
                None => runs.push_str(&text),
            }
            self.xml.push_str(&styled("TOC1", &runs));
        }
        self.xml.push_str("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
    }

    fn block(&mut self, block: &Block) {
        let after_table = std::mem::replace(&mut self.after_table, false);
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(paragraph) => {
                let xml = self.paragraph(paragraph);
                self.xml.push_str(&xml);
                return;
            }
            Block::Table(table) => {
                if after_table {
                    self.xml.push_str("<w:p/>");
                }
                self.table(table);
                self.after_table = true;
            }
            Block::Room(WritingSpace::Line) => self.xml.push_str(&styled("Line", "")),
            Block::Room(WritingSpace::Box) => {
                let sides = ["top", "left", "bottom", "right"];
                let borders: String = sides.map(parts::border).concat();
                self.xml.push_str(&format!(
                    "<w:tbl><w:tblPr><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:tblBorders>{borders}\
                     </w:tblBorders></w:tblPr><w:tblGrid><w:gridCol w:w=\"{WIDTH}\"/></w:tblGrid>\
                     <w:tr><w:trPr><w:trHeight w:val=\"2600\" w:hRule=\"atLeast\"/></w:trPr><w:tc>\
                     <w:tcPr><w:tcW w:w=\"{WIDTH}\" w:type=\"dxa\"/></w:tcPr><w:p/></w:tc></w:tr>\
                     </w:tbl><w:p/>"
                ));
            }
        }
        self.in_numbered = None;
    }

    fn heading(&mut self, heading: &DocumentHeading) {
        let style = match heading.depth {
            HeadingLevel::Section => "Heading1",
            HeadingLevel::Question => "Heading2",
            HeadingLevel::Part => "Heading3",
        };
        let mut runs = run(&heading.line());
        if let Some(anchor) = &heading.anchor {
            self.bookmarks += 1;
            let (id, anchor) = (self.bookmarks, bookmark(anchor));
            runs = format!(
                "<w:bookmarkStart w:id=\"{id}\" w:name=\"{anchor}\"/>{runs}<w:bookmarkEnd w:id=\"{id}\"/>"
            );
        }
        self.xml.push_str(&styled(style, &runs));
    }

    fn paragraph(&mut self, paragraph: &Paragraph) -> String {
        let level = paragraph.depth.saturating_sub(1).min(8);
        let indent = |hanging| {
            let left = 360 * (level + 1);
            format!("<w:ind w:left=\"{left}\" w:hanging=\"{hanging}\"/>")
        };
        let (layout, lead) = match paragraph.lead {
            None if paragraph.depth == 0 => (String::new(), String::new()),
            None => (indent(0), String::new()),
            Some(ItemMarker::Bullet) => (parts::in_list(level, 1), String::new()),
            Some(ItemMarker::Number(number)) => {
                if self.in_numbered != Some(level) {
                    self.numbered.push(number);
                }
                (parts::in_list(level, self.numbered.len() + 1), String::new())
            }
            Some(ItemMarker::TickBox) => (indent(360), parts::tick_box()),
            Some(ItemMarker::RankLine) => (indent(360), run("____  ")),
        };
        self.in_numbered = match paragraph.lead {
            Some(ItemMarker::Number(_)) => Some(level),
            Some(ItemMarker::Bullet | ItemMarker::TickBox | ItemMarker::RankLine) => None,
            None => self.in_numbered.filter(|_| paragraph.depth > 0),
        };
        let runs: String = paragraph.spans.iter().map(|span| self.span(span)).collect();
        let style = style(paragraph.style);
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{layout}</w:pPr>{lead}{runs}</w:p>")
    }

    fn span(&mut self, span: &StyledText) -> String {
        let bold = if span.strong { "<w:b/>" } else { "" };
        let italic = if span.emphasis { "<w:i/>" } else { "" };
        let Some(link) = &span.link else {
            return run_with(&span.text, &format!("{bold}{italic}"));
        };
        self.links.push(link.clone());
        let look = format!("<w:rStyle w:val=\"Hyperlink\"/>{bold}{italic}");
        let (id, run) = (parts::link_id(self.links.len()), run_with(&span.text, &look));
        format!("<w:hyperlink r:id=\"{id}\" w:history=\"1\">{run}</w:hyperlink>")
    }

    fn table(&mut self, table: &Table) {
        let all: u32 = table.columns.iter().map(|column| column.weight).sum();
        let widths: Vec<u32> =
            table.columns.iter().map(|column| WIDTH * column.weight / all.max(1)).collect();
        let grid: String =
            widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
        self.xml.push_str(&format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Answers\"/><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/>\
             <w:tblLayout w:type=\"fixed\"/><w:tblLook w:firstRow=\"1\" w:firstColumn=\"1\" \
             w:noHBand=\"1\" w:noVBand=\"1\"/><w:tblCaption w:val=\"{}\"/></w:tblPr>\
             <w:tblGrid>{grid}</w:tblGrid>",
            escaped(&table.caption).replace('\n', " ")
        ));
        self.xml.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (column, width) in table.columns.iter().zip(&widths) {
            let heading = styled("TableHeading", &run(&column.heading));
            self.xml.push_str(&parts::cell(*width, 1, &heading));
        }
        self.xml.push_str("</w:tr>");
        for row in &table.rows {
            self.xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            match row {
                TableRow::Heading(heading) => {
                    let heading = styled("TableHeading", &run(heading));
                    self.xml.push_str(&parts::cell(WIDTH, table.columns.len(), &heading));
                }
                TableRow::Cells(cells) => {
                    for (cell, width) in cells.iter().zip(&widths) {
                        let content = self.cell(cell);
                        self.xml.push_str(&parts::cell(*width, 1, &content));
                    }
                }
            }
            self.xml.push_str("</w:tr>");
        }
        self.xml.push_str("</w:tbl>");
    }

    fn cell(&mut self, cell: &TableCell) -> String {
        match cell {
            TableCell::TickBox => styled("TableText", &parts::tick_box()),
            TableCell::Text(paragraphs) if paragraphs.is_empty() => styled("TableText", ""),
            TableCell::Text(paragraphs) => {
                let written = paragraphs.iter().map(|paragraph| {
                    let runs: String = paragraph.spans.iter().map(|span| self.span(span)).collect();
                    styled("TableText", &runs)
                });
                written.collect()
            }
        }
    }
}

fn style(style: ParagraphKind) -> &'static str {
    match style {
        ParagraphKind::Body => "BodyText",
        ParagraphKind::Task => "Task",
        ParagraphKind::Aside => "Aside",
        ParagraphKind::Quote => "Quote",
        ParagraphKind::Notice => "Notice",
        ParagraphKind::Answer => "Answer",
        ParagraphKind::Blank => "Blank",
        ParagraphKind::Comment => "Comment",
        ParagraphKind::Note => "Note",
    }
}

/// A paragraph in a style.
fn styled(style: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>")
}

fn run(text: &str) -> String {
    run_with(text, "")
}

/// Words that look alike; their line ends and tabs are kept.
fn run_with(text: &str, look: &str) -> String {
    let look = if look.is_empty() { String::new() } else { format!("<w:rPr>{look}</w:rPr>") };
    let text = escaped(text)
        .replace('\n', "</w:t><w:br/><w:t xml:space=\"preserve\">")
        .replace('\t', "</w:t><w:tab/><w:t xml:space=\"preserve\">");
    format!("<w:r>{look}<w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// The name of a bookmark: letters, digits and underscores, 40 of them at the most.
fn bookmark(anchor: &str) -> String {
    let safe = |character: char| if character.is_ascii_alphanumeric() { character } else { '_' };
    let name: String = anchor.chars().map(safe).collect();
    if name.len() <= 30 {
        return name;
    }
    // Two long names may begin alike.
    format!("{}_{:08x}", name.chars().take(30).collect::<String>(), crc(anchor))
}

/// A number that tells names apart.
fn crc(text: &str) -> u32 {
    text.bytes().fold(17, |sum: u32, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)))
}
