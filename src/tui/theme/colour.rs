//! Colours, and what a terminal can display.

use ratatui::style::Color;

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// Whether a terminal's background is dark or light.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// Dark, for light text.
    Dark,
    /// Light, for dark text.
    Light,
}

impl Background {
    /// Returns what a background colour counts as: light if it looks lighter than a medium grey.
    pub fn of(Rgb(red, green, blue): Rgb) -> Self {
        // The weights of the luma of television, which follow the eye.
        let luma = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue);
        if luma > 127_500 { Self::Light } else { Self::Dark }
    }
}

/// What the environment says about a terminal.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The respondent's choice: `auto`, `light`, `dark`, `16` or `mono`.
    pub wanted: Option<&'a str>,
    /// Whether `NO_COLOR` is set.
    pub no_colour: bool,
    /// The value of `COLORTERM`.
    pub colorterm: &'a str,
    /// The value of `TERM`.
    pub term: &'a str,
    /// Whether the locale has no Unicode.
    pub ascii_only: bool,
    /// The background that the terminal reported.
    pub background: Option<Background>,
}

/// The number of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColourDepth {
    /// Any colour.
    Full,
    /// 256 colours.
    Indexed,
}

/// The colours of a theme.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Palette {
    pub(super) ground: Color,
    pub(super) text: Color,
    pub(super) muted: Color,
    pub(super) strong: Color,
    pub(super) accent: Color,
    pub(super) problem: Color,
    /// The background of the header and the footer.
    pub(super) bar: Color,
    /// The background of editable texts.
    pub(super) field: Color,
    /// The background of the entry under the cursor.
    pub(super) current: Color,
    /// The background of pop-ups.
    pub(super) raised: Color,
    /// The background of buttons.
    pub(super) button: Color,
    /// The background of selected text.
    pub(super) selected: Color,
    /// Text on the accent colour or in a selection.
    pub(super) on_accent: Color,
    pub(super) on_selected: Color,
    /// Lines that separate or frame.
    pub(super) line: Color,
}

pub(super) const DARK: Palette = Palette {
    ground: colour(0x11, 0x16, 0x1c),
    text: colour(0xdd, 0xe3, 0xe8),
    muted: colour(0x9b, 0xa7, 0xb3),
    strong: colour(0xff, 0xff, 0xff),
    accent: colour(0x7d, 0xba, 0xff),
    problem: colour(0xff, 0x96, 0x8a),
    bar: colour(0x1f, 0x29, 0x33),
    field: colour(0x1a, 0x22, 0x2b),
    current: colour(0x1c, 0x2d, 0x40),
    raised: colour(0x18, 0x1f, 0x27),
    button: colour(0x2a, 0x36, 0x43),
    selected: colour(0x2c, 0x5d, 0x94),
    on_accent: colour(0x0b, 0x10, 0x16),
    on_selected: colour(0xff, 0xff, 0xff),
    line: colour(0x51, 0x60, 0x6e),
};

pub(super) const LIGHT: Palette = Palette {
    ground: colour(0xff, 0xff, 0xff),
    text: colour(0x1c, 0x21, 0x26),
    muted: colour(0x50, 0x5a, 0x64),
    strong: colour(0x0b, 0x0c, 0x0c),
    accent: colour(0x14, 0x56, 0x9b),
    problem: colour(0xb0, 0x24, 0x10),
    bar: colour(0xe6, 0xea, 0xee),
    field: colour(0xf1, 0xf4, 0xf6),
    current: colour(0xe4, 0xee, 0xf8),
    raised: colour(0xf6, 0xf8, 0xfa),
    button: colour(0xdb, 0xe1, 0xe7),
    selected: colour(0x14, 0x56, 0x9b),
    on_accent: colour(0xff, 0xff, 0xff),
    on_selected: colour(0xff, 0xff, 0xff),
    line: colour(0x8a, 0x96, 0xa2),
};

/// [`DARK`] in the nearest of 256 colours.
pub(super) const DARK_INDEXED: Palette = DARK.indexed();

/// [`LIGHT`] in the nearest of 256 colours.
pub(super) const LIGHT_INDEXED: Palette = LIGHT.indexed();

const fn colour(red: u8, green: u8, blue: u8) -> Color {
    Color::Rgb(red, green, blue)
}

impl Palette {
    /// The same in the nearest of the 240 colours that look alike in every terminal.
    const fn indexed(self) -> Self {
        Self {
            ground: nearest(self.ground),
            text: nearest(self.text),
            muted: nearest(self.muted),
            strong: nearest(self.strong),
            accent: nearest(self.accent),
            problem: nearest(self.problem),
            bar: nearest(self.bar),
            field: nearest(self.field),
            current: nearest(self.current),
            raised: nearest(self.raised),
            button: nearest(self.button),
            selected: nearest(self.selected),
            on_accent: nearest(self.on_accent),
            on_selected: nearest(self.on_selected),
            line: nearest(self.line),
        }
    }
}

const fn nearest(colour: Color) -> Color {
    let Color::Rgb(red, green, blue) = colour else { return colour };
    let wanted = Rgb(red, green, blue);
    let (mut best, mut number) = (16, 16);
    while number < 255 {
        number += 1;
        if wanted.distance(indexed(number)) < wanted.distance(indexed(best)) {
            best = number;
        }
    }
    Color::Indexed(best)
}

impl Hints<'_> {
    pub(super) fn depth(&self) -> ColourDepth {
        if matches!(self.colorterm, "truecolor" | "24bit") || self.term.contains("direct") {
            ColourDepth::Full
        } else {
            ColourDepth::Indexed
        }
    }

    pub(super) fn has_few_colours(&self) -> bool {
        self.depth() == ColourDepth::Indexed && !self.term.contains("256")
    }

    pub(super) fn knows_unicode(&self) -> bool {
        !self.ascii_only && self.term != "linux"
    }
}

impl Rgb {
    const fn distance(self, other: Self) -> u32 {
        square(self.0, other.0) + square(self.1, other.1) + square(self.2, other.2)
    }

    /// Returns the contrast with another colour, as WCAG 2.2 defines it: from 1 to 21.
    #[cfg(test)]
    pub(super) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[cfg(test)]
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

const fn square(one: u8, other: u8) -> u32 {
    (one.abs_diff(other) as u32).pow(2)
}

const fn level(step: u8) -> u8 {
    if step == 0 { 0 } else { 55 + 40 * step }
}

/// Returns one of xterm's 256 colours, from 16 on: a cube of 216, and 24 greys.
pub(super) const fn indexed(number: u8) -> Rgb {
    match number {
        232..=255 => {
            let grey = 8 + 10 * (number - 232);
            Rgb(grey, grey, grey)
        }
        _ => {
            let number = number.saturating_sub(16);
            Rgb(level(number / 36), level(number / 6 % 6), level(number % 6))
        }
    }
}
