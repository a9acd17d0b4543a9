//! Moving on, and moving elsewhere.

use super::LineTurn;
use crate::{
    app::{
        Mode,
        action::Action,
        event::Event,
        field::text::{Lines, TextEditor},
        library::DestinationPlace,
        popup::{GoTo, Popup},
        screen::{Screen, sign_off::CONFIRM},
        session::Session,
    },
    model::{
        draft::Position,
        id::{QuestionId, SectionId, Value},
        text::Text,
    },
    plain::{Announced, page, sentence, stops},
    words::count as counted,
};

impl LineTurn<'_> {
    /// Moves on, keeping the current answer.
    pub(super) fn go_on(&mut self) {
        match (&self.app.popup, &self.app.mode) {
            (Some(Popup::Note(_) | Popup::Conflict(_) | Popup::Search(_)), _) => {
                self.act(Action::Up);
            }
            (Some(Popup::Portal(_)), _) => {
                self.act(Action::Press);
                self.plain.said = None;
            }
            (Some(_), _) => self.act(Action::Press),
            (None, Mode::Draft(_, Screen::Page(_))) => self.go_on_from_stop(),
            (None, Mode::Draft(_, Screen::Review(_))) => self.press_last(),
            (
                None,
                Mode::Home(_)
                | Mode::Draft(
                    _,
                    Screen::Contents(_)
                    | Screen::Reading(_)
                    | Screen::SectionEnd(_)
                    | Screen::SignOff(_)
                    | Screen::Done(_),
                )
                | Mode::Revised(_)
                | Mode::Broken(_),
            ) => self.press(),
        }
    }

    /// Moves on from the current stop; from a row of a matrix, past its group.
    fn go_on_from_stop(&mut self) {
        let here = self.at_stop(|stop| {
            let group = stop.row_group()?;
            let rows = group.rows.iter().map(|row| row.value.clone());
            Some((stop.question.id.clone(), rows.collect::<Vec<Value>>()))
        });
        match here.flatten() {
            Some((question, rows)) => self.go_on_from(|stop| {
                stop.question != question || stop.row.as_ref().is_none_or(|row| !rows.contains(row))
            }),
            None => self.go_on_from(|_| true),
        }
    }

    /// Moves to the next stop of the page that meets a condition, or to the next page.
    pub(super) fn go_on_from(&mut self, will_do: impl Fn(&Position) -> bool) {
        let Some((session, page)) = page(self.app) else {
            return;
        };
        let (here, _) = stops::here(session, page);
        // After problems were pointed out, only the stops with problems ask again.
        let troubled = self.plain.troubled.as_ref() == Some(&page.id);
        let wrong = |stop: &Position| page.problems.iter().any(|one| one.position() == *stop);
        let next = stops::stops(session, page).into_iter().skip(here + 1).find(|stop| {
            stops::is_asked(session, stop)
                && will_do(stop)
                && !self.plain.answered_rows.contains(stop)
                && (!troubled || wrong(stop))
        });
        match next {
            Some(next) => self.update(Event::GoTo(DestinationPlace::Question(next))),
            None => self.continue_page(),
        }
    }

    fn continue_page(&mut self) {
        let before = page(self.app).map(|(_, page)| page.id.clone());
        self.act(Action::Continue);
        let Some((session, page)) = page(self.app) else {
            return;
        };
        if Some(&page.id) == before.as_ref() && !page.problems.is_empty() {
            self.plain.troubled = before;
            let problems = page.problems.iter().map(|one| one.in_words(&session.consultation));
            let problems: Vec<String> = problems.map(|problem| sentence(&problem)).collect();
            self.plain.pending.extend(problems);
        }
    }

    /// Presses the focused button of a screen, and says what is wrong with the form.
    pub(super) fn press(&mut self) {
        self.act(Action::Press);
        if let Mode::Draft(_, Screen::SignOff(form)) = &self.app.mode
            && !form.problems.is_empty()
            && form.focus <= CONFIRM
            && self.app.notice.is_some()
        {
            let problems: Vec<String> =
                form.problems.iter().map(|(_, problem)| sentence(problem)).collect();
            self.plain.pending.extend(problems);
        }
    }

    /// Opens the list entry at an index.
    pub(super) fn press_entry(&mut self, place: usize) {
        self.act(Action::Nth(place + 1));
        self.act(Action::Press);
    }

    /// Opens the last entry of the review: the sign-off.
    pub(super) fn press_last(&mut self) {
        if let Mode::Draft(_, Screen::Review(review)) = &self.app.mode {
            let last = review.entries.len().saturating_sub(1);
            self.press_entry(last);
        }
    }

    /// Moves to the previous prompt.
    pub(super) fn go_back(&mut self) {
        let is_open = matches!(
            self.app.popup,
            Some(Popup::Portal(_) | Popup::Unusable { .. } | Popup::Problems { .. })
        );
        if is_open || matches!(self.app.mode, Mode::Revised(_)) {
            return self.act(Action::Up);
        }
        if let Mode::Draft(_, Screen::SignOff(form)) = &self.app.mode {
            return match form.focus {
                0 => self.act(Action::Review),
                _ => self.act(Action::PreviousField),
            };
        }
        let Some((session, page)) = page(self.app) else {
            return self.move_by(Action::PreviousQuestion, "There is nothing before this.");
        };
        let (here, _) = stops::here(session, page);
        let before = stops::stops(session, page).into_iter().take(here);
        match before.filter(|stop| stops::is_asked(session, stop)).last() {
            Some(stop) => self.update(Event::GoTo(DestinationPlace::Question(stop))),
            None => self.act(Action::PreviousQuestion),
        }
    }

    /// Moves, or says why there is nowhere to move.
    pub(super) fn move_by(&mut self, action: Action, nowhere: &str) {
        let before = Announced::of(self.app);
        self.act(action);
        if Announced::of(self.app) == before && self.plain.pending.is_empty() {
            self.say(nowhere);
        }
    }

    /// Moves to a place by its id, its number or a few words.
    pub(super) fn go_to(&mut self, called: &str) {
        let Mode::Draft(session, _) = &self.app.mode else {
            return;
        };
        match place(session, called) {
            Ok(place) => {
                self.update(Event::GoTo(place));
                self.plain.said = None;
            }
            Err(problem) => self.say(problem),
        }
    }

    /// Lists where words occur; without words, moves to the next match of the last search.
    pub(super) fn find(&mut self, words: &str) {
        if words.is_empty() {
            self.act(Action::FindNext);
            if matches!(self.app.popup, Some(Popup::Search(_))) {
                self.act(Action::Up);
                return self.say("Type words to find after “find”.");
            }
            self.plain.said = None;
            return;
        }
        let said = self.app.search_for(words);
        if said.is_empty() {
            return self.say(format!("“{words}” does not occur in any question or answer."));
        }
        let count = said.len();
        self.say(format!("{}.", counted(count, "place", "places")));
        self.plain.pending.extend(said.into_iter().take(MOST_NAMED));
        let more = if count > MOST_NAMED { "There are more. " } else { "" };
        self.say(format!("{more}“find” alone goes to the first, then to the next."));
    }

    /// Searches earlier answers for words; without words, for what fits the question.
    pub(super) fn search_earlier(&mut self, words: &str) {
        self.update(Event::SearchEarlier(words.to_owned()));
    }

    pub(super) fn go_home(&mut self) {
        if !matches!(self.app.mode, Mode::Draft(_, Screen::Contents(_))) {
            self.act(Action::Up);
        }
        self.act(Action::Up);
    }
}

