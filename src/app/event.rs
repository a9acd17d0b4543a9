//! What reaches the program, and what it wants done.

use std::{path::PathBuf, sync::Arc};

use jiff::Zoned;

use super::{
    action::Action,
    adding::{AddedSet, NewPaper},
    document::{DocumentOrder, MadeDocument},
    earlier::EarlierAnswers,
    edit::Edit,
    key::Key,
    library::{DestinationPlace, DraftRequest, Library},
    screen::broken::Complaint,
};
use crate::model::{
    answer::Answers, consultation::Consultation, details::RespondentDetails, draft::Draft,
    draft::Position, draft_change::DraftChange, id::QuestionId, response::Response,
    resume::ResumePoint, revision::Revision, text::Text,
};

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// The respondent wants something done, whatever key or word says it.
    Act(Action),
    /// The respondent changes an answer as a whole.
    Edit(QuestionId, Edit),
    /// The respondent names where to go.
    GoTo(DestinationPlace),
    /// The respondent searches earlier answers for words; without words, for what fits the question.
    SearchEarlier(String),
    /// Text was pasted, of any size.
    Paste(String),
    /// The mouse was pressed on something, or moved while pressed.
    Mouse(MouseTarget, Press),
    /// The wheel was turned: rows down, or up when negative.
    Scroll(i32),
    /// The screen was laid out anew: what the fields measure.
    Measured(Measures),
    /// Time passed while a save was outstanding.
    Tick,
    /// Typing has paused, or has gone on for long enough: what was edited is to be saved.
    SaveDue,
    /// What there is to answer has been looked up.
    Library(Library),
    /// A draft was opened, or could not be.
    Opened(Result<Box<OpenedDraft>, String>),
    /// Somebody else has the draft open: who and since when, in words.
    Occupied(DraftRequest, String),
    /// A file cannot be used: everything that is wrong with it, and what can be opened instead.
    Unusable(Vec<Complaint>, Option<DraftRequest>),
    /// The set that is previewed has been read, or cannot be: everything that is wrong with it.
    Previewed(PathBuf, Result<Arc<Consultation>, Vec<Complaint>>),
    /// The draft is kept in another file from now on.
    Moved(PathBuf),
    /// The draft cannot be kept where the respondent wanted it, and why.
    NotMoved(String),
    /// The saver reports.
    Saved(SaveReport),
    /// The final response was written, or could not be.
    Exported(Result<Receipt, String>),
    /// A document was made, or could not be.
    Made(Result<MadeDocument, String>),
    /// A question set was made of a paper, or why not.
    Added(Result<AddedSet, String>),
    /// What was copied is in a file as well, or could not be put there.
    CopyKept(Result<PathBuf, String>),
    /// The text came back from the respondent's own editor.
    Edited(Result<Text, String>),
    /// Earlier drafts and responses have been read.
    EarlierRead(EarlierAnswers),
    /// The system asks the program to end.
    Terminate,
}

/// What the program wants done. Saving and listing make no key wait; opening a draft, or writing a
/// response, waits for the disk.
#[derive(Debug)]
pub enum Effect {
    /// Look up what there is to answer.
    ListLibrary,
    /// Open a draft, or begin one.
    Open(DraftRequest, LockDecision),
    /// Keep this edit on this machine; its number.
    Record(Box<DraftChange>, u64),
    /// Keep this draft, with all edits up to a number; a newer one may overtake it.
    Save(Box<Draft>, u64),
    /// Look whether what was to be kept takes too long: how long is too long, a clock says.
    LookAfterSave,
    /// Keep this draft in the place of somebody else's version, which the respondent has seen.
    SaveOver(Box<Draft>, u64, MergeBase),
    /// Keep this draft beside somebody else's version, under a name of its own, from now on.
    SaveBeside(Box<Draft>, u64),
    /// Keep this draft in another place from now on.
    SaveAs(Box<Draft>, u64, PathBuf),
    /// Keep the question set beside the draft, which goes on with it.
    KeepSet,
    /// Write the final response beside the draft.
    Export(Box<Response>),
    /// Make a document beside a draft.
    MakeDocument(Box<DocumentOrder>),
    /// Make a question set of a paper.
    AddConsultation(NewPaper),
    /// Preview a question set, and watch its file.
    Preview(PathBuf),
    /// Let the open draft, or the previewed set, go.
    Close,
    /// Give this text to the clipboard of the terminal.
    Copy(Text),
    /// Read what earlier drafts and responses say.
    ReadEarlier,
    /// Put what was copied in a file as well, for terminals that take no copy.
    KeepCopy(String),
    /// Let the respondent edit this text in an editor of their own.
    EditExternally {
        /// The text.
        text: Text,
        /// How many bytes it may become longer.
        room: usize,
    },
    /// Keep on this machine which screen of the draft was left; nothing, where it is to open at the
    /// question that was left.
    KeepResumePoint(Option<Box<ResumePoint>>),
    /// End the program.
    Quit,
}

