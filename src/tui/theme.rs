//! Colours and marks: the look of each part of a screen.
//!
//! Screens refer to [`Role`]s and [`Marks`], never to colours. A word or a mark always conveys a
//! state too, so [`Theme::mono`] shows everything the others do.

mod colour;
mod roles;

use ratatui::{style::Style, symbols::border};

use colour::ColourDepth;
pub use colour::{Background, Hints, Rgb};
pub use roles::Role;

/// The look of everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    palette: PaletteSource,
    /// Its marks.
    pub marks: Marks,
}

/// The theme to begin with, and the one to change to if the terminal reports a light background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThemeChoice {
    /// The theme of the first frame.
    pub first: Theme,
    /// The theme for a light background. `None` where the environment has settled the theme, so that
    /// the terminal need not be asked.
    pub if_light: Option<Theme>,
}

impl ThemeChoice {
    /// Chooses the themes for a terminal.
    pub fn of(hints: &Hints<'_>) -> Self {
        let first = Theme::choose(hints);
        let light = Theme::choose(&Hints { background: Some(Background::Light), ..*hints });
        let is_open = hints.background.is_none() && light != first;
        Self { first, if_light: is_open.then_some(light) }
    }
}

/// The source of the colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PaletteSource {
    /// Any colour, or the nearest of 256.
    Rich(&'static colour::Palette),
    /// The sixteen colours that every terminal has.
    Sixteen,
    /// No colours: only bold, underline and reverse.
    Mono,
}

/// The marks. The width of each is given by [`crate::model::terminal_text::width`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// A chosen option.
    pub chosen: &'static str,
    /// An option that is not chosen.
    pub open: &'static str,
    /// A ticked box.
    pub ticked: &'static str,
    /// An unticked box.
    pub unticked: &'static str,
    /// Marks the entry under the cursor.
    pub pointer: &'static str,
    /// Marks what can be opened.
    pub closed: &'static str,
    /// Separates the steps of a path.
    pub step: &'static str,
    /// The edge of an editable text.
    pub edge: &'static str,
    /// The edge of the focused text.
    pub focused_edge: &'static str,
    /// Something complete.
    pub done: &'static str,
    /// A problem.
    pub problem: &'static str,
    /// There is more above.
    pub above: &'static str,
    /// There is more below.
    pub below: &'static str,
    /// Marks an item of a list.
    pub bullet: &'static str,
    /// Replaces what was cut off.
    pub cut: &'static str,
    /// Separates two small facts.
    pub between: &'static str,
    /// Draws a horizontal rule.
    pub rule: &'static str,
    /// The completed part of a bar.
    pub full: &'static str,
    /// The rest of the bar.
    pub empty: &'static str,
    /// Nothing.
    pub none: &'static str,
    /// Something partly answered.
    pub partly: &'static str,
    /// Surrounds the label of a button.
    pub button: (&'static str, &'static str),
    /// Draws the frame of a pop-up.
    pub frame: border::Set<'static>,
}

/// The marks for terminals with Unicode.
pub const UNICODE: Marks = Marks {
    chosen: "●",
    open: "○",
    ticked: "☑",
    unticked: "☐",
    pointer: "›",
    closed: "▸",
    step: "›",
    edge: "│",
    focused_edge: "┃",
    done: "✓",
    problem: "!",
    above: "▲",
    below: "▼",
    bullet: "•",
    cut: "…",
    between: "·",
    rule: "─",
    full: "━",
    empty: "─",
    none: "–",
    partly: "◐",
    button: ("  ", "  "),
    frame: border::PLAIN,
};

/// The marks for terminals with ASCII only.
pub const ASCII: Marks = Marks {
    chosen: "(*)",
    open: "( )",
    ticked: "[x]",
    unticked: "[ ]",
    pointer: ">",
    closed: "+",
    step: ">",
    edge: "|",
    focused_edge: "#",
    done: "*",
    problem: "!",
    above: "^",
    below: "v",
    bullet: "-",
    cut: "~",
    between: "-",
    rule: "-",
    full: "=",
    empty: ".",
    none: "-",
    partly: "~",
    button: ("[ ", " ]"),
    frame: border::Set {
        top_left: "+",
        top_right: "+",
        bottom_left: "+",
        bottom_right: "+",
        vertical_left: "|",
        vertical_right: "|",
        horizontal_top: "-",
        horizontal_bottom: "-",
    },
};

