//! Reading and writing numbers with units, separators and words such as "million".

use rust_decimal::Decimal;

use super::{MINUS, quoted};

/// The spellings of each unit; those on one line are equivalent.
const UNIT_NAMES: [&[&str]; 9] = [
    &["£", "gbp", "pound", "pounds"],
    &["€", "eur", "euro", "euros"],
    &["$", "usd", "dollar", "dollars"],
    &["%", "percent", "per cent", "pc"],
    &["year", "years", "yr", "yrs"],
    &["month", "months", "mth", "mths"],
    &["week", "weeks", "wk", "wks"],
    &["hour", "hours", "hr", "hrs"],
    &["minute", "minutes", "min", "mins"],
];

/// Currency signs, written before an amount.
const CURRENCIES: [&str; 3] = ["£", "€", "$"];

/// Words after a number that multiply it. The short ones are certain only for money.
const MULTIPLIERS: [(&str, u32, Certain); 8] = [
    ("thousand", 1_000, Certain::Always),
    ("million", 1_000_000, Certain::Always),
    ("billion", 1_000_000_000, Certain::Always),
    ("k", 1_000, Certain::WithMoney),
    ("m", 1_000_000, Certain::WithMoney),
    ("mn", 1_000_000, Certain::WithMoney),
    ("bn", 1_000_000_000, Certain::WithMoney),
    ("b", 1_000_000_000, Certain::WithMoney),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Certain {
    Always,
    WithMoney,
}

/// Why it isn't certain which number was meant, and what to write.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberProblem {
    /// There is no number in digits, or more than one.
    #[error("write one number in digits, such as 1,000 or 12.50, in place of `{0}`")]
    NotANumber(String),
    /// There is a number, and something that may change its value.
    #[error("is {number} meant by `{typed}`? If so, write {number} alone")]
    MoreThanANumber {
        /// The text as typed.
        typed: String,
        /// The number in it.
        number: String,
    },
    /// There is a number with a unit other than the expected one.
    #[error("how much is `{typed}` in {unit}? Write the number alone")]
    OtherUnit {
        /// The text as typed.
        typed: String,
        /// The expected unit.
        unit: String,
    },
    /// A comma may be a decimal point or a mistake.
    #[error("`{typed}` could be {point} or {plain}: write `{point}` or `{plain}`")]
    EitherComma {
        /// The text as typed.
        typed: String,
        /// The number with a decimal point for the comma.
        point: String,
        /// The number without the comma.
        plain: String,
    },
    /// The commas do not separate thousands.
    #[error(
        "the commas in `{0}` do not separate thousands: write it without, such as 1000 or 12.50"
    )]
    OddCommas(String),
    /// There is a fraction where a whole number is expected.
    #[error("a whole number is needed: write {below} or {above} in place of `{typed}`")]
    NotWhole {
        /// The text as typed.
        typed: String,
        /// The next whole number below.
        below: String,
        /// The next whole number above.
        above: String,
    },
    /// There are too many decimals.
    #[error("`{typed}` has too many decimals: at most {most}")]
    TooManyDecimals {
        /// The text as typed.
        typed: String,
        /// The maximum number of decimals.
        most: u32,
    },
    /// There are more digits than can be stored exactly.
    #[error("`{0}` has too many digits: write at most 28")]
    TooManyDigits(String),
}

/// Reads a whole number in a unit.
///
/// # Errors
/// If it isn't certain which number is meant, or it isn't whole.
pub fn whole_number(typed: &str, unit: Option<&str>) -> Result<Decimal, NumberProblem> {
    let number = number(typed, unit)?;
    if number.fract().is_zero() {
        return Ok(number.trunc());
    }
    Err(NumberProblem::NotWhole {
        typed: quoted(typed.trim()),
        below: with_separators(number.floor()),
        above: with_separators(number.ceil()),
    })
}

