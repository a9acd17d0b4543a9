//! Reading numbers, dates and addresses as people type them.
//!
//! Nothing is guessed: an ambiguous or meaningless text is a problem that says what to write
//! instead, and the text stays as typed.

mod number;

use std::str::FromStr;

use jiff::civil::Date;
pub use rust_decimal::Decimal;

pub use self::number::{NumberProblem, decimal, stands_before, whole_number, with_unit};

/// The length to which a problem shortens the text it quotes, in characters.
const QUOTED: usize = 40;

/// The minus sign used by word processors.
const MINUS: char = '\u{2212}';

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The patterns of postcodes, with `A` for a letter and `9` for a digit.
const POSTCODE_SHAPES: [&str; 6] = ["A99AA", "A999AA", "AA99AA", "AA999AA", "A9A9AA", "AA9A9AA"];

/// The format of a one-line answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum StringFormat {
    Email,
    Phone,
    Postcode,
}

/// Why a text is not a date, and what to write.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DayProblem {
    /// It is not a day, a month and a year.
    #[error("`{0}` is not a date: write day, month and year, such as 5 June 2014 or 5/6/2014")]
    NotADay(String),
    /// The year lacks its century.
    #[error("the year in `{0}` has too few digits: write all four, such as 5/6/2014")]
    ShortYear(String),
    /// There is no month with this number.
    #[error("there is no month {month} in `{typed}`: the day comes first, such as 25/6/2014")]
    NoSuchMonth {
        /// The text as typed.
        typed: String,
        /// The number in place of the month.
        month: u8,
    },
    /// The month does not have this day.
    #[error("there is no {day} {month}: that month has {days} days")]
    NoSuchDay {
        /// The day as typed.
        day: u8,
        /// The month, in words, with its year.
        month: String,
        /// The number of days it has.
        days: i8,
    },
}

/// Why a line does not have the expected format, and what to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormatProblem {
    /// It is not an e-mail address.
    #[error("enter an e-mail address like name@example.org")]
    Email,
    /// It is not a telephone number.
    #[error("enter a telephone number like 01632 960 001 or +44 1632 960 001")]
    Phone,
    /// It is not a UK postcode.
    #[error("enter a full UK postcode like SW1A 1AA")]
    Postcode,
}

/// Reads a date: `5 June 2014`, `5/6/2014` with the day first, or `2014-06-05`.
pub fn day(typed: &str) -> Result<Date, DayProblem> {
    let typed = typed.trim();
    let not_a_day = || DayProblem::NotADay(quoted(typed));
    let parts: Vec<&str> = typed
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '-' | '.' | ','))
        .filter(|part| !part.is_empty())
        .collect();
    let &[first, month, last] = parts.as_slice() else {
        return Err(not_a_day());
    };
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };

    let day: u8 = digits(without_ordinal(day)).ok_or_else(not_a_day)?;
    let month: u8 = digits(month).or_else(|| named_month(month)).ok_or_else(not_a_day)?;
    let full_year: i16 = digits(year).ok_or_else(not_a_day)?;
    match year.len() {
        4 => {}
        ..4 => return Err(DayProblem::ShortYear(quoted(typed))),
        5.. => return Err(not_a_day()),
    }
    let in_month =
        |day: u8| Date::new(full_year, month.try_into().ok()?, day.try_into().ok()?).ok();
    let Some(month_start) = in_month(1) else {
        return Err(DayProblem::NoSuchMonth { typed: quoted(typed), month });
    };
    in_month(day).ok_or_else(|| DayProblem::NoSuchDay {
        day,
        month: month_start.strftime("%B %Y").to_string(),
        days: month_start.days_in_month(),
    })
}

/// Writes a date in words: `5 June 2014`.
pub fn day_in_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// Checks the format of a line. It is lenient, and rejects only what cannot be right.
pub fn check_format(format: StringFormat, typed: &str) -> Result<(), FormatProblem> {
    let (fits, problem) = match format {
        StringFormat::Email => (is_email(typed.trim()), FormatProblem::Email),
        StringFormat::Phone => (is_phone(typed.trim()), FormatProblem::Phone),
        StringFormat::Postcode => (is_postcode(typed), FormatProblem::Postcode),
    };
    if fits { Ok(()) } else { Err(problem) }
}

/// Reads digits alone. `parse` would also accept a sign.
fn digits<N: FromStr>(text: &str) -> Option<N> {
    text.chars().all(|c| c.is_ascii_digit()).then(|| text.parse().ok())?
}

fn without_ordinal(day: &str) -> &str {
    ["st", "nd", "rd", "th"].iter().find_map(|ending| day.strip_suffix(ending)).unwrap_or(day)
}

/// Returns the month with that name, or with a name that begins with at least these three letters.
fn named_month(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    let is_meant = |month: &&str| name.len() >= 3 && month.starts_with(&name);
    MONTHS.iter().zip(1..).find_map(|(month, number)| is_meant(month).then_some(number))
}

fn is_email(line: &str) -> bool {
    line.rsplit_once('@').is_some_and(|(name, domain)| {
        !name.is_empty()
            && !name.contains('@')
            && domain.contains('.')
            && domain.split('.').all(|label| !label.is_empty())
            && !line.contains(char::is_whitespace)
    })
}

