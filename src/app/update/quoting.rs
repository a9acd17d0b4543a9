//! Searching earlier answers, and quoting one.

use std::sync::Arc;

use crate::{
    app::{
        App, Mode,
        earlier::EarlierAnswers,
        event::Effect,
        field::text::{Lines, TextEditor},
        notice::{AnswerNotice, PlaceNotice},
        popup::Popup,
        screen::{
            Screen,
            page::{Control, Page},
        },
        search::{Search, SearchScope},
    },
    model::{earlier::EarlierPassage, text::Text},
};

impl App {
    /// Opens the search of earlier answers, for the question that is shown.
    pub(in crate::app) fn open_earlier(&mut self) {
        self.search_earlier("");
    }

    /// Searches earlier answers for words; without words, for what fits the question.
    pub(in crate::app) fn search_earlier(&mut self, words: &str) {
        let Some(question) = self.current_question() else {
            self.notify(PlaceNotice::QuotationNeedsQuestion);
            return;
        };
        let search = Search::in_earlier_answers(question, Text::from(words));
        self.open(Popup::Search(Box::new(search)));
        self.effects.push(Effect::ReadEarlier);
    }

    /// Looks for the same words in earlier answers, or in the draft.
    pub(super) fn search_the_other(&mut self) {
        let (Some(Popup::Search(search)), Mode::Draft(session, _)) = (&self.popup, &self.mode)
        else {
            return;
        };
        let words = search.query.text().to_string();
        match search.scope {
            SearchScope::Draft => self.search_earlier(&words),
            SearchScope::Earlier(_) => {
                let search = Search::of(session, &words);
                self.open(Popup::Search(Box::new(search)));
            }
        }
    }

    /// Takes what earlier drafts and responses say, if it is still wanted.
    pub(in crate::app) fn take_earlier(&mut self, answers: EarlierAnswers) {
        if let (Some(Popup::Search(search)), Mode::Draft(session, _)) =
            (&mut self.popup, &self.mode)
            && let SearchScope::Earlier(earlier) = &mut search.scope
        {
            earlier.answers = Some(Arc::new(answers));
            search.look(session);
        }
    }

    /// Puts a passage at the cursor of the text that has the focus; without one, at the end of the
    /// first text of the question.
    pub(super) fn quote(&mut self, passage: &EarlierPassage) {
        let quotation = passage.quotation();
        if self.refuses_changes()
            || self.refuses_text(Text::from(quotation.as_str()).written_size())
        {
            return;
        }
        let question = self.current_question();
        let Mode::Draft(_, Screen::Page(page)) = &mut self.mode else { return };
        let is_text = |page: &Page, place: usize| {
            let field = page.fields.get(place);
            field.is_some_and(|field| {
                matches!(field.control, Control::Text(..))
                    && Some(&field.question) == question.as_ref()
            })
        };
        if !is_text(page, page.focus) {
            match (0..page.fields.len()).find(|place| is_text(page, *place)) {
                Some(place) => page.give_focus(place),
                None => {
                    self.copy(Text::from(quotation));
                    self.notify(AnswerNotice::QuotationCopied);
                    return;
                }
            }
        }
        let Some(field) = page.focused_mut() else { return };
        let question = field.question.clone();
        let Control::Text(text, editor) = &mut field.control else { return };
        let text = text.clone();
        // What is selected stays.
        editor.set_cursor(editor.cursor());
        let Some(change) = editor.paste(&apart(editor, &quotation)) else { return };
        if let Mode::Draft(session, _) = &mut self.mode {
            session.close_step();
        }
        self.take_typed(&question, &text, change);
        if self.notice.is_none() {
            self.notify(AnswerNotice::Quoted(passage.source()));
        }
    }
}

/// Keeps a quotation apart from what stands before the cursor: in a paragraph of its own at the end
/// of one, else by a space.
fn apart(editor: &TextEditor, quotation: &str) -> String {
    let text = editor.text();
    let before = text.part(0..editor.cursor());
    let behind = text.part(editor.cursor()..text.len_bytes());
    let is_begun = before.chars().next_back().is_some_and(|last| !last.is_whitespace());
    let is_at_end = behind.chars().next().is_none_or(|next| next == '\n');
    let lead = match editor.lines() {
        _ if !is_begun => "",
        Lines::Many if is_at_end => "\n\n",
        Lines::Many | Lines::One => " ",
    };
    let goes_on = behind.chars().next().is_some_and(|next| !next.is_whitespace());
    let tail = if goes_on { " " } else { "" };
    format!("{lead}{quotation}{tail}")
}
