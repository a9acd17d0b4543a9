//! Journeys: the program as an officer uses it, from the first key to the file.

use std::{fs, path::PathBuf};

use greenpaper::{
    model::{answer::Answers, route::Route},
    store::{question_set, shipped::shipped},
};

use crate::terminal::{Desk, Ending, Modes, SMALL, USUAL, WIDE, Window, files};

/// Six questions of six kinds in two sections.
const PARKS: &str = r#"
format: greenpaper/consultation/1
id: parks
version: "1.0"
title: Parks for everyone
publisher: Department for Examples
closes: 2099-05-30
introduction: What should councils do with their parks?
choice_lists:
  yes_no_unsure:
    - {value: "yes", label: "Yes"}
    - {value: "no", label: "No"}
    - {value: not-sure, label: Not sure, off_scale: true}
sections:
  - id: about
    title: About you
    items:
      - {id: council, number: "1", type: string, text: Which council are you?, required: true, purpose: organisation}
  - id: views
    title: Your views
    items:
      - id: free
        number: "2"
        type: select_one
        text: Should parks be free?
        guidance: Think of **sports fields** too.
        choices: yes_no_unsure
        required: true
        comment: {text: Please give your reasons., required_when: ["no"], max_words: 50}
      - id: uses
        number: "3"
        type: select_multiple
        text: What are your parks used for?
        choices:
          - {value: play, label: Play}
          - {value: sport, label: Sport}
          - {value: other, label: Something else, detail: Which use?}
          - {value: none, label: Nothing at all, exclusive: true}
      - id: needs
        number: "4"
        type: rank
        text: What do they need most?
        choices: [{value: money, label: Money}, {value: staff, label: Staff}, {value: trees, label: Trees}]
      - id: who
        number: "5"
        type: matrix
        text: Who should look after them?
        rows:
          - {value: benches, label: Benches, group: Things}
          - {value: lamps, label: Lamps, group: Things}
          - {value: dogs, label: Dogs, group: Animals}
        columns: [{value: council, label: Council}, {value: others, label: Others}]
        row_comment: Why they?
      - {id: more, number: "6", type: text, text: What else should we know?}
"#;

/// Questions that hang on one another, and that take numbers and dates.
const HALLS: &str = r#"
format: greenpaper/consultation/1
id: halls
version: "1.0"
title: Town halls
publisher: Department for Examples
closes: 2099-05-30
sections:
  - id: all
    title: All of it
    items:
      - {id: opened, number: "1", type: date, text: When was your hall opened?, min: 1500-01-01}
      - {id: rooms, number: "2", type: integer, text: How many rooms has it?, min: 1, unit: rooms}
      - {id: let, number: "3", type: select_one, text: Do you let it?, choices: [{value: "yes", label: "Yes"}, {value: "no", label: "No"}]}
      - {id: rent, number: "3a", type: decimal, text: For how much a day?, decimals: 2, unit: £, enable_when: {question: let, equals: "yes"}}
      - {id: last, number: "4", type: string, text: What is it called?}
"#;

/// Several answers on one page.
const CONTACT: &str = r#"
format: greenpaper/consultation/1
id: contact
version: "1.0"
title: Contact
publisher: Department for Examples
sections:
  - id: all
    title: All of it
    items:
      - id: reach
        type: group
        text: How can we reach you?
        items:
          - {id: email, type: string, text: E-mail, format: email}
          - {id: phone, type: string, text: Telephone, format: phone}
"#;

/// Where the drafts of these sets are kept.
const PARKS_DRAFT: &str = "drafts/parks.yaml";
const HALLS_DRAFT: &str = "drafts/halls.yaml";

/// Opens a set that has not been answered yet, at its first question.
#[track_caller]
fn begin<'a>(window: &'a Window, first_question: &str) -> &'a Window {
    window.see("Enter continue").press("ctrl+n").see(first_question)
}

/// A draft of [`PARKS`] in which everything is answered.
const ANSWERED: &str = r#"format: greenpaper/response/1
consultation: {id: parks, version: "1.0", digest: "sha256:0"}
status: in-progress
started: 2026-05-02T10:03:00+01:00
updated: 2026-05-02T10:41:12+01:00
answers:
  council: {value: Borsetshire}
  free: {value: "no", comment: They cost money.}
  uses: {value: [play]}
  needs: {value: [money, staff, trees]}
  who:
    rows:
      benches: {value: council}
      lamps: {value: council}
      dogs: {value: others}
  more: {no_comment: true}
...
"#;

/// The same, written with this very edition of the set.
fn answered() -> String {
    let parks = question_set::read("parks.yaml", PARKS.as_bytes()).unwrap().consultation;
    ANSWERED.replace("sha256:0", &parks.digest)
}

// ---- Answering, leaving, coming back

