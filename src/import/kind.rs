//! Chooses the kind of a question found in a paper.

use super::{
    found::FoundQuestion,
    hint::{Selection, Writing},
    wording::{
        ends_in_question, is_asking, is_exclusive, is_off_scale, is_scale_label, plain,
        starts_with_words, without_brackets,
    },
};

/// The kind of a question found in a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundKind {
    /// One line, with its format.
    Line(Option<&'static str>),
    /// A long text.
    LongText,
    /// A whole number.
    Integer,
    /// A date.
    Date,
    /// One choice.
    SelectOne,
    /// Several choices.
    SelectMultiple,
    /// Choices in order.
    Rank,
    /// A scale for several rows.
    Matrix,
    /// Lettered parts.
    Group,
}

impl FoundKind {
    /// Returns its name in question sets.
    pub fn name(self) -> &'static str {
        match self {
            Self::Line(_) => "string",
            Self::LongText => "text",
            Self::Integer => "integer",
            Self::Date => "date",
            Self::SelectOne => "select_one",
            Self::SelectMultiple => "select_multiple",
            Self::Rank => "rank",
            Self::Matrix => "matrix",
            Self::Group => "group",
        }
    }

    /// Whether it offers choices.
    pub fn has_choices(self) -> bool {
        matches!(self, Self::SelectOne | Self::SelectMultiple | Self::Rank | Self::Matrix)
    }
}

/// Chooses the kind of a question, with a reason if it is a guess.
pub fn kind_of(question: &FoundQuestion) -> (FoundKind, Option<&'static str>) {
    if !question.parts.is_empty() {
        return (FoundKind::Group, None);
    }
    if !question.rows.is_empty() && (2..=9).contains(&question.choices.len()) {
        return (FoundKind::Matrix, None);
    }
    if question.choices.is_empty() {
        return written(question);
    }
    chosen(question)
}

/// Phrases that ask for one choice.
const ONE_OF: [&str; 17] = [
    "best describes",
    "which one",
    "are you responding",
    "are you answering",
    "in what capacity",
    "what is your",
    "how old",
    "how often",
    "how much",
    "how many",
    "how long",
    "how likely",
    "which option",
    "would you prefer",
    "which age",
    "which region",
    "to what extent",
];

/// Phrases that ask for all choices that apply.
const SEVERAL_OF: [&str; 17] = [
    "which of the following",
    "which of these",
    "what are your",
    "what are the",
    "what do you",
    "which services",
    "how do you",
    "how did you",
    "how would you",
    "in what ways",
    "which areas",
    "which issues",
    "what should be",
    "what would",
    "priorities",
    "which types",
    "which groups",
];

/// Chooses the kind of a question with choices.
fn chosen(question: &FoundQuestion) -> (FoundKind, Option<&'static str>) {
    let text = plain(&question.text);
    let single = question.choices.len() == 1;
    let told = question.hint.selection;
    let says_rank = starts_with_words(&text, "please rank") || starts_with_words(&text, "rank");
    if told == Some(Selection::Ranked) || (told.is_none() && says_rank) {
        return if question.choices.len() >= 2 {
            (FoundKind::Rank, None)
        } else {
            (FoundKind::SelectMultiple, None)
        };
    }
    match told {
        Some(Selection::One) if !single => return (FoundKind::SelectOne, None),
        Some(Selection::Several) => return (FoundKind::SelectMultiple, None),
        Some(_) | None => {}
    }
    if single {
        return (FoundKind::SelectMultiple, None);
    }
    let all_that_apply =
        ["all that apply", "tick all", "select all", "up to", "as many", "one or more"];
    if all_that_apply.iter().any(|words| text.contains(words)) {
        return (FoundKind::SelectMultiple, None);
    }
    if question.choices.iter().filter(|one| is_scale_label(&one.label)).count() >= 2 {
        return (FoundKind::SelectOne, None);
    }
    if ONE_OF.iter().any(|words| text.contains(words)) {
        return (FoundKind::SelectOne, None);
    }
    let excludes =
        question.choices.iter().any(|one| is_exclusive(&one.label) && !is_off_scale(&one.label));
    if excludes || SEVERAL_OF.iter().any(|words| text.contains(words)) {
        let why = "the paper does not say how many choices may be made; several, by its wording";
        return (FoundKind::SelectMultiple, Some(why));
    }
    if ["are you", "do you", "is your"].iter().any(|start| starts_with_words(&text, start)) {
        return (FoundKind::SelectOne, None);
    }
    let why = "the paper does not say how many choices may be made; one is assumed";
    (FoundKind::SelectOne, Some(why))
}

