//! The page of a question, a notice or a group.

use super::{field::put_button, question_layout::pinned_rows};
use crate::{
    app::{
        action::Action,
        event::FieldTarget,
        popup::Popup,
        screen::page::{After, Control, Field, Page},
        session::Session,
    },
    model::{
        consultation::{
            Group, Item, Notice, Part as GroupPart, Provenance, Question, QuestionKind, Wording,
        },
        shortfall::Shortfall,
    },
    tui::{
        bars,
        flow::{Flow, Head, Hit, RoleText, narrow, width},
        markdown,
        screen::{
            LayoutContext, ScreenView,
            guidance::{heading, put_guidance, put_row_guidance},
            matrix, question,
            question_layout::{LEAST_TEXT_ROWS, QuestionLayout},
        },
        theme::Role,
    },
};

/// The maximum height of a long text that shares its page.
const MOST_PART_ROWS: usize = 8;

/// Returns the view of a page.
pub(crate) fn sheet<'a>(
    stage: &'a LayoutContext<'a>,
    session: &'a Session,
    page: &'a Page,
) -> ScreenView {
    let Some(item) = session.consultation.item(page.at) else {
        return ScreenView::new(stage.flow(false));
    };
    let side = stage.side_flow().and_then(|mut side| {
        let role = match stage.app.popup {
            Some(Popup::Guidance { .. }) => Role::FocusedButton,
            _ => Role::Strong,
        };
        let heading = side.text(0, role, heading(item));
        if let Some(number) = guidance_field(page) {
            let key = bars::key_named(stage.app, Action::Guidance);
            let end = side.rows.get(heading.start).map_or(0, |row| row.end());
            side.put(heading.start, end + 2, Role::Muted, &key);
            side.hit(heading, Hit::field(number, FieldTarget::Whole));
        }
        if let Some((_, row)) = page.current_row(session) {
            put_row_guidance(&mut side, session, row);
        }
        put_guidance(&mut side, session, item).then_some(side)
    });
    let alone = PageBuilder {
        stage,
        session,
        page,
        width: PageWidth::Readable,
        comment_spare: 0,
        is_outline: false,
    };
    let had_side = side.is_some();
    let side = side.filter(|_| {
        item.questions().all(|(_, question)| matrix::leaves_room(stage, &alone.part(question)))
    });
    let width = match (had_side, side.is_some()) {
        (_, true) => PageWidth::Beside,
        (true, false) => PageWidth::Grid,
        (false, false) => PageWidth::Readable,
    };
    let builder = PageBuilder { width, ..alone };
    // The height of a long text depends on everything else, so that is laid out first.
    let outline = PageBuilder { is_outline: true, ..builder }.flow(item, LEAST_TEXT_ROWS);
    debug_assert_eq!(outline.height(), builder.flow(item, LEAST_TEXT_ROWS).height());
    let spare = stage.height().saturating_sub(outline.height());
    let long = |(_, question): (_, &Question)| matches!(question.kind, QuestionKind::Text { .. });
    let main = if spare == 0 {
        builder.flow(item, LEAST_TEXT_ROWS)
    } else if item.questions().any(long) {
        builder.flow(item, LEAST_TEXT_ROWS + spare)
    } else {
        PageBuilder { comment_spare: spare, ..builder }.flow(item, LEAST_TEXT_ROWS)
    };
    ScreenView { main, side, scroll: page.scroll }
}

fn guidance_field(page: &Page) -> Option<usize> {
    page.fields.iter().position(|field| matches!(field.control, Control::Guidance))
}

/// The width of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PageWidth {
    /// Comfortable for reading.
    Readable,
    /// What the guidance beside it leaves.
    Beside,
    /// The whole screen, for a grid that needs the room of the guidance.
    Grid,
}

#[derive(Clone, Copy)]
struct PageBuilder<'a> {
    stage: &'a LayoutContext<'a>,
    session: &'a Session,
    page: &'a Page,
    /// Returns the width in cells.
    width: PageWidth,
    /// Returns the rows that a focused comment may take beyond its minimum.
    comment_spare: usize,
    /// Whether only the height of the page is wanted.
    is_outline: bool,
}

impl<'a> PageBuilder<'a> {
    /// Lays out the page, with so many rows for a long text.
    fn flow(&self, item: &'a Item, text_rows: usize) -> Flow {
        let mut flow = match self.width {
            PageWidth::Readable => self.stage.flow(false),
            PageWidth::Beside => self.stage.flow(true),
            PageWidth::Grid => self.stage.grid_flow(),
        };
        flow.is_outline = self.is_outline;
        self.put_problems(&mut flow);
        match item {
            Item::Notice(notice) => {
                self.put_notice(&mut flow, notice);
                flow.gap();
                self.put_about(&mut flow, item);
            }
            Item::Question(question) => {
                let heading = self.put_heading(&mut flow, &question.wording, !question.required);
                self.put_about(&mut flow, item);
                flow.keep_in_sight(heading);
                question::put(&mut flow, &self.part(question), text_rows);
                flow.let_go();
            }
            Item::Group(group) => self.put_group(&mut flow, item, group, text_rows),
        }
        self.put_continue(&mut flow);
        flow
    }

