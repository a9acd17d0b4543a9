//! The subset of Markdown that question sets may use: paragraphs, emphasis, lists and links.
//!
//! Anything else is reduced to its words: a heading becomes a paragraph, code and HTML become text.
//! Screens, print and exports therefore show the same. Blocks are flat and carry their depth, so
//! however deeply a hostile text is nested, nothing recurses.

use std::{borrow::Cow, iter, ops::Range};

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// The address schemes that a link may have. Others could run code when followed.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// The maximum number of quote and list markers at the start of a line. The parser's work grows
/// with the square of it.
pub const MAX_NESTING: usize = 16;

/// A paragraph, or a paragraph of a list item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkdownBlock {
    /// The number of lists it is nested in.
    pub depth: usize,
    /// The list item it begins, if it is the first block of one.
    pub item: Option<ListItem>,
    /// Its words.
    pub spans: Vec<StyledText>,
}

/// The beginning of a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListItem {
    /// The marker before it.
    pub lead: MarkdownMarker,
    /// Its position in the list.
    pub place: ListPosition,
}

/// The marker before a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkdownMarker {
    /// A bullet.
    Bullet,
    /// A number.
    Number(u64),
}

/// The position of an item in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListPosition {
    /// The first item.
    First,
    /// A later item.
    Later,
}

/// A run of text in one style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StyledText {
    /// The words; a line feed in them is intended.
    pub text: String,
    /// Whether they are emphasised.
    pub emphasis: bool,
    /// Whether they are strongly emphasised.
    pub strong: bool,
    /// The address they link to.
    pub link: Option<String>,
}

/// Markdown that question sets may not use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsupportedMarkup {
    /// Its name: "a heading".
    pub what: &'static str,
    /// Its range in the text, in bytes.
    pub range: Range<usize>,
}

impl MarkdownBlock {
    /// Returns the words alone.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}

/// Returns the blocks of a Markdown text.
pub fn blocks(markdown: &str) -> Vec<MarkdownBlock> {
    let mut reader = MarkdownParser::default();
    for event in Parser::new(&bounded(markdown)) {
        reader.take(event);
    }
    reader.end_block();
    reader.blocks
}

/// Returns the words of a Markdown text on one line, without its paragraphs and lists.
pub fn in_one_line(markdown: &str) -> String {
    let words: Vec<String> = blocks(markdown).iter().map(MarkdownBlock::text).collect();
    words.join(" ").replace('\n', " ")
}

/// Returns the range in bytes of the first line that begins with more than [`MAX_NESTING`] quote
/// and list markers.
pub fn too_deep(markdown: &str) -> Option<Range<usize>> {
    lines(markdown).find(|line| excess(markdown, line).is_some())
}

/// Returns the text with no line nested deeper than [`MAX_NESTING`]: the first excess marker is
/// escaped, so it and everything after it become words.
fn bounded(markdown: &str) -> Cow<'_, str> {
    let mut text = String::new();
    let mut copied = 0;
    for mark in lines(markdown).filter_map(|line| excess(markdown, &line)) {
        text.push_str(markdown.get(copied..mark).unwrap_or_default());
        text.push('\\');
        copied = mark;
    }
    if copied == 0 {
        return Cow::Borrowed(markdown);
    }
    text.push_str(markdown.get(copied..).unwrap_or_default());
    Cow::Owned(text)
}

/// Returns the ranges of the lines of a text; CommonMark ends them at carriage returns too.
fn lines(markdown: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    markdown.split(['\n', '\r']).map(move |line| {
        let range = start..start + line.len();
        start = range.end + 1;
        range
    })
}

/// Returns the offset of the first excess marker's sign in a line: `>`, `-`, or the full stop of
/// `1.`.
fn excess(markdown: &str, line: &Range<usize>) -> Option<usize> {
    let text = markdown.get(line.clone()).unwrap_or_default();
    let mut rest = text;
    let mut signs = iter::from_fn(|| {
        let (sign, after) = container_mark(rest)?;
        let at = text.len() - after.len() - sign;
        rest = after;
        Some(line.start + at)
    });
    signs.nth(MAX_NESTING)
}

