//! The shape of an exported response's file, and its conversion from and to the model.
//!
//! Unlike a draft, it can be read without the set: every question and answer includes its wording.
//! It is written in reading order: the consultation, the respondent and the sign-off, then question
//! by question, and last the digest.

use serde::{Deserialize, Serialize, Serializer};
use serde_saphyr::{LitStr, ser};

use super::{
    consultation::PURPOSES,
    response::{
        FORMAT, UnexpectedDraft, date_from, field_from, field_words, id_from, time_from, time_text,
    },
    writing::{Entries, QuotedText, is_false, short_each, short_items, style},
};
use crate::{
    model::{
        consultation::Purpose,
        draft::{Edition, SignOff},
        excluded::{Excluded, ExclusionReason},
        response::{
            AnswerState, Completion, Content, Labelled, Particular, QuestionRecord, ResponseRecord,
            RowRecord, SectionRecord,
        },
    },
    store::scalar,
};

/// The `status` of a final response.
pub(crate) const FINAL: &str = "completed";

/// The `status` of a response that is not final.
pub(crate) const PARTIAL: &str = "in-progress";

/// The words for answer states.
pub(crate) const STATES: [(&str, AnswerState); 4] = [
    ("answered", AnswerState::Answered),
    ("no-comment", AnswerState::NoComment),
    ("not-answered", AnswerState::NotAnswered),
    ("not-asked", AnswerState::NotAsked),
];

/// The words for reasons of exclusion.
pub(crate) const REASONS: [(&str, ExclusionReason); 11] = [
    ("question-hidden", ExclusionReason::QuestionHidden),
    ("question-unknown", ExclusionReason::QuestionUnknown),
    ("row-hidden", ExclusionReason::RowHidden),
    ("row-unknown", ExclusionReason::RowUnknown),
    ("choice-hidden", ExclusionReason::ChoiceHidden),
    ("value-unknown", ExclusionReason::ValueUnknown),
    ("not-chosen", ExclusionReason::NotChosen),
    ("put-aside", ExclusionReason::PutAside),
    ("no-comment", ExclusionReason::NoComment),
    ("misread", ExclusionReason::Misread),
    ("no-field", ExclusionReason::NoField),
];

/// The maximum length of a text written beside its key, in characters.
const LONG: usize = 80;

/// A whole file.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordShape {
    format: String,
    status: String,
    consultation: ConsultationShape,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    completed: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    updated: Option<String>,
    #[serde(default, skip_serializing_if = "Entries::is_empty", serialize_with = "short_each")]
    respondent: Entries<ParticularShape>,
    #[serde(default, skip_serializing_if = "Entries::is_empty", serialize_with = "short_each")]
    consent: Entries<ParticularShape>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sign_off: Option<SignOffShape>,
    sections: Vec<SectionShape>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<ExcludedShape>,
    /// Computed from everything written before it.
    #[serde(default, rename = "digest", skip_serializing)]
    _digest: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct ConsultationShape {
    id: String,
    version: Prose,
    title: Prose,
    publisher: Prose,
    language: String,
    digest: String,
}

/// One of the respondent's details.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct ParticularShape {
    question: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<Prose>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<Prose>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<Prose>,
    #[serde(default, skip_serializing_if = "is_false", deserialize_with = "super::typed")]
    off_scale: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    detail: Option<Prose>,
    #[serde(default, skip_serializing_if = "Vec::is_empty", serialize_with = "short_items")]
    values: Vec<LabelledShape>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct SignOffShape {
    name: Prose,
    #[serde(default, skip_serializing_if = "Prose::is_blank")]
    role: Prose,
    #[serde(default, skip_serializing_if = "Prose::is_blank")]
    authority: Prose,
    date: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct SectionShape {
    id: String,
    title: Prose,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    answers: Vec<AnswerShape>,
}

/// A question and its answer.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct AnswerShape {
    id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<Prose>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::some_typed"
    )]
    part: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    group: Option<Prose>,
    text: Prose,
    kind: String,
    state: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<Prose>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<Prose>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<Prose>,
    #[serde(default, skip_serializing_if = "is_false", deserialize_with = "super::typed")]
    off_scale: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    detail: Option<Prose>,
    #[serde(default, skip_serializing_if = "Vec::is_empty", serialize_with = "short_items")]
    values: Vec<LabelledShape>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rows: Vec<RowShape>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    comment: Option<Prose>,
}

/// A row and its answer, with the keys of a question and its answer.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct RowShape {
    row: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<Prose>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    group: Option<Prose>,
    text: Prose,
    state: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<Prose>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<Prose>,
    #[serde(default, skip_serializing_if = "is_false", deserialize_with = "super::typed")]
    off_scale: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    comment: Option<Prose>,
}

