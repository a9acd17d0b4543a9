//! The comparison of two editions, item by item.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{
    Carried, ChangedAspect, Changes, Concern, EntryChange, ItemChange, ListKind, WholeChange,
};
use crate::model::{
    answer::{Answer, Earlier},
    condition::Condition,
    consultation::{
        CommentRequired, Consultation, Item, NumberRange, Part, Question, QuestionKind, Section,
        Wording,
    },
    draft::Draft,
    id::{QuestionId, SectionId, Value},
    limit::Limit,
    reading::StringFormat,
};

impl Changes {
    /// Returns all changes, with the answers they affect.
    pub(super) fn between(before: &Consultation, now: &Consultation, draft: &Draft) -> Self {
        let old: Vec<PlacedItem<'_>> = pieces(before).collect();
        let new: Vec<PlacedItem<'_>> = pieces(now).collect();
        let by_id = |all: &[PlacedItem<'_>]| -> HashMap<QuestionId, usize> {
            all.iter().enumerate().map(|(place, piece)| (piece.id.clone(), place)).collect()
        };
        let (old_places, new_places) = (by_id(&old), by_id(&new));
        let answer = |id: &QuestionId| draft.answers.get(id).filter(|said| said.says_something());
        let kept = new.iter().filter_map(|piece| {
            let before = old_places.get(piece.id).and_then(|place| old.get(*place));
            ItemChange::between(before, Some(piece), answer(piece.id))
        });
        let gone = old.iter().filter(|piece| !new_places.contains_key(piece.id));
        let gone =
            gone.filter_map(|piece| ItemChange::between(Some(piece), None, answer(piece.id)));
        let mut items: Vec<ItemChange> = kept.chain(gone).collect();
        items.sort_by_key(|item| item.concern);
        let mut grown: Vec<SectionId> = new
            .iter()
            .filter(|piece| piece.question.is_some() && !old_places.contains_key(piece.id))
            .map(|piece| piece.section.id.clone())
            .collect();
        grown.dedup();
        Self { whole: whole(before, now), items, grown }
    }
}

/// A question, notice or group with its location.
struct PlacedItem<'a> {
    id: &'a QuestionId,
    wording: &'a Wording,
    condition: Option<&'a Condition>,
    question: Option<&'a Question>,
    section: &'a Section,
}

/// Returns everything in a set that has an id, in order.
fn pieces(consultation: &Consultation) -> impl Iterator<Item = PlacedItem<'_>> {
    let items = consultation
        .sections
        .iter()
        .flat_map(|section| section.items.iter().map(move |item| (section, item)));
    items.flat_map(|(section, item)| {
        let parts = match item {
            Item::Group(group) => group.parts.as_slice(),
            Item::Notice(_) | Item::Question(_) => &[],
        };
        let question = match item {
            Item::Question(question) => Some(question),
            Item::Notice(_) | Item::Group(_) => None,
        };
        let whole = PlacedItem {
            id: item.id(),
            wording: item.wording(),
            condition: item.condition(),
            question,
            section,
        };
        let parts = parts.iter().map(move |part| PlacedItem {
            id: part.id(),
            wording: part.wording(),
            condition: part.condition(),
            question: match part {
                Part::Question(question) => Some(question),
                Part::Notice(_) => None,
            },
            section,
        });
        std::iter::once(whole).chain(parts)
    })
}

impl ItemChange {
    /// Compares two items with the same id; `None` if nothing has changed.
    fn between(
        before: Option<&PlacedItem<'_>>,
        now: Option<&PlacedItem<'_>>,
        answer: Option<&Answer>,
    ) -> Option<Self> {
        let piece = now.or(before)?;
        let what = match (before, now) {
            (Some(before), Some(now)) => changed(before, now, answer),
            (None, Some(_)) => vec![ChangedAspect::Added],
            (Some(_), None) => vec![ChangedAspect::Removed],
            (None, None) => Vec::new(),
        };
        let matters = answer.is_some() && what.iter().any(ChangedAspect::matters_to_an_answer);
        let (old, new) = (before.and_then(|it| it.question), now.and_then(|it| it.question));
        let concern = match (old, new) {
            _ if matters => Concern::Answer,
            (None, Some(_)) => Concern::New,
            (Some(_) | None, _) => Concern::Other,
        };
        let answer = answer.map(|answer| {
            let earlier = earlier(old, new, answer);
            // A question that comes back may be worded differently.
            let anew = what.iter().any(ChangedAspect::asks_anew)
                || (old.is_none() && earlier != Earlier::default());
            let read_again = new.is_some() && (answer.read_again || anew);
            Carried { read_again, earlier }
        });
        (!what.is_empty()).then(|| Self {
            id: piece.id.clone(),
            number: piece.wording.number.clone(),
            text: piece.wording.text.clone(),
            concern,
            answer,
            what,
        })
    }
}

