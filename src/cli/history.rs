//! `greenpaper history`: lists the earlier versions of a draft, and what changed in each.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use super::{
    list,
    out::{CommandError, Out, OutputStyle},
    unsaved::UnsavedText,
};
use crate::{
    model::{
        answer::Answer,
        answer_words,
        consultation::Consultation,
        difference::changed_answers,
        draft::{Draft, Status},
        id::QuestionId,
    },
    run::library::LibraryReader,
    store::{
        disk::Disk,
        draft,
        folder::{FindError, Folders, unreadable},
        history::{DraftHistory, EarlierState, Reason, StateLocation},
    },
    words,
};

/// How many bytes of versions are compared, before only their times are listed. Hundreds of versions of
/// a long draft have less.
const MOST_COMPARED: usize = 32 << 20;

/// A draft and its earlier versions.
pub(super) struct DraftWithHistory {
    /// Its file.
    pub(super) path: PathBuf,
    /// The folder of earlier versions.
    pub(super) history: DraftHistory,
    /// The versions, newest first.
    pub(super) states: Vec<EarlierState>,
}

/// Lists when a draft was changed, and which questions.
pub(super) fn history(
    folders: Folders,
    name: &str,
    style: OutputStyle,
    out: &Out,
) -> Result<ExitCode, CommandError> {
    let library = LibraryReader::new(folders);
    let past = DraftWithHistory::of(&library, name)?;
    if let Some(unsaved) = UnsavedText::of(&library, &past.path, out) {
        out.note(unsaved.in_words());
    }
    let versions = past.versions(&library);
    match style {
        OutputStyle::Words => out.line(past.in_words(&versions, name)),
        OutputStyle::Json => out.json(&HistoryReport {
            path: &past.path,
            versions: versions.iter().map(VersionLine::report).collect(),
        })?,
    }
    Ok(ExitCode::SUCCESS)
}

impl DraftWithHistory {
    /// Returns the history of a draft, even of one that has been removed.
    pub(super) fn of(library: &LibraryReader, name: &str) -> Result<Self, CommandError> {
        let found = library.folders.find_draft(name);
        let path = match found {
            Ok(path) => path,
            Err(error) => {
                removed(&library.folders, name, &error).ok_or_else(|| CommandError::from(error))?
            }
        };
        let history = DraftHistory::of(&path, &library.folders.state);
        let failed = |error: std::io::Error| {
            CommandError::new(format!("cannot read {}: {}", path.display(), unreadable(&error)))
        };
        history.present(&*library.disk).map_err(failed)?;
        let states = history.states().map_err(failed)?;
        Ok(Self { path, history, states })
    }

    /// Returns the versions, newest first: each with its changes from the one before.
    fn versions(&self, library: &LibraryReader) -> Vec<VersionLine> {
        let disk = &*library.disk;
        let present = self.history.present(disk).ok().flatten();
        let written = present.as_ref().map(|present| present.written);
        let mut reading = Reading { disk, left: MOST_COMPARED };
        let mut version = present.map(|present| reading.take(&present.content));
        let mut states = self.states.iter();
        let mut set = None;
        let mut lines = Vec::new();
        // One after the other, so that never more than two are in memory.
        for number in 0..=self.states.len() {
            let state = number.checked_sub(1).and_then(|place| self.states.get(place));
            let before = states.next().map(|state| reading.read(state));
            if let Some(EarlierVersion::Draft(draft)) = &version {
                set = set.or_else(|| library.set_of(draft, &self.path).ok().map(|(set, _)| set));
            }
            let set = set.as_ref().map(|set| &set.consultation);
            if let Some(now) = &version {
                lines.push(VersionLine {
                    number,
                    written: state.map(|state| state.when).or(written),
                    is_draft: matches!(now, EarlierVersion::Draft(_)),
                    change: now.change(before.as_ref(), set),
                    remark: state.map(remark).unwrap_or_default(),
                    answers: now.answers_changed(before.as_ref(), set),
                });
            }
            version = before;
        }
        lines
    }

