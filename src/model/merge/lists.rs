//! Merges ticks and rankings by their values.

use crate::model::{id::Value, text::Text};

/// What decides the order of a list of values.
#[derive(Debug)]
pub(super) enum ListOrder {
    /// The choices of the set: they are ticks.
    Choices(Vec<Value>),
    /// The list itself: it is a ranking.
    OwnOrder,
}

impl ListOrder {
    /// One list with what both have put in, without what either has taken out; `None` where they
    /// disagree on the order.
    pub(super) fn merged(
        &self,
        before: &[Text],
        ours: &[Text],
        theirs: &[Text],
    ) -> Option<Vec<Text>> {
        let stays = |value: &&Text| {
            let (here, there) = (ours.contains(value), theirs.contains(value));
            here && there || !before.contains(value)
        };
        let mut kept: Vec<&Text> = ours.iter().chain(theirs).filter(stays).collect();
        kept.sort();
        kept.dedup();
        match self {
            Self::Choices(choices) => {
                let place = |text: &Text| choices.iter().position(|value| *text == *value);
                kept.sort_by_key(|text| place(text).unwrap_or(usize::MAX));
                Some(kept.into_iter().cloned().collect())
            }
            Self::OwnOrder => ranked(kept, before, ours, theirs),
        }
    }
}

/// The values in the one order that follows from both lists.
fn ranked(
    mut values: Vec<&Text>,
    before: &[Text],
    ours: &[Text],
    theirs: &[Text],
) -> Option<Vec<Text>> {
    let place = |list: &[Text], value: &Text| list.iter().position(|given| given == value);
    let in_order =
        |list: &[Text], one: &Text, other: &Text| Some(place(list, one)? < place(list, other)?);
    let comes_first =
        |one: &Text, other: &Text| match (in_order(ours, one, other), in_order(theirs, one, other))
        {
            (Some(here), Some(there)) if here != there => {
                in_order(before, one, other).map(|before| !before)
            }
            (Some(order), _) | (None, Some(order)) => Some(order),
            (None, None) => None,
        };
    let mut order = Vec::new();
    while !values.is_empty() {
        let is_first = |one: &&&Text| {
            values.iter().all(|other| *other == **one || comes_first(one, other) == Some(true))
        };
        let first = values.iter().find(is_first).map(|first| (*first).clone())?;
        values.retain(|value| **value != first);
        order.push(first);
    }
    Some(order)
}
