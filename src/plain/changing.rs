//! The words for a question set that has changed or cannot be used.

use super::question::numbered;
use crate::{
    app::{
        App,
        library::DraftRequest,
        screen::{
            broken::Complaint,
            revised::{REVISED, Revised},
        },
    },
    model::revision::{Concern, Revision, WholeChange},
    model::text::capitalised,
    words::{self, count},
};

/// Describes what has changed since the draft was last opened, and asks whether to continue.
pub(super) fn revised(revised: &Revised) -> Vec<String> {
    let Revision { notes, changes, .. } = &revised.revision;
    let mut lines = vec![
        "This consultation has changed since you last worked on it.".to_owned(),
        revised.revision.in_short(),
    ];
    let changes = changes.as_ref();
    let counts = changes.into_iter().flat_map(|changes| changes.in_short());
    let whole = changes.into_iter().flat_map(|changes| &changes.whole).map(WholeChange::in_words);
    lines.extend(counts.chain(whole).map(|words| format!("{words}.")));
    lines.push("Nothing that you have written is lost.".to_owned());
    for note in notes {
        let date = note.date.map(|date| format!(", {}", words::day(date))).unwrap_or_default();
        lines.push(format!("Changed in version {}{date}: {}", note.version, note.text));
    }
    for concern in [Concern::Answer, Concern::New, Concern::Other] {
        let items = changes.into_iter().flat_map(|changes| changes.concerning(concern));
        for (place, item) in items.enumerate() {
            if place == 0 {
                lines.push(format!("{}.", concern.heading()));
            }
            lines.push(format!("- {}", item.name()));
            lines.extend(item.in_words());
        }
    }
    lines.extend(numbered(REVISED.into_iter()));
    lines.push(format!("An empty line: {}.", REVISED.first().copied().unwrap_or_default()));
    lines
}

/// Lists everything that is wrong with a file that cannot be used.
pub(super) fn unusable(complaints: &[Complaint], instead: Option<&DraftRequest>) -> Vec<String> {
    let mut lines = vec!["This file has problems and cannot be used.".to_owned()];
    lines.extend(complaints_said(complaints));
    lines.push(match instead {
        Some(_) => {
            "Your draft has not been changed. Beside it is a copy of the questions as they were \
             when \
                    you last worked on it. An empty line goes on with them; `back` goes back."
                .to_owned()
        }
        None => "The file has not been changed. An empty line goes back.".to_owned(),
    });
    lines
}

/// Lists everything that is wrong with the previewed set.
pub(super) fn problems(app: &App) -> Vec<String> {
    let Some(preview) = &app.preview else {
        return Vec::new();
    };
    let number = count(preview.problems.len(), "problem", "problems");
    let mut lines = vec![format!("{number} in {}.", preview.path.display())];
    lines.extend(complaints_said(&preview.problems));
    lines.push(match app.session() {
        Some(_) => "An empty line goes on with the last version that had no problems.".to_owned(),
        None => "The questions are read out as soon as you save the file without these problems."
            .to_owned(),
    });
    lines
}

fn complaints_said(complaints: &[Complaint]) -> impl Iterator<Item = String> {
    complaints.iter().flat_map(|Complaint { what, help }| {
        let help = help.as_ref().map(|help| format!("{}.", capitalised(help)));
        std::iter::once(what.clone()).chain(help)
    })
}
