//! The integration tests.
mod question_sets;
