//! Reads the front page: title, publisher, dates, where to send a response.

use jiff::civil::Date;

use super::{
    found::FrontPage,
    label::label,
    paragraph::PaperParagraph,
    wording::{ends_in_question, plain},
};
use crate::model::reading;

/// The number of leading paragraphs that may name title and publisher.
const FRONT: usize = 40;

/// Words that mark the name of a public body.
const BODIES: [&str; 34] = [
    "department for",
    "department of",
    "ministry of",
    "ministry for",
    "scottish government",
    "scottish executive",
    "welsh government",
    "northern ireland executive",
    "council",
    "hm treasury",
    "hm revenue",
    "home office",
    "cabinet office",
    "ofsted",
    "ofcom",
    "ofgem",
    "ofqual",
    "ofwat",
    "nhs england",
    "care quality commission",
    "environment agency",
    "natural england",
    "transport scotland",
    "office for",
    "office of",
    "commission",
    "authority",
    "agency",
    "defra",
    "dfe",
    "dhsc",
    "law commission",
    "trust",
    "board",
];

/// Reads the front page of a paper.
pub fn read(paragraphs: &[PaperParagraph], title: Option<&str>) -> FrontPage {
    let front: Vec<&PaperParagraph> = paragraphs.iter().take(FRONT).collect();
    let mut page = FrontPage {
        title: field(&front, "consultation title").or_else(|| title.map(str::to_owned)),
        ..FrontPage::default()
    };
    if page.title.is_none() {
        page.title = title_of(&front);
    }
    page.publisher = publisher(&front);
    for paragraph in paragraphs {
        read_dates(&paragraph.text, &mut page);
        read_addresses(&paragraph.text, &mut page);
    }
    page
}

/// Returns the text after a label such as "Consultation title:", in its cell or line.
fn field(front: &[&PaperParagraph], name: &str) -> Option<String> {
    front.iter().find_map(|one| {
        if let Some(at) = one.cells.iter().position(|cell| plain(cell) == name) {
            return one.cells.get(at + 1).filter(|value| !value.is_empty()).cloned();
        }
        let (before, after) = one.text.split_once(':')?;
        (plain(before) == name && !after.trim().is_empty()).then(|| after.trim().to_owned())
    })
}

/// Returns the first heading, or the first line that reads like a title.
fn title_of(front: &[&PaperParagraph]) -> Option<String> {
    let usable = |one: &&&PaperParagraph| {
        let length = one.text.chars().count();
        let words = one.text.split_whitespace().count();
        (4..=160).contains(&length)
            && words >= 2
            && one.cells.len() < 2
            && one.marker.is_none()
            && label(&one.text).is_none()
            && !ends_in_question(&one.text)
            && !one.text.ends_with(':')
            && !is_heading_of_part(&one.text)
    };
    let headings = front.iter().filter(|one| one.heading.is_some()).filter(usable);
    let first = headings.min_by_key(|one| one.heading);
    let lines = front.iter().take(5).filter(usable).filter(|one| !one.text.ends_with('.'));
    first.or_else(|| lines.clone().find(|one| !is_body(&one.text))).map(|one| one.text.clone())
}

/// Whether a line heads a part of a paper, not the whole.
fn is_heading_of_part(text: &str) -> bool {
    let plain = plain(text);
    let parts = [
        "annex",
        "appendix",
        "section",
        "chapter",
        "part ",
        "summary of",
        "list of",
        "contents",
        "consultation questions",
        "about you",
        "your details",
        "questions",
        "basic details",
        "introduction",
        "foreword",
        "how to respond",
        "page ",
        "scope of",
        "topic of",
    ];
    parts.iter().any(|part| plain.starts_with(part))
}

/// Returns the first short line that names a public body, or the name in it.
fn publisher(front: &[&PaperParagraph]) -> Option<String> {
    if let Some(named) = ["publisher", "department", "organisation", "from", "published by"]
        .iter()
        .find_map(|name| field(front, name))
    {
        return Some(named);
    }
    let line = front.iter().find(|one| {
        let short = one.text.chars().count() <= 70;
        short && is_body(&one.text) && !one.text.ends_with(['?', ':', '.']) && one.marker.is_none()
    });
    if let Some(line) = line {
        return Some(line.text.clone());
    }
    front.iter().find_map(|one| body_in(&one.text))
}

fn is_body(text: &str) -> bool {
    let plain = plain(text);
    let capital = text.starts_with(char::is_uppercase);
    capital && BODIES.iter().any(|body| plain.starts_with(body) || plain.ends_with(body))
}

/// Returns a public body named in a sentence: "response to an Ofcom consultation".
fn body_in(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let clean = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let one_word = ["ofcom", "ofsted", "ofgem", "ofqual", "ofwat", "defra"];
    if let Some(found) = words.iter().find(|word| one_word.contains(&plain(word).as_str())) {
        return Some(clean(found));
    }
    let known =
        ["Scottish Ministers", "Scottish Executive", "Scottish Government", "Welsh Government"];
    if let Some(found) = known.iter().find(|known| text.contains(*known)) {
        return Some((*found).to_owned());
    }
    let at = words.iter().position(|word| matches!(clean(word).as_str(), "Council"))?;
    let before = words.get(..at)?.iter().rev();
    let mut name: Vec<String> = before
        .take_while(|word| word.starts_with(char::is_uppercase) && !word.ends_with([',', '.', ':']))
        .map(|word| clean(word))
        .collect();
    name.reverse();
    let starts = name.iter().position(|word| !matches!(word.as_str(), "The" | "In" | "To"))?;
    let name = name.get(starts..)?.join(" ");
    (!name.is_empty()).then(|| format!("{name} Council"))
}

