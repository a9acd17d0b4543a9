//! What this machine has of a draft, and the draft's file has not: an earlier session ended before
//! it could save it.

use std::path::{Path, PathBuf};

use jiff::Zoned;

use super::out::Out;
use crate::{
    model::id::ConsultationId,
    run::library::LibraryReader,
    store::{
        folder::{self, unreadable},
        recovery_log::{self, Standing},
    },
};

/// Text of a draft that its file has not.
pub(super) struct UnsavedText {
    /// When it was last changed.
    pub(super) until: Zoned,
    standing: Standing,
    /// The command that opens the draft.
    command: String,
}

impl UnsavedText {
    /// Looks for it, and changes nothing. That nobody can tell is said.
    pub(super) fn of(library: &LibraryReader, draft: &Path, out: &Out) -> Option<Self> {
        let found = recovery_log::unsaved(&*library.disk, draft, &library.folders.state);
        let found = found.unwrap_or_else(|error| {
            out.note(format!(
                "Cannot tell whether this machine has text of {} that is not in its file: {}",
                draft.display(),
                unreadable(&error)
            ));
            None
        });
        let (until, standing) = found?;
        Some(Self { until, standing, command: command(library, draft) })
    }

    /// That there is, since when, and what to do about it: two sentences.
    pub(super) fn in_words(&self) -> String {
        let what = match self.standing {
            Standing::Newer => "newer text of this draft, which is not in its file",
            Standing::Apart => {
                "text of this draft that is not in its file, which has changed since"
            }
        };
        format!("This machine has {what}: written until {}. {}.", self.time(), self.what_to_do())
    }

    /// The same in a line, for a list.
    pub(super) fn in_short(&self) -> String {
        let what = match self.standing {
            Standing::Newer => "newer text",
            Standing::Apart => "other text",
        };
        format!("this machine has {what}, written until {}; {}", self.time(), self.what_to_do())
    }

    /// Which command brings it to the person.
    pub(super) fn what_to_do(&self) -> String {
        let command = &self.command;
        match self.standing {
            Standing::Newer => format!("`{command}` takes it in"),
            Standing::Apart => format!("`{command}` puts it beside the draft"),
        }
    }

    fn time(&self) -> String {
        self.until.strftime("%H:%M on %-d %B %Y").to_string()
    }
}

/// The command that opens a draft.
fn command(shelf: &LibraryReader, draft: &Path) -> String {
    let opened = folder::open(&*shelf.disk, draft).ok();
    answer_command(shelf, opened.map(|opened| opened.draft.consultation.id), draft)
}

/// The command that answers a consultation in a draft's file, whether or not that is there.
pub(super) fn answer_command(
    shelf: &LibraryReader,
    id: Option<ConsultationId>,
    draft: &Path,
) -> String {
    let is_known = id.as_ref().is_some_and(|id| shelf.find(id.as_str()).is_ok());
    let copy = Some(folder::set_copy(draft)).filter(|copy| copy.exists());
    let set = match (id, copy) {
        (Some(id), _) if is_known => id.to_string(),
        (_, Some(copy)) => quoted(copy),
        (_, None) => "SET".to_owned(),
    };
    format!("greenpaper answer {set} --draft {}", quoted(draft.to_owned()))
}

/// A path as a shell takes it.
fn quoted(path: PathBuf) -> String {
    shell_words::quote(&path.to_string_lossy()).into_owned()
}
