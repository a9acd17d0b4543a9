//! What a draft was like earlier can be seen and brought back.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::{Duration, SystemTime},
};

use greenpaper::store::{
    disk::System,
    history::{DraftHistory, Reason},
    lock::{self, LockOutcome, Person},
};
use jiff::{SignedDuration, Timestamp, Zoned};
use tempfile::TempDir;

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
      - {id: cost, number: "2", type: string, text: The cost}
      - id: page
        type: group
        number: "7"
        text: More
        items:
          - {id: first, type: string, text: First}
          - {id: second, type: string, text: Second}
"#;

/// A draft with a past.
struct Desk {
    home: TempDir,
}

fn draft(council: &str, cost: &str, second: &str) -> String {
    format!(
        "format: greenpaper/response/1\n\
         consultation: {{id: tiny, version: \"1\", digest: sha256:00}}\n\
         status: in-progress\n\
         started: \"2014-05-02T10:03:00+01:00\"\n\
         updated: \"2014-05-02T10:03:00+01:00\"\n\
         answers:\n  council: {{value: {council}}}\n  cost: {{value: {cost}}}\n  \
         second: {{value: {second}}}\n...\n"
    )
}

fn may(day: i8, hour: i8) -> Timestamp {
    format!("2014-05-{day:02}T{hour:02}:00:00Z").parse().unwrap()
}

impl Desk {
    fn new() -> Self {
        let desk = Self { home: tempfile::tempdir().unwrap() };
        fs::create_dir_all(desk.home.path().join("drafts")).unwrap();
        fs::write(desk.home.path().join("drafts/tiny.set.yaml"), SET).unwrap();
        for (draft, when) in [
            (draft("Borset", "a", "a"), may(2, 10)),
            (draft("Borsetshire", "a", "a"), may(2, 16)),
            (draft("Borsetshire", "b", "b"), may(3, 9)),
        ] {
            desk.history().keep(&System, draft.as_bytes(), when, Reason::Time).unwrap();
        }
        desk.writes(&draft("Barset", "b", "b"));
        desk
    }

    fn path(&self) -> PathBuf {
        self.home.path().join("drafts/tiny.yaml")
    }

    fn history(&self) -> DraftHistory {
        DraftHistory::of(&self.path(), &self.home.path().join("state/greenpaper"))
    }

    fn writes(&self, content: &str) {
        fs::write(self.path(), content).unwrap();
        let file = fs::File::options().write(true).open(self.path()).unwrap();
        file.set_modified(SystemTime::from(may(3, 10))).unwrap();
    }

