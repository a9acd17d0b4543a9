//! Sign-off: who answers for the response, as what, under what authority, and when.

use jiff::civil::Date;

use crate::{
    app::{
        event::Measures,
        field::text::{Lines, TextEditor},
        session::Session,
    },
    model::{
        draft::{SignOff, UnconfirmedSignOff},
        reading,
        sign_off_wording::{FieldWording, SignOffWording},
        text::Text,
    },
};

/// The sign-off form.
#[derive(Debug)]
pub struct SignOffForm {
    /// Name, role, authority, date, in this order.
    pub fields: [(Label, TextEditor); 4],
    /// What has the focus: a field, the confirmation or the button.
    pub focus: usize,
    /// Whether the declaration is ticked. It never is when the form is opened.
    pub confirmed: bool,
    /// What the set calls the fields.
    pub wording: SignOffWording,
    /// How many problems stand in the way.
    pub shortfalls: usize,
    /// What is blank without being a problem.
    pub blanks: Option<String>,
    /// What is wrong with the form, when the button was pressed.
    pub problems: Vec<(Label, String)>,
    /// The day that was offered.
    offered: String,
}

/// What can be wrong on the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Label {
    Name,
    Role,
    Authority,
    Date,
    Confirmation,
}

/// The place of the declaration to tick, after the fields.
pub const CONFIRM: usize = 4;

/// The place of the button, after the declaration.
pub const BUTTON: usize = 5;

impl SignOffForm {
    /// The form, with what is known already and the day of today. Nothing is confirmed.
    pub fn new(session: &Session, today: Date) -> Self {
        let draft = &session.draft;
        let given = draft.sign_off.as_ref().map(SignOff::to_confirm);
        let known = draft.unconfirmed_sign_off.clone().or(given).unwrap_or_default();
        let offered = today.to_string();
        let date = if known.date.is_empty() { &offered } else { &known.date };
        let field = |label, text: &str| (label, TextEditor::new(Text::from(text), Lines::One));
        Self {
            fields: [
                field(Label::Name, &known.name),
                field(Label::Role, &known.role),
                field(Label::Authority, &known.authority),
                field(Label::Date, date),
            ],
            focus: 0,
            confirmed: false,
            wording: session.consultation.sign_off.clone(),
            shortfalls: session.shortfalls().len(),
            blanks: session.progress().whole.blanks.in_words(),
            problems: Vec::new(),
            offered,
        }
    }

    /// What the set calls a field; `None` for the confirmation.
    pub fn wording_of(&self, label: Label) -> Option<&FieldWording> {
        match label {
            Label::Name => Some(&self.wording.name),
            Label::Role => Some(&self.wording.role),
            Label::Authority => Some(&self.wording.authority),
            Label::Date => Some(&self.wording.date),
            Label::Confirmation => None,
        }
    }

    /// The text that has the focus; `None` on the confirmation and the button.
    pub fn editor(&mut self) -> Option<&mut TextEditor> {
        self.fields.get_mut(self.focus).map(|(_, editor)| editor)
    }

    /// Moves the focus, around the form.
    pub fn step(&mut self, by: isize) {
        let places = BUTTON.cast_signed() + 1;
        self.focus = (self.focus.cast_signed() + by).rem_euclid(places).cast_unsigned();
    }

    /// Gives the focus to what is wrong first.
    pub fn go_to_first(&mut self, problems: &[(Label, String)]) {
        let first = problems.first().map(|(label, _)| *label);
        let place = self.fields.iter().position(|(label, _)| Some(*label) == first);
        self.focus = place.unwrap_or(CONFIRM);
    }

    /// What the form says, or what is wrong with it.
    pub fn read(&self) -> Result<SignOff, Vec<(Label, String)>> {
        let [(_, name), (_, role), (_, authority), (_, date)] = &self.fields;
        let text = |editor: &TextEditor| editor.text().trimmed();
        let mut problems = Vec::new();
        for (label, editor) in &self.fields {
            let wording = self.wording_of(*label).filter(|wording| wording.required);
            if let Some(wording) = wording.filter(|_| editor.text().is_blank()) {
                problems.push((*label, format!("{}: fill this in", wording.label)));
            }
        }
        let day = reading::day(&text(date));
        if let Err(problem) = &day
            && !date.text().is_blank()
        {
            problems.push((Label::Date, problem.to_string()));
        }
        if !self.confirmed {
            problems
                .push((Label::Confirmation, "Confirm that this is to be signed off".to_owned()));
        }
        match day {
            Ok(date) if problems.is_empty() => {
                Ok(SignOff { name: text(name), role: text(role), authority: text(authority), date })
            }
            Ok(_) | Err(_) => Err(problems),
        }
    }

    /// What has been typed, to be kept when the form is left; `None` when it says nothing.
    pub fn entered(&self) -> Option<UnconfirmedSignOff> {
        let [name, role, authority, date] =
            self.fields.each_ref().map(|(_, editor)| editor.text().trimmed());
        let date = if date == self.offered { String::new() } else { date };
        let entered = UnconfirmedSignOff { name, role, authority, date };
        (entered != UnconfirmedSignOff::default()).then_some(entered)
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
