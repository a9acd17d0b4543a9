//! A response as a document, in the words and the order of the consultation: the whole of it, and
//! what the other layouts share.

use super::{
    document::{
        ContentsList, Document, DocumentHeading, DocumentKind, DocumentOrigin, DocumentStatus,
        HeadingLevel, ItemMarker, Paragraph, ParagraphKind, Table, TableCell, TableColumn,
        TableRow, inset, led_by, plain,
    },
    format::all_of,
    words::{closing, shortened},
};
use crate::model::{
    answer::FieldName,
    consultation::{Consultation, Purpose},
    draft::Draft,
    excluded::Excluded,
    reading::{self, day_in_words},
    response::{AnswerState, Content, Labelled, QuestionRecord, ResponseRecord, RowRecord},
};
use crate::store::response::Integrity;

/// The number of characters that identify a question.
const LONGEST_NAME: usize = 70;

/// The format of times.
const TIME: &str = "%-d %B %Y at %H:%M";

/// The source of a document of a response.
#[derive(Debug, Clone, Copy)]
pub struct DocumentInput<'a> {
    /// The response.
    pub record: &'a ResponseRecord,
    /// Its digest.
    pub digest: &'a str,
    /// Whether the response is unchanged since it was exported.
    pub integrity: Integrity,
    /// The question set, if available. It says when the consultation closes.
    pub consultation: Option<&'a Consultation>,
    /// The draft with its notes, for a document that stays within the council.
    pub draft: Option<&'a Draft>,
}

/// Makes a document of the whole response.
pub fn whole(subject: &DocumentInput<'_>) -> Document {
    let mut document = cover(subject, DocumentKind::Response);
    put_sections(&mut document, subject);
    put_not_asked(&mut document, subject.record);
    put_left_out(&mut document, subject.record);
    document
}

/// Adds every section with its answers.
pub(super) fn put_sections(document: &mut Document, subject: &DocumentInput<'_>) {
    for section in &subject.record.sections {
        let mut asked =
            section.entries.iter().filter(|it| it.state != AnswerState::NotAsked).peekable();
        if asked.peek().is_none() {
            continue;
        }
        document.push(DocumentHeading::section(&section.title, Some(format!("s-{}", section.id))));
        let mut group = None;
        for entry in asked {
            put_question(document, entry, &mut group);
            put_answer(document, entry);
            let note = subject.draft.and_then(|draft| draft.answers.get(&entry.id));
            if let Some(answer) = note.filter(|answer| !answer.note.is_blank()) {
                document
                    .extend(led_by("Note:", plain(ParagraphKind::Note, &answer.note.trimmed())));
            }
        }
    }
}

/// Makes a document that has only its cover.
pub(super) fn cover(subject: &DocumentInput<'_>, kind: DocumentKind) -> Document {
    let DocumentInput { record, .. } = subject;
    let respondent = respondent(record);
    let standing = match (&record.completion, subject.integrity) {
        (_, Integrity::Changed) => DocumentStatus::Unverified,
        (Some(_), Integrity::Intact) => DocumentStatus::Final,
        (None, Integrity::Intact) => DocumentStatus::Draft,
    };
    let mut document = Document {
        title: record.title.clone(),
        subtitle: match &respondent {
            Some(name) => format!("{} of {name}", kind.title()),
            None => kind.title().to_owned(),
        },
        publisher: record.publisher.clone(),
        language: record.language.clone(),
        author: respondent.clone(),
        date: Some(record.completion.as_ref().map_or(&record.updated, |done| &done.at).clone()),
        standing,
        cover: Vec::new(),
        contents: ContentsList::Listed,
        blocks: Vec::new(),
        origin: DocumentOrigin {
            kind,
            consultation: record.consultation.id.to_string(),
            digest: subject.digest.to_owned(),
        },
    };
    document.tell("Consultation by", record.publisher.as_str());
    document.tell("Respondent", respondent.unwrap_or_default());
    document.tell("Status", status(record, subject.integrity));
    if let Some(set) = subject.consultation
        && let Some(closes) = &set.closes
    {
        document.tell("Closing date", closing(closes, set));
    }
    match &record.completion {
        Some(completion) => {
            let sign_off = &completion.sign_off;
            let on = day_in_words(sign_off.date);
            document.tell("Signed off by", format!("{} on {on}", sign_off.name));
            document.tell("Role", sign_off.role.as_str());
            document.tell("Authority", sign_off.authority.as_str());
        }
        None => document.tell("Last changed", record.updated.strftime(TIME).to_string()),
    }
    document.tell("Version of the questions", record.consultation.version.as_str());
    document.tell("Digest of the response", subject.digest);
    document
}

/// Returns who responds: the organisation, else the person.
pub fn respondent(record: &ResponseRecord) -> Option<String> {
    let named = [Purpose::Organisation, Purpose::Name].into_iter();
    let mut named = named.filter_map(|purpose| record.particular(purpose));
    match &named.next()?.value {
        Content::Text(name) => Some(name.split_whitespace().collect::<Vec<_>>().join(" ")),
        Content::Number { .. }
        | Content::Day(_)
        | Content::One(_)
        | Content::Ticked(_)
        | Content::Ranked(_) => None,
    }
}

