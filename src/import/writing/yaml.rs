//! Lines of YAML: keys, texts that need quotes, blocks of several lines, comments.

use crate::store::scalar::read_elsewhere_as;

/// The file as it grows.
#[derive(Default)]
pub(in crate::import) struct YamlLines(String);

impl YamlLines {
    /// Adds a line, indented by its depth.
    pub(in crate::import) fn line(&mut self, depth: usize, text: &str) {
        for _ in 0..depth {
            self.0.push_str("  ");
        }
        self.0.push_str(text);
        self.0.push('\n');
    }

    /// Adds a key and its value.
    pub(in crate::import) fn entry(&mut self, depth: usize, key: &str, value: &str) {
        self.line(depth, &format!("{key}: {value}"));
    }

    /// Adds a comment.
    pub(in crate::import) fn comment(&mut self, depth: usize, text: &str) {
        let text = text.replace(['\n', '\r'], " ");
        self.line(depth, &format!("# {text}"));
    }

    /// Adds paragraphs as a block; entries of a list stand on lines of their own.
    pub(in crate::import) fn block(&mut self, depth: usize, key: &str, paragraphs: &[String]) {
        self.line(depth, &format!("{key}: |"));
        let mut in_list = false;
        for (at, paragraph) in paragraphs.iter().enumerate() {
            let listed = paragraph.starts_with("- ");
            if at > 0 && !(in_list && listed) {
                self.0.push('\n');
            }
            in_list = listed;
            self.line(depth + 1, paragraph);
        }
    }

    /// The whole file.
    pub(in crate::import) fn finish(self) -> String {
        self.0
    }
}

/// A text as a value on its own line, in quotes where it needs them.
pub(in crate::import) fn scalar(text: &str) -> String {
    let plain = text.starts_with(char::is_alphanumeric)
        && !text.ends_with([' ', ':'])
        && !text.contains([':', '#', '"', '\\', '\n'])
        && text.chars().all(|c| c.is_alphanumeric() || " ,.?!'’‘“”()-–/;&%£".contains(c))
        && read_elsewhere_as(text).is_none()
        && !text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.to_owned() } else { quoted(text) }
}

/// A text as a value in braces, in quotes where it needs them.
pub(in crate::import) fn flow(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && text.chars().all(|c| c.is_alphanumeric() || " ’()-–".contains(c))
        && read_elsewhere_as(text).is_none();
    if plain { text.to_owned() } else { quoted(text) }
}

/// A text in double quotes.
pub(in crate::import) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A plain text as Markdown: what would mark something up stands for itself. A dash that begins an
/// entry of a list stays one.
pub(in crate::import) fn markdown(text: &str) -> String {
    let (lead, text) = text.strip_prefix("- ").map_or(("", text), |rest| ("- ", rest));
    let mut written = String::from(lead);
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    for (at, c) in text.char_indices() {
        let begins = at == 0 && matches!(c, '#' | '>' | '+' | '-' | '=' | '~' | '|');
        let numbers = digits > 0 && at == digits && matches!(c, '.' | ')');
        if begins || numbers || matches!(c, '\\' | '*' | '_' | '`' | '[' | '<' | '&') {
            written.push('\\');
        }
        written.push(c);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_where_they_must() {
        assert_eq!(scalar("Do you agree, and why?"), "Do you agree, and why?");
        assert_eq!(scalar("Parks: what next?"), "\"Parks: what next?\"");
        assert_eq!(scalar("no"), "\"no\"");
        assert_eq!(scalar("Say \"no\""), "\"Say \\\"no\\\"\"");
        assert_eq!(flow("Yes, always"), "\"Yes, always\"");
        assert_eq!(flow("yes"), "\"yes\"");
    }

    #[test]
    fn markdown_stands_for_itself() {
        assert_eq!(markdown("1. The *Act*"), "1\\. The \\*Act\\*");
        assert_eq!(markdown("- a_b"), "- a\\_b");
    }
}
