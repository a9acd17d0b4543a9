//! Notices in words: one table for both front ends.

use super::count;
use crate::{
    app::{
        action::Action,
        event::DraftAccess,
        notice::{
            AnswerNotice, ChoiceMark, DocumentNotice, DraftNotice, Loss, PlaceNotice, PlaceState,
            ScreenNotice, SignOffNotice, StatusNotice,
        },
    },
    model::{scope::Scope, text::capitalised},
};

/// The most labels that are listed; of more, only their number is given.
const MOST_LISTED: usize = 3;

impl StatusNotice {
    /// Puts a notice into words. `name` returns the front end's name of an action: a key or command.
    pub fn in_words(&self, name: impl Fn(Action) -> String) -> String {
        match self {
            Self::Screen(notice) => notice.in_words(name),
            Self::Place(notice) => notice.in_words(name),
            Self::Answer(notice) => notice.in_words(name),
            Self::Draft(notice) => notice.in_words(name),
            Self::SignOff(notice) => notice.in_words(name),
            Self::Document(notice) => notice.in_words(),
        }
    }
}

impl ScreenNotice {
    fn in_words(&self, name: impl Fn(Action) -> String) -> String {
        let fixed = match self {
            Self::KeyDoesNothing => {
                return format!(
                    "That key does nothing here. {} shows the keys that do",
                    name(Action::Help)
                );
            }
            Self::HowToLeave { in_text } => {
                let lead = if *in_text { "Nothing is selected. " } else { "" };
                return format!(
                    "{lead}{} leaves; what you have written is kept",
                    name(Action::Leave)
                );
            }
            Self::FirstScreen => {
                return format!(
                    "This is the first screen. {} leaves the program",
                    name(Action::Leave)
                );
            }
            Self::TopOfPreview => {
                return format!(
                    "This is a preview: there is nothing above. {} ends it",
                    name(Action::Leave)
                );
            }
            Self::FixPreview => {
                return format!(
                    "Correct the problems and save the file to go on. {} ends the preview",
                    name(Action::Leave)
                );
            }
            Self::PreviewKeepsNothing => "This is a preview: nothing is kept",
            Self::PreviewHasNoDocuments => "A preview saves nothing, so it cannot make a document",
            Self::PreviewExportsNothing => {
                "The final response would be written now. In a preview, nothing is"
            }
            Self::Added { path, found } => {
                let path = path.display();
                return format!("{found}. Correct it in {path}; what you save there is shown here");
            }
            Self::Reloaded => "Reloaded from the file you saved",
        };
        fixed.to_owned()
    }
}

impl PlaceNotice {
    fn in_words(&self, name: impl Fn(Action) -> String) -> String {
        let fixed = match self {
            Self::QuestionGone => "This consultation no longer has that question",
            Self::NotAsked(question) => {
                let question = capitalised(question);
                return format!(
                    "{question} is not asked, given the other answers. Its answer is kept"
                );
            }
            Self::SectionClosed(why) => return format!("You cannot start this section yet. {why}"),
            Self::FirstQuestion => "This is the first question",
            Self::LastQuestion(Scope::All) => "That was the last question",
            Self::LastQuestion(Scope::KeyQuestions) => {
                "That was the last key question. The contents list the others"
            }
            Self::ScopeChosen(Scope::KeyQuestions) => {
                "Key questions only. Your other answers stay as they are"
            }
            Self::ScopeChosen(Scope::All) => "All questions. Your answers stay as they are",
            Self::RevisionFirst => "Go on to your answers first, then go to any question",
            Self::QuotationNeedsQuestion => "Open a question to quote an earlier answer in it",
            Self::NoteNeedsQuestion => "Open a question to leave a note on it",
            Self::GuidanceBeside => "The guidance is beside the question",
            Self::Found { number, count, place } => {
                let next = name(Action::FindNext);
                return format!("{number} of {count}: {place}. {next} goes to the next");
            }
            Self::NotFound(words) => {
                return format!("“{words}” does not occur in any question or answer");
            }
            Self::ChoicesFound { letters, matches, ranks } => {
                return choices_found(letters, *matches, *ranks);
            }
        };
        fixed.to_owned()
    }
}

