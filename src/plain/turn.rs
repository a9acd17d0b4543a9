//! What a line does.

use jiff::Zoned;

use super::{
    Here, Plain,
    choosing::{self, Entry, Meant},
    command::{self, Command, stage_name},
    page,
    question::{self, Length, Stop},
    review,
    screens::{self, SECTION_END},
    sentence, stops,
    writing::{self, Said, Writing},
};
use crate::{
    app::{
        App,
        action::Action,
        edit::Edit,
        event::{Effect, Event},
        field::text::{Lines, Motion, TextEditor},
        popup::{CONFLICT, GoTo, NOT_SAVED, OCCUPIED, Place, Popup},
        screen::{
            Screen,
            page::Control,
            reading::{Introduces, Reading},
            revised::REVISED,
            sign_off::BUTTON,
        },
        session::Session,
        words::count,
    },
    model::{
        answer::Stage,
        consultation::{Question, QuestionKind},
        draft::{FieldName, Position},
        id::{QuestionId, SectionId, Value},
        text::Text,
    },
};

/// The places that a few words could mean, before more words are asked for.
const MOST_NAMED: usize = 9;

/// One line, from when it is read to when all that it does is done.
pub(super) struct Turn<'a> {
    pub(super) plain: &'a mut Plain,
    pub(super) app: &'a mut App,
    pub(super) now: &'a Zoned,
    pub(super) effects: Vec<Effect>,
}

impl Turn<'_> {
    /// Does what a line says.
    pub(super) fn line(&mut self, line: &str) {
        match self.plain.writing {
            Some(Writing::Text | Writing::Before(_)) => return self.write(line),
            Some(Writing::Line(place)) => {
                self.plain.writing = None;
                if !line.trim().is_empty() && Command::read(line).is_none() {
                    return self.put_line(place, line.strip_prefix('=').unwrap_or(line));
                }
            }
            None => {}
        }
        if let Some(words) = line.strip_prefix('=') {
            return self.answer(words, Meant::AsWords);
        }
        if line.trim().is_empty() {
            return self.go_on();
        }
        match Command::read(line) {
            Some(command) => self.obey(command),
            None => self.answer(line, Meant::Freely),
        }
    }

    /// Ends, as no more lines come.
    pub(super) fn end(&mut self) {
        self.plain.writing = None;
        self.act(Action::Leave);
    }

    fn act(&mut self, action: Action) {
        self.update(Event::Act(action));
    }

    fn update(&mut self, event: Event) {
        let effects = self.plain.update(self.app, event, self.now);
        self.effects.extend(effects);
    }

    fn say(&mut self, words: impl Into<String>) {
        self.plain.pending.push(words.into());
    }

    /// The place of the page that is asked for, where that is a question's.
    fn stop(&self) -> Option<(Position, &Question)> {
        let (session, page) = page(self.app)?;
        let (_, position) = stops::here(session, page);
        let question = session.question(&position.question)?;
        Some((position, question))
    }

    /// Looks at the place of the page that is asked for.
    fn at_stop<T>(&self, look: impl FnOnce(Stop<'_>) -> T) -> Option<T> {
        let (session, _) = page(self.app)?;
        let (position, question) = self.stop()?;
        Some(look(Stop { session, question, position: &position }))
    }
}

