//! A document as one HTML file: no script, nothing fetched, to be read, printed and filed.

use super::{
    document::{
        Block, ContentsList, Document, DocumentHeading, HeadingLevel, ItemMarker, Paragraph,
        ParagraphKind, StyledText, Table, TableCell, TableRow, WritingSpace,
    },
    xml::escaped,
};

/// The style sheet for screens, light and dark, and paper. Contrasts are at least 4.5:1.
const LOOK: &str = include_str!("html/look.css");

/// Writes a document, all but the seal at its end.
pub(super) fn write(document: &Document) -> String {
    let mut page = HtmlWriter { html: opening(document), lists: Vec::new() };
    let mut is_open = false;
    for block in &document.blocks {
        if let Block::Heading(heading) = block
            && heading.depth == HeadingLevel::Section
        {
            page.close_lists(0);
            page.html.push_str(if is_open { "</section>\n" } else { "" });
            page.html.push_str("<section>\n");
            is_open = true;
        }
        page.block(block);
    }
    page.close_lists(0);
    page.html.push_str(if is_open { "</section>\n" } else { "" });
    page.html.push_str(CLOSING);
    page.html
}

/// All after the last words.
pub(super) const CLOSING: &str = "</main>\n</body>\n</html>\n";

/// All before the first section.
pub(super) fn opening(document: &Document) -> String {
    let mut page = HtmlWriter { html: head(document), lists: Vec::new() };
    page.cover(document);
    page.html
}

/// A heading, two levels below the page's.
pub(super) fn heading(heading: &DocumentHeading) -> String {
    let level = match heading.depth {
        HeadingLevel::Section => 2,
        HeadingLevel::Question => 3,
        HeadingLevel::Part => 4,
    };
    let id = heading.anchor.as_ref().map(|id| format!(" id=\"{}\"", escaped(id)));
    let (id, text) = (id.unwrap_or_default(), escaped(&heading.line()));
    format!("<h{level}{id}>{text}</h{level}>\n")
}

/// All before the body's first words.
fn head(document: &Document) -> String {
    let title = format!("{}: {}", document.subtitle, document.title);
    let author = document
        .author
        .as_ref()
        .map(|author| format!("<meta name=\"author\" content=\"{}\">\n", escaped(author)));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n{}\
         <style>\n{LOOK}</style>\n</head>\n<body>\n",
        escaped(&document.language),
        escaped(&title),
        author.unwrap_or_default(),
    )
}

/// The page written so far.
struct HtmlWriter {
    html: String,
    /// The open lists, each by the element that closes it.
    lists: Vec<&'static str>,
}

