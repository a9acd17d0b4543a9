//! Files, names and words made to attack the terminal or the machine.

use std::{
    ffi::{OsStr, OsString},
    fs,
    os::unix::{ffi::OsStrExt, net::UnixListener},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

use greenpaper::tui::{
    flow::{Flow, FlowPiece, FlowRow},
    layout::{Layout, Pane},
    theme::{Role, Theme, UNICODE},
};
use ratatui::{buffer::Buffer, layout::Rect};

use crate::terminal::{Desk, PROGRAM, USUAL, files_below};

/// Far more than anything here takes; what hangs is told from what is slow.
const HANGS: Duration = Duration::from_secs(300);

/// What steers terminals, reorders text or hides in it.
const EVIL: &str = "A\u{1b}[2J\u{1b}]52;c;ZXZpbA==\u{7}\u{1b}]0;title\u{1b}\\\u{9b}31m\u{9d}0;x\u{9c}\
    \u{202e}\u{2066}\u{200f}\u{8}\u{7f}\u{b}\u{feff}\u{e0041}\u{2028}Z";

/// The same for YAML between double quotes.
fn in_yaml() -> String {
    let escaped = |character: char| format!("\\U{:08x}", u32::from(character));
    EVIL.chars().map(escaped).collect()
}

/// What nothing that is printed may have in it, but for colours.
#[track_caller]
fn check_harmless(what: &str, printed: &[u8]) {
    let text = String::from_utf8_lossy(printed);
    let mut rest = text.as_ref();
    let mut plain = String::new();
    // Colours are ours; texts have lost their escapes, or the test below finds what follows.
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        let end = after.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(after.len());
        match after[end..].strip_prefix('m') {
            Some(after) => rest = after,
            None => panic!("{what} prints an escape sequence: {:?}", &after[..end + 1]),
        }
    }
    plain.push_str(rest);
    let evil = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || matches!(
                c,
                '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{61c}' | '\u{e0000}'..='\u{e007f}'
            )
    };
    if let Some(at) = plain.find(evil) {
        let near: String = plain[at..].chars().take(20).collect();
        panic!("{what} prints {:?} raw in {near:?}", plain[at..].chars().next());
    }
}

#[track_caller]
fn check_no_controls(what: &str, printed: &[u8]) {
    let text = String::from_utf8_lossy(printed);
    let control = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    assert_eq!(control, None, "{what}");
}

/// Runs the program without a terminal, and stops it when it hangs.
#[track_caller]
fn run(desk: &Desk, arguments: &[&OsStr], more: &[(&str, &OsStr)]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).env_clear().envs(desk.environment()).envs(more.iter().copied());
    command.current_dir(desk.path("")).stdin(Stdio::null());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let read = |mut from: Box<dyn std::io::Read + Send>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            from.read_to_end(&mut bytes).map(|_| bytes).unwrap()
        })
    };
    let (out, err) = (read(Box::new(out)), read(Box::new(err)));
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begun.elapsed() > HANGS {
            child.kill().unwrap();
            panic!("{arguments:?} hangs");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    Output { status, stdout: out.join().unwrap(), stderr: err.join().unwrap() }
}

fn evil_set(id: &str) -> String {
    let evil = in_yaml();
    format!(
        "format: greenpaper/consultation/1\nid: {id}\nversion: \"{evil}\"\ntitle: \"{evil}\"\n\
         publisher: \"{evil}\"\nintroduction: \"{evil}\"\nsections:\n  - id: s\n    title: \
         \"{evil}\"\n    introduction: \"{evil}\"\n    items:\n      - {{id: q, number: \"{evil}\", \
         type: select_one, text: \"{evil}\", hint: \"{evil}\", guidance: \"{evil}\", choices: \
         [{{value: a, label: \"{evil}\", detail: \"{evil}\"}}, {{value: b, label: B}}], comment: \
         \"{evil}\"}}\n      - {{id: t, number: \"2\", type: text, text: \"{evil}\"}}\n"
    )
}

