//! Markdown as lines: a paragraph or an item of a list is one line, without marks.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// The lines that a text in Markdown has to say.
pub(super) fn lines(markdown: &str) -> Vec<String> {
    let mut prose = Prose::default();
    for event in Parser::new(markdown) {
        prose.take(event);
    }
    prose.end_line();
    prose.lines
}

#[derive(Default)]
struct Prose {
    lines: Vec<String>,
    line: String,
    /// What stands before the next line: the mark of an item.
    lead: String,
    /// The number of the next item of each open list, if it has numbers.
    lists: Vec<Option<u64>>,
    /// The address of each open link, and where its text begins.
    links: Vec<(String, usize)>,
}

impl Prose {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Emphasis | Tag::Strong)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong) => {}
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                self.links.push((dest_url.into_string(), self.line.len()));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.end_link(),
            Event::Start(Tag::List(first)) => {
                self.end_line();
                self.lists.push(first);
            }
            Event::End(TagEnd::List(_)) => {
                self.end_line();
                self.lists.pop();
            }
            Event::Start(Tag::Item) => self.start_item(),
            Event::Start(_) | Event::End(_) | Event::HardBreak | Event::Rule => self.end_line(),
            Event::SoftBreak => self.line.push(' '),
            Event::Text(text)
            | Event::Code(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.line.push_str(&text),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start_item(&mut self) {
        self.end_line();
        self.lead = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            Some(None) | None => "- ".to_owned(),
        };
    }

    /// Puts the address behind the text of a link, unless it is the text.
    fn end_link(&mut self) {
        let Some((address, start)) = self.links.pop() else {
            return;
        };
        let text = self.line.get(start..).unwrap_or_default();
        let bare = address.trim_start_matches("mailto:");
        if text != address && text != bare {
            self.line.push_str(&format!(" ({bare})"));
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !line.trim().is_empty() {
            let line = std::mem::take(&mut self.lead) + line.trim();
            self.lines.extend(line.lines().map(str::to_owned));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(markdown: &str, expected: &[&str]) {
        assert_eq!(lines(markdown), expected);
    }

    #[test]
    fn a_paragraph_is_a_line_without_marks() {
        check("One *two*\nthree **four**.\n\nFive.", &["One two three four.", "Five."]);
    }

    #[test]
    fn an_item_is_a_line() {
        check(
            "Either:\n\n- one\n- two\n\n1. a\n\n2. b",
            &["Either:", "- one", "- two", "1. a", "2. b"],
        );
    }

    #[test]
    fn the_address_of_a_link_follows_its_text() {
        check(
            "See [it](https://a.org/x) or <https://b.org>.",
            &["See it (https://a.org/x) or https://b.org."],
        );
    }
}
