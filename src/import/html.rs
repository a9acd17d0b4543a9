//! Reads web pages: the tokens of the page, with no tree.

use html5gum::{EndTag, StartTag, Token, Tokenizer};

use super::{
    found::FrontPage,
    paper::{ImportError, MAX_PARAGRAPHS, MAX_TEXT, Paper},
    paragraph::{ListMarker, PaperParagraph, tidy},
    plain_text,
    wording::ends_in_question,
};

/// Elements whose content is not read.
const SKIPPED: [&str; 10] =
    ["script", "style", "nav", "footer", "template", "noscript", "svg", "head", "button", "iframe"];

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 33] = [
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "aside",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "thead",
    "tbody",
    "tr",
    "blockquote",
    "form",
    "fieldset",
    "legend",
    "label",
    "br",
    "hr",
    "pre",
    "details",
    "summary",
];

/// Reads the paragraphs of a web page.
///
/// # Errors
/// When it is too much.
pub fn read(bytes: &[u8]) -> Result<Paper, ImportError> {
    let text = plain_text::decoded(bytes);
    if text.len() > MAX_TEXT {
        return Err(ImportError::TooMuchText);
    }
    read_text(&text)
}

/// Reads the paragraphs of a page that is text already.
pub(super) fn read_text(text: &str) -> Result<Paper, ImportError> {
    let mut reader = PageReader::default();
    for token in Tokenizer::new(text) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&tag),
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
        if reader.done.len() > MAX_PARAGRAPHS {
            return Err(ImportError::TooMuchText);
        }
    }
    reader.end_paragraph();
    let front = FrontPage { title: reader.title(), ..FrontPage::default() };
    Ok(Paper { paragraphs: reader.done, front })
}

/// The paragraphs so far, and the one that is being read.
#[derive(Default)]
struct PageReader {
    done: Vec<PaperParagraph>,
    text: String,
    /// How many of the skipped elements are open, and which was the first.
    skipped: Option<(String, usize)>,
    heading: Option<u8>,
    /// The next number of each list around; nothing for bullets.
    lists: Vec<Option<usize>>,
    /// What stands before the next paragraph of an entry.
    item: Option<String>,
    marker: Option<ListMarker>,
    /// How much of the text is bold, in bytes.
    bold_bytes: usize,
    bold: usize,
    table: usize,
    tables: usize,
    /// The cells of the row that is open, and the text of the cell.
    row: Option<Vec<String>>,
    in_title: bool,
    page_title: String,
}

