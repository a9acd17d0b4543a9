//! The shape of a draft's file, key by key, and its conversion to the model.

use std::{
    cmp,
    collections::{BTreeMap, HashMap},
    fmt,
    hash::Hash,
};

use jiff::{Zoned, civil::Date, fmt::temporal::Pieces, tz::TimeZone};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, SeqAccess, Visitor},
};

use super::long_texts;
use super::writing::{Entries, QuotedText, Short, is_false, short, short_each, style};
use crate::model::{
    answer::{Answer, Answers, Earlier, FieldName, Given, RowAnswer, Stage},
    consultation::Consultation,
    draft::{
        Draft, Edition, LastChange, Position, SectionState, SignOff, Signed, Status,
        UnconfirmedSignOff,
    },
    id::{IdError, QuestionId, SectionId, Value},
    scope::Scope,
    text::Text,
};
use crate::store::end_marker::END;

/// The value of the key `format` in responses, and in drafts before each answer said who changed it.
pub(crate) const FORMAT: &str = "greenpaper/response/1";

/// The value of the key `format` in drafts.
pub(crate) const DRAFT_FORMAT: &str = "greenpaper/response/2";

/// How all of these values begin.
pub(crate) const FORMATS: &str = "greenpaper/response/";

/// The value of the key `scope` for the key questions only.
pub(crate) const KEY_QUESTIONS: &str = "key_questions";

/// The order in which a draft is written: the set's. Whatever the set does not have comes last.
#[derive(Debug, Clone, Default)]
pub struct Order {
    sections: HashMap<SectionId, usize>,
    questions: HashMap<QuestionId, usize>,
    /// The rows or choices of each question.
    values: HashMap<QuestionId, HashMap<Value, usize>>,
}

