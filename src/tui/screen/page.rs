//! The page of a question, a notice or a group.

use crate::{
    app::{
        action::Action,
        edit::TextField,
        event::Spot,
        field::text::TextEditor,
        screen::page::{After, Control, Page},
        session::Session,
    },
    model::{
        answer::Answer,
        consultation::{
            CommentBox, CommentRequired, Group, Item, Notice, Part as GroupPart, Question,
            QuestionKind, Wording,
        },
        draft::FieldName,
        limit::Limit,
        reading,
    },
    tui::{
        bars,
        flow::{Flow, Hit, Span, width},
        markdown,
        screen::{
            Sheet, Stage, choices,
            field::{TextBox, count, count_of_line, focus_from, label},
            guidance::{heading, origin, put_guidance},
            matrix, rank, text_box,
        },
        theme::Role,
        words,
    },
};

/// The fewest rows of a long text that it can be written in.
const LEAST_TEXT_ROWS: usize = 4;

/// The cells of a number or a date.
const SHORT_BOX: u16 = 28;

/// One question of a page, with everything it is drawn from.
pub(crate) struct Part<'a> {
    /// What the page is laid out with.
    pub(crate) stage: &'a Stage<'a>,
    /// The open draft.
    pub(crate) session: &'a Session,
    /// The question.
    pub(crate) question: &'a Question,
    /// What has been said to it.
    pub(crate) answer: &'a Answer,
    /// The number of the field that has the focus.
    pub(crate) focus: usize,
    page: &'a Page,
}

impl<'a> Part<'a> {
    /// The fields of the question, by their numbers.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (usize, &'a Control)> + use<'a> {
        let id = &self.question.id;
        let fields = self.page.fields.iter().enumerate();
        fields.filter(move |(_, field)| field.question == *id).map(|(n, field)| (n, &field.control))
    }
}

/// What there is to see of a page.
pub(crate) fn sheet<'a>(stage: &'a Stage<'a>, session: &'a Session, page: &'a Page) -> Sheet {
    let Some(item) = session.consultation.item(page.at) else {
        return Sheet::new(stage.flow(false));
    };
    let side = stage.side_flow().and_then(|mut side| {
        let heading = side.text(0, Role::Strong, heading(item));
        if let Some(number) = guidance_field(page) {
            side.hit(heading, Hit::field(number, Spot::Whole));
        }
        put_guidance(&mut side, session, item).then_some(side)
    });
    let builder = Builder { stage, session, page, beside: side.is_some() };
    // What a long text may take depends on what everything else does, so that is laid out first.
    let (small, grid) = builder.flow(item, LEAST_TEXT_ROWS);
    let spare = stage.height().saturating_sub(small.height());
    let (main, grid) = match spare {
        0 => (small, grid),
        spare => builder.flow(item, LEAST_TEXT_ROWS + spare),
    };
    Sheet { main, side, scroll: page.scroll, grid }
}

fn guidance_field(page: &Page) -> Option<usize> {
    page.fields.iter().position(|field| matches!(field.control, Control::Guidance))
}

struct Builder<'a> {
    stage: &'a Stage<'a>,
    session: &'a Session,
    page: &'a Page,
    /// Whether the guidance is shown beside the page.
    beside: bool,
}

impl<'a> Builder<'a> {
    /// The page, with so many rows for a long text; and whether a matrix is a grid.
    fn flow(&self, item: &'a Item, text_rows: usize) -> (Flow, bool) {
        let mut flow = self.stage.flow(self.beside);
        let mut grid = false;
        self.put_problems(&mut flow);
        match item {
            Item::Notice(notice) => {
                self.put_notice(&mut flow, notice);
                flow.gap();
                self.put_about(&mut flow, item);
            }
            Item::Question(question) => {
                self.put_heading(&mut flow, &question.wording, !question.required);
                self.put_about(&mut flow, item);
                grid |= self.put_controls(&mut flow, question, text_rows);
            }
            Item::Group(group) => grid |= self.put_group(&mut flow, item, group, text_rows),
        }
        self.put_continue(&mut flow);
        (flow, grid)
    }

