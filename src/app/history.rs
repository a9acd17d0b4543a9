//! Undo and redo, over all answers of a draft.

use super::edit::TextField;
use crate::app::field::text::Change;
use crate::model::{answer::Answer, draft::Position, id::QuestionId};

/// The changes made since the draft was opened.
#[derive(Debug, Default)]
pub struct EditHistory {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// Whether typing may still join the last change.
    open: bool,
}

/// One change that is taken back at once.
#[derive(Debug, Clone)]
pub struct Step {
    /// The question whose answer was changed.
    pub question: QuestionId,
    /// The answer before.
    pub before: Answer,
    /// The answer after.
    pub after: Answer,
    /// Where the respondent was.
    pub position: Position,
    /// For a text, what was changed in it.
    pub typed: Option<(TextField, Change)>,
}

impl EditHistory {
    /// Keeps a change. Typing that goes on where the last change left off joins it.
    pub fn record(&mut self, step: Step) {
        self.undone.clear();
        let open = std::mem::replace(&mut self.open, true);
        if open
            && let Some(last) = self.done.last_mut()
            && let Some(joined) = joined(last, &step)
        {
            *last = joined;
            return;
        }
        self.done.push(step);
    }

    /// Keeps what comes next apart from what came last.
    pub fn close_step(&mut self) {
        self.open = false;
    }

    /// Whether there is a change to take back.
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Whether there is a change to do again.
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// The change to take back, which is now one to do again.
    pub fn undo(&mut self) -> Option<Step> {
        self.open = false;
        let step = self.done.pop()?;
        self.undone.push(step.clone());
        Some(step)
    }

    /// The change to do again, which is now one to take back.
    pub fn redo(&mut self) -> Option<Step> {
        self.open = false;
        let step = self.undone.pop()?;
        self.done.push(step.clone());
        Some(step)
    }
}

/// The two as one step, if they are a run of typing in one text.
fn joined(last: &Step, next: &Step) -> Option<Step> {
    let ((field, earlier), (other, later)) = (last.typed.as_ref()?, next.typed.as_ref()?);
    if last.question != next.question || field != other {
        return None;
    }
    let change = later.joined_to(earlier)?;
    Some(Step { after: next.after.clone(), typed: Some((field.clone(), change)), ..last.clone() })
}
