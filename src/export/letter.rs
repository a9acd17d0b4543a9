//! A response as a letter: prose under the headings of the sections. Each paragraph says which
//! question it answers.

use super::{
    document::{
        ContentsList, Document, DocumentHeading, DocumentKind, Paragraph, ParagraphKind,
        StyledText, plain,
    },
    format::all_of,
    from_response::{DocumentInput, cover, name, names, respondent},
    summary::in_a_line,
    words::ended,
};
use crate::model::{
    reading::day_in_words,
    response::{AnswerState, Content, QuestionRecord, ResponseRecord, SectionRecord},
};

/// A text with at most that many characters is told with its question: "Yes, often" says nothing.
const SHORT: usize = 160;

/// A response as a letter.
pub(super) fn letter(subject: &DocumentInput<'_>) -> Document {
    let DocumentInput { record, .. } = subject;
    let mut document = cover(subject, DocumentKind::Letter);
    document.contents = ContentsList::None;
    let say = |document: &mut Document, text: &str| {
        document.push(Paragraph::plain(ParagraphKind::Body, text));
    };
    say(&mut document, &format!("To {}", record.publisher));
    let by = respondent(record).map(|name| format!(" of {name}")).unwrap_or_default();
    say(
        &mut document,
        &format!("This is the response{by} to the consultation “{}”.", record.title),
    );
    for section in &record.sections {
        put_section(&mut document, record, section);
    }
    let about: Vec<&QuestionRecord> =
        record.entries().filter(|entry| is_about_respondent(record, entry)).collect();
    if !about.is_empty() {
        let anchor = Some("about".to_owned());
        document.push(DocumentHeading::section("About this response", anchor));
        about.iter().for_each(|entry| put(&mut document, entry));
    }
    if let Some(completion) = &record.completion {
        let sign_off = &completion.sign_off;
        let signed = [&sign_off.name, &sign_off.role, &sign_off.authority];
        let signed = signed.into_iter().filter(|words| !words.trim().is_empty());
        let lines: Vec<&str> = signed.map(|words| words.trim()).collect();
        say(&mut document, &format!("{}\n{}", lines.join("\n"), day_in_words(sign_off.date)));
    }
    document
}

/// Adds the answers of a section, and names the questions without one.
fn put_section(document: &mut Document, record: &ResponseRecord, section: &SectionRecord) {
    let asked = || {
        let asked = section.entries.iter().filter(|entry| entry.state != AnswerState::NotAsked);
        asked.filter(|entry| !is_about_respondent(record, entry))
    };
    if asked().next().is_none() {
        return;
    }
    document.push(DocumentHeading::section(&section.title, Some(format!("s-{}", section.id))));
    asked().for_each(|entry| put(document, entry));
    let silent = |state| {
        names(record, asked().filter(|entry| entry.state == state && !says_something(entry)))
    };
    let no_comment = silent(AnswerState::NoComment);
    if !no_comment.is_empty() {
        let text = format!("We make no comment on {no_comment}.");
        document.push(Paragraph::plain(ParagraphKind::Body, &text));
    }
    let blank = silent(AnswerState::NotAnswered);
    if !blank.is_empty() {
        document.push(Paragraph::plain(ParagraphKind::Blank, &format!("Not answered: {blank}.")));
    }
}

/// Whether a question asks who responds and what they consent to. A letter says that at its end.
fn is_about_respondent(record: &ResponseRecord, entry: &QuestionRecord) -> bool {
    record.respondent.iter().any(|particular| particular.question == entry.id)
}

fn says_something(entry: &QuestionRecord) -> bool {
    let row_says = entry.rows.iter().any(|row| row.value.is_some() || row.comment.is_some());
    entry.value.is_some() || row_says || entry.comment.is_some()
}

/// Adds an answer in prose.
fn put(document: &mut Document, entry: &QuestionRecord) {
    if !says_something(entry) {
        return;
    }
    let mut paragraphs = match &entry.value {
        Some(Content::Text(text)) if text.chars().count() > SHORT => {
            plain(ParagraphKind::Body, text)
        }
        Some(content) => {
            vec![Paragraph::plain(ParagraphKind::Body, &sentence(entry, &in_a_line(content)))]
        }
        None => rows(entry),
    };
    let comment = entry.comment.iter().flat_map(|comment| plain(ParagraphKind::Body, comment));
    for (place, paragraph) in comment.enumerate() {
        match paragraphs.last_mut().filter(|_| place == 0 && entry.rows.is_empty()) {
            Some(answer) => *answer = answer.clone().and(&format!(" {}", paragraph.text())),
            None => paragraphs.push(paragraph),
        }
    }
    for mut paragraph in paragraphs {
        let tied = !paragraph.text().contains(entry.text.trim());
        if tied || entry.number.is_some() {
            let text = format!(" ({})", question(entry));
            paragraph.spans.push(StyledText { text, emphasis: true, ..StyledText::default() });
        }
        document.push(paragraph);
    }
}

/// Which question a paragraph answers.
fn question(entry: &QuestionRecord) -> String {
    match entry.displayed_number() {
        Some(number) => format!("question {number}"),
        None => name(entry),
    }
}

/// Returns a question in one line with its answer.
fn sentence(entry: &QuestionRecord, said: &str) -> String {
    let asked = entry.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let before = if asked.ends_with(['?', ':', '.', '!']) { "" } else { ":" };
    format!("{asked}{before} {}", ended(said))
}

/// The rows of a matrix, those with the same answer together; then the reasons.
fn rows(entry: &QuestionRecord) -> Vec<Paragraph> {
    let mut answers: Vec<(&str, Vec<&str>)> = Vec::new();
    for row in &entry.rows {
        let Some(value) = &row.value else { continue };
        match answers.iter_mut().find(|(label, _)| *label == value.label) {
            Some((_, rows)) => rows.push(&row.label),
            None => answers.push((&value.label, vec![&row.label])),
        }
    }
    let answers: Vec<String> = answers
        .into_iter()
        .map(|(label, rows)| format!("“{label}” for {}", all_of(rows)))
        .collect();
    let mut paragraphs = Vec::new();
    if !answers.is_empty() {
        paragraphs
            .push(Paragraph::plain(ParagraphKind::Body, &sentence(entry, &answers.join("; "))));
    }
    for row in &entry.rows {
        let comment = row.comment.as_deref().unwrap_or_default();
        let lead = format!("{}:", row.label);
        paragraphs.extend(super::document::led_by(&lead, plain(ParagraphKind::Body, comment)));
    }
    paragraphs
}
