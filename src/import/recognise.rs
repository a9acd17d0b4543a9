//! Recognises questions in paragraphs, and keeps the text between them.

use super::{
    found::{FoundItem, FoundQuestion, FoundSection, FoundSet},
    hint::{instruction, split_off},
    kind::asks_for_detail,
    paragraph::{ListMarker, PaperParagraph},
    question::{self, field_names, is_bare_choice, is_bare_field},
    starts::{self, QuestionStart},
    wording::{ends_in_question, is_answer_space, is_asking, is_request, is_scale_label, plain},
};

/// The maximum length of an unmarked heading, in characters.
const LONGEST_HEADING: usize = 80;

/// Finds the questions in the paragraphs of a paper.
pub fn recognise(paragraphs: &[PaperParagraph]) -> FoundSet {
    let starts = starts::find(paragraphs);
    let mut walk = Walk {
        numbered: starts.iter().flatten().count() > 0,
        has_headings: paragraphs.iter().any(|one| one.heading.is_some()),
        paragraphs,
        starts,
        at: 0,
        set: FoundSet::default(),
        section: FoundSection::default(),
        prose: Vec::new(),
        prose_place: 0,
    };
    while walk.at < paragraphs.len() {
        walk.step();
    }
    walk.end_section();
    walk.set
}

/// The state while going through a paper.
struct Walk<'a> {
    paragraphs: &'a [PaperParagraph],
    starts: Vec<Option<QuestionStart>>,
    /// Whether any question is numbered.
    numbered: bool,
    /// Whether the format marks headings.
    has_headings: bool,
    at: usize,
    set: FoundSet,
    section: FoundSection,
    /// Paragraphs not assigned yet.
    prose: Vec<String>,
    prose_place: usize,
}