/// A draft that has been opened.
#[derive(Debug)]
pub struct OpenedDraft {
    /// The set it answers.
    pub consultation: Arc<Consultation>,
    /// What has been said so far.
    pub draft: Draft,
    /// The answers as the file has them; a copy that was recovered may say more.
    pub in_file: Answers,
    /// Where it is kept.
    pub path: PathBuf,
    /// What the respondent should know first: recovered, out of date, open elsewhere.
    pub remarks: Vec<String>,
    /// What may be done with it.
    pub access: DraftAccess,
    /// What the set has changed since the draft was last worked on; to be agreed to first.
    pub revision: Option<Box<Revision>>,
    /// The screen that was left, if it was on this machine.
    pub resume: Option<Box<ResumePoint>>,
    /// What is remembered of the respondent on this machine.
    pub details: RespondentDetails,
}

/// What a draft has of somebody else's version, in whose place it is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MergeBase {
    /// All that it says: nothing goes away.
    AllOfIt,
    /// What the respondent has chosen of it.
    SomeOfIt,
}

/// What may be done with an open draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftAccess {
    /// It may be changed, and its file has it as it is.
    Write,
    /// It may be changed, and its file lacks what was recovered.
    Recovered,
    /// It may only be read: somebody else has it.
    Read,
    /// It may only be read: its file is write-protected.
    Protected,
}

impl DraftAccess {
    /// Whether it may only be read.
    pub fn is_to_read(self) -> bool {
        match self {
            Self::Write | Self::Recovered => false,
            Self::Read | Self::Protected => true,
        }
    }
}

/// What to do when somebody else has the draft open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockDecision {
    /// Say who has it.
    Ask,
    /// Open it read-only.
    Read,
    /// Open it all the same.
    Share,
}

/// How a save ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveReport {
    /// The number that came with [`Effect::Save`].
    pub number: u64,
    /// When.
    pub at: Zoned,
    /// Where it is kept now, or why it is not.
    pub result: Result<SaveLocation, Trouble>,
}

/// Why a draft is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It does not work, in plain words. It is tried again.
    Failed(String),
    /// It is not kept on this machine either, and why. That is tried again, too.
    NoCopy(String),
    /// Nothing has been heard of it for too long.
    Late,
    /// The same, and it is in memory alone.
    Nowhere,
    /// Somebody else has changed the file. Nothing is written to it until that is settled.
    Changed(Box<Theirs>),
}

/// Somebody else's version of the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theirs {
    /// What it says, or why that cannot be read.
    pub draft: Result<Draft, String>,
    /// Whose it is, and since when, as far as anybody knows, in words.
    pub by: String,
}

/// Where a draft is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveLocation {
    /// In its file.
    Saved,
    /// On this machine, while its file cannot be written.
    Aside,
}

/// A final response that has been written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Where it is.
    pub path: PathBuf,
    /// The digest over its content, `sha256:…`.
    pub digest: String,
}

/// How the mouse was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// Once.
    Down,
    /// A second time at the same place.
    Double,
    /// Moved while held.
    Drag,
}

/// What is under the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseTarget {
    /// An entry of the list on the screen, or in the pop-up.
    Entry(usize),
    /// A field of the page, by its number, and what of it.
    Field(usize, FieldTarget),
    /// A key named on the screen: pressing it is pressing the key.
    Key(Key),
}

/// What of a field is under the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldTarget {
    /// The field as a whole.
    Whole,
    /// A place in a text: row from the first one shown, and column in cells.
    Text {
        /// Row of the whole text, counted from its first.
        row: usize,
        /// Column in cells.
        column: usize,
    },
    /// A choice, or a ranked entry, by its place among those shown.
    Choice(usize),
    /// A cell of a matrix, by its place among the rows and columns shown.
    Cell {
        /// The row.
        row: usize,
        /// The column; none for the label of the row.
        column: Option<usize>,
    },
}

/// What the screen has room for. Measured while it is laid out, and given back as an event, so
/// that moving by screen rows and pages needs no knowledge of the layout.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measures {
    /// Width and height, in cells, of each text on the page, by the number of its field. The text
    /// in a pop-up comes last.
    pub texts: Vec<(usize, TextSize)>,
    /// The size of the text in the pop-up.
    pub popup_text: Option<TextSize>,
    /// Rows of the page that are seen at once.
    pub page: usize,
    /// Rows that the page, or the text in a pop-up, has in all.
    pub length: usize,
    /// The first row of the page that is seen.
    pub first: usize,
    /// Whether what has the focus is out of sight, since the page was scrolled away from it.
    pub hides_focus: bool,
    /// Whether all of the guidance is seen beside the page.
    pub has_guidance_beside: bool,
}

/// The size of a text on the screen, in cells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct TextSize {
    pub width: usize,
    pub height: usize,
}

impl OpenedDraft {
    /// Where the respondent left off.
    pub fn position(&self) -> Option<&Position> {
        self.draft.position.as_ref()
    }
}
