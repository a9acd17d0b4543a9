//! What a key does to an answer.

use crate::{
    app::{
        App, Mode,
        action::Action,
        cursor::Cursor,
        edit::{Edit, TextField},
        event::Effect,
        field::text::{Change, Lines, Motion},
        notice::{AnswerNotice, Loss, ScreenNotice},
        popup::Popup,
        screen::{
            Screen,
            page::{After, Control, Page, Scroll},
        },
        session::Session,
        update::{
            matrix::RowStep,
            put_aside,
            typing::{Typed, typed},
        },
    },
    model::{
        consultation::{Question, QuestionKind},
        draft::{Draft, Position},
        id::{QuestionId, Value},
        text::Text,
    },
};

/// As many drafts that are on their way as are remembered, while saving fails for hours.
const MOST_HANDED_OVER: usize = 500;

impl App {
    /// Has what was edited kept on this machine; it is saved once typing pauses.
    pub(in crate::app) fn save(&mut self) {
        let position = self.position();
        let Mode::Draft(session, _) = &mut self.mode else { return };
        if session.is_read_only() {
            return;
        }
        if position.is_some() {
            session.draft.position = position;
        }
        if self.preview.is_some() {
            return;
        }
        let edit = session.take_edit();
        self.effects.push(Effect::Record(Box::new(edit), self.saving.edited()));
    }

    /// The same, and has it saved at once.
    pub(in crate::app) fn save_at_once(&mut self) {
        self.save();
        self.save_edits();
    }

    /// Hands the newest draft over to be saved, if it was edited since the last one.
    pub(in crate::app) fn save_edits(&mut self) {
        if self.saving.has_edits() {
            self.hand_over(Effect::Save);
            self.keep_resume_point(self.resume_point());
        }
    }

    /// The same, in a way of one's own: over somebody else's version, beside it, elsewhere.
    pub(super) fn hand_over(&mut self, how: impl FnOnce(Box<Draft>, u64) -> Effect) {
        let Mode::Draft(session, _) = &self.mode else { return };
        let Some(number) = self.saving.hand_over() else { return };
        // Without the oldest, a version that was saved late counts as changed by both.
        if self.handed_over.len() == MOST_HANDED_OVER {
            self.handed_over.pop_front();
        }
        self.handed_over.push_back((number, session.draft.answers.clone()));
        self.effects.push(how(Box::new(session.draft.clone()), number));
    }

    /// Where the respondent is in the draft.
    fn position(&self) -> Option<Position> {
        match &self.mode {
            Mode::Draft(session, Screen::Page(page)) => Some(page.position(session)),
            _ => None,
        }
    }

    /// Keeps where the respondent is. Leaving a question saves it, and keeps the screen for after a
    /// crash.
    pub(in crate::app) fn keep_position(&mut self) {
        let Some(now) = self.position() else { return };
        let Mode::Draft(session, _) = &mut self.mode else { return };
        let kept = session.draft.position.as_ref();
        let stays = kept.is_some_and(|kept| kept.question == now.question);
        session.draft.position = Some(now);
        if !stays {
            self.save_edits();
            self.keep_resume_point(self.resume_point());
        }
    }

    /// What a key does on the screen.
    pub(in crate::app) fn act_on_screen(&mut self, action: Action) {
        match &self.mode {
            Mode::Draft(_, Screen::Page(_)) => self.act_on_page(action),
            Mode::Draft(_, Screen::SignOff(_)) => self.act_on_sign_off(action),
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
            | Mode::Broken(_) => self.act_on_menu(action),
        }
    }