impl AnswerNotice {
    fn in_words(&self, name: impl Fn(Action) -> String) -> String {
        let fixed = match self {
            Self::Quoted(source) => {
                return format!("Quoted: {source}. {} takes it out", name(Action::Undo));
            }
            Self::DetailTaken => {
                return format!("Put in as last time. {} takes it out", name(Action::Undo));
            }
            Self::NothingRemembered => "Nothing is offered for this question",
            Self::QuotationCopied => {
                "There is no text here to put it in. It is copied instead: paste it where you need it"
            }
            Self::ProblemOnPage => {
                "There is a problem. Correct it, or continue again to leave it for later"
            }
            Self::Unfinished { question, first, count } => {
                let question = capitalised(question);
                return match count {
                    1 => format!("{question}: {first}"),
                    _ => format!("{question}: {count} answers still lack a reason or a detail"),
                };
            }
            Self::Contradiction(others) => {
                return format!("This contradicts your answer to {others}");
            }
            Self::GaveWay { losses, hidden } => {
                return gave_way(losses, *hidden, &name(Action::Undo));
            }
            Self::NothingToClear => "There is no answer here to take back",
            Self::AlreadyChosen(mark) => {
                let choose = name(Action::Choose);
                return match mark {
                    ChoiceMark::Chosen => format!("That is chosen already. {choose} takes it back"),
                    ChoiceMark::Ticked => format!("That is ticked already. {choose} unticks it"),
                    ChoiceMark::Ranked => format!("That is ranked already. {choose} takes it out"),
                };
            }
            Self::AlreadyAnswered => {
                return format!(
                    "That is the answer already. {} takes it back",
                    name(Action::Choose)
                );
            }
            Self::RowsFilled => {
                return format!(
                    "The blank rows of this group have that answer now. {} takes it back",
                    name(Action::Undo)
                );
            }
            Self::NothingToFill => {
                return format!(
                    "Answer a row of this group first; then {} gives its blank rows that answer",
                    name(Action::FillDown)
                );
            }
            Self::RankFirst => {
                return format!(
                    "Press {} to rank this entry before you move it",
                    name(Action::Choose)
                );
            }
            Self::TextKept => {
                "Your text stays as it was. To begin a new line in it, press Alt-Enter there"
            }
            Self::AnswerStands => "Read again: your answer stands",
            Self::NoCommentRefused => "This question needs an answer; “no comment” isn't accepted",
            Self::NoComment { on_row } => {
                let what = if *on_row { "row" } else { "question" };
                return format!(
                    "No comment on this {what}. {} takes that back",
                    name(Action::Undo)
                );
            }
            Self::NothingToUndo => "Nothing to undo",
            Self::NothingToRedo => "Nothing to redo",
            Self::EditorNeedsText => {
                return format!(
                    "Move to a text box first, then press {} to open it in your editor",
                    name(Action::EditExternally)
                );
            }
            Self::NothingEdited => "Nothing was changed in the editor",
            Self::PasteNeedsText => "Move to a text box first, then paste again",
            Self::TooMuchText => {
                "That is more text than a draft can hold (4 MB, about 700,000 words). Nothing was \
                 added, and all that was there is kept"
            }
            Self::ReadOnly(access) => why_read_only(*access),
        };
        fixed.to_owned()
    }
}

impl DraftNotice {
    fn in_words(&self, name: impl Fn(Action) -> String) -> String {
        let fixed = match self {
            Self::DraftPlace { path, state } => {
                let then = match state {
                    PlaceState::Saved => "Every change is kept at once, and saved when you pause",
                    PlaceState::NotSaved => {
                        return format!(
                            "The draft is {}. Your latest changes aren't saved yet; retrying. {} lets \
                             you save it somewhere else",
                            path.display(),
                            name(Action::Leave)
                        );
                    }
                    PlaceState::ReadOnly(access) => why_read_only(*access),
                };
                return format!("The draft is {}. {then}", path.display());
            }
            Self::Moved(path) => return format!("The draft is now in {}", path.display()),
            Self::SignedByOther(by) => return format!("Signed off in the meantime by {by}"),
            Self::ChangedByOther => {
                return format!(
                    "Someone else has changed this draft. {} shows both versions",
                    name(Action::Save)
                );
            }
            Self::OtherChangedAgain => "The other version has changed again",
            Self::OtherWithdrawn => {
                "The file is as it was before someone else changed it, so yours was saved"
            }
            Self::OtherUnreadable => "Their version cannot be read, so the two cannot be combined",
            Self::Combined => {
                return format!(
                    "The two versions are combined. {} undoes this one answer at a time",
                    name(Action::Undo)
                );
            }
            Self::Settled => {
                return format!(
                    "Settled. {} brings back each answer as it was",
                    name(Action::Undo)
                );
            }
            Self::News(number) => {
                let review = name(Action::Review);
                return format!("{}: {review} lists them", super::news(*number));
            }
            Self::Remarks(remarks) => return remarks.join(". "),
            Self::Failed(why) => why,
        };
        fixed.to_owned()
    }
}