impl Theme {
    /// Light text on a dark background, in any colour.
    pub const fn dark() -> Self {
        Self::rich(&colour::DARK)
    }

    /// Dark text on a light background, in any colour.
    pub const fn light() -> Self {
        Self::rich(&colour::LIGHT)
    }

    const fn rich(palette: &'static colour::Palette) -> Self {
        Self { palette: PaletteSource::Rich(palette), marks: UNICODE }
    }

    /// The sixteen colours that every terminal has.
    pub const fn sixteen() -> Self {
        Self { palette: PaletteSource::Sixteen, marks: UNICODE }
    }

    /// No colours at all. Use with `crossterm::style::force_color_output(true)`, as crossterm 0.29
    /// responds to `NO_COLOR` by dropping bold and reverse too.
    pub const fn mono() -> Self {
        Self { palette: PaletteSource::Mono, marks: Marks { button: ASCII.button, ..UNICODE } }
    }

    /// Returns the same colours with other marks.
    pub const fn with_marks(self, marks: Marks) -> Self {
        Self { marks, ..self }
    }

    /// Chooses the theme for a terminal.
    pub fn choose(hints: &Hints<'_>) -> Self {
        let (dark, light) = match hints.depth() {
            ColourDepth::Full => (&colour::DARK, &colour::LIGHT),
            ColourDepth::Indexed => (&colour::DARK_INDEXED, &colour::LIGHT_INDEXED),
        };
        let palette = match hints.wanted {
            _ if hints.no_colour => PaletteSource::Mono,
            Some("mono") => PaletteSource::Mono,
            Some("16") => PaletteSource::Sixteen,
            Some("light") => PaletteSource::Rich(light),
            Some("dark") => PaletteSource::Rich(dark),
            _ if hints.has_few_colours() => PaletteSource::Sixteen,
            _ => match hints.background {
                Some(Background::Light) => PaletteSource::Rich(light),
                Some(Background::Dark) | None => PaletteSource::Rich(dark),
            },
        };
        let marks = match (hints.knows_unicode(), palette) {
            (false, _) => ASCII,
            (true, PaletteSource::Mono) => Self::mono().marks,
            (true, PaletteSource::Sixteen) => Self::sixteen().marks,
            (true, PaletteSource::Rich(_)) => UNICODE,
        };
        Self { palette, marks }
    }

