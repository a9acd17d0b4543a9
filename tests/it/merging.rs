//! Drafts that grew apart are put together: by the command, and by git itself.

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

use greenpaper::{
    app::event::{Event, SaveLocation, SaveReport},
    model::answer::{Answer, Given},
    store::{draft, question_set},
};

use crate::{
    officer::{Officer, set},
    terminal::{Desk, PROGRAM},
};

const SET: &str = r#"format: greenpaper/consultation/1
id: tiny
version: "1"
title: A tiny consultation
publisher: Department for Examples
sections:
  - id: about
    title: About you
    items:
      - {id: council, number: "1", type: string, text: Name of your council}
      - {id: cost, number: "2", type: text, text: The cost}
      - id: kinds
        type: select_multiple
        number: "3"
        text: To whom?
        choices: [{value: other, label: Others}, {value: charity, label: Charities}]
"#;

/// A draft with these answers, each a line of YAML.
fn draft(answers: &[&str]) -> String {
    let digest = question_set::read("", SET.as_bytes()).unwrap().consultation.digest.clone();
    let answers: String = answers.iter().map(|line| format!("  {line}\n")).collect();
    format!(
        "format: greenpaper/response/1\n\
         consultation: {{id: tiny, version: \"1\", digest: \"{digest}\"}}\n\
         status: in-progress\n\
         started: \"2014-05-02T10:03:00+01:00\"\n\
         updated: \"2014-05-02T10:03:00+01:00\"\n\
         answers:\n{answers}...\n"
    )
}

fn said(output: &Output) -> String {
    let text = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    text.concat()
}

/// A desk with a repository, in which git knows drafts.
struct Repository {
    desk: Desk,
}

impl Repository {
    fn new() -> Self {
        let desk = Desk::with("repository/tiny.set.yaml", SET);
        let this = Self { desk };
        this.git("init -q -b main");
        this.git("config user.name Ann");
        this.git("config user.email ann@example.org");
        this
    }

    fn command(&self, program: &str, arguments: &str) -> Output {
        let mut command = Command::new(program);
        command.args(arguments.split_whitespace()).env_clear().envs(self.desk.environment());
        command.current_dir(self.desk.path("repository")).output().unwrap()
    }

    #[track_caller]
    fn git(&self, arguments: &str) -> String {
        let output = self.command("git", arguments);
        assert!(output.status.success(), "git {arguments}: {}", said(&output));
        said(&output)
    }

    fn commit(&self, answers: &[&str]) {
        self.desk.put("repository/tiny.yaml", draft(answers));
        self.git("add .");
        self.git("commit -q -m change");
    }

    /// Two branches, each with other answers than the commit that both come from.
    fn branches(&self, base: &[&str], mine: &[&str], theirs: &[&str]) {
        self.commit(base);
        self.git("checkout -q -b theirs");
        self.commit(theirs);
        self.git("checkout -q main");
        self.commit(mine);
    }
}

#[test]
fn two_branches_with_different_answers_merge_without_a_word() {
    let repository = Repository::new();
    assert!(repository.command(PROGRAM, "git setup").status.success());
    repository.commit(&[
        "council: {value: Borset 0}",
        "cost: {value: None}",
        "kinds: {stage: ready}",
    ]);
    for round in 0..20 {
        let [before, mine, theirs] = [round, round + 1, round + 1];
        let kinds = if round == 0 {
            "kinds: {stage: ready}".to_owned()
        } else {
            format!("kinds: {{value: [charity], note: round {before}}}")
        };
        repository.git(&format!("checkout -q -b theirs{round}"));
        repository.commit(&[
            &format!("council: {{value: Borset {before}}}"),
            &format!("cost: {{value: {theirs} pounds}}"),
            &kinds,
        ]);
        repository.git("checkout -q main");
        let earlier = if round == 0 { "None".to_owned() } else { format!("{before} pounds") };
        repository.commit(&[
            &format!("council: {{value: Borset {before}}}"),
            &format!("cost: {{value: {earlier}}}"),
            &format!("kinds: {{value: [charity], note: round {mine}}}"),
        ]);
        repository.git(&format!("merge -q --no-edit theirs{round}"));
        let merged = repository.desk.read("repository/tiny.yaml");
        for part in [format!("Borset {before}"), format!("{theirs} pounds"), "charity".into()] {
            assert!(merged.contains(&part), "{merged}");
        }
        assert!(!merged.contains("collides"), "{merged}");
    }
}

