//! The integration tests.

mod drafts;
mod hostile_sets;
mod question_sets;
