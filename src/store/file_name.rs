//! Names of files that belong to a draft, however long the draft's own name is.

use sha2::{Digest, Sha256};

/// The longest name of a file that file systems take, in bytes.
const MAX_NAME: usize = 255;

/// Returns the name of a file or folder that belongs to a draft: the draft's name and an ending.
pub(super) fn with_ending(draft: &str, ending: &str) -> String {
    format!("{}{ending}", with_room(draft, ending.len()))
}

/// Returns a draft's name with room for an ending of so many bytes. Where file systems would not take
/// the whole, a digest stands for the end of the name.
pub(super) fn with_room(draft: &str, ending: usize) -> String {
    if draft.len() + ending <= MAX_NAME {
        return draft.to_owned();
    }
    let digest = Sha256::digest(draft.as_bytes());
    let digest: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let most = MAX_NAME.saturating_sub(digest.len() + ending + 1);
    let kept = draft.char_indices().take_while(|(at, c)| at + c.len_utf8() <= most);
    let kept: String = kept.map(|(_, character)| character).collect();
    format!("{kept}-{digest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_fits_is_kept_whole() {
        assert_eq!(with_ending("tiny", ".set.yaml"), "tiny.set.yaml");
        let longest = "x".repeat(246);
        assert_eq!(with_ending(&longest, ".set.yaml"), format!("{longest}.set.yaml"));
    }

    #[test]
    fn a_name_that_does_not_fit_is_cut_between_letters_and_stays_its_own() {
        let names =
            ["a", "b"].map(|end| with_ending(&("\u{1f3db}".repeat(61) + end), ".response.yaml"));
        for name in &names {
            assert!(name.len() <= MAX_NAME && name.ends_with(".response.yaml"), "{name}");
        }
        assert_ne!(names[0], names[1]);
    }
}
