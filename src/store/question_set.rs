//! Reads question sets: a [`Consultation`], or everything that is wrong with the file.

use super::{
    check,
    document::{self, consultation::RawSet, response},
    problem::{Findings, Problems},
    source::{FileBounds, SourceText},
    tree::Node,
};
use crate::model::consultation::Consultation;

/// How often a set is corrected and read again.
const MAX_ROUNDS: usize = 5;

/// A question set that can be answered.
#[derive(Debug, Clone)]
pub struct LoadedSet {
    /// The consultation.
    pub consultation: Consultation,
    /// Warnings for its author.
    pub warnings: Problems,
}

/// Reads the bytes of a question set. `name` is the file's name in problems, usually its path.
pub fn read(name: &str, bytes: &[u8]) -> Result<LoadedSet, Problems> {
    let source = SourceText::read(name, bytes, FileBounds::SET)?;
    let mut findings = Findings::default();
    let consultation = check_and_load(&source, &mut findings);
    let problems = Problems::new(source, findings);
    match consultation {
        Some(consultation) => Ok(LoadedSet { consultation, warnings: problems }),
        None => Err(problems),
    }
}

/// The bytes of a question set with everything put right that has only one right answer, and the
/// lines where that was done; nothing, where there is no such thing or it is another file.
pub fn corrected(bytes: &[u8]) -> Option<(Vec<usize>, Vec<u8>)> {
    let mut lines = Vec::new();
    let mut text = None;
    // What is put right may bring out what was hidden behind it.
    for _ in 0..MAX_ROUNDS {
        let problems = match read("", text.as_deref().map_or(bytes, str::as_bytes)) {
            Ok(loaded) => loaded.warnings,
            Err(problems) => problems,
        };
        if problems.source().text().contains(response::FORMATS) {
            return None;
        }
        let Some((corrected, better)) = problems.corrected() else { break };
        lines.extend(corrected);
        text = Some(better);
    }
    lines.sort_unstable();
    lines.dedup();
    let has_carriage_returns = bytes.windows(2).any(|pair| pair == b"\r\n");
    let text = text?;
    let text = if has_carriage_returns { text.replace('\n', "\r\n") } else { text };
    Some((lines, text.into_bytes()))
}

/// Returns the consultation, unless the findings include an error.
fn check_and_load(source: &SourceText, findings: &mut Findings) -> Option<Consultation> {
    let tree = Node::read(source, findings)?;
    check::check(source, &tree, findings);
    if findings.has_errors() {
        return None;
    }
    let loaded = document::load::<RawSet>(&tree).and_then(|set| {
        set.convert(source.digest()).map_err(|error| document::gap(tree.head(), &error))
    });
    loaded.map_err(|problem| findings.push(problem)).ok()
}
