//! Going from screen to screen.

use crate::{
    app::{
        App, Leaving, Mode,
        action::Action,
        cursor::Cursor,
        event::{Effect, LockDecision},
        field::text::Motion,
        library::{DestinationPlace, DraftRequest},
        notice::{AnswerNotice, PlaceNotice, ScreenNotice},
        popup::{GoTo, NoteEditor, Popup},
        screen::{
            Screen,
            broken::Broken,
            contents::{Contents, ContentsEntry},
            done::Done,
            home::Home,
            page::{After, Page},
            reading::{Introduces, Introduction},
            review::{Review, ReviewEntry},
            section_end::SectionEnd,
            sign_off::SignOffForm,
        },
    },
    model::{
        consultation::Location,
        draft::{Position, SectionState},
        id::QuestionId,
        scope::Scope,
        shortfall::Shortfall,
    },
};

impl App {
    /// One level up: question → contents → home.
    pub(in crate::app) fn up(&mut self) {
        match &self.mode {
            Mode::Home(_) => {
                self.notify(ScreenNotice::FirstScreen);
            }
            Mode::Draft(_, Screen::Contents(_))
                if self.preview.is_some() && !self.previews_from_home =>
            {
                self.notify(ScreenNotice::TopOfPreview);
            }
            Mode::Draft(_, Screen::Contents(_)) => self.leave(Leaving::Home),
            Mode::Revised(_) => self.go_back_from_revision(),
            Mode::Broken(_) if self.previews_from_home => self.leave(Leaving::Home),
            Mode::Broken(_) => {
                self.notify(ScreenNotice::FixPreview);
            }
            Mode::Draft(
                _,
                Screen::Page(_)
                | Screen::Reading(_)
                | Screen::SectionEnd(_)
                | Screen::Review(_)
                | Screen::SignOff(_)
                | Screen::Done(_),
            ) => {
                self.keep_sign_off();
                let section = self.current_section();
                self.show_contents(section);
            }
        }
    }

    /// Whether there is anything one level up, or something to close.
    pub fn has_way_up(&self) -> bool {
        self.popup.is_some() || !self.is_first_screen()
    }

    /// Whether there is no screen one level up.
    pub(in crate::app) fn is_first_screen(&self) -> bool {
        match &self.mode {
            Mode::Home(_) => true,
            Mode::Broken(_) => !self.previews_from_home,
            Mode::Draft(_, Screen::Contents(_)) => {
                self.preview.is_some() && !self.previews_from_home
            }
            Mode::Draft(
                _,
                Screen::Page(_)
                | Screen::Reading(_)
                | Screen::SectionEnd(_)
                | Screen::Review(_)
                | Screen::SignOff(_)
                | Screen::Done(_),
            )
            | Mode::Revised(_) => false,
        }
    }

    /// The number of the section that the respondent is in.
    pub fn current_section(&self) -> usize {
        match &self.mode {
            Mode::Draft(_, Screen::Page(page)) => page.at.section,
            Mode::Draft(
                _,
                Screen::Reading(Introduction { of: Introduces::Section(section), .. }),
            ) => *section,
            Mode::Draft(_, Screen::SectionEnd(end)) => end.section,
            Mode::Home(_)
            | Mode::Draft(
                _,
                Screen::Contents(_)
                | Screen::Reading(_)
                | Screen::Review(_)
                | Screen::SignOff(_)
                | Screen::Done(_),
            )
            | Mode::Revised(_)
            | Mode::Broken(_) => 0,
        }
    }

    pub(in crate::app) fn show_contents(&mut self, section: usize) {
        self.show(Screen::Contents(Contents { cursor: Cursor(section) }));
    }

    /// Shows the page at a place.
    pub(in crate::app) fn show_page(&mut self, at: Location, after: After) {
        let Mode::Draft(session, _) = &mut self.mode else { return };
        session.close_step();
        if let Some(page) = Page::new(session, at, after) {
            self.show(Screen::Page(Box::new(page)));
        }
    }

    /// Shows the exact place of an answer, as far as it is asked.
    pub fn show_position(&mut self, position: &Position, after: After) {
        let Mode::Draft(session, _) = &self.mode else { return };
        let Some(location) = session.consultation.location(&position.question) else {
            self.notify(PlaceNotice::QuestionGone);
            return;
        };
        if !session.route.shows(location) {
            let name = session.name_of(&position.question);
            self.notify(PlaceNotice::NotAsked(name));
            return;
        }
        self.show_page(location, after);
        if let Mode::Draft(session, Screen::Page(page)) = &mut self.mode {
            page.go_to(session, position);
        }
    }

