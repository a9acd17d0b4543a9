//! The terminal: taking it over, showing frames, and restoring it.

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
    buffer::{Buffer, Cell, CellWidth},
    layout::{Position, Rect, Size},
};

#[cfg(unix)]
use crate::tui::abort;
use crate::tui::{flow::narrow, layout::Layout, terminal_writer::TerminalWriter, theme::Theme};

/// Whether the program has the terminal. Only the first caller restores it.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The writer: there is one terminal.
static PEN: TerminalWriter = TerminalWriter::new();

/// How long restoring the terminal may take. One that accepts no output is left as it is.
const LAST_FRAME: Duration = Duration::from_millis(500);

/// The terminal, taken over. Dropping it restores the terminal.
#[derive(Debug)]
pub struct Terminal {
    theme: Theme,
    /// The layout on the terminal; `None` if unknown.
    shown: Option<Shown>,
    cursor: Option<Position>,
}

/// What the terminal shows.
#[derive(Debug)]
struct Shown {
    cells: Buffer,
    /// The digest of each row.
    rows: Vec<u64>,
}

impl Terminal {
    /// Takes the terminal over. Another thread calls `free` once the terminal can take the frame
    /// that [`Terminal::show`] held back.
    ///
    /// # Errors
    /// If the terminal cannot be taken over.
    pub fn enter(theme: Theme, free: impl Fn() + Send + 'static) -> io::Result<Self> {
        PEN.start(free);
        // Without this, crossterm 0.29 responds to NO_COLOR by dropping bold and reverse as well;
        // our theme handles colours.
        style::force_color_output(true);
        take()?;
        Ok(Self { theme, shown: None, cursor: None })
    }

    /// Returns its size.
    pub fn size(&self) -> io::Result<Size> {
        // What crossterm does opens the terminal anew each time.
        #[cfg(unix)]
        if let Ok(size) = rustix::termios::tcgetwinsize(io::stdout())
            && size.ws_col > 0
            && size.ws_row > 0
        {
            return Ok(Size { width: size.ws_col, height: size.ws_row });
        }
        let (width, height) = terminal::size()?;
        Ok(Size { width, height })
    }

    /// Shows a layout, writing only the changes since the last one, in one write, once `until` has
    /// returned. Does nothing while the terminal has not taken the previous frame.
    ///
    /// # Errors
    /// If the terminal refuses the output.
    pub fn show(&mut self, layout: &Layout, until: impl FnOnce()) -> io::Result<()> {
        if !PEN.is_free()? {
            return Ok(());
        }
        let area = Rect::from((Position::ORIGIN, layout.size));
        let rows = layout.digests();
        let known = self.shown.take().filter(|shown| shown.cells.area == area);
        let anew = known.is_none();
        let (mut cells, before) = match known {
            Some(Shown { cells, rows }) => (cells, rows),
            None => (Buffer::empty(area), Vec::new()),
        };
        let changed = changed_rows(&before, &rows, layout.has_frame());
        let bytes = if anew {
            layout.draw_rows(&changed, &self.theme, &mut cells);
            self.frame(not_blank(&cells), &[], layout.cursor, anew)?
        } else {
            let mut old: Vec<Buffer> = changed.iter().map(|y| row_of(&cells, *y)).collect();
            layout.draw_rows(&changed, &self.theme, &mut cells);
            let new: Vec<Buffer> = changed.iter().map(|y| row_of(&cells, *y)).collect();
            let mut cleared = Vec::new();
            for (old, new) in old.iter_mut().zip(&new) {
                if old != new && (has_joined(old) || has_joined(new)) {
                    *old = Buffer::empty(old.area);
                    cleared.push(old.area.y);
                }
            }
            let changes = old.iter().zip(&new).flat_map(|(old, new)| old.diff(new)).collect();
            self.frame(changes, &cleared, layout.cursor, anew)?
        };
        self.cursor = layout.cursor;
        self.shown = Some(Shown { cells, rows });
        if bytes.is_empty() {
            return Ok(());
        }
        until();
        PEN.write(bytes)
    }

