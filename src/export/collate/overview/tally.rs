//! What many responses say to one question, counted.

use jiff::civil::Date;

use crate::{
    export::document::{
        DocumentHeading, HeadingLevel, Paragraph, ParagraphKind, Table, TableCell, TableColumn,
        TableRow,
    },
    model::{
        consultation::Consultation,
        reading::{self, Decimal, day_in_words},
        response::{AnswerState, Content, Labelled, QuestionRecord},
    },
};

/// What many responses say to one question.
pub(super) struct Tally {
    pub(super) heading: DocumentHeading,
    /// What the group says that it is a part of, and the group's number.
    pub(super) group: Option<String>,
    pub(super) of_group: Option<String>,
    pub(super) options: Vec<ChoiceTally>,
    pub(super) rows: Vec<RowTally>,
    /// How many texts there are.
    pub(super) texts: usize,
    is_ranking: bool,
    answered: usize,
    others: [(AnswerState, usize); 3],
    numbers: Option<Numbers>,
    days: Option<(Date, Date)>,
}

/// What can be chosen, and how often it was.
pub(super) struct ChoiceTally {
    value: String,
    pub(super) label: String,
    /// How often it was chosen; in a ranking, put first.
    pub(super) count: usize,
    /// How often it was ranked at all.
    ranked: usize,
}

/// A row of a matrix: how often each of the options was chosen in it.
pub(super) struct RowTally {
    id: String,
    pub(super) label: String,
    pub(super) counts: Vec<usize>,
}

/// Numbers, of which only these are kept.
struct Numbers {
    least: Decimal,
    most: Decimal,
    /// None once it is too large to add up.
    sum: Option<Decimal>,
    count: u32,
    unit: Option<String>,
}

/// A text that a response has.
pub(super) struct Quote<'a> {
    /// The choice or row that it is about.
    pub(super) about: Option<&'a str>,
    pub(super) says: &'a str,
}

impl Tally {
    /// No answers yet.
    pub(super) fn new(entry: &QuestionRecord, set: Option<&Consultation>) -> Self {
        let question = set.and_then(|set| set.question(&entry.id));
        let choices = question.map_or(&[][..], |question| question.choices()).iter();
        let columns = question.and_then(|question| question.matrix()).into_iter();
        let columns = columns.flat_map(|matrix| &matrix.columns);
        let options = choices
            .map(|one| ChoiceTally::new(one.value.as_str(), &one.label, one.off_scale))
            .chain(
                columns.map(|one| ChoiceTally::new(one.value.as_str(), &one.label, one.off_scale)),
            );
        let depth = if entry.group.is_some() { HeadingLevel::Part } else { HeadingLevel::Question };
        let number = match entry.part {
            Some(part) => Some(format!("Part {part}")),
            None => entry.number.clone(),
        };
        let text = entry.text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self {
            heading: DocumentHeading {
                depth,
                anchor: Some(format!("q-{}", entry.id)),
                number,
                text,
            },
            group: entry.group.clone(),
            of_group: entry.number.clone().filter(|_| entry.part.is_some()),
            options: options.collect(),
            rows: Vec::new(),
            texts: 0,
            is_ranking: entry.kind == "rank",
            answered: 0,
            others: [AnswerState::NoComment, AnswerState::NotAnswered, AnswerState::NotAsked]
                .map(|state| (state, 0)),
            numbers: None,
            days: None,
        }
    }

