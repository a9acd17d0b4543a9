//! The editor of a text: a cursor, a selection, and the rows the text is laid out in.

mod change;
mod incoming;
mod layout;

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::model::text::{Text, TextCounts};

pub use change::{Change, ChangeKind, Follows};
pub use incoming::{Lines, cleaned};
pub use layout::{RowPiece, TextLayout, TextRow};

/// A word longer than this many bytes is walked, and selected, in parts.
const LONGEST_WORD: usize = 4096;

/// Edits the text of an answer.
///
/// All offsets are bytes; the cursor always stands between graphemes. Where a row was broken for
/// want of room, the cursor belongs to the row that begins there. Rows and columns are counted
/// from nought in cells; the column may equal the width, behind a full row, so leave it a cell.
#[derive(Debug, Clone)]
pub struct TextEditor {
    layout: TextLayout,
    lines: Lines,
    cursor: usize,
    /// Where the selection was begun; it reaches from here to the cursor.
    anchor: Option<usize>,
    /// The column that moving up and down keeps to, across rows too short for it.
    goal: Option<usize>,
    /// The rows that are seen; 0 until the size is known, as there is nothing to scroll before.
    height: usize,
    top_row: usize,
    /// What the next change will follow.
    last: Follows,
    /// The first row to be seen, until the size is known.
    resumed_row: Option<usize>,
    /// Whether the respondent writes in it, and has not just come here or come through.
    is_being_written: bool,
}

impl TextEditor {
    /// Opens a text, as it is, with the cursor at its end.
    pub fn new(text: Text, lines: Lines) -> Self {
        let cursor = text.len_bytes();
        Self {
            layout: TextLayout::begun(text, 80),
            lines,
            cursor,
            anchor: None,
            goal: None,
            height: 0,
            top_row: 0,
            last: Follows::Motion,
            resumed_row: None,
            is_being_written: false,
        }
    }

    /// Says whether the text has one line or many.
    pub fn lines(&self) -> Lines {
        self.lines
    }

    /// Whether something was typed or clicked in the text since it got the focus, so that `Enter`
    /// begins a new line.
    pub fn is_being_written(&self) -> bool {
        self.is_being_written
    }

    /// Takes note that the focus came to the text, or left it.
    pub fn rest(&mut self) {
        self.is_being_written = false;
    }

    /// Takes up the text as it was changed elsewhere, as it is; the cursor stays where it can.
    pub fn reload(&mut self, text: &Text) {
        let cursor = self.cursor;
        let whole = 0..self.text().len_bytes();
        self.layout.replace(whole, text);
        let cursor = self.layout.boundary_from(cursor);
        self.place(cursor, Anchor::Dropped);
    }

    /// Gives the text as it stands.
    pub fn text(&self) -> &Text {
        self.layout.text()
    }

    /// Counts the text, without a pass over it.
    pub fn tally(&self) -> TextCounts {
        self.text().tally()
    }

    /// Gives the cursor's offset.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Gives what is selected, if anything.
    pub fn selection(&self) -> Option<Range<usize>> {
        let anchor = self.anchor.filter(|anchor| *anchor != self.cursor)?;
        Some(anchor.min(self.cursor)..anchor.max(self.cursor))
    }

    /// Gives the selected text, for the clipboard.
    pub fn selected_text(&self) -> Option<String> {
        self.selection().map(|bytes| self.text().part(bytes).into_owned())
    }
}

/// Moving and selecting.
impl TextEditor {
    /// Moves the cursor and tells whether anything moved: at the first row, up does not.
    pub fn go(&mut self, motion: Motion, anchor: Anchor) -> bool {
        let before = (self.cursor, self.selection());
        let keeps_goal =
            matches!(motion, Motion::RowUp | Motion::RowDown | Motion::PageUp | Motion::PageDown);
        let goal = keeps_goal.then(|| self.goal());
        let target = match (motion, anchor, self.selection()) {
            (Motion::Left, Anchor::Dropped, Some(selected)) => selected.start,
            (Motion::Right, Anchor::Dropped, Some(selected)) => selected.end,
            _ => self.target(motion),
        };
        self.place(target, anchor);
        self.goal = goal;
        before != (self.cursor, self.selection())
    }

