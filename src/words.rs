//! The words that both front ends share.
//!
//! The app tells facts; here they become sentences. `notice` has what is told above the footer; this
//! file has dates, numbers and states.

mod documents;
mod notice;
pub(crate) mod prose;
mod quoting;
mod saving;

use jiff::{Zoned, civil::Date};

pub(crate) use self::quoting::{in_one_line, not_searched, nothing_to_quote};

use crate::{
    app::{
        adding::AddingForm,
        library::{ConsultationEntry, ConsultationSummary, KeptIn},
        session::Session,
    },
    model::{
        answer::Answer,
        answer_words,
        consultation::{Closing, Consultation, Question},
        draft::LastChange,
        id::QuestionId,
        progress::{self, Counts, DaysLeft, QuestionProgress},
        reading,
        scope::{Scope, Ways},
    },
};

/// The most of an answer that is shown, in characters: enough to tell one from the other.
const ENOUGH: usize = 160;

/// A day as people write it: "30 May 2014".
pub(crate) fn day(day: Date) -> String {
    reading::day_in_words(day)
}

/// A time of a day: "2 May 2014, 10:41".
pub(crate) fn moment(moment: &Zoned) -> String {
    moment.strftime("%-d %B %Y, %H:%M").to_string()
}

/// Returns the time until a consultation closes: "12 days left", "closed 3 days ago".
pub(crate) fn time_left(closes: &Closing, now: &Zoned) -> String {
    progress::days_left(Some(closes), now).map(|left| left.to_string()).unwrap_or_default()
}

/// Returns the time until the consultation of this session closes.
pub(crate) fn days_left(session: &Session, now: &Zoned) -> Option<String> {
    left(session, now).map(|left| left.to_string())
}

fn left(session: &Session, now: &Zoned) -> Option<DaysLeft> {
    let consultation = &session.consultation;
    DaysLeft::of(consultation.opens, consultation.closes.as_ref(), now)
}

/// When the open consultation closes: "closes 30 May 2014 (12 days left)".
pub(crate) fn deadline(session: &Session, now: &Zoned) -> Option<String> {
    let left = days_left(session, now)?;
    Some(match &session.consultation.closes {
        Some(closes) => closing(closes, &left),
        None => left,
    })
}

/// Whether the open consultation has closed.
pub(crate) fn is_closed(session: &Session, now: &Zoned) -> bool {
    matches!(left(session, now), Some(DaysLeft::Closed { .. }))
}

/// When a consultation closes, with how long that is.
pub(crate) fn closing(closes: &Closing, left: &str) -> String {
    let when = match closes.time {
        Some(time) => format!("{} at {}", day(closes.day), time.strftime("%H:%M")),
        None => day(closes.day),
    };
    match left.strip_prefix("closed") {
        Some(ago) => format!("closed {when} ({})", ago.trim_start()),
        None => format!("closes {when} ({left})"),
    }
}

/// To whom the final response is sent; the ways to send it follow.
pub(crate) fn how_to_send(consultation: &Consultation) -> String {
    let publisher = &consultation.publisher;
    match consultation.respond_via.as_slice() {
        [] => format!(
            "Nothing has been sent. Send the file to {publisher}, as the consultation asks."
        ),
        [..] => format!("Nothing has been sent. Send the file to {publisher}:"),
    }
}

/// A number with what is counted, in the right form: "1 answer", "2 answers".
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// The instruction for naming a paper.
pub(crate) const ADDING_HELP: &str =
    "Type its path (Word, PDF, web page, text, XLSForm), or paste its text.";

/// The entry of the first screen that adds a consultation.
pub(crate) const ADD: &str = "Add a consultation from a paper";

/// Describes the progress of adding a consultation: what was pasted, or why it failed.
pub(crate) fn adding_state(form: &AddingForm) -> Option<String> {
    match (&form.problem, &form.pasted) {
        _ if form.is_reading => Some("Reading the paper".to_owned()),
        (Some(problem), _) => Some(problem.clone()),
        (None, Some(text)) => {
            Some(format!("Pasted: {}", count(text.lines().count(), "line", "lines")))
        }
        (None, None) => None,
    }
}

/// Returns the number of problems listed in the review.
pub(crate) fn problems(number: usize) -> String {
    count(number, "problem", "problems")
}

/// Returns the heading of the problems in the review.
pub(crate) fn problems_listed(number: usize) -> String {
    format!("{}: what is missing or wrong", problems(number))
}

/// Returns what a final response still needs: "Before it can be final: 4 answers missing, 3 wrong".
pub(crate) fn before_final(counts: Counts) -> Option<String> {
    let missing = || format!("{} missing", count(counts.missing, "answer", "answers"));
    let wrong = || format!("{} wrong", counts.wrong);
    let missing = (counts.missing > 0).then(missing);
    let kinds: Vec<String> = missing.into_iter().chain((counts.wrong > 0).then(wrong)).collect();
    (!kinds.is_empty()).then(|| format!("Before it can be final: {}", kinds.join(", ")))
}

/// Returns the number of questions: "up to 66 questions" if it depends on answers.
pub(crate) fn questions_of(summary: &ConsultationSummary) -> String {
    let questions = count(summary.questions, "question", "questions");
    if summary.is_conditional { format!("up to {questions}") } else { questions }
}

