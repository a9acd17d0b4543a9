//! Puts versions of a draft together that grew apart: answer by answer, row by row, ticks and ranks
//! by value, texts by paragraph.
//!
//! The same rules serve two files, two branches in git and two people who have a draft open at once.
//! What collides is never decided here: both versions stay in the draft until somebody settles it.

mod lists;
mod paragraphs;

use std::{
    cmp,
    collections::{BTreeMap, BTreeSet},
};

use self::lists::ListOrder;
use super::{
    answer::{Answer, Answers, Given, RowAnswer},
    consultation::{Consultation, Question, QuestionKind},
    draft::{Draft, LastChange, SectionState, Status},
    id::{QuestionId, SectionId},
    text::Text,
};

/// Why two drafts cannot be merged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unmergeable {
    /// They answer different consultations.
    #[error("one answers `{0}`, the other `{1}`")]
    Consultations(String, String),
    /// They answer different editions of a set.
    #[error("they answer different editions of the question set: {0} and {1}")]
    Editions(String, String),
}

/// Every version of an answer, in a fixed order: one, or several that collide.
type Versions = Vec<Answer>;

/// Merges two drafts. Without the draft that both come from, whatever both say differently
/// collides. The set tells ticks from rankings.
///
/// # Errors
/// When they do not answer the same edition of the same consultation.
pub fn merge(
    base: Option<&Draft>,
    ours: &Draft,
    theirs: &Draft,
    set: Option<&Consultation>,
) -> Result<Draft, Unmergeable> {
    let mut draft = head(base, ours, theirs)?;
    let of = |draft: &Draft| versions(draft);
    let (before, mine, other) = (base.map(of), of(ours), of(theirs));
    let questions: BTreeSet<&QuestionId> = mine.keys().chain(other.keys()).collect();
    for id in questions {
        let nothing = vec![Answer::default()];
        let said = |all: &BTreeMap<QuestionId, Versions>| {
            all.get(id).cloned().unwrap_or_else(|| nothing.clone())
        };
        let before = before.as_ref().map(said);
        let question = set.and_then(|set| set.question(id));
        let mut versions = merged_versions(before, said(&mine), said(&other), question).into_iter();
        draft.answers.set(id, versions.next().unwrap_or_default());
        let rest: Versions = versions.collect();
        if !rest.is_empty() {
            draft.collisions.insert(id.clone(), rest);
        }
    }
    draft.status = status(&draft, ours, theirs);
    Ok(draft)
}

/// An answer of two that were given to the same question, and ours in whatever collides. It collides
/// where theirs, merged with ours, comes out otherwise.
pub fn merged_answer(
    base: Option<&Answer>,
    ours: &Answer,
    theirs: &Answer,
    question: Option<&Question>,
) -> Answer {
    let nothing = Answer::default();
    let before = base.unwrap_or(&nothing);
    let order = base.map(|_| ListOrder::of(question));
    let mut merged = if contradict(before, ours, theirs) {
        ours.clone()
    } else {
        Answer {
            value: value(&before.value, &ours.value, &theirs.value, order.as_ref()),
            aside: pick(&before.aside, &ours.aside, &theirs.aside),
            details: by_key(&before.details, &ours.details, &theirs.details, text),
            rows: by_key(&before.rows, &ours.rows, &theirs.rows, row),
            comment: text(&before.comment, &ours.comment, &theirs.comment),
            no_comment: pick(&before.no_comment, &ours.no_comment, &theirs.no_comment),
            ..Answer::default()
        }
    };
    // What is between colleagues never collides: notes keep the words of both.
    merged.note = paragraphs::all_of(&before.note, &ours.note, &theirs.note);
    merged.stage = pick_or(&before.stage, &ours.stage, &theirs.stage, cmp::min);
    merged.read_again = pick(&before.read_again, &ours.read_again, &theirs.read_again);
    merged.earlier = pick_or(&before.earlier, &ours.earlier, &theirs.earlier, cmp::max);
    merged.tidy();
    merged
}

/// Whether one of two has said that there is no comment while the other has said something.
fn contradict(before: &Answer, ours: &Answer, theirs: &Answer) -> bool {
    ours.no_comment != theirs.no_comment
        && !ours.says_the_same_as(before)
        && !theirs.says_the_same_as(before)
}

