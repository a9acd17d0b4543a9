//! How the state changes, by subject.

mod answering;
mod arriving;
mod contradicting;
mod going;
mod leaving;
mod offering;
mod pointing;
mod popups;
mod previewing;
mod revising;
mod searching;
mod together;
mod typing;
