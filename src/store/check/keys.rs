//! The keys of question sets: the one table of what is allowed where.

use crate::store::{
    document::consultation::{COUNTS, FORMAT, PROVENANCES, PURPOSES, STRING_FORMATS},
    spec::{KeySpec, KindSpec, MapSpec, ValueSpec, names},
};

/// Every map in a question set.
pub static THINGS: [&MapSpec; 18] = [
    &SET,
    &SECTION,
    &ITEM,
    &CHOICE,
    &COLUMN,
    &ROW,
    &COMMENT,
    &DETAIL,
    &CONDITION,
    &REFERENCE,
    &SOURCE,
    &CHANNEL,
    &PART_OF,
    &REVISION,
    &CONTRADICTION,
    &SIGN_OFF,
    &SIGNER,
    &OPTIONAL_FIELD,
];

/// The question set itself.
pub static SET: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must(
            "format",
            ValueSpec::Word(&[FORMAT]),
            "Says that this is a question set, and of which kind.",
        ),
        KeySpec::must(
            "id",
            ValueSpec::FileName,
            "Names the set; drafts are named after it. Lower case letters, digits, `-` and `_`.",
        ),
        KeySpec::must(
            "version",
            ValueSpec::Text,
            "The version of the set. Any text; raise it when you change a published set.",
        ),
        KeySpec::must("title", ValueSpec::Text, "The title of the consultation."),
        KeySpec::must("publisher", ValueSpec::Text, "The organisation that asks."),
        KeySpec::may("opens", ValueSpec::Day, "The first day, such as `2014-04-17`."),
        KeySpec::may(
            "closes",
            ValueSpec::Closing,
            "The last day, or the moment with its offset: `2014-05-30T17:00:00+01:00`. Nothing \
             is blocked after it.",
        ),
        KeySpec::may(
            "time_zone",
            ValueSpec::TimeZone,
            "The time zone of the days. `Europe/London` by default.",
        ),
        KeySpec::may(
            "language",
            ValueSpec::Language,
            "The language of the set's texts. `en-GB` by default.",
        ),
        KeySpec::may(
            "respond_via",
            ValueSpec::List(&ValueSpec::Map(&CHANNEL)),
            "The ways to send a response.",
        ),
        KeySpec::may(
            "sources",
            ValueSpec::List(&ValueSpec::Map(&SOURCE)),
            "The documents that questions refer to.",
        ),
        KeySpec::may(
            "introduction",
            ValueSpec::Markdown,
            "What respondents read before the first question.",
        ),
        KeySpec::may(
            "choice_lists",
            ValueSpec::Named(&CHOICES),
            "Lists of choices, each under its name, for questions to share.",
        ),
        KeySpec::may(
            "defaults",
            ValueSpec::Map(&DEFAULTS),
            "Defaults for every text that does not say otherwise.",
        ),
        KeySpec::may(
            "part_of",
            ValueSpec::Map(&PART_OF),
            "The larger exercise that several sets belong to.",
        ),
        KeySpec::may(
            "sign_off",
            ValueSpec::Map(&SIGN_OFF),
            "The wording of the sign-off page, for those who respond to this set.",
        ),
        KeySpec::may("follows", ValueSpec::FileName, "The `id` of the set of an earlier round."),
        KeySpec::may(
            "changes",
            ValueSpec::List(&ValueSpec::Map(&REVISION)),
            "What is new in each version, shown to respondents.",
        ),
        KeySpec::may(
            "contradictions",
            ValueSpec::List(&ValueSpec::Map(&CONTRADICTION)),
            "Answers that contradict each other. They are pointed out, and never block anyone.",
        ),
        KeySpec::must(
            "sections",
            ValueSpec::List(&ValueSpec::Map(&SECTION)),
            "The sections, in order.",
        ),
    ]],
    ..MapSpec::named("question set")
};