impl PageReader {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).to_lowercase();
        if name == "title" {
            self.in_title = true;
        }
        if let Some((first, depth)) = &mut self.skipped {
            *depth += usize::from(*first == name && !tag.self_closing);
            // A head that is never closed ends with the body.
            if name == "body" {
                self.skipped = None;
            }
            return;
        }
        if SKIPPED.contains(&name.as_str()) {
            self.skipped = (!tag.self_closing).then_some((name, 1));
            return;
        }
        if BLOCKS.contains(&name.as_str()) && self.row.is_none() {
            self.end_paragraph();
        } else if BLOCKS.contains(&name.as_str()) || name == "br" {
            self.text.push(' ');
        }
        match name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.row.is_none() => {
                self.heading = name.get(1..).and_then(|level| level.parse().ok());
            }
            "ul" => self.lists.push(None),
            "ol" => {
                let first = attribute(tag, "start").and_then(|start| start.parse().ok());
                self.lists.push(Some(first.unwrap_or(1)));
            }
            "li" => self.begin_item(),
            "strong" | "b" | "th" => self.bold += 1,
            "table" => {
                self.tables += 1;
                self.table = self.tables;
            }
            "tr" => self.row = Some(Vec::new()),
            "input" => self.input(tag),
            "textarea" => self.answer_space(),
            "select" => self.end_paragraph(),
            "option" => {
                self.end_paragraph();
                self.marker = Some(ListMarker::Radio);
            }
            _ => {}
        }
        if name == "th" {
            self.bold = self.bold.saturating_sub(1);
        }
    }

    fn end(&mut self, tag: &EndTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).to_lowercase();
        if name == "title" {
            self.in_title = false;
        }
        if let Some((first, depth)) = &mut self.skipped {
            *depth -= usize::from(*first == name);
            if *depth == 0 {
                self.skipped = None;
            }
            return;
        }
        match name.as_str() {
            "td" | "th" => {
                let cell = std::mem::take(&mut self.text);
                if let Some(row) = &mut self.row {
                    row.push(cell);
                }
            }
            "tr" => self.end_row(),
            "strong" | "b" => self.bold = self.bold.saturating_sub(1),
            "option" => self.end_paragraph(),
            "ul" | "ol" => {
                self.end_paragraph();
                self.lists.pop();
            }
            _ if BLOCKS.contains(&name.as_str()) && self.row.is_none() => self.end_paragraph(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_title {
            self.page_title.push_str(text);
        }
        if self.skipped.is_none() {
            self.text.push_str(text);
            self.bold_bytes += if self.bold > 0 { text.trim().len() } else { 0 };
        }
    }

    fn begin_item(&mut self) {
        self.item = Some(match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", number.saturating_sub(1))
            }
            Some(None) | None => "- ".to_owned(),
        });
    }

    fn input(&mut self, tag: &StartTag<()>) {
        let kind = attribute(tag, "type").unwrap_or_else(|| "text".to_owned());
        match kind.as_str() {
            "radio" => self.marker = Some(ListMarker::Radio),
            "checkbox" => self.marker = Some(ListMarker::CheckBox),
            "text" | "email" | "tel" | "number" | "date" => self.answer_space(),
            _ => {}
        }
    }

    /// A place to write: the label before it is a field, or a question.
    fn answer_space(&mut self) {
        if self.row.is_some() {
            return;
        }
        self.end_paragraph();
        let place = self.done.len() + 1;
        match self.done.last_mut() {
            Some(last)
                if last.text.chars().count() <= 60
                    && !ends_in_question(&last.text)
                    && last.heading.is_none()
                    && !last.text.contains("____") =>
            {
                last.text.push_str(": ____");
            }
            Some(_) => self.done.push(PaperParagraph::new(place, "____")),
            None => {}
        }
    }

    fn end_row(&mut self) {
        let cells = self.row.take().unwrap_or_default();
        self.text.clear();
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            self.done.push(PaperParagraph::row(self.done.len() + 1, self.table, &cells));
        }
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        let bold = std::mem::take(&mut self.bold_bytes);
        let tidied = tidy(&text);
        if tidied.is_empty() {
            return;
        }
        let heading = self.heading.take();
        let lead = self.item.take();
        let place = self.done.len() + 1;
        let mut paragraph = PaperParagraph::new(place, &tidied);
        paragraph.heading = heading;
        paragraph.bold = bold + 2 >= tidied.len();
        match lead.as_deref() {
            Some("- ") => paragraph = paragraph.in_list(),
            Some(number) => paragraph.text.insert_str(0, number),
            None => {}
        }
        paragraph.marker = self.marker.take().or(paragraph.marker);
        self.done.push(paragraph);
    }

    /// The title: the first heading of the highest level, or what the page is called.
    fn title(&self) -> Option<String> {
        let heading = self.done.iter().find(|one| one.heading == Some(1));
        let page = tidy(&self.page_title);
        let page = page.split(" - GOV.UK").next().unwrap_or_default().to_owned();
        heading.map(|one| one.text.clone()).or(Some(page).filter(|page| !page.is_empty()))
    }
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Vec<PaperParagraph> {
        read(text.as_bytes()).unwrap().paragraphs
    }

    #[test]
    fn headings_lists_and_controls_are_read() {
        let all = page(
            "<h2>Roads</h2><ol><li>Do you agree?</li></ol><label><input type=radio> Yes</label>\
             <input type=checkbox><label>No</label><script>x</script><p><b>Bold</b></p>",
        );
        assert_eq!(all[0].heading, Some(2));
        assert_eq!(all[1].text, "1. Do you agree?");
        assert_eq!((all[2].marker, all[2].text.as_str()), (Some(ListMarker::Radio), "Yes"));
        assert_eq!((all[3].marker, all[3].text.as_str()), (Some(ListMarker::CheckBox), "No"));
        assert!(all[4].bold);
        assert_eq!(all.len(), 5);
    }

    #[test]
    fn rows_of_tables_have_cells() {
        let all = page(
            "<table><tr><th></th><th>Good</th></tr><tr><td><p>Roads</p></td><td></td></tr></table>",
        );
        assert_eq!(all[1].cells, ["Roads", ""]);
    }

    #[test]
    fn deep_nesting_is_nothing_special() {
        let deep = "<div>".repeat(200_000) + "Why?";
        assert_eq!(page(&deep).len(), 1);
    }
}
