//! Commands and flags. The only reader of the environment and of the clock.

mod check;
mod export;
mod list;
mod out;
mod show;

use std::{
    ffi::OsString,
    io::IsTerminal,
    path::PathBuf,
    process::ExitCode,
};

use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use self::out::{Failure, Out};
use crate::{
    run::{self, Settings, Start},
    store::folder::Folders,
    tui::theme::{Terminal, Theme},
};

/// Answer a government consultation from the terminal.
///
/// Without a command: the drafts in progress and the consultations to answer. Every change is
/// saved as you type; leave with Ctrl-Q and come back whenever you like.
#[derive(Debug, Parser)]
#[command(name = "greenpaper", version, max_term_width = 100)]
struct Cli {
    /// The folder in which drafts are kept.
    #[arg(long, global = true, env = "GREENPAPER_DRAFTS", value_name = "DIR", hide_env_values = true)]
    drafts: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer a consultation, or go on where you left off.
    Answer {
        /// The consultation: its id, or the path of a question set.
        set: OsString,
        /// The draft to work on, instead of the one in the drafts folder.
        #[arg(long, value_name = "FILE")]
        draft: Option<PathBuf>,
    },
    /// List consultations and drafts.
    List {
        /// As JSON, for programs.
        #[arg(long)]
        json: bool,
    },
    /// Show the answers so far.
    Show {
        /// The draft: its name in the drafts folder, or a path. Also a final response.
        draft: OsString,
    },
    /// Write the final response, once it is complete and signed off.
    Export {
        /// The draft: its name in the drafts folder, or a path.
        draft: OsString,
        /// The file to write; without it, beside the draft. `-` is standard output.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// The format; without it, as the file's ending says.
        #[arg(long, value_enum, value_name = "FORMAT")]
        to: Option<crate::export::Format>,
        /// Export what there is, marked as in progress.
        #[arg(long)]
        partial: bool,
    },
    /// Check question sets, drafts and responses.
    Check {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Fail on warnings as well.
        #[arg(long)]
        strict: bool,
    },
    /// Print shell completions.
    Completions {
        /// The shell.
        shell: Shell,
    },
}

/// Does what the command line says, and gives the exit status: 0 done; 1 the answer is no, or it
/// could not be done; 2 wrong usage.
pub fn main() -> ExitCode {
    let out = Out::new(std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()));
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return out.usage(&error),
    };
    match dispatch(cli, &out) {
        Ok(code) => code,
        Err(failure) => out.failure(&failure),
    }
}

fn dispatch(cli: Cli, out: &Out) -> Result<ExitCode, Failure> {
    let folders = Folders::new(cli.drafts);
    match cli.command {
        None => wizard(folders, Start::Home),
        Some(Command::Answer { set, draft }) => wizard(folders, Start::Answer { set, draft }),
        Some(Command::List { json }) => list::list(&folders, json, out),
        Some(Command::Show { draft }) => show::show(&folders, &draft, out),
        Some(Command::Export { draft, output, to, partial }) => {
            let wish = export::Wish { output, to, partial };
            export::export(&folders, &draft, wish, out)
        }
        Some(Command::Check { files, strict }) => Ok(check::check(&files, strict, out)),
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "greenpaper", &mut script);
            out.raw(&script);
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Runs the screens.
fn wizard(folders: Folders, start: Start) -> Result<ExitCode, Failure> {
    if !std::io::stdout().is_terminal() {
        return Err(Failure::usage(
            "the screens need a terminal, and standard output is not one",
            "run `greenpaper answer` in a terminal window; `greenpaper list` and `greenpaper show` \
             print without one",
        ));
    }
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let settings = Settings {
        folders,
        start,
        theme: Theme::choose(&Terminal {
            wish: variable("GREENPAPER_THEME"),
            no_color: variable("NO_COLOR").is_some(),
            term: variable("TERM"),
            colorterm: variable("COLORTERM"),
            background: variable("COLORFGBG"),
        }),
        editor: variable("VISUAL").or_else(|| variable("EDITOR")),
    };
    run::run(settings).map_err(Failure::from)
}
