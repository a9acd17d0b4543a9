//! The integration tests.

mod drafts;
mod export;
mod faulty;
mod folders;
mod hostile_sets;
mod question_sets;
mod saver;
mod saving;
