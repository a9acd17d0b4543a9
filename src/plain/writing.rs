//! Writing and editing long texts line by line.

use crate::app::{
    App, Mode,
    field::text::{Lines, TextEditor},
    popup::Popup,
    screen::{Screen, page::Control},
};

/// The destination of the next lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextEntry {
    /// The end of the text, until the line that ends it.
    Text,
    /// Before a line of the text, by its index, until the line that ends it.
    Before(usize),
    /// In place of a line of the text, by its index.
    Line(usize),
}

/// How a line is understood while writing a long text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TextEntryLine<'l> {
    /// The end of the text.
    End,
    /// A line of the text.
    Line(&'l str),
}

/// Reads a line of a long text. A single full stop ends the text, and `=` before it makes it a
/// line; `==.` is the line `=.`, and so on.
pub(super) fn read(line: &str) -> TextEntryLine<'_> {
    let stop = line.trim_end();
    match stop.strip_suffix('.') {
        Some("") => TextEntryLine::End,
        Some(marks) if marks.chars().all(|mark| mark == '=') => {
            TextEntryLine::Line(stop.strip_prefix('=').unwrap_or(stop))
        }
        Some(_) | None => TextEntryLine::Line(line),
    }
}

/// Returns the text being edited: on the page, in the sign-off form, or in a pop-up above them.
pub(super) fn editor(app: &App) -> Option<&TextEditor> {
    match &app.popup {
        Some(Popup::Note(note)) => return Some(&note.editor),
        Some(Popup::NotSaved { elsewhere, .. }) => return elsewhere.as_deref(),
        Some(Popup::Adding(form)) => return Some(&form.path),
        Some(Popup::GoTo(go_to)) => return Some(&go_to.query),
        Some(Popup::Search(search)) => return Some(&search.query),
        Some(
            Popup::Help { .. }
            | Popup::Guidance { .. }
            | Popup::Occupied { .. }
            | Popup::Documents { .. }
            | Popup::Portal(_)
            | Popup::Conflict(_)
            | Popup::Unusable { .. }
            | Popup::Problems { .. },
        ) => return None,
        None => {}
    }
    match &app.mode {
        Mode::Draft(_, Screen::Page(page)) => match page.focused().map(|field| &field.control) {
            Some(Control::Text(_, editor)) => Some(editor),
            _ => None,
        },
        Mode::Draft(_, Screen::SignOff(form)) => {
            form.fields.get(form.focus).map(|(_, editor)| editor)
        }
        Mode::Home(_)
        | Mode::Draft(
            _,
            Screen::Contents(_)
            | Screen::Reading(_)
            | Screen::SectionEnd(_)
            | Screen::Review(_)
            | Screen::Done(_),
        )
        | Mode::Revised(_)
        | Mode::Broken(_) => None,
    }
}

/// Returns the lines of the long text being edited, if there is one.
pub(super) fn lines(app: &App) -> Option<Vec<String>> {
    let editor = editor(app).filter(|editor| editor.lines() == Lines::Many)?;
    if editor.text().is_empty() {
        Some(Vec::new())
    } else {
        Some(editor.text().to_string().split('\n').map(str::to_owned).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_single_full_stop_ends_a_text() {
        assert_eq!(read("."), TextEntryLine::End);
        assert_eq!(read(". "), TextEntryLine::End);
        assert_eq!(read("=."), TextEntryLine::Line("."));
        assert_eq!(read("==."), TextEntryLine::Line("=."));
        for line in ["", "..", " .", "next", "=next", "a.", "= .", "==="] {
            assert_eq!(read(line), TextEntryLine::Line(line));
        }
    }
}
