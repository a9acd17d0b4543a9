//! "Check your answers": everything that was said, what is missing, what is kept but not sent.

use crate::{
    app::{cursor::Cursor, session::Session},
    model::{
        draft::Position,
        excluded::{Excluded, leftovers},
        id::QuestionId,
        response::{AnswerState, QuestionRecord, Response},
        shortfall::Shortfall,
    },
};

/// The review, as it was worked out when it was opened.
#[derive(Debug)]
pub struct Review {
    /// The answers with their labels, as an export would have them.
    pub response: Response,
    /// The questions that others have answered anew since the respondent was here last.
    pub news: Vec<QuestionId>,
    /// The questions of which the draft keeps two versions.
    pub collisions: Vec<QuestionId>,
    /// The questions that have changed since they were answered.
    pub read_again: Vec<QuestionId>,
    /// Which answers contradict each other: what to say of each, and the questions.
    pub contradictions: Vec<(String, Vec<QuestionId>)>,
    /// What is blank without being a problem: "10 rows are blank".
    pub blanks: Option<String>,
    /// What keeps the response from being final.
    pub shortfalls: Vec<Shortfall>,
    /// What is kept in the draft but not exported.
    pub leftovers: Vec<Excluded>,
    /// The entries that can be gone to, in the order they are shown.
    pub entries: Vec<ReviewEntry>,
    /// The entry that `Enter` opens.
    pub cursor: Cursor,
}

/// An entry of the review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewEntry {
    /// A question that somebody else has answered anew, by its number among them.
    News(usize),
    /// A question with two versions that collide, by its number among them.
    Collision(usize),
    /// A question to read again, by its number among them.
    ReadAgain(usize),
    /// A shortfall, by its number.
    Shortfall(usize),
    /// A question whose answer contradicts another: the number of the contradiction, and that of
    /// the question in it.
    Contradiction(usize, usize),
    /// The answer to a question, by the numbers of its section and entry in the response.
    Answer(usize, usize),
    /// Something kept but not exported, by its number.
    Leftover(usize),
    /// "Sign off and export".
    SignOff,
}

impl Review {
    /// Looks at the draft as it is now.
    pub fn of(session: &Session) -> Self {
        let response = session.draft.partial(&session.consultation);
        let shortfalls = session.shortfalls();
        let leftovers = leftovers(&session.consultation, &session.route, &session.draft.answers);
        let read_again: Vec<QuestionId> =
            session.to_read_again().into_iter().map(|question| question.id.clone()).collect();
        let collisions: Vec<QuestionId> = session.draft.collisions.keys().cloned().collect();
        let colliding = (0..collisions.len()).map(ReviewEntry::Collision);
        let changed = (0..read_again.len()).map(ReviewEntry::ReadAgain);
        let contradictions = session.contradictions();
        let contradicting =
            contradictions.iter().enumerate().flat_map(|(number, (_, questions))| {
                (0..questions.len()).map(move |place| ReviewEntry::Contradiction(number, place))
            });
        let news = session.news.clone();
        let told = (0..news.len()).map(ReviewEntry::News);
        let problems = told
            .chain(colliding)
            .chain(changed)
            .chain((0..shortfalls.len()).map(ReviewEntry::Shortfall));
        let problems: Vec<ReviewEntry> = problems.chain(contradicting).collect();
        let answers = response.sections.iter().enumerate().flat_map(|(section, content)| {
            let asked = content.entries.iter().enumerate();
            let asked = asked.filter(|(_, entry)| entry.state != AnswerState::NotAsked);
            asked.map(move |(entry, _)| ReviewEntry::Answer(section, entry))
        });
        let kept = (0..leftovers.len()).map(ReviewEntry::Leftover);
        let entries =
            problems.into_iter().chain(answers).chain(kept).chain([ReviewEntry::SignOff]).collect();
        let cursor = Cursor::default();
        let blanks = session.progress().whole.blanks.in_words();
        Self {
            entries,
            response,
            news,
            collisions,
            read_again,
            contradictions,
            blanks,
            shortfalls,
            leftovers,
            cursor,
        }
    }

    /// The answer of an entry.
    pub fn answer(&self, section: usize, entry: usize) -> Option<&QuestionRecord> {
        self.response.sections.get(section)?.entries.get(entry)
    }

    /// The question under the cursor, where its versions collide.
    pub fn collision(&self) -> Option<&QuestionId> {
        match *self.entries.get(self.cursor.0)? {
            ReviewEntry::Collision(number) => self.collisions.get(number),
            _ => None,
        }
    }

    /// Where the entry under the cursor leads; `None` for the sign-off.
    pub fn destination(&self) -> Option<Position> {
        match *self.entries.get(self.cursor.0)? {
            ReviewEntry::News(number) => Some(Position::of(self.news.get(number)?)),
            ReviewEntry::Collision(number) => Some(Position::of(self.collisions.get(number)?)),
            ReviewEntry::ReadAgain(number) => Some(Position::of(self.read_again.get(number)?)),
            ReviewEntry::Shortfall(number) => Some(self.shortfalls.get(number)?.position()),
            ReviewEntry::Contradiction(number, place) => {
                let (_, questions) = self.contradictions.get(number)?;
                Some(Position::of(questions.get(place)?))
            }
            ReviewEntry::Answer(section, entry) => {
                Some(Position::of(&self.answer(section, entry)?.id))
            }
            ReviewEntry::Leftover(number) => Some(self.leftovers.get(number)?.position()),
            ReviewEntry::SignOff => None,
        }
    }
}