fn evil_draft(id: &str) -> String {
    let evil = in_yaml();
    format!(
        "format: greenpaper/response/1\nconsultation: {{id: {id}, version: \"{evil}\", digest: \
         \"{evil}\"}}\nstatus: in-progress\nstarted: \"2014-05-02T10:03:00+01:00\"\nupdated: \
         \"2014-05-02T10:03:00+01:00\"\nanswers:\n  q: {{value: a, details: {{a: \"{evil}\"}}, \
         comment: \"{evil}\", note: \"{evil}\"}}\n  t: {{value: \"{evil}\"}}\n  gone: {{value: \
         \"{evil}\"}}\nsign_off: {{name: \"{evil}\", role: \"{evil}\", authority: \"{evil}\", \
         date: 2014-05-28}}\n...\n"
    )
}

/// A desk with a set, drafts and files that are all made to attack.
fn desk() -> Desk {
    let desk = Desk::with("evil.yaml", &evil_set("evil"));
    desk.put("home/config/greenpaper/questions/evil.yaml", evil_set("evil"));
    desk.put("drafts/evil.yaml", evil_draft("evil"));
    desk.put("drafts/evil.set.yaml", evil_set("evil"));
    desk.put(&format!("drafts/{EVIL}.yaml"), evil_draft("evil"));
    desk.put("drafts/broken.yaml", format!("{}: \"{}\"\n{EVIL}: [\n", EVIL, in_yaml()));
    desk.put(
        "drafts/wrong.yaml",
        evil_draft("evil").replace("status", &format!("\"{}\"", in_yaml())),
    );
    desk.put("drafts/unknown.yaml", evil_draft("no-such-set"));
    desk.put(
        "broken.yaml",
        evil_set("evil").replace("type: text", &format!("type: \"{}\"", in_yaml())),
    );
    desk.put(&format!("{EVIL}.yaml"), "\u{1b}]0;x\u{7}");
    desk
}

/// Every command with every kind of thing it takes, and command lines that are wrong.
fn command_lines() -> Vec<Vec<OsString>> {
    let not_text = OsStr::from_bytes(b"\xff\x1b]0;x\x07\xc3(.yaml");
    let names: Vec<OsString> = vec![
        EVIL.into(),
        format!("./{EVIL}.yaml").into(),
        format!("drafts/{EVIL}.yaml").into(),
        "evil".into(),
        "evil.yaml".into(),
        "drafts/evil.yaml".into(),
        "broken".into(),
        "drafts/broken.yaml".into(),
        "drafts/wrong.yaml".into(),
        "drafts/unknown.yaml".into(),
        "broken.yaml".into(),
        format!("../{EVIL}/x.yaml").into(),
        not_text.to_owned(),
    ];
    let mut lines: Vec<Vec<OsString>> = [
        "list",
        "list --json",
        "--help",
        "--version",
        "help",
        "completions bash",
        "schema response",
    ]
    .iter()
    .map(|line| line.split(' ').map(Into::into).collect())
    .collect();
    for name in names {
        let commands = [
            "show",
            "check",
            "history",
            "export --partial -o -",
            "answer",
            "export",
            "print",
            "answer --plain",
            "answer evil --draft",
            "export evil -o",
            "export evil --to",
            "restore evil",
            "list --drafts",
            "completions",
            "list",
            "check --strict",
            "schema",
            "help",
            "",
        ];
        for command in commands {
            let words = command.split(' ').filter(|word| !word.is_empty());
            let mut line: Vec<OsString> = words.map(Into::into).collect();
            line.push(name.clone());
            lines.push(line.clone());
            if command == "restore evil" {
                lines.push(vec!["restore".into(), name.clone(), name.clone()]);
            }
        }
        let mut flag = OsString::from("--");
        flag.push(&name);
        lines.push(vec![flag.clone()]);
        lines.push(vec!["list".into(), flag]);
    }
    lines
}

