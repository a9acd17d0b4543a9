//! Shortfalls: whatever keeps an answer from being final.
//!
//! A shortfall never stops anyone from writing. The review lists what is missing; the page also
//! points out what is wrong; only the final response requires everything to be put right. Hidden
//! questions require nothing.

mod words;

use std::cmp::Ordering;

use super::{
    answer::{Answer, Answers, FieldName},
    asked::{Asked, EffectiveAnswer, Misread},
    condition::Amount,
    consultation::{
        CommentBox, CommentRequired, Consultation, Matrix, Question, QuestionKind, Row,
    },
    draft::Position,
    id::{QuestionId, Value},
    limit::{Limit, Usage},
    reading::{self, FormatProblem, StringFormat},
    route::Route,
    text::Text,
};

/// One thing that keeps an answer from being final.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortfall {
    /// The question.
    pub question: QuestionId,
    /// The row, in a matrix.
    pub row: Option<Value>,
    /// The field of the question or row.
    pub field: FieldName,
    /// The kind of shortfall.
    pub kind: ShortfallKind,
}

/// The kinds of shortfall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShortfallKind {
    /// A required answer or detail is missing.
    Missing,
    /// A required reason is missing.
    ReasonMissing,
    /// A reason required for a particular value is missing.
    ReasonMissingFor {
        /// The value that requires it.
        value: Value,
        /// The row with that value, in a matrix.
        row: Option<Value>,
    },
    /// Too few are ticked or ranked.
    TooFew {
        /// The number given.
        given: usize,
        /// The minimum, lowered to the number shown.
        least: usize,
    },
    /// Too many are ticked or ranked.
    TooMany {
        /// The number given.
        given: usize,
        /// The maximum.
        most: usize,
    },
    /// "No comment" is given where only an answer is accepted.
    NoCommentNotEnough,
    /// The answer cannot be read.
    Misread(Misread),
    /// The number is too small, or the day too early.
    Below(Amount),
    /// The number is too great, or the day too late.
    Above(Amount),
    /// A line does not have the expected format.
    Format(FormatProblem),
    /// A text is too long.
    TooLong(Usage),
    /// The set does not have this value; as it is in the draft.
    UnknownValue(String),
    /// The same choice is ranked more than once.
    RankedTwice(Value),
    /// "None of these" is ticked along with others.
    NotAlone(Value),
}

/// Returns everything that keeps the answers to a consultation from being final, in the set's
/// order.
pub fn shortfalls(consultation: &Consultation, route: &Route, answers: &Answers) -> Vec<Shortfall> {
    let questions = consultation.questions();
    questions.flat_map(|(_, question)| of_question(question, route, answers)).collect()
}

/// Returns everything that keeps the answer to one question from being final; nothing if it is not
/// asked.
pub fn of_question(question: &Question, route: &Route, answers: &Answers) -> Vec<Shortfall> {
    let Some(asked) = route.asked(&question.id) else {
        return Vec::new();
    };
    let blank = Answer::default();
    let answer = answers.get(&question.id).unwrap_or(&blank);
    let standing = asked.standing(question, Some(answer));
    Inspection { question, asked, answer, standing: &standing, found: Vec::new() }.finish()
}

impl Shortfall {
    /// Whether something is only missing, and not wrong.
    pub fn is_missing(&self) -> bool {
        match self.kind {
            ShortfallKind::Missing
            | ShortfallKind::ReasonMissing
            | ShortfallKind::ReasonMissingFor { .. }
            | ShortfallKind::TooFew { .. } => true,
            ShortfallKind::TooMany { .. }
            | ShortfallKind::NoCommentNotEnough
            | ShortfallKind::Misread(_)
            | ShortfallKind::Below(_)
            | ShortfallKind::Above(_)
            | ShortfallKind::Format(_)
            | ShortfallKind::TooLong(_)
            | ShortfallKind::UnknownValue(_)
            | ShortfallKind::RankedTwice(_)
            | ShortfallKind::NotAlone(_) => false,
        }
    }

