//! What is kept: the only module to touch files.
//!
//! A file is read in steps. [`source`] is its text; [`tree`] is its YAML, every key and value with
//! its place; [`spec`] holds it to the keys it may have, [`check`] to all other rules; what is
//! wrong is collected as [`problem`]s, all of it at once. Only a file without errors is loaded, by
//! [`document`], and becomes a value of the model. [`question_set`] does this for question sets,
//! [`draft`] for drafts and [`response`] for responses, which they also write; [`examine`] tells
//! them apart. What we write ends with a mark ([`end_marker`]), and a response with a digest
//! ([`canonical`]), so that what was cut off or changed is noticed.
//!
//! [`schema`] tells editors of the same rules, as far as they can be told.
//!
//! [`folder`] knows where files are; [`disk`] is all that is done to them, and [`atomic`] does it
//! so that a file is never half of one and nobody's version is overwritten. [`saver`] does that in
//! the background with the newest draft, [`recovery_log`] has every edit since, [`history`]
//! keeps what it was like earlier, and [`lock`] tells who else has it open. [`editor_file`] is a text that
//! another program changes, [`office`] a program that makes
//! PDFs, [`spill`] texts that are too many for memory.

pub mod atomic;
pub mod canonical;
pub mod check;
pub mod disk;
pub mod document;
pub mod draft;
pub mod editor_file;
pub mod end_marker;
mod examine;
pub mod folder;
pub mod history;
pub mod lock;
mod mistake;
pub mod new_file;
pub mod office;
mod other_format;
pub mod problem;
pub mod question_set;
pub mod recovery_log;
pub mod response;
pub mod saver;
pub mod scalar;
pub mod schema;
mod session_lock;
pub mod shipped;
mod sidecar;
pub mod source;
pub mod spec;
pub mod spill;
mod syntax;
pub mod tree;

pub use examine::{Examined, examine};
