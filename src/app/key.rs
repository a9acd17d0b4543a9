//! Keys as the program knows them, whatever the terminal calls them.

use std::fmt;

/// A key with what is held beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key itself.
    pub code: Code,
    /// Control is held.
    pub control: bool,
    /// Alt is held.
    pub alt: bool,
    /// Shift is held; never set for characters, whose case says it.
    pub shift: bool,
}

/// A key without what is held beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Code {
    Char(char),
    Enter,
    Tab,
    Esc,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Function(u8),
}

impl Key {
    /// The key alone.
    pub const fn plain(code: Code) -> Self {
        Self { code, control: false, alt: false, shift: false }
    }

    /// The key with Control.
    pub const fn control(code: Code) -> Self {
        Self { control: true, ..Self::plain(code) }
    }

    /// The key with Shift.
    pub const fn shift(code: Code) -> Self {
        Self { shift: true, ..Self::plain(code) }
    }

    /// The key with Alt.
    pub const fn alt(code: Code) -> Self {
        Self { alt: true, ..Self::plain(code) }
    }

    /// The same key with Shift as well.
    pub const fn and_shift(self) -> Self {
        Self { shift: true, ..self }
    }

    /// The character it types into a text, if it is one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(character) if !self.control && !self.alt => Some(character),
            _ => None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.control, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        match self.code {
            Code::Char(' ') => f.write_str("Space"),
            Code::Char(character) if self.control => {
                write!(f, "{}", character.to_ascii_uppercase())
            }
            Code::Char(character) => write!(f, "{character}"),
            Code::Up => f.write_str("↑"),
            Code::Down => f.write_str("↓"),
            Code::Left => f.write_str("←"),
            Code::Right => f.write_str("→"),
            Code::PageUp => f.write_str("PgUp"),
            Code::PageDown => f.write_str("PgDn"),
            Code::Function(number) => write!(f, "F{number}"),
            Code::Enter
            | Code::Tab
            | Code::Esc
            | Code::Backspace
            | Code::Delete
            | Code::Home
            | Code::End => write!(f, "{:?}", self.code),
        }
    }
}
