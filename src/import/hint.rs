//! Reads instructions for answering: "(Choose up to 3)", "tick all that apply", "(optional)".

use super::wording::{plain, starts_with_words};

/// Instructions for an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswerHint {
    /// How to choose.
    pub selection: Option<Selection>,
    /// The minimum number of choices.
    pub least: Option<usize>,
    /// The maximum number of choices.
    pub most: Option<usize>,
    /// Whether an answer is required, if stated.
    pub required: Option<bool>,
    /// The kind of text to write, if stated.
    pub writing: Option<Writing>,
    /// The maximum number of words.
    pub max_words: Option<usize>,
    /// The maximum number of characters.
    pub max_length: Option<usize>,
}

/// How to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// One of them.
    One,
    /// All that apply.
    Several,
    /// All in order.
    Ranked,
}

/// The kind of text to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// A line.
    Line,
    /// A text.
    Text,
    /// A date.
    Date,
    /// A number.
    Number,
}

/// Phrases for several choices.
const SEVERAL: [&str; 20] = [
    "all that apply",
    "all which apply",
    "all those that apply",
    "as many as",
    "multi-select",
    "multiselect",
    "multiple choice: select all",
    "select multiple",
    "one or more",
    "checkbox",
    "check box",
    "tick boxes",
    "more than one",
    "select any",
    "tick any",
    "all applicable",
    "any that apply",
    "multiple answers",
    "multiple responses",
    "all relevant",
];

/// Phrases for one choice.
const ONE: [&str; 23] = [
    "one only",
    "only one",
    "one option",
    "one box",
    "one answer",
    "one item",
    "single choice",
    "select one",
    "tick one",
    "choose one",
    "radio",
    "circle one",
    "dropdown",
    "drop-down",
    "drop down",
    "single-select",
    "single select",
    "one of the following",
    "one response",
    "pick one",
    "mark one",
    "one choice",
    "yes or no",
];

/// Phrases for ranking.
const RANKED: [&str; 9] = [
    "rank",
    "order of preference",
    "order of priority",
    "order of importance",
    "in order,",
    "in order from",
    "with 1 being",
    "where 1 is the most",
    "number them",
];

/// Beginnings of paragraphs that only give instructions.
const STARTS: [&str; 40] = [
    "please select",
    "please tick",
    "please choose",
    "please check",
    "please circle",
    "please mark",
    "please rank",
    "please pick",
    "please put",
    "please indicate",
    "please answer",
    "please rate",
    "select",
    "tick",
    "choose",
    "check",
    "circle",
    "mark",
    "rank",
    "pick",
    "required",
    "optional",
    "mandatory",
    "this question is",
    "an answer",
    "you can",
    "you may",
    "max",
    "maximum",
    "word limit",
    "words",
    "character limit",
    "up to",
    "no more than",
    "not required",
    "multi-select",
    "multiple choice",
    "single choice",
    "checkbox",
    "answer required",
];

/// Reads a paragraph that only gives instructions.
pub fn instruction(text: &str) -> Option<AnswerHint> {
    let plain = plain(text.trim_matches(['(', ')', '[', ']', ' ', '*']));
    let whole = text.chars().count() <= 200 && !text.contains('?');
    let starts = STARTS.iter().any(|start| starts_with_words(&plain, start));
    let bracketed = text.starts_with(['(', '[']) && text.trim_end().ends_with([')', ']']);
    (whole && (starts || bracketed)).then(|| AnswerHint::read(&plain))?
}

/// Takes what says how to answer, in brackets, off the end of a question. Gives what is left,
/// what was taken off, and what it says.
pub fn split_off(text: &str) -> (&str, Vec<&str>, AnswerHint) {
    let mut rest = text.trim_end();
    let mut taken = Vec::new();
    let mut all = AnswerHint::default();
    loop {
        let bare = rest.trim_end_matches(['*', ' ']);
        let found = [('(', ')'), ('[', ']')].into_iter().find_map(|(open, close)| {
            let inside =
                bare.strip_suffix(close).or_else(|| bare.strip_suffix('.')?.strip_suffix(close))?;
            let at = inside.rfind(open)?;
            Some((bare.get(..at)?.trim_end(), inside.get(at + 1..)?.trim()))
        });
        let Some((before, inside)) = found.filter(|(before, _)| !before.is_empty()) else { break };
        let Some(hint) = AnswerHint::read(&plain(inside)) else { break };
        all = all.or(hint);
        taken.insert(0, inside);
        rest = before;
    }
    if rest.ends_with('*') && rest.len() > 1 {
        all.required = all.required.or(Some(true));
        rest = rest.trim_end_matches(['*', ' ']);
    }
    (rest, taken, all)
}

