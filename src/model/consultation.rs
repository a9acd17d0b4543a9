//! A question set: what is asked, by whom, and by when.

use std::{collections::HashMap, fmt};

use jiff::{Timestamp, civil::Date, civil::Time, tz::TimeZone};

use super::{
    answer::{Answer, Earlier, RowAnswer},
    condition::Condition,
    id::{ConsultationId, QuestionId, SectionId, SourceId, Value},
    limit::Limit,
    reading::{self, Decimal, NumberProblem, StringFormat},
    sign_off_wording::SignOffWording,
};

/// A question set, checked and complete.
///
/// Texts described as Markdown may hold paragraphs, emphasis, lists and links; all others are
/// plain.
#[derive(Debug, Clone)]
pub struct Consultation {
    /// Names the set; drafts are named after it.
    pub id: ConsultationId,
    /// Free text, compared for equality only.
    pub version: String,
    /// `sha256:` and the digest of the set's file, which reveals a change without a new version.
    pub digest: String,
    /// The title of the consultation.
    pub title: String,
    /// The organisation that asks.
    pub publisher: String,
    /// The first day.
    pub opens: Option<Date>,
    /// The closing date; nothing is blocked after it.
    pub closes: Option<Closing>,
    /// The time zone in which days begin and end.
    pub time_zone: TimeZone,
    /// The language of the set's texts, as a BCP 47 tag.
    pub language: String,
    /// The ways to send a response.
    pub respond_via: Vec<Channel>,
    /// The documents that references point to.
    pub sources: Vec<SourceDocument>,
    /// Markdown, shown before the first question.
    pub introduction: Option<String>,
    /// The larger exercise that this set belongs to.
    pub part_of: Option<PartOf>,
    /// The earlier round that this set follows.
    pub follows: Option<ConsultationId>,
    /// The wording of the sign-off page.
    pub sign_off: SignOffWording,
    /// What changed from version to version, for the respondent.
    pub changes: Vec<ChangeNote>,
    /// Answers that contradict each other.
    pub contradictions: Vec<Contradiction>,
    /// The sections, in order.
    pub sections: Vec<Section>,
    /// The locations of what the sections hold.
    pub(crate) index: LocationIndex,
}

/// The location of each question, notice, group and part of a question set, by its id.
#[derive(Debug, Clone, Default)]
pub(crate) struct LocationIndex(HashMap<QuestionId, Location>);

impl LocationIndex {
    /// Returns the locations of what the sections hold. The caller has checked that ids are unique.
    pub(crate) fn of(sections: &[Section]) -> Self {
        let mut index = HashMap::new();
        for (section, content) in sections.iter().enumerate() {
            for (item, content) in content.items.iter().enumerate() {
                let page = Location { section, item, part: None };
                index.insert(content.id().clone(), page);
                if let Item::Group(group) = content {
                    for (part, content) in group.parts.iter().enumerate() {
                        index.insert(content.id().clone(), Location { part: Some(part), ..page });
                    }
                }
            }
        }
        Self(index)
    }
}

/// The location of an item: its section, its place there, and its part in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// Index into [`Consultation::sections`].
    pub section: usize,
    /// Index into [`Section::items`].
    pub item: usize,
    /// Index into [`Group::parts`], for a part of a group.
    pub part: Option<usize>,
}

/// The end of a consultation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// The last day, in the consultation's zone.
    pub day: Date,
    /// The time on that day; without one, the whole day counts.
    pub time: Option<Time>,
    /// The instant at which it closes.
    pub instant: Timestamp,
}

/// A way to send a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// The kind of channel, with its address.
    pub address: Address,
    /// Anything else to know about it.
    pub note: Option<String>,
}

/// Where a response goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// An e-mail address.
    Email(String),
    /// The address of an online form.
    Online(String),
    /// A postal address.
    Post(String),
    /// A telephone number.
    Telephone(String),
}

/// A document that references point to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceDocument {
    /// Names the source in references.
    pub id: SourceId,
    /// The title of the document.
    pub title: String,
    /// Where to read the document.
    pub url: Option<String>,
}

/// The larger exercise that several sets belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartOf {
    /// The same in all sets that belong together.
    pub id: ConsultationId,
    /// What the exercise is called.
    pub title: String,
}

