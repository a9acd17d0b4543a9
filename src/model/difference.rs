//! Two versions of one draft: which answers differ, and which version of each to keep.

use super::{
    answer::{Answer, Answers},
    consultation::Consultation,
    draft::{Draft, SectionState, Status},
    id::QuestionId,
    merge::{last_changes, merged_answer},
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
    /// Both answers combined, where that is neither.
    pub both: Option<Answer>,
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
    /// Both, put together.
    Both,
}

impl Difference {
    /// Keeps what comes next of ours, theirs and both.
    pub fn turn(&mut self) {
        self.keep = match (self.keep, &self.both) {
            (Side::Ours, _) => Side::Theirs,
            (Side::Theirs, Some(_)) => Side::Both,
            (Side::Theirs | Side::Both, _) => Side::Ours,
        };
    }

    /// What is kept.
    pub fn kept(&self) -> &Answer {
        match (self.keep, &self.both) {
            (Side::Both, Some(both)) => both,
            (Side::Ours | Side::Both, _) => &self.ours,
            (Side::Theirs, _) => &self.theirs,
        }
    }

    fn of(
        question: &QuestionId,
        versions: [&Answer; 3],
        set: Option<&Consultation>,
    ) -> Option<Self> {
        let [before, ours, theirs] = versions;
        if ours == theirs {
            return None;
        }
        let asked = set.and_then(|set| set.question(question));
        let [mine, other] = [(ours, theirs), (theirs, ours)]
            .map(|(one, other)| merged_answer(Some(before), one, other, asked));
        let both_changed = ours != before && theirs != before;
        let (ours, theirs, both, keep) = if mine != other {
            // What does not collide is in both.
            (mine, other, None, Side::Ours)
        } else if mine == *ours {
            (mine, theirs.clone(), None, Side::Ours)
        } else if mine == *theirs {
            (ours.clone(), mine, None, Side::Theirs)
        } else {
            (ours.clone(), theirs.clone(), Some(mine), Side::Both)
        };
        Some(Self { question: question.clone(), ours, theirs, both, both_changed, keep })
    }
}

/// The questions that two versions answer differently.
pub fn changed_answers(before: &Answers, now: &Answers) -> Vec<QuestionId> {
    let mut questions: Vec<&QuestionId> =
        before.iter().chain(now.iter()).map(|(id, _)| id).collect();
    questions.sort();
    questions.dedup();
    questions.into_iter().filter(|id| before.get(id) != now.get(id)).cloned().collect()
}

/// The questions to which two versions say something different. What only one of them has changed
/// since the version before is kept from that one; what both have changed is put together, or is
/// ours where it collides.
pub fn differences(
    before: &Answers,
    ours: &Answers,
    theirs: &Answers,
    set: Option<&Consultation>,
) -> Vec<Difference> {
    let nothing = Answer::default();
    let found = changed_answers(ours, theirs).into_iter().filter_map(|id| {
        let versions = [before, ours, theirs].map(|all| all.get(&id).unwrap_or(&nothing));
        Difference::of(&id, versions, set)
    });
    found.collect()
}

/// The answers of which a draft keeps two versions.
pub fn collisions(draft: &Draft) -> Vec<Difference> {
    let nothing = Answer::default();
    let all = draft.collisions.iter().filter_map(|(question, others)| {
        Some(Difference {
            question: question.clone(),
            ours: draft.answers.get(question).unwrap_or(&nothing).clone(),
            theirs: others.first()?.clone(),
            both: None,
            both_changed: false,
            keep: Side::Ours,
        })
    });
    all.collect()
}

/// A draft in which these are settled. Where there was a third version of an answer, it is still to
/// be settled.
pub fn settled(draft: &Draft, differences: &[Difference]) -> Draft {
    let mut draft = draft.clone();
    for difference in differences {
        draft.answers.set(&difference.question, difference.kept().clone());
        let others = draft.collisions.entry(difference.question.clone()).or_default();
        others.retain(|other| *other != difference.theirs);
    }
    draft.collisions.retain(|_, others| !others.is_empty());
    draft
}

/// Merges two drafts that give the same answers, taking what each adds. Returns `None` if somebody
/// has to decide: the drafts answer different editions, or different people signed them off.
pub fn reconciled(ours: &Draft, theirs: &Draft) -> Option<Draft> {
    let one_edition = ours.consultation == theirs.consultation;
    if !one_edition || ours.answers != theirs.answers || ours.collisions != theirs.collisions {
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
        draft.answers.set(&difference.question, difference.kept().clone());
    }
    for (question, others) in &theirs.collisions {
        let ours = draft.collisions.entry(question.clone()).or_default();
        let new = others.iter().filter(|other| !ours.contains(other)).cloned();
        ours.extend(new.collect::<Vec<_>>());
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
    draft.changes = last_changes(draft, theirs);
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
        let found = differences(&says(before), &says(ours), &says(theirs), None);
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