    /// What brings the terminal from what it shows to this. Some rows are cleared first.
    fn frame(
        &self,
        changes: Vec<(u16, u16, &Cell)>,
        cleared: &[u16],
        cursor: Option<Position>,
        anew: bool,
    ) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let before = self.cursor.filter(|_| !anew);
        let (first, last) = (changes.first().copied(), changes.last().copied());
        if !anew && changes.is_empty() && cleared.is_empty() && cursor == before {
            return Ok(bytes);
        }
        // A change of one row cannot be seen half done.
        let is_tall =
            anew || !cleared.is_empty() || first.map(|(_, y, _)| y) != last.map(|(_, y, _)| y);
        if is_tall {
            queue!(bytes, BeginSynchronizedUpdate)?;
        }
        if anew {
            queue!(bytes, cursor::Hide, Clear(ClearType::All))?;
        }
        for y in cleared {
            queue!(bytes, cursor::MoveTo(0, *y), Clear(ClearType::CurrentLine))?;
        }
        if !changes.is_empty() {
            CrosstermBackend::new(&mut bytes).draw(changes.into_iter())?;
        }
        match (cursor, before) {
            (Some(at), _) => {
                // How wide a terminal draws other letters is its own affair.
                let stands = last.map_or(before.filter(|_| cleared.is_empty()), |(x, y, cell)| {
                    cell.symbol().is_ascii().then(|| Position { x: x.saturating_add(1), y })
                });
                if stands != Some(at) {
                    queue!(bytes, cursor::MoveTo(at.x, at.y))?;
                }
                if before.is_none() {
                    queue!(bytes, cursor::Show)?;
                }
            }
            (None, Some(_)) => queue!(bytes, cursor::Hide)?,
            (None, None) => {}
        }
        if is_tall {
            queue!(bytes, EndSynchronizedUpdate)?;
        }
        Ok(bytes)
    }

    /// Copies a text to the terminal's clipboard, also over SSH. Terminals that do not allow this
    /// ignore it.
    pub fn copy(&mut self, text: &str) {
        let mut bytes = Vec::new();
        // The text cannot control the terminal: it is sent as Base64.
        if queue!(bytes, clipboard::CopyToClipboard::to_clipboard_from(text)).is_ok() {
            // If the terminal is gone, the next frame reports it.
            let _ = PEN.write(bytes);
        }
    }

    /// Asks the terminal for its background. The reply comes with the keys; terminals that do not
    /// know the question ignore it.
    ///
    /// # Errors
    /// If the terminal refuses the output.
    pub fn ask_background(&mut self) -> io::Result<()> {
        PEN.write(b"\x1b]11;?\x1b\\".to_vec())
    }

    /// Redraws everything in another theme next time.
    pub fn change_theme(&mut self, theme: Theme) {
        self.theme = theme;
        self.forget();
    }

    /// Redraws everything next time: another program may have written to the screen.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    /// Lends the terminal to another program, such as the respondent's editor.
    pub fn lend(&mut self) {
        restore();
    }

    /// Takes the terminal back.
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

/// Prepares what the terminal shows if the system ends the program abruptly.
pub fn prepare_last_words(words: &str) {
    #[cfg(unix)]
    abort::say(words);
    #[cfg(not(unix))]
    let _ = words;
}

/// Restores the terminal. This may be called at any time, also from a panic hook; failures are
/// ignored, as there is nobody left to tell.
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

/// The rows whose digests differ from those before. A frame is drawn whole, and with it all rows.
fn changed_rows(before: &[u64], now: &[u64], has_frame: bool) -> Vec<u16> {
    if before == now {
        return Vec::new();
    }
    let differs = |row: usize| has_frame || before.get(row) != now.get(row);
    (0..now.len()).filter(|row| differs(*row)).map(narrow).collect()
}

/// Returns the cells that differ from those of a blank screen, but for those behind wide letters.
/// [`Buffer::diff`] would need all cells of one.
fn not_blank(cells: &Buffer) -> Vec<(u16, u16, &Cell)> {
    let mut behind = 0;
    let mut changes = Vec::new();
    for (index, cell) in cells.content.iter().enumerate() {
        let (x, y) = cells.pos_of(index);
        if behind > 0 && x > 0 {
            behind -= 1;
            continue;
        }
        behind = cell.symbol().cell_width().saturating_sub(1);
        if *cell != Cell::EMPTY {
            changes.push((x, y, cell));
        }
    }
    changes
}

