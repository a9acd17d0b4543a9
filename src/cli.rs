//! Commands and flags. Only this module reads the environment and the clock.

mod check;
mod collate;
mod diff;
mod export;
mod git;
mod history;
mod import;
mod list;
mod man;
mod merge;
mod new;
mod out;
mod print;
mod restore;
mod schema;
mod show;
mod source;
mod unsaved;

use std::{
    env,
    ffi::OsString,
    fs::Metadata,
    io::{self, IsTerminal},
    panic,
    path::{Path, PathBuf},
    process::ExitCode,
    time::SystemTime,
};

use clap::{Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use jiff::Timestamp;

use self::{
    export::{ExportOptions, RequiredCompleteness},
    out::{CommandError, Out, OutputStyle},
    source::Unverified,
};
use crate::{
    export::{
        collate::CollateFormat,
        format::{DocumentFormat, Format},
        layout::DocumentLayout,
        save::Replace,
    },
    import::{paper_format::PaperFormat, xlsform::Leniency},
    run::{self, Echo, FrontEnd, RunError, Settings, Start},
    store::{
        atomic::Existing,
        disk,
        folder::{Folders, NoHome},
        lock::Person,
    },
    tui::theme::{Background, Hints, ThemeChoice},
};

/// Answer a government consultation from the terminal.
///
/// Without a command, shows your drafts and the consultations to answer. Changes save
/// automatically; leave with Ctrl-Q and come back whenever you like.
#[derive(Debug, Parser)]
#[command(name = "greenpaper", version, max_term_width = 100)]
struct Cli {
    /// The folder that holds the drafts.
    #[arg(
        long,
        global = true,
        env = "GREENPAPER_DRAFTS",
        value_name = "DIR",
        hide_env_values = true
    )]
    drafts: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer a consultation, or continue where you left off.
    Answer {
        /// The consultation: its id, or the path of a question set.
        set: OsString,
        /// The draft to work on, if not the one in the drafts folder.
        #[arg(long, value_name = "FILE")]
        draft: Option<PathBuf>,
        /// Preview a question set without keeping answers; changes to its file show at once.
        #[arg(long, conflicts_with = "draft")]
        preview: bool,
        /// Work line by line, for screen readers, braille displays, plain terminals and scripts.
        #[arg(long)]
        plain: bool,
    },
    /// List consultations and drafts.
    List {
        /// Print JSON, for programs.
        #[arg(long)]
        json: bool,
    },
    /// Show the answers so far.
    Show {
        /// The draft, by its name in the drafts folder or its path; or a response.
        draft: OsString,
        /// The format of a document; the default is text for the terminal.
        #[arg(long, value_name = "FORMAT")]
        to: Option<DocumentFormat>,
        /// Print JSON, for programs.
        #[arg(long, conflicts_with = "to")]
        json: bool,
    },
    /// Write the final response, once it is complete and signed off.
    Export(ExportArguments),
    /// Put many responses together: a table, lines, a folder for analysis, or an overview.
    ///
    /// Checks the digest of each response. Leaves out, and names, responses that are not final,
    /// answer another version, are duplicates or cannot be read.
    Collate(CollateArguments),
    /// Check question sets, drafts and responses.
    Check {
        /// The files to check.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Fail on warnings as well.
        #[arg(long)]
        strict: bool,
        /// First correct, in question sets, what has only one right answer, such as missing quotes.
        #[arg(long)]
        fix: bool,
        /// Print JSON, for programs.
        #[arg(long, conflicts_with = "fix")]
        json: bool,
    },
    /// Make a question set of a consultation paper, to correct and to answer.
    ///
    /// What it found is said, and each guess is marked in the set with a comment that gives the
    /// reason. On a terminal, the set opens in the preview.
    Import(ImportArguments),
    /// Begin a question set of your own, by answering six questions.
    New {
        /// The file to write; without it, named after the consultation.
        #[arg(short, long, value_name = "SET")]
        output: Option<PathBuf>,
        /// Replace the file, whatever it is.
        #[arg(long)]
        force: bool,
    },
    /// Print a whole question set, to read or to write on.
    Print {
        /// The consultation: its id, or the path of a question set.
        set: OsString,
        /// The file to write; the default is standard output.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// The format; the default follows the ending of the file, or is Markdown.
        #[arg(long, value_name = "FORMAT")]
        to: Option<DocumentFormat>,
        /// Replace the file, whatever it is.
        #[arg(long)]
        force: bool,
    },
    /// Print a JSON Schema, for editors.
    Schema {
        /// The kind of file that the schema describes.
        of: schema::SchemaArgument,
    },
    /// List the earlier versions of a draft, and what changed in each.
    History {
        /// The draft: its name in the drafts folder, or its path.
        draft: OsString,
        /// Print JSON, for programs.
        #[arg(long)]
        json: bool,
    },
    /// Show which answers differ: since an earlier state, or between two drafts.
    Diff {
        /// The draft: its name in the drafts folder, or its path.
        draft: OsString,
        /// Another draft to compare it with: the first is shown as what was before.
        #[arg(conflicts_with = "since")]
        other: Option<OsString>,
        /// Since when: a date such as 2014-05-28, `monday`, `yesterday`, `today`.
        #[arg(long, value_name = "DAY")]
        since: Option<String>,
        /// Print JSON, for programs.
        #[arg(long)]
        json: bool,
    },
    /// Put two drafts together that grew apart: answer by answer, paragraph by paragraph.
    ///
    /// What both have answered differently collides: the file keeps both versions, and the review
    /// settles which stands. The exit status is 1 then.
    Merge {
        /// One draft: its name in the drafts folder, or its path.
        mine: PathBuf,
        /// The other.
        theirs: PathBuf,
        /// The draft that both come from. Without it, whatever they say differently collides.
        #[arg(long, value_name = "DRAFT")]
        base: Option<PathBuf>,
        /// The file to write.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// Replace the file, whatever it is.
        #[arg(long)]
        force: bool,
    },
    /// Keep drafts in a git repository.
    Git {
        /// What to do.
        #[command(subcommand)]
        command: GitCommand,
    },
    /// Restore an earlier version of a draft. The current version is kept, so you can undo this.
    Restore {
        /// The draft: its name in the drafts folder, or its path.
        draft: OsString,
        /// The version as `greenpaper history` lists it: its number, or its time or the beginning
        /// of it.
        when: OsString,
    },
    /// Print shell completions.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Print a manual page.
    Man {
        /// The command to document; the default is the program itself.
        command: Option<String>,
    },
}

