//! The words for a question and its answer.

use super::{choosing::ListedEntry, sentence, stops::RowGroup};
use crate::{
    app::{edit::TextField, screen::page::Page, session::Session},
    model::{
        answer::FieldName,
        consultation::{
            Choice, CommentBox, Item, Matrix, Part, Question, QuestionKind, Reference, Wording,
        },
        draft::Position,
        limit::Limit,
        text::Text,
    },
    words::{self, READ_AGAIN, count, prose},
};

/// The number of lines of a text that are read out unprompted.
const LINES_SAID: usize = 6;

/// Announces a hint.
const A_HINT: &str = "There is a hint.";

/// Says how to hear hints and guidance.
pub(super) const HELP: &str = "Type “hint” or ?, “guidance” or ??.";

/// Says that typing replaces the existing text.
pub(super) const REPLACES: &str = "What you type replaces the whole text; “insert” adds to it.";

/// A question at one of its stops.
#[derive(Clone, Copy)]
pub(super) struct Stop<'a> {
    /// The open draft.
    pub(super) session: &'a Session,
    /// The question.
    pub(super) question: &'a Question,
    /// The position in it.
    pub(super) position: &'a Position,
}

/// How much of a text to read out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Length {
    #[default]
    /// Enough to recognise it.
    Short,
    /// The whole text.
    Whole,
}

/// Introduces a page: its place in the set, and its text.
pub(super) fn page(session: &Session, page: &Page, section_is_new: bool) -> Vec<String> {
    let Some(item) = session.consultation.item(page.at) else {
        return Vec::new();
    };
    let mut facts =
        vec![format!("Section {} of {}", page.at.section + 1, session.consultation.sections.len())];
    if let (true, Some(section)) =
        (section_is_new, session.consultation.sections.get(page.at.section))
    {
        facts.push(section.title.clone());
    }
    let wording = item.wording();
    let numbered = wording.number.as_ref().map(|number| format!("question {number}"));
    let shown = session.route.pages().iter().filter(|one| one.section == page.at.section);
    let place = shown.take_while(|one| **one <= page.at).count();
    facts.push(numbered.unwrap_or_else(|| format!("page {place}")));
    if item.is_key() {
        facts.push("key question".to_owned());
    }
    match item {
        Item::Notice(_) => facts.push("to read".to_owned()),
        Item::Question(question) => facts.push(required(question.required).to_owned()),
        Item::Group(_) => facts.push("several parts".to_owned()),
    }
    let mut lines = vec![format!("{}.", facts.join(", "))];
    match item {
        Item::Notice(_) => lines.extend(prose::lines(&wording.text)),
        Item::Question(_) | Item::Group(_) => lines.push(wording.text.clone()),
    }
    lines.extend(wording.provenance.map(|kind| format!("{}.", kind.in_short())));
    if let Item::Group(group) = item {
        // Notices before the first question are read with the group.
        let first = group.parts.iter().take_while(|part| matches!(part, Part::Notice(_)));
        lines.extend(first.flat_map(|part| prose::lines(&part.wording().text)));
    }
    let contradictions =
        item.questions().flat_map(|(_, question)| session.contradictions_of(&question.id));
    lines.extend(contradictions.map(|words| sentence(&words)));
    let partly = session.question_progress(page.at).and_then(|one| one.partly_in_words());
    lines.extend(partly.map(|words| format!("{words}.")));
    let problems = page.problems.iter().map(|problem| problem.in_words(&session.consultation));
    lines.extend(problems.map(|words| sentence(&words)));
    let changed = item.questions().filter(|(_, part)| session.answer(&part.id).read_again);
    lines.extend(changed.flat_map(|(part, question)| {
        let name = part.map(|_| question.wording.text.clone());
        let earlier = session.answer(&question.id).earlier_words(question);
        let earlier = earlier.into_iter().map(|words| format!("{words}."));
        let ways = "Answer it again, or type “stands” to keep your answer.".to_owned();
        name.into_iter().chain([format!("{READ_AGAIN}.")]).chain(earlier).chain([ways])
    }));
    lines
}

