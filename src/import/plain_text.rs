//! Reads plain text: lines, which may be paragraphs or parts of them.

use super::{
    hint::instruction,
    label::label,
    paper::{ImportError, MAX_PARAGRAPHS, MAX_TEXT, Paper},
    paragraph::{PaperParagraph, tidy},
    question::is_field_name,
    wording::{is_answer_space, is_scale_label},
};

/// The longest line of a text that is wrapped, in characters.
const LONGEST_WRAPPED: usize = 130;

/// One line that is not empty.
struct PaperLine<'a> {
    number: usize,
    text: &'a str,
    /// Whether an empty line stands before it.
    apart: bool,
}

/// Reads a text in UTF-8, UTF-16 with a mark, or Windows' Western characters.
///
/// # Errors
/// When it is too much.
pub fn read(bytes: &[u8]) -> Result<Paper, ImportError> {
    let text = decoded(bytes);
    if text.len() > MAX_TEXT {
        return Err(ImportError::TooMuchText);
    }
    Ok(Paper { paragraphs: paragraphs(&text)?, ..Paper::default() })
}

/// The text of bytes, whatever their encoding.
pub fn decoded(bytes: &[u8]) -> String {
    let wide = |from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .skip(1)
            .filter_map(|pair| Some(from(pair.try_into().ok()?)))
            .collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
        },
    }
}

/// The characters that Windows puts where Latin-1 has control characters.
fn windows_1252(byte: u8) -> char {
    const UPPER: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => UPPER.get(usize::from(byte - 0x80)).copied().unwrap_or(' '),
        _ => char::from(byte),
    }
}

/// The paragraphs of a text, with lines joined that were wrapped.
pub fn paragraphs(text: &str) -> Result<Vec<PaperParagraph>, ImportError> {
    let lines = lines(text);
    if lines.len() > MAX_PARAGRAPHS {
        return Err(ImportError::TooMuchText);
    }
    let wrapped_at = wrapping(&lines);
    let mut all: Vec<PaperParagraph> = Vec::new();
    let mut joined = String::new();
    let mut before: Option<&PaperLine<'_>> = None;
    let mut begun: Option<&PaperLine<'_>> = None;
    for line in &lines {
        match before {
            Some(previous) if goes_on(previous, line, &joined, wrapped_at) => {
                joined.push(' ');
                joined.push_str(line.text.trim());
            }
            _ => {
                if let Some(begun) = begun {
                    all.push(paragraph(begun, &joined));
                }
                begun = Some(line);
                joined = line.text.trim_end().to_owned();
            }
        }
        before = Some(line);
    }
    if let Some(begun) = begun {
        all.push(paragraph(begun, &joined));
    }
    Ok(all)
}

fn lines(text: &str) -> Vec<PaperLine<'_>> {
    let mut apart = false;
    let mut lines = Vec::new();
    for (at, line) in text.split(['\n', '\u{c}', '\u{b}']).enumerate() {
        let quoted = line.trim_end().trim_start_matches("> ");
        if quoted.trim().is_empty() || quoted.trim() == ">" {
            apart = true;
            continue;
        }
        lines.push(PaperLine { number: at + 1, text: quoted, apart });
        apart = false;
    }
    lines
}

/// The width to which the text is wrapped, where it is.
fn wrapping(lines: &[PaperLine<'_>]) -> Option<usize> {
    let widths: Vec<usize> = lines.iter().map(|line| line.text.chars().count()).collect();
    let widest = widths.iter().copied().filter(|width| *width <= LONGEST_WRAPPED).max()?;
    let over = widths.iter().filter(|width| **width > LONGEST_WRAPPED).count();
    let full = widths.iter().filter(|width| **width + 12 >= widest && **width <= widest).count();
    (widest >= 50 && full >= 3 && full * 12 >= lines.len() && over * 20 <= lines.len())
        .then_some(widest)
}

/// Whether a line goes on with the sentence of the line before.
fn goes_on(
    previous: &PaperLine<'_>,
    line: &PaperLine<'_>,
    joined: &str,
    wrapped_at: Option<usize>,
) -> bool {
    let text = line.text.trim();
    if line.apart
        || begins_anew(text)
        || cells(line.text).is_some()
        || cells(previous.text).is_some()
    {
        return false;
    }
    let ended = joined.trim_end().ends_with(['.', '?', '!', ':', ';']);
    let lower = text.starts_with(char::is_lowercase);
    let before = previous.text.chars().count();
    let next_word = text.split_whitespace().next().map_or(0, |word| word.chars().count());
    match wrapped_at {
        Some(width) => {
            let full = before + 1 + next_word > width;
            let asked = joined.trim_end().ends_with('?');
            (full && (lower || !asked)) || (lower && !ended && before * 2 > width)
        }
        None => lower && !ended && before > 25 && !joined.ends_with(['/', ')']),
    }
}

/// Whether a line begins something of its own: a number, a bullet, a field, an answer.
fn begins_anew(text: &str) -> bool {
    let paragraph = PaperParagraph::new(0, text);
    paragraph.marker.is_some()
        || label(text).is_some()
        || is_answer_space(text)
        || is_scale_label(text)
        || instruction(text).is_some()
        || (text.ends_with(':') && is_field_name(text))
}

/// The cells of a line that tabs or wide gaps part.
fn cells(line: &str) -> Option<Vec<String>> {
    let line = line.trim_end();
    let gap = if line.trim_start().contains('\t') { "\t" } else { "    " };
    let cells: Vec<String> =
        line.trim_start().split(gap).map(tidy).filter(|cell| !cell.is_empty()).collect();
    let numbered = cells.len() == 2
        && cells.first().is_some_and(|first| {
            let bullet = PaperParagraph::new(0, &format!("{first} x")).marker.is_some();
            bullet || label(first).is_some_and(|label| label.rest.is_empty())
        });
    (cells.len() > 1 && !numbered).then_some(cells)
}

fn paragraph(line: &PaperLine<'_>, joined: &str) -> PaperParagraph {
    let mut paragraph = PaperParagraph::new(line.number, joined);
    paragraph.apart = line.apart;
    if let Some(cells) = cells(joined) {
        paragraph.cells = cells;
    }
    paragraph
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        paragraphs(text).unwrap().into_iter().map(|one| one.text).collect()
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "The council would like to know what you think of the plans\n\
                    for the hall, which has stood empty since the spring, and of\n\
                    the costs that the plans would have for people of the parish\n\
                    who pay for it.\n\nDo you agree?\nYes\nNo\n";
        let read = texts(text);
        assert_eq!(read.len(), 4, "{read:?}");
        assert!(read[0].ends_with("who pay for it."));
    }

    #[test]
    fn lines_of_a_list_stay_apart() {
        let read = texts(
            "2) What should be improved in the hall, and what are the top priorities (choose)\n- Roof\n- Heating\n",
        );
        assert_eq!(read.len(), 3);
    }

    #[test]
    fn old_encodings_are_read() {
        assert_eq!(decoded(b"council\x92s"), "council’s");
        assert_eq!(decoded(&[0xff, 0xfe, b'A', 0]), "A");
    }
}
