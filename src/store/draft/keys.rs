//! The keys of drafts: the one table of what is allowed where.

use crate::store::{
    document::response::{DRAFT_FORMAT, FIELDS, FORMAT, KEY_QUESTIONS, STAGES, STATUSES},
    spec::{KeySpec, MapSpec, ValueSpec},
};

/// Every map in a draft.
pub(in crate::store) static THINGS: [&MapSpec; 12] = [
    &DRAFT,
    &CONSULTATION,
    &POSITION,
    &SECTION,
    &ANSWER,
    &COLLIDING,
    &CHANGED,
    &EARLIER,
    &ROW,
    &SIGN_OFF,
    &SIGNED,
    &UNCONFIRMED,
];

/// The draft itself.
pub(in crate::store) static DRAFT: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must(
            "format",
            ValueSpec::Word(&[DRAFT_FORMAT, FORMAT]),
            "Says that this is a draft, or a response.",
        ),
        KeySpec::must(
            "consultation",
            ValueSpec::Map(&CONSULTATION),
            "The question set that it answers.",
        ),
        KeySpec::must("status", ValueSpec::Word(&STATUSES), "Its status."),
        KeySpec::must("started", ValueSpec::Time, "When it was started."),
        KeySpec::may(
            "updated",
            ValueSpec::Time,
            "When it was last changed; only in drafts of the first format.",
        ),
        KeySpec::may(
            "position",
            ValueSpec::Map(&POSITION),
            "Where the respondent left off; only in drafts of the first format.",
        ),
        KeySpec::may(
            "scope",
            ValueSpec::Word(&[KEY_QUESTIONS]),
            "The questions to go through; all by default.",
        ),
        KeySpec::may(
            "sections",
            ValueSpec::Entries(&ValueSpec::Map(&SECTION)),
            "The marks on sections, by their ids.",
        ),
        KeySpec::may(
            "answers",
            ValueSpec::Entries(&ValueSpec::Map(&ANSWER)),
            "The answers, by the ids of their questions.",
        ),
        KeySpec::may(
            "changed",
            ValueSpec::Entries(&ValueSpec::Map(&CHANGED)),
            "Who changed each answer last, and when, by the ids of their questions.",
        ),
        KeySpec::may(
            "sign_off",
            ValueSpec::Map(&SIGN_OFF),
            "Who takes responsibility for the response.",
        ),
        KeySpec::may(
            "signed",
            ValueSpec::Map(&SIGNED),
            "What exactly was signed off, to tell which answers have changed since.",
        ),
        KeySpec::may(
            "unconfirmed_sign_off",
            ValueSpec::Map(&UNCONFIRMED),
            "The unconfirmed contents of the sign-off form.",
        ),
        KeySpec::may(
            "copied",
            ValueSpec::List(&ValueSpec::Words),
            "The answers that have been copied into a website, each with a digest of its text.",
        ),
    ]],
    ..MapSpec::named("draft")
};

static CONSULTATION: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must("id", ValueSpec::FileName, "The `id` of the question set."),
        KeySpec::must("version", ValueSpec::Words, "Its version."),
        KeySpec::must("digest", ValueSpec::Words, "The digest of the question set."),
    ]],
    ..MapSpec::named("consultation")
};

static POSITION: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must("question", ValueSpec::Id, "The question."),
        KeySpec::may("row", ValueSpec::Id, "The row of a matrix."),
        KeySpec::may("field", ValueSpec::Word(&FIELDS), "The box; the answer itself by default."),
        KeySpec::may("choice", ValueSpec::Id, "The choice that the detail belongs to."),
        KeySpec::may(
            "cursor",
            ValueSpec::Count(0, usize::MAX),
            "The position of the cursor in a text.",
        ),
    ]],
    ..MapSpec::named("position")
};

static SECTION: MapSpec = MapSpec {
    keys: &[&[KeySpec::must(
        "completed",
        ValueSpec::Flag,
        "Whether the section was marked as completed.",
    )]],
    ..MapSpec::named("section")
};