    /// Adds "There is a problem", with everything wrong on the page.
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
                flow.hit(rows, Hit::field(field, FieldTarget::Whole));
            }
        }
        flow.gap();
    }

    fn put_notice(&self, flow: &mut Flow, notice: &Notice) {
        flow.gap();
        markdown::put(flow, 0, Role::Text, &notice.wording.text);
    }

    /// Adds the question. Its first rows stay visible while the page scrolls.
    fn put_heading(&self, flow: &mut Flow, wording: &Wording, optional: bool) -> Head {
        let start = flow.height();
        let number = wording.number.as_ref().map(|number| format!("{number}. "));
        let lead: Vec<RoleText<'_>> =
            number.iter().map(|number| (Role::Strong, number.as_str())).collect();
        let mut spans = vec![(Role::Strong, wording.text.as_str())];
        if optional {
            spans.push((Role::Muted, " (optional)"));
        }
        flow.hanging(0, &lead, &spans);
        let head = Head::cut(flow, start, (&lead, &spans), pinned_rows(self.stage));
        if let Some(hint) = &wording.hint {
            let column = number.as_ref().map_or(0, |number| width(number));
            flow.text(narrow(column), Role::Muted, hint);
        }
        head
    }

    /// Adds the key for guidance, and the origin of the wording.
    fn put_about(&self, flow: &mut Flow, item: &Item) {
        let key = item.is_key().then_some("Key question");
        let origin = item.wording().provenance.map(Provenance::in_short);
        let facts: Vec<&str> = key.into_iter().chain(origin).collect();
        let facts = facts.join(&format!(" {} ", flow.marks.between));
        let origin = (!facts.is_empty()).then_some(facts.as_str());
        let Some(number) = guidance_field(self.page) else {
            if let Some(origin) = origin {
                flow.text(0, Role::Muted, origin);
            }
            return;
        };
        let focused = self.page.focus == number;
        let text = format!("{} {}", flow.marks.closed, heading(item));
        let role = if focused { Role::FocusedButton } else { Role::Accent };
        let key = format!("  {}", bars::key_named(self.stage.app, Action::Guidance));
        let row = if self.width == PageWidth::Beside && !focused {
            flow.line(0, &[])
        } else {
            flow.line(0, &[(role, &text), (Role::Muted, &key)])
        };
        flow.hit(row..row + 1, Hit::field(number, FieldTarget::Whole));
        if let Some(origin) = origin {
            let end = flow.rows.get(row).map_or(0, |row| row.end());
            let between = format!("  {}  ", flow.marks.between);
            let between = if end == 0 { "" } else { between.as_str() };
            if usize::from(end) + width(between) + width(origin) <= usize::from(flow.width) {
                let end = flow.put(row, end, Role::Muted, between);
                flow.put(row, end, Role::Muted, origin);
            } else {
                flow.text(0, Role::Muted, origin);
            }
        }
        if focused {
            flow.focus(0..flow.height(), row);
        }
    }

    fn put_group(&self, flow: &mut Flow, item: &Item, group: &'a Group, text_rows: usize) {
        let inherited = group.wording.provenance;
        self.put_heading(flow, &group.wording, false);
        self.put_about(flow, item);
        // Spare rows are divided equally between the long texts of the group.
        let texts = group.parts.iter().filter(|part| {
            matches!(part, GroupPart::Question(question)
                if matches!(question.kind, QuestionKind::Text { .. }))
        });
        let spare = (text_rows - LEAST_TEXT_ROWS) / texts.count().max(1);
        let text_rows = (LEAST_TEXT_ROWS + spare).min(MOST_PART_ROWS);
        for part in &group.parts {
            flow.gap();
            match part {
                GroupPart::Notice(notice) => self.put_notice(flow, notice),
                GroupPart::Question(question) => {
                    let place = self.session.consultation.location(&question.id);
                    if place.is_some_and(|place| self.session.route.shows(place)) {
                        let heading = self.put_heading(flow, &question.wording, !question.required);
                        let provenance = question.wording.provenance;
                        if let Some(own) = provenance.filter(|_| provenance != inherited) {
                            flow.text(0, Role::Muted, own.in_short());
                        }
                        flow.keep_in_sight(heading);
                        let part =
                            QuestionLayout { is_one_of_several: true, ..self.part(question) };
                        question::put(flow, &part, text_rows);
                        flow.let_go();
                    }
                }
            }
        }
    }

    /// Returns the problems of an answer. Problems in the text being written are left out unless
    /// already reported.
    fn problems(&self, question: &Question) -> Vec<Shortfall> {
        let mut problems = self.session.problems_of(question);
        let said = self.page.problems.iter().filter(|one| one.question == question.id);
        let more: Vec<Shortfall> = said.filter(|one| !problems.contains(one)).cloned().collect();
        problems.extend(more);
        problems.retain(|problem| {
            self.page.problems.contains(problem) || !self.page.is_being_written(&problem.position())
        });
        problems
    }

    fn part(&self, question: &'a Question) -> QuestionLayout<'a> {
        QuestionLayout {
            stage: self.stage,
            session: self.session,
            question,
            answer: self.session.answer(&question.id),
            focus: self.page.focus,
            is_one_of_several: false,
            spare: self.comment_spare,
            page: self.page,
            problems: self.problems(question),
        }
    }

    fn put_continue(&self, flow: &mut Flow) {
        let button = |field: &Field| matches!(field.control, Control::Continue);
        let Some(number) = self.page.fields.iter().position(button) else {
            return;
        };
        let focused = self.page.focus == number;
        flow.gap();
        let row = put_button(flow, "Continue", focused, Hit::field(number, FieldTarget::Whole));
        if self.page.after == After::Review {
            let at = flow.rows.get(row).map_or(0, |row| row.end());
            flow.put(row, at + 2, Role::Muted, "then back to your answers");
        }
    }
}
