//! The seal at the end of each file that is exported: what it is, of which response, and a digest
//! over all that stands before the seal.
//!
//! So an earlier export is known again and may be replaced by a later one; a file of somebody else,
//! or one that was changed afterwards, is not.

use std::fmt;

use super::document::{Document, DocumentKind, DocumentStatus};
use crate::store::atomic::Version;

/// The beginning of a seal.
const BEGIN: &str = "greenpaper-export/1 ";

/// The content of a seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seal {
    /// The kind of file.
    pub(super) kind: DocumentKind,
    /// The consultation.
    pub(super) consultation: String,
    /// Whether its content is final.
    pub(super) completeness: Completeness,
    /// The digest over what it was made from.
    pub(super) digest: String,
}

/// Whether what a file says is final.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Completeness {
    /// It is.
    Final,
    /// It is not.
    Partial,
}

impl Completeness {
    fn name(self) -> &'static str {
        match self {
            Self::Final => "final",
            Self::Partial => "partial",
        }
    }
}

impl Seal {
    /// The seal of a document.
    pub(super) fn of(document: &Document) -> Self {
        let completeness = match document.standing {
            DocumentStatus::Final | DocumentStatus::Form => Completeness::Final,
            DocumentStatus::Draft | DocumentStatus::Unverified => Completeness::Partial,
        };
        let origin = document.origin.clone();
        Self {
            kind: origin.kind,
            consultation: origin.consultation,
            completeness,
            digest: origin.digest,
        }
    }

    /// The file with its seal, between what opens and closes a remark in its format.
    pub(super) fn put(&self, content: String, around: [&str; 2]) -> Vec<u8> {
        self.put_after(content.into_bytes(), around)
    }

    /// The same for a file that is no text.
    pub(super) fn put_after(&self, mut content: Vec<u8>, [open, close]: [&str; 2]) -> Vec<u8> {
        content.extend(open.as_bytes());
        let seal = self.over(&content);
        content.extend(seal.as_bytes());
        content.extend(close.as_bytes());
        content
    }

    /// The file with its seal in a zip archive's remark.
    pub(super) fn put_in_archive(&self, mut archive: Vec<u8>) -> Vec<u8> {
        // The last two bytes say how long the remark is; the digests all have the same length.
        let length = u16::try_from(self.over(&[]).len()).unwrap_or_default();
        archive.truncate(archive.len().saturating_sub(2));
        archive.extend(length.to_le_bytes());
        let seal = self.over(&archive);
        archive.extend(seal.into_bytes());
        archive
    }

    fn over(&self, content: &[u8]) -> String {
        format!("{BEGIN}{self} {}", Version::of(content))
    }

    /// The seal of a file, where it has one and nothing was changed since.
    pub(super) fn find(bytes: &[u8]) -> Option<Self> {
        let begin = bytes.windows(BEGIN.len()).rposition(|window| window == BEGIN.as_bytes())?;
        let (content, seal) = bytes.split_at_checked(begin)?;
        let seal = std::str::from_utf8(seal).ok()?;
        let seal = seal.strip_suffix('\n').unwrap_or(seal);
        let seal = seal.strip_suffix(" -->").unwrap_or(seal);
        let words: Vec<&str> = seal.strip_prefix(BEGIN)?.split(' ').collect();
        let [kind, consultation, completeness, digest, over] = words.as_slice() else {
            return None;
        };
        if *over != Version::of(content).to_string() {
            return None;
        }
        let completeness = [Completeness::Final, Completeness::Partial]
            .into_iter()
            .find(|known| known.name() == *completeness)?;
        Some(Self {
            kind: DocumentKind::ALL.into_iter().find(|known| known.name() == *kind)?,
            consultation: (*consultation).to_owned(),
            completeness,
            digest: (*digest).to_owned(),
        })
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, consultation, completeness, digest } = self;
        write!(f, "{} {consultation} {} {digest}", kind.name(), completeness.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal() -> Seal {
        Seal {
            kind: DocumentKind::Summary,
            consultation: "tiny".to_owned(),
            completeness: Completeness::Partial,
            digest: "sha256:00".to_owned(),
        }
    }

    #[test]
    fn a_seal_is_found_again_until_something_changes() {
        for sealed in [
            seal().put("Text.\n".to_owned(), ["\n<!-- ", " -->\n"]),
            seal().put("Text.\n".to_owned(), ["\n-- \n", "\n"]),
            seal().put_in_archive(b"PK\0\0".to_vec()),
        ] {
            assert_eq!(Seal::find(&sealed), Some(seal()), "{}", String::from_utf8_lossy(&sealed));
            for at in 0..sealed.len() {
                let mut changed = sealed.clone();
                changed[at] ^= 1;
                assert_ne!(Seal::find(&changed), Some(seal()), "{at}");
            }
            assert_eq!(Seal::find(&[&sealed[..], b"more"].concat()), None);
        }
    }
}
