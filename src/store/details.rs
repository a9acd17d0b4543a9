//! The respondent's own details, in a private file on this machine.

use std::{collections::BTreeMap, io, path::Path};

use super::{disk, document::consultation::PURPOSES, sidecar};
use crate::model::{consultation::Purpose, details::RespondentDetails};

/// The name of the file in the state folder.
const NAME: &str = "details.json";

/// The maximum size of the file, in bytes.
const MAX_SIZE: usize = 64 << 10;

/// Stores details; others that were stored before stay.
///
/// # Errors
/// If the file cannot be written.
pub fn keep(state: &Path, details: &RespondentDetails) -> io::Result<()> {
    if details.0.is_empty() {
        return Ok(());
    }
    let mut all = read(state).0;
    all.extend(details.0.clone());
    let word = |wanted: Purpose| PURPOSES.iter().find(|(_, purpose)| *purpose == wanted);
    let words: BTreeMap<&str, &String> =
        all.iter().filter_map(|(purpose, detail)| Some((word(*purpose)?.0, detail))).collect();
    sidecar::replace_private(state, NAME, &serde_json::to_vec_pretty(&words)?)
}

/// Returns the details that are stored; none if the file is missing or wrong.
pub fn read(state: &Path) -> RespondentDetails {
    let content = disk::read_up_to(&state.join(NAME), MAX_SIZE).unwrap_or_default();
    let words: BTreeMap<String, String> = serde_json::from_slice(&content).unwrap_or_default();
    let known = words.into_iter().filter_map(|(word, detail)| {
        let (_, purpose) = PURPOSES.iter().find(|(known, _)| *known == word)?;
        Some((*purpose, detail))
    });
    RespondentDetails(known.collect())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn details_are_added_to_those_stored_and_a_wrong_file_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let one = |purpose, said: &str| RespondentDetails([(purpose, said.to_owned())].into());
        keep(folder.path(), &one(Purpose::Name, "Ann")).unwrap();
        keep(folder.path(), &one(Purpose::Email, "ann@example.org")).unwrap();
        keep(folder.path(), &one(Purpose::Name, "Ben")).unwrap();
        let known = read(folder.path()).0;
        assert_eq!(known.get(&Purpose::Name).unwrap(), "Ben");
        assert_eq!(known.get(&Purpose::Email).unwrap(), "ann@example.org");
        fs::write(folder.path().join(NAME), "[").unwrap();
        assert_eq!(read(folder.path()), RespondentDetails::default());
    }
}