static SECTION: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must("id", ValueSpec::Id, "Names the section, within the set."),
        KeySpec::must("title", ValueSpec::Text, "Its heading."),
        KeySpec::may(
            "introduction",
            ValueSpec::Markdown,
            "What respondents read before its first question.",
        ),
        KeySpec::may(
            "enable_when",
            ValueSpec::Map(&CONDITION),
            "When the section is asked. Looks at questions of earlier sections.",
        ),
        KeySpec::may(
            "about_respondent",
            ValueSpec::Flag,
            "Whether all of it is about the respondent; what names nobody leaves it out.",
        ),
        KeySpec::must(
            "items",
            ValueSpec::List(&ValueSpec::Map(&ITEM)),
            "Its questions, notices and groups, in order; each is a page.",
        ),
    ]],
    ..MapSpec::named("section")
};

/// A question, notice or group.
pub static ITEM: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must(
            "id",
            ValueSpec::Id,
            "Names the question, within the set. Keep it when you reword the question; never use \
             it for another.",
        ),
        KeySpec::must("type", ValueSpec::Kind, "The kind of question, or `group` or `display`."),
        KeySpec::may(
            "number",
            ValueSpec::Text,
            "The number as it is printed: `7a`. Gaps and any order are fine.",
        ),
        KeySpec::may(
            "guidance",
            ValueSpec::Markdown,
            "Longer help, opened on demand. Nothing essential.",
        ),
        KeySpec::may("references", REFERENCES, "The places where the sources discuss it."),
        KeySpec::may(
            "provenance",
            ValueSpec::Word(&names(&PROVENANCES)),
            "The origin of the wording, shown to respondents.",
        ),
        KeySpec::may(
            "enable_when",
            ValueSpec::Map(&CONDITION),
            "When it is asked. Looks at earlier questions.",
        ),
    ]],
    kinds: &[
        KindSpec {
            name: "string",
            about: "One line.",
            keys: &[
                TEXT,
                HINT,
                QUESTION,
                MAX_LENGTH,
                &[
                    KeySpec::may(
                        "format",
                        ValueSpec::Word(&names(&STRING_FORMATS)),
                        "The format of the line.",
                    ),
                    KeySpec::never("max_words", "limit it by `max_length`, or make it a `text`"),
                    KeySpec::never("comment", "the answer is a text already"),
                ],
            ],
        },
        KindSpec {
            name: "text",
            about: "A long text.",
            keys: &[
                TEXT,
                HINT,
                QUESTION,
                MAX_LENGTH,
                MAX_WORDS,
                &[KeySpec::never("comment", "the answer is a text already")],
            ],
        },
        KindSpec {
            name: "integer",
            about: "A whole number.",
            keys: &[
                TEXT,
                HINT,
                QUESTION,
                COMMENTED,
                &[
                    KeySpec::may("min", ValueSpec::Whole, "The minimum."),
                    KeySpec::may("max", ValueSpec::Whole, "The maximum."),
                    KeySpec::may("unit", ValueSpec::Text, "The unit: `years`, `£`, `%`."),
                ],
            ],
        },
        KindSpec {
            name: "decimal",
            about: "A number with decimals, kept exactly.",
            keys: &[
                TEXT,
                HINT,
                QUESTION,
                COMMENTED,
                &[
                    KeySpec::may("min", ValueSpec::Number, "The minimum."),
                    KeySpec::may("max", ValueSpec::Number, "The maximum."),
                    KeySpec::may("unit", ValueSpec::Text, "The unit: `years`, `£`, `%`."),
                    KeySpec::may(
                        "decimals",
                        ValueSpec::Count(0, 28),
                        "The maximum number of digits after the point.",
                    ),
                ],
            ],
        },
        KindSpec {
            name: "date",
            about: "A date.",
            keys: &[
                TEXT,
                HINT,
                QUESTION,
                COMMENTED,
                &[
                    KeySpec::may("min", ValueSpec::Day, "The first date allowed."),
                    KeySpec::may("max", ValueSpec::Day, "The last date allowed."),
                ],
            ],
        },
        KindSpec {
            name: "select_one",
            about: "One of several choices.",
            keys: &[
                TEXT,
                HINT,
                QUESTION,
                COMMENTED,
                &[KeySpec::must(
                    "choices",
                    CHOICES_OR_NAME,
                    "What there is to choose from: a list, or the name of one of the \
                     `choice_lists`.",
                )],
            ],
        },
        KindSpec {
            name: "select_multiple",
            about: "Any number of several choices.",
            keys: &[
                TEXT,
                HINT,
                QUESTION,
                COMMENTED,
                &[
                    KeySpec::must(
                        "choices",
                        CHOICES_OR_NAME,
                        "What there is to choose from: a list, or the name of one of the \
                         `choice_lists`.",
                    ),
                    KeySpec::may("min_selected", MANY, "The fewest that must be ticked, if any."),
                    KeySpec::may("max_selected", MANY, "The most that may be ticked."),
                ],
            ],
        },
        KindSpec {
            name: "rank",
            about: "Choices put in order, all or the first few.",
            keys: &[
                TEXT,
                HINT,
                QUESTION,
                COMMENTED,
                &[
                    KeySpec::must(
                        "choices",
                        CHOICES_OR_NAME,
                        "What is to be put in order: a list, or the name of one of the \
                         `choice_lists`.",
                    ),
                    KeySpec::may("min_ranked", MANY, "The fewest that must be ranked, if any."),
                    KeySpec::may("max_ranked", MANY, "The most that may be ranked."),
                ],
            ],
        },
        KindSpec {
            name: "matrix",
            about: "One answer in each of several rows, all with the same columns.",
            keys: &[
                TEXT,
                HINT,
                QUESTION,
                COMMENTED,
                &[
                    KeySpec::must("rows", ValueSpec::List(&ValueSpec::Map(&ROW)), "The rows."),
                    KeySpec::must(
                        "columns",
                        ValueSpec::List(&ValueSpec::Map(&COLUMN)),
                        "The possible answers for each row; two to nine.",
                    ),
                    KeySpec::may(
                        "row_comment",
                        ValueSpec::TextOr(&COMMENT),
                        "A comment box in each row; in short, its text.",
                    ),
                    KeySpec::never("select", "several answers in a row cannot be asked for yet"),
                    KeySpec::never("choices", "what can be chosen in each row is its `columns`"),
                ],
            ],
        },
        KindSpec {
            name: "group",
            about: "Several parts on one page.",
            keys: &[
                TEXT,
                HINT,
                &[
                    KEY_QUESTION,
                    KeySpec::must(
                        "items",
                        ValueSpec::List(&ValueSpec::Map(&ITEM)),
                        "The parts: questions and notices on one page.",
                    ),
                    KeySpec::never("required", "put it in the parts"),
                    KeySpec::never("comment", "put a `text` among the parts"),
                ],
            ],
        },
        KindSpec {
            name: "display",
            about: "Something to read, without an answer.",
            keys: &[&[
                KeySpec::must("text", ValueSpec::Markdown, "The text to read."),
                KeySpec::never("hint", "put it in the `text`"),
                KeySpec::never("key_question", "a notice is not answered"),
                KeySpec::never("required", "a notice is not answered"),
                KeySpec::never("comment", "a notice is not answered; put a `text` after it"),
            ]],
        },
    ],
    also_called: &[
        ("short_text", "`string`"),
        ("line", "`string`"),
        ("email", "`string`, with `format: email`"),
        ("phone", "`string`, with `format: phone`"),
        ("postcode", "`string`, with `format: postcode`"),
        ("long_text", "`text`"),
        ("textarea", "`text`"),
        ("textbox", "`text`"),
        ("paragraph", "`text`"),
        ("number", "`integer` or `decimal`"),
        ("yes_no", "`select_one`"),
        ("boolean", "`select_one`"),
        ("radio", "`select_one`"),
        ("dropdown", "`select_one`"),
        ("single_choice", "`select_one`"),
        ("scale", "`select_one`"),
        ("likert", "`select_one` or, with rows, `matrix`"),
        ("checkbox", "`select_multiple`"),
        ("checkboxes", "`select_multiple`"),
        ("multiple_choice", "`select_one` or `select_multiple`"),
        ("multi_select", "`select_multiple`"),
        ("ranking", "`rank`"),
        ("grid", "`matrix`"),
        ("table", "`matrix`"),
        ("page", "`group`"),
        ("note", "`display`"),
        ("notice", "`display`"),
    ],
    ..MapSpec::named("question")
};

