//! Terminals that are none, windows of no size, and systems that give little: the program works,
//! or says in a line why it does not.

use std::{
    ffi::{OsStr, OsString},
    fs,
    os::unix::fs::PermissionsExt,
    process::{Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use greenpaper::store::{disk::System, folder};

use crate::{
    export::{DRAFT as FINISHED, SET},
    faults::{Chance, DRAFT, LOG, begin, recovered, skipped, text_of},
    faulty::tell,
    terminal::{Desk, Ending, PROGRAM, USUAL, Window, files_below},
};

/// What nobody is told who uses a program: how it was written, and that it did not think of this.
const STRANGE: [&str; 5] = ["panicked", "a mistake in", "os error", "unwrap", "thread '"];

/// Runs a line of the shell, in which `greenpaper` is the program.
#[track_caller]
fn shell(desk: &Desk, line: &str, without: &[&str]) -> Output {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("greenpaper() {{ {PROGRAM} \"$@\"; }}; {line}")]);
    command.env_clear().envs(desk.environment()).current_dir(desk.path(""));
    for name in without {
        command.env_remove(name);
    }
    command.stdin(Stdio::null()).output().unwrap()
}

/// What is said where something goes wrong: in plain words, without anything that steers terminals.
#[track_caller]
fn check_plain(what: &str, output: &Output) {
    for said in [&output.stdout, &output.stderr] {
        let said = String::from_utf8_lossy(said);
        for word in STRANGE.iter().chain(&["\u{1b}"]) {
            assert!(!said.contains(word), "{what} says {word:?}: {said}");
        }
    }
    assert!(output.status.code().is_some_and(|code| code <= 2), "{what}: {output:?}");
}

