//! Reads XLSForms: surveys written in a spreadsheet, with sheets `survey`, `choices` and `settings`.
//! What question sets cannot say is refused, all of it at once, or left out and listed.

mod expression;
mod sheets;
mod survey;

use std::fmt::Write;

use self::{sheets::Sheets, survey::Unsayable};
use super::{
    paper::{ImportError, MAX_TEXT},
    paper_format::PaperFormat,
    writing::{
        ImportedSet, set_id,
        yaml::{YamlLines, scalar},
    },
};

/// What to do with what a question set cannot say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leniency {
    /// Refuse the form, and list all of it.
    Strict,
    /// Leave it out, with a comment in its place, and list it.
    Lenient,
}

/// Makes a question set of an XLSForm, a workbook or a CSV file.
///
/// # Errors
/// When it is damaged, has no survey, or says what a question set cannot.
pub fn import(
    name: &str,
    bytes: &[u8],
    format: PaperFormat,
    leniency: Leniency,
) -> Result<ImportedSet, ImportError> {
    let sheets = match format {
        PaperFormat::Csv if bytes.len() > MAX_TEXT => return Err(ImportError::TooMuchText),
        PaperFormat::Csv => sheets::of_csv(bytes)?,
        _ => sheets::of_workbook(bytes)?,
    };
    if !sheets.contains_key("survey") {
        return Err(ImportError::unreadable(
            "this spreadsheet is no XLSForm: it has no sheet `survey`",
            "an XLSForm has sheets `survey` and `choices`; in a CSV file their names stand in the first column",
        ));
    }
    let form = survey::write(&sheets);
    if !form.unsayable.is_empty() && leniency == Leniency::Strict {
        return Err(ImportError::Unsayable(listed(&form.unsayable)));
    }
    if form.questions == 0 {
        return Err(ImportError::unreadable(
            "the survey of this form asks nothing",
            "nothing was written",
        ));
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let title = setting(&sheets, &["form_title", "title"]).unwrap_or_else(|| stem.to_owned());
    let id = setting(&sheets, &["form_id", "id_string"]).unwrap_or_else(|| title.clone());
    let id = set_id(&id, stem);
    let mut lines = YamlLines::default();
    lines.comment(0, &format!("Made from {name} by `greenpaper import`."));
    lines.entry(0, "format", "greenpaper/consultation/1");
    lines.entry(0, "id", &scalar(&id));
    let version = setting(&sheets, &["version"]).unwrap_or_else(|| "1".to_owned());
    lines.entry(0, "version", &super::writing::yaml::quoted(&version));
    lines.entry(0, "title", &scalar(&title));
    lines.comment(0, "guess: an XLSForm does not say who published it");
    lines.entry(0, "publisher", "Not known");
    lines.line(0, "sections:");
    let unsayable = form.unsayable.iter().map(in_words);
    let publisher = "publisher: an XLSForm does not say who published it".to_owned();
    Ok(ImportedSet {
        id,
        title,
        yaml: lines.finish() + &form.lines.finish(),
        questions: form.questions,
        with_choices: form.with_choices,
        guesses: std::iter::once(publisher).chain(unsayable).collect(),
        repeated: 0,
        left_out: form.left_out,
    })
}

fn setting(sheets: &Sheets, names: &[&str]) -> Option<String> {
    let row = sheets.get("settings")?.rows.first()?;
    names.iter().find_map(|name| row.get(name)).map(str::to_owned)
}

fn in_words(one: &Unsayable) -> String {
    format!("row {} of `survey`, `{}`: {}", one.row, one.column, one.why)
}

fn listed(all: &[Unsayable]) -> String {
    let mut text = String::new();
    for one in all {
        let _ = write!(text, "\n  {}", in_words(one));
    }
    text
}
