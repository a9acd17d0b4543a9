//! Searching everything that is asked and everything that has been said.

use std::{ops::Range, sync::Arc};

use super::{
    cursor::Cursor,
    earlier::{self, EarlierSearch},
    edit::TextField,
    field::text::{Lines, TextEditor},
    matching::FoldedText,
    session::Session,
};
use crate::model::{
    answer::FieldName,
    consultation::{Item, Part, Question, Reference, Wording},
    draft::Position,
    earlier::EarlierPassage,
    id::{QuestionId, SectionId, Value},
    markdown::{self, MarkdownBlock},
    text::{Text, capitalised},
};

/// The most places that are listed.
pub const MOST_FOUND: usize = 500;

/// How much of a text stands before what was found in it, in characters.
const BEFORE: usize = 24;

/// How much stands behind it.
const BEHIND: usize = 80;

/// Words that are searched for, and where they stand.
#[derive(Debug)]
pub struct Search {
    /// Where they are looked for.
    pub scope: SearchScope,
    /// The words.
    pub query: TextEditor,
    /// Where they were found: in the order of the set; of earlier answers, the best first.
    pub found: Vec<SearchResult>,
    /// The one that `Enter` goes to, or quotes.
    pub cursor: Cursor,
}

/// Where words are looked for.
#[derive(Debug)]
pub enum SearchScope {
    /// In the draft that is open, and in what it answers.
    Draft,
    /// In earlier drafts and responses.
    Earlier(EarlierSearch),
}

/// Which way a search goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the next place.
    Forward,
    /// To the place before.
    Back,
}

/// A place where the words stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchResult {
    /// The place, in words: "Question 7a, comment".
    pub place: String,
    /// What stands before the words, the words, and what stands behind them.
    pub snippet: [String; 3],
    /// Where that is.
    pub target: SearchTarget,
}

/// Where a search result leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchTarget {
    /// To a question, a row of it, or into one of its texts.
    Question(Position),
    /// Into the note on a question.
    Note(Position),
    /// To the guidance on an item.
    Guidance(QuestionId),
    /// To a section.
    Section(SectionId),
    /// Nowhere: the passage of an earlier answer is quoted.
    Quotation(Arc<EarlierPassage>),
}

impl Search {
    /// Searches for nothing yet.
    pub fn new() -> Self {
        let query = TextEditor::new(Text::default(), Lines::One);
        Self { scope: SearchScope::Draft, query, found: Vec::new(), cursor: Cursor::default() }
    }

    /// Searches earlier answers for what fits a question, once they have been read.
    pub fn in_earlier_answers(question: QuestionId, words: Text) -> Self {
        let scope = SearchScope::Earlier(EarlierSearch { question, answers: None });
        Self { scope, query: TextEditor::new(words, Lines::One), ..Self::new() }
    }

    /// Searches for words.
    pub fn of(session: &Session, words: &str) -> Self {
        let mut search = Self::new();
        search.query = TextEditor::new(Text::from(words), Lines::One);
        search.look(session);
        search
    }

    /// Looks where the words stand now.
    pub fn look(&mut self, session: &Session) {
        let words = self.query.text().to_string();
        self.found = match &self.scope {
            SearchScope::Draft => {
                let words = FoldedText::of(&words);
                let mut finder = Finder { session, words, found: Vec::new() };
                finder.look();
                finder.found
            }
            SearchScope::Earlier(earlier) => quotable(session, earlier, &words),
        };
        self.cursor = Cursor::default();
    }

    /// The result under the cursor.
    pub fn chosen(&self) -> Option<&SearchResult> {
        self.found.get(self.cursor.0)
    }

