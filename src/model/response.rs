//! The response as sent: self-contained, readable without the question set.
//!
//! The same draft always gives the same response, to the byte: it does not depend on when it is
//! made. Outer white space is removed; notes and stages are never included.

use std::{fmt, ops::Deref};

use jiff::{Zoned, civil::Date};

use super::{
    answer::Answer,
    asked::{Asked, EffectiveAnswer},
    consultation::{Consultation, Item, Location, Purpose, Question, QuestionKind, Row},
    draft::{Draft, Edition, SignOff},
    excluded::{Excluded, leftovers},
    id::{QuestionId, SectionId, Value},
    numbering::Number,
    reading::Decimal,
    route::Route,
    shortfall::{Shortfall, shortfalls},
    signed::SignOffState,
    text::Text,
};

/// A response ready to be exported. Only a draft can produce one.
///
/// A completed response comes from [`Draft::finish`], so nothing in it is missing;
/// [`Draft::partial`] gives one marked as in progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response(ResponseRecord);

/// The contents of a response. A record can be read back from a file; that does not make it a
/// [`Response`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseRecord {
    /// The edition of the set it answers.
    pub consultation: Edition,
    /// The title of the consultation.
    pub title: String,
    /// The organisation that asks.
    pub publisher: String,
    /// The language of the set's texts, as a BCP 47 tag.
    pub language: String,
    /// When the draft was last changed.
    pub updated: Zoned,
    /// Who signed it off; a record without this is not final.
    pub completion: Option<Completion>,
    /// The respondent's details and consents, in the order of [`Purpose`].
    pub respondent: Vec<Particular>,
    /// The sections, in order.
    pub sections: Vec<SectionRecord>,
    /// What the draft also holds; empty in a final response.
    pub leftovers: Vec<Excluded>,
}

/// What makes a response final.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// When it was signed off; nothing has changed since.
    pub at: Zoned,
    /// Who takes responsibility for it.
    pub sign_off: SignOff,
}

/// One of the respondent's details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Particular {
    /// Which detail it is.
    pub purpose: Purpose,
    /// The question that asks for it.
    pub question: QuestionId,
    /// The answer.
    pub value: Content,
}

/// The answers of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionRecord {
    /// Names the section.
    pub id: SectionId,
    /// Its heading.
    pub title: String,
    /// Its questions, in order, whether asked or not.
    pub entries: Vec<QuestionRecord>,
}

/// A question and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionRecord {
    /// Names the question.
    pub id: QuestionId,
    /// The printed number; the group's if a part has none.
    pub number: Option<String>,
    /// The part of that number, for a part without a number of its own.
    pub part: Option<usize>,
    /// The text of the group that the question belongs to.
    pub group: Option<String>,
    /// The text of the question.
    pub text: String,
    /// The kind of question, by its name in question sets.
    pub kind: String,
    /// Whether it was asked and answered.
    pub state: AnswerState,
    /// The answer, if the state is [`AnswerState::Answered`]; a matrix has none.
    pub value: Option<Content>,
    /// The rows of a matrix, whether asked or not.
    pub rows: Vec<RowRecord>,
    /// The comment, with or without an answer.
    pub comment: Option<String>,
}

/// A row of a matrix and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRecord {
    /// Names the row.
    pub row: Value,
    /// The printed number.
    pub number: Option<String>,
    /// The heading of the row's group.
    pub group: Option<String>,
    /// The label of the row.
    pub label: String,
    /// Whether it was asked and answered.
    pub state: AnswerState,
    /// The column chosen.
    pub value: Option<Labelled>,
    /// The comment, with or without an answer.
    pub comment: Option<String>,
}

/// Whether a question or row was asked and answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerState {
    /// It has a value; "don't know" is one.
    Answered,
    /// The respondent has no comment to make.
    NoComment,
    /// It was asked and has no value; there may be a comment.
    NotAnswered,
    /// Hidden by earlier answers.
    NotAsked,
}