    /// "There is a problem", with everything that was found wrong on the page.
    fn put_problems(&self, flow: &mut Flow) {
        if self.page.problems.is_empty() {
            return;
        }
        flow.text(0, Role::Problem, "There is a problem");
        for problem in &self.page.problems {
            let lead = format!("{} ", flow.marks.problem);
            let text = problem.in_words(&self.session.consultation);
            let rows = flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Text, &text)]);
            let field = self.page.fields.iter().position(|field| {
                field.question == problem.question && !matches!(field.control, Control::Guidance)
            });
            if let Some(field) = field {
                flow.hit(rows, Hit::field(field, Spot::Whole));
            }
        }
        flow.gap();
    }

    fn put_notice(&self, flow: &mut Flow, notice: &Notice) {
        flow.gap();
        markdown::put(flow, 0, Role::Text, &notice.wording.text);
    }

    fn put_heading(&self, flow: &mut Flow, wording: &Wording, optional: bool) {
        let number = wording.number.as_ref().map(|number| format!("{number}. "));
        let lead: Vec<Span<'_>> =
            number.iter().map(|number| (Role::Strong, number.as_str())).collect();
        let mut spans = vec![(Role::Strong, wording.text.as_str())];
        if optional {
            spans.push((Role::Muted, " (optional)"));
        }
        flow.hanging(0, &lead, &spans);
        if let Some(hint) = &wording.hint {
            let column = number.as_ref().map_or(0, |number| width(number));
            flow.text(crate::tui::flow::narrow(column), Role::Muted, hint);
        }
    }

    /// The way to the guidance, and where the wording comes from.
    fn put_about(&self, flow: &mut Flow, item: &Item) {
        let origin = item.wording().provenance.map(origin);
        let Some(number) = guidance_field(self.page) else {
            if let Some(origin) = origin {
                flow.text(0, Role::Muted, origin);
            }
            return;
        };
        let focused = self.page.focus == number;
        let text = format!("{} {}", flow.marks.closed, heading(item));
        let role = if focused { Role::FocusedButton } else { Role::Accent };
        let key = bars::key_for(self.stage.app, Action::Guidance);
        let key = key.map(|binding| format!("  {}", binding.key)).unwrap_or_default();
        let row = match self.beside && !focused {
            true => flow.line(0, &[]),
            false => flow.line(0, &[(role, &text), (Role::Muted, &key)]),
        };
        flow.hit(row..row + 1, Hit::field(number, Spot::Whole));
        if let Some(origin) = origin {
            let end = flow.rows.get(row).map_or(0, |row| row.end());
            let between = format!("  {}  ", flow.marks.between);
            let between = if end == 0 { "" } else { between.as_str() };
            match usize::from(end) + width(between) + width(origin) <= usize::from(flow.width) {
                true => {
                    let end = flow.put(row, end, Role::Muted, between);
                    flow.put(row, end, Role::Muted, origin);
                }
                false => {
                    flow.text(0, Role::Muted, origin);
                }
            }
        }
        if focused {
            flow.focus(0..flow.height(), row);
        }
    }

    fn put_group(&self, flow: &mut Flow, item: &Item, group: &'a Group, text_rows: usize) -> bool {
        let mut grid = false;
        let inherited = group.wording.provenance;
        self.put_heading(flow, &group.wording, false);
        self.put_about(flow, item);
        // What is to spare goes to the long texts of the group in equal parts.
        let texts = group.parts.iter().filter(|part| {
            matches!(part, GroupPart::Question(question)
                if matches!(question.kind, QuestionKind::Text { .. }))
        });
        let spare = (text_rows - LEAST_TEXT_ROWS) / texts.count().max(1);
        let text_rows = LEAST_TEXT_ROWS + spare;
        for part in &group.parts {
            flow.gap();
            match part {
                GroupPart::Notice(notice) => self.put_notice(flow, notice),
                GroupPart::Question(question) => {
                    let place = self.session.consultation.location(&question.id);
                    if place.is_some_and(|place| self.session.route.shows(place)) {
                        self.put_heading(flow, &question.wording, !question.required);
                        let provenance = question.wording.provenance;
                        if let Some(own) = provenance.filter(|_| provenance != inherited) {
                            flow.text(0, Role::Muted, origin(own));
                        }
                        grid |= self.put_controls(flow, question, text_rows);
                    }
                }
            }
        }
        grid
    }

    /// Everything that answers a question; whether a matrix among it is a grid.
    fn put_controls(&self, flow: &mut Flow, question: &'a Question, text_rows: usize) -> bool {
        let part = Part {
            stage: self.stage,
            session: self.session,
            question,
            answer: self.session.answer(&question.id),
            focus: self.page.focus,
            page: self.page,
        };
        let mut grid = false;
        if part.answer.no_comment {
            flow.gap();
            let words = "“No comment” stands here. What is below is kept, and not sent.";
            flow.text(0, Role::Muted, words);
        }
        for (number, control) in part.fields() {
            match control {
                Control::Text(TextField::Field { row: None, field: FieldName::Value }, editor) => {
                    flow.gap();
                    put_value(flow, &part, (number, editor), text_rows);
                }
                Control::Choices(cursor) => {
                    flow.gap();
                    choices::put(flow, &part, number, *cursor);
                }
                Control::Rank(cursor) => {
                    flow.gap();
                    rank::put(flow, &part, number, *cursor);
                }
                Control::Matrix { row, column } => {
                    flow.gap();
                    grid |= matrix::put(flow, &part, number, (*row, *column));
                }
                Control::Text(
                    TextField::Field { row: None, field: FieldName::Comment },
                    editor,
                ) => {
                    if let Some(comment) = &question.comment {
                        flow.gap();
                        put_comment(flow, &part, (number, editor), comment);
                    }
                }
                Control::NoComment => {
                    flow.gap();
                    put_no_comment(flow, &part, number);
                }
                // Details stand below their choice, the comment of a row below its row.
                Control::Text(..) | Control::Guidance | Control::Continue => {}
            }
        }
        grid
    }

    fn put_continue(&self, flow: &mut Flow) {
        let button =
            |field: &crate::app::screen::page::Field| matches!(field.control, Control::Continue);
        let Some(number) = self.page.fields.iter().position(button) else {
            return;
        };
        let focused = self.page.focus == number;
        flow.gap();
        let row = put_button(flow, "Continue", focused, Hit::field(number, Spot::Whole));
        if self.page.after == After::Review {
            let at = flow.rows.get(row).map_or(0, |row| row.end());
            flow.put(row, at + 2, Role::Muted, "then back to your answers");
        }
    }
}

