//! A question set as a document: a form to read before starting, and to write on.

use super::{
    document::{
        ContentsList, Document, DocumentHeading, DocumentKind, DocumentOrigin, DocumentStatus,
        HeadingLevel, ItemMarker, Paragraph, ParagraphKind, Table, TableCell, TableColumn,
        TableRow, WritingSpace, heading_and_rest, inset, led_by, plain, rich,
    },
    words,
};
use crate::model::{
    answer::Answers,
    condition::Condition,
    consultation::{
        Channel, Choice, Column, CommentBox, Consultation, Group, Item, Location, Matrix, Notice,
        Part, Provenance, Question, QuestionKind, Reference, Row, Section, SourceDocument, Wording,
    },
    reading::day_in_words,
    route::Route,
    scope::Ways,
};

/// Everything that a set may ask, in its order.
pub fn form(set: &Consultation) -> Document {
    let document = Document {
        title: set.title.clone(),
        subtitle: "The questions".to_owned(),
        publisher: set.publisher.clone(),
        language: set.language.clone(),
        author: Some(set.publisher.clone()),
        date: None,
        standing: DocumentStatus::Form,
        cover: Vec::new(),
        contents: ContentsList::Listed,
        blocks: Vec::new(),
        origin: DocumentOrigin {
            kind: DocumentKind::Form,
            consultation: set.id.to_string(),
            digest: set.digest.clone(),
        },
    };
    let mut page = FormBuilder { set, document };
    page.front();
    for (place, section) in set.sections.iter().enumerate() {
        page.section(place, section);
    }
    page.contradictions();
    page.sign_off();
    page.document
}

/// A form while it is built.
struct FormBuilder<'a> {
    set: &'a Consultation,
    document: Document,
}

