//! The search pop-up: everything that is asked or answered, or earlier answers to quote.

use crate::{
    app::{
        earlier::EarlierSearch,
        screen::page::Scroll,
        search::{MOST_FOUND, Search, SearchScope, SearchTarget},
    },
    tui::{
        flow::{Flow, clipped, width},
        popup::PopupView,
        screen::{field::TextBox, text_box},
        theme::Role,
    },
    words,
};

/// The width from which the words before a match are shown too.
const ROOM_FOR_BEFORE: usize = 60;

/// The most rows in which the passage under the cursor is shown.
const MOST_ROWS: usize = 12;

/// Returns the view of the search.
pub(super) fn sheet(flow: Flow, search: &Search) -> PopupView {
    match &search.scope {
        SearchScope::Draft => in_draft(flow, search),
        SearchScope::Earlier(earlier) => in_earlier_answers(flow, search, earlier),
    }
}

fn in_earlier_answers(mut flow: Flow, search: &Search, earlier: &EarlierSearch) -> PopupView {
    for (number, found) in search.found.iter().enumerate() {
        let SearchTarget::Quotation(passage) = &found.target else { continue };
        let start = flow.height();
        let room = usize::from(flow.width.saturating_sub(2));
        let cut = flow.marks.cut;
        if number == search.cursor.0 {
            flow.text(2, Role::Muted, &found.place);
            let question = format!("Asked: {}", passage.question);
            flow.text(2, Role::Muted, &clipped(&question, 2 * room, cut));
            flow.text(2, Role::Text, &clipped(&passage.words, MOST_ROWS * room, cut));
        } else {
            flow.line(2, &[(Role::Muted, &found.place)]);
            flow.line(2, &[(Role::Text, &passage.words)]);
        }
        let end = flow.height();
        flow.entry(start..end, search.cursor);
    }
    let is_blank = search.query.text().is_blank();
    if let Some(words) = words::nothing_to_quote(search, earlier) {
        flow.text(2, Role::Muted, words);
    }
    let mut above = Flow::new(flow.width, flow.marks);
    let lead = match search.found.len() {
        0 => "Earlier drafts and responses".to_owned(),
        found if is_blank => {
            format!("{} for this question", words::count(found, "passage", "passages"))
        }
        found => format!("{} with these words", words::count(found, "passage", "passages")),
    };
    let left_out = earlier.answers.as_deref().and_then(words::not_searched);
    let left_out =
        left_out.map_or_else(String::new, |why| format!(" {} {why}", flow.marks.between));
    above.text(0, Role::Muted, &format!("{lead}{left_out}"));
    with_query(above, flow, search, "Quote an earlier answer")
}

/// Adds the words that are searched for, above what was found.
fn with_query(mut above: Flow, flow: Flow, search: &Search, title: &'static str) -> PopupView {
    let query =
        TextBox { editor: &search.query, field: 0, focused: true, height: 1, width: above.width };
    text_box(&mut above, 0, &query);
    above.text(0, Role::Text, "");
    PopupView { above, tall: true, ..PopupView::new(title, flow, Scroll::Focus) }
}

fn in_draft(mut flow: Flow, search: &Search) -> PopupView {
    let room = usize::from(flow.width.saturating_sub(2));
    for found in &search.found {
        let place = clipped(&format!("{}: ", found.place), room / 2, flow.marks.cut);
        let [before, words, behind] = &found.snippet;
        let before = if room < ROOM_FOR_BEFORE { "" } else { before };
        let words = clipped(words, room, flow.marks.cut);
        let before = clipped(before, room.saturating_sub(width(&place)), flow.marks.cut);
        let left = room.saturating_sub(width(&place) + width(&before) + width(&words));
        let behind = clipped(behind, left, flow.marks.cut);
        let spans = [
            (Role::Muted, place.as_str()),
            (Role::Text, &before),
            (Role::Selected, &words),
            (Role::Text, &behind),
        ];
        let row = flow.line(2, &spans);
        flow.entry(row..row + 1, search.cursor);
    }
    let is_blank = search.query.text().is_blank();
    if search.found.is_empty() && !is_blank {
        flow.text(2, Role::Muted, "No question or answer contains these words.");
    }
    let mut above = Flow::new(flow.width, flow.marks);
    let between = flow.marks.between;
    let found = match search.found.len() {
        _ if is_blank => String::new(),
        MOST_FOUND => format!(" {between} the first {MOST_FOUND}"),
        found => format!(" {between} {}", words::count(found, "place", "places")),
    };
    let lead = "In questions, guidance, answers, comments and notes";
    above.text(0, Role::Muted, &format!("{lead}{found}"));
    with_query(above, flow, search, "Search")
}
