//! The keys of everything in a question set: the one place that says what may stand where.

use crate::store::{
    document::consultation::{COUNTS, FORMAT, PROVENANCES, PURPOSES, STRING_FORMATS},
    shape::{Key, Thing, Variant, Wants, names},
};

/// Everything that has keys.
pub static THINGS: [&Thing; 15] = [
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
];

/// The question set itself.
pub static SET: Thing = Thing {
    keys: &[&[
        Key::must(
            "format",
            Wants::Word(&[FORMAT]),
            "Says that this is a question set, and of which kind.",
        ),
        Key::must(
            "id",
            Wants::FileName,
            "Names the set; drafts are called after it. Lower case letters, digits, `-` and `_`.",
        ),
        Key::must(
            "version",
            Wants::Text,
            "The version of the set. Any text; raise it when you change a published set.",
        ),
        Key::must("title", Wants::Text, "What the consultation is called."),
        Key::must("publisher", Wants::Text, "Who asks."),
        Key::may("opens", Wants::Day, "The first day, such as `2014-04-17`."),
        Key::may(
            "closes",
            Wants::Closing,
            "The last day, or the moment with its offset: `2014-05-30T17:00:00+01:00`. Nothing \
             is blocked after it.",
        ),
        Key::may(
            "time_zone",
            Wants::TimeZone,
            "Where the days begin and end. `Europe/London`, unless said otherwise.",
        ),
        Key::may(
            "language",
            Wants::Language,
            "The language of the set's texts. `en-GB`, unless said otherwise.",
        ),
        Key::may(
            "respond_via",
            Wants::List(&Wants::Thing(&CHANNEL)),
            "The ways to send a response.",
        ),
        Key::may(
            "sources",
            Wants::List(&Wants::Thing(&SOURCE)),
            "The documents that questions refer to.",
        ),
        Key::may(
            "introduction",
            Wants::Markdown,
            "What respondents read before the first question.",
        ),
        Key::may(
            "choice_lists",
            Wants::Named(&CHOICES),
            "Lists of choices, each under its name, for questions to share.",
        ),
        Key::may(
            "defaults",
            Wants::Thing(&DEFAULTS),
            "What holds for every text that does not say otherwise.",
        ),
        Key::may(
            "part_of",
            Wants::Thing(&PART_OF),
            "The larger exercise that several sets belong to.",
        ),
        Key::may("follows", Wants::FileName, "The `id` of the set of an earlier round."),
        Key::may(
            "changes",
            Wants::List(&Wants::Thing(&REVISION)),
            "What is new in which version, told to respondents.",
        ),
        Key::may(
            "contradictions",
            Wants::List(&Wants::Thing(&CONTRADICTION)),
            "Answers that cannot both be meant. They are pointed out, and never hold anybody up.",
        ),
        Key::must("sections", Wants::List(&Wants::Thing(&SECTION)), "The sections, in order."),
    ]],
    ..Thing::named("question set")
};

static SECTION: Thing = Thing {
    keys: &[&[
        Key::must("id", Wants::Id, "Names the section, within the set."),
        Key::must("title", Wants::Text, "Its heading."),
        Key::may(
            "introduction",
            Wants::Markdown,
            "What respondents read before its first question.",
        ),
        Key::may(
            "enable_when",
            Wants::Thing(&CONDITION),
            "When the section is asked. Looks at questions of earlier sections.",
        ),
        Key::must(
            "items",
            Wants::List(&Wants::Thing(&ITEM)),
            "Its questions, notices and groups, in order; each is a page.",
        ),
    ]],
    ..Thing::named("section")
};

