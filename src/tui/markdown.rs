//! Markdown as rows: paragraphs, emphasis, lists, links. Anything else is shown as plain text.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::tui::{
    flow::{Flow, narrow, width},
    theme::Role,
};

/// How far a quotation stands in.
const QUOTE_INDENT: u16 = 2;

/// Puts a text in Markdown into a flow, from a column on.
pub(crate) fn put(flow: &mut Flow, column: u16, role: Role, markdown: &str) {
    let mut writer = Writer::new(flow, column, role);
    for event in Parser::new(markdown) {
        writer.take(event);
    }
    writer.end_block();
}

struct Writer<'f> {
    flow: &'f mut Flow,
    /// Where blocks begin; the last is where they begin now.
    columns: Vec<u16>,
    role: Role,
    /// The block that is being put together.
    spans: Vec<(Role, String)>,
    /// What stands before the next block: a bullet, a number.
    lead: Option<String>,
    /// The number of the next item of each open list, if it has numbers.
    lists: Vec<Option<u64>>,
    emphasis: usize,
    strong: usize,
    /// The address of each open link, and where its text begins.
    links: Vec<(String, usize)>,
}

impl<'f> Writer<'f> {
    fn new(flow: &'f mut Flow, column: u16, role: Role) -> Self {
        Self {
            flow,
            columns: vec![column],
            role,
            spans: Vec::new(),
            lead: None,
            lists: Vec::new(),
            emphasis: 0,
            strong: 0,
            links: Vec::new(),
        }
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::SoftBreak => self.say(" "),
            Event::HardBreak => self.say("\n"),
            Event::Rule => self.end_block(),
            Event::Text(text)
            | Event::Code(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.say(&text),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => self.emphasis += 1,
            Tag::Strong => self.strong += 1,
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.links.push((dest_url.into_string(), self.length()));
            }
            Tag::Heading { .. } => {
                self.end_block();
                self.strong += 1;
            }
            Tag::List(first) => {
                self.end_block();
                if self.lists.is_empty() {
                    self.flow.gap();
                }
                self.lists.push(first);
            }
            Tag::Item => self.start_item(),
            Tag::BlockQuote(_) => {
                self.end_block();
                self.columns.push(self.column() + QUOTE_INDENT);
            }
            _ => self.end_block(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::Heading(_) => {
                self.end_block();
                self.strong = self.strong.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.end_block();
                self.lists.pop();
            }
            TagEnd::Item | TagEnd::BlockQuote(_) => {
                self.end_block();
                self.columns.pop();
            }
            _ => self.end_block(),
        }
    }

    fn start_item(&mut self) {
        self.end_block();
        let lead = match self.lists.last_mut() {
            Some(Some(number)) => {
                let lead = format!("{number}. ");
                *number += 1;
                lead
            }
            Some(None) | None => format!("{} ", self.flow.marks.bullet),
        };
        self.columns.push(self.column() + narrow(width(&lead)));
        self.lead = Some(lead);
    }

    /// Puts the address behind the text of a link, unless it is the text.
    fn end_link(&mut self) {
        let Some((address, start)) = self.links.pop() else {
            return;
        };
        let text: String = self.spans.iter().map(|(_, text)| text.as_str()).collect();
        let text = text.get(start..).unwrap_or_default();
        let bare = address.trim_start_matches("mailto:");
        if text != address && text != bare {
            let address = format!(" ({bare})");
            self.spans.push((Role::Muted, address));
        }
    }

    fn say(&mut self, text: &str) {
        let role = match (self.strong > 0, self.emphasis > 0, self.links.is_empty()) {
            (true, _, _) => Role::Strong,
            (false, true, _) => Role::Emphasis,
            (false, false, false) => Role::Accent,
            (false, false, true) => self.role,
        };
        self.spans.push((role, text.to_owned()));
    }

    fn length(&self) -> usize {
        self.spans.iter().map(|(_, text)| text.len()).sum()
    }

    fn column(&self) -> u16 {
        self.columns.last().copied().unwrap_or_default()
    }

    /// Puts the block down, with a gap before it, unless it is an item of a list.
    fn end_block(&mut self) {
        let spans = std::mem::take(&mut self.spans);
        if spans.iter().all(|(_, text)| text.trim().is_empty()) {
            return;
        }
        if self.lists.is_empty() {
            self.flow.gap();
        }
        let column = self.column();
        let spans: Vec<_> = spans.iter().map(|(role, text)| (*role, text.as_str())).collect();
        let rows = self.flow.spans(column, &spans);
        if let Some(lead) = self.lead.take() {
            let before = column.saturating_sub(narrow(width(&lead)));
            self.flow.put(rows.start, before, Role::Muted, &lead);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::UNICODE;

    #[track_caller]
    fn check(markdown: &str, rows: &[&str]) {
        let mut flow = Flow::new(24, UNICODE);
        put(&mut flow, 0, Role::Text, markdown);
        let shown: Vec<String> = flow
            .rows
            .iter()
            .map(|row| {
                let mut pieces: Vec<_> = row.pieces.iter().collect();
                pieces.sort_by_key(|piece| piece.column);
                let mut text = String::new();
                for piece in pieces {
                    text.push_str(&" ".repeat(usize::from(piece.column) - width(&text)));
                    text.push_str(&piece.text);
                }
                text
            })
            .collect();
        assert_eq!(shown, rows);
    }

    #[test]
    fn paragraphs_are_wrapped_and_kept_apart() {
        check(
            "One two *three* four\nfive **six**.\n\nSeven.",
            &["One two three four five", "six.", "", "Seven."],
        );
    }

    #[test]
    fn items_hang_from_their_bullets() {
        check(
            "Either:\n\n- one thing that is long\n- another\n\nOr:\n\n1. a\n2. b",
            &[
                "Either:",
                "",
                "• one thing that is long",
                "• another",
                "",
                "Or:",
                "",
                "1. a",
                "2. b",
            ],
        );
    }

    #[test]
    fn the_address_of_a_link_follows_its_text() {
        check(
            "See [it](https://a.org/x) or <https://b.org>.",
            &["See it (https://a.org/x)", "or https://b.org."],
        );
    }

    #[test]
    fn what_could_steer_the_terminal_is_shown_as_a_mark() {
        check("a\u{1b}]52;c;eA==\u{7}b", &["a␛]52;c;eA==␇b"]);
    }

    #[test]
    fn what_is_not_known_is_plain_text() {
        check("<b>x</b> `y`\n\n    z", &["<b>x</b> y", "", "z"]);
    }
}
