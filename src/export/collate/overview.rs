//! Many responses on one page of HTML: each closed question counted, as a bar chart with its table,
//! and each free text under its question. Nothing in it says who responds.

mod chart;
mod tally;

use std::io::{self, Write};

use self::tally::{Tally, row_table, table};
use super::{error::CollateError, personal::is_personal};
use crate::export::answer_part::Numbered;
use crate::{
    export::{
        document::{
            ContentsList, Document, DocumentHeading, DocumentKind, DocumentOrigin, DocumentStatus,
            HeadingLevel, ParagraphKind, plain,
        },
        html,
        xml::escaped,
    },
    model::{consultation::Consultation, response::ResponseRecord},
    store::{new_file::NewFile, response::Integrity, spill::Spill},
};

/// An overview that is being made. It holds counts alone; texts wait in files.
pub struct Overview {
    file: NewFile,
    set: Option<Consultation>,
    texts: Spill,
    /// All before the first answer, and the questions, as the first response has them.
    begun: Option<(Document, Vec<SectionOverview>)>,
    standings: [usize; 3],
}

/// A section with its counts.
struct SectionOverview {
    heading: DocumentHeading,
    tallies: Vec<Tally>,
}

impl Overview {
    /// An empty one. The question set says what could be chosen; without it, what was.
    pub(super) fn new(file: NewFile, set: Option<Consultation>) -> io::Result<Self> {
        Ok(Self { file, set, texts: Spill::new()?, begun: None, standings: [0; 3] })
    }

    pub(super) fn take(&mut self, response: Numbered<'_>) -> Result<(), CollateError> {
        let Numbered { number, record, integrity, .. } = response;
        let [finals, partials, unverified] = &mut self.standings;
        *match (integrity, &record.completion) {
            (Integrity::Changed, _) => unverified,
            (Integrity::Intact, Some(_)) => finals,
            (Integrity::Intact, None) => partials,
        } += 1;
        let set = self.set.as_ref();
        let (_, sections) =
            self.begun.get_or_insert_with(|| (cover(record), sections(record, set)));
        let mut place = 0;
        for (section, tallied) in record.sections.iter().zip(sections) {
            for (entry, tally) in section.entries.iter().zip(&mut tallied.tallies) {
                let texts = tally.take(entry, is_personal(entry, record, set));
                for text in texts {
                    self.texts.add(place, &quoted(number, text.about, text.says))?;
                }
                place += 1;
            }
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Result<(), CollateError> {
        let Some((mut document, sections)) = self.begun else {
            return Ok(self.file.finish()?);
        };
        let [finals, partials, unverified] = self.standings;
        let all = finals + partials + unverified;
        document.subtitle = format!("{} ({all})", document.origin.kind.title());
        let mut standings = vec![format!("{finals} final")];
        standings.extend((partials > 0).then(|| format!("{partials} not final")));
        standings.extend((unverified > 0).then(|| format!("{unverified} not verified")));
        document.tell("Responses", format!("{all}: {}", standings.join(", ")));
        let mut out = self.file;
        out.write_all(html::opening(&document).as_bytes())?;
        let mut place = 0;
        for section in &sections {
            write!(out, "<section>\n{}", html::heading(&section.heading))?;
            let mut group = None;
            for tally in &section.tallies {
                put(&mut out, tally, &mut group)?;
                if tally.texts > 0 {
                    let summary = match tally.texts {
                        1 => "1 text".to_owned(),
                        many => format!("{many} texts"),
                    };
                    write!(out, "<details>\n<summary>{summary}</summary>\n<ul class=\"texts\">\n")?;
                    self.texts.copy(place, &mut out)?;
                    out.write_all(b"</ul>\n</details>\n")?;
                }
                place += 1;
            }
            out.write_all(b"</section>\n")?;
        }
        out.write_all(html::CLOSING.as_bytes())?;
        Ok(out.finish()?)
    }
}

/// Adds a question with its counts.
fn put<'a>(
    out: &mut impl Write,
    tally: &'a Tally,
    group: &mut Option<&'a String>,
) -> io::Result<()> {
    if tally.group.as_ref() != *group {
        *group = tally.group.as_ref();
        if let Some(named) = group {
            let (number, text) = (tally.of_group.clone(), named.to_string());
            let heading =
                DocumentHeading { depth: HeadingLevel::Question, anchor: None, number, text };
            out.write_all(html::heading(&heading).as_bytes())?;
        }
    }
    out.write_all(html::heading(&tally.heading).as_bytes())?;
    writeln!(out, "<p>{}</p>", escaped(&tally.states_in_words()))?;
    if let Some(range) = tally.range_in_words() {
        writeln!(out, "<p>{}</p>", escaped(&range))?;
    }
    if !tally.options.is_empty() && tally.rows.is_empty() {
        out.write_all(chart::of_options(tally).as_bytes())?;
        out.write_all(html::table(&table(tally)).as_bytes())?;
    }
    if !tally.rows.is_empty() {
        out.write_all(chart::of_rows(tally).as_bytes())?;
        out.write_all(html::table(&row_table(tally)).as_bytes())?;
    }
    Ok(())
}

/// The cover, with the headings of the sections for the list of them.
fn cover(record: &ResponseRecord) -> Document {
    let mut document = Document {
        title: record.title.clone(),
        subtitle: String::new(),
        publisher: record.publisher.clone(),
        language: record.language.clone(),
        author: None,
        date: None,
        standing: DocumentStatus::Final,
        cover: Vec::new(),
        contents: ContentsList::Listed,
        blocks: Vec::new(),
        origin: DocumentOrigin {
            kind: DocumentKind::Overview,
            consultation: record.consultation.id.to_string(),
            digest: String::new(),
        },
    };
    document.tell("Consultation by", record.publisher.as_str());
    document.tell("Version of the questions", record.consultation.version.as_str());
    for section in &record.sections {
        document.push(heading(&section.id.to_string(), &section.title));
    }
    document
}

fn heading(id: &str, title: &str) -> DocumentHeading {
    DocumentHeading::section(title, Some(format!("s-{id}")))
}

fn sections(record: &ResponseRecord, set: Option<&Consultation>) -> Vec<SectionOverview> {
    let tallied = record.sections.iter().map(|section| SectionOverview {
        heading: heading(&section.id.to_string(), &section.title),
        tallies: section.entries.iter().map(|entry| Tally::new(entry, set)).collect(),
    });
    tallied.collect()
}

/// A text of a response.
fn quoted(number: usize, about: Option<&str>, text: &str) -> String {
    let about = about.map(|about| format!(", {}", escaped(about))).unwrap_or_default();
    let paragraphs: String = plain(ParagraphKind::Body, text)
        .iter()
        .map(|paragraph| format!("<p>{}</p>\n", escaped(&paragraph.text()).replace('\n', "<br>\n")))
        .collect();
    format!("<li><p class=\"aside\">Response {number}{about}</p>\n{paragraphs}</li>\n")
}
