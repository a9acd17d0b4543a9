//! What the program is doing.

use super::{
    screen::{Screen, broken::Broken, home::Home, revised::Revised},
    session::Session,
};

/// What the program is doing: without an open draft there is no screen that shows one.
#[derive(Debug)]
pub enum Mode {
    /// It shows the drafts in progress and the consultations to answer.
    Home(Home),
    /// It shows what has changed since a draft was last worked on, before it is opened.
    Revised(Box<Revised>),
    /// It shows what is wrong with a question set that cannot be walked through yet.
    Broken(Broken),
    /// A draft is open, and one of its screens is shown.
    Draft(Box<Session>, Screen),
}
