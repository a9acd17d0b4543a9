//! What keys and the mouse do to answers.

use std::sync::Arc;

use greenpaper::{
    app::event::{Event, SaveLocation, SaveReport, Trouble},
    model::draft::{Draft, SignOff, Status},
};

use crate::officer::{Disk, Officer, set_of};

const CHOICES: &str = "\
- id: bodies
  type: select_multiple
  text: Which bodies?
  choices:
    - {value: charity, label: A charity}
    - {value: mutual, label: A mutual}
    - {value: other, label: Another body, detail: Which one?}
    - {value: none, label: None of these, exclusive: true}
- {id: next, type: text, text: Anything else?}";

const PRINCIPLE: &str = "\
- id: principle
  type: select_one
  text: Should councils delegate?
  required: true
  choices:
    - {value: \"yes\", label: \"Yes\"}
    - {value: \"no\", label: \"No\"}
  comment: {text: Please give your reasons., required_when: [\"no\"]}
- id: which
  type: string
  text: Which ones?
  enable_when: {question: principle, equals: \"yes\"}
- {id: end, type: text, text: Anything else?}";

const GRID: &str = "\
- id: services
  type: matrix
  text: Which services?
  rows:
    - {value: iro, label: Reviewing officers, group: Ruled out}
    - {value: adoption, label: Adoption, group: Ruled out}
    - {value: fostering, label: Fostering, group: Allowed}
  columns:
    - {value: never, label: Never}
    - {value: any, label: Any body}
  row_comment: {text: Why?, required_when: [never]}";

const RANKING: &str = "\
- id: safeguards
  type: rank
  text: Which matter most?
  choices:
    - {value: a, label: Accountability}
    - {value: b, label: Inspection}
    - {value: c, label: Supervision}";

#[test]
fn un_choosing_an_exclusive_choice_brings_the_ticks_back() {
    let mut officer = Officer::answering(&set_of(CHOICES));
    officer.press("1 2 4");
    assert_eq!(
        officer.has_saved("bodies"),
        "bodies:\n  value:\n    - none\n  aside:\n    - charity\n    - mutual"
    );
    let mut officer = officer.comes_back();
    officer.press("4");
    officer.sees("That is ticked already. Space unticks it");
    officer.press("space");
    officer.sees("Unticked: None of these. Ticked again: A charity; A mutual.");
    assert_eq!(officer.has_saved("bodies"), "bodies:\n  value:\n    - charity\n    - mutual");
}

#[test]
fn ticking_another_beside_an_exclusive_choice_brings_the_ticks_back() {
    let mut officer = Officer::answering(&set_of(CHOICES));
    officer.press("1 2 4");
    officer.sees("Put aside: A charity; A mutual. Ctrl-Z takes that back");
    officer.press("ctrl+r");
    officer.sees("set aside by a choice that excludes the others");
    officer.press("ctrl+p ctrl+p 1");
    officer.sees("Unticked: None of these. Ticked again: A charity; A mutual.");
    assert_eq!(officer.has_saved("bodies"), "bodies:\n  value:\n    - charity\n    - mutual");
    officer.press("ctrl+z");
    assert_eq!(
        officer.has_saved("bodies"),
        "bodies:\n  value:\n    - none\n  aside:\n    - charity\n    - mutual"
    );
}

#[test]
fn backspace_takes_one_entry_out_of_a_ranking_and_one_tick() {
    let mut officer = Officer::answering(&set_of(RANKING));
    officer.press("1 2 3 home backspace");
    officer.sees("Taken out of the ranking: Accountability. Ctrl-Z takes that back");
    assert_eq!(officer.has_saved("safeguards"), "safeguards:\n  value:\n    - b\n    - c");
    let mut officer = Officer::answering(&set_of(CHOICES));
    officer.press("1 2 backspace");
    officer.sees("Unticked: A mutual.");
    assert_eq!(officer.has_saved("bodies"), "bodies:\n  value:\n    - charity");
    officer.press("backspace");
    officer.sees("There is no answer here to take back");
}

#[test]
fn a_detail_opens_with_its_choice_and_is_kept_without_it() {
    let mut officer = Officer::answering(&set_of(CHOICES));
    officer.press("3 tab");
    officer.type_in("A community trust");
    officer.sees("A community trust");
    officer.press("shift+tab space");
    officer.sees("Unticked: Another body, with what you wrote beside it. Ctrl-Z");
    officer.press("down");
    officer.does_not_see("A community trust");
    officer.press("3");
    officer.sees("A community trust");
}

#[test]
fn enter_chooses_nothing_and_goes_on_to_the_reasons() {
    let mut officer = Officer::answering(&set_of(PRINCIPLE));
    officer.press("down enter");
    assert_eq!(officer.has_saved("principle"), "");
    officer.type_in("No evidence");
    assert_eq!(officer.has_saved("principle"), "principle: {comment: No evidence}");
    officer.press("shift+tab space enter");
    assert_eq!(
        officer.has_saved("principle"),
        "principle:\n  value: \"no\"\n  comment: No evidence"
    );
}

#[test]
fn enter_on_an_exclusive_choice_leaves_the_ticks() {
    let mut officer = Officer::answering(&set_of(CHOICES));
    officer.press("1 2 end enter");
    officer.sees("Anything else?");
    assert_eq!(officer.has_saved("bodies"), "bodies:\n  value:\n    - charity\n    - mutual");
}

#[test]
fn enter_in_a_long_text_goes_on_until_something_is_typed() {
    let mut officer = Officer::answering(&set_of(
        "- {id: first, type: text, text: The first?}\n- {id: second, type: text, text: The second?}",
    ));
    officer.sees("Enter continue");
    officer.type_in("One\nTwo");
    officer.sees("Enter new line");
    assert_eq!(officer.has_saved("first"), "first:\n  value: |-\n    One\n    Two");
    officer.press("ctrl+n ctrl+p left up enter");
    officer.sees("The second?");
    officer.sees("Alt-Enter");
    officer.press("ctrl+p alt+enter");
    officer.type_in("Three");
    assert_eq!(officer.has_saved("first"), "first:\n  value: |-\n    One\n    Two\n    Three");
    officer.press("ctrl+n ctrl+p home up up");
    officer.click("Two");
    officer.press("enter");
    assert_eq!(officer.has_saved("first"), "first:\n  value: |-\n    One\n\n    Two\n    Three");
}

#[test]
fn reading_on_through_a_matrix_answers_no_row() {
    let mut officer = Officer::answering(&set_of(GRID));
    officer.press("enter enter");
    officer.sees("› Fostering");
    officer.press("enter");
    officer.sees("Have you completed this section?");
    assert_eq!(officer.has_saved("services"), "");
}

#[test]
fn a_digit_answers_a_row_and_goes_on() {
    let mut officer = Officer::answering(&set_of(GRID));
    officer.press("2");
    officer.sees("› Adoption");
    officer.press("1");
    officer.type_in("The Act says so");
    officer.press("tab");
    officer.sees("› Fostering");
    officer.press("2 2");
    officer.does_not_see("› Fostering");
    assert_eq!(
        officer.has_saved("services"),
        "services:\n  rows:\n    iro: {value: any}\n    adoption: {value: never, comment: The Act \
         says so}\n    fostering: {value: any}"
    );
}

#[test]
fn going_back_up_stands_on_the_answer_of_the_row() {
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let mut officer = Officer::answering(&set_of(GRID)).at(width, height);
        officer.press("1");
        officer.type_in("The Act");
        officer.press("tab 2 up up space");
        officer.sees("Taken back: Reviewing officers: Never.");
        officer.press("ctrl+z down space");
        officer.sees("Taken back: Adoption: Any body.");
    }
}

#[test]
fn a_question_that_hides_while_another_appears_is_told_of_where_it_is_answered() {
    let swap = set_of(
        "- {id: way, number: \"1\", type: select_one, text: Which way?, choices: [{value: a, label: A}, {value: b, label: B}]}\n\
         - {id: by-a, number: \"2\", type: string, text: \"Why A?\", enable_when: {question: way, equals: a}}\n\
         - {id: by-b, number: \"3\", type: string, text: \"Why B?\", enable_when: {question: way, equals: b}}",
    );
    let mut officer = Officer::answering(&swap);
    officer.press("1 2");
    assert!(!officer.screen().contains("no longer asked"), "{}", officer.screen());
    officer.press("1 ctrl+n");
    officer.type_in("Because");
    officer.press("ctrl+p 2");
    officer.sees("1 question is no longer asked; its answer is kept");
}

#[test]
fn what_is_said_of_an_answer_that_was_taken_back_outlasts_keys_that_do_nothing() {
    let mut officer = Officer::answering(&set_of(PRINCIPLE));
    officer.press("1 space");
    officer.sees("Ctrl-Z");
    officer.press("q w x");
    officer.sees("Ctrl-Z");
}

#[test]
fn a_hidden_answer_is_kept_and_comes_back() {
    let mut officer = Officer::answering(&set_of(PRINCIPLE));
    officer.press("1 ctrl+n");
    officer.type_in("All of them");
    officer.press("ctrl+p 2");
    officer.sees("1 question is no longer asked; its answer is kept");
    officer.press("ctrl+n");
    officer.sees("Anything else?");
    assert_eq!(officer.has_saved("which"), "which: {value: All of them}");
    officer.press("ctrl+p 1 ctrl+n");
    officer.sees("All of them");
}

#[test]
fn a_digit_never_takes_a_choice_back_and_says_what_does() {
    let mut officer = Officer::answering(&set_of(PRINCIPLE));
    officer.press("1 1");
    assert_eq!(officer.has_saved("principle"), "principle: {value: \"yes\"}");
    officer.sees("That is chosen already. Space takes it back");
    officer.press("space");
    officer.sees("Taken back: Yes. Ctrl-Z takes that back");
    assert_eq!(officer.has_saved("principle"), "");
    officer.click("No");
    officer.click("No");
    assert_eq!(officer.has_saved("principle"), "principle: {value: \"no\"}");
    officer.press("backspace");
    officer.sees("Taken back: No.");
    assert_eq!(officer.has_saved("principle"), "");
}

#[test]
fn undo_goes_back_to_where_the_change_was_made() {
    let mut officer = Officer::answering(&set_of(PRINCIPLE));
    officer.press("1 ctrl+n");
    officer.type_in("Fostering services");
    officer.press("ctrl+n ctrl+z");
    officer.sees("Which ones?");
    assert_eq!(officer.has_saved("which"), "which: {value: \"Fostering \"}");
    officer.press("ctrl+z ctrl+z");
    officer.sees("Should councils delegate?");
    assert_eq!(officer.has_saved("principle"), "");
    officer.press("ctrl+y ctrl+y ctrl+y");
    officer.sees("Fostering services");
}

#[test]
fn no_comment_keeps_the_answer_aside() {
    let mut officer = Officer::answering(&set_of(PRINCIPLE));
    officer.press("1 ctrl+k");
    officer.sees("“No comment” replaces your answer (Yes). It is kept, but not sent.");
    officer.sees("Your answer below is kept, but not sent");
    assert_eq!(officer.has_saved("principle"), "principle:\n  value: \"yes\"\n  no_comment: true");
    officer.press("ctrl+r");
    officer.sees("“no comment” takes its place");
    officer.press("ctrl+p ctrl+p ctrl+k");
    officer.sees("“No comment” no longer stands here");
    assert_eq!(officer.has_saved("principle"), "principle: {value: \"yes\"}");
    officer.press("ctrl+k backspace");
    assert_eq!(officer.has_saved("principle"), "principle: {value: \"yes\"}");
    officer.press("ctrl+k 1");
    assert_eq!(officer.has_saved("principle"), "principle: {value: \"yes\"}");
}

#[test]
fn tab_and_typing_never_land_on_no_comment() {
    let mut officer = Officer::answering(&set_of("- {id: end, type: text, text: More?}"));
    officer.type_in("Our answer");
    officer.press("tab space");
    officer.type_in("A sentence of its own ");
    assert!(!officer.has_saved("end").contains("no_comment"));
    let mut officer = Officer::answering(&set_of(PRINCIPLE));
    officer.click("No comment on this question");
    assert_eq!(officer.has_saved("principle"), "principle: {no_comment: true}");
}

#[test]
fn no_comment_in_a_matrix_says_row_and_means_the_row() {
    let mut officer = Officer::answering(&set_of(GRID));
    officer.press("2 up");
    officer.click("No comment on this row");
    officer.sees("“No comment” replaces your answer to “Reviewing officers” (Any body).");
    assert_eq!(
        officer.has_saved("services"),
        "services:\n  rows:\n    iro: {value: any, no_comment: true}"
    );
    officer.press("tab ctrl+k");
    assert_eq!(officer.has_saved("services"), "services:\n  rows:\n    iro: {value: any}");
    officer.press("tab end tab ctrl+k");
    officer.sees("☑ No comment on this question");
}

#[test]
fn rows_of_a_matrix_are_answered_one_after_the_other() {
    let mut officer = Officer::answering(&set_of(GRID));
    officer.press("1");
    officer.type_in("The Act says so");
    officer.press("shift+tab f");
    assert_eq!(
        officer.has_saved("services"),
        "services:\n  rows:\n    iro: {value: never, comment: The Act says so}\n    adoption: {value: never}"
    );
    officer.press("ctrl+z");
    assert_eq!(
        officer.has_saved("services"),
        "services:\n  rows:\n    iro: {value: never, comment: The Act says so}"
    );
}

#[test]
fn an_optional_reason_opens_with_tab_from_an_answered_row_alone() {
    let mut officer = Officer::answering(&set_of(GRID));
    officer.press("2");
    officer.does_not_see("Why?");
    officer.press("up tab");
    officer.sees("Why? (optional)");
    officer.type_in("It works");
    officer.press("tab down up up");
    officer.sees("It works");
    officer.press("down tab");
    officer.does_not_see("Why? (optional)");
    assert_eq!(
        officer.has_saved("services"),
        "services:\n  rows:\n    iro: {value: any, comment: It works}"
    );
}

#[test]
fn a_row_without_its_reason_is_marked_when_it_was_left() {
    let mut officer = Officer::answering(&set_of(GRID));
    officer.press("1 shift+tab down");
    officer.sees("! Why?");
}

#[test]
fn the_last_row_leads_to_nothing_that_a_key_too_many_could_tick() {
    let parts = format!(
        "- id: both\n  type: group\n  text: Both\n  items:\n{}\n    - id: more\n      type: \
         select_one\n      text: More?\n      choices: [{{value: a, label: Aye}}, {{value: b, label: \
         Bee}}]",
        GRID.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
    );
    let mut officer = Officer::answering(&set_of(&parts));
    officer.press("2 2 2 2 2");
    officer.sees("› Fostering");
    assert_eq!(officer.has_saved("more"), "");
    officer.press("down 1");
    assert_eq!(officer.has_saved("more"), "more: {value: a}");
}

#[test]
fn the_same_digit_again_keeps_the_answer_and_enter_changes_none() {
    let mut officer = Officer::answering(&set_of(GRID));
    officer.press("2 up 2 enter down up");
    assert_eq!(officer.has_saved("services"), "services:\n  rows:\n    iro: {value: any}");
}

#[test]
fn ranked_entries_move_and_stay_in_their_order() {
    let mut officer = Officer::answering(&set_of(RANKING));
    officer.press("down down space home space");
    assert_eq!(officer.has_saved("safeguards"), "");
    let mut officer = Officer::answering(&set_of(RANKING));
    officer.press("3 3");
    assert_eq!(officer.has_saved("safeguards"), "safeguards:\n  value:\n    - c\n    - b");
    officer.press("home alt+down");
    assert_eq!(officer.has_saved("safeguards"), "safeguards:\n  value:\n    - b\n    - c");
}

#[test]
fn a_date_stays_as_it_was_typed() {
    let mut officer = Officer::answering(&set_of(
        "- {id: start, type: date, text: When?}\n- {id: end, type: text, text: More?}",
    ));
    officer.type_in("5 June 2014");
    officer.press("enter");
    assert_eq!(officer.has_saved("start"), "start: {value: 5 June 2014}");
    officer.press("ctrl+p");
    officer.sees("Thursday 5 June 2014");
    officer.press("tab esc");
    assert_eq!(officer.has_saved("start"), "start: {value: 5 June 2014}");
}

#[test]
fn what_cannot_be_read_is_pointed_out_once_and_never_holds_anybody_up() {
    let mut officer = Officer::answering(&set_of(
        "- {id: cost, type: decimal, text: How much?}\n- {id: end, type: text, text: More?}",
    ));
    officer.type_in("1,5");
    officer.press("enter");
    officer.sees("There is a problem");
    officer.sees("How much?");
    officer.press("enter");
    officer.sees("More?");
    assert_eq!(officer.has_saved("cost"), "cost: {value: \"1,5\"}");
}

#[test]
fn a_note_is_for_colleagues() {
    let mut officer = Officer::answering(&set_of(PRINCIPLE));
    officer.press("1 ctrl+t");
    officer.type_in("Legal to check");
    officer.press("tab down");
    assert!(!officer.has_saved("principle").contains("stage"));
    officer.press("space enter");
    assert_eq!(
        officer.has_saved("principle"),
        "principle:\n  value: \"yes\"\n  note: Legal to check\n  stage: ready"
    );
}

#[test]
fn the_draft_opens_where_it_was_left() {
    let mut officer = Officer::answering(&set_of(GRID));
    officer.press("down 1");
    officer.type_in("Only to societies");
    officer.press("left left");
    let mut officer = officer.comes_back();
    officer.type_in("X");
    assert_eq!(
        officer.has_saved("services"),
        "services:\n  rows:\n    adoption: {value: never, comment: Only to societiXes}"
    );
}

#[test]
fn pasted_text_never_triggers_commands() {
    let mut officer = Officer::answering(&set_of("- {id: end, type: text, text: More?}"));
    officer.paste("one\r\ntwo\u{11}\u{1b}[A\tthree");
    assert!(!officer.has_left);
    assert_eq!(officer.has_saved("end"), "end:\n  value: |-\n    one\n    two[A    three");
    officer.press("ctrl+z");
    assert_eq!(officer.has_saved("end"), "");
}

#[test]
fn a_paste_on_choices_says_where_to_paste() {
    let mut officer = Officer::answering(&set_of(PRINCIPLE));
    officer.paste("1\r");
    officer.sees("Move to a text box first");
    assert_eq!(officer.has_saved("principle"), "");
}

#[test]
fn everything_can_be_done_with_the_mouse() {
    let mut officer = Officer::answering(&set_of(PRINCIPLE));
    officer.click("Yes");
    assert_eq!(officer.has_saved("principle"), "principle: {value: \"yes\"}");
    officer.click("Continue");
    officer.sees("Which ones?");
    officer.click("Continue");
    officer.click("Continue");
    officer.sees("Have you completed this section?");
    officer.click("Yes");
    officer.click("Check your answers");
    officer.click("Which ones?");
    officer.sees("Continue");
}

#[test]
fn leaving_waits_for_the_save_and_asks_when_it_fails() {
    let mut officer = Officer::answering(&set_of("- {id: end, type: text, text: More?}"));
    officer.disk(Disk::Full);
    officer.type_in("Words");
    officer.sees("NOT SAVED: the disk is full");
    officer.press("ctrl+q");
    officer.sees("Leave without saving");
    assert!(!officer.has_left);
    officer.disk(Disk::Works);
    assert!(officer.has_left);
    assert_eq!(officer.has_saved("end"), "end: {value: Words}");
}

#[test]
fn leaving_saves_nothing_that_is_saved_already() {
    let mut officer = Officer::answering(&set_of("- {id: end, type: text, text: More?}"));
    officer.type_in("Words");
    officer.waits();
    let saves = officer.saves;
    officer.press("ctrl+q");
    assert!(officer.has_left);
    assert_eq!(officer.saves, saves);
}

#[test]
fn leaving_keeps_where_the_cursor_is() {
    let mut officer = Officer::answering(&set_of("- {id: end, type: text, text: More?}"));
    officer.type_in("Words");
    officer.waits();
    officer.press("home ctrl+q");
    assert!(officer.has_left);
    let focus = officer.resume.and_then(|point| point.focus);
    assert_eq!(focus.and_then(|position| position.cursor), Some(0));
}

/// The two pages look alike, so that the place for the text measures the same.
#[test]
fn a_text_is_shown_whole_on_a_page_that_looks_like_the_one_before() {
    let mut officer = Officer::answering(&set_of(
        "- {id: one, type: text, text: One}\n- {id: two, type: text, text: Two}",
    ));
    officer.paste("first\n\nlast line");
    officer.press("ctrl+n");
    officer.paste("first\n\nlast line of the second");
    for key in ["ctrl+p", "ctrl+n", "ctrl+p"] {
        officer.press(key);
        officer.sees("last line");
    }
}

#[test]
fn a_disk_that_does_not_answer_is_told_and_can_be_left_behind() {
    let mut officer = Officer::answering(&set_of("- {id: end, type: text, text: More?}"));
    officer.disk(Disk::Silent);
    officer.type_in("Words");
    officer.press("ctrl+q");
    officer.waits();
    officer.sees("NOT SAVED");
    officer.press("3");
    assert!(officer.has_left);
}

#[test]
fn a_draft_in_memory_alone_is_at_risk_until_there_is_a_copy() {
    let mut officer = Officer::answering(&set_of("- {id: end, type: text, text: More?}"));
    officer.disk(Disk::FullEverywhere);
    officer.type_in("Words");
    officer.sees("NOT SAVED, AT RISK: the disk is full; your latest changes are only in memory");
    officer.does_not_see("kept on this machine");
    officer.press("ctrl+q");
    officer.sees("you lose them");
    officer.disk(Disk::Full);
    officer.does_not_see("you lose them");
    officer.sees("copy is kept on this machine.");
    officer.press("esc");
    officer.sees("NOT SAVED: the disk is full; kept on this machine");
    officer.disk(Disk::Works);
    officer.type_in("!");
    officer.sees("Saved 10:");
    officer.does_not_see("this machine");
}

#[test]
fn two_disks_that_do_not_answer_are_told_and_can_be_left_behind() {
    let mut officer = Officer::answering(&set_of("- {id: end, type: text, text: More?}"));
    officer.disk(Disk::SilentEverywhere);
    officer.type_in("Words");
    officer.sees("Saved ");
    officer.press("ctrl+q");
    officer.waits();
    officer.sees("AT RISK");
    officer.sees("Your latest changes are only in memory: the folder is not responding.");
    officer.press("3");
    assert!(officer.has_left);
}

/// The saver says something of the newest draft.
fn hears(officer: &mut Officer, result: Result<SaveLocation, Trouble>) {
    let (number, at) = (officer.app.saving.newest(), officer.now.clone());
    officer.happens(Event::Saved(SaveReport { number, at, result }));
}

#[test]
fn what_was_heard_of_an_earlier_copy_is_no_news_of_the_next() {
    let full = || "the disk is full".to_owned();
    for saved_meanwhile in [None, Some(Err(Trouble::NoCopy(full())))] {
        let mut officer = Officer::answering(&set_of("- {id: end, type: text, text: More?}"));
        officer.disk(Disk::FullEverywhere);
        officer.type_in("Words");
        officer.disk(Disk::Works);
        officer.sees("Saved 10:");
        if let Some(late) = saved_meanwhile {
            hears(&mut officer, late);
        }
        officer.disk(Disk::SilentEverywhere);
        officer.type_in("!");
        hears(&mut officer, Err(Trouble::Failed(full())));
        officer.sees("NOT SAVED: the disk is full");
        officer.does_not_see("AT RISK");
        officer.does_not_see("kept on this machine");
    }
}

#[test]
fn a_clock_that_jumps_makes_no_save_late() {
    let mut officer = Officer::answering(&set_of("- {id: end, type: text, text: More?}"));
    officer.disk(Disk::Silent);
    for jump in ["2034-05-02T10:00:00Z[UTC]", "2004-05-02T10:00:00Z[UTC]"] {
        officer.now = jump.parse().unwrap();
        officer.type_in("Words");
        officer.sees("Saved ");
    }
    officer.happens(Event::Tick);
    officer.sees("NOT SAVED");
}

const TWO: &str =
    "- {id: first, type: text, text: The first?}\n- {id: second, type: text, text: The second?}";

/// An officer who has said "mine" to the first question while Anna said "hers" to both.
fn in_conflict() -> Officer {
    let mut officer = Officer::answering(&set_of(TWO));
    let mut hers = Officer::answering(&set_of(TWO));
    hers.type_in("hers");
    hers.press("ctrl+n");
    hers.type_in("hers too");
    officer.theirs = Some(hers.saved);
    officer.disk(Disk::Changed);
    officer.type_in("mine");
    officer.sees("NOT SAVED: changed by anna on pc7");
    officer.press("ctrl+s");
    officer
}

#[test]
fn both_versions_are_shown_and_put_together_answer_by_answer() {
    let mut officer = in_conflict();
    officer.sees("The draft was changed by anna on pc7, 14:01 on 2 May 2014.");
    officer.sees("Both of you have changed it");
    officer.click("Save these answers");
    assert_eq!(officer.has_saved("first"), "first: {value: mine}");
    assert_eq!(officer.has_saved("second"), "second: {value: hers too}");
    officer.press("ctrl+z");
    assert_eq!(officer.has_saved("second"), "");
}

#[test]
fn their_answer_can_be_chosen_instead() {
    let mut officer = in_conflict();
    officer.press("1");
    officer.click("Save these answers");
    assert_eq!(officer.has_saved("first"), "first: {value: hers}");
}

#[test]
fn a_conflict_that_is_put_off_is_shown_again_before_leaving() {
    let mut officer = in_conflict();
    officer.press("esc");
    officer.sees("NOT SAVED: changed by anna on pc7");
    officer.press("ctrl+q");
    assert!(!officer.has_left);
    officer.click("Keep both");
    assert_eq!(officer.has_saved("second"), "");
    assert_eq!(officer.has_saved("first"), "first: {value: mine}");
}

#[test]
fn how_to_settle_a_conflict_is_said_for_as_long_as_there_is_one() {
    let mut officer = in_conflict();
    officer.press("esc");
    officer.type_in(" and more");
    officer.sees("NOT SAVED: changed by anna on pc7");
    officer.sees("Ctrl-S shows both versions");
}

#[test]
fn two_long_answers_are_shown_where_they_differ() {
    let said = |last: &str| {
        let mut officer = Officer::answering(&set_of(TWO));
        officer.type_in(&format!("{}{last}", "The same words again and again. ".repeat(20)));
        officer
    };
    let mut officer = said("Mine");
    officer.theirs = Some(said("Other words").saved);
    officer.disk(Disk::Changed);
    officer.type_in(" at the end");
    officer.press("ctrl+s");
    officer.sees("again. Mine at the end");
    officer.sees("again. Other words");
}

/// Somebody who signs off.
const ROSE: &str = "Rose Hill";

/// What an officer saves who signs off, with what is said by then.
fn signed_off(mut officer: Officer) -> Draft {
    let name = |name: &str| name.to_owned();
    officer.saved.sign_off = Some(SignOff {
        name: name(ROSE),
        role: name("Director"),
        authority: name("Scheme of delegation"),
        date: officer.now.date(),
    });
    officer.saved.status = Status::Completed;
    officer.saved
}

#[test]
fn a_sign_off_by_somebody_else_is_kept_and_told() {
    let answered = || {
        let mut officer = Officer::answering(&set_of(TWO));
        officer.type_in("ours");
        officer
    };
    let mut officer = answered();
    officer.theirs = Some(signed_off(answered()));
    officer.disk(Disk::Changed);
    officer.press("ctrl+s");
    officer.sees("Signed off in the meantime by anna on pc7");
    assert_eq!(officer.saved.status, Status::Completed);
    assert_eq!(officer.saved.sign_off.as_ref().map(|by| by.name.as_str()), Some(ROSE));
    assert_eq!(officer.has_saved("first"), "first: {value: ours}");
}

#[test]
fn what_was_recovered_is_kept_when_somebody_else_has_changed_something_else() {
    let mut file = Officer::answering(&set_of(TWO));
    file.type_in("in the file");
    let mut theirs =
        Officer::resuming(Arc::clone(&file.consultation), file.saved.clone(), file.now.clone());
    theirs.press("ctrl+n");
    theirs.type_in("theirs");
    let in_file = file.saved.answers.clone();
    file.type_in(" and recovered");
    let mut officer = file.recovering(in_file);
    officer.theirs = Some(theirs.saved);
    officer.disk(Disk::Changed);
    officer.press("ctrl+n");
    officer.press("ctrl+s");
    officer.click("Save these answers");
    assert_eq!(officer.has_saved("first"), "first: {value: in the file and recovered}");
    assert_eq!(officer.has_saved("second"), "second: {value: theirs}");
}

/// An officer whose next key signs off.
fn about_to_sign_off() -> Officer {
    let mut officer = Officer::answering(&set_of("- {id: q, type: string, text: Which?}"));
    officer.type_in("This one");
    officer.press("ctrl+r end enter");
    for field in [ROSE, "Director", "Scheme of delegation"] {
        officer.type_in(field);
        officer.press("tab");
    }
    officer.press("tab space tab");
    officer
}

#[test]
fn a_change_by_somebody_else_is_settled_before_a_response_is_written() {
    let mut officer = about_to_sign_off();
    let mut theirs = Officer::answering(&set_of("- {id: q, type: string, text: Which?}"));
    theirs.type_in("That one");
    officer.theirs = Some(theirs.saved);
    officer.disk(Disk::Changed);
    officer.press("enter");
    officer.sees("Two versions of this draft");
    assert!(!officer.app.awaits_save());
    officer.click("Save these answers");
    assert!(officer.exported.is_none());
}

#[test]
fn the_response_is_written_when_its_draft_is_saved_and_not_before() {
    let mut officer = about_to_sign_off();
    officer.disk(Disk::Full);
    officer.press("enter");
    assert!(officer.exported.is_none());
    officer.sees("The final response is written as soon as the draft is saved");
    officer.disk(Disk::Works);
    officer.press("ctrl+s");
    assert!(officer.exported.is_some(), "{}", officer.screen());
}

#[test]
fn what_cannot_be_read_is_never_put_in_the_place_of_ours() {
    let mut officer = in_conflict();
    officer.press("esc");
    officer.theirs = None;
    officer.type_in("!");
    officer.press("ctrl+s");
    officer.sees("It cannot be read: line 1: not a draft");
}
