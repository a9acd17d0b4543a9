//! Reads Markdown.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{
    paper::{ImportError, MAX_TEXT, Paper},
    paragraph::PaperParagraph,
    plain_text,
};

/// Reads the paragraphs of a Markdown file.
///
/// # Errors
/// When it is too much.
pub fn read(bytes: &[u8]) -> Result<Paper, ImportError> {
    let text = plain_text::decoded(bytes);
    if text.len() > MAX_TEXT {
        return Err(ImportError::TooMuchText);
    }
    let deep = text.lines().any(|line| {
        let marks = line.chars().take_while(|c| matches!(c, '>' | '-' | '*' | '+' | ' '));
        marks.filter(|c| *c != ' ').count() > 64
    });
    if deep {
        let why = "quotes or lists nest too deep".to_owned();
        return Err(ImportError::Damaged { format: "Markdown", why });
    }
    let mut reader = MarkdownReader { place: 1, ..MarkdownReader::default() };
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
        if range.start > reader.offset {
            let passed = text.get(reader.offset..range.start).unwrap_or_default();
            reader.place += passed.matches('\n').count();
            reader.offset = range.start;
        }
        reader.take(event);
    }
    reader.end_paragraph();
    Ok(Paper { paragraphs: reader.done, ..Paper::default() })
}

/// The paragraphs so far, and the one that is being read.
#[derive(Default)]
struct MarkdownReader {
    done: Vec<PaperParagraph>,
    text: String,
    heading: Option<u8>,
    /// The lists around, with the next number of those that count.
    lists: Vec<Option<u64>>,
    /// What stands before the next paragraph of an entry.
    item: Option<String>,
    boxed: bool,
    bold: usize,
    cells: Option<Vec<String>>,
    table: usize,
    place: usize,
    offset: usize,
}

impl MarkdownReader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => {
                self.text.push_str(&text);
            }
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => self.end_paragraph(),
            Event::TaskListMarker(_) => self.boxed = true,
            Event::InlineHtml(html) if html.starts_with("<br") => self.end_paragraph(),
            Event::Html(html) | Event::InlineHtml(html) => {
                let shown = html.trim();
                if !shown.starts_with('<') {
                    self.text.push_str(shown);
                }
            }
            Event::Rule
            | Event::FootnoteReference(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.end_paragraph();
                self.heading = Some(depth(*level));
            }
            Tag::List(first) => {
                self.end_paragraph();
                self.lists.push(*first);
            }
            Tag::Item => {
                self.end_paragraph();
                self.item = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", number.saturating_sub(1))
                    }
                    Some(None) | None => "- ".to_owned(),
                });
            }
            Tag::Table(_) => {
                self.end_paragraph();
                self.table += 1;
            }
            Tag::TableRow | Tag::TableHead => self.cells = Some(Vec::new()),
            Tag::Strong => self.bold += self.text.trim().is_empty() as usize,
            Tag::Paragraph | Tag::BlockQuote(_) | Tag::CodeBlock(_) => self.end_paragraph(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong if self.bold == 1 => self.bold = 2,
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.text);
                self.cells.get_or_insert_default().push(cell);
            }
            TagEnd::TableRow | TagEnd::TableHead => {
                let cells = self.cells.take().unwrap_or_default();
                self.done.push(PaperParagraph::row(self.place, self.table, &cells));
            }
            TagEnd::List(_) => {
                self.end_paragraph();
                self.lists.pop();
            }
            TagEnd::Heading(_) | TagEnd::Item | TagEnd::Paragraph | TagEnd::CodeBlock => {
                self.end_paragraph();
            }
            _ => {}
        }
    }

    /// A line end in a paragraph: two lines, where one is a label of a choice or begins anew.
    fn soft_break(&mut self) {
        self.text.push('\n');
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        let bold = self.bold == 2;
        self.bold = 0;
        let heading = self.heading.take();
        if text.trim().is_empty() {
            self.heading = heading;
            return;
        }
        let lead = self.item.take();
        let boxed = std::mem::take(&mut self.boxed);
        // The lines of a paragraph may each be one: a form that was pasted has no empty lines.
        let lines = plain_text::paragraphs(&text).unwrap_or_default();
        for (at, line) in lines.into_iter().enumerate() {
            let place = self.place + line.place.saturating_sub(1);
            let mut paragraph = PaperParagraph { place, bold, heading, apart: at == 0, ..line };
            match lead.as_deref().filter(|_| at == 0) {
                Some("- ") => paragraph = paragraph.in_list(),
                Some(number) => paragraph.text.insert_str(0, number),
                None => {}
            }
            if boxed {
                paragraph.marker = Some(super::paragraph::ListMarker::Box);
            }
            self.done.push(paragraph);
        }
    }
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::paragraph::ListMarker;

    #[test]
    fn headings_lists_and_tables_are_read() {
        let text = b"# Title\n\n## Question 1: Roads\n\n- [ ] Yes\n- No\n\n1. One\n\n| | Good | Bad |\n| - | - | - |\n| Roads | | |\n";
        let all = read(text).unwrap().paragraphs;
        assert_eq!(all[0].heading, Some(1));
        assert_eq!((all[2].marker, all[2].text.as_str()), (Some(ListMarker::Box), "Yes"));
        assert_eq!(all[3].marker, Some(ListMarker::Bullet));
        assert_eq!(all[4].text, "1. One");
        assert_eq!(all[5].cells, ["", "Good", "Bad"]);
    }
}