/// One of several chosen values.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct LabelledShape {
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::some_typed"
    )]
    rank: Option<usize>,
    value: Prose,
    label: Prose,
    #[serde(default, skip_serializing_if = "is_false", deserialize_with = "super::typed")]
    off_scale: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    detail: Option<Prose>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct ExcludedShape {
    question: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<Prose>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row_text: Option<Prose>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// The choice that the detail belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    choice: Option<String>,
    holds: Prose,
    why: String,
}

/// The keys of an answer.
#[derive(Default)]
struct AnswerKeys {
    value: Option<Prose>,
    unit: Option<Prose>,
    label: Option<Prose>,
    off_scale: bool,
    detail: Option<Prose>,
    values: Vec<LabelledShape>,
}

/// A text to be read on a page.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
struct Prose(QuotedText);

/// Writes the file without its digest and end marker.
pub(crate) fn written(record: &ResponseRecord) -> Result<String, ser::Error> {
    let mut yaml = String::new();
    serde_saphyr::to_fmt_writer_with_options(&mut yaml, &RecordShape::from(record), style())?;
    Ok(yaml)
}

impl From<&ResponseRecord> for RecordShape {
    fn from(record: &ResponseRecord) -> Self {
        let (consent, respondent) = record
            .respondent
            .iter()
            .partition::<Vec<_>, _>(|particular| particular.purpose.is_consent());
        let particulars = |all: Vec<&Particular>| {
            let all = all.into_iter();
            Entries(all.map(|one| (word(&PURPOSES, one.purpose), one.into())).collect())
        };
        let completion = record.completion.as_ref();
        let edition = &record.consultation;
        Self {
            format: FORMAT.to_owned(),
            status: completion.map_or(PARTIAL, |_| FINAL).to_owned(),
            consultation: ConsultationShape {
                id: edition.id.to_string(),
                version: edition.version.as_str().into(),
                title: record.title.as_str().into(),
                publisher: record.publisher.as_str().into(),
                language: record.language.clone(),
                digest: edition.digest.clone(),
            },
            completed: completion.map(|completion| time_text(&completion.at)),
            updated: completion.is_none().then(|| time_text(&record.updated)),
            respondent: particulars(respondent),
            consent: particulars(consent),
            sign_off: completion.map(|completion| (&completion.sign_off).into()),
            sections: record.sections.iter().map(Into::into).collect(),
            left_out: record.leftovers.iter().map(Into::into).collect(),
            _digest: None,
        }
    }
}

impl From<&Particular> for ParticularShape {
    fn from(particular: &Particular) -> Self {
        let AnswerKeys { value, unit, label, off_scale, detail, values } =
            (&particular.value).into();
        let question = particular.question.to_string();
        Self { question, value, unit, label, off_scale, detail, values }
    }
}

impl From<&SignOff> for SignOffShape {
    fn from(sign_off: &SignOff) -> Self {
        Self {
            name: sign_off.name.as_str().into(),
            role: sign_off.role.as_str().into(),
            authority: sign_off.authority.as_str().into(),
            date: sign_off.date.to_string(),
        }
    }
}

impl From<&SectionRecord> for SectionShape {
    fn from(section: &SectionRecord) -> Self {
        Self {
            id: section.id.to_string(),
            title: section.title.as_str().into(),
            answers: section.entries.iter().map(Into::into).collect(),
        }
    }
}

impl From<&QuestionRecord> for AnswerShape {
    fn from(entry: &QuestionRecord) -> Self {
        let said = entry.value.as_ref().map(AnswerKeys::from).unwrap_or_default();
        let AnswerKeys { value, unit, label, off_scale, detail, values } = said;
        Self {
            id: entry.id.to_string(),
            number: prose(&entry.number),
            part: entry.part,
            group: prose(&entry.group),
            text: entry.text.as_str().into(),
            kind: entry.kind.clone(),
            state: word(&STATES, entry.state),
            value,
            unit,
            label,
            off_scale,
            detail,
            values,
            rows: entry.rows.iter().map(Into::into).collect(),
            comment: prose(&entry.comment),
        }
    }
}

impl From<&RowRecord> for RowShape {
    fn from(entry: &RowRecord) -> Self {
        let chosen = entry.value.as_ref();
        Self {
            row: entry.row.to_string(),
            number: prose(&entry.number),
            group: prose(&entry.group),
            text: entry.label.as_str().into(),
            state: word(&STATES, entry.state),
            value: chosen.map(|chosen| chosen.value.as_str().into()),
            label: chosen.map(|chosen| chosen.label.as_str().into()),
            off_scale: chosen.is_some_and(|chosen| chosen.off_scale),
            comment: prose(&entry.comment),
        }
    }
}

