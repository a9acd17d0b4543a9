//! Markdown as lines: each paragraph or list item becomes one line, without markup.

use crate::model::markdown::{self, MarkdownBlock, MarkdownMarker, StyledText};

/// Returns the lines of a Markdown text.
pub(crate) fn lines(markdown: &str) -> Vec<String> {
    let blocks = markdown::blocks(markdown);
    let texts = blocks.iter().map(line).collect::<Vec<_>>();
    texts.iter().flat_map(|text| text.lines()).map(str::to_owned).collect()
}

fn line(block: &MarkdownBlock) -> String {
    let lead = match block.item.map(|item| item.lead) {
        Some(MarkdownMarker::Bullet) => "- ".to_owned(),
        Some(MarkdownMarker::Number(number)) => format!("{number}. "),
        None => String::new(),
    };
    let spans: String = block.spans.iter().map(words).collect();
    lead + spans.trim()
}

/// Returns the words, followed by the address of a link, unless the words already are the address.
fn words(span: &StyledText) -> String {
    match &span.link {
        Some(address) if span.text != address.trim_start_matches("mailto:") => {
            format!("{} ({address})", span.text)
        }
        Some(_) | None => span.text.clone(),
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