#[test]
fn every_kind_of_answer_is_in_the_draft_after_leaving() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?");
    window.types("Borsetshire").press("ctrl+n").see("Should parks be free?");
    window.press("2 tab").types("They cost money.").press("ctrl+n").see("used for?");
    window.press("1 down down space tab").see("Which use?").types("Markets").press("ctrl+n");
    window.see("need most?").press("down space down space").press("ctrl+n");
    window.see("look after them?").press("1 2 up tab").types("They see better.");
    window.press("ctrl+n").see("What else should we know?").types("Keep them.");
    window.press("ctrl+q").ends_with(0).is_given_back();
    let draft = desk.read(PARKS_DRAFT);
    let (_, answers) = draft.split_once("answers:\n").unwrap();
    let (answers, _) = answers.split_once("changed:\n").unwrap();
    let expected = r#"  council: {value: Borsetshire}
  free:
    value: "no"
    comment: They cost money.
  uses:
    value:
      - play
      - other
    details:
      other: Markets
  needs:
    value:
      - staff
      - trees
  who:
    rows:
      benches: {value: council}
      lamps: {value: others, comment: They see better.}
  more: {value: Keep them.}
"#;
    assert_eq!(without_layout(answers), without_layout(expected), "{draft}");
}

/// What a YAML text says, whether in braces or in rows.
fn without_layout(yaml: &str) -> String {
    let yaml = yaml.replace(['{', '}', '[', ']', ','], " ").replace("- ", " ");
    yaml.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_program_resumes_at_the_exact_letter() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?");
    window.press("ctrl+g").see("Type a few letters").types("6").see("1 place").press("enter");
    window.see("What else should we know?").types("Parks matter.\nAlways.");
    window.press("up left left ctrl+q").ends_with(0);
    let window = desk.start("answer parks.yaml");
    window.see("What else should we know?").see("Parks matter.").types("X").see("ParksX matter.");
    window.press("ctrl+q").ends_with(0);
    desk.file_says(PARKS_DRAFT, "ParksX matter.");
}

#[test]
fn what_another_draft_says_is_quoted_and_saved_like_typing() {
    let desk = Desk::with("parks.yaml", PARKS);
    desk.put("drafts/old.yaml", ANSWERED);
    desk.put("drafts/old.set.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?");
    window.press("ctrl+g").see("Type a few letters").types("6").see("1 place").press("enter");
    window.see("What else should we know?").types("As before:").press("f4");
    window.see("Quote an earlier answer").types("money").see("They cost money.").press("enter");
    window.see("Quoted: Parks for everyone, question 2, comment, 2 May 2026");
    window.press("ctrl+q").ends_with(0);
    desk.file_says(PARKS_DRAFT, "“They cost money.” (Parks for everyone, question 2, comment,");
}

#[test]
fn the_program_resumes_in_the_comment_of_the_row() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?");
    window.press("ctrl+g").see("Type a few letters").types("dogs").see("1 place").press("enter");
    window.see("look after them?").press("2 up tab").types("They bark.").see("They bark.");
    window.press("ctrl+q").ends_with(0);
    let window = desk.start("");
    window.see("Drafts").see("Parks for everyone").press("enter");
    window.see("look after them?").see("They bark.").types("!").see("They bark.!");
    window.press("ctrl+q").ends_with(0);
}

#[test]
fn the_program_resumes_in_the_row_that_was_left() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?");
    window.press("ctrl+g").see("Type a few letters").types("lamps").see("1 place").press("enter");
    window.see("› Lamps").press("ctrl+q").ends_with(0);
    let window = desk.start("answer parks.yaml");
    window.see("› Lamps").press("2 ctrl+q").ends_with(0);
    desk.file_says(PARKS_DRAFT, "lamps: {value: others}");
}

#[test]
fn a_date_and_numbers_are_kept_as_they_are_meant() {
    let desk = Desk::with("halls.yaml", HALLS);
    let window = desk.start("answer halls.yaml");
    begin(&window, "When was your hall opened?");
    window.types("5 June 1907").press("enter").see("How many rooms");
    window.types("1,200").press("enter").see("Do you let it?").press("1 enter");
    window.see("For how much a day?").types("99.50").press("ctrl+q").ends_with(0);
    let draft = desk.read(HALLS_DRAFT);
    for line in
        ["opened: {value: 5 June 1907}", "rooms: {value: \"1,200\"}", "rent: {value: \"99.50\"}"]
    {
        assert!(draft.contains(line), "{line}\n{draft}");
    }
}

#[test]
fn a_date_that_is_too_early_is_pointed_out_and_saved_all_the_same() {
    let desk = Desk::with("halls.yaml", HALLS);
    let window = desk.start("answer halls.yaml");
    begin(&window, "When was your hall opened?");
    window.types("1/2/1400").press("enter").see("There is a problem");
    desk.file_says(HALLS_DRAFT, "1/2/1400");
    window.see("Saved ").press("enter").see("How many rooms");
    window.press("ctrl+q").ends_with(0);
}

#[test]
fn a_number_that_cannot_be_read_is_kept_as_typed() {
    let desk = Desk::with("halls.yaml", HALLS);
    let window = desk.start("answer halls.yaml");
    begin(&window, "When was your hall opened?");
    window.press("ctrl+n").see("How many rooms").types("a dozen").press("enter");
    window.see("There is a problem").press("enter").see("Do you let it?");
    window.press("ctrl+q").ends_with(0);
    desk.file_says(HALLS_DRAFT, "rooms: {value: a dozen}");
}

#[test]
fn a_text_of_several_paragraphs_can_be_read_in_the_draft() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?").press("ctrl+g").see("Type a few").types("else");
    window
        .see("1 place")
        .press("enter")
        .see("What else should we know?")
        .types("Parks: \"good\".\n\nAlways.");
    window.press("ctrl+q").ends_with(0);
    let draft = desk.read(PARKS_DRAFT);
    assert!(draft.contains("\n      Parks: \"good\".\n\n      Always.\n"), "{draft}");
}

