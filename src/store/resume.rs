//! The screen that was left, of each draft: a file in this machine's own folder.

use std::{fs, io, path::Path};

use serde::{Deserialize, Serialize};

use super::{
    atomic::{Version, resolved},
    disk,
    document::response::{time_from, time_text},
    sidecar,
};
use crate::model::{
    answer::FieldName,
    draft::Position,
    id::{IdError, SectionId},
    resume::{ResumePoint, ResumeScreen},
};

/// The folder in this machine's own folder.
const FOLDER: &str = "resume";

/// The largest such file that is read, in bytes.
const MAX_SIZE: usize = 64 << 10;

/// The words for screens.
const SCREENS: [(ResumeScreen, &str); 7] = [
    (ResumeScreen::Introduction, "introduction"),
    (ResumeScreen::SectionIntroduction, "section_introduction"),
    (ResumeScreen::Contents, "contents"),
    (ResumeScreen::Page, "page"),
    (ResumeScreen::SectionEnd, "section_end"),
    (ResumeScreen::Review, "review"),
    (ResumeScreen::SignOff, "sign_off"),
];

/// The shape of the file.
#[derive(Deserialize, Serialize)]
struct ResumeShape {
    set: String,
    #[serde(default)]
    at: Option<String>,
    screen: String,
    section: Option<String>,
    focus: Option<PlaceShape>,
    cursor: usize,
    fields: Vec<[usize; 2]>,
    scroll: Option<usize>,
    is_being_written: bool,
    problems: Vec<usize>,
    returns_to_review: bool,
    is_reviewed: bool,
}

/// The shape of a place in it.
#[derive(Deserialize, Serialize)]
struct PlaceShape {
    question: String,
    row: Option<String>,
    field: String,
    choice: Option<String>,
    cursor: Option<usize>,
}

/// Keeps the screen that was left of a draft, or forgets it. It is a convenience: nothing is lost
/// without it.
///
/// # Errors
/// If this machine's folder cannot be written.
pub fn keep(draft: &Path, state: &Path, point: Option<&ResumePoint>) -> io::Result<()> {
    let folder = state.join(FOLDER);
    let name = name_of(draft)?;
    let Some(point) = point else {
        return match fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        };
    };
    sidecar::replace_private(&folder, &name, &serde_json::to_vec(&shape(point))?)
}

/// Returns the screen that was left of a draft, if it is known.
pub fn read(draft: &Path, state: &Path) -> Option<ResumePoint> {
    let file = state.join(FOLDER).join(name_of(draft).ok()?);
    let content = disk::read_up_to(&file, MAX_SIZE).ok()?;
    point(serde_json::from_slice(&content).ok()?)
}

fn name_of(draft: &Path) -> io::Result<String> {
    let draft = resolved(draft)?;
    let name = Version::of(draft.as_os_str().as_encoded_bytes()).short();
    Ok(format!("{name}.json"))
}

fn shape(point: &ResumePoint) -> ResumeShape {
    let screen = SCREENS.iter().find(|(screen, _)| *screen == point.screen);
    ResumeShape {
        set: point.set.clone(),
        at: point.at.as_ref().map(time_text),
        screen: screen.map_or("", |(_, word)| word).to_owned(),
        section: point.section.as_ref().map(SectionId::to_string),
        focus: point.focus.as_ref().map(place),
        cursor: point.cursor,
        fields: point.fields.clone(),
        scroll: point.scroll,
        is_being_written: point.is_being_written,
        problems: point.problems.clone(),
        returns_to_review: point.returns_to_review,
        is_reviewed: point.is_reviewed,
    }
}

fn point(shape: ResumeShape) -> Option<ResumePoint> {
    let (screen, _) = SCREENS.iter().find(|(_, word)| *word == shape.screen)?;
    Some(ResumePoint {
        set: shape.set,
        at: shape.at.as_deref().and_then(time_from),
        screen: *screen,
        section: shape.section.map(SectionId::try_from).transpose().ok()?,
        focus: shape.focus.map(position).transpose().ok()?,
        cursor: shape.cursor,
        fields: shape.fields,
        scroll: shape.scroll,
        is_being_written: shape.is_being_written,
        problems: shape.problems,
        returns_to_review: shape.returns_to_review,
        is_reviewed: shape.is_reviewed,
    })
}

fn place(position: &Position) -> PlaceShape {
    let (field, choice) = match &position.field {
        FieldName::Value => ("value", None),
        FieldName::Comment => ("comment", None),
        FieldName::Detail(choice) => ("detail", Some(choice.to_string())),
    };
    PlaceShape {
        question: position.question.to_string(),
        row: position.row.as_ref().map(ToString::to_string),
        field: field.to_owned(),
        choice,
        cursor: position.cursor,
    }
}

fn position(place: PlaceShape) -> Result<Position, IdError> {
    let field = match (place.field.as_str(), place.choice) {
        ("detail", Some(choice)) => FieldName::Detail(choice.try_into()?),
        ("comment", _) => FieldName::Comment,
        _ => FieldName::Value,
    };
    Ok(Position {
        question: place.question.try_into()?,
        row: place.row.map(TryInto::try_into).transpose()?,
        field,
        cursor: place.cursor,
    })
}
