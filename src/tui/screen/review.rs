//! The review, "Check your answers": every answer, what is missing, and what is kept but not sent.

use crate::{
    app::{
        screen::review::{Review, ReviewEntry},
        session::Session,
    },
    model::{
        id::QuestionId,
        reading,
        response::{AnswerState, Content, Labelled, QuestionRecord, RowRecord},
        text::capitalised,
    },
    tui::{
        flow::Flow,
        screen::{LayoutContext, ScreenView},
        theme::Role,
    },
    words,
};

/// The column of an entry, after the pointer.
const ENTRY: u16 = 2;

/// The column of an answer, below its question.
const ANSWER: u16 = 4;

/// The maximum number of bytes of a text that are laid out: more than any screen shows of one
/// answer.
const MOST_OF_A_TEXT: usize = 6_000;

/// Returns the view of the review.
pub(crate) fn sheet(stage: &LayoutContext<'_>, session: &Session, review: &Review) -> ScreenView {
    let mut flow = stage.flow(false);
    flow.text(0, Role::Strong, "Check your answers");
    if let Some(words) = words::outdated_sign_off(session) {
        let lead = format!("{} ", flow.marks.problem);
        flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Problem, &words)]);
    }
    if let Some(blanks) = &review.blanks {
        flow.text(0, Role::Muted, blanks);
    }
    flow.gap();
    let mut heading = ReviewHeading::default();
    // An entry is never taller than the screen, so that all of it can be seen.
    let most = stage.height().saturating_sub(3).max(4);
    for entry in &review.entries {
        heading.put(&mut flow, review, entry);
        let start = flow.height();
        match *entry {
            ReviewEntry::News(number) => {
                if let Some(question) = review.news.get(number) {
                    flow.text(ENTRY, Role::Text, &session.title_of(question));
                    let change = session.draft.changes.get(question).map(words::last_change);
                    flow.text(ANSWER, Role::Muted, &change.unwrap_or_default());
                }
            }
            ReviewEntry::Collision(number) => {
                put_problem(&mut flow, session, review.collisions.get(number));
            }
            ReviewEntry::ReadAgain(number) => {
                put_problem(&mut flow, session, review.read_again.get(number));
            }
            ReviewEntry::Shortfall(number) => {
                if let Some(shortfall) = review.shortfalls.get(number) {
                    let lead = format!("{} ", flow.marks.problem);
                    let name = capitalised(&session.name_of(&shortfall.question));
                    let text = shortfall.in_words(&session.consultation);
                    let name = format!("{name}: ");
                    let spans = [(Role::Muted, name.as_str()), (Role::Text, &text)];
                    flow.hanging(ENTRY, &[(Role::Problem, &lead)], &spans);
                }
            }
            ReviewEntry::Contradiction(number, place) => {
                let question = review.contradictions.get(number);
                if let Some(question) = question.and_then(|(_, questions)| questions.get(place)) {
                    flow.text(ANSWER, Role::Text, &session.title_of(question));
                }
            }
            ReviewEntry::Answer(section, number) => {
                if let Some(answer) = review.answer(section, number) {
                    put_answer(&mut flow, answer, most);
                }
            }
            ReviewEntry::Leftover(number) => {
                put_leftover(&mut flow, session, review, number);
                cut(&mut flow, start + most, "`greenpaper show` prints it all");
            }
            ReviewEntry::SignOff => {
                flow.text(ENTRY, Role::Strong, "Sign off and export");
            }
        }
        flow.entry(start..flow.height(), review.cursor);
        match entry {
            ReviewEntry::News(_)
            | ReviewEntry::Collision(_)
            | ReviewEntry::ReadAgain(_)
            | ReviewEntry::Shortfall(_)
            | ReviewEntry::Contradiction(..) => {}
            ReviewEntry::Answer(..) | ReviewEntry::Leftover(_) | ReviewEntry::SignOff => flow.gap(),
        }
    }
    show_from_the_top(&mut flow, review);
    ScreenView::new(flow)
}