#[test]
fn each_row_of_a_matrix_has_a_line_of_its_own_in_the_draft() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?").press("ctrl+g").see("Type a few").types("benches");
    window.press("enter").see("› Benches").press("1 2 1").see("3 of 3 rows");
    window.press("ctrl+q").ends_with(0);
    let draft = desk.read(PARKS_DRAFT);
    for row in ["benches: {value: council}", "lamps: {value: others}", "dogs: {value: council}"] {
        assert!(draft.contains(&format!("\n      {row}\n")), "{row}\n{draft}");
    }
}

#[test]
fn an_exclusive_choice_puts_the_others_aside_and_brings_them_back() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?");
    window.press("ctrl+n").see("be free?").press("ctrl+n").see("used for?");
    window.press("1 2").see("☑ Sport").press("4").see("☑ Nothing at all").see("☐ Sport");
    window
        .see("Put aside: Play; Sport")
        .press("space")
        .see("☐ Nothing at all")
        .see("☑ Play")
        .see("☑ Sport");
}

#[test]
fn a_ranked_entry_is_moved_with_alt_and_arrows() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?");
    window.press("ctrl+g").see("Type a few letters").types("most").see("1 place").press("enter");
    window.see("need most?").press("space space space").see("3 ranked");
    window.press("end alt+up alt+up").see("1 Trees").see("2 Money").see("3 Staff");
    window.press("shift+down").see("1 Money").see("2 Trees");
    window.press("-").see("3 Trees").press("+").see("2 Trees");
    window.press("ctrl+q").ends_with(0);
    let draft = desk.read(PARKS_DRAFT);
    assert!(without_layout(&draft).contains("value: money trees staff"), "{draft}");
}

#[test]
fn no_comment_sets_an_answer_aside_and_gives_it_back() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?");
    window.types("Borsetshire").press("ctrl+k").see("☑ No comment");
    desk.file_says(PARKS_DRAFT, "no_comment: true");
    desk.file_says(PARKS_DRAFT, "Borsetshire");
    window.press("ctrl+k").see("☐ No comment").see("Borsetshire").press("ctrl+q").ends_with(0);
    assert!(!desk.read(PARKS_DRAFT).contains("no_comment"));
}

#[test]
fn enter_in_one_part_of_a_group_leads_to_the_next_answer() {
    let desk = Desk::with("contact.yaml", CONTACT);
    let window = desk.start("answer contact.yaml");
    begin(&window, "How can we reach you?").types("ada@example.org").see("ada@example.org");
    window.press("enter").types("01632 960000").see("01632 960000").press("ctrl+q").ends_with(0);
    let draft = desk.read("drafts/contact.yaml");
    assert!(draft.contains("phone: {value: 01632 960000}"), "{draft}");
    assert!(!draft.contains("no_comment"), "{draft}");
}

#[test]
fn hidden_answers_come_back() {
    let desk = Desk::with("halls.yaml", HALLS);
    let window = desk.start("answer halls.yaml");
    begin(&window, "When was your hall opened?");
    window.press("ctrl+n").see("How many rooms").press("ctrl+n").see("Do you let it?");
    window.press("1 ctrl+n").see("For how much").types("10").press("ctrl+p").see("Do you let it?");
    window.press("2").see("no longer asked").press("ctrl+n").see("What is it called?");
    window.press("ctrl+r").see("Kept in your draft").press("end").see("10 (not asked");
    window.press("ctrl+g").see("Type a few").types("let").press("enter").see("Do you let it?");
    window.press("1 ctrl+n").see("For how much").see("10").press("ctrl+q").ends_with(0);
    desk.file_says(HALLS_DRAFT, "rent: {value: \"10\"}");
}

#[test]
fn undo_goes_back_through_several_questions_and_redo_forward() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?");
    window.types("Borset").press("ctrl+n").see("be free?").press("1").see("● Yes");
    window.press("ctrl+n").see("used for?").press("1").see("☑ Play");
    window.press("ctrl+z").see("☐ Play").press("ctrl+z").see("be free?").see("○ Yes");
    window.press("ctrl+z").see("Which council").see_no("Borset");
    window.press("ctrl+z").see("Nothing to undo");
    window.press("ctrl+y").see("Borset").press("ctrl+y").see("be free?").see("● Yes");
    window.press("ctrl+y").see("used for?").see("☑ Play");
    window.press("ctrl+y").see("Nothing to redo").press("ctrl+q").ends_with(0);
}

#[test]
fn a_note_and_a_stage_stay_with_the_draft() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?");
    window.press("ctrl+t").see("Note on").types("Legal to check.").press("tab down space");
    window.see("● Ready").press("esc").see_no("Note on").press("ctrl+q").ends_with(0);
    desk.file_says(PARKS_DRAFT, "note: Legal to check.");
    desk.file_says(PARKS_DRAFT, "stage: ready");
}

#[test]
fn go_to_finds_rows_by_a_few_letters() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?");
    window.press("ctrl+g").see("Type a few letters").types("benc").see("1 place");
    window.press("enter").see("› Benches").press("1").see("1 of 3 rows");
}

