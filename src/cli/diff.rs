//! `greenpaper diff`: which answers differ, in words.

use std::{path::PathBuf, process::ExitCode};

use jiff::{Timestamp, ToSpan, Zoned, civil::Date, civil::Weekday};

use super::{
    history::{DraftWithHistory, moment},
    out::{CommandError, Out},
};
use crate::{
    model::{
        answer::Answer,
        answer_words::{self, ChangedLine},
        consultation::Consultation,
        difference::changed_answers,
        draft::Draft,
        id::QuestionId,
    },
    run::library::LibraryReader,
    store::{
        draft,
        folder::{self, Folders},
    },
    words,
};

/// Compares two drafts, or a draft with what it was like earlier.
pub(super) fn diff(
    folders: Folders,
    name: &str,
    other: Option<&str>,
    since: Option<&str>,
    out: &Out,
) -> Result<ExitCode, CommandError> {
    let shelf = LibraryReader::new(folders);
    let (path, now) = opened(&shelf, name)?;
    let (before, now) = match other {
        // As everywhere: the first is what was, the second what came of it.
        Some(other) => (now, opened(&shelf, other)?.1),
        None => {
            let (when, earlier) = earlier(&shelf, name, since)?;
            out.line(format!("Since {}:", moment(when)));
            (earlier, now)
        }
    };
    let set = shelf.set_of(&now, &path).ok().map(|(set, _)| set);
    out.line(compared(&before, &now, set.as_ref().map(|set| &set.consultation)));
    Ok(ExitCode::SUCCESS)
}

fn opened(shelf: &LibraryReader, name: &str) -> Result<(PathBuf, Draft), CommandError> {
    let path = shelf.folders.find_draft(name)?;
    let opened = folder::open(&*shelf.disk, &path);
    let opened = opened.map_err(|error| CommandError::open(error.into()))?;
    Ok((path, opened.draft))
}

/// The state that a draft was in when a day began, or the last one that is kept.
fn earlier(
    shelf: &LibraryReader,
    name: &str,
    since: Option<&str>,
) -> Result<(Timestamp, Draft), CommandError> {
    let past = DraftWithHistory::of(shelf, name)?;
    let before = since.map(|day| start_of(day, &Zoned::now())).transpose()?;
    let is_before =
        |when: Timestamp| before.as_ref().is_none_or(|before| when <= before.timestamp());
    let found = past.states.iter().find(|state| is_before(state.when)).or(past.states.last());
    let state = found.ok_or_else(|| {
        CommandError::new(format!("no earlier state of {name} is kept yet"))
            .then("`greenpaper diff A B` compares two drafts")
    })?;
    let content = state.content(&*shelf.disk)?;
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

/// Every answer that differs, with the old and the new words.
fn compared(before: &Draft, now: &Draft, set: Option<&Consultation>) -> String {
    let ids = changed_answers(&before.answers, &now.answers);
    let mut ids: Vec<&QuestionId> = ids.iter().collect();
    answer_words::in_order(&mut ids, set);
    let nothing = Answer::default();
    let mut lines = Vec::new();
    for id in ids {
        let last = now.changes.get(id).filter(|change| before.changes.get(id) != Some(change));
        let [before, now] = [before, now].map(|draft| draft.answers.get(id).unwrap_or(&nothing));
        lines.push(answer_words::title(id, set));
        lines.extend(last.map(|change| format!("  {}", words::last_change(change))));
        let question = set.and_then(|set| set.question(id));
        lines.extend(answer_words::changed(before, now, question).into_iter().map(
            |line| match line {
                ChangedLine::Gone(line) => format!("  - {line}"),
                ChangedLine::New(line) => format!("  + {line}"),
            },
        ));
    }
    if before.sign_off != now.sign_off
        && let Some(sign_off) = &now.sign_off
    {
        lines.push(sign_off.in_words());
    }
    if lines.is_empty() { "Nothing has changed.".to_owned() } else { lines.join("\n") }
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