    /// Moves on by one result. From a position in a text, to the next one of that text first.
    pub fn step(&mut self, at: Option<&Position>, direction: Direction) {
        let in_text = |found: &SearchResult| match (&found.target, at) {
            (SearchTarget::Question(found), Some(at)) => {
                let is_same = (&found.question, &found.row, &found.field)
                    == (&at.question, &at.row, &at.field);
                found.cursor.zip(at.cursor).filter(|_| is_same)
            }
            _ => None,
        };
        let places = self.found.iter().map(in_text).enumerate();
        let mut places = places.filter_map(|(place, found)| Some((place, found?)));
        let count = self.found.len().max(1);
        self.cursor.0 = match direction {
            Direction::Forward => places
                .find(|(_, (found, at))| found > at)
                .map_or((self.cursor.0 + 1) % count, |(place, _)| place),
            Direction::Back => places
                .rfind(|(_, (found, at))| found < at)
                .map_or((self.cursor.0 + count - 1) % count, |(place, _)| place),
        };
    }
}

impl Default for Search {
    fn default() -> Self {
        Self::new()
    }
}

struct Finder<'a> {
    session: &'a Session,
    words: FoldedText,
    found: Vec<SearchResult>,
}

impl<'a> Finder<'a> {
    fn look(&mut self) {
        let session = self.session;
        for (number, section) in session.consultation.sections.iter().enumerate() {
            if !session.route.shows_section(number) {
                continue;
            }
            let target = SearchTarget::Section(section.id.clone());
            self.look_at(&section.title, "section", &target);
            let introduction = section.introduction.as_deref().map(plain).unwrap_or_default();
            self.look_at(&introduction, &section.title, &target);
            for page in session.route.pages().iter().filter(|page| page.section == number) {
                if let Some(item) = session.consultation.item(*page) {
                    self.look_at_item(item);
                }
            }
        }
    }

    fn look_at_item(&mut self, item: &'a Item) {
        self.look_at_wording(item.id(), item.id(), item.wording());
        if let Item::Group(group) = item {
            for part in &group.parts {
                let location = self.session.consultation.location(part.id());
                if location.is_some_and(|location| self.session.route.shows(location)) {
                    self.look_at_wording(item.id(), part.id(), part.wording());
                    if let Part::Question(question) = part {
                        self.look_at_question(question);
                    }
                }
            }
        }
        if let Item::Question(question) = item {
            self.look_at_question(question);
        }
    }

    fn look_at_wording(&mut self, item: &QuestionId, id: &QuestionId, wording: &Wording) {
        let name = self.name(id);
        let target = SearchTarget::Question(Position::of(id));
        let text = if self.session.question(id).is_some() {
            wording.text.clone()
        } else {
            plain(&wording.text)
        };
        self.look_at(&text, &name, &target);
        self.look_at(wording.hint.as_deref().unwrap_or_default(), &name, &target);
        let guidance = SearchTarget::Guidance(item.clone());
        let place = format!("{name}, guidance");
        self.look_at(
            &wording.guidance.as_deref().map(plain).unwrap_or_default(),
            &place,
            &guidance,
        );
        self.look_at_references(&wording.references, &name, &guidance);
    }

    fn look_at_references(&mut self, all: &[Reference], name: &str, target: &SearchTarget) {
        for reference in all {
            let quote = reference.quote.as_deref().map(plain).unwrap_or_default();
            self.look_at(&quote, &format!("{name}, source"), target);
        }
    }

    fn look_at_question(&mut self, question: &'a Question) {
        let session = self.session;
        let (id, answer) = (&question.id, session.answer(&question.id));
        let name = self.name(id);
        let whole = SearchTarget::Question(Position::of(id));
        for (_, choice) in session.route.choices(question) {
            self.look_at(&choice.label, &format!("{name}, choice"), &whole);
        }
        if question.choices().is_empty() && question.matrix().is_none() {
            self.look_at_answer(id, None, FieldName::Value, &format!("{name}, answer"));
        }
        let details = question.choices().iter().filter(|choice| choice.detail.is_some());
        for choice in details.filter(|choice| answer.value.holds(&choice.value)) {
            let place = format!("{name}, {}", choice.label);
            self.look_at_answer(id, None, FieldName::Detail(choice.value.clone()), &place);
        }
        for (_, row) in session.route.rows(question) {
            let position = Position { row: Some(row.value.clone()), ..Position::of(id) };
            let target = SearchTarget::Question(position);
            let place = format!("{name}, row");
            self.look_at(&row.label, &place, &target);
            self.look_at(&row.note.as_deref().map(plain).unwrap_or_default(), &place, &target);
            self.look_at_references(&row.references, &format!("{name}, {}", row.label), &target);
            let place = format!("{name}, {}, comment", row.label);
            self.look_at_answer(id, Some(&row.value), FieldName::Comment, &place);
        }
        self.look_at_answer(id, None, FieldName::Comment, &format!("{name}, comment"));
        let note = SearchTarget::Note(Position::of(id));
        self.look_at(&answer.note.to_string(), &format!("{name}, note"), &note);
    }

