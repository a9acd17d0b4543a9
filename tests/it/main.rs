//! The integration tests.

mod answering;
mod drafts;
mod faulty;
mod folders;
mod hostile_sets;
mod officer;
mod question_sets;
mod saver;
mod saving;
