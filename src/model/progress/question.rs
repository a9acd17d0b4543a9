//! The progress of one question.

use std::iter::Sum;

use crate::model::{
    answer::{Answer, Answers},
    asked::EffectiveAnswer,
    consultation::{Consultation, Item, Question},
    route::Route,
    shortfall::{self, Shortfall},
};

/// The progress of one question, or of a group with all its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuestionProgress {
    /// The parts that are asked; a question that is not a group is its own only part.
    pub parts: Share,
    /// The rows that are asked, in all its matrices.
    pub rows: Share,
    /// The number of parts answered "no comment".
    pub no_comment: usize,
    /// What keeps it from being final.
    pub shortfalls: Vec<Shortfall>,
    /// The number of parts whose question changed after it was answered.
    pub read_again: usize,
    /// Whether anything has been entered, even a note.
    pub is_started: bool,
    /// Blanks that are not problems.
    pub blanks: Blanks,
}

/// How many of a number of things are answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// The number asked.
    pub asked: usize,
    /// The number with an answer or "no comment".
    pub answered: usize,
}

/// How much of a question has been answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionStatus {
    /// Nothing.
    NotAnswered,
    /// Some of its parts or rows.
    Partly,
    /// Every part and row.
    Answered,
    /// Every part says "no comment".
    NoComment,
}

/// Blanks that are not problems.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Blanks {
    /// Blank rows in matrices that are partly answered.
    pub rows: usize,
    /// Blank parts in groups that are partly answered.
    pub parts: usize,
    /// Whole questions.
    pub questions: usize,
}

/// Returns the number of questions in a set. A group counts as one question.
pub fn question_count(consultation: &Consultation) -> usize {
    let items = consultation.sections.iter().flat_map(|section| &section.items);
    items.filter(|item| asks(item)).count()
}

/// Whether answers decide which questions of a set are asked.
pub fn is_conditional(consultation: &Consultation) -> bool {
    consultation.sections.iter().any(|section| {
        let mut questions = section.items.iter().filter(|item| asks(item));
        section.condition.is_some() || questions.any(|item| item.condition().is_some())
    })
}

/// Whether an item asks a question, rather than giving something to read.
pub fn asks(item: &Item) -> bool {
    item.questions().next().is_some()
}

impl QuestionProgress {
    /// Computes the progress of an item; `None` if none of it is asked.
    pub fn of(item: &Item, route: &Route, answers: &Answers) -> Option<Self> {
        let mut progress = Self::default();
        for (_, question) in item.questions() {
            if let Some(standing) = route.standing(question, answers) {
                progress.add(question, &standing, (route, answers));
            }
        }
        if progress.parts.asked == 0 {
            return None;
        }
        if progress.status() == QuestionStatus::NotAnswered {
            let questions = usize::from(progress.shortfalls.is_empty());
            progress.blanks = Blanks { questions, ..Blanks::default() };
        }
        Some(progress)
    }

    /// Returns how much of it has been answered.
    pub fn status(&self) -> QuestionStatus {
        match self.parts {
            Share { asked, .. } if asked == self.no_comment => QuestionStatus::NoComment,
            Share { asked, answered } if asked == answered => QuestionStatus::Answered,
            Share { answered: 0, .. } if self.rows.answered == 0 => QuestionStatus::NotAnswered,
            Share { .. } => QuestionStatus::Partly,
        }
    }

    /// Whether every part and row has an answer, or "no comment".
    pub fn is_answered(&self) -> bool {
        match self.status() {
            QuestionStatus::Answered | QuestionStatus::NoComment => true,
            QuestionStatus::NotAnswered | QuestionStatus::Partly => false,
        }
    }

    /// Whether it has been started and something in it is wrong or missing.
    pub fn has_problem(&self) -> bool {
        let is_wrong = |one: &Shortfall| !one.is_missing() || one.is_unfinished();
        self.shortfalls.iter().any(is_wrong)
    }

    /// Says how much of it is answered, if only a part is: "2 of 4 parts answered".
    pub fn partly_in_words(&self) -> Option<String> {
        if self.status() != QuestionStatus::Partly {
            return None;
        }
        let is_in_parts = self.parts.asked > 1 && self.parts.answered > 0;
        let (share, what) = if is_in_parts { (self.parts, "parts") } else { (self.rows, "rows") };
        Some(format!("{} of {} {what} answered", share.answered, share.asked))
    }

    fn add(
        &mut self,
        question: &Question,
        standing: &EffectiveAnswer,
        (route, answers): (&Route, &Answers),
    ) {
        let said = answers.get(&question.id);
        let found = shortfall::of_question(question, route, answers);
        let rows = Share::of_rows(standing, route.rows(question).count());
        let is_answered = match question.matrix() {
            Some(_) => rows.answered == rows.asked,
            None => standing.is_answered() || standing.is_no_comment(),
        };
        let is_blank = *standing == EffectiveAnswer::Blank
            || question.matrix().is_some() && rows.answered == 0;
        // A blank that is required is a problem, and counted as one.
        if is_blank {
            self.blanks.parts += usize::from(found.is_empty());
        } else {
            let wanted = found.iter().filter(|one| one.is_blank_row()).count();
            self.blanks.rows += (rows.asked - rows.answered).saturating_sub(wanted);
        }
        self.parts.add(Share { asked: 1, answered: usize::from(is_answered) });
        self.rows.add(rows);
        self.no_comment += usize::from(standing.is_no_comment());
        self.read_again += usize::from(said.is_some_and(|answer| answer.read_again));
        self.is_started |= said.is_some_and(|answer| *answer != Answer::default());
        self.shortfalls.extend(found);
    }
}

impl Share {
    fn of_rows(standing: &EffectiveAnswer, asked: usize) -> Self {
        let answered = match standing {
            EffectiveAnswer::NoComment => asked,
            EffectiveAnswer::Rows(rows) => {
                rows.values().filter(|row| row.is_answered() || row.is_no_comment()).count()
            }
            EffectiveAnswer::Blank
            | EffectiveAnswer::Text(_)
            | EffectiveAnswer::Number(_)
            | EffectiveAnswer::Day(_)
            | EffectiveAnswer::Chosen(_)
            | EffectiveAnswer::Misread(_) => 0,
        };
        Self { asked, answered }
    }

    fn add(&mut self, other: Self) {
        self.asked += other.asked;
        self.answered += other.answered;
    }
}

impl Blanks {
    /// Lists the blanks: "10 rows and 5 optional questions are blank"; `None` if there are none.
    pub fn in_words(self) -> Option<String> {
        let counted = |number: usize, one: &str| match number {
            0 => None,
            1 => Some(format!("1 {one}")),
            many => Some(format!("{many} {one}s")),
        };
        let all = [
            counted(self.rows, "row"),
            counted(self.parts, "part"),
            counted(self.questions, "optional question"),
        ];
        let all: Vec<String> = all.into_iter().flatten().collect();
        let verb = if self.rows + self.parts + self.questions == 1 { "is" } else { "are" };
        let (last, before) = all.split_last()?;
        Some(match before {
            [] => format!("{last} {verb} blank"),
            _ => format!("{} and {last} {verb} blank", before.join(", ")),
        })
    }
}

impl Sum for Blanks {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            rows: sum.rows + one.rows,
            parts: sum.parts + one.parts,
            questions: sum.questions + one.questions,
        })
    }
}
