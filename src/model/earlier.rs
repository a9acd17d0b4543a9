//! What was said before: passages of earlier answers, to quote in a new one.

use jiff::civil::Date;

use super::response::{Content, Labelled, QuestionRecord, ResponseRecord};

/// A paragraph of an earlier answer or comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierPassage {
    /// The title of the consultation.
    pub consultation: String,
    /// What it answers, in words: "question 7a, comment".
    pub place: String,
    /// The text of the question.
    pub question: String,
    /// The day of the sign-off; in a draft, of the last change.
    pub date: Date,
    /// The paragraph, without line ends.
    pub words: String,
}

impl EarlierPassage {
    /// Returns where the passage comes from, for people to read.
    pub fn source(&self) -> String {
        let date = self.date.strftime("%-d %B %Y");
        format!("{}, {}, {date}", self.consultation, self.place)
    }

    /// Returns the passage in quotation marks, with its source.
    pub fn quotation(&self) -> String {
        format!("“{}” ({})", self.words, self.source())
    }
}

/// Returns every paragraph of the texts of a response, in the set's order. The respondent's own
/// details are left out: nobody quotes them.
pub fn passages(record: &ResponseRecord) -> Vec<EarlierPassage> {
    let at = record.completion.as_ref().map_or(&record.updated, |completion| &completion.at);
    let mut all = Vec::new();
    for entry in record.entries().filter(|entry| !record.is_particular(&entry.id)) {
        for (part, text) in texts(entry) {
            let name = name(entry);
            let place = part.map_or_else(|| name.clone(), |part| format!("{name}, {part}"));
            all.extend(paragraphs(text).map(|words| EarlierPassage {
                consultation: record.title.clone(),
                place: place.clone(),
                question: entry.text.clone(),
                date: at.date(),
                words,
            }));
        }
    }
    all
}

/// Returns the texts of an answer, each with the part of the question that it answers.
fn texts(entry: &QuestionRecord) -> Vec<(Option<String>, &str)> {
    let mut texts: Vec<(Option<String>, &str)> = Vec::new();
    match &entry.value {
        Some(Content::Text(text)) => texts.push((None, text)),
        Some(Content::One(choice)) => texts.extend(detail(choice)),
        Some(Content::Ticked(choices) | Content::Ranked(choices)) => {
            texts.extend(choices.iter().filter_map(detail));
        }
        Some(Content::Number { .. } | Content::Day(_)) | None => {}
    }
    for row in &entry.rows {
        let comment = row.comment.as_deref();
        texts.extend(comment.map(|comment| (Some(row.label.clone()), comment)));
    }
    let comment = entry.comment.as_deref();
    texts.extend(comment.map(|comment| (Some("comment".to_owned()), comment)));
    texts
}

fn detail(choice: &Labelled) -> Option<(Option<String>, &str)> {
    Some((Some(choice.label.clone()), choice.detail.as_deref()?))
}

/// Returns the name of a question for use in a sentence.
fn name(entry: &QuestionRecord) -> String {
    match entry.displayed_number() {
        Some(number) => format!("question {number}"),
        None => format!("“{}”", entry.text),
    }
}

fn paragraphs(text: &str) -> impl Iterator<Item = String> + '_ {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty())
}