    /// Counts an answer, and gives the texts in it; none of a question that asks who responds.
    pub(super) fn take<'a>(
        &mut self,
        entry: &'a QuestionRecord,
        is_personal: bool,
    ) -> Vec<Quote<'a>> {
        match self.others.iter_mut().find(|(state, _)| *state == entry.state) {
            Some((_, count)) => *count += 1,
            None => self.answered += 1,
        }
        let mut texts = Vec::new();
        match &entry.value {
            None => {}
            Some(Content::Text(text)) => texts.push(Quote { about: None, says: text }),
            Some(Content::Number { number, unit }) => self.number(*number, unit.as_ref()),
            Some(Content::Day(day)) => {
                let (first, last) = self.days.unwrap_or((*day, *day));
                self.days = Some((first.min(*day), last.max(*day)));
            }
            Some(Content::One(chosen)) => self.choose(std::slice::from_ref(chosen), &mut texts),
            Some(Content::Ticked(all) | Content::Ranked(all)) => self.choose(all, &mut texts),
        }
        for row in &entry.rows {
            self.row(row.row.as_str(), &row.label, row.value.as_ref());
            let comment = row.comment.as_deref();
            texts.extend(comment.map(|says| Quote { about: Some(&row.label), says }));
        }
        texts.extend(entry.comment.as_deref().map(|says| Quote { about: None, says }));
        if is_personal {
            texts.clear();
        }
        self.texts += texts.len();
        texts
    }

    fn choose<'a>(&mut self, chosen: &'a [Labelled], texts: &mut Vec<Quote<'a>>) {
        for (place, one) in chosen.iter().enumerate() {
            let is_ranking = self.is_ranking;
            let option = self.option(one);
            if let Some(option) = self.options.get_mut(option) {
                option.count += usize::from(!is_ranking || place == 0);
                option.ranked += 1;
            }
            let detail = one.detail.as_deref();
            texts.extend(detail.map(|says| Quote { about: Some(&one.label), says }));
        }
    }

    /// The place of a choice among the options, to which it is added where it is new.
    fn option(&mut self, chosen: &Labelled) -> usize {
        let value = chosen.value.as_str();
        let known = self.options.iter().position(|option| option.value == value);
        known.unwrap_or_else(|| {
            self.options.push(ChoiceTally::new(value, &chosen.label, chosen.off_scale));
            self.options.len() - 1
        })
    }

    fn row(&mut self, id: &str, label: &str, chosen: Option<&Labelled>) {
        let option = chosen.map(|chosen| self.option(chosen));
        let known = self.rows.iter().position(|row| row.id == id);
        let place = known.unwrap_or_else(|| {
            let (id, label) = (id.to_owned(), label.to_owned());
            self.rows.push(RowTally { id, label, counts: Vec::new() });
            self.rows.len() - 1
        });
        let (Some(option), Some(row)) = (option, self.rows.get_mut(place)) else { return };
        if row.counts.len() <= option {
            row.counts.resize(option + 1, 0);
        }
        if let Some(count) = row.counts.get_mut(option) {
            *count += 1;
        }
    }

    fn number(&mut self, number: Decimal, unit: Option<&String>) {
        let numbers = self.numbers.get_or_insert_with(|| Numbers {
            least: number,
            most: number,
            sum: Some(Decimal::ZERO),
            count: 0,
            unit: unit.cloned(),
        });
        numbers.least = numbers.least.min(number);
        numbers.most = numbers.most.max(number);
        numbers.sum = numbers.sum.and_then(|sum| sum.checked_add(number));
        numbers.count += 1;
    }

    /// How many responses answer, and how many do not.
    pub(super) fn states_in_words(&self) -> String {
        let mut counts = vec![format!("{} answered", self.answered)];
        let others = self.others.iter().filter(|(_, count)| *count > 0);
        counts.extend(others.map(|(state, count)| format!("{count} {}", state_words(*state))));
        format!("{}.", counts.join(", "))
    }

    /// From where to where the numbers or days go.
    pub(super) fn range_in_words(&self) -> Option<String> {
        if let Some((first, last)) = self.days {
            let (first, last) = (day_in_words(first), day_in_words(last));
            return Some(format!("Earliest {first}, latest {last}."));
        }
        let numbers = self.numbers.as_ref()?;
        let amount = |number: Decimal| reading::with_unit(number, numbers.unit.as_deref());
        let mean = numbers.sum.and_then(|sum| sum.checked_div(Decimal::from(numbers.count)));
        let mean = mean.map(|mean| format!(", mean {}", amount(mean.round_dp(2).normalize())));
        let (least, most) = (amount(numbers.least), amount(numbers.most));
        Some(format!("Lowest {least}, highest {most}{}.", mean.unwrap_or_default()))
    }

    /// How many responses say something that is counted.
    fn share(&self, count: usize) -> String {
        if self.answered == 0 {
            return String::new();
        }
        format!("{}%", (count * 200 + self.answered) / (self.answered * 2))
    }
}

impl ChoiceTally {
    fn new(value: &str, label: &str, off_scale: bool) -> Self {
        let apart = if off_scale { " (not on the scale)" } else { "" };
        Self { value: value.to_owned(), label: format!("{label}{apart}"), count: 0, ranked: 0 }
    }
}

fn column(heading: &str, weight: u32) -> TableColumn {
    TableColumn { heading: heading.to_owned(), weight }
}

fn cells(texts: impl IntoIterator<Item = String>) -> TableRow {
    let cell = |text: String| TableCell::Text(vec![Paragraph::plain(ParagraphKind::Body, &text)]);
    TableRow::Cells(texts.into_iter().map(cell).collect())
}

/// How often each option was chosen.
pub(super) fn table(tally: &Tally) -> Table {
    let mut columns = vec![column("Answer", 4)];
    if tally.is_ranking {
        columns.extend([column("Put first", 1), column("Ranked", 1)]);
    } else {
        columns.extend([column("Responses", 1), column("Share of those who answered", 1)]);
    }
    let rows = tally.options.iter().map(|option| {
        let last =
            if tally.is_ranking { option.ranked.to_string() } else { tally.share(option.count) };
        cells([option.label.clone(), option.count.to_string(), last])
    });
    Table { caption: tally.heading.line(), columns, rows: rows.collect() }
}

/// How often each option was chosen in each row.
pub(super) fn row_table(tally: &Tally) -> Table {
    let options = tally.options.iter().map(|option| column(&option.label, 1));
    let rows = tally.rows.iter().map(|row| {
        let counts = (0..tally.options.len())
            .map(|place| row.counts.get(place).copied().unwrap_or_default().to_string());
        cells(std::iter::once(row.label.clone()).chain(counts))
    });
    let columns = std::iter::once(column("Row", 3)).chain(options);
    Table { caption: tally.heading.line(), columns: columns.collect(), rows: rows.collect() }
}

/// Whether a question is answered, in the words of a count.
fn state_words(state: AnswerState) -> &'static str {
    match state {
        AnswerState::Answered => "answered",
        AnswerState::NoComment => "no comment",
        AnswerState::NotAnswered => "left blank",
        AnswerState::NotAsked => "not asked",
    }
}