/// Whether a row has letters joined to one, such as a family or a flag. Terminals disagree on how wide
/// they are, so nobody knows what the cells behind them show.
fn has_joined(row: &Buffer) -> bool {
    let mut symbols = row.content.iter().map(Cell::symbol);
    symbols.any(|symbol| symbol.cell_width() > 1 && symbol.chars().nth(1).is_some())
}

/// A row of the screen.
fn row_of(cells: &Buffer, y: u16) -> Buffer {
    let width = usize::from(cells.area.width);
    let start = usize::from(y) * width;
    let content = cells.content.get(start..start + width).unwrap_or_default().to_vec();
    Buffer { area: Rect { y, height: 1, ..cells.area }, content }
}

/// Returns the sequences that undo [`take`].
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
    // The flags of the keyboard protocol are pushed without a query: a query costs two seconds in a
    // terminal that does not answer, and one that does not know the flags ignores them. Where the
    // protocol does not exist, as on Windows, crossterm refuses to write it.
    let flags = KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES;
    let _ = queue!(bytes, input::PushKeyboardEnhancementFlags(flags));
    PEN.write(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::{
        flow::Flow,
        layout::Pane,
        theme::{Role, UNICODE},
    };

    const SIZE: Size = Size { width: 20, height: 6 };

    /// A layout of some lines scrolled to one of them, with a pop-up above them where it has words.
    fn layout(lines: &[&str], first: usize, popup: &str) -> Layout {
        let mut flow = Flow::new(SIZE.width - 2, UNICODE);
        for line in lines {
            flow.text(0, Role::Text, line);
        }
        let area = Rect::from((Position::ORIGIN, SIZE));
        let mut panes = vec![Pane::scrolled(area, Role::Ground, flow, first)];
        if !popup.is_empty() {
            let area = Rect { x: 3, y: 1, width: 12, height: 4 };
            panes.push(Pane::framed(area, popup.to_owned(), Flow::new(10, UNICODE)));
        }
        Layout { size: SIZE, panes, ..Layout::default() }
    }

    #[test]
    fn what_is_not_blank_is_what_ratatui_finds_to_differ() {
        let lines = ["one", "三つ x", "❤\u{fe0f} 1\u{fe0f}\u{20e3} é", "👩‍👩‍👧 ｶﾞ", "", " end"];
        let area = Rect::from((Position::ORIGIN, SIZE));
        let mut cells = Buffer::empty(area);
        layout(&lines, 0, "漢字").draw(&Theme::dark(), &mut cells);
        assert_eq!(not_blank(&cells), Buffer::empty(area).diff(&cells));
    }

    #[test]
    fn drawing_the_rows_that_changed_gives_the_same_as_drawing_all() {
        let lines = ["one", "two", "three", "four", "five", "six", "seven"];
        let other = ["one", "2", "三", "four", "five", "six", "seven"];
        let layouts = [
            layout(&lines, 0, ""),
            layout(&other, 0, ""),
            layout(&other, 1, ""),
            layout(&other, 1, "Help"),
            layout(&lines, 1, "Keys"),
            layout(&lines, 1, ""),
            layout(&lines[..2], 0, ""),
        ];
        let theme = Theme::dark();
        let area = Rect::from((Position::ORIGIN, SIZE));
        let (mut kept, mut before) = (Buffer::empty(area), Vec::new());
        for (number, layout) in layouts.iter().enumerate() {
            let now = layout.digests();
            layout.draw_rows(&changed_rows(&before, &now, layout.has_frame()), &theme, &mut kept);
            before = now;
            let mut whole = Buffer::empty(area);
            layout.draw(&theme, &mut whole);
            assert_eq!(kept, whole, "layout {number}");
        }
        let same = layouts[6].digests();
        assert_eq!(changed_rows(&before, &same, false), [] as [u16; 0]);
    }
}