/// What changed in a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeNote {
    /// The version that brought the change.
    pub version: String,
    /// The date of the change.
    pub date: Option<Date>,
    /// What the respondent should know.
    pub text: String,
}

/// Answers that contradict each other. They are pointed out, and never block anyone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The condition that detects it, over two or more questions.
    pub when: Condition,
    /// The message to show.
    pub message: String,
}

/// A section: items under a title, finished together.
#[derive(Debug, Clone)]
pub struct Section {
    /// Names the section.
    pub id: SectionId,
    /// Its heading.
    pub title: String,
    /// Markdown, shown before its first item.
    pub introduction: Option<String>,
    /// When the section is asked; always, without one.
    pub condition: Option<Condition>,
    /// Whether all of it is about the respondent.
    pub about_respondent: bool,
    /// The items, in order; each has a page of its own.
    pub items: Vec<Item>,
}

/// One page of a section.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "nearly all items are questions")]
pub enum Item {
    /// Something to read (`display`).
    Notice(Notice),
    /// One question.
    Question(Question),
    /// Several parts on one page.
    Group(Group),
}

/// Something to read.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Names the notice.
    pub id: QuestionId,
    /// The wording; the text is Markdown.
    pub wording: Wording,
    /// When the notice is shown.
    pub condition: Option<Condition>,
}

/// Several parts on one page.
#[derive(Debug, Clone)]
pub struct Group {
    /// Names the group.
    pub id: QuestionId,
    /// Its wording.
    pub wording: Wording,
    /// When the group is asked; a hidden group hides its parts.
    pub condition: Option<Condition>,
    /// Whether it is a key question of the consultation.
    pub is_key: bool,
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// A part of a group.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "nearly all items are questions")]
pub enum Part {
    /// Something to read.
    Notice(Notice),
    /// One question.
    Question(Question),
}

/// The texts of an item, apart from its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// The printed number ("7a"); never interpreted.
    pub number: Option<String>,
    /// The question, or the text of a notice.
    pub text: String,
    /// One short line.
    pub hint: Option<String>,
    /// Markdown, opened on demand.
    pub guidance: Option<String>,
    /// The places where the sources discuss it.
    pub references: Vec<Reference>,
    /// The origin of the wording.
    pub provenance: Option<Provenance>,
}

/// A place in a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Which source.
    pub source: SourceId,
    /// Where in it.
    pub at: Option<String>,
    /// A quotation from the source; Markdown.
    pub quote: Option<String>,
}

/// The origin of a question's wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provenance {
    /// The publisher's own words.
    Quoted,
    /// Reconstructed from what is known of the consultation.
    Reconstructed,
    /// Taken from a document that gave rise to the set.
    Seed,
    /// Written by the author of the set.
    Own,
}

/// One question.
#[derive(Debug, Clone)]
pub struct Question {
    /// Names the question.
    pub id: QuestionId,
    /// Its wording.
    pub wording: Wording,
    /// When the question is asked.
    pub condition: Option<Condition>,
    /// Whether it is a key question of the consultation.
    pub is_key: bool,
    /// Whether a final response must answer it (or say "no comment").
    pub required: bool,
    /// The message to show when it is missing, in place of the default.
    pub required_message: Option<String>,
    /// The detail of the respondent that it asks for.
    pub purpose: Option<Purpose>,
    /// Whether "no comment" is accepted as an answer.
    pub allow_no_comment: bool,
    /// The kind of answer it takes.
    pub kind: QuestionKind,
    /// The box beside the answer ("Please give your reasons").
    pub comment: Option<CommentBox>,
}

/// The detail of the respondent that a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Purpose {
    Name,
    Organisation,
    Capacity,
    Email,
    Telephone,
    Address,
    Confidential,
    PublishConsent,
    ContactConsent,
}

