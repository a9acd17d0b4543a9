//! What terminals do to the program, and what it does to itself: it may stop, but what was typed is
//! there, and so is the terminal.

use std::{ffi::OsStr, fs, process::Command};

use crate::{
    faults::{DRAFT, LOG, Shim, begin, recovered, skipped},
    terminal::{Desk, Ending, Modes, PROGRAM, USUAL, WIDE, Window, kill},
};

/// A time that no calendar has: whoever asks for the time panics.
const NO_TIME: &str = "clock 1000000000000000";

// ---- Terminals

/// Writes more frames than a terminal holds that nobody looks at. Gives what was typed.
#[track_caller]
fn type_unseen(desk: &Desk, window: &Window) -> String {
    begin(window).types("Begun. ").see("Begun.").look_away(true);
    let mut typed = "Begun. ".to_owned();
    for number in 0..60 {
        let word = format!("word{number} ");
        // All of the screen is drawn anew.
        window.resize(if number % 2 == 0 { WIDE } else { USUAL }).types(&word);
        desk.file_says(DRAFT, word.trim());
        typed += &word;
    }
    typed
}

#[test]
fn what_is_typed_while_the_terminal_is_stuck_is_saved() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start("answer log.yaml");
    let typed = type_unseen(&desk, &window);
    window.types("And more.").signal("TERM");
    assert_eq!(window.ends_unread(), Ending::Status(143));
    let text = recovered(&desk);
    assert!(text.starts_with(&typed), "{text}");
}

#[test]
fn a_terminal_that_was_stuck_shows_what_is_there_now() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start("answer log.yaml");
    type_unseen(&desk, &window);
    window.look_away(false).see("word58 word59").see("Saved").press("ctrl+q").ends_with(0);
    window.is_given_back();
}

#[test]
fn a_paste_whose_end_is_lost_is_there_and_keys_work_again() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start("answer log.yaml");
    begin(&window).send(b"\x1b[200~Pasted without an end.").see("Pasted without an end.");
    window.types("x").see("end.x").press("ctrl+q").ends_with(0).is_given_back();
    assert_eq!(recovered(&desk), "Pasted without an end.x");
}

#[test]
fn what_has_come_of_a_paste_is_kept_when_the_program_is_asked_to_end() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start("answer log.yaml");
    // What comes at once is read at once. The paste is held back until its end comes; what is typed
    // before it is not, so that both have been read when that is seen.
    begin(&window).send(b"Begun. \x1b[200~Half of what ").see("Begun.");
    window.signal("TERM").ends_with(143).is_given_back();
    assert_eq!(recovered(&desk), "Begun. Half of what ");
}

#[test]
fn a_long_paste_without_marks_needs_no_further_key() {
    for length in [1500, 5000, 20_000] {
        let desk = Desk::with("log.yaml", LOG);
        let window = desk.start("answer log.yaml");
        let text = format!("{}END", "x".repeat(length));
        begin(&window).types(&text).see("END");
        desk.file_says(DRAFT, &text);
    }
}

// ---- Shells

#[test]
fn a_shell_stops_it_and_lets_it_go_on() {
    let desk = Desk::with("log.yaml", LOG);
    let has_bash = Command::new("bash").args(["-c", ":"]).status().is_ok_and(|it| it.success());
    if !has_bash || !cfg!(target_os = "linux") {
        return skipped("that a shell can stop it and let it go on: needs Linux and bash");
    }
    let window = desk.start_command(USUAL, &["bash", "--norc", "--noediting", "-i"], &[]);
    window.types("PS1='ready> '\n").see("ready>").types(&format!("{PROGRAM} answer log.yaml\n"));
    begin(&window).types("Begun.").see("Begun.");
    let shell = window.process();
    let children = fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).unwrap();
    kill(children.trim().parse().unwrap(), "TSTP");
    window.see("Stopped").types("echo The shell lis''tens.\n").see("The shell listens.");
    assert_eq!(window.modes(), Modes::OFF);
    window.types("fg\n").see("What happened?").types(" More.").see("Begun. More.");
    window.press("ctrl+q").see("ready>").is_given_back();
    assert_eq!(recovered(&desk), "Begun. More.");
}