impl Walk<'_> {
    /// Handles the current paragraph.
    fn step(&mut self) {
        let Some(paragraph) = self.paragraphs.get(self.at) else { return };
        let next = self.at + 1;
        if let Some(start) = self.starts.get(self.at).cloned().flatten() {
            let place = paragraph.place;
            self.read_question(start, place);
        } else if let Some(start) = self.unnumbered(self.at) {
            let place = paragraph.place;
            self.read_question(start, place);
        } else if let Some(names) = self.fields(self.at) {
            let place = paragraph.place;
            self.take_fields(names, place);
            self.at = next;
        } else if paragraph.heading.is_some() || self.is_bare_heading(self.at) {
            let title = paragraph.text.clone();
            self.begin_section(title);
            self.at = next;
        } else {
            if !is_answer_space(&paragraph.text) {
                self.take_prose(paragraph);
            }
            self.at = next;
        }
    }

    /// Reads the question that begins here.
    fn read_question(&mut self, start: QuestionStart, place: usize) {
        let after = self.at + 1;
        let bare = start.text.is_empty();
        let end = self.body_end(after, &start);
        let mut body = self.paragraphs.get(after..end).unwrap_or_default().to_vec();
        if bare && let Some(first) = body.first_mut() {
            first.heading = None;
        }
        let before_question = self.starts.get(end).is_some_and(Option::is_some);
        let (mut question, taken) = question::read(start, place, &body, before_question);
        self.at = after + taken;
        if question.is_bare() {
            question.text = format!("Question {}", question.number.clone().unwrap_or_default());
            question.guesses.push("the paper has no text for this question here".to_owned());
        }
        self.flush_prose();
        self.section.items.push(FoundItem::Question(Box::new(question)));
    }

    /// Returns the beginning of the next question or heading.
    fn body_end(&self, from: usize, start: &QuestionStart) -> usize {
        let may_begin_with_heading = start.text.is_empty();
        let numbered = !start.number.is_empty();
        let begins = |at: &usize| {
            let heading = self.paragraphs.get(*at).is_some_and(|one| one.heading.is_some());
            let first = may_begin_with_heading && *at == from;
            self.starts.get(*at).is_some_and(Option::is_some)
                || (heading && !first)
                || self.is_certain_heading(*at)
                || ((!numbered || *at > from) && self.unnumbered(*at).is_some())
        };
        (from..self.paragraphs.len()).find(begins).unwrap_or(self.paragraphs.len())
    }

    /// Returns the question in an unnumbered paragraph, if it asks one.
    fn unnumbered(&self, at: usize) -> Option<QuestionStart> {
        let paragraph = self.paragraphs.get(at)?;
        let text = paragraph.text.as_str();
        let usable = paragraph.cells.len() < 2
            && text.chars().count() <= 400
            && matches!(paragraph.marker, None | Some(ListMarker::Bullet))
            && instruction(text).is_none();
        let hinted = !split_off(text).1.is_empty();
        let asks = ends_in_question(text) || hinted;
        let to_tick = plain(text).contains("tick here") || plain(text).contains("tick this box");
        let requests = is_request(text) || to_tick;
        if !usable || !(asks || requests) {
            return None;
        }
        let rest = self.paragraphs.get(at + 1..).unwrap_or_default();
        let controlled = is_followed_by_choices(rest);
        let listed = paragraph.marker.is_some();
        let about_respondent = ends_in_question(text) && asks_for_detail(&plain(text));
        let in_form = asks && !listed && self.is_in_form(at) && !is_before_prose(rest);
        let only_one = !self.numbered && asks && !is_before_prose(rest) && ends_in_question(text);
        if (controlled && (asks || requests) && !listed) || about_respondent || in_form || only_one
        {
            let (number, text) = (String::new(), text.to_owned());
            return Some(QuestionStart { number, text, starred: paragraph.text.starts_with('*') });
        }
        None
    }

    /// Whether the previous paragraph belongs to a form, not to prose.
    fn is_in_form(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.paragraphs.get(before));
        let last = self.section.items.last().and_then(FoundItem::question);
        let unnumbered = last.is_some_and(|last| last.number.is_none());
        unnumbered
            && self.prose.is_empty()
            && before.is_some_and(|one| one.text.chars().count() < 160)
    }

    /// Returns the form fields in a paragraph, if similar ones are near.
    fn fields(&self, at: usize) -> Option<Vec<String>> {
        let paragraph = self.paragraphs.get(at)?;
        let bare = |at: usize| self.paragraphs.get(at).is_some_and(is_bare_field);
        if bare(at) && (bare(at + 1) || at.checked_sub(1).is_some_and(bare)) {
            return Some(vec![paragraph.text.clone()]);
        }
        let names = field_names(paragraph)?;
        let certain = paragraph.text.contains("__")
            || paragraph.text.contains("....")
            || paragraph.cells.iter().any(String::is_empty)
            || names.len() > 1;
        let near = |distance: usize| {
            let places = [at.checked_sub(distance), at.checked_add(distance)];
            places
                .into_iter()
                .flatten()
                .any(|place| self.paragraphs.get(place).and_then(field_names).is_some())
        };
        (certain || (1..=3).any(near)).then_some(names)
    }

    fn take_fields(&mut self, names: Vec<String>, place: usize) {
        self.flush_prose();
        if self.section.title.is_empty() {
            self.section.title = "About you".to_owned();
        }
        for name in names {
            let (text, hints, hint) = split_off(&name);
            let field = FoundQuestion {
                text: text.to_owned(),
                hints: hints.iter().map(|hint| (*hint).to_owned()).collect(),
                hint,
                place,
                is_field: true,
                ..FoundQuestion::default()
            };
            self.section.items.push(FoundItem::Question(Box::new(field)));
        }
    }

    fn take_prose(&mut self, paragraph: &PaperParagraph) {
        if self.prose.is_empty() {
            self.prose_place = paragraph.place;
        }
        let listed = paragraph.marker.is_some();
        let text = if paragraph.cells.len() > 1 {
            let full = paragraph.cells.iter().filter(|cell| !cell.is_empty());
            full.cloned().collect::<Vec<_>>().join(" / ")
        } else {
            paragraph.text.clone()
        };
        self.prose.push(if listed { format!("- {text}") } else { text });
    }

    /// Stores the text read so far: before the section's questions, or between them.
    fn flush_prose(&mut self) {
        let paragraphs = std::mem::take(&mut self.prose);
        if paragraphs.is_empty() {
            return;
        }
        if self.section.items.is_empty() {
            self.section.introduction.extend(paragraphs);
        } else {
            self.section.items.push(FoundItem::Notice { place: self.prose_place, paragraphs });
        }
    }

    fn begin_section(&mut self, title: String) {
        self.flush_prose();
        let opener = is_numbered_opener(&self.section.title);
        let empty = self.section.items.is_empty() && self.section.introduction.is_empty();
        if empty && opener {
            self.section.title =
                format!("{}: {title}", self.section.title.trim_end_matches([':', '.']));
            return;
        }
        self.end_section();
        self.section.title = title;
    }

    fn end_section(&mut self) {
        self.flush_prose();
        let section = std::mem::take(&mut self.section);
        if section != FoundSection::default() {
            self.set.sections.push(section);
        }
    }

    /// Whether an unmarked paragraph is certainly a heading.
    fn is_certain_heading(&self, at: usize) -> bool {
        let Some(paragraph) = self.paragraphs.get(at).filter(|one| is_bare_choice(one) || one.bold)
        else {
            return false;
        };
        let text = paragraph.text.as_str();
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = letters >= 5 && !text.chars().any(char::is_lowercase);
        let short = text.chars().count() <= LONGEST_HEADING && !text.ends_with(['?', '.', ':']);
        let plain_line = paragraph.marker.is_none() && paragraph.cells.len() < 2;
        short && plain_line && (capitals || is_numbered_opener(text)) && !is_scale_label(text)
    }

    /// Whether a short line is a heading: it is bold, or what follows is a question, a field or prose.
    fn is_bare_heading(&self, at: usize) -> bool {
        let Some(paragraph) = self.paragraphs.get(at) else { return false };
        let text = paragraph.text.as_str();
        let short =
            text.chars().count() <= LONGEST_HEADING && !text.ends_with(['?', '.', ':', ';', ',']);
        let plain_line = paragraph.marker.is_none() && paragraph.cells.len() < 2;
        if !short || !plain_line || text.starts_with(char::is_lowercase) || text.contains('@') {
            return false;
        }
        let question_follows = self.starts.get(at + 1).is_some_and(Option::is_some);
        let form_follows = self.fields(at + 1).is_some() || self.unnumbered(at + 1).is_some();
        self.is_certain_heading(at)
            || paragraph.bold
            || (!self.has_headings && (question_follows || form_follows) && !is_asking(text))
            || (question_follows && !is_asking(text) && is_bare_choice(paragraph))
    }
}