/// Going on, and going elsewhere.
impl Turn<'_> {
    /// Keeps what is there and goes on.
    fn go_on(&mut self) {
        match (&self.app.popup, &self.app.screen) {
            (Some(Popup::Note(_) | Popup::Conflict(_)), _) => self.act(Action::Up),
            (Some(_), _) => self.act(Action::Press),
            (None, Screen::Page(_)) => self.go_on_from(|_| true),
            (None, Screen::Review(_)) => self.press_last(),
            (
                None,
                Screen::Home(_)
                | Screen::Contents(_)
                | Screen::Reading(_)
                | Screen::SectionEnd(_)
                | Screen::SignOff(_)
                | Screen::Done(_)
                | Screen::Revised(_)
                | Screen::Broken(_),
            ) => self.press(),
        }
    }

    /// Goes to the next place of the page that will do, or on from the page.
    fn go_on_from(&mut self, will_do: impl Fn(&Position) -> bool) {
        let Some((session, page)) = page(self.app) else {
            return;
        };
        let (here, _) = stops::here(session, page);
        // After what is wrong was pointed out, only that is asked again.
        let troubled = self.plain.troubled.as_ref() == Some(&page.id);
        let wrong = |stop: &Position| page.problems.iter().any(|one| one.position() == *stop);
        let next = stops::stops(session, page).into_iter().skip(here + 1).find(|stop| {
            stops::is_asked(session, stop) && will_do(stop) && (!troubled || wrong(stop))
        });
        match next {
            Some(next) => self.update(Event::GoTo(Place::Question(next))),
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

    /// Presses what has the focus of a screen, and tells what is wrong with what was filled in.
    fn press(&mut self) {
        self.act(Action::Press);
        if let Screen::SignOff(form) = &self.app.screen
            && !form.problems.is_empty()
            && form.focus < BUTTON
            && self.app.message.is_some()
        {
            let problems: Vec<String> =
                form.problems.iter().map(|(_, problem)| sentence(problem)).collect();
            self.plain.pending.extend(problems);
        }
    }

    /// Opens the entry of a list with that place, from 0.
    fn press_entry(&mut self, place: usize) {
        self.act(Action::Nth(place + 1));
        self.act(Action::Press);
    }

    /// Opens the last entry of the review: the sign-off.
    fn press_last(&mut self) {
        if let Screen::Review(review) = &self.app.screen {
            let last = review.entries.len().saturating_sub(1);
            self.press_entry(last);
        }
    }

    /// To the prompt before this one.
    fn go_back(&mut self) {
        let is_open =
            matches!(self.app.popup, Some(Popup::Unusable { .. } | Popup::Problems { .. }));
        if is_open || matches!(self.app.screen, Screen::Revised(_)) {
            return self.act(Action::Up);
        }
        if let Screen::SignOff(form) = &self.app.screen {
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
            Some(stop) => self.update(Event::GoTo(Place::Question(stop))),
            None => self.act(Action::PreviousQuestion),
        }
    }

    /// Moves, or says why that leads nowhere.
    fn move_by(&mut self, action: Action, nowhere: &str) {
        let before = Here::of(self.app);
        self.act(action);
        if Here::of(self.app) == before && self.plain.pending.is_empty() {
            self.say(nowhere);
        }
    }

    /// To what is called that: an id, a number, a few words.
    fn go_to(&mut self, called: &str) {
        let Some(session) = &self.app.session else {
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

    fn go_home(&mut self) {
        if !matches!(self.app.screen, Screen::Contents(_)) {
            self.act(Action::Up);
        }
        self.act(Action::Up);
    }
}

/// Answers.
impl Turn<'_> {
    /// Takes note that a changed question was read again.
    fn stands(&mut self) {
        let changed = self.at_stop(|stop| {
            stop.session.answer(&stop.question.id).read_again.then(|| stop.question.id.clone())
        });
        match changed.flatten() {
            Some(question) => {
                self.update(Event::Edit(question, Edit::Stands));
                self.say("Your answer stands.");
            }
            None => self.say("This question has not changed since you answered."),
        }
    }

    /// Takes a line as the answer to what is asked.
    fn answer(&mut self, line: &str, meant: Meant) {
        match &self.app.popup {
            Some(Popup::Note(_)) => return self.begin(line),
            Some(Popup::NotSaved { elsewhere: Some(_), .. }) => {
                self.put_text(line);
                return self.act(Action::Press);
            }
            Some(Popup::NotSaved { elsewhere: None, .. }) => {
                let ways = NOT_SAVED.map(Entry::labelled);
                let way = choosing::one(line, meant, &ways);
                return self.or_say(way, |turn, way| turn.act(Action::Nth(way + 1)));
            }
            Some(Popup::Occupied { .. }) => {
                let way = choosing::one(line, meant, &OCCUPIED.map(Entry::labelled));
                return self.or_say(way, |turn, way| turn.act(Action::Nth(way + 1)));
            }
            Some(Popup::Conflict(_)) => return self.settle(line, meant),
            Some(Popup::Unusable { .. } | Popup::Problems { .. }) => return self.nothing_asked(),
            Some(Popup::Help { .. } | Popup::Guidance { .. } | Popup::GoTo(_)) | None => {}
        }
        match (&self.app.screen, &self.app.session) {
            (Screen::Home(_), _) => {
                let labels = screens::home_labels(self.app);
                let entries: Vec<Entry<'_>> =
                    labels.iter().map(|label| Entry::labelled(label)).collect();
                let entry = choosing::one(line, meant, &entries);
                self.or_say(entry, Self::press_entry);
            }
            (Screen::Contents(_), Some(session)) => {
                let labels = screens::contents_labels(session);
                let entries: Vec<Entry<'_>> = labels.into_iter().map(Entry::labelled).collect();
                let entry = choosing::one(line, meant, &entries);
                self.or_say(entry, Self::press_entry);
            }
            (Screen::SectionEnd(_), _) => {
                let entry = choosing::one(line, meant, &SECTION_END.map(Entry::labelled));
                self.or_say(entry, |turn, entry| turn.act(Action::Nth(entry + 1)));
            }
            (Screen::Review(review), _) => {
                let length = review::length(review);
                let number = line.trim().parse().ok();
                match number.and_then(|number| review::entry(review, number)) {
                    Some(entry) => self.press_entry(entry),
                    None => self.say(format!(
                        "Type the number of an answer, from 1 to {length}, or an empty line to go \
                         on to the sign-off."
                    )),
                }
            }
            (Screen::SignOff(form), _) if form.focus < BUTTON => {
                self.put_text(line);
                self.press();
            }
            (Screen::SignOff(_), _) => self.say(
                "An empty line signs off and exports; “back” goes back, “review” to your answers.",
            ),
            (Screen::Page(_), Some(_)) => self.answer_page(line, meant),
            (Screen::Revised(_), _) => {
                let way = choosing::one(line, meant, &REVISED.map(Entry::labelled));
                self.or_say(way, |turn, way| match way {
                    0 => turn.press(),
                    _ => turn.act(Action::Up),
                });
            }
            (Screen::Broken(_), _) => self.nothing_asked(),
            (Screen::Page(_) | Screen::Contents(_) | Screen::Reading(_) | Screen::Done(_), _) => {
                self.nothing_asked();
            }
        }
    }

    /// Changes whose answer is kept, or settles which version is saved.
    fn settle(&mut self, line: &str, meant: Meant) {
        let (Some(Popup::Conflict(conflict)), Some(session)) = (&self.app.popup, &self.app.session)
        else {
            return;
        };
        let titles = conflict.differences.iter().map(|one| session.title_of(&one.question));
        let labels: Vec<String> = titles.chain(CONFLICT.map(str::to_owned)).collect();
        let entries: Vec<Entry<'_>> = labels.iter().map(|label| Entry::labelled(label)).collect();
        let entry = choosing::one(line, meant, &entries);
        self.or_say(entry, |turn, entry| {
            turn.act(Action::Nth(entry + 1));
            if let Some(Popup::Conflict(conflict)) = &turn.app.popup
                && let Some(difference) = conflict.differences.get(entry)
            {
                turn.say(screens::kept(difference.keep));
            }
        });
    }

    fn nothing_asked(&mut self) {
        self.say("Nothing is asked here. An empty line goes on; “help” tells the commands.");
    }

    /// Goes on with what was read, or says why it could not be.
    fn or_say<T>(&mut self, read: Result<T, String>, go_on: impl FnOnce(&mut Self, T)) {
        match read {
            Ok(read) => go_on(self, read),
            Err(problem) => self.say(sentence(&problem)),
        }
    }

    fn answer_page(&mut self, line: &str, meant: Meant) {
        let Some((position, question)) = self.stop() else {
            return self.nothing_asked();
        };
        let id = question.id.clone();
        match self.at_stop(|stop| edit(stop, line, meant)).flatten() {
            Some(Ok(edit)) => {
                self.update(Event::Edit(id, edit));
                let said = self.at_stop(|stop| stop.answered(Length::Short));
                self.plain.pending.extend(said.unwrap_or_default());
                self.go_on_from(|_| true);
            }
            Some(Err(problem)) => self.say(sentence(&problem)),
            None if self.at_stop(|stop| stop.is_long()) == Some(true) => self.begin(line),
            None => {
                self.put_text(line);
                self.go_on_from(|_| true);
                // Said once it has been read, which is when it is left.
                let day = self.app.session.as_ref().and_then(|session| {
                    let question = session.question(&id)?;
                    Stop { session, question, position: &position }.day()
                });
                self.plain.pending.splice(0..0, day);
            }
        }
    }

    /// Puts a line in the place of the text that is asked for.
    fn put_text(&mut self, text: &str) {
        let Some(editor) = writing::editor(self.app) else {
            return;
        };
        let was_empty = editor.text().is_empty();
        if !was_empty {
            self.act(Action::SelectAll);
        }
        match text.is_empty() {
            true if was_empty => {}
            true => self.act(Action::Erase(Motion::Left)),
            false => self.update(Event::Paste(text.to_owned())),
        }
    }

    /// Takes down the first line of a long text.
    fn begin(&mut self, line: &str) {
        match writing::read(line) {
            Said::End => self.go_on(),
            Said::Line(line) => {
                self.put_text(line);
                self.plain.writing = Some(Writing::Text);
            }
        }
    }

    /// Takes down a line of a long text.
    fn write(&mut self, line: &str) {
        match (writing::read(line), self.plain.writing) {
            (Said::Line(line), Some(Writing::Before(place))) => {
                let mut lines = writing::lines(self.app).unwrap_or_default();
                lines.insert(place.min(lines.len()), line.to_owned());
                self.put_text(&lines.join("\n"));
                self.plain.writing = Some(Writing::Before(place + 1));
            }
            (Said::Line(line), _) => self.update(Event::Paste(format!("\n{line}"))),
            (Said::End, writing) => {
                self.plain.writing = None;
                self.say_length();
                if writing == Some(Writing::Text) {
                    self.go_on();
                }
            }
        }
    }

    fn put_line(&mut self, place: usize, line: &str) {
        let mut lines = writing::lines(self.app).unwrap_or_default();
        if let Some(old) = lines.get_mut(place) {
            line.clone_into(old);
            self.put_text(&lines.join("\n"));
            self.say(format!("Line {} is now: {line}", place + 1));
        }
    }

    /// How long the text has become.
    fn say_length(&mut self) {
        let Some(editor) = writing::editor(self.app) else {
            return;
        };
        let tally = editor.tally();
        let lines = writing::lines(self.app).map_or(0, |lines| lines.len());
        let limit = self.at_stop(|stop| stop.limit().map(|limit| limit.usages(tally).next()));
        let words = match limit.flatten().flatten().filter(|_| self.app.popup.is_none()) {
            Some(usage) => usage.to_string(),
            None => count(tally.words, "word", "words"),
        };
        self.say(format!("{}, {words}.", count(lines, "line", "lines")));
    }
}

/// Commands.
impl Turn<'_> {
    fn obey(&mut self, command: Command) {
        match command {
            Command::Help => return self.plain.pending.extend(command::help()),
            Command::Leave => {
                if matches!(self.app.popup, Some(Popup::NotSaved { .. })) {
                    self.plain.said = None;
                }
                return self.act(Action::Leave);
            }
            Command::Repeat => return self.repeat(),
            Command::Note if matches!(self.app.popup, Some(Popup::Note(_))) => {
                return self.repeat();
            }
            _ if self.app.session.is_none() => {
                return self.say("Open a consultation first: type its number.");
            }
            _ => {}
        }
        if self.obey_in_text(&command) {
            return;
        }
        if self.app.popup.is_some() {
            self.act(Action::Up);
        }
        match command {
            Command::Back => self.go_back(),
            Command::Next => self.move_by(Action::NextQuestion, "There is nothing after this."),
            Command::List => self.list(),
            Command::GoTo(called) => self.go_to(&called),
            Command::Contents if matches!(self.app.screen, Screen::Contents(_)) => self.repeat(),
            Command::Contents => self.act(Action::Up),
            Command::Review => {
                self.act(Action::Review);
                self.repeat();
            }
            Command::SignOff => self.sign_off(),
            Command::Home => self.go_home(),
            Command::Comment => self.go_to_comment(),
            Command::NoComment => self.no_comment(),
            Command::NoCommentAtAll => self.no_comment_at_all(),
            Command::Note => self.act(Action::Note),
            Command::Stage(stage) => self.stage(stage),
            Command::Stands => self.stands(),
            Command::Clear => self.clear(),
            Command::Undo => self.walk_history(Action::Undo),
            Command::Redo => self.walk_history(Action::Redo),
            Command::Fill => self.fill(),
            Command::Editor => self.open_editor(),
            Command::Hint => self.hint(),
            Command::Guidance => self.guidance(),
            Command::Save => self.act(Action::Save),
            Command::Edit(_) | Command::Delete(_) | Command::Insert(_) => {
                self.say("There is no long text here. “=” before it makes it an answer.");
            }
            Command::Help | Command::Leave | Command::Repeat => {}
        }
    }

    /// Does what is done to a long text, where there is one. Whether it was that.
    fn obey_in_text(&mut self, command: &Command) -> bool {
        let Some(mut lines) = writing::lines(self.app) else {
            return false;
        };
        let place_of = |number: usize| match (1..=lines.len()).contains(&number) {
            true => Ok(number - 1),
            false => Err(format!("There is no line {number}: the text has {}", lines.len())),
        };
        match *command {
            Command::Edit(number) => self.or_say(place_of(number), |turn, place| {
                let old = lines.get(place).map_or("", String::as_str);
                turn.say(format!("Line {number} is: {old}"));
                turn.say("Type it anew; an empty line keeps it.");
                turn.plain.writing = Some(Writing::Line(place));
            }),
            Command::Delete(number) => self.or_say(place_of(number), |turn, place| {
                let line = lines.remove(place);
                turn.put_text(&lines.join("\n"));
                turn.say(format!("Line {number} is out: {line}"));
                turn.say_length();
            }),
            Command::Insert(number) => {
                let place = number.map_or(Ok(lines.len()), place_of);
                self.or_say(place, |turn, place| {
                    turn.say("Type lines. One with a single full stop, “.”, ends them.");
                    turn.plain.writing = Some(Writing::Before(place));
                });
            }
            Command::Clear if self.app.popup.is_some() => self.clear(),
            _ => return false,
        }
        true
    }

    fn repeat(&mut self) {
        self.plain.said = None;
        self.plain.reviewed = false;
        self.plain.length = Length::Whole;
    }

    fn list(&mut self) {
        let section = match &self.app.screen {
            Screen::Page(page) => Some(page.at.section),
            Screen::SectionEnd(end) => Some(end.section),
            Screen::Reading(Reading { of: Introduces::Section(section), .. }) => Some(*section),
            _ => None,
        };
        if let Some(session) = &self.app.session {
            let lines = screens::questions(session, section);
            self.plain.pending.extend(lines);
        }
    }

    fn sign_off(&mut self) {
        if let Screen::SignOff(form) = &self.app.screen {
            return match form.focus {
                BUTTON => self.press(),
                _ => self.repeat(),
            };
        }
        self.act(Action::Review);
        self.press_last();
    }

    fn go_to_comment(&mut self) {
        let Some((session, page)) = page(self.app) else {
            return self.nothing_asked();
        };
        let (_, here) = stops::here(session, page);
        let comments = stops::stops(session, page).into_iter().filter(|stop| {
            stop.question == here.question
                && stop.field == FieldName::Comment
                && (stop.row.is_none() || stop.row == here.row)
        });
        // A row's own comment comes before the one on the whole.
        match comments.max_by_key(|stop| stop.row.is_some()) {
            Some(comment) => self.update(Event::GoTo(Place::Question(comment))),
            None => self.say("There is no comment box here."),
        }
    }

    fn no_comment(&mut self) {
        let Some((here, _)) = self.stop() else {
            return self.nothing_asked();
        };
        if here.row.is_some() && here.field == FieldName::Comment {
            let row = Position { field: FieldName::Value, ..here.clone() };
            self.update(Event::GoTo(Place::Question(row)));
        }
        self.act(Action::NoComment);
        self.after_no_comment(&here);
    }

    fn no_comment_at_all(&mut self) {
        let Some((here, question)) = self.stop() else {
            return self.nothing_asked();
        };
        if !question.allow_no_comment || here.row.is_none() {
            return self.no_comment();
        }
        let id = question.id.clone();
        let on = self.app.session.as_ref().is_some_and(|session| !session.answer(&id).no_comment);
        self.update(Event::Edit(id, Edit::NoComment(on)));
        self.say(match on {
            true => "No comment on this question. What was said to it is kept aside.",
            false => "No longer “no comment”.",
        });
        self.after_no_comment(&Position { row: None, ..here });
    }

    /// Goes on, once "no comment" stands for the question, or the row.
    fn after_no_comment(&mut self, at: &Position) {
        let Some(session) = &self.app.session else {
            return;
        };
        let answer = session.answer(&at.question);
        match &at.row {
            Some(row) if answer.row(row).is_some_and(|row| row.no_comment) => {
                self.go_on_from(|stop| (&stop.question, &stop.row) != (&at.question, &at.row));
            }
            None if answer.no_comment => self.go_on_from(|stop| stop.question != at.question),
            Some(_) | None => {}
        }
    }

    fn stage(&mut self, stage: Option<Stage>) {
        let Some(question) = self.app.current_question() else {
            return self.say("Open a question to say how far it is agreed.");
        };
        if let Some(stage) = stage {
            self.update(Event::Edit(question.clone(), Edit::Stage(stage)));
        }
        if let Some(session) = &self.app.session {
            let stage = stage_name(session.answer(&question).stage);
            self.say(format!("Stage: {stage}."));
        }
    }

    fn clear(&mut self) {
        match writing::editor(self.app) {
            Some(_) => self.put_text(""),
            None if matches!(self.app.screen, Screen::Page(_)) => self.act(Action::Clear),
            None => return self.nothing_asked(),
        }
        self.say("Cleared. “undo” brings it back.");
    }

    /// Undoes or does again, and says what stands there then.
    fn walk_history(&mut self, action: Action) {
        let before = Here::of(self.app);
        self.act(action);
        if Here::of(self.app) != before || self.app.message.is_some() {
            return;
        }
        let said = self.at_stop(|stop| stop.answered(Length::Short)).unwrap_or_default();
        match said.is_empty() {
            true => self.say("Not answered."),
            false => self.plain.pending.extend(said),
        }
    }

    fn fill(&mut self) {
        let Some((session, page)) = page(self.app) else {
            return self.nothing_asked();
        };
        let (place, here) = stops::here(session, page);
        let answer = session.answer(&here.question);
        let answered = |row: &Value| answer.row(row).is_some_and(|row| row.value.is_some());
        let rows = stops::stops(session, page).into_iter().take(place + 1);
        let mut rows =
            rows.filter(|stop| stop.question == here.question).filter_map(|stop| stop.row);
        let Some(row) = rows.by_ref().filter(|row| answered(row)).last() else {
            return self.say("Answer a row first; then the blank ones after it can be filled.");
        };
        self.update(Event::Edit(here.question, Edit::FillDown(row)));
        self.say("The blank rows of that group have the same answer. “undo” takes it back.");
        self.plain.said = None;
    }

    fn open_editor(&mut self) {
        let is_text = page(self.app)
            .and_then(|(_, page)| page.focused())
            .is_some_and(|field| matches!(field.control, Control::Text(..)));
        match is_text {
            true => self.act(Action::EditExternally),
            false => self.say("There is no text of an answer here to edit."),
        }
    }

    fn hint(&mut self) {
        match self.at_stop(|stop| stop.hints()) {
            Some(hints) => self.plain.pending.extend(hints),
            None => self.nothing_asked(),
        }
        let hint = page(self.app).and_then(|(session, page)| {
            let item = session.consultation.item(page.at)?;
            item.wording().hint.clone().filter(|_| session.question(&page.id).is_none())
        });
        self.plain.pending.splice(0..0, hint);
    }

    fn guidance(&mut self) {
        let lines = page(self.app).and_then(|(session, page)| {
            Some(question::guidance(session, session.consultation.item(page.at)?))
        });
        match lines {
            Some(lines) => self.plain.pending.extend(lines),
            None => self.nothing_asked(),
        }
    }
}

/// What a line changes in an answer that is chosen; `None` where a text is asked for.
fn edit(stop: Stop<'_>, line: &str, meant: Meant) -> Option<Result<Edit, String>> {
    let Position { row, field, .. } = stop.position;
    if *field != FieldName::Value {
        return None;
    }
    let entries = stop.entries();
    let value = |place: usize| {
        let name = entries.get(place).and_then(|entry| entry.names.into_iter().flatten().next());
        let value = name.and_then(|name| Value::try_from(name).ok());
        value.ok_or_else(|| "That cannot be chosen".to_owned())
    };
    let one = || choosing::one(line, meant, &entries).and_then(value);
    let several = || {
        let places = choosing::several(line, meant, &entries)?;
        places.into_iter().map(value).collect::<Result<Vec<Value>, String>>()
    };
    match &stop.question.kind {
        QuestionKind::SelectOne { .. } => Some(one().map(Edit::Choose)),
        QuestionKind::SelectMultiple { .. } => Some(several().map(Edit::Put)),
        QuestionKind::Rank { .. } => Some(several().and_then(|values| {
            let twice = values
                .iter()
                .enumerate()
                .find(|(place, value)| values.iter().take(*place).any(|earlier| earlier == *value));
            match twice.and_then(|(_, value)| stop.question.label(value)) {
                Some(label) => Err(format!("{label} is there twice: name each once")),
                None => Ok(Edit::Put(values)),
            }
        })),
        QuestionKind::Matrix(_) => {
            let row = row.clone()?;
            Some(one().map(|value| Edit::Row(row, Some(value))))
        }
        QuestionKind::String { .. }
        | QuestionKind::Text { .. }
        | QuestionKind::Integer(_)
        | QuestionKind::Decimal { .. }
        | QuestionKind::Date { .. } => None,
    }
}

/// What is called that: by its id, its printed number, or a few words that only it has.
fn place(session: &Session, called: &str) -> Result<Place, String> {
    let consultation = &session.consultation;
    if let Ok(id) = QuestionId::try_from(called.to_owned())
        && consultation.location(&id).is_some()
    {
        return Ok(Place::Question(Position::of(&id)));
    }
    if let Ok(id) = SectionId::try_from(called.to_owned())
        && consultation.sections.iter().any(|section| section.id == id)
    {
        return Ok(Place::Section(id));
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
            "Nothing that is asked is called “{called}”. If that was an answer, type = before it."
        )),
        (None, several) => {
            let named: Vec<&str> =
                several.iter().take(MOST_NAMED).map(|one| one.label.as_str()).collect();
            let more = if several.len() > MOST_NAMED { "; and others" } else { "" };
            Err(format!("“{called}” could be: {}{more}. Type more of it.", named.join("; ")))
        }
    }
}
