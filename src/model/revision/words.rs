//! Changes between editions in words to the respondent, for both front ends.

use super::{
    ChangedAspect, Changes, Concern, EntryChange, ItemChange, ListKind, Revision, WholeChange,
};
use crate::model::{
    answer::{Answer, Earlier},
    consultation::{Closing, Question},
    reading::day_in_words,
};

impl Revision {
    /// Summarises the change in a line or two.
    pub fn in_short(&self) -> String {
        let (before, now) = (&self.before.version, &self.now.version);
        let what = if before == now {
            format!("The questions have changed, although their version is still {now}.")
        } else {
            format!("You last worked on version {before}. This is version {now}.")
        };
        match self.changes {
            Some(_) => what,
            None => format!(
                "{what} The differences cannot be shown: there is no copy of the earlier \
                 questions beside the draft. Check your answers."
            ),
        }
    }
}

impl Changes {
    /// Summarises the changes, most important first: "2 of your answers to look at again".
    pub fn in_short(&self) -> Vec<String> {
        let number = |concern| self.concerning(concern).count();
        let of_answers = match number(Concern::Answer) {
            0 => "None of your answers is affected".to_owned(),
            1 => "1 of your answers to look at again".to_owned(),
            many => format!("{many} of your answers to look at again"),
        };
        let added = match number(Concern::New) {
            0 => None,
            1 => Some("1 new question".to_owned()),
            many => Some(format!("{many} new questions")),
        };
        std::iter::once(of_answers).chain(added).collect()
    }
}

impl Concern {
    /// Returns the heading above changes of this importance.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Answer => "Your answers to look at again",
            Self::New => "New questions",
            Self::Other => "Other changes",
        }
    }
}

impl ItemChange {
    /// Returns the printed number and the text.
    pub fn name(&self) -> String {
        match &self.number {
            Some(number) => format!("{number}. {}", self.text),
            None => self.text.clone(),
        }
    }

    /// Describes the changes, one sentence each. A heading already says that a question is new.
    pub fn in_words(&self) -> Vec<String> {
        let answered = self.answer.is_some();
        self.what.iter().filter_map(|what| what.in_words(answered)).collect()
    }
}

impl ChangedAspect {
    fn in_words(&self, answered: bool) -> Option<String> {
        Some(match self {
            Self::Added if answered => "It is asked again. Your earlier answer is back".to_owned(),
            Self::Added => return None,
            Self::Removed if answered => {
                "No longer asked. Your answer is kept in the draft, and not sent".to_owned()
            }
            Self::Removed => "No longer asked".to_owned(),
            Self::Kind(before, now) => {
                format!("Asks for {} now, not for {}", kind(now), kind(before))
            }
            Self::Text(before) => format!("The text was: {before}"),
            Self::Hint(Some(before)) => format!("The hint was: {before}"),
            Self::Hint(None) => "It now has a hint".to_owned(),
            Self::Entry(list, change) => change.in_words(*list),
            Self::Comment(Some(before)) => format!("The comment box asked: {before}"),
            Self::Comment(None) => "It now has a comment box".to_owned(),
            Self::Required(true) => "It is now required".to_owned(),
            Self::Required(false) => "It is now optional".to_owned(),
            Self::Section(before) => format!("It was in the section “{before}”"),
            Self::Condition => "The condition for asking it has changed".to_owned(),
            Self::Rules => "The limits on the answer, such as its length, have changed".to_owned(),
            Self::Guidance => "The guidance has changed".to_owned(),
        })
    }
}

impl EntryChange {
    fn in_words(&self, list: ListKind) -> String {
        let (new, old) = match list {
            ListKind::Choice | ListKind::Column => ("New choice", "Choice"),
            ListKind::Row => ("New row", "Row"),
        };
        match (self, list) {
            (Self::Added(label), _) => format!("{new}: {label}"),
            (Self::Removed { label, given: false }, _) => format!("{old} removed: {label}"),
            (Self::Removed { label, given: true }, ListKind::Choice | ListKind::Column) => {
                format!("{old} removed: {label}. You chose it; your answer is kept, and not sent")
            }
            (Self::Removed { label, given: true }, ListKind::Row) => {
                format!("{old} removed: {label}. Your answer to it is kept, and not sent")
            }
            (Self::Relabelled { before, now }, _) => format!("{old} “{before}” now says “{now}”"),
        }
    }
}

impl Answer {
    /// Returns the wording of a question when it was answered, where it has changed.
    pub fn earlier_words(&self, question: &Question) -> Vec<String> {
        let Earlier { text, hint, labels, rows } = &self.earlier;
        let text = text.as_ref().map(|before| format!("The text was: {before}"));
        let hint = hint.as_ref().map(|before| format!("The hint was: {before}"));
        let changed = |before: &String, now: Option<&str>, gone: &str| match now {
            Some(now) => format!("“{now}” said: {before}"),
            None => format!("{gone} {before}"),
        };
        let labels = labels.iter().map(|(value, before)| {
            changed(before, question.label(value), "You chose an option that is no longer offered:")
        });
        let row = |value| Some(question.matrix()?.row(value)?.label.as_str());
        let rows = rows.iter().map(|(value, before)| {
            changed(before, row(value), "You answered a row that has been removed:")
        });
        text.into_iter().chain(hint).chain(labels).chain(rows).collect()
    }
}

impl WholeChange {
    /// Describes the change in a sentence.
    pub fn in_words(&self) -> String {
        match self {
            Self::Closing(Some(before), Some(now)) => {
                format!("It closes on {}, not on {}", end(now), end(before))
            }
            Self::Closing(None, Some(now)) => format!("It closes on {}", end(now)),
            Self::Closing(_, None) => "It no longer has a closing date".to_owned(),
            Self::RespondVia => "The way to send the response has changed".to_owned(),
            Self::Introduction => "The introduction has changed".to_owned(),
            Self::SectionTitle(before, now) => {
                format!("The section “{before}” is now called “{now}”")
            }
            Self::SectionOrder => "The sections are in a different order".to_owned(),
        }
    }
}

fn end(closes: &Closing) -> String {
    match closes.time {
        Some(time) => format!("{} at {}", day_in_words(closes.day), time.strftime("%H:%M")),
        None => day_in_words(closes.day),
    }
}

/// Describes the answers that a kind of question takes.
fn kind(name: &str) -> &'static str {
    match name {
        "string" => "a single line",
        "text" => "a text",
        "integer" => "a whole number",
        "decimal" => "a number",
        "date" => "a date",
        "select_one" => "one choice",
        "select_multiple" => "any number of choices",
        "rank" => "a ranking",
        _ => "a choice in each row",
    }
}
