//! Question sets made to do harm: each is refused, at once, without a panic.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{fs, time::Duration};

use greenpaper::store::{problem::MAX_KEPT, question_set, source::FileBounds};
use proptest::{prelude::*, sample::select};

/// Far more processor time than any of them takes in a debug build.
const AT_ONCE: Duration = Duration::from_secs(20);

#[track_caller]
fn complaint(what: &str, bytes: &[u8]) -> String {
    let start = busy();
    let complaint = question_set::read(what, bytes).unwrap_err().to_string();
    let took = busy().checked_sub(start).unwrap();
    assert!(took < AT_ONCE, "{what} took {took:?}");
    complaint
}

/// How long this thread has had a processor: on a busy machine a clock would say more.
#[cfg(unix)]
fn busy() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap()
}

/// How long this process has run, where nothing better is known.
#[cfg(not(unix))]
fn busy() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> =
        std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}

#[test]
fn attacks_on_the_reader_are_refused() {
    let one_line = |entry: &str| format!("sections: [{}]", entry.repeat(90_000)).into();
    let bombs: [(&str, Vec<u8>); 28] = [
        ("alias bomb", alias_bomb().into()),
        (
            "many aliases",
            format!("a: &a {}\nb: [{}]", "x".repeat(1 << 20), "*a,".repeat(20_000)).into(),
        ),
        ("itself", "&a [*a]".into()),
        ("merge keys", "a: &a {x: y}\nb: {<<: *a}".into()),
        ("open brackets", "[".repeat(100_000).into()),
        ("open braces", "{a: ".repeat(100_000).into()),
        ("nested dashes", "- ".repeat(20_000).into()),
        ("nested question marks", "? ".repeat(100_000).into()),
        ("deep indentation", deep_indentation().into()),
        ("long scalar", format!("a: {}", "x".repeat(15 << 20)).into()),
        ("long quoted scalar", format!("a: \"{}\"", "x".repeat(1 << 20)).into()),
        ("long key", format!("{}: a", "x".repeat(1 << 20)).into()),
        ("too large", vec![b'a'; (4 << 20) + 1]),
        ("repeated keys", "a: b\n".repeat(50_000).into()),
        ("many keys", (0..50_000).map(|n| format!("k{n}: b\n")).collect::<String>().into()),
        ("many items", format!("sections: [{}]", "x,".repeat(100_000)).into()),
        ("huge number", format!("defaults: {{max_words: {}}}", "9".repeat(100_000)).into()),
        ("tabs", "\t".repeat(1_000_000).into()),
        ("NUL", vec![0; 1_000_000]),
        ("UTF-16", "format: x".encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("not text", (0..=255).cycle().take(1_000_000).collect()),
        ("line ends", "\r".repeat(1_000_000).into()),
        ("many values on one line", one_line("value,")),
        ("many maps on one line", one_line("{value: x},")),
        ("anchors", "- &a x\n".repeat(400_000).into()),
        ("blank lines", "\n".repeat(4_000_000).into()),
        ("mistakes in many lines", "key: a: b\n".repeat(400_000).into()),
        ("brackets", format!("a: {}", "[],".repeat(1_000_000)).into()),
    ];
    for (what, bytes) in bombs {
        let complaint = complaint(what, &bytes);
        assert!(complaint.starts_with("error: "), "{what}: {complaint}");
        assert!(complaint.len() < 1_000_000, "{what}: {} bytes", complaint.len());
    }
}

/// A set that would be right if it were smaller.
#[test]
fn lists_that_multiply_are_refused_at_once() {
    let choices: String =
        (0..1_000).map(|n| format!("    - {{value: v{n}, label: L}}\n")).collect();
    let questions: String = (0..1_000)
        .map(|n| format!("    - {{id: q{n}, type: select_one, text: T, choices: l}}\n"))
        .collect();
    let set = format!(
        "format: greenpaper/consultation/1\nid: big\nversion: v\ntitle: T\npublisher: P\n\
         choice_lists:\n  l:\n{choices}sections:\n  - id: s\n    title: T\n    items:\n{questions}"
    );
    let complaint = complaint("big.yaml", set.as_bytes());
    assert!(complaint.contains("more than 500000 choices"), "{complaint}");
}

#[test]
fn a_file_of_too_many_values_is_refused_while_it_is_read() {
    let most = FileBounds::SET.nodes;
    let small = format!("sections: [{}]", "x, ".repeat(most / 2));
    assert!(!complaint("small.yaml", small.as_bytes()).contains("keys and values"));
    for more in [1, 2] {
        let large = format!("sections: [{}]", "x, ".repeat(more * most));
        let complaint = complaint("large.yaml", large.as_bytes());
        let bound = "error: there are more than 100000 keys and values in this file";
        assert!(complaint.starts_with(bound), "{complaint}");
        // Whatever follows is not read, so it costs nothing.
        assert_eq!(complaint.matches("error: ").count(), 1, "{complaint}");
    }
}

/// More than anyone reads: the rest is not even looked for.
#[test]
fn a_file_of_too_many_mistakes_is_not_read_to_its_end() {
    for mistakes in ["- &a x\n".repeat(300_000), "\u{1}".repeat(3_000_000)] {
        let complaint = complaint("wrong.yaml", mistakes.as_bytes());
        assert_eq!(complaint.matches("error: ").count(), MAX_KEPT);
        let end = format!("after {MAX_KEPT} problems, the rest of the file was not read");
        assert!(complaint.ends_with(&end), "{}", &complaint[complaint.len() - 100..]);
    }
}

fn alias_bomb() -> String {
    let level = |n: usize| format!("a{n}: &a{n} [{}]\n", format!("*a{},", n - 1).repeat(9));
    let levels: String = (1..10).map(level).collect();
    format!("a0: &a0 x\n{levels}")
}

fn deep_indentation() -> String {
    (0..4_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect()
}

/// What authors, and attackers, put in the wrong place.
const PIECES: [&str; 40] = [
    "",
    " ",
    "  ",
    "\n",
    "\n  ",
    "\n- ",
    "- ",
    ": ",
    ", ",
    "{",
    "}",
    "[",
    "]",
    "{}",
    "[]",
    "\"",
    "'",
    "|\n",
    ">-\n",
    "#",
    "~",
    "null",
    "no",
    "true",
    "0x1F",
    "1e3",
    "007",
    "-5",
    "99999999999999999999",
    "2014-05-30",
    "a",
    "items",
    "choices",
    "enable_when: ",
    "\t",
    "\u{2028}",
    "\u{85}",
    "\u{FEFF}",
    "\u{202E}",
    "é",
];

proptest! {
    /// The checks and the loading of a file go by different libraries and different code: whatever
    /// passes the one must pass the other.
    #[test]
    fn whatever_passes_the_checks_can_be_loaded(
        file in select(&["tiny", "kinds", "conditions", "texts"][..]),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..12usize, select(&PIECES[..])), 1..4),
    ) {
        let path = format!("{}/tests/question-sets/right/{file}.yaml", env!("CARGO_MANIFEST_DIR"));
        let mut text: Vec<char> = fs::read_to_string(path).unwrap().chars().collect();
        for (place, length, piece) in edits {
            let start = place.index(text.len());
            let end = (start + length).min(text.len());
            text.splice(start..end, piece.chars());
        }
        let text: String = text.into_iter().collect();
        if let Err(problems) = question_set::read(file, text.as_bytes()) {
            let problems = problems.to_string();
            prop_assert!(!problems.contains("passed all checks"), "{problems}\n\n{text}");
        }
    }
}