const TEXT: &[KeySpec] = &[KeySpec::must("text", ValueSpec::Text, "The text of the question.")];

const HINT: &[KeySpec] = &[KeySpec::may("hint", ValueSpec::Text, "One short line under the text.")];

/// Keys that every question and group may have, in addition to those of every item.
const KEY_QUESTION: KeySpec = KeySpec::may(
    "key_question",
    ValueSpec::Flag,
    "Whether it is one of the questions that the consultation turns on. Respondents can answer \
     those first, or only those.",
);

/// Keys that every question may have, in addition to those of every item.
const QUESTION: &[KeySpec] = &[
    KEY_QUESTION,
    KeySpec::may("required", ValueSpec::Flag, "Whether a final response must answer it."),
    KeySpec::may(
        "required_message",
        ValueSpec::Text,
        "The message to show when it is missing, in place of the default.",
    ),
    KeySpec::may(
        "purpose",
        ValueSpec::Word(&names(&PURPOSES)),
        "The detail of the respondent that it asks for. Each at most once in a set.",
    ),
    KeySpec::may(
        "allow_no_comment",
        ValueSpec::Flag,
        "Whether “no comment” is an answer. It is, unless you say `false`.",
    ),
];

const COMMENTED: &[KeySpec] = &[KeySpec::may(
    "comment",
    ValueSpec::TextOr(&COMMENT),
    "A comment box beside the answer; in short, its text.",
)];