impl AnswerHint {
    /// Reads the instructions in a text, if any.
    pub fn read(plain: &str) -> Option<Self> {
        let has = |all: &[&str]| all.iter().any(|phrase| plain.contains(phrase));
        let most = number_after(
            plain,
            &["up to", "maximum of", "no more than", "at most", "your top", "the top", "top"],
        )
        .filter(|_| !plain.contains("word") && !plain.contains("character"));
        let exact = number_after(plain, &["choose", "select", "tick", "pick"])
            .filter(|count| (2..=10).contains(count));
        let selection = if has(&RANKED) {
            Some(Selection::Ranked)
        } else if has(&SEVERAL) || most.is_some() || exact.is_some() {
            Some(Selection::Several)
        } else if has(&ONE) {
            Some(Selection::One)
        } else {
            None
        };
        let required = if has(&["not required", "not mandatory", "optional"]) {
            Some(false)
        } else if has(&["required", "mandatory", "must answer", "compulsory"]) {
            Some(true)
        } else {
            None
        };
        let words = plain.split([',', ';']).map(str::trim);
        let writing = words.filter_map(writing).next();
        let hint = Self {
            selection,
            least: number_after(plain, &["at least", "minimum of"]),
            most: most.or(exact),
            required,
            writing,
            max_words: number_before(plain, "word"),
            max_length: number_before(plain, "character"),
        };
        (hint != Self::default()).then_some(hint)
    }

    /// Adds the instructions that only another hint has.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            selection: self.selection.or(other.selection),
            least: self.least.or(other.least),
            most: self.most.or(other.most),
            required: self.required.or(other.required),
            writing: self.writing.or(other.writing),
            max_words: self.max_words.or(other.max_words),
            max_length: self.max_length.or(other.max_length),
        }
    }
}

/// Whether the kind of a question already expresses a hint: `optional, checkbox`.
pub fn is_told_by_kind(hint: &str) -> bool {
    const TOLD: [&str; 22] = [
        "optional",
        "required",
        "mandatory",
        "checkbox",
        "checkboxes",
        "multi-select",
        "short text",
        "free text",
        "long text",
        "text",
        "open text",
        "radio",
        "radio button",
        "dropdown",
        "drop-down",
        "single choice",
        "single-select",
        "date",
        "number",
        "short answer",
        "long answer",
        "this question is required",
    ];
    plain(hint).split([',', ';']).all(|part| TOLD.contains(&part.trim()))
}

fn writing(words: &str) -> Option<Writing> {
    match words {
        "short text" | "short answer" | "single line" | "text" => Some(Writing::Line),
        "long text" | "long answer" | "free text" | "open text" | "paragraph" | "text box"
        | "open" => Some(Writing::Text),
        "date" => Some(Writing::Date),
        "number" | "numeric" => Some(Writing::Number),
        _ => None,
    }
}

/// Returns the number right after one of these phrases.
fn number_after(plain: &str, phrases: &[&str]) -> Option<usize> {
    phrases.iter().find_map(|phrase| {
        let (_, after) = plain.split_once(phrase)?;
        count(after.split_whitespace().next()?)
    })
}

/// Returns the number right before a word: "300 words".
fn number_before(plain: &str, word: &str) -> Option<usize> {
    let (before, _) = plain.split_once(word)?;
    let number = before.trim_end_matches([' ', '-']).rsplit([' ', ':', '(']).next()?;
    number.replace(',', "").parse().ok().filter(|count| (10..=100_000).contains(count))
}

/// Reads a small number in digits or words.
pub fn count(word: &str) -> Option<usize> {
    const WORDS: [&str; 11] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let known = WORDS.iter().position(|known| *known == word);
    known.or_else(|| word.parse().ok()).filter(|count| (1..=100).contains(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> AnswerHint {
        instruction(text).unwrap_or_else(|| panic!("no instruction: {text}"))
    }

    #[test]
    fn how_to_choose_is_read() {
        assert_eq!(read("Please select one item").selection, Some(Selection::One));
        assert_eq!(read("(tick all that apply)").selection, Some(Selection::Several));
        assert_eq!(read("(Choose up to 3)").most, Some(3));
        assert_eq!(read("Please select your top three").most, Some(3));
        assert_eq!(read("Please rank in order of preference").selection, Some(Selection::Ranked));
        assert_eq!(read("(Required)").required, Some(true));
        assert_eq!(read("(maximum 1,500 characters)").max_length, Some(1500));
        assert_eq!(read("Maximum 300 words").max_words, Some(300));
    }

    #[test]
    fn hints_are_taken_off_a_question() {
        let (rest, taken, hint) = split_off("Your connection to the hall (optional, checkbox)");
        assert_eq!((rest, taken), ("Your connection to the hall", vec!["optional, checkbox"]));
        assert_eq!((hint.required, hint.selection), (Some(false), Some(Selection::Several)));
        let (rest, taken, _) = split_off("What is your name? (Required.)");
        assert_eq!((rest, taken), ("What is your name?", vec!["Required."]));
    }

    #[test]
    fn other_brackets_stay() {
        let text = "Do you agree with the Act (as amended)?";
        assert_eq!(split_off(text).0, text);
        let text = "Young person (under 25)";
        assert_eq!(split_off(text).0, text);
    }
}