    /// Puts the cursor at an offset, or behind the grapheme it falls in.
    pub fn set_cursor(&mut self, byte: usize) {
        let cursor = self.layout.boundary_from(byte);
        self.place(cursor, Anchor::Dropped);
    }

    /// Puts the cursor at the grapheme in a cell. A drag is a click that holds the anchor.
    pub fn click(&mut self, row: usize, column: usize, anchor: Anchor) {
        let cursor = self.layout.position(row, column);
        self.place(cursor, anchor);
        self.is_being_written = true;
    }

    /// Selects the word, or what else stands together, in a cell.
    pub fn select_word_at(&mut self, row: usize, column: usize) {
        let at = self.layout.position(row, column);
        let start = self.text().character_start(at.saturating_sub(LONGEST_WORD));
        let window = self.text().part(start..at + LONGEST_WORD);
        let word = window
            .split_word_bound_indices()
            .map(|(from, word)| start + from..start + from + word.len())
            .find(|word| word.contains(&at) && !self.text().part(word.clone()).ends_with('\n'))
            .unwrap_or(at..at);
        let end = self.layout.boundary_from(word.end);
        self.anchor = Some(self.layout.boundary_from(word.start));
        self.place(end, Anchor::Held);
    }

    /// Selects the whole text.
    pub fn select_all(&mut self) {
        self.anchor = Some(0);
        let end = self.layout.boundary_from(self.text().len_bytes());
        self.place(end, Anchor::Held);
    }

    fn place(&mut self, cursor: usize, anchor: Anchor) {
        self.anchor = match anchor {
            Anchor::Dropped => None,
            Anchor::Held => self.anchor.or(Some(self.cursor)),
        };
        self.cursor = cursor;
        self.goal = None;
        self.last = Follows::Motion;
        self.scroll_to_cursor();
    }

    fn target(&mut self, motion: Motion) -> usize {
        self.layout.reach(self.cursor);
        let row = self.layout.row_of(self.cursor);
        match motion {
            Motion::Left => self.layout.boundary_before(self.cursor),
            Motion::Right => self.layout.boundary_after(self.cursor),
            Motion::WordLeft => self.word_start(),
            Motion::WordRight => self.word_end(),
            Motion::RowUp => self.rows_up(1),
            Motion::RowDown => self.rows_down(1),
            Motion::RowStart => self.layout.bytes(row).start,
            Motion::RowEnd => self.layout.last_position(row),
            Motion::PageUp => self.rows_up(self.height),
            Motion::PageDown => self.rows_down(self.height),
            Motion::ParagraphUp => self.paragraph_start(),
            Motion::ParagraphDown => self.layout.boundary_from(self.next_paragraph()),
            Motion::ParagraphEnd => self.paragraph_end(),
            Motion::TextStart => 0,
            Motion::TextEnd => self.layout.boundary_from(self.text().len_bytes()),
        }
    }

    fn rows_up(&mut self, rows: usize) -> usize {
        let row = self.layout.row_of(self.cursor);
        if row == 0 {
            return self.cursor;
        }
        self.layout.position(row.saturating_sub(rows), self.goal())
    }

    fn rows_down(&mut self, rows: usize) -> usize {
        let row = self.layout.row_of(self.cursor);
        if self.layout.is_last(row) {
            return self.cursor;
        }
        self.layout.position(row + rows, self.goal())
    }

    fn goal(&self) -> usize {
        self.goal.unwrap_or_else(|| self.layout.column(self.cursor))
    }

    fn word_start(&mut self) -> usize {
        let start = self.text().character_start(self.cursor.saturating_sub(LONGEST_WORD));
        let before = self.text().part(start..self.cursor);
        let word = before.split_word_bound_indices().rfind(|(_, word)| !word.trim().is_empty());
        let start = start + word.map_or(0, |(from, _)| from);
        let start = self.layout.boundary_from(start);
        if start < self.cursor { start } else { self.layout.boundary_before(self.cursor) }
    }

    fn word_end(&mut self) -> usize {
        let behind = self.text().part(self.cursor..self.cursor + LONGEST_WORD);
        let word = behind.split_word_bound_indices().find(|(_, word)| !word.trim().is_empty());
        let length = word.map_or(behind.len(), |(from, word)| from + word.len());
        self.layout.boundary_from(self.cursor + length)
    }