// ---- The program itself

const IN: &str = "What you have written is in";

/// What is said where nobody can tell any more what was saved.
const AGAIN: &str = "a fault has stopped the program. To go on, open";

/// Sees that the program has ended because of a mistake, and left everything in order.
#[track_caller]
fn has_given_up(desk: &Desk, window: &Window, left: &str, text: &str) {
    window.ends_with(1).is_given_back();
    window.see("a fault in the program has stopped it").see(left).see("log.yaml");
    assert_eq!(recovered(desk), text);
}

#[test]
fn a_panic_loses_nothing_and_says_where_the_draft_is() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let window = shim.start(&desk);
    begin(&window).types("Begun.");
    desk.file_says(DRAFT, "Begun.");
    shim.turn(&format!("{NO_TIME} greenpaper"));
    window.types("x");
    has_given_up(&desk, &window, IN, "Begun.");
}

#[test]
fn a_panic_of_the_thread_that_saves_loses_nothing() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let window = shim.start(&desk);
    begin(&window).types("First. ");
    desk.file_says(DRAFT, "First.");
    shim.turn(&format!("{NO_TIME} saver"));
    // How much of it is typed before the program ends is not known.
    let _ = window.sends(b"Begun.");
    window.ends_with(1);
    shim.off();
    let text = recovered(&desk);
    assert!(text.starts_with("First. "), "{text}");
    // The last of it may be in the log alone.
    has_given_up(&desk, &window, "What you have written is", &text);
}

#[test]
fn a_panic_of_the_thread_that_writes_the_log_loses_nothing() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let window = shim.start(&desk);
    // Until then there is a draft on its way, which may be kept as well.
    begin(&window).see("Saved ");
    desk.file_says(DRAFT, "status: in-progress");
    shim.turn(&format!("{NO_TIME} logger\nsync /drafts wait 1200\n"));
    window.types("Begun.");
    has_given_up(&desk, &window, "What you have written is", "Begun.");
}

#[test]
fn a_stack_that_is_full_loses_nothing_and_gives_the_terminal_back() {
    // One on the thread that saves, and one on the thread that lists when the draft is closed.
    for fault in ["sync /drafts overflow", "list /drafts overflow"] {
        let desk = Desk::with("log.yaml", LOG);
        let Some(shim) = Shim::at(&desk) else { return };
        let window = shim.start(&desk);
        begin(&window).types("Begun.").see("Begun.");
        desk.file_says(DRAFT, "Begun.");
        shim.turn(fault);
        let is_open = fault.starts_with("sync");
        if is_open {
            window.types(" More.")
        } else {
            window.press("esc esc")
        };
        assert_eq!(window.ending(), Ending::Status(134), "{}", window.picture());
        window.is_given_back();
        if is_open {
            window.see(AGAIN).see("log.yaml");
        }
        assert!(recovered(&desk).starts_with("Begun."));
    }
}

#[test]
fn an_abort_from_outside_ends_it() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start("answer log.yaml");
    begin(&window).types("Begun.").see("Begun.");
    desk.file_says(DRAFT, "Begun.");
    window.signal("ABRT");
    assert_eq!(window.ending(), Ending::Status(134), "{}", window.picture());
    window.is_given_back();
    assert_eq!(recovered(&desk), "Begun.");
}

#[test]
fn no_memory_left_loses_nothing_and_gives_the_terminal_back() {
    let desk = Desk::with("log.yaml", LOG);
    let script = format!("ulimit -v 120000; exec {PROGRAM} answer log.yaml");
    let window = desk.start_command(USUAL, &["sh", "-c", &script], &[] as &[(&str, &OsStr)]);
    begin(&window).types("Begun.").see("Begun.");
    desk.file_says(DRAFT, "Begun.");
    window.send(b"\x1b[200~").floods(vec![b'x'; 1 << 20]);
    assert_eq!(window.ending(), Ending::Status(134), "{}", window.picture());
    window.is_given_back();
    // The flood may have washed it from the screen.
    let sent = window.everything_sent();
    assert!(sent.contains(AGAIN), "{sent}");
    assert_eq!(recovered(&desk), "Begun.");
}

