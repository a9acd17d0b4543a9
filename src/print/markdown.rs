//! A question set as Markdown.

use super::{
    words::{self, limited},
    writing::{indented, line, plain, quoted, rich},
};
use crate::model::{
    condition::Condition,
    consultation::{
        Channel, Choice, Column, CommentBox, Consultation, Group, Item, Location, Matrix, Notice,
        Part, Provenance, Question, QuestionKind, Reference, Row, Section, Source, Wording,
    },
    reading::day_in_words,
    scope::Ways,
};

/// Everything that a set may ask, in its order.
pub(super) fn questionnaire(set: &Consultation) -> String {
    let mut page = Page { set, text: String::new() };
    page.front();
    for (place, section) in set.sections.iter().enumerate() {
        page.section(place, section);
    }
    page.contradictions();
    page.text
}

/// What has been written so far.
struct Page<'a> {
    set: &'a Consultation,
    text: String,
}

/// How deep a heading stands.
#[derive(Clone, Copy)]
enum Depth {
    Item,
    Part,
}

impl Page<'_> {
    /// Adds a block, with a blank line before it.
    fn block(&mut self, block: impl AsRef<str>) {
        if block.as_ref().is_empty() {
            return;
        }
        self.text.push_str(if self.text.is_empty() { "" } else { "\n" });
        self.text.push_str(block.as_ref());
        self.text.push('\n');
    }

    /// Adds the items of a list, if there are any.
    fn list(&mut self, items: impl IntoIterator<Item = String>) {
        let items: Vec<String> =
            items.into_iter().map(|item| format!("- {}", indented(&item, 2))).collect();
        self.block(items.join("\n"));
    }

    /// Adds what stands before the first section.
    fn front(&mut self) {
        let set = self.set;
        self.block(format!("# {}", line(&set.title)));
        self.block(line(&set.publisher));
        if let Some(open) = words::open(set) {
            self.block(format!("{}.", line(&open)));
        }
        if let Some(part_of) = &set.part_of {
            self.block(format!("Part of: {}.", line(&part_of.title)));
        }
        self.block(set.introduction.as_deref().map(rich).unwrap_or_default());
        if !set.respond_via.is_empty() {
            self.block("Send your response:");
            self.list(set.respond_via.iter().map(channel));
        }
        if !set.changes.is_empty() {
            self.block("What has changed:");
            self.list(set.changes.iter().map(|change| {
                let date = change.date.map(day_in_words);
                let date = date.map(|date| format!(", {date}")).unwrap_or_default();
                format!("Version {}{date}: {}", line(&change.version), line(&change.text))
            }));
        }
        if !set.sources.is_empty() {
            self.block("Sources:");
            self.list(set.sources.iter().map(source));
        }
        let origins: Vec<Provenance> = set.origins().map(|(origin, _)| origin).collect();
        if !origins.is_empty() {
            self.block("Where the questions come from:");
            self.list(origins.into_iter().map(|origin| line(origin.in_full())));
        }
        if let Some(ways) = Ways::of(set, set.pages()) {
            let Ways { key, required, all, short, whole } = ways;
            self.block(format!(
                "{key} of {all} questions are marked as key questions. They take {short}, with \
                 {required} more that must be answered; all take {whole}. This is an estimate for \
                 reading and drafting; asking colleagues and getting approval come on top."
            ));
        }
        self.block(format!("Version {} of the questions.", line(&set.version)));
    }

    fn section(&mut self, place: usize, section: &Section) {
        self.block(format!("## {}", line(&section.title)));
        self.condition(section.condition.as_ref());
        self.block(section.introduction.as_deref().map(rich).unwrap_or_default());
        for (item, content) in section.items.iter().enumerate() {
            let location = Location { section: place, item, part: None };
            match content {
                Item::Notice(notice) => self.notice(location, notice),
                Item::Question(question) => self.question(location, question, Depth::Item, None),
                Item::Group(group) => self.group(location, group),
            }
        }
    }

    /// Adds which answers contradict each other.
    fn contradictions(&mut self) {
        let set = self.set;
        if set.contradictions.is_empty() {
            return;
        }
        self.block("## Answers that contradict each other");
        self.list(set.contradictions.iter().map(|declared| {
            format!("If {}: {}", line(&declared.when.clause(set)), line(&declared.message))
        }));
    }

    fn group(&mut self, location: Location, group: &Group) {
        self.heading(location, &group.wording.text, Depth::Item);
        self.key(group.is_key);
        self.condition(group.condition.as_ref());
        self.help(&group.wording);
        for (place, part) in group.parts.iter().enumerate() {
            let location = Location { part: Some(place), ..location };
            match part {
                Part::Notice(notice) => self.notice(location, notice),
                Part::Question(question) => {
                    self.question(location, question, Depth::Part, group.wording.provenance);
                }
            }
        }
    }

    /// Adds something to read.
    fn notice(&mut self, location: Location, notice: &Notice) {
        self.condition(notice.condition.as_ref());
        let number = self.set.number_at(location).0.filter(|_| location.part.is_none());
        let number = number.map(bold).unwrap_or_default();
        self.block(quoted(&format!("{number}{}", rich(&notice.wording.text))));
        self.help(&notice.wording);
    }

    /// Adds a question. What its group says of its wording already is not said again.
    fn question(
        &mut self,
        location: Location,
        question: &Question,
        depth: Depth,
        said: Option<Provenance>,
    ) {
        self.heading(location, &question.wording.text, depth);
        self.key(question.is_key);
        self.condition(question.condition.as_ref());
        let provenance = question.wording.provenance.filter(|own| Some(*own) != said);
        self.help(&Wording { provenance, ..question.wording.clone() });
        self.block(format!("**{}.** {}", line(&words::task(question)), words::need(question)));
        match &question.kind {
            QuestionKind::SelectOne { choices }
            | QuestionKind::SelectMultiple { choices, .. }
            | QuestionKind::Rank { choices, .. } => self.choices(choices),
            QuestionKind::Matrix(matrix) => self.matrix(question, matrix),
            QuestionKind::String { .. }
            | QuestionKind::Text { .. }
            | QuestionKind::Integer(_)
            | QuestionKind::Decimal { .. }
            | QuestionKind::Date { .. } => {}
        }
        if let Some(comment) = &question.comment {
            self.comment(comment, question, "");
        }
    }

    /// Adds the first line of a text as a heading, with its number, and the rest after it.
    fn heading(&mut self, location: Location, text: &str, depth: Depth) {
        let number = match self.set.number_at(location) {
            (_, Some(part)) => format!("Part {part}. "),
            (Some(number), None) => format!("{}. ", heading_number(number)),
            (None, None) => String::new(),
        };
        let marks = match depth {
            Depth::Item => "###",
            Depth::Part => "####",
        };
        let (first, rest) = text.trim().split_once('\n').unwrap_or((text, ""));
        self.block(format!("{marks} {number}{}", line(first)));
        self.block(plain(rest));
    }

    fn key(&mut self, is_key: bool) {
        self.block(if is_key { "**Key question.**" } else { "" });
    }

    fn condition(&mut self, condition: Option<&Condition>) {
        if let Some(condition) = condition {
            self.block(format!("*{}.*", line(&condition.in_words(self.set))));
        }
    }

    /// Adds everything that helps with an item.
    fn help(&mut self, wording: &Wording) {
        self.block(wording.hint.as_deref().map(plain).unwrap_or_default());
        self.block(wording.guidance.as_deref().map(rich).unwrap_or_default());
        for block in self.references(&wording.references) {
            self.block(block);
        }
        if let Some(provenance) = wording.provenance {
            self.block(format!("*{}.*", line(provenance.in_short())));
        }
    }

    /// The places to read on, in one line; after it, what sources are quoted with.
    fn references(&self, references: &[Reference]) -> Vec<String> {
        let (quoting, pointing): (Vec<_>, Vec<_>) =
            references.iter().partition(|reference| reference.quote.is_some());
        let places: Vec<String> = pointing.into_iter().map(|one| self.place(one)).collect();
        let see = (!places.is_empty()).then(|| format!("See {}.", places.join("; ")));
        let quotes = quoting.into_iter().map(|one| {
            let quote = one.quote.as_deref().unwrap_or_default();
            format!("{}:\n\n{}", self.place(one), quoted(&rich(quote)))
        });
        see.into_iter().chain(quotes).collect()
    }

    fn place(&self, reference: &Reference) -> String {
        let known = self.set.source(&reference.source);
        let title = known.map_or(reference.source.as_str(), |source| &source.title);
        let at = reference.at.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
        line(&format!("{title}{at}"))
    }

    fn choices(&mut self, choices: &[Choice]) {
        let items: Vec<String> = choices.iter().map(|choice| self.choice(choice)).collect();
        self.list(items);
    }

    fn choice(&self, choice: &Choice) -> String {
        let mut about: Vec<String> = choice.hint.as_deref().map(line).into_iter().collect();
        if choice.exclusive {
            about.push("only by itself".to_owned());
        }
        about.extend(self.offered(choice.condition.as_ref()));
        if let Some(detail) = &choice.detail {
            let need = if detail.required { "required" } else { "optional" };
            let limits = limited(need, &detail.limit);
            about.push(format!("say more: “{}” ({})", line(&detail.text), line(&limits)));
        }
        with(&numbered(choice.number.as_deref(), &choice.label), &about)
    }

    fn offered(&self, condition: Option<&Condition>) -> Option<String> {
        Some(format!("offered if {}", line(&condition?.clause(self.set))))
    }

    fn matrix(&mut self, question: &Question, matrix: &Matrix) {
        self.block(table(matrix));
        let columns = matrix.columns.iter().filter_map(|column| self.about_column(column));
        let rows = matrix.rows.iter().filter_map(|row| self.about_row(question, row));
        let notes: Vec<String> = columns.chain(rows).collect();
        self.list(notes);
        if let Some(comment) = &matrix.row_comment {
            self.comment(comment, question, "For each row: ");
        }
    }

    fn about_column(&self, column: &Column) -> Option<String> {
        let hint = column.hint.as_deref().map(line);
        let about: Vec<String> =
            hint.into_iter().chain(self.offered(column.condition.as_ref())).collect();
        (!about.is_empty())
            .then(|| with(&numbered(column.number.as_deref(), &column.label), &about))
    }

    fn about_row(&self, question: &Question, row: &Row) -> Option<String> {
        let mut about: Vec<String> = row.hint.as_deref().map(line).into_iter().collect();
        if let Some(condition) = &row.condition {
            about.push(format!("asked if {}", line(&condition.clause(self.set))));
        }
        match row.required.filter(|required| *required != question.required) {
            Some(true) => about.push("required".to_owned()),
            Some(false) => about.push("optional".to_owned()),
            None => {}
        }
        let references = self.references(&row.references);
        let note = row.note.as_deref().map(rich);
        let blocks: Vec<String> = note.into_iter().chain(references).collect();
        if about.is_empty() && blocks.is_empty() {
            return None;
        }
        let label = with(&numbered(row.number.as_deref(), &row.label), &about);
        Some([vec![label], blocks].concat().join("\n\n"))
    }

    fn comment(&mut self, comment: &CommentBox, question: &Question, lead: &str) {
        let need = line(&words::comment(comment, question));
        let text = line(&comment.text);
        self.block(format!("{lead}**{text}** {need}"));
        self.block(comment.hint.as_deref().map(plain).unwrap_or_default());
    }
}