/// The same, of something that was refused: one complaint and at most a line of advice.
#[track_caller]
fn check_refused(what: &str, output: &Output, status: i32) {
    check_plain(what, output);
    assert_eq!(output.status.code(), Some(status), "{what}: {output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.starts_with("greenpaper: "), "{what}: {said}");
    assert!(said.lines().count() <= 2, "{what}: {said}");
    assert!(output.stdout.is_empty(), "{what}: {output:?}");
}

// ---- Terminals that are none

#[test]
fn without_a_terminal_it_is_said_in_a_line_how_to_go_on() {
    let desk = Desk::with("log.yaml", LOG);
    for call in ["greenpaper", "greenpaper answer log.yaml"] {
        for line in [
            "CALL </dev/null",
            "CALL <&-",
            "CALL | cat >&2; exit 2",
            "CALL >/dev/null",
            "CALL >&-",
            "exec setsid --wait PROGRAM",
            "exec setsid --wait PROGRAM </dev/null >/dev/null",
            "CALL <&- >&-",
        ] {
            let program = call.replace("greenpaper", PROGRAM);
            let line = line.replace("CALL", call).replace("PROGRAM", &program);
            let output = shell(&desk, &line, &[]);
            check_refused(&line, &output, 2);
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(said.contains("terminal") && said.contains("--plain"), "{line}: {said}");
        }
    }
    assert!(!desk.drafts().exists(), "a draft was begun");
}

#[test]
fn with_nobody_who_listens_to_complaints_it_ends_all_the_same() {
    let desk = Desk::with("log.yaml", LOG);
    for line in [
        "greenpaper answer log.yaml 2>&-",
        "greenpaper answer log.yaml 2>/dev/full",
        "greenpaper answer log.yaml <&- >&- 2>&-",
        "greenpaper check nothing.yaml 2>/dev/full",
        "greenpaper nonsense 2>/dev/full",
    ] {
        let output = shell(&desk, line, &[]);
        check_plain(line, &output);
        assert!(!output.status.success(), "{line}: {output:?}");
    }
}

#[test]
fn a_terminal_that_only_prints_is_spoken_to_in_lines() {
    let desk = Desk::with("log.yaml", LOG);
    for line in [
        "TERM=dumb greenpaper answer log.yaml </dev/null",
        "TERM=dumb greenpaper </dev/null",
        "TERM=dumb greenpaper answer log.yaml <&-",
        "greenpaper answer log.yaml </dev/null",
        "greenpaper </dev/null",
    ] {
        let without: &[&str] = if line.starts_with("TERM") { &[] } else { &["TERM"] };
        let output = shell(&desk, line, without);
        check_plain(line, &output);
        assert!(output.status.success(), "{line}: {output:?}");
        assert!(!output.stdout.is_empty(), "{line}");
    }
    // The same in a window.
    for prefix in ["env TERM=dumb", "env TERM=", "env -u TERM"] {
        let command: Vec<&str> = prefix.split(' ').chain([PROGRAM, "answer", "log.yaml"]).collect();
        let window = desk.start_command(USUAL, &command, &[]);
        window.see("The log").types("leave\n").ends_with(0);
        let sent = window.everything_sent();
        assert!(!sent.contains('\u{1b}'), "{prefix}: {sent:?}");
    }
}

#[test]
fn a_window_of_somebody_else_is_said_to_be_no_terminal() {
    let desk = Desk::with("log.yaml", LOG);
    let call = format!("exec setsid --wait {PROGRAM} answer log.yaml </dev/null");
    let window = desk.start_command(USUAL, &["sh", "-c", &call], &[]);
    window.ends_with(1);
    let sent = window.everything_sent();
    for word in STRANGE.iter().chain(&["\u{1b}"]) {
        assert!(!sent.contains(word), "{word:?}: {sent}");
    }
    assert!(sent.contains("greenpaper: cannot use the terminal"), "{sent}");
    assert!(sent.contains("--plain"), "{sent}");
}

// ---- Standard output that takes nothing

/// A desk with a finished draft and its set.
fn finished() -> Desk {
    let desk = Desk::with("drafts/tiny.yaml", FINISHED);
    desk.put("drafts/tiny.set.yaml", SET);
    desk
}

/// The commands that print, each of which has something to say here.
const PRINTING: [&str; 11] = [
    "list",
    "list --json",
    "show tiny",
    "check drafts/tiny.yaml",
    "print drafts/tiny.set.yaml",
    "export tiny -o -",
    "export tiny --partial -o -",
    "history tiny",
    "schema response",
    "completions bash",
    "--help",
];

#[test]
fn what_could_not_be_printed_is_an_error() {
    let desk = finished();
    for command in PRINTING {
        let output = shell(&desk, &format!("greenpaper {command} >/dev/full"), &[]);
        check_plain(command, &output);
        assert_eq!(output.status.code(), Some(1), "{command}");
        let said = String::from_utf8_lossy(&output.stderr);
        let complaint = "greenpaper: cannot write to standard output: the disk is full";
        assert_eq!(said.lines().last(), Some(complaint), "{command}: {said}");
    }
}

#[test]
fn a_reader_that_has_gone_is_no_error() {
    let desk = finished();
    for command in PRINTING {
        let output = shell(&desk, &format!("greenpaper {command} | true"), &[]);
        check_plain(command, &output);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("cannot"), "{command}: {said}");
    }
}

/// Where standard output is closed, the system's library opens a file in its place that takes
/// everything and keeps nothing, so that it cannot be told from one that was wanted.
#[test]
fn a_standard_output_that_is_closed_spoils_nothing() {
    let desk = finished();
    for command in PRINTING {
        let output = shell(&desk, &format!("greenpaper {command} >&-"), &[]);
        check_plain(command, &output);
    }
    assert_eq!(desk.read("drafts/tiny.yaml"), FINISHED);
    assert_eq!(desk.read("drafts/tiny.set.yaml"), SET);
}

// ---- Windows of no size

#[test]
fn a_window_may_have_any_size_while_somebody_types() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start("answer log.yaml");
    begin(&window);
    let mut text = String::new();
    // An unoptimised program draws a million cells for seconds.
    let large = if cfg!(debug_assertions) { 300 } else { 1000 };
    for size in [(1, 1), (2, 2), (0, 0), (65535, 2), (2, 65535), (large, large), (0, 5)] {
        let word = format!("{}x{}.", size.0, size.1);
        window.claims(size).types(&word);
        text += &word;
        desk.file_says(DRAFT, &text);
    }
    window.resize(USUAL).see("What happened?").see("0x5.").press("ctrl+q").ends_with(0);
    assert_eq!(recovered(&desk), text);
}

