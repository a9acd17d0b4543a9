//! What the respondent is told above the footer, as facts. The front ends put them into words.

use std::path::PathBuf;

use super::event::DraftAccess;
use crate::model::{draft::SignOff, scope::Scope};

/// One thing to tell the respondent, until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusNotice {
    /// What concerns the screens and the preview.
    Screen(ScreenNotice),
    /// What concerns going to a place.
    Place(PlaceNotice),
    /// What concerns answers.
    Answer(AnswerNotice),
    /// What concerns the draft and its file.
    Draft(DraftNotice),
    /// What concerns the sign-off and the response.
    SignOff(SignOffNotice),
    /// What concerns documents and copied answers.
    Document(DocumentNotice),
}

/// What concerns the screens and the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScreenNotice {
    /// The key means nothing here.
    KeyDoesNothing,
    /// Copying was asked for with nothing selected; in many programs that key leaves.
    HowToLeave {
        /// Whether there is a text here in which something could be selected.
        in_text: bool,
    },
    /// There is no screen above the first one.
    FirstScreen,
    /// There is no screen above the contents of a preview.
    TopOfPreview,
    /// There is no screen above the problems of a previewed file.
    FixPreview,
    /// Nothing is saved in a preview.
    PreviewKeepsNothing,
    /// There is no document to make of a preview.
    PreviewHasNoDocuments,
    /// In a preview, no response is written.
    PreviewExportsNothing,
    /// A question set was made of a paper.
    Added {
        /// Its file.
        path: PathBuf,
        /// What was found in the paper.
        found: String,
    },
    /// The previewed file was read again.
    Reloaded,
}

/// What concerns going to a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceNotice {
    /// The question is not in the consultation.
    QuestionGone,
    /// The question is not asked, given the other answers; holds its name.
    NotAsked(String),
    /// The section is not asked yet; holds what opens it.
    SectionClosed(String),
    /// There is no question before this one.
    FirstQuestion,
    /// There is no question after this one, in the scope.
    LastQuestion(Scope),
    /// The respondent is taken through this scope from now on.
    ScopeChosen(Scope),
    /// A revised set is shown; its questions can be reached once the draft is open.
    RevisionFirst,
    /// Earlier answers are quoted in answers.
    QuotationNeedsQuestion,
    /// Notes are left on questions.
    NoteNeedsQuestion,
    /// The guidance is visible already.
    GuidanceBeside,
    /// The place of a search that was gone to.
    Found {
        /// The number of the place, from 1.
        number: usize,
        /// How many places there are.
        count: usize,
        /// The name of the place.
        place: String,
    },
    /// The words of a search are nowhere.
    NotFound(String),
    /// The letters typed in a long list, and how many of its choices match.
    ChoicesFound {
        /// The letters.
        letters: String,
        /// The number of choices that match.
        matches: usize,
        /// Whether choosing ranks the choice.
        ranks: bool,
    },
}

/// What concerns answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerNotice {
    /// An earlier answer was quoted; holds where it comes from.
    Quoted(String),
    /// An earlier answer was copied, as the question has no text to put it in.
    QuotationCopied,
    /// The question was answered with what is remembered of the respondent.
    DetailTaken,
    /// Nothing is remembered that could answer the question.
    NothingRemembered,
    /// Something on the page is wrong.
    ProblemOnPage,
    /// The page that was left lacks reasons or details that its answers require.
    Unfinished {
        /// The name of the question that lacks the first of them.
        question: String,
        /// What to do about the first.
        first: String,
        /// The number of answers that lack something.
        count: usize,
    },
    /// The answer contradicts others; holds what these are.
    Contradiction(String),
    /// An answer was changed, and something gave way.
    GaveWay {
        /// What gave way in the answer.
        losses: Vec<Loss>,
        /// The number of answered questions that are no longer asked.
        hidden: usize,
    },
    /// There is nothing to clear.
    NothingToClear,
    /// The entry is chosen, ticked or ranked already.
    AlreadyChosen(ChoiceMark),
    /// The matrix row has that answer already.
    AlreadyAnswered,
    /// The blank rows of the group got the answer.
    RowsFilled,
    /// There is no answer in the group to fill its blank rows with.
    NothingToFill,
    /// An entry is ranked before it is moved.
    RankFirst,
    /// `Enter` went on and began no new line.
    TextKept,
    /// The changed question was read again, and its answer stands.
    AnswerStands,
    /// The question does not accept "no comment".
    NoCommentRefused,
    /// "No comment" was said.
    NoComment {
        /// Whether on a row of the question only.
        on_row: bool,
    },
    /// There is nothing to undo.
    NothingToUndo,
    /// There is nothing to redo.
    NothingToRedo,
    /// The editor opens texts.
    EditorNeedsText,
    /// The editor returned the same text.
    NothingEdited,
    /// What was pasted is for a text.
    PasteNeedsText,
    /// The draft cannot hold so much text.
    TooMuchText,
    /// The draft may not be changed.
    ReadOnly(DraftAccess),
}

/// What concerns the draft and its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftNotice {
    /// Where the draft is, and whether it is saved.
    DraftPlace {
        /// The draft's file.
        path: PathBuf,
        /// How far it is saved.
        state: PlaceState,
    },
    /// The draft is in another file from now on.
    Moved(PathBuf),
    /// Somebody else signed the draft off; holds who.
    SignedByOther(String),
    /// Somebody else has changed the draft's file.
    ChangedByOther,
    /// The version that is shown has changed in the meantime.
    OtherChangedAgain,
    /// The draft's file says again what we saved.
    OtherWithdrawn,
    /// The other version cannot be combined with ours.
    OtherUnreadable,
    /// Both versions became one.
    Combined,
    /// The colliding answers are settled.
    Settled,
    /// That many answers were changed by others since the respondent was here last.
    News(usize),
    /// What was noticed when the draft was opened.
    Remarks(Vec<String>),
    /// Something failed outside the program; holds what happened and what to do.
    Failed(String),
}

