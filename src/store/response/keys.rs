//! The keys of responses: the one table of what is allowed where.

use crate::store::{
    document::{
        record::{FINAL, PARTIAL, REASONS, STATES},
        response::FORMAT,
    },
    spec::{KeySpec, KindSpec, MapSpec, ValueSpec, names},
};

/// Every map in a response.
pub(in crate::store) static THINGS: [&MapSpec; 11] = [
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
pub(in crate::store) static RESPONSE: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must(
            "format",
            ValueSpec::Word(&[FORMAT]),
            "Says that this is a draft or a response.",
        ),
        KeySpec::must("status", ValueSpec::Word(&[FINAL, PARTIAL]), "Whether it is final."),
        KeySpec::must("consultation", ValueSpec::Map(&CONSULTATION), "What it answers."),
        KeySpec::may("completed", ValueSpec::Time, "When it was completed."),
        KeySpec::may("updated", ValueSpec::Time, "When its draft was last changed."),
        KeySpec::may("respondent", ValueSpec::Map(&RESPONDENT), "Who responds."),
        KeySpec::may("consent", ValueSpec::Map(&CONSENT), "What may be done with the response."),
        KeySpec::may("sign_off", ValueSpec::Map(&SIGN_OFF), "Who takes responsibility for it."),
        KeySpec::must(
            "sections",
            ValueSpec::List(&ValueSpec::Map(&SECTION)),
            "The answers, section by section.",
        ),
        KeySpec::may(
            "left_out",
            ValueSpec::List(&ValueSpec::Map(&LEFTOVER)),
            "What the draft also holds, not part of the response.",
        ),
        KeySpec::must(
            "digest",
            ValueSpec::Text,
            "The digest of everything else, which reveals changes.",
        ),
    ]],
    ..MapSpec::named("response")
};

static CONSULTATION: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must("id", ValueSpec::FileName, "The `id` of the question set."),
        KeySpec::must("version", ValueSpec::Text, "Its version."),
        KeySpec::must("title", ValueSpec::Text, "The title of the consultation."),
        KeySpec::must("publisher", ValueSpec::Text, "The organisation that asks."),
        KeySpec::must("language", ValueSpec::Language, "The language of its texts."),
        KeySpec::must("digest", ValueSpec::Text, "The digest of the question set."),
    ]],
    ..MapSpec::named("consultation")
};

static RESPONDENT: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::may("name", ValueSpec::Map(&PARTICULAR), "The name of the person."),
        KeySpec::may("organisation", ValueSpec::Map(&PARTICULAR), "The name of the organisation."),
        KeySpec::may(
            "capacity",
            ValueSpec::Map(&PARTICULAR),
            "The capacity in which they respond.",
        ),
        KeySpec::may("email", ValueSpec::Map(&PARTICULAR), "Their e-mail address."),
        KeySpec::may("telephone", ValueSpec::Map(&PARTICULAR), "Their telephone number."),
        KeySpec::may("address", ValueSpec::Map(&PARTICULAR), "Their postal address."),
    ]],
    ..MapSpec::named("respondent")
};

static CONSENT: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::may(
            "confidential",
            ValueSpec::Map(&PARTICULAR),
            "Whether the response is to be kept confidential.",
        ),
        KeySpec::may(
            "publish_consent",
            ValueSpec::Map(&PARTICULAR),
            "Whether it may be published.",
        ),
        KeySpec::may(
            "contact_consent",
            ValueSpec::Map(&PARTICULAR),
            "Whether they may be contacted again.",
        ),
    ]],
    ..MapSpec::named("consent")
};

/// A detail of the respondent. Its kind is that of the question that asks for it.
static PARTICULAR: MapSpec = MapSpec {
    keys: &[
        &[
            KeySpec::must("question", ValueSpec::Id, "The `id` of the question that asked for it."),
            KeySpec::may("value", ValueSpec::Text, "The answer."),
        ],
        &[KeySpec::may("unit", ValueSpec::Text, "The unit.")],
        LABEL,
        VALUES,
    ],
    ..MapSpec::named("detail of the respondent")
};

static SIGN_OFF: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must("name", ValueSpec::Text, "Who signed it off."),
        KeySpec::may("role", ValueSpec::Text, "Their role."),
        KeySpec::may("authority", ValueSpec::Text, "Their authority, such as a minute."),
        KeySpec::must("date", ValueSpec::Day, "When."),
    ]],
    ..MapSpec::named("sign-off")
};

static SECTION: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must("id", ValueSpec::Id, "Its `id` in the question set."),
        KeySpec::must("title", ValueSpec::Text, "Its heading."),
        KeySpec::may(
            "answers",
            ValueSpec::List(&ValueSpec::Map(&ANSWER)),
            "Its questions, with their answers.",
        ),
    ]],
    ..MapSpec::named("section")
};

