//! Advice on a value that is not as expected, where advice is possible.

use jiff::tz::TimeZone;

use super::{MapSpec, ValueSpec};
use crate::{
    model::{
        id::{ConsultationId, Value},
        reading,
    },
    store::{
        problem::named,
        scalar,
        tree::{Node, NodeKind},
    },
};

/// Returns what to write instead.
pub(super) fn advice(wants: &ValueSpec, node: &Node) -> Option<String> {
    match (wants, &node.kind) {
        (ValueSpec::Map(MapSpec { not_a_list: Some(help), .. }), NodeKind::List(_)) => {
            Some((*help).to_owned())
        }
        (ValueSpec::Map(thing), _) => Some(format!("write it as {}", named(thing.example?))),
        (ValueSpec::List(each) | ValueSpec::ListOrName(each), _) => match each {
            ValueSpec::Map(MapSpec { example: Some(example), .. }) => {
                Some(format!("put a dash before each: {}", named(&format!("- {example}"))))
            }
            _ => Some("put a dash before each".to_owned()),
        },
        (_, NodeKind::Scalar { text, .. }) => in_place_of(wants, text),
        (_, NodeKind::List(_) | NodeKind::Map(_) | NodeKind::Refused) => None,
    }
}

/// Returns the id that may have been meant.
pub(super) fn near_id(text: &str, wants: &ValueSpec) -> Option<String> {
    let allowed = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { ' ' };
    let words: String = text.replace('\'', "").chars().map(allowed).collect();
    let id = words.split_whitespace().collect::<Vec<_>>().join("-");
    match wants {
        ValueSpec::FileName => {
            let id = id.to_lowercase();
            ConsultationId::try_from(id.as_str()).is_ok().then_some(id)
        }
        _ => Value::try_from(id.as_str()).is_ok().then_some(id),
    }
}

/// Returns what to write in place of a word.
fn in_place_of(wants: &ValueSpec, text: &str) -> Option<String> {
    let meant = |meant: &str| Some(format!("did you mean {}?", named(meant)));
    match wants {
        ValueSpec::Flag => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "y" | "on" | "1" => meant("true"),
            "false" | "no" | "n" | "off" | "0" => meant("false"),
            _ => None,
        },
        ValueSpec::Day => meant(&reading::day(text).ok()?.to_string()),
        ValueSpec::Closing => {
            let moment = text.replacen(' ', "T", 1);
            let is_moment = |offset: &str| {
                scalar::closing(&format!("{moment}{offset}"), &TimeZone::UTC).is_some()
            };
            if is_moment("Z") {
                let help = "a time needs its offset from UTC, such as";
                return Some(format!(
                    "{help} {}",
                    named(&format!("{moment}{}", offset_at(&moment)))
                ));
            }
            meant(&reading::day(text).ok()?.to_string())
        }
        ValueSpec::Count(..) | ValueSpec::Whole | ValueSpec::Number => {
            let number: String =
                text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '-' | '.')).collect();
            let fits = match wants {
                ValueSpec::Count(least, most) => {
                    scalar::count(&number).is_some_and(|count| (*least..=*most).contains(&count))
                }
                ValueSpec::Whole => scalar::number(&number).is_some() && !number.contains('.'),
                _ => scalar::number(&number).is_some(),
            };
            if fits { meant(&number) } else { None }
        }
        _ => None,
    }
}

/// The offset of British time from UTC at a moment: an hour in summer.
fn offset_at(moment: &str) -> String {
    let offset = || {
        let time: jiff::civil::DateTime = moment.parse().ok()?;
        Some(time.in_tz("Europe/London").ok()?.strftime("%:z").to_string())
    };
    offset().unwrap_or_else(|| "Z".to_owned())
}