impl FormBuilder<'_> {
    /// Adds a paragraph.
    fn say(&mut self, style: ParagraphKind, text: &str) {
        self.document.push(Paragraph::plain(style, text));
    }

    /// Adds a list under a few words, if there is anything in it.
    fn list(&mut self, lead: &str, items: Vec<Vec<Paragraph>>) {
        if !items.is_empty() {
            self.say(ParagraphKind::Body, lead);
        }
        self.document.extend(items.into_iter().flatten());
    }

    /// Adds the front page.
    fn front(&mut self) {
        let set = self.set;
        self.document.tell("Consultation by", set.publisher.as_str());
        self.document.tell("Dates", words::open(set).unwrap_or_default());
        let part_of = set.part_of.as_ref().map(|part_of| part_of.title.clone());
        self.document.tell("Part of", part_of.unwrap_or_default());
        self.document.tell("Version of the questions", set.version.as_str());
        self.document
            .extend(rich(ParagraphKind::Body, set.introduction.as_deref().unwrap_or_default()));
        self.list("Send your response:", set.respond_via.iter().map(channel).collect());
        let changes = set.changes.iter().map(|change| {
            let date = change.date.map(day_in_words);
            let date = date.map(|date| format!(", {date}")).unwrap_or_default();
            item(&format!("Version {}{date}: {}", change.version, change.text))
        });
        self.list("What has changed:", changes.collect());
        self.list("Sources:", set.sources.iter().map(source).collect());
        let origins = set.origins().map(|(origin, _)| item(origin.in_full()));
        self.list("Where the questions come from:", origins.collect());
        if let Some(Ways { key, required, all, short, whole }) = self.ways() {
            let text = format!(
                "{key} of the {all} questions that everybody is asked are key questions. They take \
                 {short}, with {required} more that must be answered; all take {whole}. This is an \
                 estimate for reading and drafting; asking colleagues and getting approval come on \
                 top."
            );
            self.say(ParagraphKind::Body, &text);
        }
    }

    fn section(&mut self, place: usize, section: &Section) {
        self.document
            .push(DocumentHeading::section(&section.title, Some(format!("s-{}", section.id))));
        self.condition(section.condition.as_ref());
        self.document
            .extend(rich(ParagraphKind::Body, section.introduction.as_deref().unwrap_or_default()));
        for (item, content) in section.items.iter().enumerate() {
            let location = Location { section: place, item, part: None };
            match content {
                Item::Notice(notice) => self.notice(location, notice),
                Item::Question(question) => {
                    self.question(location, question, HeadingLevel::Question, None);
                }
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
        let anchor = Some("contradictions".to_owned());
        self.document.push(DocumentHeading::section("Answers that contradict each other", anchor));
        for declared in &set.contradictions {
            let text = format!("If {}: {}", declared.when.clause(set), declared.message);
            self.document.extend(item(&text));
        }
    }

    /// The ways through the questions that are asked whatever is answered.
    fn ways(&self) -> Option<Ways> {
        let route = Route::of(self.set, &Answers::default());
        Ways::of(self.set, route.pages().iter().copied())
    }

    /// Adds what the sign-off page says, with room to fill it in.
    fn sign_off(&mut self) {
        let wording = &self.set.sign_off;
        let anchor = Some("sign-off".to_owned());
        self.document.push(DocumentHeading::section(&wording.title, anchor));
        self.document
            .extend(rich(ParagraphKind::Body, wording.text.as_deref().unwrap_or_default()));
        for field in [&wording.name, &wording.role, &wording.authority, &wording.date] {
            let need = if field.required { " Required." } else { " Optional." };
            self.document
                .push(Paragraph::plain(ParagraphKind::Task, &field.label).strong().and(need));
            self.document
                .extend(plain(ParagraphKind::Body, field.hint.as_deref().unwrap_or_default()));
            self.document.push(WritingSpace::Line);
        }
        self.document.push(Paragraph::item(
            ParagraphKind::Body,
            ItemMarker::TickBox,
            &wording.declaration,
        ));
    }

    fn group(&mut self, location: Location, group: &Group) {
        self.heading(location, &group.wording.text, HeadingLevel::Question, None);
        self.key(group.is_key);
        self.condition(group.condition.as_ref());
        self.help(&group.wording);
        for (place, part) in group.parts.iter().enumerate() {
            let location = Location { part: Some(place), ..location };
            match part {
                Part::Notice(notice) => self.notice(location, notice),
                Part::Question(question) => {
                    self.question(location, question, HeadingLevel::Part, group.wording.provenance);
                }
            }
        }
    }

    /// Adds something to read.
    fn notice(&mut self, location: Location, notice: &Notice) {
        self.condition(notice.condition.as_ref());
        let number = self.set.number_at(location).0.filter(|_| location.part.is_none());
        let mut text = rich(ParagraphKind::Notice, &notice.wording.text);
        if let Some(number) = number {
            text = led_by(&number, text);
        }
        self.document.extend(text);
        self.help(&notice.wording);
    }

    /// Adds a question. The origin of its wording is left out if its group states the same.
    fn question(
        &mut self,
        location: Location,
        question: &Question,
        depth: HeadingLevel,
        said: Option<Provenance>,
    ) {
        let anchor = Some(format!("q-{}", question.id));
        self.heading(location, &question.wording.text, depth, anchor);
        self.key(question.is_key);
        self.condition(question.condition.as_ref());
        let provenance = question.wording.provenance.filter(|own| Some(*own) != said);
        self.help(&Wording { provenance, ..question.wording.clone() });
        let task = format!("{}.", words::task(question));
        let task = Paragraph::plain(ParagraphKind::Task, &task).strong();
        self.document.push(task.and(&format!(" {}", words::need(question))));
        match &question.kind {
            QuestionKind::SelectOne { choices } | QuestionKind::SelectMultiple { choices, .. } => {
                self.choices(choices, ItemMarker::TickBox);
            }
            QuestionKind::Rank { choices, .. } => self.choices(choices, ItemMarker::RankLine),
            QuestionKind::Matrix(matrix) => self.matrix(question, matrix),
            QuestionKind::Text { .. } => self.document.push(WritingSpace::Box),
            QuestionKind::String { .. }
            | QuestionKind::Integer(_)
            | QuestionKind::Decimal { .. }
            | QuestionKind::Date { .. } => self.document.push(WritingSpace::Line),
        }
        if let Some(comment) = &question.comment {
            self.comment(comment, question);
            self.document.push(WritingSpace::Box);
        }
    }

    /// Adds the first line of a text as a heading, with its number, and the rest after it.
    fn heading(
        &mut self,
        location: Location,
        text: &str,
        depth: HeadingLevel,
        anchor: Option<String>,
    ) {
        let number = match self.set.number_at(location) {
            (_, Some(part)) => Some(format!("Part {part}")),
            (number, None) => number,
        };
        let (text, rest) = heading_and_rest(text);
        self.document.push(DocumentHeading { depth, anchor, number, text });
        self.document.extend(rest);
    }

    fn key(&mut self, is_key: bool) {
        if is_key {
            self.document.push(Paragraph::plain(ParagraphKind::Task, "Key question.").strong());
        }
    }

    fn condition(&mut self, condition: Option<&Condition>) {
        if let Some(condition) = condition {
            self.say(ParagraphKind::Aside, &format!("{}.", condition.in_words(self.set)));
        }
    }

    /// Adds everything that helps with an item.
    fn help(&mut self, wording: &Wording) {
        self.document
            .extend(plain(ParagraphKind::Task, wording.hint.as_deref().unwrap_or_default()));
        self.document
            .extend(rich(ParagraphKind::Body, wording.guidance.as_deref().unwrap_or_default()));
        let references = self.references(&wording.references);
        self.document.extend(references);
        if let Some(provenance) = wording.provenance {
            self.say(ParagraphKind::Aside, &format!("{}.", provenance.in_short()));
        }
    }

    /// The places to read on, in one line; after it, what sources are quoted with.
    fn references(&self, references: &[Reference]) -> Vec<Paragraph> {
        let (quoting, pointing): (Vec<_>, Vec<_>) =
            references.iter().partition(|reference| reference.quote.is_some());
        let places: Vec<String> = pointing.into_iter().map(|one| self.place(one)).collect();
        let mut paragraphs = Vec::new();
        if !places.is_empty() {
            let see = format!("See {}.", places.join("; "));
            paragraphs.push(Paragraph::plain(ParagraphKind::Task, &see));
        }
        for one in quoting {
            paragraphs
                .push(Paragraph::plain(ParagraphKind::Body, &format!("{}:", self.place(one))));
            paragraphs.extend(rich(ParagraphKind::Quote, one.quote.as_deref().unwrap_or_default()));
        }
        paragraphs
    }

    fn place(&self, reference: &Reference) -> String {
        let known = self.set.source(&reference.source);
        let title = known.map_or(reference.source.as_str(), |source| &source.title);
        let at = reference.at.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
        format!("{title}{at}")
    }

    fn choices(&mut self, choices: &[Choice], lead: ItemMarker) {
        for choice in choices {
            let about = self.about_choice(choice);
            let mut paragraph = labelled(choice.number.as_deref(), &choice.label, &about);
            paragraph.lead = Some(lead);
            self.document.push(paragraph);
        }
    }

    fn about_choice(&self, choice: &Choice) -> Vec<String> {
        let mut about: Vec<String> = choice.hint.clone().into_iter().collect();
        if choice.exclusive {
            about.push("only by itself".to_owned());
        }
        about.extend(self.offered(choice.condition.as_ref()));
        if let Some(detail) = &choice.detail {
            let need = if detail.required { "required" } else { "optional" };
            let limits = words::limited(need, &detail.limit);
            about.push(format!("say more: “{}” ({limits})", detail.text));
        }
        about
    }

    fn offered(&self, condition: Option<&Condition>) -> Option<String> {
        Some(format!("offered if {}", condition?.clause(self.set)))
    }

    fn matrix(&mut self, question: &Question, matrix: &Matrix) {
        let columns = matrix.columns.iter().flat_map(|column| self.about_column(column));
        let rows = matrix.rows.iter().flat_map(|row| self.about_row(question, row));
        let notes: Vec<Paragraph> = columns.chain(rows).collect();
        if let Some(comment) = &matrix.row_comment {
            let (need, hint) = self.comment_in_words(comment, question);
            self.document.push(need.led_by("In the last column, for each row:"));
            self.document.extend(hint);
        }
        self.document.push(table(question, matrix));
        self.document.extend(notes);
    }

    fn about_column(&self, column: &Column) -> Vec<Paragraph> {
        let hint = column.hint.clone().into_iter();
        let about: Vec<String> = hint.chain(self.offered(column.condition.as_ref())).collect();
        if about.is_empty() {
            Vec::new()
        } else {
            vec![labelled(column.number.as_deref(), &column.label, &about)]
        }
    }

    fn about_row(&self, question: &Question, row: &Row) -> Vec<Paragraph> {
        let mut about: Vec<String> = row.hint.clone().into_iter().collect();
        if let Some(condition) = &row.condition {
            about.push(format!("asked if {}", condition.clause(self.set)));
        }
        match row.required.filter(|required| *required != question.required) {
            Some(true) => about.push("required".to_owned()),
            Some(false) => about.push("optional".to_owned()),
            None => {}
        }
        let references = self.references(&row.references);
        let note = row.note.iter().flat_map(|note| rich(ParagraphKind::Body, note));
        let more: Vec<Paragraph> = note.chain(references).collect();
        if about.is_empty() && more.is_empty() {
            return Vec::new();
        }
        let mut said = vec![labelled(row.number.as_deref(), &row.label, &about)];
        said.extend(inset(more, 1));
        said
    }

    fn comment(&mut self, comment: &CommentBox, question: &Question) {
        let (need, hint) = self.comment_in_words(comment, question);
        self.document.push(need);
        self.document.extend(hint);
    }

    fn comment_in_words(
        &self,
        comment: &CommentBox,
        question: &Question,
    ) -> (Paragraph, Vec<Paragraph>) {
        let need = format!(" {}", words::comment(comment, question));
        let asked = Paragraph::plain(ParagraphKind::Task, &comment.text).strong().and(&need);
        (asked, plain(ParagraphKind::Body, comment.hint.as_deref().unwrap_or_default()))
    }
}

/// The rows and columns, with room for the answers.
fn table(question: &Question, matrix: &Matrix) -> Table {
    let head = |heading: String, weight| TableColumn { heading, weight };
    let mut columns = vec![head("Row".to_owned(), 4)];
    columns.extend(matrix.columns.iter().map(|column| {
        let number = column.number.as_deref();
        head(Paragraph::text(&labelled(number, &column.label, &[])), 2)
    }));
    columns.extend(matrix.row_comment.as_ref().map(|comment| head(comment.text.clone(), 4)));
    let mut rows = Vec::new();
    let mut group = None;
    for row in &matrix.rows {
        if let Some(name) = row.group.as_ref().filter(|name| group != Some(*name)) {
            rows.push(TableRow::Heading(name.clone()));
        }
        group = row.group.as_ref();
        let label =
            Paragraph { depth: 0, lead: None, ..labelled(row.number.as_deref(), &row.label, &[]) };
        let mut terminal_text = vec![TableCell::Text(vec![label])];
        terminal_text.extend(matrix.columns.iter().map(|_| TableCell::TickBox));
        terminal_text.extend(matrix.row_comment.as_ref().map(|_| TableCell::Text(Vec::new())));
        rows.push(TableRow::Cells(terminal_text));
    }
    Table { caption: question.wording.text.clone(), columns, rows }
}

/// A label in a list, with the number that is printed before it, and what there is to say about it.
fn labelled(number: Option<&str>, label: &str, about: &[String]) -> Paragraph {
    let text = match about {
        [] => label.to_owned(),
        [..] => format!("{label}: {}", about.join("; ")),
    };
    let paragraph = Paragraph::item(ParagraphKind::Body, ItemMarker::Bullet, &joined(&text));
    match number {
        Some(number) => paragraph.led_by(number),
        None => paragraph,
    }
}

fn item(text: &str) -> Vec<Paragraph> {
    vec![Paragraph::item(ParagraphKind::Body, ItemMarker::Bullet, &joined(text))]
}

/// A text in one line.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn channel(channel: &Channel) -> Vec<Paragraph> {
    let note = rich(ParagraphKind::Body, channel.note.as_deref().unwrap_or_default());
    let address = channel.address.to_string().lines().collect::<Vec<_>>().join(", ");
    [item(&address), inset(note, 1)].concat()
}

fn source(source: &SourceDocument) -> Vec<Paragraph> {
    let url = source.url.as_deref().map(|url| format!(", {url}")).unwrap_or_default();
    item(&format!("{}{url}", source.title))
}