/// The maximum number of matching places named before asking for more words.
const MOST_NAMED: usize = 9;

/// Returns the place with this id, printed number, or words that match no other place.
fn place(session: &Session, called: &str) -> Result<DestinationPlace, String> {
    let consultation = &session.consultation;
    if let Ok(id) = QuestionId::try_from(called.to_owned())
        && consultation.location(&id).is_some()
    {
        return Ok(DestinationPlace::Question(Position::of(&id)));
    }
    if let Ok(id) = SectionId::try_from(called.to_owned())
        && consultation.sections.iter().any(|section| section.id == id)
    {
        return Ok(DestinationPlace::Section(id));
    }
    let mut go_to = GoTo::new(session);
    go_to.query = TextEditor::new(Text::from(called), Lines::One);
    go_to.narrow();
    let found: Vec<_> = go_to.found.iter().filter_map(|place| go_to.all.get(*place)).collect();
    let first_word = |label: &str| {
        label.split_whitespace().next().map(|word| word.trim_end_matches('.').to_lowercase())
    };
    let called_so = found.iter().find(|one| first_word(&one.label) == Some(called.to_lowercase()));
    match (called_so, found.as_slice()) {
        (Some(one), _) | (None, [one]) => Ok(one.place.clone()),
        (None, []) => Err(format!(
            "No question, section or row matches “{called}”. If that was an answer, type = before \
             it."
        )),
        (None, several) => {
            let named: Vec<&str> =
                several.iter().take(MOST_NAMED).map(|one| one.label.as_str()).collect();
            let more = if several.len() > MOST_NAMED { "; and others" } else { "" };
            Err(format!("“{called}” could be: {}{more}. Type more of it.", named.join("; ")))
        }
    }
}