/// Puts a button; its row.
pub(crate) fn put_button(flow: &mut Flow, text: &str, focused: bool, hit: Hit) -> usize {
    let (left, right) = flow.marks.button;
    let role = if focused { Role::FocusedButton } else { Role::Button };
    let row = flow.height();
    flow.rows.push(crate::tui::flow::Row::default());
    if let Some(row) = flow.rows.get_mut(row) {
        row.put_hit(0, role, &format!("{left}{text}{right}"), hit);
    }
    if focused {
        flow.focus(row..row + 1, row);
    }
    row
}

/// The box of a question that is answered with a text.
fn put_value(
    flow: &mut Flow,
    part: &Part<'_>,
    (field, editor): (usize, &TextEditor),
    text_rows: usize,
) {
    let start = flow.height();
    let focused = part.focus == field;
    let line = editor.row_count().min(choices::LINE_ROWS);
    let full = flow.width;
    let boxed = |height, width| TextBox { editor, field, focused, height, width };
    match &part.question.kind {
        QuestionKind::Text { limit } => {
            text_box(flow, 0, &boxed(text_rows, full));
            count(flow, 0, limit, editor.tally());
        }
        QuestionKind::String { limit, .. } => {
            text_box(flow, 0, &boxed(line, full));
            count_of_line(flow, 0, limit, editor.tally());
        }
        QuestionKind::Integer(range) | QuestionKind::Decimal { range, .. } => {
            let row = text_box(flow, 0, &boxed(line, SHORT_BOX.min(full))).start;
            if let Some(unit) = &range.unit {
                flow.put(row, SHORT_BOX.min(full) + 1, Role::Muted, unit);
            }
        }
        QuestionKind::Date { .. } => {
            let row = text_box(flow, 0, &boxed(line, SHORT_BOX.min(full))).start;
            let typed = editor.text().to_string();
            match reading::day(&typed) {
                Ok(day) => {
                    let words = day.strftime("%A %-d %B %Y").to_string();
                    flow.put(row, SHORT_BOX.min(full) + 1, Role::Muted, &words);
                }
                Err(_) => {
                    flow.text(0, Role::Muted, "For example 5 June 2014");
                }
            }
        }
        QuestionKind::SelectOne { .. }
        | QuestionKind::SelectMultiple { .. }
        | QuestionKind::Rank { .. }
        | QuestionKind::Matrix(_) => {}
    }
    put_errors(flow, part, None);
    if focused {
        focus_from(flow, start);
    }
}

