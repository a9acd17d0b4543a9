//! Conditions that can never be true, as far as that can be proved.
//!
//! The requirements that must hold together (under `all`, and from the conditions of enclosing
//! items and tested questions) are reduced to the possible answers of each question. If none
//! remain, the condition can never be true. Requirements under `any` are ignored, so finding
//! nothing proves nothing.

use std::collections::HashMap;

use super::outline::{Outline, OutlineItem, is_true, list_of};
use crate::store::{
    problem::{Findings, Problem, named},
    tree::{Node, NodeEntry},
};

/// The possible answers to a question, one bit each. The lowest bit is "no answer"; the others are
/// the values, or a single bit for "some answer" if a question has no values.
type PossibleAnswers = u128;

const NO_ANSWER: PossibleAnswers = 1;

/// The maximum number of possible values.
const MAX_VALUES: usize = 127;

/// The maximum number of conditions followed from one: enough for people, and little for attackers.
const MAX_STEPS: usize = 256;

/// The subject of a test: a question by its index, or one of its rows.
type TestedAnswer<'a> = (usize, Option<&'a str>);

/// Requirements that must hold together.
#[derive(Default)]
struct Requirements<'a> {
    possible: HashMap<TestedAnswer<'a>, PossibleAnswers>,
    steps: usize,
}

/// Warns of conditions that can never be true, or say less than they seem to.
pub(super) fn check(outline: &Outline<'_>, findings: &mut Findings) {
    for (section, _) in &outline.sections {
        check_of(outline, section, &[], None, findings);
    }
    for asked in &outline.asked {
        let around = around(outline, asked);
        check_of(outline, asked.node, &around, Some(asked), findings);
        let inner: Vec<&Node> = around.iter().copied().chain([asked.node]).collect();
        for thing in ["choices", "rows", "columns"].iter().flat_map(|key| list_of(asked.node, key))
        {
            check_of(outline, thing, &inner, None, findings);
        }
    }
    for contradiction in list_of(outline.set, "contradictions") {
        if let Some(when) = contradiction.entry("when") {
            let mut together = Requirements::default();
            together.add(outline, &when.value, false);
            together.add_asked(outline);
            if !together.can_be() {
                findings.push(never_true(when));
            }
        }
    }
}

fn never_true(condition: &NodeEntry) -> Problem {
    Problem::warning(condition.key.span.clone(), "this condition can never be true")
}

/// Returns what encloses an item: its section, and its group.
fn around<'a>(outline: &Outline<'a>, asked: &OutlineItem<'a>) -> Vec<&'a Node> {
    let section = outline.sections.get(asked.section).map(|(section, _)| *section);
    let group = asked.group.and_then(|group| outline.asked.get(group)).map(|group| group.node);
    section.into_iter().chain(group).collect()
}

fn check_of<'a>(
    outline: &Outline<'a>,
    thing: &'a Node,
    around: &[&'a Node],
    asked: Option<&OutlineItem<'_>>,
    findings: &mut Findings,
) {
    let Some(condition) = thing.entry("enable_when") else {
        return;
    };
    let mut outer = Requirements::default();
    for thing in around {
        outer.add_thing(outline, thing);
    }
    if !outer.can_be() {
        return;
    }
    let mut together = outer;
    together.add_thing(outline, thing);
    together.add_asked(outline);
    if together.can_be() {
        return;
    }
    let problem = never_true(condition);
    findings.push(match asked {
        Some(asked) if is_true(asked.node, "required") => {
            problem.help(format!("{} is required, but nobody is ever asked", named(asked.id)))
        }
        Some(_) | None => problem,
    });
}

impl<'a> Requirements<'a> {
    fn can_be(&self) -> bool {
        self.possible.values().all(|possible| *possible != 0)
    }

    /// Adds the condition of a map.
    fn add_thing(&mut self, outline: &Outline<'a>, thing: &'a Node) {
        if let Some(condition) = thing.get("enable_when") {
            self.add(outline, condition, false);
        }
    }

    /// Adds a condition, or its opposite.
    fn add(&mut self, outline: &Outline<'a>, condition: &'a Node, opposite: bool) {
        let inner = |key| list_of(condition, key).iter();
        let all = if opposite { inner("any") } else { inner("all") };
        let any = if opposite { inner("all") } else { inner("any") };
        if let Some(not) = condition.get("not") {
            return self.add(outline, not, !opposite);
        }
        for condition in all.chain(any.clone().filter(|_| any.len() == 1)).take(MAX_STEPS) {
            self.add(outline, condition, opposite);
        }
        self.steps += 1;
        if let Some((subject, every, possible)) = test(outline, condition)
            && self.steps < MAX_STEPS
        {
            let possible = if opposite { every & !possible } else { possible };
            *self.possible.entry(subject).or_insert(every) &= possible;
        }
    }

    /// Adds the conditions of the questions that must be answered, and of what encloses them.
    fn add_asked(&mut self, outline: &Outline<'a>) {
        let answered = self.possible.iter().filter(|(_, possible)| *possible & NO_ANSWER == 0);
        let places: Vec<usize> = answered.map(|((place, _), _)| *place).collect();
        for asked in places.into_iter().filter_map(|place| outline.asked.get(place)) {
            for thing in around(outline, asked).into_iter().chain([asked.node]) {
                self.add_thing(outline, thing);
            }
        }
    }
}

/// Returns the subject of a test, its possible answers, and those that satisfy the test.
fn test<'a>(
    outline: &Outline<'a>,
    test: &'a Node,
) -> Option<(TestedAnswer<'a>, PossibleAnswers, PossibleAnswers)> {
    let (place, asked) = outline.find(test.text_of("question")?)?;
    let row = test.text_of("row");
    let values: Vec<&str> = match (asked.kind, row) {
        ("select_one", _) | ("matrix", Some(_)) => {
            let list = outline.choices_of(asked)?;
            Some(list).filter(|list| list.options.len() <= MAX_VALUES)?.in_order().collect()
        }
        _ => Vec::new(),
    };
    let any_answer = match values.len() {
        0 => NO_ANSWER << 1,
        number => (PossibleAnswers::MAX >> (MAX_VALUES - number)) & !NO_ANSWER,
    };
    let chosen = |list: &Node| {
        let bit = |value: &str| values.iter().position(|known| *known == value);
        let bits = list.one_or_more().iter().filter_map(|value| bit(value.text()?));
        bits.fold(0, |chosen, bit| chosen | (NO_ANSWER << (bit + 1)))
    };
    let operator = |entry: &NodeEntry| match (entry.key.text.as_str(), values.is_empty()) {
        ("answered", _) if entry.value.text() == Some("false") => Some(NO_ANSWER),
        ("answered", _) => Some(any_answer),
        ("equals", false) => Some(chosen(&entry.value)),
        ("not_equals", false) => Some(any_answer & !chosen(&entry.value)),
        ("question" | "row", _) => None,
        _ => Some(any_answer),
    };
    let possible = test.map().iter().find_map(operator)?;
    Some(((place, row), any_answer | NO_ANSWER, possible))
}
