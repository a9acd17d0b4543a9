//! Greenpaper: answer a government consultation from the terminal.

pub mod app;
pub mod model;
pub mod store;
pub mod tui;