fn status(record: &ResponseRecord, integrity: Integrity) -> &'static str {
    match (&record.completion, integrity) {
        (_, Integrity::Changed) => "Not verified: changed since it was exported",
        (Some(_), Integrity::Intact) => "Final response",
        (None, Integrity::Intact) => "Draft: not signed off",
    }
}

/// Adds the heading of a question, after the heading of its group if the group begins here.
pub(super) fn put_question<'a>(
    document: &mut Document,
    entry: &'a QuestionRecord,
    group: &mut Option<&'a String>,
) {
    let anchor = Some(format!("q-{}", entry.id));
    let Some(named) = &entry.group else {
        *group = None;
        put_heading(document, HeadingLevel::Question, anchor, entry.number.clone(), &entry.text);
        return;
    };
    let number = match entry.part {
        Some(part) => Some(format!("Part {part}")),
        None => entry.number.clone(),
    };
    if *group != Some(named) {
        let of_group = entry.number.clone().filter(|_| entry.part.is_some());
        put_heading(document, HeadingLevel::Question, None, of_group, named);
        *group = Some(named);
    }
    put_heading(document, HeadingLevel::Part, anchor, number, &entry.text);
}

/// Adds the first line of a text as a heading, and the rest as paragraphs.
pub(super) fn put_heading(
    document: &mut Document,
    depth: HeadingLevel,
    anchor: Option<String>,
    number: Option<String>,
    text: &str,
) {
    let (text, rest) = super::document::heading_and_rest(text);
    document.push(DocumentHeading { depth, anchor, number, text });
    document.extend(rest);
}

/// Adds the answer to a question.
pub(super) fn put_answer(document: &mut Document, entry: &QuestionRecord) {
    match &entry.value {
        Some(content) => document.extend(said(content)),
        None if entry.rows.iter().any(says_something) => document.push(table(entry)),
        None => document.push(Paragraph::plain(ParagraphKind::Blank, in_words(entry.state))),
    }
    if let Some(comment) = &entry.comment {
        document.extend(led_by("Comment:", plain(ParagraphKind::Comment, comment)));
    }
}

/// Returns the paragraphs of an answer.
pub(super) fn said(content: &Content) -> Vec<Paragraph> {
    let one = |text: &str| vec![Paragraph::plain(ParagraphKind::Answer, text)];
    match content {
        Content::Text(text) => plain(ParagraphKind::Answer, text),
        Content::Number { number, unit } => one(&reading::with_unit(*number, unit.as_deref())),
        Content::Day(day) => one(&day_in_words(*day)),
        Content::One(chosen) => with_detail(None, chosen),
        Content::Ticked(all) => {
            all.iter().flat_map(|chosen| with_detail(Some(ItemMarker::Bullet), chosen)).collect()
        }
        Content::Ranked(all) => (1..)
            .zip(all)
            .flat_map(|(rank, chosen)| with_detail(Some(ItemMarker::Number(rank)), chosen))
            .collect(),
    }
}

/// Returns a choice with its "please specify" text.
fn with_detail(lead: Option<ItemMarker>, chosen: &Labelled) -> Vec<Paragraph> {
    let mut said = match &chosen.detail {
        Some(detail) => plain(ParagraphKind::Answer, &format!("{}: {detail}", chosen.label)),
        None => vec![Paragraph::plain(ParagraphKind::Answer, &chosen.label)],
    };
    if lead.is_some() {
        said = inset(said, 1);
    }
    if let Some(first) = said.first_mut() {
        first.lead = lead;
    }
    said
}

/// Returns a table of the rows asked, with their answers.
fn table(entry: &QuestionRecord) -> Table {
    let rows = || entry.rows.iter().filter(|row| row.state != AnswerState::NotAsked);
    let has_comments = rows().any(|row| row.comment.is_some());
    let mut columns = vec![column("Row", 3), column("Answer", 2)];
    columns.extend(has_comments.then(|| column("Comment", 4)));
    let mut table = Table { caption: entry.text.clone(), columns, rows: Vec::new() };
    let mut group = &None;
    for row in rows() {
        if let Some(heading) = row.group.as_ref().filter(|_| row.group != *group) {
            table.rows.push(TableRow::Heading(heading.clone()));
        }
        group = &row.group;
        let label = match &row.number {
            Some(number) => format!("{number} {}", row.label),
            None => row.label.clone(),
        };
        let value = match &row.value {
            Some(chosen) => Paragraph::plain(ParagraphKind::Answer, &chosen.label),
            None => Paragraph::plain(ParagraphKind::Blank, in_words(row.state)),
        };
        let mut terminal_text = vec![
            TableCell::Text(vec![Paragraph::plain(ParagraphKind::Body, &label)]),
            TableCell::Text(vec![value]),
        ];
        if has_comments {
            let comment = row.comment.as_deref().unwrap_or_default();
            terminal_text.push(TableCell::Text(plain(ParagraphKind::Comment, comment)));
        }
        table.rows.push(TableRow::Cells(terminal_text));
    }
    table
}