/// The kinds of question, each with its settings.
#[derive(Debug, Clone)]
pub enum QuestionKind {
    /// One line.
    String {
        /// The format of the line.
        format: Option<StringFormat>,
        /// The maximum length.
        limit: Limit,
    },
    /// A long text.
    Text {
        /// The maximum length.
        limit: Limit,
    },
    /// A whole number.
    Integer(NumberRange),
    /// A number with decimals, kept exactly.
    Decimal {
        /// Its bounds and unit.
        range: NumberRange,
        /// The maximum number of decimals.
        decimals: Option<u32>,
    },
    /// A day.
    Date {
        /// The first day allowed.
        min: Option<Date>,
        /// The last day allowed.
        max: Option<Date>,
    },
    /// One of the choices.
    SelectOne {
        /// The choices, in order.
        choices: Vec<Choice>,
    },
    /// Any number of the choices.
    SelectMultiple {
        /// The choices, in order.
        choices: Vec<Choice>,
        /// The fewest that must be ticked, among those shown.
        min_selected: Option<usize>,
        /// The most that may be ticked.
        max_selected: Option<usize>,
    },
    /// The choices put in order, or the first few of them.
    Rank {
        /// The choices, in order.
        choices: Vec<Choice>,
        /// The fewest that must be ranked, among those shown.
        min_ranked: Option<usize>,
        /// The most that may be ranked.
        max_ranked: Option<usize>,
    },
    /// The same choice for each of several rows.
    Matrix(Matrix),
}

/// The bounds of a number, both inclusive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NumberRange {
    /// The minimum.
    pub min: Option<Decimal>,
    /// The maximum.
    pub max: Option<Decimal>,
    /// The unit: "years", "£".
    pub unit: Option<String>,
}

/// One of several choices.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The value stored in a draft.
    pub value: Value,
    /// The label that the respondent reads.
    pub label: String,
    /// The printed number.
    pub number: Option<String>,
    /// One short line.
    pub hint: Option<String>,
    /// When the choice is offered.
    pub condition: Option<Condition>,
    /// Not on the scale ("Don't know"): shown and counted separately.
    pub off_scale: bool,
    /// "None of these": sets the other ticks aside.
    pub exclusive: bool,
    /// The "please specify" box.
    pub detail: Option<DetailBox>,
}

/// A "please specify" box on a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetailBox {
    /// The prompt of the box.
    pub text: String,
    /// Whether it must be filled in when its choice is chosen.
    pub required: bool,
    /// The maximum length.
    pub limit: Limit,
}

/// A comment box beside an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentBox {
    /// The prompt of the box.
    pub text: String,
    /// One short line.
    pub hint: Option<String>,
    /// When it must be filled in.
    pub required: CommentRequired,
    /// The message to show when it is missing, in place of the default.
    pub required_message: Option<String>,
    /// The maximum length.
    pub limit: Limit,
}

/// When a comment is required.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommentRequired {
    /// Never.
    Never,
    /// Once its question, or row, is answered.
    WhenAnswered,
    /// When one of these values is chosen, ticked, ranked, or in a shown row.
    When(Vec<Value>),
}

/// Rows that share their columns.
#[derive(Debug, Clone)]
pub struct Matrix {
    /// The rows, in order; rows of one group are adjacent.
    pub rows: Vec<Row>,
    /// Two to nine columns.
    pub columns: Vec<Column>,
    /// The comment box of each row.
    pub row_comment: Option<CommentBox>,
}

/// One row of a matrix.
#[derive(Debug, Clone)]
pub struct Row {
    /// The value stored in a draft.
    pub value: Value,
    /// The label that the respondent reads.
    pub label: String,
    /// The printed number.
    pub number: Option<String>,
    /// The heading of the row's group.
    pub group: Option<String>,
    /// Markdown, shown beside the row.
    pub note: Option<String>,
    /// One short line.
    pub hint: Option<String>,
    /// The places where the sources discuss it.
    pub references: Vec<Reference>,
    /// Whether it must be answered, where that differs from its question.
    pub required: Option<bool>,
    /// When the row is asked.
    pub condition: Option<Condition>,
}

/// One column of a matrix.
#[derive(Debug, Clone)]
pub struct Column {
    /// The value stored in a draft.
    pub value: Value,
    /// The label that the respondent reads.
    pub label: String,
    /// The printed number.
    pub number: Option<String>,
    /// One short line.
    pub hint: Option<String>,
    /// When the column is offered.
    pub condition: Option<Condition>,
    /// Not on the scale ("Don't know").
    pub off_scale: bool,
}

