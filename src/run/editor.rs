//! The respondent's own editor: it has the terminal and the text for a while.

use std::{path::Path, process::Command};

use crate::{
    model::text::Text,
    store::{
        disk::{in_words, not_started},
        editor_file::{self, EditorFile, Returned},
        folder::unreadable,
    },
};

/// What is said when there is none.
const UNKNOWN: &str = "No editor is set. Set VISUAL or EDITOR, then start again";

/// What is said when nothing comes of it.
const AS_IT_WAS: &str = "Your text has not been changed";

/// Lets the respondent edit a text. Whatever goes wrong, the text that was there stays, and so does
/// what they wrote: in a file that is named. Its name begins as `name` says. The text may become
/// longer by `room` bytes.
///
/// # Errors
/// When there is no editor, it does not start, it says that it failed, or what it wrote is no text.
pub(super) fn edit(
    editor: Option<&str>,
    (text, room): (&Text, usize),
    name: &str,
    state: &Path,
) -> Result<Text, String> {
    let Some(editor) = editor else { return Err(UNKNOWN.to_owned()) };
    let words = shell_words::split(editor)
        .map_err(|error| format!("cannot read the editor command `{editor}`: {error}"))?;
    let Some((program, arguments)) = words.split_first() else { return Err(UNKNOWN.to_owned()) };
    let file = EditorFile::new(text.clone(), name, state).map_err(|error| {
        format!("cannot write a file for the editor: {}. {AS_IT_WAS}", in_words(&error))
    })?;
    let status = run(Command::new(program).args(arguments).arg(file.path())).map_err(|error| {
        format!("cannot start the editor `{program}`: {}. {AS_IT_WAS}", not_started(&error))
    })?;
    let failed = match status {
        Some(status) => format!("the editor `{program}` ended with {status}"),
        None => format!("cannot tell how the editor `{program}` ended"),
    };
    let done = status.is_some_and(|status| status.success());
    let why = match (done, file.look()) {
        (true, Ok(Returned::Same)) => return Ok(text.clone()),
        (true, Ok(Returned::Changed(changed)))
            if changed.written_size() > text.written_size().saturating_add(room) =>
        {
            "what the editor wrote is more text than the draft can hold".to_owned()
        }
        (true, Ok(Returned::Changed(changed))) => return Ok(changed),
        (false, Ok(Returned::Same)) => return Err(format!("{failed}. {AS_IT_WAS}")),
        (false, Ok(Returned::Changed(_) | Returned::NoText)) => failed,
        (true, Ok(Returned::NoText)) => "what the editor wrote is not UTF-8".to_owned(),
        (_, Err(error)) => format!("cannot read what the editor wrote: {}", unreadable(&error)),
    };
    Err(match file.keep() {
        Some(path) => {
            format!("{why}. {AS_IT_WAS}; what you wrote there is in {}", path.display())
        }
        None => format!("{why}. {AS_IT_WAS}"),
    })
}

/// What to say of texts of that name that an editor had, and nobody took back: this program had
/// ended before the editor did, or could not say it to anybody.
pub(super) fn remarks(name: &str, state: &Path) -> Vec<String> {
    let left = editor_file::left(name, state).into_iter();
    left.map(|path| {
        let path = path.display();
        format!("Text from your editor is still in {path}. Check whether you need it")
    })
    .collect()
}

#[cfg(unix)]
pub(super) use terminal::has_it;
#[cfg(unix)]
use terminal::run;

/// The terminal while the editor has it.
#[cfg(unix)]
mod terminal {
    use std::{
        io,
        os::unix::process::ExitStatusExt,
        process::{Child, Command, ExitStatus},
        sync::{Mutex, PoisonError},
        time::{Duration, Instant},
    };

    use rustix::{
        io::retry_on_intr,
        process::{Pid, WaitOptions, waitpid},
        termios::{OptionalActions, tcgetattr, tcsetattr},
    };

    /// Whose the terminal is: there is one.
    static USER: Mutex<User> = Mutex::new(User::Program { since: None });

    /// How long a signal may take to be heard that came while the editor had the terminal.
    const LATE: Duration = Duration::from_millis(500);

    /// Who uses the terminal.
    #[derive(Clone, Copy)]
    enum User {
        /// The editor.
        Editor,
        /// This program; since when, if an editor had it before.
        Program { since: Option<Instant> },
    }

    /// Whether the editor has the terminal, or had it when what is heard now was sent. Keys such as
    /// Ctrl-C then send signals to this program too, and mean the editor.
    pub(in crate::run) fn has_it() -> bool {
        match *USER.lock().unwrap_or_else(PoisonError::into_inner) {
            User::Editor => true,
            User::Program { since } => since.is_some_and(|since| since.elapsed() < LATE),
        }
    }

    fn give_to(user: User) {
        *USER.lock().unwrap_or_else(PoisonError::into_inner) = user;
    }

    /// Runs the editor until it ends; how it did, where the system says. While it is stopped, so is
    /// this program: the shell waits for both, and lets both go on. An editor that is killed leaves
    /// the terminal in modes of its own, so those from before are put back.
    ///
    /// # Errors
    /// When it does not start.
    pub(super) fn run(command: &mut Command) -> io::Result<Option<ExitStatus>> {
        give_to(User::Editor);
        let modes = tcgetattr(io::stdin());
        let ended = command.spawn().map(|child| wait(&child).ok());
        if let Ok(modes) = modes {
            // Where the terminal is gone, the next frame tells.
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, &modes);
        }
        give_to(User::Program { since: Some(Instant::now()) });
        ended
    }

    fn wait(child: &Child) -> io::Result<ExitStatus> {
        let editor = Pid::from_child(child);
        loop {
            match retry_on_intr(|| waitpid(Some(editor), WaitOptions::UNTRACED))? {
                Some((_, status)) if status.stopped() => {
                    signal_hook::low_level::raise(signal_hook::consts::SIGSTOP)?;
                }
                Some((_, status)) => return Ok(ExitStatus::from_raw(status.as_raw())),
                None => {}
            }
        }
    }
}

/// Runs the editor until it ends; how it did, where the system says.
///
/// # Errors
/// When it does not start.
#[cfg(not(unix))]
fn run(command: &mut Command) -> std::io::Result<Option<std::process::ExitStatus>> {
    command.spawn().map(|mut child| child.wait().ok())
}