#[test]
fn the_program_starts_in_a_window_of_any_size() {
    for size in ["1 1", "2 2", "0 0", "65535 2", "2 65535"] {
        let desk = Desk::with("log.yaml", LOG);
        let (rows, columns) = size.split_once(' ').unwrap();
        let call = format!("stty rows {rows} columns {columns}; exec {PROGRAM} answer log.yaml");
        let window = desk.start_command(USUAL, &["sh", "-c", &call], &[]);
        desk.file_says(DRAFT, "status: in-progress");
        window.claims((90, 30)).resize(USUAL).see("Esc").press("ctrl+q").ends_with(0);
    }
}

#[test]
fn a_window_that_changes_its_size_all_the_time_loses_no_letter() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start("answer log.yaml");
    begin(&window);
    let (mut chance, mut text) = (Chance::new(), String::new());
    for number in 0..300 {
        let size = (1 + chance.below(200), 1 + chance.below(60));
        window.claims((u16::try_from(size.0).unwrap(), u16::try_from(size.1).unwrap()));
        if number % 3 == 0 {
            let word = format!("{number}.");
            window.types(&word);
            text += &word;
        }
        // So that some are drawn, and do not all come at once.
        if number % 15 == 0 {
            desk.file_says(DRAFT, &text);
        }
    }
    window.claims((90, 30)).resize(USUAL).see("What happened?");
    window.press("ctrl+q").ends_with(0).is_given_back();
    assert_eq!(recovered(&desk), text);
}

#[test]
fn a_script_that_answers_what_may_only_be_read_is_told_so() {
    let desk = Desk::with("log.yaml", LOG);
    let script = |lines: &str| {
        let line = format!("printf '{lines}' | greenpaper answer log.yaml --plain");
        let output = shell(&desk, &line, &[]);
        check_plain(&line, &output);
        let said = [output.stdout, output.stderr].map(|said| String::from_utf8(said).unwrap());
        (output.status.code(), said)
    };
    assert_eq!(script("go text\\nBegun.\\n.\\n").0, Some(0));
    fs::set_permissions(desk.path(DRAFT), fs::Permissions::from_mode(0o444)).unwrap();
    for change in ["Lost.\\n.\\n", "clear\\n", "no comment\\n", "stage ready\\n", "undo\\n"] {
        let (status, [said, complaint]) = script(&format!("go text\\n{change}leave\\n"));
        assert_eq!(status, Some(1), "{change}: {said}");
        assert!(complaint.contains("the file is write-protected"), "{change}: {complaint}");
        for claim in ["Cleared", "kept aside", "Stage: ready", "takes the place"] {
            assert!(!said.contains(claim), "{change}: {said}");
        }
    }
    let (status, [said, _]) = script("sign off\\nAnna\\nHead\\nMinute 7\\n\\n\\n");
    assert_eq!(status, Some(1), "{said}");
    // To look at it is no change.
    assert_eq!(script("go text\\nnext\\nreview\\nleave\\n").0, Some(0));
    assert_eq!(recovered(&desk), "Begun.");
}

// ---- Systems that give little