/// `Section 2`, `Part B: Your views`, `Annex A`.
fn is_numbered_opener(text: &str) -> bool {
    let plain = plain(text);
    let Some((word, rest)) = plain.split_once(' ') else { return false };
    let opener = matches!(
        word,
        "section" | "part" | "chapter" | "annex" | "appendix" | "theme" | "proposal"
    );
    let number = rest.split([' ', ':', '.', '-', '–']).next().unwrap_or_default();
    let roman = !number.is_empty() && number.chars().all(|c| "ivx".contains(c));
    let counts = number.len() <= 3 && number.starts_with(|c: char| c.is_ascii_digit());
    opener && (number.len() == 1 || roman || counts)
}

/// Whether choices, boxes, a word on how to answer or room to write follow.
fn is_followed_by_choices(rest: &[PaperParagraph]) -> bool {
    let Some(first) = rest.first() else { return false };
    let ticks =
        |one: &PaperParagraph| one.marker.is_some_and(|marker| marker != ListMarker::Bullet);
    let bullets = rest.iter().take_while(|one| one.marker == Some(ListMarker::Bullet)).count();
    let labels =
        rest.iter().take_while(|one| is_scale_label(&one.text) && one.text.len() < 60).count();
    let cells = first.cells.len() > 1
        && first.cells.iter().all(|cell| cell.chars().count() <= 60)
        && first.cells.iter().filter(|cell| !cell.is_empty()).count() > 1;
    ticks(first)
        || instruction(&first.text).is_some()
        || is_answer_space(&first.text)
        || cells
        || labels >= 2
        || (bullets >= 2
            && rest
                .iter()
                .take(bullets)
                .all(|one| one.text.chars().count() <= 60 && !one.text.ends_with(['.', ';'])))
}

/// Whether prose follows, so that the question is rhetorical.
fn is_before_prose(rest: &[PaperParagraph]) -> bool {
    rest.first().is_some_and(|first| {
        let long = first.text.chars().count() > 120 && !ends_in_question(&first.text);
        long && first.heading.is_none() && first.marker.is_none()
    })
}
