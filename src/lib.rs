//! Greenpaper: answer a government consultation from the terminal.
//!
//! A consultation is a list of questions in a YAML file. The program walks a council through them,
//! keeps a draft that is never lost, and writes the finished response. The modules, in the order
//! to read them:
//!
//! - [`model`] is what is: consultations, answers, and the rules between them. It knows nobody.
//! - [`app`] is what happens: one state, changed by events, asking for effects. It knows the model.
//! - [`words`] is what is said: the sentences that both front ends share.
//! - [`tui`] is what is seen: the state drawn on a terminal, and the terminal's events.
//! - [`plain`] is what is heard: the same state line by line, and the respondent's lines.
//! - [`store`] is what is kept: the only module to touch files.
//! - [`export`] is what leaves the house: documents and data made of a response, or of many.
//! - [`import`] is what comes in: a question set made of a paper.
//! - [`run`] is the loop: wait, update, perform, draw. Only here do screen and disk meet.
//! - [`cli`] is the commands. Only here are environment and clock read for the first time.
//!
//! What always holds:
//!
//! 1. [`app::App::update`] is the only function that changes the state; drawing takes it as it is.
//!    The same state on a screen of the same size gives the same screen.
//! 2. The model and the app do no input or output, so they cannot fail for reasons outside them.
//! 3. Typing never waits for the disk: the newest draft is handed to a thread that saves it and
//!    reports back as an event.
//! 4. A file is the old one or the new one, never half of one, and never written over a version
//!    that nobody has seen.
//! 5. Leaving follows a successful save, unless the respondent says otherwise.
//! 6. Everything that is wrong with a file is told at once, each with its line.
//! 7. A final [`model::response::Response`] comes from [`model::draft::Draft::finish`] alone, so an
//!    incomplete one cannot be exported as final.
//! 8. Every key is in one table, [`app::keymap`]; footer, help and README are made from it or
//!    tested against it.
//! 9. Whatever reaches the terminal has passed [`model::terminal_text`], which turns control characters
//!    into marks.

pub mod app;
pub mod cli;
pub mod export;
pub mod import;
pub mod model;
pub mod plain;
pub mod run;
pub mod store;
pub mod tui;
pub mod words;
