//! What an edit changed, so that it can be undone.

use crate::model::text::Text;

/// Says what one edit changed.
///
/// Applying a change to the text it was made to gives the text it led to, and applying its
/// [`inverse`](Change::inverse) to that goes back. Neither costs more than the change is long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where it begins, in bytes.
    pub at: usize,
    /// What stood there.
    pub removed: Text,
    /// What stands there now.
    pub inserted: Text,
    /// How it came about.
    pub kind: ChangeKind,
    /// What came before it.
    pub follows: Follows,
    /// The cursor before it, in bytes.
    pub cursor_before: usize,
    /// The cursor after it, in bytes.
    pub cursor_after: usize,
}

/// Says how a change came about, which decides what is undone together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// By typing: undone word by word.
    Typed,
    /// By erasing the grapheme before the cursor: undone word by word.
    ErasedBackward,
    /// By erasing the grapheme behind the cursor: undone word by word.
    ErasedForward,
    /// At one go, such as a paste, a cut or a new paragraph: a step of its own.
    Whole,
}

/// Says what came before a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follows {
    /// Another change, and nothing between.
    Change,
    /// A motion of the cursor, or nothing.
    Motion,
}

impl Change {
    /// Gives the change that undoes this one.
    pub fn inverse(&self) -> Self {
        Self {
            at: self.at,
            removed: self.inserted.clone(),
            inserted: self.removed.clone(),
            kind: ChangeKind::Whole,
            follows: Follows::Motion,
            cursor_before: self.cursor_after,
            cursor_after: self.cursor_before,
        }
    }

    /// Gives this change and an earlier one as one, if a person takes them for one step.
    ///
    /// The earlier one must be the last change made to the same text.
    pub fn joined_to(&self, earlier: &Self) -> Option<Self> {
        let goes_on = self.follows == Follows::Change && self.cursor_before == earlier.cursor_after;
        if self.kind != earlier.kind || !goes_on {
            return None;
        }
        let (adjoins, first, second) = match self.kind {
            ChangeKind::Typed => {
                let end = earlier.at + earlier.inserted.len_bytes();
                let adjoins = self.removed.is_empty() && self.at == end;
                (adjoins, &earlier.inserted, &self.inserted)
            }
            ChangeKind::ErasedForward => (self.at == earlier.at, &earlier.removed, &self.removed),
            ChangeKind::ErasedBackward => {
                let end = self.at + self.removed.len_bytes();
                (end == earlier.at, &self.removed, &earlier.removed)
            }
            ChangeKind::Whole => return None,
        };
        if !adjoins || self.begins_word(first, second) {
            return None;
        }
        let mut joined = earlier.clone();
        joined.at = self.at.min(earlier.at);
        joined.cursor_after = self.cursor_after;
        let mut text = first.clone();
        text.replace(first.len_bytes()..first.len_bytes(), second);
        match self.kind {
            ChangeKind::Typed => joined.inserted = text,
            ChangeKind::ErasedForward | ChangeKind::ErasedBackward => joined.removed = text,
            ChangeKind::Whole => {}
        }
        Some(joined)
    }

    /// Tells whether, between two texts that adjoin, one has got through a word and the white
    /// space after it, and now comes to the next word.
    fn begins_word(&self, first: &Text, second: &Text) -> bool {
        let white_before = first.part(0..first.len_bytes()).ends_with(char::is_whitespace);
        let white_behind = second.part(0..second.len_bytes()).starts_with(char::is_whitespace);
        match self.kind {
            ChangeKind::Typed | ChangeKind::ErasedForward => {
                !first.is_blank() && white_before && !white_behind
            }
            ChangeKind::ErasedBackward => !second.is_blank() && white_behind && !white_before,
            ChangeKind::Whole => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Anchor, Lines, Motion, TextEditor};
    use super::*;

    /// Makes changes one by one and tells what undoing step by step goes through.
    #[track_caller]
    fn check(text: &str, edit: impl Fn(&mut TextEditor) -> Vec<Option<Change>>, undone: &[&str]) {
        let mut editor = TextEditor::new(Text::from(text), Lines::Many);
        let mut steps: Vec<Change> = Vec::new();
        for change in edit(&mut editor).into_iter().flatten() {
            match steps.last().and_then(|last| change.joined_to(last)) {
                Some(joined) => *steps.last_mut().unwrap() = joined,
                None => steps.push(change),
            }
        }
        let mut texts = Vec::new();
        for step in steps.iter().rev() {
            editor.apply(&step.inverse());
            assert_eq!(editor.cursor(), step.cursor_before);
            texts.push(editor.text().to_string());
        }
        assert_eq!(texts, undone);
        steps.iter().for_each(|step| editor.apply(step));
        assert_eq!(editor.cursor(), steps.last().unwrap().cursor_after);
    }

    fn type_in(editor: &mut TextEditor, text: &str) -> Vec<Option<Change>> {
        text.chars().map(|c| editor.insert(c.encode_utf8(&mut [0; 4]))).collect()
    }

    #[test]
    fn typing_is_undone_word_by_word() {
        check("", |editor| type_in(editor, "We  do agree"), &["We  do ", "We  ", ""]);
    }

    #[test]
    fn erasing_is_undone_word_by_word() {
        check(
            "We do agree",
            |editor| (0..11).map(|_| editor.erase(Motion::Left)).collect(),
            &["We", "We do", "We do agree"],
        );
        check(
            "We do",
            |editor| {
                editor.go(Motion::TextStart, Anchor::Dropped);
                (0..5).map(|_| editor.erase(Motion::Right)).collect()
            },
            &["do", "We do"],
        );
    }

    #[test]
    fn a_motion_begins_a_new_step() {
        check(
            "",
            |editor| {
                let mut changes = type_in(editor, "ab");
                editor.go(Motion::Left, Anchor::Dropped);
                editor.go(Motion::Right, Anchor::Dropped);
                changes.extend(type_in(editor, "cd"));
                changes
            },
            &["ab", ""],
        );
    }

    #[test]
    fn a_paste_a_cut_and_a_new_paragraph_are_steps_of_their_own() {
        check(
            "",
            |editor| {
                let mut changes = type_in(editor, "ab");
                changes.push(editor.paste("c"));
                changes.push(editor.paste("d"));
                changes.push(editor.newline());
                changes.push(editor.newline());
                changes.extend(type_in(editor, "e"));
                editor.select_all();
                changes.push(editor.cut());
                changes
            },
            &["abcd\n\ne", "abcd\n\n", "abcd\n", "abcd", "abc", "ab", ""],
        );
    }

    #[test]
    fn typing_over_a_selection_is_one_step_with_what_follows() {
        check(
            "old",
            |editor| {
                editor.select_all();
                type_in(editor, "new")
            },
            &["old"],
        );
    }
}
