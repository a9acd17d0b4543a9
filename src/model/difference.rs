//! Two versions of one draft: which answers differ, and which version of each to keep.

use super::{
    answer::{Answer, Answers},
    draft::{Draft, SectionState, Status},
    id::QuestionId,
};

/// A question that two versions of a draft answer differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The question.
    pub question: QuestionId,
    /// The answer in our version.
    pub ours: Answer,
    /// The answer in their version.
    pub theirs: Answer,
    /// Whether both versions changed the earlier answer.
    pub both_changed: bool,
    /// The side whose answer is kept.
    pub keep: Side,
}

/// One side of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Our version.
    Ours,
    /// Their version.
    Theirs,
}

impl Side {
    /// Returns the other side.
    pub fn other(self) -> Self {
        match self {
            Self::Ours => Self::Theirs,
            Self::Theirs => Self::Ours,
        }
    }
}

/// Returns the questions that two versions answer differently. A change made by only one side since
/// the common version is kept; where both changed an answer, ours is kept.
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

/// Merges two drafts that give the same answers, taking what each adds. Returns `None` if somebody
/// has to decide: the drafts answer different editions, or different people signed them off.
pub fn reconciled(ours: &Draft, theirs: &Draft) -> Option<Draft> {
    let one_edition = ours.consultation == theirs.consultation;
    if !one_edition || !differences(&ours.answers, &ours.answers, &theirs.answers).is_empty() {
        return None;
    }
    let signed = match (&ours.sign_off, &theirs.sign_off) {
        (_, None) => ours,
        (None, Some(_)) => theirs,
        (Some(one), Some(other)) if one != other => return None,
        // Signing off the later version covers both.
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

/// Returns our version with the answers chosen from theirs, and whatever theirs adds. A sign-off
/// given to one version counts only if the merged draft says the same; [`Draft::settle_status`]
/// checks that.
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

/// Merges into ours their section marks, and what they have copied into a website. A section that
/// the two mark differently becomes unfinished.
fn complete(draft: &mut Draft, theirs: &Draft) {
    for (section, state) in &theirs.completed {
        let both = |ours: SectionState| if ours == *state { ours } else { SectionState::Later };
        let ours = draft.completed.get(section).copied();
        draft.completed.insert(section.clone(), ours.map_or(*state, both));
    }
    for (field, digest) in &theirs.copied {
        draft.copied.entry(field.clone()).or_insert_with(|| digest.clone());
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
