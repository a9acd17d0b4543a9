//! Adding a consultation: a question set is made of a paper that has a path or is pasted.

use std::path::PathBuf;

use super::field::text::{Lines, TextEditor};
use crate::model::text::Text;

/// What stands open while a consultation is added.
#[derive(Debug)]
pub struct AddingForm {
    /// The path of the paper.
    pub path: TextEditor,
    /// The text of the paper, if it was pasted.
    pub pasted: Option<String>,
    /// Why the last paper could not be used.
    pub problem: Option<String>,
    /// Whether a paper is being read.
    pub is_reading: bool,
}

/// A paper that a question set is to be made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewPaper {
    /// A file, by its path as it was typed.
    File(String),
    /// A text.
    Pasted(String),
}

/// A question set that was made of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedSet {
    /// Its file.
    pub path: PathBuf,
    /// What was found: "46 questions, 31 with choices; 5 guesses to look at".
    pub found: String,
}

impl Default for AddingForm {
    fn default() -> Self {
        Self {
            path: TextEditor::new(Text::default(), Lines::One),
            pasted: None,
            problem: None,
            is_reading: false,
        }
    }
}

impl AddingForm {
    /// The paper that was named or pasted; `None` if there is none yet.
    pub fn paper(&self) -> Option<NewPaper> {
        let path = self.path.text().trimmed();
        match &self.pasted {
            Some(text) => Some(NewPaper::Pasted(text.clone())),
            None if path.is_empty() => None,
            None => Some(NewPaper::File(path)),
        }
    }
}
