//! The final screen: where the response is, and what to do with it.

use crate::{
    app::{screen::done::Done, session::Session},
    model::consultation::Address,
    tui::{
        flow::Flow,
        markdown,
        screen::{LayoutContext, ScreenView},
        theme::Role,
    },
    words,
};

/// Returns the view of a finished response.
pub(crate) fn sheet(stage: &LayoutContext<'_>, session: &Session, done: &Done) -> ScreenView {
    let mut flow = stage.flow(false);
    let lead = format!("{} ", flow.marks.done);
    flow.hanging(0, &[(Role::Accent, &lead)], &[(Role::Strong, "Your response is complete")]);
    flow.gap();
    flow.text(0, Role::Strong, "The file");
    flow.text(0, Role::Text, &done.receipt.path.display().to_string());
    flow.gap();
    flow.text(0, Role::Strong, "Its digest");
    flow.text(0, Role::Text, &grouped(&done.receipt.digest));
    flow.text(0, Role::Muted, "Anyone can use the digest to check that the file is unchanged.");
    flow.gap();
    flow.text(0, Role::Strong, "What happens next");
    put_channels(&mut flow, session);
    if let Some(deadline) = words::deadline(session, &stage.app.now) {
        flow.text(0, Role::Text, &format!("The consultation {deadline}."));
    }
    flow.gap();
    let documents = "Ctrl-D makes a document of it: for Word, as PDF, for approval, or an e-mail to send \
                     it with. It also copies the answers into a website, one by one.";
    flow.text(0, Role::Text, documents);
    flow.gap();
    let later = "You can still change your answers: the draft stays. Sign off again afterwards, and \
                 a new response is written.";
    flow.text(0, Role::Muted, later);
    ScreenView::read_from(flow, done.scroll)
}

/// Adds the ways to send the response.
fn put_channels(flow: &mut Flow, session: &Session) {
    flow.text(0, Role::Text, &words::how_to_send(&session.consultation));
    for channel in &session.consultation.respond_via {
        let (kind, address) = match &channel.address {
            Address::Email(address) => ("by e-mail to ", address),
            Address::Online(url) => ("online at ", url),
            Address::Post(address) => ("by post to ", address),
            Address::Telephone(number) => ("by telephone on ", number),
        };
        let address = address.lines().collect::<Vec<_>>().join(", ");
        let lead = format!("{} ", flow.marks.bullet);
        let spans = [(Role::Muted, kind), (Role::Accent, address.as_str())];
        flow.hanging(0, &[(Role::Muted, &lead)], &spans);
        if let Some(note) = &channel.note {
            markdown::put(flow, 2, Role::Muted, note);
        }
    }
}

/// Formats a digest in groups of four, to be read out or compared by eye.
fn grouped(digest: &str) -> String {
    let (name, hex) = digest.split_once(':').unwrap_or(("", digest));
    let characters: Vec<char> = hex.chars().collect();
    let groups: Vec<String> = characters.chunks(4).map(|group| group.iter().collect()).collect();
    let name = if name.is_empty() { String::new() } else { format!("{name} ") };
    format!("{name}{}", groups.join(" "))
}