fn versions(draft: &Draft) -> BTreeMap<QuestionId, Versions> {
    let answers = draft.answers.iter().map(|(id, answer)| (id, vec![answer.clone()]));
    let mut all: BTreeMap<QuestionId, Versions> =
        answers.map(|(id, answer)| (id.clone(), answer)).collect();
    for (id, others) in &draft.collisions {
        let versions = all.entry(id.clone()).or_insert_with(|| vec![Answer::default()]);
        versions.extend(others.iter().cloned());
    }
    all.into_iter().map(|(id, versions)| (id, in_order(versions))).collect()
}

fn in_order(mut versions: Versions) -> Versions {
    versions.sort();
    versions.dedup();
    versions
}

fn merged_versions(
    before: Option<Versions>,
    ours: Versions,
    theirs: Versions,
    question: Option<&Question>,
) -> Versions {
    let nothing = vec![Answer::default()];
    let known = before.as_ref().unwrap_or(&nothing);
    if ours == theirs || theirs == *known {
        return ours;
    }
    if ours == *known {
        return theirs;
    }
    if let ([one], [other], [base]) = (&*ours, &*theirs, &**known) {
        let base = before.is_some().then_some(base);
        return in_order(vec![
            merged_answer(base, one, other, question),
            merged_answer(base, other, one, question),
        ]);
    }
    let base = known.first().filter(|_| before.is_some());
    let merged = |one: &Answer, other: &Answer| merged_answer(base, one, other, question);
    // Whether versions have come of merging one with others already.
    let have = |all: &Versions, one: &Answer| {
        all.iter()
            .any(|other| all.contains(&merged(one, other)) && all.contains(&merged(other, one)))
    };
    if theirs.iter().all(|one| have(&ours, one)) {
        return ours;
    }
    if ours.iter().all(|one| have(&theirs, one)) {
        return theirs;
    }
    in_order(ours.into_iter().chain(theirs).collect())
}

/// All of a merged draft but its answers.
fn head(base: Option<&Draft>, ours: &Draft, theirs: &Draft) -> Result<Draft, Unmergeable> {
    let [one, other] = [ours, theirs].map(|draft| &draft.consultation);
    if one.id != other.id {
        return Err(Unmergeable::Consultations(one.id.to_string(), other.id.to_string()));
    }
    let base_edition = base.map(|draft| &draft.consultation);
    let consultation = if one == other || base_edition == Some(other) {
        one.clone()
    } else if base_edition == Some(one) {
        other.clone()
    } else {
        return Err(Unmergeable::Editions(one.version.clone(), other.version.clone()));
    };
    let empty = Draft::new(consultation.clone(), &ours.started);
    let before = base.unwrap_or(&empty);
    let later = |draft: &Draft| draft.signed.as_ref().map(|signed| signed.at.timestamp());
    let signatures = [before, ours, theirs].map(|draft| (&draft.sign_off, &draft.signed));
    let [signed_before, signed_ours, signed_theirs] = signatures;
    let signed = if signed_ours == signed_before {
        theirs
    } else if signed_theirs == signed_before || later(ours) >= later(theirs) {
        ours
    } else {
        theirs
    };
    Ok(Draft {
        consultation,
        status: Status::InProgress,
        started: cmp::min(&ours.started, &theirs.started).clone(),
        updated: cmp::max(&ours.updated, &theirs.updated).clone(),
        position: None,
        scope: pick(&before.scope, &ours.scope, &theirs.scope),
        completed: completed(before, ours, theirs),
        copied: copied(before, ours, theirs),
        answers: Answers::default(),
        changes: last_changes(ours, theirs),
        collisions: BTreeMap::new(),
        sign_off: signed.sign_off.clone(),
        signed: signed.signed.clone(),
        unconfirmed_sign_off: pick_or(
            &before.unconfirmed_sign_off,
            &ours.unconfirmed_sign_off,
            &theirs.unconfirmed_sign_off,
            cmp::max,
        ),
    })
}

/// The marks on sections; one that the two mark differently becomes unfinished.
fn completed(before: &Draft, ours: &Draft, theirs: &Draft) -> BTreeMap<SectionId, SectionState> {
    let marks = |draft: &Draft| {
        draft.completed.iter().map(|(id, state)| (id.clone(), Some(*state))).collect()
    };
    let merged = by_key(&marks(before), &marks(ours), &marks(theirs), |before, ours, theirs| {
        pick_or(before, ours, theirs, |_, _| Some(SectionState::Later))
    });
    merged.into_iter().filter_map(|(id, state)| Some((id, state?))).collect()
}

/// Who changed each answer last, of the two.
pub(super) fn last_changes(ours: &Draft, theirs: &Draft) -> BTreeMap<QuestionId, LastChange> {
    let mut all = ours.changes.clone();
    for (question, change) in &theirs.changes {
        let last = all.entry(question.clone()).or_insert_with(|| change.clone());
        *last = cmp::max(&*last, change).clone();
    }
    all
}

