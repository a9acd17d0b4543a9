//! Writes what was found as a question set, with a comment at each guess.

pub(super) mod yaml;

use std::collections::HashSet;

use self::yaml::{YamlLines, flow, markdown, scalar};
use super::{
    conditions::{FoundCondition, KnownQuestion, condition_of},
    found::{FoundChoice, FoundItem, FoundQuestion, FoundSection, FoundSet},
    hint,
    kind::{FoundKind, kind_of, purpose_of},
    wording::{is_exclusive, is_off_scale},
};
use crate::model::id::ConsultationId;

/// A question set that was made of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedSet {
    /// The id of the set.
    pub id: String,
    /// What the consultation is called.
    pub title: String,
    /// The file.
    pub yaml: String,
    /// How many questions it has; the parts of one are not counted.
    pub questions: usize,
    /// How many of them have choices.
    pub with_choices: usize,
    /// What was guessed: where, and why.
    pub guesses: Vec<String>,
    /// How many questions stood in the paper twice.
    pub repeated: usize,
    /// How many lines belonged to the form only: page numbers, buttons.
    pub left_out: usize,
}

impl ImportedSet {
    /// Says what was found: "46 questions, 31 with choices; 5 guesses to look at".
    pub fn found_in_words(&self) -> String {
        let counted = |count: usize, one: &str, many: &str| match count {
            1 => format!("1 {one}"),
            count => format!("{count} {many}"),
        };
        format!(
            "{}, {} with choices; {} to look at",
            counted(self.questions, "question", "questions"),
            self.with_choices,
            counted(self.guesses.len(), "guess", "guesses"),
        )
    }
}

/// Writes the set. `name` is what the paper is called, for the id and the first comment.
pub fn write(set: &FoundSet, name: &str) -> ImportedSet {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let title = set.front.title.clone().unwrap_or_else(|| stem.to_owned());
    let id = set_id(&title, stem);
    let mut writer = SetWriter {
        lines: YamlLines::default(),
        ids: HashSet::new(),
        section_ids: HashSet::new(),
        known: Vec::new(),
        purposes: HashSet::new(),
        guesses: Vec::new(),
        questions: 0,
        with_choices: 0,
    };
    writer.front(set, &id, &title, name);
    writer.sections(set);
    let SetWriter { lines, guesses, questions, with_choices, .. } = writer;
    ImportedSet {
        id,
        title,
        yaml: lines.finish(),
        questions,
        with_choices,
        guesses,
        repeated: 0,
        left_out: 0,
    }
}

/// Writes a set, and keeps what later questions must know.
struct SetWriter {
    lines: YamlLines,
    ids: HashSet<String>,
    section_ids: HashSet<String>,
    known: Vec<KnownQuestion>,
    purposes: HashSet<&'static str>,
    guesses: Vec<String>,
    questions: usize,
    with_choices: usize,
}

impl SetWriter {
    fn guess(&mut self, depth: usize, place: &str, why: &str) {
        self.lines.comment(depth, &format!("guess: {why}"));
        self.guesses.push(format!("{place}: {why}"));
    }

    fn front(&mut self, set: &FoundSet, id: &str, title: &str, name: &str) {
        let front = &set.front;
        self.lines.comment(0, &format!("Made from {name} by `greenpaper import`."));
        self.lines.comment(
            0,
            "Compare it with the paper, and remove each `# guess:` that you have looked at.",
        );
        self.lines.entry(0, "format", "greenpaper/consultation/1");
        self.lines.entry(0, "id", &scalar(id));
        self.lines.entry(0, "version", "\"1\"");
        if front.title.is_none() {
            self.guess(
                0,
                "title",
                "the paper does not say what it is called; this is the name of its file",
            );
        }
        self.lines.entry(0, "title", &scalar(title));
        if front.publisher.is_none() {
            self.guess(0, "publisher", "the paper does not say who published it");
        }
        let publisher = front.publisher.as_deref().unwrap_or("Not known");
        self.lines.entry(0, "publisher", &scalar(publisher));
        let (opens, closes) = (front.opens.as_ref(), front.closes.as_ref());
        let in_order = closes.is_none_or(|closes| opens.is_none_or(|opens| opens <= closes));
        if let Some(opens) = opens.filter(|_| in_order) {
            self.lines.entry(0, "opens", opens);
        }
        if let Some(closes) = closes {
            self.lines.entry(0, "closes", closes);
        }
        if front.email.is_some() || front.url.is_some() || front.post.is_some() {
            self.lines.line(0, "respond_via:");
        }
        let ways = [
            ("email", "address", &front.email),
            ("online", "url", &front.url),
            ("post", "address", &front.post),
        ];
        for (kind, key, way) in ways {
            if let Some(way) = way {
                self.lines.line(1, &format!("- {{kind: {kind}, {key}: {}}}", flow(way)));
            }
        }
        let introduction: Vec<String> =
            introduction(set).into_iter().filter(|text| !says_title(text, title)).collect();
        if !introduction.is_empty() {
            self.lines.block(0, "introduction", &introduction);
        }
    }

