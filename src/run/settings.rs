//! How the program is to run.

use std::{ffi::OsString, path::PathBuf};

use crate::{
    store::{folder::Folders, lock::Person},
    tui::theme::ThemeChoice,
};

/// How the program is to run.
#[derive(Debug)]
pub struct Settings {
    /// The folders of drafts and question sets.
    pub folders: Folders,
    /// More drafts and responses to quote from, or folders of them.
    pub earlier: Vec<PathBuf>,
    /// The first screen.
    pub start: Start,
    /// How the program talks to the respondent.
    pub front_end: FrontEnd,
    /// The respondent's user on this system.
    pub me: Person,
    /// The respondent's own editor, with its arguments.
    pub editor: Option<String>,
}

/// How the program talks to the respondent.
#[derive(Debug)]
pub enum FrontEnd {
    /// On screens in one of these themes.
    Screens(Box<ThemeChoice>),
    /// Line by line.
    Lines(Echo),
}

/// Whether the terminal shows typed lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Echo {
    /// The terminal shows what is typed.
    Terminal,
    /// Lines come from a pipe or a file, and the program prints them.
    Here,
}

/// The first screen.
#[derive(Debug)]
pub enum Start {
    /// The home screen.
    Home,
    /// A consultation: its draft, or a new one.
    Answer {
        /// The set's id or path.
        set: OsString,
        /// The draft's file, where it is not the one in the drafts folder.
        draft: Option<PathBuf>,
    },
    /// A question set, as its author sees it while writing it. Nothing is kept.
    Preview {
        /// The set's id or path.
        set: OsString,
    },
}