    /// Returns the list in words.
    fn in_words(&self, versions: &[VersionLine], name: &str) -> String {
        let mut lines = vec![self.path.display().to_string()];
        lines.extend(versions.iter().flat_map(VersionLine::in_words));
        let is_earlier = |line: &&VersionLine| line.number > 0 && line.is_draft;
        let newest = versions.iter().find(is_earlier).map(|line| line.number);
        lines.push(match (newest, self.history.refusal()) {
            (_, Some(refusal)) => refusal.to_string(),
            (None, None) => "No earlier version is kept yet".to_owned(),
            (Some(number), None) => {
                format!("`greenpaper restore {name} {number}` restores the latest of them")
            }
        });
        lines.join("\n")
    }
}

/// A version of a draft in the list.
struct VersionLine {
    /// Its number in the list; 0 is now.
    number: usize,
    /// When it was written; unknown of a draft whose file has been removed.
    written: Option<Timestamp>,
    is_draft: bool,
    /// The changes from the version before, in short.
    change: String,
    /// Why and where it is kept.
    remark: String,
    answers: Vec<ChangedAnswer>,
}

/// An answer that has changed from the version before.
#[derive(Serialize)]
struct ChangedAnswer {
    question: String,
    number: Option<String>,
    by: Option<String>,
    before: String,
    after: String,
}

/// The list, for programs.
#[derive(Serialize)]
struct HistoryReport<'a> {
    path: &'a Path,
    versions: Vec<VersionReport<'a>>,
}

#[derive(Serialize)]
struct VersionReport<'a> {
    number: usize,
    written: Option<String>,
    readable: bool,
    change: &'a str,
    answers: &'a [ChangedAnswer],
}

impl VersionLine {
    fn in_words(&self) -> Vec<String> {
        let label = if self.number == 0 { "now".to_owned() } else { self.number.to_string() };
        let time = self.written.map_or_else(|| "removed".to_owned(), moment);
        let mut lines = vec![format!("{label:>5}  {time}  {}{}", self.change, self.remark)];
        lines.extend(self.answers.iter().map(|answer| {
            let id = format!("`{}`", answer.question);
            let number = answer.number.as_ref().unwrap_or(&id);
            let by = answer.by.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
            format!("{:7}{number}{by}: {} → {}", "", answer.before, answer.after)
        }));
        lines
    }

    fn report(&self) -> VersionReport<'_> {
        let written = self.written.map(|time| time.to_zoned(TimeZone::system()));
        VersionReport {
            number: self.number,
            written: written.as_ref().map(list::time),
            readable: self.is_draft,
            change: &self.change,
            answers: &self.answers,
        }
    }
}

/// Reads versions, as long as they are not too many.
struct Reading<'a> {
    disk: &'a dyn Disk,
    /// The number of bytes that may still be read.
    left: usize,
}

/// A version, as far as it was read.
enum EarlierVersion {
    Draft(Box<Draft>),
    /// It is no draft.
    Unreadable,
    /// It was not looked at.
    Unread,
}

impl Reading<'_> {
    fn read(&mut self, state: &EarlierState) -> EarlierVersion {
        if self.left == 0 {
            return EarlierVersion::Unread;
        }
        state.content(self.disk).map_or(EarlierVersion::Unreadable, |content| self.take(&content))
    }

    fn take(&mut self, content: &[u8]) -> EarlierVersion {
        self.left = self.left.saturating_sub(content.len());
        match draft::read("", content) {
            Ok(loaded) => EarlierVersion::Draft(Box::new(loaded.draft)),
            Err(_) => EarlierVersion::Unreadable,
        }
    }
}