impl From<&Content> for AnswerKeys {
    fn from(content: &Content) -> Self {
        let of = |text: &str| Self { value: Some(text.into()), ..Self::default() };
        match content {
            Content::Text(text) => of(text),
            Content::Number { number, unit } => {
                Self { unit: prose(unit), ..of(&number.to_string()) }
            }
            Content::Day(day) => of(&day.to_string()),
            Content::One(one) => Self {
                label: Some(one.label.as_str().into()),
                off_scale: one.off_scale,
                detail: prose(&one.detail),
                ..of(one.value.as_str())
            },
            Content::Ticked(all) => Self {
                values: all.iter().map(|one| LabelledShape::of(one, None)).collect(),
                ..Self::default()
            },
            Content::Ranked(all) => {
                let ranked = (1..).zip(all);
                Self {
                    values: ranked.map(|(rank, one)| LabelledShape::of(one, Some(rank))).collect(),
                    ..Self::default()
                }
            }
        }
    }
}

impl LabelledShape {
    fn of(one: &Labelled, rank: Option<usize>) -> Self {
        Self {
            rank,
            value: one.value.as_str().into(),
            label: one.label.as_str().into(),
            off_scale: one.off_scale,
            detail: prose(&one.detail),
        }
    }
}

impl From<&Excluded> for ExcludedShape {
    fn from(leftover: &Excluded) -> Self {
        let (field, choice) = field_words(&leftover.field);
        Self {
            question: leftover.question.to_string(),
            text: prose(&leftover.text),
            row: leftover.row.as_ref().map(ToString::to_string),
            row_text: prose(&leftover.row_text),
            field,
            choice,
            holds: leftover.holds.as_str().into(),
            why: word(&REASONS, leftover.why),
        }
    }
}

impl RecordShape {
    /// Converts the file to a record. The file has been checked, so an error reveals a gap in the
    /// checks; the message names it.
    pub(crate) fn into_record(self) -> Result<ResponseRecord, UnexpectedDraft> {
        let time = self.completed.or(self.updated).ok_or(UnexpectedDraft::Time)?;
        let updated = time_from(&time).ok_or(UnexpectedDraft::Time)?;
        let sections = self.sections.into_iter().map(SectionShape::into_section);
        let sections = sections.collect::<Result<Vec<_>, _>>()?;
        let kind_of = |id: &str| {
            let mut entries = sections.iter().flat_map(|section| &section.entries);
            entries.find(|entry| entry.id == *id).map(|entry| entry.kind.as_str())
        };
        let particulars = self.respondent.0.into_iter().chain(self.consent.0);
        let respondent = particulars.map(|(purpose, particular)| {
            let kind = kind_of(&particular.question).ok_or(UnexpectedDraft::Word)?;
            particular.into_particular(meaning(&PURPOSES, &purpose)?, kind)
        });
        let respondent = respondent.collect::<Result<_, UnexpectedDraft>>()?;
        let sign_off = self.sign_off.map(SignOffShape::into_sign_off).transpose()?;
        let leftovers = self.left_out.into_iter().map(ExcludedShape::into_leftover);
        Ok(ResponseRecord {
            consultation: Edition {
                id: id_from(self.consultation.id)?,
                version: self.consultation.version.into(),
                digest: self.consultation.digest,
            },
            title: self.consultation.title.into(),
            publisher: self.consultation.publisher.into(),
            language: self.consultation.language,
            completion: sign_off.map(|sign_off| Completion { at: updated.clone(), sign_off }),
            updated,
            respondent,
            sections,
            leftovers: leftovers.collect::<Result<_, _>>()?,
        })
    }
}

impl ParticularShape {
    fn into_particular(self, purpose: Purpose, kind: &str) -> Result<Particular, UnexpectedDraft> {
        let Self { question, value, unit, label, off_scale, detail, values } = self;
        let said = AnswerKeys { value, unit, label, off_scale, detail, values };
        Ok(Particular {
            purpose,
            question: id_from(question)?,
            value: said.into_content(kind)?.ok_or(UnexpectedDraft::Word)?,
        })
    }
}

impl SignOffShape {
    fn into_sign_off(self) -> Result<SignOff, UnexpectedDraft> {
        Ok(SignOff {
            name: self.name.into(),
            role: self.role.into(),
            authority: self.authority.into(),
            date: date_from(&self.date).ok_or(UnexpectedDraft::Time)?,
        })
    }
}

impl SectionShape {
    fn into_section(self) -> Result<SectionRecord, UnexpectedDraft> {
        let entries = self.answers.into_iter().map(AnswerShape::into_entry);
        Ok(SectionRecord {
            id: id_from(self.id)?,
            title: self.title.into(),
            entries: entries.collect::<Result<_, _>>()?,
        })
    }
}