fn column(heading: &str, weight: u32) -> TableColumn {
    TableColumn { heading: heading.to_owned(), weight }
}

/// Adds the questions that other answers exclude.
pub(super) fn put_not_asked(document: &mut Document, record: &ResponseRecord) {
    let entries = record.sections.iter().flat_map(|section| &section.entries);
    let hidden = entries.filter(|entry| entry.state == AnswerState::NotAsked);
    let hidden: Vec<String> = hidden.map(named_in_full).collect();
    if hidden.is_empty() {
        return;
    }
    let anchor = Some("not-asked".to_owned());
    document.push(DocumentHeading::section("Not asked, given the other answers", anchor));
    for question in hidden {
        document.push(Paragraph::item(ParagraphKind::Body, ItemMarker::Bullet, &question));
    }
}

/// Adds answers that the draft keeps but a final response omits.
pub(super) fn put_left_out(document: &mut Document, record: &ResponseRecord) {
    if record.leftovers.is_empty() {
        return;
    }
    let anchor = Some("left-out".to_owned());
    document.push(DocumentHeading::section("Kept in the draft, left out of the response", anchor));
    for excluded in &record.leftovers {
        let text = format!("{}: {} ({})", place(excluded, record), excluded.holds, excluded.why);
        document.push(Paragraph::item(ParagraphKind::Body, ItemMarker::Bullet, &text));
    }
}

/// Says why there is no answer.
pub(super) fn in_words(state: AnswerState) -> &'static str {
    match state {
        AnswerState::Answered | AnswerState::NotAnswered => "Not provided",
        AnswerState::NoComment => "No comment",
        AnswerState::NotAsked => "Not asked",
    }
}

fn says_something(row: &RowRecord) -> bool {
    matches!(row.state, AnswerState::Answered) || row.comment.is_some()
}

/// Returns the printed number of a question, else its text.
pub(super) fn name(entry: &QuestionRecord) -> String {
    match entry.displayed_number() {
        Some(number) => number.to_string(),
        None => format!("“{}”", shortened(&entry.text, LONGEST_NAME)),
    }
}

/// Returns the printed number of a question, and its text.
fn named_in_full(entry: &QuestionRecord) -> String {
    let text = shortened(&entry.text, LONGEST_NAME);
    match entry.displayed_number() {
        Some(number) => format!("{number}: {text}"),
        None => text,
    }
}

/// Questions by their numbers, in one line. Parts of one number are named together, and the number
/// alone where they are all of its parts.
pub(super) fn names<'a>(
    record: &ResponseRecord,
    entries: impl Iterator<Item = &'a QuestionRecord>,
) -> String {
    let mut names: Vec<(String, Vec<String>)> = Vec::new();
    for entry in entries {
        let (Some(number), Some(part)) = (&entry.number, entry.part) else {
            names.push((name(entry), Vec::new()));
            continue;
        };
        match names.last_mut().filter(|(last, parts)| last == number && !parts.is_empty()) {
            Some((_, parts)) => parts.push(part.to_string()),
            None => names.push((number.clone(), vec![part.to_string()])),
        }
    }
    let in_words = |(number, parts): (String, Vec<String>)| {
        let is_part = |entry: &&QuestionRecord| entry.part.is_some();
        let of_number = record.entries().filter(is_part);
        let all = of_number.filter(|entry| entry.number.as_ref() == Some(&number)).count();
        match parts.as_slice() {
            [] => number,
            [part] if all > 1 => format!("{number} (part {part})"),
            [first, .., last] if parts.len() < all && parts.len() > 2 && is_run(&parts) => {
                format!("{number} (parts {first} to {last})")
            }
            [..] if parts.len() < all => format!("{number} (parts {})", all_of(&parts)),
            [..] => number,
        }
    };
    names.into_iter().map(in_words).collect::<Vec<_>>().join(", ")
}

/// Whether numbers follow one another.
fn is_run(numbers: &[String]) -> bool {
    let numbers: Vec<usize> = numbers.iter().filter_map(|number| number.parse().ok()).collect();
    numbers.iter().zip(numbers.iter().skip(1)).all(|(one, next)| one + 1 == *next)
}

/// Where something stood that is left out.
fn place(excluded: &Excluded, record: &ResponseRecord) -> String {
    let mut entries = record.sections.iter().flat_map(|section| &section.entries);
    let entry = entries.find(|entry| entry.id == excluded.question);
    let text = || excluded.text.clone().unwrap_or_else(|| excluded.question.to_string());
    let mut place = entry.map_or_else(text, name);
    if let Some(row) = &excluded.row {
        let known = entry.and_then(|entry| entry.rows.iter().find(|known| known.row == *row));
        place.push_str(", ");
        let earlier = excluded.row_text.as_deref().unwrap_or(row.as_str());
        place.push_str(known.map_or(earlier, |known| &known.label));
    }
    match &excluded.field {
        FieldName::Value => {}
        FieldName::Comment => place.push_str(", comment"),
        FieldName::Detail(choice) => place.push_str(&format!(", detail of `{choice}`")),
    }
    place
}