    /// Goes to the page after this one, whatever its state.
    pub(in crate::app) fn next_question(&mut self) {
        let Mode::Draft(session, screen) = &self.mode else { return };
        let first_of = |section: usize| session.first_page_from(section);
        let next = match screen {
            Screen::Page(page) => session.neighbour(page.at, true),
            Screen::SectionEnd(end) => first_of(end.section + 1),
            Screen::Reading(Introduction { of: Introduces::Section(section), .. }) => {
                first_of(*section)
            }
            Screen::Contents(contents) => first_of(contents.cursor.0),
            Screen::Reading(_) => first_of(0),
            Screen::Review(_) | Screen::SignOff(_) | Screen::Done(_) => None,
        };
        match next {
            Some(at) => self.show_page(at, After::Next),
            None if matches!(screen, Screen::Page(_) | Screen::SectionEnd(_)) => {
                let scope = session.scope();
                self.open_review(None);
                self.notify(PlaceNotice::LastQuestion(scope));
            }
            None => {}
        }
    }

    /// Goes to the page before this one.
    pub(in crate::app) fn previous_question(&mut self) {
        let Mode::Draft(session, screen) = &self.mode else { return };
        let last_before =
            |section: usize| session.pages().into_iter().rev().find(|page| page.section < section);
        let previous = match screen {
            Screen::Page(page) => session.neighbour(page.at, false),
            Screen::SectionEnd(end) => last_before(end.section + 1),
            Screen::Reading(Introduction { of: Introduces::Section(section), .. }) => {
                last_before(*section)
            }
            Screen::Contents(contents) => last_before(contents.cursor.0),
            Screen::Review(_) | Screen::SignOff(_) | Screen::Done(_) => last_before(usize::MAX),
            Screen::Reading(_) => None,
        };
        match previous {
            Some(at) => self.show_page(at, After::Next),
            None => {
                if matches!(screen, Screen::Page(_)) {
                    self.notify(PlaceNotice::FirstQuestion);
                }
            }
        }
    }

    /// Continues from the page, unless something on it is wrong and has not been shown yet.
    /// What is only missing never holds anybody up: the review lists it.
    pub(in crate::app) fn continue_page(&mut self) {
        let wrong = self.wrong_on_page();
        let Mode::Draft(session, Screen::Page(page)) = &mut self.mode else { return };
        if let Some(new) = wrong.iter().find(|one| !page.problems.contains(one)) {
            let place = new.position();
            page.problems = wrong;
            page.go_to(session, &place);
            self.notify(AnswerNotice::ProblemOnPage);
            return;
        }
        let (at, after, id) = (page.at, page.after, page.id.clone());
        let next = session.neighbour(at, true);
        match (after, session.newly_asked(at), next) {
            (After::Review, Some(asked), _) => self.show_page(asked, After::Review),
            (After::Review, None, _) => self.open_review(Some(&id)),
            // Nobody can say of a section that it is completed who was taken through parts of it.
            (After::Next, _, _) if session.scope() == Scope::KeyQuestions => self.next_question(),
            (After::Next, _, Some(next)) if next.section == at.section => {
                self.show_page(next, After::Next)
            }
            (After::Next, _, _) => self.show_section_end(at.section),
        }
    }

    /// What is wrong on the page, and not merely missing.
    fn wrong_on_page(&self) -> Vec<Shortfall> {
        let Mode::Draft(session, Screen::Page(page)) = &self.mode else {
            return Vec::new();
        };
        let Some(item) = session.consultation.item(page.at) else { return Vec::new() };
        let all = session.shortfalls();
        let here = |shortfall: &Shortfall| {
            item.questions().any(|(_, question)| question.id == shortfall.question)
        };
        all.into_iter().filter(|shortfall| !shortfall.is_missing() && here(shortfall)).collect()
    }

