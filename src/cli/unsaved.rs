//! Text that is only in this machine's recovery log: an earlier session ended before saving it to
//! the draft's file.

use std::path::{Path, PathBuf};

use jiff::Zoned;

use super::out::Out;
use crate::{
    model::id::ConsultationId,
    run::library::LibraryReader,
    store::{
        folder::{self, unreadable},
        recovery_log::{self, LogStatus},
    },
};

/// Unsaved text of a draft.
pub(super) struct UnsavedText {
    /// When it was last changed.
    pub(super) until: Zoned,
    standing: LogStatus,
    /// The command that opens the draft.
    command: String,
}

impl UnsavedText {
    /// Looks for unsaved text, changing nothing. Says so if it cannot tell.
    pub(super) fn of(library: &LibraryReader, draft: &Path, out: &Out) -> Option<Self> {
        let found = recovery_log::unsaved(&*library.disk, draft, &library.folders.state);
        let found = found.unwrap_or_else(|error| {
            out.note(format!(
                "Cannot tell whether this machine has unsaved text of {}: {}",
                draft.display(),
                unreadable(&error)
            ));
            None
        });
        let (until, standing) = found?;
        Some(Self { until, standing, command: command(library, draft) })
    }

    /// Describes the text, its time, and what to do, in two sentences.
    pub(super) fn in_words(&self) -> String {
        let what = match self.standing {
            LogStatus::Newer => "unsaved newer text of this draft",
            LogStatus::Apart => "unsaved text of an earlier version of this draft",
        };
        format!("This machine has {what}, written until {}. {}.", self.time(), self.what_to_do())
    }

    /// Says the same in one line, for a list.
    pub(super) fn in_short(&self) -> String {
        let what = match self.standing {
            LogStatus::Newer => "unsaved newer text",
            LogStatus::Apart => "other unsaved text",
        };
        format!("this machine has {what}, written until {}; {}", self.time(), self.what_to_do())
    }

    /// Says which command recovers the text.
    pub(super) fn what_to_do(&self) -> String {
        let command = &self.command;
        match self.standing {
            LogStatus::Newer => format!("`{command}` restores it"),
            LogStatus::Apart => format!("`{command}` saves it beside the draft"),
        }
    }

    fn time(&self) -> String {
        self.until.strftime("%H:%M on %-d %B %Y").to_string()
    }
}

/// Returns the command that opens a draft.
fn command(library: &LibraryReader, draft: &Path) -> String {
    let opened = folder::open(&*library.disk, draft).ok();
    answer_command(library, opened.map(|opened| opened.draft.consultation.id), draft)
}

/// The command that answers a consultation in a draft's file, whether or not that is there.
pub(super) fn answer_command(
    library: &LibraryReader,
    id: Option<ConsultationId>,
    draft: &Path,
) -> String {
    let is_known = id.as_ref().is_some_and(|id| library.find(id.as_str()).is_ok());
    let copy = Some(folder::set_copy(draft)).filter(|copy| copy.exists());
    let set = match (id, copy) {
        (Some(id), _) if is_known => id.to_string(),
        (_, Some(copy)) => quoted(copy),
        (_, None) => "SET".to_owned(),
    };
    format!("greenpaper answer {set} --draft {}", quoted(draft.to_owned()))
}

/// Quotes a path for a shell.
fn quoted(path: PathBuf) -> String {
    shell_words::quote(&path.to_string_lossy()).into_owned()
}
