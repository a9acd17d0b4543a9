//! Greenpaper: answer a government consultation from the terminal.

pub mod app;
pub mod cli;
pub mod export;
pub mod model;
pub mod print;
pub mod run;
pub mod store;
pub mod tui;
