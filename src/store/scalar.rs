//! Reading numbers, dates and instants in our files, and detecting bare words that other tools read
//! differently.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::model::{consultation::Closing, reading::Decimal};

/// Reads `true` or `false`, the only two words for a flag.
pub fn flag(text: &str) -> Option<bool> {
    match text {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// Reads a non-negative whole number.
pub fn count(text: &str) -> Option<usize> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = digits && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

/// Reads a plain decimal number: a sign, digits, and a point with digits after it.
pub fn number(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if all_digits(whole) && all_digits(fraction) {
        Decimal::from_str_exact(text).ok()
    } else {
        None
    }
}

/// Reads a date: `2014-05-30`.
pub fn day(text: &str) -> Option<Date> {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    if shape == "0000-00-00" { text.parse().ok() } else { None }
}

/// Reads when a consultation closes: a date, which lasts to its end in the time zone, or an instant
/// with its offset, `2014-05-30T17:00:00+01:00`.
pub fn closing(text: &str, zone: &TimeZone) -> Option<Closing> {
    if let Some(day) = day(text) {
        let end = day.tomorrow().ok()?.to_zoned(zone.clone()).ok()?;
        return Some(Closing { day, time: None, instant: end.timestamp() });
    }
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let has_seconds = shape.strip_prefix("0000-00-00T00:00:00");
    let offset = has_seconds.or_else(|| shape.strip_prefix("0000-00-00T00:00"))?;
    if !matches!(offset, "Z" | "+00:00" | "-00:00") {
        return None;
    }
    let instant: Timestamp = text.parse().ok()?;
    let local = instant.to_zoned(zone.clone());
    Some(Closing { day: local.date(), time: Some(local.time()), instant })
}

/// Returns what other YAML tools make of a bare word that we read as text, if that differs.
///
/// A whole number in its usual form does not count: every tool preserves its digits.
pub fn read_elsewhere_as(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    let digits = lower.trim_start_matches(['+', '-']);
    let starts_as_number = digits.trim_start_matches('.').starts_with(|c: char| c.is_ascii_digit());
    let made_of = |set: &str| digits.chars().all(|c| c.is_ascii_digit() || set.contains(c));
    match lower.as_str() {
        "true" | "yes" | "on" => Some("true"),
        "false" | "no" | "off" => Some("false"),
        "null" | "~" => Some("nothing"),
        ".inf" | "+.inf" | "-.inf" | ".nan" => Some("a number"),
        "=" | "<<" => Some("a command"),
        _ if !starts_as_number || count(text.trim_start_matches('-')).is_some() => None,
        _ if day(text).is_some() || shaped_as_instant(text) => Some("a date"),
        _ if made_of(":.") && digits.contains(':') => Some("a number of seconds"),
        _ if digits.starts_with("0x") || digits.starts_with("0o") => Some("a number"),
        _ if made_of("._") && digits.matches('.').count() <= 1 => Some("a number"),
        _ if made_of(".e+-") && digits.parse::<f64>().is_ok() => Some("a number"),
        _ => None,
    }
}

fn shaped_as_instant(text: &str) -> bool {
    text.get(..10).is_some_and(|start| day(start).is_some())
        && text.get(10..).is_some_and(|rest| rest.starts_with(['T', 't', ' ']))
        && text.get(11..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_other_tools_read_otherwise_are_known() {
        for word in ["no", "Yes", "~", "1.0", "0.10", "01", "1e3", "1_000", "12:30", "0x1F"] {
            assert!(read_elsewhere_as(word).is_some(), "{word}");
        }
        for word in ["2014-05-30", "2014-05-30T17:00:00Z", ".5", "-1.5", "=", "NULL"] {
            assert!(read_elsewhere_as(word).is_some(), "{word}");
        }
        for word in ["7", "-7", "7a", "none", "not-sure", "1.1.2", "3 May", "e3", "para 3.3", "a"] {
            assert_eq!(read_elsewhere_as(word), None, "{word}");
        }
    }

    #[test]
    fn numbers_are_plain_decimals() {
        assert!(["0", "-1", "0.10", "12"].iter().all(|text| number(text).is_some()));
        assert!(["", ".5", "5.", "1e3", "1,000", "+1", "0x1"].iter().all(|t| number(t).is_none()));
    }

    #[test]
    fn a_closing_day_lasts_to_its_end() {
        let london = TimeZone::get("Europe/London").unwrap();
        let closing = closing("2014-05-30", &london).unwrap();
        assert_eq!(closing.instant, "2014-05-30T23:00:00Z".parse::<Timestamp>().unwrap());
    }

    #[test]
    fn a_closing_time_is_told_in_the_zone_of_the_set() {
        let london = TimeZone::get("Europe/London").unwrap();
        let closing = closing("2014-05-30T18:00:00+02:00", &london).unwrap();
        assert_eq!(closing.time.unwrap().to_string(), "17:00:00");
    }

    #[test]
    fn a_time_without_its_offset_is_not_guessed() {
        let london = TimeZone::get("Europe/London").unwrap();
        assert_eq!(closing("2014-05-30T17:00:00", &london), None);
        assert_eq!(closing("30 May 2014", &london), None);
    }
}
