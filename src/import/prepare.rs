//! Brings paragraphs into one shape: controls of online forms, boxes in a line, cells.

use std::mem;

use super::{
    label::{LabelStyle, label},
    paragraph::{ListMarker, PaperParagraph, parted_at_boxes},
    wording::{is_furniture, is_scale_label, plain, scale_in_words},
};

/// Brings all paragraphs into one shape. Gives how many belonged to the form only.
pub fn prepare(paragraphs: Vec<PaperParagraph>) -> (Vec<PaperParagraph>, usize) {
    let count = paragraphs.len();
    let kept: Vec<PaperParagraph> = without_controls(paragraphs)
        .into_iter()
        .map(|paragraph| match paragraph.marker {
            // A box alone is ticked for what stands before it.
            Some(ListMarker::Box) if paragraph.text.is_empty() => {
                PaperParagraph { text: "Yes".to_owned(), ..paragraph }
            }
            _ => paragraph,
        })
        .filter(|paragraph| !paragraph.text.is_empty() || !paragraph.cells.is_empty())
        .filter(|paragraph| !is_furniture(&paragraph.text) && !is_contents_line(&paragraph.text))
        .collect();
    let left_out = count.saturating_sub(kept.len());
    let mut in_row = false;
    let parted = kept.into_iter().flat_map(boxes_parted).map(|paragraph| {
        let parted = number_joined(cells_parted(paragraph, in_row));
        in_row = parted.cells.len() > 1;
        parted
    });
    (parted.collect(), left_out)
}

/// Takes out the controls that copied online forms say aloud: "Radio button:", "Unticked", "Yes".
fn without_controls(paragraphs: Vec<PaperParagraph>) -> Vec<PaperParagraph> {
    let mut kept: Vec<PaperParagraph> = Vec::new();
    let mut pending = None;
    for mut paragraph in paragraphs {
        let Some((marker, rest)) = control(&paragraph.text) else {
            if pending.is_some() && is_state(&paragraph.text) {
                continue;
            }
            if let Some(marker) = pending.take() {
                paragraph.marker = Some(marker);
            }
            kept.push(paragraph);
            continue;
        };
        let (first, after) = rest.split_once(' ').unwrap_or((rest, ""));
        let label = if is_state(first) { after } else { rest };
        let label = if is_state(rest) { "" } else { label };
        if label.is_empty() {
            pending = Some(marker);
        } else {
            paragraph.text = label.to_owned();
            paragraph.marker = Some(marker);
            kept.push(paragraph);
        }
    }
    kept
}

/// A control that a copied form names, and what stands after it.
fn control(text: &str) -> Option<(ListMarker, &str)> {
    const CONTROLS: [(&str, ListMarker); 6] = [
        ("radio button", ListMarker::Radio),
        ("radio", ListMarker::Radio),
        ("checkbox", ListMarker::CheckBox),
        ("check box", ListMarker::CheckBox),
        ("tick box", ListMarker::CheckBox),
        ("tickbox", ListMarker::CheckBox),
    ];
    CONTROLS.into_iter().find_map(|(name, marker)| {
        let (start, rest) = text.split_at_checked(name.len())?;
        let rest = rest.trim_start();
        let rest = if rest.is_empty() { rest } else { rest.strip_prefix(':')? };
        start.eq_ignore_ascii_case(name).then_some((marker, rest.trim()))
    })
}

/// Whether a line says how a control stood when the form was copied.
fn is_state(text: &str) -> bool {
    let states = [
        "ticked",
        "unticked",
        "checked",
        "unchecked",
        "not checked",
        "not ticked",
        "selected",
        "unselected",
        "not selected",
    ];
    states.contains(&plain(text).as_str())
}

/// `Question 1 ........ 12` in a table of contents.
fn is_contents_line(text: &str) -> bool {
    text.contains(".....") && text.ends_with(|c: char| c.is_ascii_digit())
}

/// Makes one paragraph for each choice of a line with several boxes.
fn boxes_parted(paragraph: PaperParagraph) -> Vec<PaperParagraph> {
    if !paragraph.cells.is_empty() && paragraph.cells.len() > 1 && paragraph.table.is_some() {
        return vec![paragraph];
    }
    let Some((before, choices)) = parted_at_boxes(&paragraph.text) else {
        return vec![paragraph];
    };
    let mut parted = Vec::new();
    let part = |text: String, marker| PaperParagraph {
        text,
        marker,
        cells: Vec::new(),
        heading: None,
        ..paragraph.clone()
    };
    if !before.is_empty() {
        parted
            .push(PaperParagraph { heading: paragraph.heading, ..part(before, paragraph.marker) });
    }
    parted.extend(choices.into_iter().map(|choice| part(choice, Some(ListMarker::Box))));
    parted
}

