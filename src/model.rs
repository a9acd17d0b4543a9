//! What is: consultations, answers and the rules between them. No disk, no terminal, no clock.

pub mod cells;
pub mod text;
