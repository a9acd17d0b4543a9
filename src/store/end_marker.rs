//! The mark at the end of the files that we write.
//!
//! Nine cuts of ten through a YAML file leave YAML, so that a file that was cut off would be taken
//! for whole without it.

use super::{
    problem::{Findings, Problem},
    source::Source,
    tree::Node,
};

/// YAML's mark for the end of a document. A file of ours that lacks it was cut off.
pub const END: &str = "...";

/// Reads a file that has to end with the mark. `what` is what the file should be: "draft".
pub fn read(source: &Source, what: &str, findings: &mut Findings) -> Option<Node> {
    let text = source.text().trim_end();
    // JSON is YAML too, and cut off it is neither.
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
    // That the rest is no YAML is no wonder then.
    Node::read(source, &mut Findings::default())
}