#[test]
fn help_lists_the_keys_that_work_here() {
    let desk = Desk::with("parks.yaml", PARKS);
    for size in [SMALL, USUAL, WIDE] {
        let window = desk.start_at(size, "answer parks.yaml");
        window.see("Enter continue").press("f1").see("Keys that work here");
        window.press("esc").see_no("Keys that work here").press("?").see("Keys that work here");
        window.press("ctrl+q").ends_with(0);
    }
}

#[test]
fn help_leaves_nothing_behind_beside_wide_letters() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?").press("ctrl+g").see("Type a few").types("else");
    window.press("enter").see("What else should we know?");
    // This terminal draws what is joined as several letters, others draw it as one.
    let wide =
        "日本語 中文字符 한국어 🎉 e\u{301} 👩\u{200d}👩\u{200d}👧 🏴\u{200d}☠\u{fe0f} ❤\u{fe0f} ";
    window.send(format!("\x1b[200~{}Ende.\x1b[201~", wide.repeat(12)).as_bytes()).see("Ende.");
    window.press("ctrl+s").see("Saved");
    let rows = |window: &Window| -> Vec<String> {
        let picture = window.picture();
        picture.lines().take(23).map(str::to_owned).collect()
    };
    let before = rows(&window);
    for _ in 0..2 {
        window.press("f1").see("Keys that work here").press("pagedown").press("esc");
        window.see_no("Keys that work here");
        assert_eq!(rows(&window), before);
    }
    window.press("ctrl+q").ends_with(0);
}

#[test]
fn the_guidance_stands_beside_the_question_on_a_wide_screen_and_opens_on_others() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?").press("ctrl+n").see("be free?");
    window.press("f2").see("Think of sports fields too.").press("esc").see_no("sports fields");
    window.press("ctrl+q").ends_with(0);
    let window = desk.start_at(WIDE, "answer parks.yaml");
    window.see("be free?").see("sports fields too.");
}

// ---- Finishing

#[test]
fn a_small_set_is_answered_signed_off_and_written() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?");
    window.press("ctrl+r").see("Check your answers").see("2 problems");
    window.press("enter").see("Which council are you?").types("Borsetshire").press("enter");
    window.see("Check your answers").see("1 problem");
    window.press("home enter").see("be free?").press("2 ctrl+r").see("1 problem");
    window.press("home enter").see("Please give your reasons").types("They cost money.");
    window.press("ctrl+r").see("Check your answers").see_no("problem");
    window.press("end enter").see("Sign off and export").see("signs off");
    sign(&window);
    window.see("Your response is complete").press("ctrl+q").ends_with(0).is_given_back();
    let response = fs::read_to_string(response(&desk).unwrap()).unwrap();
    for part in ["status: completed", "Borsetshire", "Cabinet minute 42/14", "sha256:"] {
        assert!(response.contains(part), "{part}\n{response}");
    }
}

/// Fills in the sign-off form and presses its button.
#[track_caller]
fn sign(window: &Window) {
    window.types("A. Director").press("tab").types("Director of Parks").press("tab");
    window
        .types("Cabinet minute 42/14")
        .press("tab")
        .see("Cabinet minute")
        .press("tab space tab enter");
}

/// The final response, once it has been written.
fn response(desk: &Desk) -> Option<PathBuf> {
    let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
    files(&desk.drafts())
        .into_iter()
        .find(|path| name(path).is_some_and(|name| name.contains("response")))
}

#[test]
fn the_finished_response_is_accepted_by_the_commands() {
    let desk = Desk::with("parks.yaml", PARKS);
    desk.put("home/config/greenpaper/questions/parks.yaml", PARKS);
    desk.put(PARKS_DRAFT, answered());
    let window = desk.start("answer parks.yaml");
    window.see("Parks").press("ctrl+r").see("Check your answers").press("end enter");
    window.see("signs off");
    sign(&window);
    window.see("Your response is complete").press("ctrl+q").ends_with(0);
    let checked = desk.run(&format!("check {}", response(&desk).unwrap().display()));
    assert!(checked.status.success(), "{checked:?}");
    let shown = desk.run("show parks");
    let text = String::from_utf8_lossy(&shown.stdout);
    assert!(shown.status.success() && text.contains("They cost money."), "{shown:?}");
    let exported = desk.run("export parks -o final.yaml");
    assert!(exported.status.success(), "{exported:?}");
    assert!(desk.read("final.yaml").contains("status: completed"));
}

#[test]
fn signing_off_too_early_leads_to_what_is_missing() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?");
    window.press("ctrl+r").see("Check your answers").press("end enter").see("signs off");
    sign(&window);
    window.see("Not signed off yet").see("Question 1").press("enter").see("Which council");
    window.press("ctrl+q").ends_with(0);
    desk.file_says(PARKS_DRAFT, "A. Director");
    assert_eq!(response(&desk), None);
}

#[test]
fn the_final_response_is_not_listed_as_a_draft() {
    let desk = Desk::with("parks.yaml", PARKS);
    desk.put(PARKS_DRAFT, answered());
    let window = desk.start("answer parks.yaml");
    window.see("Parks").press("ctrl+r").see("Check your answers").press("end enter");
    sign(window.see("signs off"));
    window.see("Your response is complete").press("esc").see("Check your answers").press("esc");
    window.see("Drafts").see("signed off");
    assert!(!window.picture().contains("response"), "{}", window.picture());
}

