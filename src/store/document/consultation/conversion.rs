//! Conversion from the file's shape to the model. The file has passed the checks, so errors here
//! are not worded for authors: they reveal a gap in the checks.

use std::{collections::HashMap, sync::Arc};

use jiff::{civil::Date, tz::TimeZone};

use super::{
    COUNTS, LANGUAGE, ListOrName, OneOrMore, PROVENANCES, PURPOSES, RawChannel, RawChoice,
    RawColumn, RawComment, RawCondition, RawContradiction, RawDetail, RawItem, RawReference,
    RawRow, RawSection, RawSet, STRING_FORMATS, TIME_ZONE, TextOr,
};
use crate::{
    model::{
        condition::{self, Amount, Comparison, Operator, Test},
        consultation::{
            self as model, Address, CommentRequired, Consultation, LocationIndex, QuestionKind,
        },
        id::{IdError, QuestionId, Value},
        limit::Limit,
        reading::Decimal,
        sign_off_wording::{FieldWording, SignOffWording},
    },
    store::scalar,
};

/// Something that the checks should have rejected.
#[derive(Debug, thiserror::Error)]
pub enum UnexpectedSet {
    /// An invalid id.
    #[error(transparent)]
    Id(#[from] IdError),
    /// A time zone that is invalid, or that this computer does not know.
    #[error(transparent)]
    TimeZone(#[from] jiff::Error),
    /// Anything else, by its name and value.
    #[error("{0} is `{1}`")]
    Value(&'static str, String),
}

type Converted<T> = Result<T, UnexpectedSet>;

impl RawSet {
    /// Converts the file to a consultation.
    pub fn convert(self, digest: String) -> Converted<Consultation> {
        let mut names = NamedParts::new(&self);
        for (name, list) in self.choice_lists {
            let list = names.each(list, NamedParts::choice)?;
            names.lists.insert(name, list.into());
        }
        let zone = TimeZone::get(self.time_zone.as_deref().unwrap_or(TIME_ZONE))?;
        let closes = self
            .closes
            .map(|text| scalar::closing(&text, &zone).ok_or(UnexpectedSet::Value("closes", text)));
        let sections = names.each(self.sections, NamedParts::section)?;
        Ok(Consultation {
            id: self.id.try_into()?,
            version: self.version,
            digest,
            title: self.title,
            publisher: self.publisher,
            opens: self.opens.map(day).transpose()?,
            closes: closes.transpose()?,
            time_zone: zone,
            language: self.language.unwrap_or_else(|| LANGUAGE.to_owned()),
            respond_via: self.respond_via.into_iter().map(channel).collect::<Converted<_>>()?,
            sources: self.sources.into_iter().map(source).collect::<Converted<_>>()?,
            introduction: self.introduction,
            part_of: self.part_of.map(part_of).transpose()?,
            sign_off: sign_off(self.sign_off),
            follows: self.follows.map(TryInto::try_into).transpose()?,
            changes: self.changes.into_iter().map(revision).collect::<Converted<_>>()?,
            contradictions: names.each(self.contradictions, NamedParts::contradiction)?,
            index: LocationIndex::of(&sections),
            sections,
        })
    }
}

/// Parts that are named in one place of a set and needed in others.
struct NamedParts {
    /// The kind of every question, which determines what a condition compares with.
    kinds: HashMap<String, String>,
    lists: HashMap<String, Arc<[model::Choice]>>,
    max_words: Option<usize>,
}

impl NamedParts {
    fn new(set: &RawSet) -> Self {
        let items = set.sections.iter().flat_map(|section| &section.items);
        let items = items.flat_map(|item| std::iter::once(item).chain(&item.items));
        let kinds = items.map(|item| (item.id.clone(), item.r#type.clone())).collect();
        Self { kinds, lists: HashMap::new(), max_words: set.defaults.max_words }
    }

    /// Converts each element of a list.
    fn each<T, U>(&self, list: Vec<T>, convert: fn(&Self, T) -> Converted<U>) -> Converted<Vec<U>> {
        list.into_iter().map(|thing| convert(self, thing)).collect()
    }

    fn contradiction(&self, found: RawContradiction) -> Converted<model::Contradiction> {
        Ok(model::Contradiction { when: self.test(found.when)?, message: found.message })
    }

    fn section(&self, section: RawSection) -> Converted<model::Section> {
        Ok(model::Section {
            id: section.id.try_into()?,
            title: section.title,
            introduction: section.introduction,
            condition: self.condition(section.enable_when)?,
            about_respondent: section.about_respondent.unwrap_or(false),
            items: self.each(section.items, Self::item)?,
        })
    }

    fn item(&self, item: RawItem) -> Converted<model::Item> {
        match item.r#type.as_str() {
            "group" => self.group(item).map(model::Item::Group),
            "display" => self.notice(item).map(model::Item::Notice),
            _ => self.question(item).map(model::Item::Question),
        }
    }

    fn group(&self, mut item: RawItem) -> Converted<model::Group> {
        let mut parts = std::mem::take(&mut item.items);
        for part in &mut parts {
            part.provenance = part.provenance.take().or_else(|| item.provenance.clone());
        }
        Ok(model::Group {
            id: item.id.as_str().try_into()?,
            condition: self.condition(item.enable_when.take())?,
            is_key: item.key_question,
            parts: self.each(parts, Self::part)?,
            wording: wording(&mut item)?,
        })
    }

    fn part(&self, item: RawItem) -> Converted<model::Part> {
        match item.r#type.as_str() {
            "display" => self.notice(item).map(model::Part::Notice),
            _ => self.question(item).map(model::Part::Question),
        }
    }

    fn notice(&self, mut item: RawItem) -> Converted<model::Notice> {
        Ok(model::Notice {
            id: item.id.as_str().try_into()?,
            condition: self.condition(item.enable_when.take())?,
            wording: wording(&mut item)?,
        })
    }

    fn question(&self, mut item: RawItem) -> Converted<model::Question> {
        Ok(model::Question {
            id: item.id.as_str().try_into()?,
            wording: wording(&mut item)?,
            condition: self.condition(item.enable_when.take())?,
            is_key: item.key_question,
            required: item.required,
            required_message: item.required_message.take(),
            purpose: item.purpose.take().map(|word| of("purpose", &PURPOSES, word)).transpose()?,
            allow_no_comment: item.allow_no_comment.unwrap_or(true),
            comment: self.comment(item.comment.take())?,
            kind: self.kind(item)?,
        })
    }

    fn kind(&self, item: RawItem) -> Converted<QuestionKind> {
        let limit = limit(item.max_words, item.max_length, item.count_as)?;
        Ok(match item.r#type.as_str() {
            "string" => {
                let look = item.format.map(|word| of("format", &STRING_FORMATS, word));
                QuestionKind::String { format: look.transpose()?, limit }
            }
            "text" => QuestionKind::Text { limit: self.or_default(limit) },
            "integer" => QuestionKind::Integer(range(item.min, item.max, item.unit)?),
            "decimal" => QuestionKind::Decimal {
                range: range(item.min, item.max, item.unit)?,
                decimals: item.decimals,
            },
            "date" => QuestionKind::Date {
                min: item.min.map(day).transpose()?,
                max: item.max.map(day).transpose()?,
            },
            "select_one" => QuestionKind::SelectOne { choices: self.choices(item.choices)? },
            "select_multiple" => QuestionKind::SelectMultiple {
                choices: self.choices(item.choices)?,
                min_selected: item.min_selected,
                max_selected: item.max_selected,
            },
            "rank" => QuestionKind::Rank {
                choices: self.choices(item.choices)?,
                min_ranked: item.min_ranked,
                max_ranked: item.max_ranked,
            },
            "matrix" => QuestionKind::Matrix(model::Matrix {
                rows: self.each(item.rows, Self::row)?,
                columns: self.each(item.columns, Self::column)?,
                row_comment: self.comment(item.row_comment)?,
            }),
            _ => return Err(UnexpectedSet::Value("type", item.r#type)),
        })
    }

    fn choices(&self, choices: Option<ListOrName<RawChoice>>) -> Converted<Vec<model::Choice>> {
        match choices {
            Some(ListOrName::List(list)) => self.each(list, Self::choice),
            Some(ListOrName::Name(name)) => match self.lists.get(&name) {
                Some(list) => Ok(list.to_vec()),
                None => Err(UnexpectedSet::Value("choices", name)),
            },
            None => Err(UnexpectedSet::Value("choices", "missing".to_owned())),
        }
    }

    fn choice(&self, choice: RawChoice) -> Converted<model::Choice> {
        Ok(model::Choice {
            value: choice.value.try_into()?,
            label: choice.label,
            number: choice.number,
            hint: choice.hint,
            condition: self.condition(choice.enable_when)?,
            off_scale: choice.off_scale,
            exclusive: choice.exclusive,
            detail: choice.detail.map(detail).transpose()?,
        })
    }

    fn row(&self, row: RawRow) -> Converted<model::Row> {
        Ok(model::Row {
            value: row.value.try_into()?,
            label: row.label,
            number: row.number,
            group: row.group,
            note: row.note,
            hint: row.hint,
            references: references(row.references)?,
            required: row.required,
            condition: self.condition(row.enable_when)?,
        })
    }

    fn column(&self, column: RawColumn) -> Converted<model::Column> {
        Ok(model::Column {
            value: column.value.try_into()?,
            label: column.label,
            number: column.number,
            hint: column.hint,
            condition: self.condition(column.enable_when)?,
            off_scale: column.off_scale,
        })
    }

    fn comment(&self, comment: Option<TextOr<RawComment>>) -> Converted<Option<model::CommentBox>> {
        let comment = match comment {
            None => return Ok(None),
            Some(TextOr::Full(comment)) => comment,
            Some(TextOr::Text(text)) => RawComment { text, ..RawComment::default() },
        };
        let required = match (comment.required, comment.required_when) {
            (true, _) => CommentRequired::WhenAnswered,
            (false, Some(OneOrMore(list))) => CommentRequired::When(values(list)?),
            (false, None) => CommentRequired::Never,
        };
        let limit = limit(comment.max_words, comment.max_length, comment.count_as)?;
        Ok(Some(model::CommentBox {
            text: comment.text,
            hint: comment.hint,
            required,
            required_message: comment.required_message,
            limit: self.or_default(limit),
        }))
    }

    /// Returns the set's default limit for a text or comment without a limit of its own.
    fn or_default(&self, limit: Limit) -> Limit {
        match (limit.max_words, limit.max_length) {
            (None, None) => Limit { max_words: self.max_words, ..limit },
            (Some(_), _) | (None, Some(_)) => limit,
        }
    }

    fn condition(&self, found: Option<RawCondition>) -> Converted<Option<condition::Condition>> {
        found.map(|condition| self.test(condition)).transpose()
    }

    fn test(&self, found: RawCondition) -> Converted<condition::Condition> {
        Ok(match found {
            RawCondition { all: Some(all), .. } => {
                condition::Condition::All(self.each(all, Self::test)?)
            }
            RawCondition { any: Some(any), .. } => {
                condition::Condition::Any(self.each(any, Self::test)?)
            }
            RawCondition { not: Some(not), .. } => {
                condition::Condition::Not(Box::new(self.test(*not)?))
            }
            RawCondition { question: Some(ref question), .. } => {
                let id = QuestionId::try_from(question.as_str())?;
                let kind = self.kinds.get(question).map_or("", String::as_str);
                let row = found.row.as_deref().map(Value::try_from).transpose()?;
                let operator = operator(found, kind)?;
                condition::Condition::Test(Test { question: id, row, operator })
            }
            RawCondition { .. } => {
                return Err(UnexpectedSet::Value("enable_when", "empty".to_owned()));
            }
        })
    }
}

/// Returns the only operator of a test of a question of that kind.
fn operator(test: RawCondition, kind: &str) -> Converted<Operator> {
    let amount = |comparison, text| Ok(Operator::Compares(comparison, amount(kind, text)?));
    let of_amount = matches!(kind, "integer" | "decimal" | "date");
    let single = |OneOrMore(list): OneOrMore| list.into_iter().next().unwrap_or_default();
    match test {
        RawCondition { answered: Some(answered), .. } => Ok(Operator::Answered(answered)),
        RawCondition { greater_than: Some(it), .. } => amount(Comparison::GreaterThan, it),
        RawCondition { at_least: Some(it), .. } => amount(Comparison::AtLeast, it),
        RawCondition { less_than: Some(it), .. } => amount(Comparison::LessThan, it),
        RawCondition { at_most: Some(it), .. } => amount(Comparison::AtMost, it),
        RawCondition { equals: Some(it), .. } if of_amount => {
            amount(Comparison::Equals, single(it))
        }
        RawCondition { not_equals: Some(it), .. } if of_amount => {
            amount(Comparison::NotEquals, single(it))
        }
        RawCondition { equals: Some(list), .. } => Ok(Operator::Equals(values(list.0)?)),
        RawCondition { not_equals: Some(list), .. } => Ok(Operator::NotEquals(values(list.0)?)),
        RawCondition { includes: Some(list), .. } => Ok(Operator::Includes(values(list.0)?)),
        RawCondition { .. } => Err(UnexpectedSet::Value("a test", "without operator".to_owned())),
    }
}

fn amount(kind: &str, text: String) -> Converted<Amount> {
    match kind {
        "date" => day(text).map(Amount::Day),
        _ => number(text).map(Amount::Number),
    }
}

fn channel(channel: RawChannel) -> Converted<model::Channel> {
    let address = match (channel.kind.as_str(), channel.address, channel.url, channel.number) {
        ("email", Some(address), ..) => Address::Email(address),
        ("post", Some(address), ..) => Address::Post(address),
        ("online", _, Some(url), _) => Address::Online(url),
        ("telephone", _, _, Some(number)) => Address::Telephone(number),
        _ => return Err(UnexpectedSet::Value("kind", channel.kind)),
    };
    Ok(model::Channel { address, note: channel.note })
}

fn source(source: super::RawSource) -> Converted<model::SourceDocument> {
    Ok(model::SourceDocument { id: source.id.try_into()?, title: source.title, url: source.url })
}

fn sign_off(page: super::RawSignOffPage) -> SignOffWording {
    let default = SignOffWording::default();
    let field = |own: Option<super::RawSignOffField>, default: FieldWording| {
        let Some(own) = own else { return default };
        // The default hint explains the default label.
        let hint = if own.label.is_some() { own.hint } else { own.hint.or(default.hint) };
        FieldWording {
            label: own.label.unwrap_or(default.label),
            hint,
            required: own.required.unwrap_or(default.required),
        }
    };
    SignOffWording {
        title: page.title.unwrap_or(default.title),
        text: page.text,
        name: field(page.name, default.name),
        role: field(page.role, default.role),
        authority: field(page.authority, default.authority),
        date: field(page.date, default.date),
        declaration: page.declaration.unwrap_or(default.declaration),
    }
}

fn part_of(part_of: super::RawPartOf) -> Converted<model::PartOf> {
    Ok(model::PartOf { id: part_of.id.try_into()?, title: part_of.title })
}

fn revision(revision: super::RawChangeNote) -> Converted<model::ChangeNote> {
    let date = revision.date.map(day).transpose()?;
    Ok(model::ChangeNote { version: revision.version, date, text: revision.text })
}

fn wording(item: &mut RawItem) -> Converted<model::Wording> {
    let provenance = item.provenance.take().map(|word| of("provenance", &PROVENANCES, word));
    Ok(model::Wording {
        number: item.number.take(),
        text: std::mem::take(&mut item.text),
        hint: item.hint.take(),
        guidance: item.guidance.take(),
        references: references(std::mem::take(&mut item.references))?,
        provenance: provenance.transpose()?,
    })
}

fn references(references: Vec<RawReference>) -> Converted<Vec<model::Reference>> {
    let convert = |RawReference { source, at, quote }| {
        Ok(model::Reference { source: String::try_into(source)?, at, quote })
    };
    references.into_iter().map(convert).collect()
}

fn detail(detail: TextOr<RawDetail>) -> Converted<model::DetailBox> {
    Ok(match detail {
        TextOr::Text(text) => model::DetailBox { text, required: false, limit: Limit::default() },
        TextOr::Full(detail) => model::DetailBox {
            text: detail.text,
            required: detail.required,
            limit: limit(detail.max_words, detail.max_length, detail.count_as)?,
        },
    })
}

fn limit(
    max_words: Option<usize>,
    max_length: Option<usize>,
    count_as: Option<String>,
) -> Converted<Limit> {
    let count_as = count_as.map(|word| of("count_as", &COUNTS, word)).transpose()?;
    Ok(Limit { max_words, max_length, count_as: count_as.unwrap_or_default() })
}

fn range(
    min: Option<String>,
    max: Option<String>,
    unit: Option<String>,
) -> Converted<model::NumberRange> {
    let (min, max) = (min.map(number).transpose()?, max.map(number).transpose()?);
    Ok(model::NumberRange { min, max, unit })
}

fn values(list: Vec<String>) -> Converted<Vec<Value>> {
    list.into_iter().map(|value| Ok(value.try_into()?)).collect()
}

fn day(text: String) -> Converted<Date> {
    scalar::day(&text).ok_or(UnexpectedSet::Value("a date", text))
}

fn number(text: String) -> Converted<Decimal> {
    scalar::number(&text).ok_or(UnexpectedSet::Value("a number", text))
}

/// Looks up a word of the file in a table.
fn of<T: Copy>(what: &'static str, table: &[(&str, T)], word: String) -> Converted<T> {
    let found = table.iter().find(|(known, _)| *known == word);
    found.map(|(_, meaning)| *meaning).ok_or(UnexpectedSet::Value(what, word))
}
