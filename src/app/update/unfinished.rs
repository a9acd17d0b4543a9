//! What a page that is left lacks: reasons and details that its answers require. It is said once, and
//! stands on the page when it is shown again.

use crate::{
    app::{App, Mode, notice::AnswerNotice, screen::Screen},
    model::{consultation::Item, id::QuestionId, shortfall},
};

impl App {
    /// Leaves a page, and says what it lacks.
    pub(in crate::app) fn leave_page(&mut self, go: impl FnOnce(&mut Self)) {
        let lacking = self.lacking();
        let before = self.page_id();
        go(self);
        if let (Some(lacking), None) = (lacking, &self.notice)
            && before != self.page_id()
        {
            self.notify(lacking);
        }
    }

    fn page_id(&self) -> Option<QuestionId> {
        let Mode::Draft(_, Screen::Page(page)) = &self.mode else { return None };
        Some(page.id.clone())
    }

    /// The reasons and details that the page lacks, unless the page says so itself.
    fn lacking(&self) -> Option<AnswerNotice> {
        let Mode::Draft(session, Screen::Page(page)) = &self.mode else {
            return None;
        };
        let answers = &session.draft.answers;
        let questions = session.consultation.item(page.at).into_iter().flat_map(Item::questions);
        let all = questions
            .flat_map(|(_, question)| shortfall::of_question(question, &session.route, answers));
        let new = all.filter(|one| one.is_unfinished() && !page.problems.contains(one));
        let new: Vec<_> = new.collect();
        let first = new.first()?;
        Some(AnswerNotice::Unfinished {
            question: session.name_of(&first.question),
            first: first.in_words(&session.consultation),
            count: new.len(),
        })
    }
}
