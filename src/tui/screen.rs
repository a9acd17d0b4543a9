//! The screens. Each returns a [`ScreenView`].

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
mod question_layout;
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
        App, Mode,
        screen::{Screen, page::Scroll},
    },
    tui::{flow::Flow, theme::Marks},
};

/// From this width, there are two panes.
const WIDE: u16 = 100;

/// From this height, there is room for more than the essentials.
const TALL: usize = 15;

/// The maximum row width for comfortable reading.
const LONGEST_ROW: u16 = 88;

/// The maximum grid width at which the eye still connects marks with their labels.
const WIDEST_GRID: u16 = 120;

/// The cells taken by the scroll bar and the gap before it.
pub(crate) const BAR: u16 = 2;

/// The context in which a screen is laid out.
#[derive(Clone, Copy)]
pub(crate) struct LayoutContext<'a> {
    /// The state to show.
    pub(crate) app: &'a App,
    /// The set of marks.
    pub(crate) marks: Marks,
    /// The area between header and footer.
    pub(crate) body: Rect,
}

/// The view of a screen.
pub(crate) struct ScreenView {
    /// The main pane, for actions.
    pub(crate) main: Flow,
    /// The side pane, for reading, if there is room.
    pub(crate) side: Option<Flow>,
    /// Where it is scrolled to.
    pub(crate) scroll: Scroll,
}

/// The columns of the panes of a screen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Columns {
    /// The main pane, including its scroll bar.
    pub(crate) main: Rect,
    /// The side pane.
    pub(crate) side: Option<Rect>,
}

impl ScreenView {
    /// Creates a view that scrolls to the focus.
    pub(crate) fn new(main: Flow) -> Self {
        Self { main, side: None, scroll: Scroll::Focus }
    }

    /// Creates a view that is only read.
    pub(crate) fn read_from(main: Flow, row: usize) -> Self {
        Self { scroll: Scroll::Row(row), ..Self::new(main) }
    }
}

impl<'a> LayoutContext<'a> {
    /// Whether there is room for a side pane.
    pub(crate) fn is_wide(&self) -> bool {
        self.body.width >= WIDE
    }

    /// Returns the columns of the panes, with or without a side pane.
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

    /// Creates a flow for the main pane.
    pub(crate) fn flow(&self, side: bool) -> Flow {
        Flow::new(self.columns(side).main.width.saturating_sub(BAR), self.marks)
    }

    /// Creates a flow for a grid that needs the whole screen.
    pub(crate) fn grid_flow(&self) -> Flow {
        let room = self.body.width - self.margin();
        Flow::new(room.saturating_sub(BAR).min(WIDEST_GRID), self.marks)
    }

    fn margin(&self) -> u16 {
        if self.body.width < 60 { 1 } else { 2 }
    }

    /// Creates a flow for the side pane.
    pub(crate) fn side_flow(&self) -> Option<Flow> {
        let side = self.columns(true).side.filter(|_| self.is_wide())?;
        Some(Flow::new(side.width.saturating_sub(BAR), self.marks))
    }

    /// Whether there is room for more than the essentials.
    pub(crate) fn is_tall(&self) -> bool {
        self.height() >= TALL
    }

    /// Returns the number of rows on the screen.
    pub(crate) fn height(&self) -> usize {
        usize::from(self.body.height)
    }
}

/// Returns the view of the current screen.
pub(crate) fn sheet(stage: &LayoutContext<'_>) -> ScreenView {
    let (session, screen) = match &stage.app.mode {
        Mode::Home(home) => return home::sheet(stage, home),
        Mode::Revised(revised) => return revised::sheet(stage, revised),
        Mode::Broken(broken) => return broken::sheet(stage, broken),
        Mode::Draft(session, screen) => (session, screen),
    };
    match screen {
        Screen::Contents(contents) => contents::sheet(stage, session, contents),
        Screen::Reading(reading) => reading::sheet(stage, session, reading),
        Screen::Page(page) => page::sheet(stage, session, page),
        Screen::SectionEnd(end) => section_end::sheet(stage, session, end),
        Screen::Review(review) => review::sheet(stage, session, review),
        Screen::SignOff(form) => sign_off::sheet(stage, session, form),
        Screen::Done(done) => done::sheet(stage, session, done),
    }
}
