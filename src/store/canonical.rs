//! The digest of a response's content, however its file is formatted.
//!
//! It covers a canonical form of the content: the file without its last key, `digest`, as JSON by
//! RFC 8785 (sorted keys, no white space, UTF-8), with every scalar as a text, exactly as read.
//! Line ends, indentation, quotes, comments and the order of keys do not affect it; a single letter
//! does. In Python, the digest of a response is
//!
//! ```python
//! import hashlib, json, yaml
//! content = yaml.load(open("tiny.response.yaml", encoding="utf-8-sig"), yaml.BaseLoader)
//! del content["digest"]
//! form = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
//! print("sha256:" + hashlib.sha256(form.encode()).hexdigest())
//! ```
//!
//! It detects accidental or open changes. It does not prove who wrote a file, or that nobody
//! changed the digest too.

use super::{
    atomic::Version,
    tree::{Node, NodeEntry, NodeKind},
};

/// The key of the digest, which the digest itself cannot cover.
pub const DIGEST: &str = "digest";

/// Returns the digest of the content of a file: `sha256:` and hexadecimal digits.
pub fn digest(tree: &Node) -> String {
    let mut form = String::new();
    let content = tree.map().iter();
    push_map(&mut form, content.filter(|entry| entry.key.text != DIGEST));
    Version::of(form.as_bytes()).to_string()
}

/// Appends the canonical form of a value.
fn push(form: &mut String, node: &Node) {
    match &node.kind {
        NodeKind::Scalar { text, .. } => push_text(form, text),
        NodeKind::List(items) => push_all(form, ['[', ']'], items, push),
        NodeKind::Map(entries) => push_map(form, entries),
        NodeKind::Refused => push_text(form, ""),
    }
}

fn push_map<'a>(form: &mut String, entries: impl IntoIterator<Item = &'a NodeEntry>) {
    let mut entries: Vec<&NodeEntry> = entries.into_iter().collect();
    let units = |entry: &NodeEntry| -> Vec<u16> { entry.key.text.encode_utf16().collect() };
    entries.sort_by_cached_key(|entry| units(entry));
    push_all(form, ['{', '}'], entries, |form, NodeEntry { key, value }| {
        push_text(form, &key.text);
        form.push(':');
        push(form, value);
    });
}

fn push_all<T>(
    form: &mut String,
    [open, close]: [char; 2],
    all: impl IntoIterator<Item = T>,
    push_one: impl Fn(&mut String, T),
) {
    form.push(open);
    for (place, one) in all.into_iter().enumerate() {
        if place > 0 {
            form.push(',');
        }
        push_one(form, one);
    }
    form.push(close);
}

fn push_text(form: &mut String, text: &str) {
    form.push_str(&serde_json::Value::from(text).to_string());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{
        problem::Findings,
        source::{FileBounds, SourceText},
    };

    #[track_caller]
    fn digest_of(yaml: &str) -> String {
        let source = SourceText::read("tiny.yaml", yaml.as_bytes(), FileBounds::RESPONSE).unwrap();
        let mut findings = Findings::default();
        digest(&Node::read(&source, &mut findings).unwrap())
    }

    #[test]
    fn only_the_content_counts() {
        let one = digest_of("a: 'no'\nb:\n  - x\n  - y z\ndigest: any\n");
        let other = digest_of("# A comment\r\nb: [\"x\",\r\n  y\r\n  z]\r\na: no\r\ndigest: other");
        assert_eq!(one, other);
        assert_ne!(one, digest_of("a: 'no'\nb:\n  - x\n  - y  Z\n"));
        assert_ne!(one, digest_of("a: 'no'\nb:\n  - x\n  - y z\nc: ''\n"));
    }

    #[test]
    fn a_digest_within_the_content_counts() {
        assert_ne!(digest_of("a: {digest: x}"), digest_of("a: {digest: y}"));
    }

    /// What the Python in the module's documentation says.
    #[test]
    fn another_program_comes_to_the_same_digest() {
        let yaml = "b: {z: 0.10, a_b: true, aB: ~}\na: |-\n  “£5” \\ \"é\"\t🐦\n\n  .\nc: []\n";
        let expected = "sha256:40a21b5e22d072227f87309c8bc891c1f2ca068b6b0abfcd91bcedf55f1e62c9";
        assert_eq!(digest_of(yaml), expected);
    }
}