    /// Whether it is an unanswered row of a matrix.
    pub fn is_blank_row(&self) -> bool {
        self.row.is_some() && self.kind == ShortfallKind::Missing
    }

    /// Whether it is a missing reason or detail that an answer requires.
    pub fn is_unfinished(&self) -> bool {
        self.is_missing() && self.field != FieldName::Value
    }

    /// Returns where to put it right.
    pub fn position(&self) -> Position {
        Position {
            row: self.row.clone(),
            field: self.field.clone(),
            ..Position::of(&self.question)
        }
    }
}

/// The question under inspection.
struct Inspection<'a> {
    question: &'a Question,
    asked: &'a Asked,
    answer: &'a Answer,
    standing: &'a EffectiveAnswer,
    found: Vec<Shortfall>,
}

impl Inspection<'_> {
    fn finish(mut self) -> Vec<Shortfall> {
        if *self.standing == EffectiveAnswer::NoComment {
            self.inspect_no_comment();
            return self.found;
        }
        self.inspect_value();
        self.inspect_details();
        if let Some(comment_box) = &self.question.comment {
            self.inspect_comment(None, comment_box, Some(&self.answer.comment), self.standing);
        }
        self.found
    }

    fn inspect_no_comment(&mut self) {
        let wants_rows = || self.asked.rows(self.question).any(|(_, row)| self.wants(row));
        if !self.question.allow_no_comment && (self.question.required || wants_rows()) {
            self.add(ShortfallKind::NoCommentNotEnough);
        }
    }

    fn inspect_value(&mut self) {
        if let EffectiveAnswer::Misread(misread) = self.standing {
            return self.add(ShortfallKind::Misread(misread.clone()));
        }
        match &self.question.kind {
            QuestionKind::String { format, limit } => {
                self.inspect_presence();
                self.inspect_text(limit, *format);
            }
            QuestionKind::Text { limit } => {
                self.inspect_presence();
                self.inspect_text(limit, None);
            }
            QuestionKind::Integer(range) | QuestionKind::Decimal { range, .. } => {
                self.inspect_presence();
                self.inspect_range(range.min.map(Amount::Number), range.max.map(Amount::Number));
            }
            QuestionKind::Date { min, max } => {
                self.inspect_presence();
                self.inspect_range(min.map(Amount::Day), max.map(Amount::Day));
            }
            QuestionKind::SelectOne { .. } => {
                if self.add_unknown_values() == 0 {
                    self.inspect_presence();
                }
            }
            QuestionKind::SelectMultiple { min_selected, max_selected, .. } => {
                self.inspect_number(*min_selected, *max_selected);
            }
            QuestionKind::Rank { min_ranked, max_ranked, .. } => {
                self.inspect_number(*min_ranked, *max_ranked);
                self.inspect_ranks();
            }
            QuestionKind::Matrix(matrix) => self.inspect_rows(matrix),
        }
    }

    fn inspect_presence(&mut self) {
        if self.question.required && !self.standing.is_answered() {
            self.add(ShortfallKind::Missing);
        }
    }

    fn inspect_text(&mut self, limit: &Limit, format: Option<StringFormat>) {
        let EffectiveAnswer::Text(text) = self.standing else {
            return;
        };
        self.inspect_length(None, FieldName::Value, limit, text);
        let problem =
            format.and_then(|format| reading::check_format(format, &text.trimmed()).err());
        if let Some(problem) = problem {
            self.add(ShortfallKind::Format(problem));
        }
    }

    fn inspect_range(&mut self, min: Option<Amount>, max: Option<Amount>) {
        if let Some(min) = min.filter(|min| min.compared(self.standing) == Some(Ordering::Less)) {
            self.add(ShortfallKind::Below(min));
        }
        if let Some(max) = max.filter(|max| max.compared(self.standing) == Some(Ordering::Greater))
        {
            self.add(ShortfallKind::Above(max));
        }
    }

    /// Checks the number ticked or ranked. "None of these" alone is always enough.
    fn inspect_number(&mut self, min: Option<usize>, max: Option<usize>) {
        let unknown = self.add_unknown_values();
        let chosen = self.standing.values();
        let given = chosen.len();
        let shown = || self.asked.choices(self.question).map(|(_, choice)| choice);
        if let Some(alone) = shown().find(|one| one.exclusive && chosen.contains(&&one.value)) {
            if given > 1 {
                self.add(ShortfallKind::NotAlone(alone.value.clone()));
            }
            return;
        }
        let possible = shown().filter(|choice| !choice.exclusive).count();
        let least = match (given, self.question.required) {
            (0, false) => 0,
            (0, true) | (_, _) => min.unwrap_or(1).min(possible).max(1),
        };
        if given < least && unknown == 0 {
            self.add(ShortfallKind::TooFew { given, least });
        }
        if let Some(most) = max.filter(|most| given > *most) {
            self.add(ShortfallKind::TooMany { given, most });
        }
    }

    fn inspect_ranks(&mut self) {
        let given: Vec<String> = self.answer.value.values().iter().map(Text::trimmed).collect();
        for value in self.standing.values() {
            if given.iter().filter(|one| *value == ***one).count() > 1 {
                self.add(ShortfallKind::RankedTwice(value.clone()));
            }
        }
    }

    fn inspect_rows(&mut self, matrix: &Matrix) {
        for (_, row) in self.asked.rows(self.question) {
            let standing = self.standing.row(&row.value);
            let said = self.answer.row(&row.value);
            if *standing == EffectiveAnswer::NoComment {
                if self.wants(row) && !self.question.allow_no_comment {
                    self.add_in_row(row, ShortfallKind::NoCommentNotEnough);
                }
                continue;
            }
            let given = said.and_then(|said| said.value.as_ref()).filter(|text| !text.is_blank());
            let given = given.map(Text::trimmed);
            match given.filter(|given| !matrix.columns.iter().any(|one| one.value == **given)) {
                Some(unknown) => self.add_in_row(row, ShortfallKind::UnknownValue(unknown)),
                None if standing.is_answered() || !self.wants(row) => {}
                None => self.add_in_row(row, ShortfallKind::Missing),
            }
            if let Some(comment_box) = &matrix.row_comment {
                let comment = said.map(|said| &said.comment);
                self.inspect_comment(Some(row), comment_box, comment, standing);
            }
        }
    }

    fn inspect_details(&mut self) {
        for value in self.standing.values() {
            let choice = self.question.choice(value);
            let Some(detail_box) = choice.and_then(|choice| choice.detail.as_ref()) else {
                continue;
            };
            let field = FieldName::Detail(value.clone());
            match self.answer.details.get(value).filter(|detail| !detail.is_blank()) {
                Some(detail) => self.inspect_length(None, field, &detail_box.limit, detail),
                None if detail_box.required => self.add_at(None, field, ShortfallKind::Missing),
                None => {}
            }
        }
    }

    fn inspect_comment(
        &mut self,
        row: Option<&Row>,
        comment_box: &CommentBox,
        comment: Option<&Text>,
        standing: &EffectiveAnswer,
    ) {
        if let Some(comment) = comment.filter(|comment| !comment.is_blank()) {
            return self.inspect_length(row, FieldName::Comment, &comment_box.limit, comment);
        }
        let missing = match &comment_box.required {
            CommentRequired::Never => None,
            CommentRequired::WhenAnswered => {
                standing.is_answered().then_some(ShortfallKind::ReasonMissing)
            }
            CommentRequired::When(values) => reason_wanted(standing, values),
        };
        if let Some(missing) = missing {
            self.add_at(row, FieldName::Comment, missing);
        }
    }

    fn inspect_length(&mut self, row: Option<&Row>, field: FieldName, limit: &Limit, text: &Text) {
        if let Some(usage) = limit.over(text.tally()) {
            self.add_at(row, field, ShortfallKind::TooLong(usage));
        }
    }

    /// Adds a shortfall for each value that the set does not have, and returns their number.
    fn add_unknown_values(&mut self) -> usize {
        let given = self.answer.value.values().iter().filter(|text| !text.is_blank());
        let is_known =
            |given: &String| self.question.choices().iter().any(|choice| choice.value == **given);
        let unknown: Vec<String> = given.map(Text::trimmed).filter(|one| !is_known(one)).collect();
        let count = unknown.len();
        unknown.into_iter().for_each(|one| self.add(ShortfallKind::UnknownValue(one)));
        count
    }

    /// Whether a row must be answered.
    fn wants(&self, row: &Row) -> bool {
        row.required.unwrap_or(self.question.required)
    }

    fn add(&mut self, kind: ShortfallKind) {
        self.add_at(None, FieldName::Value, kind);
    }

    fn add_in_row(&mut self, row: &Row, kind: ShortfallKind) {
        self.add_at(Some(row), FieldName::Value, kind);
    }

    fn add_at(&mut self, row: Option<&Row>, field: FieldName, kind: ShortfallKind) {
        let row = row.map(|row| row.value.clone());
        self.found.push(Shortfall { question: self.question.id.clone(), row, field, kind });
    }
}

