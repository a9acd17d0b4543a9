//! The help pop-up: every key available, nearest first.

use crate::{
    app::{keymap, screen::page::Scroll},
    tui::{
        flow::{Flow, narrow, width},
        popup::PopupView,
        screen::LayoutContext,
        theme::Role,
    },
};

/// The maximum width of the column of keys.
const MOST_KEYS: usize = 24;

/// Returns the view of the help.
pub(super) fn sheet(stage: &LayoutContext<'_>, mut flow: Flow, scroll: usize) -> PopupView {
    let lines = lines(stage);
    let longest = lines.iter().map(|(keys, _)| width(keys)).max().unwrap_or_default();
    let column = narrow(longest.min(MOST_KEYS).min(usize::from(flow.width) / 2)) + 2;
    for (keys, does) in &lines {
        let row = flow.text(column, Role::Text, does).start;
        if width(keys) + 2 > usize::from(column) {
            // Several keys for one action get a row above its description.
            flow.rows.truncate(row);
            flow.text(0, Role::Accent, keys);
            flow.text(column, Role::Text, does);
        } else {
            flow.put(row, 0, Role::Accent, keys);
        }
    }
    PopupView::new("Keys that work here", flow, Scroll::Row(scroll))
}

/// Returns the description of each key; keys with the same action share a line.
fn lines(stage: &LayoutContext<'_>) -> Vec<(String, &'static str)> {
    let contexts = stage.app.contexts_of_screen();
    let mut lines: Vec<(Vec<String>, &'static str)> = Vec::new();
    let mut known = Vec::new();
    for binding in keymap::bindings(&contexts) {
        // A key has the meaning of its nearest context.
        if known.contains(&binding.key) {
            continue;
        }
        known.push(binding.key);
        if !stage.app.is_of_use(binding.action) {
            continue;
        }
        let key = binding.key.to_string();
        match lines.iter_mut().find(|(_, does)| *does == binding.does) {
            Some((keys, _)) => keys.push(key),
            None => lines.push((vec![key], binding.does)),
        }
    }
    lines.into_iter().map(|(keys, does)| (joined(&keys), does)).collect()
}

/// Joins keys; a run of digits is shortened.
fn joined(keys: &[String]) -> String {
    match (keys.first(), keys.last()) {
        (Some(first), Some(last)) if keys.len() > 3 && keys.iter().all(|key| key.len() == 1) => {
            format!("{first} to {last}")
        }
        _ => keys.join("  "),
    }
}
