//! The program is killed where no library between it and the system can see it, or loses its
//! window without being told.
//!
//! `GREENPAPER_KILLS` is how often it is killed in each of the tests that do.

use std::{
    ffi::{OsStr, OsString},
    fs, thread,
    time::{Duration, Instant},
};

use crate::{
    faults::{
        Chance, DRAFT, LOG, Robot, Shim, Toll, alive, begin, can_trace, number, recovered, skipped,
    },
    terminal::{Desk, Ending, PROGRAM, USUAL, Window},
};

// ---- Kills at a rename

/// Starts the program so that it is killed when one of its threads asks for a rename of this kind
/// for the nth time: before the system does it.
fn doomed(desk: &Desk, shim: Option<&Shim>, call: &str, nth: usize) -> Window {
    let mut command: Vec<OsString> = [
        "strace",
        "-f",
        "-q",
        "-o",
        "/dev/null",
        "-e",
        &format!("trace={call}"),
        "-e",
        &format!("inject={call}:signal=KILL:when={nth}"),
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

/// Kills the program at renames of its choice, again and again, while somebody types.
fn killed_at(call: &str, faults: &str) {
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
        let window = doomed(&desk, shim.as_ref(), call, 1 + chance.below(40));
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
            assert!(begun.elapsed() < Duration::from_secs(60), "it never asked for {call}");
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
    killed_at("renameat2", "");
}

#[test]
fn a_kill_before_a_copy_gets_its_name_loses_nothing_but_the_last_moment() {
    killed_at("rename", "sync /drafts/ wait 300\n");
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
        assert!(busy < BUSY, "{prefix}: it computes, for {busy} hundredths of a second by now");
        assert!(begun.elapsed() < Duration::from_secs(30), "{prefix}: it does not end");
        thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(desk.read("status"), "129\n", "{prefix}");
    desk
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
    let held = std::process::Command::new("script").args(["-qc", "true", "/dev/null"]).output();
    let holds = cfg!(target_os = "linux") && held.is_ok_and(|held| held.status.success());
    if !holds {
        skipped("a window that is closed without a word: needs Linux and `script`");
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
