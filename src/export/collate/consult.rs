//! The input folder of the government's Consult tool: a numbered part for each question and each
//! row of a matrix; closed answers by their labels, free text apart. Nothing in it says who responds.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::Path,
};

use serde::Serialize;

use super::{error::CollateError, json, personal::is_personal, put_line};
use crate::export::answer_part::Numbered;
use crate::{
    model::{
        consultation::{Consultation, Purpose},
        response::{Content, Labelled, QuestionRecord, ResponseRecord, RowRecord},
    },
    store::new_file::{NewFolder, PartFile},
};

/// The folder in it, with what the tool takes in.
const INPUTS: &str = "inputs";
/// The file about the respondents.
const RESPONDENTS: &str = "respondents.jsonl";
/// The beginning of the names of the folders, one for each part.
const PART: &str = "question_part_";
/// The maximum length of a field name about the respondent, in characters.
const LONGEST_FIELD: usize = 128;

/// Whether a folder has nothing but what was written into such a one.
pub fn is_consult_folder(folder: &Path) -> bool {
    let names = |folder: &Path| {
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let names = entries.into_iter().flatten();
        names.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect::<Vec<_>>()
    };
    let is_part = |name: &String| name == RESPONDENTS || name.starts_with(PART);
    names(folder) == [INPUTS] && names(&folder.join(INPUTS)).iter().all(is_part)
}

/// A folder that is being written.
pub struct Consult {
    folder: NewFolder,
    set: Option<Consultation>,
    respondents: Option<PartFile>,
    /// Each part that a response had, by its question and row; numbered as they come in the first.
    parts: BTreeMap<(String, String), ConsultPart>,
}

/// A question, or a row of one.
struct ConsultPart {
    number: usize,
    text: String,
    options: Vec<String>,
    has_free_text: bool,
    responses: Option<PartFile>,
    choices: Option<PartFile>,
}

#[derive(Serialize)]
struct RespondentLine<'a> {
    themefinder_id: usize,
    demographic_data: BTreeMap<&'a str, Vec<&'a str>>,
}

#[derive(Serialize)]
struct QuestionFile<'a> {
    question_number: usize,
    question_text: &'a str,
    has_free_text: bool,
    multi_choice_options: &'a [String],
}

#[derive(Serialize)]
struct ConsultTextLine<'a> {
    themefinder_id: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct ConsultChoiceLine<'a> {
    themefinder_id: usize,
    options: &'a [&'a str],
}

/// The answer of a response to a part.
#[derive(Default)]
struct Said<'a> {
    options: Vec<&'a str>,
    texts: Vec<String>,
}

impl Consult {
    /// An empty one.
    pub(super) fn new(folder: NewFolder, set: Option<Consultation>) -> Self {
        Self { folder, set, respondents: None, parts: BTreeMap::new() }
    }

    pub(super) fn take(&mut self, response: Numbered<'_>) -> Result<(), CollateError> {
        let Numbered { number, record, .. } = response;
        let line = RespondentLine { themefinder_id: number, demographic_data: about(record) };
        put(&mut self.respondents, &self.folder, &format!("{INPUTS}/{RESPONDENTS}"), &line)?;
        for entry in record.entries() {
            if is_personal(entry, record, self.set.as_ref()) {
                continue;
            }
            if entry.rows.is_empty() {
                self.put_part(number, entry, None, of_entry(entry))?;
                continue;
            }
            for row in &entry.rows {
                self.put_part(number, entry, Some(row), of_row(row))?;
            }
            if let Some(comment) = &entry.comment {
                let said = Said { options: Vec::new(), texts: vec![comment.clone()] };
                self.put_part(number, entry, None, said)?;
            }
        }
        Ok(())
    }

