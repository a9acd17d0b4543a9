//! Reads the number at the beginning of a question, in the forms that papers print.

use crate::model::reading;

/// The label at the beginning of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionLabel<'a> {
    /// The number as printed: `4`; `2.2a` for `Q2.2a`.
    pub number: String,
    /// Its form.
    pub style: LabelStyle,
    /// The text after it.
    pub rest: &'a str,
    /// Whether a star marks the question as required.
    pub starred: bool,
}

/// The form of a question's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LabelStyle {
    /// `Question 1:`, `CONSULTATION QUESTION 1.`, `Q1.3`.
    Named,
    /// `1.`, `1)`, `(1)`, `1.By`.
    Numbered,
    /// `1.2 Do you`, `3 Do you`: also how papers number their paragraphs.
    Loose,
    /// `a)`, `(ii)`: a part of a question.
    Lettered,
}

/// Words before the number of a question.
const NAMES: [&str; 5] =
    ["consultation question", "survey question", "discussion question", "question", "qu"];

/// Signs between a number and its question.
const SEPARATORS: [char; 7] = ['.', ':', ')', '–', '—', '-', '|'];

/// Reads the label at the beginning of a paragraph.
pub fn label(text: &str) -> Option<QuestionLabel<'_>> {
    let unstarred = text.trim_start_matches(['*', ' ']);
    let starred = text.trim_start().starts_with('*');
    let found = named(unstarred).or_else(|| numbered(unstarred)).or_else(|| lettered(unstarred))?;
    Some(QuestionLabel { starred, ..found })
}

/// `Question 1:`, `Q1.`, `CONSULTATION QUESTION 1.`
fn named(text: &str) -> Option<QuestionLabel<'_>> {
    let after_name = NAMES
        .iter()
        .find_map(|name| strip_word(text, name))
        .or_else(|| text.strip_prefix(['Q', 'q']).map(|rest| (rest, "")));
    let (rest, _) = after_name?;
    let spelled_out = text.len() - rest.len() > 2;
    let rest = rest.trim_start_matches([' ', '.', '#']);
    let rest =
        strip_word(rest, "number").or(strip_word(rest, "no.")).map_or(rest, |(rest, _)| rest);
    let (number, rest) = number(rest.trim_start(), NumberNesting::Any)?;
    let separated = rest.starts_with(SEPARATORS) || rest.starts_with(['/', ']']);
    let after = rest.trim_start_matches(|c| SEPARATORS.contains(&c) || c == ' ' || c == ']');
    let ends = separated || rest.is_empty() || rest.starts_with(' ');
    if !ends {
        return None;
    }
    // `Question 4 asks whether` refers to a question; `Question 4 of 20` counts pages.
    let speaks = !separated && after.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    if speaks || (!spelled_out && !separated && number.len() > 4) {
        return None;
    }
    Some(QuestionLabel { number, style: LabelStyle::Named, rest: after, starred: false })
}

/// `1.`, `1)`, `(1)`, `1.By`, `1.2 Do you`.
fn numbered(text: &str) -> Option<QuestionLabel<'_>> {
    let bracketed = text.strip_prefix('(').or_else(|| text.strip_prefix('['));
    let (number, rest) = number(bracketed.unwrap_or(text), NumberNesting::Letter)?;
    let whole: String = number.chars().take_while(char::is_ascii_digit).collect();
    let lettered = number.starts_with(|c: char| c.is_ascii_alphabetic());
    // Years and amounts are not question numbers.
    if whole.len() > 3 || whole == "0" || rest.starts_with(['%', ',', '/']) {
        return None;
    }
    let (after, separator) = match rest.strip_prefix(['.', ')', ':', ']']) {
        Some(after) => (after, rest.chars().next()),
        None => (rest, None),
    };
    if bracketed.is_some() && !matches!(separator, Some(')' | ']')) {
        return None;
    }
    let after = after.trim_start_matches(['.', ')', '–']);
    let glued = !after.is_empty() && !after.starts_with(char::is_whitespace);
    let after = after.trim_start();
    let next = after.chars().next();
    // `1.By`, but not `1.5m`, `3.a` or `10:30`.
    if glued
        && !(separator.is_some() && next.is_some_and(|c| c.is_uppercase() || "‘“\"'(".contains(c)))
    {
        return None;
    }
    let dotted = number.contains('.');
    let style = match separator {
        Some(_) if !dotted || separator != Some('.') => LabelStyle::Numbered,
        Some(_) => LabelStyle::Loose,
        None if lettered => return None,
        None if next.is_some_and(char::is_uppercase) && !is_date(text) => LabelStyle::Loose,
        None => return None,
    };
    let rest = after.trim_start_matches(['–', '—', '-', ' ']);
    Some(QuestionLabel { number, style, rest, starred: false })
}

/// `30 May 2014 was a Friday`.
fn is_date(text: &str) -> bool {
    let mut words = text.split_whitespace().take(3);
    let mut next = || words.next().unwrap_or_default().trim_end_matches(',');
    reading::day(&format!("{} {} {}", next(), next(), next())).is_ok()
}

/// `a)`, `(b)`, `ii.`, `(iv)`.
fn lettered(text: &str) -> Option<QuestionLabel<'_>> {
    let bracketed = text.strip_prefix('(');
    let inner = bracketed.unwrap_or(text);
    let end = inner.find(|c: char| !c.is_ascii_alphabetic())?;
    let (letters, rest) = inner.split_at(end);
    let roman = letters.len() <= 4 && letters.chars().all(|c| "ivxIVX".contains(c));
    let single = letters.len() == 1;
    if !(roman || single) {
        return None;
    }
    let after = match bracketed {
        Some(_) => rest.strip_prefix(')')?,
        None => rest.strip_prefix(')').or_else(|| {
            // `I. Do you`, but not `i.e.` and no initials.
            rest.strip_prefix('.').filter(|after| after.starts_with(' ') && letters != "I")
        })?,
    };
    let number = letters.to_owned();
    let rest = after.trim_start_matches(['.', ':', ' ', '–']);
    Some(QuestionLabel { number, style: LabelStyle::Lettered, rest, starred: false })
}