#[test]
fn what_is_typed_into_the_sign_off_form_is_kept() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?");
    window.press("ctrl+r").see("Check your answers").press("end enter").see("signs off");
    window.types("A. Director").see("A. Director");
    desk.file_says(PARKS_DRAFT, "A. Director");
    window.press("ctrl+r").see("Check your answers").press("end enter").see("A. Director");
    window.press("ctrl+q").ends_with(0);
}

#[test]
fn changing_an_answer_after_sign_off_says_so_in_the_draft() {
    let desk = Desk::with("parks.yaml", PARKS);
    desk.put(PARKS_DRAFT, answered());
    let window = desk.start("answer parks.yaml");
    window.see("Parks").press("ctrl+r").see("Check your answers").press("end enter");
    window.see("signs off");
    sign(&window);
    window.see("Your response is complete");
    desk.file_says(PARKS_DRAFT, "status: completed");
    window.press("ctrl+g").see("Type a few").types("else").press("enter").see("What else");
    window.press("ctrl+k").see("☐ No comment").types("But look.").press("ctrl+q").ends_with(0);
    desk.file_says(PARKS_DRAFT, "status: amended");
    desk.file_says(PARKS_DRAFT, "Cabinet minute 42/14");
}

#[test]
fn the_shipped_set_can_be_gone_through_question_by_question() {
    let desk = Desk::new();
    let window = desk.start("answer dfe-2014-delegation");
    begin(&window, "Freedom of Information");
    for seen in ["What is the name of your council?", "person responding?", "Which of these best"] {
        window.press("ctrl+n").see(seen);
    }
    for _ in 0..80 {
        window.press("ctrl+n");
    }
    window.see("Check your answers").see("7 problems");
    window.press("ctrl+q").ends_with(0);
}

/// The beginnings of the questions of the shipped set that are asked when nothing is answered.
fn shipped_questions() -> Vec<String> {
    let set = shipped("dfe-2014-delegation").unwrap();
    let consultation = question_set::read(set.name, set.text.as_bytes()).unwrap().consultation;
    let route = Route::of(&consultation, &Answers::default());
    let items = route.pages().iter().filter_map(|page| consultation.item(*page));
    let beginning = |text: &str| text.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    items.map(|item| beginning(&item.wording().text.replace('*', ""))).collect()
}

#[test]
fn every_question_of_the_shipped_set_can_be_read_when_it_opens() {
    for size in [SMALL, USUAL, WIDE] {
        let desk = Desk::new();
        let window = desk.start_at(size, "answer dfe-2014-delegation");
        window.see("Enter continue");
        for question in shipped_questions() {
            window.press("ctrl+n").see(&question);
        }
        window.press("ctrl+q").ends_with(0);
    }
}

#[test]
fn several_drafts_of_one_set_stand_side_by_side() {
    let desk = Desk::new();
    let window = desk.start("");
    window.see("Consultations to answer").press("enter").see("Should councils in England");
    window.press("ctrl+n").see("Freedom").press("ctrl+n").see("your council?").types("First");
    window.press("esc").see("Check your answers").press("esc").see("Start a new answer");
    window.press("end up up up up enter").see("Should councils in England");
    window.press("ctrl+n").see("Freedom");
    window.press("ctrl+n").see("your council?").types("Second").see("Second");
    window.press("ctrl+q").ends_with(0);
    desk.file_says("drafts/dfe-2014-delegation.yaml", "First");
    desk.file_says("drafts/dfe-2014-delegation-2.yaml", "Second");
    let window = desk.start("answer dfe-2014-delegation");
    window.see("your council?").see("Second");
}

#[test]
fn a_draft_is_kept_where_draft_says() {
    let desk = Desk::with("parks.yaml", PARKS);
    for text in ["One", "Two"] {
        let window = desk.start("answer parks.yaml --draft shared.yaml");
        if text == "One" {
            begin(&window, "Which council are you?");
        }
        window.see("Which council are you?").types(text).see(text).press("ctrl+q").ends_with(0);
    }
    desk.file_says("shared.yaml", "council: {value: OneTwo}");
    assert!(!desk.path(PARKS_DRAFT).exists());
}

// ---- The mouse

#[test]
fn everything_can_be_done_by_mouse_but_the_writing() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    window.click("Enter continue").see("Check your answers").click("About you");
    window.see("Which council are you?").types("Borsetshire").see("Borsetshire");
    continues(&window).see("Have you completed this section?").click("Yes, I've completed");
    window.see("Completed").click("Your views").see("Should parks be free?").click("Yes");
    window.see("● Yes").click("No comment on this").see("☑ No comment").click("No comment on this");
    window.see("☐ No comment").click("What does this mean?").see("sports fields too.").click("Esc");
    continues(window.see_no("sports fields")).see("used for?").click("Sport").see("☑ Sport");
    window.click("Something else").see("Which use?").click("Something else").see_no("Which use?");
    continues(&window).see("need most?").click("Trees").see("1 Trees");
    continues(&window).see("look after").click_in("Dogs", "○").see("1 of 3 rows");
    continues(&window).see("What else").click("Esc").see("Check your answers").click("About you");
    window.see("Which council").click("Esc").see("Sign off and export").click("Check your answers");
    window
        .see("2 rows and 1 optional question are blank")
        .click("What are your parks")
        .see("used for?")
        .see("☑ Sport");
    continues(&window).see("Check your answers").click("Esc").see("Sign off and export");
    window.click("Sign off and export").see("signs off").press("ctrl+q").ends_with(0);
    let draft = without_layout(&desk.read(PARKS_DRAFT));
    for answer in
        ["council: value: Borsetshire", "value: sport", "value: trees", "dogs: value: council"]
    {
        assert!(draft.contains(answer), "{answer}\n{draft}");
    }
}

