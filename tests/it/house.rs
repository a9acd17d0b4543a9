//! What the code holds itself to: who knows whom, and that the documents say what is.

use std::{collections::BTreeSet, fs, path::Path, path::PathBuf};

use greenpaper::app::{
    key::Key,
    keymap::{Context, bindings},
};

/// The files of a folder and of those below it, with their text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> =
        Some(root.clone()).filter(|root| root.is_dir()).into_iter().collect();
    if root.with_extension("rs").exists() {
        files.push(root.with_extension("rs"));
    }
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    let text = |path: PathBuf| (path.clone(), fs::read_to_string(path).unwrap());
    files.into_iter().map(text).collect()
}

/// The part of a file that is not tests.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or_default()
}

/// Makes sure that nothing in a module, tests aside, speaks of these.
#[track_caller]
fn check_does_not_know(module: &str, strangers: &[&str]) {
    for (path, text) in sources(&format!("src/{module}")) {
        for line in code(&text).lines().filter(|line| !line.trim_start().starts_with("//")) {
            for stranger in strangers {
                assert!(!line.contains(stranger), "{}: {line}", path.display());
            }
        }
    }
}

#[test]
fn the_model_does_no_input_or_output() {
    check_does_not_know("model", &[]);
    check_does_not_know(
        "model",
        &["std::fs", "std::io", "std::env", "serde", "ratatui", "crossterm"],
    );
    check_does_not_know("model", &["Zoned::now", "SystemTime", "Instant"]);
}

#[test]
fn the_app_does_no_input_or_output() {
    check_does_not_know("app", &[]);
    check_does_not_know(
        "app",
        &["std::fs", "std::io", "std::env", "serde", "ratatui", "crossterm"],
    );
    check_does_not_know("app", &["Zoned::now", "SystemTime", "Instant"]);
}

#[test]
fn the_plain_mode_does_no_input_or_output() {
    check_does_not_know("plain", &["std::fs", "std::io", "serde", "ratatui", "crossterm"]);
    check_does_not_know("plain", &["Zoned::now", "SystemTime", "Instant"]);
}

#[test]
fn screens_touch_no_files_and_the_store_no_screens() {
    check_does_not_know("tui", &["std::fs", "serde"]);
    check_does_not_know("store", &["ratatui", "crossterm"]);
}

#[test]
fn only_commands_read_the_environment() {
    for module in ["model", "app", "tui", "plain", "store", "export", "import", "run"] {
        check_does_not_know(module, &["env::var", "env::args", "clap::"]);
    }
}

/// All contexts, each of which has its own keys.
const CONTEXTS: [Context; 14] = [
    Context::Anywhere,
    Context::Draft,
    Context::Text,
    Context::Writing,
    Context::Line,
    Context::SelectOne,
    Context::SelectMultiple,
    Context::Rank,
    Context::Matrix,
    Context::Button,
    Context::Menu,
    Context::Ways,
    Context::Copying,
    Context::Reading,
];

#[test]
fn a_key_means_one_thing_in_its_context() {
    for context in CONTEXTS {
        let keys: Vec<Key> = bindings(&[context]).map(|binding| binding.key).collect();
        let once: BTreeSet<String> = keys.iter().map(ToString::to_string).collect();
        assert_eq!(keys.len(), once.len(), "{context:?}");
    }
}

fn document(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The keys that the README's table names, as the keymap writes them.
fn keys_in_the_readme() -> BTreeSet<String> {
    let readme = document("README.md");
    let table = readme.split("## Keys").nth(1).unwrap().split("\n## ").next().unwrap();
    let cells = table.lines().filter(|line| line.starts_with("| `"));
    let keys = cells
        .filter_map(|line| line.split('|').nth(1))
        .flat_map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>());
    keys.collect()
}

#[test]
fn the_readme_names_the_keys_that_work() {
    let known: BTreeSet<String> = CONTEXTS
        .iter()
        .flat_map(|context| bindings(&[*context]))
        .map(|binding| binding.key.to_string())
        .collect();
    for key in keys_in_the_readme() {
        assert!(known.contains(&key), "the README names {key}, which does nothing");
    }
}

#[test]
fn the_readme_leaves_no_key_out() {
    let named = keys_in_the_readme();
    for context in CONTEXTS {
        for binding in bindings(&[context]).filter(|binding| binding.hint.is_some()) {
            assert!(named.contains(&binding.key.to_string()), "the README lacks {}", binding.key);
        }
    }
}

#[test]
fn the_readme_names_every_command() {
    let help = std::process::Command::new(env!("CARGO_BIN_EXE_greenpaper")).arg("--help").output();
    let help = String::from_utf8(help.unwrap().stdout).unwrap();
    let commands = help.split("Commands:").nth(1).unwrap().split("\n\n").next().unwrap();
    let readme = document("README.md");
    let begins_entry = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
    let entries = commands.lines().filter(begins_entry);
    for command in entries.filter_map(|line| line.split_whitespace().next()) {
        let named = command == "help" || readme.contains(&format!("greenpaper {command}"));
        assert!(named, "the README lacks `greenpaper {command}`");
    }
}

#[test]
fn the_tests_that_the_document_names_are_there() {
    let document = document("docs/reliability.md");
    let tests = sources("tests/it");
    let table = document.lines().filter(|line| line.starts_with('|'));
    let mut named = 0;
    for name in table.flat_map(|line| line.split('`').skip(1).step_by(2)) {
        let Some((module, test)) = name.split_once("::").filter(|(_, test)| !test.contains("::"))
        else {
            continue;
        };
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/{module}.rs"));
        let text = tests.iter().find(|(path, _)| *path == file).map(|(_, text)| text);
        let text = text.unwrap_or_else(|| panic!("there is no {module} for {name}"));
        let begins = ["fn", "mod"].map(|word| format!("{word} {}", test.trim_end_matches('…')));
        let found = begins.iter().any(|begins| text.contains(begins));
        assert!(test.is_empty() || found, "{name}");
        named += 1;
    }
    assert!(named > 40, "{named}");
}

#[test]
fn every_path_on_the_architecture_page_exists() {
    let page = include_str!("../../docs/architecture.md");
    let named = page.split('`').filter(|words| words.ends_with(".rs") || words.ends_with(".md"));
    let missing: Vec<&str> = named
        .clone()
        .filter(|path| !Path::new(env!("CARGO_MANIFEST_DIR")).join(path).exists())
        .collect();
    assert!(named.count() > 30 && missing.is_empty(), "{missing:?}");
}
