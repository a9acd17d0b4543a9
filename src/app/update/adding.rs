//! Adding a consultation: what the keys do.

use crate::app::{
    App,
    action::Action,
    adding::{AddedSet, AddingForm},
    event::Effect,
    notice::{DraftNotice, ScreenNotice},
    popup::Popup,
    update::typing::{Typed, typed},
};

impl App {
    /// Asks for a paper.
    pub(in crate::app) fn open_adding(&mut self) {
        self.open(Popup::Adding(Box::default()));
    }

    /// What a key does while a paper is asked for.
    pub(in crate::app) fn act_in_adding(&mut self, action: Action) {
        let Some(Popup::Adding(form)) = &mut self.popup else { return };
        if form.is_reading {
            return;
        }
        if action == Action::Press {
            let Some(paper) = form.paper() else { return };
            form.is_reading = true;
            form.problem = None;
            self.effects.push(Effect::AddConsultation(paper));
            return;
        }
        if let Typed::Changed(_) | Typed::Cut(..) = typed(&mut form.path, action, &self.clipboard) {
            form.pasted = None;
            form.problem = None;
        }
    }

    /// Takes a pasted text as the paper if it has several lines; whether it does.
    pub(in crate::app) fn takes_as_paper(&mut self, pasted: &str) -> bool {
        let Some(Popup::Adding(form)) = &mut self.popup else { return false };
        let is_paper = pasted.trim().contains(['\n', '\r']);
        if is_paper && !form.is_reading {
            **form = AddingForm { pasted: Some(pasted.to_owned()), ..AddingForm::default() };
        }
        is_paper
    }

    /// Takes in the set that was made of the paper, and opens it in the preview; or says why there is
    /// none.
    pub(in crate::app) fn take_added(&mut self, added: Result<AddedSet, String>) {
        match (added, &mut self.popup) {
            (Ok(AddedSet { path, found }), _) => {
                self.popup = None;
                self.previews_from_home = true;
                self.effects.push(Effect::Preview(path.clone()));
                self.notify(ScreenNotice::Added { path, found });
            }
            (Err(problem), Some(Popup::Adding(form))) => {
                form.is_reading = false;
                form.problem = Some(problem);
            }
            (Err(problem), _) => self.notify(DraftNotice::Failed(problem)),
        }
    }
}
