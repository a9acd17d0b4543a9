//! Responses and question sets as documents: what is in them, read by other programs.

use std::{fs, io::Read, path::Path, process::Command};

use greenpaper::{
    export::{
        document::Document,
        document_written,
        format::{DocumentFormat, Format},
        from_response::{self, DocumentInput},
        from_set,
        layout::DocumentLayout,
        save::{self, Replace, SaveError},
    },
    model::{answer::Given, consultation::Consultation, draft::Draft, text::Text},
    store::{disk::System, draft, question_set, response::Integrity},
};

use crate::export::{DRAFT, SET};

pub(crate) fn set() -> Consultation {
    question_set::read("tiny.set.yaml", SET.as_bytes()).unwrap().consultation
}

pub(crate) fn tiny() -> Draft {
    draft::read("tiny.yaml", DRAFT.as_bytes()).unwrap().draft
}

/// The document of a draft, final where it can be.
pub(crate) fn document(draft: &Draft) -> Document {
    let set = set();
    let response = draft.finish(&set).unwrap_or_else(|_| draft.partial(&set));
    from_response::whole(&DocumentInput {
        record: &response,
        digest: "sha256:00",
        integrity: Integrity::Intact,
        consultation: Some(&set),
        draft: None,
    })
}

pub(crate) fn written(document: &Document, format: DocumentFormat) -> Vec<u8> {
    document_written(document, format).unwrap()
}

/// The parts of an archive, by their names.
fn parts(archive: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    (0..archive.len())
        .map(|place| {
            let mut part = archive.by_index(place).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            (part.name().unwrap().into_owned(), text)
        })
        .collect()
}

fn part(archive: &[u8], name: &str) -> String {
    parts(archive).into_iter().find(|(known, _)| known == name).unwrap().1
}

/// The words of an XML file, each run of them on a line.
fn words(xml: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(xml).unwrap();
    let texts = document.descendants().filter(roxmltree::Node::is_text);
    texts.filter_map(|node| node.text()).map(|text| text.trim().to_owned()).collect()
}

const OFFICE: [(DocumentFormat, &str); 2] =
    [(DocumentFormat::Docx, "word/document.xml"), (DocumentFormat::Odt, "content.xml")];

/// What stands beside the tests, written anew with `UPDATE_EXPECT`.
#[track_caller]
fn is_as_kept(name: &str, written: &[u8]) {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/export").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&kept, written).unwrap();
    }
    let kept = fs::read(kept).unwrap_or_default();
    assert_eq!(String::from_utf8_lossy(written), String::from_utf8_lossy(&kept));
}

#[test]
fn a_response_reads_the_same_in_every_text_format() {
    for format in [DocumentFormat::Html, DocumentFormat::Markdown, DocumentFormat::Text] {
        let name = format!("final.{}", format.ending());
        is_as_kept(&name, &written(&document(&tiny()), format));
    }
}

/// A draft that was signed off and has changed since, in that layout.
fn laid_out(layout: DocumentLayout) -> Document {
    let (mut draft, set) = (tiny(), set());
    let signed: jiff::Zoned = "2014-05-28T10:41:12+01:00[Europe/London]".parse().unwrap();
    draft.sign_off(draft.sign_off.clone().unwrap(), &set, &signed);
    let id = |id: &str| id.try_into().unwrap();
    draft.answers.entry(&id("principle")).value = Given::One("yes".into());
    draft.answers.entry(&id("why")).value = Given::Blank;
    draft.answers.entry(&id("publish")).value = Given::Blank;
    let record = draft.partial(&set);
    layout.document(&DocumentInput {
        record: &record,
        digest: "sha256:00",
        integrity: Integrity::Intact,
        consultation: Some(&set),
        draft: Some(&draft),
    })
}

/// Keeps a page where `tests/accessibility.sh` has a browser look at it.
pub(crate) fn keep_for_the_browser(name: &str, html: &[u8]) {
    let pages = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    fs::create_dir_all(&pages).unwrap();
    fs::write(pages.join(name).with_extension("html"), html).unwrap();
}

