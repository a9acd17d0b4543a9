//! What comes back from the outside.

use std::path::PathBuf;

use crate::{
    app::{
        App, Mode,
        event::{
            DraftAccess, Effect, Measures, OpenedDraft, Receipt, SaveLocation, SaveReport, Trouble,
        },
        library::Library,
        notice::{AnswerNotice, DraftNotice, SignOffNotice},
        popup::Popup,
        saving::{SaveState, SaveStatus},
        screen::{
            Screen,
            done::Done,
            home::Home,
            page::{After, Control},
            reading::{Introduces, Introduction},
        },
        session::Session,
    },
    model::{
        draft::{Draft, Position},
        resume::ResumePoint,
        text::Text,
    },
};

/// Where work on a draft begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Beginning {
    /// At the exact place where the respondent left off; in a new draft, at the introduction.
    WhereTheyLeftOff,
    /// At the contents, which say what there is to do.
    Contents,
}

impl App {
    pub(in crate::app) fn take_library(&mut self, library: Library) {
        let before = std::mem::replace(&mut self.library, library);
        let last = self.entries().saturating_sub(1);
        if let Mode::Home(home) = &mut self.mode {
            // What comes later may stand before the entry that the respondent has moved to.
            let same = home.chosen(&before).filter(|_| home.cursor.0 > 0);
            let place = same.and_then(|entry| Home::place(&self.library, &entry));
            home.cursor.0 = place.unwrap_or(home.cursor.0).min(last);
        }
    }

    /// Shows an opened draft where the respondent left off; a new one at its introduction.
    pub(in crate::app) fn take_opened(&mut self, opened: Result<Box<OpenedDraft>, String>) {
        let mut opened = match opened {
            Ok(opened) => *opened,
            Err(problem) => {
                self.opens_portal = false;
                self.notify(DraftNotice::Failed(problem));
                return;
            }
        };
        match opened.revision.take() {
            Some(revision) => self.show_revision(opened, *revision),
            None => self.begin(opened, Beginning::WhereTheyLeftOff),
        }
    }

    /// Begins to work on a draft.
    pub(in crate::app) fn begin(&mut self, mut opened: OpenedDraft, at: Beginning) {
        let position = opened.draft.position.clone();
        let resume = opened.resume.take();
        let (access, remarks) = (opened.access, std::mem::take(&mut opened.remarks));
        let is_last = access != DraftAccess::Recovered
            || resume.as_ref().is_some_and(|point| was_kept_after(point, &opened.draft));
        self.saving = SaveStatus::opened(opened.draft.updated.clone());
        self.is_exporting = false;
        self.handed_over.clear();
        let first = Screen::Reading(Introduction { of: Introduces::Consultation, scroll: 0 });
        let mut session = Session::new(opened);
        session.me.clone_from(&self.me);
        if let Some(at) = resume.as_ref().and_then(|point| point.at.as_ref()) {
            session.find_news(at);
        }
        let news = session.news.len();
        self.mode = Mode::Draft(Box::new(session), first);
        match position {
            _ if at == Beginning::Contents => {
                self.show_contents(0);
                self.save_at_once();
            }
            _ if resume.is_some_and(|point| is_last && self.resume(&point)) => {}
            Some(position) => {
                self.show_contents(0);
                self.show_position(&position, After::Next);
            }
            None => self.show_first_screen(),
        }
        if access == DraftAccess::Recovered {
            if let Mode::Draft(session, _) = &mut self.mode {
                session.edited_all();
            }
            self.save_at_once();
        }
        if news > 0 && remarks.is_empty() {
            self.notify(DraftNotice::News(news));
        }
        if !remarks.is_empty() {
            self.notify(DraftNotice::Remarks(remarks));
        }
        if std::mem::take(&mut self.opens_portal) {
            self.open_portal();
        }
    }

    /// Shows a draft that was never open on this machine: what is open of it, or the introduction
    /// of a new one, which gets its file now.
    fn show_first_screen(&mut self) {
        let Mode::Draft(session, _) = &self.mode else { return };
        if session.draft.answers.iter().next().is_none() {
            return self.save_at_once();
        }
        let open = session.pages().into_iter().find(|page| !session.is_done(*page));
        let section = open.map_or(0, |page| page.section);
        self.show_contents(section);
    }