/// Reads a number in a unit, with at most so many decimals.
///
/// # Errors
/// If it isn't certain which number is meant, or it has too many decimals.
pub fn decimal(
    typed: &str,
    most: Option<u32>,
    unit: Option<&str>,
) -> Result<Decimal, NumberProblem> {
    let number = number(typed, unit)?;
    match most {
        Some(most) if number.normalize().scale() > most => {
            Err(NumberProblem::TooManyDecimals { typed: quoted(typed.trim()), most })
        }
        Some(most) => Ok(number.round_dp(most)),
        None => Ok(number),
    }
}

/// Writes a number with its unit: `£250,000`, `£12.50`, `10%`, `1,200 homes`.
///
/// A number without a unit gets no separators: it may be a year.
pub fn with_unit(number: Decimal, unit: Option<&str>) -> String {
    let Some(unit) = unit else {
        return number.to_string();
    };
    if stands_before(unit) {
        let sign = if number.is_sign_negative() { "-" } else { "" };
        let mut amount = number.abs();
        if amount.scale() == 1 {
            amount.rescale(2);
        }
        return format!("{sign}{unit}{}", with_separators(amount));
    }
    let space = if unit == "%" { "" } else { " " };
    format!("{}{space}{}", with_separators(number), unit_of(number, unit))
}

/// A unit as it follows a number: "1 year", "2 years".
fn unit_of(number: Decimal, unit: &str) -> &str {
    let of_one = UNIT_NAMES.iter().find_map(|names| match names {
        [one, many, ..] if *many == unit && one.len() + 1 == many.len() => Some(*one),
        _ => None,
    });
    of_one.filter(|_| number == Decimal::ONE).unwrap_or(unit)
}

/// Whether a unit is written before its number: `£5`.
pub fn stands_before(unit: &str) -> bool {
    CURRENCIES.contains(&unit)
}

/// The components of a number as typed.
struct NumeralParts<'t> {
    /// `-`, or nothing.
    sign: &'static str,
    /// The text before the digits.
    before: &'t str,
    /// The digits, with commas, points and spaces between them.
    numeral: &'t str,
    /// The text after the digits.
    behind: &'t str,
}

impl<'t> NumeralParts<'t> {
    fn of(typed: &'t str) -> Option<Self> {
        let is_digit = |c: char| c.is_ascii_digit();
        let first_digit = typed.find(is_digit)?;
        let point = typed.get(..first_digit)?.ends_with('.');
        let start = first_digit - usize::from(point);
        let rest = typed.get(start..)?;
        let in_numeral = |c: char| is_digit(c) || matches!(c, ',' | '.') || c.is_whitespace();
        let end = rest.find(|c| !in_numeral(c)).unwrap_or(rest.len());
        let before = typed.get(..start)?.trim();
        let signs = ['-', MINUS, '+'];
        // A sign may precede the currency or follow it, but only once.
        let unsigned = match before.strip_prefix(signs) {
            Some(unsigned) => unsigned,
            None => before.strip_suffix(signs).unwrap_or(before),
        };
        let is_negative = unsigned.len() < before.len() && !before.contains('+');
        Some(Self {
            sign: if is_negative { "-" } else { "" },
            before: unsigned.trim(),
            numeral: rest.get(..end)?.trim(),
            behind: rest.get(end..)?.trim(),
        })
    }
}