#[test]
fn pages_are_kept_for_the_browser() {
    for layout in [
        DocumentLayout::Whole,
        DocumentLayout::Summary,
        DocumentLayout::Letter,
        DocumentLayout::Approval,
    ] {
        let html = written(&laid_out(layout), DocumentFormat::Html);
        keep_for_the_browser(layout.kind().name(), &html);
    }
    for name in ["every-feature", "dfe-2014-delegation"] {
        let file = format!("{}/questions/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
        let set = question_set::read(name, &fs::read(file).unwrap()).unwrap().consultation;
        keep_for_the_browser(name, &written(&from_set::form(&set), DocumentFormat::Html));
    }
}

#[test]
fn a_summary_a_letter_and_a_document_to_approve_read_as_they_should() {
    for layout in [DocumentLayout::Summary, DocumentLayout::Letter, DocumentLayout::Approval] {
        let name = format!("{}.txt", layout.kind().name());
        is_as_kept(&name, &written(&laid_out(layout), DocumentFormat::Text));
    }
}

#[test]
fn what_colleagues_have_noted_is_for_those_who_approve_alone() {
    for layout in [
        DocumentLayout::Whole,
        DocumentLayout::Summary,
        DocumentLayout::Letter,
        DocumentLayout::Approval,
    ] {
        let text = String::from_utf8(written(&laid_out(layout), DocumentFormat::Text)).unwrap();
        let may = matches!(layout, DocumentLayout::Whole | DocumentLayout::Approval);
        assert_eq!(text.contains("Legal to check"), may, "{layout:?}");
    }
}

#[test]
fn every_part_of_an_office_document_is_well_formed_and_the_same_each_time() {
    for (format, _) in OFFICE {
        let layouts = [
            DocumentLayout::Whole,
            DocumentLayout::Summary,
            DocumentLayout::Letter,
            DocumentLayout::Approval,
        ];
        let laid_out = layouts.map(laid_out).into_iter();
        for document in laid_out.chain([document(&tiny()), from_set::form(&set())]) {
            let archive = written(&document, format);
            for (name, text) in parts(&archive) {
                if name != "mimetype" {
                    roxmltree::Document::parse(&text).unwrap_or_else(|why| panic!("{name}: {why}"));
                }
            }
            assert_eq!(archive, written(&document, format));
        }
    }
}

#[test]
fn office_documents_have_the_answers_in_the_words_of_the_consultation() {
    for (format, main) in OFFICE {
        let words = words(&part(&written(&document(&tiny()), format), main)).join("\n");
        for said in [
            "Response of Borsetshire County Council",
            "A. Director on 28 May 2014",
            "1. Should councils be able to delegate more?",
            "We would want to see the evidence first.",
            "Other: A partnership of councils",
            "Part 2. Since when?",
            "5 June 2013",
            "sha256:00",
        ] {
            assert!(words.contains(said), "{format:?} lacks {said}: {words}");
        }
        assert!(!words.contains("Legal to check"), "a note to colleagues has left the house");
    }
}

#[test]
fn what_is_not_signed_off_says_draft_on_every_page() {
    let mut amended = tiny();
    amended.record_change(&"2014-05-29T10:00:00+01:00[Europe/London]".parse().unwrap());
    let (signed, amended) = (document(&tiny()), document(&amended));
    for (format, page) in
        [(DocumentFormat::Docx, "word/header1.xml"), (DocumentFormat::Odt, "styles.xml")]
    {
        assert!(part(&written(&amended, format), page).contains("DRAFT: not signed off"));
        assert!(!part(&written(&signed, format), page).contains("DRAFT"));
    }
    for format in [DocumentFormat::Html, DocumentFormat::Markdown, DocumentFormat::Text] {
        let text = String::from_utf8(written(&amended, format)).unwrap();
        assert!(text.contains("DRAFT: not signed off"), "{text}");
    }
}

#[test]
fn no_character_in_an_answer_breaks_a_document() {
    let mut draft = tiny();
    let all: String = ('\0'..='\u{ff}').chain("\u{fffe}\u{ffff}]]><&\u{202e}🐦".chars()).collect();
    let answer = draft.answers.entry(&"else".try_into().unwrap());
    answer.value = Given::One(Text::from(format!("Before{all}After").as_str()));
    let document = document(&draft);
    for (format, main) in OFFICE {
        let archive = written(&document, format);
        let words = words(&part(&archive, main)).concat();
        assert!(words.contains("Before") && words.contains("]]><&‹U+202E›🐦After"), "{words}");
    }
    let html = String::from_utf8(written(&document, DocumentFormat::Html)).unwrap();
    assert!(html.contains("]]&gt;&lt;&amp;‹U+202E›"), "{html}");
    assert!(!html.contains(|character: char| character.is_control()
        && character != '\n'
        && character != '\t'));
}

#[test]
fn a_table_repeats_its_header_and_a_matrix_alone_is_one() {
    let docx = part(&written(&document(&tiny()), DocumentFormat::Docx), "word/document.xml");
    assert_eq!((docx.matches("<w:tbl>").count(), docx.matches("<w:tblHeader/>").count()), (1, 1));
    let odt = part(&written(&document(&tiny()), DocumentFormat::Odt), "content.xml");
    assert_eq!(odt.matches("<table:table-header-rows>").count(), 1);
}

#[test]
fn an_earlier_document_is_replaced_and_what_somebody_changed_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut changed = tiny();
    changed.answers.entry(&"council".try_into().unwrap()).value = Given::One("Barsetshire".into());
    // A PDF takes an office program to make.
    for format in Format::documents().filter(|format| *format != DocumentFormat::Pdf) {
        let path = folder.path().join(format!("tiny.{}", format.ending()));
        let save = |content: &[u8], replace| save::save(&System, &path, content, replace);
        let (first, second) =
            (written(&document(&tiny()), format), written(&document(&changed), format));
        save(&first, Replace::Ours).unwrap();
        save(&second, Replace::Ours).unwrap();
        assert_eq!(fs::read(&path).unwrap(), second);
        let by_hand = [&second[..], b" "].concat();
        fs::write(&path, &by_hand).unwrap();
        assert!(matches!(save(&first, Replace::Ours), Err(SaveError::Taken(_))));
        assert_eq!(fs::read(&path).unwrap(), by_hand);
        save(&first, Replace::Anything).unwrap();
        assert_eq!(fs::read(&path).unwrap(), first);
        let lock = folder.path().join(format!(".~lock.tiny.{}#", format.ending()));
        fs::write(lock, "").unwrap();
        assert!(matches!(save(&second, Replace::Ours), Err(SaveError::Open(_))));
        // A form is no response.
        let form = written(&from_set::form(&set()), format);
        assert!(matches!(save(&form, Replace::Ours), Err(SaveError::Taken(_))));
    }
    assert!(matches!(
        save::save(&System, folder.path(), b"", Replace::Anything),
        Err(SaveError::Folder(_))
    ));
}