    /// Takes in what the saver says; what somebody else has changed is shown at once.
    pub(in crate::app) fn take_saved(&mut self, report: SaveReport) {
        if let Ok(SaveLocation::Saved) = report.result {
            while self.handed_over.front().is_some_and(|(number, _)| *number <= report.number) {
                let answers = self.handed_over.pop_front().map(|(_, answers)| answers);
                if let (Mode::Draft(session, _), Some(answers)) = (&mut self.mode, answers) {
                    session.on_disk = answers;
                }
            }
            self.forget_theirs();
        }
        let theirs = match &report.result {
            Err(Trouble::Changed(theirs)) => Some((**theirs).clone()),
            Err(Trouble::Failed(_) | Trouble::NoCopy(_) | Trouble::Late | Trouble::Nowhere)
            | Ok(_) => None,
        };
        self.saving.report(report);
        if let Some(theirs) = theirs {
            self.take_theirs(theirs)
        };
        self.try_exporting();
        self.try_leaving();
    }

    /// Writes the final response, once the draft that it is of is in its file: what somebody else has
    /// changed meanwhile would not be in it.
    fn try_exporting(&mut self) {
        if !self.is_exporting {
            return;
        }
        if self.saving.is_outstanding() {
            if matches!(self.saving.state(), SaveState::Failed(_)) && self.notice.is_none() {
                self.notify(SignOffNotice::ExportWaits);
            }
            return;
        }
        self.is_exporting = false;
        let Mode::Draft(session, _) = &self.mode else { return };
        match session.draft.finish(&session.consultation) {
            Ok(response) => self.effects.push(Effect::Export(Box::new(response))),
            Err(_) => {
                self.notify(SignOffNotice::ExportOutdated);
            }
        }
    }

    /// Takes in that the draft is kept in another file from now on.
    pub(in crate::app) fn take_moved(&mut self, path: PathBuf) {
        self.notify(DraftNotice::Moved(path.clone()));
        if let Mode::Draft(session, _) = &mut self.mode {
            session.path = path;
        }
        if matches!(self.popup, Some(Popup::NotSaved { .. })) {
            self.popup = None;
        }
        self.try_leaving();
    }

    pub(in crate::app) fn take_exported(&mut self, result: Result<Receipt, String>) {
        match result {
            Ok(receipt) => self.show(Screen::Done(Done { receipt, scroll: 0 })),
            Err(problem) => self.notify(DraftNotice::Failed(problem)),
        }
    }

    /// Takes in the text that comes back from the respondent's own editor, as one change.
    pub(in crate::app) fn take_edited(&mut self, result: Result<Text, String>) {
        let text = match result {
            Ok(text) => text,
            Err(problem) => {
                self.notify(DraftNotice::Failed(problem));
                return;
            }
        };
        let Mode::Draft(_, Screen::Page(page)) = &self.mode else { return };
        let Some(Control::Text(_, editor)) = page.focused().map(|field| &field.control) else {
            return;
        };
        if self.refuses_text(text.written_size().saturating_sub(editor.text().written_size())) {
            return;
        }
        let Mode::Draft(_, Screen::Page(page)) = &mut self.mode else { return };
        let Some(field) = page.focused_mut() else { return };
        let question = field.question.clone();
        let Control::Text(name, editor) = &mut field.control else { return };
        if *editor.text() == text {
            self.notify(AnswerNotice::NothingEdited);
            return;
        }
        let name = name.clone();
        editor.select_all();
        if let Some(change) = editor.paste(&text.to_string()) {
            self.take_typed(&question, &name, change)
        }
    }

    /// Whether a text on the page does not know yet what room it has: another page may have left the
    /// same measurements.
    pub(crate) fn lacks_size(&self, measures: &Measures) -> bool {
        match &self.mode {
            Mode::Draft(_, Screen::Page(page)) => page.lacks_size(measures),
            _ => false,
        }
    }

    /// Gives every text the room it has on the screen.
    pub(in crate::app) fn measure(&mut self, measures: Measures) {
        match &mut self.mode {
            Mode::Draft(_, Screen::Page(page)) => page.measure(&measures),
            Mode::Draft(_, Screen::SignOff(form)) => form.measure(&measures),
            Mode::Home(_)
            | Mode::Draft(
                _,
                Screen::Contents(_)
                | Screen::Reading(_)
                | Screen::SectionEnd(_)
                | Screen::Review(_)
                | Screen::Done(_),
            )
            | Mode::Revised(_)
            | Mode::Broken(_) => {}
        }
        if let (Some(editor), Some(size)) =
            (self.popup.as_mut().and_then(Popup::editor), measures.popup_text)
        {
            editor.set_size(size.width, size.height);
        }
        self.measures = measures;
    }
}

/// Whether a screen was kept after the edits that were recovered: the respondent had gone on to
/// another question.
fn was_kept_after(point: &ResumePoint, recovered: &Draft) -> bool {
    let question = |position: &Position| position.question.clone();
    let is_later = point
        .at
        .as_ref()
        .is_some_and(|at| at.timestamp().as_second() >= recovered.updated.timestamp().as_second());
    is_later && point.focus.as_ref().map(question) != recovered.position.as_ref().map(question)
}