/// What `greenpaper import` is told.
#[derive(Debug, Args)]
struct ImportArguments {
    /// The paper; `-` is standard input.
    paper: PathBuf,
    /// The question set to write; without it, named after the consultation. `-` is standard output.
    #[arg(short, long, value_name = "SET")]
    output: Option<PathBuf>,
    /// The paper's format; without it, as the file says.
    #[arg(long, value_name = "FORMAT")]
    from: Option<PaperFormat>,
    /// Of a form in a spreadsheet, leave out what a question set cannot say, and list it.
    #[arg(long)]
    lenient: bool,
    /// Only write the set; do not open it.
    #[arg(long)]
    no_preview: bool,
    /// Replace the file, whatever it is.
    #[arg(long)]
    force: bool,
}

/// What `greenpaper collate` is told.
#[derive(Debug, Args)]
struct CollateArguments {
    /// The responses, or folders of responses.
    #[arg(required = true)]
    responses: Vec<PathBuf>,
    /// The format: `grid`, a CSV table with a row for each response; `jsonl`, a line for each part
    /// of an answer; `consult`, the input folder of the government's Consult tool; `html`, an overview with counts,
    /// charts and texts.
    /// Without it, as the ending of the file says; else `grid`.
    #[arg(long, value_name = "FORMAT")]
    to: Option<CollateFormat>,
    /// The file or folder to write.
    #[arg(short, long, value_name = "PATH")]
    output: PathBuf,
    /// Include responses that are not final.
    #[arg(long)]
    partial: bool,
    /// Include responses whose digests are wrong, marked as not verified.
    #[arg(long)]
    unverified: bool,
    /// Replace the file, whatever it is; a folder only if it was written for Consult.
    #[arg(long)]
    force: bool,
}

/// What `greenpaper export` is told.
#[derive(Debug, Args)]
struct ExportArguments {
    /// The draft, by its name in the drafts folder or its path; or a response.
    draft: OsString,
    /// The file to write, or `-` for standard output; the default is a file beside the draft.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The format; the default follows the ending of the file.
    #[arg(long, value_name = "FORMAT")]
    to: Option<Format>,
    /// Write a one-page summary: the answers to the key questions, how much is answered, and
    /// what is blank.
    #[arg(long)]
    summary: bool,
    /// Write a letter: prose under the headings of the sections.
    #[arg(long, conflicts_with = "summary")]
    letter: bool,
    /// Write a document for approval: what is open, what has changed, the whole response, and
    /// colleagues' notes.
    #[arg(long, conflicts_with_all = ["summary", "letter"])]
    for_approval: bool,
    /// Print an e-mail to send the final response with, ready to paste; no file is written.
    #[arg(long, conflicts_with_all = ["output", "to", "summary", "letter", "for_approval"])]
    email: bool,
    /// Export an unfinished response, marked as not final.
    #[arg(long)]
    partial: bool,
    /// Replace the file, whatever it is.
    #[arg(long)]
    force: bool,
    /// Export a response whose digest is wrong, marked as not verified.
    #[arg(long)]
    unverified: bool,
}

