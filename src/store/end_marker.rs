//! The end marker of the files that we write.
//!
//! A truncated YAML file is usually still valid YAML, so without the marker it would be accepted as
//! complete.

use super::{
    problem::{Findings, Problem},
    source::SourceText,
    tree::Node,
};

/// YAML's document end marker. A file of ours without it has been cut off.
pub const END: &str = "...";

/// Reads a file that must end with the marker. `what` names the kind of file: "draft".
pub fn read(source: &SourceText, what: &str, findings: &mut Findings) -> Option<Node> {
    let text = source.text().trim_end();
    // JSON is valid YAML, and truncated JSON is neither.
    if text.starts_with('{') && text.ends_with('}') {
        return Node::read(source, findings);
    }
    let last = text.rfind('\n').map_or(0, |end| end + 1);
    if text.get(last..) == Some(END) {
        return Node::read(source, findings);
    }
    let message = format!("this {what} is cut off: its last line is not `{END}`");
    let help = format!("bring an earlier copy back; if nothing is missing, add a line `{END}`");
    findings.push(Problem::error(last..text.len(), message).help(help));
    // A truncated file need not be valid YAML, so report only the truncation.
    Node::read(source, &mut Findings::default())
}