/// A question with its answer.
static ANSWER: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must("id", ValueSpec::Id, "Its `id` in the question set."),
        KeySpec::may("number", ValueSpec::Text, "The printed number."),
        KeySpec::may("part", ValueSpec::Count(1, usize::MAX), "The part of that number."),
        KeySpec::may("group", ValueSpec::Text, "The text of its group."),
        KeySpec::must("text", ValueSpec::Text, "The text of the question."),
        KeySpec::must("kind", ValueSpec::Kind, "The kind of question."),
        KeySpec::must(
            "state",
            ValueSpec::Word(&names(&STATES)),
            "Whether it was asked and answered.",
        ),
        KeySpec::may("comment", ValueSpec::Text, "The comment on it."),
    ]],
    kinds: &[
        KindSpec {
            name: "string",
            about: "One line.",
            keys: &[&[KeySpec::may("value", ValueSpec::Text, "The answer.")]],
        },
        KindSpec {
            name: "text",
            about: "A long text.",
            keys: &[&[KeySpec::may("value", ValueSpec::Text, "The answer.")]],
        },
        KindSpec {
            name: "integer",
            about: "A whole number.",
            keys: &[&[
                KeySpec::may("value", ValueSpec::Whole, "The answer."),
                KeySpec::may("unit", ValueSpec::Text, "The unit."),
            ]],
        },
        KindSpec {
            name: "decimal",
            about: "A number with decimals, kept exactly.",
            keys: &[&[
                KeySpec::may("value", ValueSpec::Number, "The answer."),
                KeySpec::may("unit", ValueSpec::Text, "The unit."),
            ]],
        },
        KindSpec {
            name: "date",
            about: "A day.",
            keys: &[&[KeySpec::may("value", ValueSpec::Day, "The answer.")]],
        },
        KindSpec {
            name: "select_one",
            about: "One of several choices.",
            keys: &[&[KeySpec::may("value", ValueSpec::Id, "The value that was chosen.")], LABEL],
        },
        KindSpec {
            name: "select_multiple",
            about: "Any number of several choices.",
            keys: &[VALUES],
        },
        KindSpec {
            name: "rank",
            about: "Choices put in order, all or the first few.",
            keys: &[VALUES],
        },
        KindSpec {
            name: "matrix",
            about: "One answer in each of several rows, all with the same columns.",
            keys: &[&[KeySpec::must(
                "rows",
                ValueSpec::List(&ValueSpec::Map(&ROW)),
                "The answers, row by row.",
            )]],
        },
    ],
    ..MapSpec::named("answer")
};

static ROW: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must("row", ValueSpec::Id, "Its value in the question set."),
        KeySpec::may("number", ValueSpec::Text, "The printed number."),
        KeySpec::may("group", ValueSpec::Text, "The heading of its group."),
        KeySpec::must("text", ValueSpec::Text, "The label of the row."),
        KeySpec::must(
            "state",
            ValueSpec::Word(&names(&STATES)),
            "Whether it was asked and answered.",
        ),
        KeySpec::may("value", ValueSpec::Id, "The value that was chosen."),
        KeySpec::may("label", ValueSpec::Text, "Its label, as the respondent read it."),
        KeySpec::may("off_scale", ValueSpec::Flag, "Whether the value is off the scale."),
        KeySpec::may("comment", ValueSpec::Text, "The comment on it."),
    ]],
    ..MapSpec::named("row")
};

static CHOSEN: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::may("rank", ValueSpec::Count(1, usize::MAX), "Its place in the order."),
        KeySpec::must("value", ValueSpec::Id, "The value that was chosen."),
        KeySpec::must("label", ValueSpec::Text, "Its label, as the respondent read it."),
        KeySpec::may("off_scale", ValueSpec::Flag, "Whether it is off the scale."),
        KeySpec::may("detail", ValueSpec::Text, "The contents of its “please specify” box."),
    ]],
    ..MapSpec::named("chosen value")
};

static LEFTOVER: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must("question", ValueSpec::Id, "The question that it answered."),
        KeySpec::may("text", ValueSpec::Text, "The text of the question, if it no longer exists."),
        KeySpec::may("row", ValueSpec::Id, "The row."),
        KeySpec::may("row_text", ValueSpec::Text, "The label of the row, if it no longer exists."),
        KeySpec::may(
            "field",
            ValueSpec::Word(&["comment", "detail"]),
            "The box that it was written in.",
        ),
        KeySpec::may("choice", ValueSpec::Id, "The choice that the box belongs to."),
        KeySpec::must("holds", ValueSpec::Text, "Its contents."),
        KeySpec::must("why", ValueSpec::Word(&names(&REASONS)), "The reason it is left out."),
    ]],
    ..MapSpec::named("thing left out")
};

const LABEL: &[KeySpec] = &[
    KeySpec::may("label", ValueSpec::Text, "Its label, as the respondent read it."),
    KeySpec::may("off_scale", ValueSpec::Flag, "Whether it is off the scale."),
    KeySpec::may("detail", ValueSpec::Text, "The contents of its “please specify” box."),
];

const VALUES: &[KeySpec] = &[KeySpec::may(
    "values",
    ValueSpec::List(&ONE_CHOSEN),
    "The chosen values; of a ranking, in order.",
)];

static ONE_CHOSEN: ValueSpec = ValueSpec::Map(&CHOSEN);