impl AnswerShape {
    fn into_entry(self) -> Result<QuestionRecord, UnexpectedDraft> {
        let Self { value, unit, label, off_scale, detail, values, .. } = self;
        let said = AnswerKeys { value, unit, label, off_scale, detail, values };
        Ok(QuestionRecord {
            id: id_from(self.id)?,
            number: self.number.map(String::from),
            part: self.part,
            group: self.group.map(String::from),
            text: self.text.into(),
            state: meaning(&STATES, &self.state)?,
            value: said.into_content(&self.kind)?,
            kind: self.kind,
            rows: self.rows.into_iter().map(RowShape::into_row).collect::<Result<_, _>>()?,
            comment: self.comment.map(String::from),
        })
    }
}

impl RowShape {
    fn into_row(self) -> Result<RowRecord, UnexpectedDraft> {
        let (label, off_scale) = (self.label, self.off_scale);
        let labelled = |value| labelled(value, label, off_scale, None);
        Ok(RowRecord {
            row: id_from(self.row)?,
            number: self.number.map(String::from),
            group: self.group.map(String::from),
            label: self.text.into(),
            state: meaning(&STATES, &self.state)?,
            value: self.value.map(labelled).transpose()?,
            comment: self.comment.map(String::from),
        })
    }
}

impl AnswerKeys {
    /// Converts the answer to a question of that kind.
    fn into_content(self, kind: &str) -> Result<Option<Content>, UnexpectedDraft> {
        let labelled = |value| labelled(value, self.label, self.off_scale, self.detail);
        let all = |values: Vec<LabelledShape>| -> Result<Vec<Labelled>, UnexpectedDraft> {
            let all = values.into_iter();
            all.map(|one| self::labelled(one.value, Some(one.label), one.off_scale, one.detail))
                .collect()
        };
        Ok(match (kind, self.value) {
            ("select_multiple", None) if !self.values.is_empty() => {
                Some(Content::Ticked(all(self.values)?))
            }
            ("rank", None) if !self.values.is_empty() => Some(Content::Ranked(all(self.values)?)),
            (_, None) => None,
            ("integer" | "decimal", Some(value)) => Some(Content::Number {
                number: scalar::number(value.as_str()).ok_or(UnexpectedDraft::Word)?,
                unit: self.unit.map(String::from),
            }),
            ("date", Some(value)) => {
                Some(Content::Day(date_from(value.as_str()).ok_or(UnexpectedDraft::Time)?))
            }
            ("select_one", Some(value)) => Some(Content::One(labelled(value)?)),
            (_, Some(value)) => Some(Content::Text(value.into())),
        })
    }
}

impl ExcludedShape {
    fn into_leftover(self) -> Result<Excluded, UnexpectedDraft> {
        Ok(Excluded {
            question: id_from(self.question)?,
            text: self.text.map(String::from),
            row: self.row.map(id_from).transpose()?,
            row_text: self.row_text.map(String::from),
            field: field_from(self.field.as_deref(), self.choice)?,
            why: meaning(&REASONS, &self.why)?,
            holds: self.holds.into(),
        })
    }
}

fn labelled(
    value: Prose,
    label: Option<Prose>,
    off_scale: bool,
    detail: Option<Prose>,
) -> Result<Labelled, UnexpectedDraft> {
    Ok(Labelled {
        value: id_from(value.into())?,
        label: label.ok_or(UnexpectedDraft::Word)?.into(),
        off_scale,
        detail: detail.map(String::from),
    })
}

/// Returns the word for a value, from a table.
fn word<T: Copy + PartialEq>(table: &[(&str, T)], meaning: T) -> String {
    let entry = table.iter().find(|(_, known)| *known == meaning);
    entry.map_or_else(String::new, |(word, _)| (*word).to_owned())
}

/// Returns the value for a word, from a table.
fn meaning<T: Copy>(table: &[(&str, T)], word: &str) -> Result<T, UnexpectedDraft> {
    let entry = table.iter().find(|(known, _)| *known == word);
    entry.map(|(_, meaning)| *meaning).ok_or(UnexpectedDraft::Word)
}

fn prose(text: &Option<String>) -> Option<Prose> {
    text.as_deref().map(Prose::from)
}

impl Prose {
    fn as_str(&self) -> &str {
        &self.0.0
    }

    fn is_blank(&self) -> bool {
        self.as_str().trim().is_empty()
    }
}

impl From<&str> for Prose {
    fn from(text: &str) -> Self {
        Self(QuotedText(text.to_owned()))
    }
}

impl From<Prose> for String {
    fn from(prose: Prose) -> Self {
        prose.0.0
    }
}

impl Serialize for Prose {
    /// A text too long for its line is written below it, without quotes, to be read and copied.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.as_str();
        if text.chars().count() > LONG && !text.contains(['\n', '\t']) {
            LitStr(text).serialize(serializer)
        } else {
            self.0.serialize(serializer)
        }
    }
}