/// Types if the program comes up, and has it ended by the system. What was typed is found again,
/// or the footer had said that it was not saved. Whether it came up.
#[track_caller]
fn types_or_is_told_why(what: &str, desk: &Desk, window: &Window) -> bool {
    let comes_up = |window: &Window| {
        // The first frame is there before all threads are.
        window.sees_before_it_ends("Esc")
            && window.press("ctrl+g").sees_before_it_ends("Type a few letters")
    };
    if !comes_up(window) {
        let sent = window.everything_sent();
        assert!(matches!(window.ending(), Ending::Status(1)), "{what}: {sent}");
        assert!(sent.contains("greenpaper: "), "{what}: {sent}");
        for word in STRANGE {
            assert!(!sent.contains(word), "{what}: {word:?} in {sent}");
        }
        window.is_given_back();
        return false;
    }
    window.types("happened").press("enter");
    window.see("What happened?").types("Begun. ").see("Begun.").press("ctrl+s");
    let said = window.see_one_of(&["Saved", "NOT SAVED", "AT RISK"]);
    window.signal("TERM").ends_with(143).is_given_back();
    let safe = fs::read_to_string(desk.path(DRAFT)).is_ok_and(|draft| draft.contains("Begun."));
    assert!(safe || said != "Saved", "{what}: {}", window.picture());
    let sent = window.everything_sent();
    assert!(!STRANGE.iter().any(|word| sent.contains(word)), "{what}: {sent}");
    true
}

#[test]
fn with_few_files_at_once_it_works_or_says_why_not() {
    let mut worked = Vec::new();
    for files in [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 24] {
        let desk = Desk::with("log.yaml", LOG);
        let call = format!("ulimit -n {files}; exec {PROGRAM} answer log.yaml");
        let window = desk.start_command(USUAL, &["sh", "-c", &call], &[]);
        if types_or_is_told_why(&format!("{files} files"), &desk, &window) {
            worked.push(files);
            assert!(desk.read(DRAFT).contains("Begun."), "opened but not saved: {files} files");
        }
        for command in ["list", "check log.yaml", "print log.yaml", "show log"] {
            let line = format!("ulimit -n {files}; exec {PROGRAM} {command}");
            check_plain(&line, &shell(&desk, &line, &[]));
        }
    }
    tell(&format!("worked with {worked:?} files"));
    assert!(worked.contains(&16), "{worked:?}");
}

/// A person without rights of their own, and the words that make a command theirs; `None` where there
/// cannot be one. Each is another one: how much somebody may run counts all that they run already.
fn nobody(desk: &Desk) -> Option<Vec<OsString>> {
    let us = Command::new("id").arg("-u").output().unwrap();
    if us.stdout != b"0\n" {
        return Some(Vec::new());
    }
    static NEXT: AtomicU32 = AtomicU32::new(0);
    // Numbers that systems give to nobody.
    let number = 60_600 + std::process::id() % 10 * 50 + NEXT.fetch_add(1, Ordering::SeqCst);
    let whose = [format!("--reuid={number}"), format!("--regid={number}"), "--clear-groups".into()];
    fs::set_permissions(desk.path(""), fs::Permissions::from_mode(0o755)).unwrap();
    let given = Command::new("chown")
        .args(["-R", &format!("{number}:{number}")])
        .arg(desk.path(""))
        .status();
    let mut tried = Command::new("setpriv");
    let runs = tried.args(&whose).args([PROGRAM, "--version"]).output();
    if given.is_ok_and(|given| given.success()) && runs.is_ok_and(|runs| runs.status.success()) {
        return Some(["setpriv".into()].into_iter().chain(whose).map(Into::into).collect());
    }
    skipped("folders that may not be written: needs another user, by way of setpriv");
    None
}

/// Starts the program as somebody without rights.
fn start_as(nobody: &[OsString], desk: &Desk, words: &[&str], more: &[(&str, &OsStr)]) -> Window {
    let command: Vec<OsString> =
        nobody.iter().cloned().chain(words.iter().map(OsString::from)).collect();
    desk.start_command(USUAL, &command, more)
}

#[test]
fn with_few_threads_it_works_or_says_why_not() {
    let mut worked = Vec::new();
    for threads in 1..=9 {
        let desk = Desk::with("log.yaml", LOG);
        let Some(nobody) = nobody(&desk).filter(|nobody| !nobody.is_empty()) else {
            return skipped("few threads: needs the right to be another user");
        };
        let limit = format!("--nproc={threads}");
        let window =
            start_as(&nobody, &desk, &["prlimit", &limit, PROGRAM, "answer", "log.yaml"], &[]);
        if types_or_is_told_why(&format!("{threads} threads"), &desk, &window) {
            worked.push(threads);
        }
    }
    tell(&format!("worked with {worked:?} threads"));
    assert!(worked.contains(&9), "{worked:?}");
}

