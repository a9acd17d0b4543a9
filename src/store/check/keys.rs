//! The keys of everything in a question set: the one place that says what may stand where.

use crate::store::{
    document::consultation::{COUNTS, FORMAT, PROVENANCES, PURPOSES, STRING_FORMATS},
    shape::{Key, Thing, Variant, Wants, names},
};

/// Everything that has keys.
pub static THINGS: [&Thing; 14] = [
    &SET, &SECTION, &ITEM, &CHOICE, &COLUMN, &ROW, &COMMENT, &DETAIL, &CONDITION, &REFERENCE,
    &SOURCE, &CHANNEL, &PART_OF, &REVISION,
];

/// The question set itself.
pub static SET: Thing = Thing {
    keys: &[&[
        Key::must("format", Wants::Word(&[FORMAT])),
        Key::must("id", Wants::FileName),
        Key::must("version", Wants::Text),
        Key::must("title", Wants::Text),
        Key::must("publisher", Wants::Text),
        Key::may("opens", Wants::Day),
        Key::may("closes", Wants::Closing),
        Key::may("time_zone", Wants::TimeZone),
        Key::may("language", Wants::Language),
        Key::may("respond_via", Wants::List(&Wants::Thing(&CHANNEL))),
        Key::may("sources", Wants::List(&Wants::Thing(&SOURCE))),
        Key::may("introduction", Wants::Text),
        Key::may("choice_lists", Wants::Named(&CHOICES)),
        Key::may("defaults", Wants::Thing(&DEFAULTS)),
        Key::may("part_of", Wants::Thing(&PART_OF)),
        Key::may("follows", Wants::FileName),
        Key::may("changes", Wants::List(&Wants::Thing(&REVISION))),
        Key::must("sections", Wants::List(&Wants::Thing(&SECTION))),
    ]],
    ..Thing::named("question set")
};

static SECTION: Thing = Thing {
    keys: &[&[
        Key::must("id", Wants::Id),
        Key::must("title", Wants::Text),
        Key::may("introduction", Wants::Text),
        Key::may("enable_when", Wants::Thing(&CONDITION)),
        Key::must("items", Wants::List(&Wants::Thing(&ITEM))),
    ]],
    ..Thing::named("section")
};

/// A question, notice or group.
pub static ITEM: Thing = Thing {
    keys: &[&[
        Key::must("id", Wants::Id),
        Key::must("type", Wants::Kind),
        Key::must("text", Wants::Text),
        Key::may("number", Wants::Text),
        Key::may("guidance", Wants::Text),
        Key::may("references", REFERENCES),
        Key::may("provenance", Wants::Word(&names(&PROVENANCES))),
        Key::may("enable_when", Wants::Thing(&CONDITION)),
    ]],
    kinds: &[
        Variant {
            name: "string",
            keys: &[
                HINT,
                QUESTION,
                MAX_LENGTH,
                &[
                    Key::may("format", Wants::Word(&names(&STRING_FORMATS))),
                    Key::never("max_words", "limit it by `max_length`, or make it a `text`"),
                    Key::never("comment", "the answer is a text already"),
                ],
            ],
        },
        Variant {
            name: "text",
            keys: &[
                HINT,
                QUESTION,
                MAX_LENGTH,
                MAX_WORDS,
                &[Key::never("comment", "the answer is a text already")],
            ],
        },
        Variant {
            name: "integer",
            keys: &[
                HINT,
                QUESTION,
                COMMENTED,
                &[
                    Key::may("min", Wants::Whole),
                    Key::may("max", Wants::Whole),
                    Key::may("unit", Wants::Text),
                ],
            ],
        },
        Variant {
            name: "decimal",
            keys: &[
                HINT,
                QUESTION,
                COMMENTED,
                &[
                    Key::may("min", Wants::Number),
                    Key::may("max", Wants::Number),
                    Key::may("unit", Wants::Text),
                    Key::may("decimals", Wants::Count(0, 28)),
                ],
            ],
        },
        Variant {
            name: "date",
            keys: &[
                HINT,
                QUESTION,
                COMMENTED,
                &[Key::may("min", Wants::Day), Key::may("max", Wants::Day)],
            ],
        },
        Variant {
            name: "select_one",
            keys: &[HINT, QUESTION, COMMENTED, &[Key::must("choices", CHOICES_OR_NAME)]],
        },
        Variant {
            name: "select_multiple",
            keys: &[
                HINT,
                QUESTION,
                COMMENTED,
                &[
                    Key::must("choices", CHOICES_OR_NAME),
                    Key::may("min_selected", MANY),
                    Key::may("max_selected", MANY),
                ],
            ],
        },
        Variant {
            name: "rank",
            keys: &[
                HINT,
                QUESTION,
                COMMENTED,
                &[
                    Key::must("choices", CHOICES_OR_NAME),
                    Key::may("min_ranked", MANY),
                    Key::may("max_ranked", MANY),
                ],
            ],
        },
        Variant {
            name: "matrix",
            keys: &[
                HINT,
                QUESTION,
                COMMENTED,
                &[
                    Key::must("rows", Wants::List(&Wants::Thing(&ROW))),
                    Key::must("columns", Wants::List(&Wants::Thing(&COLUMN))),
                    Key::may("row_comment", Wants::TextOr(&COMMENT)),
                    Key::never("select", "several answers in a row cannot be asked for yet"),
                    Key::never("choices", "what can be chosen in each row is its `columns`"),
                ],
            ],
        },
        Variant {
            name: "group",
            keys: &[
                HINT,
                &[
                    Key::must("items", Wants::List(&Wants::Thing(&ITEM))),
                    Key::never("required", "say it of the parts"),
                    Key::never("comment", "put a `text` among the parts"),
                ],
            ],
        },
        Variant {
            name: "display",
            keys: &[&[
                Key::never("hint", "put it into the `text`"),
                Key::never("required", "a notice is not answered"),
                Key::never("comment", "a notice is not answered; put a `text` after it"),
            ]],
        },
    ],
    ..Thing::named("question")
};

