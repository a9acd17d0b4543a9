//! A document independent of its format: headings, paragraphs and tables in reading order.
//!
//! It is built once from a response, a draft or a question set. Each format has one writer, which
//! decides how a style looks and escapes what its format would take for more than text.

use jiff::Zoned;

use crate::model::markdown;
pub use crate::model::markdown::StyledText;

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The title of the consultation.
    pub title: String,
    /// The kind of document: "Response of Borsetshire County Council".
    pub subtitle: String,
    /// The publisher of the consultation.
    pub publisher: String,
    /// The language of its texts, as a BCP 47 tag.
    pub language: String,
    /// The author, if known.
    pub author: Option<String>,
    /// The date in its properties, which does not depend on when it is written.
    pub date: Option<Zoned>,
    /// Whether its content is final.
    pub standing: DocumentStatus,
    /// The facts on its cover, under the title.
    pub cover: Vec<CoverLine>,
    /// Whether it has a table of contents.
    pub contents: ContentsList,
    /// Its content.
    pub blocks: Vec<Block>,
    /// Its source.
    pub origin: DocumentOrigin,
}

/// Whether the content of a document is final.
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

/// The source of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentOrigin {
    /// The kind of document.
    pub kind: DocumentKind,
    /// The consultation.
    pub consultation: String,
    /// The digest of the response or question set.
    pub digest: String,
}

/// The kind of document.
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
    /// An overview of many responses.
    Overview,
}

/// A fact on the cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverLine {
    /// Its name.
    pub label: String,
    /// The kind of document.
    pub value: String,
}

/// Whether a document has a table of contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentsList {
    /// It has one after the cover, if the format has pages or links.
    Listed,
    /// It is too short for one.
    None,
}

/// A block of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(DocumentHeading),
    /// A paragraph, or one in a list.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
    /// Space to write by hand.
    Room(WritingSpace),
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentHeading {
    /// Its level.
    pub depth: HeadingLevel,
    /// Its name for links within the document.
    pub anchor: Option<String>,
    /// The number that the consultation prints.
    pub number: Option<String>,
    /// Its text, in one line.
    pub text: String,
}

/// The level of a heading.
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
    /// The kind of text.
    pub style: ParagraphKind,
    /// The number of lists around it.
    pub depth: usize,
    /// The marker before it, if it begins a list item.
    pub lead: Option<ItemMarker>,
    /// Its words; line feeds are kept.
    pub spans: Vec<StyledText>,
}

/// The kind of text in a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParagraphKind {
    /// Text to read.
    Body,
    /// What to do to answer.
    Task,
    /// A side note: when something is asked, where its wording comes from.
    Aside,
    /// A quotation from a source.
    Quote,
    /// Something that the respondent should know.
    Notice,
    /// The respondent's answer.
    Answer,
    /// The reason why there is no answer.
    Blank,
    /// The respondent's comment.
    Comment,
    /// A note between colleagues.
    Note,
}

/// The marker before a list item.
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
    /// Its caption.
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
    /// Its width relative to the others.
    pub weight: u32,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableRow {
    /// A heading over the rows that follow.
    Heading(String),
    /// One cell for each column.
    Cells(Vec<TableCell>),
}

/// The content of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableCell {
    /// Paragraphs; none in an empty cell.
    Text(Vec<Paragraph>),
    /// A box to tick.
    TickBox,
}

/// Space to write by hand.
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

    /// Adds a fact to the cover, unless it is blank.
    pub fn tell(&mut self, label: &str, value: impl Into<String>) {
        let value = value.into();
        if !value.trim().is_empty() {
            self.cover.push(CoverLine { label: label.to_owned(), value });
        }
    }

    /// Returns the headings of its sections.
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
    /// Returns the mark on every page, if any.
    pub fn mark(self) -> Option<&'static str> {
        match self {
            Self::Final | Self::Form => None,
            Self::Draft => Some("DRAFT: not signed off"),
            Self::Unverified => Some("NOT VERIFIED: changed since it was exported"),
        }
    }
}

impl DocumentKind {
    /// All kinds.
    pub const ALL: [Self; 6] =
        [Self::Response, Self::Summary, Self::Letter, Self::Approval, Self::Form, Self::Overview];

    /// Returns its name in file names and seals.
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
    /// Returns the size of its text, in points.
    pub fn text_size(self) -> usize {
        match self {
            // It must fit on one page.
            Self::Summary => 10,
            Self::Response | Self::Letter | Self::Approval | Self::Form | Self::Overview => 12,
        }
    }

    /// Returns its name on the title page.
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
    /// Creates the heading of a section.
    pub fn section(text: &str, anchor: Option<String>) -> Self {
        Self { depth: HeadingLevel::Section, anchor, number: None, text: text.to_owned() }
    }

    /// Returns the heading with its number, in one line.
    pub fn line(&self) -> String {
        match &self.number {
            Some(number) => format!("{}. {}", number.trim_end_matches('.'), self.text),
            None => self.text.clone(),
        }
    }
}

impl Paragraph {
    /// Creates a paragraph of plain text.
    pub fn plain(style: ParagraphKind, text: &str) -> Self {
        let span = StyledText { text: text.trim().to_owned(), ..StyledText::default() };
        Self { style, depth: 0, lead: None, spans: vec![span] }
    }

    /// Creates an item of a top-level list.
    pub fn item(style: ParagraphKind, lead: ItemMarker, text: &str) -> Self {
        Self { depth: 1, lead: Some(lead), ..Self::plain(style, text) }
    }

    /// Adds a bold lead: "Comment: ...".
    pub fn led_by(mut self, lead: &str) -> Self {
        let text = format!("{lead} ");
        self.spans.insert(0, StyledText { text, strong: true, ..StyledText::default() });
        self
    }

    /// Adds plain words at the end.
    pub fn and(mut self, text: &str) -> Self {
        self.spans.push(StyledText { text: text.to_owned(), ..StyledText::default() });
        self
    }

    /// Makes its first words bold.
    pub fn strong(mut self) -> Self {
        if let Some(span) = self.spans.first_mut() {
            span.strong = true;
        }
        self
    }

    /// Returns its words without styles.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}

/// Returns the paragraphs of a plain text, separated by blank lines. Other line ends are kept.
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

/// Returns the paragraphs of a Markdown text.
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

/// Returns the paragraphs with a lead before the first one.
pub fn led_by(lead: &str, mut paragraphs: Vec<Paragraph>) -> Vec<Paragraph> {
    if let Some(first) = paragraphs.first_mut() {
        *first = first.clone().led_by(lead);
    }
    paragraphs
}

/// Returns the paragraphs indented by so many lists.
pub fn inset(mut paragraphs: Vec<Paragraph>, depth: usize) -> Vec<Paragraph> {
    for paragraph in &mut paragraphs {
        paragraph.depth += depth;
    }
    paragraphs
}

/// Splits a text into its first line, for a heading, and the rest.
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