impl CommentBox {
    /// Whether the box must be filled in, given an answer.
    pub fn wanted_beside(&self, answer: &Answer) -> bool {
        let rows = || answer.rows.values().filter_map(|row| row.value.as_ref());
        match &self.required {
            CommentRequired::Never => false,
            CommentRequired::WhenAnswered => true,
            CommentRequired::When(values) => values
                .iter()
                .any(|value| answer.value.holds(value) || rows().any(|given| *given == *value)),
        }
    }

    /// Whether the box of a row must be filled in, given the answer to the row.
    pub fn wanted_beside_row(&self, answer: Option<&RowAnswer>) -> bool {
        let given = answer.and_then(|row| row.value.as_ref());
        match &self.required {
            CommentRequired::Never => false,
            CommentRequired::WhenAnswered => given.is_some(),
            CommentRequired::When(values) => {
                values.iter().any(|value| given.is_some_and(|given| *given == *value))
            }
        }
    }
}

impl Consultation {
    /// Returns the location of a question, notice, group or part.
    pub fn location(&self, id: &QuestionId) -> Option<Location> {
        self.index.0.get(id).copied()
    }

    /// Returns the question with that id; `None` for notices, groups and unknown ids.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.question_at(self.location(id)?)
    }

    /// Returns the question at a location.
    pub fn question_at(&self, location: Location) -> Option<&Question> {
        match (self.item(location)?, location.part) {
            (Item::Question(question), None) => Some(question),
            (Item::Group(group), Some(part)) => match group.parts.get(part)? {
                Part::Question(question) => Some(question),
                Part::Notice(_) => None,
            },
            (Item::Notice(_) | Item::Question(_) | Item::Group(_), _) => None,
        }
    }

    /// Returns the item at a location, whichever part it names.
    pub fn item(&self, location: Location) -> Option<&Item> {
        self.sections.get(location.section)?.items.get(location.item)
    }

    /// Iterates over every page in the set's order.
    pub fn pages(&self) -> impl Iterator<Item = Location> {
        self.sections.iter().enumerate().flat_map(|(section, content)| {
            (0..content.items.len()).map(move |item| Location { section, item, part: None })
        })
    }

    /// Iterates over every question in the set's order, including the parts of groups.
    pub fn questions(&self) -> impl Iterator<Item = (Location, &Question)> {
        self.sections.iter().enumerate().flat_map(|(section, content)| {
            content.items.iter().enumerate().flat_map(move |(item, content)| {
                content
                    .questions()
                    .map(move |(part, question)| (Location { section, item, part }, question))
            })
        })
    }

    /// Returns the wording of a question, part, notice or group.
    pub fn wording_of(&self, id: &QuestionId) -> Option<&Wording> {
        let location = self.location(id)?;
        match (self.item(location)?, location.part) {
            (Item::Group(group), Some(place)) => group.parts.get(place).map(Part::wording),
            (item, _) => Some(item.wording()),
        }
    }

    /// Returns the provenances of the questions, each with a count. A group counts once; where it
    /// states no provenance of its own, that of its first part counts.
    pub fn origins(&self) -> impl Iterator<Item = (Provenance, usize)> {
        Provenance::ALL.into_iter().filter_map(|origin| {
            let items = self.sections.iter().flat_map(|section| &section.items);
            let questions = items.filter(|item| {
                let first = item.questions().next().map(|(_, question)| question);
                let own = first.and_then(|question| question.wording.provenance);
                first.is_some() && item.wording().provenance.or(own) == Some(origin)
            });
            Some((origin, questions.count())).filter(|(_, number)| *number > 0)
        })
    }

    /// Returns the source with that id.
    pub fn source(&self, id: &SourceId) -> Option<&SourceDocument> {
        self.sources.iter().find(|source| source.id == *id)
    }
}

impl Item {
    /// Returns the id of the item.
    pub fn id(&self) -> &QuestionId {
        match self {
            Self::Notice(notice) => &notice.id,
            Self::Question(question) => &question.id,
            Self::Group(group) => &group.id,
        }
    }

    /// Returns the wording of the item.
    pub fn wording(&self) -> &Wording {
        match self {
            Self::Notice(notice) => &notice.wording,
            Self::Question(question) => &question.wording,
            Self::Group(group) => &group.wording,
        }
    }

    /// Returns the condition under which the item is asked.
    pub fn condition(&self) -> Option<&Condition> {
        match self {
            Self::Notice(notice) => notice.condition.as_ref(),
            Self::Question(question) => question.condition.as_ref(),
            Self::Group(group) => group.condition.as_ref(),
        }
    }

