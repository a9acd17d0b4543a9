//! Question sets larger than anyone asks: for the benchmark, and for the test that they can be
//! answered at all.

/// The questions of a set of the size that must not be felt.
pub(crate) const QUESTIONS: usize = 500;

/// The choices of each question that has choices, and the rows of the matrix.
const CHOICES: usize = 10;
const ROWS: usize = 100;

/// The questions of one section.
const IN_A_SECTION: usize = 25;

/// A set so many times that size. Half of its questions have a condition, two in three have ten
/// choices of their own, and every five hundredth is a matrix of a hundred rows.
pub(crate) fn set(times: usize) -> String {
    let mut set = format!(
        "format: greenpaper/consultation/1\nid: generated-{times}\nversion: '1'\n\
         title: A set made by a program\npublisher: A program\nsections:\n"
    );
    for number in 0..QUESTIONS * times {
        if number % IN_A_SECTION == 0 {
            let section = number / IN_A_SECTION;
            set.push_str(&format!(
                "  - id: s{section}\n    title: Section {section}\n    items:\n"
            ));
        }
        set.push_str(&format!("      - id: q{number}\n        text: Question {number}?\n"));
        if number % 2 == 1 {
            let earlier = number - 1;
            set.push_str(&format!(
                "        enable_when: {{question: q{earlier}, answered: true}}\n"
            ));
        }
        match (number % QUESTIONS, number % 3) {
            (250, _) => push_matrix(&mut set),
            (_, 0) => set.push_str("        type: text\n        max_words: 250\n"),
            (_, 1) => push_choices(&mut set, "select_one"),
            (_, _) => push_choices(&mut set, "select_multiple"),
        }
    }
    set
}

fn push_choices(set: &mut String, kind: &str) {
    set.push_str(&format!("        type: {kind}\n        choices:\n"));
    for choice in 0..CHOICES {
        set.push_str(&format!("          - {{value: c{choice}, label: Choice {choice}}}\n"));
    }
}

fn push_matrix(set: &mut String) {
    set.push_str("        type: matrix\n        rows:\n");
    for row in 0..ROWS {
        set.push_str(&format!("          - {{value: r{row}, label: Row {row}}}\n"));
    }
    set.push_str("        columns:\n");
    for column in ["low", "middle", "high"] {
        set.push_str(&format!("          - {{value: {column}, label: {column}}}\n"));
    }
    set.push_str("        row_comment: {text: 'Why?', required_when: low}\n");
}