#[test]
fn a_folder_of_drafts_that_may_not_be_written_is_said_to_be_one() {
    let desk = Desk::with("log.yaml", LOG);
    begin(&desk.start("answer log.yaml")).types("Begun. ").press("ctrl+q").ends_with(0);
    let before = desk.read(DRAFT);
    let Some(nobody) = nobody(&desk) else { return };
    fs::set_permissions(desk.drafts(), fs::Permissions::from_mode(0o555)).unwrap();
    let window = start_as(&nobody, &desk, &[PROGRAM, "answer", "log.yaml"], &[]);
    window.see("What happened?").types("More. ").see("NOT SAVED").see("you may not write there");
    desk.some_file_says("home/state/greenpaper/unsaved", "Begun. More.");
    window.signal("TERM").ends_with(143).is_given_back();
    assert_eq!(desk.read(DRAFT), before);
    // A new draft cannot be begun there.
    fs::remove_file(desk.path(DRAFT)).unwrap_or_default();
    fs::set_permissions(desk.drafts(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::remove_file(desk.path(DRAFT)).unwrap_or_default();
    fs::set_permissions(desk.drafts(), fs::Permissions::from_mode(0o555)).unwrap();
    let window = start_as(&nobody, &desk, &[PROGRAM, "answer", "log.yaml"], &[]);
    window.ends_with(1).see("greenpaper: cannot write").see("you may not write there");
    assert!(!window.everything_sent().contains("os error"));
    fs::set_permissions(desk.drafts(), fs::Permissions::from_mode(0o755)).unwrap();
}

/// What somebody without rights is told, of a command and of what they may not read or write.
#[test]
fn what_may_not_be_read_is_not_said_to_be_what_may_not_be_written() {
    let desk = finished();
    desk.put("secret.yaml", LOG);
    desk.put("drafts/secret.yaml", FINISHED);
    fs::create_dir(desk.path("folder.yaml")).unwrap();
    let Some(nobody) = nobody(&desk) else { return };
    for file in ["secret.yaml", "drafts/secret.yaml"] {
        fs::set_permissions(desk.path(file), fs::Permissions::from_mode(0o000)).unwrap();
    }
    let drafts = desk.drafts().display().to_string();
    let told = [
        ("answer ./secret.yaml --plain", "cannot read ./secret.yaml: you may not read it"),
        ("print ./secret.yaml", "cannot read ./secret.yaml: you may not read it"),
        ("check ./secret.yaml", "cannot read ./secret.yaml: you may not read it"),
        ("show secret", &format!("cannot read {drafts}/secret.yaml: you may not read it")),
        ("export secret", &format!("cannot read {drafts}/secret.yaml: you may not read it")),
        ("history secret", &format!("cannot read {drafts}/secret.yaml: you may not read it")),
        ("answer ./folder.yaml --plain", "cannot read ./folder.yaml: it is a folder, not a file"),
        ("check ./none.yaml", "cannot read ./none.yaml: it is not there"),
        ("print library-hours -o none/log.md", "cannot write none/log.md: the folder is not there"),
        ("export tiny -o none/tiny.yaml", "cannot write none/tiny.yaml: the folder is not there"),
        (
            "show a+b",
            "`a+b` is neither an id nor the path of a .yaml file: an id is made of `A-Z a-z \
                      0-9 - _`, without `+`",
        ),
    ];
    for (command, complaint) in told {
        let words = nobody.iter().map(OsString::as_os_str);
        let words: Vec<&OsStr> =
            words.chain([PROGRAM].into_iter().chain(command.split(' ')).map(OsStr::new)).collect();
        let mut program = Command::new(words[0]);
        program.args(&words[1..]).env_clear().envs(desk.environment()).current_dir(desk.path(""));
        let output = program.stdin(Stdio::null()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let mut complaints = said.lines().filter_map(|line| line.strip_prefix("greenpaper: "));
        assert_eq!(complaints.next(), Some(complaint), "{command}: {said}");
    }
}

#[test]
fn a_colleagues_file_to_lock_is_locked_also_when_it_may_only_be_read() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(nobody) = nobody(&desk).filter(|nobody| !nobody.is_empty()) else {
        return skipped("a colleague's file to lock: needs the right to be another user");
    };
    let start = || start_as(&nobody, &desk, &[PROGRAM, "answer", "log.yaml"], &[]);
    begin(&start()).press("ctrl+q").ends_with(0);
    let mut files = files_below(&desk.drafts()).into_iter();
    let lock = files.find(|file| file.extension() == Some("lock".as_ref())).unwrap();
    std::os::unix::fs::chown(&lock, Some(0), Some(0)).unwrap();
    fs::set_permissions(&lock, fs::Permissions::from_mode(0o644)).unwrap();
    let first = start();
    first.see("What happened?");
    assert!(!first.picture().contains("Cannot tell"), "{}", first.picture());
    start().see("Someone else has this draft open").press("ctrl+q").ends_with(0);
    first.press("ctrl+q").ends_with(0);
}

#[test]
fn a_home_that_may_not_be_written_or_is_not_there_keeps_nobody_from_working() {
    let desk = Desk::with("log.yaml", LOG);
    fs::create_dir(desk.drafts()).unwrap();
    fs::create_dir(desk.path("bare")).unwrap();
    let Some(nobody) = nobody(&desk) else { return };
    fs::set_permissions(desk.path("bare"), fs::Permissions::from_mode(0o555)).unwrap();
    let places = ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"];
    let forget = places.map(|place| format!("-u {place}")).join(" ");
    let bare = desk.path("bare").display().to_string();
    for home in [format!("HOME={bare}"), "HOME=/nonexistent".into(), "HOME=/dev/null".into()] {
        let mut words = vec!["env"];
        words.extend(forget.split(' '));
        words.extend([&*home, PROGRAM, "answer", "log.yaml"]);
        let window = start_as(&nobody, &desk, &words, &[]);
        assert!(types_or_is_told_why(&home, &desk, &window), "{home}");
        desk.file_says(DRAFT, "Begun.");
        fs::remove_dir_all(desk.drafts()).unwrap();
        fs::create_dir(desk.drafts()).unwrap();
        fs::set_permissions(desk.drafts(), fs::Permissions::from_mode(0o777)).unwrap();
    }
    assert!(files_below(&desk.path("bare")).is_empty());
}

#[test]
fn without_any_home_the_drafts_are_where_they_are_said_to_be() {
    let desk = Desk::with("log.yaml", LOG);
    // The system does not know them, so that it has no home for them either.
    let Some(stranger) = nobody(&desk).filter(|nobody| !nobody.is_empty()) else {
        return skipped("a person without a home: needs the right to be another user");
    };
    let run = |line: &str| {
        let mut words = stranger.iter();
        let mut command = Command::new(words.next().unwrap());
        command.args(words).arg(PROGRAM).args(line.split(' ')).stdin(Stdio::null()).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap()).current_dir(desk.path(""));
        command.output().unwrap()
    };
    for line in ["check log.yaml", "schema response", "completions bash"] {
        let output = run(line);
        check_plain(line, &output);
        assert!(output.status.success(), "{line}: {output:?}");
    }
    for line in ["list", "show log", "answer log.yaml --plain", "history log"] {
        check_refused(line, &run(line), 1);
        let said = run(line).stderr;
        assert!(String::from_utf8_lossy(&said).contains("--drafts"), "{line}");
    }
    fs::create_dir(desk.path("mine")).unwrap();
    fs::set_permissions(desk.path("mine"), fs::Permissions::from_mode(0o777)).unwrap();
    for line in ["answer log.yaml --plain --drafts mine", "list --drafts mine"] {
        let output = run(line);
        check_plain(line, &output);
        assert!(output.status.success(), "{line}: {output:?}");
    }
    let opened = folder::open(&System, &desk.path("mine/log.yaml")).unwrap();
    assert_eq!(text_of(&opened.draft), "");
}
