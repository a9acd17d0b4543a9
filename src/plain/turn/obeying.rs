//! Handling commands.

use super::LineTurn;
use crate::{
    app::{
        Mode,
        action::Action,
        document::{DOCUMENTS, DocumentChoice},
        edit::Edit,
        event::Event,
        library::DestinationPlace,
        popup::Popup,
        screen::{
            Screen,
            page::Control,
            reading::{Introduces, Introduction},
            sign_off::{BUTTON, CONFIRM},
        },
    },
    model::{
        answer::{FieldName, Stage},
        draft::Position,
        id::Value,
    },
    plain::{
        Announced,
        command::{self, LineCommand, stage_name},
        page,
        question::{self, Length},
        screens, stops,
        writing::{self, TextEntry},
    },
};

impl LineTurn<'_> {
    /// Carries out a command.
    pub(super) fn obey(&mut self, command: LineCommand) {
        match command {
            LineCommand::Help => return self.plain.pending.extend(command::help()),
            LineCommand::Leave => {
                if matches!(self.app.popup, Some(Popup::NotSaved { .. })) {
                    self.plain.said = None;
                }
                return self.act(Action::Leave);
            }
            LineCommand::Repeat => return self.repeat(),
            LineCommand::Note if matches!(self.app.popup, Some(Popup::Note(_))) => {
                return self.repeat();
            }
            LineCommand::Document(choice, number) if matches!(self.app.mode, Mode::Home(_)) => {
                return self.make_document_at_home(choice, number);
            }
            _ if self.app.session().is_none() => {
                return self.say("Open a consultation first: type its number.");
            }
            _ if command.changes() && self.refuses() => return,
            _ => {}
        }
        if self.obey_in_text(&command) {
            return;
        }
        if self.app.popup.is_some() {
            self.act(Action::Up);
        }
        match command {
            LineCommand::Back => self.go_back(),
            LineCommand::Next => self.move_by(Action::NextQuestion, "There is nothing after this."),
            LineCommand::List => self.list(),
            LineCommand::GoTo(called) => self.go_to(&called),
            LineCommand::Find(words) => self.find(&words),
            LineCommand::Remembered => self.take_remembered(),
            LineCommand::Earlier => self.search_earlier(""),
            LineCommand::Contents
                if matches!(self.app.mode, Mode::Draft(_, Screen::Contents(_))) =>
            {
                self.repeat()
            }
            LineCommand::Contents => self.act(Action::Up),
            LineCommand::Review => {
                self.act(Action::Review);
                self.repeat();
            }
            LineCommand::SignOff => self.sign_off(),
            LineCommand::Home => self.go_home(),
            LineCommand::Comment => self.go_to_comment(),
            LineCommand::NoComment => self.no_comment(),
            LineCommand::NoCommentAtAll => self.no_comment_at_all(),
            LineCommand::Note => self.act(Action::Note),
            LineCommand::Stage(stage) => self.stage(stage),
            LineCommand::Stands => self.stands(),
            LineCommand::Clear => self.clear(),
            LineCommand::Undo => self.walk_history(Action::Undo),
            LineCommand::Redo => self.walk_history(Action::Redo),
            LineCommand::Fill => self.fill(),
            LineCommand::Editor => self.open_editor(),
            LineCommand::Hint => self.hint(),
            LineCommand::Guidance => self.guidance(),
            LineCommand::Save => self.act(Action::Save),
            LineCommand::Document(choice, _) => self.make_document(choice),
            LineCommand::Edit(_) | LineCommand::Delete(_) | LineCommand::Insert(_) => {
                self.say("There is no long text here. If that was an answer, type = before it.");
            }
            LineCommand::Help | LineCommand::Leave | LineCommand::Repeat => {}
        }
    }

    /// Carries out a command that edits a long text, and returns whether there was one.
    fn obey_in_text(&mut self, command: &LineCommand) -> bool {
        let Some(mut lines) = writing::lines(self.app) else {
            return false;
        };
        let place_of = |number: usize| {
            if (1..=lines.len()).contains(&number) {
                Ok(number - 1)
            } else {
                Err(format!("There is no line {number}: the text has {}", lines.len()))
            }
        };
        match *command {
            LineCommand::Edit(number) => self.or_say(place_of(number), |turn, place| {
                let old = lines.get(place).map_or("", String::as_str);
                turn.say(format!("Line {number} is: {old}"));
                turn.say("Type it again; an empty line keeps it.");
                turn.plain.writing = Some(TextEntry::Line(place));
            }),
            LineCommand::Delete(number) => self.or_say(place_of(number), |turn, place| {
                let line = lines.remove(place);
                turn.put_text(&lines.join("\n"));
                turn.say(format!("Line {number} is deleted: {line}"));
                turn.say_length();
            }),
            LineCommand::Insert(number) => {
                let place = number.map_or(Ok(lines.len()), place_of);
                self.or_say(place, |turn, place| {
                    turn.say("Type lines. One with a single full stop, “.”, ends them.");
                    turn.plain.writing = Some(TextEntry::Before(place));
                });
            }
            LineCommand::Clear if self.app.popup.is_some() => self.clear(),
            _ => return false,
        }
        true
    }

    /// Makes a document of a draft on the first screen, by its number there.
    fn make_document_at_home(&mut self, choice: Option<DocumentChoice>, number: Option<usize>) {
        match (choice, number) {
            (Some(_), Some(number)) => {
                let entries = screens::home_labels(self.app).len();
                if !(1..=entries).contains(&number) {
                    return self.say(format!("There is no number {number} here."));
                }
                self.act(Action::Nth(number));
                self.make_document(choice);
            }
            (Some(choice), None) => {
                self.say(format!("Add the number of the draft: “document {} 1”.", choice.word()))
            }
            (None, _) => self.make_document(None),
        }
    }

    fn make_document(&mut self, choice: Option<DocumentChoice>) {
        let Some(choice) = choice else {
            for choice in DOCUMENTS {
                self.say(format!("document {}: {}", choice.word(), choice.label()));
            }
            return;
        };
        self.act(Action::Document);
        let place = DOCUMENTS.iter().position(|known| *known == choice);
        if let (Some(place), Some(_)) = (place, &self.app.popup) {
            self.act(Action::Nth(place + 1));
        }
    }

    fn repeat(&mut self) {
        self.plain.said = None;
        self.plain.reviewed = false;
        self.plain.length = Length::Whole;
    }

    fn list(&mut self) {
        let section = match &self.app.mode {
            Mode::Draft(_, Screen::Page(page)) => Some(page.at.section),
            Mode::Draft(_, Screen::SectionEnd(end)) => Some(end.section),
            Mode::Draft(
                _,
                Screen::Reading(Introduction { of: Introduces::Section(section), .. }),
            ) => Some(*section),
            _ => None,
        };
        if let Mode::Draft(session, _) = &self.app.mode {
            let lines = screens::questions(session, section);
            self.plain.pending.extend(lines);
        }
    }

    fn sign_off(&mut self) {
        if let Mode::Draft(_, Screen::SignOff(form)) = &self.app.mode {
            match form.focus {
                CONFIRM | BUTTON => self.confirm_and_sign(),
                _ => self.repeat(),
            }
            return;
        }
        self.act(Action::Review);
        self.press_last();
    }

    /// Typing the words is the confirmation.
    fn confirm_and_sign(&mut self) {
        if matches!(&self.app.mode, Mode::Draft(_, Screen::SignOff(form)) if form.focus == BUTTON) {
            self.act(Action::PreviousField);
        }
        if matches!(&self.app.mode, Mode::Draft(_, Screen::SignOff(form)) if !form.confirmed) {
            self.act(Action::Choose);
        }
        self.act(Action::NextField);
        self.press();
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
        // The comment of a row takes precedence over the comment of its question.
        match comments.max_by_key(|stop| stop.row.is_some()) {
            Some(comment) => self.update(Event::GoTo(DestinationPlace::Question(comment))),
            None => self.say("There is no comment box here."),
        }
    }

    fn no_comment(&mut self) {
        let Some((here, _)) = self.stop() else {
            return self.nothing_asked();
        };
        if here.row.is_some() && here.field == FieldName::Comment {
            let row = Position { field: FieldName::Value, ..here.clone() };
            self.update(Event::GoTo(DestinationPlace::Question(row)));
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
        let on = self.app.session().is_some_and(|session| !session.answer(&id).no_comment);
        self.update(Event::Edit(id, Edit::NoComment(on)));
        if on && self.app.notice.is_none() {
            self.say("No comment on this question.");
        }
        self.after_no_comment(&Position { row: None, ..here });
    }

    /// Moves on, once "no comment" is set for the question or row.
    fn after_no_comment(&mut self, at: &Position) {
        let Mode::Draft(session, _) = &self.app.mode else {
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

    /// Answers with what is remembered of the respondent, and moves on.
    fn take_remembered(&mut self) {
        let offered = self.at_stop(|stop| stop.session.offered_detail(&stop.question.id));
        self.act(Action::TakeDetail);
        if offered.flatten().is_some() {
            let said = self.at_stop(|stop| stop.answered(Length::Short));
            self.plain.pending.extend(said.unwrap_or_default());
            self.go_on_from(|_| true);
        }
    }

    fn stage(&mut self, stage: Option<Stage>) {
        let Some(question) = self.app.current_question() else {
            return self.say("Open a question to say how far it is agreed.");
        };
        if let Some(stage) = stage {
            self.update(Event::Edit(question.clone(), Edit::Stage(stage)));
        }
        if let Mode::Draft(session, _) = &self.app.mode {
            let stage = stage_name(session.answer(&question).stage);
            self.say(format!("Stage: {stage}."));
        }
    }

    fn clear(&mut self) {
        match writing::editor(self.app) {
            Some(_) => self.put_text(""),
            None => {
                let Some((here, _)) = self.stop() else {
                    return self.nothing_asked();
                };
                let edit = match here.row {
                    Some(row) => Edit::Row(row, None),
                    None => Edit::Clear,
                };
                self.update(Event::Edit(here.question, edit));
                if self.app.notice.is_none() {
                    self.say("There is no answer here to take back.");
                }
                return;
            }
        }
        self.say("Cleared. “undo” brings it back.");
    }

    /// Undoes or redoes, and says the resulting answer.
    fn walk_history(&mut self, action: Action) {
        let before = Announced::of(self.app);
        self.act(action);
        if Announced::of(self.app) != before || self.app.notice.is_some() {
            return;
        }
        let said = self.at_stop(|stop| stop.answered(Length::Short)).unwrap_or_default();
        if said.is_empty() { self.say("Not answered.") } else { self.plain.pending.extend(said) }
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
        if is_text {
            self.act(Action::EditExternally)
        } else {
            self.say("There is no text here to edit.")
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