/// Adds a question with a problem.
fn put_problem(flow: &mut Flow, session: &Session, question: Option<&QuestionId>) {
    let Some(question) = question else { return };
    let lead = format!("{} ", flow.marks.problem);
    let title = session.title_of(question);
    flow.hanging(ENTRY, &[(Role::Problem, &lead)], &[(Role::Text, &title)]);
}

/// If the first entry is visible, so is the heading above it.
fn show_from_the_top(flow: &mut Flow, review: &Review) {
    if review.cursor.0 == 0
        && let (Some(block), Some(anchor)) = (flow.block.clone(), flow.anchor)
    {
        flow.focus(0..block.end, anchor);
    }
}

/// The heading of a run of entries.
#[derive(Default, PartialEq, Eq, Clone, Copy)]
enum ReviewHeading {
    #[default]
    None,
    News,
    Collisions,
    Changed,
    Problems,
    Contradiction(usize),
    Section(usize),
    Kept,
    End,
}

impl ReviewHeading {
    /// Adds the heading of an entry, if it differs from the last one.
    fn put(&mut self, flow: &mut Flow, review: &Review, entry: &ReviewEntry) {
        let next = match *entry {
            ReviewEntry::News(_) => Self::News,
            ReviewEntry::Collision(_) => Self::Collisions,
            ReviewEntry::ReadAgain(_) => Self::Changed,
            ReviewEntry::Shortfall(_) => Self::Problems,
            ReviewEntry::Contradiction(number, _) => Self::Contradiction(number),
            ReviewEntry::Answer(section, _) => Self::Section(section),
            ReviewEntry::Leftover(_) => Self::Kept,
            ReviewEntry::SignOff => Self::End,
        };
        if *self == next {
            return;
        }
        *self = next;
        flow.gap();
        match next {
            Self::News => {
                flow.text(0, Role::Accent, &words::news(review.news.len()));
            }
            Self::Collisions => {
                let words = words::colliding(review.collisions.len());
                flow.text(0, Role::Problem, &words);
            }
            Self::Changed => {
                let words = words::to_read_again(review.read_again.len());
                flow.text(0, Role::Problem, &words);
            }
            Self::Problems => {
                let text = words::problems_listed(review.shortfalls.len());
                flow.text(0, Role::Problem, &text);
            }
            Self::Contradiction(number) => {
                if let Some((message, _)) = review.contradictions.get(number) {
                    let lead = format!("{} ", flow.marks.problem);
                    flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Problem, message)]);
                }
            }
            Self::Section(number) => {
                if let Some(section) = review.response.sections.get(number) {
                    flow.text(0, Role::Accent, &section.title);
                }
            }
            Self::Kept => {
                flow.text(0, Role::Accent, "Kept in your draft, not in the response");
            }
            Self::End => flow.rule(0),
            Self::None => {}
        }
        if !matches!(next, Self::End | Self::Contradiction(_)) {
            flow.gap();
        }
    }
}

fn put_answer(flow: &mut Flow, answer: &QuestionRecord, most: usize) {
    let start = flow.height();
    let number = answer.displayed_number().map(|number| format!("{number}. "));
    let number = number.unwrap_or_default();
    let text = [(Role::Muted, number.as_str()), (Role::Muted, answer.text.as_str())];
    flow.spans(ENTRY, &text);
    match answer.state {
        AnswerState::NoComment => {
            flow.text(ANSWER, Role::Text, "No comment");
        }
        AnswerState::NotAsked => {
            flow.text(ANSWER, Role::Muted, "Not asked, given your other answers");
        }
        AnswerState::Answered | AnswerState::NotAnswered => {
            put_value(flow, answer.value.as_ref());
            let said =
                |row: &RowRecord| row.state != AnswerState::NotAnswered || row.comment.is_some();
            let rows = || answer.rows.iter().filter(|row| row.state != AnswerState::NotAsked);
            let any = rows().any(said);
            rows().filter(|_| any).for_each(|row| put_row(flow, row));
            if answer.value.is_none() && !any {
                flow.text(ANSWER, Role::Muted, "Not provided");
            }
        }
    }
    if let Some(comment) = &answer.comment {
        put_text(flow, Role::Text, "Comment: ", comment);
    }
    cut(flow, start + most, "open it to read all");
}