const MAX_WORDS: &[KeySpec] = &[KeySpec::may("max_words", MANY, "The maximum number of words.")];

const MAX_LENGTH: &[KeySpec] = &[
    KeySpec::may("max_length", MANY, "The maximum number of characters."),
    KeySpec::may(
        "count_as",
        ValueSpec::Word(&names(&COUNTS)),
        "How the place where the response will be pasted counts characters: `utf16` as web pages \
         do, `crlf` with each line end as two.",
    ),
];

/// Keys shared by choices and columns.
const OPTION: &[KeySpec] = &[
    KeySpec::must(
        "value",
        ValueSpec::Id,
        "The value stored in drafts and named in conditions. Never reuse it for something else.",
    ),
    KeySpec::must("label", ValueSpec::Text, "The label that respondents read."),
    KeySpec::may("number", ValueSpec::Text, "The printed number."),
    KeySpec::may("hint", ValueSpec::Text, "One short line."),
    KeySpec::may(
        "enable_when",
        ValueSpec::Map(&CONDITION),
        "When it is offered. Looks at questions before this one.",
    ),
    KeySpec::may(
        "off_scale",
        ValueSpec::Flag,
        "Whether it is off the scale, like “Don't know”: shown and counted separately.",
    ),
];

const MANY: ValueSpec = ValueSpec::Count(1, usize::MAX);
const REFERENCES: ValueSpec = ValueSpec::List(&ValueSpec::Map(&REFERENCE));
const CHOICES: ValueSpec = ValueSpec::List(&ValueSpec::Map(&CHOICE));
const CHOICES_OR_NAME: ValueSpec = ValueSpec::ListOrName(&ValueSpec::Map(&CHOICE));

static CHOICE: MapSpec = MapSpec {
    keys: &[
        OPTION,
        &[
            KeySpec::may(
                "exclusive",
                ValueSpec::Flag,
                "Whether it excludes the others, like “None of these”: choosing it sets them aside.",
            ),
            KeySpec::may(
                "detail",
                ValueSpec::TextOr(&DETAIL),
                "A “please specify” box; in short, its text.",
            ),
        ],
    ],
    example: Some("{value: parks, label: Parks}"),
    ..MapSpec::named("choice")
};

static COLUMN: MapSpec = MapSpec {
    keys: &[OPTION],
    example: Some("{value: agree, label: Agree}"),
    ..MapSpec::named("column")
};

