//! What to do about a value that is not what is wanted, where that can be told.

use jiff::tz::TimeZone;

use super::{Thing, Wants};
use crate::{
    model::{
        id::{ConsultationId, Value},
        reading,
    },
    store::{
        problem::named,
        scalar,
        tree::{Kind, Node},
    },
};

/// What to write instead of what stands there.
pub(super) fn advice(wants: &Wants, node: &Node) -> Option<String> {
    match (wants, &node.kind) {
        (Wants::Thing(Thing { not_a_list: Some(help), .. }), Kind::List(_)) => {
            Some((*help).to_owned())
        }
        (Wants::Thing(thing), _) => Some(format!("write it as {}", named(thing.example?))),
        (Wants::List(each) | Wants::ListOrName(each), _) => match each {
            Wants::Thing(Thing { example: Some(example), .. }) => {
                Some(format!("put a dash before each: {}", named(&format!("- {example}"))))
            }
            _ => Some("put a dash before each".to_owned()),
        },
        (_, Kind::Scalar { text, .. }) => in_place_of(wants, text),
        (_, Kind::List(_) | Kind::Map(_) | Kind::Refused) => None,
    }
}

/// The id that may have been meant.
pub(super) fn near_id(text: &str, wants: &Wants) -> Option<String> {
    let allowed = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { ' ' };
    let words: String = text.replace('\'', "").chars().map(allowed).collect();
    let id = words.split_whitespace().collect::<Vec<_>>().join("-");
    match wants {
        Wants::FileName => {
            let id = id.to_lowercase();
            ConsultationId::try_from(id.as_str()).is_ok().then_some(id)
        }
        _ => Value::try_from(id.as_str()).is_ok().then_some(id),
    }
}

/// What to write in place of a word.
fn in_place_of(wants: &Wants, text: &str) -> Option<String> {
    let meant = |meant: &str| Some(format!("did you mean {}?", named(meant)));
    match wants {
        Wants::Flag => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "y" | "on" | "1" => meant("true"),
            "false" | "no" | "n" | "off" | "0" => meant("false"),
            _ => None,
        },
        Wants::Day => meant(&reading::day(text).ok()?.to_string()),
        Wants::Closing => {
            let moment = text.replacen(' ', "T", 1);
            let is_moment = |offset: &str| {
                scalar::closing(&format!("{moment}{offset}"), &TimeZone::UTC).is_some()
            };
            if is_moment("Z") {
                let help = "a time needs its offset from UTC, such as";
                return Some(format!("{help} {}", named(&format!("{moment}+01:00"))));
            }
            meant(&reading::day(text).ok()?.to_string())
        }
        Wants::Count(..) | Wants::Whole | Wants::Number => {
            let number: String =
                text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '-' | '.')).collect();
            let fits = match wants {
                Wants::Count(least, most) => {
                    scalar::count(&number).is_some_and(|count| (*least..=*most).contains(&count))
                }
                Wants::Whole => scalar::number(&number).is_some() && !number.contains('.'),
                _ => scalar::number(&number).is_some(),
            };
            if fits { meant(&number) } else { None }
        }
        _ => None,
    }
}
