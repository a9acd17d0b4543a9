//! The `greenpaper` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    greenpaper::cli::main()
}