/// Announces the hint and guidance.
pub(super) fn helps(item: &Item) -> Option<&'static str> {
    match (item.wording().hint.is_some(), has_guidance(item)) {
        (true, true) => Some("There is a hint, and guidance."),
        (true, false) => Some(A_HINT),
        (false, true) => Some("There is guidance."),
        (false, false) => None,
    }
}

fn has_guidance(item: &Item) -> bool {
    let parts = match item {
        Item::Group(group) => group.parts.as_slice(),
        Item::Notice(_) | Item::Question(_) => &[],
    };
    let mut all = parts.iter().map(Part::wording).chain([item.wording()]);
    all.any(|wording| wording.guidance.is_some() || !wording.references.is_empty())
}

/// Reads out all guidance on an item.
pub(super) fn guidance(session: &Session, item: &Item) -> Vec<String> {
    let mut lines = of_wording(session, item.wording());
    if let Item::Group(group) = item {
        for part in &group.parts {
            let own = of_wording(session, part.wording());
            if !own.is_empty() {
                lines.push(part.wording().text.clone());
                lines.extend(own);
            }
        }
    }
    if let Some(provenance) = item.wording().provenance {
        lines.push(format!("Wording: {}.", provenance.in_full()));
    }
    if lines.is_empty() {
        lines.push("There is no guidance on this question.".to_owned());
    }
    lines
}

fn of_wording(session: &Session, wording: &Wording) -> Vec<String> {
    let guidance = wording.guidance.iter().flat_map(|guidance| prose::lines(guidance));
    guidance.chain(references(session, &wording.references)).collect()
}

/// Reads out the references, source by source.
fn references(session: &Session, references: &[Reference]) -> Vec<String> {
    let mut lines = Vec::new();
    for reference in references {
        let source = session.consultation.source(&reference.source);
        let title = source.map_or(reference.source.as_str(), |source| &source.title);
        let at = reference.at.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
        lines.push(format!("Source: {title}{at}."));
        lines.extend(reference.quote.iter().flat_map(|quote| prose::lines(quote)));
        lines.extend(source.and_then(|source| source.url.clone()));
    }
    lines
}

impl<'a> Stop<'a> {
    /// Introduces a question on a page that has several.
    pub(super) fn part(&self) -> Vec<String> {
        let consultation = &self.session.consultation;
        let Some(location) = consultation.location(&self.question.id) else {
            return Vec::new();
        };
        let (Some(place), Some(Item::Group(group))) = (location.part, consultation.item(location))
        else {
            return Vec::new();
        };
        let before = group.parts.get(..place).unwrap_or_default();
        let notices = before.iter().rev().take_while(|part| matches!(part, Part::Notice(_)));
        let mut notices: Vec<&Part> = notices.collect();
        notices.reverse();
        // Notices before the first question have been read with the page.
        let is_first = notices.len() == place;
        let notices = notices.into_iter().filter(|_| !is_first);
        let mut lines: Vec<String> =
            notices.flat_map(|part| prose::lines(&part.wording().text)).collect();
        let name = match consultation.number_of(&self.question.id) {
            Some(number) => format!("Question {number}"),
            None => format!("Part {}", place + 1),
        };
        lines.push(format!("{name}, {}.", required(self.question.required)));
        lines.push(self.question.wording.text.clone());
        let own =
            self.question.wording.provenance.filter(|own| group.wording.provenance != Some(*own));
        lines.extend(own.map(|kind| format!("{}.", kind.in_short())));
        if self.question.wording.hint.is_some() {
            lines.push(A_HINT.to_owned());
        }
        lines
    }

    /// Says what the stop asks: its choices, its label, and any existing answer.
    pub(super) fn asks(&self, length: Length) -> Vec<String> {
        let mut lines = Vec::new();
        let answer = self.session.answer(&self.question.id);
        if answer.no_comment {
            lines.push("“No comment” is set; your other answer is kept, and not sent.".to_owned());
        }
        match (&self.position.row, &self.position.field) {
            (Some(_), FieldName::Value) => lines.extend(self.row()),
            (None, FieldName::Value) => {
                let entries = self.entries();
                lines.extend(numbered(entries.iter().map(|entry| entry.label)));
            }
            (_, FieldName::Comment) => {
                if let Some(comment_box) = self.comment_box() {
                    lines.push(self.comment_label(comment_box));
                    if comment_box.hint.is_some() {
                        lines.push(A_HINT.to_owned());
                    }
                }
            }
            (_, FieldName::Detail(value)) => {
                let choice = self.question.choice(value);
                if let Some((choice, detail)) =
                    choice.and_then(|choice| Some((choice, choice.detail.as_ref()?)))
                {
                    let required = required(detail.required);
                    lines.push(format!("{}: {} ({required})", choice.label, detail.text));
                }
            }
        }
        lines.extend(self.answered(length));
        let detail = self.session.offered_detail(&self.question.id);
        if let Some(detail) = detail.filter(|_| self.position.field == FieldName::Value) {
            let detail = words::in_one_line(detail.label());
            lines.push(format!("Last time: {detail}. “remembered” puts it in."));
        }
        lines
    }

