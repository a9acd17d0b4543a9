//! Dates and numbers as the screens say them.

use jiff::{Zoned, civil::Date};

use crate::{
    app::session::Session,
    model::{consultation::Closing, progress::DaysLeft, reading},
};

/// A day as people write it: "30 May 2014".
pub fn day(day: Date) -> String {
    reading::day_in_words(day)
}

/// A time of a day: "2 May 2014, 10:41".
pub fn moment(moment: &Zoned) -> String {
    moment.strftime("%-d %B %Y, %H:%M").to_string()
}

/// How long a consultation is still open, where only its end is known: "12 days left", "closed".
pub fn time_left(closes: &Closing, now: &Zoned) -> String {
    let days = now.date().until(closes.day).map_or(0, |span| span.get_days());
    match (now.timestamp() >= closes.instant, days) {
        (true, _) => "closed".to_owned(),
        (false, ..=0) => "closes today".to_owned(),
        (false, 1) => "1 day left".to_owned(),
        (false, days) => format!("{days} days left"),
    }
}

/// How long the open consultation is still open: "12 days left", "closed 3 days ago".
pub fn days_left(session: &Session, now: &Zoned) -> Option<String> {
    DaysLeft::of(&session.consultation, now).map(|left| left.to_string())
}

/// When the open consultation closes: "closes 30 May 2014 (12 days left)".
pub fn deadline(session: &Session, now: &Zoned) -> Option<String> {
    let left = days_left(session, now)?;
    Some(match &session.consultation.closes {
        Some(closes) => closing(closes, &left),
        None => left,
    })
}

/// Whether the open consultation has closed.
pub fn is_closed(session: &Session, now: &Zoned) -> bool {
    matches!(DaysLeft::of(&session.consultation, now), Some(DaysLeft::Closed { .. }))
}

/// When a consultation closes, with how long that is.
pub fn closing(closes: &Closing, left: &str) -> String {
    let when = match closes.time {
        Some(time) => format!("{} at {}", day(closes.day), time.strftime("%H:%M")),
        None => day(closes.day),
    };
    match left.strip_prefix("closed") {
        Some("") => format!("closed {when}"),
        Some(ago) => format!("closed {when},{ago}"),
        None => format!("closes {when} ({left})"),
    }
}

/// A number with what is counted, in the right form: "1 answer", "2 answers".
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// The text with its first letter as a capital.
pub fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
