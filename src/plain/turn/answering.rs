//! Handling answers.

use super::LineTurn;
use crate::{
    app::{
        Mode,
        action::Action,
        cursor::Cursor,
        edit::Edit,
        event::Event,
        field::text::Motion,
        library::DestinationPlace,
        popup::{NOT_SAVED, OCCUPIED, Popup},
        screen::{Screen, revised::REVISED, sign_off::CONFIRM},
    },
    model::{
        answer::FieldName,
        consultation::{QuestionKind, Row},
        draft::Position,
        id::Value,
    },
    plain::{
        choosing::{self, LineMeaning, ListedEntry},
        question::{Length, Stop},
        quoting, review,
        screens::{self, MOST_QUOTABLE, SECTION_END},
        sentence,
        writing::{self, TextEntry, TextEntryLine},
    },
    words::count,
};

/// A row of a matrix and the column chosen for it; `None` leaves the row unchanged.
type RowReply = (Value, Option<Value>);

impl LineTurn<'_> {
    /// Records that the respondent has read a changed question again.
    pub(super) fn stands(&mut self) {
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

    /// Handles a line as the answer to the current stop.
    pub(super) fn answer(&mut self, line: &str, meant: LineMeaning) {
        let is_change =
            self.app.popup.is_none() && matches!(self.app.mode, Mode::Draft(_, Screen::Page(_)));
        if is_change && self.refuses() {
            return;
        }
        if quoting(self.app).is_some() {
            return self.quote(line, meant);
        }
        match &self.app.popup {
            Some(Popup::Note(_)) => self.begin(line),
            Some(Popup::Adding(_) | Popup::NotSaved { elsewhere: Some(_), .. }) => {
                self.put_text(line);
                self.act(Action::Press);
            }
            Some(Popup::NotSaved { elsewhere: None, .. }) => {
                let ways = NOT_SAVED.map(ListedEntry::labelled);
                let way = choosing::one(line, meant, &ways);
                self.or_say(way, |turn, way| turn.act(Action::Nth(way + 1)));
            }
            Some(Popup::Occupied { .. }) => {
                let way = choosing::one(line, meant, &OCCUPIED.map(ListedEntry::labelled));
                self.or_say(way, |turn, way| turn.act(Action::Nth(way + 1)));
            }
            Some(Popup::Conflict(_)) => self.settle(line, meant),
            Some(Popup::Portal(_) | Popup::Unusable { .. } | Popup::Problems { .. }) => {
                self.nothing_asked();
            }
            Some(
                Popup::Help { .. }
                | Popup::Guidance { .. }
                | Popup::GoTo(_)
                | Popup::Search(_)
                | Popup::Documents { .. },
            )
            | None => self.answer_screen(line, meant),
        }
    }

    /// Answers what a screen asks, with no pop-up above it.
    fn answer_screen(&mut self, line: &str, meant: LineMeaning) {
        match &self.app.mode {
            Mode::Home(_) => {
                let labels = screens::home_labels(self.app);
                let entries: Vec<ListedEntry<'_>> =
                    labels.iter().map(|label| ListedEntry::labelled(label)).collect();
                let entry = choosing::one(line, meant, &entries);
                self.or_say(entry, Self::press_entry);
            }
            Mode::Draft(session, Screen::Contents(_)) => {
                let labels = screens::contents_labels(session);
                let entries: Vec<ListedEntry<'_>> =
                    labels.iter().map(|label| ListedEntry::labelled(label)).collect();
                let entry = choosing::one(line, meant, &entries);
                self.or_say(entry, Self::press_entry);
            }
            Mode::Draft(_, Screen::SectionEnd(_)) => {
                let entry = choosing::one(line, meant, &SECTION_END.map(ListedEntry::labelled));
                self.or_say(entry, |turn, entry| turn.act(Action::Nth(entry + 1)));
            }
            Mode::Draft(_, Screen::Review(review)) => {
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
            Mode::Draft(_, Screen::SignOff(form)) if form.focus < CONFIRM => {
                self.put_text(line);
                self.press();
            }
            Mode::Draft(_, Screen::SignOff(_)) => self.say(
                "Nothing is signed yet. “sign off” signs off and exports; “back” goes back, “review” to your answers.",
            ),
            Mode::Draft(_, Screen::Page(_)) => self.answer_page(line, meant),
            Mode::Revised(_) => {
                let way = choosing::one(line, meant, &REVISED.map(ListedEntry::labelled));
                self.or_say(way, |turn, way| match way {
                    0 => turn.press(),
                    _ => turn.act(Action::Up),
                });
            }
            Mode::Broken(_) => self.nothing_asked(),
            Mode::Draft(_, Screen::Reading(_) | Screen::Done(_)) => self.nothing_asked(),
        }
    }

    /// Quotes the earlier answer with a number, or searches for other words.
    fn quote(&mut self, line: &str, meant: LineMeaning) {
        let known = quoting(self.app).map_or(0, |(search, _)| search.found.len());
        let number = line.trim().parse::<usize>().ok().filter(|_| meant == LineMeaning::Freely);
        let Some(number) = number.filter(|number| (1..=known.min(MOST_QUOTABLE)).contains(number))
        else {
            return self.search_earlier(line.trim());
        };
        if let Some(Popup::Search(search)) = &mut self.app.popup {
            search.cursor = Cursor(number - 1);
        }
        self.act(Action::Press);
    }

    /// Changes whose answer is kept, or decides which version is saved.
    fn settle(&mut self, line: &str, meant: LineMeaning) {
        let (Some(Popup::Conflict(conflict)), Mode::Draft(session, _)) =
            (&self.app.popup, &self.app.mode)
        else {
            return;
        };
        let titles = conflict.differences.iter().map(|one| session.title_of(&one.question));
        let labels: Vec<String> = titles.chain(conflict.ways().map(str::to_owned)).collect();
        let entries: Vec<ListedEntry<'_>> =
            labels.iter().map(|label| ListedEntry::labelled(label)).collect();
        let entry = choosing::one(line, meant, &entries);
        self.or_say(entry, |turn, entry| {
            turn.act(Action::Nth(entry + 1));
            if let Some(Popup::Conflict(conflict)) = &turn.app.popup
                && let Some(difference) = conflict.differences.get(entry)
            {
                let kept = screens::kept(conflict, difference.keep);
                turn.say(kept);
            }
        });
    }

    pub(super) fn nothing_asked(&mut self) {
        self.say("There is no question here. An empty line goes on; “help” lists the commands.");
    }

    /// Continues with the entry that was read, or says why it could not be read.
    pub(super) fn or_say<T>(&mut self, read: Result<T, String>, go_on: impl FnOnce(&mut Self, T)) {
        match read {
            Ok(read) => go_on(self, read),
            Err(problem) => self.say(sentence(&problem)),
        }
    }

    fn answer_page(&mut self, line: &str, meant: LineMeaning) {
        let Some((position, question)) = self.stop() else {
            return self.nothing_asked();
        };
        let id = question.id.clone();
        if position.field == FieldName::Value {
            self.plain.answered_rows.clear();
        }
        match self.at_stop(|stop| row_line(stop, line, meant)).flatten() {
            Some(Ok(answers)) => return self.answer_rows(&position, answers),
            Some(Err(problem)) => return self.say(sentence(&problem)),
            None => {}
        }
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
                // Report problems once the answer has been read and left.
                let understood = self.app.session().and_then(|session| {
                    let question = session.question(&id)?;
                    Stop { session, question, position: &position }.understood()
                });
                self.plain.pending.splice(0..0, understood);
            }
        }
    }

    /// Answers rows of a matrix, then asks for the reasons that they require, then moves past them.
    fn answer_rows(&mut self, here: &Position, answers: Vec<RowReply>) {
        for (row, column) in &answers {
            let position = Position { row: Some(row.clone()), ..here.clone() };
            if let Some(column) = column {
                // Undo returns to where a change was made.
                self.update(Event::GoTo(DestinationPlace::Question(position.clone())));
                let edit = Edit::Row(row.clone(), Some(column.clone()));
                self.update(Event::Edit(here.question.clone(), edit));
            }
            let said = self.at_stop(|stop| {
                let label = stop.question.matrix()?.row(row)?.label.clone();
                let label_of = |column| stop.question.matrix()?.column(column);
                Some(format!("{label}: {}.", label_of(column.as_ref()?)?.label))
            });
            self.plain.pending.extend(said.flatten());
            self.plain.answered_rows.push(position);
        }
        self.update(Event::GoTo(DestinationPlace::Question(here.clone())));
        self.go_on_from(|_| true);
    }

    /// Replaces the current text with a line.
    pub(super) fn put_text(&mut self, text: &str) {
        let Some(editor) = writing::editor(self.app) else {
            return;
        };
        let was_empty = editor.text().is_empty();
        if !was_empty {
            self.act(Action::SelectAll);
        }
        if !text.is_empty() {
            self.update(Event::Paste(text.to_owned()));
        } else if !was_empty {
            self.act(Action::Erase(Motion::Left));
        }
    }

    /// Starts collecting a long text with its first line.
    fn begin(&mut self, line: &str) {
        match writing::read(line) {
            TextEntryLine::End => self.go_on(),
            TextEntryLine::Line(line) => {
                self.put_text(line);
                self.plain.writing = Some(TextEntry::Text);
            }
        }
    }

    /// Collects a line of a long text.
    pub(super) fn write(&mut self, line: &str) {
        match (writing::read(line), self.plain.writing) {
            (TextEntryLine::Line(line), Some(TextEntry::Before(place))) => {
                let mut lines = writing::lines(self.app).unwrap_or_default();
                lines.insert(place.min(lines.len()), line.to_owned());
                self.put_text(&lines.join("\n"));
                self.plain.writing = Some(TextEntry::Before(place + 1));
            }
            (TextEntryLine::Line(line), _) => self.update(Event::Paste(format!("\n{line}"))),
            (TextEntryLine::End, writing) => {
                self.plain.writing = None;
                self.say_length();
                if writing == Some(TextEntry::Text) {
                    self.go_on();
                }
            }
        }
    }

    pub(super) fn put_line(&mut self, place: usize, line: &str) {
        let mut lines = writing::lines(self.app).unwrap_or_default();
        if let Some(old) = lines.get_mut(place) {
            line.clone_into(old);
            self.put_text(&lines.join("\n"));
            self.say(format!("Line {} is now: {line}", place + 1));
        }
    }

    /// Says the length of the text.
    pub(super) fn say_length(&mut self) {
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

/// Reads a line as answers to rows: a number for each row from the current one to the last of its
/// group, or `-` to leave a row unchanged. Returns `None` if the line has another form.
fn row_line(
    stop: Stop<'_>,
    line: &str,
    meant: LineMeaning,
) -> Option<Result<Vec<RowReply>, String>> {
    let group = stop.row_group().filter(|_| meant == LineMeaning::Freely)?;
    let split = line.split(|c: char| c.is_whitespace() || c == ',');
    let typed: Vec<&str> = split.filter(|one| !one.is_empty()).collect();
    let is_read = |one: &&str| *one == "-" || one.parse::<usize>().is_ok();
    if !typed.iter().all(is_read) || (typed.len() == 1 && typed != ["-"]) {
        return None;
    }
    let rows = group.rest();
    if typed.len() != rows.len() && typed.len() > 1 {
        return Some(Err(format!(
            "{} for {}: nothing has changed. Type one for each row, “-” for a row to leave as it \
             is, or a single number for this row alone",
            count(typed.len(), "answer", "answers"),
            count(rows.len(), "row", "rows"),
        )));
    }
    let columns: Vec<&Value> =
        stop.session.route.columns(stop.question).map(|(_, column)| &column.value).collect();
    let entries = stop.entries();
    let read = |(row, one): (&&Row, &&str)| {
        let column = match *one {
            "-" => None,
            number => columns.get(choosing::one(number, meant, &entries)?).copied().cloned(),
        };
        Ok((row.value.clone(), column))
    };
    Some(rows.iter().zip(&typed).map(read).collect())
}

/// Returns the edit that a line makes to a chosen answer; `None` if a text is expected.
fn edit(stop: Stop<'_>, line: &str, meant: LineMeaning) -> Option<Result<Edit, String>> {
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
                Some(label) => Err(format!("{label} is named twice: name each choice once")),
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
