//! What a key does in a text, wherever the text stands.

use crate::{
    app::{
        action::Action,
        field::text::{Anchor, Change, Motion, TextEditor},
    },
    model::text::Text,
};

/// What came of a key in a text.
pub(super) enum Typed {
    /// The text was changed.
    Changed(Change),
    /// The text was changed, and what was cut out is to be copied.
    Cut(Change, Text),
    /// What is selected is to be copied.
    Copied(Text),
    /// The cursor moved, or could have.
    Moved,
    /// The cursor stands at the edge, and would leave the text that way.
    AtEdge(Motion),
    /// The key means nothing in a text, or there was nothing to do.
    Nothing,
}

/// Does what a key means in a text.
pub(super) fn typed(editor: &mut TextEditor, action: Action, clipboard: &Text) -> Typed {
    let changed = |change: Option<Change>| change.map_or(Typed::Nothing, Typed::Changed);
    match action {
        Action::Type(character) => changed(editor.insert(character.encode_utf8(&mut [0; 4]))),
        Action::NewLine => changed(editor.newline()),
        Action::Erase(motion) => changed(editor.erase(motion)),
        Action::Paste => changed(editor.paste(&clipboard.to_string())),
        Action::Cut => match (editor.selected_text(), editor.cut()) {
            (Some(text), Some(change)) => Typed::Cut(change, Text::from(text)),
            _ => Typed::Nothing,
        },
        Action::Copy => {
            editor.selected_text().map_or(Typed::Nothing, |text| Typed::Copied(Text::from(text)))
        }
        Action::SelectAll => {
            editor.select_all();
            Typed::Moved
        }
        Action::Move(motion) => {
            if editor.go(motion, Anchor::Dropped) {
                Typed::Moved
            } else {
                Typed::AtEdge(motion)
            }
        }
        Action::Extend(motion) => {
            editor.go(motion, Anchor::Held);
            Typed::Moved
        }
        _ => Typed::Nothing,
    }
}
