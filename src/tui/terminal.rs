//! The terminal: taking it over, one frame at a time, and giving it back as it was.

use std::{
    io,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use crossterm::{
    clipboard, cursor, event as input,
    event::KeyboardEnhancementFlags,
    queue, style,
    terminal::{self, BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate},
};
use ratatui::{
    backend::{Backend, CrosstermBackend},
    buffer::Buffer,
    layout::{Position, Rect, Size},
};

#[cfg(unix)]
use crate::tui::abort;
use crate::tui::{layout::Layout, terminal_writer::TerminalWriter, theme::Theme};

/// Whether the terminal is ours. It is given back once, whoever does it first.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// What writes to it: there is one terminal.
static PEN: TerminalWriter = TerminalWriter::new();

/// How long a terminal may take to be given back. One that takes nothing any more is left as it is.
const LAST_FRAME: Duration = Duration::from_millis(500);

/// The terminal, while it is ours. Dropping it gives it back.
#[derive(Debug)]
pub struct Terminal {
    theme: Theme,
    /// What the terminal shows; `None` when that is not known.
    shown: Option<Buffer>,
    cursor: Option<Position>,
}

impl Terminal {
    /// Takes the terminal over. `free` is called on another thread once the terminal can take the
    /// frame that [`Terminal::show`] held back.
    ///
    /// # Errors
    /// When the terminal does not let itself be taken.
    pub fn enter(theme: Theme, free: impl Fn() + Send + 'static) -> io::Result<Self> {
        PEN.start(free);
        // Without this, crossterm 0.29 answers NO_COLOR by dropping bold and reverse as well; our
        // theme is what keeps colours out.
        style::force_color_output(true);
        take()?;
        Ok(Self { theme, shown: None, cursor: None })
    }

    /// How large it is.
    pub fn size(&self) -> io::Result<Size> {
        let (width, height) = terminal::size()?;
        Ok(Size { width, height })
    }

    /// Shows a layout: what has changed since the last one, in one write. While the terminal has not
    /// taken the one before, nothing is done.
    ///
    /// # Errors
    /// When the terminal does not take what it was sent.
    pub fn show(&mut self, layout: &Layout) -> io::Result<()> {
        if !PEN.is_free()? {
            return Ok(());
        }
        let area = Rect::from((Position::ORIGIN, layout.size));
        let mut next = Buffer::empty(area);
        layout.draw(&self.theme, &mut next);
        let mut bytes = Vec::new();
        queue!(bytes, BeginSynchronizedUpdate)?;
        let known = self.shown.take().filter(|shown| shown.area == area);
        let anew = known.is_none();
        let shown = known.unwrap_or_else(|| Buffer::empty(area));
        if anew {
            queue!(bytes, cursor::Hide, Clear(ClearType::All))?;
            self.cursor = None;
        }
        let changes = shown.diff(&next);
        let changed = !changes.is_empty();
        if !anew && !changed && layout.cursor == self.cursor {
            self.shown = Some(next);
            return Ok(());
        }
        CrosstermBackend::new(&mut bytes).draw(changes.into_iter())?;
        match (layout.cursor, self.cursor) {
            (Some(at), before) if changed || before != Some(at) => {
                queue!(bytes, cursor::MoveTo(at.x, at.y))?;
                if before.is_none() {
                    queue!(bytes, cursor::Show)?;
                }
            }
            (None, Some(_)) => queue!(bytes, cursor::Hide)?,
            (Some(_) | None, _) => {}
        }
        queue!(bytes, EndSynchronizedUpdate)?;
        self.cursor = layout.cursor;
        self.shown = Some(next);
        PEN.write(bytes)
    }

    /// Gives a text to the clipboard of the terminal, also over SSH. Terminals that do not allow it
    /// pass over it.
    pub fn copy(&mut self, text: &str) {
        let mut bytes = Vec::new();
        // What it holds cannot steer the terminal: it is sent as Base64.
        if queue!(bytes, clipboard::CopyToClipboard::to_clipboard_from(text)).is_ok() {
            // A terminal that is gone is noticed by the next frame.
            let _ = PEN.write(bytes);
        }
    }

    /// Draws everything anew next time: another program may have written on the screen.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    /// Gives the terminal to another program for a while, such as the respondent's editor.
    pub fn lend(&mut self) {
        restore();
    }

    /// Takes it back.
    pub fn take_back(&mut self) -> io::Result<()> {
        self.forget();
        take()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

/// Lays out what the terminal shows after the system has ended the program on the spot.
pub fn prepare_last_words(words: &str) {
    #[cfg(unix)]
    abort::say(words);
    #[cfg(not(unix))]
    let _ = words;
}

/// Gives the terminal back as it was. It may be called at any time, also from a panic hook; what
/// cannot be undone is left, as there is nobody left to tell.
pub fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let _ = PEN.write(giving_back());
    PEN.finish(LAST_FRAME);
    let _ = terminal::disable_raw_mode();
    #[cfg(unix)]
    abort::forget();
}

/// What undoes [`take`].
fn giving_back() -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = queue!(bytes, EndSynchronizedUpdate);
    // Where the protocol does not exist, as on Windows, crossterm refuses to write it.
    let _ = queue!(bytes, input::PopKeyboardEnhancementFlags);
    let _ = queue!(
        bytes,
        input::DisableMouseCapture,
        input::DisableBracketedPaste,
        style::ResetColor,
        style::SetAttribute(style::Attribute::Reset),
        terminal::LeaveAlternateScreen,
        cursor::SetCursorStyle::DefaultUserShape,
        cursor::Show,
    );
    bytes
}

fn take() -> io::Result<()> {
    #[cfg(unix)]
    abort::prepare(giving_back());
    terminal::enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let mut bytes = Vec::new();
    queue!(
        bytes,
        terminal::EnterAlternateScreen,
        input::EnableBracketedPaste,
        input::EnableMouseCapture,
        cursor::SetCursorStyle::DefaultUserShape,
    )?;
    // The flags of the keyboard protocol are pushed without asking: asking costs two seconds in a
    // terminal that does not answer, and one that does not know them passes over them. Where the
    // protocol does not exist, as on Windows, crossterm refuses to write it.
    let flags = KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES;
    let _ = queue!(bytes, input::PushKeyboardEnhancementFlags(flags));
    PEN.write(bytes)
}