#[derive(Debug, Subcommand)]
enum GitCommand {
    /// Make git merge drafts answer by answer, and show their changes in words, in this repository.
    Setup {
        /// Take that back.
        #[arg(long)]
        remove: bool,
    },
    /// Merges as git asks for it.
    #[command(hide = true)]
    MergeDriver {
        /// What both come from.
        base: PathBuf,
        /// Our version.
        ours: PathBuf,
        /// Their version.
        theirs: PathBuf,
        /// Where the file stands.
        place: PathBuf,
    },
    /// Prints a draft as git compares it.
    #[command(hide = true)]
    Words {
        /// The file.
        file: PathBuf,
    },
}

/// Runs the command line and returns the exit status: 0 if done; 1 if the answer is no or the
/// command failed; 2 for wrong usage.
pub fn main() -> ExitCode {
    disk::outlive_size_limits();
    forget_time_zone_that_is_no_file();
    let out = Out::new(std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()));
    if Timestamp::try_from(SystemTime::now()).is_err() {
        let failure = CommandError::new("the clock of this machine is past the year 9999");
        return out.failure(&failure.then("set it right, then start again"));
    }
    // A panic message may contain control characters, so it is printed like everything else.
    panic::set_hook(Box::new(|_| {}));
    panic::catch_unwind(|| obey(&out)).unwrap_or_else(|payload| {
        let what = run::said(&*payload);
        out.failure(&CommandError::from(RunError::Panicked { what, left: String::new() }))
    })
}

/// Ignores a `TZ` that names a device, a pipe or a file too large for a time zone: reading the
/// local time would read it to its end. A name such as `Europe/London` is not such a path.
#[expect(unsafe_code, reason = "no other thread is running that could read the environment")]
fn forget_time_zone_that_is_no_file() {
    const MAX_ZONE: u64 = 1 << 20;
    let zone = variable("TZ").unwrap_or_default();
    let path = Path::new(zone.strip_prefix(':').unwrap_or(&zone));
    let is_zone = |known: Metadata| known.is_file() && known.len() <= MAX_ZONE;
    if path.metadata().is_ok_and(|known| !is_zone(known)) {
        // SAFETY: `main` calls this first, before there is a second thread.
        unsafe { env::remove_var("TZ") };
    }
}

fn obey(out: &Out) -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return out.usage(&error),
    };
    match dispatch(cli, out) {
        Ok(code) => code,
        Err(failure) => out.failure(&failure),
    }
}

fn dispatch(cli: Cli, out: &Out) -> Result<ExitCode, CommandError> {
    let folders = || Folders::usual(cli.drafts);
    let code = match cli.command {
        None => wizard(folders()?, Start::Home, Interface::AsFits, out),
        Some(Command::Answer { set, draft, preview, plain }) => {
            let wanted = if plain { Interface::Lines } else { Interface::AsFits };
            let start = if preview { Start::Preview { set } } else { Start::Answer { set, draft } };
            wizard(folders()?, start, wanted, out)
        }
        Some(Command::List { json }) => list::list(folders()?, style(json), out),
        Some(Command::Show { draft, to: _, json: true }) => show::json(folders()?, &draft, out),
        Some(Command::Show { draft, to, json: false }) => show::show(folders()?, &draft, to, out),
        Some(Command::Export(arguments)) => export_as_told(arguments, folders()?, out),
        Some(Command::Collate(arguments)) => collate_as_told(arguments, folders()?, out),
        Some(Command::Check { files, strict, fix, json }) => {
            if fix {
                check::fix(&files, out)?;
            }
            check::check(&files, strict, folders().ok(), style(json), out)
        }
        Some(Command::Import(arguments)) => import_as_told(arguments, folders, out),
        Some(Command::New { output, force }) => new::new(output, existing(force), out),
        Some(Command::Print { set, output, to, force }) => {
            let options = print::PrintOptions { output, to, replace: replace(force) };
            print::print(folders()?, &set, options, out)
        }
        Some(Command::Schema { of }) => Ok(schema::print(of, out)),
        Some(Command::History { draft, json }) => {
            history::history(folders()?, &draft.to_string_lossy(), style(json), out)
        }
        Some(Command::Diff { draft, other, since, json }) => {
            let (draft, other) =
                (draft.to_string_lossy(), other.as_ref().map(|o| o.to_string_lossy()));
            let compared =
                diff::Compared { name: &draft, other: other.as_deref(), since: since.as_deref() };
            diff::diff(folders()?, &compared, style(json), out)
        }
        Some(Command::Merge { mine, theirs, base, output, force }) => {
            let existing = existing(force);
            let options = merge::MergeOptions { mine, theirs, base, output, existing };
            merge::merge(folders()?, &options, out)
        }
        Some(Command::Git { command }) => match command {
            GitCommand::Setup { remove: false } => git::set_up(out),
            GitCommand::Setup { remove: true } => git::remove(out),
            GitCommand::MergeDriver { base, ours, theirs, place } => {
                git::drive(folders()?, &git::DriverFiles { base, ours, theirs, place }, out)
            }
            GitCommand::Words { file } => git::in_words_of(folders()?, &file, out),
        },
        Some(Command::Restore { draft, when }) => {
            let (draft, when) = (draft.to_string_lossy(), when.to_string_lossy());
            restore::restore(folders()?, &draft, &when, &me(), out)
        }
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "greenpaper", &mut script);
            out.raw(&script);
            Ok(ExitCode::SUCCESS)
        }
        Some(Command::Man { command }) => man::print(Cli::command(), command.as_deref(), out),
    }?;
    Ok(out.end(code))
}