/// Returns the length of the quote or list marker that begins a text, and the text after it.
fn container_mark(text: &str) -> Option<(usize, &str)> {
    let text = text.trim_start_matches(is_blank);
    if let Some(after) = text.strip_prefix('>') {
        return Some((1, after));
    }
    let number = text.trim_start_matches(|character: char| character.is_ascii_digit());
    let signs: &[char] = if number.len() < text.len() { &['.', ')'] } else { &['-', '*', '+'] };
    let after = number.strip_prefix(signs)?;
    let is_mark = after.is_empty() || after.starts_with(is_blank);
    (is_mark && !is_rule(text)).then_some((1, after))
}

/// Whether a text is a thematic break, such as `- - -`, and not nested lists.
fn is_rule(text: &str) -> bool {
    let is_of = |sign: char| text.chars().all(|character| character == sign || is_blank(character));
    is_of('-') || is_of('*')
}

/// Whether a character may separate quote and list markers.
fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{b}' | '\u{c}')
}

/// Returns the markup in a text that question sets may not use. The text is not [`too_deep`].
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
            Event::Rule => "a horizontal rule",
            _ => return None,
        };
        Some(UnsupportedMarkup { what, range })
    })
}

#[derive(Default)]
struct MarkdownParser {
    blocks: Vec<MarkdownBlock>,
    /// The spans of the current block.
    spans: Vec<StyledText>,
    /// The list item that the next block begins.
    item: Option<ListItem>,
    /// The next item of each open list.
    lists: Vec<ListItem>,
    emphasis: usize,
    strong: usize,
    links: Vec<String>,
}

impl MarkdownParser {
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
                let lead = first.map_or(MarkdownMarker::Bullet, MarkdownMarker::Number);
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
        self.blocks.push(MarkdownBlock { depth: self.lists.len(), item: self.item.take(), spans });
    }
}

impl ListItem {
    fn after(self) -> Self {
        let lead = match self.lead {
            MarkdownMarker::Bullet => MarkdownMarker::Bullet,
            MarkdownMarker::Number(number) => MarkdownMarker::Number(number.saturating_add(1)),
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
        let said = |block: &MarkdownBlock| {
            let lead = match block.item.map(|item| item.lead) {
                Some(MarkdownMarker::Bullet) => "- ".to_owned(),
                Some(MarkdownMarker::Number(number)) => format!("{number}. "),
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

    /// The most quotes and lists that the parser has open at once.
    fn depth(markdown: &str) -> usize {
        let mut open: usize = 0;
        let opened = Parser::new(markdown).map(|event| {
            match event {
                Event::Start(Tag::BlockQuote(_) | Tag::List(_)) => open += 1,
                Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_)) => open -= 1,
                _ => {}
            }
            open
        });
        opened.max().unwrap_or_default()
    }

    #[test]
    fn a_line_is_nested_no_deeper_than_the_bound_whatever_its_length() {
        for mark in [">", "> ", "- ", "* ", "+\t", "- > ", "> - ", "1. ", ">2) "] {
            for times in [2 * MAX_NESTING, 20 * MAX_NESTING] {
                let text = format!("Before.\r{}x\n\nAfter.", mark.repeat(times));
                assert!(too_deep(&text).is_some_and(|line| text[line].ends_with('x')), "{mark:?}");
                assert_eq!(depth(&bounded(&text)), MAX_NESTING, "{mark:?}");
                let words: String = blocks(&text).iter().map(MarkdownBlock::text).collect();
                let kept = words.replace(char::is_whitespace, "");
                assert!(kept.starts_with("Before.") && kept.ends_with("xAfter."), "{kept}");
            }
        }
    }

    #[test]
    fn what_people_write_is_not_too_deep() {
        let most = ">".repeat(MAX_NESTING) + "x";
        let (across, stars) = ("- ".repeat(100), "* ".repeat(99) + "*");
        let steps: Vec<String> = (0..10).map(|depth| "  ".repeat(depth) + "- step\n").collect();
        for text in [&most, &across, &stars, &steps.concat(), "1234.5 - - > **x**\n1.5"] {
            assert_eq!(too_deep(text), None, "{text}");
            assert!(matches!(bounded(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
