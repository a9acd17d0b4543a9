//! Responses as data: files for programs, and many of them together.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use greenpaper::{
    export::{
        answer_part::Numbered,
        collate::Collation,
        format::Format,
        from_response::DocumentInput,
        save::{self, Replace},
    },
    model::{
        answer::Given,
        consultation::{Purpose, QuestionKind},
        draft::{Draft, Edition},
    },
    store::{
        atomic::Existing,
        disk::System,
        new_file::{NewFile, NewFolder},
        question_set,
        response::Integrity,
        schema::{SchemaSubject, schema},
        shipped::shipped,
    },
};

use crate::documents::{keep_for_the_browser, set, tiny};

/// A folder of responses: two councils, one of them twice, one changed, one not final.
fn responses() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, draft: &Draft, format: Format| {
        let set = set();
        let response = draft.finish(&set).unwrap_or_else(|_| draft.partial(&set));
        let subject = DocumentInput {
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

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_greenpaper"));
    program.args(["--drafts", "."]).args(arguments).current_dir(folder).env("HOME", folder);
    program.output().unwrap()
}

fn collate(folder: &Path, arguments: &[&str]) -> Output {
    run(folder, &[&["collate"], arguments].concat())
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
         Left out: ./e.yaml:127:9: this response was changed since it was exported\n\
         Left out: ./f.yaml: it is not final; use `--partial` to include it\n"
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
fn an_earlier_folder_for_consult_is_replaced_and_no_other_folder_is() {
    let folder = responses();
    let collated = |output| {
        let options = ["a.yaml", "--to", "consult", "--force", "-o", output];
        collate(folder.path(), &options).status.success()
    };
    assert!(collated("consult") && collated("consult"));
    let inside = fs::read_dir(folder.path().join("consult")).unwrap();
    assert_eq!(inside.map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>(), ["inputs"]);
    fs::write(folder.path().join("consult/inputs/results.csv"), "a").unwrap();
    assert!(!collated("consult"));
    assert!(folder.path().join("consult/inputs/results.csv").exists());
    let hidden = fs::read_dir(folder.path()).unwrap();
    let hidden = hidden
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with('.'));
    assert_eq!(hidden.count(), 0);
}

#[test]
fn no_command_writes_over_what_it_reads_or_gives_a_changed_response_a_right_digest() {
    let folder = responses();
    let before = fs::read(folder.path().join("a.yaml")).unwrap();
    for command in [
        &["export", "a.yaml", "-o", "a.yaml", "--force"][..],
        &["collate", "a.yaml", "b.json", "-o", "a.yaml", "--force"],
        &["collate", "a.yaml", "-o", "-"],
        &["export", "e.yaml", "--unverified", "-o", "e2.yaml"],
        &["export", "e.yaml", "--unverified", "--to", "json", "-o", "e2.json"],
    ] {
        assert!(!run(folder.path(), command).status.success(), "{command:?}");
    }
    assert_eq!(fs::read(folder.path().join("a.yaml")).unwrap(), before);
    assert!(["-", "e2.yaml", "e2.json"].iter().all(|name| !folder.path().join(name).exists()));
    assert!(collate(folder.path(), &["a.yaml", "-o", "a.html"]).status.success());
    let page = fs::read_to_string(folder.path().join("a.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>"), "{page}");
}

#[test]
fn json_hides_no_character_and_loses_none() {
    let folder = tempfile::tempdir().unwrap();
    let text = "before\u{202e}\u{9b}31m\u{e0041}after";
    let mut draft = tiny();
    draft.answers.entry(&"else".try_into().unwrap()).value = Given::One(text.into());
    let set = set();
    let record = draft.finish(&set).unwrap();
    let subject = DocumentInput {
        record: &record,
        digest: "",
        integrity: Integrity::Intact,
        consultation: Some(&set),
        draft: None,
    };
    let written = greenpaper::export::written(&subject, Format::Json).unwrap();
    fs::write(folder.path().join("a.json"), written.bytes()).unwrap();
    assert!(collate(folder.path(), &["a.json", "--to", "jsonl", "-o", "a.jsonl"]).status.success());
    for name in ["a.json", "a.jsonl"] {
        let json = fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(json.contains(r"before\u202e\u009b31m\udb40\udc41after"), "{json}");
    }
    let line = fs::read_to_string(folder.path().join("a.jsonl")).unwrap();
    let read: Vec<serde_json::Value> =
        line.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(read.iter().any(|part| part["text"] == text));
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
fn what_names_nobody_has_no_address_of_the_respondent() {
    let shipped = shipped("dfe-2014-delegation").unwrap();
    let set = question_set::read(shipped.name, shipped.text.as_bytes()).unwrap().consultation;
    let now = "2014-05-02T10:03:00+01:00[Europe/London]".parse().unwrap();
    let mut draft = Draft::new(Edition::of(&set), &now);
    for (_, question) in set.questions() {
        let given = match &question.kind {
            QuestionKind::String { .. } => "secret.street@borsetshire.gov.uk",
            QuestionKind::Text { .. } if question.purpose.is_some() => "1 Secret Street",
            _ => continue,
        };
        draft.answers.entry(&question.id).value = Given::One(given.into());
    }
    let confidential = draft.answers.entry(&"confidential".try_into().unwrap());
    confidential.value = Given::One("yes".into());
    let reason = draft.answers.entry(&"confidential-reason".try_into().unwrap());
    reason.value = Given::One("The secret society asked us.".into());
    let speaks_for = draft.answers.entry(&"speaks-for".try_into().unwrap());
    speaks_for.value = Given::One("other".into());
    speaks_for.details.insert("other".try_into().unwrap(), "Secret Street Society".into());
    let capacity = draft.answers.entry(&"capacity".try_into().unwrap());
    capacity.value = Given::One("local-authority".into());
    let yes = &"acknowledgement".try_into().unwrap();
    draft.answers.entry(yes).value = Given::One("yes".into());
    let record = draft.partial(&set);
    assert!(record.particular(Purpose::Address).is_some());
    let folder = tempfile::tempdir().unwrap();
    for (name, set) in [("with-set", Some(&set)), ("without", None)] {
        let page = folder.path().join(name).with_extension("html");
        let inputs = folder.path().join(name);
        let file = NewFile::new(&page, Existing::Keep).unwrap();
        for mut collation in [
            Collation::overview(file, set.cloned()).unwrap(),
            Collation::consult(NewFolder::new(&inputs, Existing::Keep).unwrap(), set.cloned()),
        ] {
            let integrity = Integrity::Intact;
            let taken = Numbered { number: 1, record: &record, digest: "", integrity };
            collation.take(taken).unwrap();
            collation.finish().unwrap();
        }
        let mut written = vec![page];
        for part in fs::read_dir(inputs.join("inputs")).unwrap() {
            let part = part.unwrap().path();
            let inside = fs::read_dir(&part).into_iter().flatten();
            written.extend(inside.map(|file| file.unwrap().path()));
            written.extend(part.is_file().then_some(part));
        }
        for file in written {
            let text = fs::read_to_string(&file).unwrap().to_lowercase();
            assert!(!text.contains("secret"), "{}", file.display());
        }
    }
}

#[test]
fn an_exported_table_is_replaced_until_somebody_has_edited_it() {
    let set = set();
    let table = |draft: &Draft| {
        let record = draft.finish(&set).unwrap();
        let subject = DocumentInput {
            record: &record,
            digest: "",
            integrity: Integrity::Intact,
            consultation: None,
            draft: None,
        };
        greenpaper::export::written(&subject, Format::Csv).unwrap().bytes().to_vec()
    };
    let mut changed = tiny();
    changed.answers.entry(&"council".try_into().unwrap()).value = Given::One("Barsetshire".into());
    let (first, second) = (table(&tiny()), table(&changed));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tiny.csv");
    save::save(&System, &path, &first, Replace::Ours).unwrap();
    save::save(&System, &path, &second, Replace::Ours).unwrap();
    let text = String::from_utf8(second).unwrap();
    for edited in [text.replace("evidence", "coded"), text.replace("\"final\"", "final")] {
        assert_ne!(edited, text);
        fs::write(&path, edited).unwrap();
        assert!(save::save(&System, &path, &first, Replace::Ours).is_err());
    }
}

#[test]
fn what_is_exported_as_json_is_as_its_schema_says() {
    let folder = responses();
    let schema = serde_json::from_str(&schema(SchemaSubject::Response)).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    put_partial(folder.path());
    for name in ["b.json", "partial.json"] {
        let json = fs::read_to_string(folder.path().join(name)).unwrap();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let wrong: Vec<String> =
            validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
    }
}

/// Exports a response that is not final, by the command.
fn put_partial(folder: &Path) {
    let said = run(folder, &["export", "f.yaml", "-o", "partial.json"]);
    assert!(said.status.success(), "{said:?}");
}

#[test]
fn a_response_that_was_changed_is_exported_only_when_that_is_meant_and_says_so() {
    let folder = responses();
    let refused = run(folder.path(), &["export", "e.yaml", "-o", "e.txt"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(!folder.path().join("e.txt").exists());
    for format in ["txt", "md", "html", "csv"] {
        let file = format!("e.{format}");
        let said = run(folder.path(), &["export", "e.yaml", "--unverified", "-o", &file]);
        let told = String::from_utf8_lossy(&said.stdout);
        assert!(told.starts_with("NOT VERIFIED"), "{said:?}");
        assert!(told.ends_with("do not send it.\n") && !told.contains("Send the file"), "{told}");
        let text = fs::read_to_string(folder.path().join(file)).unwrap();
        assert!(text.to_lowercase().replace("unverified", "not verified").contains("not verified"));
    }
}

#[test]
fn where_a_response_cannot_go_is_told_and_nothing_is_left_behind() {
    let folder = responses();
    fs::create_dir(folder.path().join("folder")).unwrap();
    fs::write(folder.path().join("mine.docx"), "mine").unwrap();
    let before = fs::read_dir(folder.path()).unwrap().count();
    for (output, says) in [
        ("folder", "folder is a folder"),
        ("mine.docx", "mine.docx is something else, or was changed after it was exported"),
        ("missing/a.docx", "cannot write missing/a.docx: the folder is not there"),
        ("a.yaml/a.docx", "cannot write a.yaml/a.docx: the folder is a file"),
    ] {
        let said = run(folder.path(), &["export", "a.yaml", "--to", "docx", "-o", output]);
        let told = String::from_utf8(said.stderr).unwrap();
        assert!(said.status.code() == Some(1) && told.contains(says), "{told}");
        assert!(told.contains("nothing was written"), "{told}");
    }
    for (arguments, known) in [
        (&["export", "a.yaml", "--to", "doc"][..], "docx, odt, pdf, html, md or txt"),
        (&["export", "a.yaml", "-o", "a.doc"], ".docx, .odt, .pdf, .html, .md or .txt"),
        (&["print", "a.yaml", "-o", "a.csv"], ".docx, .odt, .pdf, .html, .md or .txt"),
        (&["collate", "a.yaml", "--to", "xlsx", "-o", "x"], "grid, jsonl, consult or html"),
    ] {
        let said = run(folder.path(), arguments);
        let told = String::from_utf8(said.stderr).unwrap();
        assert!(said.status.code() == Some(2) && told.contains(known), "{told}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), before);
}

/// The example of the document, over the lines of two responses.
#[test]
fn duckdb_reads_the_lines() {
    let python = |script: &str, folder: &Path| {
        Command::new("python3").args(["-c", script]).current_dir(folder).output()
    };
    let folder = responses();
    if !python("import duckdb", folder.path()).is_ok_and(|said| said.status.success()) {
        println!("SKIPPED: DuckDB is not installed");
        return;
    }
    collate(folder.path(), &["a.yaml", "b.json", "--to", "jsonl", "-o", "responses.jsonl"]);
    let page = include_str!("../../docs/response-format.md");
    let sql = page.split("```sql\n").nth(1).unwrap().split("```").next().unwrap();
    let script =
        format!("import duckdb\nfor row in duckdb.sql(\"\"\"{sql}\"\"\").fetchall(): print(row)");
    let said = python(&script, folder.path()).unwrap();
    let rows = String::from_utf8_lossy(&said.stdout);
    assert!(said.status.success(), "{said:?}");
    for row in ["('principle', None, 'No', 2)", "('which', 'iro', 'Never', 2)"] {
        assert!(rows.contains(row), "{rows}");
    }
}
