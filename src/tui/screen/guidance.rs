//! The guidance on a question: its explanation, the sources, and the origin of the wording.

use crate::{
    app::session::Session,
    model::consultation::{Item, Reference, Row, Wording},
    tui::{flow::Flow, markdown, theme::Role},
};

/// Adds all guidance on an item to a flow. Returns whether there is any.
pub(crate) fn put_guidance(flow: &mut Flow, session: &Session, item: &Item) -> bool {
    let start = flow.height();
    let wording = item.wording();
    put_wording(flow, session, (wording, &wording.references.iter().collect::<Vec<_>>()));
    if let Some(provenance) = wording.provenance {
        flow.gap();
        let words = format!("Wording: {}.", provenance.in_full());
        flow.text(0, Role::Muted, &words);
    }
    if let Item::Group(group) = item {
        for part in &group.parts {
            let own = part.wording();
            let new = own.references.iter().filter(|one| !wording.references.contains(one));
            let new: Vec<&Reference> = new.collect();
            if own.guidance.is_some() || !new.is_empty() {
                flow.gap();
                flow.text(0, Role::Strong, &own.text);
                put_wording(flow, session, (own, &new));
            }
        }
    }
    flow.height() > start
}

fn put_wording(
    flow: &mut Flow,
    session: &Session,
    (wording, references): (&Wording, &[&Reference]),
) {
    if let Some(guidance) = &wording.guidance {
        markdown::put(flow, 0, Role::Text, guidance);
    }
    if wording.guidance.is_some() && !references.is_empty() {
        flow.gap();
        flow.text(0, Role::Strong, "What the sources say");
    }
    for reference in references {
        put_reference(flow, session, reference);
    }
}

fn put_reference(flow: &mut Flow, session: &Session, reference: &Reference) {
    flow.gap();
    let source = session.consultation.source(&reference.source);
    let (title, at) = (source.map(|source| source.title.as_str()), &reference.at);
    let title = title.unwrap_or(reference.source.as_str());
    let at = at.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
    flow.spans(0, &[(Role::Muted, title), (Role::Muted, &at)]);
    if let Some(quote) = &reference.quote {
        let start = flow.height();
        // A gap precedes the first paragraph of Markdown; the quotation follows its source.
        let mut quoted = Flow::new(flow.width.saturating_sub(2), flow.marks);
        markdown::put(&mut quoted, 0, Role::Text, quote);
        flow.append(quoted, 2);
        for row in start..flow.height() {
            flow.put(row, 0, Role::Line, flow.marks.edge);
        }
    }
    if let Some(url) = source.and_then(|source| source.url.as_ref()) {
        flow.text(0, Role::Muted, url);
    }
}

/// Adds the references of a matrix row, under its label. Returns whether there are any.
pub(crate) fn put_row_guidance(flow: &mut Flow, session: &Session, row: &Row) -> bool {
    if row.hint.is_none() && row.note.is_none() && row.references.is_empty() {
        return false;
    }
    flow.text(0, Role::Strong, &row.label);
    if let Some(hint) = &row.hint {
        flow.text(0, Role::Text, hint);
    }
    if let Some(note) = &row.note {
        markdown::put(flow, 0, Role::Text, note);
    }
    for reference in &row.references {
        put_reference(flow, session, reference);
    }
    flow.gap();
    true
}

/// Returns the heading above the guidance on an item.
pub(crate) fn heading(item: &Item) -> &'static str {
    let wordings = |wanted: fn(&Wording) -> bool| {
        let parts = match item {
            Item::Group(group) => group.parts.as_slice(),
            Item::Notice(_) | Item::Question(_) => &[],
        };
        wanted(item.wording()) || parts.iter().any(|part| wanted(part.wording()))
    };
    if wordings(|wording| wording.guidance.is_some()) {
        "What does this mean?"
    } else {
        "What the sources say"
    }
}