/// The rows and columns, with room for the answers.
fn table(matrix: &Matrix) -> String {
    let cells = |cells: &mut dyn Iterator<Item = String>| {
        let cells: Vec<String> = cells.collect();
        format!("| {} |", cells.join(" | "))
    };
    let empty = || matrix.columns.iter().map(|_| " ".to_owned());
    let heads =
        matrix.columns.iter().map(|column| numbered(column.number.as_deref(), &column.label));
    let mut lines = vec![
        cells(&mut [" ".to_owned()].into_iter().chain(heads)),
        cells(&mut (0..=matrix.columns.len()).map(|_| "-".to_owned())),
    ];
    let mut group = None;
    for row in &matrix.rows {
        if let Some(name) = row.group.as_ref().filter(|name| group != Some(*name)) {
            let head = format!("**{}**", line(name));
            lines.push(cells(&mut [head].into_iter().chain(empty())));
        }
        group = row.group.as_ref();
        let label = numbered(row.number.as_deref(), &row.label);
        lines.push(cells(&mut [label].into_iter().chain(empty())));
    }
    lines.join("\n")
}

/// A label with the number that is printed before it.
fn numbered(number: Option<&str>, label: &str) -> String {
    number.map(bold).unwrap_or_default() + &line(label)
}

/// A number as it stands before a label.
fn bold(number: &str) -> String {
    format!("**{}** ", line(number))
}

/// A number as it stands in a heading, where it cannot begin a list.
fn heading_number(number: &str) -> String {
    line(number.trim_end_matches('.'))
}

/// Something with what there is to say about it.
fn with(name: &str, about: &[String]) -> String {
    match about.is_empty() {
        true => name.to_owned(),
        false => format!("{name}: {}", about.join("; ")),
    }
}

fn channel(channel: &Channel) -> String {
    let note = channel.note.as_deref().map(|note| format!("\n\n{}", rich(note)));
    line(&channel.address.to_string()) + &note.unwrap_or_default()
}

fn source(source: &Source) -> String {
    let url = source.url.as_deref().map(|url| format!(", {}", line(url))).unwrap_or_default();
    line(&source.title) + &url
}