    /// Whether it is a key question of the consultation.
    pub fn is_key(&self) -> bool {
        match self {
            Self::Notice(_) => false,
            Self::Question(question) => question.is_key,
            Self::Group(group) => group.is_key,
        }
    }

    /// Iterates over the questions on the page, each with its index in the group.
    pub fn questions(&self) -> impl Iterator<Item = (Option<usize>, &Question)> {
        let alone = match self {
            Self::Question(question) => Some((None, question)),
            Self::Notice(_) | Self::Group(_) => None,
        };
        let parts = match self {
            Self::Group(group) => group.parts.as_slice(),
            Self::Notice(_) | Self::Question(_) => &[],
        };
        let parts = parts.iter().enumerate().filter_map(|(place, part)| match part {
            Part::Question(question) => Some((Some(place), question)),
            Part::Notice(_) => None,
        });
        alone.into_iter().chain(parts)
    }
}

impl Provenance {
    /// All purposes.
    pub const ALL: [Self; 4] = [Self::Quoted, Self::Reconstructed, Self::Seed, Self::Own];

    /// Names the provenance in a few words.
    pub fn in_short(self) -> &'static str {
        match self {
            Self::Quoted => "Wording: quoted",
            Self::Reconstructed => "Wording: reconstructed",
            Self::Seed => "Wording: from an article or paper",
            Self::Own => "Wording: added",
        }
    }

    /// Describes the provenance, to follow "Wording: ". It begins with the words of
    /// [`Self::in_short`].
    pub fn in_full(self) -> &'static str {
        match self {
            Self::Quoted => "quoted; the publisher's own words",
            Self::Reconstructed => {
                "reconstructed from what is known of the consultation; not the publisher's own words"
            }
            Self::Seed => {
                "from an article or paper about the consultation; not the publisher's own words"
            }
            Self::Own => "added by the authors of this set; not the publisher's own words",
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Email(address) => write!(f, "by e-mail to {address}"),
            Self::Online(url) => write!(f, "online at {url}"),
            Self::Post(address) => write!(f, "by post to {address}"),
            Self::Telephone(number) => write!(f, "by telephone on {number}"),
        }
    }
}

impl Purpose {
    /// Whether it concerns what may be done with the response, rather than who responds.
    pub fn is_consent(self) -> bool {
        match self {
            Self::Confidential | Self::PublishConsent | Self::ContactConsent => true,
            Self::Name
            | Self::Organisation
            | Self::Capacity
            | Self::Email
            | Self::Telephone
            | Self::Address => false,
        }
    }
}

impl Part {
    /// Returns the id of the part.
    pub fn id(&self) -> &QuestionId {
        match self {
            Self::Notice(notice) => &notice.id,
            Self::Question(question) => &question.id,
        }
    }

    /// Returns the wording of the part.
    pub fn wording(&self) -> &Wording {
        match self {
            Self::Notice(notice) => &notice.wording,
            Self::Question(question) => &question.wording,
        }
    }

    /// Returns the condition under which the part is asked.
    pub fn condition(&self) -> Option<&Condition> {
        match self {
            Self::Notice(notice) => notice.condition.as_ref(),
            Self::Question(question) => question.condition.as_ref(),
        }
    }
}

impl Question {
    /// Treats an answer as given to this question. Earlier wording is kept for what the question no
    /// longer has.
    pub fn confirm(&self, answer: &mut Answer) {
        let mut earlier = std::mem::take(&mut answer.earlier);
        let has_row = |row: &Value| self.matrix().and_then(|matrix| matrix.row(row)).is_some();
        earlier.labels.retain(|value, _| self.label(value).is_none() && answer.speaks_of(value));
        earlier.rows.retain(|value, _| !has_row(value) && answer.rows.contains_key(value));
        answer.earlier = Earlier { text: None, hint: None, ..earlier };
        answer.read_again = false;
    }

    /// Returns the choice with that value, in a list question.
    pub fn choice(&self, value: &Value) -> Option<&Choice> {
        self.choices().iter().find(|choice| choice.value == *value)
    }

