//! Sign-off: who answers for the response, as what, under what authority, and when.

use jiff::civil::Date;

use crate::{
    app::{
        event::Measures,
        field::text::{Lines, TextEditor},
        session::Session,
    },
    model::{draft::SignOff, reading, text::Text},
};

/// The sign-off form.
#[derive(Debug)]
pub struct SignOffForm {
    /// Name, role, authority, date, in this order.
    pub fields: [(Label, TextEditor); 4],
    /// The field that has the focus; the button comes after the last.
    pub focus: usize,
    /// How many shortfalls stand in the way.
    pub shortfalls: usize,
    /// What is wrong with the form, when the button was pressed.
    pub problems: Vec<(Label, String)>,
}

/// The fields of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Label {
    Name,
    Role,
    Authority,
    Date,
}

/// The place of the button, after the fields.
pub const BUTTON: usize = 4;

impl Label {
    /// What stands above the field.
    pub fn text(self) -> &'static str {
        match self {
            Self::Name => "Name of the person who signs off",
            Self::Role => "Their role",
            Self::Authority => "Authority",
            Self::Date => "Date of the decision",
        }
    }

    /// What stands below the label.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Name => "For example the Director of Children's Services",
            Self::Role => "As it should read in the response",
            Self::Authority => "A cabinet minute, or the delegated power used",
            Self::Date => "For example 28 May 2014",
        }
    }
}

impl SignOffForm {
    /// The form, with what is known already.
    pub fn new(session: &Session, today: Date) -> Self {
        let known = session.draft.sign_off.as_ref();
        let field = |label, text: Option<&str>| {
            (label, TextEditor::new(Text::from(text.unwrap_or_default()), Lines::One))
        };
        let date = known.map_or(today, |known| known.date).to_string();
        Self {
            fields: [
                field(Label::Name, known.map(|known| known.name.as_str())),
                field(Label::Role, known.map(|known| known.role.as_str())),
                field(Label::Authority, known.map(|known| known.authority.as_str())),
                field(Label::Date, Some(&date)),
            ],
            focus: 0,
            shortfalls: session.shortfalls().len(),
            problems: Vec::new(),
        }
    }

    /// The text that has the focus; `None` on the button.
    pub fn editor(&mut self) -> Option<&mut TextEditor> {
        self.fields.get_mut(self.focus).map(|(_, editor)| editor)
    }

    /// What the form says, or what is wrong with it.
    pub fn read(&self) -> Result<SignOff, Vec<(Label, String)>> {
        let [(_, name), (_, role), (_, authority), (_, date)] = &self.fields;
        let text = |editor: &TextEditor| editor.text().trimmed();
        let mut problems = Vec::new();
        for (label, editor) in
            [(Label::Name, name), (Label::Role, role), (Label::Authority, authority)]
        {
            if editor.text().is_blank() {
                problems.push((label, format!("{}: fill this in", label.text())));
            }
        }
        match reading::day(&text(date)) {
            Ok(date) if problems.is_empty() => {
                Ok(SignOff { name: text(name), role: text(role), authority: text(authority), date })
            }
            Ok(_) => Err(problems),
            Err(problem) => {
                problems.push((Label::Date, problem.to_string()));
                Err(problems)
            }
        }
    }

    /// What has been typed so far, to be kept when the form is left, with the date that is known where
    /// none can be read; `None` when it says nothing.
    pub fn so_far(&self, known: Date) -> Option<SignOff> {
        let [(_, name), (_, role), (_, authority), (_, date)] = &self.fields;
        let text = |editor: &TextEditor| editor.text().trimmed();
        if [name, role, authority].iter().all(|editor| editor.text().is_blank()) {
            return None;
        }
        let date = reading::day(&text(date)).unwrap_or(known);
        Some(SignOff { name: text(name), role: text(role), authority: text(authority), date })
    }

    /// Gives the texts the room they have on the screen.
    pub fn measure(&mut self, measures: &Measures) {
        for (number, size) in &measures.texts {
            if let Some((_, editor)) = self.fields.get_mut(*number) {
                editor.set_size(size.width, size.height);
            }
        }
    }
}
