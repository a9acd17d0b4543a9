//! A document as an OpenDocument text (ISO/IEC 26300), the government's standard for documents that
//! are edited.

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

/// Writes a document, all but the seal at its end.
pub(super) fn write(document: &Document) -> Result<Vec<u8>, ZipError> {
    let mut body = OdtBody::default();
    body.cover(document);
    for block in &document.blocks {
        body.block(block);
    }
    body.close_lists(0);
    let mut package = Package::new();
    package.store("mimetype", "application/vnd.oasis.opendocument.text")?;
    package.add("META-INF/manifest.xml", &parts::manifest())?;
    package.add("content.xml", &parts::content(&body.columns, &body.xml))?;
    package.add("styles.xml", &parts::styles(document))?;
    package.add("meta.xml", &parts::properties(document))?;
    package.finish()
}

/// The body written so far.
#[derive(Default)]
struct OdtBody {
    xml: String,
    /// The styles of table columns, one for each weight among so many.
    columns: String,
    tables: usize,
    /// The open lists, each by its style.
    lists: Vec<&'static str>,
}

impl OdtBody {
    fn cover(&mut self, document: &Document) {
        self.xml.push_str(&styled("Title", &text(&document.title)));
        self.xml.push_str(&styled("Subtitle", &text(&document.subtitle)));
        for fact in &document.cover {
            let label =
                StyledText { text: fact.label.clone(), strong: true, ..StyledText::default() };
            let mut value = text(&fact.value);
            if fact.is_unbroken() {
                value = format!("<text:span text:style-name=\"Small\">{value}</text:span>");
            }
            let words = format!("{}<text:tab/>{value}", span(&label));
            self.xml.push_str(&styled("Cover", &words));
        }
        let sections: Vec<&DocumentHeading> = document.sections().collect();
        if document.contents == ContentsList::None || sections.is_empty() {
            return;
        }
        self.xml.push_str(
            "<text:table-of-content text:name=\"Contents\"><text:table-of-content-source \
             text:outline-level=\"1\"><text:index-title-template text:style-name=\"Contents_20_Heading\">\
             Contents</text:index-title-template><text:table-of-content-entry-template \
             text:outline-level=\"1\" text:style-name=\"Contents_20_1\"><text:index-entry-link-start/>\
             <text:index-entry-text/><text:index-entry-tab-stop style:type=\"right\" \
             style:leader-char=\".\"/><text:index-entry-page-number/><text:index-entry-link-end/>\
             </text:table-of-content-entry-template></text:table-of-content-source><text:index-body>\
             <text:index-title text:name=\"Contents_Head\"><text:p \
             text:style-name=\"Contents_20_Heading\">Contents</text:p></text:index-title>",
        );
        for heading in sections {
            let words = text(&heading.line());
            let entry = match &heading.anchor {
                Some(anchor) => {
                    let anchor = escaped(anchor);
                    format!(
                        "<text:a xlink:type=\"simple\" xlink:href=\"#{anchor}\">{words}<text:tab/>\
                         <text:bookmark-ref text:reference-format=\"page\" text:ref-name=\"{anchor}\"/>\
                         </text:a>"
                    )
                }
                None => words,
            };
            self.xml.push_str(&styled("Contents_20_1", &entry));
        }
        self.xml.push_str("</text:index-body></text:table-of-content>");
        self.xml.push_str(&styled("PageBreak", ""));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(paragraph) => self.paragraph(paragraph),
            Block::Heading(heading) => {
                self.close_lists(0);
                self.heading(heading);
            }
            Block::Table(table) => {
                self.close_lists(0);
                self.table(table);
            }
            Block::Room(WritingSpace::Line) => {
                self.close_lists(0);
                self.xml.push_str(&styled("Line", ""));
            }
            Block::Room(WritingSpace::Box) => {
                self.close_lists(0);
                self.xml.push_str(
                    "<table:table table:style-name=\"Answers\"><table:table-column/><table:table-row \
                     table:style-name=\"BoxRow\"><table:table-cell table:style-name=\"Cell\" \
                     office:value-type=\"string\"><text:p text:style-name=\"TableText\"/>\
                     </table:table-cell></table:table-row></table:table><text:p/>",
                );
            }
        }
    }

    fn heading(&mut self, heading: &DocumentHeading) {
        let level = match heading.depth {
            HeadingLevel::Section => 1,
            HeadingLevel::Question => 2,
            HeadingLevel::Part => 3,
        };
        let anchor = heading
            .anchor
            .as_ref()
            .map(|anchor| format!("<text:bookmark text:name=\"{}\"/>", escaped(anchor)));
        self.xml.push_str(&format!(
            "<text:h text:style-name=\"Heading_20_{level}\" text:outline-level=\"{level}\">{}{}</text:h>",
            anchor.unwrap_or_default(),
            text(&heading.line())
        ));
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let words: String = paragraph.spans.iter().map(span).collect();
        let style = style(paragraph.style);
        let Some(lead) = paragraph.lead else {
            self.close_lists(paragraph.depth);
            self.xml.push_str(&styled(style, &words));
            return;
        };
        let outer = paragraph.depth.saturating_sub(1);
        self.close_lists(paragraph.depth);
        let (list, first, before) = match lead {
            ItemMarker::Bullet => ("Bullets", None, ""),
            ItemMarker::Number(first) => ("Numbers", Some(first), ""),
            ItemMarker::TickBox => ("Boxes", None, "☐ "),
            ItemMarker::RankLine => ("Boxes", None, "____ "),
        };
        if self.lists.len() > outer && self.lists.last() == Some(&list) {
            self.xml.push_str("</text:list-item><text:list-item>");
        } else {
            self.close_lists(outer);
            let first = first.map(|first| format!(" text:start-value=\"{first}\""));
            self.xml.push_str(&format!(
                "<text:list text:style-name=\"{list}\"><text:list-item{}>",
                first.unwrap_or_default()
            ));
            self.lists.push(list);
        }
        self.xml.push_str(&styled(style, &format!("{before}{words}")));
    }

    /// Closes the lists that stand further in than that.
    fn close_lists(&mut self, depth: usize) {
        while self.lists.len() > depth {
            self.lists.pop();
            self.xml.push_str("</text:list-item></text:list>");
        }
    }

    fn table(&mut self, table: &Table) {
        self.tables += 1;
        let number = self.tables;
        self.xml.push_str(&format!(
            "<table:table table:name=\"Table{number}\" table:style-name=\"Answers\">\
             <table:title>{}</table:title>",
            escaped(&table.caption).replace('\n', " ")
        ));
        let all: u32 = table.columns.iter().map(|column| column.weight).sum();
        for (place, column) in table.columns.iter().enumerate() {
            let name = format!("T{number}C{place}");
            self.columns.push_str(&parts::column(&name, column.weight, all));
            self.xml.push_str(&format!("<table:table-column table:style-name=\"{name}\"/>"));
        }
        self.xml.push_str("<table:table-header-rows><table:table-row table:style-name=\"Row\">");
        for column in &table.columns {
            let heading = styled("TableHeading", &text(&column.heading));
            self.xml.push_str(&parts::cell("HeadCell", 1, &heading));
        }
        self.xml.push_str("</table:table-row></table:table-header-rows>");
        for row in &table.rows {
            self.xml.push_str("<table:table-row table:style-name=\"Row\">");
            match row {
                TableRow::Heading(heading) => {
                    let heading = styled("TableHeading", &text(heading));
                    self.xml.push_str(&parts::cell("Cell", table.columns.len(), &heading));
                }
                TableRow::Cells(cells) => {
                    let cells = cells.iter().map(|one| parts::cell("Cell", 1, &cell(one)));
                    self.xml.extend(cells);
                }
            }
            self.xml.push_str("</table:table-row>");
        }
        self.xml.push_str("</table:table><text:p text:style-name=\"AfterTable\"/>");
    }
}