/// What has been copied into a website.
fn copied(before: &Draft, ours: &Draft, theirs: &Draft) -> BTreeMap<String, String> {
    let one =
        |before: &String, ours: &String, theirs: &String| pick_or(before, ours, theirs, cmp::max);
    let mut merged = by_key(&before.copied, &ours.copied, &theirs.copied, one);
    merged.retain(|_, digest| !digest.is_empty());
    merged
}

/// A draft is signed off as it is merged only where it says what one of the two says that are signed.
fn status(merged: &Draft, ours: &Draft, theirs: &Draft) -> Status {
    let is_signed = |draft: &Draft| {
        draft.status == Status::Completed
            && draft.sign_off == merged.sign_off
            && draft.answers == merged.answers
            && draft.collisions == merged.collisions
    };
    if is_signed(ours) || is_signed(theirs) {
        return Status::Completed;
    }
    if merged.sign_off.is_some() { Status::Amended } else { Status::InProgress }
}

/// What one of two has changed; ours, where both have.
fn pick<T: Clone + PartialEq>(before: &T, ours: &T, theirs: &T) -> T {
    if ours == before { theirs.clone() } else { ours.clone() }
}

/// What one of two has changed; where both have, what is chosen.
fn pick_or<T: Clone + PartialEq>(before: &T, ours: &T, theirs: &T, both: fn(T, T) -> T) -> T {
    if ours == before || ours == theirs {
        theirs.clone()
    } else if theirs == before {
        ours.clone()
    } else {
        both(ours.clone(), theirs.clone())
    }
}

/// Merges what stands under the same key.
fn by_key<K: Clone + Ord, T: Clone + Default>(
    before: &BTreeMap<K, T>,
    ours: &BTreeMap<K, T>,
    theirs: &BTreeMap<K, T>,
    one: impl Fn(&T, &T, &T) -> T,
) -> BTreeMap<K, T> {
    let nothing = T::default();
    let keys: BTreeSet<&K> = ours.keys().chain(theirs.keys()).collect();
    let of = |all: &BTreeMap<K, T>, key: &K| all.get(key).unwrap_or(&nothing).clone();
    let merged = |key: &K| one(&of(before, key), &of(ours, key), &of(theirs, key));
    keys.into_iter().map(|key| (key.clone(), merged(key))).collect()
}

fn text(before: &Text, ours: &Text, theirs: &Text) -> Text {
    if ours == before || ours == theirs {
        return theirs.clone();
    }
    if theirs == before {
        return ours.clone();
    }
    paragraphs::merged(before, ours, theirs)
}

fn row(before: &RowAnswer, ours: &RowAnswer, theirs: &RowAnswer) -> RowAnswer {
    if ours.no_comment != theirs.no_comment && ours != before && theirs != before {
        return ours.clone();
    }
    RowAnswer {
        value: pick(&before.value, &ours.value, &theirs.value),
        comment: text(&before.comment, &ours.comment, &theirs.comment),
        no_comment: pick(&before.no_comment, &ours.no_comment, &theirs.no_comment),
    }
}

fn value(before: &Given, ours: &Given, theirs: &Given, order: Option<&ListOrder>) -> Given {
    if let (Given::One(before), Given::One(ours), Given::One(theirs)) = (before, ours, theirs) {
        return Given::One(text(before, ours, theirs));
    }
    if ours == before || theirs == before || ours == theirs {
        return pick(before, ours, theirs);
    }
    let is_list = |given: &Given| !matches!(given, Given::One(_));
    let lists = [before, ours, theirs];
    let Some(order) = order.filter(|_| lists.into_iter().all(is_list)) else {
        return ours.clone();
    };
    match order.merged(before.values(), ours.values(), theirs.values()) {
        None => ours.clone(),
        Some(values) if values.is_empty() => Given::Blank,
        Some(values) => Given::Many(values),
    }
}

impl ListOrder {
    /// How the values of a question are ordered: as if it were a ranking, where it is not known.
    fn of(question: Option<&Question>) -> Self {
        match question.map(|question| (&question.kind, question.choices())) {
            Some((QuestionKind::SelectMultiple { .. }, choices)) => {
                Self::Choices(choices.iter().map(|choice| choice.value.clone()).collect())
            }
            Some(_) | None => Self::OwnOrder,
        }
    }
}

#[cfg(test)]
mod tests;