/// Whether there are as many digits as in a telephone number, not counting an extension.
fn is_phone(line: &str) -> bool {
    let line = line.to_lowercase();
    let (number, extension) = line.split_once(['e', 'x', '#']).unwrap_or((&line, ""));
    let extension = extension.trim_start_matches(|c: char| c.is_alphabetic() || " .:".contains(c));
    let count = number.chars().filter(char::is_ascii_digit).count();
    (6..=15).contains(&count)
        && number.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "+-()./".contains(c))
        && extension.chars().all(|c| c.is_ascii_digit())
}

fn is_postcode(line: &str) -> bool {
    let close: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let shape: String = close
        .chars()
        .map(|c| match c {
            '0'..='9' => '9',
            'A'..='Z' | 'a'..='z' => 'A',
            other => other,
        })
        .collect();
    POSTCODE_SHAPES.contains(&shape.as_str()) || close.eq_ignore_ascii_case("GIR0AA")
}

/// Shortens a text to fit into a message.
fn quoted(typed: &str) -> String {
    match typed.char_indices().nth(QUOTED) {
        Some((end, _)) => typed.get(..end).unwrap_or_default().to_owned() + "…",
        None => typed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn falls_on(typed: &str, iso: &str) {
        assert_eq!(day(typed).map(|day| day.to_string()), Ok(iso.to_owned()), "{typed}");
    }

    #[track_caller]
    fn is_no_day(typed: &str, problem: &str) {
        assert_eq!(day(typed).unwrap_err().to_string(), problem);
    }

    #[track_caller]
    fn looks_right(format: StringFormat, right: &[&str], wrong: &[&str]) {
        for line in right {
            assert!(check_format(format, line).is_ok(), "{line}");
        }
        for line in wrong {
            assert!(check_format(format, line).is_err(), "{line}");
        }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for typed in [
            "5 June 2014",
            "5 Jun 2014",
            "5 JUNE 2014",
            "5th june, 2014",
            "05-Jun-2014",
            "5/6/2014",
            "05-06-2014",
            "5.6.2014",
            "5 6 2014",
            "2014-06-05",
            " 2014/6/5 ",
        ] {
            falls_on(typed, "2014-06-05");
        }
        falls_on("1 Sept 2014", "2014-09-01");
        falls_on("29 February 2016", "2016-02-29");
    }

    #[test]
    fn impossible_days_are_pointed_out() {
        is_no_day("31 June 2014", "there is no 31 June 2014: that month has 30 days");
        is_no_day("29/2/2015", "there is no 29 February 2015: that month has 28 days");
        is_no_day("0/6/2014", "there is no 0 June 2014: that month has 30 days");
        is_no_day(
            "6/25/2014",
            "there is no month 25 in `6/25/2014`: the day comes first, such as 25/6/2014",
        );
    }

    #[test]
    fn a_year_needs_its_century() {
        let problem = "the year in `5/6/14` has too few digits: write all four, such as 5/6/2014";
        is_no_day("5/6/14", problem);
    }

    #[test]
    fn what_is_no_day_is_pointed_out() {
        for typed in ["soon", "June 2014", "5 Ju 2014", "+5/6/2014", "5/6/20145", "5/6/99999", ""] {
            assert_eq!(day(typed), Err(DayProblem::NotADay(typed.to_owned())));
        }
    }

    #[test]
    fn email_addresses_look_like_addresses() {
        let right = ["a@b.uk", "first.last+x@council.gov.uk", "o'neil@example.org"];
        let wrong = ["a", "a@b", "@b.uk", "a@@b.uk", "a b@c.uk", "a@b..uk", "a@b.uk."];
        looks_right(StringFormat::Email, &right, &wrong);
    }

    #[test]
    fn telephone_numbers_look_like_numbers() {
        let right =
            ["01632 960 001", "+44 (0)1632 960001", "01632-960001 ext. 12", "020 7946 0000 x5"];
        let wrong = ["none", "12345", "01632 96000l", "1234567890123456"];
        looks_right(StringFormat::Phone, &right, &wrong);
    }

    #[test]
    fn postcodes_are_those_of_the_united_kingdom() {
        let right = ["SW1A 1AA", "m1 1ae", "B338TH", " CR2 6XH ", "DN55 1PT", "W1A 0AX", "GIR 0AA"];
        let wrong = ["SW1A", "12345", "SW1A 1A", "SW1AA 1AA", "É1 1AE", ""];
        looks_right(StringFormat::Postcode, &right, &wrong);
    }

    proptest! {
        #[test]
        fn reading_never_panics(typed in "\\PC*|[0-9]{0,5}[-/ ][0-9]{0,5}[-/ ][0-9]{0,6}") {
            let _ = day(&typed);
            let _ = (is_email(&typed), is_phone(&typed), is_postcode(&typed));
        }

        #[test]
        fn a_day_is_read_back_from_its_words(days in 0..40_000i32) {
            use jiff::ToSpan;
            let date = jiff::civil::date(1950, 1, 1) + days.days();
            prop_assert_eq!(day(&day_in_words(date)), Ok(date));
            prop_assert_eq!(day(&date.to_string()), Ok(date));
        }
    }
}
