//! What opens above a screen, and is closed by `Esc`.

use std::path::PathBuf;

use super::library::DestinationPlace;
use super::{
    adding::AddingForm,
    cursor::Cursor,
    event::Theirs,
    field::text::{Lines, TextEditor},
    library::{DraftRequest, Library},
    matching::matching,
    portal::Portal,
    screen::broken::Complaint,
    search::Search,
    session::Session,
};
use crate::model::{
    answer::{FieldName, Stage},
    consultation::{Item, Part},
    difference::{Difference, collisions, differences},
    draft::Position,
    id::QuestionId,
    markdown::{self, MarkdownBlock},
    text::Text,
};

/// What is open above the screen.
#[derive(Debug)]
pub enum Popup {
    /// Every key that works here.
    Help {
        /// The first row shown.
        scroll: usize,
    },
    /// Guidance and references of the question.
    Guidance {
        /// The item they belong to.
        item: QuestionId,
        /// The first row shown.
        scroll: usize,
    },
    /// Everything that can be gone to.
    GoTo(Box<GoTo>),
    /// Words, and everywhere that they stand.
    Search(Box<Search>),
    /// The note to colleagues.
    Note(Box<NoteEditor>),
    /// The draft could not be saved, and the respondent wants to leave.
    NotSaved {
        /// Why it could not be saved elsewhere, when that was tried.
        refused: Option<String>,
        /// Which way out, see [`NOT_SAVED`].
        cursor: Cursor,
        /// Another place to keep the draft, while it is being typed.
        elsewhere: Option<Box<TextEditor>>,
    },
    /// Somebody else has the draft open.
    Occupied {
        /// The draft.
        origin: DraftRequest,
        /// Who has it, and since when.
        by: String,
        /// Which way to go on, see [`OCCUPIED`].
        cursor: Cursor,
    },
    /// The documents that can be made of a draft.
    Documents {
        /// The draft, where it is not the one that is open.
        file: Option<PathBuf>,
        /// Which one, see [`super::document::DOCUMENTS`].
        cursor: Cursor,
    },
    /// The paper of a consultation is asked for.
    Adding(Box<AddingForm>),
    /// The answers that are copied into a website, one by one.
    Portal(Box<Portal>),
    /// Somebody else has changed the draft.
    Conflict(Box<ConflictView>),
    /// A file cannot be used.
    Unusable {
        /// Everything that is wrong with it.
        complaints: Vec<Complaint>,
        /// What can be opened instead.
        instead: Option<DraftRequest>,
        /// The first row shown.
        scroll: usize,
    },
    /// What is wrong with the set that is previewed.
    Problems {
        /// The first row shown.
        scroll: usize,
    },
}

/// The ways to go on when somebody else has the draft open, in the order shown.
pub const OCCUPIED: [&str; 3] =
    ["Open it read-only", "Open it anyway: your changes and theirs are combined", "Go back"];

/// The ways to settle a conflict, below the answers, in the order shown.
pub const CONFLICT: [&str; 2] =
    ["Save these answers", "Keep both: save my version in a separate file"];

/// The same where the draft itself has two versions of an answer.
pub const COLLISION: [&str; 2] = ["Settle these answers", "Not now: both versions stay"];

/// Two versions of some answers beside each other.
#[derive(Debug)]
pub struct ConflictView {
    /// Where the other version is.
    pub other: OtherVersion,
    /// The answers that differ, and whose to keep.
    pub differences: Vec<Difference>,
    /// The entry that `Enter` chooses: an answer, or one of the ways.
    pub cursor: Cursor,
}

/// Where the version is that differs from ours.
#[derive(Debug)]
pub enum OtherVersion {
    /// In the draft's file, where somebody else has saved it.
    InFile(Box<Theirs>),
    /// In the draft, which was merged and keeps both.
    InDraft,
}

