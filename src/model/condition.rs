//! When something is asked, and the route through a consultation that follows from the answers.

use jiff::civil::Date;

use super::{
    id::{QuestionId, Value},
    reading::Decimal,
};

/// When something is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// One test.
    Test(Test),
    /// All of them.
    All(Vec<Condition>),
    /// At least one of them.
    Any(Vec<Condition>),
    /// The opposite.
    Not(Box<Condition>),
}

/// A test of an earlier answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// The question looked at.
    pub question: QuestionId,
    /// The row looked at, in a matrix.
    pub row: Option<Value>,
    /// What must hold.
    pub operator: Operator,
}

/// What must hold of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operator {
    /// The chosen value is one of these.
    Equals(Vec<Value>),
    /// There is a chosen value, and it is none of these.
    NotEquals(Vec<Value>),
    /// At least one of these is ticked, ranked, or in a shown row.
    Includes(Vec<Value>),
    /// The number or day compares so.
    Compares(Comparison, Amount),
    /// Whether there is an answer.
    Answered(bool),
}

/// How amounts compare.
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

/// A number or a day that an answer is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// For `integer` and `decimal`.
    Number(Decimal),
    /// For `date`.
    Day(Date),
}