/// The value of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A text, without outer white space.
    Text(String),
    /// A number, exactly as given apart from separators.
    Number {
        /// The number.
        number: Decimal,
        /// The unit: "years", "£".
        unit: Option<String>,
    },
    /// A day.
    Day(Date),
    /// The choice.
    One(Labelled),
    /// The ticked choices, in the set's order.
    Ticked(Vec<Labelled>),
    /// The ranked choices, first choice first.
    Ranked(Vec<Labelled>),
}

/// A chosen value with the label that the respondent read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// The value.
    pub value: Value,
    /// The label that the respondent read.
    pub label: String,
    /// Not on the scale ("Don't know"): counted separately.
    pub off_scale: bool,
    /// The contents of its "please specify" box.
    pub detail: Option<String>,
}

/// Why a draft is not final.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// What is missing or wrong in the answers, in the set's order.
    pub shortfalls: Vec<Shortfall>,
    /// The questions to which two versions say something different.
    pub collisions: Vec<QuestionId>,
    /// What is missing from the sign-off.
    pub sign_off: Option<SignOffShortfall>,
}

/// What is missing from a sign-off; displays as an instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignOffShortfall {
    /// There is no sign-off.
    Missing,
    /// It was given before the last change.
    Outdated,
}

impl Draft {
    /// Returns the final response if nothing is missing and nothing has changed since sign-off.
    pub fn finish(&self, consultation: &Consultation) -> Result<Response, Unfinished> {
        let route = Route::of(consultation, &self.answers);
        let shortfalls = shortfalls(consultation, &route, &self.answers);
        let missing_sign_off = match self.sign_off_state(consultation, &route) {
            SignOffState::Valid(sign_off)
                if shortfalls.is_empty() && self.collisions.is_empty() =>
            {
                let at = self.signed.as_ref().map_or(&self.updated, |signed| &signed.at).clone();
                let completion = Some(Completion { at, sign_off: sign_off.clone() });
                return Ok(Response(ResponseRecord {
                    completion,
                    ..self.record(consultation, &route)
                }));
            }
            SignOffState::Valid(_) => None,
            SignOffState::Missing => Some(SignOffShortfall::Missing),
            SignOffState::Outdated { .. } => Some(SignOffShortfall::Outdated),
        };
        let collisions = self.collisions.keys().cloned().collect();
        Err(Unfinished { shortfalls, collisions, sign_off: missing_sign_off })
    }

    /// Returns the response so far: in progress, without a sign-off, and with a list of what else
    /// the draft holds.
    pub fn partial(&self, consultation: &Consultation) -> Response {
        let route = Route::of(consultation, &self.answers);
        let leftovers = leftovers(consultation, &route, &self.answers);
        Response(ResponseRecord { leftovers, ..self.record(consultation, &route) })
    }

    pub(super) fn record(&self, consultation: &Consultation, route: &Route) -> ResponseRecord {
        let mut respondent: Vec<Particular> = Vec::new();
        let mut sections: Vec<SectionRecord> = Vec::new();
        for section in &consultation.sections {
            let (id, title) = (section.id.clone(), section.title.clone());
            sections.push(SectionRecord { id, title, entries: Vec::new() });
        }
        for (location, question) in consultation.questions() {
            let asked = route.asked(&question.id);
            let answer = self.answers.get(&question.id);
            let entry = QuestionRecord::of(
                consultation,
                location,
                AskedQuestion { question, asked, answer },
            );
            if let (Some(purpose), Some(value)) = (question.purpose, &entry.value) {
                let (question, value) = (question.id.clone(), value.clone());
                respondent.push(Particular { purpose, question, value });
            }
            if let Some(section) = sections.get_mut(location.section) {
                section.entries.push(entry);
            }
        }
        respondent.sort_by_key(|particular| particular.purpose);
        ResponseRecord {
            consultation: Edition::of(consultation),
            title: consultation.title.clone(),
            publisher: consultation.publisher.clone(),
            language: consultation.language.clone(),
            updated: self.updated.clone(),
            completion: None,
            respondent,
            sections,
            leftovers: Vec::new(),
        }
    }
}

impl Deref for Response {
    type Target = ResponseRecord;

    fn deref(&self) -> &ResponseRecord {
        &self.0
    }
}

impl ResponseRecord {
    /// Returns every question and its answer, in the set's order.
    pub fn entries(&self) -> impl Iterator<Item = &QuestionRecord> {
        self.sections.iter().flat_map(|section| &section.entries)
    }

