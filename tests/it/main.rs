//! The integration tests.

mod drafts;
mod faulty;
mod folders;
mod hostile_sets;
#[cfg(unix)]
mod journeys;
mod question_sets;
mod saver;
mod saving;
#[cfg(unix)]
mod terminal;
