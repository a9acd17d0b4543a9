//! The rules of question sets. All problems are reported at once: each check handles what it
//! understands, and leaves the rest to the check responsible for it.

pub(super) mod choices;
pub(super) mod conditions;
pub mod keys;
mod limits;
mod names;
mod outline;
mod unsatisfiable;

use super::{
    document::consultation::FORMAT,
    problem::{Findings, Problem, named},
    source::SourceText,
    spec,
    tree::Node,
};
use outline::Outline;

/// Characters that reverse the direction of the text around them, so that it reads differently.
const TURNING: [char; 9] = [
    '\u{202A}', '\u{202B}', '\u{202C}', '\u{202D}', '\u{202E}', '\u{2066}', '\u{2067}', '\u{2068}',
    '\u{2069}',
];

/// Finds everything that is wrong with a question set.
pub fn check(source: &SourceText, tree: &Node, findings: &mut Findings) {
    find_turning(source.text(), findings);
    if is_of_another_format(tree, findings) {
        return;
    }
    spec::conform(tree, &keys::SET, &keys::THINGS, source, findings);
    let outline = Outline::new(tree);
    if !choices::check_size(&outline, findings) {
        return;
    }
    for check in [names::check, choices::check, limits::check, conditions::check] {
        check(&outline, findings);
    }
    // Conditions that can never be true are reported only if there is no other problem; otherwise
    // this would be guesswork.
    if !findings.has_errors() {
        unsatisfiable::check(&outline, findings);
    }
}

/// Detects files of ours that are not question sets, for which no other check makes sense.
fn is_of_another_format(tree: &Node, findings: &mut Findings) -> bool {
    let Some(format) = tree.get("format") else {
        return false;
    };
    let Some(text) = format.text().filter(|text| text.starts_with("greenpaper/")) else {
        return false;
    };
    let problem = match text {
        FORMAT => return false,
        _ if text.starts_with("greenpaper/response/") => {
            "this is a draft or a response, not a question set".to_owned()
        }
        _ => format!("this version does not know the format {}", named(text)),
    };
    let help = format!("question sets have `format: {FORMAT}`");
    findings.push(Problem::error(format.span.clone(), problem).help(help));
    true
}

fn find_turning(text: &str, findings: &mut Findings) {
    for (start, character) in text.match_indices(TURNING) {
        let code = character.chars().next().map_or(0, u32::from);
        let message = format!("hidden character U+{code:04X} turns the direction of the text");
        let span = start..start + character.len();
        findings.push(Problem::warning(span, message).help("remove it, unless it is meant"));
    }
}