    fn paragraph_start(&self) -> usize {
        let rope = self.text().rope();
        rope.line_to_byte(rope.byte_to_line(self.cursor.saturating_sub(1)))
    }

    fn next_paragraph(&self) -> usize {
        let rope = self.text().rope();
        let next = rope.byte_to_line(self.cursor) + 1;
        if next < rope.len_lines() { rope.line_to_byte(next) } else { rope.len_bytes() }
    }

    fn paragraph_end(&mut self) -> usize {
        let next = self.next_paragraph();
        let rope = self.text().rope();
        if rope.byte_to_line(next) > rope.byte_to_line(self.cursor) {
            return self.layout.boundary_before(next);
        }
        next
    }
}

/// Changing the text. What is changed is handed back, for the history.
impl TextEditor {
    /// Puts what was typed in the place of the selection, or at the cursor.
    pub fn insert(&mut self, typed: &str) -> Option<Change> {
        let typed = cleaned(typed, self.lines);
        let kind = if typed.contains('\n') { ChangeKind::Whole } else { ChangeKind::Typed };
        self.replace(self.selection_or_cursor(), &typed, kind)
    }

    /// Begins a new paragraph; where there is one line only, does nothing.
    pub fn newline(&mut self) -> Option<Change> {
        match self.lines {
            Lines::One => None,
            Lines::Many => self.replace(self.selection_or_cursor(), "\n", ChangeKind::Whole),
        }
    }

    /// Puts what was pasted in the place of the selection, or at the cursor.
    pub fn paste(&mut self, pasted: &str) -> Option<Change> {
        let pasted = cleaned(pasted, self.lines);
        self.replace(self.selection_or_cursor(), &pasted, ChangeKind::Whole)
    }

    /// Puts another text in the place of the whole, as when it comes back from another editor.
    pub fn set_text(&mut self, text: &str) -> Option<Change> {
        let text = cleaned(text, self.lines);
        self.replace(0..self.text().len_bytes(), &text, ChangeKind::Whole)
    }

    /// Takes the selection out; the change has it under `removed`.
    pub fn cut(&mut self) -> Option<Change> {
        self.replace(self.selection()?, "", ChangeKind::Whole)
    }

    /// Takes out the selection, or else what lies between the cursor and where a motion leads.
    ///
    /// At the end of a paragraph, the way to its end is the line end itself.
    pub fn erase(&mut self, motion: Motion) -> Option<Change> {
        if self.selection().is_some() {
            return self.cut();
        }
        let mut target = self.target(motion);
        if target == self.cursor && motion == Motion::ParagraphEnd {
            target = self.target(Motion::Right);
        }
        let kind = if motion == Motion::Left {
            ChangeKind::ErasedBackward
        } else if motion == Motion::Right {
            ChangeKind::ErasedForward
        } else {
            ChangeKind::Whole
        };
        self.replace(target.min(self.cursor)..target.max(self.cursor), "", kind)
    }

    /// Makes a change made earlier, or the inverse of one: how history is walked.
    pub fn apply(&mut self, change: &Change) {
        let bytes = change.at..change.at + change.removed.len_bytes();
        self.layout.replace(bytes, &change.inserted);
        self.set_cursor(change.cursor_after);
    }

    fn selection_or_cursor(&self) -> Range<usize> {
        self.selection().unwrap_or(self.cursor..self.cursor)
    }

    fn replace(&mut self, bytes: Range<usize>, with: &str, kind: ChangeKind) -> Option<Change> {
        if bytes.is_empty() && with.is_empty() {
            return None;
        }
        let mut change = Change {
            at: bytes.start,
            cursor_before: self.cursor,
            cursor_after: bytes.start + with.len(),
            removed: Text::from(self.text().part(bytes)),
            inserted: Text::from(with),
            kind,
            follows: self.last,
        };
        self.apply(&change);
        change.cursor_after = self.cursor;
        self.last = Follows::Change;
        self.is_being_written = true;
        Some(change)
    }
}

