//! Texts put into XML and HTML.

use crate::model::terminal_text::in_written_order;

/// A text as XML has it. What XML cannot have at all is left out: one such character would make the
/// whole file unreadable.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in in_written_order(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' => escaped.push(character),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if character.is_control() => {}
            _ => escaped.push(character),
        }
    }
    escaped
}

/// The beginning of an XML file.
pub(super) const DECLARATION: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_have_is_left_out() {
        let text: String = ('\0'..='\u{9f}').chain(['\u{fffe}', '\u{ffff}', '🐦']).collect();
        let escaped = format!("<a>{}</a>", escaped(&text));
        let document = roxmltree::Document::parse(&escaped).unwrap();
        let kept = document.root_element().text().unwrap();
        assert!(kept.starts_with("\t\n !\"#$%&'()*+"), "{kept}");
        assert!(kept.ends_with("~🐦"), "{kept}");
    }
}
