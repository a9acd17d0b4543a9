//! Values and rules: consultations, answers, and how one constrains the other.
//!
//! Nothing in this room reads a disk, a terminal or a clock, or knows how a file is written. In
//! reading order: [`id`] and [`text`] are the smallest parts; [`terminal_text`] makes text safe to
//! show in a terminal; [`consultation`] is a question set, [`markdown`] reads its longer texts, and
//! [`condition`] decides which questions are asked; [`answer`] and [`draft`] hold what the
//! respondent has said, and [`merge`] combines versions of it; [`reading`] interprets answers as typed, and [`asked`] gives the answer
//! that counts; [`shortfall`], [`excluded`] and [`progress`] compare a draft with its set;
//! [`revision`] compares two editions of a set; [`response`] is the finished product.

pub mod answer;
pub mod answer_words;
pub mod asked;
pub mod condition;
pub mod consultation;
pub mod contradiction;
pub mod details;
pub mod difference;
pub mod draft;
pub mod draft_change;
pub mod earlier;
pub mod excluded;
pub mod id;
pub mod limit;
pub mod markdown;
pub mod merge;
pub mod numbering;
pub mod portal;
pub mod progress;
pub mod reading;
pub mod response;
pub mod resume;
pub mod revision;
pub mod route;
pub mod scope;
pub mod shortfall;
pub mod sign_off_wording;
pub mod signed;
pub mod terminal_text;
pub mod text;
pub mod wrap;

#[cfg(test)]
mod testing;