    fn act_on_page(&mut self, action: Action) {
        match action {
            Action::NextField => self.next_field(),
            Action::PreviousField => self.move_focus(-1),
            Action::NoComment => self.toggle_no_comment(),
            Action::EditExternally => self.edit_externally(),
            Action::Continue => self.leave_page(Self::continue_page),
            _ => {
                let Mode::Draft(_, Screen::Page(page)) = &mut self.mode else { return };
                if !matches!(action, Action::Copy) {
                    page.scroll = Scroll::Focus;
                }
                match page.focused().map(|field| &field.control) {
                    // One row looks like another: none is answered out of sight.
                    Some(Control::Matrix { .. }) if self.measures.hides_focus => {}
                    Some(Control::Text(..)) => self.act_in_text(action),
                    Some(Control::Choices(_) | Control::Rank(_)) => self.act_in_choices(action),
                    Some(Control::Matrix { .. }) => self.act_in_matrix(action),
                    Some(
                        Control::Guidance
                        | Control::NoComment
                        | Control::Stands
                        | Control::Continue,
                    )
                    | None => self.act_on_button(action),
                }
            }
        }
    }

    /// Moves the focus so many fields on.
    pub(in crate::app) fn move_focus(&mut self, by: isize) {
        if let Mode::Draft(session, _) = &mut self.mode {
            session.close_step();
        }
        if let Mode::Draft(session, Screen::Page(page)) = &mut self.mode {
            let next = page.stop_after(session, by);
            page.give_focus(next);
        }
    }

    /// `Tab`: to the next field. From an answered row, that is its comment, which opens; from
    /// there, the next row.
    fn next_field(&mut self) {
        let Mode::Draft(session, Screen::Page(page)) = &mut self.mode else {
            return;
        };
        match page.row_comment() {
            Some(comment) if comment == page.focus => match self.step_to_next_row() {
                RowStep::Moved => {}
                RowStep::AtEnd => self.move_focus(1),
            },
            Some(comment) if page.is_row_answered(session) => {
                session.close_step();
                page.give_focus(comment);
            }
            _ => self.move_focus(1),
        }
    }

    /// Changes an answer, and what follows from it on the page; whether it did.
    pub fn edit(&mut self, question: &QuestionId, edit: &Edit) -> bool {
        let now = self.now.clone();
        let position = self.position().unwrap_or_else(|| Position::of(question));
        let added = match edit {
            Edit::Text(_, text) => text.written_size(),
            _ => 0,
        };
        if self.refuses_changes() || self.refuses_text(added) {
            return false;
        }
        let Mode::Draft(session, _) = &mut self.mode else { return false };
        let asked = session.route.pages().to_vec();
        let before = session.answer(question).clone();
        if !session.edit(question, edit, position, &now) {
            return false;
        }
        let hidden = session.hidden_answers(&asked);
        let losses = session.question(question).map_or_else(Vec::new, |asked| {
            put_aside::between(asked, &before, session.answer(question))
        });
        if !losses.is_empty() || hidden > 0 {
            self.notify(AnswerNotice::GaveWay { losses, hidden });
        }
        self.refresh();
        self.save();
        true
    }

    /// Takes an answer back, or says that there is none.
    pub(super) fn take_back(&mut self, question: &QuestionId, edit: &Edit) {
        self.edit(question, edit);
        if self.notice.is_none() {
            self.notify(AnswerNotice::NothingToClear);
        }
    }

    /// Makes the fields of the page what the answers ask for now.
    pub(in crate::app) fn refresh(&mut self) {
        if let Mode::Draft(session, Screen::Page(page)) = &mut self.mode {
            page.refresh(session);
            page.forget_mended(session);
            page.measure(&self.measures);
        }
    }

    /// Makes the fields, and the texts in them, what the answers say now.
    pub(in crate::app) fn reload(&mut self) {
        self.refresh();
        if let Mode::Draft(session, Screen::Page(page)) = &mut self.mode {
            page.reload_texts(session);
        }
    }

