//! The one place that prints. Whatever is printed has had its control characters turned into marks.

use std::{
    fmt::Display,
    io::{self, IsTerminal, Write},
    process::ExitCode,
    sync::OnceLock,
};

use crate::{
    export::{ExportError, format::DocumentFormat},
    model::terminal_text::{LineEnds, shown, width},
    run::library::OpenFailure,
    store::{
        disk::in_words,
        problem::{Colour, Problems},
    },
};

/// Where the commands print.
#[derive(Debug)]
pub(super) struct Out {
    no_color: bool,
    /// Why standard output did not take everything, if it did not.
    refusal: OnceLock<String>,
}

/// Why a command could not do what was asked.
#[derive(Debug)]
pub(super) struct CommandError {
    /// What is wrong with a file, where that is why.
    problems: Option<Box<Problems>>,
    what: String,
    then: Option<String>,
    code: u8,
}

impl CommandError {
    /// It could not be done, or the answer is no.
    pub(super) fn new(what: impl Display) -> Self {
        Self { problems: None, what: what.to_string(), then: None, code: 1 }
    }

    /// It was asked for in the wrong way.
    pub(super) fn usage(what: impl Display, then: impl Display) -> Self {
        Self { code: 2, ..Self::new(what).then(then) }
    }

    /// Says what to do about it.
    pub(super) fn then(self, then: impl Display) -> Self {
        Self { then: Some(then.to_string()), ..self }
    }
}

impl<E: std::error::Error> From<E> for CommandError {
    fn from(error: E) -> Self {
        // What it says has its cause in it, in words for what was being done.
        Self::new(error)
    }
}

impl CommandError {
    /// Something is wrong with a file.
    pub(super) fn problems(problems: Problems, what: impl Display) -> Self {
        Self { problems: Some(Box::new(problems)), ..Self::new(what) }
    }

    /// Something could not be exported.
    pub(super) fn export(error: &ExportError) -> Self {
        let then = error.what_to_do().map(str::to_owned);
        Self { then, ..Self::new(error) }
    }

    /// Something could not be opened.
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
    /// Prints, in colour where there is a terminal, unless that is not wanted.
    pub(super) fn new(no_color: bool) -> Self {
        Self { no_color, refusal: OnceLock::new() }
    }

    /// Prints a text and a line end on standard output.
    pub(super) fn line(&self, text: impl Display) {
        let text = text.to_string();
        let mut out = io::stdout().lock();
        self.note_refusal(writeln!(out, "{}", shown(&text, LineEnds::Kept)));
    }

    /// Prints a file as it is; on a terminal, with marks for what steers terminals.
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

    /// Prints a document: one that is read as it is, with marks for what steers terminals.
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

    /// A reader that has gone had enough, which is not an error.
    fn note_refusal(&self, printed: io::Result<()>) {
        if let Err(error) = printed
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            let _ = self.refusal.set(in_words(&error));
        }
    }

    /// Prints a text and a line end on standard error; in a terminal, wrapped between words.
    pub(super) fn note(&self, text: impl Display) {
        let text = if io::stderr().is_terminal() {
            within_the_terminal(&text.to_string())
        } else {
            text.to_string()
        };
        let _ = writeln!(io::stderr().lock(), "{}", shown(&text, LineEnds::Kept));
    }

    /// Prints what is wrong with a file on standard error, with line, column and caret.
    pub(super) fn problems(&self, problems: &Problems) {
        let colour = if !self.no_color && io::stderr().is_terminal() {
            Colour::Styled
        } else {
            Colour::Plain
        };
        let _ = writeln!(io::stderr().lock(), "{}", problems.render(colour));
    }

    /// Says why a command could not do what was asked, and gives the exit status.
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

    /// The exit status once everything is printed: what was asked for is not done when standard
    /// output did not take it.
    pub(super) fn end(&self, code: ExitCode) -> ExitCode {
        self.refusal.get().map_or(code, |why| {
            self.failure(&CommandError::new(format!("cannot write to standard output: {why}")))
        })
    }

    /// Prints help or version where they were asked for, or what is wrong with the command line.
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

/// The text with its lines broken between words to the width of the terminal; ids and paths stay
/// whole, so that they can be copied.
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
