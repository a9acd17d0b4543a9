//! Puts questions together that stand in the paper twice: where they come up, and in a summary.

use std::collections::HashMap;

use super::{
    found::{FoundItem, FoundQuestion, FoundSet},
    wording::plain,
};

/// As alike as two texts of the same number must be, from 0 to 1.
const ALIKE: f64 = 0.85;

/// Keeps one of each pair of questions with the same number and text, and leaves out the sections
/// that held nothing else. Gives how many were put together.
pub fn merge_repeated(set: &mut FoundSet) -> usize {
    let mut by_number: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
    let mut leave_out = Vec::new();
    let mut fuller: Vec<((usize, usize), FoundQuestion)> = Vec::new();
    for (section_at, section) in set.sections.iter().enumerate() {
        for (item_at, item) in section.items.iter().enumerate() {
            let Some(question) = item.question() else { continue };
            let Some(number) = question.number.clone() else { continue };
            let earlier = by_number.entry(number).or_default();
            let same = earlier.iter().copied().find(|(section, item)| {
                let other = question_at(set, *section, *item);
                other.is_some_and(|other| is_same(other, question))
            });
            match same {
                Some(place) => {
                    leave_out.push((section_at, item_at));
                    let first = question_at(set, place.0, place.1);
                    if first.is_some_and(|first| fullness(question) > fullness(first)) {
                        fuller.push((place, question.clone()));
                    }
                }
                None => earlier.push((section_at, item_at)),
            }
        }
    }
    for ((section, item), question) in fuller {
        let slot = set.sections.get_mut(section).and_then(|section| section.items.get_mut(item));
        if let Some(slot) = slot {
            *slot = FoundItem::Question(Box::new(question));
        }
    }
    for (section, item) in leave_out.iter().rev() {
        if let Some(section) = set.sections.get_mut(*section) {
            section.items.remove(*item);
        }
    }
    leave_out.len()
}

fn question_at(set: &FoundSet, section: usize, item: usize) -> Option<&FoundQuestion> {
    set.sections.get(section)?.items.get(item)?.question()
}

/// Whether two questions of the same number ask the same.
fn is_same(one: &FoundQuestion, other: &FoundQuestion) -> bool {
    let words = |question: &FoundQuestion| {
        let text = plain(&question.text);
        text.chars().filter(|c| c.is_alphanumeric()).take(400).collect::<String>()
    };
    let (one, other) = (words(one), words(other));
    let shorter = one.len().min(other.len());
    let begins = shorter >= 20 && (one.starts_with(&other) || other.starts_with(&one));
    one == other || begins || strsim::normalized_levenshtein(&one, &other) >= ALIKE
}

/// How much is known of a question.
fn fullness(question: &FoundQuestion) -> usize {
    question.choices.len() * 2
        + question.rows.len()
        + question.parts.len() * 2
        + question.comments.len()
        + usize::from(question.text.chars().count() > 15)
}
