//! Drafts with names as long as file systems take: all that goes with a draft goes with them too.

use std::process::Output;

use crate::{
    faults::{LOG, UNSAVED, begin},
    terminal::{Desk, PROGRAM, USUAL, Window},
};

/// Names of 240 bytes, without their ending.
fn long_names() -> [String; 2] {
    ["x".repeat(240), "\u{1f3db}".repeat(60)]
}

fn starts(desk: &Desk, name: &str) -> Window {
    let draft = format!("{name}.yaml");
    let command = [PROGRAM, "answer", "log.yaml", "--draft", &draft];
    desk.start_command(USUAL, &command, &[])
}

#[track_caller]
fn succeeds(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Works on a draft in two sessions, of which the first is killed; then its first state is restored.
#[track_caller]
fn check_work(name: &str, desk: &Desk) {
    let draft = format!("{name}.yaml");
    let window = starts(desk, name);
    begin(&window).types("First.").press("ctrl+s").see("Saved");
    window.types(" Second.").see("First. Second.");
    desk.some_file_says(UNSAVED, "Second.");
    window.signal("KILL").ending();

    let window = starts(desk, name);
    window.see("First. Second.").types(" Third.").press("ctrl+s").see("Saved");
    window.press("ctrl+q").ends_with(0);
    desk.file_says(&draft, "First. Second. Third.");

    let listed = succeeds(&desk.run(&format!("history {draft}")));
    assert!(listed.contains("question 1"), "{listed}");
    let states = listed.lines().filter(|line| line.contains("20")).count();
    assert!(states >= 2, "{listed}");
    let said = succeeds(&desk.run(&format!("restore {draft} 1")));
    assert!(!desk.read(&draft).contains("Third."), "{said}");
    succeeds(&desk.run(&format!("restore {draft} 1")));
    desk.file_says(&draft, "First. Second. Third.");
}

#[test]
fn a_draft_with_a_long_name_keeps_its_recovery_log_and_its_history() {
    for name in long_names() {
        check_work(&name, &Desk::with("log.yaml", LOG));
    }
}

#[test]
fn the_history_of_a_draft_with_a_long_name_can_be_on_this_machine() {
    for name in long_names() {
        let desk = Desk::with("log.yaml", LOG);
        // Nothing can be kept beside the draft.
        desk.put(".greenpaper", "");
        check_work(&name, &desk);
        let kept = desk.path("home/state/greenpaper/history");
        assert!(kept.read_dir().unwrap().count() > 0, "{}", kept.display());
    }
}

#[test]
fn a_text_of_a_draft_with_a_long_name_can_be_edited_elsewhere() {
    for name in long_names() {
        let desk = Desk::with("log.yaml", LOG);
        desk.put_editor("printf 'From the editor.' > \"$1\"");
        let window = starts(&desk, &name);
        begin(&window).press("ctrl+e").see("From the editor.").press("ctrl+q").ends_with(0);
        desk.file_says(&format!("{name}.yaml"), "From the editor.");
    }
}