    /// Returns the label for a value: that of the choice, or of the column.
    pub fn label(&self, value: &Value) -> Option<&str> {
        let column = || Some(self.matrix()?.column(value)?.label.as_str());
        self.choice(value).map(|choice| choice.label.as_str()).or_else(column)
    }

    /// Returns the choices of a list question; none for the other kinds.
    pub fn choices(&self) -> &[Choice] {
        match &self.kind {
            QuestionKind::SelectOne { choices }
            | QuestionKind::SelectMultiple { choices, .. }
            | QuestionKind::Rank { choices, .. } => choices,
            QuestionKind::String { .. }
            | QuestionKind::Text { .. }
            | QuestionKind::Integer(_)
            | QuestionKind::Decimal { .. }
            | QuestionKind::Date { .. }
            | QuestionKind::Matrix(_) => &[],
        }
    }

    /// Returns the matrix, if it is one.
    pub fn matrix(&self) -> Option<&Matrix> {
        match &self.kind {
            QuestionKind::Matrix(matrix) => Some(matrix),
            QuestionKind::String { .. }
            | QuestionKind::Text { .. }
            | QuestionKind::Integer(_)
            | QuestionKind::Decimal { .. }
            | QuestionKind::Date { .. }
            | QuestionKind::SelectOne { .. }
            | QuestionKind::SelectMultiple { .. }
            | QuestionKind::Rank { .. } => None,
        }
    }
}

impl Matrix {
    /// Returns the row with that value.
    pub fn row(&self, value: &Value) -> Option<&Row> {
        self.rows.iter().find(|row| row.value == *value)
    }

    /// Returns the column with that value.
    pub fn column(&self, value: &Value) -> Option<&Column> {
        self.columns.iter().find(|column| column.value == *value)
    }
}

impl NumberRange {
    /// Writes a number with its unit: `£10`, `10%`, `10 years`.
    pub fn with_unit(&self, number: Decimal) -> String {
        reading::with_unit(number, self.unit.as_deref())
    }

    /// Reads a whole number, with or without its unit.
    ///
    /// # Errors
    /// If it isn't certain which whole number is meant.
    pub fn read_whole(&self, typed: &str) -> Result<Decimal, NumberProblem> {
        reading::whole_number(typed, self.unit.as_deref())
    }

    /// Reads a number with at most so many decimals, with or without its unit.
    ///
    /// # Errors
    /// If it isn't certain which number is meant.
    pub fn read(&self, typed: &str, decimals: Option<u32>) -> Result<Decimal, NumberProblem> {
        reading::decimal(typed, decimals, self.unit.as_deref())
    }
}

impl QuestionKind {
    /// Says how a number or date was understood, if it was written in another form.
    pub fn understood(&self, typed: &str) -> Option<String> {
        let typed = typed.trim();
        let (range, number) = match self {
            Self::Integer(range) => (range, range.read_whole(typed).ok()?),
            Self::Decimal { range, decimals } => (range, range.read(typed, *decimals).ok()?),
            Self::Date { .. } => {
                return Some(reading::day(typed).ok()?.strftime("%A %-d %B %Y").to_string());
            }
            Self::String { .. }
            | Self::Text { .. }
            | Self::SelectOne { .. }
            | Self::SelectMultiple { .. }
            | Self::Rank { .. }
            | Self::Matrix(_) => return None,
        };
        (typed.replace(',', "") != number.to_string()).then(|| range.with_unit(number))
    }

    /// Returns the bounds and unit of a number.
    pub fn range(&self) -> Option<&NumberRange> {
        match self {
            Self::Integer(range) | Self::Decimal { range, .. } => Some(range),
            Self::String { .. }
            | Self::Text { .. }
            | Self::Date { .. }
            | Self::SelectOne { .. }
            | Self::SelectMultiple { .. }
            | Self::Rank { .. }
            | Self::Matrix(_) => None,
        }
    }

    /// Returns the kind's name in question sets.
    pub fn name(&self) -> &'static str {
        match self {
            Self::String { .. } => "string",
            Self::Text { .. } => "text",
            Self::Integer(_) => "integer",
            Self::Decimal { .. } => "decimal",
            Self::Date { .. } => "date",
            Self::SelectOne { .. } => "select_one",
            Self::SelectMultiple { .. } => "select_multiple",
            Self::Rank { .. } => "rank",
            Self::Matrix(_) => "matrix",
        }
    }
}
