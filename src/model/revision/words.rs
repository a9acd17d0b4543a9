//! What has changed, in words to the respondent. Both front ends say it in these.

use super::{
    ChangedAspect, Changes, Concern, EntryChange, ItemChange, ListKind, Revision, WholeChange,
};
use crate::model::{
    answer::{Answer, Earlier},
    consultation::{Closing, Question},
    reading::day_in_words,
};

impl Revision {
    /// What has happened, in a line or two.
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
    /// The changes in short, the most important first: "2 of your answers to look at again".
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
    /// What stands above the changes that matter so much.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Answer => "Your answers to look at again",
            Self::New => "New questions",
            Self::Other => "Other changes",
        }
    }
}

impl ItemChange {
    /// The printed number and the text.
    pub fn name(&self) -> String {
        match &self.number {
            Some(number) => format!("{number}. {}", self.text),
            None => self.text.clone(),
        }
    }

    /// What has changed, a sentence each. That a question is new is said by its heading.
    pub fn in_words(&self) -> Vec<String> {
        let answered = self.answer.is_some();
        self.what.iter().filter_map(|what| what.in_words(answered)).collect()
    }
}

impl ChangedAspect {
    fn in_words(&self, answered: bool) -> Option<String> {
        Some(match self {
            Self::Added if answered => {
                "It is asked again. What you once answered is there again".to_owned()
            }
            Self::Added => return None,
            Self::Removed if answered => {
                "No longer asked. Your answer is kept in the draft, and not sent".to_owned()
            }
            Self::Removed => "No longer asked".to_owned(),
            Self::Kind(before, now) => {
                format!("Asks for {} now, not for {}", kind(now), kind(before))
            }
            Self::Text(before) => format!("It said: {before}"),
            Self::Hint(Some(before)) => format!("Its hint said: {before}"),
            Self::Hint(None) => "It has a hint now".to_owned(),
            Self::Entry(list, change) => change.in_words(*list),
            Self::Comment(Some(before)) => format!("Beside it, it asked: {before}"),
            Self::Comment(None) => "It has a place for comments now".to_owned(),
            Self::Required(true) => "It must be answered now".to_owned(),
            Self::Required(false) => "It is optional now".to_owned(),
            Self::Section(before) => format!("It stood in the section “{before}”"),
            Self::Condition => "The rule for when it is asked has changed".to_owned(),
            Self::Rules => "What an answer may be, such as its length, has changed".to_owned(),
            Self::Guidance => "The guidance on it has changed".to_owned(),
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
            (Self::Removed { label, given: false }, _) => format!("{old} dropped: {label}"),
            (Self::Removed { label, given: true }, ListKind::Choice | ListKind::Column) => {
                format!("{old} dropped: {label}. You chose it; that is kept, and not sent")
            }
            (Self::Removed { label, given: true }, ListKind::Row) => {
                format!("{old} dropped: {label}. Your answer to it is kept, and not sent")
            }
            (Self::Relabelled { before, now }, _) => format!("{old} “{before}” now says “{now}”"),
        }
    }
}

impl Answer {
    /// What a question said when it was answered, where it says something else now.
    pub fn earlier_words(&self, question: &Question) -> Vec<String> {
        let Earlier { text, hint, labels, rows } = &self.earlier;
        let text = text.as_ref().map(|before| format!("It said: {before}"));
        let hint = hint.as_ref().map(|before| format!("Its hint said: {before}"));
        let changed = |before: &String, now: Option<&str>, gone: &str| match now {
            Some(now) => format!("“{now}” said: {before}"),
            None => format!("{gone} {before}"),
        };
        let labels = labels.iter().map(|(value, before)| {
            changed(before, question.label(value), "You chose what is no longer offered:")
        });
        let row = |value| Some(question.matrix()?.row(value)?.label.as_str());
        let rows = rows.iter().map(|(value, before)| {
            changed(before, row(value), "You answered a row that has been removed:")
        });
        text.into_iter().chain(hint).chain(labels).chain(rows).collect()
    }
}

impl WholeChange {
    /// What has changed, in a sentence.
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
                format!("The section “{before}” is called “{now}” now")
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

/// What a kind of question asks for.
fn kind(name: &str) -> &'static str {
    match name {
        "string" => "one line",
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
