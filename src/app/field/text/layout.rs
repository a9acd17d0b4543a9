//! A text laid out in rows.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::terminal_text::{self, LineEnds};
use crate::model::text::Text;
use crate::model::wrap::{Rest, first_row};

/// The rows laid out anew before the one that holds the grapheme before a change. The end of a row
/// depends on the next row, on the grapheme behind that, and on nothing further.
const ROWS_BEFORE_A_CHANGE: usize = 2;

/// The rows behind a change that are laid out at once. Most changes move only the ends of a few
/// rows; one in an endless word moves them all, and those far from the cursor can wait.
const ROWS_BEHIND_A_CHANGE: usize = 16;

/// How much of a text is looked at to lay out a row, in bytes, before more is.
const REACH: usize = 1024;

/// Holds a text and the rows it takes at a width, to be edited or only read.
///
/// After a change, only the rows around it are laid out anew. Where those behind it all move, they
/// are laid out once they are needed: by [`TextLayout::reach_row`], or to find a place in them.
#[derive(Debug, Clone)]
pub struct TextLayout {
    text: Text,
    width: usize,
    /// Where each row begins, in bytes. There is always a row, and behind a last line feed an
    /// empty one.
    starts: Vec<usize>,
    /// Where the first row begins that has not been laid out, if not all have been.
    ahead: Option<usize>,
}

impl TextLayout {
    /// Lays a text out at a width in cells.
    pub fn new(text: Text, width: usize) -> Self {
        let mut layout = Self::begun(text, width);
        layout.lay_out_while(|_, _| true);
        layout
    }

    /// Lays out the first row of a text; the others once they are needed.
    pub fn begun(text: Text, width: usize) -> Self {
        let mut layout = Self { text, width: width.max(1), starts: Vec::new(), ahead: Some(0) };
        layout.reach_row(0);
        layout
    }

    /// Gives the text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// Gives the width that no row goes beyond, save for white space and single graphemes.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Lays the text out anew, as far as it is needed, if the width is another.
    pub fn set_width(&mut self, width: usize) {
        let width = width.max(1);
        if width != self.width {
            *self = Self::begun(self.text.clone(), width);
        }
    }

    /// Puts another text in the place of what stands between two offsets.
    pub fn replace(&mut self, bytes: Range<usize>, with: &Text) {
        self.reach(bytes.end);
        let row = self.row_of(bytes.start.saturating_sub(1));
        let first = row.saturating_sub(ROWS_BEFORE_A_CHANGE);
        let start = self.start(first);
        let length_before = self.text.len_bytes();
        self.text.replace(bytes.clone(), with);
        let length = self.text.len_bytes();
        let change_end = bytes.start + with.len_bytes();

        let mut rows = RowStarts::new(&self.text, self.width, start);
        let mut renewed = Vec::new();
        let mut unchanged = None;
        let mut patience = ROWS_BEHIND_A_CHANGE;
        while let Some(start) = rows.ahead
            && patience > 0
        {
            if start >= change_end {
                // A row that begins where one began before is the same, and so are all behind it.
                let before = start + length_before - length;
                unchanged = self.starts.binary_search(&before).ok();
                if unchanged.is_some() {
                    break;
                }
                patience -= 1;
            }
            renewed.extend(rows.next());
        }
        let Some(unchanged) = unchanged else {
            self.ahead = rows.ahead;
            self.starts.splice(first.., renewed);
            return;
        };
        let moved = self.starts.iter_mut().skip(unchanged);
        for start in moved.chain(&mut self.ahead) {
            *start = *start + length - length_before;
        }
        self.starts.splice(first..unchanged, renewed);
    }

    /// Lays out rows up to one of a number, if there are so many.
    pub fn reach_row(&mut self, row: usize) {
        self.lay_out_while(|rows, _| rows <= row);
    }

    /// Lays out rows up to the one that an offset is in.
    pub fn reach(&mut self, byte: usize) {
        self.lay_out_while(|_, next| next <= byte);
    }

    /// Goes on, as long as it is wanted with so many rows laid out and the next to begin there.
    fn lay_out_while(&mut self, wanted: impl Fn(usize, usize) -> bool) {
        let Some(next) = self.ahead else { return };
        if !wanted(self.starts.len(), next) {
            return;
        }
        let mut rows = RowStarts::new(&self.text, self.width, next);
        while rows.ahead.is_some_and(|next| wanted(self.starts.len(), next)) {
            self.starts.extend(rows.next());
        }
        self.ahead = rows.ahead;
    }