/// Finds the cells of a line that parts them by ` / ` or ` | `, or of labels of a scale.
fn cells_parted(mut paragraph: PaperParagraph, after_row: bool) -> PaperParagraph {
    let ready =
        !paragraph.cells.is_empty() || paragraph.marker.is_some() || paragraph.heading.is_some();
    if ready || paragraph.text.chars().count() > 200 || label(&paragraph.text).is_some() {
        return paragraph;
    }
    if let Some(labels) = scale_in_line(&paragraph.text) {
        paragraph.cells = labels;
        return paragraph;
    }
    let line = format!("{} ", paragraph.text);
    for separator in [" / ", " | "] {
        let sentence = paragraph.text.ends_with(['.', '?', '!']) && separator == " / ";
        let ends_as_prose = sentence && !after_row;
        // `email / telephone number:` is one field.
        let one_field = separator == " / "
            && paragraph.text.ends_with(':')
            && paragraph.text.matches(':').count() == 1;
        if line.contains(separator)
            && !one_field
            && !(ends_as_prose && line.matches(separator).count() == 1)
        {
            let cells = line.split(separator).map(|cell| cell.trim().to_owned());
            paragraph.cells = cells.collect();
            return paragraph;
        }
    }
    paragraph
}

/// The labels in `Yes/No/Not sure` or `Strongly agree, agree, disagree`.
pub fn scale_in_line(text: &str) -> Option<Vec<String>> {
    let text = text.trim_end_matches(['*', ' ', '.']);
    let (before, labels) = scale_in_words(text);
    if before == 0 && labels.len() >= 3 {
        return Some(labels);
    }
    for separator in ['/', '|', ',', ';', '\t'] {
        let labels: Vec<String> = text
            .split(separator)
            .map(|label| {
                let label = label.trim();
                label.strip_prefix("or ").unwrap_or(label).to_owned()
            })
            .collect();
        if labels.len() >= 2 && labels.iter().all(|label| is_scale_label(label)) {
            return Some(labels);
        }
    }
    None
}

/// Joins the number of a question to its text where they are cells of a row.
fn number_joined(mut paragraph: PaperParagraph) -> PaperParagraph {
    let full: Vec<&String> = paragraph.cells.iter().filter(|cell| !cell.is_empty()).collect();
    let [number, text] = full.as_slice() else {
        return paragraph;
    };
    let dotted = format!("{number}. ");
    let bare = [number.as_str(), dotted.as_str()].into_iter().find_map(|text| {
        label(text).filter(|label| label.rest.is_empty() && label.style != LabelStyle::Loose)
    });
    if let Some(found) = bare
        && text.chars().count() > 8
    {
        let number = match found.style {
            LabelStyle::Named => format!("Question {}:", found.number),
            LabelStyle::Numbered | LabelStyle::Loose => format!("{}.", found.number),
            LabelStyle::Lettered => format!("{})", found.number),
        };
        paragraph.text = format!("{number} {text}");
        drop(mem::take(&mut paragraph.cells));
    }
    paragraph
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(lines: &[&str]) -> Vec<PaperParagraph> {
        let lines = lines.iter().enumerate();
        prepare(lines.map(|(place, line)| PaperParagraph::new(place, line)).collect()).0
    }

    #[test]
    fn controls_of_copied_forms_become_markers() {
        let all = prepared(&["Radio button:", "Unticked", "Yes", "Radio button: Ticked No"]);
        let read: Vec<_> = all.iter().map(|one| (one.marker, one.text.as_str())).collect();
        let radio = Some(ListMarker::Radio);
        assert_eq!(read, [(radio, "Yes"), (radio, "No")]);
    }

    #[test]
    fn lines_with_cells_are_parted() {
        let all = prepared(&["Nothing / Name/address", "Name of respondent: /", "Yes/No"]);
        assert_eq!(all[0].cells, ["Nothing", "Name/address"]);
        assert_eq!(all[1].cells, ["Name of respondent:", ""]);
        assert_eq!(all[2].cells, ["Yes", "No"]);
    }

    #[test]
    fn contents_and_furniture_are_left_out() {
        assert_eq!(prepared(&["Question 1 ....... 4", "Question Title", "Page 3 of 12"]), []);
    }
}
