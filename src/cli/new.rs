//! `greenpaper new`: a first question set, by answering six questions.

use std::{
    io::{self, BufRead, IsTerminal},
    path::PathBuf,
    process::ExitCode,
};

use jiff::civil::Date;

use super::out::{CommandError, Out};
use crate::{
    import::first_set::{SetOutline, first_set},
    model::{reading, text::capitalised},
    run::library::OpenFailure,
    store::{
        atomic::{self, Existing},
        disk::{System, in_words},
        question_set,
    },
};

/// Asks the author of a question set.
struct Interview<'a> {
    out: &'a Out,
    lines: io::StdinLock<'static>,
}

/// Asks six questions and writes the set.
pub(super) fn new(
    output: Option<PathBuf>,
    existing: Existing,
    out: &Out,
) -> Result<ExitCode, CommandError> {
    let mut interview = Interview { out, lines: io::stdin().lock() };
    if io::stdin().is_terminal() {
        out.line("Six questions make a first set. Ctrl-C ends without writing anything.");
    }
    let outline = SetOutline {
        title: interview.words("What is the consultation called?")?,
        publisher: interview.words("Who asks?")?,
        closes: interview.day("On which day does it close? A blank line: not known yet")?,
        section: interview
            .line("What is the first section called? A blank line: Questions")?
            .unwrap_or_else(|| "Questions".to_owned()),
        question: interview.words("What is the first question?")?,
        choices: interview.choices("What are its choices? Part them by ;. A blank line: a text")?,
    };
    let (id, yaml) = first_set(&outline);
    question_set::read(&id, yaml.as_bytes())
        .map_err(|problems| CommandError::open(OpenFailure::Problems(problems)))?;
    let path = output.unwrap_or_else(|| PathBuf::from(format!("{id}.yaml")));
    let shown = path.display();
    atomic::write(&System, &path, yaml.as_bytes(), existing).map_err(|error| {
        let taken = error.kind() == io::ErrorKind::AlreadyExists;
        let then = if taken { ", `--force` replaces this one" } else { "" };
        CommandError::new(format!("cannot write {shown}: {}", in_words(&error)))
            .then(format!("nothing was written; `-o` names another file{then}"))
    })?;
    out.line(format!("“{}” is in {shown}: go on in an editor", outline.title));
    out.line(format!("`greenpaper answer {shown} --preview` shows it while you write"));
    Ok(ExitCode::SUCCESS)
}

impl Interview<'_> {
    /// Asks for a line; `None` if it is blank.
    fn line(&mut self, question: &str) -> Result<Option<String>, CommandError> {
        self.out.line(question);
        let mut line = String::new();
        let read = self.lines.read_line(&mut line);
        let read = read.map_err(|error| CommandError::new(in_words(&error)))?;
        if read == 0 {
            let what = "the answers ended before the set was complete";
            return Err(CommandError::new(what).then("nothing was written"));
        }
        Ok(Some(line.trim().to_owned()).filter(|line| !line.is_empty()))
    }

    /// Asks until there is an answer.
    fn words(&mut self, question: &str) -> Result<String, CommandError> {
        loop {
            match self.line(question)? {
                Some(words) => return Ok(words),
                None => self.out.line("This one is needed."),
            }
        }
    }

    /// Asks until there is a day, or none.
    fn day(&mut self, question: &str) -> Result<Option<Date>, CommandError> {
        loop {
            let Some(line) = self.line(question)? else { return Ok(None) };
            match reading::day(&line) {
                Ok(day) => return Ok(Some(day)),
                Err(problem) => self.out.line(format!("{}.", capitalised(&problem.to_string()))),
            }
        }
    }

    fn choices(&mut self, question: &str) -> Result<Vec<String>, CommandError> {
        let line = self.line(question)?.unwrap_or_default();
        let choices = line.split(';').map(str::trim).filter(|choice| !choice.is_empty());
        Ok(choices.map(str::to_owned).collect())
    }
}