/// Reads a number with a unit around it. Commas or spaces may separate thousands.
fn number(typed: &str, unit: Option<&str>) -> Result<Decimal, NumberProblem> {
    let typed = typed.trim();
    let not_a_number = || NumberProblem::NotANumber(quoted(typed));
    let parts = NumeralParts::of(typed).ok_or_else(not_a_number)?;
    if parts.behind.contains(|c: char| c.is_ascii_digit()) {
        return Err(not_a_number());
    }
    let plain = plain_digits(&parts).ok_or_else(not_a_number)??;
    let number =
        Decimal::from_str_exact(&plain).map_err(|_| NumberProblem::TooManyDigits(quoted(typed)))?;
    if names(&format!("{}{}", parts.before, parts.behind), unit) {
        return Ok(number);
    }
    let (multiplier, named) = multiplier(parts.behind);
    let factor = multiplier.map_or(1, |(_, factor, _)| factor);
    let multiplied = number
        .checked_mul(Decimal::from(factor))
        .map(|product| if factor == 1 { product } else { product.normalize() })
        .ok_or_else(|| NumberProblem::TooManyDigits(quoted(typed)))?;
    let is_certain = multiplier.is_none_or(|(_, _, certain)| {
        certain == Certain::Always || unit.is_some_and(is_money) || is_money(parts.before)
    });
    let around = [parts.before, named];
    if is_certain && around.iter().all(|words| names(words, unit)) {
        return Ok(multiplied);
    }
    match unit.filter(|_| around.iter().any(|words| !names(words, unit) && is_unit(words))) {
        Some(unit) => Err(NumberProblem::OtherUnit { typed: quoted(typed), unit: unit.to_owned() }),
        None => Err(NumberProblem::MoreThanANumber {
            typed: quoted(typed),
            number: with_separators(multiplied),
        }),
    }
}

/// Returns the digits in plain form; `None` if there are several numbers or none.
fn plain_digits(parts: &NumeralParts<'_>) -> Option<Result<String, NumberProblem>> {
    let NumeralParts { sign, numeral, .. } = parts;
    let groups: Vec<&str> = numeral.split_whitespace().collect();
    let spaced = groups.join(",");
    let written = match groups.as_slice() {
        [_] => *numeral,
        _ if numeral.contains(',') => return None,
        _ => spaced.as_str(),
    };
    if written.matches('.').count() > 1 {
        return None;
    }
    let (whole, fraction) = written.split_once('.').unwrap_or((written, ""));
    if fraction.contains(',') || !separates_thousands(whole) {
        let signed = format!("{sign}{numeral}");
        return (groups.len() == 1).then(|| Err(comma_problem(&signed)));
    }
    Some(Ok(format!("{sign}{}", written.replace(',', ""))))
}

/// Whether the commas, if any, precede every third digit from the right.
fn separates_thousands(whole: &str) -> bool {
    let Some((first, rest)) = whole.split_once(',') else {
        return true;
    };
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && rest.split(',').all(|group| group.len() == 3)
}

fn comma_problem(typed: &str) -> NumberProblem {
    let is_alone = typed.matches([',', '.']).count() == 1;
    match typed.split_once(',') {
        Some((before, after)) if is_alone && !after.is_empty() => NumberProblem::EitherComma {
            typed: quoted(typed),
            point: quoted(&format!("{before}.{after}")),
            plain: quoted(&format!("{before}{after}")),
        },
        Some(_) | None => NumberProblem::OddCommas(quoted(typed)),
    }
}