const HINT: &[Key] = &[Key::may("hint", Wants::Text)];

/// What every question may have, besides what every item may.
const QUESTION: &[Key] = &[
    Key::may("required", Wants::Flag),
    Key::may("required_message", Wants::Text),
    Key::may("purpose", Wants::Word(&names(&PURPOSES))),
    Key::may("allow_no_comment", Wants::Flag),
];

const COMMENTED: &[Key] = &[Key::may("comment", Wants::TextOr(&COMMENT))];

const MAX_WORDS: &[Key] = &[Key::may("max_words", MANY)];

const MAX_LENGTH: &[Key] =
    &[Key::may("max_length", MANY), Key::may("count_as", Wants::Word(&names(&COUNTS)))];

/// What choices and columns have in common.
const OPTION: &[Key] = &[
    Key::must("value", Wants::Id),
    Key::must("label", Wants::Text),
    Key::may("number", Wants::Text),
    Key::may("hint", Wants::Text),
    Key::may("enable_when", Wants::Thing(&CONDITION)),
    Key::may("off_scale", Wants::Flag),
];

const MANY: Wants = Wants::Count(1, usize::MAX);
const REFERENCES: Wants = Wants::List(&Wants::Thing(&REFERENCE));
const CHOICES: Wants = Wants::List(&Wants::Thing(&CHOICE));
const CHOICES_OR_NAME: Wants = Wants::ListOrName(&Wants::Thing(&CHOICE));

static CHOICE: Thing = Thing {
    keys: &[
        OPTION,
        &[Key::may("exclusive", Wants::Flag), Key::may("detail", Wants::TextOr(&DETAIL))],
    ],
    ..Thing::named("choice")
};

static COLUMN: Thing = Thing { keys: &[OPTION], ..Thing::named("column") };

static ROW: Thing = Thing {
    keys: &[&[
        Key::must("value", Wants::Id),
        Key::must("label", Wants::Text),
        Key::may("number", Wants::Text),
        Key::may("group", Wants::Text),
        Key::may("note", Wants::Text),
        Key::may("hint", Wants::Text),
        Key::may("references", REFERENCES),
        Key::may("required", Wants::Flag),
        Key::may("enable_when", Wants::Thing(&CONDITION)),
    ]],
    ..Thing::named("row")
};

static COMMENT: Thing = Thing {
    keys: &[
        MAX_WORDS,
        MAX_LENGTH,
        &[
            Key::must("text", Wants::Text),
            Key::may("hint", Wants::Text),
            Key::may("required", Wants::Flag),
            Key::may("required_when", Wants::Values),
            Key::may("required_message", Wants::Text),
        ],
    ],
    ..Thing::named("comment")
};

static DETAIL: Thing = Thing {
    keys: &[
        MAX_WORDS,
        MAX_LENGTH,
        &[Key::must("text", Wants::Text), Key::may("required", Wants::Flag)],
    ],
    ..Thing::named("detail")
};

/// What `enable_when` says, and what stands in it. Which of its keys go together is checked apart.
static CONDITION: Thing = Thing {
    keys: &[&[
        Key::may("all", Wants::List(&Wants::Thing(&CONDITION))),
        Key::may("any", Wants::List(&Wants::Thing(&CONDITION))),
        Key::may("not", Wants::Thing(&CONDITION)),
        Key::may("question", Wants::Text),
        Key::may("row", Wants::Text),
        Key::may("equals", Wants::Operand),
        Key::may("not_equals", Wants::Operand),
        Key::may("includes", Wants::Operand),
        Key::may("greater_than", Wants::Operand),
        Key::may("at_least", Wants::Operand),
        Key::may("less_than", Wants::Operand),
        Key::may("at_most", Wants::Operand),
        Key::may("answered", Wants::Flag),
    ]],
    not_a_list: Some("put the list under `all:`, or under `any:`"),
    ..Thing::named("condition")
};

static REFERENCE: Thing = Thing {
    keys: &[&[
        Key::must("source", Wants::Text),
        Key::may("at", Wants::Text),
        Key::may("quote", Wants::Text),
    ]],
    ..Thing::named("reference")
};

static SOURCE: Thing = Thing {
    keys: &[&[
        Key::must("id", Wants::Id),
        Key::must("title", Wants::Text),
        Key::may("url", Wants::Text),
    ]],
    ..Thing::named("source")
};

static CHANNEL: Thing = Thing {
    keys: &[&[Key::must("kind", Wants::Kind), Key::may("note", Wants::Text)]],
    kinds: &[
        Variant { name: "email", keys: &[&[Key::must("address", Wants::Text)]] },
        Variant { name: "online", keys: &[&[Key::must("url", Wants::Text)]] },
        Variant { name: "post", keys: &[&[Key::must("address", Wants::Text)]] },
        Variant { name: "telephone", keys: &[&[Key::must("number", Wants::Text)]] },
    ],
    ..Thing::named("way to respond")
};

static DEFAULTS: Thing = Thing { keys: &[MAX_WORDS], ..Thing::named("set of defaults") };

static PART_OF: Thing = Thing {
    keys: &[&[Key::must("id", Wants::FileName), Key::must("title", Wants::Text)]],
    ..Thing::named("larger exercise")
};

static REVISION: Thing = Thing {
    keys: &[&[
        Key::must("version", Wants::Text),
        Key::may("date", Wants::Day),
        Key::must("text", Wants::Text),
    ]],
    ..Thing::named("change")
};