    fn put_part(
        &mut self,
        number: usize,
        entry: &QuestionRecord,
        row: Option<&RowRecord>,
        said: Said<'_>,
    ) -> Result<(), CollateError> {
        let key = (entry.id.to_string(), row.map(|row| row.row.to_string()).unwrap_or_default());
        let next = self.parts.len() + 1;
        let set = self.set.as_ref();
        let part = self.parts.entry(key).or_insert_with(|| ConsultPart::new(next, entry, row, set));
        for option in &said.options {
            if !part.options.iter().any(|known| known == option) {
                part.options.push((*option).to_owned());
            }
        }
        let folder = format!("{INPUTS}/{PART}{}", part.number);
        if !said.options.is_empty() {
            let line = ConsultChoiceLine { themefinder_id: number, options: &said.options };
            put(&mut part.choices, &self.folder, &format!("{folder}/multi_choice.jsonl"), &line)?;
        }
        let text = said.texts.join("\n\n");
        if !text.trim().is_empty() {
            part.has_free_text = true;
            let line = ConsultTextLine { themefinder_id: number, text: &text };
            put(&mut part.responses, &self.folder, &format!("{folder}/responses.jsonl"), &line)?;
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Result<(), CollateError> {
        for part in self.parts.into_values() {
            let question = QuestionFile {
                question_number: part.number,
                question_text: &part.text,
                has_free_text: part.has_free_text,
                multi_choice_options: &part.options,
            };
            let path = format!("{INPUTS}/{PART}{}/question.json", part.number);
            let mut file = self.folder.create(&path)?;
            file.write_all(json(&question)?.as_bytes())?;
            file.finish()?;
            for file in part.responses.into_iter().chain(part.choices) {
                file.finish()?;
            }
        }
        if let Some(respondents) = self.respondents {
            respondents.finish()?;
        }
        Ok(self.folder.finish()?)
    }
}

impl ConsultPart {
    fn new(
        number: usize,
        entry: &QuestionRecord,
        row: Option<&RowRecord>,
        set: Option<&Consultation>,
    ) -> Self {
        let question = set.and_then(|set| set.question(&entry.id));
        let printed = entry.number.as_ref().map(|number| format!("{number}. ")).unwrap_or_default();
        let of_row = row.map(|row| format!(" [{}]", row.label)).unwrap_or_default();
        let columns = question.and_then(|question| question.matrix()).filter(|_| row.is_some());
        let columns = columns.into_iter().flat_map(|matrix| &matrix.columns);
        let choices = question.map_or(&[][..], |question| question.choices()).iter();
        let labels = choices.map(|choice| &choice.label).chain(columns.map(|column| &column.label));
        Self {
            number,
            text: format!("{printed}{}{of_row}", entry.text),
            options: labels.cloned().collect(),
            has_free_text: false,
            responses: None,
            choices: None,
        }
    }
}

/// Adds a line to a file, which is made with the first one.
fn put(
    file: &mut Option<PartFile>,
    folder: &NewFolder,
    path: &str,
    line: &impl Serialize,
) -> Result<(), CollateError> {
    let file = match file {
        Some(file) => file,
        None => file.insert(folder.create(path)?),
    };
    put_line(file, line)
}

/// In what capacity a response is given; nothing else about who responds.
fn about(record: &ResponseRecord) -> BTreeMap<&str, Vec<&str>> {
    let mut about = BTreeMap::new();
    let Some(capacity) = record.particular(Purpose::Capacity) else {
        return about;
    };
    let asked = record.entries().find(|entry| entry.id == capacity.question);
    let text = asked.map_or("Responding as", |entry| entry.text.as_str());
    let end = text.char_indices().nth(LONGEST_FIELD).map_or(text.len(), |(end, _)| end);
    let labels: Vec<&str> = match &capacity.value {
        Content::One(chosen) => vec![chosen.label.as_str()],
        Content::Ticked(all) => all.iter().map(|chosen| chosen.label.as_str()).collect(),
        Content::Text(_) | Content::Number { .. } | Content::Day(_) | Content::Ranked(_) => {
            Vec::new()
        }
    };
    if let Some(field) = text.get(..end).filter(|_| !labels.is_empty()) {
        about.insert(field, labels);
    }
    about
}

fn of_entry(entry: &QuestionRecord) -> Said<'_> {
    let mut said = Said::default();
    match &entry.value {
        None => {}
        Some(Content::Text(text)) => said.texts.push(text.clone()),
        Some(Content::Number { number, .. }) => said.texts.push(number.to_string()),
        Some(Content::Day(day)) => said.texts.push(day.to_string()),
        Some(Content::One(chosen)) => said.choose(std::slice::from_ref(chosen)),
        Some(Content::Ticked(all) | Content::Ranked(all)) => said.choose(all),
    }
    said.texts.extend(entry.comment.clone());
    said
}

fn of_row(row: &RowRecord) -> Said<'_> {
    let mut said = Said::default();
    said.choose(row.value.as_slice());
    said.texts.extend(row.comment.clone());
    said
}

impl<'a> Said<'a> {
    fn choose(&mut self, chosen: &'a [Labelled]) {
        for one in chosen {
            self.options.push(&one.label);
            let detail = one.detail.as_ref().map(|detail| format!("{}: {detail}", one.label));
            self.texts.extend(detail);
        }
    }
}