/// A question, notice or group.
pub static ITEM: Thing = Thing {
    keys: &[&[
        Key::must(
            "id",
            Wants::Id,
            "Names the question, within the set. Keep it when you reword the question; never use \
             it for another.",
        ),
        Key::must("type", Wants::Kind, "What kind of question, or what else, it is."),
        Key::may(
            "number",
            Wants::Text,
            "The number as it is printed: `7a`. Gaps and any order are fine.",
        ),
        Key::may("guidance", Wants::Markdown, "Longer help, opened on demand. Nothing essential."),
        Key::may("references", REFERENCES, "Where the sources speak of it."),
        Key::may(
            "provenance",
            Wants::Word(&names(&PROVENANCES)),
            "Whose words these are. Respondents are told.",
        ),
        Key::may(
            "enable_when",
            Wants::Thing(&CONDITION),
            "When it is asked. Looks at questions that stand before it.",
        ),
    ]],
    kinds: &[
        Variant {
            name: "string",
            about: "One line.",
            keys: &[
                TEXT,
                HINT,
                QUESTION,
                MAX_LENGTH,
                &[
                    Key::may(
                        "format",
                        Wants::Word(&names(&STRING_FORMATS)),
                        "What the line should look like.",
                    ),
                    Key::never("max_words", "limit it by `max_length`, or make it a `text`"),
                    Key::never("comment", "the answer is a text already"),
                ],
            ],
        },
        Variant {
            name: "text",
            about: "A long text.",
            keys: &[
                TEXT,
                HINT,
                QUESTION,
                MAX_LENGTH,
                MAX_WORDS,
                &[Key::never("comment", "the answer is a text already")],
            ],
        },
        Variant {
            name: "integer",
            about: "A whole number.",
            keys: &[
                TEXT,
                HINT,
                QUESTION,
                COMMENTED,
                &[
                    Key::may("min", Wants::Whole, "The least that is allowed."),
                    Key::may("max", Wants::Whole, "The most that is allowed."),
                    Key::may("unit", Wants::Text, "What is counted: `years`, `£`, `%`."),
                ],
            ],
        },
        Variant {
            name: "decimal",
            about: "A number with decimals, kept exactly.",
            keys: &[
                TEXT,
                HINT,
                QUESTION,
                COMMENTED,
                &[
                    Key::may("min", Wants::Number, "The least that is allowed."),
                    Key::may("max", Wants::Number, "The most that is allowed."),
                    Key::may("unit", Wants::Text, "What is counted: `years`, `£`, `%`."),
                    Key::may(
                        "decimals",
                        Wants::Count(0, 28),
                        "How many digits there may be after the point.",
                    ),
                ],
            ],
        },
        Variant {
            name: "date",
            about: "A day.",
            keys: &[
                TEXT,
                HINT,
                QUESTION,
                COMMENTED,
                &[
                    Key::may("min", Wants::Day, "The first day that is allowed."),
                    Key::may("max", Wants::Day, "The last day that is allowed."),
                ],
            ],
        },
        Variant {
            name: "select_one",
            about: "One of several choices.",
            keys: &[
                TEXT,
                HINT,
                QUESTION,
                COMMENTED,
                &[Key::must(
                    "choices",
                    CHOICES_OR_NAME,
                    "What there is to choose from: a list, or the name of one of the \
                     `choice_lists`.",
                )],
            ],
        },
        Variant {
            name: "select_multiple",
            about: "Any number of several choices.",
            keys: &[
                TEXT,
                HINT,
                QUESTION,
                COMMENTED,
                &[
                    Key::must(
                        "choices",
                        CHOICES_OR_NAME,
                        "What there is to choose from: a list, or the name of one of the \
                         `choice_lists`.",
                    ),
                    Key::may("min_selected", MANY, "The fewest to tick, if any."),
                    Key::may("max_selected", MANY, "The most to tick."),
                ],
            ],
        },
        Variant {
            name: "rank",
            about: "Choices put in order, all or the first few.",
            keys: &[
                TEXT,
                HINT,
                QUESTION,
                COMMENTED,
                &[
                    Key::must(
                        "choices",
                        CHOICES_OR_NAME,
                        "What is to be put in order: a list, or the name of one of the \
                         `choice_lists`.",
                    ),
                    Key::may("min_ranked", MANY, "The fewest to put in order, if any."),
                    Key::may("max_ranked", MANY, "The most to put in order."),
                ],
            ],
        },
        Variant {
            name: "matrix",
            about: "One answer in each of several rows, all with the same columns.",
            keys: &[
                TEXT,
                HINT,
                QUESTION,
                COMMENTED,
                &[
                    Key::must(
                        "rows",
                        Wants::List(&Wants::Thing(&ROW)),
                        "What is asked about, row by row.",
                    ),
                    Key::must(
                        "columns",
                        Wants::List(&Wants::Thing(&COLUMN)),
                        "What can be answered in each row; two to nine.",
                    ),
                    Key::may(
                        "row_comment",
                        Wants::TextOr(&COMMENT),
                        "A box for a comment in each row; in short, its text.",
                    ),
                    Key::never("select", "several answers in a row cannot be asked for yet"),
                    Key::never("choices", "what can be chosen in each row is its `columns`"),
                ],
            ],
        },
        Variant {
            name: "group",
            about: "Several parts on one page.",
            keys: &[
                TEXT,
                HINT,
                &[
                    KEY_QUESTION,
                    Key::must(
                        "items",
                        Wants::List(&Wants::Thing(&ITEM)),
                        "The parts: questions and notices on one page.",
                    ),
                    Key::never("required", "say it of the parts"),
                    Key::never("comment", "put a `text` among the parts"),
                ],
            ],
        },
        Variant {
            name: "display",
            about: "Something to read, without an answer.",
            keys: &[&[
                Key::must("text", Wants::Markdown, "What there is to read."),
                Key::never("hint", "put it into the `text`"),
                Key::never("key_question", "a notice is not answered"),
                Key::never("required", "a notice is not answered"),
                Key::never("comment", "a notice is not answered; put a `text` after it"),
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
    ..Thing::named("question")
};

const TEXT: &[Key] = &[Key::must("text", Wants::Text, "The question as it is put.")];

const HINT: &[Key] = &[Key::may("hint", Wants::Text, "One short line under the text.")];

/// What every question and group may have, besides what every item may.
const KEY_QUESTION: Key = Key::may(
    "key_question",
    Wants::Flag,
    "Whether it is one of the questions that the consultation turns on. Respondents can answer \
     those first, or only those.",
);

/// What every question may have, besides what every item may.
const QUESTION: &[Key] = &[
    KEY_QUESTION,
    Key::may("required", Wants::Flag, "Whether a final response must answer it."),
    Key::may(
        "required_message",
        Wants::Text,
        "What to say when it is missing, instead of the program's own words.",
    ),
    Key::may(
        "purpose",
        Wants::Word(&names(&PURPOSES)),
        "Which of the respondent's details it asks for. Each at most once in a set.",
    ),
    Key::may(
        "allow_no_comment",
        Wants::Flag,
        "Whether “no comment” is an answer. It is, unless you say `false`.",
    ),
];

const COMMENTED: &[Key] = &[Key::may(
    "comment",
    Wants::TextOr(&COMMENT),
    "A box for a comment beside the answer; in short, its text.",
)];

const MAX_WORDS: &[Key] = &[Key::may("max_words", MANY, "The most words.")];

const MAX_LENGTH: &[Key] = &[
    Key::may("max_length", MANY, "The most characters."),
    Key::may(
        "count_as",
        Wants::Word(&names(&COUNTS)),
        "How the place where the response will be pasted counts characters: `utf16` as web pages \
         do, `crlf` with each line end as two.",
    ),
];

/// What choices and columns have in common.
const OPTION: &[Key] = &[
    Key::must(
        "value",
        Wants::Id,
        "What is kept in the draft, and what conditions name. Never use it for something else.",
    ),
    Key::must("label", Wants::Text, "What respondents read."),
    Key::may("number", Wants::Text, "The number as it is printed."),
    Key::may("hint", Wants::Text, "One short line."),
    Key::may(
        "enable_when",
        Wants::Thing(&CONDITION),
        "When it is offered. Looks at questions before this one.",
    ),
    Key::may(
        "off_scale",
        Wants::Flag,
        "Whether it is off the scale, like “Don't know”: shown and counted apart.",
    ),
];

const MANY: Wants = Wants::Count(1, usize::MAX);
const REFERENCES: Wants = Wants::List(&Wants::Thing(&REFERENCE));
const CHOICES: Wants = Wants::List(&Wants::Thing(&CHOICE));
const CHOICES_OR_NAME: Wants = Wants::ListOrName(&Wants::Thing(&CHOICE));

static CHOICE: Thing = Thing {
    keys: &[
        OPTION,
        &[
            Key::may(
                "exclusive",
                Wants::Flag,
                "Whether it stands alone, like “None of these”: choosing it puts the others aside.",
            ),
            Key::may(
                "detail",
                Wants::TextOr(&DETAIL),
                "A “please specify” box; in short, its text.",
            ),
        ],
    ],
    example: Some("{value: parks, label: Parks}"),
    ..Thing::named("choice")
};

static COLUMN: Thing = Thing {
    keys: &[OPTION],
    example: Some("{value: agree, label: Agree}"),
    ..Thing::named("column")
};

static ROW: Thing = Thing {
    keys: &[&[
        Key::must(
            "value",
            Wants::Id,
            "What is kept in the draft, and what conditions name. Never use it for something else.",
        ),
        Key::must("label", Wants::Text, "What respondents read."),
        Key::may("number", Wants::Text, "The number as it is printed."),
        Key::may(
            "group",
            Wants::Text,
            "The heading that the row stands under. Rows of one group stand together.",
        ),
        Key::may("note", Wants::Markdown, "Something to know about the row."),
        Key::may("hint", Wants::Text, "One short line."),
        Key::may("references", REFERENCES, "Where the sources speak of it."),
        Key::may(
            "required",
            Wants::Flag,
            "Whether the row must be answered, where that differs from the question.",
        ),
        Key::may(
            "enable_when",
            Wants::Thing(&CONDITION),
            "When the row is asked. Looks at questions before this one.",
        ),
    ]],
    example: Some("{value: parks, label: Parks}"),
    ..Thing::named("row")
};

/// A box for a comment.
pub static COMMENT: Thing = Thing {
    keys: &[
        MAX_WORDS,
        MAX_LENGTH,
        &[
            Key::must("text", Wants::Text, "What the box asks."),
            Key::may("hint", Wants::Text, "One short line."),
            Key::may(
                "required",
                Wants::Flag,
                "Whether it must be filled in once its question, or row, is answered.",
            ),
            Key::may(
                "required_when",
                Wants::Values,
                "The values that call for it, when one of them is chosen.",
            ),
            Key::may(
                "required_message",
                Wants::Text,
                "What to say when it is missing, instead of the program's own words.",
            ),
        ],
    ],
    ..Thing::named("comment")
};

static DETAIL: Thing = Thing {
    keys: &[
        MAX_WORDS,
        MAX_LENGTH,
        &[
            Key::must("text", Wants::Text, "What the box asks."),
            Key::may(
                "required",
                Wants::Flag,
                "Whether it must be filled in when its choice is chosen.",
            ),
        ],
    ],
    ..Thing::named("detail")
};

/// What `enable_when` and `when` say, and what stands in it. Which of its keys go together is checked apart.
pub static CONDITION: Thing = Thing {
    keys: &[&[
        Key::may("all", Wants::List(&Wants::Thing(&CONDITION)), "Conditions that must all hold."),
        Key::may(
            "any",
            Wants::List(&Wants::Thing(&CONDITION)),
            "Conditions of which one must hold.",
        ),
        Key::may("not", Wants::Thing(&CONDITION), "A condition that must not hold."),
        Key::may("question", Wants::Text, "The `id` of the question that is looked at."),
        Key::may("row", Wants::Text, "The `value` of the row that is looked at, in a matrix."),
        Key::may("equals", Wants::Operand, "The answer is this, or one of these."),
        Key::may(
            "not_equals",
            Wants::Operand,
            "There is an answer, and it is not this, or none of these.",
        ),
        Key::may(
            "includes",
            Wants::Operand,
            "At least one of these is ticked, ranked, or in some row.",
        ),
        Key::may("greater_than", Wants::Operand, "The number or day is beyond this."),
        Key::may("at_least", Wants::Operand, "The number or day is this, or beyond."),
        Key::may("less_than", Wants::Operand, "The number or day is before this."),
        Key::may("at_most", Wants::Operand, "The number or day is this, or before."),
        Key::may("answered", Wants::Flag, "Whether there is an answer at all."),
    ]],
    example: Some("{question: parks, equals: agree}"),
    not_a_list: Some("put the list under `all:`, or under `any:`"),
    ..Thing::named("condition")
};

static REFERENCE: Thing = Thing {
    keys: &[&[
        Key::must("source", Wants::Text, "The `id` of one of the `sources`."),
        Key::may("at", Wants::Text, "Where in it: `para 3.3`."),
        Key::may("quote", Wants::Markdown, "What it says there, in its own words."),
    ]],
    example: Some("{source: paper, at: para 3}"),
    ..Thing::named("reference")
};

static SOURCE: Thing = Thing {
    keys: &[&[
        Key::must("id", Wants::Id, "Names the source, for `references`."),
        Key::must("title", Wants::Text, "What it is called."),
        Key::may("url", Wants::Text, "Where it can be read."),
    ]],
    example: Some("{id: paper, title: The paper}"),
    ..Thing::named("source")
};

static CHANNEL: Thing = Thing {
    keys: &[&[
        Key::must("kind", Wants::Kind, "What kind of way it is."),
        Key::may("note", Wants::Markdown, "What else to know about it."),
    ]],
    kinds: &[
        Variant {
            name: "email",
            about: "By e-mail.",
            keys: &[&[Key::must("address", Wants::Text, "The e-mail address.")]],
        },
        Variant {
            name: "online",
            about: "On a web page.",
            keys: &[&[Key::must("url", Wants::Text, "The address of the page.")]],
        },
        Variant {
            name: "post",
            about: "By post.",
            keys: &[&[Key::must("address", Wants::Text, "The postal address.")]],
        },
        Variant {
            name: "telephone",
            about: "By telephone.",
            keys: &[&[Key::must("number", Wants::Text, "The telephone number.")]],
        },
    ],
    example: Some("{kind: email, address: parks@example.org}"),
    ..Thing::named("way to respond")
};

static DEFAULTS: Thing = Thing { keys: &[MAX_WORDS], ..Thing::named("set of defaults") };

static PART_OF: Thing = Thing {
    keys: &[&[
        Key::must("id", Wants::FileName, "The same in all sets that belong together."),
        Key::must("title", Wants::Text, "What the exercise is called."),
    ]],
    ..Thing::named("larger exercise")
};

static REVISION: Thing = Thing {
    keys: &[&[
        Key::must("version", Wants::Text, "The `version` that brought the change."),
        Key::may("date", Wants::Day, "When."),
        Key::must("text", Wants::Text, "What respondents should know."),
    ]],
    example: Some("{version: \"2\", text: Question 3 is new.}"),
    ..Thing::named("change")
};

static CONTRADICTION: Thing = Thing {
    keys: &[&[
        Key::must(
            "when",
            Wants::Thing(&CONDITION),
            "When it is there. Looks at two questions or more, anywhere in the set.",
        ),
        Key::must("message", Wants::Text, "What to say to respondents then."),
    ]],
    example: Some(
        "{when: {all: [{question: free, equals: \"yes\"}, {question: price, answered: true}]}, \
         message: You say it should be free. What is the price for?}",
    ),
    ..Thing::named("contradiction")
};
