//! Colours, and what a terminal can do with them.

use ratatui::style::Color;

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// Whether a terminal's own background is dark or light.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// Light text is read on it.
    Dark,
    /// Dark text is read on it.
    Light,
}

/// What is known of a terminal, as plain words of the environment.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// What the respondent asked for: `auto`, `light`, `dark`, `16` or `mono`.
    pub wanted: Option<&'a str>,
    /// `NO_COLOR` is set.
    pub no_colour: bool,
    /// `COLORTERM`.
    pub colorterm: &'a str,
    /// `TERM`.
    pub term: &'a str,
    /// The locale has no Unicode.
    pub ascii_only: bool,
    /// What the terminal answered when it was asked for its background.
    pub background: Option<Background>,
}

/// How many colours there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColourDepth {
    /// Any.
    Full,
    /// 256.
    Indexed,
}

/// The colours of a theme.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Palette {
    pub(super) ground: Rgb,
    pub(super) text: Rgb,
    pub(super) muted: Rgb,
    pub(super) strong: Rgb,
    pub(super) accent: Rgb,
    pub(super) problem: Rgb,
    /// Behind the header and the footer.
    pub(super) bar: Rgb,
    /// Behind what can be typed into.
    pub(super) field: Rgb,
    /// Behind the entry under the cursor.
    pub(super) current: Rgb,
    /// Behind a pop-up.
    pub(super) raised: Rgb,
    /// Behind a button.
    pub(super) button: Rgb,
    /// Behind what is selected in a text.
    pub(super) selected: Rgb,
    /// On the accent, and on what is selected.
    pub(super) on_accent: Rgb,
    pub(super) on_selected: Rgb,
    /// Lines that only part or frame something.
    pub(super) line: Rgb,
}

pub(super) const DARK: Palette = Palette {
    ground: Rgb(0x11, 0x16, 0x1c),
    text: Rgb(0xdd, 0xe3, 0xe8),
    muted: Rgb(0x9b, 0xa7, 0xb3),
    strong: Rgb(0xff, 0xff, 0xff),
    accent: Rgb(0x7d, 0xba, 0xff),
    problem: Rgb(0xff, 0x96, 0x8a),
    bar: Rgb(0x1f, 0x29, 0x33),
    field: Rgb(0x1a, 0x22, 0x2b),
    current: Rgb(0x1c, 0x2d, 0x40),
    raised: Rgb(0x18, 0x1f, 0x27),
    button: Rgb(0x2a, 0x36, 0x43),
    selected: Rgb(0x2c, 0x5d, 0x94),
    on_accent: Rgb(0x0b, 0x10, 0x16),
    on_selected: Rgb(0xff, 0xff, 0xff),
    line: Rgb(0x51, 0x60, 0x6e),
};

pub(super) const LIGHT: Palette = Palette {
    ground: Rgb(0xff, 0xff, 0xff),
    text: Rgb(0x1c, 0x21, 0x26),
    muted: Rgb(0x50, 0x5a, 0x64),
    strong: Rgb(0x0b, 0x0c, 0x0c),
    accent: Rgb(0x14, 0x56, 0x9b),
    problem: Rgb(0xb0, 0x24, 0x10),
    bar: Rgb(0xe6, 0xea, 0xee),
    field: Rgb(0xf1, 0xf4, 0xf6),
    current: Rgb(0xe4, 0xee, 0xf8),
    raised: Rgb(0xf6, 0xf8, 0xfa),
    button: Rgb(0xdb, 0xe1, 0xe7),
    selected: Rgb(0x14, 0x56, 0x9b),
    on_accent: Rgb(0xff, 0xff, 0xff),
    on_selected: Rgb(0xff, 0xff, 0xff),
    line: Rgb(0x8a, 0x96, 0xa2),
};

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
    /// The colour for a terminal of this depth.
    pub(super) fn at(self, depth: ColourDepth) -> Color {
        match depth {
            ColourDepth::Full => Color::Rgb(self.0, self.1, self.2),
            ColourDepth::Indexed => Color::Indexed(self.nearest()),
        }
    }

    /// The nearest of the 240 colours that look the same in every terminal.
    fn nearest(self) -> u8 {
        (16..=255).min_by_key(|number| self.distance(indexed(*number))).unwrap_or(16)
    }

    fn distance(self, other: Self) -> u32 {
        let square = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
        square(self.0, other.0) + square(self.1, other.1) + square(self.2, other.2)
    }

    /// The contrast with another colour, as WCAG 2.2 defines it: from 1 to 21.
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

/// What xterm's 256 colours look like, from 16 on: a cube of 216, and 24 greys.
pub(super) fn indexed(number: u8) -> Rgb {
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
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