// ---- A disk that does not answer

/// Begins a draft, and sees that it is saved.
fn has_begun(desk: &Desk, shim: &Shim) -> Window {
    let window = shim.start(desk);
    begin(&window).types("Begun.").see("Begun.");
    desk.file_says(DRAFT, "Begun.");
    window
}

/// Goes home from a question.
fn go_home(window: &Window) {
    window.press("esc").see("Check your answers").press("esc").see("Start a new answer");
}

/// Chooses a draft at home, whose disk does not answer then.
fn opens_on_a_disk_that_hangs(desk: &Desk, shim: &Shim) -> Window {
    let window = has_begun(desk, shim);
    go_home(&window);
    shim.turn("read /drafts/log.yaml hold");
    window.press("enter").see("Waiting for the disk. Ctrl-Q leaves");
    window
}

#[test]
fn who_opens_a_draft_on_a_disk_that_hangs_can_leave() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let window = opens_on_a_disk_that_hangs(&desk, &shim);
    window.press("ctrl+q").ends_with(1).see("was not opened: the disk is not responding");
    window.is_given_back();
    shim.off();
    assert_eq!(recovered(&desk), "Begun.");
}

#[test]
fn the_first_screen_does_not_wait_for_a_disk_that_hangs() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    has_begun(&desk, &shim).press("ctrl+q").ends_with(0);
    shim.turn("read /drafts/log.yaml hold");
    let window = desk.start_command(USUAL, &[PROGRAM], &shim.environment());
    window.see("Looking for more").press("ctrl+q").ends_with(0).is_given_back();
    shim.off();
}

/// Puts sets into the questions folder, of which the first does not respond.
fn with_a_set_that_hangs(desk: &Desk) -> Option<Shim> {
    for name in ["first", "second"] {
        let set = LOG.replace("id: log", &format!("id: {name}"));
        let set = set.replace("The log", &format!("The {name} set"));
        desk.put(&format!("home/config/greenpaper/questions/{name}.yaml"), set);
    }
    let shim = Shim::at(desk)?;
    has_begun(desk, &shim).press("ctrl+q").ends_with(0);
    shim.turn("read /questions/first.yaml hold");
    Some(shim)
}

#[test]
fn a_question_set_that_hangs_holds_up_no_other_on_the_first_screen() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = with_a_set_that_hangs(&desk) else { return };
    let window = desk.start_command(WIDE, &[PROGRAM], &shim.environment());
    window.see("The second set").see("first.yaml: the disk is not responding");
    // The draft of a set from elsewhere can be opened, too.
    window.see("The log").press("enter").see("Begun.").press("ctrl+q").ends_with(0);
    shim.off();
}

#[test]
fn a_question_set_that_hangs_holds_up_no_list_and_no_lines() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = with_a_set_that_hangs(&desk) else { return };
    let sees_both = |window: &Window| {
        window.see("The second set").see("the disk is not responding").see("The log");
    };
    let window = desk.start_command(WIDE, &[PROGRAM, "list"], &shim.environment());
    sees_both(&window);
    window.ends_with(0);
    let [load, switch] = shim.environment();
    let by_line = [load, switch, ("ACCESSIBLE", OsStr::new("1"))];
    let window = desk.start_command(WIDE, &[PROGRAM], &by_line);
    sees_both(&window);
    window.types("leave\n").ends_with(0);
    shim.off();
}

#[test]
fn who_leaves_a_folder_that_hangs_is_let_go() {
    for way in ["ctrl+q", "esc"] {
        let desk = Desk::with("log.yaml", LOG);
        let Some(shim) = Shim::at(&desk) else { return };
        let window = has_begun(&desk, &shim);
        window.see("Saved ");
        shim.turn("remove /drafts/.greenpaper hold");
        match way {
            "esc" => {
                go_home(&window);
                window.press("ctrl+q");
            }
            _ => drop(window.press(way)),
        }
        window.ends_with(0).is_given_back();
        shim.off();
        assert_eq!(recovered(&desk), "Begun.");
    }
}