    /// Names the group of the current row.
    pub(super) fn row_group(&self) -> Option<RowGroup<'a>> {
        let row = self.position.row.as_ref().filter(|_| self.position.field == FieldName::Value)?;
        RowGroup::of(self.session, self.question, row)
    }

    /// Lists the rows that one line can answer: those of a group, from the current one on.
    pub(super) fn rows(&self) -> Vec<String> {
        let Some(group) = self.row_group() else {
            return Vec::new();
        };
        let heading = group.rows.first().and_then(|row| row.group.as_ref());
        let mut lines: Vec<String> =
            heading.map(|heading| format!("Group: {heading}.")).into_iter().collect();
        for row in group.rest() {
            let position = Position { row: Some(row.value.clone()), ..self.position.clone() };
            let stop = Stop { position: &position, ..*self };
            lines.extend(stop.row());
            lines.extend(stop.answered(Length::Short));
        }
        lines
    }

    /// Introduces a row, before the choice of a column.
    fn row(&self) -> Vec<String> {
        let Some(group) = self.row_group() else {
            return Vec::new();
        };
        let Some(row) = group.rows.get(group.place) else {
            return Vec::new();
        };
        let count = self.session.route.rows(self.question).count();
        let number = row.number.as_ref().map(|number| format!("{number}. ")).unwrap_or_default();
        let place = group.before + group.place + 1;
        let mut lines = vec![format!("Row {place} of {count}: {number}{}", row.label)];
        lines.extend(row.note.iter().flat_map(|note| prose::lines(note)));
        if row.hint.is_some() {
            lines.push(A_HINT.to_owned());
        }
        let answer = self.session.answer(&self.question.id).row(&row.value);
        if answer.is_some_and(|answer| answer.no_comment) {
            lines.push("“No comment” is set.".to_owned());
        }
        lines
    }

    /// Lists the columns, which answer every row.
    pub(super) fn columns_said(&self) -> Vec<String> {
        let mut lines = vec!["For each row, choose one of these:".to_owned()];
        lines.extend(numbered(self.columns().iter().map(|column| column.label)));
        lines
    }

    /// Whether a text of several lines is expected.
    pub(super) fn is_long(&self) -> bool {
        match (&self.position.field, &self.question.kind) {
            (FieldName::Comment, _) | (FieldName::Value, QuestionKind::Text { .. }) => true,
            (FieldName::Value | FieldName::Detail(_), _) => false,
        }
    }

    /// Says the existing answer, if there is one.
    pub(super) fn answered(&self, length: Length) -> Vec<String> {
        let answer = self.session.answer(&self.question.id);
        let label = |text: &Text| {
            let entries = self.entries();
            let trimmed = text.trimmed();
            let known = entries.iter().find(|entry| entry.names.first() == Some(&Some(&trimmed)));
            known.map_or(trimmed.clone(), |entry| entry.label.to_owned())
        };
        match (&self.position.row, &self.position.field, &self.question.kind) {
            (Some(row), FieldName::Value, _) => {
                let given = answer.row(row).and_then(|row| row.value.as_ref());
                given.map(|given| format!("Answered: {}.", label(given))).into_iter().collect()
            }
            (
                None,
                FieldName::Value,
                QuestionKind::SelectOne { .. }
                | QuestionKind::SelectMultiple { .. }
                | QuestionKind::Rank { .. },
            ) => {
                let given: Vec<String> = answer.value.values().iter().map(label).collect();
                let before = match self.question.kind {
                    QuestionKind::Rank { .. } => "In this order",
                    _ => "Answered",
                };
                let said = (!given.is_empty()).then(|| format!("{before}: {}.", given.join("; ")));
                said.into_iter().collect()
            }
            (_, _, _) => written(&self.text(), length),
        }
    }

    /// Returns the text being asked for.
    pub(super) fn text(&self) -> Text {
        self.text_field().of(self.session.answer(&self.question.id))
    }

    fn text_field(&self) -> TextField {
        TextField::Field { row: self.position.row.clone(), field: self.position.field.clone() }
    }

    /// Says how to answer, in a few words, and gives full instructions the first time.
    pub(super) fn way(&self) -> (String, &'static str) {
        const TEXT: &str = "Type as many lines as you like. “edit 3”, “delete 3” and “insert 3” \
                            change a line.";
        const ONE: &str = "Type its number, or its first letters.";
        const ROWS: &str = "Type a number for each, for example 1 1 3 2; “-” leaves a row as it \
                            is. One number answers the first row alone. An empty line goes on to \
                            the next group.";
        let text = || {
            let way = "A text. A line with a single full stop, “.”, ends it.";
            if self.text().is_empty() || self.session.is_read_only() {
                way.to_owned()
            } else {
                format!("{way} {REPLACES}")
            }
        };
        match (&self.position.field, &self.question.kind) {
            (FieldName::Comment, _) => (text(), TEXT),
            (FieldName::Detail(_), _) => ("One line.".to_owned(), ""),
            (FieldName::Value, kind) => match kind {
                QuestionKind::String { .. } => ("One line.".to_owned(), ""),
                QuestionKind::Text { .. } => (text(), TEXT),
                QuestionKind::Integer(range) | QuestionKind::Decimal { range, .. } => {
                    let unit = range.unit.as_ref();
                    let unit = unit.map(|unit| format!(", in {unit}")).unwrap_or_default();
                    let number = match kind {
                        QuestionKind::Integer(_) => "A whole number",
                        _ => "A number",
                    };
                    (format!("{number}{unit}."), "")
                }
                QuestionKind::Date { .. } => ("A date, for example 5 June 2014.".to_owned(), ""),
                QuestionKind::SelectOne { .. } => ("Choose one.".to_owned(), ONE),
                QuestionKind::SelectMultiple { min_selected, max_selected, .. } => (
                    format!("Choose {}.", amount(*min_selected, *max_selected)),
                    "Type the numbers of all that apply, for example 1 3; or first letters, with \
                     commas between.",
                ),
                QuestionKind::Rank { min_ranked, max_ranked, .. } => (
                    format!("Put in order {}.", amount(*min_ranked, *max_ranked)),
                    "Type their numbers, the first one first, for example 2 1 3.",
                ),
                QuestionKind::Matrix(_) => {
                    match self.row_group().map_or(1, |group| group.rest().len()) {
                        0 | 1 => ("Choose one.".to_owned(), ONE),
                        rows => (format!("Answer these {rows} rows in one line."), ROWS),
                    }
                }
            },
        }
    }

    /// Says the hint, and the limits on the answer.
    pub(super) fn hints(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let wording = &self.question.wording;
        match (&self.position.row, &self.position.field) {
            (Some(row), FieldName::Value) => {
                lines.extend(wording.hint.clone());
                let row = self.question.matrix().and_then(|matrix| matrix.row(row));
                lines.extend(row.and_then(|row| row.hint.clone()));
                lines.extend(
                    row.into_iter().flat_map(|row| references(self.session, &row.references)),
                );
                let columns = self.session.route.columns(self.question).enumerate();
                lines.extend(columns.filter_map(|(place, (_, column))| {
                    Some(format!("{}: {}. {}", place + 1, column.label, column.hint.as_ref()?))
                }));
            }
            (_, FieldName::Comment) => {
                lines.extend(self.comment_box().and_then(|comment_box| comment_box.hint.clone()));
            }
            (_, FieldName::Value) => {
                lines.extend(wording.hint.clone());
                let choices = self.session.route.choices(self.question).enumerate();
                lines.extend(choices.filter_map(|(place, (_, choice))| {
                    Some(format!("{}: {}. {}", place + 1, choice.label, choice.hint.as_ref()?))
                }));
            }
            (_, FieldName::Detail(_)) => {}
        }
        let (way, more) = self.way();
        lines.push(way);
        lines.extend((!more.is_empty()).then(|| more.to_owned()));
        let limits = self.limit().map(|limit| limit.usages(self.text().tally()));
        lines.extend(limits.into_iter().flatten().map(|usage| format!("{usage}.")));
        if self.question.allow_no_comment {
            lines.push("“no comment” is an answer too.".to_owned());
        }
        lines
    }

    /// Says the maximum length of the text being asked for.
    pub(super) fn limit(&self) -> Option<&'a Limit> {
        match (&self.position.field, &self.question.kind) {
            (
                FieldName::Value,
                QuestionKind::String { limit, .. } | QuestionKind::Text { limit },
            ) => Some(limit),
            (FieldName::Value, _) => None,
            (FieldName::Comment, _) => self.comment_box().map(|comment_box| &comment_box.limit),
            (FieldName::Detail(value), _) => {
                Some(&self.question.choice(value)?.detail.as_ref()?.limit)
            }
        }
    }

    /// Lists what can be chosen: the choices, or the columns of a row.
    pub(super) fn entries(&self) -> Vec<ListedEntry<'a>> {
        match self.question.kind {
            QuestionKind::Matrix(_) => self.columns(),
            _ => {
                let choices = self.session.route.choices(self.question);
                let entry = |choice: &'a Choice| ListedEntry {
                    label: &choice.label,
                    names: [Some(choice.value.as_str()), choice.number.as_deref()],
                };
                choices.map(|(_, choice)| entry(choice)).collect()
            }
        }
    }

    fn columns(&self) -> Vec<ListedEntry<'a>> {
        let columns = self.session.route.columns(self.question);
        columns
            .map(|(_, column)| ListedEntry {
                label: &column.label,
                names: [Some(column.value.as_str()), column.number.as_deref()],
            })
            .collect()
    }

    fn comment_box(&self) -> Option<&'a CommentBox> {
        let row_comment = |matrix: &'a Matrix| matrix.row_comment.as_ref();
        match self.position.row {
            Some(_) => self.question.matrix().and_then(row_comment),
            None => self.question.comment.as_ref(),
        }
    }

    fn comment_label(&self, comment_box: &CommentBox) -> String {
        let answer = self.session.answer(&self.question.id);
        let wanted = match &self.position.row {
            None => comment_box.wanted_beside(answer),
            Some(row) => comment_box.wanted_beside_row(answer.row(row)),
        };
        let row = self.position.row.as_ref();
        let row = row.and_then(|row| self.question.matrix()?.row(row));
        let of = row.map(|row| format!("{}: ", row.label)).unwrap_or_default();
        format!("{of}{} ({})", comment_box.text, required(wanted))
    }

    /// Says how a date or number was understood.
    pub(super) fn understood(&self) -> Option<String> {
        let understood = self.question.kind.understood(&self.text().to_string())?;
        Some(format!("{understood}."))
    }
}

fn required(required: bool) -> &'static str {
    if required { "required" } else { "optional" }
}

/// Says an existing text: a single line as it is, several with their numbers.
pub(super) fn written(text: &Text, length: Length) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let whole = text.to_string();
    let all: Vec<&str> = whole.split('\n').collect();
    if let [only] = all.as_slice() {
        return vec![format!("Answered: {only}")];
    }
    let most = if length == Length::Whole { all.len() } else { LINES_SAID };
    let mut lines = vec![format!("Answered, in {}:", count(all.len(), "line", "lines"))];
    lines.extend(numbered(all.iter().take(most).copied()));
    if all.len() > most {
        lines.push("There is more: “repeat” says all of it.".to_owned());
    }
    lines
}

/// Numbers the lines.
pub(super) fn numbered<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<String> {
    lines.enumerate().map(|(place, line)| format!("{}: {line}", place + 1)).collect()
}

/// Says how many may be chosen: "at least 1 and at most 3".
fn amount(min: Option<usize>, max: Option<usize>) -> String {
    match (min, max) {
        (None, None) => "any number".to_owned(),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (Some(min), Some(max)) if min == max => format!("{min}"),
        (Some(min), Some(max)) => format!("at least {min} and at most {max}"),
    }
}