    pub(in crate::app) fn show_section_end(&mut self, section: usize) {
        let Mode::Draft(session, _) = &self.mode else { return };
        let missing = session
            .shortfalls()
            .iter()
            .filter_map(|shortfall| session.consultation.location(&shortfall.question))
            .filter(|location| location.section == section)
            .count();
        // Only who has answered all of it is likely to have completed it.
        let is_blank = |page: &Location| {
            let questions = session.consultation.item(*page).into_iter();
            questions
                .flat_map(|item| item.questions())
                .any(|(_, question)| !session.answer(&question.id).says_something())
        };
        let mut pages = session.route.pages().iter().filter(|page| page.section == section);
        let cursor = Cursor(usize::from(missing > 0 || pages.any(is_blank)));
        self.show(Screen::SectionEnd(SectionEnd { section, cursor, missing }));
    }

    /// Opens the review; with a question, at its answer.
    pub(in crate::app) fn open_review(&mut self, at: Option<&QuestionId>) {
        let came_from = match (&self.mode, at) {
            (Mode::Draft(_, Screen::Page(page)), None) => Some(page.id.clone()),
            (_, at) => at.cloned(),
        };
        let Mode::Draft(session, _) = &mut self.mode else { return };
        session.is_reviewed = true;
        let mut review = Review::of(session);
        let here = |entry: &ReviewEntry| match *entry {
            ReviewEntry::Answer(section, number) => review
                .answer(section, number)
                .is_some_and(|answer| at.is_some() && Some(&answer.id) == came_from.as_ref()),
            ReviewEntry::News(_)
            | ReviewEntry::Collision(_)
            | ReviewEntry::ReadAgain(_)
            | ReviewEntry::Shortfall(_)
            | ReviewEntry::Contradiction(..)
            | ReviewEntry::Leftover(_)
            | ReviewEntry::SignOff => false,
        };
        if let Some(place) = review.entries.iter().position(here) {
            review.cursor = Cursor(place);
        }
        self.show(Screen::Review(Box::new(review)));
    }

    pub(in crate::app) fn open_sign_off(&mut self) {
        if self.refuses_changes() {
            return;
        }
        let today = self.now.date();
        if let Mode::Draft(session, _) = &self.mode {
            self.show(Screen::SignOff(Box::new(SignOffForm::new(session, today))));
        }
    }

    pub(in crate::app) fn open_go_to(&mut self) {
        let go_to = match &self.mode {
            Mode::Home(_) => GoTo::at_home(&self.library),
            Mode::Draft(session, _) => GoTo::new(session),
            Mode::Revised(_) => {
                self.notify(PlaceNotice::RevisionFirst);
                return;
            }
            Mode::Broken(_) => return,
        };
        self.open(Popup::GoTo(Box::new(go_to)))
    }

    /// The question that has the focus.
    pub fn current_question(&self) -> Option<QuestionId> {
        let Mode::Draft(_, Screen::Page(page)) = &self.mode else { return None };
        let session = self.session()?;
        let focused = page.focused().map(|field| field.question.clone());
        let first = || {
            let item = session.consultation.item(page.at)?;
            item.questions().next().map(|(_, question)| question.id.clone())
        };
        focused.filter(|id| session.question(id).is_some()).or_else(first)
    }

    pub(in crate::app) fn open_note(&mut self) {
        if self.refuses_changes() {
            return;
        }
        match (self.current_question(), self.session()) {
            (Some(question), Some(session)) => {
                let note = NoteEditor::new(session, &question);
                self.open(Popup::Note(Box::new(note)))
            }
            _ => {
                self.notify(PlaceNotice::NoteNeedsQuestion);
            }
        }
    }

    pub(in crate::app) fn open_guidance(&mut self) {
        let Mode::Draft(_, Screen::Page(page)) = &self.mode else { return };
        if self.measures.has_guidance_beside {
            self.notify(PlaceNotice::GuidanceBeside);
            return;
        }
        let item = page.id.clone();
        self.open(Popup::Guidance { item, scroll: 0 })
    }

    /// Goes where the go-to list was asked to.
    pub(in crate::app) fn go_to(&mut self, place: &DestinationPlace) {
        match place {
            DestinationPlace::Question(position) if self.is_on_page(position) => {
                self.focus_on(position)
            }
            DestinationPlace::Question(position) => self.show_position(position, After::Next),
            DestinationPlace::Draft(origin) => self.open_origin(origin.clone()),
            DestinationPlace::Section(id) => {
                let Mode::Draft(session, _) = &self.mode else { return };
                let sections = &session.consultation.sections;
                if let Some(section) = sections.iter().position(|section| section.id == *id) {
                    self.open_section(section)
                }
            }
        }
    }