impl EarlierVersion {
    /// Describes the changes from the version before, if there is one.
    fn change(&self, before: Option<&Self>, set: Option<&Consultation>) -> String {
        let words = match (self, before) {
            (Self::Unread, _) | (Self::Draft(_), Some(Self::Unread)) => {
                "not compared: the versions above are very long"
            }
            (Self::Unreadable, _) => "cannot be read as a draft",
            (Self::Draft(_), None) => "the earliest version kept",
            (Self::Draft(_), Some(Self::Unreadable)) => {
                "the version before this one cannot be read"
            }
            (Self::Draft(now), Some(Self::Draft(before))) => return change(before, now, set),
        };
        words.to_owned()
    }

    /// Returns each answer that has changed from the version before, with the old and the new words.
    fn answers_changed(
        &self,
        before: Option<&Self>,
        set: Option<&Consultation>,
    ) -> Vec<ChangedAnswer> {
        let (Self::Draft(now), Some(Self::Draft(before))) = (self, before) else {
            return Vec::new();
        };
        let nothing = Answer::default();
        let mut changed = changed_answers(&before.answers, &now.answers);
        answer_words::in_order(&mut changed, set);
        let answers = changed.into_iter().map(|id| {
            let question = set.and_then(|set| set.question(&id));
            let of = |draft: &Draft| draft.answers.get(&id).unwrap_or(&nothing).clone();
            let [before, after] = words::told_apart(&of(before), &of(now), question);
            let number = set.and_then(|set| set.number_of(&id)).map(|number| number.to_string());
            let by = now.changes.get(&id).and_then(|change| change.by.clone());
            ChangedAnswer { question: id.to_string(), number, by, before, after }
        });
        answers.collect()
    }
}

/// Returns a time as it is listed and may be typed.
pub(super) fn moment(time: Timestamp) -> String {
    time.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// Returns the file of a draft that no longer exists, but has a history.
fn removed(folders: &Folders, name: &str, error: &FindError) -> Option<PathBuf> {
    let path = match error {
        FindError::NoDraft { folder, .. } => folder.join(format!("{name}.yaml")),
        FindError::NoFile(path) => path.clone(),
        FindError::NoId { .. } => return None,
    };
    let states = DraftHistory::of(&path, &folders.state).states().ok()?;
    (!states.is_empty()).then_some(path)
}

/// Describes the changes from the version before.
fn change(before: &Draft, now: &Draft, set: Option<&Consultation>) -> String {
    let mut ids = changed_answers(&before.answers, &now.answers);
    answer_words::in_order(&mut ids, set);
    let mut numbers: Vec<String> = ids.iter().map(|id| number(id, set)).collect();
    numbers.dedup();
    let mut parts = match numbers.as_slice() {
        [] => Vec::new(),
        [one] => vec![format!("question {one}")],
        [most @ .., last] => vec![format!("questions {} and {last}", most.join(", "))],
    };
    if before.completed != now.completed {
        parts.push("section marks".to_owned());
    }
    match (before.status, now.status) {
        (_, Status::Completed) if before.sign_off != now.sign_off => {
            parts.push("signed off".into())
        }
        (Status::Completed, Status::InProgress | Status::Amended) => {
            parts.push("changed after sign-off".to_owned());
        }
        (_, _) if before.sign_off != now.sign_off => parts.push("the sign-off".to_owned()),
        (_, _) => {}
    }
    if parts.is_empty() { "no change to answers".to_owned() } else { parts.join("; ") }
}

/// Returns the printed number of a question, or its text if it has none.
fn number(id: &QuestionId, set: Option<&Consultation>) -> String {
    let number = set.and_then(|set| set.number_of(id));
    number.map_or_else(|| format!("`{id}`"), |number| number.to_string())
}

fn remark(state: &EarlierState) -> String {
    let reason = match state.reason {
        Reason::Time => "",
        Reason::SignOff => " (before sign-off)",
        Reason::Restore => " (before restoring an earlier version)",
        Reason::PutAside => " (before merging two versions)",
        Reason::Overwritten => " (someone else's, before merging two versions)",
    };
    let place = match state.place {
        StateLocation::Beside => "",
        StateLocation::Machine => " (recovery copy on this machine)",
    };
    format!("{reason}{place}")
}
