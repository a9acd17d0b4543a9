//! The commands, run as a person runs them.

use std::{
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use greenpaper::{
    model::{draft::Draft, draft_change::DraftChange, text::Text},
    store::{
        atomic::Version, disk::System, document::response::Order, draft, recovery_log::RecoveryLog,
    },
};
use tempfile::TempDir;

use crate::export::{DRAFT, SET};

#[cfg(target_os = "linux")]
mod own_sets;

/// A person at a shell, with a drafts folder in which there is one draft, `tiny`.
struct Shell {
    folder: TempDir,
}

impl Shell {
    fn with_draft(draft: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("tiny.yaml"), draft).unwrap();
        fs::write(folder.path().join("tiny.set.yaml"), SET).unwrap();
        Self { folder }
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    fn file(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    /// Types a command, its words parted by spaces, in the folder of the drafts.
    fn types(&self, command: &str) -> Output {
        self.program(command).stdin(Stdio::null()).output().unwrap()
    }

    /// Opens a draft with the command that was named, and leaves it again.
    #[track_caller]
    fn opens(&self, command: &str) {
        let command = command.strip_prefix("greenpaper ").unwrap();
        let mut program = self.program(&format!("{command} --plain"));
        let mut child = program.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        // The draft is of an earlier set, which is asked about first. That there are no more lines
        // is not said before the end: a slow disk is waited for then no longer than some seconds.
        let mut lines = child.stdin.take().unwrap();
        lines.write_all(b"\nleave\n").unwrap();
        assert!(child.wait().unwrap().success());
        drop(lines);
    }

    fn program(&self, command: &str) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_greenpaper"));
        program
            .args(command.split(' '))
            .current_dir(self.folder.path())
            .env("GREENPAPER_DRAFTS", ".")
            .env("HOME", self.folder.path())
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_STATE_HOME");
        program
    }

    /// The same, and reads what was said on standard output, where the command succeeds.
    #[track_caller]
    fn reads(&self, command: &str) -> String {
        let output = self.types(command);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The same, and reads what was said on standard error, where the answer is no.
    #[track_caller]
    fn is_refused(&self, command: &str) -> String {
        let output = self.types(command);
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stderr).unwrap()
    }
}

impl Shell {
    /// A session that could keep what was written on this machine alone. It runs until this is
    /// dropped. Gives what it wrote as well.
    fn session(&self, text: &str) -> (RecoveryLog, Draft) {
        let content = fs::read(self.path("tiny.yaml")).unwrap();
        let mut draft = draft::read("tiny.yaml", &content).unwrap().draft;
        draft.answers.entry(&"principle".try_into().unwrap()).comment = Text::from(text);
        draft.updated = "2014-05-30T14:03:00+01:00[Europe/London]".parse().unwrap();
        let state = self.path(".local/state/greenpaper");
        let mut log = RecoveryLog::of(&self.path("tiny.yaml"), &state, Order::default()).unwrap();
        let edit = DraftChange::Whole(Box::new(draft.clone()));
        log.append(&System, &[(1, edit)], &[Version::of(&content)]).unwrap();
        (log, draft)
    }

    /// Everything that this machine keeps of drafts that are not saved.
    fn kept(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let folder = self.path(".local/state/greenpaper/unsaved");
        let files = fs::read_dir(folder).into_iter().flatten().map(|file| file.unwrap().path());
        let mut kept: Vec<_> = files.map(|file| (file.clone(), fs::read(file).unwrap())).collect();
        kept.sort();
        kept
    }

    /// What a command says of text that only this machine has.
    fn says_of_unsaved(&self, command: &str) -> String {
        let output = self.types(command);
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        let lines = said.lines().filter(|line| line.to_lowercase().contains("this machine has"));
        lines.map(|line| format!("{}\n", line.trim())).collect()
    }
}

const LOOKING: [&str; 4] = ["show tiny", "list", "history tiny", "export tiny --partial -o -"];

/// The draft, in which an answer lacks its reason and nobody has signed off.
fn unfinished() -> String {
    let (start, rest) = DRAFT.split_once("    comment: |-\n").unwrap();
    let (_, rest) = rest.split_once("    note:").unwrap();
    format!("{start}    note:{rest}").replace("status: completed", "status: in-progress")
}

#[test]
fn show_prints_the_answers_to_read() {
    let shell = Shell::with_draft(DRAFT);
    assert_eq!(shell.reads("show tiny"), include_str!("commands/show.txt"));
}

#[test]
fn show_prints_a_response_that_was_exported() {
    let shell = Shell::with_draft(DRAFT);
    shell.reads("export tiny");
    let shown = shell.reads("show ./tiny.response.yaml");
    assert!(shown.contains("Signed off by             A. Director on 28 May 2014"), "{shown}");
    assert!(shown.contains("    Other: A partnership of councils"), "{shown}");
    assert!(!shown.contains("Legal to check"), "{shown}");
}

#[test]
fn export_writes_beside_the_draft_and_says_what_to_do() {
    let shell = Shell::with_draft(DRAFT);
    let said = shell.reads("export tiny");
    let file = shell.file("tiny.response.yaml");
    let digest = file.lines().rev().nth(1).unwrap().strip_prefix("digest: ").unwrap();
    assert_eq!(
        said,
        format!(
            "The final response is in ./tiny.response.yaml\n\
             Its digest is {digest}\n\
             Nothing has been sent. Send the file to Department for Examples, as the consultation asks.\n"
        )
    );
    assert_eq!(file, include_str!("export/final.yaml"));
    assert_eq!(shell.reads("export tiny -o -"), file);
}

#[test]
fn export_lists_everything_that_is_missing_and_writes_nothing() {
    let shell = Shell::with_draft(&unfinished());
    let said = shell.is_refused("export tiny");
    assert!(
        said.contains(
            "2 things to do before the response is final:\n  \
             Question 1: Give a reason: you chose No\n  \
             Sign-off: Sign off the response\n"
        ),
        "{said}"
    );
    assert!(!shell.path("tiny.response.yaml").exists());
}

#[test]
fn what_is_not_final_has_another_name_and_never_replaces_what_is() {
    let shell = Shell::with_draft(DRAFT);
    shell.reads("export tiny");
    fs::write(shell.path("tiny.yaml"), unfinished()).unwrap();
    shell.reads("export tiny --partial");
    assert!(shell.file("tiny.partial.yaml").starts_with("# NOT FINAL"));
    let said = shell.is_refused("export tiny --partial -o tiny.response.yaml");
    assert!(said.contains("tiny.response.yaml is a final response, and this one is not"), "{said}");
    assert_eq!(shell.file("tiny.response.yaml"), include_str!("export/final.yaml"));
}

#[test]
fn an_earlier_export_is_replaced_and_nothing_else() {
    let shell = Shell::with_draft(DRAFT);
    shell.reads("export tiny");
    fs::write(shell.path("tiny.yaml"), DRAFT.replace("Borsetshire", "Barsetshire")).unwrap();
    shell.reads("export tiny");
    let newer = shell.file("tiny.response.yaml");
    assert!(newer.contains("Barsetshire"));
    let by_hand = newer.replace("Barsetshire", "Borchester");
    fs::write(shell.path("tiny.response.yaml"), &by_hand).unwrap();
    let said = shell.is_refused("export tiny");
    assert!(said.contains("is something else, or was changed after it was exported"), "{said}");
    assert_eq!(shell.file("tiny.response.yaml"), by_hand);
    shell.is_refused("export tiny -o tiny.yaml");
    assert!(shell.file("tiny.yaml").contains("started:"));
}

#[test]
fn an_ending_without_a_format_is_wrong_usage() {
    let shell = Shell::with_draft(DRAFT);
    let said = shell.types("export tiny -o tiny.doc");
    assert_eq!(said.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&said.stderr).contains("end it in .yaml, "), "{said:?}");
    let said = shell.types("export tiny --to doc");
    assert_eq!(said.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&said.stderr).contains("there is no format `doc`; there is "));
}

