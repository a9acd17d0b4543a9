//! The words by which papers say what they want: scales, boxes to write in, instructions.

/// Labels of scales that are known by heart, in lower case without punctuation.
const SCALE_LABELS: &[&str] = &[
    "strongly agree",
    "agree",
    "tend to agree",
    "slightly agree",
    "somewhat agree",
    "mostly agree",
    "fully agree",
    "partly agree",
    "partially agree",
    "neither agree nor disagree",
    "neither agree or disagree",
    "neither",
    "neutral",
    "disagree",
    "tend to disagree",
    "slightly disagree",
    "somewhat disagree",
    "mostly disagree",
    "strongly disagree",
    "partially disagree",
    "fully disagree",
    "very satisfied",
    "satisfied",
    "fairly satisfied",
    "neither satisfied nor dissatisfied",
    "dissatisfied",
    "fairly dissatisfied",
    "very dissatisfied",
    "strongly support",
    "support",
    "tend to support",
    "neither support nor oppose",
    "oppose",
    "tend to oppose",
    "strongly oppose",
    "do not support",
    "partially support",
    "fully support",
    "very important",
    "important",
    "fairly important",
    "quite important",
    "somewhat important",
    "slightly important",
    "moderately important",
    "extremely important",
    "not very important",
    "not important",
    "not at all important",
    "unimportant",
    "very unimportant",
    "neither important nor unimportant",
    "excellent",
    "very good",
    "good",
    "fair",
    "average",
    "adequate",
    "poor",
    "very poor",
    "bad",
    "very likely",
    "likely",
    "fairly likely",
    "neither likely nor unlikely",
    "unlikely",
    "very unlikely",
    "always",
    "often",
    "sometimes",
    "rarely",
    "never",
    "a great deal",
    "a lot",
    "a fair amount",
    "a little",
    "not at all",
    "not very much",
    "very easy",
    "easy",
    "fairly easy",
    "difficult",
    "fairly difficult",
    "very difficult",
    "high",
    "medium",
    "low",
];

/// Labels of a plain answer.
const YES_NO_LABELS: &[&str] = &[
    "yes",
    "no",
    "partly",
    "maybe",
    "to some extent",
    "in part",
    "partially",
    "true",
    "false",
    "for",
    "against",
    "yes definitely",
    "yes to some extent",
    "mixed",
];

/// The beginnings of labels that say that no opinion is given.
const OFF_SCALE_LABELS: &[&str] = &[
    "don't know",
    "dont know",
    "do not know",
    "not sure",
    "unsure",
    "no opinion",
    "no view",
    "no views",
    "prefer not to say",
    "rather not say",
    "not applicable",
    "n/a",
    "na",
    "no comment",
    "undecided",
    "cannot say",
    "can't say",
    "i don't know",
    "i'm not sure",
    "not answered",
    "no answer",
    "no response",
];

/// A text to compare: lower case, straight quotes, no punctuation at the ends.
pub fn plain(text: &str) -> String {
    let lower = text.to_lowercase().replace(['’', '‘', '`'], "'");
    let ends = |c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')' | '£' | '%');
    lower.trim_matches(ends).to_owned()
}

/// Whether a choice is off the scale: "Don't know".
pub fn is_off_scale(label: &str) -> bool {
    let plain = plain(label);
    OFF_SCALE_LABELS.iter().any(|known| {
        plain.strip_prefix(known).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with([' ', '/', ',']) && plain.len() < known.len() + 20
        })
    })
}

/// Whether a label is one of a scale, or a plain answer.
pub fn is_scale_label(label: &str) -> bool {
    let plain = plain(label).replace(',', "");
    let known = |all: &[&str]| all.iter().any(|known| *known == plain);
    known(SCALE_LABELS) || known(YES_NO_LABELS) || is_off_scale(label) || is_graded(&plain)
}

