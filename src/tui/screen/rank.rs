//! A ranking: the ranked entries, in order, and the rest below a line.

use crate::{
    app::{LONG_LIST, cursor::Cursor, event::FieldTarget},
    model::consultation::QuestionKind,
    tui::{
        flow::{Flow, Hit},
        screen::{choices, question_layout::QuestionLayout},
        theme::Role,
    },
    words,
};

/// Adds the entries of a ranking.
pub(crate) fn put(flow: &mut Flow, part: &QuestionLayout<'_>, field: usize, cursor: Cursor) {
    let start = flow.height();
    let entries = part.session.rank_entries(part.question);
    let given = part.answer.value.values();
    let ranked = entries.iter().filter(|entry| given.iter().any(|value| *value == **entry)).count();
    put_heading(flow, part, ranked);
    for (place, value) in entries.iter().enumerate() {
        if place == ranked {
            if ranked > 0 {
                flow.rule(2);
            }
            flow.text(2, Role::Muted, "Not ranked");
        }
        let Some(choice) = choices::choice_of(part.question, value.as_str()) else {
            continue;
        };
        let has_place = place < ranked;
        let lead = if has_place { format!("{:>2}  ", place + 1) } else { "    ".to_owned() };
        let role = if has_place { Role::Strong } else { Role::Text };
        let rows = flow.hanging(2, &[(Role::Accent, &lead)], &[(role, &choice.label)]);
        if place == 0 && entries.len() >= LONG_LIST {
            flow.put_behind(rows.start, Role::Muted, "(type letters to find one)");
        }
        if let Some(hint) = &choice.hint {
            flow.text(6, Role::Muted, hint);
        }
        let rows = rows.start..flow.height();
        if part.focus == field && cursor.0 == place {
            flow.ground(rows.clone(), 0, Role::Current);
            flow.put(rows.start, 0, Role::Accent, flow.marks.pointer);
            flow.focus(rows.clone(), rows.start);
        }
        flow.hit(rows, Hit::field(field, FieldTarget::Choice(place)));
        choices::put_detail(flow, part, choice);
    }
    if part.focus == field
        && let Some(anchor) = flow.anchor
    {
        flow.focus(start..flow.height(), anchor);
    }
}

/// Adds a heading with how many are ranked, and how many should be.
fn put_heading(flow: &mut Flow, part: &QuestionLayout<'_>, ranked: usize) {
    let QuestionKind::Rank { min_ranked, max_ranked, .. } = &part.question.kind else {
        return;
    };
    let wanted = match (min_ranked, max_ranked) {
        (Some(least), Some(most)) if least == most => format!("rank {least}"),
        (Some(least), Some(most)) => format!("rank {least} to {most}"),
        (Some(least), None) => format!("rank at least {least}"),
        (None, Some(most)) => format!("rank up to {most}"),
        (None, None) => "rank as many as matter to you".to_owned(),
    };
    let between = flow.marks.between;
    let text = match ranked {
        0 => format!("Most important first {between} {wanted}"),
        _ => format!("{} {between} {wanted}", words::count(ranked, "ranked", "ranked")),
    };
    flow.text(2, Role::Muted, &text);
}
