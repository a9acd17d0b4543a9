//! Texts put into Markdown: plain ones escaped, Markdown written anew from what is read of it.

use crate::model::{markdown::StyledText, terminal_text::in_written_order};

/// Characters that can begin something anywhere in a line. `$` begins formulas in many programs.
const ACTIVE: [char; 12] = ['\\', '`', '*', '_', '[', ']', '<', '>', '#', '|', '~', '$'];

/// A plain text in one line, whatever lines it had.
pub(super) fn line(text: &str) -> String {
    escaped(&joined(text), TextPosition::Start)
}

/// The same for a text that does not begin its line.
pub(super) fn rest_of_line(text: &str) -> String {
    escaped(&joined(text), TextPosition::Within)
}

fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text of several lines, all but the first of them standing in.
pub(super) fn indented(text: &str, indent: usize) -> String {
    prefixed(text, &" ".repeat(indent))
}

/// A text of several lines as a quotation.
pub(super) fn quoted(text: &str) -> String {
    format!("> {}", prefixed(text, "> "))
}

/// Prefixes all lines of a text but the first; blank lines get no trailing white space.
fn prefixed(text: &str, prefix: &str) -> String {
    let lines = text.lines().map(|line| match line {
        "" => prefix.trim_end().to_owned(),
        line => format!("{prefix}{line}"),
    });
    let lines: Vec<String> = lines.collect();
    let lines = lines.join("\n");
    lines.strip_prefix(prefix).unwrap_or(&lines).to_owned()
}

/// The position of a text in its line, which decides what needs escaping.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TextPosition {
    /// At the start of a line.
    Start,
    /// Anywhere else.
    Within,
}

/// Escapes what would be more than its characters.
fn escaped(text: &str, place: TextPosition) -> String {
    let text = &*in_written_order(text);
    let mut escaped = String::with_capacity(text.len());
    let indent = text.len() - text.trim_start().len();
    let digits = text.bytes().skip(indent).take_while(u8::is_ascii_digit).count();
    let seen = text.char_indices().filter(|(_, it)| !it.is_control() || *it == '\t');
    for (at, character) in seen {
        let next = text.get(at + 1..).and_then(|rest| rest.chars().next());
        let begins_item = place == TextPosition::Start
            && match character {
                '-' | '+' | '=' => at == indent,
                '.' | ')' => digits > 0 && at == indent + digits,
                _ => false,
            };
        let begins_entity =
            character == '&' && next.is_some_and(|next| next == '#' || next.is_ascii_alphabetic());
        if ACTIVE.contains(&character) || begins_item || begins_entity {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// The words of a paragraph.
pub(super) fn block(spans: &[StyledText]) -> String {
    let mut written = String::new();
    let mut link: Option<&String> = None;
    for span in spans {
        if link != span.link.as_ref() {
            close(&mut written, link);
            link = span.link.as_ref();
            written.push_str(if link.is_some() { "[" } else { "" });
        }
        push(&mut written, span);
    }
    close(&mut written, link);
    written
}

/// Ends a link.
fn close(written: &mut String, link: Option<&String>) {
    let Some(address) = link else { return };
    let mut safe = String::new();
    for character in address.chars() {
        match character {
            '<' | '>' | '\\' => safe.extend(['\\', character]),
            _ if character.is_control() => {}
            _ => safe.push(character),
        }
    }
    written.push_str(&if safe.contains([' ', '(', ')', '<', '>', '\\']) {
        format!("](<{safe}>)")
    } else {
        format!("]({safe})")
    });
}

/// Writes a span. Marks stand close to the words: with white space between, they would be text.
fn push(written: &mut String, span: &StyledText) {
    let core = span.text.trim();
    let (before, after) = span.text.split_once(core).unwrap_or_default();
    let mark = match (span.strong && !core.is_empty(), span.emphasis && !core.is_empty()) {
        (true, true) => "***",
        (true, false) => "**",
        (false, true) => "*",
        (false, false) => "",
    };
    written.push_str(&before.replace('\n', "\\\n"));
    let starts_line = written.is_empty() || written.ends_with('\n');
    let mut place =
        if starts_line && mark.is_empty() { TextPosition::Start } else { TextPosition::Within };
    written.push_str(mark);
    for (number, line) in core.split('\n').enumerate() {
        if number > 0 {
            written.push_str("\\\n");
            place = TextPosition::Start;
        }
        written.push_str(&escaped(line, place));
    }
    written.push_str(mark);
    written.push_str(&after.replace('\n', "\\\n"));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        export::document::{Paragraph, ParagraphKind, plain, rich},
        export::markdown::MarkdownWriter,
        model::markdown::{self, MarkdownBlock},
    };

    fn written(paragraphs: &[Paragraph]) -> String {
        let mut page = MarkdownWriter::default();
        paragraphs.iter().for_each(|paragraph| page.paragraph(paragraph));
        page.text
    }

    /// What a plain text says once it has been written as Markdown and read again.
    fn read_again(markdown: &str) -> String {
        let blocks = markdown::blocks(markdown);
        assert!(blocks.iter().all(|block| block.depth == 0), "{markdown}");
        let plain = |span: &StyledText| !span.strong && !span.emphasis && span.link.is_none();
        assert!(blocks.iter().flat_map(|block| &block.spans).all(plain), "{markdown}");
        blocks.iter().map(MarkdownBlock::text).collect::<Vec<_>>().join("\n\n")
    }

    proptest! {
        #[test]
        fn a_plain_text_stays_plain(text in "[-+=#>*_`~|!&;.)(<a\\[\\]\\\\ 1\n$:/]{0,20}") {
            let said = line(&text);
            let words: Vec<&str> = text.split_whitespace().collect();
            prop_assert_eq!(read_again(&said), words.join(" "));
            let said = read_again(&written(&plain(ParagraphKind::Answer, &text)));
            let said: Vec<String> = said.split_whitespace().map(str::to_owned).collect();
            prop_assert_eq!(said, words);
        }
    }

    #[test]
    fn no_line_begins_an_item() {
        for text in [":\n -", "a\n  1. b", "a\n+ b"] {
            let said = read_again(&written(&plain(ParagraphKind::Answer, text)));
            let words: Vec<&str> = said.split_whitespace().collect();
            assert_eq!(words, text.split_whitespace().collect::<Vec<_>>());
        }
    }

    #[track_caller]
    fn stays(text: &str) {
        let written = written(&rich(ParagraphKind::Body, text));
        assert_eq!(markdown::blocks(&written), markdown::blocks(text), "{written}");
    }

    #[test]
    fn what_is_read_of_markdown_is_written() {
        stays("One **two** *three* ***four***\n\nfive\\\nsix");
        stays("- a\n- b\n  1. c\n  2. d\n\n     more\n\nAfter.");
        stays("[one **two**](https://a.org/x_(y)) and <https://b.org>");
        stays("# 1\\. Title\n\n> `said` <b>\n\n    code");
    }

    #[test]
    fn quotations_and_items_hold_their_lines() {
        assert_eq!(quoted("a\n\nb"), "> a\n>\n> b");
        assert_eq!(indented("a\n\nb", 2), "a\n\n  b");
    }
}
