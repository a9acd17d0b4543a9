//! Conditions in words, for paper and for explaining why a question is not asked.

use super::{Amount, Comparison, Condition, Operator, Test};
use crate::model::{
    consultation::{Consultation, Question, QuestionKind},
    id::Value,
    reading,
};

/// Whether a condition is stated or denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sense {
    Affirmed,
    Denied,
}

/// How deeply a phrase is nested, which decides how it is delimited.
#[derive(Debug, Clone, Copy)]
enum Nesting {
    Top,
    Nested,
    Deep,
}

impl Condition {
    /// Returns the condition as a respondent would put it: "Asked if you answered Yes to question
    /// 1".
    pub fn in_words(&self, consultation: &Consultation) -> String {
        format!("Asked if {}", self.clause(consultation))
    }

    /// Returns the condition as a clause to follow "if": "you answered Yes to question 1".
    pub fn clause(&self, consultation: &Consultation) -> String {
        phrase(self, Sense::Affirmed, Nesting::Top, consultation)
    }
}

impl Amount {
    /// Describes the answers that a comparison with this amount accepts: "10 years or more".
    pub(in crate::model) fn in_words(
        &self,
        comparison: Comparison,
        question: Option<&Question>,
    ) -> String {
        let (amount, [above, or_above, below, or_below]) = match self {
            Self::Number(number) => {
                let range = question.and_then(|question| question.kind.range());
                let amount = range.map_or(number.to_string(), |range| range.with_unit(*number));
                (amount, ["more than", "or more", "less than", "or less"])
            }
            Self::Day(day) => {
                (reading::day_in_words(*day), ["after", "or later", "before", "or earlier"])
            }
        };
        match comparison {
            Comparison::Equals => amount,
            Comparison::NotEquals => format!("other than {amount}"),
            Comparison::GreaterThan => format!("{above} {amount}"),
            Comparison::AtLeast => format!("{amount} {or_above}"),
            Comparison::LessThan => format!("{below} {amount}"),
            Comparison::AtMost => format!("{amount} {or_below}"),
        }
    }
}

/// Negation is pushed inwards: "not all of them" becomes "at least one not".
fn phrase(condition: &Condition, sense: Sense, depth: Nesting, set: &Consultation) -> String {
    let (members, conjunction, opening) = match (condition, sense) {
        (Condition::Test(test), sense) => return test_in_words(test, sense, set),
        (Condition::Not(one), Sense::Affirmed) => return phrase(one, Sense::Denied, depth, set),
        (Condition::Not(one), Sense::Denied) => return phrase(one, Sense::Affirmed, depth, set),
        (Condition::All(members), Sense::Affirmed) | (Condition::Any(members), Sense::Denied) => {
            (members, "and", if members.len() == 2 { "both" } else { "all of this:" })
        }
        (Condition::Any(members), Sense::Affirmed) | (Condition::All(members), Sense::Denied) => {
            (members, "or", if members.len() == 2 { "either" } else { "any of this:" })
        }
    };
    if let [only] = members.as_slice() {
        return phrase(only, sense, depth, set);
    }
    let said = |depth| members.iter().map(|one| phrase(one, sense, depth, set)).collect::<Vec<_>>();
    match depth {
        Nesting::Top => said(Nesting::Nested).join(&format!(", {conjunction} ")),
        Nesting::Nested => {
            format!("{opening} {}", said(Nesting::Deep).join(&format!(" {conjunction} ")))
        }
        Nesting::Deep => format!("({})", said(Nesting::Deep).join(&format!(" {conjunction} "))),
    }
}

fn test_in_words(test: &Test, sense: Sense, set: &Consultation) -> String {
    let question = set.question(&test.question);
    let named = set.name_of(&test.question);
    let row = test.row.as_ref().map(|value| {
        let row = question.and_then(Question::matrix).and_then(|matrix| matrix.row(value));
        row.map_or(value.as_str(), |row| &row.label)
    });
    let place = match row {
        Some(row) => format!("“{row}” in {named}"),
        None => named,
    };
    let labels = |values: &[Value]| either(values, question);
    match (&test.operator, sense) {
        (Operator::Equals(values), Sense::Affirmed) => {
            format!("you answered {} to {place}", labels(values))
        }
        (Operator::Equals(values), Sense::Denied) => {
            format!("you did not answer {} to {place}", labels(values))
        }
        (Operator::NotEquals(values), Sense::Affirmed) => {
            format!("you answered something other than {} to {place}", labels(values))
        }
        (Operator::NotEquals(values), Sense::Denied) => {
            format!("you answered {} to {place} or did not answer it", labels(values))
        }
        (Operator::Includes(values), sense) => {
            includes_in_words(&labels(values), &place, question, sense)
        }
        (Operator::Compares(comparison, amount), sense) => {
            let not = if sense == Sense::Denied { "not " } else { "" };
            let amount = amount.in_words(*comparison, question);
            format!("your answer to {place} is {not}{amount}")
        }
        (Operator::Answered(true), Sense::Affirmed)
        | (Operator::Answered(false), Sense::Denied) => {
            format!("you answered {place}")
        }
        (Operator::Answered(_), _) => format!("you did not answer {place}"),
    }
}

