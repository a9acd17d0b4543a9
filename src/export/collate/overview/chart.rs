//! Bar charts as SVG. Each bar has its label and its number; the table after it says the same.

use super::tally::Tally;
use crate::export::{words::shortened, xml::escaped};

/// How wide a chart is, in its own units; and what of that the labels and the numbers take.
const WIDTH: usize = 720;
const LABELS: usize = 300;
const NUMBERS: usize = 70;

/// How high a bar stands with the room around it.
const STEP: usize = 28;

/// How many characters of a label have room.
const LONGEST: usize = 36;

/// A bar for each option.
pub(super) fn of_options(tally: &Tally) -> String {
    let bars = tally.options.iter().map(|option| (option.label.as_str(), option.count));
    chart(&tally.heading.line(), &[(None, bars.collect())])
}

/// For each row of a matrix, a bar for each option.
pub(super) fn of_rows(tally: &Tally) -> String {
    let rows: Vec<(Option<&str>, Vec<(&str, usize)>)> = tally
        .rows
        .iter()
        .map(|row| {
            let bars = tally.options.iter().enumerate().map(|(place, option)| {
                (option.label.as_str(), row.counts.get(place).copied().unwrap_or_default())
            });
            (Some(row.label.as_str()), bars.collect())
        })
        .collect();
    chart(&tally.heading.line(), &rows)
}

fn chart(title: &str, groups: &[(Option<&str>, Vec<(&str, usize)>)]) -> String {
    let all = || groups.iter().flat_map(|(_, bars)| bars);
    let most = all().map(|(_, count)| *count).max().unwrap_or_default().max(1);
    let mut marks = String::new();
    let mut top = 0;
    for (heading, bars) in groups {
        if let Some(heading) = heading {
            let (base, text) = (top + 20, escaped(&shortened(heading, LONGEST * 2)));
            marks.push_str(&format!("<text class=\"row\" x=\"0\" y=\"{base}\">{text}</text>\n"));
            top += STEP;
        }
        for (label, count) in bars {
            let width = count * (WIDTH - LABELS - NUMBERS) / most;
            let (base, label) = (top + 19, escaped(&shortened(label, LONGEST)));
            marks.push_str(&format!(
                "<text x=\"{}\" y=\"{base}\" text-anchor=\"end\">{label}</text>\n\
                 <rect class=\"bar\" x=\"{LABELS}\" y=\"{}\" width=\"{width}\" height=\"{}\"/>\n\
                 <text x=\"{}\" y=\"{base}\">{count}</text>\n",
                LABELS - 10,
                top + 4,
                STEP - 8,
                LABELS + width + 8
            ));
            top += STEP;
        }
    }
    format!(
        "<svg class=\"chart\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {WIDTH} {top}\">\n{marks}</svg>\n",
        escaped(&format!("Bar chart: {title} The table that follows has the same numbers."))
    )
}
