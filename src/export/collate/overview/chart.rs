//! Bar charts as SVG. Each bar has its label and its number; the table after it says the same.

use super::tally::{RowTally, Tally};
use crate::export::{words::shortened, xml::escaped};

/// How wide a chart is, in its own units; and what of that the labels and the numbers take.
const WIDTH: usize = 720;
const LABELS: usize = 300;
const NUMBERS: usize = 70;

/// How high a bar stands with the room around it.
const STEP: usize = 28;

/// How many characters of a label have room.
const LONGEST: usize = 36;

/// The bars of a question, or of a row of it, which is named above them.
struct BarGroup<'a> {
    heading: Option<&'a str>,
    bars: Vec<Bar<'a>>,
}

struct Bar<'a> {
    label: &'a str,
    count: usize,
}

/// A bar for each option.
pub(super) fn of_options(tally: &Tally) -> String {
    let bars = tally.options.iter();
    let bars = bars.map(|option| Bar { label: &option.label, count: option.count });
    chart(&tally.heading.line(), &[BarGroup { heading: None, bars: bars.collect() }])
}

/// For each row of a matrix, a bar for each option.
pub(super) fn of_rows(tally: &Tally) -> String {
    let count = |row: &RowTally, place| row.counts.get(place).copied().unwrap_or_default();
    let bars = |row: &RowTally| {
        let options = tally.options.iter().enumerate();
        options
            .map(|(place, option)| Bar { label: &option.label, count: count(row, place) })
            .collect()
    };
    let rows = tally.rows.iter().map(|row| BarGroup { heading: Some(&row.label), bars: bars(row) });
    chart(&tally.heading.line(), &rows.collect::<Vec<_>>())
}

fn chart(title: &str, groups: &[BarGroup<'_>]) -> String {
    let bars = groups.iter().flat_map(|group| &group.bars);
    let most = bars.map(|bar| bar.count).max().unwrap_or_default().max(1);
    let mut marks = String::new();
    let mut top = 0;
    for BarGroup { heading, bars } in groups {
        if let Some(heading) = heading {
            let (base, text) = (top + 20, escaped(&shortened(heading, LONGEST * 2)));
            marks.push_str(&format!("<text class=\"row\" x=\"0\" y=\"{base}\">{text}</text>\n"));
            top += STEP;
        }
        for Bar { label, count } in bars {
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
