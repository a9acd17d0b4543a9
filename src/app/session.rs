//! The draft that is open, and every change to it.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{Arc, LazyLock},
};

use jiff::Zoned;

use crate::{
    app::{
        edit::{Edit, EditContext, TextField},
        event::{DraftAccess, OpenedDraft, Theirs},
        field::text::Change,
        history::{EditHistory, Step},
    },
    model::{
        answer::{Answer, Answers, Earlier, Stage},
        consultation::{Consultation, Contradiction, Item, Location, Question},
        details::RespondentDetails,
        draft::{
            Draft, MAX_TEXT, Position, SectionState, SignOff, Signed, Status, UnconfirmedSignOff,
        },
        draft_change::{DraftChange, PartialChange, Splice},
        id::{QuestionId, SectionId, Value},
        progress::{Progress, QuestionProgress, asks},
        route::Route,
        scope::{Scope, Ways},
        shortfall::{self, Shortfall},
        text::Text,
    },
};

/// The draft that is open.
#[derive(Debug)]
pub struct Session {
    /// What is asked.
    pub consultation: Arc<Consultation>,
    /// What has been said.
    pub draft: Draft,
    /// Where the draft is kept.
    pub path: PathBuf,
    /// What is asked, given what has been said.
    pub route: Route,
    /// What may be done with it.
    pub access: DraftAccess,
    /// The answers as the file had them last, as far as is known here.
    pub on_disk: Answers,
    /// Somebody else's version, until the respondent has settled it.
    pub theirs: Option<Theirs>,
    /// The respondent's name, noted with each change; `None` if it is not to be said.
    pub me: Option<String>,
    /// What is remembered of the respondent on this machine.
    pub details: RespondentDetails,
    /// The answers that others have changed since the respondent was here last.
    pub news: Vec<QuestionId>,
    /// Whether the review has listed what is missing, so that each page says it too.
    pub is_reviewed: bool,
    /// The questions that have changed since the sign-off.
    changed: Vec<QuestionId>,
    /// About how many bytes the texts of all answers take in the file.
    answers_size: usize,
    history: EditHistory,
    edited: Edited,
}

/// What was changed since it was last asked for.
#[derive(Debug, Default)]
enum Edited {
    /// No answer.
    #[default]
    Nothing,
    /// One text, by typing.
    Text(QuestionId, Splice),
    /// These answers.
    Answers(BTreeSet<QuestionId>),
    /// Perhaps all of it.
    All,
}

/// An answer that says nothing.
static NOTHING: LazyLock<Answer> = LazyLock::new(Answer::default);

impl Session {
    /// Begins to work on a draft.
    pub fn new(opened: OpenedDraft) -> Self {
        let OpenedDraft { consultation, draft, in_file, path, access, details, .. } = opened;
        let mut session = Self {
            route: Route::of(&consultation, &draft.answers),
            consultation,
            draft,
            path,
            access,
            on_disk: in_file,
            theirs: None,
            me: None,
            details,
            news: Vec::new(),
            is_reviewed: false,
            changed: Vec::new(),
            answers_size: 0,
            history: EditHistory::default(),
            edited: Edited::default(),
        };
        // A draft that an earlier version of the program signed has kept no digests.
        if session.draft.status == Status::Completed && session.draft.signed.is_none() {
            let record = session.draft.partial(&session.consultation);
            session.draft.signed = Some(Signed::of(&record, &session.draft.updated));
        }
        session.settle_sign_off();
        session.measure();
        session
    }

    /// Looks which answers others have changed since the respondent was here last.
    pub fn find_news(&mut self, since: &Zoned) {
        let changes = self.draft.changes.iter();
        let by_others = changes.filter(|(_, change)| {
            change.at.timestamp() > since.timestamp()
                && (change.by.is_none() || change.by != self.me)
        });
        let mut news: Vec<QuestionId> = by_others.map(|(id, _)| id.clone()).collect();
        news.retain(|id| self.consultation.location(id).is_some());
        news.sort_by_key(|id| self.consultation.location(id));
        self.news = news;
    }