/// The labels of a scale that stand one after the other, parted by spaces only, and how many words
/// stand before them.
pub fn scale_in_words(text: &str) -> (usize, Vec<String>) {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut labels = Vec::new();
    let mut end = words.len();
    while end > 0 {
        let longest = (1..=5.min(end)).rev().find_map(|count| {
            let label = words.get(end - count..end)?.join(" ");
            (is_scale_label(&label) && !is_graded(&label)).then_some((count, label))
        });
        let Some((count, label)) = longest else { break };
        labels.insert(0, label);
        end -= count;
    }
    (end, labels)
}

/// `1 (poor)`, `5 - excellent`, `3`.
fn is_graded(plain: &str) -> bool {
    let digits = plain.chars().take_while(char::is_ascii_digit).count();
    (1..=2).contains(&digits)
        && plain.get(digits..).is_some_and(|rest| {
            let words = rest.trim_matches([' ', '-', '–', '=', '(', ')', ':']);
            words.is_empty() || is_scale_label(words)
        })
}

/// Whether a choice asks for words of its own: "Other (please specify)".
pub fn wants_detail(label: &str) -> bool {
    let plain = plain(label);
    let other = plain == "other"
        || plain.starts_with("other (")
        || plain.starts_with("other,")
        || plain.starts_with("other -")
        || plain.starts_with("other –")
        || plain.starts_with("other:")
        || plain.starts_with("other please")
        || plain.starts_with("something else");
    let asks = [
        "specify",
        "please state",
        "please describe",
        "please give details",
        "please say",
        "free text",
        "please tell us",
        "please explain",
        "please name",
        "please provide",
    ];
    other || asks.iter().any(|ask| plain.contains(ask))
}

/// Whether a choice excludes all others: "None of the above".
pub fn is_exclusive(label: &str) -> bool {
    let plain = plain(label);
    plain.starts_with("none of") || plain == "none" || plain == "nothing" || is_off_scale(label)
}

/// Whether a paragraph asks something: a question, or a request to write.
pub fn is_asking(text: &str) -> bool {
    text.contains("? ") || ends_in_question(text) || is_request(text)
}

/// Whether a text ends in a question mark, brackets and quotes aside.
pub fn ends_in_question(text: &str) -> bool {
    let bare = without_brackets(text);
    bare.trim_end_matches(['"', '”', '’', '*', ' ', '.', ')']).ends_with('?')
}

/// Whether a text ends in asking: in a question mark, or in a request after a question.
pub fn asks_at_end(text: &str) -> bool {
    let after = text.rfind('?').and_then(|at| text.get(at + 1..));
    ends_in_question(text)
        || after.is_some_and(|after| is_comment_prompt(after) || is_request(after))
}

/// A text without what stands in brackets at its end.
pub fn without_brackets(text: &str) -> &str {
    let trimmed = text.trim_end().trim_end_matches('*').trim_end();
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some(at) = trimmed.rfind(open).filter(|_| trimmed.ends_with(close)) {
            let before = trimmed.get(..at).unwrap_or_default().trim_end();
            if !before.is_empty() {
                return before;
            }
        }
    }
    trimmed
}

/// Whether a paragraph asks for something to be written, without a question mark.
pub fn is_request(text: &str) -> bool {
    let plain = plain(text);
    REQUESTS.iter().any(|start| starts_with_words(&plain, start))
}

/// How requests begin.
const REQUESTS: &[&str] = &[
    "please",
    "tell us",
    "describe",
    "explain",
    "give",
    "provide",
    "list",
    "indicate",
    "state",
    "select",
    "choose",
    "tick",
    "rank",
    "comment",
    "comments",
    "do you",
    "does",
    "would you",
    "should",
    "are there",
    "are you",
    "is there",
    "is the",
    "what",
    "which",
    "how",
    "why",
    "when",
    "where",
    "who",
    "to what extent",
    "if yes",
    "if no",
    "if so",
    "if not",
    "if you",
    "any comments",
    "any other",
    "any further",
    "any concerns",
    "any ideas",
    "your views",
    "your comments",
    "have you",
    "has your",
    "can you",
    "could",
    "will",
    "set out",
    "rate",
    "did you",
    "use this",
    "further comments",
];