impl ChangedAspect {
    /// Whether somebody who has answered should read the question again.
    fn asks_anew(&self) -> bool {
        match self {
            Self::Kind(..) | Self::Text(_) | Self::Hint(_) => true,
            // A new row is blank, which shows by itself.
            Self::Entry(ListKind::Row, EntryChange::Added(_)) => false,
            Self::Entry(_, EntryChange::Added(_) | EntryChange::Relabelled { .. }) => true,
            Self::Entry(_, EntryChange::Removed { given, .. }) => *given,
            Self::Added
            | Self::Removed
            | Self::Comment(_)
            | Self::Required(_)
            | Self::Section(_)
            | Self::Condition
            | Self::Rules
            | Self::Guidance => false,
        }
    }

    fn matters_to_an_answer(&self) -> bool {
        self.asks_anew() || matches!(self, Self::Added | Self::Removed)
    }
}

/// Returns the changes to an item that both editions have.
fn changed(
    before: &PlacedItem<'_>,
    now: &PlacedItem<'_>,
    answer: Option<&Answer>,
) -> Vec<ChangedAspect> {
    let mut what = Vec::new();
    let (old, new) = (before.wording, now.wording);
    if !same(&old.text, &new.text) {
        what.push(ChangedAspect::Text(old.text.clone()));
    }
    if !same_if_any(old.hint.as_deref(), new.hint.as_deref()) {
        what.push(ChangedAspect::Hint(old.hint.clone()));
    }
    match (before.question, now.question) {
        (Some(old), Some(new)) => what.extend(changed_question(old, new, answer)),
        // A notice that has become a question asks something new.
        (None, Some(_)) => what.insert(0, ChangedAspect::Added),
        (Some(_), None) => what.insert(0, ChangedAspect::Removed),
        (None, None) => {}
    }
    if before.section.id != now.section.id {
        what.push(ChangedAspect::Section(before.section.title.clone()));
    }
    if before.condition != now.condition {
        what.push(ChangedAspect::Condition);
    }
    if !same_if_any(old.guidance.as_deref(), new.guidance.as_deref()) {
        what.push(ChangedAspect::Guidance);
    }
    what
}

fn changed_question(old: &Question, new: &Question, answer: Option<&Answer>) -> Vec<ChangedAspect> {
    let mut what = Vec::new();
    let (kind, other) = (old.kind.name(), new.kind.name());
    if kind != other {
        what.push(ChangedAspect::Kind(kind, other));
    }
    let given = |value: &Value| answer.is_some_and(|answer| answer.speaks_of(value));
    let row_given = |row: &Value| answer.is_some_and(|answer| answer.rows.contains_key(row));
    let mut entries = |list,
                       old: Vec<(&Value, &str)>,
                       new: Vec<(&Value, &str)>,
                       given: &dyn Fn(&Value) -> bool| {
        // If the kind changed, so did every choice.
        if !old.is_empty() && !new.is_empty() {
            let changes = changed_entries(&old, &new, given);
            what.extend(changes.into_iter().map(|change| ChangedAspect::Entry(list, change)));
        }
    };
    entries(ListKind::Choice, choices(old), choices(new), &given);
    entries(ListKind::Row, rows(old), rows(new), &row_given);
    entries(ListKind::Column, columns(old), columns(new), &given);
    let comment = |question: &Question| {
        let row = question.matrix().and_then(|matrix| matrix.row_comment.as_ref());
        question.comment.as_ref().or(row).map(|comment| comment.text.clone())
    };
    if !same_if_any(comment(old).as_deref(), comment(new).as_deref()) {
        what.push(ChangedAspect::Comment(comment(old)));
    }
    if old.required != new.required {
        what.push(ChangedAspect::Required(new.required));
    }
    if kind == other && Rules::of(old) != Rules::of(new) {
        what.push(ChangedAspect::Rules);
    }
    what
}

fn changed_entries(
    old: &[(&Value, &str)],
    new: &[(&Value, &str)],
    given: &dyn Fn(&Value) -> bool,
) -> Vec<EntryChange> {
    let by_value = |all: &[(&Value, &str)]| -> HashMap<Value, String> {
        all.iter().map(|(value, label)| ((*value).clone(), (*label).to_owned())).collect()
    };
    let (before, now) = (by_value(old), by_value(new));
    let gone = old.iter().filter(|(value, _)| !now.contains_key(*value)).map(|(value, label)| {
        EntryChange::Removed { label: (*label).to_owned(), given: given(value) }
    });
    let others = new.iter().filter_map(|(value, label)| match before.get(*value) {
        None => Some(EntryChange::Added((*label).to_owned())),
        Some(known) if !same(known, label) => {
            Some(EntryChange::Relabelled { before: known.clone(), now: (*label).to_owned() })
        }
        Some(_) => None,
    });
    gone.chain(others).collect()
}

