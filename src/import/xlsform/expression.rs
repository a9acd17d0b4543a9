//! The conditions of XLSForms, as far as question sets can say them: `and`, `or`, `not()`,
//! comparisons of `${question}` with literals, `selected()`, `count-selected()`, `string-length()`.

use std::iter::Peekable;

/// A condition as an XLSForm writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FormExpression {
    All(Vec<FormExpression>),
    Any(Vec<FormExpression>),
    Not(Box<FormExpression>),
    /// A comparison: what of which question, how, with which literal.
    Compare {
        subject: Operand,
        operator: &'static str,
        literal: String,
    },
    /// `selected(${x}, 'a')`
    Selected {
        question: String,
        value: String,
    },
}

/// What is compared. The question `.` is the one that has the constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Operand {
    Answer(String),
    CountSelected(String),
    Length(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum ExpressionToken {
    Question(String),
    Literal(String),
    Word(String),
    Operator(&'static str),
    Open,
    Close,
    Comma,
}

/// How deep brackets may nest.
const MAX_DEPTH: usize = 20;

/// Reads an expression.
pub(super) fn parse(text: &str) -> Result<FormExpression, String> {
    let tokens = tokens(text)?;
    let mut reader = ExpressionReader { tokens: tokens.into_iter().peekable(), depth: 0 };
    let expression = reader.any()?;
    match reader.tokens.next() {
        None => Ok(expression),
        Some(token) => Err(format!("{token:?} is not expected there")),
    }
}

fn tokens(text: &str) -> Result<Vec<ExpressionToken>, String> {
    const OPERATORS: [&str; 6] = ["!=", "<=", ">=", "=", "<", ">"];
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let taken;
        if let Some(inside) = rest.strip_prefix("${") {
            let (name, _) = inside.split_once('}').ok_or("a `${` has no `}`")?;
            tokens.push(ExpressionToken::Question(name.trim().to_owned()));
            taken = name.len() + 3;
        } else if matches!(first, '\'' | '"') {
            let (literal, _) = rest
                .get(1..)
                .and_then(|inside| inside.split_once(first))
                .ok_or("a quotation mark has no second one")?;
            tokens.push(ExpressionToken::Literal(literal.to_owned()));
            taken = literal.len() + 2;
        } else if let Some(operator) = OPERATORS.into_iter().find(|known| rest.starts_with(known)) {
            tokens.push(ExpressionToken::Operator(operator));
            taken = operator.len();
        } else if first.is_ascii_digit()
            || (first == '-'
                && rest.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())))
        {
            let number: String =
                rest.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
            taken = number.len();
            tokens.push(ExpressionToken::Literal(number));
        } else if first.is_ascii_alphabetic() {
            let word: String = rest
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
                .collect();
            taken = word.len();
            tokens.push(ExpressionToken::Word(word));
        } else {
            tokens.push(match first {
                '(' => ExpressionToken::Open,
                ')' => ExpressionToken::Close,
                ',' => ExpressionToken::Comma,
                '.' => ExpressionToken::Question(".".to_owned()),
                other => return Err(format!("`{other}` is not understood")),
            });
            taken = 1;
        }
        rest = rest.get(taken..).unwrap_or_default().trim_start();
    }
    Ok(tokens)
}

struct ExpressionReader<T: Iterator<Item = ExpressionToken>> {
    tokens: Peekable<T>,
    depth: usize,
}

impl<T: Iterator<Item = ExpressionToken>> ExpressionReader<T> {
    fn word(&mut self, word: &str) -> bool {
        self.tokens
            .next_if(|token| matches!(token, ExpressionToken::Word(found) if found == word))
            .is_some()
    }

    fn expect(&mut self, token: &ExpressionToken) -> Result<(), String> {
        let found = self.tokens.next();
        if found.as_ref() == Some(token) {
            Ok(())
        } else {
            Err("brackets or commas do not match".to_owned())
        }
    }

