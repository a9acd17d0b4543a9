//! The integration tests.
mod hostile_sets;
mod question_sets;
