//! A document before it has a format: what it says, in the order in which it is read.
//!
//! It is built once from a response, a draft or a question set. Each format has one writer, which
//! decides how a style looks and escapes what its format would take for more than text.

use jiff::Zoned;

use crate::model::markdown;
pub use crate::model::markdown::StyledText;

/// What a document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What the consultation is called.
    pub title: String,
    /// What this document is: "Response of Borsetshire County Council".
    pub subtitle: String,
    /// Who asks.
    pub publisher: String,
    /// The language of its texts, as a BCP 47 tag.
    pub language: String,
    /// Who it is by, where that is known.
    pub author: Option<String>,
    /// The date of its properties. Nothing in a document depends on when it is written.
    pub date: Option<Zoned>,
    /// How far what it says has come.
    pub standing: DocumentStatus,
    /// What its cover says, under the title.
    pub cover: Vec<CoverLine>,
    /// Whether it has a list of its sections.
    pub contents: ContentsList,
    /// What it says.
    pub blocks: Vec<Block>,
    /// What it was made from.
    pub origin: DocumentOrigin,
}

/// How far what a document says has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentStatus {
    /// Signed off, or published.
    Final,
    /// Not signed off; every page says so.
    Draft,
    /// A response whose digest is wrong; every page says so.
    Unverified,
    /// A form to write on.
    Form,
}

/// What a document was made from, and what it is of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentOrigin {
    /// What it is.
    pub kind: DocumentKind,
    /// The consultation.
    pub consultation: String,
    /// The digest over the response, or over the question set.
    pub digest: String,
}

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// A whole response.
    Response,
    /// A response on one page.
    Summary,
    /// A response as a letter.
    Letter,
    /// A response to be approved.
    Approval,
    /// A question set to write on.
    Form,
    /// Many responses counted.
    Overview,
}

/// A line of the cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverLine {
    /// What is told.
    pub label: String,
    /// What it is.
    pub value: String,
}

/// Whether a document lists its sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentsList {
    /// After the cover, where the format has pages or links.
    Listed,
    /// Too short for it.
    None,
}

/// Something that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(DocumentHeading),
    /// A paragraph, or one in a list.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
    /// Room to write by hand.
    Room(WritingSpace),
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentHeading {
    /// How deep it stands.
    pub depth: HeadingLevel,
    /// What it is called within the document, to be linked to.
    pub anchor: Option<String>,
    /// The number that the consultation prints before it.
    pub number: Option<String>,
    /// What it says, in one line.
    pub text: String,
}

/// How deep a heading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeadingLevel {
    /// A section.
    Section,
    /// A question, or a group of them.
    Question,
    /// A part of a group.
    Part,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// What kind of text it is.
    pub style: ParagraphKind,
    /// How many lists it stands in.
    pub depth: usize,
    /// What stands before it, where it begins an item of a list.
    pub lead: Option<ItemMarker>,
    /// Its words; a line feed in them is meant.
    pub spans: Vec<StyledText>,
}

/// What kind of text a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParagraphKind {
    /// Text to read.
    Body,
    /// What to do to answer.
    Task,
    /// Said in passing: when something is asked, where its wording comes from.
    Aside,
    /// The words of a source.
    Quote,
    /// Something that the respondent should know.
    Notice,
    /// What the respondent answers.
    Answer,
    /// That there is no answer, and why.
    Blank,
    /// What the respondent adds to an answer.
    Comment,
    /// A note between colleagues.
    Note,
}

/// What stands before an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemMarker {
    /// A bullet.
    Bullet,
    /// A number.
    Number(u64),
    /// A box to tick.
    TickBox,
    /// A line to write a rank on.
    RankLine,
}

/// A table. The first cell of each row is its heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<TableColumn>,
    /// Its rows.
    pub rows: Vec<TableRow>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableColumn {
    /// Its heading.
    pub heading: String,
    /// How wide it is, compared with the others.
    pub weight: u32,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableRow {
    /// A heading over the rows that follow.
    Heading(String),
    /// As many cells as there are columns.
    Cells(Vec<TableCell>),
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableCell {
    /// Paragraphs; none in a cell that is empty.
    Text(Vec<Paragraph>),
    /// A box to tick.
    TickBox,
}

/// Room to write by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WritingSpace {
    /// A line.
    Line,
    /// A box.
    Box,
}

impl Document {
    /// Adds a block.
    pub fn push(&mut self, block: impl Into<Block>) {
        self.blocks.push(block.into());
    }

    /// Adds paragraphs.
    pub fn extend(&mut self, paragraphs: impl IntoIterator<Item = Paragraph>) {
        self.blocks.extend(paragraphs.into_iter().map(Block::Paragraph));
    }

    /// Adds a fact to the cover, unless there is nothing to tell.
    pub fn tell(&mut self, label: &str, value: impl Into<String>) {
        let value = value.into();
        if !value.trim().is_empty() {
            self.cover.push(CoverLine { label: label.to_owned(), value });
        }
    }

    /// The headings of its sections.
    pub fn sections(&self) -> impl Iterator<Item = &DocumentHeading> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Heading(heading) if heading.depth == HeadingLevel::Section => Some(heading),
            Block::Heading(_) | Block::Paragraph(_) | Block::Table(_) | Block::Room(_) => None,
        })
    }
}

impl CoverLine {
    /// Whether its value is a word too long for a line, as a digest is.
    pub fn is_unbroken(&self) -> bool {
        self.value.split_whitespace().any(|word| word.len() > 40)
    }
}