#[test]
fn a_collision_stops_the_merge_and_keeps_both_versions() {
    let repository = Repository::new();
    repository.command(PROGRAM, "git setup");
    let answer = |council: &str| format!("council: {{value: {council}}}");
    repository.branches(&[&answer("a")], &[&answer("Borset")], &[&answer("Barset")]);
    let merge = repository.command("git", "merge theirs");
    assert!(!merge.status.success());
    assert!(said(&merge).contains("Question 1"), "{}", said(&merge));
    assert!(repository.git("status").contains("both modified"));
    let merged = repository.desk.read("repository/tiny.yaml");
    assert!(merged.contains("Borset") && merged.contains("Barset"), "{merged}");
    let check = repository.command(PROGRAM, "check tiny.yaml");
    assert!(check.status.success(), "{}", said(&check));
}

#[test]
fn other_files_are_merged_as_git_would() {
    let repository = Repository::new();
    repository.command(PROGRAM, "git setup");
    repository.desk.put("repository/other.yaml", "a: 1\n\n\nb: 1\n");
    repository.commit(&[]);
    repository.git("checkout -q -b theirs");
    repository.desk.put("repository/other.yaml", "a: 1\n\n\nb: 2\n");
    repository.commit(&[]);
    repository.git("checkout -q main");
    repository.desk.put("repository/other.yaml", "a: 2\n\n\nb: 1\n");
    repository.commit(&[]);
    repository.git("merge -q --no-edit theirs");
    assert_eq!(repository.desk.read("repository/other.yaml"), "a: 2\n\n\nb: 2\n");
}

#[test]
fn git_shows_changes_in_words_until_that_is_taken_back() {
    let repository = Repository::new();
    let attributes = "*.txt text\n";
    repository.desk.put("repository/.git/info/attributes", attributes);
    let before = repository.git("config --local --list");
    repository.command(PROGRAM, "git setup");
    repository.command(PROGRAM, "git setup");
    repository.commit(&["kinds: {value: [other]}"]);
    repository.commit(&["kinds: {value: [other, charity]}"]);
    let diff = repository.git("diff HEAD~1");
    assert!(diff.contains("3. To whom?") && diff.contains("+  - Charities"), "{diff}");
    let removed = repository.command(PROGRAM, "git setup --remove");
    assert!(removed.status.success(), "{}", said(&removed));
    assert_eq!(repository.git("config --local --list"), before);
    assert_eq!(repository.desk.read("repository/.git/info/attributes"), attributes);
}

#[test]
fn two_drafts_become_one() {
    let desk = Desk::with("tiny.set.yaml", SET);
    desk.put("base.yaml", draft(&["cost: {value: \"One.\\n\\nTwo.\"}"]));
    desk.put("mine.yaml", draft(&["cost: {value: \"First.\\n\\nTwo.\"}", "council: {value: A}"]));
    desk.put("theirs.yaml", draft(&["cost: {value: \"One.\\n\\nSecond.\"}"]));
    let merge = desk.run("merge ./mine.yaml ./theirs.yaml --base ./base.yaml -o out.yaml");
    assert!(merge.status.success(), "{}", said(&merge));
    let merged = desk.read("out.yaml");
    assert!(merged.contains("First.") && merged.contains("Second.") && merged.contains('A'));
    let again = desk.run("merge ./mine.yaml ./theirs.yaml -o out.yaml");
    assert_eq!(again.status.code(), Some(1));
    assert!(said(&again).contains("is there already"), "{}", said(&again));
    let other = desk.run("merge ./mine.yaml ./theirs.yaml -o both.yaml");
    assert_eq!(other.status.code(), Some(1));
    assert!(said(&other).contains("1 answer collides"), "{}", said(&other));
}

#[test]
fn what_differs_is_told_in_words() {
    let desk = Desk::with("tiny.set.yaml", SET);
    desk.put("a.set.yaml", SET);
    desk.put("a.yaml", draft(&["kinds: {value: [other]}", "council: {value: Borset}"]));
    desk.put("b.yaml", draft(&["kinds: {value: [charity]}", "council: {value: Borset}"]));
    let diff = desk.run("diff ./a.yaml ./b.yaml");
    assert_eq!(said(&diff), "3. To whom?\n  - - Others\n  + - Charities\n");
}

