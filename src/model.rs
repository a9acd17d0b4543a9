//! What is: consultations, answers, and the rules between them.
//!
//! Nothing here reads a disk, a terminal or a clock, or knows how a file is written. In reading
//! order: [`id`] and [`text`] are the smallest parts, [`terminal_text`] how texts look in a terminal;
//! [`consultation`] is what is asked, [`markdown`] how its longer texts are read, [`condition`] when
//! it is asked; [`answer`] and [`draft`] are
//! what has been said so far; [`reading`] takes it as it was typed, and [`asked`] says what it
//! counts as; [`shortfall`], [`excluded`] and [`progress`] compare the two; [`revision`] compares
//! what is asked with what was asked before; [`response`] is what leaves the house.

pub mod answer;
pub mod asked;
pub mod condition;
pub mod consultation;
pub mod contradiction;
pub mod difference;
pub mod draft;
pub mod draft_change;
pub mod excluded;
pub mod id;
pub mod limit;
pub mod markdown;
pub mod numbering;
pub mod progress;
pub mod reading;
pub mod response;
pub mod revision;
pub mod scope;
pub mod shortfall;
pub mod sign_off_wording;
pub mod signed;
pub mod terminal_text;
pub mod text;
pub mod wrap;

#[cfg(test)]
mod testing;