#[test]
fn check_says_what_each_file_is() {
    let shell = Shell::with_draft(DRAFT);
    shell.reads("export tiny");
    assert_eq!(
        shell.reads("check tiny.set.yaml tiny.yaml tiny.response.yaml"),
        "tiny.set.yaml: a question set of 10 questions\n\
         tiny.yaml: a draft of tiny, 11 answers\n\
         tiny.response.yaml: the final response to tiny, signed off by A. Director on 28 May 2014; \
         the digest is right\n"
    );
}

#[test]
fn check_lists_problems_as_json_for_programs() {
    let shell = Shell::with_draft(&DRAFT.replace("status: completed", "status: done"));
    let output = shell.types("check tiny.set.yaml tiny.yaml no.yaml --json");
    assert_eq!(output.status.code(), Some(1));
    let read: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(read[0]["path"], "tiny.set.yaml");
    assert_eq!(read[0]["problems"], serde_json::json!([]));
    assert!(read[0]["what"].as_str().unwrap().contains("question set"));
    let problem = &read[1]["problems"][0];
    assert_eq!((&problem["severity"], &problem["line"]), (&"error".into(), &3.into()));
    assert!(problem["message"].as_str().unwrap().contains("`done`"), "{problem}");
    assert_eq!((&read[1]["what"], &read[2]["what"]), (&().into(), &().into()));
    assert!(read[2]["unreadable"].as_str().unwrap().contains("not there"));
}