/// Returns the first value that requires a reason, with its row.
fn reason_wanted(standing: &EffectiveAnswer, wanted: &[Value]) -> Option<ShortfallKind> {
    let first = |standing: &EffectiveAnswer| {
        standing.values().into_iter().find(|value| wanted.contains(value)).cloned()
    };
    let (row, value) = match standing {
        EffectiveAnswer::Rows(rows) => {
            rows.iter().find_map(|(row, one)| Some((Some(row), first(one)?)))?
        }
        EffectiveAnswer::Blank
        | EffectiveAnswer::NoComment
        | EffectiveAnswer::Text(_)
        | EffectiveAnswer::Number(_)
        | EffectiveAnswer::Day(_)
        | EffectiveAnswer::Chosen(_)
        | EffectiveAnswer::Misread(_) => (None, first(standing)?),
    };
    Some(ShortfallKind::ReasonMissingFor { value, row: row.cloned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        consultation::NumberRange,
        limit::CountAs,
        reading::Decimal,
        testing::{
            answered, comment_box, comments, date, decimal, gives, integer, line, matrix,
            no_comment, one, rank, rows, said, set, several, text, ticks, values,
        },
    };

    /// What keeps the answer to the question from being final; a `?` marks what is only missing.
    #[track_caller]
    fn lacks(question: &Question, answer: Answer, expected: &[&str]) {
        lacks_in(&set([question.clone()]), question.id.as_str(), answer, expected);
    }

    #[track_caller]
    fn lacks_in(consultation: &Consultation, id: &str, answer: Answer, expected: &[&str]) {
        let answers = said([(id, answer)]);
        let route = Route::of(consultation, &answers);
        let lines: Vec<String> = shortfalls(consultation, &route, &answers)
            .iter()
            .map(|one| {
                let mark = if one.is_missing() { "? " } else { "! " };
                mark.to_owned() + &one.in_words(consultation)
            })
            .collect();
        assert_eq!(lines, expected);
    }

    fn nothing() -> Answer {
        Answer::default()
    }

    fn most(max_words: usize) -> Limit {
        Limit { max_words: Some(max_words), ..Limit::default() }
    }

    fn because(question: Question, wanted_by: &[&str]) -> Question {
        question.with_comment(CommentRequired::When(values(wanted_by)))
    }

    fn with_row_comment(question: Question, required: CommentRequired) -> Question {
        question.with_matrix(|matrix| matrix.row_comment = Some(comment_box(required)))
    }

    #[test]
    fn what_is_not_required_may_stay_blank() {
        for question in [
            line("q"),
            integer("q"),
            date("q"),
            one("q", &["a", "b"]),
            several("q", &["a", "b"]),
            rank("q", &["a", "b"]),
            matrix("q", &["r"], &["a", "b"]),
        ] {
            lacks(&question, nothing(), &[]);
        }
    }

    #[test]
    fn what_is_required_is_missed_in_every_kind() {
        lacks(&line("q").required(), gives("  "), &["? Enter an answer"]);
        lacks(&text("q", Limit::default()).required(), nothing(), &["? Write an answer"]);
        lacks(&integer("q").required(), nothing(), &["? Enter a number"]);
        lacks(&decimal("q").required(), nothing(), &["? Enter a number"]);
        lacks(&date("q").required(), nothing(), &["? Enter a date"]);
        lacks(&one("q", &["a", "b"]).required(), nothing(), &["? Choose an answer"]);
        lacks(&several("q", &["a", "b"]).required(), ticks(&[]), &["? Choose at least one"]);
        lacks(&rank("q", &["a", "b"]).required(), nothing(), &["? Rank at least one"]);
        lacks(
            &matrix("q", &["r", "s"], &["a", "b"]).required(),
            rows(&[("s", "a")]),
            &["? Choose an answer for R"],
        );
    }

    #[test]
    fn the_set_may_say_in_its_own_words_what_is_missing() {
        let message = |question: &mut Question| {
            question.required_message = Some("Say where you stand".to_owned());
        };
        lacks(&one("q", &["a"]).required().with(message), nothing(), &["? Say where you stand"]);
        lacks(
            &matrix("q", &["r", "s"], &["a", "b"]).required().with(message),
            nothing(),
            &["? R: Say where you stand", "? S: Say where you stand"],
        );
        let own = CommentBox {
            required_message: Some("Tell us why".to_owned()),
            ..comment_box(CommentRequired::WhenAnswered)
        };
        let question = one("q", &["a"]).with(|question| question.comment = Some(own));
        lacks(&question, gives("a"), &["? Tell us why"]);
    }

    #[test]
    fn a_comment_alone_is_no_answer() {
        let question = one("q", &["a", "b"]).required().with_comment(CommentRequired::Never);
        lacks(&question, comments("It depends."), &["? Choose an answer"]);
    }

    #[test]
    fn no_comment_is_enough_unless_the_set_says_otherwise() {
        let strict = |question: Question| question.with(|one| one.allow_no_comment = false);
        lacks(&line("q").required(), no_comment(), &[]);
        lacks(&integer("q").required(), gives("1,5").and_no_comment(), &[]);
        lacks(&strict(line("q")), no_comment(), &[]);
        lacks(
            &strict(line("q").required()),
            no_comment(),
            &["! Enter an answer: “no comment” is not accepted here"],
        );
        let table = matrix("q", &["r", "s"], &["a", "b"]).required();
        let rows_without = nothing().and_row_no_comment("r").and_row_no_comment("s");
        lacks(&table, rows_without.clone(), &[]);
        lacks(&table, no_comment(), &[]);
        lacks(
            &strict(table),
            nothing().and_row_no_comment("r").and_row("s", "a", ""),
            &["! Choose an answer for R: “no comment” is not accepted here"],
        );
    }

    #[test]
    fn a_row_may_be_required_or_not_for_itself() {
        let with_r = |required| {
            move |question: Question| question.with_row("r", |row| row.required = Some(required))
        };
        let table = || matrix("q", &["r", "s"], &["a", "b"]);
        lacks(&with_r(true)(table()), nothing(), &["? Choose an answer for R"]);
        lacks(&with_r(false)(table().required()), nothing(), &["? Choose an answer for S"]);
    }

    #[test]
    fn nothing_is_wanted_of_what_is_hidden() {
        let hide = || Some(answered("gate"));
        let table = matrix("table", &["r", "s"], &["a", "b"])
            .required()
            .with_row("r", |row| row.condition = hide());
        let consultation = set([line("gate"), line("q").required().when(answered("gate")), table]);
        lacks_in(&consultation, "q", gives(""), &["? Choose an answer for S"]);
        lacks_in(
            &consultation,
            "gate",
            gives("x"),
            &["? Enter an answer", "? Choose an answer for R", "? Choose an answer for S"],
        );
    }

    #[test]
    fn a_reason_is_wanted_once_answered() {
        let question = one("q", &["a", "b"]).with_comment(CommentRequired::WhenAnswered);
        lacks(&question, nothing(), &[]);
        lacks(&question, gives("a"), &["? Give a reason for your answer"]);
        lacks(&question, gives("a").and_comments(" \n"), &["? Give a reason for your answer"]);
        lacks(&question, gives("a").and_comments("Because."), &[]);
        lacks(&question, gives("a").and_no_comment(), &[]);
    }

    #[test]
    fn a_reason_is_wanted_for_some_values() {
        lacks(&because(one("q", &["yes", "no"]), &["no"]), gives("yes"), &[]);
        lacks(
            &because(one("q", &["yes", "no"]), &["no"]),
            gives("no"),
            &["? Give a reason: you chose No"],
        );
        lacks(
            &because(several("q", &["a", "b"]), &["b"]),
            ticks(&["a", "b"]),
            &["? Give a reason: you chose B"],
        );
        lacks(
            &because(rank("q", &["a", "b"]), &["b"]),
            ticks(&["a", "b"]),
            &["? Give a reason: you ranked B"],
        );
        lacks(
            &because(matrix("q", &["iro", "fostering"], &["never", "any"]), &["never"]),
            rows(&[("iro", "any"), ("fostering", "never")]),
            &["? Give a reason: you chose Never for Fostering"],
        );
    }

    #[test]
    fn a_row_has_its_own_reason() {
        let table = || matrix("q", &["iro", "fostering"], &["never", "any"]);
        let some = with_row_comment(table(), CommentRequired::When(values(&["never"])));
        lacks(
            &some,
            rows(&[("iro", "any"), ("fostering", "never")]),
            &["? Give a reason: you chose Never for Fostering"],
        );
        lacks(&some, nothing().and_row("iro", "never", "The Act says so."), &[]);
        let each = with_row_comment(table(), CommentRequired::WhenAnswered);
        lacks(&each, rows(&[("iro", "any")]), &["? Give a reason for your answer for Iro"]);
        lacks(&each, rows(&[("iro", "any")]).and_row_no_comment("iro"), &[]);
    }

    #[test]
    fn a_detail_is_wanted_while_its_choice_is_chosen() {
        let question = one("q", &["a", "other"]).with_detail("other", true);
        lacks(&question, gives("a"), &[]);
        lacks(&question, gives("other"), &["? Say more: you chose Other"]);
        lacks(&question, gives("other").and_detail("other", "A trust"), &[]);
        lacks(&one("q", &["other"]).with_detail("other", false), gives("other"), &[]);
    }

    fn bounded(question: Question, least: usize, greatest: usize) -> Question {
        question.with(|question| match &mut question.kind {
            QuestionKind::SelectMultiple { min_selected: min, max_selected: max, .. }
            | QuestionKind::Rank { min_ranked: min, max_ranked: max, .. } => {
                (*min, *max) = (Some(least), Some(greatest));
            }
            _ => panic!("only ticks and ranks are counted"),
        })
    }

    #[test]
    fn ticks_and_ranks_are_counted() {
        let list = || bounded(several("q", &["a", "b", "c", "d"]), 2, 3);
        lacks(&list(), nothing(), &[]);
        lacks(&list().required(), nothing(), &["? Choose at least 2"]);
        lacks(&list(), ticks(&["a"]), &["? Choose at least 2: you chose 1"]);
        lacks(&list(), ticks(&["a", "b", "c"]), &[]);
        let all = ticks(&["a", "b", "c", "d"]);
        lacks(&list(), all.clone(), &["! Choose at most 3: you chose 4"]);
        let ranking = bounded(rank("q", &["a", "b", "c", "d"]), 2, 3);
        lacks(&ranking, ticks(&["a"]), &["? Rank at least 2: you ranked 1"]);
        lacks(&ranking, all, &["! Rank at most 3: you ranked 4"]);
    }

    #[test]
    fn no_more_is_wanted_than_is_shown() {
        let question = bounded(several("q", &["a", "b", "c"]), 3, 3)
            .with_choice("c", |choice| choice.condition = Some(answered("gate")));
        let consultation = set([line("gate"), question]);
        lacks_in(&consultation, "q", ticks(&["a", "b"]), &[]);
        lacks_in(&consultation, "q", ticks(&["a", "c"]), &["? Choose at least 2: you chose 1"]);
    }

    #[test]
    fn none_of_these_is_enough_and_stands_alone() {
        let question = bounded(several("q", &["a", "b", "none"]), 2, 3)
            .required()
            .with_choice("none", |choice| choice.exclusive = true);
        lacks(&question, ticks(&["none"]), &[]);
        lacks(
            &question,
            ticks(&["a", "none"]),
            &["! Choose None alone, or un-choose it: you chose others too"],
        );
    }

    #[test]
    fn numbers_keep_to_their_bounds() {
        let years = integer("q").with(|question| {
            question.kind = QuestionKind::Integer(NumberRange {
                min: Some(Decimal::from(1)),
                max: Some(Decimal::from(18)),
                unit: Some("years".to_owned()),
            });
        });
        lacks(&years, gives("1"), &[]);
        lacks(&years, gives("18"), &[]);
        lacks(&years, gives("0"), &["! Enter 1 year or more"]);
        lacks(&years, gives("19"), &["! Enter 18 years or less"]);
    }

    #[test]
    fn days_keep_to_their_bounds() {
        let june = date("q").with(|question| {
            let (min, max) = (jiff::civil::date(2014, 6, 1), jiff::civil::date(2014, 6, 30));
            question.kind = QuestionKind::Date { min: Some(min), max: Some(max) };
        });
        lacks(&june, gives("30/6/2014"), &[]);
        lacks(&june, gives("31 May 2014"), &["! Enter 1 June 2014 or later"]);
        lacks(&june, gives("2014-07-01"), &["! Enter 30 June 2014 or earlier"]);
    }

    #[test]
    fn what_cannot_be_read_is_wrong_even_where_nothing_is_required() {
        lacks(&decimal("q"), gives("1,5"), &["! `1,5` could be 1.5 or 15: write `1.5` or `15`"]);
        lacks(
            &integer("q").required(),
            gives("1.5"),
            &["! A whole number is needed: write 1 or 2 in place of `1.5`"],
        );
        lacks(
            &date("q"),
            gives("31 June 2014"),
            &["! There is no 31 June 2014: that month has 30 days"],
        );
    }

    #[test]
    fn a_line_has_the_look_that_is_asked_for() {
        let postcode = line("q").with(|question| {
            let format = Some(StringFormat::Postcode);
            question.kind = QuestionKind::String { format, limit: Limit::default() };
        });
        lacks(&postcode, gives("SW1A 1AA"), &[]);
        lacks(&postcode, gives("London"), &["! Enter a full UK postcode like SW1A 1AA"]);
    }

    #[test]
    fn texts_keep_to_their_limits_wherever_they_stand() {
        let long = "one two three";
        lacks(&text("q", most(3)), gives(long), &[]);
        lacks(&text("q", most(2)), gives(long), &["! Shorten the answer by 1 word: 3 of 2"]);
        let utf16 = Limit { max_length: Some(3), count_as: CountAs::Utf16, max_words: None };
        lacks(&text("q", utf16), gives("👪👪"), &["! Shorten the answer by 1 character: 4 of 3"]);

        let short_box = || CommentBox { limit: most(1), ..comment_box(CommentRequired::Never) };
        let commented = one("q", &["a"]).with(|question| question.comment = Some(short_box()));
        lacks(&commented, comments(long), &["! Shorten the comment by 2 words: 3 of 1"]);

        let table = matrix("q", &["iro"], &["a", "b"])
            .with_matrix(|matrix| matrix.row_comment = Some(short_box()));
        lacks(
            &table,
            nothing().and_row("iro", "", long),
            &["! Shorten the comment on Iro by 2 words: 3 of 1"],
        );

        let detailed = one("q", &["a", "other"]).with_detail("other", false);
        let detailed = detailed.with_choice("other", |choice| {
            choice.detail.as_mut().unwrap().limit = most(1);
        });
        lacks(
            &detailed,
            gives("other").and_detail("other", long),
            &["! Shorten what you wrote for Other by 2 words: 3 of 1"],
        );
        lacks(&detailed, gives("a").and_detail("other", long), &[]);
    }

    #[test]
    fn values_the_set_does_not_have_are_wrong() {
        let gone = "! Choose again: `z` is no longer among the choices";
        lacks(&one("q", &["a", "b"]).required(), gives("z"), &[gone]);
        lacks(&several("q", &["a", "b"]).required(), ticks(&["a", "z"]), &[gone]);
        lacks(&rank("q", &["a", "b"]), ticks(&["z"]), &[gone]);
        lacks(
            &matrix("q", &["r"], &["a", "b"]).required(),
            rows(&[("r", "z")]),
            &["! Choose again for R: `z` is no longer among the choices"],
        );
    }

    #[test]
    fn a_value_that_is_hidden_now_is_kept_and_not_wrong() {
        let hide = |choice: &mut crate::model::consultation::Choice| {
            choice.condition = Some(answered("gate"));
        };
        let list = |question: Question| set([line("gate"), question.with_choice("b", hide)]);
        lacks_in(&list(several("q", &["a", "b"])), "q", ticks(&["a", "b"]), &[]);
        lacks_in(&list(one("q", &["a", "b"])), "q", gives("b"), &[]);
        let required = list(one("q", &["a", "b"]).required());
        lacks_in(&required, "q", gives("b"), &["? Choose an answer"]);
    }

    #[test]
    fn rows_and_questions_the_set_does_not_have_keep_nothing_back() {
        lacks(&matrix("q", &["r"], &["a", "b"]), rows(&[("gone", "a")]), &[]);
        lacks_in(&set([line("q")]), "gone", gives("x"), &[]);
    }

    #[test]
    fn several_values_where_one_is_wanted_are_wrong() {
        let several = "! Only one answer is allowed here, and there are several: \
                       choose or write one";
        lacks(&one("q", &["a", "b"]), ticks(&["a", "b"]), &[several]);
        lacks(&line("q").required(), ticks(&["a", "b"]), &[several]);
        lacks(&one("q", &["a", "b"]), ticks(&["a"]), &[]);
    }

    #[test]
    fn a_choice_has_one_place_in_a_ranking() {
        lacks(
            &rank("q", &["a", "b"]),
            ticks(&["a", "b", "a"]),
            &["! Rank A once: it is in more than one place"],
        );
    }

    #[test]
    fn a_shortfall_knows_its_place() {
        let table =
            with_row_comment(matrix("q", &["r"], &["a", "b"]), CommentRequired::WhenAnswered);
        let consultation = set([table]);
        let answers = said([("q", rows(&[("r", "a")]))]);
        let found = shortfalls(&consultation, &Route::of(&consultation, &answers), &answers);
        let position = found[0].position();
        assert_eq!(position.row.unwrap(), *"r");
        assert_eq!(position.field, FieldName::Comment);
    }
}