#[test]
fn what_differs_is_told_as_json_to_programs() {
    let desk = Desk::with("tiny.set.yaml", SET);
    desk.put("a.set.yaml", SET);
    desk.put("a.yaml", draft(&["kinds: {value: [other]}"]));
    let changed = "changed:\n  kinds: {at: 2014-05-03T09:00:00+01:00, by: \"A. Officer\"}\n...";
    let after = draft(&["kinds: {value: [charity]}"]).replace("...", changed);
    desk.put("b.yaml", after);
    let diff = desk.run("diff ./a.yaml ./b.yaml --json");
    let read: serde_json::Value = serde_json::from_str(&said(&diff)).unwrap();
    let expected = serde_json::json!({
        "since": null,
        "answers": [{
            "question": "kinds",
            "title": "3. To whom?",
            "by": "A. Officer",
            "at": "2014-05-03T09:00:00+01:00",
            "before": ["- Others"],
            "after": ["- Charities"],
        }],
        "sign_off": null,
    });
    assert_eq!(read, expected);
}

#[test]
fn a_newer_draft_is_named_as_one() {
    let desk = Desk::new();
    desk.put("new.yaml", draft(&[]).replace("response/1", "response/3"));
    let check = desk.run("check new.yaml");
    assert_eq!(check.status.code(), Some(1));
    assert!(said(&check).contains("written by a newer Greenpaper"), "{}", said(&check));
}

/// A draft in which two versions of an answer collide.
fn colliding() -> Desk {
    let desk = Desk::with("home/config/greenpaper/questions/tiny.yaml", SET);
    desk.put("mine.yaml", draft(&["council: {value: Borset}"]));
    desk.put("theirs.yaml", draft(&["council: {value: Barset}"]));
    let merge = desk.run("merge ./mine.yaml ./theirs.yaml -o both.yaml");
    assert_eq!(merge.status.code(), Some(1), "{}", said(&merge));
    desk
}

#[test]
fn a_collision_is_settled_in_the_review() {
    let desk = colliding();
    let window = desk.start("answer tiny --draft ./both.yaml");
    window.see("A tiny consultation").press("ctrl+r").see("1 answer has two versions");
    window.press("enter").see("Barset").see("Borset").press("space").press("end").press("up");
    window.press("enter").see("Settled").press("ctrl+q").ends_with(0);
    let settled = desk.read("both.yaml");
    assert!(settled.contains("Borset") && !settled.contains("Barset"), "{settled}");
    assert!(!settled.contains("collides"), "{settled}");
}

#[test]
fn the_screen_of_a_collision_stays_open_when_the_draft_is_saved_meanwhile() {
    let mine = draft(&["council: {value: Borset}"]);
    let mut mine = draft::read("tiny.yaml", mine.as_bytes()).unwrap().draft;
    let theirs = Answer { value: Given::One("Barset".into()), ..Answer::default() };
    mine.collisions.insert("council".try_into().unwrap(), vec![theirs]);
    let now = mine.updated.clone();
    let mut officer = Officer::resuming(set(SET), mine, now);
    officer.press("ctrl+r enter");
    officer.sees("Barset");
    let (number, at) = (officer.app.saving.newest(), officer.now.clone());
    officer.happens(Event::Saved(SaveReport { number, at, result: Ok(SaveLocation::Saved) }));
    officer.sees("Barset");
    officer.press("space end up enter");
    officer.sees("Settled");
    assert!(officer.has_saved("council").contains("Barset"), "{}", officer.has_saved("council"));
}

#[test]
fn a_collision_is_settled_line_by_line() {
    let desk = colliding();
    let mut program = Command::new(PROGRAM)
        .args(["answer", "tiny", "--draft", "./both.yaml", "--plain"])
        .env_clear()
        .envs(desk.environment())
        .current_dir(desk.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    program.stdin.take().unwrap().write_all(b"review\n1\n1\n2\nquit\n").unwrap();
    let told = said(&program.wait_with_output().unwrap());
    assert!(told.contains("1 answer has two versions"), "{told}");
    assert!(told.contains("Other is kept.") && told.contains("Settled"), "{told}");
    assert!(!desk.read("both.yaml").contains("collides"));
}

#[test]
fn what_collides_is_exported_only_in_part() {
    let desk = colliding();
    let export = desk.run("export ./both.yaml -o out.yaml");
    assert_eq!(export.status.code(), Some(1));
    assert!(said(&export).contains("two versions collide"), "{}", said(&export));
    assert!(desk.run("export ./both.yaml -o out.yaml --partial").status.success());
}