#[test]
fn check_takes_the_name_of_a_draft() {
    let shell = Shell::with_draft(DRAFT);
    let said = shell.reads("check tiny");
    assert!(said.ends_with("tiny.yaml: a draft of tiny, 11 answers\n"), "{said}");
}

#[test]
fn check_says_what_an_exported_document_is() {
    let shell = Shell::with_draft(DRAFT);
    for (ending, what) in [
        ("docx", "this is a Word document (.docx)"),
        ("odt", "this is an OpenDocument text (.odt)"),
        ("html", "this is a web page (HTML)"),
        ("csv", "this is a table (CSV)"),
    ] {
        shell.reads(&format!("export tiny -o tiny.{ending}"));
        let said = shell.is_refused(&format!("check tiny.{ending}"));
        assert!(said.contains(what), "{said}");
    }
}

#[test]
fn check_corrects_what_has_only_one_right_answer() {
    let shell = Shell::with_draft(DRAFT);
    let wrong = SET.replacen("title: ", "title: Parks: ", 1) + "# The end.\n";
    fs::write(shell.path("wrong.yaml"), &wrong).unwrap();
    let said = shell.reads("check --fix wrong.yaml");
    assert!(said.starts_with("wrong.yaml: corrected line "), "{said}");
    assert!(said.ends_with("wrong.yaml: a question set of 10 questions\n"), "{said}");
    assert!(shell.file("wrong.yaml").contains("title: \"Parks: "));
    assert!(shell.file("wrong.yaml").ends_with("# The end.\n"));
    let draft = shell.file("tiny.yaml");
    shell.reads("check --fix tiny.yaml");
    assert_eq!(shell.file("tiny.yaml"), draft);
}

#[test]
fn check_tells_what_was_changed_and_what_it_does_not_know() {
    let shell = Shell::with_draft(DRAFT);
    let changed = include_str!("export/final.yaml").replace("£", "$");
    fs::write(shell.path("changed.yaml"), changed).unwrap();
    let said = shell.is_refused("check changed.yaml");
    assert!(said.contains("this response was changed since it was exported"), "{said}");
    fs::write(shell.path("later.yaml"), "format: greenpaper/response/3\n").unwrap();
    let said = shell.is_refused("check later.yaml");
    assert!(said.contains("written by a newer Greenpaper"), "{said}");
    assert!(said.contains("install the newest Greenpaper"), "{said}");
}

#[test]
fn a_response_is_not_listed_as_a_draft() {
    let shell = Shell::with_draft(DRAFT);
    shell.reads("export tiny");
    let listed = shell.reads("list");
    assert!(!listed.contains("tiny.response"), "{listed}");
}

// ---- Text that only this machine has

#[test]
fn text_that_only_this_machine_has_is_told_and_the_command_that_takes_it_in_does() {
    let shell = Shell::with_draft(&unfinished());
    drop(shell.session("The last words."));
    let kept = shell.kept();
    let opens = "greenpaper answer ./tiny.set.yaml --draft ./tiny.yaml";
    for command in LOOKING {
        let told = match command {
            "list" => "this machine has unsaved newer text, written until 14:03 on 30 May 2014; ",
            _ => {
                "This machine has unsaved newer text of this draft, written \
                 until 14:03 on 30 May 2014. "
            }
        };
        let end = if command == "list" { "" } else { "." };
        let told = format!("{told}`{opens}` restores it{end}\n");
        assert_eq!(shell.says_of_unsaved(command), told, "{command}");
    }
    let listed = shell.reads("list --json");
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed["drafts"][0]["unsaved"], "2014-05-30T14:03:00+01:00");
    assert_eq!(shell.kept(), kept, "looking has changed it");
    shell.opens(opens);
    assert!(shell.file("tiny.yaml").contains("The last words."));
    for command in LOOKING {
        assert_eq!(shell.says_of_unsaved(command), "", "{command}");
    }
}

#[test]
fn a_final_response_is_not_written_without_text_that_only_this_machine_has() {
    let shell = Shell::with_draft(DRAFT);
    drop(shell.session("The last words."));
    for command in ["export tiny", "export tiny -o -", "export tiny --partial"] {
        let output = shell.types(command);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout), (Some(1), Vec::new()), "{said}");
        assert!(
            said.ends_with(
                "greenpaper: nothing was written: the final response would lack that text\n  \
                 `greenpaper answer ./tiny.set.yaml --draft ./tiny.yaml` restores it; then export \
                 again\n"
            ),
            "{said}"
        );
    }
    assert!(!shell.path("tiny.response.yaml").exists());
    shell.opens("greenpaper answer ./tiny.set.yaml --draft ./tiny.yaml");
    // What was signed off has changed, so that it is to be signed off again.
    assert!(shell.is_refused("export tiny").contains("Sign-off"));
}

