//! The integration tests.
mod drafts;
mod faulty;
mod folders;
mod question_sets;
mod saving;
