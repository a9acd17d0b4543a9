//! The commands, run as a person runs them.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

use tempfile::TempDir;

use crate::export::{DRAFT, SET};

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
        let words = command.split(' ');
        let program = Command::new(env!("CARGO_BIN_EXE_greenpaper"))
            .args(words)
            .current_dir(self.folder.path())
            .env("GREENPAPER_DRAFTS", ".")
            .env("HOME", self.folder.path())
            .env_remove("XDG_CONFIG_HOME")
            .output();
        program.unwrap()
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
    assert!(shown.contains("Signed off by A. Director on 28 May 2014"), "{shown}");
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
             Nothing has been sent. Send the file to Department for Examples.\n"
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
             Sign-off: Sign the response off\n"
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
    assert_eq!(shell.types("export tiny -o tiny.docx").status.code(), Some(2));
    assert_eq!(shell.types("export tiny --to docx").status.code(), Some(2));
}

#[test]
fn check_says_what_each_file_is() {
    let shell = Shell::with_draft(DRAFT);
    shell.reads("export tiny");
    assert_eq!(
        shell.reads("check tiny.set.yaml tiny.yaml tiny.response.yaml"),
        "tiny.set.yaml: a question set of 11 questions\n\
         tiny.yaml: a draft of tiny, 11 questions answered\n\
         tiny.response.yaml: the final response to tiny, signed off by A. Director on 28 May 2014; \
         the digest is right\n"
    );
}

#[test]
fn check_tells_what_was_changed_and_what_it_does_not_know() {
    let shell = Shell::with_draft(DRAFT);
    let changed = include_str!("export/final.yaml").replace("£", "$");
    fs::write(shell.path("changed.yaml"), changed).unwrap();
    let said = shell.is_refused("check changed.yaml");
    assert!(said.contains("this response was changed since it was exported"), "{said}");
    fs::write(shell.path("later.yaml"), "format: greenpaper/response/2\n").unwrap();
    let said = shell.is_refused("check later.yaml");
    assert!(said.contains("the format `greenpaper/response/2` is not known"), "{said}");
    assert!(said.contains("did you mean `greenpaper/response/1`?"), "{said}");
}

#[test]
fn a_response_is_not_listed_as_a_draft() {
    let shell = Shell::with_draft(DRAFT);
    shell.reads("export tiny");
    let listed = shell.reads("list");
    assert!(!listed.contains("tiny.response"), "{listed}");
}