/// For whom a command prints.
fn style(json: bool) -> OutputStyle {
    if json { OutputStyle::Json } else { OutputStyle::Words }
}

fn export_as_told(
    arguments: ExportArguments,
    folders: Folders,
    out: &Out,
) -> Result<ExitCode, CommandError> {
    let ExportArguments { draft, output, to, partial, force, unverified, .. } = arguments;
    if arguments.email {
        return export::email(folders, &draft, out);
    }
    let layouts = [
        (arguments.summary, DocumentLayout::Summary),
        (arguments.letter, DocumentLayout::Letter),
        (arguments.for_approval, DocumentLayout::Approval),
    ];
    let layout = layouts.into_iter().find(|(wanted, _)| *wanted);
    let options = ExportOptions {
        output,
        to,
        layout: layout.map_or(DocumentLayout::Whole, |(_, layout)| layout),
        completeness: completeness(partial),
        replace: replace(force),
        unverified: on_wrong_digest(unverified),
    };
    export::export(folders, &draft, options, out)
}

fn collate_as_told(
    arguments: CollateArguments,
    folders: Folders,
    out: &Out,
) -> Result<ExitCode, CommandError> {
    let CollateArguments { responses, to, output, partial, unverified, force } = arguments;
    let by_ending = || CollateFormat::of_file(&output).unwrap_or(CollateFormat::Grid);
    let options = collate::CollateOptions {
        responses,
        to: to.unwrap_or_else(by_ending),
        output,
        completeness: completeness(partial),
        unverified: on_wrong_digest(unverified),
        existing: existing(force),
    };
    collate::collate(folders, &options, out)
}

fn import_as_told(
    arguments: ImportArguments,
    folders: impl FnOnce() -> Result<Folders, NoHome>,
    out: &Out,
) -> Result<ExitCode, CommandError> {
    let ImportArguments { paper, output, from, lenient, no_preview, force } = arguments;
    let leniency = if lenient { Leniency::Lenient } else { Leniency::Strict };
    let existing = existing(force);
    let options = import::ImportOptions { paper, output, from, existing, leniency };
    let written = import::import(&options, out)?;
    let is_watched = io::stdin().is_terminal() && io::stdout().is_terminal();
    match written.filter(|_| is_watched && !no_preview) {
        Some(path) => {
            let set = std::path::absolute(&path).unwrap_or(path).into_os_string();
            wizard(folders()?, Start::Preview { set }, Interface::AsFits, out)
        }
        None => Ok(ExitCode::SUCCESS),
    }
}

/// Returns whether an unfinished response will do.
fn completeness(partial: bool) -> RequiredCompleteness {
    if partial { RequiredCompleteness::Partial } else { RequiredCompleteness::Final }
}

/// Returns what happens to a response whose digest is wrong.
fn on_wrong_digest(unverified: bool) -> Unverified {
    if unverified { Unverified::Marked } else { Unverified::Refused }
}

/// Returns what happens to an existing file.
fn existing(force: bool) -> Existing {
    if force { Existing::Replace } else { Existing::Keep }
}

/// Returns what a command may replace.
fn replace(force: bool) -> Replace {
    if force { Replace::Anything } else { Replace::Ours }
}