fn cell(cell: &TableCell) -> String {
    match cell {
        TableCell::TickBox => styled("TableText", "☐"),
        TableCell::Text(paragraphs) if paragraphs.is_empty() => styled("TableText", ""),
        TableCell::Text(paragraphs) => {
            let written = paragraphs.iter().map(|paragraph| {
                let words: String = paragraph.spans.iter().map(span).collect();
                styled("TableText", &words)
            });
            written.collect()
        }
    }
}

fn style(style: ParagraphKind) -> &'static str {
    match style {
        ParagraphKind::Body => "Text_20_body",
        ParagraphKind::Task => "Task",
        ParagraphKind::Aside => "Aside",
        ParagraphKind::Quote => "Quotations",
        ParagraphKind::Notice => "Notice",
        ParagraphKind::Answer => "Answer",
        ParagraphKind::Blank => "Blank",
        ParagraphKind::Comment => "Comment",
        ParagraphKind::Note => "Note",
    }
}

/// A paragraph in a style.
fn styled(style: &str, words: &str) -> String {
    format!("<text:p text:style-name=\"{style}\">{words}</text:p>")
}

fn span(span: &StyledText) -> String {
    let mut words = text(&span.text);
    let look = match (span.strong, span.emphasis) {
        (true, true) => Some("StrongEmphasis"),
        (true, false) => Some("Strong"),
        (false, true) => Some("Emphasis"),
        (false, false) => None,
    };
    if let Some(look) = look {
        words = format!("<text:span text:style-name=\"{look}\">{words}</text:span>");
    }
    match &span.link {
        Some(link) => {
            format!(
                "<text:a xlink:type=\"simple\" xlink:href=\"{}\">{words}</text:a>",
                escaped(link)
            )
        }
        None => words,
    }
}

/// A text with its line ends, tabs and spaces, which would run together otherwise.
fn text(text: &str) -> String {
    escaped(text)
        .replace("  ", " <text:s/>")
        .replace('\n', "<text:line-break/>")
        .replace('\t', "<text:tab/>")
}