    /// How many bytes of text the draft still takes.
    pub fn room(&self) -> usize {
        let form = self.draft.unconfirmed_sign_off.as_ref();
        let form = form.map_or(0, |UnconfirmedSignOff { name, role, authority, date }| {
            name.len() + role.len() + authority.len() + date.len()
        });
        MAX_TEXT.saturating_sub(self.answers_size + form)
    }

    /// Measures the texts of all answers.
    fn measure(&mut self) {
        self.answers_size =
            self.draft.answers.iter().map(|(_, answer)| answer.written_size()).sum();
    }

    /// The sign-off that was given before the last change, and the questions that have changed.
    pub fn outdated_sign_off(&self) -> Option<(&SignOff, &[QuestionId])> {
        let sign_off = self.draft.sign_off.as_ref()?;
        (self.draft.status == Status::Amended).then_some((sign_off, self.changed.as_slice()))
    }

    /// Whether something in a section has changed since the sign-off.
    pub fn has_changed(&self, section: usize) -> bool {
        let sections = self.changed.iter().filter_map(|id| self.consultation.location(id));
        sections.into_iter().any(|location| location.section == section)
    }

    /// The sign-off, where nothing has changed since.
    pub fn valid_sign_off(&self) -> Option<&SignOff> {
        let sign_off = self.draft.sign_off.as_ref()?;
        (self.draft.status == Status::Completed).then_some(sign_off)
    }

    /// Looks what has changed since the sign-off.
    fn settle_sign_off(&mut self) {
        self.changed = self.draft.settle_status(&self.consultation, &self.route);
    }

    /// Asks what the set asks now. The answers stay, by the ids of their questions.
    pub fn put_set(&mut self, consultation: Arc<Consultation>) {
        self.route = Route::of(&consultation, &self.draft.answers);
        self.consultation = consultation;
    }

    /// Whether nothing may be changed.
    pub fn is_read_only(&self) -> bool {
        self.access.is_to_read()
    }