/// Whether a text begins with these words.
pub fn starts_with_words(text: &str, words: &str) -> bool {
    text.strip_prefix(words).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Whether a paragraph asks for reasons or details of the answer before it.
pub fn is_comment_prompt(text: &str) -> bool {
    let plain = plain(text);
    let starts = [
        "please explain",
        "please give",
        "please provide",
        "please tell us",
        "please describe",
        "please set out",
        "please state",
        "please say",
        "please add",
        "please use",
        "please outline",
        "please comment",
        "please expand",
        "please elaborate",
        "please specify",
        "please share",
        "please enter",
        "please write",
        "please let us",
        "please include",
        "please identify",
        "explain",
        "give reasons",
        "give details",
        "reasons",
        "reason",
        "why",
        "why not",
        "comments",
        "comment",
        "any comments",
        "any other comments",
        "any further comments",
        "further comments",
        "additional comments",
        "other comments",
        "your comments",
        "if yes",
        "if no",
        "if so",
        "if not",
        "if you",
        "if your",
        "if other",
        "if applicable",
        "details",
        "further details",
        "tell us",
        "optional comments",
        "can you",
        "what is the reason",
        "what are your reasons",
        "add any",
        "do you have any comments",
        "do you have any further comments",
        "do you have any other comments",
        "use this space",
        "use the space",
        "in the space",
        "where you",
        "for those",
        "if there",
        "which ones",
        "what are they",
        "what would",
    ];
    starts.iter().any(|start| starts_with_words(&plain, start))
}

/// Whether a line is only the place for an answer: `Response:`, `________`, `[text box]`.
pub fn is_answer_space(text: &str) -> bool {
    let filler = |c: char| matches!(c, '_' | '.' | '…' | '-' | '‥' | '·' | ' ' | '|' | '‗');
    if text.chars().count() >= 3 && text.chars().all(filler) {
        return true;
    }
    let plain = plain(text).trim_end_matches(|c| filler(c) || c == ':').to_owned();
    let plain = plain.trim_matches(['(', ')', '[', ']', '<', '>']).trim().to_owned();
    ANSWER_SPACES.contains(&plain.as_str())
}

/// What stands where an answer is to be written.
const ANSWER_SPACES: &[&str] = &[
    "response",
    "your response",
    "answer",
    "your answer",
    "text box",
    "textbox",
    "free text",
    "free text box",
    "free text response",
    "insert text here",
    "insert response here",
    "enter text",
    "type here",
    "click here to enter text",
    "click or tap here to enter text",
    "text field",
    "open text box",
    "long text",
    "click to enter text",
    "enter your response here",
    "text",
    "please enter your response here",
    "please write here",
    "write here",
    "box",
    "open text",
    "multi-line text box",
    "single line text box",
    "your answer here",
    "type your answer here",
];

/// Whether a line belongs to the form, not to what it asks.
pub fn is_furniture(text: &str) -> bool {
    let plain = plain(text);
    let known = [
        "question title",
        "back to top",
        "save and continue",
        "save and come back later",
        "continue",
        "next",
        "previous",
        "back",
        "submit",
        "skip to main content",
        "print this page",
        "prev",
        "menu",
        "there is no limit on characters for this question",
        "show more",
        "powered by",
        "choose an item",
        "please choose",
        "select",
        "-- please select --",
        "drop down",
        "page break",
        "share this page",
        "cookies on this site",
        "search",
        "home",
    ];
    known.contains(&plain.as_str()) || is_page_number(&plain)
}

/// `12`, `Page 3 of 12`, `3/12`.
fn is_page_number(plain: &str) -> bool {
    let rest = plain.strip_prefix("page").map(str::trim);
    let counts = |text: &str| {
        let mut parts = text.split([' ', '/']).filter(|part| !part.is_empty() && *part != "of");
        text.starts_with(|c: char| c.is_ascii_digit())
            && parts.all(|part| part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit()))
    };
    match rest {
        Some(rest) => counts(rest),
        None => plain.contains(" of ") && counts(plain),
    }
}
