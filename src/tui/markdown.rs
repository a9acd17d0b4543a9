//! Drawing Markdown.

use crate::{
    model::markdown::{self, ListItem, ListPosition, MarkdownBlock, MarkdownMarker, StyledText},
    tui::{
        flow::{Flow, narrow, width},
        theme::Role,
    },
};

/// Adds a Markdown text to a flow, from a column on.
pub(crate) fn put(flow: &mut Flow, column: u16, role: Role, markdown: &str) {
    // The column where blocks begin, for each enclosing list.
    let mut columns = vec![column];
    for block in markdown::blocks(markdown) {
        if starts_apart(&block) {
            flow.gap();
        }
        columns.truncate(block.depth + usize::from(block.item.is_none()));
        let outer = columns.last().copied().unwrap_or(column);
        let lead = block.item.map(|item| lead(item, flow.marks.bullet));
        if let Some(lead) = &lead {
            columns.push(outer.saturating_add(narrow(width(lead))));
        }
        let column = columns.last().copied().unwrap_or(outer);
        let pieces = pieces(&block, role);
        let pieces: Vec<_> = pieces.iter().map(|(role, text)| (*role, text.as_str())).collect();
        let rows = flow.spans(column, &pieces);
        if let Some(lead) = lead {
            flow.put(rows.start, outer, Role::Muted, &lead);
        }
    }
}

/// Whether a gap precedes a block: before paragraphs, and before a list as a whole.
fn starts_apart(block: &MarkdownBlock) -> bool {
    match block.item {
        None => block.depth == 0,
        Some(item) => block.depth == 1 && item.place == ListPosition::First,
    }
}

fn lead(item: ListItem, bullet: &str) -> String {
    match item.lead {
        MarkdownMarker::Bullet => format!("{bullet} "),
        MarkdownMarker::Number(number) => format!("{number}. "),
    }
}

/// Returns the spans of a block in their roles. The address of a link follows its last span, unless
/// the text is the address.
fn pieces(block: &MarkdownBlock, role: Role) -> Vec<(Role, String)> {
    let mut pieces = Vec::new();
    for (place, span) in block.spans.iter().enumerate() {
        let shown = match span {
            StyledText { strong: true, .. } => Role::Strong,
            StyledText { emphasis: true, .. } => Role::Emphasis,
            StyledText { link: Some(_), .. } => Role::Accent,
            StyledText { link: None, .. } => role,
        };
        pieces.push((shown, span.text.clone()));
        let next = block.spans.get(place + 1).and_then(|span| span.link.as_ref());
        let Some(address) = span.link.as_ref().filter(|address| Some(*address) != next) else {
            continue;
        };
        let bare = address.trim_start_matches("mailto:");
        if *address != span.text && bare != span.text {
            pieces.push((Role::Muted, format!(" ({bare})")));
        }
    }
    pieces
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
        check("[one **two**](mailto:a@b.org)", &["one two (a@b.org)"]);
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