    /// The question of that id.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.consultation.question(id)
    }

    /// Counts the pages that were asked, have an answer, and are not asked any more.
    pub fn hidden_answers(&self, asked: &[Location]) -> usize {
        let is_hidden = |page: &&Location| self.route.pages().binary_search(page).is_err();
        let has_answer = |page: &&Location| {
            let item = self.consultation.item(**page);
            let mut questions = item.into_iter().flat_map(Item::questions);
            questions.any(|(_, question)| *self.answer(&question.id) != Answer::default())
        };
        asked.iter().filter(is_hidden).filter(has_answer).count()
    }

    /// What has been said to a question.
    pub fn answer(&self, question: &QuestionId) -> &Answer {
        self.draft.answers.get(question).unwrap_or(&NOTHING)
    }

    /// Whether the answer to a row needs a reason.
    pub fn wants_reason(&self, question: &QuestionId, row: &Value) -> bool {
        let matrix = self.question(question).and_then(Question::matrix);
        let comment = matrix.and_then(|matrix| matrix.row_comment.as_ref());
        let said = self.answer(question).row(row);
        let is_silent = said.is_some_and(|said| said.no_comment);
        !is_silent && comment.is_some_and(|comment| comment.wanted_beside_row(said))
    }

    /// Whether the answer to a row needs a reason that has not been given.
    pub fn lacks_reason(&self, question: &QuestionId, row: &Value) -> bool {
        let said = self.answer(question).row(row);
        self.wants_reason(question, row) && said.is_none_or(|said| said.comment.is_blank())
    }

    /// The item that a question, part, notice or group stands in.
    pub fn item_of(&self, id: &QuestionId) -> Option<&Item> {
        self.consultation.item(self.consultation.location(id)?)
    }

    /// What keeps the response from being final.
    pub fn shortfalls(&self) -> Vec<Shortfall> {
        shortfall::shortfalls(&self.consultation, &self.route, &self.draft.answers)
    }

    /// What a page says of its answers when it is shown: everything that is wrong, reasons and
    /// details that are missing, and what else is missing once the review has listed it.
    pub fn problems_on(&self, page: Location) -> Vec<Shortfall> {
        let questions = self.consultation.item(page).into_iter().flat_map(Item::questions);
        let all = questions.flat_map(|(_, question)| {
            shortfall::of_question(question, &self.route, &self.draft.answers)
        });
        all.filter(|one| self.is_reviewed || !one.is_missing() || one.is_unfinished()).collect()
    }

    /// What the page of a question says at once of the answer to it: what is wrong, and what is
    /// missing once the review has listed it.
    pub fn problems_of(&self, question: &Question) -> Vec<Shortfall> {
        let mut all = shortfall::of_question(question, &self.route, &self.draft.answers);
        all.retain(|shortfall| self.is_reviewed || !shortfall.is_missing());
        all
    }

    /// Which answers contradict each other: what to say of each, and the questions.
    pub fn contradictions(&self) -> Vec<(String, Vec<QuestionId>)> {
        let found = self.route.contradictions(&self.consultation);
        found
            .map(|found| {
                let questions = found.questions(&self.route).into_iter().cloned().collect();
                (found.message.clone(), questions)
            })
            .collect()
    }

    /// The contradictions that are not among those before, which go by their places in the set.
    pub fn new_contradictions(&self, before: &[usize]) -> Vec<&Contradiction> {
        let now = self.route.contradicted().iter();
        let new = now.filter(|place| !before.contains(place));
        new.filter_map(|place| self.consultation.contradictions.get(*place)).collect()
    }

    /// What the answer to a question contradicts, in words for its page.
    pub fn contradictions_of(&self, question: &QuestionId) -> Vec<String> {
        let found = self.route.contradictions(&self.consultation);
        let here = found.filter(|found| found.when.looks_at(question));
        here.map(|found| found.in_words(&self.consultation, &self.route, Some(question))).collect()
    }

    /// The questions that are asked, and were answered before they changed.
    pub fn to_read_again(&self) -> Vec<&Question> {
        let questions = self.consultation.questions().map(|(_, question)| question);
        let changed = questions.filter(|question| self.answer(&question.id).read_again);
        changed.filter(|question| self.route.asked(&question.id).is_some()).collect()
    }

    /// How far the sections, and the whole, have come.
    pub fn progress(&self) -> Progress {
        Progress::of(&self.consultation, &self.route, &self.draft)
    }

    /// The entries of a ranking as they are shown: the ranked ones in their order, then the rest.
    pub fn rank_entries(&self, question: &Question) -> Vec<Value> {
        let shown: Vec<&Value> =
            self.route.choices(question).map(|(_, choice)| &choice.value).collect();
        let ranked = self
            .answer(&question.id)
            .value
            .values()
            .iter()
            .filter_map(|given| shown.iter().copied().find(|value| *given == **value));
        let ranked: Vec<Value> = ranked.cloned().collect();
        let rest = shown.into_iter().filter(|value| !ranked.contains(value)).cloned();
        ranked.iter().cloned().chain(rest).collect()
    }

    /// The two ways through what is asked; `None` when the set has no key questions to ask.
    pub fn ways(&self) -> Option<Ways> {
        let pages = self.route.pages().iter().copied();
        let is_asked = |page: &Location| {
            let item = self.consultation.item(*page);
            item.is_some_and(|item| !asks(item)) || self.question_progress(*page).is_some()
        };
        Ways::of(&self.consultation, pages.filter(is_asked))
    }

    /// Which questions the respondent is taken through.
    pub fn scope(&self) -> Scope {
        match self.ways() {
            Some(_) => self.draft.scope,
            None => Scope::All,
        }
    }

    /// The pages that the respondent is taken to, in order.
    pub fn pages(&self) -> Vec<Location> {
        let scope = self.scope();
        let in_scope = |page: &&Location| {
            self.consultation.item(**page).is_some_and(|item| scope.includes(item))
        };
        self.route.pages().iter().filter(in_scope).copied().collect()
    }

    /// Which answers lead to a section of which nothing is asked.
    pub fn opened_by(&self, section: usize) -> String {
        let consultation = &self.consultation;
        let section = consultation.sections.get(section);
        let items = section.map_or(&[][..], |section| &section.items);
        let own = section.and_then(|section| section.condition.as_ref());
        let condition = own.or_else(|| items.iter().find_map(Item::condition));
        condition.map_or("There is nothing to ask in it".to_owned(), |condition| {
            condition.in_words(consultation)
        })
    }

    /// The first page of a section, or of a later one.
    pub fn first_page_from(&self, section: usize) -> Option<Location> {
        let of_section = self.pages_of(section).first().copied();
        of_section.or_else(|| self.pages().into_iter().find(|page| page.section > section))
    }

    /// The pages of a section: all of them, where there is none that the respondent is taken to.
    pub fn pages_of(&self, section: usize) -> Vec<Location> {
        let here = |page: &Location| page.section == section;
        let pages: Vec<Location> = self.pages().into_iter().filter(here).collect();
        if pages.is_empty() {
            return self.route.pages().iter().copied().filter(here).collect();
        }
        pages
    }

    /// Whether a page has nothing left to answer.
    pub fn is_done(&self, page: Location) -> bool {
        self.question_progress(page).is_none_or(|question| question.is_answered())
    }

    /// How far the question on a page has come; `None` when nothing is asked there.
    pub fn question_progress(&self, page: Location) -> Option<QuestionProgress> {
        QuestionProgress::of(self.consultation.item(page)?, &self.route, &self.draft.answers)
    }

    /// The page before or after one, among those that the respondent is taken to.
    pub fn neighbour(&self, at: Location, forward: bool) -> Option<Location> {
        let at = Location { part: None, ..at };
        let pages = self.pages();
        if forward {
            return pages.into_iter().find(|page| *page > at);
        }
        pages.into_iter().rev().find(|page| *page < at)
    }

    /// The first page that is asked because of the answers on this one, and has none yet.
    pub fn newly_asked(&self, at: Location) -> Option<Location> {
        let item = self.consultation.item(at)?;
        let because = |page: &Location| {
            let later = self.consultation.item(*page);
            let condition = later.and_then(Item::condition);
            condition.is_some_and(|condition| {
                item.questions().any(|(_, question)| condition.looks_at(&question.id))
            })
        };
        let open = |page: &Location| {
            let later = self.consultation.item(*page).into_iter();
            later.flat_map(Item::questions).any(|(_, question)| {
                let answer = self.answer(&question.id);
                answer.value.is_blank() && answer.rows.is_empty() && !answer.no_comment
            })
        };
        let pages = self.route.pages().iter();
        pages.filter(|page| **page > at).find(|page| because(page) && open(page)).copied()
    }

    /// Changes an answer. Whether anything was changed.
    pub fn edit(
        &mut self,
        question: &QuestionId,
        edit: &Edit,
        position: Position,
        now: &Zoned,
    ) -> bool {
        self.change(question, edit, None, position, now)
    }

    /// Takes in what was typed into a text.
    pub fn typed(
        &mut self,
        question: &QuestionId,
        (field, text): (&TextField, &Text),
        change: Change,
        position: Position,
        now: &Zoned,
    ) -> bool {
        let edit = Edit::Text(field.clone(), text.clone());
        self.change(question, &edit, Some((field.clone(), change)), position, now)
    }

    fn change(
        &mut self,
        question: &QuestionId,
        edit: &Edit,
        typed: Option<(TextField, Change)>,
        position: Position,
        now: &Zoned,
    ) -> bool {
        let consultation = Arc::clone(&self.consultation);
        let Some(asked) = consultation.question(question).filter(|_| !self.is_read_only()) else {
            return false;
        };
        let before = self.answer(question).clone();
        let mut after = before.clone();
        edit.apply(EditContext { question: asked, route: &self.route }, &mut after);
        if before == after {
            return false;
        }
        if !is_remark(&before, &after) {
            asked.confirm(&mut after);
        }
        let alone = matches!(self.edited, Edited::Nothing);
        self.put(question, after.clone(), now);
        let stands = (before.read_again, &before.earlier) == (after.read_again, &after.earlier);
        if let Some((field, change)) = &typed
            && alone
            && stands
        {
            self.edited = Edited::Text(question.clone(), splice(field, change));
        }
        self.history.record(Step { question: question.clone(), before, after, position, typed });
        true
    }

    /// Takes over a version that was put together with somebody else's; each answer that changes
    /// can be undone.
    pub fn take_over(&mut self, merged: Draft, now: &Zoned) {
        let changed: Vec<QuestionId> = merged
            .answers
            .iter()
            .chain(self.draft.answers.iter())
            .map(|(question, _)| question.clone())
            .filter(|question| merged.answers.get(question) != self.draft.answers.get(question))
            .collect();
        for question in changed {
            let before = self.answer(&question).clone();
            let after = merged.answers.get(&question).unwrap_or(&NOTHING).clone();
            let position = Position::of(&question);
            self.close_step();
            self.history.record(Step { question, before, after, position, typed: None });
        }
        self.replace_draft(merged);
        self.draft.updated = now.clone();
    }

    /// Whether there is a change to take back.
    pub fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    /// Whether there is a change to do again.
    pub fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    /// Takes the last change back: where it was, and what changed in a text.
    pub fn undo(&mut self, now: &Zoned) -> Option<(Position, Option<(TextField, Change)>)> {
        let step = self.history.undo()?;
        self.put(&step.question, step.before, now);
        let typed = step.typed.map(|(field, change)| (field, change.inverse()));
        Some((step.position, typed))
    }

    /// Does again what was taken back last.
    pub fn redo(&mut self, now: &Zoned) -> Option<(Position, Option<(TextField, Change)>)> {
        let step = self.history.redo()?;
        self.put(&step.question, step.after, now);
        Some((step.position, step.typed))
    }

    /// Keeps the next change apart from the last one.
    pub fn close_step(&mut self) {
        self.history.close_step();
    }

    /// Puts an answer in place. The route is worked out again only when a test could tell.
    fn put(&mut self, question: &QuestionId, answer: Answer, now: &Zoned) {
        let before = self.answer(question);
        let texts_only = before.value.is_blank() == answer.value.is_blank()
            && before.no_comment == answer.no_comment
            && same_choices(before, &answer)
            && self.question(question).is_some_and(is_text);
        let remark = is_remark(before, &answer);
        let size = self.answers_size + answer.written_size();
        self.answers_size = size.saturating_sub(before.written_size());
        self.edited.add(question);
        self.draft.answers.set(question, answer);
        self.draft.record_author(question, self.me.as_deref(), now);
        if remark {
            self.draft.record_remark(now)
        } else {
            self.draft.record_change(now)
        }
        if !texts_only {
            self.route = Route::of(&self.consultation, &self.draft.answers);
        }
        if !remark {
            self.settle_sign_off();
        }
    }

    /// Puts another version in the place of the draft.
    pub fn replace_draft(&mut self, draft: Draft) {
        self.draft = draft;
        self.measure();
        self.route = Route::of(&self.consultation, &self.draft.answers);
        self.settle_sign_off();
        self.edited_all();
    }

    /// Takes note that anything may have been changed.
    pub fn edited_all(&mut self) {
        self.edited = Edited::All;
    }

    /// What was changed since this was last asked for.
    pub fn take_edit(&mut self) -> DraftChange {
        let shared = |question: QuestionId| {
            let answer = self.draft.answers.share(&question);
            (question, answer)
        };
        let (answers, splice) = match std::mem::take(&mut self.edited) {
            Edited::All => return DraftChange::Whole(Box::new(self.draft.clone())),
            Edited::Nothing => (Vec::new(), None),
            Edited::Text(question, splice) => (vec![shared(question)], Some(splice)),
            Edited::Answers(questions) => (questions.into_iter().map(shared).collect(), None),
        };
        let mut head = self.draft.head();
        for (question, _) in &answers {
            let change = self.draft.changes.get(question).cloned();
            head.changes.extend(change.map(|change| (question.clone(), change)));
        }
        DraftChange::Part(Box::new(PartialChange { head, answers, splice }))
    }

    /// Says whether a section is completed.
    pub fn mark_section(&mut self, section: usize, state: SectionState, now: &Zoned) {
        let Some(section) = self.consultation.sections.get(section) else {
            return;
        };
        if self.draft.completed.get(&section.id) != Some(&state) {
            self.draft.completed.insert(section.id.clone(), state);
            self.draft.record_remark(now);
        }
    }

    /// Signs the draft off.
    pub fn sign_off(&mut self, sign_off: SignOff, now: &Zoned) {
        let asked = self.route.pages().iter().filter_map(|page| {
            self.consultation.sections.get(page.section).map(|section| section.id.clone())
        });
        // Whoever signs off has completed every section.
        let asked: Vec<SectionId> = asked.collect();
        self.draft.completed.extend(asked.into_iter().map(|id| (id, SectionState::Completed)));
        self.draft.sign_off(sign_off, &self.consultation, now);
        self.changed = Vec::new();
    }

    /// Keeps what the sign-off form says so far. It does not count as signed off, and leaves an
    /// earlier sign-off as it is.
    pub fn keep_unconfirmed(&mut self, form: UnconfirmedSignOff, now: &Zoned) {
        self.draft.unconfirmed_sign_off = Some(form);
        self.draft.record_remark(now);
    }

    /// The number and text of a question.
    pub fn title_of(&self, id: &QuestionId) -> String {
        let Some(wording) = self.consultation.wording_of(id) else {
            return id.to_string();
        };
        match self.consultation.number_of(id) {
            Some(number) => format!("{number}. {}", wording.text),
            None => wording.text.clone(),
        }
    }

    /// The title under which a question is known: its number, or its text.
    pub fn name_of(&self, id: &QuestionId) -> String {
        match (self.consultation.number_of(id), self.consultation.wording_of(id)) {
            (Some(number), _) => format!("question {number}"),
            (None, Some(wording)) => wording.text.clone(),
            (None, None) => id.to_string(),
        }
    }
}

