//! `greenpaper man`: prints manual pages, from the tables behind `--help`.

use std::process::ExitCode;

use clap_mangen::Man;

use super::out::{CommandError, Out};

/// Prints the manual page of the program, or of one of its commands.
pub(super) fn print(
    mut program: clap::Command,
    command: Option<&str>,
    out: &Out,
) -> Result<ExitCode, CommandError> {
    program.build();
    let subject = match command {
        None => program,
        Some(name) => subcommand(&program, name)?,
    };
    let mut page = Vec::new();
    Man::new(subject).manual("Greenpaper").render(&mut page)?;
    out.raw(&page);
    Ok(ExitCode::SUCCESS)
}

/// Returns a command under the name of its manual page: `greenpaper-answer`.
fn subcommand(program: &clap::Command, name: &str) -> Result<clap::Command, CommandError> {
    let Some(found) = program.find_subcommand(name) else {
        let known: Vec<&str> =
            program.get_subcommands().map(|command| command.get_name()).collect();
        let known = format!("the commands are {}", known.join(", "));
        return Err(CommandError::usage(format!("there is no command `{name}`"), known));
    };
    let full_name = format!("{}-{}", program.get_name(), found.get_name());
    let version = program.get_version().unwrap_or_default().to_owned();
    Ok(found.clone().name(full_name.clone()).display_name(full_name).version(version))
}
