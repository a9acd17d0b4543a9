//! Conditions: what has to be answered earlier for something to be asked.

pub mod words;

use std::collections::HashSet;

use jiff::civil::Date;

use super::{
    id::{QuestionId, Value},
    reading::Decimal,
};

/// A condition under which something is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// A single test.
    Test(Test),
    /// All of these conditions.
    All(Vec<Condition>),
    /// At least one of these conditions.
    Any(Vec<Condition>),
    /// The opposite of a condition.
    Not(Box<Condition>),
}

impl Condition {
    /// Whether one of its tests refers to a question.
    pub fn looks_at(&self, question: &QuestionId) -> bool {
        match self {
            Self::Test(test) => test.question == *question,
            Self::All(conditions) | Self::Any(conditions) => {
                conditions.iter().any(|condition| condition.looks_at(question))
            }
            Self::Not(condition) => condition.looks_at(question),
        }
    }

    /// Returns the questions that its tests refer to, each once.
    pub fn questions(&self) -> Vec<&QuestionId> {
        let mut questions = match self {
            Self::Test(test) => vec![&test.question],
            Self::All(conditions) | Self::Any(conditions) => {
                conditions.iter().flat_map(Self::questions).collect()
            }
            Self::Not(condition) => condition.questions(),
        };
        let mut seen = HashSet::new();
        questions.retain(|question| seen.insert(*question));
        questions
    }
}

/// A test of an earlier answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// The question tested.
    pub question: QuestionId,
    /// The row tested, in a matrix.
    pub row: Option<Value>,
    /// What must hold.
    pub operator: Operator,
}

/// What must hold of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operator {
    /// The chosen value is one of these.
    Equals(Vec<Value>),
    /// A value is chosen, and it is none of these.
    NotEquals(Vec<Value>),
    /// At least one of these is ticked, ranked, or in a shown row.
    Includes(Vec<Value>),
    /// The number or date compares in this way.
    Compares(Comparison, Amount),
    /// Whether there is an answer.
    Answered(bool),
}

/// How two amounts are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Comparison {
    Equals,
    NotEquals,
    GreaterThan,
    AtLeast,
    LessThan,
    AtMost,
}

/// A number or date that an answer is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// For `integer` and `decimal`.
    Number(Decimal),
    /// For `date`.
    Day(Date),
}