fn includes_in_words(
    labels: &str,
    place: &str,
    question: Option<&Question>,
    sense: Sense,
) -> String {
    let (done, not_done, link) = match question.map(|question| &question.kind) {
        Some(QuestionKind::Rank { .. }) => ("ranked", "did not rank", "in"),
        Some(QuestionKind::Matrix(_)) => ("answered", "did not answer", "to any row of"),
        Some(
            QuestionKind::String { .. }
            | QuestionKind::Text { .. }
            | QuestionKind::Integer(_)
            | QuestionKind::Decimal { .. }
            | QuestionKind::Date { .. }
            | QuestionKind::SelectOne { .. }
            | QuestionKind::SelectMultiple { .. },
        )
        | None => ("ticked", "did not tick", "in"),
    };
    let verb = if sense == Sense::Affirmed { done } else { not_done };
    format!("you {verb} {labels} {link} {place}")
}

/// Joins labels as alternatives: "Yes, No or Not sure".
pub fn either(values: &[Value], question: Option<&Question>) -> String {
    let label = |value: &Value| {
        question.and_then(|question| question.label(value)).unwrap_or(value.as_str()).to_owned()
    };
    let labels: Vec<String> = values.iter().map(label).collect();
    match labels.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        consultation::{Item, NumberRange, Part},
        reading::Decimal,
        testing::*,
    };

    fn consultation() -> Consultation {
        let number = |number: &'static str| {
            move |question: &mut Question| question.wording.number = Some(number.to_owned())
        };
        set([
            one("stance", &["yes", "no", "not-sure"]).with(number("1")),
            several("services", &["iro", "fostering"]).with(number("2")),
            rank("order", &["iro", "fostering"]).with(number("3")),
            matrix("table", &["iro", "fostering"], &["never", "any"]).with(number("4")),
            integer("years").with(number("5")).with(|question| {
                let unit = Some("years".to_owned());
                question.kind =
                    QuestionKind::Integer(NumberRange { unit, ..NumberRange::default() });
            }),
            date("start").with(number("6")),
            line("council"),
        ])
    }

    #[track_caller]
    fn reads(condition: Condition, words: &str) {
        assert_eq!(condition.in_words(&consultation()), format!("Asked if {words}"));
    }

    fn compares(question: &str, comparison: Comparison, amount: Amount) -> Condition {
        test(question, Operator::Compares(comparison, amount))
    }

    #[test]
    fn a_test_names_labels_and_number() {
        reads(equals("stance", &["yes", "not-sure"]), "you answered Yes or Not sure to question 1");
        reads(
            not_equals("stance", &["yes"]),
            "you answered something other than Yes to question 1",
        );
        reads(includes("services", &["iro"]), "you ticked Iro in question 2");
        reads(includes("order", &["iro"]), "you ranked Iro in question 3");
        reads(includes("table", &["never"]), "you answered Never to any row of question 4");
        reads(
            in_row("fostering", equals("table", &["never"])),
            "you answered Never to “Fostering” in question 4",
        );
        reads(answered("council"), "you answered “What about council?”");
        reads(unanswered("stance"), "you did not answer question 1");
    }

    #[test]
    fn amounts_are_said_with_their_unit() {
        let five = Amount::Number(Decimal::from(5));
        reads(
            compares("years", Comparison::AtLeast, five.clone()),
            "your answer to question 5 is 5 years or more",
        );
        reads(
            compares("years", Comparison::LessThan, five),
            "your answer to question 5 is less than 5 years",
        );
        let day = Amount::Day(jiff::civil::date(2014, 6, 5));
        reads(
            not(compares("start", Comparison::GreaterThan, day)),
            "your answer to question 6 is not after 5 June 2014",
        );
    }

    #[test]
    fn tests_within_tests_stay_readable() {
        let yes = || equals("stance", &["yes"]);
        let iro = || includes("services", &["iro"]);
        let council = || answered("council");
        reads(
            all_of([yes(), any_of([iro(), council()])]),
            "you answered Yes to question 1, \
             and either you ticked Iro in question 2 or you answered “What about council?”",
        );
        reads(
            any_of([yes(), all_of([iro(), any_of([yes(), council()])])]),
            "you answered Yes to question 1, or both you ticked Iro in question 2 \
             and (you answered Yes to question 1 or you answered “What about council?”)",
        );
        reads(all_of([yes()]), "you answered Yes to question 1");
    }

    #[test]
    fn a_denial_is_said_of_each_test() {
        let yes = equals("stance", &["yes"]);
        reads(not(yes.clone()), "you did not answer Yes to question 1");
        reads(not(not(yes.clone())), "you answered Yes to question 1");
        reads(
            not(not_equals("stance", &["yes"])),
            "you answered Yes to question 1 or did not answer it",
        );
        reads(
            not(all_of([yes, answered("council")])),
            "you did not answer Yes to question 1, or you did not answer “What about council?”",
        );
    }

    #[test]
    fn a_part_without_a_number_goes_by_its_group() {
        let parts = [line("name"), line("role")].map(Part::Question).to_vec();
        let mut group = group("signatory", parts);
        group.wording.number = Some("7".to_owned());
        let set = set_of([section("only", [Item::Group(group)])]);
        let words = answered("role").in_words(&set);
        assert_eq!(words, "Asked if you answered question 7, part 2");
    }
}