/// Clicks on the button of the page.
#[track_caller]
fn continues(window: &Window) -> &Window {
    window.click_in("  Continue", "Continue")
}

#[test]
fn a_click_places_the_cursor_and_the_wheel_scrolls() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?").types("Borsetshire County");
    window.click("shire").types("-").see("Borset-shire County").press("ctrl+g").see("Type a few");
    window.types("else").press("enter").see("What else should we know?");
    let rows: Vec<_> = (1..=60).map(|row| format!("Row {row}.")).collect();
    window.paste(&rows.join("\r")).see("Row 60.");
    for _ in 0..30 {
        window.wheel(false);
    }
    window.see("Row 1.").see_no("Row 60.");
}

// ---- Pasting

#[test]
fn a_long_paste_is_one_step_and_nothing_in_it_is_a_command() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?").press("ctrl+g").see("Type a few").types("else");
    window
        .see("1 place")
        .press("enter")
        .see("What else should we know?")
        .types("Before. ")
        .see("Before.");
    let line = "A line of a report, with\ttabs, ünïcödé and a \x11 that is no command.";
    let lines = 200 * 1024 / line.len();
    window.paste(&format!("{}\r\nThe last line.", vec![line; lines].join("\r\n")));
    window.see("The last line.");
    desk.file_says(PARKS_DRAFT, "The last line.");
    let draft = desk.read(PARKS_DRAFT);
    assert!(!draft.contains(['\r', '\x11']), "control characters in the draft");
    assert_eq!(draft.matches("ünïcödé and a").count(), lines);
    window.press("ctrl+z").see("Before.").see_no("The last line.");
    window.press("ctrl+q").ends_with(0);
    assert!(desk.read(PARKS_DRAFT).len() < 2000);
}

#[test]
fn a_paste_into_a_line_stays_one_line_and_submits_nothing() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?").paste("Borsetshire\r\nCounty\x1b Council\r");
    window.see("Which council are you?").see("Borsetshire County");
    desk.file_says(PARKS_DRAFT, "Borsetshire County");
    window.see("Which council are you?").press("ctrl+q").ends_with(0);
}

#[test]
fn a_paste_where_there_is_no_text_does_nothing() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?").press("ctrl+n").see("be free?");
    window.paste("2 \r\x11").see("Move to a text box first").see("○ Yes").see("○ No");
    window.press("ctrl+q").ends_with(0);
}

#[test]
fn text_that_comes_without_paste_marks_is_complete() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?").press("ctrl+g").see("Type a few").types("else");
    window.see("1 place").press("enter").see("What else should we know?");
    let text = "All of it arrives, in order. ".repeat(700);
    window.types(&text).types("END").see("END").press("ctrl+q").ends_with(0);
    let draft = desk.read(PARKS_DRAFT);
    assert!(draft.contains(&format!("{text}END")), "{draft}");
}

// ---- Other programs

#[cfg(unix)]
#[test]
fn a_text_can_be_written_in_an_editor_of_ones_own() {
    let desk = Desk::with("parks.yaml", PARKS);
    desk.put_editor("printf 'And more.\\n' >> \"$1\"");
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?").press("ctrl+g").see("Type a few").types("else");
    window
        .see("1 place")
        .press("enter")
        .see("What else should we know?")
        .types("Parks.\n")
        .see("Parks.");
    window.press("ctrl+e").see("And more.").press("ctrl+z").see_no("And more.");
    window.press("ctrl+y").see("And more.").press("ctrl+q").ends_with(0).is_given_back();
    desk.file_says(PARKS_DRAFT, "And more.");
}

#[cfg(unix)]
#[test]
fn an_editor_that_fails_changes_nothing() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?").types("Borset").see("Borset").press("ctrl+e");
    window.see("cannot start the editor").see("Borset");
    desk.put_editor("echo gone > \"$1\"; exit 3");
    window.press("ctrl+e").see("ended with").see("Borset").press("ctrl+q").ends_with(0);
    desk.file_says(PARKS_DRAFT, "council: {value: Borset}");
}

#[test]
fn it_can_be_put_to_sleep_and_woken() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?").types("Borset").see("Borset").signal("TSTP");
    window.is_given_back();
    window.wake().see("Which council are you?").types("shire").see("Borsetshire");
    window.press("ctrl+q").ends_with(0);
}

// ---- What goes wrong

#[test]
fn an_unreadable_draft_is_reported_with_its_place_and_left_alone() {
    let desk = Desk::with("parks.yaml", PARKS);
    let broken = answered().replace("free: {value: \"no\",", "free: {value: \"no\"");
    desk.put(PARKS_DRAFT, &broken);
    let window = desk.start("answer parks.yaml");
    window.ends_with(1);
    let sent = window.everything_sent();
    assert!(sent.contains("parks.yaml:8:"), "{sent}");
    assert_eq!(desk.read(PARKS_DRAFT), broken);
}

