//! Which paragraphs begin a question. Numbers number paragraphs, headings and lists too: what they
//! number is told by how most of their series reads.

use super::{
    hint::{instruction, split_off},
    label::{LabelStyle, label},
    paragraph::{ListMarker, PaperParagraph},
    wording::{asks_at_end, ends_in_question, is_asking, is_request},
};

/// The start of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionStart {
    /// Its number.
    pub number: String,
    /// The text after the number.
    pub text: String,
    /// Whether a star marks it as required.
    pub starred: bool,
}

/// A paragraph that may start a question.
struct Candidate {
    /// The index of the paragraph.
    at: usize,
    /// Its leading whole number.
    count: usize,
    style: LabelStyle,
    /// Whether it asks something.
    asks: bool,
    /// The series that it belongs to.
    series: usize,
}

/// Returns the start of a question for each paragraph that has one.
pub fn find(paragraphs: &[PaperParagraph]) -> Vec<Option<QuestionStart>> {
    let mut all = candidates(paragraphs);
    let named = all.iter().filter(|one| one.style == LabelStyle::Named).count();
    number_series(&mut all);
    let mut starts: Vec<Option<QuestionStart>> = vec![None; paragraphs.len()];
    for one in &all {
        let begins = match one.style {
            LabelStyle::Named => true,
            LabelStyle::Lettered => false,
            LabelStyle::Numbered | LabelStyle::Loose if named >= 2 => {
                one.style == LabelStyle::Numbered && has_controls(paragraphs, one.at)
            }
            LabelStyle::Numbered | LabelStyle::Loose => belongs(&all, one, paragraphs),
        };
        if begins
            && let Some(paragraph) = paragraphs.get(one.at)
            && let Some(found) = label(&paragraph.text)
            && let Some(start) = starts.get_mut(one.at)
        {
            let text = found.rest.to_owned();
            *start = Some(QuestionStart { number: found.number, text, starred: found.starred });
        }
    }
    starts
}

fn candidates(paragraphs: &[PaperParagraph]) -> Vec<Candidate> {
    let with_label = |(at, paragraph): (usize, &PaperParagraph)| {
        let found = label(&paragraph.text)?;
        let digits = found.number.trim_start_matches(|c: char| !c.is_ascii_digit());
        let whole: String = digits.chars().take_while(char::is_ascii_digit).take(3).collect();
        let marked = paragraph.marker.is_some_and(|marker| marker != ListMarker::Bullet);
        let usable = found.style != LabelStyle::Lettered && !marked;
        usable.then(|| Candidate {
            at,
            count: whole.parse().unwrap_or(0),
            style: found.style,
            asks: asks(paragraphs, at, found.rest),
            series: 0,
        })
    };
    paragraphs.iter().enumerate().filter_map(with_label).collect()
}

/// Whether the text after a number asks something.
fn asks(paragraphs: &[PaperParagraph], at: usize, rest: &str) -> bool {
    let next = paragraphs.get(at + 1);
    let heading = paragraphs.get(at).is_some_and(|one| one.heading.is_some());
    let prose_follows = next.is_some_and(|next| {
        next.text.chars().count() > 160 && next.marker.is_none() && !ends_in_question(&next.text)
    });
    if heading && prose_follows {
        return false;
    }
    if rest.is_empty() {
        return next.is_some_and(|next| is_asking(&next.text));
    }
    let hinted = !split_off(rest).1.is_empty();
    let field = rest.ends_with(':') && rest.chars().count() < 80;
    let statement = rest.ends_with('.') && !is_request(rest) && !rest.contains('?');
    hinted
        || ends_in_question(rest)
        || has_controls(paragraphs, at)
        || (is_asking(rest) && !statement)
        || (field && !prose_follows)
}

/// Whether choices to tick, or a word on how to answer, follow.
fn has_controls(paragraphs: &[PaperParagraph], at: usize) -> bool {
    paragraphs.iter().skip(at + 1).take(2).any(|next| {
        next.marker.is_some_and(|marker| marker != ListMarker::Bullet)
            || instruction(&next.text).is_some()
    })
}

/// Assigns each candidate to a series of consecutive numbers.
fn number_series(all: &mut [Candidate]) {
    // The last number of each series that may go on, and whether its members ask.
    let mut open: Vec<(usize, usize, bool)> = Vec::new();
    let mut made = 0;
    for one in all.iter_mut() {
        let goes_on = |(_, last, _): &(usize, usize, bool)| {
            one.count == *last || (*last + 1..=*last + 3).contains(&one.count)
        };
        let fitting = open.iter().rposition(|open| goes_on(open) && open.2 == one.asks);
        let place = fitting.or_else(|| open.iter().rposition(goes_on));
        if let Some(at) = place {
            open.truncate(at + 1);
        } else {
            made += 1;
            open.push((made, one.count, one.asks));
        }
        if let Some((series, last, _)) = open.last_mut() {
            one.series = *series;
            *last = one.count;
        }
    }
}

/// Whether a numbered paragraph is a question: it or most of its series ask something.
fn belongs(all: &[Candidate], one: &Candidate, paragraphs: &[PaperParagraph]) -> bool {
    let same = all.iter().filter(|other| other.series == one.series && other.style == one.style);
    let (asking, count) =
        same.fold((0, 0), |(asking, count), one| (asking + usize::from(one.asks), count + 1));
    let heading = paragraphs.get(one.at).is_some_and(|one| one.heading.is_some());
    match one.style {
        LabelStyle::Numbered if asking * 10 >= count * 6 => one.asks || !heading,
        LabelStyle::Numbered | LabelStyle::Loose => {
            one.asks && !heading && {
                let text = paragraphs.get(one.at).map_or("", |one| one.text.as_str());
                asks_at_end(text) || has_controls(paragraphs, one.at)
            }
        }
        LabelStyle::Named | LabelStyle::Lettered => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(lines: &[&str]) -> Vec<String> {
        let paragraphs: Vec<PaperParagraph> =
            lines.iter().enumerate().map(|(at, line)| PaperParagraph::new(at, line)).collect();
        find(&paragraphs).into_iter().flatten().map(|start| start.number).collect()
    }

    #[test]
    fn numbered_paragraphs_are_no_questions() {
        let paper = [
            "1. The Government intends to change the law.",
            "2. The change will come next year.",
            "3. Do you agree?",
            "4. Councils would then decide.",
        ];
        assert_eq!(numbers(&paper), ["3"]);
    }

    #[test]
    fn named_questions_win_over_numbered_paragraphs() {
        let paper = ["1. Why are we asking?", "Question 1: Do you agree?", "Question 2:", "Why?"];
        assert_eq!(numbers(&paper), ["1", "2"]);
    }

    #[test]
    fn a_list_in_a_question_does_not_end_the_series() {
        let paper = ["1. Which is best?", "2. Which of these?", "1. Roads", "2. Buses", "3. Why?"];
        assert_eq!(numbers(&paper), ["1", "2", "3"]);
    }

    #[test]
    fn requests_among_questions_are_questions() {
        let paper = ["1) Your connection to the hall (optional)", "2) What else?", "3) Any ideas?"];
        assert_eq!(numbers(&paper), ["1", "2", "3"]);
    }
}