static ROW: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must(
            "value",
            ValueSpec::Id,
            "The value stored in drafts and named in conditions. Never reuse it for something else.",
        ),
        KeySpec::must("label", ValueSpec::Text, "The label that respondents read."),
        KeySpec::may("number", ValueSpec::Text, "The printed number."),
        KeySpec::may(
            "group",
            ValueSpec::Text,
            "The heading of the row's group. Rows of one group must be adjacent.",
        ),
        KeySpec::may("note", ValueSpec::Markdown, "A note about the row."),
        KeySpec::may("hint", ValueSpec::Text, "One short line."),
        KeySpec::may("references", REFERENCES, "The places where the sources discuss it."),
        KeySpec::may(
            "required",
            ValueSpec::Flag,
            "Whether the row must be answered, where that differs from the question.",
        ),
        KeySpec::may(
            "enable_when",
            ValueSpec::Map(&CONDITION),
            "When the row is asked. Looks at questions before this one.",
        ),
    ]],
    example: Some("{value: parks, label: Parks}"),
    ..MapSpec::named("row")
};

/// A comment box.
pub static COMMENT: MapSpec = MapSpec {
    keys: &[
        MAX_WORDS,
        MAX_LENGTH,
        &[
            KeySpec::must("text", ValueSpec::Text, "The prompt of the box."),
            KeySpec::may("hint", ValueSpec::Text, "One short line."),
            KeySpec::may(
                "required",
                ValueSpec::Flag,
                "Whether it must be filled in once its question, or row, is answered.",
            ),
            KeySpec::may(
                "required_when",
                ValueSpec::Values,
                "The values that require it, when one of them is chosen.",
            ),
            KeySpec::may(
                "required_message",
                ValueSpec::Text,
                "The message to show when it is missing, in place of the default.",
            ),
        ],
    ],
    ..MapSpec::named("comment")
};

static DETAIL: MapSpec = MapSpec {
    keys: &[
        MAX_WORDS,
        MAX_LENGTH,
        &[
            KeySpec::must("text", ValueSpec::Text, "The prompt of the box."),
            KeySpec::may(
                "required",
                ValueSpec::Flag,
                "Whether it must be filled in when its choice is chosen.",
            ),
        ],
    ],
    ..MapSpec::named("detail")
};

/// The keys of `enable_when` and `when`, and of nested conditions. Which of them go together is
/// checked elsewhere.
pub static CONDITION: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::may(
            "all",
            ValueSpec::List(&ValueSpec::Map(&CONDITION)),
            "Conditions that must all be true.",
        ),
        KeySpec::may(
            "any",
            ValueSpec::List(&ValueSpec::Map(&CONDITION)),
            "Conditions of which at least one must be true.",
        ),
        KeySpec::may("not", ValueSpec::Map(&CONDITION), "A condition that must be false."),
        KeySpec::may("question", ValueSpec::Text, "The `id` of the question to test."),
        KeySpec::may("row", ValueSpec::Text, "The `value` of the row to test, in a matrix."),
        KeySpec::may("equals", ValueSpec::Operand, "The answer is this, or one of these."),
        KeySpec::may(
            "not_equals",
            ValueSpec::Operand,
            "There is an answer, and it is not this, or none of these.",
        ),
        KeySpec::may(
            "includes",
            ValueSpec::Operand,
            "At least one of these is ticked, ranked, or in some row.",
        ),
        KeySpec::may(
            "greater_than",
            ValueSpec::Operand,
            "The number or date is greater or later than this.",
        ),
        KeySpec::may(
            "at_least",
            ValueSpec::Operand,
            "The number or date is this, or greater or later.",
        ),
        KeySpec::may(
            "less_than",
            ValueSpec::Operand,
            "The number or date is less or earlier than this.",
        ),
        KeySpec::may(
            "at_most",
            ValueSpec::Operand,
            "The number or date is this, or less or earlier.",
        ),
        KeySpec::may("answered", ValueSpec::Flag, "Whether there is an answer at all."),
    ]],
    example: Some("{question: parks, equals: agree}"),
    not_a_list: Some("put the list under `all:`, or under `any:`"),
    ..MapSpec::named("condition")
};

static REFERENCE: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must("source", ValueSpec::Text, "The `id` of one of the `sources`."),
        KeySpec::may("at", ValueSpec::Text, "The place in it: `para 3.3`."),
        KeySpec::may("quote", ValueSpec::Markdown, "What it says there, in its own words."),
    ]],
    example: Some("{source: paper, at: para 3}"),
    ..MapSpec::named("reference")
};

