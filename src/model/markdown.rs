//! The part of Markdown that question sets may use: paragraphs, emphasis, lists and links.
//!
//! Everything else is taken for what its words say: a heading is a paragraph, code and HTML are
//! text. So what the screens show, what is printed and what is exported is the same. Blocks are
//! flat, with their depth beside them: however deep a hostile text is nested, nothing recurses.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// The beginnings of addresses that a link may have. Others could run something when followed.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// A paragraph, or what stands in an item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// How many lists it stands in.
    pub depth: usize,
    /// What it begins, where it is the first of an item of a list.
    pub item: Option<ListItem>,
    /// Its words.
    pub spans: Vec<StyledText>,
}

/// The beginning of an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListItem {
    /// What stands before it.
    pub lead: Lead,
    /// Where it stands in its list.
    pub place: ListPosition,
}

/// What stands before an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead {
    /// A bullet.
    Bullet,
    /// A number.
    Number(u64),
}

/// Where an item stands in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListPosition {
    /// It is the first.
    First,
    /// Others stand before it.
    Later,
}

/// Words that look alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StyledText {
    /// The words; a line feed in them is meant.
    pub text: String,
    /// Whether they are emphasised.
    pub emphasis: bool,
    /// Whether they are strongly emphasised.
    pub strong: bool,
    /// Where they lead to.
    pub link: Option<String>,
}

/// Something that is Markdown elsewhere, but not here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsupportedMarkup {
    /// What it is: "a heading".
    pub what: &'static str,
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
}

impl Block {
    /// The words alone.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}

/// The blocks of a text in Markdown.
pub fn blocks(markdown: &str) -> Vec<Block> {
    let mut reader = MarkdownReader::default();
    for event in Parser::new(markdown) {
        reader.take(event);
    }
    reader.end_block();
    reader.blocks
}

/// The words of a text in Markdown, without its paragraphs and lists.
pub fn in_one_line(markdown: &str) -> String {
    let words: Vec<String> = blocks(markdown).iter().map(Block::text).collect();
    words.join(" ").replace('\n', " ")
}

/// What in a text would be more than its words elsewhere.
pub fn foreign(markdown: &str) -> impl Iterator<Item = UnsupportedMarkup> {
    let events = Parser::new(markdown).into_offset_iter();
    events.filter_map(|(event, range)| {
        let what = match event {
            Event::Start(Tag::Heading { .. }) => "a heading",
            Event::Start(Tag::BlockQuote(_)) => "a quotation",
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => "a block of code",
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => "HTML",
            Event::Start(Tag::Image { .. }) => "an image",
            Event::Start(Tag::Link { dest_url, .. }) if !is_followed(&dest_url) => {
                "a link to anything but `https://`, `http://` and `mailto:`"
            }
            Event::Code(_) => "code",
            Event::Rule => "a line across",
            _ => return None,
        };
        Some(UnsupportedMarkup { what, range })
    })
}

#[derive(Default)]
struct MarkdownReader {
    blocks: Vec<Block>,
    /// The block that is being put together.
    spans: Vec<StyledText>,
    /// What the next block begins.
    item: Option<ListItem>,
    /// The next item of each open list.
    lists: Vec<ListItem>,
    emphasis: usize,
    strong: usize,
    links: Vec<String>,
}

impl MarkdownReader {
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
                self.links.push(dest_url.into_string());
            }
            Tag::List(first) => {
                self.end_block();
                let lead = first.map_or(Lead::Bullet, Lead::Number);
                self.lists.push(ListItem { lead, place: ListPosition::First });
            }
            Tag::Item => {
                self.end_block();
                self.item = self.lists.last().copied();
                if let Some(next) = self.lists.last_mut() {
                    *next = next.after();
                }
            }
            _ => self.end_block(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => {
                self.links.pop();
            }
            TagEnd::List(_) => {
                self.end_block();
                self.lists.pop();
            }
            _ => self.end_block(),
        }
    }

    fn say(&mut self, text: &str) {
        let link = self.links.last().filter(|address| is_followed(address)).cloned();
        let span = StyledText {
            text: text.to_owned(),
            emphasis: self.emphasis > 0,
            strong: self.strong > 0,
            link,
        };
        match self.spans.last_mut().filter(|last| last.looks_like(&span)) {
            Some(last) => last.text.push_str(text),
            None => self.spans.push(span),
        }
    }

    fn end_block(&mut self) {
        let mut spans = std::mem::take(&mut self.spans);
        if spans.iter().all(|span| span.text.trim().is_empty()) {
            return;
        }
        if let Some(last) = spans.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        self.blocks.push(Block { depth: self.lists.len(), item: self.item.take(), spans });
    }
}

impl ListItem {
    fn after(self) -> Self {
        let lead = match self.lead {
            Lead::Bullet => Lead::Bullet,
            Lead::Number(number) => Lead::Number(number.saturating_add(1)),
        };
        Self { lead, place: ListPosition::Later }
    }
}

impl StyledText {
    fn looks_like(&self, other: &Self) -> bool {
        (self.emphasis, self.strong, &self.link) == (other.emphasis, other.strong, &other.link)
    }
}

fn is_followed(address: &str) -> bool {
    let begins = |scheme: &str| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    SCHEMES.into_iter().any(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The blocks as lines: depth as indent, `*` and `_` around what stands out.
    #[track_caller]
    fn check(markdown: &str, expected: &[&str]) {
        let said = |block: &Block| {
            let lead = match block.item.map(|item| item.lead) {
                Some(Lead::Bullet) => "- ".to_owned(),
                Some(Lead::Number(number)) => format!("{number}. "),
                None => String::new(),
            };
            let spans = block.spans.iter().map(|span| {
                let mark = format!(
                    "{}{}",
                    if span.strong { "*" } else { "" },
                    if span.emphasis { "_" } else { "" }
                );
                let link = span.link.as_ref().map(|link| format!(" -> {link}")).unwrap_or_default();
                format!("{mark}{}{mark}{link}", span.text)
            });
            "  ".repeat(block.depth) + &lead + &spans.collect::<String>()
        };
        let blocks: Vec<String> = blocks(markdown).iter().map(said).collect();
        assert_eq!(blocks, expected);
    }

    #[test]
    fn paragraphs_emphasis_and_links_are_told_apart() {
        check(
            "One *two*\nthree **four**.\n\n[Five](https://example.org)",
            &["One _two_ three *four*.", "Five -> https://example.org"],
        );
    }

    #[test]
    fn items_stand_in_their_lists() {
        check(
            "Either\n\n- a\n- b\n  1. c\n  2. d\n\n     more",
            &["Either", "  - a", "  - b", "    1. c", "    2. d", "    more"],
        );
    }

    #[test]
    fn everything_else_is_its_words() {
        check(
            "# Title\n\n> said\n\n---\n<b>x</b> `y`\n\n![z](https://a.org/z.png)",
            &["Title", "said", "<b>x</b> y", "z -> https://a.org/z.png"],
        );
        check("[x](javascript:alert(1)) [y](file:///etc)", &["x y"]);
    }

    #[test]
    fn what_is_foreign_is_found() {
        let text = "# Title\n\nA <b>x</b>, [y](/z) and [w](HTTPS://a.org).";
        let found: Vec<&str> = foreign(text).map(|foreign| &text[foreign.range]).collect();
        assert_eq!(found, ["# Title\n", "<b>", "</b>", "[y](/z)"]);
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = "- ".repeat(50_000) + "x";
        assert!(blocks(&deep).iter().any(|block| block.text().ends_with('x')));
    }
}
