//! The integration tests.
mod drafts;
mod question_sets;