/// Returns the multiplier that the words begin with, and the remaining words.
fn multiplier(words: &str) -> (Option<(&'static str, u32, Certain)>, &str) {
    let (first, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    let first = first.to_lowercase();
    match MULTIPLIERS.into_iter().find(|(name, _, _)| *name == first) {
        Some(found) => (Some(found), rest.trim()),
        None => (None, words),
    }
}

/// Whether the words around a number only name its unit.
fn names(words: &str, unit: Option<&str>) -> bool {
    if words.is_empty() {
        return true;
    }
    let Some(unit) = unit else {
        return false;
    };
    let (words, unit) = (words.to_lowercase(), unit.to_lowercase());
    let singular = |name: &str| name.strip_suffix('s').unwrap_or(name).to_owned();
    let initials: String = unit.split([' ', '-']).filter_map(|word| word.chars().next()).collect();
    let are_same =
        |names: &[&str]| names.contains(&words.as_str()) && names.contains(&unit.as_str());
    singular(&words) == singular(&unit)
        || UNIT_NAMES.into_iter().any(are_same)
        || (initials.chars().count() > 1 && words == initials)
}

/// Whether words are a known unit.
fn is_unit(words: &str) -> bool {
    UNIT_NAMES.into_iter().any(|names| names.contains(&words.to_lowercase().as_str()))
}

fn is_money(unit: &str) -> bool {
    let money = UNIT_NAMES
        .into_iter()
        .filter(|names| names.first().is_some_and(|sign| CURRENCIES.contains(sign)));
    money.flatten().any(|name| *name == unit.to_lowercase())
}

/// Writes a number with a comma before every third digit of its whole part.
fn with_separators(number: Decimal) -> String {
    let written = number.abs().to_string();
    let (whole, fraction) = match written.split_once('.') {
        Some((whole, fraction)) => (whole, format!(".{fraction}")),
        None => (written.as_str(), String::new()),
    };
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if number.is_sign_negative() { "-" } else { "" };
    format!("{sign}{grouped}{fraction}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn reads(typed: &str, unit: &str, number: &str) {
        let unit = Some(unit).filter(|unit| !unit.is_empty());
        let read = super::number(typed, unit).map(|read| read.to_string());
        assert_eq!(read, Ok(number.to_owned()), "{typed}");
    }

    #[track_caller]
    fn asks(typed: &str, unit: &str, question: &str) {
        let unit = Some(unit).filter(|unit| !unit.is_empty());
        assert_eq!(number(typed, unit).unwrap_err().to_string(), question);
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (typed, number) in [
            ("12", "12"),
            (" 12.50 ", "12.50"),
            ("1,000", "1000"),
            ("1,234,567.5", "1234567.5"),
            ("1 000", "1000"),
            ("1\u{a0}234\u{202f}567", "1234567"),
            ("-5", "-5"),
            ("\u{2212}5", "-5"),
            ("+5", "5"),
            ("- 5", "-5"),
            (".5", "0.5"),
            ("5.", "5"),
            ("007", "7"),
            ("3 million", "3000000"),
        ] {
            reads(typed, "", number);
        }
    }

    #[test]
    fn a_unit_beside_a_number_is_understood() {
        for typed in ["5 years", "5years", "5 Years", "5 yrs", "5"] {
            reads(typed, "years", "5");
        }
        reads("1 year", "years", "1");
        for typed in ["7%", "7 %", "7 per cent", "7 percent"] {
            reads(typed, "%", "7");
        }
        reads("12.5 FTE", "full-time equivalents", "12.5");
    }

    #[test]
    fn money_is_understood() {
        for typed in [
            "£250,000",
            "£ 250,000",
            "250000 pounds",
            "GBP 250 000",
            "£250k",
            "250k",
            "£0.25m",
            "£0.25 million",
            "0.25 million pounds",
        ] {
            reads(typed, "£", "250000");
        }
        reads("£250,000.00", "£", "250000.00");
        reads("£1.5m", "£", "1500000");
        reads("£2bn", "£", "2000000000");
        reads("-£5", "£", "-5");
        reads("£-5", "£", "-5");
        reads("£5m", "£m", "5");
        reads("5m", "m", "5");
    }

    #[test]
    fn what_is_not_certain_is_asked() {
        asks("about 5", "", "is 5 meant by `about 5`? If so, write 5 alone");
        asks("1.5m", "homes", "is 1,500,000 meant by `1.5m`? If so, write 1,500,000 alone");
        asks("£5,000 a year", "£", "is 5,000 meant by `£5,000 a year`? If so, write 5,000 alone");
        asks("£5", "", "is 5 meant by `£5`? If so, write 5 alone");
        asks("5 years", "months", "how much is `5 years` in months? Write the number alone");
        asks("£5", "years", "how much is `£5` in years? Write the number alone");
        asks("$5m", "£", "how much is `$5m` in £? Write the number alone");
    }

    #[test]
    fn a_tenth_is_a_tenth() {
        let number = |typed| super::number(typed, None).unwrap();
        assert_eq!(number("0.1") + number("0.2"), number("0.3"));
    }

    #[test]
    fn a_comma_that_may_be_a_decimal_point_is_pointed_out() {
        asks("1,5", "", "`1,5` could be 1.5 or 15: write `1.5` or `15`");
        asks("£0,500", "£", "`0,500` could be 0.500 or 0500: write `0.500` or `0500`");
    }

    #[test]
    fn other_odd_commas_are_pointed_out() {
        let problem = "do not separate thousands: write it without, such as 1000 or 12.50";
        for odd in ["1,00,000", "1,000,", "1,,000", "1,5.0", "1.000,50"] {
            asks(odd, "", &format!("the commas in `{odd}` {problem}"));
        }
    }

    #[test]
    fn one_number_is_read_and_no_more() {
        for typed in ["five", "5-7", "5 to 7", "1e3", "10 20", "1.2.3", ".", ",", "-", "", "½"] {
            let problem = NumberProblem::NotANumber(typed.to_owned());
            assert_eq!(number(typed, None), Err(problem));
        }
        assert!(number("--5", None).is_err());
    }

    #[test]
    fn a_number_too_long_to_keep_exactly_is_pointed_out() {
        let long = "9".repeat(100_000);
        let problem = number(&long, None).unwrap_err();
        assert_eq!(problem, NumberProblem::TooManyDigits("9".repeat(40) + "…"));
        assert!(number("0.00000000000000000000000000001", None).is_err());
        assert!(number("9999999999999999999999999999 billion", None).is_err());
    }

    #[test]
    fn a_whole_number_has_no_fraction() {
        assert_eq!(whole_number("1,000", None).unwrap(), Decimal::from(1000));
        let pounds = whole_number("£250,000.00", Some("£")).unwrap();
        assert_eq!(pounds.to_string(), "250000");
        assert_eq!(whole_number("£1.5m", Some("£")).unwrap(), Decimal::from(1_500_000));
        let problem = whole_number("12.5", None).unwrap_err().to_string();
        assert_eq!(problem, "a whole number is needed: write 12 or 13 in place of `12.5`");
    }

    #[test]
    fn decimals_keep_to_their_number() {
        assert!(decimal("12.50", Some(2), None).is_ok());
        assert!(decimal("12.505", None, None).is_ok());
        assert_eq!(decimal("£12.00", Some(0), Some("£")).unwrap().to_string(), "12");
        let problem = decimal("12.505", Some(2), None).unwrap_err().to_string();
        assert_eq!(problem, "`12.505` has too many decimals: at most 2");
    }

    #[test]
    fn numbers_are_written_with_their_unit() {
        let writes = |typed: &str, unit, expected| {
            assert_eq!(with_unit(number(typed, unit).unwrap(), unit), expected);
        };
        writes("250000", Some("£"), "£250,000");
        writes("1234567.5", Some("£"), "£1,234,567.50");
        writes("999", Some("£"), "£999");
        writes("-1000", Some("£"), "-£1,000");
        writes("7.5", Some("%"), "7.5%");
        writes("12000", Some("homes"), "12,000 homes");
        writes("2014", None, "2014");
    }

    proptest! {
        #[test]
        fn reading_never_panics(typed in "\\PC*|[-£+]{0,2}[0-9,. ]{0,40}[a-z%]{0,9}") {
            for unit in [None, Some("£"), Some("years")] {
                let _ = (number(&typed, unit), whole_number(&typed, unit));
                let _ = decimal(&typed, Some(2), unit);
            }
        }

        #[test]
        fn a_number_is_read_back_as_it_is_shown(pence in -10_000_000_000i64..10_000_000_000) {
            let amount = Decimal::new(pence, 2);
            for unit in [Some("£"), Some("homes"), Some("%"), None] {
                prop_assert_eq!(number(&with_unit(amount, unit), unit), Ok(amount));
            }
        }
    }
}