/// Whether LibreOffice is there; where it is not, nobody can tell.
fn office_is_missing() -> bool {
    let missing = Command::new("soffice").arg("--version").output().is_err();
    if missing {
        println!("SKIPPED: LibreOffice is not installed");
    }
    missing
}

#[test]
fn libre_office_makes_pages_of_the_documents() {
    if office_is_missing() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    for (format, _) in OFFICE {
        let path = folder.path().join(format!("tiny.{}", format.ending()));
        fs::write(&path, written(&document(&tiny()), format)).unwrap();
        let mut office = Command::new("soffice");
        office.args(["--headless", &profile, "--convert-to", "pdf"]).arg(&path);
        let converted = office.current_dir(folder.path()).output().unwrap();
        let pdf = folder.path().join("tiny.pdf");
        let made = fs::read(&pdf).unwrap_or_else(|_| panic!("{converted:?}"));
        assert!(made.starts_with(b"%PDF"));
        fs::remove_file(pdf).unwrap();
    }
}

#[test]
fn a_pdf_has_tags_and_is_the_same_each_time() {
    if office_is_missing() {
        return;
    }
    let first = written(&document(&tiny()), DocumentFormat::Pdf);
    let has = |words: &str| first.windows(words.len()).any(|window| window == words.as_bytes());
    assert!(first.starts_with(b"%PDF"));
    for words in ["/Marked true", "<pdfuaid:part>1<", "/Lang(en-GB)", "CreationDate(D:20140528"] {
        assert!(has(words), "{words}");
    }
    assert!(first == written(&document(&tiny()), DocumentFormat::Pdf));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tiny.pdf");
    save::save(&System, &path, &first, Replace::Ours).unwrap();
    let form = written(&from_set::form(&set()), DocumentFormat::Pdf);
    assert!(matches!(save::save(&System, &path, &form, Replace::Ours), Err(SaveError::Taken(_))));
}

#[test]
fn without_libre_office_the_other_ways_to_a_pdf_are_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("set.yaml"), SET).unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_greenpaper"));
    program.args(["print", "set.yaml", "-o", "set.pdf"]).current_dir(folder.path());
    let said = program.env("HOME", folder.path()).env("PATH", folder.path()).output().unwrap();
    let told = String::from_utf8(said.stderr).unwrap();
    assert_eq!(said.status.code(), Some(1));
    for words in ["LibreOffice, which is not installed", "`--to docx`", "`--to html`"] {
        assert!(told.contains(words), "{told}");
    }
    assert!(!folder.path().join("set.pdf").exists());
}

/// Runs the program in a folder with a set and a draft of it that nobody has signed off.
fn export(folder: &Path, arguments: &[&str]) -> std::process::Output {
    fs::write(folder.join("tiny.set.yaml"), SET).unwrap();
    fs::write(folder.join("tiny.yaml"), DRAFT.replace("status: completed", "status: amended"))
        .unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_greenpaper"));
    program.args(["--drafts", ".", "export"]).args(arguments);
    program.current_dir(folder).env("HOME", folder).output().unwrap()
}

#[test]
fn what_colleagues_read_is_made_of_a_draft_and_a_letter_only_when_that_is_meant() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| export(folder.path(), arguments);
    let said = |arguments: &[&str]| String::from_utf8(run(arguments).stdout).unwrap();
    let docx = Path::new(".").join("tiny.summary.docx");
    assert!(said(&["tiny", "--summary"]).contains("NOT FINAL: the summary is in"));
    assert!(folder.path().join(docx).exists());
    assert!(said(&["tiny", "--for-approval", "--to", "odt"]).contains("tiny.approval.odt"));
    assert_eq!(run(&["tiny", "--letter"]).status.code(), Some(1));
    assert!(said(&["tiny", "--letter", "--partial", "-o", "letter.txt"]).contains("NOT FINAL"));
    assert_eq!(run(&["tiny", "--summary", "--to", "csv"]).status.code(), Some(2));
    assert_eq!(run(&["tiny", "--summary", "--letter"]).status.code(), Some(2));
}
