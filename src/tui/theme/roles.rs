//! The parts of a screen, and how each is drawn with the colours there are.

use ratatui::style::{Color, Modifier, Style};

use super::colour::Palette;

/// A part of a screen, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The ground that everything stands on.
    Ground,
    /// What is read.
    Text,
    /// What is read second.
    Muted,
    /// A heading, a label.
    Strong,
    /// Emphasis in a text.
    Emphasis,
    /// Keys, links, marks: what can be acted on.
    Accent,
    /// What is wrong.
    Problem,
    /// A line that only parts or frames.
    Line,
    /// The ground of the header and footer.
    Bar,
    /// A heading on it.
    BarStrong,
    /// What is read second on it.
    BarMuted,
    /// A key on it.
    BarKey,
    /// What is wrong, on it.
    BarProblem,
    /// The ground of what can be typed into.
    Field,
    /// What is selected in a text.
    Selected,
    /// The ground of the entry under the cursor.
    Current,
    /// The one thing in the entry that the next key acts on.
    Cursor,
    /// The ground of a pop-up.
    Raised,
    /// A button.
    Button,
    /// The button that has the focus.
    FocusedButton,
}

pub(super) fn rich(role: Role, palette: &Palette) -> Style {
    let fg = |colour: Color| Style::new().fg(colour);
    let on = |ground: Color, text: Color| fg(text).bg(ground);
    match role {
        Role::Ground => on(palette.ground, palette.text),
        Role::Text => fg(palette.text),
        Role::Muted => fg(palette.muted),
        Role::Strong => fg(palette.strong).add_modifier(Modifier::BOLD),
        Role::Emphasis => fg(palette.strong).add_modifier(Modifier::ITALIC),
        Role::Accent => fg(palette.accent),
        Role::Problem => fg(palette.problem).add_modifier(Modifier::BOLD),
        Role::Line => fg(palette.line),
        Role::Bar => on(palette.bar, palette.text),
        Role::BarStrong => fg(palette.strong).add_modifier(Modifier::BOLD),
        Role::BarMuted => fg(palette.muted),
        Role::BarKey => fg(palette.accent).add_modifier(Modifier::BOLD),
        Role::BarProblem => on(palette.problem, palette.ground).add_modifier(Modifier::BOLD),
        Role::Field => on(palette.field, palette.text),
        Role::Selected => on(palette.selected, palette.on_selected),
        Role::Current => on(palette.current, palette.text),
        Role::Cursor => on(palette.accent, palette.on_accent).add_modifier(Modifier::BOLD),
        Role::Raised => on(palette.raised, palette.text),
        Role::Button => on(palette.button, palette.strong),
        Role::FocusedButton => on(palette.accent, palette.on_accent).add_modifier(Modifier::BOLD),
    }
}

pub(super) fn sixteen(role: Role) -> Style {
    let fg = |colour: Color| Style::new().fg(colour);
    let on = |ground: Color, text: Color| Style::new().bg(ground).fg(text);
    match role {
        Role::Ground | Role::Raised | Role::Field => on(Color::Black, Color::Gray),
        Role::Current => on(Color::Black, Color::Gray).add_modifier(Modifier::BOLD),
        Role::Text | Role::Muted | Role::Line => fg(Color::Gray),
        Role::Strong => fg(Color::White).add_modifier(Modifier::BOLD),
        Role::Emphasis => fg(Color::White).add_modifier(Modifier::UNDERLINED),
        Role::Accent => fg(Color::LightCyan),
        Role::Problem => fg(Color::LightRed).add_modifier(Modifier::BOLD),
        // Blue is pale in some palettes and dark in others; grey on black never is.
        Role::Bar => on(Color::Gray, Color::Black),
        Role::BarStrong | Role::BarKey => fg(Color::Black).add_modifier(Modifier::BOLD),
        Role::BarMuted => fg(Color::Black),
        Role::BarProblem => on(Color::LightRed, Color::Black).add_modifier(Modifier::BOLD),
        Role::Selected => on(Color::Cyan, Color::Black),
        Role::Cursor | Role::FocusedButton => on(Color::LightCyan, Color::Black),
        Role::Button => on(Color::Gray, Color::Black),
    }
}

pub(super) fn mono(role: Role) -> Style {
    let plain = Style::new();
    match role {
        Role::Ground
        | Role::Raised
        | Role::Field
        | Role::Text
        | Role::Muted
        | Role::Line
        | Role::Button => plain,
        Role::Strong | Role::Accent | Role::Current => plain.add_modifier(Modifier::BOLD),
        Role::Emphasis => plain.add_modifier(Modifier::UNDERLINED),
        Role::Problem => plain.add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
        Role::Bar | Role::BarMuted => plain.add_modifier(Modifier::REVERSED),
        Role::BarStrong | Role::BarKey => {
            plain.add_modifier(Modifier::REVERSED.union(Modifier::BOLD))
        }
        Role::BarProblem => plain
            .add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED))
            .remove_modifier(Modifier::REVERSED),
        Role::Selected | Role::Cursor | Role::FocusedButton => {
            plain.add_modifier(Modifier::REVERSED)
        }
    }
}

/// Every pair of a text and a ground that screens put it on.
#[cfg(test)]
pub(super) fn drawn_on() -> Vec<(Role, Role)> {
    let texts =
        [Role::Text, Role::Muted, Role::Strong, Role::Emphasis, Role::Accent, Role::Problem];
    let grounds = [Role::Ground, Role::Raised, Role::Field, Role::Current];
    let bars = [Role::Bar, Role::BarStrong, Role::BarMuted, Role::BarKey, Role::BarProblem];
    let own = [Role::Selected, Role::Cursor, Role::Button, Role::FocusedButton];
    let own = own.into_iter().flat_map(|own| grounds.map(|ground| (own, ground)));
    let texts = texts.into_iter().flat_map(|text| grounds.map(|ground| (text, ground)));
    own.chain(texts).chain(bars.map(|text| (text, Role::Bar))).collect()
}