/// What concerns the sign-off and the response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignOffNotice {
    /// What was signed off has changed.
    ChangedSinceSigned(SignOff),
    /// The sign-off form has a problem.
    SignOffProblem,
    /// The draft has that many problems and cannot be signed off.
    SignOffIncomplete(usize),
    /// The response is written once the draft is saved.
    ExportWaits,
    /// The draft changed between the sign-off and the export.
    ExportOutdated,
}

/// What concerns documents and copied answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentNotice {
    /// No draft is chosen to make a document of.
    DocumentNeedsDraft,
    /// LibreOffice is making the PDF.
    MakingPdf,
    /// The document was written.
    DocumentMade(PathBuf),
    /// The e-mail was copied and written.
    EmailCopied(PathBuf),
    /// No answer can be copied yet.
    NothingToCopy,
    /// The last of that many answers was copied.
    LastCopied(usize),
    /// The copied text could not be kept in a file; holds why.
    CopyNotKept(String),
}

/// How a choice is made, and so what taking it back is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChoiceMark {
    /// One of them is chosen.
    Chosen,
    /// Several may be ticked.
    Ticked,
    /// They are ranked.
    Ranked,
}

/// How far a draft is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceState {
    /// Every change is in the file, or will be in a moment.
    Saved,
    /// The latest changes could not be saved yet.
    NotSaved,
    /// It may not be changed.
    ReadOnly(DraftAccess),
}

/// What gives way in an answer when it is changed. The labels are cut to fit into a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// "No comment" stands in the place of an answer.
    Replaced {
        /// The label of the row, if only the answer to a row gave way.
        row: Option<String>,
        /// The labels of what was chosen.
        chosen: Vec<String>,
    },
    /// Ticks that exclude the new one, kept but not sent.
    PutAside(Vec<String>),
    /// Choices that are no longer made.
    TakenOut(ChoiceMark, Vec<String>),
    /// Ticks that came back when what excluded them went.
    TickedAgain(Vec<String>),
    /// Rows without their answer, each with what the answer was.
    RowsCleared(Vec<String>),
    /// "No comment" no longer stands.
    NoComment,
}

impl StatusNotice {
    /// Whether something is wrong, rather than good to know.
    pub fn is_problem(&self) -> bool {
        match self {
            Self::Screen(_) => false,
            Self::Place(notice) => {
                matches!(notice, PlaceNotice::QuestionGone | PlaceNotice::NotAsked(_))
            }
            Self::Answer(notice) => notice.is_problem(),
            Self::Draft(notice) => notice.is_problem(),
            Self::SignOff(notice) => notice.is_problem(),
            Self::Document(notice) => matches!(notice, DocumentNotice::CopyNotKept(_)),
        }
    }
}

impl AnswerNotice {
    fn is_problem(&self) -> bool {
        match self {
            Self::ProblemOnPage
            | Self::Unfinished { .. }
            | Self::Contradiction(_)
            | Self::NoCommentRefused
            | Self::TooMuchText
            | Self::ReadOnly(_) => true,
            Self::GaveWay { losses, .. } => {
                losses.iter().any(|loss| matches!(loss, Loss::Replaced { .. }))
            }
            Self::Quoted(_)
            | Self::QuotationCopied
            | Self::DetailTaken
            | Self::NothingRemembered
            | Self::NothingToClear
            | Self::AlreadyChosen(_)
            | Self::AlreadyAnswered
            | Self::RowsFilled
            | Self::NothingToFill
            | Self::RankFirst
            | Self::TextKept
            | Self::AnswerStands
            | Self::NoComment { .. }
            | Self::NothingToUndo
            | Self::NothingToRedo
            | Self::EditorNeedsText
            | Self::NothingEdited
            | Self::PasteNeedsText => false,
        }
    }
}

impl DraftNotice {
    fn is_problem(&self) -> bool {
        match self {
            Self::ChangedByOther | Self::OtherUnreadable | Self::Failed(_) => true,
            Self::DraftPlace { state, .. } => *state != PlaceState::Saved,
            Self::Moved(_)
            | Self::SignedByOther(_)
            | Self::OtherChangedAgain
            | Self::OtherWithdrawn
            | Self::Combined
            | Self::Settled
            | Self::News(_)
            | Self::Remarks(_) => false,
        }
    }
}

impl SignOffNotice {
    fn is_problem(&self) -> bool {
        match self {
            Self::SignOffProblem | Self::SignOffIncomplete(_) | Self::ExportOutdated => true,
            Self::ChangedSinceSigned(_) | Self::ExportWaits => false,
        }
    }
}

impl From<ScreenNotice> for StatusNotice {
    fn from(notice: ScreenNotice) -> Self {
        Self::Screen(notice)
    }
}

impl From<PlaceNotice> for StatusNotice {
    fn from(notice: PlaceNotice) -> Self {
        Self::Place(notice)
    }
}

impl From<AnswerNotice> for StatusNotice {
    fn from(notice: AnswerNotice) -> Self {
        Self::Answer(notice)
    }
}

impl From<DraftNotice> for StatusNotice {
    fn from(notice: DraftNotice) -> Self {
        Self::Draft(notice)
    }
}

impl From<SignOffNotice> for StatusNotice {
    fn from(notice: SignOffNotice) -> Self {
        Self::SignOff(notice)
    }
}

impl From<DocumentNotice> for StatusNotice {
    fn from(notice: DocumentNotice) -> Self {
        Self::Document(notice)
    }
}