#[test]
fn a_key_that_leaves_is_heard_whatever_came_with_it_before_a_disk_hung() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let window = has_begun(&desk, &shim);
    go_home(&window);
    shim.turn("read /drafts/ hold\nopen /drafts/ hold\nlist /drafts hold");
    // Both line ends at once, the second for a page that is not there yet; and then the key.
    window.send(b"\r\r").press("ctrl+q").ends_with(1).see("was not opened").is_given_back();
}

#[test]
fn what_is_typed_while_a_draft_is_opened_slowly_is_taken_in() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let window = opens_on_a_disk_that_hangs(&desk, &shim);
    window.types(" And more.").resize((90, 30)).see("Start a new answer");
    shim.off();
    window.see("What happened?").see("Begun. And more.").see_no("Waiting for the disk");
    window.press("ctrl+q").ends_with(0).is_given_back();
    assert_eq!(recovered(&desk), "Begun. And more.");
}

#[test]
fn the_system_can_end_it_while_a_draft_is_opened_on_a_disk_that_hangs() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let window = opens_on_a_disk_that_hangs(&desk, &shim);
    window.signal("TERM").ends_with(143).see("was not opened").is_given_back();
    shim.off();
    assert_eq!(recovered(&desk), "Begun.");
}

// ---- The end of the lines

/// Answers line by line; the disk gets slow before the last one.
fn answers_on_a_slow_disk(desk: &Desk, shim: &Shim, fault: &str) -> Window {
    let command = [PROGRAM, "answer", "log.yaml", "--plain"];
    let window = desk.start_command(USUAL, &command, &shim.environment());
    window.see("?").types("go text\n").see("What happened?");
    desk.file_says(DRAFT, "status: in-progress");
    shim.turn(fault);
    window.types("Begun.\n");
    window
}

#[test]
fn the_end_of_the_lines_waits_for_the_last_save_before_it_says_how_that_went() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    // Longer than a disk is waited for at first, and not as long as at last.
    let window = answers_on_a_slow_disk(&desk, &shim, "write .log.yaml wait 2400");
    window.send(&[4]).ends_with(0).see("Your draft is");
    assert!(desk.read(DRAFT).contains("Begun."));
}

#[test]
fn the_end_of_the_lines_on_a_disk_that_hangs_says_that_a_copy_is_kept() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let window = answers_on_a_slow_disk(&desk, &shim, "sync /drafts wait 600000");
    window.send(&[4]).ends_with(1).see("the last changes could not be saved:");
    window.see("They are kept on this machine: open").see("here to go on");
    shim.off();
    assert_eq!(recovered(&desk), "Begun.");
}

#[test]
fn a_signal_while_nothing_can_be_kept_says_what_is_lost() {
    for front_end in ["--plain", "--draft=drafts/log.yaml"] {
        let desk = Desk::with("log.yaml", LOG);
        let Some(shim) = Shim::at(&desk) else { return };
        let command = [PROGRAM, "answer", "log.yaml", front_end];
        let window = desk.start_command(USUAL, &command, &shim.environment());
        match front_end {
            "--plain" => window.see("?").types("go text\n").see("What happened?"),
            _ => begin(&window),
        };
        desk.file_says(DRAFT, "status: in-progress");
        shim.turn("open /drafts/ error 28\nopen /unsaved/ error 30\nwrite /unsaved/ error 30");
        window.types("Lost.\n").see("AT RISK").signal("TERM").ends_with(143);
        window.see("What you wrote last could not be saved; the rest is in");
    }
}

#[test]
fn a_signal_between_lines_on_a_disk_that_hangs_says_that_a_copy_is_kept() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let window = answers_on_a_slow_disk(&desk, &shim, "sync /drafts wait 600000");
    window.see("NOT SAVED");
    window.signal("TERM").ends_with(143).see("What you have written is kept on this machine: open");
    shim.off();
    assert_eq!(recovered(&desk), "Begun.");
}
