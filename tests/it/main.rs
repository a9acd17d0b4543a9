//! The integration tests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that panics has failed, and its helpers with it; what it prints is read then"
)]

mod adding;
mod answering;
#[cfg(unix)]
mod attacks;
#[cfg(unix)]
mod background;
mod bounds;
mod commands;
mod contradictions;
#[cfg(target_os = "linux")]
mod cost;
mod counting;
mod data;
mod documents;
mod drafts;
mod export;
#[cfg(unix)]
mod faults;
mod faulty;
mod first_run;
mod folders;
#[cfg(unix)]
mod fuzz;
mod going_on;
mod helping;
mod history;
mod hostile_sets;
mod house;
mod importing;
mod journeys;
mod key_questions;
#[cfg(unix)]
mod kills;
#[cfg(unix)]
mod limits;
mod manual;
mod merging;
#[cfg(unix)]
mod mishaps;
mod mistakes;
#[cfg(unix)]
mod names;
mod numbers;
mod officer;
mod other_readers;
#[cfg(unix)]
mod own_editor;
pub(crate) mod plain;
#[cfg(unix)]
mod powercut;
mod preview;
mod printing;
mod problems;
mod question_sets;
mod quoting;
mod recovering;
mod remembering;
#[cfg(unix)]
mod resuming;
mod revised;
mod rooms;
mod saver;
mod saving;
mod scale;
mod schemas;
mod screens;
mod searching;
mod sending;
mod signing;
mod terminal;
#[cfg(unix)]
mod together;
#[cfg(unix)]
mod unsynced;