impl ConflictView {
    /// Puts somebody else's version of the draft beside ours.
    pub fn with_theirs(session: &Session, theirs: Theirs) -> Self {
        let differences = match &theirs.draft {
            Ok(draft) => differences(
                &session.on_disk,
                &session.draft.answers,
                &draft.answers,
                Some(&session.consultation),
            ),
            Err(_) => Vec::new(),
        };
        let cursor = Cursor(if theirs.draft.is_ok() { 0 } else { 1 });
        Self { other: OtherVersion::InFile(Box::new(theirs)), differences, cursor }
    }

    /// Puts beside each other what collides in the draft; the cursor on one of them.
    pub fn with_collisions(session: &Session, question: &QuestionId) -> Self {
        let differences = collisions(&session.draft);
        let place = differences.iter().position(|one| one.question == *question);
        let cursor = Cursor(place.unwrap_or_default());
        Self { other: OtherVersion::InDraft, differences, cursor }
    }

    /// The ways to settle it, below the answers, in the order shown.
    pub fn ways(&self) -> [&'static str; 2] {
        match self.other {
            OtherVersion::InFile(_) => CONFLICT,
            OtherVersion::InDraft => COLLISION,
        }
    }

    /// What has happened.
    pub fn what_happened(&self) -> String {
        match &self.other {
            OtherVersion::InFile(theirs) => format!("The draft was changed by {}.", theirs.by),
            OtherVersion::InDraft => {
                "These answers were changed on both sides of a merge.".to_owned()
            }
        }
    }

    /// Why the other version cannot be shown, where it cannot.
    pub fn unreadable(&self) -> Option<&str> {
        match &self.other {
            OtherVersion::InFile(theirs) => theirs.draft.as_ref().err().map(String::as_str),
            OtherVersion::InDraft => None,
        }
    }

    /// What the two versions are called.
    pub fn sides(&self) -> [&'static str; 2] {
        match self.other {
            OtherVersion::InFile(_) => ["Mine", "Theirs"],
            OtherVersion::InDraft => ["One", "Other"],
        }
    }

    /// How many entries it has.
    pub fn entries(&self) -> usize {
        self.differences.len() + self.ways().len()
    }
}

/// The ways out when the draft cannot be saved, in the order shown.
pub const NOT_SAVED: [&str; 4] =
    ["Try again", "Save somewhere else", "Leave without saving", "Stay here"];

/// How far colleagues can have agreed, in the order shown.
pub const STAGES: [Stage; 3] = [Stage::Drafting, Stage::Ready, Stage::Agreed];

/// The list of everything that can be gone to.
#[derive(Debug)]
pub struct GoTo {
    /// What was typed to narrow it.
    pub query: TextEditor,
    /// All of it, in order.
    pub all: Vec<Destination>,
    /// What the query finds, by number.
    pub found: Vec<usize>,
    /// The entry that `Enter` goes to.
    pub cursor: Cursor,
}

/// Somewhere to go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// How it is called: number and text.
    pub label: String,
    /// How deep it stands: 0 for a section, 1 for a question, 2 for a part or row.
    pub depth: usize,
    /// Where it is.
    pub place: DestinationPlace,
}

/// The note to colleagues on a question.
#[derive(Debug)]
pub struct NoteEditor {
    /// The question.
    pub question: QuestionId,
    /// The note.
    pub editor: TextEditor,
    /// How far colleagues have agreed.
    pub stage: Stage,
    /// The cursor among the stages.
    pub cursor: Cursor,
    /// Whether the focus is on the stage, below the note.
    pub on_stage: bool,
}

impl GoTo {
    /// Everything that is asked now.
    pub fn new(session: &Session) -> Self {
        Self::among(destinations(session))
    }

