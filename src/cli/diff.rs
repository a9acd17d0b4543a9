//! `greenpaper diff`: which answers differ, in words.

use std::{path::PathBuf, process::ExitCode};

use jiff::{
    Timestamp, ToSpan, Zoned,
    civil::{Date, Weekday},
    tz::TimeZone,
};
use serde::Serialize;

use super::{
    history::{DraftWithHistory, moment},
    list,
    out::{CommandError, Out, OutputStyle},
};
use crate::{
    model::{
        answer::Answer,
        answer_words::{self, ChangedLine},
        consultation::{Consultation, Question},
        difference::changed_answers,
        draft::{Draft, LastChange, SignOff},
        id::QuestionId,
    },
    run::library::LibraryReader,
    store::{
        draft,
        folder::{self, Folders},
    },
    words,
};

/// The drafts to compare.
pub(super) struct Compared<'a> {
    /// The draft.
    pub(super) name: &'a str,
    /// The draft that came of it; without one, the draft is compared with its past.
    pub(super) other: Option<&'a str>,
    /// Since when.
    pub(super) since: Option<&'a str>,
}

/// The differences, for programs.
#[derive(Serialize)]
struct DiffReport<'a> {
    since: Option<String>,
    answers: Vec<DiffLine<'a>>,
    /// The new sign-off, where that differs.
    sign_off: Option<String>,
}

/// An answer that differs, as it was and is.
#[derive(Serialize)]
struct DiffLine<'a> {
    question: &'a str,
    title: String,
    by: Option<&'a str>,
    at: Option<String>,
    before: Vec<String>,
    after: Vec<String>,
}

/// A question whose answer differs.
struct ChangedQuestion<'a> {
    id: &'a QuestionId,
    question: Option<&'a Question>,
    last: Option<&'a LastChange>,
    before: &'a Answer,
    now: &'a Answer,
}