#[test]
fn nothing_that_a_command_prints_steers_the_terminal() {
    let desk = desk();
    for line in command_lines() {
        let arguments: Vec<&OsStr> = line.iter().map(OsString::as_os_str).collect();
        let output = run(&desk, &arguments, &[]);
        let what = format!("{line:?}");
        // A response that goes into a file or another program keeps what people wrote.
        let data = line.iter().any(|word| word == "-o") && output.status.success();
        if data {
            check_no_controls(&what, &output.stdout)
        } else {
            check_harmless(&what, &output.stdout)
        }
        check_harmless(&what, &output.stderr);
        assert!(output.status.code().is_some_and(|code| code <= 2), "{what}: {output:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("panicked"), "{what}: {said}");
    }
}

#[test]
fn nothing_in_the_environment_steers_the_terminal() {
    let desk = desk();
    let evil = OsStr::new(EVIL);
    let names = [
        "HOME",
        "GREENPAPER_DRAFTS",
        "GREENPAPER_THEME",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "VISUAL",
        "EDITOR",
        "USER",
        "TERM",
        "LANG",
        "TZ",
        "COLORFGBG",
    ];
    for name in names {
        for line in ["list", "show none", "history evil", "restore evil 1", "answer evil", "--help"]
        {
            let arguments: Vec<&OsStr> = line.split(' ').map(OsStr::new).collect();
            let output = run(&desk, &arguments, &[(name, evil)]);
            let what = format!("{line} with {name}");
            check_harmless(&what, &output.stdout);
            check_harmless(&what, &output.stderr);
        }
    }
}

#[test]
fn nothing_that_a_command_prints_on_a_terminal_steers_it() {
    let desk = desk();
    let lines = command_lines();
    // On a terminal there are colours, and an `answer` that opens the screens.
    let printing = lines.iter().filter(|line| line[0] != "answer" && !line[0].is_empty());
    for line in printing.step_by(5) {
        let command: Vec<&OsStr> =
            [OsStr::new(PROGRAM)].into_iter().chain(line.iter().map(OsString::as_os_str)).collect();
        if line.len() == 1 && !line[0].to_string_lossy().starts_with("--") && line[0] != "list" {
            continue;
        }
        let window = desk.start_command(USUAL, &command, &[("TERM", OsStr::new("xterm"))]);
        window.ending();
        check_harmless(&format!("{line:?}"), window.everything_sent().as_bytes());
    }
}

#[test]
fn nothing_in_a_set_or_draft_steers_the_screens() {
    let desk = desk();
    let window = desk.start("");
    window.see("Drafts").press("down down down up").press("ctrl+q").ends_with(0);
    check_screens(&window.everything_sent());
    let window = desk.start("answer evil");
    window.see("has changed since").press("end enter").see("Sign off");
    for keys in ["ctrl+n", "f2", "esc", "ctrl+t", "esc", "ctrl+n", "ctrl+g", "esc", "ctrl+r", "f1"]
    {
        window.press(keys);
    }
    window.press("esc ctrl+p ctrl+p ctrl+s").see("Saved");
    window.paste(EVIL).press("ctrl+q").ending();
    check_screens(&window.everything_sent());
}

/// Texts are made safe where they are put into rows. What somebody forgets there is stopped before
/// it reaches the terminal.
#[test]
fn what_was_not_made_safe_is_stopped_in_the_last_moment() {
    let zalgo = format!("a{}", "\u{301}".repeat(500));
    for evil in [EVIL, &zalgo, "\u{9b}31m", "\u{1b}]52;c;ZXZpbA==\u{7}"] {
        let piece =
            FlowPiece { column: 0, width: 80, text: evil.to_owned(), role: Role::Text, hit: None };
        let mut flow = Flow::new(80, UNICODE);
        flow.rows.push(FlowRow { pieces: vec![piece] });
        let area = Rect::new(0, 0, 80, 4);
        let pane = Pane::new(area, Role::Ground, flow);
        let layout = Layout { size: area.as_size(), panes: vec![pane], ..Layout::default() };
        let mut buffer = Buffer::empty(area);
        layout.draw(&Theme::dark(), &mut buffer);
        for cell in &buffer.content {
            let symbol = cell.symbol();
            assert!(symbol.len() <= 32 && !symbol.chars().any(char::is_control), "{symbol:?}");
        }
    }
}

/// The screens send sequences of their own; none of those that EVIL is made of.
#[track_caller]
fn check_screens(sent: &str) {
    for evil in [
        "\u{1b}]52",
        "\u{1b}]0",
        "title\u{1b}",
        "\u{9b}",
        "\u{9d}",
        "\u{202e}",
        "\u{2066}",
        "\u{200f}",
        "\u{7}",
        "\u{7f}",
        "\u{b}",
        "\u{feff}",
        "\u{e0041}",
        "\u{2028}",
    ] {
        assert!(!sent.contains(evil), "the screens send {evil:?}");
    }
}

// ---- Files that are none, and files that are too much

/// The commands that read a file that a person names.
const READERS: [&str; 6] = ["check", "show", "history", "export --partial -o -", "print", "answer"];

#[test]
fn what_is_no_file_is_refused_without_waiting_for_it() {
    let desk = Desk::new();
    let at = |name: &str| desk.path(name);
    assert!(Command::new("mkfifo").arg(at("pipe.yaml")).status().unwrap().success());
    fs::create_dir(at("folder.yaml")).unwrap();
    let _socket = UnixListener::bind(at("socket.yaml")).unwrap();
    fs::File::create(at("huge.yaml")).unwrap().set_len(20_000_000_000).unwrap();
    std::os::unix::fs::symlink("/dev/zero", at("zero.yaml")).unwrap();
    std::os::unix::fs::symlink("loop.yaml", at("loop.yaml")).unwrap();
    for name in ["pipe", "folder", "socket", "huge", "zero", "loop", "nothing"] {
        for reader in READERS {
            let file = format!("{name}.yaml");
            let words = reader.split(' ').map(OsStr::new);
            let arguments: Vec<&OsStr> = words.chain([OsStr::new(&file)]).collect();
            let output = run(&desk, &arguments, &[]);
            let code = output.status.code();
            assert!(matches!(code, Some(1 | 2)), "{reader} {file}: {output:?}");
            assert!(!output.stderr.is_empty(), "{reader} {file}");
        }
        let window = desk.start(&format!("answer {name}.yaml"));
        window.ends_with(1);
    }
}

#[test]
fn a_time_zone_that_is_no_file_is_passed_over() {
    let desk = Desk::new();
    assert!(Command::new("mkfifo").arg(desk.path("pipe")).status().unwrap().success());
    for zone in
        ["/dev/zero", ":/dev/zero", "/usr/share/zoneinfo/../../../dev/zero", "pipe", ":pipe"]
    {
        let script = format!("ulimit -v 1000000; exec {PROGRAM} list");
        let more = [("TZ", OsStr::new(zone))];
        let mut command = Command::new("timeout");
        command.args(["-k", "1", &HANGS.as_secs().to_string(), "sh", "-c", &script]);
        command.env_clear().envs(desk.environment()).envs(more).current_dir(desk.path(""));
        let output = command.stdin(Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{zone}: {output:?}");
    }
}

/// Files that make careless readers hang, or take all memory.
fn bombs() -> Vec<(&'static str, Vec<u8>)> {
    let levels: String =
        (1..10).map(|n| format!("a{n}: &a{n} [{}]\n", format!("*a{},", n - 1).repeat(9))).collect();
    let deep: String = (0..10_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    vec![
        ("alias bomb", format!("a0: &a0 x\n{levels}").into()),
        ("aliases", format!("a: &a {}\nb: [{}]", "x".repeat(1 << 20), "*a,".repeat(20_000)).into()),
        ("brackets", "[".repeat(100_000).into()),
        ("braces", "{a: ".repeat(50_000).into()),
        ("dashes", "- ".repeat(20_000).into()),
        ("question marks", "? ".repeat(100_000).into()),
        ("ten thousand levels", deep.into_bytes().into_iter().take(15 << 20).collect()),
        ("long scalar", format!("format: {}", "x".repeat(15 << 20)).into()),
        ("too long", vec![b'x'; 100 << 20]),
        ("repeated keys", "a: b\n".repeat(100_000).into()),
        ("huge number", format!("a: {}", "9".repeat(1 << 20)).into()),
        ("exponent", "a: 1e999999999\n...\n".into()),
        ("merge keys", "a: &a {x: y}\nb: {<<: *a}\n".into()),
        ("tags", "!!python/object/apply:os.system [id]\n".into()),
        ("NUL", vec![0; 1 << 20]),
        ("invalid UTF-8", vec![0xff; 1 << 20]),
    ]
}

#[test]
fn bombs_are_refused_in_little_memory() {
    let desk = Desk::new();
    for (name, bytes) in bombs() {
        desk.put("bomb.yaml", &bytes);
        desk.put("drafts/bomb.yaml", &bytes);
        for reader in ["check bomb.yaml", "show bomb", "history bomb", "list"] {
            // The limit counts what is reserved too, of which unoptimised programs take more.
            let limit = if cfg!(debug_assertions) { 1_000_000 } else { 300_000 };
            let script = format!("ulimit -v {limit}; exec {PROGRAM} {reader}");
            let begun = Instant::now();
            let output = Command::new("sh")
                .args(["-c", &script])
                .env_clear()
                .envs(desk.environment())
                .current_dir(desk.path(""))
                .stdin(Stdio::null())
                .output()
                .unwrap();
            assert!(begun.elapsed() < HANGS, "{reader}: {name} took {:?}", begun.elapsed());
            let expected = i32::from(reader.starts_with("check") || reader.starts_with("show"));
            let code = output.status.code();
            let complaint = String::from_utf8_lossy(&output.stderr);
            let complaint: String = complaint.chars().take(500).collect();
            assert!(
                code == Some(expected) || reader.starts_with("history"),
                "{reader}: {name}: {code:?} {complaint}"
            );
            assert!(!complaint.contains("panicked"), "{reader}: {name}: {complaint}");
        }
    }
}

// ---- Names

#[test]
fn no_name_leads_out_of_its_folder() {
    // What lies in the folders above the desk is this test's own too.
    let above = tempfile::tempdir().unwrap();
    let inner = above.path().join("a/b");
    fs::create_dir_all(&inner).unwrap();
    let desk = Desk::inside(&inner);
    desk.put("inside/tiny.yaml", evil_set("tiny"));
    let before = |desk: &Desk| -> Vec<PathBuf> {
        let ours = |path: &PathBuf| {
            !path.starts_with(desk.drafts()) && !path.starts_with(desk.path("home"))
        };
        files_below(above.path()).into_iter().filter(ours).collect()
    };
    let files = before(&desk);
    let mut names: Vec<String> = [
        "../x",
        "../../x",
        "..",
        ".",
        "/",
        "CON",
        "nul",
        "a:b",
        "-rf",
        "~",
        "x/../../y",
        "..\\x",
        "\u{202e}x",
        "e\u{301}",
        " ",
        "",
        "x\0y",
        "%2e%2e",
        "$HOME",
        "`id`",
    ]
    .map(str::to_owned)
    .into();
    names.push("a".repeat(300));
    for name in names.iter().filter(|name| !name.contains('\0')) {
        for command in ["show", "history", "answer", "export", "restore"] {
            let mut arguments = vec![OsStr::new(command), OsStr::new("--"), OsStr::new(name)];
            if command == "restore" {
                arguments.push(OsStr::new("1"));
            }
            let output = run(&desk, &arguments, &[]);
            assert!(matches!(output.status.code(), Some(1 | 2)), "{command} {name:?}: {output:?}");
        }
        // The id of a set is what drafts are named by.
        desk.put("set.yaml", evil_set("tiny").replace("id: tiny", &format!("id: {name:?}")));
        let output = run(&desk, &[OsStr::new("check"), OsStr::new("set.yaml")], &[]);
        assert_eq!(output.status.code(), Some(1), "{name:?} is taken for an id");
        let window = desk.start("answer set.yaml");
        window.ends_with(1);
        fs::remove_file(desk.path("set.yaml")).unwrap();
    }
    assert_eq!(before(&desk), files);
    assert!(!desk.drafts().exists() || files_below(&desk.drafts()).is_empty());
}

/// What a draft says of its set is used to find one, and never as a name to write.
#[test]
fn nothing_that_a_draft_says_leads_out_of_its_folder() {
    let desk = Desk::with("tiny.yaml", &evil_set("tiny"));
    let draft = evil_draft("tiny").replace(&in_yaml(), "x");
    let ours =
        |path: &PathBuf| path.starts_with(desk.drafts()) || path.starts_with(desk.path("home"));
    let others = || -> Vec<PathBuf> {
        files_below(&desk.path("")).into_iter().filter(|path| !ours(path)).collect()
    };
    let before = others();
    let long = "a".repeat(300);
    for evil in ["../../x", "/tmp/x", "CON", "-rf", "a:b", "\u{202e}x", "e\u{301}", "", &*long] {
        let id = draft.replace("{id: tiny", &format!("{{id: {evil:?}"));
        let digest = draft.replace("digest: \"x\"", &format!("digest: {evil:?}"));
        for draft in [id, digest] {
            desk.put("drafts/tiny.yaml", &draft);
            for line in [
                "list",
                "show tiny",
                "history tiny",
                "export tiny",
                "export tiny --partial",
                "restore tiny 1",
                "answer tiny.yaml --plain",
            ] {
                let arguments: Vec<&OsStr> = line.split(' ').map(OsStr::new).collect();
                let output = run(&desk, &arguments, &[]);
                let said = String::from_utf8_lossy(&output.stderr);
                assert!(output.status.code().is_some_and(|code| code <= 2), "{line}: {said}");
                assert!(!said.contains("panicked") && !said.contains("os error"), "{line}: {said}");
            }
            assert_eq!(others(), before, "{evil:?}");
        }
    }
}

/// An export is written where somebody says, whatever the name is like, and nowhere else.
#[test]
fn an_export_has_the_name_that_was_said() {
    let desk = Desk::with("drafts/tiny.yaml", crate::export::DRAFT);
    desk.put("drafts/tiny.set.yaml", crate::export::SET);
    desk.put("inside/nothing", "");
    let long = format!("{}.yaml", "a".repeat(300));
    for name in
        ["CON.yaml", "-rf.yaml", "a:b.yaml", "\u{202e}x.yaml", "e\u{301}.yaml", ".x.yaml", &long]
    {
        let path = desk.path("inside").join(name);
        let output = run(
            &desk,
            &["export", "tiny", "-o"]
                .map(OsStr::new)
                .into_iter()
                .chain([path.as_os_str()])
                .collect::<Vec<_>>(),
            &[],
        );
        let said = String::from_utf8_lossy(&output.stderr);
        if name == long {
            assert!(said.contains("the name is too long"), "{said}")
        } else {
            assert!(output.status.success(), "{name:?}: {said}")
        }
        let mut files = files_below(&desk.path("inside"));
        files.retain(|file| !file.ends_with("nothing"));
        assert_eq!(files, Vec::from_iter(Some(path.clone()).filter(|_| name != long)));
        let _ = fs::remove_file(path);
    }
}

#[test]
fn planted_links_are_not_written_through() {
    let desk = Desk::with("evil.yaml", &evil_set("evil"));
    let treasure = desk.path("treasure");
    fs::write(&treasure, "gold").unwrap();
    let hidden = desk.path("drafts/.greenpaper");
    fs::create_dir_all(&hidden).unwrap();
    let link = |name: &Path| std::os::unix::fs::symlink(&treasure, name).unwrap();
    for name in ["evil.yaml.lock", "evil.yaml.who", "evil.yaml.history"] {
        link(&hidden.join(name));
    }
    link(&desk.path("drafts/evil.set.yaml"));
    let window = desk.start("answer evil.yaml");
    // A key that comes before the screens is for the terminal, which stops at Ctrl-S.
    window.see("Enter").press("ctrl+n ctrl+n").types("Something.").see("Something.");
    window.press("ctrl+s").see("Saved");
    window.press("ctrl+q").ends_with(0);
    assert_eq!(fs::read_to_string(&treasure).unwrap(), "gold");
}
