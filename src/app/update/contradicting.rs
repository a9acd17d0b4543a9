//! Pointing out answers that contradict each other, as soon as they do.

use crate::app::{App, Mode, notice::AnswerNotice};

impl App {
    /// The contradictions of the open draft, by their places in the set; `None` without a draft.
    pub fn contradicted(&self) -> Option<Vec<usize>> {
        self.session().map(|session| session.route.contradicted().to_vec())
    }

    /// Says that there are contradictions now that were not there before. The page says which.
    pub(in crate::app) fn point_out_contradictions(&mut self, before: Option<&[usize]>) {
        let (Some(before), Mode::Draft(session, _)) = (before, &self.mode) else { return };
        let here = self.current_question();
        let new = session.new_contradictions(before);
        let words = new
            .first()
            .map(|new| new.others_in_words(&session.consultation, &session.route, here.as_ref()));
        if let Some(words) = words.filter(|words| !words.is_empty()) {
            self.notify(AnswerNotice::Contradiction(words));
        }
    }
}
