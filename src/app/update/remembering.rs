//! Offering what earlier responses said about the respondent. Nothing is filled unasked.

use crate::{
    app::{
        App,
        edit::{Edit, TextField},
        notice::AnswerNotice,
        session::Session,
    },
    model::{
        answer::{FieldName, Given},
        details::OfferedDetail,
        id::QuestionId,
        text::Text,
    },
};

impl Session {
    /// Returns the detail that can be the answer to a question, as long as it has none.
    pub fn offered_detail(&self, id: &QuestionId) -> Option<OfferedDetail> {
        let question = self.question(id)?;
        let answer = self.answer(id);
        if self.is_read_only() || answer.no_comment || answer.value != Given::Blank {
            return None;
        }
        let detail = self.details.for_question(question)?;
        match &detail {
            OfferedDetail::Text(_) => Some(detail),
            OfferedDetail::Choice(value, _) => {
                let mut shown = self.route.choices(question);
                shown.any(|(_, choice)| choice.value == *value).then_some(detail)
            }
        }
    }
}

impl App {
    /// Answers the question with the detail that is offered.
    pub(in crate::app) fn take_detail(&mut self) {
        if self.refuses_changes() {
            return;
        }
        let question = self.current_question();
        let offer = question.and_then(|id| {
            let detail = self.session()?.offered_detail(&id)?;
            Some((id, detail))
        });
        let Some((id, detail)) = offer else {
            self.notify(AnswerNotice::NothingRemembered);
            return;
        };
        let edit = match detail {
            OfferedDetail::Text(text) => {
                let field = TextField::Field { row: None, field: FieldName::Value };
                Edit::Text(field, Text::from(text))
            }
            OfferedDetail::Choice(value, _) => Edit::Choose(value),
        };
        if self.edit(&id, &edit) {
            self.reload();
            if self.notice.is_none() {
                self.notify(AnswerNotice::DetailTaken);
            }
        }
    }
}
