//! What a question is drawn from, and what several kinds of question draw alike.

use crate::{
    app::{
        field::text::TextEditor,
        screen::page::{Control, Page},
        session::Session,
    },
    model::{
        answer::{Answer, FieldName},
        consultation::{CommentBox, Question},
        id::Value,
        shortfall::{Shortfall, ShortfallKind},
    },
    tui::{
        flow::Flow,
        screen::{
            LayoutContext,
            field::{TextBox, count, focus_from, label},
            text_box,
        },
        theme::Role,
    },
    words,
};

/// The minimum height of a long text.
pub(crate) const LEAST_TEXT_ROWS: usize = 4;

/// Returns the maximum number of rows of a question's text that stay visible while the page
/// scrolls.
pub(crate) fn pinned_rows(stage: &LayoutContext<'_>) -> usize {
    if stage.is_tall() { 2 } else { 1 }
}

/// One question of a page, with everything it is drawn from.
pub(crate) struct QuestionLayout<'a> {
    /// The context of the layout.
    pub(crate) stage: &'a LayoutContext<'a>,
    /// The open draft.
    pub(crate) session: &'a Session,
    /// The question.
    pub(crate) question: &'a Question,
    /// The answer.
    pub(crate) answer: &'a Answer,
    /// The number of the focused field.
    pub(crate) focus: usize,
    /// Whether other questions share its page.
    pub(crate) is_one_of_several: bool,
    /// The rows that the page leaves free.
    pub(crate) spare: usize,
    pub(super) page: &'a Page,
    /// The problems of the answer.
    pub(crate) problems: Vec<Shortfall>,
}

impl<'a> QuestionLayout<'a> {
    /// Returns the fields of the question, by number.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (usize, &'a Control)> + use<'a> {
        let id = &self.question.id;
        let fields = self.page.fields.iter().enumerate();
        fields.filter(move |(_, field)| field.question == *id).map(|(n, field)| (n, &field.control))
    }

    /// Returns the maximum height of a text that leaves the question, and other rows, visible.
    pub(super) fn text_room(&self, others: usize) -> usize {
        let seen = others + pinned_rows(self.stage);
        self.stage.height().saturating_sub(seen).max(LEAST_TEXT_ROWS)
    }

    /// Adds a gap, if the question has the page to itself.
    pub(super) fn gap(&self, flow: &mut Flow) {
        if !self.is_one_of_several {
            flow.gap();
        }
    }
}

/// Adds the problems of a field, in the words of the summary. The count already shows a text that
/// is too long.
pub(crate) fn put_errors(
    flow: &mut Flow,
    part: &QuestionLayout<'_>,
    column: u16,
    (row, field): (Option<&Value>, &FieldName),
) {
    let here = part.problems.iter().filter(|problem| {
        problem.row.as_ref() == row
            && problem.field == *field
            && !matches!(problem.kind, ShortfallKind::TooLong(_))
    });
    for problem in here {
        let lead = format!("{} ", flow.marks.problem);
        let text = problem.in_words(&part.session.consultation);
        flow.hanging(column, &[(Role::Problem, &lead)], &[(Role::Problem, &text)]);
    }
}

/// The heading of a comment.
pub(crate) struct CommentHeading<'a> {
    /// The prompt.
    pub(crate) comment: &'a CommentBox,
    /// Whether it may stay blank.
    pub(crate) optional: bool,
    /// The column where it begins.
    pub(crate) column: u16,
    /// The first row that should be visible with it.
    pub(crate) top: usize,
}

/// Adds a comment box: small until it has the focus, then as tall as there is room.
pub(crate) fn put_comment_box(
    flow: &mut Flow,
    part: &QuestionLayout<'_>,
    (field, editor): (usize, &TextEditor),
    words: &CommentHeading<'_>,
) {
    let (comment, column) = (words.comment, words.column);
    let focused = part.focus == field;
    label(flow, column, &comment.text, words.optional);
    if let Some(hint) = &comment.hint {
        flow.text(column, Role::Muted, hint);
    }
    let room = part.text_room(flow.height() - words.top + 1);
    let height = if focused {
        ((editor.row_count() + 1).max(LEAST_TEXT_ROWS) + part.spare).min(room)
    } else {
        editor.row_count().clamp(2, LEAST_TEXT_ROWS)
    };
    let width = flow.width.saturating_sub(column);
    text_box(flow, column, &TextBox { editor, field, focused, height, width });
    count(flow, column, &comment.limit, editor.tally());
    if focused {
        focus_from(flow, words.top);
    }
}

/// Says how many rows of a matrix are answered: "7 of 31 answered".
pub(crate) fn answered_rows(part: &QuestionLayout<'_>) -> String {
    let rows: Vec<_> = part.session.route.rows(part.question).collect();
    let said = rows.iter().filter(|(_, row)| {
        part.answer.row(&row.value).is_some_and(|row| row.value.is_some() || row.no_comment)
    });
    format!("{} of {} answered", said.count(), words::count(rows.len(), "row", "rows"))
}