/// Chooses the kind of a question answered in writing.
fn written(question: &FoundQuestion) -> (FoundKind, Option<&'static str>) {
    let text = plain(without_brackets(&question.text));
    match question.hint.writing {
        Some(Writing::Line) => return (FoundKind::Line(None), None),
        Some(Writing::Text) => return (FoundKind::LongText, None),
        Some(Writing::Date) => return (FoundKind::Date, None),
        Some(Writing::Number) => return (FoundKind::Integer, None),
        None => {}
    }
    if question.is_field || asks_for_detail(&text) {
        return (field_kind(&text), None);
    }
    let labels = text.split_whitespace().count() <= 3 && !is_asking(&question.text);
    let details = [
        "what age are you",
        "how old are you",
        "what is your age",
        "what is your date of birth",
        "what is your ethnic",
        "what ethnic group",
        "please provide the postcode",
        "what is the postcode",
    ];
    if question.number.is_some() && labels || details.iter().any(|start| text.starts_with(start)) {
        return (FoundKind::Line(None), None);
    }
    let short = text.chars().count() <= 90 && question.text.matches('?').count() <= 1;
    if short && starts_with_words(&text, "how many") && ends_in_question(&question.text) {
        return (FoundKind::Integer, Some("\"how many\" is taken to ask for a whole number"));
    }
    let closed = [
        "do you",
        "does",
        "should",
        "are",
        "is",
        "would",
        "have you",
        "has",
        "will",
        "can",
        "to what extent",
    ];
    let open = [
        " why", " how ", " what ", " which ", "please", "explain", "reasons", "views", "comment",
        "if so", "if not", " who ", " where ",
    ];
    let only_closed = closed.iter().any(|start| starts_with_words(&text, start))
        && !open.iter().any(|word| text.contains(word));
    if only_closed {
        let why = "it could be answered with yes or no, but the paper gives no choices; a text lets both be said";
        return (FoundKind::LongText, Some(why));
    }
    (FoundKind::LongText, None)
}

/// Whether a short question asks for a detail of the respondent: "What is your name?"
pub fn asks_for_detail(text: &str) -> bool {
    const STARTS: [&str; 14] = [
        "what is your",
        "what is the name of",
        "what's your",
        "please enter your",
        "please provide your",
        "please give your",
        "your",
        "please state your",
        "please tell us your",
        "please provide the name",
        "if you are responding on behalf of",
        "enter your",
        "name",
        "what is your organisation",
    ];
    const DETAILS: [&str; 14] = [
        "name",
        "email",
        "e-mail",
        "postcode",
        "post code",
        "telephone",
        "phone",
        "job title",
        "role",
        "organisation",
        "address",
        "position",
        "organization",
        "occupation",
    ];
    let Some(start) = STARTS.iter().find(|start| starts_with_words(text, start)) else {
        return false;
    };
    let rest = text.get(start.len()..).unwrap_or_default();
    let short = text.chars().count() <= 130
        && !text.contains("view")
        && !text.contains("opinion")
        && !text.contains("describe");
    let named = *start == "name" || DETAILS.iter().any(|detail| rest.contains(detail));
    short && named && text.split_whitespace().count() <= 22
}

fn field_kind(text: &str) -> FoundKind {
    let has = |word: &str| text.contains(word);
    let mixed = has(" or ") || has(" and ") || has("/");
    if (has("email") || has("e-mail")) && !mixed {
        return FoundKind::Line(Some("email"));
    }
    if (has("postcode") || has("post code")) && !has("address") && !mixed && !has("first") {
        return FoundKind::Line(Some("postcode"));
    }
    if (has("telephone") || has("phone") || has("mobile")) && !mixed {
        return FoundKind::Line(Some("phone"));
    }
    if text == "date" || text.starts_with("date ") {
        return FoundKind::Date;
    }
    if has("address") && !has("email") && !has("e-mail") {
        return FoundKind::LongText;
    }
    FoundKind::Line(None)
}

/// Whether it is the label of a field for an address: "Postal address", not a question about one.
fn is_address_field(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.len() <= 5 && words.iter().any(|word| word.trim_end_matches(':') == "address")
}

/// Returns the `purpose` of a form field, as in question sets.
pub fn purpose_of(question: &FoundQuestion, kind: FoundKind) -> Option<&'static str> {
    if !question.choices.is_empty() {
        return None;
    }
    let text = plain(without_brackets(&question.text));
    if kind == FoundKind::LongText && is_address_field(&text) {
        return Some("address");
    }
    if !matches!(kind, FoundKind::Line(_)) {
        return None;
    }
    let has = |word: &str| text.contains(word);
    if kind == FoundKind::Line(Some("email")) {
        return Some("email");
    }
    if kind == FoundKind::Line(Some("phone")) {
        return Some("telephone");
    }
    if has("organisation") || has("organization") || has("company") || has("representing") {
        return Some("organisation");
    }
    if has("job title") || text == "role" || text == "position" || has("capacity") {
        return Some("capacity");
    }
    let name = starts_with_words(&text, "name")
        || text.ends_with(" name")
        || has("name of respondent")
        || has("your name");
    name.then_some("name")
}
