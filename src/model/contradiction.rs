//! What is said of contradictions: answers that the author of a set declares to be incompatible.

use super::{
    consultation::{Consultation, Contradiction},
    id::QuestionId,
    route::Route,
};

impl Contradiction {
    /// Returns the questions whose answers contradict each other, as far as they are asked.
    pub fn questions<'a>(&'a self, route: &Route) -> Vec<&'a QuestionId> {
        let all = self.when.questions().into_iter();
        all.filter(|question| route.asked(question).is_some()).collect()
    }

    /// Returns the message for the page of a question, followed by the other questions involved.
    pub fn in_words(
        &self,
        consultation: &Consultation,
        route: &Route,
        page: Option<&QuestionId>,
    ) -> String {
        let others = self.others_in_words(consultation, route, page);
        if others.is_empty() {
            return self.message.clone();
        }
        let end = if self.message.ends_with(['.', '!', '?']) { "" } else { "." };
        format!("{}{end} See {others}", self.message)
    }

    /// Names the questions involved, apart from the one on a page: "question 4 and question 5".
    pub fn others_in_words(
        &self,
        consultation: &Consultation,
        route: &Route,
        page: Option<&QuestionId>,
    ) -> String {
        let others = self.questions(route).into_iter().filter(|question| Some(*question) != page);
        let names: Vec<String> = others.map(|question| consultation.name_of(question)).collect();
        match names.split_last() {
            None => String::new(),
            Some((only, [])) => only.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{condition::Condition, consultation::Question, testing::*};

    fn consultation() -> Consultation {
        let numbered = |number: &'static str| {
            move |question: &mut Question| question.wording.number = Some(number.to_owned())
        };
        let set = set([
            one("secret", &["yes", "no"]).with(numbered("1")),
            one("publish", &["yes", "no"]).with(numbered("2")),
            line("why"),
        ]);
        let when = Condition::All(vec![equals("secret", &["yes"]), equals("publish", &["yes"])]);
        let message = "Choose one".to_owned();
        let contradictions = vec![Contradiction { when, message }];
        Consultation { contradictions, ..set }
    }

    fn found(secret: &str, publish: &str) -> Vec<String> {
        let consultation = consultation();
        let answers = said([("secret", gives(secret)), ("publish", gives(publish))]);
        let route = Route::of(&consultation, &answers);
        let page = crate::model::id::QuestionId::try_from("publish").unwrap();
        let found = route.contradictions(&consultation);
        found.map(|one| one.in_words(&consultation, &route, Some(&page))).collect()
    }

    #[test]
    fn answers_contradict_each_other_when_the_condition_holds() {
        assert_eq!(found("yes", "yes"), ["Choose one. See question 1"]);
        assert_eq!(found("yes", "no"), [""; 0]);
        assert_eq!(found("yes", ""), [""; 0]);
    }
}