impl Edited {
    fn add(&mut self, question: &QuestionId) {
        let mut all = match std::mem::take(self) {
            Self::All => return *self = Self::All,
            Self::Nothing => BTreeSet::new(),
            Self::Text(other, _) => BTreeSet::from([other]),
            Self::Answers(all) => all,
        };
        all.insert(question.clone());
        *self = Self::Answers(all);
    }
}

fn splice(field: &TextField, change: &Change) -> Splice {
    let (at, removed) = (change.at, change.removed.len_bytes());
    Splice { field: field.clone(), at, removed, inserted: change.inserted.clone() }
}

/// Whether a question is answered with a text, which conditions can only find blank or not.
fn is_text(question: &Question) -> bool {
    matches!(question.kind.name(), "string" | "text")
}

/// Whether the two differ only in what never leaves the house: the note and the stage, and whether
/// the question is to be read again.
fn is_remark(before: &Answer, after: &Answer) -> bool {
    // Looked at first: comparing the answers themselves takes time when they are long.
    remarks(before) != remarks(after) && before.says_the_same_as(after)
}

fn remarks(answer: &Answer) -> (&Text, Stage, bool, &Earlier) {
    (&answer.note, answer.stage, answer.read_again, &answer.earlier)
}

fn same_choices(before: &Answer, after: &Answer) -> bool {
    before.rows.len() == after.rows.len()
        && before.rows.iter().zip(&after.rows).all(|((row, before), (other, after))| {
            row == other && before.value == after.value && before.no_comment == after.no_comment
        })
}