static SOURCE: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must("id", ValueSpec::Id, "Names the source, for `references`."),
        KeySpec::must("title", ValueSpec::Text, "The title of the document."),
        KeySpec::may("url", ValueSpec::Text, "The address where it can be read."),
    ]],
    example: Some("{id: paper, title: The paper}"),
    ..MapSpec::named("source")
};

static CHANNEL: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must("kind", ValueSpec::Kind, "The kind of channel."),
        KeySpec::may("note", ValueSpec::Markdown, "Anything else to know about it."),
    ]],
    kinds: &[
        KindSpec {
            name: "email",
            about: "By e-mail.",
            keys: &[&[KeySpec::must("address", ValueSpec::Text, "The e-mail address.")]],
        },
        KindSpec {
            name: "online",
            about: "On a web page.",
            keys: &[&[KeySpec::must("url", ValueSpec::Text, "The address of the page.")]],
        },
        KindSpec {
            name: "post",
            about: "By post.",
            keys: &[&[KeySpec::must("address", ValueSpec::Text, "The postal address.")]],
        },
        KindSpec {
            name: "telephone",
            about: "By telephone.",
            keys: &[&[KeySpec::must("number", ValueSpec::Text, "The telephone number.")]],
        },
    ],
    example: Some("{kind: email, address: parks@example.org}"),
    ..MapSpec::named("way to respond")
};

static DEFAULTS: MapSpec = MapSpec { keys: &[MAX_WORDS], ..MapSpec::named("set of defaults") };

static PART_OF: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must("id", ValueSpec::FileName, "The same in all sets that belong together."),
        KeySpec::must("title", ValueSpec::Text, "The title of the exercise."),
    ]],
    ..MapSpec::named("larger exercise")
};

static REVISION: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must("version", ValueSpec::Text, "The `version` that brought the change."),
        KeySpec::may("date", ValueSpec::Day, "When."),
        KeySpec::must("text", ValueSpec::Text, "What respondents should know."),
    ]],
    example: Some("{version: \"2\", text: Question 3 is new.}"),
    ..MapSpec::named("change")
};

static CONTRADICTION: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must(
            "when",
            ValueSpec::Map(&CONDITION),
            "When it applies. Looks at two or more questions, anywhere in the set.",
        ),
        KeySpec::must("message", ValueSpec::Text, "The message to respondents."),
    ]],
    example: Some(
        "{when: {all: [{question: free, equals: \"yes\"}, {question: price, answered: true}]}, \
         message: You say it should be free. What is the price for?}",
    ),
    ..MapSpec::named("contradiction")
};

static SIGN_OFF: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::may("title", ValueSpec::Text, "Its heading."),
        KeySpec::may("text", ValueSpec::Text, "The text above the form."),
        KeySpec::may("name", ValueSpec::Map(&SIGNER), "The field for the person who signs."),
        KeySpec::may("role", ValueSpec::Map(&OPTIONAL_FIELD), "The field for their role."),
        KeySpec::may(
            "authority",
            ValueSpec::Map(&OPTIONAL_FIELD),
            "The field for their authority, such as a minute or a delegated power.",
        ),
        KeySpec::may("date", ValueSpec::Map(&SIGNER), "The field for the date."),
        KeySpec::may(
            "declaration",
            ValueSpec::Text,
            "The declaration that they confirm by signing.",
        ),
    ]],
    ..MapSpec::named("sign-off page")
};

static SIGNER: MapSpec =
    MapSpec { keys: &[&[LABEL, HINT_BELOW]], ..MapSpec::named("field of the sign-off page") };

static OPTIONAL_FIELD: MapSpec = MapSpec {
    keys: &[&[
        LABEL,
        HINT_BELOW,
        KeySpec::may(
            "required",
            ValueSpec::Flag,
            "Whether it must be filled in. `false` by default.",
        ),
    ]],
    ..MapSpec::named("optional field of the sign-off page")
};

const LABEL: KeySpec = KeySpec::may("label", ValueSpec::Text, "The label above the field.");

const HINT_BELOW: KeySpec =
    KeySpec::may("hint", ValueSpec::Text, "One short line below the label.");
