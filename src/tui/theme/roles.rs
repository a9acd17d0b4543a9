//! The roles of the parts of a screen, and how each is drawn.

use ratatui::style::{Color, Modifier, Style};

use super::colour::Palette;

/// The role of a part of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The general background.
    Ground,
    /// Ordinary text.
    Text,
    /// Secondary text.
    Muted,
    /// A heading or label.
    Strong,
    /// Emphasised text.
    Emphasis,
    /// Keys, links and marks.
    Accent,
    /// A problem.
    Problem,
    /// A line that separates or frames.
    Line,
    /// The background of the header and footer.
    Bar,
    /// A heading on the bar.
    BarStrong,
    /// Secondary text on the bar.
    BarMuted,
    /// A key on the bar.
    BarKey,
    /// A problem on the bar.
    BarProblem,
    /// The background of editable text.
    Field,
    /// Selected text.
    Selected,
    /// The background of the entry under the cursor.
    Current,
    /// The part of the entry that the next key acts on.
    Cursor,
    /// The background of a pop-up.
    Raised,
    /// A button.
    Button,
    /// A button with the focus.
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
        // Blue is pale in some palettes and dark in others; grey on black is always readable.
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

/// Every pair of text and background that screens use.
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