/// What was found wrong with a field, in the words of the summary.
pub(crate) fn put_errors(flow: &mut Flow, part: &Part<'_>, row: Option<&crate::model::id::Value>) {
    let here = part
        .page
        .problems
        .iter()
        .filter(|problem| problem.question == part.question.id && problem.row.as_ref() == row);
    for problem in here {
        let lead = format!("{} ", flow.marks.problem);
        let text = problem.in_words(&part.session.consultation);
        flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Problem, &text)]);
    }
}

/// The comment on a question.
fn put_comment(
    flow: &mut Flow,
    part: &Part<'_>,
    (field, editor): (usize, &TextEditor),
    comment: &CommentBox,
) {
    let given = part.answer.value.values();
    let optional = match &comment.required {
        CommentRequired::Never => true,
        CommentRequired::WhenAnswered => false,
        CommentRequired::When(values) => {
            let wanted = |value: &crate::model::id::Value| {
                given.iter().any(|given| *given == *value)
                    || part
                        .answer
                        .rows
                        .values()
                        .any(|row| row.value.as_ref().is_some_and(|given| *given == *value))
            };
            !values.iter().any(wanted)
        }
    };
    let words = Words { text: &comment.text, hint: comment.hint.as_deref(), optional };
    put_comment_box(flow, part, (field, editor), (0, &words, &comment.limit));
}

/// What stands above a comment.
pub(crate) struct Words<'a> {
    /// What it asks.
    pub(crate) text: &'a str,
    /// One short line.
    pub(crate) hint: Option<&'a str>,
    /// Whether it may stay empty.
    pub(crate) optional: bool,
}

/// A comment: small, until it has the focus.
pub(crate) fn put_comment_box(
    flow: &mut Flow,
    part: &Part<'_>,
    (field, editor): (usize, &TextEditor),
    (column, words, limit): (u16, &Words<'_>, &Limit),
) {
    let start = flow.height();
    let focused = part.focus == field;
    label(flow, column, words.text, words.optional);
    if let Some(hint) = words.hint {
        flow.text(column, Role::Muted, hint);
    }
    let room = part.stage.height().saturating_sub(3).max(LEAST_TEXT_ROWS);
    let height = match focused {
        true => (editor.row_count() + 1).clamp(LEAST_TEXT_ROWS, room),
        false => editor.row_count().clamp(2, LEAST_TEXT_ROWS),
    };
    let width = flow.width.saturating_sub(column);
    text_box(flow, column, &TextBox { editor, field, focused, height, width });
    count(flow, column, limit, editor.tally());
    if focused {
        focus_from(flow, start);
    }
}

fn put_no_comment(flow: &mut Flow, part: &Part<'_>, field: usize) {
    let focused = part.focus == field;
    let ticked = part.answer.no_comment;
    let mark = if ticked { flow.marks.ticked } else { flow.marks.unticked };
    let role = if ticked { Role::Accent } else { Role::Text };
    let lead = [(role, mark), (Role::Text, " ")];
    let role = if ticked { Role::Strong } else { Role::Text };
    let rows = flow.hanging(2, &lead, &[(role, "No comment on this question")]);
    if focused {
        flow.ground(rows.clone(), 0, Role::Current);
        flow.put(rows.start, 0, Role::Accent, flow.marks.pointer);
        flow.focus(rows.clone(), rows.start);
    }
    if let Some(key) = bars::key_for(part.stage.app, Action::NoComment) {
        let at = flow.rows.get(rows.start).map_or(0, |row| row.end());
        flow.put(rows.start, at + 2, Role::Muted, &key.key.to_string());
    }
    flow.hit(rows, Hit::field(field, Spot::Whole));
}

/// How many of the rows of a matrix are answered: "7 of 31 answered".
pub(crate) fn answered_rows(part: &Part<'_>) -> String {
    let rows: Vec<_> = part.session.route.rows(part.question).collect();
    let said = rows.iter().filter(|(_, row)| {
        part.answer.row(&row.value).is_some_and(|row| row.value.is_some() || row.no_comment)
    });
    format!("{} of {} answered", said.count(), words::count(rows.len(), "row", "rows"))
}