/// The interface that the respondent asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Interface {
    /// Line by line.
    Lines,
    /// Screens, unless the terminal or the environment does not support them.
    AsFits,
}

/// Answers a consultation, on screens or line by line.
fn wizard(
    folders: Folders,
    start: Start,
    wanted: Interface,
    out: &Out,
) -> Result<ExitCode, CommandError> {
    let front_end = match wanted {
        Interface::AsFits if !wants_lines() => FrontEnd::Screens(Box::new(theme()?)),
        Interface::AsFits | Interface::Lines => {
            FrontEnd::Lines(if std::io::stdin().is_terminal() {
                Echo::Terminal
            } else {
                Echo::Here
            })
        }
    };
    let editor = variable("VISUAL").or_else(|| variable("EDITOR"));
    let earlier = env::var_os("GREENPAPER_EARLIER").unwrap_or_default();
    let earlier = env::split_paths(&earlier).filter(|path| !path.as_os_str().is_empty()).collect();
    let settings = Settings { folders, earlier, start, front_end, me: me(), editor };
    let ended = run::run(settings).map_err(|error| match error {
        RunError::Open(failure) => CommandError::open(failure),
        error @ RunError::Terminal(_) => CommandError::from(error)
            .then("`greenpaper answer SET --plain` needs none, line by line"),
        error @ (RunError::Thread(_)
        | RunError::NotSaved(_)
        | RunError::NotTaken(_)
        | RunError::Panicked { .. }) => CommandError::from(error),
    })?;
    if let Some(words) = ended.words {
        out.note(format!("greenpaper: {words}"));
    }
    Ok(ended.status)
}

/// Returns an environment variable that is set and not empty.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether the terminal or the environment requires lines instead of screens.
fn wants_lines() -> bool {
    let accessible = variable("ACCESSIBLE").is_some_and(|value| value != "0" && value != "false");
    // A terminal without a name may only be able to print; on Windows, terminals have no name.
    let prints = match variable("TERM") {
        Some(name) => name == "dumb",
        None => cfg!(unix),
    };
    accessible || prints
}

/// Returns the themes for this terminal.
fn theme() -> Result<ThemeChoice, CommandError> {
    if !std::io::stdout().is_terminal() {
        return Err(CommandError::usage(
            "the screens need a terminal, and standard output is not one",
            "`greenpaper answer SET --plain` works without one, line by line; `greenpaper list` and \
             `greenpaper show` print",
        ));
    }
    let (wanted, term, colour_term) =
        (variable("GREENPAPER_THEME"), variable("TERM"), variable("COLORTERM"));
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
    Ok(ThemeChoice::of(&Hints {
        wanted: wanted.as_deref(),
        no_colour: variable("NO_COLOR").is_some(),
        term: term.as_deref().unwrap_or_default(),
        colorterm: colour_term.as_deref().unwrap_or_default(),
        ascii_only: locale.as_deref().is_some_and(is_not_unicode),
        background: variable("COLORFGBG").as_deref().and_then(background),
    }))
}

/// Returns the terminal's background, if known: `COLORFGBG` is `fore;back`, out of sixteen colours.
fn background(colours: &str) -> Option<Background> {
    let back: u8 = colours.rsplit(';').next()?.parse().ok()?;
    Some(match back {
        7 | 9..=15 => Background::Light,
        _ => Background::Dark,
    })
}

/// Whether a locale uses an encoding other than UTF-8.
fn is_not_unicode(locale: &str) -> bool {
    let encoding = locale.split_once('.').map(|(_, encoding)| encoding.to_lowercase());
    match encoding {
        Some(encoding) => !encoding.starts_with("utf-8") && !encoding.starts_with("utf8"),
        None => matches!(locale, "C" | "POSIX"),
    }
}

/// Returns who is at the keyboard, to show to others who open the same draft and to note with
/// each change. `GREENPAPER_NAME` gives another name, or none.
fn me() -> Person {
    let variable = |names: [&str; 2]| {
        let known = names.into_iter().find_map(|name| std::env::var(name).ok());
        known.filter(|value| !value.is_empty())
    };
    let nobody = || "somebody".to_owned();
    #[cfg(unix)]
    let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    let host = variable(["COMPUTERNAME", "HOSTNAME"]).unwrap_or_else(nobody);
    let user = variable(["USER", "USERNAME"]);
    let name = std::env::var("GREENPAPER_NAME").ok().or_else(|| user.clone());
    Person {
        name: name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()),
        user: user.unwrap_or_else(nobody),
        host,
        process: std::process::id(),
        since: jiff::Zoned::now(),
    }
}