    fn act_in_text(&mut self, action: Action) {
        let Mode::Draft(_, Screen::Page(page)) = &mut self.mode else { return };
        let Some(field) = page.focused_mut() else { return };
        let question = field.question.clone();
        let Control::Text(text, editor) = &mut field.control else { return };
        let text = text.clone();
        match typed(editor, action, &self.clipboard) {
            Typed::Changed(change) => self.take_typed(&question, &text, change),
            Typed::Cut(change, cut) => {
                self.copy(cut);
                self.take_typed(&question, &text, change);
            }
            Typed::Copied(copied) => self.copy(copied),
            Typed::Moved => {
                if let Mode::Draft(session, _) = &mut self.mode {
                    session.close_step();
                }
            }
            Typed::AtEdge(Motion::RowUp) if text.is_line() => self.move_focus(-1),
            Typed::AtEdge(Motion::RowDown) if text.is_line() => self.next_field(),
            Typed::AtEdge(_) => {}
            Typed::Nothing => match action {
                Action::Press => self.go_on_from_text(),
                Action::Copy => {
                    self.notify(ScreenNotice::HowToLeave { in_text: true });
                }
                _ => {}
            },
        }
    }

    /// `Enter` in a text: on, from the comment of a row to the next row.
    fn go_on_from_text(&mut self) {
        let Mode::Draft(_, Screen::Page(page)) = &self.mode else { return };
        let Some(Control::Text(_, editor)) = page.focused().map(|field| &field.control) else {
            return;
        };
        let is_passed = editor.lines() == Lines::Many && !editor.text().is_blank();
        match page.current_matrix() {
            Some(_) => self.go_on_in_matrix(),
            None => self.go_on(),
        };
        if is_passed && self.notice.is_none() {
            self.notify(AnswerNotice::TextKept);
        }
    }

    /// `Enter`: to the next field of the page that takes an answer, else on from the page.
    pub(super) fn go_on(&mut self) {
        let Mode::Draft(_, Screen::Page(page)) = &mut self.mode else { return };
        let Some(next) = page.next_input() else {
            return self.leave_page(Self::continue_page);
        };
        page.give_focus(next);
        if let Mode::Draft(session, _) = &mut self.mode {
            session.close_step();
        }
    }

    /// Takes in what was typed into a text of the page.
    pub(in crate::app) fn take_typed(
        &mut self,
        question: &QuestionId,
        field: &TextField,
        change: Change,
    ) {
        if self.refuses_changes() {
            self.reload();
            return;
        }
        let now = self.now.clone();
        let position = self.position().unwrap_or_else(|| Position::of(question));
        let text = match (&self.mode, &self.popup) {
            (_, Some(Popup::Note(note))) => note.editor.text().clone(),
            (Mode::Draft(_, Screen::Page(page)), _) => {
                match page.focused().map(|field| &field.control) {
                    Some(Control::Text(_, editor)) => editor.text().clone(),
                    _ => return,
                }
            }
            _ => return,
        };
        let Mode::Draft(session, screen) = &mut self.mode else { return };
        let before = session.route.pages().len();
        let was_no_comment = session.answer(question).no_comment;
        session.typed(question, (field, &text), change, position, &now);
        let gave_way = was_no_comment && !session.answer(question).no_comment;
        if session.route.pages().len() != before {
            self.refresh();
        } else if let Screen::Page(page) = screen {
            page.forget_mended(session);
        }
        if gave_way {
            self.notify(AnswerNotice::GaveWay { losses: vec![Loss::NoComment], hidden: 0 });
        }
        self.save();
    }

    /// Keeps what was copied, and gives it to the terminal's clipboard.
    pub(in crate::app) fn copy(&mut self, copied: Text) {
        self.clipboard = copied.clone();
        self.effects.push(Effect::Copy(copied));
    }

