//! The keys of everything in a draft: the one place that says what may stand where.

use crate::store::{
    document::response::{FIELDS, FORMAT, KEY_QUESTIONS, STAGES, STATUSES},
    shape::{Key, Thing, Wants},
};

/// Everything that has keys.
pub(in crate::store) static THINGS: [&Thing; 8] =
    [&DRAFT, &CONSULTATION, &POSITION, &SECTION, &ANSWER, &EARLIER, &ROW, &SIGN_OFF];

/// The draft itself.
pub(in crate::store) static DRAFT: Thing = Thing {
    keys: &[&[
        Key::must("format", Wants::Word(&[FORMAT]), "Says that this is a draft, or a response."),
        Key::must("consultation", Wants::Thing(&CONSULTATION), "The question set that it answers."),
        Key::must("status", Wants::Word(&STATUSES), "How far it is."),
        Key::must("started", Wants::Time, "When it was begun."),
        Key::must("updated", Wants::Time, "When it was last changed."),
        Key::may("position", Wants::Thing(&POSITION), "Where to go on."),
        Key::may(
            "scope",
            Wants::Word(&[KEY_QUESTIONS]),
            "Which questions to go through; all, without one.",
        ),
        Key::may(
            "sections",
            Wants::Entries(&Wants::Thing(&SECTION)),
            "What was said of sections, by their ids.",
        ),
        Key::may(
            "answers",
            Wants::Entries(&Wants::Thing(&ANSWER)),
            "The answers, by the ids of their questions.",
        ),
        Key::may("sign_off", Wants::Thing(&SIGN_OFF), "Who answers for the response."),
    ]],
    ..Thing::named("draft")
};

static CONSULTATION: Thing = Thing {
    keys: &[&[
        Key::must("id", Wants::FileName, "The `id` of the question set."),
        Key::must("version", Wants::Words, "Its version."),
        Key::must("digest", Wants::Words, "The digest over the question set."),
    ]],
    ..Thing::named("consultation")
};

static POSITION: Thing = Thing {
    keys: &[&[
        Key::must("question", Wants::Id, "The question."),
        Key::may("row", Wants::Id, "The row of a matrix."),
        Key::may("field", Wants::Word(&FIELDS), "The box; the answer itself, without one."),
        Key::may("choice", Wants::Id, "The choice whose detail the box is."),
        Key::may("cursor", Wants::Count(0, usize::MAX), "Where in a text the cursor was."),
    ]],
    ..Thing::named("position")
};

static SECTION: Thing = Thing {
    keys: &[&[Key::must("completed", Wants::Flag, "Whether it was said to be complete.")]],
    ..Thing::named("section")
};

static ANSWER: Thing = Thing {
    keys: &[&[
        Key::may("value", Wants::WordsOrList, "The answer; of ticks and rankings, a list."),
        Key::may("aside", Wants::List(&Wants::Words), "Ticks that “none of these” has put aside."),
        Key::may(
            "details",
            Wants::Entries(&Wants::Words),
            "What was said more, by the values of the choices.",
        ),
        Key::may(
            "rows",
            Wants::Entries(&Wants::Thing(&ROW)),
            "The answers of a matrix, by the values of its rows.",
        ),
        Key::may("comment", Wants::Words, "The comment."),
        Key::may("no_comment", Wants::Flag, "Whether “no comment” is the answer."),
        Key::may("note", Wants::Words, "A note between colleagues. Never in a final response."),
        Key::may("stage", Wants::Word(&STAGES), "How far colleagues are with it."),
        Key::may("read_again", Wants::Flag, "Whether the question has changed since."),
        Key::may("earlier", Wants::Thing(&EARLIER), "The words that it was given to."),
    ]],
    ..Thing::named("answer")
};

static EARLIER: Thing = Thing {
    keys: &[&[
        Key::may("text", Wants::Words, "What the question said."),
        Key::may("hint", Wants::Words, "What its hint said."),
        Key::may(
            "labels",
            Wants::Entries(&Wants::Words),
            "What choices and columns said, by their values.",
        ),
        Key::may("rows", Wants::Entries(&Wants::Words), "What rows said, by their values."),
    ]],
    ..Thing::named("earlier wording")
};

static ROW: Thing = Thing {
    keys: &[&[
        Key::may("value", Wants::Words, "The answer."),
        Key::may("comment", Wants::Words, "The comment."),
        Key::may("no_comment", Wants::Flag, "Whether “no comment” is the answer."),
    ]],
    ..Thing::named("row")
};

static SIGN_OFF: Thing = Thing {
    keys: &[&[
        Key::must("name", Wants::Words, "Who signed it off."),
        Key::must("role", Wants::Words, "Their office."),
        Key::must("authority", Wants::Words, "By what authority, such as a minute."),
        Key::must("date", Wants::Day, "When."),
    ]],
    ..Thing::named("sign-off")
};