#[test]
fn text_that_a_colleague_has_overtaken_is_put_beside() {
    let shell = Shell::with_draft(DRAFT);
    drop(shell.session("The last words."));
    fs::write(shell.path("tiny.yaml"), DRAFT.replace("Borsetshire", "Barsetshire")).unwrap();
    let said = shell.is_refused("export tiny");
    assert!(
        said.starts_with(
            "This machine has unsaved text of an earlier version of this draft, \
             written until 14:03 on 30 May 2014. \
             `greenpaper answer ./tiny.set.yaml --draft ./tiny.yaml` saves it beside the draft.\n"
        ),
        "{said}"
    );
    shell.opens("greenpaper answer ./tiny.set.yaml --draft ./tiny.yaml");
    assert!(shell.file("tiny.recovered-1.yaml").contains("The last words."));
    assert_eq!(shell.says_of_unsaved("export tiny"), "");
}

#[test]
fn nothing_is_said_of_what_a_running_session_keeps_or_what_was_saved_after_all() {
    let shell = Shell::with_draft(DRAFT);
    let (session, draft) = shell.session("The last words.");
    let silent = || {
        let kept = shell.kept();
        assert!(!kept.is_empty());
        for command in LOOKING {
            assert_eq!(shell.says_of_unsaved(command), "", "{command}");
        }
        let listed = shell.reads("list --json");
        assert!(listed.contains("\"unsaved\": null"), "{listed}");
        assert_eq!(shell.kept(), kept, "looking has changed it");
    };
    silent();
    shell.reads("export tiny");
    drop(session);
    fs::write(shell.path("tiny.yaml"), draft::write(&draft, &Order::default()).unwrap()).unwrap();
    silent();
}

#[test]
fn list_names_a_draft_whose_file_has_gone_while_this_machine_has_text_of_it() {
    let shell = Shell::with_draft(DRAFT);
    let (session, _) = shell.session("the last words");
    fs::remove_file(shell.path("tiny.yaml")).unwrap();
    assert!(!shell.reads("list").contains("files have gone"), "its session still runs");
    drop(session);
    let listed = shell.reads("list");
    let place = shell.path("tiny.yaml").canonicalize().unwrap_or(shell.path("tiny.yaml"));
    let (_, gone) = listed.split_once("Drafts whose files have gone\n").unwrap();
    assert!(gone.trim_start().starts_with(&place.display().to_string()), "{listed}");
    assert!(gone.contains("this machine has text written until 14:03 on 30 May 2014"), "{listed}");
    let json: serde_json::Value = serde_json::from_str(&shell.reads("list --json")).unwrap();
    assert_eq!(json["drafts_without_file"][0]["path"], place.display().to_string());
    // The command that it names gives the text back.
    let command = gone.split('`').nth(1).unwrap();
    shell.opens(command);
    assert!(shell.file("tiny.yaml").contains("the last words"));
    assert!(!shell.reads("list").contains("files have gone"));
}

#[test]
fn show_prints_the_answers_for_programs() {
    let shell = Shell::with_draft(&unfinished());
    let shown = shell.reads("show tiny --json");
    let json: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(json["consultation"]["id"], "tiny");
    assert_eq!(shown, shell.reads("export tiny --to json --partial -o -"));
    let final_one = Shell::with_draft(DRAFT);
    final_one.reads("export tiny");
    let shown = final_one.reads("show ./tiny.response.yaml --json");
    let json: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert!(json["digest"].is_string(), "{shown}");
}

/// The names of the program's commands, as `--help` lists them.
fn commands_in(help: &str) -> Vec<String> {
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed =
        listed.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("    "));
    listed.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// Each command has a manual page that names all its flags.
#[test]
fn every_command_has_a_manual_page() {
    let shell = Shell::with_draft(DRAFT);
    let commands = commands_in(&shell.reads("--help"));
    assert!(commands.len() > 10, "{commands:?}");
    let overview = shell.reads("man").replace("\\-", "-");
    for command in commands.iter().filter(|command| *command != "help") {
        assert!(overview.contains(&format!("greenpaper-{command}(1)")), "{command}: {overview}");
        let page = shell.reads(&format!("man {command}")).replace("\\-", "-");
        let help = shell.reads(&format!("{command} --help"));
        let flags = help.split([' ', '\n', ',']).filter(|word| word.starts_with("--"));
        for flag in flags {
            assert!(page.contains(flag), "the page of {command} does not name {flag}: {page}");
        }
    }
    let refused = shell.types("man nothing");
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("answer, list, show"));
}
