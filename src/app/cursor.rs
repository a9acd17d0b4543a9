//! A cursor in a list.

use super::field::text::Motion;

/// A list with a cursor in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cursor(pub usize);

impl Cursor {
    /// Moves by a number of entries, staying in a list of this length.
    pub fn step(&mut self, by: isize, length: usize) {
        self.0 = self.0.saturating_add_signed(by).min(length.saturating_sub(1));
    }

    /// Moves as a motion says; `page` is how many entries fill a screen. Whether it moved.
    pub fn follow(&mut self, motion: Motion, length: usize, page: usize) -> bool {
        let before = self.0;
        let page = isize::try_from(page.max(1)).unwrap_or(isize::MAX);
        match motion {
            Motion::RowUp | Motion::Left | Motion::WordLeft => self.step(-1, length),
            Motion::RowDown | Motion::Right | Motion::WordRight => self.step(1, length),
            Motion::PageUp | Motion::ParagraphUp => self.step(-page, length),
            Motion::PageDown | Motion::ParagraphDown => self.step(page, length),
            Motion::TextStart | Motion::RowStart => self.0 = 0,
            Motion::TextEnd | Motion::RowEnd | Motion::ParagraphEnd => {
                self.0 = length.saturating_sub(1)
            }
        }
        self.0 != before
    }
}
