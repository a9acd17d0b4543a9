//! How the state changes, by subject.

mod adding;
mod answering;
mod arriving;
mod contradicting;
mod documents;
pub(super) mod finding;
mod going;
mod leaving;
mod matrix;
mod offering;
mod pointing;
mod popups;
mod portal;
mod previewing;
mod put_aside;
mod quoting;
mod remembering;
mod resuming;
mod revising;
mod searching;
mod signing;
mod together;
mod typing;
mod unfinished;