/// What is seen.
impl TextEditor {
    /// Takes the size of the place where the text is drawn, in cells.
    pub fn set_size(&mut self, width: usize, height: usize) {
        let height = height.max(1);
        if self.layout.width() == width.max(1) && self.height == height {
            return;
        }
        self.layout.set_width(width);
        self.height = height;
        self.goal = None;
        self.scroll_to_cursor();
        if let Some(row) = self.resumed_row.take() {
            self.show_from(row);
        }
    }

    /// Shows the text as it was left, once there is room for it: scrolled to this row.
    pub fn resume(&mut self, top_row: usize, is_being_written: bool) {
        self.resumed_row = Some(top_row);
        self.is_being_written = is_being_written;
    }

    /// Whether the size of the place where it is drawn is known.
    pub fn is_measured(&self) -> bool {
        self.height > 0
    }

    /// Gives the first row that is seen.
    pub fn top_row(&self) -> usize {
        self.top_row
    }

    /// Counts the rows of the whole text: at least one, for the cursor.
    pub fn row_count(&self) -> usize {
        self.layout.row_count()
    }

    /// Gives rows as they are drawn.
    pub fn rows(&self, rows: Range<usize>) -> Vec<TextRow> {
        self.layout.rows(rows, self.selection())
    }

    /// Gives the row and the column that the cursor stands in.
    pub fn cursor_cell(&self) -> (usize, usize) {
        if self.height == 0 {
            return (0, 0);
        }
        (self.layout.row_of(self.cursor), self.layout.column(self.cursor))
    }

    /// Scrolls as little as brings the cursor into sight.
    pub fn scroll_to_cursor(&mut self) {
        if self.height == 0 {
            return;
        }
        self.layout.reach(self.cursor);
        let row = self.layout.row_of(self.cursor);
        self.show_from(self.top_row.clamp((row + 1).saturating_sub(self.height), row));
    }

    /// Scrolls by rows, up if negative, and leaves the cursor where it is.
    pub fn scroll_by(&mut self, rows: isize) {
        self.show_from(self.top_row.saturating_add_signed(rows));
    }

    fn show_from(&mut self, row: usize) {
        self.layout.reach_row(row.saturating_add(self.height));
        self.top_row = row.min(self.layout.rows_known().saturating_sub(self.height));
    }
}

/// Says where the cursor is to go, or how far an erasure reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// To the grapheme before.
    Left,
    /// To the grapheme behind.
    Right,
    /// To the start of the word, or of the one before.
    WordLeft,
    /// To the end of the word, or of the next one.
    WordRight,
    /// To the row above.
    RowUp,
    /// To the row below.
    RowDown,
    /// To the first position of the row.
    RowStart,
    /// To the last position of the row: before the space at which it was broken, if it was.
    RowEnd,
    /// As many rows up as are seen at once.
    PageUp,
    /// As many rows down as are seen at once.
    PageDown,
    /// To the start of the paragraph, or of the one before.
    ParagraphUp,
    /// To the start of the next paragraph, or to the end of the last.
    ParagraphDown,
    /// To the end of the paragraph.
    ParagraphEnd,
    /// To the start of the text.
    TextStart,
    /// To the end of the text.
    TextEnd,
}

