//! What no library between the program and the system can see: kills, faults and delays at a rename,
//! and a window that is gone without a word.
//!
//! `GREENPAPER_KILLS` is how often it is killed in each of the tests that do.

use std::{
    ffi::{OsStr, OsString},
    fs,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use crate::{
    faults::{
        Chance, DRAFT, ERRORS, LOG, Robot, Shim, Toll, UNSAVED, alive, begin, can_trace, number,
        recovered, skipped,
    },
    terminal::{Desk, Ending, PROGRAM, USUAL, Window},
};

// ---- Renames

/// Starts the program so that something befalls each of its threads when it asks for a rename of
/// this kind: before the system does it.
fn traced(desk: &Desk, shim: Option<&Shim>, call: &str, what: &str) -> Window {
    let mut command: Vec<OsString> = [
        "strace",
        "-f",
        "-q",
        "-o",
        "/dev/null",
        "-e",
        &format!("trace={call}"),
        "-e",
        &format!("inject={call}:{what}"),
    ]
    .map(OsString::from)
    .into();
    // The program alone goes by the shim.
    for (name, value) in shim.into_iter().flat_map(Shim::environment) {
        let mut variable = OsString::from(format!("{name}="));
        variable.push(value);
        command.extend(["-E".into(), variable]);
    }
    command.extend([PROGRAM, "answer", "log.yaml"].map(OsString::from));
    desk.start_command(USUAL, &command, &[])
}

/// Kills the program at a call of its choice, one of the first `most`, again and again, while
/// somebody types.
fn killed_at(call: &str, most: usize, faults: &str) {
    let desk = Desk::with("log.yaml", LOG);
    if !can_trace() {
        return skipped("kills at a rename: needs strace and the right to use it");
    }
    let shim = Shim::at(&desk).filter(|_| !faults.is_empty());
    if shim.is_none() && !faults.is_empty() {
        return;
    }
    begin(&desk.start("answer log.yaml")).press("ctrl+q").ends_with(0);
    let (mut chance, mut toll) = (Chance::new(), Toll::default());
    let mut robot = Robot::after("", 0);
    for _ in 0..number("GREENPAPER_KILLS", 4) {
        let kill = format!("signal=KILL:when={}", 1 + chance.below(most));
        let window = traced(&desk, shim.as_ref(), call, &kill);
        // It may be killed while it opens the draft.
        if window.sees_before_it_ends("What happened?")
            && let Some(shim) = &shim
        {
            shim.turn(faults);
        }
        let (begun, mut killed) = (Instant::now(), Instant::now());
        while alive(&window) {
            let still = Instant::now() + Duration::from_millis(20);
            robot.type_for_dear_life(&window, still);
            killed = Instant::now();
            assert!(begun.elapsed() < Duration::from_secs(200), "it never asked for {call}");
        }
        assert!(matches!(window.ending(), Ending::Killed(_)));
        if let Some(shim) = &shim {
            shim.off();
        }
        let text = recovered(&desk);
        toll.take(robot.check(&text, killed));
        robot = Robot::after(&text, robot.word);
    }
}

#[test]
fn a_kill_before_a_draft_gets_its_name_loses_nothing_but_the_last_moment() {
    killed_at("renameat2", 40, "");
}

#[test]
fn a_kill_before_anything_is_written_loses_nothing_but_the_last_moment() {
    // To the recovery log, the draft or the terminal.
    killed_at("write", 400, "sync /drafts/ wait 300\n");
}

/// A desk with a draft that has been begun; `None` where renames cannot be seen, which is said.
fn desk_to_trace() -> Option<Desk> {
    if !can_trace() {
        skipped("faults at a rename: needs strace and the right to use it");
        return None;
    }
    let desk = Desk::with("log.yaml", LOG);
    begin(&desk.start("answer log.yaml")).press("ctrl+q").ends_with(0);
    Some(desk)
}

#[test]
fn a_rename_that_fails_for_a_while_is_said_and_heals_by_itself() {
    let mut open = Vec::new();
    for (name, _, words) in ERRORS {
        let Some(desk) = desk_to_trace() else { return };
        let before = desk.read(DRAFT);
        let window = traced(&desk, None, "renameat2", &format!("error={name}:when=1..5"));
        window.see("What happened?").types("Begun. ").see("NOT SAVED").see(words).see("Begun.");
        open.push((desk, window, before));
    }
    // All at once, since most of it is waiting for the next try.
    for (desk, window, before) in open {
        let now = desk.read(DRAFT);
        assert!(now == before || now.contains("Begun."), "{now}");
        desk.file_says(DRAFT, "Begun.");
        window.see_no("NOT SAVED").press("ctrl+q").ends_with(0);
        assert_eq!(recovered(&desk), "Begun. ");
    }
}

#[test]
fn where_two_files_cannot_change_places_drafts_are_saved_and_changes_noticed_all_the_same() {
    if !can_trace() {
        return skipped("a disk without exchange: needs strace and the right to use it");
    }
    for refusal in ["EINVAL", "ENOSYS"] {
        let desk = Desk::with("log.yaml", LOG);
        let window = traced(&desk, None, "renameat2", &format!("error={refusal}"));
        begin(&window).types("Begun. ");
        desk.file_says(DRAFT, "Begun.");
        window.types("Later. ");
        desk.file_says(DRAFT, "Begun. Later.");
        let theirs = desk.read(DRAFT).replace("Later.", "Theirs.");
        desk.put(DRAFT, &theirs);
        window.types("Ours. ").see("Ctrl-S shows both versions");
        assert_eq!(desk.read(DRAFT), theirs, "{refusal}");
        window.press("ctrl+s").see("Two versions of this draft").press("end enter");
        window.see_no("Two versions").press("ctrl+q").ends_with(0);
        assert_eq!(desk.read(DRAFT), theirs, "{refusal}");
        desk.file_says("drafts", "Begun. Later. Ours.");
    }
}

#[test]
fn a_disk_that_hangs_in_a_rename_stops_nobody_typing_and_nothing_is_lost() {
    let Some(desk) = desk_to_trace() else { return };
    let ten_minutes = "delay_enter=600000000";
    let window = traced(&desk, None, "renameat2", ten_minutes);
    window.see("What happened?").types("One. ").see("One.").see("NOT SAVED");
    for word in ["Two.", "Three.", "Four."] {
        window.types(word).types(" ").see(word);
    }
    desk.some_file_says(UNSAVED, "One. Two. Three. Four. ");
    // Who traces a program takes it along, and may be gone before it.
    let tracer = window.process();
    let children = format!("/proc/{tracer}/task/{tracer}/children");
    let children = fs::read_to_string(children).unwrap_or_default();
    window.signal("KILL").ending();
    let begun = Instant::now();
    while children.split_whitespace().any(runs) {
        assert!(begun.elapsed() < Duration::from_secs(60), "{children} outlives who traces it");
        thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(recovered(&desk), "One. Two. Three. Four. ");
}

// ---- A window that is closed without a word

/// As long as the program may have computed in all when its window is gone, in hundredths of a
/// second: it waits, and does not ask over and over.
const BUSY: u64 = 300;

/// Writes down which process the program is, runs it, and writes down how it ended. The signal that
/// a window is gone is nothing to the script, nor to what it starts.
const SCRIPT: &str = "trap '' HUP\nsh -c 'echo $$ > process; exec \"$@\"' sh \"$@\" answer log.yaml\n\
                      echo $? > status.new\nmv status.new status\n";

/// Closes the window of a program that was started by this command. The program that holds the
/// window is another one, which goes without a word to those in it.
fn is_closed(prefix: &str, more: &[(&str, &OsStr)], beforehand: impl Fn(&Desk)) -> Desk {
    let desk = Desk::with("log.yaml", LOG);
    begin(&desk.start("answer log.yaml")).press("ctrl+q").ends_with(0);
    desk.put("script", SCRIPT);
    let inside = format!("exec sh script {prefix} {PROGRAM}");
    let command = ["script", "-qc", &inside, "/dev/null"];
    let window = desk.start_command(USUAL, &command, more);
    window.see("What happened?").types("Borsetshire").see("Borsetshire");
    beforehand(&desk);
    window.types(" waits").see("Borsetshire waits");
    let process = desk.read("process");
    window.signal("KILL").ending();
    let begun = Instant::now();
    while !desk.path("status").exists() {
        let busy = hundredths(process.trim());
        if busy > BUSY || begun.elapsed() > Duration::from_secs(60) {
            // Nobody else would end it.
            let _ = Command::new("kill").args(["-KILL", process.trim()]).status();
            panic!("{prefix}: it does not end, and computed for {busy} hundredths of a second");
        }
        thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(desk.read("status"), "129\n", "{prefix}");
    desk
}

/// Whether a process runs that has this number.
fn runs(process: &str) -> bool {
    let state = fs::read_to_string(format!("/proc/{process}/stat"));
    state.is_ok_and(|state| !state.contains(") Z "))
}

/// How long a process has computed.
fn hundredths(process: &str) -> u64 {
    let known = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let rest = known.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let spent = rest.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok());
    spent.sum()
}

/// Whether there is a program that holds a window; otherwise the test has said that it was skipped.
fn can_hold_windows() -> bool {
    let held = Command::new("script").args(["-qc", "true", "/dev/null"]).output();
    let deafens = Command::new("env").args(["--block-signal=HUP", "setsid", "true"]).output();
    let done = [held, deafens].map(|done| done.is_ok_and(|done| done.status.success()));
    let holds = cfg!(target_os = "linux") && done == [true, true];
    if !holds {
        skipped(
            "a window that is closed without a word: needs Linux, `script`, `setsid` and an `env` \
             that blocks signals",
        );
    }
    holds
}

/// Ways to be told nothing of a window that is closed: the signal has to wait, nobody wants it, or
/// the window is not that of the program's own session.
const DEAF: [&str; 3] = ["env --block-signal=HUP", "env", "setsid"];

#[test]
fn a_window_that_is_closed_without_a_word_ends_it_saved() {
    if !can_hold_windows() {
        return;
    }
    for prefix in DEAF {
        let desk = is_closed(prefix, &[], |_| {});
        desk.file_says(DRAFT, "Borsetshire waits");
    }
}

#[test]
fn a_window_that_is_closed_while_the_disk_hangs_ends_it_with_all_kept() {
    let desk = Desk::new();
    let Some(shim) = Shim::at(&desk).filter(|_| can_hold_windows()) else { return };
    let desk = is_closed(DEAF[0], &shim.environment(), |_| shim.turn("sync /drafts/ wait 600000"));
    assert_eq!(recovered(&desk), "Borsetshire waits");
}