    /// Whether a question gave one of the respondent's details or consents.
    pub fn is_particular(&self, question: &QuestionId) -> bool {
        self.respondent.iter().any(|particular| particular.question == *question)
    }

    /// Returns one of the respondent's details.
    pub fn particular(&self, purpose: Purpose) -> Option<&Particular> {
        self.respondent.iter().find(|particular| particular.purpose == purpose)
    }
}

/// A question, how it is asked, and its answer.
#[derive(Clone, Copy)]
struct AskedQuestion<'a> {
    question: &'a Question,
    asked: Option<&'a Asked>,
    answer: Option<&'a Answer>,
}

impl AskedQuestion<'_> {
    fn standing(self) -> Option<EffectiveAnswer> {
        Some(self.asked?.standing(self.question, self.answer))
    }

    fn content(self, standing: &EffectiveAnswer) -> Option<Content> {
        match standing {
            EffectiveAnswer::Text(text) => Some(Content::Text(text.trimmed())),
            EffectiveAnswer::Number(number) => {
                let unit = self.question.kind.range().and_then(|range| range.unit.clone());
                Some(Content::Number { number: *number, unit })
            }
            EffectiveAnswer::Day(day) => Some(Content::Day(*day)),
            EffectiveAnswer::Chosen(values) => {
                let mut labelled = values.iter().filter_map(|value| self.labelled(value));
                match self.question.kind {
                    QuestionKind::SelectMultiple { .. } => {
                        Some(Content::Ticked(labelled.collect()))
                    }
                    QuestionKind::Rank { .. } => Some(Content::Ranked(labelled.collect())),
                    QuestionKind::String { .. }
                    | QuestionKind::Text { .. }
                    | QuestionKind::Integer(_)
                    | QuestionKind::Decimal { .. }
                    | QuestionKind::Date { .. }
                    | QuestionKind::SelectOne { .. }
                    | QuestionKind::Matrix(_) => labelled.next().map(Content::One),
                }
            }
            EffectiveAnswer::Blank
            | EffectiveAnswer::NoComment
            | EffectiveAnswer::Rows(_)
            | EffectiveAnswer::Misread(_) => None,
        }
    }

    fn labelled(self, value: &Value) -> Option<Labelled> {
        let column = || self.question.matrix()?.column(value);
        let (label, off_scale, detail) = match self.question.choice(value) {
            Some(choice) => {
                let detail = choice.detail.as_ref().and(self.answer?.details.get(value));
                (&choice.label, choice.off_scale, detail)
            }
            None => column().map(|column| (&column.label, column.off_scale, None))?,
        };
        let detail = detail.and_then(filled);
        Some(Labelled { value: value.clone(), label: label.clone(), off_scale, detail })
    }

    fn row(self, row: &Row, whole: Option<&EffectiveAnswer>) -> RowRecord {
        let is_shown =
            |asked: &Asked| asked.rows(self.question).any(|(_, one)| one.value == row.value);
        let standing = whole.filter(|_| self.asked.is_some_and(is_shown));
        let standing = standing.map(|whole| whole.row(&row.value));
        let chosen = standing.and_then(|standing| standing.values().first().copied());
        let has_comment = self.question.matrix().is_some_and(|matrix| matrix.row_comment.is_some());
        let said = self.answer.and_then(|answer| answer.row(&row.value));
        let said = said.filter(|_| has_comment && speaks(standing));
        RowRecord {
            row: row.value.clone(),
            number: row.number.clone(),
            group: row.group.clone(),
            label: row.label.clone(),
            state: AnswerState::of(standing),
            value: chosen.and_then(|value| self.labelled(value)),
            comment: said.and_then(|said| filled(&said.comment)),
        }
    }
}