/// Cuts an entry that is too long, and says where to read all of it.
fn cut(flow: &mut Flow, end: usize, where_all_is: &str) {
    if flow.height() > end {
        flow.rows.truncate(end - 1);
        let words = format!("{} there is more: {where_all_is}", flow.marks.cut);
        flow.text(ANSWER, Role::Muted, &words);
    }
}

fn put_value(flow: &mut Flow, value: Option<&Content>) {
    match value {
        None => {}
        Some(Content::Text(text)) => put_text(flow, Role::Strong, "", text),
        Some(Content::Number { number, unit }) => {
            flow.text(ANSWER, Role::Strong, &reading::with_unit(*number, unit.as_deref()));
        }
        Some(Content::Day(day)) => {
            flow.text(ANSWER, Role::Strong, &words::day(*day));
        }
        Some(Content::One(choice)) => put_choice(flow, "", choice),
        Some(Content::Ticked(choices)) => {
            let lead = format!("{} ", flow.marks.ticked);
            choices.iter().for_each(|choice| put_choice(flow, &lead, choice));
        }
        Some(Content::Ranked(choices)) => {
            for (place, choice) in choices.iter().enumerate() {
                put_choice(flow, &format!("{}. ", place + 1), choice);
            }
        }
    }
}

fn put_choice(flow: &mut Flow, lead: &str, choice: &Labelled) {
    let lead = [(Role::Muted, lead)];
    let label = (Role::Strong, choice.label.as_str());
    match &choice.detail {
        Some(detail) => {
            let detail = format!(": {detail}");
            flow.hanging(ANSWER, &lead, &[label, (Role::Text, &detail)])
        }
        None => flow.hanging(ANSWER, &lead, &[label]),
    };
}

fn put_row(flow: &mut Flow, row: &RowRecord) {
    let (role, answer) = match (&row.value, row.state) {
        (Some(value), _) => (Role::Strong, value.label.as_str()),
        (None, AnswerState::NoComment) => (Role::Text, "No comment"),
        (None, AnswerState::Answered | AnswerState::NotAnswered | AnswerState::NotAsked) => {
            (Role::Muted, "Not provided")
        }
    };
    let label = format!("{}: ", row.label);
    flow.hanging(ANSWER, &[], &[(Role::Text, &label), (role, answer)]);
    if let Some(comment) = &row.comment {
        put_text(flow, Role::Text, "  ", comment);
    }
}

/// Adds a text of the respondent, as much as could be visible.
fn put_text(flow: &mut Flow, role: Role, lead: &str, text: &str) {
    flow.spans(ANSWER, &[(Role::Muted, lead), (role, shortened(text))]);
}

/// Shortens a text to what could be visible.
fn shortened(text: &str) -> &str {
    let mut end = text.len().min(MOST_OF_A_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

fn put_leftover(flow: &mut Flow, session: &Session, review: &Review, number: usize) {
    let Some(leftover) = review.leftovers.get(number) else {
        return;
    };
    let title = leftover.text.clone().unwrap_or_else(|| session.title_of(&leftover.question));
    flow.text(ENTRY, Role::Muted, &title);
    let row = leftover.row_text.as_ref().map(|row| format!("{row}: ")).unwrap_or_default();
    let why = format!(" ({})", leftover.why);
    let holds = shortened(&leftover.holds);
    flow.spans(ANSWER, &[(Role::Muted, &row), (Role::Text, holds), (Role::Muted, &why)]);
}