/// What an answer says.
static SAID: [KeySpec; 10] = [
    KeySpec::may("value", ValueSpec::WordsOrList, "The answer; a list for ticks and rankings."),
    KeySpec::may(
        "aside",
        ValueSpec::List(&ValueSpec::Words),
        "Ticks that “none of these” has set aside.",
    ),
    KeySpec::may(
        "details",
        ValueSpec::Entries(&ValueSpec::Words),
        "The details, by the values of the choices.",
    ),
    KeySpec::may(
        "rows",
        ValueSpec::Entries(&ValueSpec::Map(&ROW)),
        "The answers of a matrix, by the values of its rows.",
    ),
    KeySpec::may("comment", ValueSpec::Words, "The comment."),
    KeySpec::may("no_comment", ValueSpec::Flag, "Whether “no comment” is the answer."),
    KeySpec::may("note", ValueSpec::Words, "A note between colleagues. Never in a final response."),
    KeySpec::may("stage", ValueSpec::Word(&STAGES), "How far colleagues have agreed on it."),
    KeySpec::may("read_again", ValueSpec::Flag, "Whether the question has changed since."),
    KeySpec::may("earlier", ValueSpec::Map(&EARLIER), "The wording that it was given to."),
];

static CHANGED: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must("at", ValueSpec::Time, "When."),
        KeySpec::may("by", ValueSpec::Words, "The name of the person."),
    ]],
    ..MapSpec::named("last change")
};

static ANSWER: MapSpec = MapSpec {
    keys: &[
        &SAID,
        &[KeySpec::may(
            "collides",
            ValueSpec::List(&ValueSpec::Map(&COLLIDING)),
            "The other versions of this answer, until somebody settles it.",
        )],
    ],
    ..MapSpec::named("answer")
};

static COLLIDING: MapSpec = MapSpec { keys: &[&SAID], ..MapSpec::named("version that collides") };

static EARLIER: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::may("text", ValueSpec::Words, "The text of the question."),
        KeySpec::may("hint", ValueSpec::Words, "Its hint."),
        KeySpec::may(
            "labels",
            ValueSpec::Entries(&ValueSpec::Words),
            "The labels of choices and columns, by their values.",
        ),
        KeySpec::may(
            "rows",
            ValueSpec::Entries(&ValueSpec::Words),
            "The labels of rows, by their values.",
        ),
    ]],
    ..MapSpec::named("earlier wording")
};

static ROW: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::may("value", ValueSpec::Words, "The answer."),
        KeySpec::may("comment", ValueSpec::Words, "The comment."),
        KeySpec::may("no_comment", ValueSpec::Flag, "Whether “no comment” is the answer."),
    ]],
    ..MapSpec::named("row")
};

static SIGN_OFF: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must("name", ValueSpec::Words, "Who signed it off."),
        KeySpec::must("role", ValueSpec::Words, "Their role."),
        KeySpec::must("authority", ValueSpec::Words, "Their authority, such as a minute."),
        KeySpec::must("date", ValueSpec::Day, "When."),
    ]],
    ..MapSpec::named("sign-off")
};

static SIGNED: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::must("at", ValueSpec::Time, "When it was signed off."),
        KeySpec::must("set", ValueSpec::Words, "The digest of the question set at the time."),
        KeySpec::may(
            "answers",
            ValueSpec::Entries(&ValueSpec::Words),
            "A digest of each question and its answer, by the ids of the questions.",
        ),
    ]],
    ..MapSpec::named("signed answers")
};

static UNCONFIRMED: MapSpec = MapSpec {
    keys: &[&[
        KeySpec::may("name", ValueSpec::Words, "Who will sign."),
        KeySpec::may("role", ValueSpec::Words, "Their role."),
        KeySpec::may("authority", ValueSpec::Words, "Their authority."),
        KeySpec::may("date", ValueSpec::Words, "The date, as typed."),
    ]],
    ..MapSpec::named("unconfirmed sign-off")
};
