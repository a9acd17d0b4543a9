//! Reads question sets: a [`Consultation`], or everything that is wrong with the file.

use super::{
    check,
    document::{self, consultation::RawSet},
    problem::{Findings, Problems},
    source::Source,
    tree::Node,
};
use crate::model::consultation::Consultation;

/// A question set that can be answered.
#[derive(Debug, Clone)]
pub struct LoadedSet {
    /// What it asks.
    pub consultation: Consultation,
    /// What its author should know all the same.
    pub warnings: Problems,
}

/// Reads the bytes of a question set. `name` is what problems call the file, usually its path.
pub fn read(name: &str, bytes: &[u8]) -> Result<LoadedSet, Problems> {
    let source = Source::read(name, bytes)?;
    let mut findings = Findings::default();
    let consultation = check_and_load(&source, &mut findings);
    let problems = Problems::new(source, findings);
    match consultation {
        Some(consultation) => Ok(LoadedSet { consultation, warnings: problems }),
        None => Err(problems),
    }
}

/// The consultation, unless the findings have an error.
fn check_and_load(source: &Source, findings: &mut Findings) -> Option<Consultation> {
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