    /// Returns the style of a role.
    pub fn style(&self, role: Role) -> Style {
        match self.palette {
            PaletteSource::Rich(palette) => roles::rich(role, palette),
            PaletteSource::Sixteen => roles::sixteen(role),
            PaletteSource::Mono => roles::mono(role),
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::*;

    /// The sixteen colours as xterm and as the Linux console draw them.
    const XTERM: [Rgb; 16] = [
        Rgb(0, 0, 0),
        Rgb(205, 0, 0),
        Rgb(0, 205, 0),
        Rgb(205, 205, 0),
        Rgb(0, 0, 238),
        Rgb(205, 0, 205),
        Rgb(0, 205, 205),
        Rgb(229, 229, 229),
        Rgb(127, 127, 127),
        Rgb(255, 0, 0),
        Rgb(0, 255, 0),
        Rgb(255, 255, 0),
        Rgb(92, 92, 255),
        Rgb(255, 0, 255),
        Rgb(0, 255, 255),
        Rgb(255, 255, 255),
    ];
    const CONSOLE: [Rgb; 16] = [
        Rgb(0, 0, 0),
        Rgb(170, 0, 0),
        Rgb(0, 170, 0),
        Rgb(170, 85, 0),
        Rgb(0, 0, 170),
        Rgb(170, 0, 170),
        Rgb(0, 170, 170),
        Rgb(170, 170, 170),
        Rgb(85, 85, 85),
        Rgb(255, 85, 85),
        Rgb(85, 255, 85),
        Rgb(255, 255, 85),
        Rgb(85, 85, 255),
        Rgb(255, 85, 255),
        Rgb(85, 255, 255),
        Rgb(255, 255, 255),
    ];

    fn rgb(colour: Color, sixteen: &[Rgb; 16]) -> Rgb {
        match colour {
            Color::Rgb(r, g, b) => Rgb(r, g, b),
            Color::Indexed(number) => colour::indexed(number),
            Color::Black => sixteen[0],
            Color::Cyan => sixteen[6],
            Color::Gray => sixteen[7],
            Color::LightRed => sixteen[9],
            Color::LightCyan => sixteen[14],
            Color::White => sixteen[15],
            other => panic!("{other} is not in the palette"),
        }
    }

    #[test]
    fn every_text_stands_out_from_every_ground_it_is_drawn_on() {
        let hints = Hints { term: "xterm-256color", ..Hints::default() };
        let few = |wanted| Theme::choose(&Hints { wanted: Some(wanted), ..hints });
        let themes = [Theme::dark(), Theme::light(), Theme::sixteen(), few("dark"), few("light")];
        for (theme, sixteen) in themes.iter().flat_map(|theme| [(theme, &XTERM), (theme, &CONSOLE)])
        {
            for (role, ground) in roles::drawn_on() {
                let style = theme.style(ground).patch(theme.style(role));
                let (text, ground_colour) = (style.fg.unwrap(), style.bg.unwrap());
                let contrast = rgb(text, sixteen).contrast(rgb(ground_colour, sixteen));
                assert!(contrast >= 4.5, "{role:?} on {ground:?} in {theme:?}: {contrast:.2}");
            }
        }
    }

    #[test]
    fn without_colours_there_are_none() {
        let theme = Theme::choose(&Hints { no_colour: true, ..Hints::default() });
        for (role, ground) in roles::drawn_on() {
            let style = theme.style(ground).patch(theme.style(role));
            assert_eq!((style.fg, style.bg, style.underline_color), (None, None, None));
        }
    }

    #[track_caller]
    fn check(hints: Hints<'_>, theme: Theme) {
        assert_eq!(Theme::choose(&hints), theme);
    }

    #[test]
    fn the_terminal_says_what_it_can() {
        let full = Hints { term: "xterm-256color", colorterm: "truecolor", ..Hints::default() };
        check(full, Theme::dark());
        check(Hints { background: Some(Background::Light), ..full }, Theme::light());
        check(Hints { wanted: Some("light"), ..full }, Theme::light());
        check(Hints { wanted: Some("light"), no_colour: true, ..full }, Theme::mono());
        check(Hints { term: "xterm", colorterm: "", ..full }, Theme::sixteen());
        check(Hints { term: "linux", colorterm: "", ..full }, Theme::sixteen().with_marks(ASCII));
        check(Hints { ascii_only: true, ..full }, Theme::dark().with_marks(ASCII));
    }

    #[test]
    fn the_terminal_is_asked_only_where_nothing_else_settles_the_theme() {
        let full = Hints { term: "xterm-256color", colorterm: "truecolor", ..Hints::default() };
        let if_light = |hints| ThemeChoice::of(&hints).if_light;
        assert_eq!(if_light(full), Some(Theme::light()));
        assert_eq!(if_light(Hints { wanted: Some("auto"), ..full }), Some(Theme::light()));
        for wanted in ["dark", "light", "16", "mono"] {
            assert_eq!(if_light(Hints { wanted: Some(wanted), ..full }), None, "{wanted}");
        }
        assert_eq!(if_light(Hints { no_colour: true, ..full }), None);
        assert_eq!(if_light(Hints { background: Some(Background::Dark), ..full }), None);
        assert_eq!(if_light(Hints { term: "linux", colorterm: "", ..full }), None);
    }

    #[test]
    fn a_background_is_light_if_it_looks_lighter_than_medium_grey() {
        let light = [Rgb(255, 255, 255), Rgb(0xfd, 0xf6, 0xe3), Rgb(128, 128, 128)];
        let dark = [Rgb(0, 0, 0), Rgb(0x28, 0x2a, 0x36), Rgb(127, 127, 127), Rgb(0, 0, 255)];
        assert!(light.iter().all(|colour| Background::of(*colour) == Background::Light));
        assert!(dark.iter().all(|colour| Background::of(*colour) == Background::Dark));
    }
}