/// Marks the consultation to practise on.
pub(crate) fn practice(entry: &ConsultationEntry) -> Option<String> {
    entry.is_practice().then(|| "For practice: sent to nobody".to_owned())
}

/// Says where things are kept, a line each.
pub(crate) fn kept_in(folders: &KeptIn) -> [String; 3] {
    [
        format!("Drafts are kept in {}", folders.drafts.display()),
        format!("Question sets of your own go in {}", folders.sets.display()),
        format!("Text not yet saved is recovered from {}", folders.recovery.display()),
    ]
}

/// Returns what is unfinished in a section: "1 partly, 2 problems".
pub(crate) fn unfinished(counts: Counts) -> Option<String> {
    let partly = (counts.partly > 0).then(|| format!("{} partly", counts.partly));
    let wrong = (counts.problems() > 0).then(|| problems(counts.problems()));
    let all: Vec<String> = partly.into_iter().chain(wrong).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// The mark on a question that has changed since it was answered.
pub(crate) const READ_AGAIN: &str = "Read this again: it has changed since you answered";

/// Who signed off, when, and which questions have changed since; `None` where nothing has.
pub(crate) fn outdated_sign_off(session: &Session) -> Option<String> {
    let (sign_off, changed) = session.outdated_sign_off()?;
    Some(sign_off.outdated_in_words(&session.consultation, changed))
}

/// That a question has changed since it was signed off, and by whom it was.
pub(crate) fn changed_since_sign_off(session: &Session, question: &QuestionId) -> Option<String> {
    let (sign_off, changed) = session.outdated_sign_off()?;
    let signed = sign_off.in_words();
    changed.contains(question).then(|| format!("Changed since. {signed}"))
}

/// Returns the heading of the answers with colliding versions.
pub(crate) fn colliding(number: usize) -> String {
    match number {
        1 => "1 answer has two versions: open it to say which stands".to_owned(),
        _ => format!("{number} answers have two versions: open them to say which stand"),
    }
}

/// Returns the heading of the answers that others have changed since the last visit.
pub(crate) fn news(number: usize) -> String {
    let answers = count(number, "answer has", "answers have");
    format!("{answers} changed since you were here")
}

/// Returns the number of questions changed since they were answered: "2 questions to read again".
pub(crate) fn to_read_again(number: usize) -> String {
    let questions = count(number, "question", "questions");
    format!("{questions} to read again: changed since you answered")
}

/// The entry of the contents that leads to another scope, with what that means.
pub(crate) fn scope(scope: Scope, ways: Ways) -> String {
    let Ways { key, required, all, short, whole } = ways;
    match scope {
        Scope::KeyQuestions => {
            let besides =
                if required > 0 { format!(", and {required} required") } else { String::new() };
            format!("Key questions first: {key} of {all}{besides}, {short}")
        }
        Scope::All => format!("All questions: {all}, {whole}"),
    }
}

/// Which questions the respondent is taken through, while these are not all.
pub(crate) fn in_scope(session: &Session) -> Option<String> {
    let Ways { key, required, .. } = session.ways()?;
    let questions = session.pages().into_iter();
    let questions = questions.filter_map(|page| session.question_progress(page));
    let done = questions.filter(QuestionProgress::is_answered).count();
    let besides = match required {
        0 => String::new(),
        _ => format!(", and {required} required"),
    };
    (session.scope() == Scope::KeyQuestions)
        .then(|| format!("Key questions only{besides}: {done} of {} answered", key + required))
}

/// What two answers say, as much as tells them apart: their beginnings, or what stands where they
/// begin to differ if that is far into them.
pub(crate) fn told_apart(one: &Answer, other: &Answer, question: Option<&Question>) -> [String; 2] {
    let both = [one, other].map(|answer| all_said(answer, question));
    let [one, other] = &both;
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let from = if same > ENOUGH / 2 { same - LEAD } else { 0 };
    both.map(|said| match from {
        0 => beginning(&said),
        _ => {
            let rest: String = said.chars().skip(from).collect();
            // From the next word on, if there is one.
            let space = rest.char_indices().take(LEAD).find(|(_, c)| *c == ' ');
            let word = space.map(|(at, _)| at + 1).filter(|at| *at < rest.len());
            format!("…{}", beginning(rest.get(word.unwrap_or(0)..).unwrap_or_default()))
        }
    })
}

/// The number of equal characters shown before a difference.
const LEAD: usize = 30;

fn beginning(said: &str) -> String {
    match said.char_indices().nth(ENOUGH) {
        _ if said.is_empty() => "nothing".to_owned(),
        Some((end, _)) => format!("{}…", said.get(..end).unwrap_or_default()),
        None => said.to_owned(),
    }
}

/// All that an answer says, in a line.
fn all_said(answer: &Answer, question: Option<&Question>) -> String {
    answer_words::of_answer(answer, question).join(" · ")
}

/// Says who changed an answer last, and when: "Ann Example, 2 May 2014, 10:41".
pub(crate) fn last_change(change: &LastChange) -> String {
    let at = moment(&change.at);
    match &change.by {
        Some(by) => format!("{by}, {at}"),
        None => at,
    }
}