    fn any(&mut self) -> Result<FormExpression, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("the brackets nest too deep".to_owned());
        }
        let first = self.all()?;
        let mut alternatives = vec![first];
        while self.word("or") {
            alternatives.push(self.all()?);
        }
        self.depth -= 1;
        Ok(single_or(alternatives, FormExpression::Any))
    }

    fn all(&mut self) -> Result<FormExpression, String> {
        let mut parts = vec![self.one()?];
        while self.word("and") {
            parts.push(self.one()?);
        }
        Ok(single_or(parts, FormExpression::All))
    }

    fn one(&mut self) -> Result<FormExpression, String> {
        match self.tokens.next().ok_or("it ends in the middle")? {
            ExpressionToken::Open => {
                let inner = self.any()?;
                self.expect(&ExpressionToken::Close)?;
                Ok(inner)
            }
            ExpressionToken::Word(word) if word == "not" => {
                self.expect(&ExpressionToken::Open)?;
                let inner = self.any()?;
                self.expect(&ExpressionToken::Close)?;
                Ok(FormExpression::Not(Box::new(inner)))
            }
            ExpressionToken::Word(word) if word == "selected" => {
                self.expect(&ExpressionToken::Open)?;
                let question = self.question()?;
                self.expect(&ExpressionToken::Comma)?;
                let value = self.literal()?;
                self.expect(&ExpressionToken::Close)?;
                Ok(FormExpression::Selected { question, value })
            }
            ExpressionToken::Word(word) if word == "count-selected" || word == "string-length" => {
                self.expect(&ExpressionToken::Open)?;
                let question = self.question()?;
                self.expect(&ExpressionToken::Close)?;
                let subject = if word == "count-selected" {
                    Operand::CountSelected(question)
                } else {
                    Operand::Length(question)
                };
                self.comparison(subject)
            }
            ExpressionToken::Question(question) => self.comparison(Operand::Answer(question)),
            ExpressionToken::Word(word) => {
                Err(format!("`{word}` cannot be said in a question set"))
            }
            ExpressionToken::Literal(literal) => {
                Err(format!("write the question before `{literal}`"))
            }
            ExpressionToken::Operator(_) | ExpressionToken::Close | ExpressionToken::Comma => {
                Err("something is missing before a sign".to_owned())
            }
        }
    }

    fn question(&mut self) -> Result<String, String> {
        match self.tokens.next() {
            Some(ExpressionToken::Question(question)) => Ok(question),
            _ => Err("a question such as `${name}` is missing".to_owned()),
        }
    }

    fn literal(&mut self) -> Result<String, String> {
        match self.tokens.next() {
            Some(ExpressionToken::Literal(literal)) => Ok(literal),
            _ => Err("only comparisons with a fixed text or number can be said".to_owned()),
        }
    }

    fn comparison(&mut self, subject: Operand) -> Result<FormExpression, String> {
        let Some(ExpressionToken::Operator(operator)) = self.tokens.next() else {
            return Err("a comparison is missing".to_owned());
        };
        Ok(FormExpression::Compare { subject, operator, literal: self.literal()? })
    }
}

fn single_or(
    mut all: Vec<FormExpression>,
    many: fn(Vec<FormExpression>) -> FormExpression,
) -> FormExpression {
    match all.pop() {
        Some(only) if all.is_empty() => only,
        Some(last) => {
            all.push(last);
            many(all)
        }
        None => many(all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_of_relevant_is_read() {
        let read = parse("selected(${a}, 'x') and not(${b} = 'no') or ${c} >= 3").unwrap();
        let FormExpression::Any(parts) = read else { panic!("no alternatives") };
        assert_eq!(parts.len(), 2);
        assert!(parse("string-length(.) <= 10 and count-selected(.) < 3").is_ok());
    }

    #[test]
    fn what_cannot_be_said_is_an_error() {
        assert!(parse("today() > ${a}").is_err());
        assert!(parse("${a} = ${b}").is_err());
        assert!(parse("${a} = 'x").is_err());
        assert!(parse(&"(".repeat(5000)).is_err());
    }
}
