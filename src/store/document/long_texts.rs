//! Long texts of a draft, written without the YAML library.
//!
//! The library looks at each character of a text several times before it writes it as a block. For
//! a long text, it is given two lines to write in its place, and the text takes their place and
//! their indentation.

use std::mem;

use crate::model::{
    answer::{Answer, Given},
    draft::Draft,
    text::Text,
};

/// The length from which a text is long, in bytes.
const LONG: usize = 8 << 10;

/// A line that stands for a long text.
const STAND_IN: &str = "\u{e000}greenpaper: here is a long text\u{e000}";

/// Returns the draft with something short in place of its long texts, and those. `None` if it has
/// none.
pub(super) fn set_apart(draft: &Draft) -> Option<(Draft, Vec<Text>)> {
    let mut short = draft.clone();
    let mut long = Vec::new();
    for (question, answer) in draft.answers.iter().filter(|(_, answer)| has_long_text(answer)) {
        let mut answer = answer.clone();
        for text in texts_of(&mut answer).filter(|text| is_plain_block(text)) {
            let line = format!("{STAND_IN}{}", long.len());
            let ends = "\n".repeat(text.trailing_line_ends());
            long.push(mem::replace(text, Text::from(format!("{line}\n{line}{ends}"))));
        }
        short.answers.set(question, answer);
    }
    (!long.is_empty()).then_some((short, long))
}

/// Puts the long texts back into what was written of the draft. `None` if that cannot be done, as
/// when another text has a line that stands for one.
pub(super) fn put_back(yaml: &str, long: &[Text]) -> Option<String> {
    let length: usize = long.iter().map(Text::len_bytes).sum();
    let mut whole = String::with_capacity(yaml.len() + length + length / 4);
    let mut rest = yaml;
    for _ in long {
        let (before, behind) = rest.split_once(STAND_IN)?;
        let (before, indent) = before.split_at_checked(before.rfind('\n')? + 1)?;
        let (number, behind) = behind.split_once('\n')?;
        let behind = behind.strip_prefix(indent)?.strip_prefix(STAND_IN)?;
        rest = behind.strip_prefix(number)?.strip_prefix('\n')?;
        if !indent.bytes().all(|byte| byte == b' ') {
            return None;
        }
        whole.push_str(before);
        push_lines(&mut whole, long.get(number.parse::<usize>().ok()?)?, indent);
    }
    whole.push_str(rest);
    Some(whole).filter(|_| !rest.contains(STAND_IN))
}

/// Adds the lines of a text, without the line ends behind its last one.
fn push_lines(yaml: &mut String, text: &Text, indent: &str) {
    let mut left = text.len_bytes() - text.trailing_line_ends();
    let mut line_begins = true;
    for chunk in text.chunks() {
        let part = chunk.get(..left).unwrap_or(chunk);
        left -= part.len();
        for line in part.split_inclusive('\n') {
            if line_begins && line != "\n" {
                yaml.push_str(indent);
            }
            yaml.push_str(line);
            line_begins = line.ends_with('\n');
        }
    }
    yaml.push('\n');
}

fn has_long_text(answer: &Answer) -> bool {
    let value = match &answer.value {
        Given::One(text) => text.len_bytes(),
        Given::Blank | Given::Many(_) => 0,
    };
    value.max(answer.comment.len_bytes()).max(answer.note.len_bytes()) >= LONG
}

/// Returns the texts of an answer that may be long.
fn texts_of(answer: &mut Answer) -> impl Iterator<Item = &mut Text> {
    let value = match &mut answer.value {
        Given::One(text) => Some(text),
        Given::Blank | Given::Many(_) => None,
    };
    value.into_iter().chain([&mut answer.comment, &mut answer.note])
}

/// Whether the library would write a text as a block whose indentation can be seen in its first
/// line.
fn is_plain_block(text: &Text) -> bool {
    text.len_bytes() >= LONG
        && !text.part(0..1).starts_with([' ', '\t', '\n'])
        && text.chunks().any(|chunk| chunk.contains('\n'))
        && text.chunks().all(is_printable)
}

/// Whether YAML allows these characters as they are.
fn is_printable(chunk: &str) -> bool {
    if chunk.is_ascii() {
        return chunk.bytes().fold(true, |all, b| all & matches!(b, b'\t' | b'\n' | b' '..=b'~'));
    }
    chunk.chars().all(|character| match character {
        '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        '\t' | '\n' => true,
        other => !other.is_control(),
    })
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, tz::TimeZone};
    use proptest::prelude::*;

    use super::*;
    use crate::{
        model::{
            draft::Edition,
            id::{ConsultationId, QuestionId},
        },
        store::document::response::{Order, WrittenFor, written, written_by_library},
    };

    fn draft() -> Draft {
        let id = ConsultationId::try_from("tiny".to_owned()).unwrap();
        let edition = Edition { id, version: "1".to_owned(), digest: String::new() };
        Draft::new(edition, &Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC))
    }

    fn question() -> QuestionId {
        QuestionId::try_from("q".to_owned()).unwrap()
    }

    /// Texts long enough, that begin and end in any way and have lines of any kind.
    fn long_text() -> impl Strategy<Value = String> {
        let line = "[ \t]{0,2}([a-z:#|>é’\u{2028}\u{85}\\-]{1,9} ?){0,4}[ \n]{0,3}";
        (line, prop::collection::vec(line, 1..4), line, 0..2usize).prop_map(
            |(start, lines, end, short)| {
                let middle = format!("{}\n", lines.join("\n"));
                format!("{start}{}{end}", middle.repeat(LONG / (1 + short * LONG) + 1))
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn long_texts_are_written_as_the_library_writes_them(
            texts in prop::collection::vec(long_text(), 3),
        ) {
            let [value, comment, note] = [0, 1, 2].map(|number| Text::from(texts[number].as_str()));
            let mut draft = draft();
            let answer = draft.answers.entry(&question());
            (answer.value, answer.comment, answer.note) = (Given::One(value), comment, note);
            let order = Order::default();
            prop_assert_eq!(
                written(&draft, &order, WrittenFor::File).unwrap(),
                written_by_library(&draft, &order, WrittenFor::File).unwrap()
            );
        }
    }

    #[test]
    fn a_text_with_the_line_that_stands_for_others_is_written_all_the_same() {
        let mut draft = draft();
        let answer = draft.answers.entry(&question());
        answer.value = Given::One(Text::from("long\n".repeat(LONG)));
        answer.comment = Text::from(format!("{STAND_IN}0\n{STAND_IN}0\n"));
        let order = Order::default();
        assert_eq!(
            written(&draft, &order, WrittenFor::File).unwrap(),
            written_by_library(&draft, &order, WrittenFor::File).unwrap()
        );
    }
}