/// Returns the wording that an answer was given to, where the set's wording has changed.
fn earlier(old: Option<&Question>, new: Option<&Question>, answer: &Answer) -> Earlier {
    let known = &answer.earlier;
    // Wording stored in the answer is older than the last edition: an earlier change was never
    // settled.
    let kept = |known: Option<&String>, old: Option<&str>, now: Option<&str>| {
        let given_to = known.map(String::as_str).or(old)?;
        (!same(given_to, now.unwrap_or_default())).then(|| given_to.to_owned())
    };
    let text = |question: Option<&Question>| question.map(|it| it.wording.text.clone());
    let hint = |question: Option<&Question>| question.and_then(|it| it.wording.hint.clone());
    let row = |question: Option<&Question>, value: &Value| {
        Some(question?.matrix()?.row(value)?.label.clone())
    };
    let label =
        |question: Option<&Question>, value: &Value| Some(question?.label(value)?.to_owned());
    let values = answer.values().filter_map(|given| Value::try_from(given.trimmed()).ok());
    let values = values.chain(answer.details.keys().cloned());
    let labels = values.filter_map(|value| {
        let (before, now) = (label(old, &value), label(new, &value));
        let kept = kept(known.labels.get(&value), before.as_deref(), now.as_deref())?;
        Some((value, kept))
    });
    let rows = answer.rows.keys().filter_map(|value| {
        let (before, now) = (row(old, value), row(new, value));
        let kept = kept(known.rows.get(value), before.as_deref(), now.as_deref())?;
        Some((value.clone(), kept))
    });
    Earlier {
        text: kept(known.text.as_ref(), text(old).as_deref(), text(new).as_deref()),
        hint: kept(known.hint.as_ref(), hint(old).as_deref(), hint(new).as_deref()),
        labels: labels.collect(),
        rows: rows.collect(),
    }
}

fn choices(question: &Question) -> Vec<(&Value, &str)> {
    let choices = question.choices().iter();
    choices.map(|choice| (&choice.value, choice.label.as_str())).collect()
}

fn rows(question: &Question) -> Vec<(&Value, &str)> {
    let rows = question.matrix().into_iter().flat_map(|matrix| &matrix.rows);
    rows.map(|row| (&row.value, row.label.as_str())).collect()
}

fn columns(question: &Question) -> Vec<(&Value, &str)> {
    let columns = question.matrix().into_iter().flat_map(|matrix| &matrix.columns);
    columns.map(|column| (&column.value, column.label.as_str())).collect()
}

/// The limits on an answer.
#[derive(Debug, Default, PartialEq)]
struct Rules<'a> {
    limit: Option<Limit>,
    format: Option<StringFormat>,
    range: Option<&'a NumberRange>,
    decimals: Option<u32>,
    days: [Option<Date>; 2],
    number: [Option<usize>; 2],
    no_comment: bool,
    comment: Option<(&'a CommentRequired, Limit)>,
}

impl<'a> Rules<'a> {
    fn of(question: &'a Question) -> Self {
        let row_comment = question.matrix().and_then(|matrix| matrix.row_comment.as_ref());
        let comment = question.comment.as_ref().or(row_comment);
        let rules = Self {
            no_comment: question.allow_no_comment,
            comment: comment.map(|comment| (&comment.required, comment.limit)),
            ..Self::default()
        };
        match &question.kind {
            QuestionKind::String { format, limit } => {
                Self { format: *format, limit: Some(*limit), ..rules }
            }
            QuestionKind::Text { limit } => Self { limit: Some(*limit), ..rules },
            QuestionKind::Integer(range) => Self { range: Some(range), ..rules },
            QuestionKind::Decimal { range, decimals } => {
                Self { range: Some(range), decimals: *decimals, ..rules }
            }
            QuestionKind::Date { min, max } => Self { days: [*min, *max], ..rules },
            QuestionKind::SelectMultiple { min_selected: least, max_selected: most, .. }
            | QuestionKind::Rank { min_ranked: least, max_ranked: most, .. } => {
                Self { number: [*least, *most], ..rules }
            }
            QuestionKind::SelectOne { .. } | QuestionKind::Matrix(_) => rules,
        }
    }
}

/// Returns the changes to the consultation as a whole.
fn whole(before: &Consultation, now: &Consultation) -> Vec<WholeChange> {
    let mut all = Vec::new();
    if before.closes != now.closes {
        all.push(WholeChange::Closing(before.closes.clone(), now.closes.clone()));
    }
    if before.respond_via != now.respond_via {
        all.push(WholeChange::RespondVia);
    }
    if !same_if_any(before.introduction.as_deref(), now.introduction.as_deref()) {
        all.push(WholeChange::Introduction);
    }
    let old = |section: &&Section| before.sections.iter().find(|old| old.id == section.id);
    let both: Vec<(&Section, &Section)> =
        now.sections.iter().filter_map(|section| Some((old(&section)?, section))).collect();
    for (old, new) in &both {
        if !same(&old.title, &new.title) {
            all.push(WholeChange::SectionTitle(old.title.clone(), new.title.clone()));
        }
    }
    let remaining = before.sections.iter().map(|section| &section.id);
    let remaining = remaining.filter(|id| both.iter().any(|(_, section)| section.id == **id));
    if !remaining.eq(both.iter().map(|(_, section)| &section.id)) {
        all.push(WholeChange::SectionOrder);
    }
    all
}

/// Whether two texts are the same, apart from line breaks.
fn same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

fn same_if_any(one: Option<&str>, other: Option<&str>) -> bool {
    same(one.unwrap_or_default(), other.unwrap_or_default())
}