impl QuestionRecord {
    fn of(consultation: &Consultation, location: Location, said: AskedQuestion<'_>) -> Self {
        let group = match (consultation.item(location), location.part) {
            (Some(Item::Group(group)), Some(_)) => Some(group.wording.text.clone()),
            (_, _) => None,
        };
        let (number, part) = consultation.number_at(location);
        let question = said.question;
        let standing = said.standing();
        let standing = standing.as_ref();
        let rows = question.matrix().map_or(&[][..], |matrix| &matrix.rows);
        let comment = said.answer.filter(|_| question.comment.is_some() && speaks(standing));
        Self {
            id: question.id.clone(),
            number,
            part,
            group,
            text: question.wording.text.clone(),
            kind: question.kind.name().to_owned(),
            state: AnswerState::of(standing),
            value: standing.and_then(|standing| said.content(standing)),
            rows: rows.iter().map(|row| said.row(row, standing)).collect(),
            comment: comment.and_then(|answer| filled(&answer.comment)),
        }
    }
}

impl QuestionRecord {
    /// Returns the number of the question, if it has one.
    pub fn displayed_number(&self) -> Option<Number> {
        Some(Number { printed: self.number.clone()?, part: self.part })
    }
}

impl AnswerState {
    fn of(standing: Option<&EffectiveAnswer>) -> Self {
        match standing {
            None => Self::NotAsked,
            Some(standing) if standing.is_answered() => Self::Answered,
            Some(standing) if standing.is_no_comment() => Self::NoComment,
            Some(_) => Self::NotAnswered,
        }
    }

    /// Returns the state's name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::NoComment => "no-comment",
            Self::NotAnswered => "not-answered",
            Self::NotAsked => "not-asked",
        }
    }
}

impl fmt::Display for SignOffShortfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "Sign off the response",
            Self::Outdated => "Sign off the response again: it changed after sign-off",
        })
    }
}

/// Whether the rest of an answer is exported: only if it is asked and not "no comment".
fn speaks(standing: Option<&EffectiveAnswer>) -> bool {
    standing.is_some_and(|standing| *standing != EffectiveAnswer::NoComment)
}

