//! Papers in the shapes of real ones, and what a careful person makes of them.
//!
//! Beside each paper in `tests/papers` stands `NAME.expected`: a line for each question, with its
//! number, the kinds that fit, and its text.

use std::{
    fs,
    io::{Cursor, Write},
    path::Path,
};

use greenpaper::{
    import::{self, writing::ImportedSet, xlsform::Leniency},
    model::consultation::{Consultation, Item, Part, Question, QuestionKind},
    store::question_set,
};

/// A question as it stands in a set: number, kind, text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct AskedQuestion {
    number: String,
    kind: String,
    text: String,
}

/// How much of the papers was found.
#[derive(Debug, Default)]
struct Score {
    questions: usize,
    found: usize,
    of_kind: usize,
    /// What was found that the paper does not ask.
    too_many: usize,
    misses: Vec<String>,
}

/// Makes a set of a paper, which must load.
#[track_caller]
fn imported(name: &str, bytes: &[u8]) -> (ImportedSet, Consultation) {
    let set = import::import(name, bytes, None, Leniency::Strict)
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let loaded = question_set::read(name, set.yaml.as_bytes());
    match loaded {
        Ok(loaded) => (set, loaded.consultation),
        Err(problems) => {
            let lines: Vec<String> = problems.lines().collect();
            panic!("{name}: {}\n{}", lines.join("\n"), set.yaml)
        }
    }
}

fn asked(question: &Question) -> AskedQuestion {
    let kind = match question.kind {
        QuestionKind::String { .. } => "string",
        QuestionKind::Text { .. } => "text",
        QuestionKind::Integer(_) => "integer",
        QuestionKind::Decimal { .. } => "decimal",
        QuestionKind::Date { .. } => "date",
        QuestionKind::SelectOne { .. } => "select_one",
        QuestionKind::SelectMultiple { .. } => "select_multiple",
        QuestionKind::Rank { .. } => "rank",
        QuestionKind::Matrix(_) => "matrix",
    };
    AskedQuestion {
        number: question.wording.number.clone().unwrap_or_default(),
        kind: kind.to_owned(),
        text: question.wording.text.clone(),
    }
}

fn questions_of(set: &Consultation) -> Vec<AskedQuestion> {
    let mut all = Vec::new();
    for item in set.sections.iter().flat_map(|section| &section.items) {
        match item {
            Item::Question(question) => all.push(asked(question)),
            Item::Group(group) => {
                all.push(AskedQuestion {
                    number: group.wording.number.clone().unwrap_or_default(),
                    kind: "group".to_owned(),
                    text: group.wording.text.clone(),
                });
                for part in &group.parts {
                    match part {
                        Part::Question(question) => all.push(asked(question)),
                        Part::Notice(_) => {}
                    }
                }
            }
            Item::Notice(_) => {}
        }
    }
    all
}

fn expected(text: &str) -> Vec<AskedQuestion> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| {
            let mut parts = line.splitn(3, '|').map(|part| part.trim().to_owned());
            let mut next = || parts.next().unwrap_or_default();
            AskedQuestion { number: next(), kind: next(), text: next() }
        })
        .collect()
}

/// The letters of a text: what is compared.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Score {
    fn add(&mut self, paper: &str, wanted: &[AskedQuestion], found: &[AskedQuestion]) {
        let mut left: Vec<&AskedQuestion> = found.iter().collect();
        for one in wanted {
            self.questions += 1;
            let same = |other: &&AskedQuestion| {
                other.number == one.number && letters(&other.text) == letters(&one.text)
            };
            let Some(at) = left.iter().position(same) else {
                self.misses.push(format!("{paper}: not found: {} {}", one.number, one.text));
                continue;
            };
            let other = left.remove(at);
            self.found += 1;
            if one.kind.split('/').any(|kind| kind == other.kind) {
                self.of_kind += 1;
            } else {
                let line = format!("{paper}: {} {} is no {}", one.number, one.text, other.kind);
                self.misses.push(line);
            }
        }
        self.too_many += left.len();
        let extra =
            left.iter().map(|one| format!("{paper}: too much: {} {}", one.number, one.text));
        self.misses.extend(extra);
    }
}

