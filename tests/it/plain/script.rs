//! Scripts: the real program, with lines through a pipe.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// A person at a shell, with an empty folder for drafts.
struct Shell {
    folder: TempDir,
}

impl Shell {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn drafts(&self) -> PathBuf {
        self.folder.path().join("drafts")
    }

    fn program(&self) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_greenpaper"));
        let set = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/question-sets/right/tiny.yaml");
        program
            .arg("answer")
            .arg(set)
            .env("GREENPAPER_DRAFTS", self.drafts())
            .env("HOME", self.folder.path())
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_STATE_HOME")
            .env_remove("ACCESSIBLE")
            .env("TERM", "xterm")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        program
    }

    /// Runs the program with these lines on standard input.
    fn pipes(&self, lines: &str) -> Output {
        run(self.program().arg("--plain"), lines.as_bytes())
    }

    fn draft(&self) -> String {
        fs::read_to_string(self.drafts().join("tiny.yaml")).unwrap()
    }
}

fn run(program: &mut Command, lines: &[u8]) -> Output {
    let mut child = program.spawn().unwrap();
    // The program may have ended before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(lines);
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Answers everything, signs off and exports.
const WHOLE: [&str; 24] = [
    "",
    "",
    "go council",
    "Borchester",
    "1",
    "go principle",
    "yes",
    "It works.",
    ".",
    "never",
    "It judges.",
    ".",
    "any",
    "",
    "any",
    "",
    "1",
    "sign off",
    "Ann Example",
    "Director",
    "Minute 7",
    "28 May 2014",
    "sign off",
    "leave",
];

#[test]
fn a_script_answers_a_whole_consultation() {
    let shell = Shell::new();
    let output = shell.pipes(&WHOLE.join("\n"));
    let said = said(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("Your response is complete."), "{said}");
    assert!(shell.drafts().join("tiny.response.yaml").exists(), "{said}");
    assert!(shell.draft().contains("status: completed"), "{}", shell.draft());
}

#[test]
fn what_an_earlier_response_says_is_quoted() {
    let earlier = Shell::new();
    earlier.pipes(&WHOLE.join("\n"));
    // What is no draft or response is left out, whatever it is.
    fs::write(earlier.drafts().join("bomb.yaml"), "a: &a [1]\nb: [*a, *a]\n").unwrap();
    fs::write(earlier.drafts().join("large.yaml"), vec![b'x'; 17 << 20]).unwrap();
    let shell = Shell::new();
    let mut program = shell.program();
    program.arg("--plain").env("GREENPAPER_EARLIER", earlier.drafts());
    let lines = "\n\ngo principle\ncomment\nearlier\n1\nleave\n";
    let said = said(&run(&mut program, lines.as_bytes()));
    let source = "A tiny consultation, question 1, comment, ";
    assert!(said.contains("2 earlier passages.\n2 files could not be read.\n"), "{said}");
    assert!(said.contains(&format!("1: {source}")), "{said}");
    assert!(said.contains(&format!("Quoted: {source}")), "{said}");
    assert!(shell.draft().contains(&format!("“It works.” ({source}")), "{}", shell.draft());
}

#[test]
fn what_was_signed_off_is_offered_in_the_next_draft_on_this_machine() {
    let shell = Shell::new();
    shell.pipes(&WHOLE.join("\n"));
    fs::rename(shell.drafts(), shell.folder.path().join("archive")).unwrap();
    let said = said(&shell.pipes("\n\ngo council\nleave\n"));
    assert!(said.contains("Last time: Borchester. “remembered” puts it in."), "{said}");
    assert!(!shell.draft().contains("Borchester"), "{}", shell.draft());
    shell.pipes("go council\nremembered\nleave\n");
    assert!(shell.draft().contains("council: {value: Borchester}"), "{}", shell.draft());
}

#[test]
fn what_is_said_is_text_and_nothing_else() {
    let shell = Shell::new();
    let output = shell.pipes("\n\ngo council\nBor\u{1b}[31mchester\u{7}\nlist\nhelp\nreview\n");
    let said = said(&output);
    let unseen = |c: char| c.is_control() && c != '\n';
    assert!(!said.contains(unseen), "{said:?}");
    let box_drawing = |c: char| ('\u{2500}'..='\u{259f}').contains(&c);
    assert!(!said.contains(box_drawing), "{said:?}");
    assert!(said.contains("? Bor␛[31mchester␇\n"), "{said}");
}

#[test]
fn the_end_of_the_lines_saves_and_leaves() {
    let shell = Shell::new();
    let output = shell.pipes("\n\ngo council\nBorchester");
    assert_eq!(output.status.code(), Some(0));
    assert!(shell.draft().contains("council: {value: Borchester}"), "{}", shell.draft());
    // A text that was not ended is kept as well.
    let output = shell.pipes("go principle\nno\nFirst.\nSecond.\n");
    assert_eq!(output.status.code(), Some(0));
    assert!(shell.draft().contains("First.\n      Second."), "{}", shell.draft());
}

#[test]
fn the_next_run_goes_on_where_the_last_one_ended() {
    let shell = Shell::new();
    shell.pipes("\n\ngo principle\nno\n");
    let said = said(&shell.pipes(""));
    assert!(said.contains("question 1, required.\n"), "{said}");
    assert!(said.contains("? \nYour draft is "), "{said}");
    assert!(said.contains("Please give your reasons. (required)\n"), "{said}");
}

#[test]
fn a_save_that_fails_at_the_end_is_said_and_the_status_is_1() {
    let shell = Shell::new();
    let mut child = shell.program().arg("--plain").spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"\n\ngo council\n").unwrap();
    let draft = shell.drafts().join("tiny.yaml");
    while !fs::read_to_string(&draft).is_ok_and(|draft| draft.contains("status: in-progress")) {
        std::thread::yield_now();
    }
    fs::rename(shell.drafts(), shell.folder.path().join("gone")).unwrap();
    fs::write(shell.drafts(), "in the way").unwrap();
    input.write_all(b"Borchester\n").unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    let said = said(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert_eq!(said.matches("NOT SAVED").count(), 1, "{said}");
    let problem = String::from_utf8(output.stderr).unwrap();
    assert!(problem.starts_with("greenpaper: the last changes could not be saved:"), "{problem}");
}

#[test]
fn the_environment_can_ask_for_lines() {
    for (name, value) in [("ACCESSIBLE", "1"), ("ACCESSIBLE", "yes"), ("TERM", "dumb")] {
        let shell = Shell::new();
        let output = run(shell.program().env(name, value), b"leave\n");
        assert_eq!(output.status.code(), Some(0), "{name}={value}");
        assert!(said(&output).contains("A tiny consultation"));
    }
    for value in ["", "0", "false"] {
        let shell = Shell::new();
        let output = run(shell.program().env("ACCESSIBLE", value), b"leave\n");
        assert_eq!(output.status.code(), Some(2), "ACCESSIBLE={value}");
        let problem = String::from_utf8(output.stderr).unwrap();
        assert!(problem.contains("--plain"), "{problem}");
    }
}

/// The plain mode, for somebody who has an editor that does this.
#[cfg(unix)]
fn with_editor(shell: &Shell, script: &str) -> Command {
    use std::os::unix::fs::PermissionsExt;
    let editor = shell.folder.path().join("editor");
    fs::write(&editor, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let mut program = shell.program();
    program.arg("--plain").env("VISUAL", &editor);
    program
}

#[cfg(unix)]
#[test]
fn an_editor_of_ones_own_edits_the_text() {
    let shell = Shell::new();
    let mut program = with_editor(&shell, "echo 'From the editor.' >> \"$1\"");
    let output = run(&mut program, b"\n\ngo principle\nno\neditor\n\nleave\n");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(shell.draft().contains("comment: From the editor."), "{}", shell.draft());
}

#[cfg(unix)]
#[test]
fn what_was_written_in_an_editor_that_fails_is_kept_and_named() {
    let shell = Shell::new();
    let mut program = with_editor(&shell, "echo 'An hour of work.' > \"$1\"; exit 1");
    let said = said(&run(&mut program, b"\n\ngo principle\nno\neditor\n\nleave\n"));
    let (_, named) = said.split_once("what you wrote there is in ").expect(&said);
    let kept = fs::read_to_string(named.lines().next().unwrap().trim_end_matches('.'));
    assert_eq!(kept.unwrap(), "An hour of work.\n");
}

#[cfg(unix)]
#[test]
fn a_signal_saves_and_ends_with_its_status() {
    let shell = Shell::new();
    let mut child = shell.program().arg("--plain").spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"\n\ngo council\nBorchester\n").unwrap();
    let saved = || {
        let draft = fs::read_to_string(shell.drafts().join("tiny.yaml"));
        draft.is_ok_and(|draft| draft.contains("Borchester"))
    };
    while !saved() {
        std::thread::yield_now();
    }
    let process = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &process]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(128 + 15));
    drop(input);
}