    /// Counts the rows; there is at least one. As long as not all are laid out, this is a guess.
    pub fn row_count(&self) -> usize {
        let rows = self.starts.len();
        match self.ahead {
            Some(next) => rows + 1 + rows * (self.text.len_bytes() - next) / next.max(1),
            None => rows,
        }
    }

    /// Counts the rows that are laid out.
    pub fn rows_known(&self) -> usize {
        self.starts.len()
    }

    /// Tells whether a row is the last of the text.
    pub fn is_last(&self, row: usize) -> bool {
        self.ahead.is_none() && row + 1 >= self.starts.len()
    }

    /// Gives the row that an offset is in. Between two rows, that is the second.
    pub fn row_of(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte).saturating_sub(1)
    }

    /// Gives a row's place in the text.
    pub fn bytes(&self, row: usize) -> Range<usize> {
        self.start(row)..self.start(row + 1)
    }

    fn start(&self, row: usize) -> usize {
        let behind = self.ahead.unwrap_or(self.text.len_bytes());
        self.starts.get(row).copied().unwrap_or(behind)
    }
}

/// Graphemes and cells. A row holds whole graphemes, so no more than a row is looked at.
impl TextLayout {
    /// Gives the first place between graphemes that is not before an offset.
    pub fn boundary_from(&mut self, byte: usize) -> usize {
        match byte {
            0 => 0,
            byte if byte >= self.text.len_bytes() => self.text.len_bytes(),
            byte => self.boundary_after(byte - 1),
        }
    }

    /// Gives the last place between graphemes before an offset.
    pub fn boundary_before(&mut self, byte: usize) -> usize {
        self.reach(byte);
        let bytes = self.bytes(self.row_of(byte.saturating_sub(1)));
        let row = self.text.part(bytes.clone());
        let starts = terminal_text::graphemes(&row).map(|(at, _)| bytes.start + at);
        starts.take_while(|start| *start < byte).last().unwrap_or(bytes.start)
    }

    /// Gives the first place between graphemes behind an offset.
    pub fn boundary_after(&mut self, byte: usize) -> usize {
        self.reach(byte);
        let bytes = self.bytes(self.row_of(byte));
        let row = self.text.part(bytes.clone());
        let mut starts = terminal_text::graphemes(&row).map(|(at, _)| bytes.start + at);
        starts.find(|start| *start > byte).unwrap_or(bytes.end)
    }

    /// Gives the last place in a row: the end of a paragraph, or before the last grapheme of a row
    /// that was broken, as behind it the next row begins.
    pub fn last_position(&mut self, row: usize) -> usize {
        let end = self.bytes(row).end;
        if self.is_last(row) { end } else { self.boundary_before(end) }
    }

    /// Gives the column of an offset; white space beyond the width stays at the margin.
    pub fn column(&self, byte: usize) -> usize {
        let start = self.start(self.row_of(byte));
        let before = self.text.part(start..byte);
        let cells = terminal_text::graphemes(&before)
            .map(|(_, grapheme)| terminal_text::drawn_width(grapheme));
        cells.sum::<usize>().min(self.width)
    }

    /// Gives the place before the grapheme in a cell, or the row's last place if it is shorter.
    /// Rows beyond the last count as the last.
    pub fn position(&mut self, row: usize, column: usize) -> usize {
        self.reach_row(row);
        let row = row.min(self.starts.len() - 1);
        let last = self.last_position(row);
        let start = self.start(row);
        let mut cells = 0;
        for (at, grapheme) in terminal_text::graphemes(&self.text.part(start..last)) {
            cells += terminal_text::drawn_width(grapheme);
            if cells > column {
                return start + at;
            }
        }
        last
    }

