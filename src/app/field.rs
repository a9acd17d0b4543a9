//! What is being edited.

pub mod text;