    fn act_in_choices(&mut self, action: Action) {
        let Mode::Draft(session, Screen::Page(page)) = &mut self.mode else { return };
        let Some(field) = page.focused_mut() else { return };
        let id = field.question.clone();
        let Some(question) = session.question(&id) else { return };
        let entries = shown_values(session, question);
        let (Control::Choices(cursor) | Control::Rank(cursor)) = &mut field.control else { return };
        if let Action::Nth(number) = action {
            if number > entries.len() {
                return;
            }
            cursor.0 = number - 1;
        }
        let Some(value) = entries.get(cursor.0).cloned() else { return };
        let place = cursor.0;
        let answer = session.answer(&id);
        let ranked = answer.value.values().len();
        let is_chosen = answer.value.holds(&value) && !answer.no_comment;
        let takes_one = matches!(question.kind, QuestionKind::SelectOne { .. });
        match action {
            Action::Move(motion) => {
                let page = self.measures.page;
                if !cursor.follow(motion, entries.len(), page) {
                    match motion {
                        Motion::RowUp | Motion::Left => self.move_focus(-1),
                        Motion::RowDown | Motion::Right => self.move_focus(1),
                        _ => {}
                    }
                }
            }
            Action::Nth(_) if is_chosen => {
                let mark = put_aside::choice_mark(&question.kind);
                self.notify(AnswerNotice::AlreadyChosen(mark));
            }
            Action::Choose | Action::Nth(_) => self.toggle(&id, value),
            Action::Press => self.go_on(),
            Action::Clear if takes_one || answer.no_comment => self.take_back(&id, &Edit::Clear),
            Action::Clear if is_chosen => self.toggle(&id, value),
            Action::Clear => {
                self.notify(AnswerNotice::NothingToClear);
            }
            Action::RankUp if is_chosen && place > 0 => {
                cursor.0 -= 1;
                self.edit(&id, &Edit::Rank(value, place - 1));
            }
            Action::RankDown if is_chosen && place + 1 < ranked => {
                cursor.0 += 1;
                self.edit(&id, &Edit::Rank(value, place + 1));
            }
            Action::RankUp | Action::RankDown if !is_chosen => {
                self.notify(AnswerNotice::RankFirst);
            }
            _ => self.act_where_nothing_is_typed(action),
        }
    }

    /// Chooses an entry, or takes the choice back; the cursor of a ranking goes along.
    fn toggle(&mut self, id: &QuestionId, value: Value) {
        self.edit(id, &Edit::Toggle(value.clone()));
        if let Mode::Draft(session, Screen::Page(page)) = &mut self.mode
            && let Some(Control::Rank(cursor)) = page.focused_mut().map(|field| &mut field.control)
            && let Some(question) = session.question(id)
        {
            let entries = session.rank_entries(question);
            let ranked = session.answer(id).value.values().len();
            let place = entries.iter().position(|entry| *entry == value).unwrap_or_default();
            // After ranking, the cursor waits at the next entry that has no place yet.
            let next = ranked.min(entries.len().saturating_sub(1));
            *cursor = Cursor(if place < ranked { next } else { place });
        }
    }

    fn act_on_button(&mut self, action: Action) {
        let Mode::Draft(_, Screen::Page(page)) = &self.mode else { return };
        match (action, page.focused().map(|field| &field.control)) {
            (Action::Press | Action::Choose, Some(Control::Guidance)) => self.open_guidance(),
            (Action::Press | Action::Choose, Some(Control::Stands)) => self.let_it_stand(),
            (Action::Press | Action::Choose, Some(Control::Continue)) => {
                self.leave_page(Self::continue_page)
            }
            (Action::Move(motion), _) => {
                self.scroll_page(motion);
            }
            _ => self.act_where_nothing_is_typed(action),
        }
    }

    /// Takes note that a changed question has been read again, and goes on to the next button.
    fn let_it_stand(&mut self) {
        let Some(id) = self.current_question() else { return };
        let Mode::Draft(_, Screen::Page(page)) = &self.mode else { return };
        let focus = page.focus;
        if self.edit(&id, &Edit::Stands)
            && let Mode::Draft(_, Screen::Page(page)) = &mut self.mode
        {
            // The next field has moved up to where the button was.
            page.give_focus(focus);
            self.notify(AnswerNotice::AnswerStands);
        }
    }

    pub(super) fn act_where_nothing_is_typed(&mut self, action: Action) {
        if action == Action::Copy {
            self.notify(ScreenNotice::HowToLeave { in_text: false });
        }
    }

    /// `Ctrl-K`: "no comment" on and off, on what has the focus.
    fn toggle_no_comment(&mut self) {
        let Some(id) = self.current_question() else { return };
        let row = match &self.mode {
            Mode::Draft(session, Screen::Page(page)) => page.no_comment_row(session, &id).cloned(),
            _ => None,
        };
        self.toggle_no_comment_on(&id, row)
    }