    /// Gives rows as they are drawn, with what is selected set apart; none that is not laid out.
    pub fn rows(&self, rows: Range<usize>, selection: Option<Range<usize>>) -> Vec<TextRow> {
        let selection = selection.unwrap_or(0..0);
        let rows = rows.start..rows.end.min(self.starts.len());
        let start = self.start(rows.start);
        let window = self.text.part(start..self.start(rows.end));
        rows.map(|row| {
            let bytes = self.bytes(row);
            let text = window.get(bytes.start - start..bytes.end - start).unwrap_or_default();
            let from = selection.start.clamp(bytes.start, bytes.end) - bytes.start;
            let to = selection.end.clamp(bytes.start, bytes.end) - bytes.start;
            TextRow { bytes, pieces: self.pieces(text, from..to) }
        })
        .collect()
    }

    fn pieces(&self, row: &str, selection: Range<usize>) -> Vec<RowPiece> {
        let (row, behind) = row.split_at_checked(selection.end).unwrap_or((row, ""));
        let (before, inside) = row.split_at_checked(selection.start).unwrap_or((row, ""));
        let mut room = self.width;
        let mut pieces = Vec::new();
        for (text, selected) in [(before, false), (inside, true), (behind, false)] {
            let line = text.strip_suffix('\n');
            let mut shown = terminal_text::shown(line.unwrap_or(text), LineEnds::Marked);
            if line.is_some() && selected {
                // The end of a line is seen where it is selected.
                shown.to_mut().push(' ');
            }
            let (shown, cells) = terminal_text::clipped(&shown, room);
            if cells > 0 {
                pieces.push(RowPiece { shown: shown.to_owned(), cells, selected });
            }
            room -= cells;
        }
        pieces
    }
}

/// Shows one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextRow {
    /// The row's place in the text, its line end included.
    pub bytes: Range<usize>,
    /// What is drawn, from left to right.
    pub pieces: Vec<RowPiece>,
}

/// Shows a piece of a row that is drawn in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowPiece {
    /// What is drawn, safe for the terminal.
    pub shown: String,
    /// How many cells it takes.
    pub cells: usize,
    /// Whether it is part of the selection.
    pub selected: bool,
}

/// Finds where rows begin, starting with one that is known to.
struct RowStarts<'t> {
    text: &'t Text,
    width: usize,
    /// Where the next row begins, if there is one.
    ahead: Option<usize>,
    /// A part of the text, so that the rope need not be searched for each row.
    window: Cow<'t, str>,
    window_start: usize,
}

impl<'t> RowStarts<'t> {
    fn new(text: &'t Text, width: usize, start: usize) -> Self {
        Self { text, width, ahead: Some(start), window: Cow::default(), window_start: start }
    }

    fn row_behind(&mut self, start: usize) -> Option<usize> {
        let length = self.text.len_bytes();
        let mut reach = REACH;
        loop {
            let ahead = self.window.get(start - self.window_start..).unwrap_or_default();
            let rest = if start + ahead.len() < length { Rest::More } else { Rest::Nothing };
            if let Some(bytes) = first_row(ahead, self.width, rest) {
                let line_ended = ahead.get(..bytes).is_some_and(|row| row.ends_with('\n'));
                let end = start + bytes;
                return (end < length || line_ended).then_some(end);
            }
            self.window = self.text.part(start..start + reach);
            self.window_start = start;
            reach *= 2;
        }
    }
}

