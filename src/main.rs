//! The `greenpaper` command.

fn main() {}