    /// "No comment" on and off, on a question or one of its rows.
    pub(super) fn toggle_no_comment_on(&mut self, id: &QuestionId, row: Option<Value>) {
        let Some(question) = self.session().and_then(|session| session.question(id)) else {
            return;
        };
        if !question.allow_no_comment {
            self.notify(AnswerNotice::NoCommentRefused);
            return;
        }
        if self.refuses_changes() {
            return;
        }
        let answer = self.session().map(|session| session.answer(id)).cloned();
        let answer = answer.unwrap_or_default();
        let on_row = row.is_some();
        let is_on = match &row {
            Some(row) => !answer.row(row).is_some_and(|row| row.no_comment),
            None => !answer.no_comment,
        };
        let edit = match row {
            Some(row) => Edit::RowNoComment(row, is_on),
            None => Edit::NoComment(is_on),
        };
        self.edit(id, &edit);
        if is_on && self.notice.is_none() {
            self.notify(AnswerNotice::NoComment { on_row });
        }
    }

    fn edit_externally(&mut self) {
        // What was written in the editor would be lost.
        if matches!(self.mode, Mode::Draft(_, Screen::Page(_))) && self.refuses_changes() {
            return;
        }
        if let Mode::Draft(session, Screen::Page(page)) = &self.mode {
            match page.focused().map(|field| &field.control) {
                Some(Control::Text(_, editor)) => {
                    let text = editor.text().clone();
                    let effect = Effect::EditExternally { text, room: session.room() };
                    // Nothing is saved while the editor has the terminal.
                    self.save_edits();
                    self.effects.push(effect);
                }
                _ => {
                    self.notify(AnswerNotice::EditorNeedsText);
                }
            }
        }
    }

    /// Takes the last change back.
    pub(in crate::app) fn undo(&mut self) {
        let now = self.now.clone();
        match self.session_mut().and_then(|session| session.undo(&now)) {
            Some((position, typed)) => self.show_change(&position, typed),
            None => {
                self.notify(AnswerNotice::NothingToUndo);
            }
        }
    }

    /// Does again what was taken back last.
    pub(in crate::app) fn redo(&mut self) {
        let now = self.now.clone();
        match self.session_mut().and_then(|session| session.redo(&now)) {
            Some((position, typed)) => self.show_change(&position, typed),
            None => {
                self.notify(AnswerNotice::NothingToRedo);
            }
        }
    }

    /// Shows what undo or redo changed, where it was changed.
    fn show_change(&mut self, position: &Position, typed: Option<(TextField, Change)>) {
        let same_page = match &self.mode {
            Mode::Draft(session, Screen::Page(page)) => session
                .consultation
                .location(&position.question)
                .is_some_and(|at| (at.section, at.item) == (page.at.section, page.at.item)),
            _ => false,
        };
        if !same_page {
            self.show_position(position, After::Next);
        }
        if let Mode::Draft(session, Screen::Page(page)) = &mut self.mode {
            page.refresh(session);
            page.go_to(session, position);
            page.measure(&self.measures);
            if let (Some(field), Some((text, change))) = (page.focused_mut(), &typed)
                && let Control::Text(here, editor) = &mut field.control
                && here == text
                && same_page
            {
                editor.apply(change);
            }
            page.reload_texts(session);
        }
        self.save();
    }
}

impl TextField {
    /// Whether moving up or down at its edge leaves the field: in all but the note.
    fn is_line(&self) -> bool {
        !matches!(self, Self::Note)
    }
}

/// The values of the entries in the order they are shown.
fn shown_values(session: &Session, question: &Question) -> Vec<Value> {
    match &question.kind {
        QuestionKind::Rank { .. } => session.rank_entries(question),
        _ => session.route.choices(question).map(|(_, choice)| choice.value.clone()).collect(),
    }
}

impl Page {
    /// Scrolls the page without moving the focus.
    pub(in crate::app) fn scroll_to(&mut self, row: usize) {
        self.scroll = Scroll::Row(row);
    }
}
