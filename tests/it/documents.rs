//! Responses and question sets as documents: what is in them, read by other programs.

use std::{fs, io::Read, path::Path, process::Command};

use greenpaper::{
    export::{
        document::Document,
        document_written,
        format::{DocumentFormat, Format},
        from_response::{self, Subject},
        from_set,
        layout::Layout,
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
        draft: None,
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

/// A draft that was signed off and has changed since, in that layout.
fn laid_out(layout: Layout) -> Document {
    let (mut draft, set) = (tiny(), set());
    let signed: jiff::Zoned = "2014-05-28T10:41:12+01:00[Europe/London]".parse().unwrap();
    draft.sign_off(draft.sign_off.clone().unwrap(), &set, &signed);
    let id = |id: &str| id.try_into().unwrap();
    draft.answers.entry(&id("principle")).value = Given::One("yes".into());
    draft.answers.entry(&id("why")).value = Given::Blank;
    draft.answers.entry(&id("publish")).value = Given::Blank;
    let record = draft.partial(&set);
    layout.document(&Subject {
        record: &record,
        digest: "sha256:00",
        integrity: Integrity::Intact,
        consultation: Some(&set),
        draft: Some(&draft),
    })
}

/// Keeps a page where `tests/accessibility.sh` has a browser look at it.
fn keep_for_the_browser(name: &str, html: &[u8]) {
    let pages = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    fs::create_dir_all(&pages).unwrap();
    fs::write(pages.join(name).with_extension("html"), html).unwrap();
}

#[test]
fn pages_are_kept_for_the_browser() {
    for layout in [Layout::Whole, Layout::Summary, Layout::Letter, Layout::Approval] {
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
    for layout in [Layout::Summary, Layout::Letter, Layout::Approval] {
        let name = format!("{}.txt", layout.kind().name());
        is_as_kept(&name, &written(&laid_out(layout), DocumentFormat::Text));
    }
}

#[test]
fn what_colleagues_have_noted_is_for_those_who_approve_alone() {
    for layout in [Layout::Whole, Layout::Summary, Layout::Letter, Layout::Approval] {
        let text = String::from_utf8(written(&laid_out(layout), DocumentFormat::Text)).unwrap();
        let may = matches!(layout, Layout::Whole | Layout::Approval);
        assert_eq!(text.contains("Legal to check"), may, "{layout:?}");
    }
}

#[test]
fn every_part_of_an_office_document_is_well_formed_and_the_same_each_time() {
    for (format, _) in OFFICE {
        let layouts = [Layout::Whole, Layout::Summary, Layout::Letter, Layout::Approval];
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

// ---- Data

/// A folder of responses: two councils, one of them twice, one changed, one not final.
fn responses() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, draft: &Draft, format: Format| {
        let set = set();
        let response = draft.finish(&set).unwrap_or_else(|_| draft.partial(&set));
        let subject = Subject {
            record: &response,
            digest: "",
            integrity: Integrity::Intact,
            consultation: Some(&set),
            draft: None,
        };
        let written = greenpaper::export::written(&subject, format).unwrap();
        fs::write(folder.path().join(name), written.bytes()).unwrap();
    };
    let council = |name: &str| {
        let mut draft = tiny();
        draft.answers.entry(&"council".try_into().unwrap()).value = Given::One(name.into());
        draft
    };
    put("a.yaml", &council("Borsetshire"), Format::Yaml);
    put("b.json", &council("Barsetshire, =1+1"), Format::Json);
    let mut again = council(" borsetshire ");
    again.answers.entry(&"else".try_into().unwrap()).value = Given::One("=1+1".into());
    put("c.yaml", &again, Format::Yaml);
    put("d.yaml", &council("Borsetshire"), Format::Json);
    let changed = fs::read_to_string(folder.path().join("a.yaml")).unwrap();
    fs::write(folder.path().join("e.yaml"), changed.replace("evidence", "facts")).unwrap();
    let mut partial = council("Elsewhere");
    partial.record_change(&"2014-05-29T10:00:00+01:00[Europe/London]".parse().unwrap());
    put("f.yaml", &partial, Format::Yaml);
    folder
}

fn collate(folder: &Path, arguments: &[&str]) -> std::process::Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_greenpaper"));
    program
        .args(["--drafts", ".", "collate"])
        .args(arguments)
        .current_dir(folder)
        .env("HOME", folder);
    program.output().unwrap()
}

#[test]
fn collate_says_what_it_leaves_out_and_takes_the_rest() {
    let folder = responses();
    let said = collate(folder.path(), &[".", "--to", "jsonl", "-o", "lines.out"]);
    assert_eq!(said.status.code(), Some(1));
    let told = String::from_utf8(said.stderr).unwrap();
    assert_eq!(
        told,
        "Twice from “borsetshire”: ./a.yaml and ./c.yaml. Both are taken.\n\
         Left out: ./d.yaml: it is the same response as ./a.yaml\n\
         Left out: ./e.yaml: ./e.yaml:127:9: this response was changed since it was exported\n\
         Left out: ./f.yaml: it is not final; `--partial` takes it too\n"
    );
    let lines = fs::read_to_string(folder.path().join("lines.out")).unwrap();
    let lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3 * 15);
    assert_eq!(lines[4]["text"], serde_json::Value::Null);
    assert_eq!(lines[3]["label"], "No");
    let said = collate(folder.path(), &["e.yaml", "--unverified", "--to", "jsonl", "-o", "u.out"]);
    assert!(said.status.success());
    let marked = fs::read_to_string(folder.path().join("u.out")).unwrap();
    assert!(marked.lines().all(|line| line.contains("\"status\":\"unverified\"")));
    let said = collate(folder.path(), &["a.yaml", "-o", "u.out"]);
    assert_eq!(
        (said.status.code(), fs::read_to_string(folder.path().join("u.out")).unwrap()),
        (Some(1), marked)
    );
}

#[test]
fn a_grid_has_two_rows_of_headings_and_nothing_that_runs() {
    let folder = responses();
    collate(folder.path(), &["a.yaml", "b.json", "c.yaml", "-o", "grid.csv"]);
    let grid =
        csv::ReaderBuilder::new().has_headers(false).from_path(folder.path().join("grid.csv"));
    let rows: Vec<csv::StringRecord> = grid.unwrap().records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 5);
    let column = |id: &str| rows[0].iter().position(|heading| heading == id).unwrap();
    assert_eq!(&rows[1][column("which.iro")], "3. Which services? [Reviewing officers]");
    assert_eq!(&rows[2][column("whom")], "Charity, Other: A community trust");
    assert_eq!(&rows[4][column("else")], "'=1+1");
}

#[test]
fn the_folder_for_consult_is_as_the_tool_takes_it_and_names_nobody() {
    let folder = responses();
    let said = collate(folder.path(), &["a.yaml", "b.json", "--to", "consult", "-o", "consult"]);
    assert!(said.status.success(), "{said:?}");
    let read =
        |name: &str| fs::read_to_string(folder.path().join("consult/inputs").join(name)).unwrap();
    assert_eq!(
        read("respondents.jsonl"),
        "{\"themefinder_id\":1,\"demographic_data\":{\"In what capacity do you answer?\":[\"Other\"]}}\n\
         {\"themefinder_id\":2,\"demographic_data\":{\"In what capacity do you answer?\":[\"Other\"]}}\n"
    );
    assert_eq!(
        read("question_part_1/question.json"),
        "{\"question_number\":1,\"question_text\":\"1. Should councils be able to delegate more?\",\
         \"has_free_text\":true,\"multi_choice_options\":[\"No\"]}"
    );
    assert_eq!(
        read("question_part_1/multi_choice.jsonl"),
        "{\"themefinder_id\":1,\"options\":[\"No\"]}\n{\"themefinder_id\":2,\"options\":[\"No\"]}\n"
    );
    assert_eq!(
        read("question_part_1/responses.jsonl").lines().next().unwrap(),
        "{\"themefinder_id\":1,\"text\":\"We would want to see the evidence first.\\n\\nThen we could say more.\"}"
    );
    for part in fs::read_dir(folder.path().join("consult/inputs")).unwrap() {
        for file in fs::read_dir(part.unwrap().path()).into_iter().flatten() {
            let text = fs::read_to_string(file.unwrap().path()).unwrap();
            assert!(!text.to_lowercase().contains("setshire"), "{text}");
        }
    }
}

#[test]
fn an_overview_counts_closed_answers_and_lists_texts_without_names() {
    let folder = responses();
    let said = collate(
        folder.path(),
        &["a.yaml", "b.json", "c.yaml", "e.yaml", "--unverified", "--to", "html", "-o", "all.html"],
    );
    assert!(said.status.success(), "{said:?}");
    let html = fs::read_to_string(folder.path().join("all.html")).unwrap();
    let xml = html.replacen("<!DOCTYPE html>", "", 1).replace("utf-8\">", "utf-8\"/>");
    let xml = xml.replace("initial-scale=1\">", "initial-scale=1\"/>");
    let xml = xml.replace("light dark\">", "light dark\"/>").replace("<br>", "<br/>");
    let page = roxmltree::Document::parse(&xml).unwrap();
    let charts = || page.descendants().filter(|node| node.has_tag_name("svg"));
    assert!(charts().all(|chart| chart.attribute("aria-label").is_some()));
    for words in [
        "4: 3 final, 1 not verified",
        "<tr><th scope=\"row\"><span>No</span></th><td><span>4</span></td><td><span>100%</span>",
        "Lowest £1,250.50, highest £1,250.50, mean £1,250.50.",
        "Earliest 5 June 2013, latest 5 June 2013.",
        "<p class=\"aside\">Response 3</p>\n<p>=1+1</p>",
        "Response 1, Reviewing officers",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
    keep_for_the_browser("overview", html.as_bytes());
    assert_eq!(charts().count(), html.matches("<svg").count());
    assert!(!html.to_lowercase().contains("borsetshire"), "it names who responds");
}

#[test]
fn an_exported_table_is_replaced_until_a_spreadsheet_has_saved_it() {
    let set = set();
    let response = tiny().finish(&set).unwrap();
    let subject = Subject {
        record: &response,
        digest: "",
        integrity: Integrity::Intact,
        consultation: None,
        draft: None,
    };
    let written = greenpaper::export::written(&subject, Format::Csv).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tiny.csv");
    save::save(&System, &path, written.bytes(), Replace::Ours).unwrap();
    let other = String::from_utf8(written.bytes().to_vec()).unwrap().replace("Borset", "Barset");
    save::save(&System, &path, other.as_bytes(), Replace::Ours).unwrap();
    fs::write(&path, other.replace("\"final\"", "final")).unwrap();
    assert!(save::save(&System, &path, written.bytes(), Replace::Ours).is_err());
}