    fn look_at_answer(
        &mut self,
        id: &QuestionId,
        row: Option<&Value>,
        field: FieldName,
        place: &str,
    ) {
        let position = Position { row: row.cloned(), field: field.clone(), ..Position::of(id) };
        let text = TextField::Field { row: row.cloned(), field }.of(self.session.answer(id));
        if !text.is_empty() {
            self.look_at(
                &text.to_string(),
                place,
                &SearchTarget::Question(Position { cursor: Some(0), ..position }),
            );
        }
    }

    /// Looks at a text. Where it can be typed into, the results lead to where the words stand.
    fn look_at(&mut self, text: &str, place: &str, target: &SearchTarget) {
        let room = MOST_FOUND.saturating_sub(self.found.len());
        if text.is_empty() || room == 0 {
            return;
        }
        let folded = FoldedText::of(text);
        for range in folded.find(&self.words).take(room) {
            let target = match target {
                SearchTarget::Question(Position { cursor: Some(_), .. })
                | SearchTarget::Note(_) => target.at(range.start),
                SearchTarget::Question(_)
                | SearchTarget::Guidance(_)
                | SearchTarget::Section(_)
                | SearchTarget::Quotation(_) => target.clone(),
            };
            let snippet = snippet(text, range);
            self.found.push(SearchResult { place: place.to_owned(), snippet, target });
        }
    }

    fn name(&self, id: &QuestionId) -> String {
        let name = match self.session.question(id) {
            Some(_) => self.session.consultation.name_of(id),
            None => self.session.name_of(id),
        };
        let first = plain(&name).lines().next().unwrap_or_default().to_owned();
        capitalised(&first)
    }
}

impl SearchTarget {
    /// The same text, at a byte of it.
    fn at(&self, byte: usize) -> Self {
        let at = |position: &Position| Position { cursor: Some(byte), ..position.clone() };
        match self {
            Self::Question(position) => Self::Question(at(position)),
            Self::Note(position) => Self::Note(at(position)),
            Self::Guidance(_) | Self::Section(_) | Self::Quotation(_) => self.clone(),
        }
    }
}

/// The passages of earlier answers that have the words; without words, those that fit the question.
fn quotable(session: &Session, earlier: &EarlierSearch, words: &str) -> Vec<SearchResult> {
    let Some(answers) = &earlier.answers else { return Vec::new() };
    let passages = if words.trim().is_empty() {
        answers.fitting(&earlier::asked(session, &earlier.question))
    } else {
        answers.with_words(words)
    };
    let result = |passage: Arc<EarlierPassage>| SearchResult {
        place: passage.source(),
        snippet: [String::new(), String::new(), passage.words.clone()],
        target: SearchTarget::Quotation(passage),
    };
    passages.into_iter().take(MOST_FOUND).map(result).collect()
}

/// What a text in Markdown says.
fn plain(text: &str) -> String {
    markdown::blocks(text).iter().map(MarkdownBlock::text).collect::<Vec<_>>().join("\n")
}

/// What was found, with what stands around it, in one line.
fn snippet(text: &str, range: Range<usize>) -> [String; 3] {
    let (before, rest) = text.split_at(range.start);
    let (found, behind) = rest.split_at(range.end - range.start);
    let start = before.char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
    let lead = if start > 0 { "…" } else { "" };
    let end = behind.char_indices().nth(BEHIND).map_or(behind.len(), |(at, _)| at);
    let one_line = |text: &str| text.replace(['\n', '\r', '\t'], " ");
    [
        format!("{lead}{}", one_line(before.get(start..).unwrap_or_default())),
        one_line(found),
        one_line(behind.get(..end).unwrap_or_default()),
    ]
}
