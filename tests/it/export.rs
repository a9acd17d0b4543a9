//! Responses as files: what leaves the house can be read by people and by programs, and whatever
//! is changed in it is told.

use greenpaper::{
    export,
    model::{
        answer::Given,
        consultation::Consultation,
        draft::{Draft, Status},
        id::QuestionId,
        response::{Response, ResponseRecord},
        text::Text,
    },
    store::{draft, question_set, response},
};
use proptest::prelude::*;

/// A set with a question of every kind.
pub(crate) const SET: &str = r#"format: greenpaper/consultation/1
id: tiny
version: "1.0"
title: A tiny consultation
publisher: Department for Examples
sections:
  - id: about
    title: About you
    items:
      - {id: council, type: string, text: Name of your council, required: true, purpose: organisation}
      - id: capacity
        type: select_one
        text: In what capacity do you answer?
        purpose: capacity
        choices: [{value: council, label: A local authority}, {value: other, label: Other, detail: Which?}]
      - id: publish
        type: select_one
        text: May we publish your response?
        purpose: publish_consent
        allow_no_comment: false
        choices: [{value: "yes", label: "Yes"}, {value: "no", label: "No"}]
  - id: proposal
    title: The proposal
    items:
      - id: principle
        number: "1"
        type: select_one
        text: Should councils be able to delegate more?
        choices: [{value: "yes", label: "Yes"}, {value: "no", label: "No"}, {value: not-sure, label: Not sure, off_scale: true}]
        comment: {text: Please give your reasons., required_when: ["no"]}
      - {id: why, number: "2", type: text, text: Why do you want that?, enable_when: {question: principle, equals: "yes"}}
      - id: which
        number: "3"
        type: matrix
        text: Which services?
        rows: [{value: iro, label: Reviewing officers, group: Ruled out}, {value: fostering, label: Fostering, group: Allowed}, {value: adoption, label: Adoption, group: Allowed}]
        columns: [{value: never, label: Never}, {value: any, label: To any suitable body}, {value: dk, label: Don't know, off_scale: true}]
        row_comment: Why?
      - id: whom
        number: "4"
        type: select_multiple
        text: To whom?
        choices: [{value: charity, label: Charity}, {value: other, label: Other, detail: Which?}]
      - id: first
        number: "5"
        type: rank
        text: What matters most?
        choices: [{value: cost, label: Cost}, {value: quality, label: Quality}]
      - id: resources
        number: "6"
        type: group
        text: Your resources
        items:
          - {id: cost, type: decimal, text: What does it cost?, unit: £}
          - {id: since, type: date, text: Since when?}
      - {id: else, number: "7", type: text, text: Is there anything else?}
"#;

/// A draft of it that says something of everything.
pub(crate) const DRAFT: &str = r#"format: greenpaper/response/1
consultation: {id: tiny, version: "1.0", digest: sha256:00}
status: completed
started: "2014-05-02T10:03:00+01:00"
updated: "2014-05-28T10:41:12+01:00"
answers:
  council: {value: Borsetshire County Council}
  capacity: {value: other, details: {other: A partnership of councils}}
  publish: {value: "yes"}
  principle:
    value: "no"
    comment: |-
      We would want to see the evidence first.

      Then we could say more.
    note: Legal to check the second sentence.
    stage: ready
  why: {value: Kept in the draft}
  which:
    rows:
      iro: {value: never, comment: "Section 2(2)(a): the Act already says so."}
      fostering: {value: dk}
      adoption: {no_comment: true}
  whom: {value: [charity, other], details: {other: A community trust}}
  first: {value: [quality, cost]}
  cost: {value: "1,250.50"}
  since: {value: 5 June 2013}
  else:
    value: "  No: not at this point. We have set out above why we think that the evidence for delegation is thin, and what would have to be known before anyone could decide.  "
sign_off:
  name: A. Director
  role: Director of Children's Services
  authority: Cabinet minute 42/14
  date: "2014-05-28"
...
"#;

fn set() -> Consultation {
    match question_set::read("set.yaml", SET.as_bytes()) {
        Ok(loaded) => loaded.consultation,
        Err(problems) => panic!("{problems}"),
    }
}

fn draft() -> Draft {
    match draft::read("tiny.yaml", DRAFT.as_bytes()) {
        Ok(loaded) => loaded.draft,
        Err(problems) => panic!("{problems}"),
    }
}

fn finished() -> Response {
    draft().finish(&set()).unwrap()
}

fn yaml(response: &Response) -> String {
    let written = export::as_yaml(response).unwrap();
    String::from_utf8(written.bytes().to_vec()).unwrap()
}

fn read(yaml: &str) -> ResponseRecord {
    match response::read("tiny.response.yaml", yaml.as_bytes()) {
        Ok(loaded) => loaded.record,
        Err(problems) => panic!("{problems}\n{yaml}"),
    }
}

#[track_caller]
fn complains(yaml: &str, complaint: &str) {
    let problems = match response::read("tiny.response.yaml", yaml.as_bytes()) {
        Ok(loaded) => loaded.warnings,
        Err(problems) => problems,
    };
    let lines: Vec<String> = problems.lines().collect();
    assert_eq!(lines.join("\n"), complaint);
}

#[test]
fn a_final_response_reads_as_a_document() {
    assert_eq!(yaml(&finished()), include_str!("export/final.yaml"));
}

#[test]
fn what_is_not_final_says_so_first_and_lists_what_it_leaves_out() {
    let mut draft = draft();
    draft.status = Status::Amended;
    let partial = draft.partial(&set());
    assert_eq!(yaml(&partial), include_str!("export/partial.yaml"));
}

#[test]
fn what_was_written_is_read_back() {
    let final_one = finished();
    assert_eq!(read(&yaml(&final_one)), *final_one);
    let partial = draft().partial(&set());
    assert_eq!(read(&yaml(&partial)), *partial);
}

#[test]
fn the_same_draft_gives_the_same_bytes() {
    assert_eq!(yaml(&finished()), yaml(&finished()));
}

/// The digests in the files are those that the Python in `store::canonical` computes.
#[test]
fn how_a_file_is_written_does_not_matter_to_its_digest() {
    let file = yaml(&finished());
    let finished = finished();
    let said = ResponseRecord::clone(&finished);
    assert_eq!(read(&file.replace('\n', "\r\n")), said);
    assert_eq!(read(&format!("\u{feff}# Received on 28 May\n{file}")), said);
    assert_eq!(
        read(&file.replace("      - id", "      -   id").replace("        ", "          ")),
        said
    );
    assert_eq!(read(&file.replace("label: Charity}", "'label': \"Charity\" }")), said);
}

#[test]
fn one_changed_letter_is_told() {
    let file = yaml(&finished());
    let change = |from: &str, to: &str| {
        assert!(file.contains(from), "{from}");
        complains(
            &file.replacen(from, to, 1),
            "tiny.response.yaml:127:9: this response was changed since it was exported",
        );
    };
    change("the evidence first", "the evidence frist");
    change("value: never", "value: any");
    change("name: A. Director", "name: B. Director");
    change("{rank: 1, value: quality", "{rank: 3, value: quality");
    change("            off_scale: true", "            off_scale: false");
    change("          Then we", "           Then we");
}

#[test]
fn a_response_that_is_cut_off_is_told() {
    let file = yaml(&finished());
    let mut told = 0;
    for (end, _) in file.match_indices('\n').filter(|(end, _)| *end < file.len() - 1) {
        assert!(response::read("tiny.response.yaml", &file.as_bytes()[..end]).is_err());
        told += 1;
    }
    assert_eq!(told, file.lines().count() - 1);
    let without_end = file.replace("\n...\n", "\n");
    complains(
        &without_end,
        "tiny.response.yaml:127:1: this response is cut off: its last line is not `...`",
    );
}

#[test]
fn a_partial_response_does_not_become_final_by_saying_so() {
    let partial = yaml(&draft().partial(&set()));
    let faked = partial.replace("status: in-progress", "status: completed");
    complains(
        &faked,
        "tiny.response.yaml:3:9: what is `completed` has `completed`\n\
         tiny.response.yaml:3:9: what is `completed` has `sign_off`\n\
         tiny.response.yaml:11:1: what is `completed` has no `updated`\n\
         tiny.response.yaml:122:1: what is `completed` has no `left_out`\n\
         tiny.response.yaml:126:9: this response was changed since it was exported",
    );
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let file = yaml(&finished())
        .replace("kind: decimal", "kind: number")
        .replace("state: no-comment", "state: no_comment")
        .replace("question: council", "question: counsel")
        .replace("    title: The proposal\n", "");
    let problems = response::read("tiny.response.yaml", file.as_bytes()).unwrap_err();
    let lines: Vec<String> = problems.lines().collect();
    assert_eq!(
        lines,
        [
            "tiny.response.yaml:13:28: there is no answer to `counsel`",
            "tiny.response.yaml:44:5: `title` is missing from this section",
            "tiny.response.yaml:85:20: `state` should be `answered`, `no-comment`, `not-answered` \
             or `not-asked`, not `no_comment`",
            "tiny.response.yaml:107:15: `kind` should be `string`, `text`, `integer`, `decimal`, \
             `date`, `select_one`, `select_multiple`, `rank` or `matrix`, not `number`",
            "tiny.response.yaml:126:9: this response was changed since it was exported",
        ]
    );
}

#[test]
fn a_response_is_no_draft() {
    let problems = draft::read("tiny.yaml", yaml(&finished()).as_bytes()).unwrap_err();
    let lines: Vec<String> = problems.lines().collect();
    assert_eq!(lines, ["tiny.yaml:2:9: this is a response that was exported, not a draft"]);
}

/// Texts that are hard to write: what YAML takes for something else, odd spaces, marks of all kinds.
fn hard_text() -> impl Strategy<Value = String> {
    const PIECES: [&str; 34] = [
        "a",
        "B",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\t",
        "\r",
        "\r\n",
        ": ",
        ":",
        " #",
        "- ",
        "? ",
        "'",
        "\"",
        "\\",
        "|",
        ">",
        "...",
        "---",
        "{",
        "}",
        "~",
        "no",
        "1.0",
        "2014-05-28",
        "é",
        "🐦",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "\u{7f}",
        "word and word and word and word and word",
    ];
    proptest::collection::vec(proptest::sample::select(&PIECES[..]), 1..40)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_text_comes_back_as_it_was(text in hard_text(), comment in hard_text()) {
        let mut draft = draft();
        let id = |id: &str| QuestionId::try_from(id).unwrap();
        draft.answers.entry(&id("council")).value = Given::One(Text::from(text.as_str()));
        draft.answers.entry(&id("else")).value = Given::One(Text::from(text.as_str()));
        draft.answers.entry(&id("principle")).comment = Text::from(comment.as_str());
        let response = draft.partial(&set());
        prop_assert_eq!(&read(&yaml(&response)), &*response);
    }
}
