//! What happens.

pub mod field;
