//! The keys of everything in a response: the one place that says what may stand where.

use crate::store::{
    document::{
        record::{FINAL, PARTIAL, REASONS, STATES},
        response::FORMAT,
    },
    shape::{Key, Thing, Variant, Wants, names},
};

/// Everything that has keys.
pub(in crate::store) static THINGS: [&Thing; 11] = [
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
pub(in crate::store) static RESPONSE: Thing = Thing {
    keys: &[&[
        Key::must("format", Wants::Word(&[FORMAT]), "Says that this is a draft or a response."),
        Key::must("status", Wants::Word(&[FINAL, PARTIAL]), "Whether it is final."),
        Key::must("consultation", Wants::Thing(&CONSULTATION), "What it answers."),
        Key::may("completed", Wants::Time, "When it was completed."),
        Key::may("updated", Wants::Time, "When its draft was last changed."),
        Key::may("respondent", Wants::Thing(&RESPONDENT), "Who responds."),
        Key::may("consent", Wants::Thing(&CONSENT), "What may be done with the response."),
        Key::may("sign_off", Wants::Thing(&SIGN_OFF), "Who answers for it."),
        Key::must(
            "sections",
            Wants::List(&Wants::Thing(&SECTION)),
            "The answers, section by section.",
        ),
        Key::may(
            "left_out",
            Wants::List(&Wants::Thing(&LEFTOVER)),
            "What the draft holds that is not part of the response.",
        ),
        Key::must(
            "digest",
            Wants::Text,
            "The digest over all the rest, to tell whether it was changed.",
        ),
    ]],
    ..Thing::named("response")
};

static CONSULTATION: Thing = Thing {
    keys: &[&[
        Key::must("id", Wants::FileName, "The `id` of the question set."),
        Key::must("version", Wants::Text, "Its version."),
        Key::must("title", Wants::Text, "What the consultation is called."),
        Key::must("publisher", Wants::Text, "Who asks."),
        Key::must("language", Wants::Language, "The language of its texts."),
        Key::must("digest", Wants::Text, "The digest over the question set."),
    ]],
    ..Thing::named("consultation")
};

static RESPONDENT: Thing = Thing {
    keys: &[&[
        Key::may("name", Wants::Thing(&PARTICULAR), "The name of the person."),
        Key::may("organisation", Wants::Thing(&PARTICULAR), "The name of the organisation."),
        Key::may("capacity", Wants::Thing(&PARTICULAR), "As what they respond."),
        Key::may("email", Wants::Thing(&PARTICULAR), "Their e-mail address."),
        Key::may("telephone", Wants::Thing(&PARTICULAR), "Their telephone number."),
    ]],
    ..Thing::named("respondent")
};

static CONSENT: Thing = Thing {
    keys: &[&[
        Key::may(
            "confidential",
            Wants::Thing(&PARTICULAR),
            "Whether it is to be kept confidential.",
        ),
        Key::may("publish_consent", Wants::Thing(&PARTICULAR), "Whether it may be published."),
        Key::may(
            "contact_consent",
            Wants::Thing(&PARTICULAR),
            "Whether they may be contacted again.",
        ),
    ]],
    ..Thing::named("consent")
};

/// One of the respondent's details. Its kind is that of the question that asked for it.
static PARTICULAR: Thing = Thing {
    keys: &[
        &[
            Key::must("question", Wants::Id, "The `id` of the question that asked for it."),
            Key::may("value", Wants::Text, "The answer."),
        ],
        &[Key::may("unit", Wants::Text, "What is counted.")],
        LABEL,
        VALUES,
    ],
    ..Thing::named("detail of the respondent")
};

static SIGN_OFF: Thing = Thing {
    keys: &[&[
        Key::must("name", Wants::Text, "Who signed it off."),
        Key::may("role", Wants::Text, "Their office."),
        Key::may("authority", Wants::Text, "By what authority, such as a minute."),
        Key::must("date", Wants::Day, "When."),
    ]],
    ..Thing::named("sign-off")
};

static SECTION: Thing = Thing {
    keys: &[&[
        Key::must("id", Wants::Id, "Its `id` in the question set."),
        Key::must("title", Wants::Text, "Its heading."),
        Key::may(
            "answers",
            Wants::List(&Wants::Thing(&ANSWER)),
            "Its questions, with what was answered.",
        ),
    ]],
    ..Thing::named("section")
};

/// A question with its answer.
static ANSWER: Thing = Thing {
    keys: &[&[
        Key::must("id", Wants::Id, "Its `id` in the question set."),
        Key::may("number", Wants::Text, "Its number as it is printed."),
        Key::may("part", Wants::Count(1, usize::MAX), "Which part of its number it is."),
        Key::may("group", Wants::Text, "The group that it stands in."),
        Key::must("text", Wants::Text, "The question as it was put."),
        Key::must("kind", Wants::Kind, "What kind of question it is."),
        Key::must("state", Wants::Word(&names(&STATES)), "Whether it was answered."),
        Key::may("comment", Wants::Text, "The comment on it."),
    ]],
    kinds: &[
        Variant {
            name: "string",
            about: "One line.",
            keys: &[&[Key::may("value", Wants::Text, "The answer.")]],
        },
        Variant {
            name: "text",
            about: "A long text.",
            keys: &[&[Key::may("value", Wants::Text, "The answer.")]],
        },
        Variant {
            name: "integer",
            about: "A whole number.",
            keys: &[&[
                Key::may("value", Wants::Whole, "The answer."),
                Key::may("unit", Wants::Text, "What is counted."),
            ]],
        },
        Variant {
            name: "decimal",
            about: "A number with decimals, kept exactly.",
            keys: &[&[
                Key::may("value", Wants::Number, "The answer."),
                Key::may("unit", Wants::Text, "What is counted."),
            ]],
        },
        Variant {
            name: "date",
            about: "A day.",
            keys: &[&[Key::may("value", Wants::Day, "The answer.")]],
        },
        Variant {
            name: "select_one",
            about: "One of several choices.",
            keys: &[&[Key::may("value", Wants::Id, "The value that was chosen.")], LABEL],
        },
        Variant {
            name: "select_multiple",
            about: "Any number of several choices.",
            keys: &[VALUES],
        },
        Variant {
            name: "rank",
            about: "Choices put in order, all or the first few.",
            keys: &[VALUES],
        },
        Variant {
            name: "matrix",
            about: "One answer in each of several rows, all with the same columns.",
            keys: &[&[Key::must(
                "rows",
                Wants::List(&Wants::Thing(&ROW)),
                "The answers, row by row.",
            )]],
        },
    ],
    ..Thing::named("answer")
};

static ROW: Thing = Thing {
    keys: &[&[
        Key::must("row", Wants::Id, "Its value in the question set."),
        Key::may("number", Wants::Text, "Its number as it is printed."),
        Key::may("group", Wants::Text, "The heading that it stands under."),
        Key::must("text", Wants::Text, "What it asks about."),
        Key::must("state", Wants::Word(&names(&STATES)), "Whether it was answered."),
        Key::may("value", Wants::Id, "The value that was chosen."),
        Key::may("label", Wants::Text, "What the respondent read for it."),
        Key::may("off_scale", Wants::Flag, "Whether the value is off the scale."),
        Key::may("comment", Wants::Text, "The comment on it."),
    ]],
    ..Thing::named("row")
};

static CHOSEN: Thing = Thing {
    keys: &[&[
        Key::may("rank", Wants::Count(1, usize::MAX), "Its place in the order."),
        Key::must("value", Wants::Id, "The value that was chosen."),
        Key::must("label", Wants::Text, "What the respondent read for it."),
        Key::may("off_scale", Wants::Flag, "Whether it is off the scale."),
        Key::may("detail", Wants::Text, "What was said more."),
    ]],
    ..Thing::named("chosen value")
};

static LEFTOVER: Thing = Thing {
    keys: &[&[
        Key::must("question", Wants::Id, "The question that it answered."),
        Key::may("text", Wants::Text, "What the question said, where it is there no more."),
        Key::may("row", Wants::Id, "The row."),
        Key::may("row_text", Wants::Text, "What the row said, where it is there no more."),
        Key::may("field", Wants::Word(&["comment", "detail"]), "The box that it stood in."),
        Key::may("choice", Wants::Id, "The choice of the box."),
        Key::must("holds", Wants::Text, "What it says."),
        Key::must("why", Wants::Word(&names(&REASONS)), "Why it is left out."),
    ]],
    ..Thing::named("thing left out")
};

const LABEL: &[Key] = &[
    Key::may("label", Wants::Text, "What the respondent read for it."),
    Key::may("off_scale", Wants::Flag, "Whether it is off the scale."),
    Key::may("detail", Wants::Text, "What was said more."),
];

const VALUES: &[Key] = &[Key::may(
    "values",
    Wants::List(&ONE_CHOSEN),
    "The values that were chosen; of a ranking, in order.",
)];

static ONE_CHOSEN: Wants = Wants::Thing(&CHOSEN);