/// Which separators a number may contain.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NumberNesting {
    /// `2.2a`, `4(b)`, `4 (b)`, `2.2.i`.
    Any,
    /// `2.2a` and `4(b)`.
    Letter,
}

/// Reads a number such as `4`, `2.2a`, `A1` or `4(b)`, and the text after it.
fn number(text: &str, nesting: NumberNesting) -> Option<(String, &str)> {
    let letters = text.chars().take_while(char::is_ascii_uppercase).count();
    if letters > 2 {
        return None;
    }
    let mut at = letters;
    if letters > 0 && text.get(at..).is_some_and(|rest| rest.starts_with(['.', '-'])) {
        at += 1;
    }
    at += digits(text.get(at..)?)?;
    while let Some(more) = text.get(at..).and_then(|rest| rest.strip_prefix('.')) {
        match digits(more) {
            Some(length) => at += 1 + length,
            None => break,
        }
    }
    at += part_letters(text.get(at..)?, nesting);
    let (number, rest) = text.split_at_checked(at)?;
    Some((number.chars().filter(|c| *c != ' ').collect(), rest))
}

/// Returns the length of the leading digits, if any.
fn digits(text: &str) -> Option<usize> {
    Some(text.chars().take_while(char::is_ascii_digit).count()).filter(|count| *count > 0)
}

/// Returns the length of a part's letter after a number: `a`, `(b)`, ` (ii)`.
fn part_letters(text: &str, nesting: NumberNesting) -> usize {
    let unspaced = match nesting {
        NumberNesting::Any => text.trim_start_matches(' '),
        NumberNesting::Letter => text,
    };
    let skipped = text.len() - unspaced.len();
    if let Some((inner, _)) = unspaced.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        // `6 (a) Why? (b) How?` is one question with two parts.
        let first_of_two = skipped > 0 && inner == "a" && text.contains("(b)");
        let short = (1..=4).contains(&inner.len()) && !first_of_two;
        if short && inner.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) {
            return skipped + inner.len() + 2;
        }
    }
    let letters = text.chars().take_while(char::is_ascii_alphabetic).count();
    let roman = text.get(..letters).is_some_and(|all| all.chars().all(|c| "ivx".contains(c)));
    if letters == 1 || (letters > 1 && letters <= 4 && roman) { letters } else { 0 }
}

/// Splits off a leading word, ignoring case.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let (start, rest) = text.split_at_checked(word.len())?;
    (start.eq_ignore_ascii_case(word) && !rest.starts_with(char::is_alphabetic))
        .then_some((rest, start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, number: &str, style: LabelStyle, rest: &str) {
        let found = label(text).unwrap_or_else(|| panic!("no label in {text}"));
        assert_eq!(
            (found.number.as_str(), found.style, found.rest),
            (number, style, rest),
            "{text}"
        );
    }

    #[track_caller]
    fn check_none(text: &str) {
        assert_eq!(label(text), None, "{text}");
    }

    #[test]
    fn questions_are_named() {
        check("CONSULTATION QUESTION 1.", "1", LabelStyle::Named, "");
        check("Question 1 – The draft code", "1", LabelStyle::Named, "The draft code");
        check("Question 1:", "1", LabelStyle::Named, "");
        check("Question 12a: Why?", "12a", LabelStyle::Named, "Why?");
        check("Question 4 (b) Why?", "4(b)", LabelStyle::Named, "Why?");
        check("Q1.3 Why?", "1.3", LabelStyle::Named, "Why?");
        check("Q2.2a. Why?", "2.2a", LabelStyle::Named, "Why?");
        check("Q. 7) Why?", "7", LabelStyle::Named, "Why?");
        check("Question A1: Why?", "A1", LabelStyle::Named, "Why?");
    }

    #[test]
    fn questions_are_numbered() {
        check("1. Why?", "1", LabelStyle::Numbered, "Why?");
        check("1.By what means?", "1", LabelStyle::Numbered, "By what means?");
        check("2.", "2", LabelStyle::Numbered, "");
        check("1) Why?", "1", LabelStyle::Numbered, "Why?");
        check("(3) Why?", "3", LabelStyle::Numbered, "Why?");
        check("4a. Why?", "4a", LabelStyle::Numbered, "Why?");
        check("* 1. Why?", "1", LabelStyle::Numbered, "Why?");
        check("1.2 Why?", "1.2", LabelStyle::Loose, "Why?");
        assert!(label("* 1. Why?").is_some_and(|found| found.starred));
    }

    #[test]
    fn parts_have_letters() {
        check("a) Why?", "a", LabelStyle::Lettered, "Why?");
        check("(ii) Why?", "ii", LabelStyle::Lettered, "Why?");
        check("iv. Why?", "iv", LabelStyle::Lettered, "Why?");
    }

    #[test]
    fn sums_years_and_words_are_no_labels() {
        check_none("1.5 million people");
        check_none("2014 was a good year");
        check_none("3.5% of them");
        check_none("10:30 in the hall");
        check_none("Question 4 asks whether");
        check_none("Questions 1 to 5 are about you");
        check_none("Quality matters");
        check_none("i.e. this");
        check_none("30 May 2014");
        check_none("0800 123 456");
    }
}