    fn sections(&mut self, set: &FoundSet) {
        self.lines.line(0, "sections:");
        let first = first_with_items(set);
        let mut carried: Vec<String> = Vec::new();
        let sections: Vec<&FoundSection> = set.sections.iter().skip(first).collect();
        for section in &sections {
            if has_question(section) {
                let before = std::mem::take(&mut carried);
                self.section(section, &before, set.front.title.as_ref());
            } else {
                carried.extend(titled_text(section));
            }
        }
        let empty = sections.iter().all(|section| !has_question(section));
        if !carried.is_empty() || empty {
            let title = if empty { "The paper" } else { "After the questions" };
            let id = unique(&mut self.section_ids, &slug(title, 40));
            self.lines.line(1, &format!("- id: {}", scalar(&id)));
            self.lines.entry(2, "title", title);
            self.lines.line(2, "items:");
            let text = if carried.is_empty() {
                vec!["No question was found in the paper.".to_owned()]
            } else {
                carried
            };
            self.notice(&text);
        }
    }

    fn section(&mut self, section: &FoundSection, before: &[String], set_title: Option<&String>) {
        let named = !section.title.is_empty() && Some(&section.title) != set_title;
        let title = if named { section.title.as_str() } else { "Questions" };
        let id = unique(&mut self.section_ids, &slug(title, 40));
        self.lines.line(1, &format!("- id: {}", scalar(&id)));
        self.lines.entry(2, "title", &scalar(title));
        let mut introduction = before.to_vec();
        let own = section.introduction.iter().filter(|text| Some(*text) != set_title);
        introduction.extend(own.map(|text| markdown(text)));
        if !introduction.is_empty() {
            self.lines.block(2, "introduction", &introduction);
        }
        self.lines.line(2, "items:");
        for item in &section.items {
            match item {
                FoundItem::Question(question) => self.question(question, 3),
                FoundItem::Notice { paragraphs, .. } => {
                    let paragraphs: Vec<String> =
                        paragraphs.iter().map(|text| markdown(text)).collect();
                    self.notice(&paragraphs);
                }
            }
        }
    }

    fn notice(&mut self, paragraphs: &[String]) {
        let id = unique(&mut self.ids, "notice");
        self.lines.line(3, &format!("- id: {id}"));
        self.lines.entry(4, "type", "display");
        self.lines.block(4, "text", paragraphs);
    }

    fn question(&mut self, question: &FoundQuestion, depth: usize) {
        let (kind, why) = kind_of(question);
        let id = unique(&mut self.ids, &question_id(question));
        let place = question.number.as_ref().map_or_else(
            || format!("“{}”", question.text.chars().take(40).collect::<String>()),
            |number| format!("question {number}"),
        );
        for guess in question.guesses.iter().map(String::as_str).chain(why) {
            self.guess(depth, &place, guess);
        }
        let condition = condition_of(question, &self.known).filter(|_| depth == 3);
        if let Some(FoundCondition::NotUnderstood(clause)) = &condition {
            let why =
                format!("a condition that was not understood, so it is always asked: {clause}");
            self.guess(depth, &place, &why);
        }
        self.lines.line(depth, &format!("- id: {}", scalar(&id)));
        let inner = depth + 1;
        if let Some(number) = &question.number {
            self.lines.entry(inner, "number", &yaml::quoted(number));
        }
        self.lines.entry(inner, "type", kind.name());
        self.lines.entry(inner, "text", &scalar(&question.text));
        self.details(question, kind, inner);
        if let Some(FoundCondition::Chosen { question, operator, values }) = condition {
            let values: Vec<String> = values.iter().map(|value| flow(value)).collect();
            let test = format!("{{question: {question}, {operator}: [{}]}}", values.join(", "));
            self.lines.entry(inner, "enable_when", &test);
        }
        let choices = self.answers(question, kind, inner);
        if depth == 3 {
            self.questions += 1;
            self.with_choices += usize::from(kind.has_choices());
            self.known.push(KnownQuestion { id, number: question.number.clone(), kind, choices });
        }
    }