    fn is_on_page(&self, position: &Position) -> bool {
        let Mode::Draft(session, Screen::Page(page)) = &self.mode else {
            return false;
        };
        let location = session.consultation.location(&position.question);
        location.is_some_and(|at| {
            (at.section, at.item) == (page.at.section, page.at.item) && session.route.shows(at)
        })
    }

    /// Gives the focus to a place on the page that is shown.
    fn focus_on(&mut self, position: &Position) {
        if let Mode::Draft(session, Screen::Page(page)) = &mut self.mode {
            session.close_step();
            page.go_to(session, position);
            page.measure(&self.measures);
        }
    }

    /// Opens a section: at its introduction when it is new, else at its first open question.
    pub(in crate::app) fn open_section(&mut self, number: usize) {
        let Mode::Draft(session, _) = &self.mode else { return };
        let Some(section) = session.consultation.sections.get(number) else { return };
        let pages = session.pages_of(number);
        let Some(first) = pages.first().copied() else {
            let why = session.opened_by(number);
            self.notify(PlaceNotice::SectionClosed(why));
            return;
        };
        let untouched = |page: &Location| {
            let questions = session.consultation.item(*page).into_iter();
            questions.flat_map(|item| item.questions()).any(|(_, question)| {
                let answer = session.answer(&question.id);
                answer.value.is_blank() && answer.rows.is_empty() && !answer.no_comment
            })
        };
        let begun = pages.iter().any(|page| {
            let item = session.consultation.item(*page);
            item.is_some_and(|item| item.questions().next().is_some()) && !untouched(page)
        });
        if !begun && section.introduction.is_some() {
            self.show(Screen::Reading(Introduction { of: Introduces::Section(number), scroll: 0 }));
            return;
        }
        let open = pages.iter().find(|page| begun && untouched(page)).copied();
        self.show_page(open.unwrap_or(first), After::Next)
    }

    /// Presses the entry of a list screen, or continues from a page that is only read.
    pub(in crate::app) fn press_screen(&mut self) {
        match &self.mode {
            Mode::Home(home) if home.is_adding(&self.library) => self.open_adding(),
            Mode::Home(home) => {
                if let Some(origin) = home.chosen(&self.library) {
                    self.open_origin(origin)
                }
            }
            Mode::Draft(session, Screen::Contents(contents)) => {
                match Contents::entries(session).get(contents.cursor.0) {
                    Some(ContentsEntry::Section(section)) => self.open_section(*section),
                    Some(ContentsEntry::Scope(scope)) => self.change_scope(*scope),
                    Some(ContentsEntry::Review) => self.open_review(None),
                    Some(ContentsEntry::SignOff) => self.open_sign_off(),
                    None => {}
                }
            }
            Mode::Draft(_, Screen::Reading(reading)) => match reading.of {
                Introduces::Consultation => {
                    self.show_contents(0);
                }
                Introduces::Section(_) => self.next_question(),
            },
            Mode::Draft(_, Screen::SectionEnd(end)) => {
                let (section, done) = (end.section, end.cursor.0 == 0);
                self.end_section(
                    section,
                    if done { SectionState::Completed } else { SectionState::Later },
                )
            }
            Mode::Draft(_, Screen::Review(review)) => {
                match (review.collision().cloned(), review.destination()) {
                    (Some(question), _) => self.show_collisions(&question),
                    (None, Some(position)) => self.show_position(&position, After::Review),
                    (None, None) => self.open_sign_off(),
                }
            }
            Mode::Draft(_, Screen::Done(_)) => self.up(),
            Mode::Revised(_) if self.is_at_the_end() => self.go_on_with_revision(),
            Mode::Revised(_) | Mode::Broken(_) => self.move_on_screen(Motion::PageDown),
            Mode::Draft(_, Screen::Page(_) | Screen::SignOff(_)) => {}
        }
    }

    fn end_section(&mut self, section: usize, state: SectionState) {
        let now = self.now.clone();
        let Mode::Draft(session, _) = &mut self.mode else { return };
        session.mark_section(section, state, &now);
        let entries = Contents::entries(session);
        let next =
            session.first_page_from(section + 1).map(|page| ContentsEntry::Section(page.section));
        let next = next.unwrap_or(ContentsEntry::Review);
        self.show_contents(entries.iter().position(|entry| *entry == next).unwrap_or(0));
        self.save();
    }

