//! `greenpaper restore`: restores an earlier version of a draft.

use std::process::ExitCode;

use super::{
    history::{DraftWithHistory, moment},
    out::{CommandError, Out},
};
use crate::{
    run::library::LibraryReader,
    store::{
        atomic::{self, AtomicFile, ReplaceError, Version},
        disk::{Disk, in_words},
        draft,
        folder::{Folders, unreadable},
        history::{EarlierState, Reason},
        lock::{self, LockOutcome, Person},
    },
};

/// Restores a version, after storing the current one.
pub(super) fn restore(
    folders: Folders,
    name: &str,
    when: &str,
    me: &Person,
    out: &Out,
) -> Result<ExitCode, CommandError> {
    let library = LibraryReader::new(folders);
    let disk = &*library.disk;
    let past = DraftWithHistory::of(&library, name)?;
    let lock = lock::take(disk, &past.path, me);
    match &lock {
        LockOutcome::Ours(_) => {}
        LockOutcome::Theirs(by) => return Err(occupied(name, by.as_ref())),
        LockOutcome::Unknown(why) => {
            out.note(format!("greenpaper: cannot tell whether {name} is open elsewhere: {why}"));
        }
    }
    let state = match matching(&past.states, when).as_slice() {
        [state] => *state,
        several => return Err(unclear(&past, several, name, when)),
    };
    let content = readable(state, disk)?;
    let kept = replace(&past, disk, &content)?;
    out.line(format!("{name} is as it was at {}", moment(state.when)));
    if let Some(kept) = kept {
        match kept.content(disk).ok().filter(|content| draft::read("", content).is_ok()) {
            Some(_) => {
                let when = shortest(&past.history.states().unwrap_or_default(), &kept);
                out.line(format!("`greenpaper restore {name} {when}` undoes this"));
            }
            None => out.line(format!(
                "What was there is not a draft; it is kept in \
                 {}",
                kept.path.display()
            )),
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Returns the versions that match a number, or a time or the beginning of one.
fn matching<'a>(states: &'a [EarlierState], when: &str) -> Vec<&'a EarlierState> {
    let when = when.trim();
    if let Ok(number) = when.parse::<usize>()
        && when.len() < 4
    {
        return number.checked_sub(1).and_then(|place| states.get(place)).into_iter().collect();
    }
    let when = when.replace('T', " ");
    let begins = |state: &&EarlierState| {
        let listed = moment(state.when);
        let time = listed.split_once(' ').map_or("", |(_, time)| time);
        !when.is_empty() && (listed.starts_with(&when) || time.starts_with(&when))
    };
    states.iter().filter(begins).collect()
}

/// Returns the shortest unique name of a version: its time, or its number if several have that
/// time.
fn shortest(states: &[EarlierState], state: &EarlierState) -> String {
    let time = moment(state.when);
    let others = states.iter().filter(|other| moment(other.when) == time).count();
    match states.iter().position(|other| other.path == state.path) {
        Some(place) if others > 1 => (place + 1).to_string(),
        _ => format!("\"{time}\""),
    }
}

/// Returns the contents of a version, if it is a draft.
fn readable(state: &EarlierState, disk: &dyn Disk) -> Result<Vec<u8>, CommandError> {
    let path = state.path.display();
    let content = state.content(disk).map_err(|error| {
        CommandError::new(format!("cannot read {path}: {}", unreadable(&error)))
    })?;
    match draft::read(&path.to_string(), &content) {
        Ok(_) => Ok(content),
        Err(problems) => Err(CommandError::problems(
            problems,
            "that version is not a draft, so it was not restored",
        )),
    }
}

/// Replaces the current version with another, after storing it. Returns the stored version.
fn replace(
    past: &DraftWithHistory,
    disk: &dyn Disk,
    content: &[u8],
) -> Result<Option<EarlierState>, CommandError> {
    let path = past.path.display();
    let failed = |what: &str, why: String| {
        CommandError::new(format!("cannot {what} {path}: {why}; nothing was changed"))
    };
    // Storing it shifts the numbers of the others.
    atomic::refuse_protected(&past.path).map_err(|error| failed("write", in_words(&error)))?;
    let present = past.history.present(disk);
    let present = present.map_err(|error| failed("read", unreadable(&error)))?;
    let mut target = match &present {
        Some(present) => {
            let kept = past.history.keep(disk, &present.content, present.written, Reason::Restore);
            kept.map_err(|error| failed("store the current version of", in_words(&error)))?;
            AtomicFile::seen(past.path.clone(), Version::of(&present.content))
        }
        None => AtomicFile::new(past.path.clone()),
    };
    match target.replace(disk, content) {
        Ok(_) => {
            let states = past.history.states().unwrap_or_default();
            let holds =
                |state: &EarlierState| present.as_ref().is_some_and(|p| state.holds(&p.content));
            Ok(states.into_iter().find(holds))
        }
        Err(ReplaceError::Failed(error)) => Err(failed("write", in_words(&error))),
        Err(ReplaceError::Changed(_)) => Err(CommandError::new(format!(
            "{path} was changed by someone else just now; nothing was changed here"
        ))),
    }
}

fn occupied(name: &str, by: Option<&Person>) -> CommandError {
    let who = by.map_or_else(
        || "somebody".to_owned(),
        |by| {
            let since = by.since.strftime("%H:%M on %-d %B %Y");
            format!("{} on {}, since {since},", by.user, by.host)
        },
    );
    CommandError::new(format!("{who} has {name} open, so nothing was changed"))
        .then("ask them to leave it first, with Ctrl-Q")
}

/// Says that no version matches, or more than one does.
fn unclear(
    past: &DraftWithHistory,
    several: &[&EarlierState],
    name: &str,
    when: &str,
) -> CommandError {
    if past.states.is_empty() {
        return CommandError::new(format!("no earlier version of {name} is kept"));
    }
    let listed: Vec<String> = past
        .states
        .iter()
        .enumerate()
        .filter(|(_, state)| several.is_empty() || several.contains(state))
        .map(|(place, state)| format!("{:>5}  {}", place + 1, moment(state.when)))
        .collect();
    let what = match several {
        [] => format!("no earlier version of {name} is from `{when}`; there are"),
        [..] => format!("`{when}` matches more than one earlier version of {name}"),
    };
    let listed = listed.join("\n");
    CommandError::new(format!("{what}\n{listed}"))
        .then(format!("`greenpaper history {name}` says what changed in each"))
}