    fn runs(&self, arguments: &[&str]) -> Output {
        let at = |name: &str| self.home.path().join(name);
        Command::new(env!("CARGO_BIN_EXE_greenpaper"))
            .args(arguments)
            .env_clear()
            .env("TZ", "UTC")
            .env("HOME", at("home"))
            .env("XDG_STATE_HOME", at("state"))
            .env("GREENPAPER_DRAFTS", at("drafts"))
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    #[track_caller]
    fn says(&self, arguments: &[&str]) -> String {
        let output = self.runs(arguments);
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{complaint}");
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    fn complains(&self, arguments: &[&str]) -> String {
        let output = self.runs(arguments);
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    }

    fn reads(&self) -> String {
        fs::read_to_string(self.path()).unwrap()
    }
}

#[test]
fn earlier_states_are_listed_with_the_questions_that_changed() {
    let desk = Desk::new();
    let listed = desk.says(&["history", "tiny"]);
    let expected = format!(
        "{}\n  \
           now  2014-05-03 10:00:00  question 1\n       \
                1: Borsetshire → Barset\n    \
             1  2014-05-03 09:00:00  questions 2 and 7, part 2\n       \
                2: a → b\n       \
                7, part 2: a → b\n    \
             2  2014-05-02 16:00:00  question 1\n       \
                1: Borset → Borsetshire\n    \
             3  2014-05-02 10:00:00  the earliest version kept\n\
         `greenpaper restore tiny 1` restores the latest of them\n",
        desk.path().display()
    );
    assert_eq!(listed, expected);
}

#[test]
fn earlier_states_are_listed_as_json_for_programs() {
    let desk = Desk::new();
    let listed = desk.says(&["history", "tiny", "--json"]);
    let read: serde_json::Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(read["path"], desk.path().to_str().unwrap());
    let versions = read["versions"].as_array().unwrap();
    assert_eq!(versions.len(), 4);
    let answer = serde_json::json!(
        {"question": "council", "number": "1", "by": null, "before": "Borset", "after": "Borsetshire"}
    );
    assert_eq!(versions[2]["answers"], serde_json::json!([answer]));
    assert_eq!(versions[3]["number"], 3);
    assert_eq!(versions[3]["readable"], true);
    assert!(versions[3]["written"].as_str().unwrap().starts_with("2014-05-02T10:00:00"));
}

#[test]
fn a_state_is_brought_back_by_number_or_time_and_that_can_be_undone() {
    for when in ["2", "2014-05-02 16:00:00", "2014-05-02T16", "16:00"] {
        let desk = Desk::new();
        let present = desk.reads();
        let said = desk.says(&["restore", "tiny", when]);
        assert_eq!(desk.reads(), draft("Borsetshire", "a", "a"), "{when}");
        assert!(said.starts_with("tiny is as it was at 2014-05-02 16:00:00\n"), "{said}");
        let undo = said.split('"').nth(1).unwrap();
        desk.says(&["restore", "tiny", undo]);
        assert_eq!(desk.reads(), present, "{when}");
    }
}

#[test]
fn a_time_that_stands_for_several_states_lists_them() {
    let desk = Desk::new();
    let present = desk.reads();
    let complaint = desk.complains(&["restore", "tiny", "2014-05-02"]);
    for line in ["more than one", "    2  2014-05-02 16:00:00", "    3  2014-05-02 10:00:00"] {
        assert!(complaint.contains(line), "{complaint}");
    }
    assert!(!complaint.contains("2014-05-03"), "{complaint}");
    for none in ["0", "4", "2015", "soon", ""] {
        let complaint = desk.complains(&["restore", "tiny", none]);
        assert!(complaint.contains("    1  2014-05-03 09:00:00"), "{complaint}");
    }
    assert_eq!(desk.reads(), present);
}

#[test]
fn what_takes_it_back_is_said_so_that_it_works() {
    let desk = Desk::new();
    // Two states of one second, the present one among them.
    let takes_back = |said: &str| -> String {
        let command = said.split('`').nth(1).unwrap_or_else(|| panic!("{said}"));
        command.rsplit(" tiny ").next().unwrap().trim_matches('"').to_owned()
    };
    let first = desk.reads();
    let said = desk.says(&["restore", "tiny", "3"]);
    let second = desk.reads();
    let said = [said, desk.says(&["restore", "tiny", "2"])];
    desk.says(&["restore", "tiny", &takes_back(&said[1])]);
    assert_eq!(desk.reads(), second);
    desk.says(&["restore", "tiny", &takes_back(&said[0])]);
    assert_eq!(desk.reads(), first);
}

#[test]
fn what_was_no_draft_is_named_when_a_state_takes_its_place() {
    let desk = Desk::new();
    let broken = "format: [\n";
    fs::write(desk.path(), broken).unwrap();
    let said = desk.says(&["restore", "tiny", "1"]);
    let kept = said.split("it is kept in ").nth(1).unwrap_or_else(|| panic!("{said}")).trim();
    assert_eq!(fs::read_to_string(kept).unwrap(), broken);
    // The newest that can be brought back is not that one.
    let listed = desk.says(&["history", "tiny"]);
    assert!(listed.contains("`greenpaper restore tiny 2` restores the latest"), "{listed}");
}

#[test]
fn a_draft_that_somebody_has_open_is_left_alone() {
    let desk = Desk::new();
    let present = desk.reads();
    let anna = Person {
        name: None,
        user: "anna".into(),
        host: "pc7".into(),
        process: 7,
        since: Zoned::now(),
    };
    let LockOutcome::Ours(_lock) = lock::take(&System, &desk.path(), &anna) else { panic!() };
    let complaint = desk.complains(&["restore", "tiny", "1"]);
    assert!(complaint.contains("anna on pc7, since "), "{complaint}");
    assert_eq!(desk.reads(), present);
}

#[test]
fn a_draft_that_was_removed_can_be_brought_back() {
    let desk = Desk::new();
    fs::remove_file(desk.path()).unwrap();
    let listed = desk.says(&["history", "tiny"]);
    assert!(listed.contains("  1  2014-05-03 09:00:00"), "{listed}");
    desk.says(&["restore", "tiny", "1"]);
    assert_eq!(desk.reads(), draft("Borsetshire", "b", "b"));
}

#[test]
fn what_is_no_draft_is_listed_as_that_and_not_brought_back() {
    let desk = Desk::new();
    let present = desk.reads();
    desk.history().keep(&System, b"format: [", may(3, 9), Reason::Overwritten).unwrap();
    let listed = desk.says(&["history", "tiny"]);
    assert!(
        listed.contains("cannot be read as a draft (someone else's, before merging two"),
        "{listed}"
    );
    let place = listed.lines().position(|line| line.contains("cannot be read as")).unwrap() - 1;
    let complaint = desk.complains(&["restore", "tiny", &place.to_string()]);
    assert!(complaint.contains("cut off") && complaint.contains("not a draft"), "{complaint}");
    assert_eq!(desk.reads(), present);
}

/// Only as much is read as can be compared at once; the times of all are listed.
#[test]
fn a_history_of_very_long_states_is_listed_without_reading_them_all() {
    let desk = Desk::new();
    let long = "word ".repeat(1_200_000);
    for day in 4..12 {
        let state = draft(&format!("Barset {day}"), &long, "b");
        desk.history().keep(&System, state.as_bytes(), may(day, 9), Reason::Time).unwrap();
    }
    let listed = desk.says(&["history", "tiny"]);
    let of = |day: &str| listed.lines().find(|line| line.contains(day)).unwrap_or_default();
    assert!(of("2014-05-11").ends_with("question 1"), "{listed}");
    for day in ["2014-05-04", "2014-05-03"] {
        let change = "not compared: the versions above are very long";
        assert!(of(&format!("{day} 09:00")).ends_with(change), "{listed}");
    }
}

#[test]
fn states_are_not_listed_as_drafts() {
    let desk = Desk::new();
    let listed = desk.says(&["list"]);
    assert_eq!(listed.matches("tiny.yaml").count(), 1, "{listed}");
}

#[test]
fn a_draft_without_a_past_says_so() {
    let desk = Desk::new();
    fs::write(desk.home.path().join("drafts/other.yaml"), desk.reads()).unwrap();
    assert!(desk.says(&["history", "other"]).contains("No earlier version is kept yet"));
    assert!(desk.complains(&["restore", "other", "1"]).contains("no earlier version of other"));
    assert!(desk.complains(&["history", "none"]).contains("there is no draft `none`"));
}

#[test]
fn a_state_that_is_kept_twice_in_a_row_is_kept_once() {
    let desk = Desk::new();
    let before = desk.history().states().unwrap().len();
    for reason in [Reason::Time, Reason::SignOff, Reason::Time] {
        desk.history().keep(&System, b"same", may(4, 1), reason).unwrap();
    }
    let states = desk.history().states().unwrap();
    assert_eq!(states.len(), before + 1);
    assert_eq!(states[0].reason, Reason::SignOff);
}

#[test]
fn a_state_that_is_dated_ahead_thins_out_no_others() {
    let desk = Desk::new();
    let ahead = Timestamp::now() + SignedDuration::from_hours(10 * 365 * 24);
    desk.history().keep(&System, b"ahead", ahead, Reason::Time).unwrap();
    let begun = Timestamp::now() - SignedDuration::from_mins(100);
    for number in 0..12 {
        let when = begun + SignedDuration::from_mins(6 * number);
        let content = format!("number {number}");
        desk.history().keep(&System, content.as_bytes(), when, Reason::Time).unwrap();
    }
    let states = desk.history().states().unwrap();
    let (first, last) = (begun - SignedDuration::from_secs(1), Timestamp::now());
    let there = states.iter().filter(|state| (first..last).contains(&state.when)).count();
    assert_eq!(there, 12, "{states:?}");
}

#[test]
fn looking_at_the_past_of_a_draft_that_has_none_leaves_no_trace() {
    let desk = Desk::new();
    let apart = desk.home.path().join("apart");
    fs::create_dir(&apart).unwrap();
    fs::write(apart.join("other.yaml"), desk.reads()).unwrap();
    let before = files(desk.home.path());
    let listed = desk.says(&["history", apart.join("other.yaml").to_str().unwrap()]);
    assert!(listed.contains("No earlier version is kept yet"), "{listed}");
    assert_eq!(fs::read_dir(&apart).unwrap().count(), 1);
    assert_eq!(files(desk.home.path()), before);
}

#[test]
fn what_a_kill_has_left_of_a_state_is_cleared_away_and_never_listed() {
    let desk = Desk::new();
    let folder = desk.home.path().join("drafts/.greenpaper/tiny.yaml.history");
    let half = folder.join(".0123456789abcdef-1.tmp");
    fs::write(&half, "format: gr").unwrap();
    assert_eq!(desk.history().states().unwrap().len(), 3);
    let file = fs::File::options().write(true).open(&half).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
    desk.history().keep(&System, b"new", may(4, 1), Reason::Time).unwrap();
    assert!(!half.exists());
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn states_are_for_those_who_may_read_the_draft() {
        for wanted in [0o600, 0o640, 0o660] {
            let desk = Desk::new();
            fs::set_permissions(desk.path(), fs::Permissions::from_mode(wanted)).unwrap();
            desk.history().keep(&System, b"new", may(4, 1), Reason::Time).unwrap();
            let newest = desk.history().states().unwrap().remove(0);
            assert_eq!(mode(&newest.path), wanted);
        }
    }

    #[test]
    fn colleagues_who_share_the_folder_share_the_past() {
        let home = tempfile::tempdir().unwrap();
        let drafts = home.path().join("drafts");
        fs::create_dir(&drafts).unwrap();
        fs::set_permissions(&drafts, fs::Permissions::from_mode(0o2770)).unwrap();
        let history = DraftHistory::of(&drafts.join("tiny.yaml"), &home.path().join("state"));
        history.keep(&System, b"new", may(4, 1), Reason::Time).unwrap();
        for folder in [".greenpaper", ".greenpaper/tiny.yaml.history"] {
            assert_eq!(mode(&drafts.join(folder)), 0o2770, "{folder}");
        }
    }

    #[test]
    fn a_link_in_the_place_of_a_folder_is_not_followed() {
        for place in [".greenpaper", ".greenpaper/tiny.yaml.history"] {
            let home = tempfile::tempdir().unwrap();
            let (drafts, trap) = (home.path().join("drafts"), home.path().join("trap"));
            fs::create_dir_all(drafts.join(place).parent().unwrap()).unwrap();
            fs::create_dir(&trap).unwrap();
            symlink(&trap, drafts.join(place)).unwrap();
            let history = DraftHistory::of(&drafts.join("tiny.yaml"), &home.path().join("state"));
            history.keep(&System, b"new", may(4, 1), Reason::Time).unwrap();
            assert_eq!(files(&trap), Vec::<PathBuf>::new(), "{place}");
            assert_eq!(files(&home.path().join("state")).len(), 1, "{place}");
        }
    }
}
