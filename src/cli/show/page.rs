//! A response as a page of plain text.

use std::fmt;

use crate::{
    app::field::text::wrapped,
    model::{
        answer::Answers,
        cells::{self, LineEnds, shown},
        draft::FieldName,
        leftover::Leftover,
        reading,
        response::{Content, Entry, Labelled, Record, RowEntry, State},
    },
};

/// As wide as every terminal is.
const WIDTH: usize = 80;

/// The least that is left to a text, however far in it stands.
const LEAST: usize = 20;

/// How far in an answer stands.
const ANSWER: usize = 4;

/// A page of plain text.
#[derive(Default)]
pub(super) struct Page(String);

impl Page {
    /// Everything that a response says, and the notes to colleagues that the answers have.
    pub(super) fn of(record: &Record, status: &[String], answers: &Answers) -> Self {
        let mut page = Self::default();
        page.put(0, "", &record.title);
        page.put(0, "", &record.publisher);
        status.iter().for_each(|line| page.put(0, "", line));
        for section in &record.sections {
            page.heading(&section.title);
            let mut group = None;
            for entry in section.entries.iter().filter(|entry| entry.state != State::NotAsked) {
                page.gap();
                if entry.group.is_some() && entry.group != group {
                    page.put(
                        0,
                        &lead(entry.number.as_deref()),
                        entry.group.as_deref().unwrap_or_default(),
                    );
                    page.gap();
                }
                group.clone_from(&entry.group);
                page.entry(entry);
                if let Some(answer) = answers.get(&entry.id).filter(|it| !it.note.is_blank()) {
                    page.put(ANSWER, "Note: ", &answer.note.trimmed());
                }
            }
        }
        page.not_asked(record);
        page.left_out(record);
        page
    }

    fn heading(&mut self, title: &str) {
        self.gap();
        self.put(0, "", title);
        let width = cells::width(&shown(title, LineEnds::Marked)).min(WIDTH);
        self.put(0, "", &"=".repeat(width));
    }

    fn entry(&mut self, entry: &Entry) {
        let lead = match entry.part {
            Some(part) => format!("({part}) "),
            None => lead(entry.number.as_deref()),
        };
        self.put(0, &lead, &entry.text);
        match &entry.value {
            Some(content) => self.content(content),
            None if entry.rows.iter().any(says_something) => self.rows(&entry.rows),
            None => self.put(ANSWER, "", in_words(entry.state)),
        }
        if let Some(comment) = &entry.comment {
            self.put(ANSWER, "Comment: ", comment);
        }
    }

    fn content(&mut self, content: &Content) {
        match content {
            Content::Text(text) => self.put(ANSWER, "", text),
            Content::Number { number, unit } => {
                self.put(ANSWER, "", &reading::with_unit(*number, unit.as_deref()));
            }
            Content::Day(day) => self.put(ANSWER, "", &day.strftime("%-d %B %Y").to_string()),
            Content::One(one) => self.put(ANSWER, "", &with_detail(one)),
            Content::Ticked(all) => {
                all.iter().for_each(|one| self.put(ANSWER, "- ", &with_detail(one)));
            }
            Content::Ranked(all) => {
                for (rank, one) in (1..).zip(all) {
                    self.put(ANSWER, &format!("{rank}. "), &with_detail(one));
                }
            }
        }
    }

    fn rows(&mut self, rows: &[RowEntry]) {
        let mut group = &None;
        for row in rows.iter().filter(|row| row.state != State::NotAsked) {
            if let Some(heading) = row.group.as_ref().filter(|_| row.group != *group) {
                self.put(ANSWER, "", heading);
            }
            group = &row.group;
            let value = row.value.as_ref().map(|chosen| chosen.label.as_str());
            let value = value.unwrap_or_else(|| in_words(row.state));
            self.put(ANSWER, "- ", &format!("{}: {value}", row.label));
            if let Some(comment) = &row.comment {
                self.put(ANSWER + 2, "Comment: ", comment);
            }
        }
    }

    /// What the answers given leave out, by number.
    fn not_asked(&mut self, record: &Record) {
        let entries = record.sections.iter().flat_map(|section| &section.entries);
        let hidden = entries.filter(|entry| entry.state == State::NotAsked);
        let names: Vec<String> = hidden.map(name).collect();
        if !names.is_empty() {
            self.heading("Not asked, given the other answers");
            self.gap();
            self.put(0, "", &names.join(", "));
        }
    }

    /// What the draft keeps and no response will say.
    fn left_out(&mut self, record: &Record) {
        if record.leftovers.is_empty() {
            return;
        }
        self.heading("Kept in the draft, left out of the response");
        self.gap();
        for leftover in &record.leftovers {
            let text =
                format!("{}: {} ({})", place(leftover, record), leftover.holds, leftover.why);
            self.put(0, "- ", &text);
        }
    }

    /// Adds a text behind a lead. All its rows stand as far in as the first one.
    fn put(&mut self, indent: usize, lead: &str, text: &str) {
        let text = shown(text, LineEnds::Kept);
        let hang = indent + cells::width(lead);
        for (place, row) in wrapped(&text, WIDTH.saturating_sub(hang).max(LEAST)).enumerate() {
            let before = match place {
                0 => format!("{:indent$}{lead}", ""),
                _ => " ".repeat(hang),
            };
            self.0.push_str(format!("{before}{row}").trim_end());
            self.0.push('\n');
        }
    }

    fn gap(&mut self) {
        self.0.push('\n');
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.trim_end())
    }
}

fn lead(number: Option<&str>) -> String {
    number.map(|number| format!("{number}  ")).unwrap_or_default()
}

fn in_words(state: State) -> &'static str {
    match state {
        State::Answered | State::NotAnswered => "Not provided",
        State::NoComment => "No comment",
        State::NotAsked => "Not asked",
    }
}

fn says_something(row: &RowEntry) -> bool {
    matches!(row.state, State::Answered) || row.comment.is_some()
}

fn with_detail(chosen: &Labelled) -> String {
    match &chosen.detail {
        Some(detail) => format!("{}: {detail}", chosen.label),
        None => chosen.label.clone(),
    }
}

/// The printed number of a question, or its id.
fn name(entry: &Entry) -> String {
    match (&entry.number, entry.part) {
        (Some(number), Some(part)) => format!("{number} ({part})"),
        (Some(number), None) => number.clone(),
        (None, _) => entry.id.to_string(),
    }
}

/// Where something stood that is left out.
fn place(leftover: &Leftover, record: &Record) -> String {
    let mut entries = record.sections.iter().flat_map(|section| &section.entries);
    let entry = entries.find(|entry| entry.id == leftover.question);
    let text = || leftover.text.clone().unwrap_or_else(|| leftover.question.to_string());
    let mut place = entry.map_or_else(text, name);
    if let Some(row) = &leftover.row {
        let known = entry.and_then(|entry| entry.rows.iter().find(|known| known.row == *row));
        place.push_str(", ");
        let earlier = leftover.row_text.as_deref().unwrap_or(row.as_str());
        place.push_str(known.map_or(earlier, |known| &known.label));
    }
    match &leftover.field {
        FieldName::Value => {}
        FieldName::Comment => place.push_str(", comment"),
        FieldName::Detail(choice) => place.push_str(&format!(", detail of `{choice}`")),
    }
    place
}
