//! What was found in a paper: its questions, and what stands between them.

use super::hint::AnswerHint;

/// A consultation as it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundSet {
    /// What the front page says.
    pub front: FrontPage,
    /// What stands before the first question.
    pub introduction: Vec<String>,
    /// The sections, in order.
    pub sections: Vec<FoundSection>,
}

/// What the front page says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrontPage {
    /// What the consultation is called.
    pub title: Option<String>,
    /// Who asks.
    pub publisher: Option<String>,
    /// The first day, as ISO.
    pub opens: Option<String>,
    /// The last day, as ISO.
    pub closes: Option<String>,
    /// Where to send a response by e-mail.
    pub email: Option<String>,
    /// Where to respond online.
    pub url: Option<String>,
    /// Where to send a response by post.
    pub post: Option<String>,
}

/// A section as it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundSection {
    /// Its heading.
    pub title: String,
    /// What stands before its first question.
    pub introduction: Vec<String>,
    /// Its questions and notices.
    pub items: Vec<FoundItem>,
}

/// What stands in a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundItem {
    /// A question.
    Question(Box<FoundQuestion>),
    /// Paragraphs between questions.
    Notice {
        /// Where they begin.
        place: usize,
        /// The paragraphs.
        paragraphs: Vec<String>,
    },
}

/// A question as it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundQuestion {
    /// The number, as it is printed.
    pub number: Option<String>,
    /// What is asked.
    pub text: String,
    /// Where it stands in the paper.
    pub place: usize,
    /// A title of its own, over the question.
    pub title: Option<String>,
    /// What it says of how to answer, in the paper's words.
    pub hints: Vec<String>,
    /// What it says of how to answer, as it was read.
    pub hint: AnswerHint,
    /// Paragraphs and lists that explain the question.
    pub explanation: Vec<String>,
    /// Its choices, or the columns of its matrix.
    pub choices: Vec<FoundChoice>,
    /// The rows of its matrix.
    pub rows: Vec<String>,
    /// What it asks for besides the choice.
    pub comments: Vec<String>,
    /// Its parts, which have letters of their own.
    pub parts: Vec<FoundQuestion>,
    /// Whether it is a field to fill in: "Your name:".
    pub is_field: bool,
    /// Whether a box says that something is to be written.
    pub has_answer_space: bool,
    /// What was guessed, and why.
    pub guesses: Vec<String>,
}

/// A choice as it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundChoice {
    /// What it says.
    pub label: String,
    /// What to write when it is chosen.
    pub detail: Option<String>,
}

impl FrontPage {
    /// This page, and what another one says besides.
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
    /// All questions, groups and their parts aside.
    pub fn questions(&self) -> impl Iterator<Item = &FoundQuestion> {
        self.sections.iter().flat_map(|section| &section.items).filter_map(FoundItem::question)
    }
}

impl FoundItem {
    /// The question, where it is one.
    pub fn question(&self) -> Option<&FoundQuestion> {
        match self {
            Self::Question(question) => Some(question),
            Self::Notice { .. } => None,
        }
    }
}

impl FoundQuestion {
    /// Whether nothing was found of it yet but its number.
    pub fn is_bare(&self) -> bool {
        self.text.is_empty()
    }

    /// Adds to what is asked.
    pub fn extend_text(&mut self, more: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(more);
    }
}