    /// Hint, guidance, limits and the like.
    fn details(&mut self, question: &FoundQuestion, kind: FoundKind, inner: usize) {
        let hints: Vec<&str> = question
            .hints
            .iter()
            .map(String::as_str)
            .filter(|hint| !hint::is_told_by_kind(hint))
            .collect();
        if !hints.is_empty() {
            self.lines.entry(inner, "hint", &scalar(&hints.join(". ")));
        }
        let title = question.title.iter().map(|title| format!("**{}**", markdown(title)));
        let guidance: Vec<String> =
            title.chain(question.explanation.iter().map(|text| markdown(text))).collect();
        if !guidance.is_empty() {
            self.lines.block(inner, "guidance", &guidance);
        }
        if question.hint.required == Some(true) && kind != FoundKind::Group {
            self.lines.entry(inner, "required", "true");
        }
        if let Some(purpose) = purpose_of(question, kind)
            && self.purposes.insert(purpose)
        {
            self.lines.entry(inner, "purpose", purpose);
        }
        let hint = &question.hint;
        match kind {
            FoundKind::Line(format) => {
                if let Some(format) = format {
                    self.lines.entry(inner, "format", format);
                }
                if let Some(most) = hint.max_length {
                    self.lines.entry(inner, "max_length", &most.to_string());
                }
            }
            FoundKind::LongText => {
                if let Some(most) = hint.max_words {
                    self.lines.entry(inner, "max_words", &most.to_string());
                }
                if let Some(most) = hint.max_length {
                    self.lines.entry(inner, "max_length", &most.to_string());
                }
            }
            FoundKind::SelectMultiple => {
                let count = question.choices.len();
                if let Some(most) = hint.most.filter(|most| *most < count) {
                    self.lines.entry(inner, "max_selected", &most.to_string());
                }
            }
            FoundKind::Integer
            | FoundKind::Date
            | FoundKind::SelectOne
            | FoundKind::Rank
            | FoundKind::Matrix
            | FoundKind::Group => {}
        }
    }

    /// Choices, rows, parts, comment. Gives value and label of each choice.
    fn answers(
        &mut self,
        question: &FoundQuestion,
        kind: FoundKind,
        inner: usize,
    ) -> Vec<(String, String)> {
        let mut written = Vec::new();
        match kind {
            FoundKind::SelectOne | FoundKind::SelectMultiple | FoundKind::Rank => {
                self.lines.line(inner, "choices:");
                let mut values = HashSet::new();
                for choice in unrepeated(&question.choices) {
                    let value = unique(&mut values, &slug(&choice.label, 40));
                    self.lines.line(inner + 1, &choice_line(choice, &value, kind));
                    written.push((value, choice.label.clone()));
                }
            }
            FoundKind::Matrix => {
                self.lines.line(inner, "rows:");
                let mut values = HashSet::new();
                for row in &question.rows {
                    let value = unique(&mut values, &slug(row, 40));
                    let line = format!("- {{value: {}, label: {}}}", flow(&value), flow(row));
                    self.lines.line(inner + 1, &line);
                }
                self.lines.line(inner, "columns:");
                let mut values = HashSet::new();
                for column in unrepeated(&question.choices) {
                    let value = unique(&mut values, &slug(&column.label, 40));
                    self.lines.line(inner + 1, &choice_line(column, &value, kind));
                }
            }
            FoundKind::Group => {
                self.lines.line(inner, "items:");
                for part in &question.parts {
                    self.question(part, inner + 1);
                }
            }
            FoundKind::Line(_) | FoundKind::LongText | FoundKind::Integer | FoundKind::Date => {}
        }
        let comment = question.comments.join(" ");
        if !comment.is_empty() && kind.has_choices() {
            match question.hint.max_words {
                Some(most) => {
                    let text = format!("{{text: {}, max_words: {most}}}", flow(&comment));
                    self.lines.entry(inner, "comment", &text);
                }
                None => self.lines.entry(inner, "comment", &scalar(&comment)),
            }
        } else if question.has_answer_space && kind.has_choices() {
            self.lines.entry(inner, "comment", "Comments");
        }
        written
    }
}