    /// Takes the respondent through the questions of a scope from now on. No answer is changed.
    fn change_scope(&mut self, scope: Scope) {
        let Mode::Draft(session, _) = &mut self.mode else { return };
        session.draft.scope = scope;
        let open = session.pages().into_iter().find(|page| !session.is_done(*page));
        self.show_contents(open.map_or(0, |page| page.section));
        self.notify(PlaceNotice::ScopeChosen(scope));
        self.save();
    }

    fn open_origin(&mut self, origin: DraftRequest) {
        self.opens_portal = false;
        self.effects.push(Effect::Open(origin, LockDecision::Ask));
    }

    /// Moves the cursor of a list screen, or scrolls what is read.
    pub(in crate::app) fn move_on_screen(&mut self, motion: Motion) {
        let page = self.measures.page;
        let length = self.entries();
        let bottom = self.measures.length.saturating_sub(page);
        let scroll_by = |scroll: &mut usize| {
            let mut cursor = Cursor((*scroll).min(bottom));
            cursor.follow(motion, bottom + 1, page.saturating_sub(1));
            *scroll = cursor.0;
        };
        match &mut self.mode {
            Mode::Home(Home { cursor })
            | Mode::Draft(
                _,
                Screen::Contents(Contents { cursor })
                | Screen::SectionEnd(SectionEnd { cursor, .. }),
            ) => {
                cursor.follow(motion, length, page);
            }
            Mode::Draft(_, Screen::Review(review)) => {
                review.cursor.follow(motion, length, page);
            }
            Mode::Draft(
                _,
                Screen::Reading(Introduction { scroll, .. }) | Screen::Done(Done { scroll, .. }),
            )
            | Mode::Broken(Broken { scroll }) => scroll_by(scroll),
            Mode::Revised(revised) => scroll_by(&mut revised.scroll),
            Mode::Draft(_, Screen::Page(_) | Screen::SignOff(_)) => {}
        }
    }

    /// How many entries the list on the screen has.
    pub(in crate::app) fn entries(&self) -> usize {
        match &self.mode {
            Mode::Home(_) => Home::length(&self.library),
            Mode::Draft(session, Screen::Contents(_)) => Contents::entries(session).len(),
            Mode::Draft(_, Screen::SectionEnd(_)) => 2,
            Mode::Draft(_, Screen::Review(review)) => review.entries.len(),
            Mode::Draft(
                _,
                Screen::Reading(_) | Screen::Page(_) | Screen::SignOff(_) | Screen::Done(_),
            )
            | Mode::Revised(_)
            | Mode::Broken(_) => 0,
        }
    }

    /// Puts the cursor of a list screen on an entry.
    pub(in crate::app) fn point_at_entry(&mut self, entry: usize) {
        let entry = entry.min(self.entries().saturating_sub(1));
        match &mut self.mode {
            Mode::Home(Home { cursor })
            | Mode::Draft(
                _,
                Screen::Contents(Contents { cursor })
                | Screen::SectionEnd(SectionEnd { cursor, .. }),
            ) => cursor.0 = entry,
            Mode::Draft(_, Screen::Review(review)) => review.cursor.0 = entry,
            Mode::Draft(
                _,
                Screen::Page(_) | Screen::Reading(_) | Screen::SignOff(_) | Screen::Done(_),
            )
            | Mode::Revised(_)
            | Mode::Broken(_) => {}
        }
    }

    /// Whether all of what is read has been on the screen.
    pub(in crate::app) fn is_at_the_end(&self) -> bool {
        self.measures.first + self.measures.page >= self.measures.length
    }

    /// What a key does on the screen itself, where no field has it.
    pub(in crate::app) fn act_on_menu(&mut self, action: Action) {
        match action {
            Action::Press | Action::Choose => self.press_screen(),
            Action::Nth(number) if number <= self.entries() => {
                self.point_at_entry(number - 1);
                if let Mode::Draft(_, Screen::SectionEnd(_)) = self.mode {
                    self.press_screen()
                }
            }
            Action::Move(motion) => self.move_on_screen(motion),
            Action::NextField => self.move_on_screen(Motion::RowDown),
            Action::PreviousField => self.move_on_screen(Motion::RowUp),
            Action::Copy => {
                self.notify(ScreenNotice::HowToLeave { in_text: false });
            }
            _ => {}
        }
    }
}