/// Returns a text as exported; `None` if it is blank.
fn filled(text: &Text) -> Option<String> {
    (!text.is_blank()).then(|| text.trimmed())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::draft::Status;
    use crate::model::{
        answer::Answers,
        consultation::{CommentRequired, Part},
        limit::Limit,
        testing::{
            answered, comment_box, comments, date, decimal, director, draft, equals, gives, group,
            id, includes, line, matrix, may, no_comment, one, rank, rows, said, section, set,
            set_of, several, text, ticks,
        },
    };

    fn entry_of(question: Question, answer: Answer) -> QuestionRecord {
        let id = question.id.clone();
        let consultation = set([question]);
        let draft = draft(&consultation, [(id, answer)].into_iter().collect());
        draft.partial(&consultation).sections[0].entries[0].clone()
    }

    /// How an entry reads: its state, its value with labels, its comment.
    fn reads(entry: &QuestionRecord) -> String {
        let value = entry.value.as_ref().map(content_reads).unwrap_or_default();
        let comment = entry.comment.as_deref().map(|one| format!(" // {one}")).unwrap_or_default();
        format!("{}: {value}{comment}", entry.state.name())
    }

    fn content_reads(content: &Content) -> String {
        let all = |chosen: &[Labelled], mark| {
            chosen.iter().map(labelled_reads).collect::<Vec<_>>().join(mark)
        };
        match content {
            Content::Text(text) => text.clone(),
            Content::Number { number, unit } => {
                format!("{number} {}", unit.as_deref().unwrap_or_default())
            }
            Content::Day(day) => day.to_string(),
            Content::One(chosen) => labelled_reads(chosen),
            Content::Ticked(chosen) => all(chosen, " + "),
            Content::Ranked(chosen) => all(chosen, " > "),
        }
    }

    fn labelled_reads(chosen: &Labelled) -> String {
        let off_scale = if chosen.off_scale { " off the scale" } else { "" };
        let detail = chosen.detail.as_deref().map(|one| format!(" ({one})")).unwrap_or_default();
        format!("{}={}{off_scale}{detail}", chosen.value, chosen.label)
    }

    #[track_caller]
    fn exports(question: Question, answer: Answer, expected: &str) {
        assert_eq!(reads(&entry_of(question, answer)), expected);
    }

    fn signed_off(consultation: &Consultation, answers: Answers) -> Draft {
        let mut draft = draft(consultation, answers);
        draft.sign_off(director(), consultation, &may(28));
        draft
    }

    #[test]
    fn values_go_out_with_their_labels() {
        exports(line("q"), gives("  Borsetshire\n"), "answered: Borsetshire");
        exports(decimal("q"), gives("1,000.50"), "answered: 1000.50 ");
        exports(date("q"), gives("5 June 2014"), "answered: 2014-06-05");
        exports(one("q", &["yes", "not-sure"]), gives("not-sure"), "answered: not-sure=Not sure");
        exports(
            one("q", &["yes", "dont-know"]),
            gives("dont-know"),
            "answered: dont-know=Dont know off the scale",
        );
        exports(
            several("q", &["a", "b", "other"]).with_detail("other", true).with_detail("b", true),
            ticks(&["other", "a"]).and_detail("other", " A trust ").and_detail("b", "Kept"),
            "answered: a=A + other=Other (A trust)",
        );
        exports(rank("q", &["a", "b", "c"]), ticks(&["c", "a"]), "answered: c=C > a=A");
    }

    #[test]
    fn blank_no_comment_dont_know_and_not_asked_are_four_different_things() {
        let q = || one("q", &["yes", "dont-know"]).with_comment(CommentRequired::Never);
        exports(q(), Answer::default(), "not-answered: ");
        exports(q(), comments("It depends."), "not-answered:  // It depends.");
        exports(q(), gives("yes").and_comments("Because.").and_no_comment(), "no-comment: ");
        exports(q(), gives("dont-know"), "answered: dont-know=Dont know off the scale");
        exports(q().when(answered("gone")), gives("yes").and_comments("Because."), "not-asked: ");
    }

    #[test]
    fn what_cannot_be_read_is_not_exported_as_an_answer() {
        exports(decimal("q"), gives("1,5"), "not-answered: ");
        exports(one("q", &["a", "b"]), gives("z"), "not-answered: ");
    }

    #[test]
    fn each_row_has_its_own_state() {
        let table = matrix("q", &["r", "s", "t", "u"], &["a", "dont-know"])
            .with_row("u", |row| row.condition = Some(answered("gone")))
            .with_matrix(|matrix| {
                let never = CommentRequired::Never;
                matrix.row_comment = Some(comment_box(never));
            });
        let answer = rows(&[("r", "dont-know"), ("u", "a")])
            .and_row("s", "", "It depends.")
            .and_row_no_comment("t");
        let rows = |answer| {
            let entry = entry_of(table.clone(), answer);
            let rows = entry.rows.iter().map(|row| {
                let value = row.value.as_ref().map(labelled_reads).unwrap_or_default();
                let comment = row.comment.as_deref().unwrap_or_default();
                format!("{} {}: {value}{comment}", row.label, row.state.name())
            });
            (entry.state, rows.collect::<Vec<_>>())
        };
        assert_eq!(
            rows(answer.clone()),
            (
                AnswerState::Answered,
                vec![
                    "R answered: dont-know=Dont know off the scale".to_owned(),
                    "S not-answered: It depends.".to_owned(),
                    "T no-comment: ".to_owned(),
                    "U not-asked: ".to_owned(),
                ]
            )
        );
        assert_eq!(
            rows(answer.and_no_comment()),
            (
                AnswerState::NoComment,
                vec![
                    "R no-comment: ".to_owned(),
                    "S no-comment: ".to_owned(),
                    "T no-comment: ".to_owned(),
                    "U not-asked: ".to_owned(),
                ]
            )
        );
    }

    #[test]
    fn a_part_brings_its_group_along() {
        let mut group = group("signatory", [line("name"), line("role")].map(Part::Question).into());
        group.wording.number = Some("7".to_owned());
        let consultation = set_of([section("only", [Item::Group(group)])]);
        let response = draft(&consultation, said([])).partial(&consultation);
        let part = &response.sections[0].entries[1];
        assert_eq!((part.number.as_deref(), part.part), (Some("7"), Some(2)));
        assert_eq!(part.group.as_deref(), Some("What about signatory?"));
    }

    #[test]
    fn who_responds_is_gathered_by_purpose() {
        let consultation = set([
            one("publish", &["yes"]).with(|one| one.purpose = Some(Purpose::PublishConsent)),
            line("council").with(|one| one.purpose = Some(Purpose::Organisation)),
            line("mail").with(|one| one.purpose = Some(Purpose::Email)),
        ]);
        let answers = said([("publish", gives("yes")), ("council", gives("Borsetshire"))]);
        let response = draft(&consultation, answers).partial(&consultation);
        let purposes: Vec<Purpose> = response.respondent.iter().map(|one| one.purpose).collect();
        assert_eq!(purposes, [Purpose::Organisation, Purpose::PublishConsent]);
        let organisation = response.particular(Purpose::Organisation).unwrap();
        assert_eq!(organisation.value, Content::Text("Borsetshire".to_owned()));
    }

    #[test]
    fn a_complete_and_signed_off_draft_is_finished() {
        let consultation = set([line("council").required()]);
        let draft = signed_off(&consultation, said([("council", gives("Borsetshire"))]));
        let response = draft.finish(&consultation).unwrap();
        let completion = Completion { at: may(28), sign_off: director() };
        assert_eq!(response.completion, Some(completion));
        assert_eq!(response, draft.finish(&consultation).unwrap());
    }

    #[test]
    fn everything_that_is_missing_is_told_at_once() {
        let consultation = set([line("council").required(), decimal("cost")]);
        let unfinished =
            draft(&consultation, said([("cost", gives("1,5"))])).finish(&consultation).unwrap_err();
        assert_eq!(unfinished.shortfalls.len(), 2);
        assert_eq!(unfinished.sign_off, Some(SignOffShortfall::Missing));
    }

    #[test]
    fn a_change_after_sign_off_wants_another_one() {
        let consultation = set([line("council")]);
        let mut draft = signed_off(&consultation, said([]));
        *draft.answers.entry(&id("council")) = gives("Borsetshire");
        let unfinished = draft.finish(&consultation).unwrap_err();
        assert_eq!(unfinished.sign_off, Some(SignOffShortfall::Outdated));
        draft.sign_off(director(), &consultation, &may(30));
        assert!(draft.finish(&consultation).is_ok());
    }

    #[test]
    fn a_sign_off_by_nobody_is_none() {
        let consultation = set([line("council")]);
        let mut draft = draft(&consultation, said([]));
        let missing = |draft: &Draft| draft.finish(&consultation).unwrap_err().sign_off;
        draft.sign_off(SignOff { name: " ".to_owned(), ..director() }, &consultation, &may(28));
        assert_eq!(missing(&draft), Some(SignOffShortfall::Missing));
        draft.sign_off = Some(director());
        draft.status = Status::InProgress;
        assert_eq!(missing(&draft), Some(SignOffShortfall::Missing));
    }

    #[test]
    fn a_partial_response_is_never_signed_and_lists_what_it_leaves_out() {
        let consultation = set([line("council"), line("more").when(equals("gone", &["x"]))]);
        let draft = signed_off(&consultation, said([("more", gives("Kept"))]));
        let partial = draft.partial(&consultation);
        assert_eq!((partial.completion.clone(), partial.leftovers.len()), (None, 1));
        let finished = draft.finish(&consultation).unwrap();
        assert!(finished.leftovers.is_empty());
    }

    #[test]
    fn notes_never_leave_the_house() {
        let consultation = set([line("council")]);
        let answer = Answer { note: Text::from("Legal to check."), ..gives("Borsetshire") };
        let response = draft(&consultation, said([("council", answer)])).partial(&consultation);
        assert!(!format!("{response:?}").contains("Legal"));
    }

    /// One question of each shape, some asked only for some answers to the others.
    fn mixed() -> Consultation {
        let not_b = || includes("list", &["a"]);
        set([
            one("gate", &["a", "b"]).required(),
            several("list", &["a", "b"]).with_detail("b", true).when(equals("gate", &["a"])),
            rank("order", &["a", "b"]).with_choice("b", |choice| choice.condition = Some(not_b())),
            matrix("table", &["a", "b"], &["a", "b"])
                .with_row("b", |row| row.condition = Some(not_b()))
                .with_comment(CommentRequired::WhenAnswered),
            text("why", Limit::default()).when(answered("order")),
            decimal("cost"),
        ])
    }

    const IDS: [&str; 7] = ["gate", "list", "order", "table", "why", "cost", "gone"];

    const VALUES: [&str; 5] = ["a", "b", "z", "1", "1,5"];

    fn any_answer() -> impl Strategy<Value = Answer> {
        let value = || prop::sample::select(&VALUES[..]);
        let base = prop_oneof![
            Just(Answer::default()),
            value().prop_map(gives),
            prop::sample::subsequence(&VALUES[..], 0..3).prop_map(|values| ticks(&values)),
            (value(), value()).prop_map(|(row, column)| if row.contains(',') {
                no_comment()
            } else {
                rows(&[(row, column)])
            }),
        ];
        (base, any::<bool>(), prop::option::of(Just("Because.")), any::<bool>()).prop_map(
            |(mut answer, no_comment, comment, detail)| {
                answer.no_comment |= no_comment;
                answer = answer.and_comments(comment.unwrap_or_default());
                if detail { answer.and_detail("b", "This one") } else { answer }
            },
        )
    }

    fn any_answers() -> impl Strategy<Value = Answers> {
        prop::collection::vec(any_answer(), IDS.len()).prop_map(|answers| {
            IDS.iter().zip(answers).map(|(name, one)| (id(name), one)).collect()
        })
    }

    /// How many things an answer says: values, details and comments.
    fn things(answer: &Answer) -> usize {
        let rows = answer
            .rows
            .values()
            .map(|row| usize::from(row.value.is_some()) + usize::from(!row.comment.is_blank()));
        answer.value.values().len()
            + answer.details.len()
            + rows.sum::<usize>()
            + usize::from(!answer.comment.is_blank())
    }

    fn things_exported(response: &Response) -> usize {
        let labelled = |one: &Labelled| 1 + usize::from(one.detail.is_some());
        let content = |content: &Content| match content {
            Content::Text(_) | Content::Number { .. } | Content::Day(_) => 1,
            Content::One(chosen) => labelled(chosen),
            Content::Ticked(chosen) | Content::Ranked(chosen) => chosen.iter().map(labelled).sum(),
        };
        let entries = response.sections.iter().flat_map(|section| &section.entries);
        let of_entry = |entry: &QuestionRecord| {
            let rows = entry
                .rows
                .iter()
                .map(|row| usize::from(row.value.is_some()) + usize::from(row.comment.is_some()));
            entry.value.as_ref().map_or(0, content)
                + rows.sum::<usize>()
                + usize::from(entry.comment.is_some())
        };
        entries.map(of_entry).sum()
    }

    proptest! {
        #[test]
        fn a_draft_is_finished_if_and_only_if_nothing_is_missing(answers in any_answers()) {
            let consultation = mixed();
            let draft = signed_off(&consultation, answers);
            let route = Route::of(&consultation, &draft.answers);
            let missing = shortfalls(&consultation, &route, &draft.answers);
            match draft.finish(&consultation) {
                Ok(_) => prop_assert_eq!(missing, []),
                Err(unfinished) => prop_assert_eq!(unfinished.shortfalls, missing),
            }
        }

        #[test]
        fn whatever_is_said_is_exported_or_listed(answers in any_answers()) {
            let consultation = mixed();
            let draft = draft(&consultation, answers);
            let response = draft.partial(&consultation);
            let listed = |one: &Excluded| one.holds.split(", ").count();
            let listed: usize = response.leftovers.iter().map(listed).sum();
            let said: usize = draft.answers.iter().map(|(_, answer)| things(answer)).sum();
            prop_assert_eq!(things_exported(&response) + listed, said);
        }

        #[test]
        fn hiding_and_showing_brings_every_answer_back(answers in any_answers()) {
            let consultation = mixed();
            let mut draft = draft(&consultation, answers);
            let before = draft.partial(&consultation);
            let gate = draft.answers.entry(&id("gate"));
            let was = std::mem::replace(gate, gives("b"));
            let _ = draft.partial(&consultation);
            *draft.answers.entry(&id("gate")) = was;
            prop_assert_eq!(draft.partial(&consultation), before);
        }
    }
}