fn choice_line(choice: &FoundChoice, value: &str, kind: FoundKind) -> String {
    let mut line = format!("- {{value: {}, label: {}", flow(value), flow(&choice.label));
    if kind == FoundKind::SelectMultiple && is_exclusive(&choice.label) {
        line.push_str(", exclusive: true");
    }
    if is_off_scale(&choice.label) && kind != FoundKind::Rank {
        line.push_str(", off_scale: true");
    }
    if let Some(detail) = choice.detail.as_ref().filter(|_| kind != FoundKind::Matrix) {
        line.push_str(&format!(", detail: {}", flow(detail)));
    }
    line.push('}');
    line
}

/// The choices, each label once.
fn unrepeated(choices: &[FoundChoice]) -> Vec<&FoundChoice> {
    let mut seen = HashSet::new();
    choices.iter().filter(|choice| seen.insert(choice.label.to_lowercase())).collect()
}

/// The sections before the first one with questions, as what respondents read first.
fn introduction(set: &FoundSet) -> Vec<String> {
    let before = set.introduction.iter().map(|text| markdown(text));
    let first = set.sections.iter().take(first_with_items(set));
    before.chain(first.flat_map(titled_text)).collect()
}

/// Whether a paragraph only repeats the title.
fn says_title(paragraph: &str, title: &str) -> bool {
    paragraph.trim_matches('*') == markdown(title)
}

fn first_with_items(set: &FoundSet) -> usize {
    set.sections.iter().position(has_question).unwrap_or(set.sections.len())
}

fn has_question(section: &FoundSection) -> bool {
    section.items.iter().any(|item| item.question().is_some())
}

/// What a section without questions says, under its title.
fn titled_text(section: &FoundSection) -> Vec<String> {
    let title = Some(&section.title).filter(|title| !title.is_empty());
    let notices = section.items.iter().flat_map(|item| match item {
        FoundItem::Notice { paragraphs, .. } => paragraphs.as_slice(),
        FoundItem::Question(_) => &[],
    });
    let texts = section.introduction.iter().chain(notices).map(|text| markdown(text));
    title.map(|title| format!("**{}**", markdown(title))).into_iter().chain(texts).collect()
}

fn question_id(question: &FoundQuestion) -> String {
    match &question.number {
        Some(number) => format!("q{}", slug(number, 20)),
        None => slug(&question.text, 30),
    }
}

/// An id that no other has: with a number, where it is taken.
pub(super) fn unique(taken: &mut HashSet<String>, wanted: &str) -> String {
    let numbered = (2..).map(|count| format!("{wanted}-{count}"));
    let mut all = std::iter::once(wanted.to_owned()).chain(numbered);
    let free = all.find(|id| !taken.contains(id)).unwrap_or_default();
    taken.insert(free.clone());
    free
}

/// A text as an id: lower case letters and digits, with dashes between words.
pub(super) fn slug(text: &str, longest: usize) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() && !matches!(c, '\'' | '’') {
            slug.push('-');
        }
        if slug.len() >= longest {
            break;
        }
    }
    let cut = if slug.len() >= longest {
        slug.rfind('-').filter(|at| *at > longest / 2).unwrap_or(slug.len())
    } else {
        slug.len()
    };
    slug.truncate(cut);
    let slug = slug.trim_matches('-');
    if slug.is_empty() { "item".to_owned() } else { slug.to_owned() }
}

/// The id of the set: of its title, or of the paper's name.
pub(super) fn set_id(title: &str, name: &str) -> String {
    let made = [slug(title, 40), slug(name, 40)];
    let usable = made.into_iter().find(|id| ConsultationId::try_from(id.as_str()).is_ok());
    usable.unwrap_or_else(|| "imported".to_owned())
}