    /// Every draft and consultation of the first screen.
    pub fn at_home(library: &Library) -> Self {
        let drafts = library.drafts.iter().map(|draft| {
            let title = draft.state.as_ref().map_or("", |summary| summary.title.as_str());
            let label = format!("{}: {title}", draft.name);
            let label = label.trim_end_matches([':', ' ']).to_owned();
            (label, DraftRequest::Draft(draft.path.clone()))
        });
        let sets = library.consultations.iter().filter_map(|set| {
            let summary = set.state.as_ref().ok()?;
            Some((summary.title.clone(), DraftRequest::New(set.source.clone())))
        });
        let all = drafts.chain(sets).map(|(label, origin)| Destination {
            label,
            depth: 1,
            place: DestinationPlace::Draft(origin),
        });
        Self::among(all.collect())
    }

    fn among(all: Vec<Destination>) -> Self {
        let found = (0..all.len()).collect();
        let query = TextEditor::new(Text::default(), Lines::One);
        Self { query, all, found, cursor: Cursor::default() }
    }

    /// Looks for what the query says.
    pub fn narrow(&mut self) {
        let query = self.query.text().to_string().to_lowercase();
        self.found = matching(&query, self.all.iter().map(|entry| entry.label.as_str()));
        // A number typed in full is meant, rather than one that begins with it.
        let exact = |number: &usize| {
            self.all.get(*number).is_some_and(|entry| {
                let first = entry.label.split_whitespace().next().unwrap_or_default();
                first.trim_end_matches('.').to_lowercase() == query.trim()
            })
        };
        self.cursor = Cursor(self.found.iter().position(exact).unwrap_or_default());
    }

    /// The destination under the cursor.
    pub fn chosen(&self) -> Option<&Destination> {
        self.all.get(*self.found.get(self.cursor.0)?)
    }
}

fn destinations(session: &Session) -> Vec<Destination> {
    let mut all = Vec::new();
    for (number, section) in session.consultation.sections.iter().enumerate() {
        if !session.route.shows_section(number) {
            continue;
        }
        all.push(Destination {
            label: section.title.clone(),
            depth: 0,
            place: DestinationPlace::Section(section.id.clone()),
        });
        for page in session.route.pages().iter().filter(|page| page.section == number) {
            if let Some(item) = session.consultation.item(*page) {
                add_item(session, item, &mut all);
            }
        }
    }
    all
}

fn add_item(session: &Session, item: &Item, all: &mut Vec<Destination>) {
    let labelled = |number: Option<String>, text: &str| match number {
        Some(number) => format!("{number}. {text}"),
        None => text.to_owned(),
    };
    let wording = item.wording();
    let text = match item {
        Item::Notice(_) => markdown::blocks(&wording.text).first().map(MarkdownBlock::text),
        Item::Question(_) | Item::Group(_) => None,
    };
    let text = text.as_deref().unwrap_or(&wording.text);
    let mut add = |label: String, depth: usize, position: Position| {
        all.push(Destination { label, depth, place: DestinationPlace::Question(position) });
    };
    add(labelled(wording.number.clone(), text), 1, Position::of(item.id()));
    if let Item::Group(group) = item {
        for part in &group.parts {
            if let Part::Question(part) = part {
                let number = session.consultation.number_of(&part.id);
                let number = number.map(|number| number.to_string());
                add(labelled(number, &part.wording.text), 2, Position::of(&part.id));
            }
        }
    }
    for (_, question) in item.questions() {
        for (_, row) in session.route.rows(question) {
            let position = Position {
                row: Some(row.value.clone()),
                field: FieldName::Value,
                ..Position::of(&question.id)
            };
            add(labelled(row.number.clone(), &row.label), 2, position);
        }
    }
}

impl NoteEditor {
    /// The note on a question, as it stands.
    pub fn new(session: &Session, question: &QuestionId) -> Self {
        let answer = session.answer(question);
        let mut editor = TextEditor::new(answer.note.clone(), Lines::Many);
        editor.set_cursor(answer.note.len_bytes());
        let stage = answer.stage;
        let place = STAGES.iter().position(|one| *one == stage).unwrap_or_default();
        let cursor = Cursor(place);
        Self { question: question.clone(), editor, stage, cursor, on_stage: false }
    }
}
