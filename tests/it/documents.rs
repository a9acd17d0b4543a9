//! Responses and question sets as documents: what is in them, read by other programs.

use std::{fs, io::Read, path::Path, process::Command};

use greenpaper::{
    export::{
        document::Document,
        document_written,
        format::{DocumentFormat, Format},
        from_response::{self, Subject},
        from_set,
        save::{self, Replace, SaveError},
    },
    model::{answer::Given, consultation::Consultation, draft::Draft, text::Text},
    store::{disk::System, draft, question_set, response::Integrity},
};

use crate::export::{DRAFT, SET};

fn set() -> Consultation {
    question_set::read("tiny.set.yaml", SET.as_bytes()).unwrap().consultation
}

fn tiny() -> Draft {
    draft::read("tiny.yaml", DRAFT.as_bytes()).unwrap().draft
}

/// The document of a draft, final where it can be.
fn document(draft: &Draft) -> Document {
    let set = set();
    let response = draft.finish(&set).unwrap_or_else(|_| draft.partial(&set));
    from_response::whole(&Subject {
        record: &response,
        digest: "sha256:00",
        integrity: Integrity::Intact,
        consultation: Some(&set),
        notes: None,
    })
}

fn written(document: &Document, format: DocumentFormat) -> Vec<u8> {
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

#[test]
fn every_part_of_an_office_document_is_well_formed_and_the_same_each_time() {
    for (format, _) in OFFICE {
        for document in [document(&tiny()), from_set::form(&set())] {
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
        assert!(words.contains("Before") && words.contains("]]><&\u{202e}🐦After"), "{words}");
    }
    let html = String::from_utf8(written(&document, DocumentFormat::Html)).unwrap();
    assert!(html.contains("]]&gt;&lt;&amp;"), "{html}");
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
    let documents = Format::documents();
    for format in documents {
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

/// LibreOffice opens the documents; where it is not installed, nobody can tell.
#[test]
fn libre_office_makes_pages_of_the_documents() {
    let folder = tempfile::tempdir().unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    for (format, _) in OFFICE {
        let path = folder.path().join(format!("tiny.{}", format.ending()));
        fs::write(&path, written(&document(&tiny()), format)).unwrap();
        let mut office = Command::new("soffice");
        office.args(["--headless", &profile, "--convert-to", "pdf"]).arg(&path);
        let Ok(converted) = office.current_dir(folder.path()).output() else {
            println!("SKIPPED: LibreOffice is not installed");
            return;
        };
        let pdf = folder.path().join("tiny.pdf");
        let made = fs::read(&pdf).unwrap_or_else(|_| panic!("{converted:?}"));
        assert!(made.starts_with(b"%PDF"));
        fs::remove_file(pdf).unwrap();
    }
}