impl DocumentStatus {
    /// What every page says, where it says something.
    pub fn mark(self) -> Option<&'static str> {
        match self {
            Self::Final | Self::Form => None,
            Self::Draft => Some("DRAFT: not signed off"),
            Self::Unverified => Some("NOT VERIFIED: changed since it was exported"),
        }
    }
}

impl DocumentKind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Response, Self::Summary, Self::Letter, Self::Approval, Self::Form, Self::Overview];

    /// Its name, as file names and seals have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::Summary => "summary",
            Self::Letter => "letter",
            Self::Approval => "approval",
            Self::Form => "form",
            Self::Overview => "overview",
        }
    }
}

impl DocumentKind {
    /// How large its text is, in points.
    pub fn text_size(self) -> usize {
        match self {
            // All of it is to fit on a page.
            Self::Summary => 10,
            Self::Response | Self::Letter | Self::Approval | Self::Form | Self::Overview => 12,
        }
    }

    /// What its title page calls it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Response => "Response",
            Self::Summary => "Summary of the response",
            Self::Letter => "Letter",
            Self::Approval => "For approval: response",
            Self::Form => "The questions",
            Self::Overview => "Overview of the responses",
        }
    }
}

impl DocumentHeading {
    /// The heading of a section, or what stands like one.
    pub fn section(text: &str, anchor: Option<String>) -> Self {
        Self { depth: HeadingLevel::Section, anchor, number: None, text: text.to_owned() }
    }

    /// The heading with its number, in one line.
    pub fn line(&self) -> String {
        match &self.number {
            Some(number) => format!("{}. {}", number.trim_end_matches('.'), self.text),
            None => self.text.clone(),
        }
    }
}

impl Paragraph {
    /// A plain text in one paragraph.
    pub fn plain(style: ParagraphKind, text: &str) -> Self {
        let span = StyledText { text: text.trim().to_owned(), ..StyledText::default() };
        Self { style, depth: 0, lead: None, spans: vec![span] }
    }

    /// An item of a list that is not within another.
    pub fn item(style: ParagraphKind, lead: ItemMarker, text: &str) -> Self {
        Self { depth: 1, lead: Some(lead), ..Self::plain(style, text) }
    }

    /// The same after a few words that stand out: "Comment: ...".
    pub fn led_by(mut self, lead: &str) -> Self {
        let text = format!("{lead} ");
        self.spans.insert(0, StyledText { text, strong: true, ..StyledText::default() });
        self
    }

    /// The same with words that stand out less after it.
    pub fn and(mut self, text: &str) -> Self {
        self.spans.push(StyledText { text: text.to_owned(), ..StyledText::default() });
        self
    }

    /// The same with its first words standing out.
    pub fn strong(mut self) -> Self {
        if let Some(span) = self.spans.first_mut() {
            span.strong = true;
        }
        self
    }

    /// The words alone.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}

/// The paragraphs of a plain text, which are parted by blank lines. Other line ends are kept.
pub fn plain(style: ParagraphKind, text: &str) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    let ended = std::iter::once("");
    for line in text.lines().map(str::trim_end).chain(ended) {
        if !line.trim().is_empty() {
            lines.push(line);
        } else if !lines.is_empty() {
            paragraphs.push(Paragraph::plain(style, &lines.join("\n")));
            lines.clear();
        }
    }
    paragraphs
}

/// The paragraphs of a text in the Markdown of question sets.
pub fn rich(style: ParagraphKind, text: &str) -> Vec<Paragraph> {
    let paragraph = |block: markdown::MarkdownBlock| Paragraph {
        style,
        depth: block.depth,
        lead: block.item.map(|item| match item.lead {
            markdown::MarkdownMarker::Bullet => ItemMarker::Bullet,
            markdown::MarkdownMarker::Number(number) => ItemMarker::Number(number),
        }),
        spans: block.spans,
    };
    markdown::blocks(text).into_iter().map(paragraph).collect()
}

/// The paragraphs with a few words before the first one.
pub fn led_by(lead: &str, mut paragraphs: Vec<Paragraph>) -> Vec<Paragraph> {
    if let Some(first) = paragraphs.first_mut() {
        *first = first.clone().led_by(lead);
    }
    paragraphs
}

/// The paragraphs standing so many lists further in.
pub fn inset(mut paragraphs: Vec<Paragraph>, depth: usize) -> Vec<Paragraph> {
    for paragraph in &mut paragraphs {
        paragraph.depth += depth;
    }
    paragraphs
}

/// The first line of a text, for a heading, and the rest of it.
pub fn heading_and_rest(text: &str) -> (String, Vec<Paragraph>) {
    let (first, rest) = text.trim().split_once('\n').unwrap_or((text.trim(), ""));
    let words: Vec<&str> = first.split_whitespace().collect();
    (words.join(" "), plain(ParagraphKind::Body, rest))
}

impl From<DocumentHeading> for Block {
    fn from(heading: DocumentHeading) -> Self {
        Self::Heading(heading)
    }
}

impl From<Paragraph> for Block {
    fn from(paragraph: Paragraph) -> Self {
        Self::Paragraph(paragraph)
    }
}

impl From<Table> for Block {
    fn from(table: Table) -> Self {
        Self::Table(table)
    }
}

impl From<WritingSpace> for Block {
    fn from(room: WritingSpace) -> Self {
        Self::Room(room)
    }
}
