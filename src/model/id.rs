//! Checked identifiers: the names that question sets define and drafts refer to.

use std::{borrow::Borrow, fmt, sync::Arc};

/// The longest identifier, in characters.
pub const MAX_LENGTH: usize = 64;

/// File names that Windows reserves for devices, whatever their extension.
pub const WINDOWS_DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Why a text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// It is empty.
    #[error("an id cannot be empty")]
    Empty,
    /// Longer than [`MAX_LENGTH`].
    #[error("an id has at most {MAX_LENGTH} characters, this one has {0}")]
    TooLong(usize),
    /// It begins with something other than a letter or a digit.
    #[error("an id begins with a letter or a digit, not with `{0}`")]
    BadStart(char),
    /// It holds a character outside `A-Z a-z 0-9 - _`.
    #[error("an id is made of `A-Z a-z 0-9 - _`, without `{0}`")]
    BadCharacter(char),
    /// A consultation id with a capital letter: it becomes a file name.
    #[error("a consultation id is lower case: it becomes a file name")]
    UpperCase,
    /// A consultation id that Windows could not use as a file name.
    #[error("`{0}` is a device name on Windows, where it cannot be a file name")]
    Device(String),
}

/// Checks the rule shared by all identifiers.
fn check(id: &str) -> Result<(), IdError> {
    let start = id.chars().next().ok_or(IdError::Empty)?;
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if let Some(bad) = id.chars().find(|&c| !allowed(c)) {
        return Err(IdError::BadCharacter(bad));
    }
    if !start.is_ascii_alphanumeric() {
        return Err(IdError::BadStart(start));
    }
    match id.len() {
        length if length > MAX_LENGTH => Err(IdError::TooLong(length)),
        _ => Ok(()),
    }
}

/// Checks the further rules for identifiers that become file names.
fn check_file_name(id: &str) -> Result<(), IdError> {
    check(id)?;
    if id.chars().any(|c| c.is_ascii_uppercase()) {
        return Err(IdError::UpperCase);
    }
    if WINDOWS_DEVICES.contains(&id) { Err(IdError::Device(id.to_owned())) } else { Ok(()) }
}

/// Declares one kind of identifier: cheap to copy, compared as text, checked when created.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $check:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Returns the identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<&str> for $name {
            type Error = IdError;

            fn try_from(id: &str) -> Result<Self, IdError> {
                $check(id)?;
                Ok(Self(id.into()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(id: String) -> Result<Self, IdError> {
                Self::try_from(id.as_str())
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// Names a consultation; lower case and safe as a file name.
    ConsultationId,
    check_file_name
);
id!(
    /// Names a section of a consultation.
    SectionId,
    check
);
id!(
    /// Names a question, a notice, a group or a part of one; unique in the whole set.
    QuestionId,
    check
);
id!(
    /// Names a choice in its list, a row or a column in its matrix; what a draft stores.
    Value,
    check
);
id!(
    /// Names a source that references point to.
    SourceId,
    check
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_alone_are_an_id() {
        assert_eq!(QuestionId::try_from("7").unwrap().as_str(), "7");
    }

    #[test]
    fn the_limit_itself_is_allowed() {
        assert!(Value::try_from("a".repeat(64)).is_ok());
        assert_eq!(Value::try_from("a".repeat(65)), Err(IdError::TooLong(65)));
    }

    #[test]
    fn a_consultation_cannot_be_called_like_a_device() {
        assert_eq!(ConsultationId::try_from("nul"), Err(IdError::Device("nul".into())));
        assert_eq!(ConsultationId::try_from("Dfe"), Err(IdError::UpperCase));
    }

    #[test]
    fn nothing_that_leads_out_of_a_folder_is_an_id() {
        for bad in ["../x", "/x", "a:b", "-rf", ".x", "a b", "é", ""] {
            assert!(ConsultationId::try_from(bad).is_err(), "{bad}");
        }
    }
}
