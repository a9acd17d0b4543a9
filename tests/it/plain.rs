//! The plain mode: the same program, line by line.

pub(crate) mod equality;
pub(crate) mod listener;
mod script;

use std::fs;

use self::listener::Listener;
use crate::officer::{Disk, Officer, set_of};

const PRINCIPLE: &str = "\
- id: principle
  number: \"1\"
  type: select_one
  text: Should councils delegate?
  hint: Think of the children.
  guidance: It is about **functions**.
  required: true
  choices:
    - {value: \"yes\", label: \"Yes\"}
    - {value: \"no\", label: \"No\"}
    - {value: not-sure, label: Not sure, off_scale: true}
  comment: {text: Please give your reasons., required_when: [\"no\"]}
- id: which
  number: 2a
  type: string
  text: Which ones?
  enable_when: {question: principle, equals: \"yes\"}
- {id: end, type: text, text: Anything else?, max_words: 4}";

const BODIES: &str = "\
- id: bodies
  type: select_multiple
  text: Which bodies?
  choices:
    - {value: charity, label: A charity}
    - {value: mutual, label: A mutual}
    - {value: other, label: Other, detail: Which one?}
    - {value: none, label: None of these, exclusive: true}
- id: order
  type: rank
  text: Which matter most?
  choices:
    - {value: a, label: Accountability}
    - {value: b, label: Inspection}
    - {value: c, label: Supervision}
- {id: day, type: date, text: From when?, max: 2014-12-31}";

const SERVICES: &str = "\
- id: services
  type: matrix
  text: Which services?
  rows:
    - {value: iro, label: Reviewing officers, group: Ruled out, note: Section 7 allows it.}
    - {value: adoption, label: Adoption, group: Ruled out}
    - {value: fostering, label: Fostering, group: Allowed}
  columns:
    - {value: never, label: Never}
    - {value: any, label: Any body}
  row_comment: {text: Why?, required_when: [never]}
- {id: end, type: text, text: Anything else?}";

#[track_caller]
fn answering(items: &str) -> Listener {
    let mut listener = Listener::before(&set_of(items));
    listener.types("");
    listener.types("");
    listener
}

#[test]
fn a_question_says_where_it_stands_and_what_it_asks() {
    let mut listener = Listener::before(&set_of(PRINCIPLE));
    listener.types("");
    let heard = listener.types("");
    assert_eq!(
        heard,
        "\n\
         Section 1 of 1, The only section, question 1, required.\n\
         Should councils delegate?\n\
         There is a hint, and guidance. Type “hint” or ?, “guidance” or ??.\n\
         1: Yes\n\
         2: No\n\
         3: Not sure\n\
         Choose one. Type its number, or its first letters."
    );
}

#[test]
fn what_has_changed_is_said_and_agreed_to() {
    let before = set_of("- {id: q, number: \"1\", type: string, text: The old words?}");
    let now = before.replace("old words", "new words").replace("version: \"1\"", "version: \"2\"");
    let mut officer = Officer::before(&before);
    officer.press("enter enter");
    officer.type_in("Something");
    let officer = Officer::coming_back(Some(&before), &now, officer.saved).at(80, 60);
    let mut listener = Listener::of(officer);
    let said = listener.heard().to_owned();
    assert!(said.contains("1 of your answers to look at again."), "{said}");
    assert!(said.contains("- 1. The new words?\nThe text was: The old words?"), "{said}");
    assert!(said.ends_with("An empty line: Continue with the new version."), "{said}");
    listener.officer.screen();
    assert!(listener.types("").contains("1 question to read again"));
    let said = listener.types("1");
    assert!(said.contains("Read this again: it has changed since you answered."), "{said}");
    assert_eq!(listener.types("stands"), "Your answer stands.");
    assert_eq!(listener.has_saved("q"), "q: {value: Something}");
}

#[test]
fn hints_and_guidance_are_said_when_asked_for() {
    let mut listener = answering(PRINCIPLE);
    assert!(listener.types("?").starts_with("Think of the children."));
    assert_eq!(listener.types("??"), "It is about functions.");
}

#[test]
fn a_choice_is_made_by_number_or_first_letters() {
    for line in ["2", "no", "NO", " no "] {
        let mut listener = answering(PRINCIPLE);
        let heard = listener.types(line);
        assert_eq!(
            heard,
            "Answered: No.\nPlease give your reasons. (required)\nA text. A line with a single \
             full stop, “.”, ends it. Type as many lines as you like. “edit 3”, “delete 3” \
             and “insert 3” change a line."
        );
        assert_eq!(listener.has_saved("principle"), "principle: {value: \"no\"}");
    }
}

#[test]
fn letters_that_could_be_two_are_asked_about() {
    let mut listener = answering(PRINCIPLE);
    assert_eq!(listener.types("n"), "“n” could be 2, No; or 3, Not sure. Type more of it.");
    assert_eq!(listener.has_saved("principle"), "");
}

#[test]
fn a_detail_is_asked_after_its_choice() {
    let mut listener = answering(BODIES);
    let heard = listener.types("1 3");
    assert!(heard.contains("Answered: A charity; Other.\nOther: Which one? (optional)"), "{heard}");
    listener.types("A community trust");
    assert_eq!(
        listener.has_saved("bodies"),
        "bodies:\n  value:\n    - charity\n    - other\n  details: {other: A community trust}"
    );
    assert!(listener.heard().contains("Which matter most?"));
}

#[test]
fn several_choices_and_ranks_are_given_in_one_line() {
    let mut listener = answering(BODIES);
    listener.types("4");
    listener.types("2, a ch");
    let heard = listener.heard();
    assert!(heard.contains("“a ch” is not one of the choices"), "{heard}");
    let heard = listener.types("3 1");
    assert!(heard.contains("In this order: Supervision; Accountability."), "{heard}");
    assert_eq!(listener.has_saved("bodies"), "bodies:\n  value:\n    - none");
    assert_eq!(listener.has_saved("order"), "order:\n  value:\n    - c\n    - a");
    listener.types("back");
    let heard = listener.types("1 1 2");
    assert_eq!(heard, "Accountability is named twice: name each choice once.");
}

#[test]
fn a_matrix_is_asked_row_by_row_with_its_group_said_once() {
    let mut listener = answering(SERVICES);
    assert_eq!(
        listener.heard(),
        "\n\
         Section 1 of 1, The only section, page 1, optional.\n\
         Which services?\n\
         For each row, choose one of these:\n\
         1: Never\n\
         2: Any body\n\
         Group: Ruled out.\n\
         Row 1 of 3: Reviewing officers\n\
         Section 7 allows it.\n\
         Row 2 of 3: Adoption\n\
         Answer these 2 rows in one line. Type a number for each, for example 1 1 3 2; “-” leaves a \
         row as it is. One number answers the first row alone. An empty line goes on to the next \
         group."
    );
    let heard = listener.types("never");
    assert!(
        heard.contains("Answered: Never.\nReviewing officers: Why? (required)\nA text."),
        "{heard}"
    );
    listener.types("It judges the council.");
    assert_eq!(listener.types("."), "1 line, 4 words.\nRow 2 of 3: Adoption");
    // A row that is left blank is not asked why.
    assert_eq!(
        listener.types("-"),
        "Group: Allowed.\nRow 3 of 3: Fostering\nChoose one. Type its number, or its first letters."
    );
    assert_eq!(
        listener.has_saved("services"),
        "services:\n  rows:\n    iro: {value: never, comment: It judges the council.}"
    );
}

#[test]
fn the_rows_of_a_group_are_answered_in_one_line() {
    let mut listener = answering(SERVICES);
    assert_eq!(
        listener.types("1 2 2"),
        "3 answers for 2 rows: nothing has changed. Type one for each row, “-” for a row to leave \
         as it is, or a single number for this row alone."
    );
    assert!(listener.types("1 3").starts_with("There is no 3"));
    assert_eq!(listener.has_saved("services"), "");
    let heard = listener.types("1 2");
    assert!(
        heard.starts_with(
            "Reviewing officers: Never.\nAdoption: Any body.\nReviewing officers: Why? (required)"
        ),
        "{heard}"
    );
    listener.types("It judges the council.");
    let heard = listener.types(".");
    assert!(heard.contains("Group: Allowed.\nRow 3 of 3: Fostering"), "{heard}");
    assert_eq!(
        listener.has_saved("services"),
        "services:\n  rows:\n    iro: {value: never, comment: It judges the council.}\n    adoption: \
         {value: any}"
    );
}

#[test]
fn an_empty_line_or_a_dash_leaves_rows_as_they_are() {
    let mut listener = answering(SERVICES);
    assert!(listener.types("").starts_with("Group: Allowed."));
    listener.types("back");
    listener.types("back");
    assert!(listener.types("- 2").starts_with("Adoption: Any body.\nGroup: Allowed."));
    assert_eq!(listener.has_saved("services"), "services:\n  rows:\n    adoption: {value: any}");
    assert!(listener.types("undo").contains("Row 2 of 3: Adoption"));
    assert_eq!(listener.has_saved("services"), "");
}

#[test]
fn the_blank_rows_of_a_group_can_be_filled() {
    let mut listener = answering(SERVICES);
    listener.types("2");
    listener.types("");
    assert!(listener.types("fill").starts_with("The blank rows of that group"));
    assert_eq!(
        listener.has_saved("services"),
        "services:\n  rows:\n    iro: {value: any}\n    adoption: {value: any}"
    );
}

#[test]
fn the_comment_of_a_row_that_is_not_answered_can_be_reached() {
    let mut listener = answering(SERVICES);
    listener.types("-");
    assert!(listener.types("comment").starts_with("Adoption: Why? (optional)"));
    listener.types("See our letter.");
    listener.types(".");
    assert_eq!(
        listener.has_saved("services"),
        "services:\n  rows:\n    adoption: {comment: See our letter.}"
    );
}

#[test]
fn a_long_text_is_written_and_changed_line_by_line() {
    let mut listener = answering(PRINCIPLE);
    listener.types("go end");
    listener.types("First.");
    listener.types("");
    listener.types("next");
    listener.types("=.");
    listener.types("Last.");
    // Each line is saved as it comes.
    assert_eq!(
        listener.has_saved("end"),
        "end:\n  value: |-\n    First.\n\n    next\n    .\n    Last."
    );
    let heard = listener.types(".");
    assert!(heard.starts_with("5 lines, 4 of 4 words."), "{heard}");
    listener.types("go end");
    assert!(listener.heard().contains("Answered, in 5 lines:\n1: First.\n2: \n3: next"));
    assert_eq!(listener.types("delete 2"), "Line 2 is deleted: \n4 lines, 4 of 4 words.");
    assert_eq!(listener.types("edit 2"), "Line 2 is: next\nType it again; an empty line keeps it.");
    assert_eq!(listener.types("=back"), "Line 2 is now: back");
    listener.types("insert 1");
    listener.types("Before.");
    listener.types(".");
    assert_eq!(
        listener.has_saved("end"),
        "end:\n  value: |-\n    Before.\n    First.\n    back\n    .\n    Last."
    );
    assert_eq!(listener.types("edit 9"), "There is no line 9: the text has 5.");
}

#[test]
fn text_that_looks_like_a_command_is_an_answer_after_an_equals_sign() {
    let mut listener = answering(PRINCIPLE);
    listener.types("yes");
    listener.types("");
    listener.types("=next");
    assert_eq!(listener.has_saved("which"), "which: {value: next}");
    listener.types("back");
    listener.types("==5");
    assert_eq!(listener.has_saved("which"), "which: {value: =5}");
}

#[test]
fn what_is_wrong_is_said_once_and_never_holds_anybody_up() {
    let mut listener = answering(BODIES);
    listener.types("go day");
    let heard = listener.types("soon");
    assert_eq!(
        heard,
        "There is a problem. Correct it, or continue again to leave it for later.\n\
         “soon” is not a date: write day, month and year, such as 5 June 2014 or 5/6/2014."
    );
    assert!(listener.types("").contains("Have you completed this section?"));
    listener.types("back");
    let heard = listener.types("5/6/2014");
    assert!(heard.starts_with("Thursday 5 June 2014."), "{heard}");
    assert_eq!(listener.has_saved("day"), "day: {value: 5/6/2014}");
}

#[test]
fn only_what_is_wrong_is_asked_again() {
    let mut listener = answering(
        "\
- id: page
  type: group
  text: Two parts
  items:
    - {id: a, type: integer, text: How many?}
    - {id: b, type: string, text: Of what?}
- {id: end, type: text, text: Anything else?}",
    );
    listener.types("some");
    let heard = listener.types("Homes");
    assert!(
        heard.contains("Write one number in digits, such as 1,000 or 12.50, in place of “some”"),
        "{heard}"
    );
    assert!(heard.contains("How many?"), "{heard}");
    let heard = listener.types("5");
    assert!(heard.contains("Anything else?"), "{heard}");
    assert_eq!(listener.has_saved("a"), "a: {value: \"5\"}");
}

#[test]
fn back_goes_to_the_prompt_before_and_next_leaves_the_question() {
    let mut listener = answering(PRINCIPLE);
    listener.types("yes");
    assert!(listener.heard().contains("Please give your reasons."));
    assert!(listener.types("back").starts_with("1: Yes\n2: No\n3: Not sure\nAnswered: Yes."));
    assert!(listener.types("next").contains("Which ones?"));
    assert!(listener.types("back").contains("Should councils delegate?"));
    assert_eq!(listener.types("back"), "This is the first question.");
}

#[test]
fn what_was_changed_is_undone_and_done_again_where_it_was() {
    let mut listener = answering(PRINCIPLE);
    listener.types("yes");
    listener.types("");
    listener.types("All of them");
    let heard = listener.types("undo");
    assert!(heard.contains("Which ones?"), "{heard}");
    assert_eq!(listener.has_saved("which"), "");
    assert_eq!(listener.types("redo"), "Answered: All of them");
    listener.types("undo");
    listener.types("undo");
    assert_eq!(listener.has_saved("principle"), "");
    assert_eq!(listener.types("undo"), "Nothing to undo.");
}

#[test]
fn what_is_put_aside_is_said_and_brought_back_by_undo() {
    let mut listener = answering(BODIES);
    listener.types("go bodies");
    listener.types("1 2");
    listener.types("go bodies");
    let heard = listener.types("none");
    assert!(heard.contains("Put aside: ") && heard.contains("“undo” takes that back."), "{heard}");
    listener.types("undo");
    listener.types("go bodies");
    let heard = listener.types("no comment");
    assert!(heard.starts_with("“No comment” replaces your answer ("), "{heard}");
    assert!(heard.contains("It is kept, but not sent. “undo” brings it back."), "{heard}");
    listener.types("undo");
    assert!(!listener.has_saved("bodies").contains("no_comment"));
}

#[test]
fn an_answer_can_be_taken_back() {
    let mut listener = answering(PRINCIPLE);
    listener.types("yes");
    listener.types("back");
    let heard = listener.types("clear");
    assert!(heard.starts_with("Taken back: Yes. “undo” takes that back."), "{heard}");
    assert_eq!(listener.has_saved("principle"), "");
    listener.types("go end");
    listener.types("Some words");
    listener.types(".");
    listener.types("back");
    listener.types("clear");
    assert_eq!(listener.has_saved("end"), "");
}

#[test]
fn no_comment_is_an_answer_to_a_question_and_to_a_row() {
    let mut listener = answering(PRINCIPLE);
    let heard = listener.types("no comment");
    assert!(heard.starts_with("No comment on this question."), "{heard}");
    assert!(heard.contains("Anything else?"), "{heard}");
    assert_eq!(listener.has_saved("principle"), "principle: {no_comment: true}");
    listener.types("back");
    listener.types("no comment");
    assert_eq!(listener.has_saved("principle"), "");
    let mut listener = answering(SERVICES);
    let heard = listener.types("no comment");
    assert!(heard.ends_with("Row 2 of 3: Adoption"), "{heard}");
    assert_eq!(listener.has_saved("services"), "services:\n  rows:\n    iro: {no_comment: true}");
    listener.types("no comment at all");
    assert!(listener.heard().contains("Anything else?"));
}

#[test]
fn a_hidden_question_is_told_of_and_its_answer_kept() {
    let mut listener = answering(PRINCIPLE);
    listener.types("yes");
    listener.types("");
    listener.types("All of them");
    listener.types("go principle");
    let heard = listener.types("2");
    assert!(heard.starts_with("1 question is no longer asked; its answer is kept."), "{heard}");
    assert_eq!(listener.has_saved("which"), "which: {value: All of them}");
}

#[test]
fn any_place_can_be_gone_to_by_number_words_or_id() {
    let mut listener = answering(PRINCIPLE);
    listener.types("yes");
    for (called, text) in
        [("2a", "Which ones?"), ("else", "Anything else?"), ("principle", "delegate?")]
    {
        let heard = listener.types(&format!("go {called}"));
        assert!(heard.contains(text), "{heard}");
    }
    let heard = listener.types("go 17");
    assert!(heard.starts_with("No question, section or row matches “17”."), "{heard}");
    let heard = listener.types("go ing");
    assert!(heard.starts_with("“ing” could be:") || heard.contains("Anything"), "{heard}");
}

#[test]
fn a_note_and_a_stage_are_left_for_colleagues() {
    let mut listener = answering(PRINCIPLE);
    assert!(listener.types("note").contains("A note on question 1."));
    listener.types("Ask legal.");
    listener.types("By Monday.");
    let heard = listener.types(".");
    assert!(heard.contains("Should councils delegate?"), "{heard}");
    assert_eq!(listener.types("stage ready"), "Stage: ready.");
    assert_eq!(
        listener.has_saved("principle"),
        "principle:\n  note: |-\n    Ask legal.\n    By Monday.\n  stage: ready"
    );
}

#[test]
fn the_review_numbers_every_answer_and_leads_back() {
    let mut listener = answering(PRINCIPLE);
    listener.types("no");
    let heard = listener.types("review");
    assert_eq!(
        heard,
        "\n\
         Check your answers.\n\
         1 optional question is blank.\n\
         1 problem: what is missing or wrong.\n\
         1: Question 1: Give a reason: you chose No.\n\
         \n\
         The only section.\n\
         1: Question 1. Should councils delegate?\n\
         Answer: No\n\
         3: Anything else?\n\
         Not provided.\n\
         Type the number of an answer to change it. An empty line goes on to the sign-off."
    );
    assert!(listener.types("1").contains("Please give your reasons. (required)"));
    listener.types("It should stay with the council.");
    let heard = listener.types(".");
    assert!(heard.contains("Nothing is missing, and nothing is wrong."), "{heard}");
    assert!(!heard.contains("The only section"), "{heard}");
    assert!(listener.types("repeat").contains("Comment: It should stay with the council."));
}

#[test]
fn a_response_is_signed_off_and_exported() {
    let mut listener = answering(PRINCIPLE);
    listener.types("yes");
    assert!(listener.types("sign off").contains("Name of the person who signs off."));
    listener.types("Ann Example");
    listener.types("Director");
    listener.types("");
    let heard = listener.types("28 May 2014");
    assert!(heard.contains("Ann Example, Director, 28 May 2014."), "{heard}");
    listener.types("");
    assert!(listener.officer.exported.is_none());
    let heard = listener.types("sign off");
    assert!(heard.contains("Your response is complete."), "{heard}");
    assert!(heard.contains("The file: /home/officer/tiny.response.yaml"), "{heard}");
    assert!(listener.officer.exported.is_some());
    listener.types("leave");
    assert!(listener.officer.has_left);
}

#[test]
fn every_command_answers_at_every_prompt() {
    let commands = [
        "back",
        "next",
        "list",
        "go 2a",
        "go nowhere",
        "contents",
        "review",
        "sign off",
        "comment",
        "no comment",
        "no comment at all",
        "note",
        "stage",
        "stage agreed",
        "clear",
        "undo",
        "redo",
        "fill",
        "edit 1",
        "delete 1",
        "insert",
        "repeat",
        "?",
        "??",
        "save",
        "help",
    ];
    let ways: [&[&str]; 8] = [
        &[],
        &["contents"],
        &["next"],
        &["review"],
        &["sign off"],
        &["note"],
        &["yes", "", "next", "next", "Some words", "."],
        &["go end"],
    ];
    for way in ways {
        for command in commands {
            let mut listener = answering(PRINCIPLE);
            way.iter().for_each(|line| drop(listener.types(line)));
            let heard = listener.types(command);
            assert!(!heard.trim().is_empty() || command == "insert", "{way:?}, {command}");
            listener.types(".");
            listener.types("leave");
            assert!(listener.officer.has_left, "{way:?}, {command}: {}", listener.heard());
        }
    }
}

#[test]
fn nothing_that_is_said_names_a_key() {
    let mut listener = answering(PRINCIPLE);
    for line in ["save", "help", "undo", "contents", "home"] {
        let heard = listener.types(line);
        assert!(!heard.contains("Ctrl-"), "{heard}");
    }
}

#[test]
fn resuming_opens_at_the_exact_place() {
    let mut listener = answering(PRINCIPLE);
    listener.types("no");
    let mut listener = listener.comes_back();
    assert!(listener.says().contains("Please give your reasons. (required)"));
    let mut listener = answering(SERVICES);
    listener.types("2");
    let mut listener = listener.comes_back();
    assert!(listener.says().contains("Row 2 of 3: Adoption"));
}

#[test]
fn a_failed_save_is_said_once_when_it_begins_and_once_when_it_is_mended() {
    let mut listener = answering(PRINCIPLE);
    listener.officer.disk(Disk::Full);
    let heard = listener.types("no");
    let told = "NOT SAVED: the disk is full; kept on this machine. Retrying.";
    assert!(heard.contains(told), "{heard}");
    let heard = listener.types("Some words");
    assert!(!heard.contains("NOT SAVED"), "{heard}");
    listener.types(".");
    listener.types("leave");
    let heard = listener.heard().to_owned();
    for told in [
        "Your latest changes are not in the draft's file: the disk is full.",
        "A copy is kept on this machine.",
    ] {
        assert!(heard.contains(told), "{heard}");
    }
    assert!(heard.contains("3: Leave without saving"), "{heard}");
    listener.types("4");
    listener.officer.disk(Disk::Works);
    let heard = listener.types("undo");
    assert!(heard.contains("Saved again."), "{heard}");
}

#[test]
fn text_in_memory_alone_is_said_to_be_at_risk_and_what_becomes_of_it_too() {
    let mut listener = answering(PRINCIPLE);
    listener.officer.disk(Disk::FullEverywhere);
    let heard = listener.types("no");
    let told =
        "NOT SAVED, AT RISK: the disk is full; your latest changes are only in memory. Retrying.";
    assert_eq!(heard.matches(told).count(), 1, "{heard}");
    let heard = listener.types("Some words");
    assert!(!heard.contains("AT RISK"), "{heard}");
    listener.types(".");
    let heard = listener.types("leave");
    for told in [
        "only in memory: the disk is full.",
        "If you leave, you lose them.",
        "No copy \
     can be kept",
    ] {
        assert!(heard.contains(told), "{heard}");
    }
    listener.types("4");
    listener.officer.disk(Disk::Full);
    let heard = listener.types("undo");
    assert!(heard.contains("NOT SAVED: the disk is full; kept on this machine."), "{heard}");
    listener.officer.disk(Disk::Works);
    assert!(listener.types("undo").contains("Saved again."));
}

/// What somebody types, up to the end of the transcript in the document.
fn transcript(lines: &[&str]) -> String {
    let set = fs::read_to_string("tests/question-sets/right/tiny.yaml").unwrap();
    let mut listener = Listener::before(&set);
    let mut said = vec![listener.heard().to_owned()];
    for line in lines {
        said.push(format!("? {line}"));
        said.push(listener.types(line));
    }
    said.retain(|said| !said.is_empty());
    let said = said.join("\n");
    said.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

#[test]
fn the_transcript_in_the_document_is_what_is_said() {
    let document = fs::read_to_string("docs/plain-mode.md").unwrap();
    let (_, after) = document.split_once("```transcript\n").unwrap();
    let (written, _) = after.split_once("```").unwrap();
    let typed: Vec<&str> =
        written.lines().filter_map(|line| Some(line.strip_prefix('?')?.trim())).collect();
    assert!(!typed.is_empty());
    assert_eq!(transcript(&typed), written.trim());
}

#[test]
fn the_document_names_every_command() {
    let document = fs::read_to_string("docs/plain-mode.md").unwrap();
    let help = answering(PRINCIPLE).types("help");
    for line in help.lines().filter(|line| !line.contains("every prompt")) {
        let Some((words, _)) = line.split_once(": ").filter(|(words, _)| words.len() < 20) else {
            continue;
        };
        for word in words.split(" or ") {
            assert!(document.contains(&format!("`{word}`")), "{word}");
        }
    }
}