impl Iterator for RowStarts<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let start = self.ahead?;
        self.ahead = self.row_behind(start);
        Some(start)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::any_text;
    use super::*;

    #[track_caller]
    fn check(layout: &TextLayout, rows: &[&str]) {
        let shown = layout
            .rows(0..layout.row_count(), None)
            .into_iter()
            .map(|row| row.pieces.into_iter().map(|piece| piece.shown).collect::<String>());
        assert_eq!(shown.collect::<Vec<_>>(), rows);
    }

    #[test]
    fn a_long_text_can_be_read_without_an_editor() {
        let layout = TextLayout::new(Text::from("We agree.\n\nMostly, that is.\n"), 8);
        check(&layout, &["We ", "agree.", "", "Mostly, ", "that is.", ""]);
    }

    #[test]
    fn control_characters_in_an_old_draft_are_drawn_as_marks() {
        let layout = TextLayout::new(Text::from("a\tb\u{1b}[0m\r\nc\rd\u{202e}"), 40);
        check(&layout, &["a␉b␛[0m␍", "c␍d‹U+202E›"]);
    }

    #[test]
    fn what_is_selected_is_set_apart() {
        let layout = TextLayout::new(Text::from("one two\n\nthree"), 40);
        let rows = layout.rows(0..9, Some(4..11));
        let pieces: Vec<Vec<_>> = rows
            .iter()
            .map(|row| row.pieces.iter().map(|p| (p.shown.as_str(), p.selected)).collect())
            .collect();
        let expected = [
            vec![("one ", false), ("two ", true)],
            vec![(" ", true)],
            vec![("th", true), ("ree", false)],
        ];
        assert_eq!(pieces, expected);
    }

    #[test]
    fn a_row_of_an_endless_word_holds_what_fits() {
        let layout = TextLayout::new(Text::from("a".repeat(100_000)), 80);
        assert_eq!(layout.row_count(), 1250);
        assert_eq!(layout.bytes(600), 48_000..48_080);
    }

    #[test]
    fn a_tower_of_a_hundred_thousand_accents_is_one_grapheme() {
        let mut layout = TextLayout::new(Text::from(format!("z{}", "\u{301}".repeat(100_000))), 80);
        layout.replace(1..1, &Text::from("\u{301}"));
        assert_eq!(layout.row_count(), 1);
        assert_eq!(layout.boundary_after(0), layout.text().len_bytes());
    }

    #[test]
    fn the_rows_of_an_endless_word_are_laid_out_when_they_are_needed() {
        let mut layout = TextLayout::new(Text::from("a".repeat(100_000)), 80);
        layout.replace(40_000..40_000, &Text::from("b"));
        assert!(layout.rows_known() < 600);
        assert!(layout.row_count().abs_diff(1251) < 3);
        assert_eq!(layout.boundary_before(100_001), 100_000);
        assert_eq!((layout.rows_known(), layout.bytes(1250)), (1251, 100_000..100_001));
    }

    proptest! {
        #[test]
        fn rows_kept_through_changes_are_those_of_the_whole(
            width in 1..40usize,
            start in any_text(200),
            changes in prop::collection::vec((0.0..=1.0, 0..60usize, any_text(12)), 1..8),
        ) {
            let mut layout = TextLayout::new(Text::from(start), width);
            for (at, length, with) in changes {
                let at = (at * layout.text().len_bytes() as f64) as usize;
                let at = layout.text().character_start(at);
                let end = layout.text().character_start(at + length);
                layout.replace(at..end, &Text::from(with));
                if at.is_multiple_of(3) {
                    layout.reach_row(at);
                }
                let anew = TextLayout::new(layout.text().clone(), width);
                let known = layout.starts.len();
                prop_assert_eq!(&layout.starts[..], &anew.starts[..known], "{:?}", layout.text());
                prop_assert!(layout.ahead.is_some() || known == anew.starts.len());
            }
        }

        #[test]
        fn rows_make_up_the_text_and_fit_their_width(width in 1..40usize, text in any_text(200)) {
            let layout = TextLayout::new(Text::from(text.as_str()), width);
            let rows = layout.rows(0..layout.row_count(), None);
            let whole: String =
                rows.iter().map(|row| layout.text().part(row.bytes.clone())).collect();
            prop_assert_eq!(&whole, &text);
            for row in rows {
                let drawn = layout.text().part(row.bytes.clone()).into_owned();
                let seen = drawn.trim_end();
                let cells: usize =
                    terminal_text::graphemes(seen).map(|(_, grapheme)| terminal_text::drawn_width(grapheme)).sum();
                let graphemes = terminal_text::graphemes(seen).count();
                prop_assert!(cells <= width || graphemes == 1, "{:?} at {}", drawn, width);
                let pieces: usize = row.pieces.iter().map(|piece| piece.cells).sum();
                prop_assert!(pieces <= width);
            }
        }

        #[test]
        fn places_between_graphemes_are_those_of_the_standard(
            width in 1..40usize,
            text in any_text(60),
        ) {
            let mut layout = TextLayout::new(Text::from(text.as_str()), width);
            let mut at = 0;
            for (start, grapheme) in terminal_text::graphemes(&text) {
                prop_assert_eq!(at, start);
                at = layout.boundary_after(at);
                prop_assert_eq!(at, start + grapheme.len());
                prop_assert_eq!(layout.boundary_before(at), start);
                prop_assert_eq!(layout.boundary_from(start + 1), at);
            }
        }
    }
}
