//! The contents found in a paper: questions, and the text between them.

use super::hint::AnswerHint;

/// A consultation found in a paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundSet {
    /// The facts from the front page.
    pub front: FrontPage,
    /// The text before the first question.
    pub introduction: Vec<String>,
    /// The sections, in order.
    pub sections: Vec<FoundSection>,
}

/// The facts from the front page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrontPage {
    /// The title of the consultation.
    pub title: Option<String>,
    /// The publisher.
    pub publisher: Option<String>,
    /// The first day (ISO 8601).
    pub opens: Option<String>,
    /// The last day (ISO 8601).
    pub closes: Option<String>,
    /// The e-mail address for responses.
    pub email: Option<String>,
    /// The web address for responses.
    pub url: Option<String>,
    /// The postal address for responses.
    pub post: Option<String>,
}

/// A section found in a paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundSection {
    /// Its heading.
    pub title: String,
    /// The text before its first question.
    pub introduction: Vec<String>,
    /// Its questions and notices.
    pub items: Vec<FoundItem>,
}

/// An item of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundItem {
    /// A question.
    Question(Box<FoundQuestion>),
    /// Paragraphs between questions.
    Notice {
        /// The position of the first one.
        place: usize,
        /// The paragraphs.
        paragraphs: Vec<String>,
    },
}

/// A question found in a paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundQuestion {
    /// The number as printed.
    pub number: Option<String>,
    /// The text of the question.
    pub text: String,
    /// Its position in the paper.
    pub place: usize,
    /// The title above the question.
    pub title: Option<String>,
    /// The instructions for answering, in the paper's words.
    pub hints: Vec<String>,
    /// The instructions for answering, interpreted.
    pub hint: AnswerHint,
    /// Paragraphs and lists that explain the question.
    pub explanation: Vec<String>,
    /// Its choices, or the columns of its matrix.
    pub choices: Vec<FoundChoice>,
    /// The rows of its matrix.
    pub rows: Vec<String>,
    /// The text asked for beside the choice.
    pub comments: Vec<String>,
    /// Its lettered parts.
    pub parts: Vec<FoundQuestion>,
    /// Whether it is a form field: "Your name:".
    pub is_field: bool,
    /// Whether there is a box to write in.
    pub has_answer_space: bool,
    /// The guesses, with reasons.
    pub guesses: Vec<String>,
}

/// A choice found in a paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundChoice {
    /// Its label.
    pub label: String,
    /// The text to specify when it is chosen.
    pub detail: Option<String>,
}

impl FrontPage {
    /// Adds the facts that only another front page has.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            title: self.title.or(other.title),
            publisher: self.publisher.or(other.publisher),
            opens: self.opens.or(other.opens),
            closes: self.closes.or(other.closes),
            email: self.email.or(other.email),
            url: self.url.or(other.url),
            post: self.post.or(other.post),
        }
    }
}

impl FoundSet {
    /// Returns all questions, without their parts.
    pub fn questions(&self) -> impl Iterator<Item = &FoundQuestion> {
        self.sections.iter().flat_map(|section| &section.items).filter_map(FoundItem::question)
    }
}

impl FoundItem {
    /// Returns the question, if it is one.
    pub fn question(&self) -> Option<&FoundQuestion> {
        match self {
            Self::Question(question) => Some(question),
            Self::Notice { .. } => None,
        }
    }
}

impl FoundQuestion {
    /// Whether only its number was found so far.
    pub fn is_bare(&self) -> bool {
        self.text.is_empty()
    }

    /// Appends to the text of the question.
    pub fn extend_text(&mut self, more: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(more);
    }
}
