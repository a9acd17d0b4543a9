//! A response to be approved: what is open, the whole of it, and what colleagues have noted.

use super::{
    document::{
        Document, DocumentHeading, DocumentKind, ItemMarker, Paragraph, ParagraphKind,
        WritingSpace, led_by, plain, rich,
    },
    from_response::{DocumentInput, cover, name, put_left_out, put_not_asked, put_sections},
    words::ended,
};
use crate::model::{
    answer::{Answer, Stage},
    consultation::Consultation,
    draft::Draft,
    response::{AnswerState, QuestionRecord, ResponseRecord},
    route::Route,
    shortfall::shortfalls,
    signed::SignOffState,
};

/// Makes the document for approval. For an exported response, it lists nothing as open.
pub(super) fn approval(subject: &DocumentInput<'_>) -> Document {
    let DocumentInput { record, .. } = subject;
    let mut document = cover(subject, DocumentKind::Approval);
    if let (Some(draft), Some(set)) = (subject.draft, subject.consultation) {
        put_open(&mut document, record, draft, set);
        put_changes(&mut document, record, draft, set);
        put_signature(&mut document, set);
    }
    put_sections(&mut document, &DocumentInput { draft: None, ..*subject });
    put_not_asked(&mut document, record);
    put_left_out(&mut document, record);
    if let Some(draft) = subject.draft {
        put_notes(&mut document, record, draft);
    }
    document
}

/// Adds what has to be done, and what is blank.
fn put_open(document: &mut Document, record: &ResponseRecord, draft: &Draft, set: &Consultation) {
    document.push(DocumentHeading::section("What is not answered", Some("open".to_owned())));
    let route = Route::of(set, &draft.answers);
    let to_do = shortfalls(set, &route, &draft.answers);
    let item = |text: &str| Paragraph::item(ParagraphKind::Body, ItemMarker::Bullet, text);
    if !to_do.is_empty() {
        let text = "These must be put right before the response can be signed off:";
        document.push(Paragraph::plain(ParagraphKind::Body, text));
    }
    for shortfall in &to_do {
        let mut entries = record.entries();
        let entry = entries.find(|entry| entry.id == shortfall.question);
        let name = entry.map_or_else(|| shortfall.question.to_string(), with_text);
        document.push(item(&format!("{} {}", ended(&name), ended(&shortfall.in_words(set)))));
    }
    for contradiction in route.contradictions(set) {
        let text = contradiction.in_words(set, &route, None);
        document.push(item(&text).led_by("Contradiction:"));
    }
    let must = |entry: &QuestionRecord| to_do.iter().any(|open| open.question == entry.id);
    let blank = record.entries().filter(|entry| entry.state == AnswerState::NotAnswered);
    let blank: Vec<&QuestionRecord> = blank.filter(|entry| !must(entry)).collect();
    let text = match (blank.as_slice(), to_do.as_slice()) {
        ([], []) => "Every question that is asked has an answer.",
        ([], [_, ..]) => "Every other question that is asked has an answer.",
        ([_, ..], _) => "Left blank, and optional:",
    };
    document.push(Paragraph::plain(ParagraphKind::Body, text));
    document.extend(blank.into_iter().map(|entry| item(&with_text(entry))));
}

/// A question by its number and text.
fn with_text(entry: &QuestionRecord) -> String {
    match entry.displayed_number() {
        Some(_) => format!("{}: {}", name(entry), entry.text),
        None => entry.text.clone(),
    }
}

/// Adds what has changed since the last sign-off.
fn put_changes(
    document: &mut Document,
    record: &ResponseRecord,
    draft: &Draft,
    set: &Consultation,
) {
    document.push(DocumentHeading::section(
        "Changed since the last sign-off",
        Some("changed".to_owned()),
    ));
    let route = Route::of(set, &draft.answers);
    let say = |document: &mut Document, text: &str| {
        document.push(Paragraph::plain(ParagraphKind::Body, text));
    };
    match draft.sign_off_state(set, &route) {
        SignOffState::Missing => say(document, "It has not been signed off before."),
        SignOffState::Valid(sign_off) => {
            say(document, &format!("{}. Nothing has changed since.", sign_off.in_words()));
        }
        SignOffState::Outdated { sign_off, changed } => {
            say(document, &format!("{}. Since then these have changed:", sign_off.in_words()));
            if changed.is_empty() {
                let text = "The question set, or something that was not noted then.";
                document.push(Paragraph::item(ParagraphKind::Body, ItemMarker::Bullet, text));
            }
            for id in &changed {
                let entry = record.entries().find(|entry| entry.id == *id);
                let text = match entry {
                    Some(entry) => with_text(entry),
                    None => format!("{id}, which is no longer asked"),
                };
                document.push(Paragraph::item(ParagraphKind::Body, ItemMarker::Bullet, &text));
            }
        }
    }
}

/// Adds what is confirmed by signing, with room for it.
fn put_signature(document: &mut Document, set: &Consultation) {
    let wording = &set.sign_off;
    document.push(DocumentHeading::section("Approval", Some("approval".to_owned())));
    document.extend(rich(ParagraphKind::Body, wording.text.as_deref().unwrap_or_default()));
    for field in [&wording.name, &wording.role, &wording.authority, &wording.date] {
        document.push(Paragraph::plain(ParagraphKind::Task, &field.label).strong());
        document.push(WritingSpace::Line);
    }
    document.push(Paragraph::item(ParagraphKind::Body, ItemMarker::TickBox, &wording.declaration));
}

/// Adds what colleagues have noted, and how far they have agreed.
fn put_notes(document: &mut Document, record: &ResponseRecord, draft: &Draft) {
    let noted = |answer: &&Answer| !answer.note.is_blank() || answer.stage != Stage::Drafting;
    let answers = record
        .entries()
        .filter_map(|entry| Some((entry, draft.answers.get(&entry.id).filter(noted)?)));
    document.push(DocumentHeading::section("Annex: notes and stages", Some("notes".to_owned())));
    let mut has_some = false;
    for (entry, answer) in answers {
        has_some = true;
        let stage = match answer.stage {
            Stage::Drafting => "",
            Stage::Ready => " ready for others to look at.",
            Stage::Agreed => " agreed.",
        };
        let lead = format!("{}:{stage}", name(entry));
        if answer.note.is_blank() {
            document.push(Paragraph::plain(ParagraphKind::Note, &lead).strong());
        }
        document.extend(led_by(&lead, plain(ParagraphKind::Note, &answer.note.trimmed())));
    }
    if !has_some {
        document.push(Paragraph::plain(ParagraphKind::Body, "There are none."));
    }
}