impl SignOffNotice {
    fn in_words(&self, name: impl Fn(Action) -> String) -> String {
        let fixed = match self {
            Self::ChangedSinceSigned(sign_off) => {
                return format!(
                    "{}. This is a change since. {} takes it back",
                    sign_off.in_words(),
                    name(Action::Undo)
                );
            }
            Self::SignOffProblem => "Not signed off: there is a problem",
            Self::SignOffIncomplete(problems) => {
                let problems = count(*problems, "problem", "problems");
                return format!("Not signed off yet: {problems}. What you typed is kept");
            }
            Self::ExportWaits => "The final response is written as soon as the draft is saved",
            Self::ExportOutdated => {
                "The draft has changed since it was signed off, so no response was written"
            }
        };
        fixed.to_owned()
    }
}

impl DocumentNotice {
    fn in_words(&self) -> String {
        let fixed = match self {
            Self::DocumentNeedsDraft => "Move to one of your drafts to make a document of it",
            Self::MakingPdf => "Making the PDF: this takes a few seconds",
            Self::DocumentMade(path) => return format!("The document is in {}", path.display()),
            Self::EmailCopied(path) => {
                return format!("Copied, ready to paste; also in {}", path.display());
            }
            Self::NothingToCopy => "There is nothing to copy yet: no question is answered",
            Self::LastCopied(count) => return format!("All {count} answers are copied"),
            Self::CopyNotKept(why) => return format!("The text could not be put in a file: {why}"),
        };
        fixed.to_owned()
    }
}

/// Why a draft may not be changed.
fn why_read_only(access: DraftAccess) -> &'static str {
    match access {
        DraftAccess::Protected => "Opened read-only: the file is write-protected",
        DraftAccess::Read | DraftAccess::Write | DraftAccess::Recovered => {
            "Opened read-only: someone else is working on this draft"
        }
    }
}

fn choices_found(letters: &str, matches: usize, ranks: bool) -> String {
    let chooses = if ranks { "ranks" } else { "chooses" };
    let matches = match matches {
        0 => "nothing matches. Backspace takes a letter back, Esc all of them".to_owned(),
        1 => format!("1 match. Space twice {chooses} it"),
        many => format!("{many} match. Arrows move among them, Space twice {chooses}"),
    };
    format!("Find “{letters}”: {matches}")
}

/// Says what an edit has set aside, and how to restore it.
fn gave_way(losses: &[Loss], hidden: usize, undo: &str) -> String {
    let mut sentences: Vec<String> = losses.iter().map(loss_in_words).collect();
    if losses.iter().any(|loss| matches!(loss, Loss::Replaced { .. })) {
        sentences.push(format!("It is kept, but not sent. {undo} brings it back"));
    } else if !losses.is_empty() {
        sentences.push(format!("{undo} takes that back"));
    }
    match hidden {
        0 => {}
        1 => sentences.push("1 question is no longer asked; its answer is kept".to_owned()),
        many => {
            sentences.push(format!("{many} questions are no longer asked; their answers are kept"))
        }
    }
    sentences.join(". ")
}

fn loss_in_words(loss: &Loss) -> String {
    let (verb, labels) = match loss {
        Loss::Replaced { row, chosen } => {
            let answer = match row {
                Some(row) => format!("your answer to “{row}”"),
                None => "your answer".to_owned(),
            };
            let chosen =
                if chosen.is_empty() { String::new() } else { format!(" ({})", listed(chosen)) };
            return format!("“No comment” replaces {answer}{chosen}");
        }
        Loss::NoComment => return "“No comment” no longer stands here".to_owned(),
        Loss::PutAside(labels) => ("Put aside", labels),
        Loss::TakenOut(ChoiceMark::Chosen, labels) => ("Taken back", labels),
        Loss::TakenOut(ChoiceMark::Ticked, labels) => ("Unticked", labels),
        Loss::TakenOut(ChoiceMark::Ranked, labels) => ("Taken out of the ranking", labels),
        Loss::TickedAgain(labels) => ("Ticked again", labels),
        Loss::RowsCleared(labels) => ("Taken back", labels),
    };
    format!("{verb}: {}", listed(labels))
}

/// Lists labels; of many, the first ones and the number of the others.
fn listed(labels: &[String]) -> String {
    let first: Vec<&str> = labels.iter().take(MOST_LISTED).map(String::as_str).collect();
    let first = first.join("; ");
    match labels.len().saturating_sub(MOST_LISTED) {
        0 => first,
        more => format!("{first}; and {more} more"),
    }
}