/// Reads when the consultation opens and closes: "runs from 1 May to 30 June 2014".
fn read_dates(text: &str, page: &mut FrontPage) {
    let plain = text.to_lowercase();
    let days = dates(text);
    let closes = [
        "clos",
        "deadline",
        "respond by",
        "responses by",
        "reply by",
        "submitted by",
        "no later than",
        "end date",
        "ends on",
        "ends:",
        "by the end of",
        "must reach us by",
        "returned by",
        "received by",
    ];
    let opens = [
        "opens",
        "opened",
        "launch",
        "start date",
        "begins",
        "published on",
        "issued",
        "opening date",
    ];
    let runs = plain.contains("from ") && (plain.contains("runs") || plain.contains("consult"));
    if runs && let [first, second, ..] = days.as_slice() {
        page.opens.get_or_insert_with(|| first.to_string());
        page.closes.get_or_insert_with(|| second.to_string());
        return;
    }
    let says = |all: &[&str]| all.iter().find_map(|word| plain.find(word));
    let (closing, opening) = (says(&closes), says(&opens));
    match (closing, opening, days.as_slice()) {
        (Some(_), None, [.., last]) => {
            page.closes.get_or_insert_with(|| last.to_string());
        }
        (None, Some(_), [first, ..]) => {
            page.opens.get_or_insert_with(|| first.to_string());
        }
        (Some(closing), Some(opening), [first, second, ..]) => {
            let (open, close) = if opening < closing { (first, second) } else { (second, first) };
            page.opens.get_or_insert_with(|| open.to_string());
            page.closes.get_or_insert_with(|| close.to_string());
        }
        _ => {}
    }
}

/// Returns the days named in a text, in order. The first may share the year of the second.
fn dates(text: &str) -> Vec<Date> {
    let words: Vec<&str> =
        text.split([' ', ',', ';', '(', ')', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let mut found = Vec::new();
    let mut year_missing = None;
    for at in 0..words.len() {
        let word = |offset: usize| {
            words.get(at + offset).map_or("", |word| word.trim_matches(['.', ':', '*']))
        };
        let day = without_ordinal(word(0));
        let long = format!("{day} {} {}", word(1), word(2));
        let without_year = format!("{day} {} 2000", word(1));
        if let Ok(day) = reading::day(&long).or_else(|_| reading::day(word(0))) {
            if let Some(earlier) = year_missing.take()
                && let Ok(earlier) = reading::day(&format!("{earlier} {}", day.year()))
            {
                found.push(earlier);
            }
            found.push(day);
        } else if word(0).starts_with(|c: char| c.is_ascii_digit())
            && reading::day(&without_year).is_ok()
        {
            year_missing = Some(format!("{day} {}", word(1)));
        }
    }
    found
}

/// Returns `21st` without its ending.
fn without_ordinal(word: &str) -> &str {
    let ending = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending));
    ending.filter(|day| day.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(word)
}

/// Reads the addresses for responses.
fn read_addresses(text: &str, page: &mut FrontPage) {
    let plain = text.to_lowercase();
    let sends = [
        "respond", "response", "repl", "send", "e-mail", "email", "return", "submit", "complete",
        "contact", "online",
    ];
    if !sends.iter().any(|word| plain.contains(word)) {
        return;
    }
    for word in
        text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | ',' | ';'))
    {
        let word = word.trim_matches(['.', ':', '"', '“', '”', '‘', '’', '[', ']']);
        let address = word.strip_prefix("mailto:").unwrap_or(word);
        let is_email = address.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.contains('@')
        });
        if is_email && !word.contains("//") {
            page.email.get_or_insert_with(|| address.to_owned());
        }
        let online = ["online", "respond", "survey", "complete", "citizen space", "submit"];
        if word.starts_with("http")
            && word.contains("://")
            && online.iter().any(|word| plain.contains(word))
        {
            page.url.get_or_insert_with(|| word.to_owned());
        }
    }
    let posts = ["by post to:", "by post to", "post to:", "write to:", "post:", "write to us at:"];
    if let Some((at, mark)) = posts.iter().find_map(|mark| Some((plain.find(mark)?, mark)))
        && let Some(after) = text.get(at + mark.len()..).map(str::trim)
        && after.contains(',')
        && after.chars().count() <= 200
    {
        page.post.get_or_insert_with(|| after.trim_end_matches('.').to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn front(lines: &[&str]) -> FrontPage {
        let lines = lines.iter().enumerate();
        let all: Vec<PaperParagraph> =
            lines.map(|(at, line)| PaperParagraph::new(at, line)).collect();
        read(&all, None)
    }

    #[test]
    fn title_publisher_and_dates_are_read() {
        let page = front(&[
            "Department for Examples",
            "The future of examples",
            "This consultation runs from 1 May to 30 June 2014.",
            "Please send your response to examples@example.gov.uk.",
        ]);
        assert_eq!(page.title.as_deref(), Some("The future of examples"));
        assert_eq!(page.publisher.as_deref(), Some("Department for Examples"));
        assert_eq!(page.opens.as_deref(), Some("2014-05-01"));
        assert_eq!(page.closes.as_deref(), Some("2014-06-30"));
        assert_eq!(page.email.as_deref(), Some("examples@example.gov.uk"));
    }

    #[test]
    fn a_council_is_found_in_a_sentence() {
        let page = front(&["A survey.", "Please let Borchester Town Council know what you think."]);
        assert_eq!(page.publisher.as_deref(), Some("Borchester Town Council"));
    }

    #[test]
    fn a_closing_date_is_read() {
        assert_eq!(
            front(&["Closing date: Friday 30 May 2014"]).closes.as_deref(),
            Some("2014-05-30")
        );
        assert_eq!(
            front(&["Please reply by 5pm on 3/6/2014"]).closes.as_deref(),
            Some("2014-06-03")
        );
    }
}
