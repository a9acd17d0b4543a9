//! The words for what an answer should be.

use crate::model::{
    condition::words::either,
    consultation::{
        Closing, CommentBox, CommentRequired, Consultation, NumberRange, Question, QuestionKind,
    },
    limit::{CountAs, Limit, Unit},
    reading::{StringFormat, day_in_words},
};

/// From when to when a consultation is open.
pub(super) fn open(consultation: &Consultation) -> Option<String> {
    let opens = consultation.opens.map(day_in_words);
    let closes = consultation.closes.as_ref().map(|closes| closing(closes, consultation));
    match (opens, closes) {
        (Some(opens), Some(closes)) => Some(format!("Opens {opens}, closes {closes}")),
        (Some(opens), None) => Some(format!("Opens {opens}")),
        (None, Some(closes)) => Some(format!("Closes {closes}")),
        (None, None) => None,
    }
}

pub(super) fn closing(closes: &Closing, consultation: &Consultation) -> String {
    let day = day_in_words(closes.day);
    let zone = consultation.time_zone.iana_name().unwrap_or("UTC");
    match closes.time {
        Some(time) => format!("{day} at {} ({zone})", time.strftime("%H:%M")),
        None => format!("at the end of {day} ({zone})"),
    }
}

/// A text in one line, cut between words where it is longer than that many characters.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        let room = most.saturating_sub(line.chars().count());
        if word.chars().count() >= room {
            let begun: String = word.chars().take(room).collect();
            let kept =
                if line.is_empty() { &begun } else { line.trim_end_matches([',', ';', ':']) };
            return format!("{kept} …");
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// A text that ends as a sentence does.
pub(super) fn ended(text: &str) -> String {
    if text.ends_with(['.', '?', '!', '…']) { text.to_owned() } else { format!("{text}.") }
}

/// Returns the instruction for answering: "Choose at most 3".
pub(super) fn task(question: &Question) -> String {
    match &question.kind {
        QuestionKind::String { format, limit } => {
            let what = match format {
                None => "Write one line",
                Some(StringFormat::Email) => "Give an e-mail address",
                Some(StringFormat::Phone) => "Give a telephone number",
                Some(StringFormat::Postcode) => "Give a postcode",
            };
            limited(what, limit)
        }
        QuestionKind::Text { limit } => limited("Write a text", limit),
        QuestionKind::Integer(range) => within("Give a whole number", range),
        QuestionKind::Decimal { range, decimals } => {
            let what = match decimals {
                Some(0) => "Give a number without decimals".to_owned(),
                Some(1) => "Give a number with at most 1 decimal".to_owned(),
                Some(most) => format!("Give a number with at most {most} decimals"),
                None => "Give a number".to_owned(),
            };
            within(&what, range)
        }
        QuestionKind::Date { min, max } => {
            bounded("Give a date", min.map(day_in_words), max.map(day_in_words))
        }
        QuestionKind::SelectOne { .. } => "Choose one".to_owned(),
        QuestionKind::SelectMultiple { min_selected, max_selected, .. } => {
            match how_many(*min_selected, *max_selected) {
                Some(number) => format!("Choose {number}"),
                None => "Choose all that apply".to_owned(),
            }
        }
        QuestionKind::Rank { min_ranked, max_ranked, .. } => {
            let number = how_many(*min_ranked, *max_ranked);
            let number = number.as_deref().unwrap_or("as many as you like");
            format!("Put {number} in order, the first one first")
        }
        QuestionKind::Matrix(_) => "Choose one in each row".to_owned(),
    }
}

/// Whether it must be answered: "Required", "Optional".
pub(super) fn need(question: &Question) -> &'static str {
    match (question.required, question.allow_no_comment) {
        (false, _) => "Optional.",
        (true, true) => "Required.",
        (true, false) => "Required; “no comment” is not enough.",
    }
}

/// When a comment is wanted, and how long it may be. `question` has the values that call for it.
pub(super) fn comment(comment: &CommentBox, question: &Question) -> String {
    let need = match &comment.required {
        CommentRequired::Never => "Optional".to_owned(),
        CommentRequired::WhenAnswered => "Required with your answer".to_owned(),
        CommentRequired::When(values) => {
            let verb = match question.kind {
                QuestionKind::SelectMultiple { .. } => "tick",
                QuestionKind::Rank { .. } => "rank",
                QuestionKind::String { .. }
                | QuestionKind::Text { .. }
                | QuestionKind::Integer(_)
                | QuestionKind::Decimal { .. }
                | QuestionKind::Date { .. }
                | QuestionKind::SelectOne { .. }
                | QuestionKind::Matrix(_) => "answer",
            };
            format!("Required if you {verb} {}", either(values, Some(question)))
        }
    };
    format!("{}.", limited(&need, &comment.limit))
}

/// Adds the maximum length to a text: "up to 250 words".
pub(super) fn limited(what: &str, limit: &Limit) -> String {
    let words = limit.max_words.map(|most| most_of(Unit::Words, most));
    let characters = limit.max_length.map(|most| {
        let how = match limit.count_as {
            CountAs::Characters => "",
            CountAs::Utf16 => ", counted as web pages count them",
            CountAs::Crlf => ", each line end counted as two",
        };
        most_of(Unit::Characters, most) + how
    });
    let limits: Vec<String> = words.into_iter().chain(characters).collect();
    if limits.is_empty() {
        what.to_owned()
    } else {
        format!("{what}, up to {}", limits.join(" and "))
    }
}

fn most_of(unit: Unit, most: usize) -> String {
    format!("{most} {}", unit.name(most))
}

/// A number with its bounds, and with its unit once.
fn within(what: &str, range: &NumberRange) -> String {
    let amount = |number| range.with_unit(number);
    let unit = range.unit.as_deref().unwrap_or_default();
    let min = range.min.map(|min| match (range.max, amount(min).strip_suffix(unit)) {
        (Some(_), Some(bare)) => bare.trim_end().to_owned(),
        (_, _) => amount(min),
    });
    match (min, range.max.map(amount), unit) {
        (None, None, "") => what.to_owned(),
        (None, None, unit) => format!("{what} ({unit})"),
        (min, max, _) => bounded(what, min, max),
    }
}

fn bounded(what: &str, min: Option<String>, max: Option<String>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("{what} from {min} to {max}"),
        (Some(min), None) => format!("{what} from {min}"),
        (None, Some(max)) => format!("{what} up to {max}"),
        (None, None) => what.to_owned(),
    }
}

fn how_many(min: Option<usize>, max: Option<usize>) -> Option<String> {
    match (min, max) {
        (Some(min), Some(max)) if min == max => Some(format!("exactly {min}")),
        (Some(min), Some(max)) => Some(format!("{min} to {max}")),
        (Some(min), None) => Some(format!("at least {min}")),
        (None, Some(max)) => Some(format!("at most {max}")),
        (None, None) => None,
    }
}
