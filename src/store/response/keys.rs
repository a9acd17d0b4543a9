//! The keys of everything in a response: the one place that says what may stand where.

use crate::store::{
    document::{
        record::{FINAL, PARTIAL, REASONS, STATES},
        response::FORMAT,
    },
    shape::{Key, Thing, Variant, Wants, names},
};

/// Everything that has keys.
pub(super) static THINGS: [&Thing; 11] = [
    &RESPONSE,
    &CONSULTATION,
    &RESPONDENT,
    &CONSENT,
    &PARTICULAR,
    &SIGN_OFF,
    &SECTION,
    &ANSWER,
    &ROW,
    &CHOSEN,
    &LEFTOVER,
];

/// The response itself.
pub(super) static RESPONSE: Thing = Thing {
    keys: &[&[
        Key::must("format", Wants::Word(&[FORMAT])),
        Key::must("status", Wants::Word(&[FINAL, PARTIAL])),
        Key::must("consultation", Wants::Thing(&CONSULTATION)),
        Key::may("completed", Wants::Time),
        Key::may("updated", Wants::Time),
        Key::may("respondent", Wants::Thing(&RESPONDENT)),
        Key::may("consent", Wants::Thing(&CONSENT)),
        Key::may("sign_off", Wants::Thing(&SIGN_OFF)),
        Key::must("sections", Wants::List(&Wants::Thing(&SECTION))),
        Key::may("left_out", Wants::List(&Wants::Thing(&LEFTOVER))),
        Key::must("digest", Wants::Text),
    ]],
    ..Thing::named("response")
};

static CONSULTATION: Thing = Thing {
    keys: &[&[
        Key::must("id", Wants::FileName),
        Key::must("version", Wants::Text),
        Key::must("title", Wants::Text),
        Key::must("publisher", Wants::Text),
        Key::must("language", Wants::Language),
        Key::must("digest", Wants::Text),
    ]],
    ..Thing::named("consultation")
};

static RESPONDENT: Thing = Thing {
    keys: &[&[
        Key::may("name", Wants::Thing(&PARTICULAR)),
        Key::may("organisation", Wants::Thing(&PARTICULAR)),
        Key::may("capacity", Wants::Thing(&PARTICULAR)),
        Key::may("email", Wants::Thing(&PARTICULAR)),
        Key::may("telephone", Wants::Thing(&PARTICULAR)),
    ]],
    ..Thing::named("respondent")
};

static CONSENT: Thing = Thing {
    keys: &[&[
        Key::may("confidential", Wants::Thing(&PARTICULAR)),
        Key::may("publish_consent", Wants::Thing(&PARTICULAR)),
        Key::may("contact_consent", Wants::Thing(&PARTICULAR)),
    ]],
    ..Thing::named("consent")
};

/// One of the respondent's details. Its kind is that of the question that asked for it.
static PARTICULAR: Thing = Thing {
    keys: &[
        &[Key::must("question", Wants::Id), Key::may("value", Wants::Text)],
        &[Key::may("unit", Wants::Text)],
        LABEL,
        VALUES,
    ],
    ..Thing::named("detail of the respondent")
};

static SIGN_OFF: Thing = Thing {
    keys: &[&[
        Key::must("name", Wants::Text),
        Key::may("role", Wants::Text),
        Key::may("authority", Wants::Text),
        Key::must("date", Wants::Day),
    ]],
    ..Thing::named("sign-off")
};

static SECTION: Thing = Thing {
    keys: &[&[
        Key::must("id", Wants::Id),
        Key::must("title", Wants::Text),
        Key::may("answers", Wants::List(&Wants::Thing(&ANSWER))),
    ]],
    ..Thing::named("section")
};

/// A question with its answer.
static ANSWER: Thing = Thing {
    keys: &[&[
        Key::must("id", Wants::Id),
        Key::may("number", Wants::Text),
        Key::may("part", Wants::Count(1, usize::MAX)),
        Key::may("group", Wants::Text),
        Key::must("text", Wants::Text),
        Key::must("kind", Wants::Kind),
        Key::must("state", Wants::Word(&names(&STATES))),
        Key::may("comment", Wants::Text),
    ]],
    kinds: &[
        Variant { name: "string", keys: &[&[Key::may("value", Wants::Text)]] },
        Variant { name: "text", keys: &[&[Key::may("value", Wants::Text)]] },
        Variant {
            name: "integer",
            keys: &[&[Key::may("value", Wants::Whole), Key::may("unit", Wants::Text)]],
        },
        Variant {
            name: "decimal",
            keys: &[&[Key::may("value", Wants::Number), Key::may("unit", Wants::Text)]],
        },
        Variant { name: "date", keys: &[&[Key::may("value", Wants::Day)]] },
        Variant { name: "select_one", keys: &[&[Key::may("value", Wants::Id)], LABEL] },
        Variant { name: "select_multiple", keys: &[VALUES] },
        Variant { name: "rank", keys: &[VALUES] },
        Variant { name: "matrix", keys: &[&[Key::must("rows", Wants::List(&Wants::Thing(&ROW)))]] },
    ],
    ..Thing::named("answer")
};

static ROW: Thing = Thing {
    keys: &[&[
        Key::must("row", Wants::Id),
        Key::may("number", Wants::Text),
        Key::may("group", Wants::Text),
        Key::must("text", Wants::Text),
        Key::must("state", Wants::Word(&names(&STATES))),
        Key::may("value", Wants::Id),
        Key::may("label", Wants::Text),
        Key::may("off_scale", Wants::Flag),
        Key::may("comment", Wants::Text),
    ]],
    ..Thing::named("row")
};

static CHOSEN: Thing = Thing {
    keys: &[&[
        Key::may("rank", Wants::Count(1, usize::MAX)),
        Key::must("value", Wants::Id),
        Key::must("label", Wants::Text),
        Key::may("off_scale", Wants::Flag),
        Key::may("detail", Wants::Text),
    ]],
    ..Thing::named("chosen value")
};

static LEFTOVER: Thing = Thing {
    keys: &[&[
        Key::must("question", Wants::Id),
        Key::may("row", Wants::Id),
        Key::may("field", Wants::Word(&["comment", "detail"])),
        Key::may("choice", Wants::Id),
        Key::must("holds", Wants::Text),
        Key::must("why", Wants::Word(&names(&REASONS))),
    ]],
    ..Thing::named("thing left out")
};

const LABEL: &[Key] = &[
    Key::may("label", Wants::Text),
    Key::may("off_scale", Wants::Flag),
    Key::may("detail", Wants::Text),
];

const VALUES: &[Key] = &[Key::may("values", Wants::List(&ONE_CHOSEN))];

static ONE_CHOSEN: Wants = Wants::Thing(&CHOSEN);