/// Says what becomes of the selection when the cursor moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// It is given up: the cursor moves alone.
    Dropped,
    /// It reaches to the cursor's new place, from where it began.
    Held,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::terminal_text;

    /// Texts of what is hard to wrap, to segment and to draw.
    pub(super) fn any_text(length: usize) -> impl Strategy<Value = String> {
        const PIECES: [&str; 40] = [
            "a",
            "b",
            "word",
            "12",
            " ",
            " ",
            "  ",
            "\n",
            "\r",
            "\r\n",
            "\t",
            "\u{1b}",
            ",",
            "(",
            ")",
            "“",
            "”",
            "-",
            "—",
            "。",
            "、",
            "漢",
            "字",
            "ｶﾞ",
            "é",
            "e\u{301}",
            "\u{301}",
            "\u{a0}",
            "\u{200d}",
            "👩",
            "👩‍👩‍👧",
            "🇬🇧",
            "🇬",
            "❤\u{fe0f}",
            "\u{fe0e}",
            "\u{1112}",
            "\u{1161}",
            "\u{202e}",
            "\u{3000}",
            "क्षि",
        ];
        prop::collection::vec(prop::sample::select(&PIECES[..]), 0..length)
            .prop_map(|pieces| pieces.concat())
    }

    /// Opens a text in which `|` stands for the cursor.
    fn open(text: &str, width: usize, height: usize) -> TextEditor {
        let cursor = text.find('|').unwrap();
        let mut editor = TextEditor::new(Text::from(text.replace('|', "")), Lines::Many);
        editor.set_size(width, height);
        editor.set_cursor(cursor);
        editor
    }

    fn look(editor: &TextEditor) -> String {
        let mut text = editor.text().to_string();
        text.insert(editor.cursor(), '|');
        text
    }

    #[track_caller]
    fn check_go(text: &str, width: usize, motions: &[Motion], expected: &str) {
        let mut editor = open(text, width, 3);
        for motion in motions {
            editor.go(*motion, Anchor::Dropped);
        }
        assert_eq!(look(&editor), expected);
    }

    #[track_caller]
    fn check_erase(text: &str, motion: Motion, expected: &str) {
        let mut editor = open(text, 10, 3);
        editor.erase(motion);
        assert_eq!(look(&editor), expected);
    }

    #[test]
    fn backspace_takes_the_whole_family_emoji() {
        check_erase("a👩‍👩‍👧|b", Motion::Left, "a|b");
        check_erase("cafe\u{301}|", Motion::Left, "caf|");
        check_erase("\u{1112}\u{1161}\u{11ab}|", Motion::Left, "|");
        check_erase("a\r\n|b", Motion::Left, "a|b");
    }

    #[test]
    fn delete_takes_the_grapheme_behind_the_cursor() {
        check_erase("a|🇬🇧b", Motion::Right, "a|b");
        check_erase("|", Motion::Right, "|");
    }

    #[test]
    fn words_are_erased_with_the_space_on_the_way_to_them() {
        check_erase("We do not |agree", Motion::WordLeft, "We do |agree");
        check_erase("We do| not agree", Motion::WordRight, "We do| agree");
        check_erase("don't|", Motion::WordLeft, "|");
    }

    #[test]
    fn the_rest_of_a_row_or_a_paragraph_can_be_erased() {
        check_erase("one two| three four\nfive", Motion::ParagraphEnd, "one two|\nfive");
        check_erase("one two|\nfive", Motion::ParagraphEnd, "one two|five");
        check_erase("one |two three four", Motion::RowEnd, "one | three four");
    }

    #[test]
    fn moving_down_keeps_the_column_across_a_short_row() {
        let down = [Motion::RowDown, Motion::RowDown];
        check_go("first row|\nab\nthird row", 20, &down, "first row\nab\nthird row|");
        check_go("ab漢c|d\n漢漢漢", 20, &[Motion::RowDown], "ab漢cd\n漢漢|漢");
    }

    #[test]
    fn at_the_first_and_the_last_row_nothing_moves() {
        let mut editor = open("o|ne two", 4, 2);
        assert!(!editor.go(Motion::RowUp, Anchor::Dropped));
        assert!(editor.go(Motion::RowDown, Anchor::Dropped));
        assert!(!editor.go(Motion::RowDown, Anchor::Dropped));
        assert_eq!(look(&editor), "one t|wo");
    }

    #[test]
    fn home_and_end_stay_in_their_row() {
        check_go("one two th|ree four", 9, &[Motion::RowEnd], "one two three| four");
        check_go(
            "one t|wo three four",
            9,
            &[Motion::RowEnd, Motion::RowEnd],
            "one two| three four",
        );
        check_go("one two three| four", 9, &[Motion::RowStart], "one two |three four");
        check_go("o|ne\ntwo", 9, &[Motion::RowEnd], "one|\ntwo");
    }

    #[test]
    fn paragraphs_are_walked_by_their_starts() {
        let up = [Motion::ParagraphUp];
        check_go("one\ntw|o\nthree", 9, &up, "one\n|two\nthree");
        check_go("one\n|two\nthree", 9, &up, "|one\ntwo\nthree");
        check_go("one\ntw|o\nthree", 9, &[Motion::ParagraphDown], "one\ntwo\n|three");
        check_go("one\ntwo\n|three", 9, &[Motion::ParagraphDown], "one\ntwo\nthree|");
    }

    #[test]
    fn words_are_walked_by_the_standard() {
        check_go("We |don't, now", 20, &[Motion::WordRight], "We don't|, now");
        check_go("We don't,| now", 20, &[Motion::WordLeft, Motion::WordLeft], "We |don't, now");
    }

    #[test]
    fn left_and_right_leave_a_selection_at_its_ends() {
        let mut editor = open("one |two", 20, 3);
        editor.go(Motion::WordRight, Anchor::Held);
        assert_eq!(editor.selected_text().as_deref(), Some("two"));
        editor.go(Motion::Left, Anchor::Dropped);
        assert_eq!((look(&editor), editor.selection()), ("one |two".into(), None));
    }

    #[test]
    fn a_click_finds_the_grapheme_in_its_cell() {
        let mut editor = open("|a漢b\nc", 20, 3);
        for (row, column, expected) in
            [(0, 2, "a|漢b\nc"), (0, 3, "a漢|b\nc"), (0, 99, "a漢b|\nc"), (9, 0, "a漢b\n|c")]
        {
            editor.click(row, column, Anchor::Dropped);
            assert_eq!(look(&editor), expected);
        }
        editor.click(0, 1, Anchor::Held);
        assert_eq!(editor.selected_text().as_deref(), Some("漢b\n"));
    }

    #[test]
    fn a_double_click_selects_a_word() {
        let mut editor = open("|We don't agree", 6, 3);
        editor.select_word_at(1, 2);
        assert_eq!(editor.selected_text().as_deref(), Some("don't"));
    }

    #[test]
    fn the_view_follows_the_cursor_and_the_wheel() {
        let mut editor = open("|1\n2\n3\n4\n5\n6", 9, 2);
        editor.go(Motion::PageDown, Anchor::Dropped);
        assert_eq!((editor.top_row(), editor.cursor_cell()), (1, (2, 0)));
        editor.scroll_by(99);
        assert_eq!((editor.top_row(), editor.cursor_cell()), (4, (2, 0)));
        editor.insert("x");
        assert_eq!(editor.top_row(), 2);
        editor.scroll_by(-99);
        assert_eq!(editor.top_row(), 0);
    }

    #[test]
    fn one_line_stays_one_line() {
        let mut editor = TextEditor::new(Text::default(), Lines::One);
        assert_eq!(editor.newline(), None);
        editor.paste("Stoke-on-Trent\r\nCity Council\n");
        assert_eq!(look(&editor), "Stoke-on-Trent City Council |");
    }

    #[test]
    fn an_accent_typed_by_itself_joins_the_letter_before() {
        let mut editor = open("cafe|s", 9, 2);
        editor.insert("\u{301}");
        assert_eq!(look(&editor), "cafe\u{301}|s");
        assert_eq!(editor.tally().characters, 5);
    }

    #[derive(Debug, Clone)]
    enum EraseOutcome {
        Go(Motion, Anchor),
        Insert(String),
        Paste(String),
        Newline,
        Erase(Motion),
        Cut,
        Click(usize, usize),
        SelectWord(usize, usize),
        SetSize(usize, usize),
        Scroll(isize),
        SetCursor(usize),
    }

    fn any_motion() -> impl Strategy<Value = Motion> {
        prop::sample::select(vec![
            Motion::Left,
            Motion::Right,
            Motion::WordLeft,
            Motion::WordRight,
            Motion::RowUp,
            Motion::RowDown,
            Motion::RowStart,
            Motion::RowEnd,
            Motion::PageUp,
            Motion::PageDown,
            Motion::ParagraphUp,
            Motion::ParagraphDown,
            Motion::ParagraphEnd,
            Motion::TextStart,
            Motion::TextEnd,
        ])
    }

    fn any_deed() -> impl Strategy<Value = EraseOutcome> {
        let anchor = prop::sample::select(vec![Anchor::Dropped, Anchor::Held]);
        prop_oneof![
            4 => (any_motion(), anchor).prop_map(|(motion, anchor)| EraseOutcome::Go(motion, anchor)),
            3 => any_text(3).prop_map(EraseOutcome::Insert),
            1 => any_text(20).prop_map(EraseOutcome::Paste),
            1 => Just(EraseOutcome::Newline),
            3 => any_motion().prop_map(EraseOutcome::Erase),
            1 => Just(EraseOutcome::Cut),
            1 => (0..9usize, 0..50usize).prop_map(|(row, column)| EraseOutcome::Click(row, column)),
            1 => (0..9usize, 0..50usize).prop_map(|(row, column)| EraseOutcome::SelectWord(row, column)),
            1 => (0..40usize, 0..9usize).prop_map(|(width, height)| EraseOutcome::SetSize(width, height)),
            1 => (-9..9isize).prop_map(EraseOutcome::Scroll),
            1 => (0..99usize).prop_map(EraseOutcome::SetCursor),
        ]
    }

    fn perform(editor: &mut TextEditor, deed: EraseOutcome) -> Option<Change> {
        match deed {
            EraseOutcome::Insert(text) => return editor.insert(&text),
            EraseOutcome::Paste(text) => return editor.paste(&text),
            EraseOutcome::Newline => return editor.newline(),
            EraseOutcome::Erase(motion) => return editor.erase(motion),
            EraseOutcome::Cut => return editor.cut(),
            EraseOutcome::Go(motion, anchor) => _ = editor.go(motion, anchor),
            EraseOutcome::Click(row, column) => editor.click(row, column, Anchor::Held),
            EraseOutcome::SelectWord(row, column) => editor.select_word_at(row, column),
            EraseOutcome::SetSize(width, height) => editor.set_size(width, height),
            EraseOutcome::Scroll(rows) => editor.scroll_by(rows),
            EraseOutcome::SetCursor(byte) => editor.set_cursor(byte),
        }
        None
    }

    proptest! {
        #[test]
        fn whatever_is_done_the_cursor_stands_between_graphemes_and_all_can_be_undone(
            start in any_text(60),
            deeds in prop::collection::vec(any_deed(), 1..40),
        ) {
            let mut editor = TextEditor::new(Text::from(start.as_str()), Lines::Many);
            let mut steps: Vec<Change> = Vec::new();
            for deed in deeds {
                if let Some(change) = perform(&mut editor, deed) {
                    match steps.last().and_then(|last| change.joined_to(last)) {
                        Some(joined) => *steps.last_mut().unwrap() = joined,
                        None => steps.push(change),
                    }
                }
                let text = editor.text().to_string();
                let mut places = terminal_text::graphemes(&text).map(|(at, _)| at).chain([text.len()]);
                prop_assert!(places.any(|at| at == editor.cursor()), "{:?}", look(&editor));
                prop_assert_eq!(editor.tally(), Text::from(text.as_str()).tally());
                let (row, column) = editor.cursor_cell();
                prop_assert!(row < editor.row_count() && column <= editor.layout.width());
                prop_assert!(editor.rows(editor.top_row()..row + 1).len() <= editor.row_count());
            }
            let end = editor.text().clone();
            steps.iter().rev().for_each(|step| editor.apply(&step.inverse()));
            prop_assert_eq!(editor.text().to_string(), start);
            steps.iter().for_each(|step| editor.apply(step));
            prop_assert_eq!(editor.text(), &end);
        }

        #[test]
        fn down_reaches_the_last_row_and_up_the_first(width in 1..40usize, text in any_text(100)) {
            let mut editor = TextEditor::new(Text::from(text), Lines::Many);
            editor.set_size(width, 5);
            editor.go(Motion::TextStart, Anchor::Dropped);
            for row in 1..editor.row_count() {
                editor.go(if row % 2 == 0 { Motion::RowEnd } else { Motion::RowStart }, Anchor::Dropped);
                prop_assert!(editor.go(Motion::RowDown, Anchor::Dropped));
                prop_assert_eq!(editor.cursor_cell().0, row);
            }
            prop_assert!(!editor.go(Motion::RowDown, Anchor::Dropped));
            for row in (0..editor.row_count() - 1).rev() {
                prop_assert!(editor.go(Motion::RowUp, Anchor::Dropped));
                prop_assert_eq!(editor.cursor_cell().0, row);
            }
            prop_assert!(!editor.go(Motion::RowUp, Anchor::Dropped));
        }
    }
}