#[test]
fn an_unreadable_draft_does_not_keep_the_others_from_being_listed() {
    let desk = Desk::with("parks.yaml", PARKS);
    desk.put(PARKS_DRAFT, answered());
    let broken = "format: [\n";
    desk.put("drafts/broken.yaml", broken);
    let window = desk.start("");
    window.see("broken").see("cannot be read").see("Start a new answer").click("broken");
    window.see("cannot be read").press("ctrl+q").ends_with(0);
    assert_eq!(desk.read("drafts/broken.yaml"), broken);
}

#[test]
fn a_set_with_an_error_is_reported_before_the_screens_open() {
    let desk = Desk::with("parks.yaml", &PARKS.replace("type: rank", "type: rang"));
    let window = desk.start("answer parks.yaml");
    window.ends_with(1).see("parks.yaml:").see("rang");
    assert!(!window.modes().other_screen);
    let output = desk.run("answer parks.yaml");
    assert!(!output.stderr.contains(&b'\x1b'), "{output:?}");
    assert!(!desk.drafts().exists(), "a draft was begun");
}

#[test]
fn what_does_not_exist_is_said_with_what_does() {
    let desk = Desk::new();
    let window = desk.start("answer no-such-set");
    window.ends_with(1);
    let sent = window.everything_sent().replace("\r\n", "");
    assert!(sent.contains("no-such-set") && sent.contains("dfe-2014-delegation"), "{sent}");
    assert!(!sent.contains("\x1b[?"), "{sent}");
    let window = desk.start("anwser");
    window.ends_with(2).see("answer");
}

#[test]
fn without_a_terminal_the_screens_do_not_open() {
    let desk = Desk::with("parks.yaml", PARKS);
    for arguments in ["", "answer parks.yaml"] {
        let output = desk.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(output.stdout.is_empty(), "{output:?}");
        let advice = String::from_utf8(output.stderr).unwrap();
        assert!(advice.contains("terminal") && !advice.contains('\x1b'), "{advice}");
    }
    assert!(!desk.drafts().exists(), "a draft was begun");
}

#[test]
fn a_window_that_is_too_small_says_so_and_recovers() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?").types("Borset").see("Borset");
    window.resize((30, 8)).see("40").see_no("Which council");
    window.types("shire").resize(SMALL).see("Which council are you?").see("Borsetshire");
    for size in [(1, 1), (2, 2), (500, 200), (40, 12), (7, 90), USUAL] {
        window.resize(size);
    }
    window.see("Which council are you?").see("Borsetshire").press("ctrl+q").ends_with(0);
}

#[test]
fn the_program_starts_in_a_tiny_window() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start_at((10, 3), "answer parks.yaml");
    window.resize(USUAL).see("Enter continue").press("ctrl+q").ends_with(0);
}

#[test]
fn signals_end_it_saved_with_the_terminal_given_back() {
    let meant = [("TERM", 143), ("HUP", 129), ("INT", 130)];
    let strays = [("USR1", 138), ("USR2", 140), ("ALRM", 142), ("VTALRM", 154), ("XCPU", 152)];
    for (signal, status) in meant.into_iter().chain(strays) {
        let desk = Desk::with("parks.yaml", PARKS);
        let window = desk.start("answer parks.yaml");
        begin(&window, "Which council are you?").types("Borsetshire").see("Borsetshire");
        window.signal(signal).ends_with(status).is_given_back();
        desk.file_says(PARKS_DRAFT, "council: {value: Borsetshire}");
    }
}

#[test]
fn a_window_that_is_closed_ends_it_saved() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?").types("Borsetshire").see("Borsetshire");
    window.close();
    assert_eq!(window.ending(), Ending::Status(129));
    desk.file_says(PARKS_DRAFT, "council: {value: Borsetshire}");
}

#[test]
fn being_killed_loses_nothing_that_was_on_the_screen() {
    let desk = Desk::with("parks.yaml", PARKS);
    let mut written = String::new();
    for round in 0..5 {
        let window = desk.start("answer parks.yaml");
        if round == 0 {
            begin(&window, "Which council are you?")
                .press("ctrl+g")
                .see("Type a few")
                .types("else");
            window.press("enter");
        }
        window.see("What else should we know?");
        let word = format!("word{round} ");
        window.types(&word).see(word.trim());
        desk.file_says(PARKS_DRAFT, word.trim());
        window.signal("KILL");
        assert!(matches!(window.ending(), Ending::Killed(_)));
        written += &word;
    }
    let window = desk.start("answer parks.yaml");
    window.see(written.trim()).press("ctrl+q").ends_with(0);
}

#[test]
fn while_it_runs_the_terminal_is_its_own() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?");
    let on = Modes { other_screen: true, marked_pastes: true, mouse: true, hidden_cursor: false };
    assert_eq!(window.modes(), on);
    window.press("ctrl+n").see("be free?").press("ctrl+q").ends_with(0).is_given_back();
}

/// Makes the drafts folder one in which nothing can be written: there is a file in its place.
fn take_the_folder_away(desk: &Desk) {
    fs::rename(desk.drafts(), desk.path("drafts-before")).unwrap();
    fs::write(desk.drafts(), "not a folder").unwrap();
}

