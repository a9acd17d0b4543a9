//! Files: the only room that reads and writes them.
//!
//! A file is read in steps. [`source`] is its text; [`tree`] is its YAML, with the position of
//! every key and value; [`spec`] checks the keys, and [`check`] all other rules; both collect every
//! [`problem`] they find. Only a file without errors is loaded by [`document`] into a value of the
//! model. [`question_set`] does this for question sets, [`draft`] for drafts and [`response`] for
//! responses, which these two also write; [`examine`] recognises the kind of a file. Our files end
//! with an end marker ([`end_marker`]), and responses with a digest ([`canonical`]), which reveal
//! truncation and changes.
//!
//! [`schema`] describes the same rules to editors, as far as JSON Schema can.
//!
//! [`folder`] knows where files are; [`disk`] is all that is done to them, and [`atomic`] does it
//! so that a file is never half of one and nobody's version is overwritten. [`saver`] does that in
//! the background with the newest draft, [`recovery_log`] has every edit since, [`history`]
//! keeps what it was like earlier, and [`lock`] tells who else has it open. [`editor_file`] is a text that
//! another program changes, [`copied`] a text to paste elsewhere, [`office`] a program that makes
//! PDFs, [`spill`] texts that are too many for memory. [`patient_disk`] waits no longer than a second
//! for a file, and [`resume`] keeps the screen that was left.

pub mod atomic;
pub mod canonical;
pub mod check;
pub mod copied;
pub mod details;
pub mod disk;
pub mod document;
pub mod draft;
pub mod editor_file;
pub mod end_marker;
mod examine;
mod file_name;
pub mod folder;
pub mod history;
pub mod lock;
mod mistake;
pub mod new_file;
pub mod office;
mod other_format;
pub mod patient_disk;
pub mod problem;
pub mod question_set;
pub mod recovery_log;
pub mod response;
pub mod resume;
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
