//! The only place that prints. Control characters in the output are turned into marks.

use std::{
    fmt::Display,
    io::{self, IsTerminal, Write},
    process::ExitCode,
    sync::OnceLock,
};

use serde::Serialize;

use crate::{
    export::{ExportError, format::DocumentFormat},
    model::terminal_text::{LineEnds, escaped_json, shown, width},
    run::library::OpenFailure,
    store::{
        disk::in_words,
        problem::{Colour, Problems},
    },
};

/// The output of the commands.
#[derive(Debug)]
pub(super) struct Out {
    no_color: bool,
    /// Why writing to standard output failed, if it did.
    refusal: OnceLock<String>,
}

/// For whom a command prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OutputStyle {
    /// For people.
    Words,
    /// For programs.
    Json,
}

/// Why a command failed.
#[derive(Debug)]
pub(super) struct CommandError {
    /// The problems in a file, if they are the reason.
    problems: Option<Box<Problems>>,
    what: String,
    then: Option<String>,
    code: u8,
}

impl CommandError {
    /// Creates an error for a command that failed, or whose answer is no.
    pub(super) fn new(what: impl Display) -> Self {
        Self { problems: None, what: what.to_string(), then: None, code: 1 }
    }

    /// Creates an error for wrong usage.
    pub(super) fn usage(what: impl Display, then: impl Display) -> Self {
        Self { code: 2, ..Self::new(what).then(then) }
    }

    /// Adds what to do about it.
    pub(super) fn then(self, then: impl Display) -> Self {
        Self { then: Some(then.to_string()), ..self }
    }
}

impl<E: std::error::Error> From<E> for CommandError {
    fn from(error: E) -> Self {
        // The words already include the cause.
        Self::new(error)
    }
}

impl CommandError {
    /// Creates an error for a file with problems.
    pub(super) fn problems(problems: Problems, what: impl Display) -> Self {
        Self { problems: Some(Box::new(problems)), ..Self::new(what) }
    }

    /// Creates an error for a failed export.
    pub(super) fn export(error: &ExportError) -> Self {
        let then = error.what_to_do().map(str::to_owned);
        Self { then, ..Self::new(error) }
    }

    /// Creates an error for a file that could not be opened.
    pub(super) fn open(failure: OpenFailure) -> Self {
        match failure {
            OpenFailure::Other(reason) => Self::new(reason),
            OpenFailure::Problems(problems) => {
                let name = problems.source().name().to_owned();
                let then = "correct it in an editor; the file has not been changed";
                let failure = Self::new(format!("cannot use {name}")).then(then);
                Self { problems: Some(Box::new(problems)), ..failure }
            }
        }
    }
}

impl Out {
    /// Creates the output, in colour if there is a terminal and colour is wanted.
    pub(super) fn new(no_color: bool) -> Self {
        Self { no_color, refusal: OnceLock::new() }
    }

    /// Prints a text and a line end to standard output.
    pub(super) fn line(&self, text: impl Display) {
        let text = text.to_string();
        let mut out = io::stdout().lock();
        self.note_refusal(writeln!(out, "{}", shown(&text, LineEnds::Kept)));
    }

    /// Prints data as JSON.
    pub(super) fn json(&self, data: &impl Serialize) -> Result<(), CommandError> {
        let json = serde_json::to_string_pretty(data)?;
        self.line(escaped_json(&json));
        Ok(())
    }

    /// Prints a file unchanged; on a terminal, with control characters turned into marks.
    pub(super) fn raw(&self, bytes: &[u8]) {
        let mut out = io::stdout().lock();
        let text = String::from_utf8_lossy(bytes);
        let printed = if out.is_terminal() {
            out.write_all(shown(&text, LineEnds::Kept).as_bytes())
        } else {
            out.write_all(bytes)
        };
        self.note_refusal(printed.and_then(|()| out.flush()));
    }

    /// Prints a document; one that is plain text has its control characters turned into marks.
    pub(super) fn document(&self, bytes: &[u8], format: DocumentFormat) {
        match format {
            DocumentFormat::Markdown | DocumentFormat::Text => {
                self.line(String::from_utf8_lossy(bytes).trim_end());
            }
            DocumentFormat::Docx
            | DocumentFormat::Odt
            | DocumentFormat::Pdf
            | DocumentFormat::Html => self.raw(bytes),
        }
    }

    /// A reader that closes the pipe has read enough, which is not an error.
    fn note_refusal(&self, printed: io::Result<()>) {
        if let Err(error) = printed
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            let _ = self.refusal.set(in_words(&error));
        }
    }

    /// Prints a text and a line end to standard error; in a terminal, wrapped between words.
    pub(super) fn note(&self, text: impl Display) {
        let text = if io::stderr().is_terminal() {
            within_the_terminal(&text.to_string())
        } else {
            text.to_string()
        };
        let _ = writeln!(io::stderr().lock(), "{}", shown(&text, LineEnds::Kept));
    }

    /// Prints the problems in a file to standard error, with line, column and caret.
    pub(super) fn problems(&self, problems: &Problems) {
        let colour = if !self.no_color && io::stderr().is_terminal() {
            Colour::Styled
        } else {
            Colour::Plain
        };
        let _ = writeln!(io::stderr().lock(), "{}", problems.render(colour));
    }

    /// Says why a command failed, and returns the exit status.
    pub(super) fn failure(&self, failure: &CommandError) -> ExitCode {
        if let Some(problems) = &failure.problems {
            self.problems(problems);
        }
        self.note(format!("greenpaper: {}", failure.what));
        if let Some(then) = &failure.then {
            self.note(format!("  {then}"));
        }
        ExitCode::from(failure.code)
    }

    /// Returns the exit status. A command whose output could not be written has failed.
    pub(super) fn end(&self, code: ExitCode) -> ExitCode {
        self.refusal.get().map_or(code, |why| {
            self.failure(&CommandError::new(format!("cannot write to standard output: {why}")))
        })
    }

    /// Prints help or the version if asked for, or says what is wrong with the command line.
    pub(super) fn usage(&self, error: &clap::Error) -> ExitCode {
        let text = error.render().to_string();
        if error.use_stderr() {
            self.note(text.trim_end())
        } else {
            self.line(text.trim_end())
        }
        self.end(ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)))
    }
}

/// Wraps a text between words to the width of the terminal; ids and paths stay whole, so that they
/// can be copied.
fn within_the_terminal(text: &str) -> String {
    let room = crossterm::terminal::size().map_or(80, |(width, _)| usize::from(width));
    let room = room.clamp(20, 100);
    let mut rows: Vec<String> = Vec::new();
    for line in text.lines() {
        let indent = " ".repeat(line.len() - line.trim_start_matches(' ').len());
        let mut row = indent.clone();
        for word in line.split_whitespace() {
            let begun = row.trim_start().is_empty();
            if !begun && width(&row) + 1 + width(word) > room {
                rows.push(std::mem::replace(&mut row, indent.clone()));
            } else if !begun {
                row.push(' ');
            }
            row.push_str(word);
        }
        rows.push(row);
    }
    rows.join("\n")
}
