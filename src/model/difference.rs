//! Two versions of the same draft: which answers differ, and whose to keep.

use super::{
    answer::{Answer, Answers},
    draft::{Draft, SectionState, Status},
    id::QuestionId,
};

/// A question to which two versions of a draft say something different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The question.
    pub question: QuestionId,
    /// What we say.
    pub ours: Answer,
    /// What they say.
    pub theirs: Answer,
    /// Whether both have changed what was there before.
    pub both_changed: bool,
    /// Whose answer is kept.
    pub keep: Side,
}

/// Whose answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Ours.
    Ours,
    /// Theirs.
    Theirs,
}

impl Side {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Ours => Self::Theirs,
            Self::Theirs => Self::Ours,
        }
    }
}

/// The questions to which two versions say something different. What only one of them has changed
/// since the version before is kept from that one; what both have changed, from ours.
pub fn differences(before: &Answers, ours: &Answers, theirs: &Answers) -> Vec<Difference> {
    let mut questions: Vec<&QuestionId> =
        ours.iter().chain(theirs.iter()).map(|(id, _)| id).collect();
    questions.sort();
    questions.dedup();
    let said = |answers: &Answers, id: &QuestionId| answers.get(id).cloned().unwrap_or_default();
    questions
        .into_iter()
        .map(|id| (id, said(before, id), said(ours, id), said(theirs, id)))
        .filter(|(_, _, ours, theirs)| ours != theirs)
        .map(|(id, before, ours, theirs)| {
            let keep = if ours == before { Side::Theirs } else { Side::Ours };
            let both_changed = ours != before && theirs != before;
            Difference { question: id.clone(), ours, theirs, both_changed, keep }
        })
        .collect()
}

/// One draft of two that say the same to every question, where nobody has to be asked: each has what
/// the other lacks. `None` where somebody has to be: they answer different editions, or different
/// people have signed them off.
pub fn reconciled(ours: &Draft, theirs: &Draft) -> Option<Draft> {
    let one_edition = ours.consultation == theirs.consultation;
    if !one_edition || !differences(&ours.answers, &ours.answers, &theirs.answers).is_empty() {
        return None;
    }
    let signed = match (&ours.sign_off, &theirs.sign_off) {
        (_, None) => ours,
        (None, Some(_)) => theirs,
        (Some(one), Some(other)) if one != other => return None,
        // Whichever was signed off last was signed off as both are.
        (Some(_), Some(_)) if theirs.status == Status::Completed => theirs,
        (Some(_), Some(_)) => ours,
    };
    let mut draft = ours.clone();
    complete(&mut draft, theirs);
    draft.sign_off.clone_from(&signed.sign_off);
    draft.signed.clone_from(&signed.signed);
    draft.status = signed.status;
    Some(draft)
}

/// Our version with the answers that are kept from theirs, and with what else theirs has that ours
/// lacks. A sign-off that was given to one of them is one of the whole only if that says the same,
/// which [`Draft::settle_status`] looks at.
pub fn merged(ours: &Draft, theirs: &Draft, differences: &[Difference]) -> Draft {
    let mut draft = ours.clone();
    for difference in differences {
        let answer = match difference.keep {
            Side::Ours => &difference.ours,
            Side::Theirs => &difference.theirs,
        };
        draft.answers.set(&difference.question, answer.clone());
    }
    complete(&mut draft, theirs);
    if draft.sign_off.is_none() {
        draft.sign_off.clone_from(&theirs.sign_off);
        draft.signed.clone_from(&theirs.signed);
    }
    if draft.status == Status::Completed || theirs.status != Status::InProgress {
        draft.status = Status::Amended;
    }
    draft
}

/// Adds what they say of the sections. Where the two say something different, there is something
/// left to do.
fn complete(draft: &mut Draft, theirs: &Draft) {
    for (section, state) in &theirs.completed {
        let both = |ours: SectionState| if ours == *state { ours } else { SectionState::Later };
        let ours = draft.completed.get(section).copied();
        draft.completed.insert(section.clone(), ours.map_or(*state, both));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{answer::Given, text::Text};

    fn id(name: &str) -> QuestionId {
        QuestionId::try_from(name).unwrap()
    }

    fn says(answers: &[(&str, &str)]) -> Answers {
        let answer =
            |text: &str| Answer { value: Given::One(Text::from(text)), ..Answer::default() };
        answers.iter().map(|(name, text)| (id(name), answer(text))).collect()
    }

    #[track_caller]
    fn check(before: &[(&str, &str)], ours: &[(&str, &str)], theirs: &[(&str, &str)], kept: &str) {
        let found = differences(&says(before), &says(ours), &says(theirs));
        let words = found.iter().map(|difference| {
            let both = if difference.both_changed { "!" } else { "" };
            format!("{}{both} {:?}", difference.question, difference.keep)
        });
        assert_eq!(words.collect::<Vec<_>>().join(", "), kept);
    }

    #[test]
    fn what_only_one_has_changed_is_kept_from_that_one() {
        check(
            &[("a", "1"), ("b", "1")],
            &[("a", "2"), ("b", "1")],
            &[("a", "1"), ("b", "3")],
            "a Ours, b Theirs",
        );
    }

    #[test]
    fn what_both_have_changed_is_ours_until_somebody_says_otherwise() {
        check(&[("a", "1")], &[("a", "2")], &[("a", "3")], "a! Ours");
    }

    #[test]
    fn what_both_say_is_no_difference() {
        check(&[("a", "1")], &[("a", "2")], &[("a", "2")], "");
    }

    #[test]
    fn what_one_has_taken_out_is_a_difference() {
        check(&[("a", "1")], &[("a", "1")], &[], "a Theirs");
        check(&[("a", "1")], &[], &[("a", "1")], "a Ours");
    }
}
