//! "If you answered no to question 4": when a question is asked.

use super::{
    found::FoundQuestion,
    kind::FoundKind,
    wording::{plain, starts_with_words},
};

/// A question that was written, for conditions of later ones.
#[derive(Debug, Clone)]
pub struct KnownQuestion {
    /// Its id.
    pub id: String,
    /// Its number, as printed.
    pub number: Option<String>,
    /// Its kind.
    pub kind: FoundKind,
    /// Its choices: value and label.
    pub choices: Vec<(String, String)>,
}

/// When a question is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundCondition {
    /// When one of these values was chosen in an earlier question.
    Chosen {
        /// The id of the earlier question.
        question: String,
        /// `equals` or `includes`.
        operator: &'static str,
        /// The values.
        values: Vec<String>,
    },
    /// It says a condition that cannot be told.
    NotUnderstood(String),
}

/// The condition that a question begins with, or that stands in its hints.
pub fn condition_of(question: &FoundQuestion, known: &[KnownQuestion]) -> Option<FoundCondition> {
    let texts = std::iter::once(&question.text).chain(&question.hints).chain(&question.title);
    texts.filter_map(|text| condition_in(text, question, known)).next()
}

fn condition_in(
    text: &str,
    question: &FoundQuestion,
    known: &[KnownQuestion],
) -> Option<FoundCondition> {
    let plain = plain(text);
    let begins = [
        "if ",
        "for those who answered ",
        "only answer if ",
        "please answer if ",
        "answer only if ",
        "where you answered ",
    ];
    let clause = begins.iter().find_map(|start| plain.strip_prefix(start))?;
    let end = clause.find([',', ':', '?']).unwrap_or(clause.len());
    let clause = clause.get(..end)?;
    let named = number_named(clause);
    let earlier = match &named {
        Some(number) => known.iter().rev().find(|one| {
            one.number.as_deref().is_some_and(|printed| printed.eq_ignore_ascii_case(number))
        }),
        None => known.last(),
    };
    let answer = answer_in(clause, named.is_some())?;
    let not_understood =
        || named.is_some().then(|| FoundCondition::NotUnderstood(clause.to_owned()));
    let Some(earlier) = earlier.filter(|_| question.number != named) else {
        return not_understood();
    };
    let values = values_of(&answer, earlier);
    let operator = match earlier.kind {
        FoundKind::SelectOne => "equals",
        FoundKind::SelectMultiple => "includes",
        FoundKind::Line(_)
        | FoundKind::LongText
        | FoundKind::Integer
        | FoundKind::Date
        | FoundKind::Rank
        | FoundKind::Matrix
        | FoundKind::Group => return not_understood(),
    };
    if values.is_empty() {
        return not_understood();
    }
    Some(FoundCondition::Chosen { question: earlier.id.clone(), operator, values })
}

/// The number after "question" in a clause: "no to question 4", "yes to Q2a".
fn number_named(clause: &str) -> Option<String> {
    let words: Vec<&str> = clause.split_whitespace().collect();
    let at = words.iter().position(|word| matches!(*word, "question" | "questions" | "q"));
    let number = match at {
        Some(at) => words.get(at + 1).copied()?,
        None => words.iter().find_map(|word| {
            word.strip_prefix('q').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        })?,
    };
    let number = number.trim_end_matches(['.', ')', '\'']).trim_matches(['(', '"', '”', '“']);
    number.starts_with(|c: char| c.is_ascii_digit() || c.is_alphabetic()).then(|| number.to_owned())
}

/// What was answered: "you answered 'no' to question 4" gives `no`; "yes to question 4" `yes`.
fn answer_in(clause: &str, names_question: bool) -> Option<String> {
    let bare = clause.trim();
    let verbs = [
        "answered",
        "ticked",
        "selected",
        "responded",
        "said",
        "chose",
        "replied",
        "chosen",
        "indicated",
        "marked",
        "answer",
        "select",
    ];
    let verb = verbs.iter().find_map(|verb| {
        let at = bare.find(verb)?;
        bare.get(at + verb.len()..).filter(|rest| rest.starts_with(' ')).map(str::trim)
    });
    let rest = match verb {
        Some(rest) => rest,
        None if names_question || matches!(bare, "yes" | "no" | "so" | "not") => bare,
        None => return None,
    };
    let rest = rest.strip_prefix("with ").unwrap_or(rest);
    let end = [
        " to question",
        " to q",
        " in question",
        " in q",
        " at question",
        " at q",
        " for question",
        " for q",
        " in response",
        " to the",
        " above",
        " on question",
        " to any",
    ]
    .iter()
    .filter_map(|mark| rest.find(mark))
    .min()
    .unwrap_or(rest.len());
    let answer = rest.get(..end)?.trim_matches(['\'', '"', '“', '”', ' ', '.']);
    let answer = match answer {
        "so" => "yes",
        "not" => "no",
        other => other,
    };
    (!answer.is_empty() && answer.chars().count() <= 80).then(|| answer.to_owned())
}

/// The values of the earlier question that an answer names, all of its alternatives.
fn values_of(answer: &str, earlier: &KnownQuestion) -> Vec<String> {
    let label_of = |word: &str| {
        let word = plain(word);
        let same = earlier.choices.iter().find(|(_, label)| plain(label) == word);
        let begins = || {
            let mut begin =
                earlier.choices.iter().filter(|(_, label)| starts_with_words(&plain(label), &word));
            begin.next().filter(|_| begin.next().is_none())
        };
        same.or_else(begins).map(|(value, _)| value.clone())
    };
    if let Some(value) = label_of(answer) {
        return vec![value];
    }
    let parts: Vec<&str> = answer.split(" or ").flat_map(|part| part.split(['/', ';'])).collect();
    let found: Vec<String> = parts.iter().filter_map(|part| label_of(part)).collect();
    if found.len() == parts.len() { found } else { Vec::new() }
}