/// Compares two drafts, or a draft with what it was like earlier.
pub(super) fn diff(
    folders: Folders,
    compared: &Compared<'_>,
    style: OutputStyle,
    out: &Out,
) -> Result<ExitCode, CommandError> {
    let Compared { name, other, since } = *compared;
    let library = LibraryReader::new(folders);
    let (path, now) = opened(&library, name)?;
    let (when, before, now) = match other {
        // As in other tools, the first is the older one.
        Some(other) => (None, now, opened(&library, other)?.1),
        None => {
            let (when, earlier) = earlier(&library, name, since)?;
            (Some(when), earlier, now)
        }
    };
    let set = library.set_of(&now, &path).ok().map(|(set, _)| set);
    let set = set.as_ref().map(|set| &set.consultation);
    let nothing = Answer::default();
    let ids = changed_answers(&before.answers, &now.answers);
    let changed = changed(&ids, [&before, &now], &nothing, set);
    let sign_off = now.sign_off.as_ref().filter(|_| before.sign_off != now.sign_off);
    let sign_off = sign_off.map(SignOff::in_words);
    match style {
        OutputStyle::Json => {
            let since = when.map(|when| list::time(&when.to_zoned(TimeZone::system())));
            let answers = changed.iter().map(|one| one.report(set)).collect();
            out.json(&DiffReport { since, answers, sign_off })?;
        }
        OutputStyle::Words => {
            if let Some(when) = when {
                out.line(format!("Since {}:", moment(when)));
            }
            let mut lines: Vec<String> =
                changed.iter().flat_map(|one| one.in_words(set)).chain(sign_off).collect();
            if lines.is_empty() {
                lines.push("Nothing has changed.".to_owned());
            }
            out.line(lines.join("\n"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn opened(library: &LibraryReader, name: &str) -> Result<(PathBuf, Draft), CommandError> {
    let path = library.folders.find_draft(name)?;
    let opened = folder::open(&*library.disk, &path);
    let opened = opened.map_err(|error| CommandError::open(error.into()))?;
    Ok((path, opened.draft))
}

/// The state that a draft was in when a day began, or the last one that is kept.
fn earlier(
    library: &LibraryReader,
    name: &str,
    since: Option<&str>,
) -> Result<(Timestamp, Draft), CommandError> {
    let past = DraftWithHistory::of(library, name)?;
    let before = since.map(|day| start_of(day, &Zoned::now())).transpose()?;
    let is_before =
        |when: Timestamp| before.as_ref().is_none_or(|before| when <= before.timestamp());
    let found = past.states.iter().find(|state| is_before(state.when)).or(past.states.last());
    let state = found.ok_or_else(|| {
        CommandError::new(format!("no earlier state of {name} is kept yet"))
            .then("`greenpaper diff A B` compares two drafts")
    })?;
    let content = state.content(&*library.disk)?;
    let loaded = draft::read(&state.path.to_string_lossy(), &content);
    let loaded = loaded.map_err(|problems| CommandError::problems(problems, "no draft"))?;
    Ok((state.when, loaded.draft))
}

/// When a day began: a date, `today`, `yesterday`, or the last one of a name.
fn start_of(day: &str, now: &Zoned) -> Result<Zoned, CommandError> {
    let today = now.date();
    let word = day.trim().to_lowercase();
    let date = match word.as_str() {
        "today" => Some(today),
        "yesterday" => today.checked_sub(1.day()).ok(),
        _ => weekday(&word)
            .and_then(|weekday| today.tomorrow().ok()?.nth_weekday(-1, weekday).ok())
            .or_else(|| Date::strptime("%Y-%m-%d", &word).ok()),
    };
    let start = date.and_then(|date| date.to_zoned(now.time_zone().clone()).ok());
    start.ok_or_else(|| {
        CommandError::usage(
            format!("`{day}` is no day"),
            "name one as 2014-05-28, `monday`, `yesterday` or `today`",
        )
    })
}

fn weekday(word: &str) -> Option<Weekday> {
    let all = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    let found = all.into_iter().find(|(name, _)| word.len() >= 3 && name.starts_with(word));
    found.map(|(_, weekday)| weekday)
}

/// The questions whose answers differ, in the order of the set.
fn changed<'a>(
    ids: &'a [QuestionId],
    [before, now]: [&'a Draft; 2],
    nothing: &'a Answer,
    set: Option<&'a Consultation>,
) -> Vec<ChangedQuestion<'a>> {
    let mut ids: Vec<&QuestionId> = ids.iter().collect();
    answer_words::in_order(&mut ids, set);
    let of = |draft: &'a Draft, id| draft.answers.get(id).unwrap_or(nothing);
    let changed = ids.into_iter().map(|id| ChangedQuestion {
        id,
        question: set.and_then(|set| set.question(id)),
        last: now.changes.get(id).filter(|change| before.changes.get(id) != Some(change)),
        before: of(before, id),
        now: of(now, id),
    });
    changed.collect()
}

impl ChangedQuestion<'_> {
    fn in_words(&self, set: Option<&Consultation>) -> Vec<String> {
        let mut lines = vec![answer_words::title(self.id, set)];
        lines.extend(self.last.map(|change| format!("  {}", words::last_change(change))));
        let changed = answer_words::changed(self.before, self.now, self.question).into_iter();
        lines.extend(changed.map(|line| match line {
            ChangedLine::Gone(line) => format!("  - {line}"),
            ChangedLine::New(line) => format!("  + {line}"),
        }));
        lines
    }

    fn report(&self, set: Option<&Consultation>) -> DiffLine<'_> {
        DiffLine {
            question: self.id.as_str(),
            title: answer_words::title(self.id, set),
            by: self.last.and_then(|change| change.by.as_deref()),
            at: self.last.map(|change| list::time(&change.at)),
            before: answer_words::of_answer(self.before, self.question),
            after: answer_words::of_answer(self.now, self.question),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_named_by_date_or_word() {
        let now: Zoned = "2014-05-28T10:00:00[UTC]".parse().unwrap();
        let start = |day: &str| start_of(day, &now).ok().map(|day| day.date().to_string());
        assert_eq!(start("2014-05-02").as_deref(), Some("2014-05-02"));
        assert_eq!(start("Monday").as_deref(), Some("2014-05-26"));
        assert_eq!(start("wed").as_deref(), Some("2014-05-28"));
        assert_eq!(start("yesterday").as_deref(), Some("2014-05-27"));
        assert_eq!(start("some day"), None);
    }
}
