//! The screens: each makes a [`Sheet`] of what there is to see of it.

mod broken;
mod choices;
mod contents;
mod done;
pub(super) mod field;
mod guidance;
mod home;
mod matrix;
mod page;
mod question;
mod rank;
mod reading;
mod review;
mod revised;
mod section_end;
mod sign_off;

use ratatui::layout::Rect;

pub(super) use self::{
    broken::put_complaints,
    field::text_box,
    guidance::{heading, put_guidance, put_row_guidance},
};
use crate::{
    app::{
        App,
        screen::{Screen, page::Scroll},
        session::Session,
    },
    tui::{flow::Flow, theme::Marks},
};

/// From this width on there are two panes.
const WIDE: u16 = 100;

/// From this height on there is room for more than what is needed.
const TALL: usize = 15;

/// The longest rows that are comfortable to read.
const LONGEST_ROW: u16 = 88;

/// The widest rows of a grid whose marks the eye still follows to their labels.
const WIDEST_GRID: u16 = 120;

/// The cells between what is shown and the bar that scrolls it, with the bar.
pub(crate) const BAR: u16 = 2;

/// What a screen is laid out with.
#[derive(Clone, Copy)]
pub(crate) struct LayoutContext<'a> {
    /// What is shown.
    pub(crate) app: &'a App,
    /// The signs to use.
    pub(crate) marks: Marks,
    /// Where the screen is, between header and footer.
    pub(crate) body: Rect,
}

/// What there is to see of a screen.
pub(crate) struct ScreenView {
    /// What can be acted on.
    pub(crate) main: Flow,
    /// What is read beside it, where there is room.
    pub(crate) side: Option<Flow>,
    /// Where it is scrolled to.
    pub(crate) scroll: Scroll,
}

/// Where the panes of a screen are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Columns {
    /// The pane that is acted in, with its bar.
    pub(crate) main: Rect,
    /// The pane beside it.
    pub(crate) side: Option<Rect>,
}

impl ScreenView {
    /// A sheet that scrolls to where the focus is.
    pub(crate) fn new(main: Flow) -> Self {
        Self { main, side: None, scroll: Scroll::Focus }
    }

    /// A sheet that is only read.
    pub(crate) fn read_from(main: Flow, row: usize) -> Self {
        Self { scroll: Scroll::Row(row), ..Self::new(main) }
    }
}

impl<'a> LayoutContext<'a> {
    /// Whether there is room for a second pane.
    pub(crate) fn is_wide(&self) -> bool {
        self.body.width >= WIDE
    }

    /// Where the panes are, with or without a second one.
    pub(crate) fn columns(&self, side: bool) -> Columns {
        let margin = self.margin();
        let room = self.body.width - margin;
        if !side {
            let width = room.min(LONGEST_ROW + BAR);
            return Columns { main: Rect { x: margin, width, ..self.body }, side: None };
        }
        let beside = (room * 2 / 5).min(64);
        let width = (room - beside - margin).min(LONGEST_ROW + BAR);
        let main = Rect { x: margin, width, ..self.body };
        let side = Rect { x: main.right() + margin, width: beside, ..self.body };
        Columns { main, side: Some(side) }
    }

    /// A flow for the main pane.
    pub(crate) fn flow(&self, side: bool) -> Flow {
        Flow::new(self.columns(side).main.width.saturating_sub(BAR), self.marks)
    }

    /// A flow for a grid that needs the whole screen.
    pub(crate) fn grid_flow(&self) -> Flow {
        let room = self.body.width - self.margin();
        Flow::new(room.saturating_sub(BAR).min(WIDEST_GRID), self.marks)
    }

    fn margin(&self) -> u16 {
        if self.body.width < 60 { 1 } else { 2 }
    }

    /// A flow for the pane beside it.
    pub(crate) fn side_flow(&self) -> Option<Flow> {
        let side = self.columns(true).side.filter(|_| self.is_wide())?;
        Some(Flow::new(side.width.saturating_sub(BAR), self.marks))
    }

    /// Whether the screen has room for more than what is needed.
    pub(crate) fn is_tall(&self) -> bool {
        self.height() >= TALL
    }

    /// The rows that the screen has.
    pub(crate) fn height(&self) -> usize {
        usize::from(self.body.height)
    }
}

/// What there is to see of the screen that is shown.
pub(crate) fn sheet(stage: &LayoutContext<'_>) -> ScreenView {
    let app = stage.app;
    let Some(session) = &app.session else {
        return match &app.screen {
            Screen::Home(home) => home::sheet(stage, home),
            Screen::Revised(revised) => revised::sheet(stage, revised),
            Screen::Broken(broken) => broken::sheet(stage, broken),
            _ => ScreenView::new(stage.flow(false)),
        };
    };
    sheet_of(stage, session)
}

fn sheet_of(stage: &LayoutContext<'_>, session: &Session) -> ScreenView {
    match &stage.app.screen {
        Screen::Home(home) => home::sheet(stage, home),
        Screen::Contents(contents) => contents::sheet(stage, session, contents),
        Screen::Reading(reading) => reading::sheet(stage, session, reading),
        Screen::Page(page) => page::sheet(stage, session, page),
        Screen::SectionEnd(end) => section_end::sheet(stage, session, end),
        Screen::Review(review) => review::sheet(stage, session, review),
        Screen::SignOff(form) => sign_off::sheet(stage, session, form),
        Screen::Done(done) => done::sheet(stage, session, done),
        Screen::Revised(revised) => revised::sheet(stage, revised),
        Screen::Broken(broken) => broken::sheet(stage, broken),
    }
}
