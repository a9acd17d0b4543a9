//! Walking through a question set while it is being written.

use std::{path::PathBuf, sync::Arc};

use crate::{
    app::{
        App, Mode, Preview,
        cursor::Cursor,
        event::{DraftAccess, OpenedDraft},
        notice::ScreenNotice,
        popup::{GoTo, Popup},
        screen::{
            Screen,
            broken::{Broken, Complaint},
            contents::Contents,
            page::{After, Page, Scroll},
            reading::{Introduces, Introduction},
            review::Review,
            section_end::SectionEnd,
        },
        session::Session,
        update::arriving::Beginning,
    },
    model::{
        answer::Answers,
        consultation::{Consultation, Location},
        details::RespondentDetails,
        draft::{Draft, Edition, Position},
        id::{QuestionId, SectionId},
    },
};

/// Where the respondent was, by ids, which outlive the set that they were in.
enum RestorePoint {
    Page {
        item: QuestionId,
        at: Location,
        position: Position,
        after: After,
        scroll: Scroll,
    },
    Introduction(SectionId),
    SectionEnd(SectionId),
    Contents(Option<SectionId>),
    Review(Cursor),
    /// Nowhere that depends on the set.
    Else,
}

impl App {
    /// Takes in the set as it was saved last.
    pub(in crate::app) fn take_previewed(
        &mut self,
        path: PathBuf,
        set: Result<Arc<Consultation>, Vec<Complaint>>,
    ) {
        let (set, problems) = match set {
            Ok(set) => (Some(set), Vec::new()),
            Err(problems) => (None, problems),
        };
        self.preview = Some(Preview { path: path.clone(), problems });
        if let Some(Popup::Problems { .. }) = self.popup {
            self.popup = None;
        }
        match (set, self.session().is_some()) {
            (Some(set), true) => {
                self.put_set(set);
                self.notify(ScreenNotice::Reloaded);
            }
            (Some(set), false) => {
                let opened = OpenedDraft {
                    draft: Draft::new(Edition::of(&set), &self.now),
                    consultation: set,
                    in_file: Answers::default(),
                    path,
                    remarks: Vec::new(),
                    access: DraftAccess::Write,
                    revision: None,
                    resume: None,
                    details: RespondentDetails::default(),
                };
                self.begin(opened, Beginning::WhereTheyLeftOff)
            }
            (None, true) => {
                self.notice = None;
                self.popup = Some(Popup::Problems { scroll: 0 });
            }
            (None, false) => self.mode = Mode::Broken(Broken { scroll: 0 }),
        }
    }

    /// Shows the same place in the set as it is now.
    fn put_set(&mut self, set: Arc<Consultation>) {
        let spot = self.spot();
        let Mode::Draft(session, _) = &mut self.mode else { return };
        session.put_set(set);
        self.return_to(spot);
        let Mode::Draft(session, _) = &self.mode else { return };
        let stays = match &mut self.popup {
            Some(Popup::GoTo(go_to)) => {
                let query = go_to.query.text().clone();
                **go_to = GoTo::new(session);
                go_to.query.reload(&query);
                go_to.narrow();
                true
            }
            Some(Popup::Search(search)) => {
                search.look(session);
                true
            }
            Some(Popup::Guidance { item, .. }) => session.item_of(item).is_some(),
            Some(Popup::Note(note)) => session.question(&note.question).is_some(),
            Some(
                Popup::Help { .. }
                | Popup::NotSaved { .. }
                | Popup::Occupied { .. }
                | Popup::Documents { .. }
                | Popup::Adding(_)
                | Popup::Portal(_)
                | Popup::Conflict(_)
                | Popup::Unusable { .. }
                | Popup::Problems { .. },
            )
            | None => true,
        };
        if !stays {
            self.popup = None;
        }
    }

    fn spot(&self) -> RestorePoint {
        let Mode::Draft(session, _) = &self.mode else {
            return RestorePoint::Else;
        };
        let section = |number: usize| {
            session.consultation.sections.get(number).map(|section| section.id.clone())
        };
        let found = match &self.mode {
            Mode::Draft(_, Screen::Page(page)) => Some(RestorePoint::Page {
                item: page.id.clone(),
                at: page.at,
                position: page.position(session),
                after: page.after,
                scroll: page.scroll,
            }),
            Mode::Draft(
                _,
                Screen::Reading(Introduction { of: Introduces::Section(number), .. }),
            ) => section(*number).map(RestorePoint::Introduction),
            Mode::Draft(_, Screen::SectionEnd(end)) => {
                section(end.section).map(RestorePoint::SectionEnd)
            }
            Mode::Draft(_, Screen::Contents(contents)) => {
                Some(RestorePoint::Contents(section(contents.cursor.0)))
            }
            Mode::Draft(_, Screen::Review(review)) => Some(RestorePoint::Review(review.cursor)),
            Mode::Draft(_, Screen::Reading(Introduction { of: Introduces::Consultation, .. }))
            | Mode::Home(_)
            | Mode::Draft(_, Screen::SignOff(_) | Screen::Done(_))
            | Mode::Revised(_)
            | Mode::Broken(_) => None,
        };
        found.unwrap_or(RestorePoint::Else)
    }

    fn return_to(&mut self, spot: RestorePoint) {
        let Mode::Draft(session, _) = &self.mode else { return };
        let number = |id: &SectionId| {
            session.consultation.sections.iter().position(|section| section.id == *id)
        };
        let screen = match spot {
            RestorePoint::Page { item, at, position, after, scroll } => {
                page(session, &item, at, after).map(|mut page| {
                    if page.id == item {
                        page.go_to(session, &position);
                        page.scroll = scroll;
                    }
                    Screen::Page(Box::new(page))
                })
            }
            RestorePoint::Introduction(section) => number(&section).map(|number| {
                Screen::Reading(Introduction { of: Introduces::Section(number), scroll: 0 })
            }),
            RestorePoint::SectionEnd(section) => number(&section).map(|section| {
                let cursor = Cursor::default();
                Screen::SectionEnd(SectionEnd { section, cursor, missing: 0 })
            }),
            RestorePoint::Contents(section) => {
                // Without a section, the cursor was on one of the ways to go on below them.
                let cursor = section.map_or(session.consultation.sections.len(), |section| {
                    number(&section).unwrap_or_default()
                });
                Some(Screen::Contents(Contents { cursor: Cursor(cursor) }))
            }
            RestorePoint::Review(cursor) => {
                let mut review = Review::of(session);
                review.cursor = Cursor(cursor.0.min(review.entries.len().saturating_sub(1)));
                Some(Screen::Review(Box::new(review)))
            }
            RestorePoint::Else => return,
        };
        let nowhere = || Screen::Contents(Contents { cursor: Cursor::default() });
        self.show(screen.unwrap_or_else(nowhere));
        let measures = self.measures.clone();
        self.measure(measures);
    }
}

/// The page of an item; where the set does not ask it any more, the page that stands in its place.
fn page(session: &Session, item: &QuestionId, at: Location, after: After) -> Option<Page> {
    let known = session.consultation.location(item).filter(|at| session.route.shows(*at));
    let pages = session.route.pages();
    let next = || pages.iter().find(|page| **page >= at).or(pages.last()).copied();
    Page::new(session, known.or_else(next)?, after)
}