#[test]
fn a_save_that_fails_is_loud_and_heals_by_itself() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?").types("Borset").see("Borset");
    desk.file_says(PARKS_DRAFT, "Borset");
    take_the_folder_away(&desk);
    window.types("shire").see("NOT SAVED");
    fs::remove_file(desk.drafts()).unwrap();
    fs::rename(desk.path("drafts-before"), desk.drafts()).unwrap();
    window.see_no("NOT SAVED").see("Saved ");
    desk.file_says(PARKS_DRAFT, "Borsetshire");
    window.press("ctrl+q").ends_with(0);
}

#[test]
fn leaving_with_a_draft_that_is_not_saved_asks_and_another_place_helps() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?").types("Borset").see("Borset");
    desk.file_says(PARKS_DRAFT, "Borset");
    take_the_folder_away(&desk);
    window.types("shire").see("NOT SAVED").press("ctrl+q").see("Save somewhere else");
    window.press("esc").see_no("Save somewhere else").see("Borsetshire").press("ctrl+q");
    window.see("Save somewhere else").press("2").see("Where should the draft be saved?");
    let elsewhere = desk.path("elsewhere.yaml");
    window.types(&format!("{}\n", elsewhere.display())).ends_with(0).is_given_back();
    window.see("Your draft is now in").see("elsewhere.yaml");
    desk.file_says("elsewhere.yaml", "Borsetshire");
}

#[test]
fn another_place_that_does_not_work_does_not_lose_the_first() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?").types("Borset").see("Borset");
    desk.file_says(PARKS_DRAFT, "Borset");
    take_the_folder_away(&desk);
    window.types("shire").see("NOT SAVED").press("ctrl+q").see("Save somewhere else").press("2");
    window.see("Where should").types("/nowhere/draft.yaml").see("/nowhere/draft.yaml");
    window.press("enter").see("It could not be saved there:");
    fs::remove_file(desk.drafts()).unwrap();
    fs::rename(desk.path("drafts-before"), desk.drafts()).unwrap();
    // It was to be left, and is, as soon as the draft is saved.
    window.ends_with(0);
    desk.file_says(PARKS_DRAFT, "Borsetshire");
}

#[test]
fn what_could_not_be_saved_comes_back_even_after_a_crash() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?").types("Borset").see("Borset");
    desk.file_says(PARKS_DRAFT, "Borset");
    take_the_folder_away(&desk);
    window.types("shire").see("NOT SAVED");
    desk.some_file_says("home", "Borsetshire");
    window.signal("KILL").ending();
    fs::remove_file(desk.drafts()).unwrap();
    fs::rename(desk.path("drafts-before"), desk.drafts()).unwrap();
    let window = desk.start("answer parks.yaml");
    window.see("Which council are you?").see("Borsetshire");
}

#[test]
fn leaving_without_saving_has_to_be_said() {
    let desk = Desk::with("parks.yaml", PARKS);
    let window = desk.start("answer parks.yaml");
    begin(&window, "Which council are you?").types("Borset").see("Borset");
    desk.file_says(PARKS_DRAFT, "Borset");
    take_the_folder_away(&desk);
    window.types("shire").see("NOT SAVED").press("ctrl+q").see("Leave without saving");
    window.press("3").ends_with(0).is_given_back();
}

#[test]
fn a_folder_that_cannot_be_made_is_reported_before_anything_is_typed() {
    let desk = Desk::with("parks.yaml", PARKS);
    desk.put("drafts", "not a folder");
    let window = desk.start("answer parks.yaml");
    window.ends_with(1).see("drafts");
    assert!(!window.modes().other_screen);
}

#[test]
fn going_back_from_a_draft_that_is_open_elsewhere_shows_what_there_is_to_answer() {
    let desk = Desk::with("parks.yaml", PARKS);
    let first = desk.start("answer parks.yaml");
    begin(&first, "Which council are you?");
    let second = desk.start("answer parks.yaml");
    second.see("open").press("esc").see("Drafts").see("Powers to delegate");
}

#[test]
fn a_second_window_on_the_same_draft_is_noticed() {
    let desk = Desk::with("parks.yaml", PARKS);
    let first = desk.start("answer parks.yaml");
    begin(&first, "Which council are you?").types("Borset").see("Borset");
    desk.file_says(PARKS_DRAFT, "Borset");
    let second = desk.start("answer parks.yaml");
    second.see("open");
    first.press("ctrl+q").ends_with(0);
}

#[test]
fn a_change_by_someone_else_is_not_written_over() {
    let desk = Desk::with("parks.yaml", PARKS);
    desk.put(PARKS_DRAFT, answered());
    let window = desk.start("answer parks.yaml");
    window.see("Parks").press("ctrl+g").see("Type a few").types("council").press("enter");
    window.see("Which council").see("Borsetshire");
    let theirs = answered().replace("They cost money.", "Theirs.");
    desk.put(PARKS_DRAFT, &theirs);
    window.press("end").types(" ours").see("Ctrl-S shows both versions");
    window.press("ctrl+s").see("Two versions of this draft").see("Theirs.");
    assert_eq!(desk.read(PARKS_DRAFT), theirs);
    window.press("end enter").see_no("Two versions").press("ctrl+q").ends_with(0);
    assert_eq!(desk.read(PARKS_DRAFT), theirs);
    desk.file_says("drafts", "council: {value: Borsetshire ours}");
}