impl HtmlWriter {
    fn cover(&mut self, document: &Document) {
        if let Some(mark) = document.standing.mark() {
            let mark = escaped(mark);
            self.html
                .push_str(&format!("<aside class=\"mark\" aria-label=\"Status\">{mark}</aside>\n"));
        }
        self.html.push_str(&format!(
            "<header>\n<h1>{}</h1>\n<p class=\"subtitle\">{}</p>\n<dl>\n",
            escaped(&document.title),
            escaped(&document.subtitle)
        ));
        for fact in &document.cover {
            let (label, value) = (escaped(&fact.label), escaped(&fact.value));
            self.html.push_str(&format!("<div><dt>{label}</dt><dd>{value}</dd></div>\n"));
        }
        self.html.push_str("</dl>\n</header>\n");
        let linked = |heading: &DocumentHeading| {
            let anchor = heading.anchor.as_ref()?;
            let (anchor, text) = (escaped(anchor), escaped(&heading.line()));
            Some(format!("<li><a href=\"#{anchor}\">{text}</a></li>\n"))
        };
        let links: String = document.sections().filter_map(linked).collect();
        if document.contents == ContentsList::Listed && !links.is_empty() {
            self.html.push_str(&format!(
                "<nav aria-label=\"Contents\">\n<h2>Contents</h2>\n<ul>\n{links}</ul>\n</nav>\n"
            ));
        }
        self.html.push_str("<main>\n");
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(paragraph) => self.paragraph(paragraph),
            Block::Heading(heading) => {
                self.close_lists(0);
                self.html.push_str(&self::heading(heading));
            }
            Block::Table(table) => {
                self.close_lists(0);
                self.html.push_str(&self::table(table));
            }
            Block::Room(room) => {
                self.close_lists(0);
                let class = match room {
                    WritingSpace::Line => "line",
                    WritingSpace::Box => "box",
                };
                self.html.push_str(&format!("<div class=\"{class}\"></div>\n"));
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let Some(lead) = paragraph.lead else {
            self.close_lists(paragraph.depth);
            self.html.push_str(&element(paragraph));
            return;
        };
        let outer = paragraph.depth.saturating_sub(1);
        self.close_lists(paragraph.depth);
        let (open, close, before) = match lead {
            ItemMarker::Bullet => ("<ul>\n<li>".to_owned(), "</li>\n</ul>\n", ""),
            ItemMarker::Number(first) => {
                (format!("<ol start=\"{first}\">\n<li>"), "</li>\n</ol>\n", "")
            }
            ItemMarker::TickBox => {
                ("<ul class=\"boxes\">\n<li>".to_owned(), "</li>\n</ul>\n", "☐ ")
            }
            ItemMarker::RankLine => {
                ("<ul class=\"boxes\">\n<li>".to_owned(), "</li>\n</ul>\n", "____ ")
            }
        };
        if self.lists.len() > outer && self.lists.last() == Some(&close) {
            self.html.push_str("</li>\n<li>");
        } else {
            self.close_lists(outer);
            self.html.push_str(&open);
            self.lists.push(close);
        }
        let class = class(paragraph.style);
        let words = words(&paragraph.spans);
        self.html.push_str(&format!("<span{class}>{before}{words}</span>"));
    }

    /// Closes the lists that stand further in than that.
    fn close_lists(&mut self, depth: usize) {
        while self.lists.len() > depth {
            self.html.push_str(self.lists.pop().unwrap_or_default());
        }
    }
}

fn class(style: ParagraphKind) -> String {
    let class = match style {
        ParagraphKind::Body | ParagraphKind::Quote => return String::new(),
        ParagraphKind::Task => "task",
        ParagraphKind::Aside => "aside",
        ParagraphKind::Notice => "notice",
        ParagraphKind::Answer => "answer",
        ParagraphKind::Blank => "blank",
        ParagraphKind::Comment => "comment",
        ParagraphKind::Note => "note",
    };
    format!(" class=\"{class}\"")
}

/// A paragraph that is not the first of an item.
fn element(paragraph: &Paragraph) -> String {
    let (class, words) = (class(paragraph.style), words(&paragraph.spans));
    match paragraph.style {
        ParagraphKind::Quote => format!("<blockquote><p>{words}</p></blockquote>\n"),
        ParagraphKind::Body
        | ParagraphKind::Task
        | ParagraphKind::Aside
        | ParagraphKind::Notice
        | ParagraphKind::Answer
        | ParagraphKind::Blank
        | ParagraphKind::Comment
        | ParagraphKind::Note => format!("<p{class}>{words}</p>\n"),
    }
}

fn words(spans: &[StyledText]) -> String {
    let written = |span: &StyledText| {
        let mut words = escaped(&span.text).replace('\n', "<br>\n");
        if span.emphasis {
            words = format!("<em>{words}</em>");
        }
        if span.strong {
            words = format!("<strong>{words}</strong>");
        }
        match &span.link {
            Some(link) => format!("<a href=\"{}\">{words}</a>", escaped(link)),
            None => words,
        }
    };
    spans.iter().map(written).collect()
}

/// A table, which scrolls where it is wider than the page.
pub(super) fn table(table: &Table) -> String {
    let mut html = format!(
        "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\n<table>\n<caption>{0}</caption>\n<thead>\n<tr>",
        escaped(&table.caption)
    );
    for column in &table.columns {
        html.push_str(&format!("<th scope=\"col\">{}</th>", escaped(&column.heading)));
    }
    html.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        html.push_str(&match row {
            TableRow::Heading(heading) => {
                let (columns, heading) = (table.columns.len(), escaped(heading));
                format!("<tr><th class=\"group\" scope=\"colgroup\" colspan=\"{columns}\">{heading}</th></tr>\n")
            }
            TableRow::Cells(cells) => format!("<tr>{}</tr>\n", cells.iter().enumerate().map(cell).collect::<String>()),
        });
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
    html
}

fn cell((place, cell): (usize, &TableCell)) -> String {
    let content = match cell {
        TableCell::TickBox => "☐".to_owned(),
        TableCell::Text(paragraphs) => {
            let lines: Vec<String> = paragraphs
                .iter()
                .map(|paragraph| {
                    format!("<span{}>{}</span>", class(paragraph.style), words(&paragraph.spans))
                })
                .collect();
            lines.join("<br><br>")
        }
    };
    match place {
        0 => format!("<th scope=\"row\">{content}</th>"),
        _ => format!("<td>{content}</td>"),
    }
}