/// A whole file.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResponseEntry {
    format: String,
    #[serde(serialize_with = "short")]
    consultation: EditionEntry,
    status: String,
    started: String,
    /// Only in the recovery log, and in drafts of the first format.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    updated: Option<String>,
    /// The same.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "short")]
    position: Option<PositionEntry>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    #[serde(default, skip_serializing_if = "Entries::is_empty", serialize_with = "short_each")]
    sections: Entries<SectionEntry>,
    #[serde(default, skip_serializing_if = "Entries::is_empty", serialize_with = "answers")]
    answers: Entries<AnswerEntry>,
    #[serde(default, skip_serializing_if = "Entries::is_empty", serialize_with = "short_each")]
    changed: Entries<ChangeEntry>,
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "short")]
    sign_off: Option<SignOffEntry>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signed: Option<SignedEntry>,
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "short")]
    unconfirmed_sign_off: Option<UnconfirmedEntry>,
    /// `field digest`, each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    copied: Vec<QuotedText>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct EditionEntry {
    id: String,
    version: QuotedText,
    digest: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct PositionEntry {
    question: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// The choice that the detail belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    choice: Option<String>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::some_typed"
    )]
    cursor: Option<usize>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct SectionEntry {
    #[serde(deserialize_with = "super::typed")]
    completed: bool,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct AnswerEntry {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<GivenEntry>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    aside: Vec<QuotedText>,
    #[serde(default, skip_serializing_if = "Entries::is_empty", serialize_with = "short")]
    details: Entries<QuotedText>,
    #[serde(default, skip_serializing_if = "Entries::is_empty", serialize_with = "short_each")]
    rows: Entries<RowAnswerEntry>,
    #[serde(default, skip_serializing_if = "QuotedText::is_empty")]
    comment: QuotedText,
    #[serde(default, skip_serializing_if = "is_false", deserialize_with = "super::typed")]
    no_comment: bool,
    #[serde(default, skip_serializing_if = "QuotedText::is_empty")]
    note: QuotedText,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stage: Option<String>,
    #[serde(default, skip_serializing_if = "is_false", deserialize_with = "super::typed")]
    read_again: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    earlier: Option<EarlierEntry>,
    /// What else has been said, where two versions collide.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    collides: Vec<AnswerEntry>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct ChangeEntry {
    at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<QuotedText>,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct EarlierEntry {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<QuotedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hint: Option<QuotedText>,
    #[serde(default, skip_serializing_if = "Entries::is_empty")]
    labels: Entries<QuotedText>,
    #[serde(default, skip_serializing_if = "Entries::is_empty")]
    rows: Entries<QuotedText>,
}

/// A text or a list of texts.
#[derive(Debug)]
enum GivenEntry {
    One(QuotedText),
    Many(Vec<QuotedText>),
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct RowAnswerEntry {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<QuotedText>,
    #[serde(default, skip_serializing_if = "QuotedText::is_empty")]
    comment: QuotedText,
    #[serde(default, skip_serializing_if = "is_false", deserialize_with = "super::typed")]
    no_comment: bool,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct SignOffEntry {
    name: QuotedText,
    role: QuotedText,
    authority: QuotedText,
    date: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct SignedEntry {
    at: String,
    set: String,
    #[serde(default, skip_serializing_if = "Entries::is_empty")]
    answers: Entries<QuotedText>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct UnconfirmedEntry {
    #[serde(default, skip_serializing_if = "QuotedText::is_empty")]
    name: QuotedText,
    #[serde(default, skip_serializing_if = "QuotedText::is_empty")]
    role: QuotedText,
    #[serde(default, skip_serializing_if = "QuotedText::is_empty")]
    authority: QuotedText,
    #[serde(default, skip_serializing_if = "QuotedText::is_empty")]
    date: QuotedText,
}

/// Something that the checks should have rejected.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UnexpectedDraft {
    #[error(transparent)]
    Id(#[from] IdError),
    #[error("a time or day cannot be read")]
    Time,
    #[error("a word is not known")]
    Word,
}

impl Order {
    /// Returns the order of a set.
    pub fn of(consultation: &Consultation) -> Self {
        let sections = consultation.sections.iter().map(|section| &section.id);
        let mut order = Self { sections: places(sections), ..Self::default() };
        for (place, (_, question)) in consultation.questions().enumerate() {
            let rows = question.matrix().map_or(&[][..], |matrix| &matrix.rows);
            let choices = question.choices().iter().map(|choice| &choice.value);
            let values = rows.iter().map(|row| &row.value).chain(choices);
            order.questions.insert(question.id.clone(), place);
            order.values.insert(question.id.clone(), places(values));
        }
        order
    }
}

/// What a draft is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WrittenFor {
    /// The file that colleagues share.
    File,
    /// The recovery log of this machine, which also has when and where the respondent left off.
    Log,
}

/// Writes a draft.
pub(crate) fn written(
    draft: &Draft,
    order: &Order,
    written_for: WrittenFor,
) -> Result<String, serde_saphyr::ser::Error> {
    if let Some((short, long)) = long_texts::set_apart(draft)
        && let Some(yaml) =
            long_texts::put_back(&written_by_library(&short, order, written_for)?, &long)
    {
        return Ok(yaml);
    }
    written_by_library(draft, order, written_for)
}

/// Writes a draft with the YAML library alone.
pub(super) fn written_by_library(
    draft: &Draft,
    order: &Order,
    written_for: WrittenFor,
) -> Result<String, serde_saphyr::ser::Error> {
    let mut entry = shape(draft, order);
    if written_for == WrittenFor::Log {
        entry.updated = Some(time_text(&draft.updated));
        entry.position = draft.position.as_ref().map(position_entry);
    }
    let mut yaml = String::new();
    serde_saphyr::to_fmt_writer_with_options(&mut yaml, &entry, style())?;
    if !yaml.ends_with('\n') {
        yaml.push('\n');
    }
    yaml.push_str(END);
    yaml.push('\n');
    Ok(yaml)
}

/// Converts a draft to the shape of its file.
fn shape(draft: &Draft, order: &Order) -> ResponseEntry {
    let sections = in_order(&draft.completed, &order.sections).map(|(id, state)| {
        (id.to_string(), SectionEntry { completed: *state == SectionState::Completed })
    });
    let nothing = Answer::default();
    let collided = draft.collisions.keys().filter(|id| draft.answers.get(id).is_none());
    let said = draft.answers.iter().chain(collided.map(|id| (id, &nothing)));
    let answers = in_order(said, &order.questions)
        .map(|(id, answer)| {
            let places = order.values.get(id);
            let others = draft.collisions.get(id).into_iter().flatten();
            let collides = others.map(|answer| answer_entry(answer, places)).collect();
            (id.to_string(), AnswerEntry { collides, ..answer_entry(answer, places) })
        })
        .filter(|(_, entry)| entry.facts() > 0);
    let changed = in_order(&draft.changes, &order.questions).map(|(id, change)| {
        let by = change.by.clone().map(QuotedText);
        (id.to_string(), ChangeEntry { at: time_text(&change.at), by })
    });
    ResponseEntry {
        format: DRAFT_FORMAT.to_owned(),
        consultation: EditionEntry {
            id: draft.consultation.id.to_string(),
            version: QuotedText(draft.consultation.version.clone()),
            digest: draft.consultation.digest.clone(),
        },
        status: status_word(draft.status).to_owned(),
        started: time_text(&draft.started),
        updated: None,
        position: None,
        scope: match draft.scope {
            Scope::All => None,
            Scope::KeyQuestions => Some(KEY_QUESTIONS.to_owned()),
        },
        sections: Entries(sections.collect()),
        answers: Entries(answers.collect()),
        changed: Entries(changed.collect()),
        sign_off: draft.sign_off.as_ref().map(|sign_off| SignOffEntry {
            name: QuotedText(sign_off.name.clone()),
            role: QuotedText(sign_off.role.clone()),
            authority: QuotedText(sign_off.authority.clone()),
            date: sign_off.date.to_string(),
        }),
        signed: draft.signed.as_ref().map(|signed| signed_entry(signed, order)),
        unconfirmed_sign_off: draft.unconfirmed_sign_off.as_ref().map(unconfirmed_entry),
        copied: draft
            .copied
            .iter()
            .map(|(field, digest)| QuotedText(format!("{field} {digest}")))
            .collect(),
    }
}

fn signed_entry(signed: &Signed, order: &Order) -> SignedEntry {
    let answers = in_order(&signed.answers, &order.questions);
    SignedEntry {
        at: time_text(&signed.at),
        set: signed.set.clone(),
        answers: Entries(
            answers.map(|(id, digest)| (id.to_string(), QuotedText(digest.clone()))).collect(),
        ),
    }
}

fn unconfirmed_entry(form: &UnconfirmedSignOff) -> UnconfirmedEntry {
    let UnconfirmedSignOff { name, role, authority, date } = form.clone();
    UnconfirmedEntry {
        name: QuotedText(name),
        role: QuotedText(role),
        authority: QuotedText(authority),
        date: QuotedText(date),
    }
}

fn position_entry(position: &Position) -> PositionEntry {
    let (field, choice) = field_words(&position.field);
    PositionEntry {
        question: position.question.to_string(),
        row: position.row.as_ref().map(Value::to_string),
        field,
        choice,
        cursor: position.cursor,
    }
}

fn answer_entry(answer: &Answer, places: Option<&HashMap<Value, usize>>) -> AnswerEntry {
    let unknown = HashMap::new();
    let places = places.unwrap_or(&unknown);
    let details = in_order(&answer.details, places);
    let rows = in_order(&answer.rows, places).filter(|(_, row)| **row != RowAnswer::default());
    AnswerEntry {
        value: match &answer.value {
            Given::Blank => None,
            Given::One(text) => Some(GivenEntry::One(text.into())),
            Given::Many(values) => Some(GivenEntry::Many(texts(values))),
        },
        aside: texts(&answer.aside),
        details: Entries(details.map(|(id, text)| (id.to_string(), text.into())).collect()),
        rows: Entries(rows.map(|(id, row)| (id.to_string(), row_entry(row))).collect()),
        comment: (&answer.comment).into(),
        no_comment: answer.no_comment,
        note: (&answer.note).into(),
        stage: Some(answer.stage).filter(|stage| *stage != Stage::default()).map(stage_word),
        read_again: answer.read_again,
        earlier: Some(&answer.earlier).filter(|it| **it != Earlier::default()).map(earlier_entry),
        collides: Vec::new(),
    }
}

fn earlier_entry(earlier: &Earlier) -> EarlierEntry {
    let words = |text: &String| QuotedText(text.clone());
    let labels = |all: &BTreeMap<Value, String>| {
        Entries(all.iter().map(|(id, label)| (id.to_string(), words(label))).collect())
    };
    EarlierEntry {
        text: earlier.text.as_ref().map(words),
        hint: earlier.hint.as_ref().map(words),
        labels: labels(&earlier.labels),
        rows: labels(&earlier.rows),
    }
}

fn row_entry(row: &RowAnswer) -> RowAnswerEntry {
    RowAnswerEntry {
        value: row.value.as_ref().map(QuotedText::from),
        comment: (&row.comment).into(),
        no_comment: row.no_comment,
    }
}

fn texts(texts: &[Text]) -> Vec<QuotedText> {
    texts.iter().map(QuotedText::from).collect()
}

impl ResponseEntry {
    /// Converts the file to a draft. The file has been checked, so an error reveals a gap in the
    /// checks; the message names it.
    pub(crate) fn into_draft(self) -> Result<Draft, UnexpectedDraft> {
        let sections = self.sections.0.into_iter().map(|(id, section)| {
            let state =
                if section.completed { SectionState::Completed } else { SectionState::Later };
            Ok((id_from(id)?, state))
        });
        let started = time_from(&self.started).ok_or(UnexpectedDraft::Time)?;
        let updated = self.updated.map(|time| time_from(&time).ok_or(UnexpectedDraft::Time));
        let mut updated = updated.transpose()?.unwrap_or_else(|| started.clone());
        let mut changes = BTreeMap::new();
        for (id, ChangeEntry { at, by }) in self.changed.0 {
            let at = time_from(&at).ok_or(UnexpectedDraft::Time)?;
            updated = cmp::max(&updated, &at).clone();
            changes.insert(id_from(id)?, LastChange { at, by: by.map(|by| by.0) });
        }
        let mut collisions = BTreeMap::new();
        let answers = self.answers.0.into_iter().map(|(id, mut answer)| {
            let id: QuestionId = id_from(id)?;
            let others = std::mem::take(&mut answer.collides).into_iter();
            let others: Vec<Answer> =
                others.map(AnswerEntry::into_answer).collect::<Result<_, _>>()?;
            if !others.is_empty() {
                collisions.insert(id.clone(), others);
            }
            Ok((id, answer.into_answer()?))
        });
        let answers = answers.collect::<Result<Answers, UnexpectedDraft>>()?;
        Ok(Draft {
            consultation: Edition {
                id: id_from(self.consultation.id)?,
                version: self.consultation.version.0,
                digest: self.consultation.digest,
            },
            status: status_from(&self.status).ok_or(UnexpectedDraft::Word)?,
            started,
            updated,
            position: self.position.map(PositionEntry::into_position).transpose()?,
            scope: if self.scope.is_some() { Scope::KeyQuestions } else { Scope::All },
            completed: sections.collect::<Result<_, UnexpectedDraft>>()?,
            answers,
            changes,
            collisions,
            sign_off: self.sign_off.map(SignOffEntry::into_sign_off).transpose()?,
            signed: self.signed.map(SignedEntry::into_signed).transpose()?,
            unconfirmed_sign_off: self.unconfirmed_sign_off.map(UnconfirmedEntry::into_form),
            copied: self
                .copied
                .iter()
                .filter_map(|QuotedText(text)| text.rsplit_once(' '))
                .map(|(field, digest)| (field.to_owned(), digest.to_owned()))
                .collect(),
        })
    }
}

impl PositionEntry {
    fn into_position(self) -> Result<Position, UnexpectedDraft> {
        let field = field_from(self.field.as_deref(), self.choice)?;
        Ok(Position {
            question: id_from(self.question)?,
            row: self.row.map(id_from).transpose()?,
            field,
            cursor: self.cursor,
        })
    }
}

impl SignOffEntry {
    fn into_sign_off(self) -> Result<SignOff, UnexpectedDraft> {
        let date = date_from(&self.date).ok_or(UnexpectedDraft::Time)?;
        Ok(SignOff { name: self.name.0, role: self.role.0, authority: self.authority.0, date })
    }
}

impl SignedEntry {
    fn into_signed(self) -> Result<Signed, UnexpectedDraft> {
        let answers = self.answers.0.into_iter().map(|(id, digest)| Ok((id_from(id)?, digest.0)));
        Ok(Signed {
            at: time_from(&self.at).ok_or(UnexpectedDraft::Time)?,
            set: self.set,
            answers: answers.collect::<Result<_, UnexpectedDraft>>()?,
        })
    }
}

impl UnconfirmedEntry {
    fn into_form(self) -> UnconfirmedSignOff {
        UnconfirmedSignOff {
            name: self.name.0,
            role: self.role.0,
            authority: self.authority.0,
            date: self.date.0,
        }
    }
}

impl AnswerEntry {
    fn into_answer(self) -> Result<Answer, UnexpectedDraft> {
        let details = self.details.0.into_iter();
        let details = details.map(|(id, text)| Ok((id_from(id)?, text.into())));
        let rows = self.rows.0.into_iter().map(|(id, row)| Ok((id_from(id)?, row.into())));
        Ok(Answer {
            value: match self.value {
                None => Given::Blank,
                Some(GivenEntry::One(text)) => Given::One(text.into()),
                Some(GivenEntry::Many(texts)) => Given::Many(model_texts(texts)),
            },
            aside: model_texts(self.aside),
            details: details.collect::<Result<_, UnexpectedDraft>>()?,
            rows: rows.collect::<Result<_, UnexpectedDraft>>()?,
            comment: self.comment.into(),
            no_comment: self.no_comment,
            note: self.note.into(),
            stage: match self.stage {
                None => Stage::default(),
                Some(stage) => stage_from(&stage).ok_or(UnexpectedDraft::Word)?,
            },
            read_again: self.read_again,
            earlier: self.earlier.unwrap_or_default().into_earlier()?,
        })
    }

    /// Returns the number of facts in it. A list and the rows of a matrix count as several: people
    /// change them line by line.
    fn facts(&self) -> usize {
        let is_list = matches!(self.value, Some(GivenEntry::Many(_)));
        let facts = [
            self.value.is_some(),
            is_list,
            !self.aside.is_empty(),
            !self.details.is_empty(),
            !self.rows.is_empty(),
            !self.rows.is_empty(),
            !self.comment.is_empty(),
            self.no_comment,
            !self.note.is_empty(),
            self.stage.is_some(),
            self.read_again,
            self.earlier.is_some(),
            !self.collides.is_empty(),
            !self.collides.is_empty(),
        ];
        facts.into_iter().filter(|fact| *fact).count()
    }
}

impl EarlierEntry {
    fn into_earlier(self) -> Result<Earlier, UnexpectedDraft> {
        let labels =
            |all: Entries<QuotedText>| -> Result<BTreeMap<Value, String>, UnexpectedDraft> {
                all.0.into_iter().map(|(id, label)| Ok((id_from(id)?, label.0))).collect()
            };
        Ok(Earlier {
            text: self.text.map(|text| text.0),
            hint: self.hint.map(|hint| hint.0),
            labels: labels(self.labels)?,
            rows: labels(self.rows)?,
        })
    }
}

impl From<RowAnswerEntry> for RowAnswer {
    fn from(row: RowAnswerEntry) -> Self {
        Self {
            value: row.value.map(Text::from),
            comment: row.comment.into(),
            no_comment: row.no_comment,
        }
    }
}

fn model_texts(texts: Vec<QuotedText>) -> Vec<Text> {
    texts.into_iter().map(Text::from).collect()
}

pub(crate) fn id_from<Id: TryFrom<String, Error = IdError>>(
    id: String,
) -> Result<Id, UnexpectedDraft> {
    Ok(Id::try_from(id)?)
}

/// The words for statuses.
pub(crate) const STATUSES: [&str; 3] = ["in-progress", "completed", "amended"];

/// The words for stages.
pub(crate) const STAGES: [&str; 3] = ["drafting", "ready", "agreed"];

/// The words for the fields of a question.
pub(crate) const FIELDS: [&str; 3] = ["value", "comment", "detail"];

/// Returns the words for a field: its kind, and the choice of a detail.
pub(crate) fn field_words(field: &FieldName) -> (Option<String>, Option<String>) {
    match field {
        FieldName::Value => (None, None),
        FieldName::Comment => (Some("comment".to_owned()), None),
        FieldName::Detail(choice) => (Some("detail".to_owned()), Some(choice.to_string())),
    }
}

/// Returns the field that [`field_words`] describe.
pub(crate) fn field_from(
    field: Option<&str>,
    choice: Option<String>,
) -> Result<FieldName, UnexpectedDraft> {
    match (field, choice) {
        (None | Some("value"), None) => Ok(FieldName::Value),
        (Some("comment"), None) => Ok(FieldName::Comment),
        (Some("detail"), Some(choice)) => Ok(FieldName::Detail(id_from(choice)?)),
        (Some(_), _) | (None, Some(_)) => Err(UnexpectedDraft::Word),
    }
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::InProgress => "in-progress",
        Status::Completed => "completed",
        Status::Amended => "amended",
    }
}

fn status_from(word: &str) -> Option<Status> {
    let all = [Status::InProgress, Status::Completed, Status::Amended];
    all.into_iter().find(|status| status_word(*status) == word)
}

fn stage_word(stage: Stage) -> String {
    let word = match stage {
        Stage::Drafting => "drafting",
        Stage::Ready => "ready",
        Stage::Agreed => "agreed",
    };
    word.to_owned()
}

fn stage_from(word: &str) -> Option<Stage> {
    let all = [Stage::Drafting, Stage::Ready, Stage::Agreed];
    all.into_iter().find(|stage| stage_word(*stage) == word)
}

/// Writes a time as [`time_from`] reads it.
pub(crate) fn time_text(time: &Zoned) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// Reads a time with its offset from UTC, such as `2014-05-02T10:03:00+01:00`.
pub(crate) fn time_from(text: &str) -> Option<Zoned> {
    let pieces = Pieces::parse(text).ok()?;
    let zone = TimeZone::fixed(pieces.to_numeric_offset()?);
    pieces.date().to_datetime(pieces.time()?).to_zoned(zone).ok()
}

/// Reads a date, such as `2014-05-28`.
pub(crate) fn date_from(text: &str) -> Option<Date> {
    Date::strptime("%Y-%m-%d", text).ok()
}

fn places<'a, K: Clone + Eq + Hash + 'a>(
    keys: impl IntoIterator<Item = &'a K>,
) -> HashMap<K, usize> {
    keys.into_iter().enumerate().map(|(place, key)| (key.clone(), place)).collect()
}

/// Sorts entries in the order of the set, with those it does not have at the end.
fn in_order<'a, K: Eq + Hash + 'a, V: 'a>(
    entries: impl IntoIterator<Item = (&'a K, &'a V)>,
    places: &HashMap<K, usize>,
) -> impl Iterator<Item = (&'a K, &'a V)> {
    let mut entries: Vec<_> = entries.into_iter().collect();
    entries.sort_by_key(|(key, _)| places.get(key).copied().unwrap_or(usize::MAX));
    entries.into_iter()
}

/// Writes the answers. Short answers with a single fact take one line; a value and its comment take
/// a line each, as two people often change them and git merges by lines.
fn answers<S: Serializer>(
    entries: &Entries<AnswerEntry>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(entries.0.iter().map(|(key, entry)| match entry.facts() {
        1 => (key, Either::Short(Short(entry))),
        _ => (key, Either::Long(entry)),
    }))
}

/// An entry written on one line if it is short, or never.
enum Either<'a, T> {
    Short(Short<'a, T>),
    Long(&'a T),
}

impl<T: Serialize> Serialize for Either<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Short(entry) => entry.serialize(serializer),
            Self::Long(entry) => entry.serialize(serializer),
        }
    }
}

impl Serialize for GivenEntry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(text) => text.serialize(serializer),
            Self::Many(texts) => texts.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for GivenEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;

        impl<'de> Visitor<'de> for OneOrMany {
            type Value = GivenEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<GivenEntry, E> {
                Ok(GivenEntry::One(QuotedText(text.to_owned())))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<GivenEntry, E> {
                Ok(GivenEntry::One(QuotedText(number.to_string())))
            }

            fn visit_bool<E: de::Error>(self, word: bool) -> Result<GivenEntry, E> {
                Ok(GivenEntry::One(QuotedText(word.to_string())))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<GivenEntry, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = seq.next_element()? {
                    texts.push(text);
                }
                Ok(GivenEntry::Many(texts))
            }
        }

        deserializer.deserialize_any(OneOrMany)
    }
}