/// The papers, each with what is expected of it.
fn papers() -> Vec<(String, Vec<u8>, Vec<AskedQuestion>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers");
    let mut papers = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "expected") {
            continue;
        }
        let wanted = fs::read_to_string(path.with_extension("expected")).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        papers.push((name, fs::read(&path).unwrap(), expected(&wanted)));
    }
    papers.sort_by(|one, other| one.0.cmp(&other.0));
    papers
}

#[test]
fn questions_are_found_with_number_text_and_kind() {
    let mut score = Score::default();
    for (name, bytes, wanted) in papers() {
        let (_, set) = imported(&name, &bytes);
        score.add(&name, &wanted, &questions_of(&set));
    }
    println!("{} of {} found, {} of kind", score.found, score.questions, score.of_kind);
    println!("{}", score.misses.join("\n"));
    assert!(score.questions > 110);
    assert!(score.found * 100 >= score.questions * 98);
    assert!(score.of_kind * 100 >= score.questions * 95);
    assert!(score.too_many * 50 <= score.questions);
}

/// An archive with these parts.
fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn word_file(body: &str) -> Vec<u8> {
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'>\
        <w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>\
        <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>";
    archive(&[("word/document.xml", &document), ("word/numbering.xml", numbering)])
}

#[test]
fn a_word_file_is_read_with_its_numbers_boxes_and_tables() {
    let numbered = |text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>\
             <w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let line = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let row = |cells: &[&str]| {
        let cells: String =
            cells.iter().map(|cell| format!("<w:tc>{}</w:tc>", line(cell))).collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let body = [
        "<w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>Bus survey</w:t></w:r></w:p>"
            .to_owned(),
        numbered("Do you use the bus?"),
        line("☐ Yes"),
        line("☐ No"),
        numbered("How good are these?"),
        format!(
            "<w:tbl>{}{}{}</w:tbl>",
            row(&["", "Good", "Poor"]),
            row(&["Buses", "", ""]),
            row(&["Stops", "", ""])
        ),
        numbered("Why? <w:del><w:r><w:t>gone</w:t></w:r></w:del>"),
    ]
    .concat();
    let (_, set) = imported("bus.docx", &word_file(&body));
    assert_eq!(set.title, "Bus survey");
    let mut score = Score::default();
    let wanted =
        expected("1|select_one|Do you use the bus?\n2|matrix|How good are these?\n3|text|Why?");
    score.add("bus.docx", &wanted, &questions_of(&set));
    assert_eq!((score.of_kind, score.too_many), (3, 0), "{:?}", score.misses);
}

#[test]
fn an_opendocument_text_is_read_with_its_lists() {
    let content = "<office:document-content><office:automatic-styles>\
        <text:list-style style:name='L1'><text:list-level-style-number text:level='1' style:num-format='1' \
        style:num-suffix='.'/></text:list-style></office:automatic-styles><office:body><office:text>\
        <text:h text:outline-level='1'>Bus survey</text:h>\
        <text:list text:style-name='L1'><text:list-item><text:p>Do you use the bus?</text:p></text:list-item>\
        <text:list-item><text:p>Why?</text:p></text:list-item></text:list>\
        </office:text></office:body></office:document-content>";
    let (_, set) = imported("bus.odt", &archive(&[("content.xml", content)]));
    let numbers: Vec<String> = questions_of(&set).into_iter().map(|one| one.number).collect();
    assert_eq!(numbers, ["1", "2"]);
}

/// Makes sure that a file is refused, in these words.
#[track_caller]
fn check_refused(name: &str, bytes: &[u8], words: &str) {
    let error = import::import(name, bytes, None, Leniency::Strict).unwrap_err();
    let said = format!("{error}; {}", error.what_to_do());
    assert!(said.contains(words), "{said}");
}

#[test]
fn what_cannot_be_read_is_refused_in_plain_words() {
    check_refused("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .docx");
    check_refused("a.png", b"\x89PNG\r\n", "this is a picture");
    check_refused("a.txt", b"  \n", "no text");
    check_refused("a.docx", b"PK\x03\x04 and then nothing", "damaged");
    check_refused("a.docx", b"hello", "cut off");
    check_refused("a.json", b"{\"a\": 1}", "no page of GOV.UK");
    check_refused("a.bin", b"a\0b\0", "no text");
    check_refused("a.txt", &vec![b'a'; import::paper::MAX_PAPER + 1], "larger than 64 MB");
    check_refused("a.txt", "Why?\n\n".repeat(200_000).as_bytes(), "100000 paragraphs");
}

#[test]
fn archives_that_unpack_to_too_much_are_refused() {
    let huge = " ".repeat(70 << 20);
    check_refused("a.docx", &archive(&[("word/document.xml", &huge)]), "16 MB of text");
}

#[test]
fn entities_of_the_file_are_refused() {
    let bomb = "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><w:document>&b;</w:document>";
    check_refused("a.docx", &archive(&[("word/document.xml", bomb)]), "entities");
}

#[test]
fn deep_nesting_and_control_characters_do_no_harm() {
    let deep = format!("{}1. Why?", "<div>".repeat(100_000));
    assert_eq!(questions_of(&imported("a.html", deep.as_bytes()).1).len(), 1);
    let (set, _) = imported("a.txt", "1. Why\u{1b}[31m not?\u{202e}\n2. How?\n".as_bytes());
    assert!(!set.yaml.contains(['\u{1b}', '\u{202e}']));
    check_refused("a.md", ">".repeat(5000).as_bytes(), "too deep");
    let xml = format!("<w:document>{}</w:document>", "<w:p>".repeat(100_000));
    check_refused("a.docx", &archive(&[("word/document.xml", &xml)]), "no text");
}

#[test]
fn any_text_makes_a_set_that_loads() {
    let lines = [
        "1. Yes: no # \"quoted\" \\ {a: b}",
        "- [x] *bold* & <b>",
        "Question 1:",
        "2) no",
        "yes / no",
        "a) ?",
        "| | |",
        "~",
        "null",
        "...",
        "---",
        "% @ `",
        "Name: ____",
        "☐",
        "(Required)",
        "Q1.",
        "If you answered no to question 9, why?",
        "Other, please specify",
        "1 / 2 / 3",
        "# heading",
    ];
    for first in 0..lines.len() {
        for step in 1..7 {
            let picked: Vec<&str> = (0..12)
                .filter_map(|at| lines.get((first + at * step) % lines.len()).copied())
                .collect();
            imported("any.txt", picked.join("\n").as_bytes());
            imported("any.md", picked.join("\n\n").as_bytes());
        }
    }
}

const FORM: &str = "survey,,,,,,\n\
    ,type,name,label,hint,relevant,constraint\n\
    ,begin group,hall,The hall,,,\n\
    ,select_one yn,uses,Do you use the hall?,,,\n\
    ,integer,times,How often a month?,,${uses} = 'y',. >= 1 and . <= 31\n\
    ,text,why,Why not?,,\"${uses} = 'n' or not(${times} > 3)\",string-length(.) <= 200\n\
    ,end group,,,,,\n\
    choices,,,,,,\n,list_name,name,label,,,\n,yn,y,Yes,,,\n,yn,n,No,,,\n\
    settings,,,,,,\n,form_title,form_id,,,,\n,Hall survey,hall,,,,\n";

#[test]
fn a_form_in_a_spreadsheet_becomes_a_set() {
    let (set, consultation) = imported("hall.csv", FORM.as_bytes());
    assert_eq!(consultation.title, "Hall survey");
    let kinds: Vec<String> = questions_of(&consultation).into_iter().map(|one| one.kind).collect();
    assert_eq!(kinds, ["select_one", "integer", "string"]);
    assert!(set.yaml.contains("max: 31") && set.yaml.contains("max_length: 200"), "{}", set.yaml);
    assert!(set.yaml.contains("enable_when: {question: \"uses\", equals: \"y\"}"), "{}", set.yaml);
}

#[test]
fn what_a_set_cannot_say_of_a_form_is_refused_at_once_or_left_out_and_listed() {
    let form = "survey,,,,\n,type,name,label,relevant\n,text,a,A?,\n,geopoint,b,Where?,\n,text,c,C?,${a} = 'x'\n";
    let error = import::import("a.csv", form.as_bytes(), None, Leniency::Strict).unwrap_err();
    let said = error.to_string();
    assert!(
        said.contains("row 4 of `survey`, `type`")
            && said.contains("row 5 of `survey`, `relevant`"),
        "{said}"
    );
    let set = import::import("a.csv", form.as_bytes(), None, Leniency::Lenient).unwrap();
    assert!(question_set::read("a", set.yaml.as_bytes()).is_ok(), "{}", set.yaml);
    assert_eq!(set.questions, 2);
    assert!(set.yaml.contains("# not carried, row 4"), "{}", set.yaml);
}
