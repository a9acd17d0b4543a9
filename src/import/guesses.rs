//! The guesses in an imported set, shown in the preview where they stand: `# guess: why`.

use std::collections::HashMap;

use crate::model::consultation::{Consultation, Item, Part, Wording};

/// How the comment of a guess begins.
pub const MARK: &str = "# guess:";

/// A set as its author sees it in the preview: each guess is a line of the question's hint, and what
/// was guessed of the set itself stands first in its introduction. `text` is the set's file.
pub fn shown(set: &Consultation, text: &str) -> Consultation {
    let (of_set, of_items) = guesses_in(text);
    let mut shown = set.clone();
    if !of_set.is_empty() {
        let lines: Vec<String> = of_set.iter().map(|why| format!("**Guess:** {why}.")).collect();
        let introduction = shown.introduction.take().unwrap_or_default();
        shown.introduction = Some(format!("{}\n\n{introduction}", lines.join("\n\n")));
    }
    for item in shown.sections.iter_mut().flat_map(|section| &mut section.items) {
        match item {
            Item::Notice(notice) => mark(notice.id.as_str(), &mut notice.wording, &of_items),
            Item::Question(question) => {
                mark(question.id.as_str(), &mut question.wording, &of_items)
            }
            Item::Group(group) => {
                mark(group.id.as_str(), &mut group.wording, &of_items);
                for part in &mut group.parts {
                    match part {
                        Part::Notice(notice) => {
                            mark(notice.id.as_str(), &mut notice.wording, &of_items);
                        }
                        Part::Question(question) => {
                            mark(question.id.as_str(), &mut question.wording, &of_items);
                        }
                    }
                }
            }
        }
    }
    shown
}

fn mark(id: &str, wording: &mut Wording, guesses: &HashMap<String, Vec<String>>) {
    let Some(whys) = guesses.get(id) else { return };
    let guess = format!("Guess: {}.", whys.join("; "));
    wording.hint = Some(match wording.hint.take() {
        Some(hint) => format!("{guess} {hint}"),
        None => guess,
    });
}

/// The guesses about the set, and those about each item by its id.
fn guesses_in(text: &str) -> (Vec<String>, HashMap<String, Vec<String>>) {
    let mut of_set = Vec::new();
    let mut of_items: HashMap<String, Vec<String>> = HashMap::new();
    let mut pending: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(why) = line.strip_prefix(MARK) {
            pending.push(why.trim().to_owned());
        } else if let Some(id) = line.strip_prefix("- id:").filter(|_| !pending.is_empty()) {
            let id = id.trim().trim_matches('"').to_owned();
            of_items.insert(id, std::mem::take(&mut pending));
        } else if !line.is_empty() && !line.starts_with('#') {
            of_set.append(&mut pending);
        }
    }
    (of_set, of_items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_belong_to_what_they_stand_before() {
        let text = "# guess: no title\ntitle: x\nsections:\n      # guess: one\n      - id: q1\n      - id: q2\n";
        let (of_set, of_items) = guesses_in(text);
        assert_eq!(of_set, ["no title"]);
        assert_eq!(of_items.get("q1").map(Vec::len), Some(1));
        assert_eq!(of_items.get("q2"), None);
    }
}
