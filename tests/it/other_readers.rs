//! What ships, and what the program writes, can be read by other YAML readers than ours.
//!
//! The second reader here is libyaml, in Rust. It knows newer rules than PyYAML and Ruby's Psych,
//! which follow YAML 1.1: they end an unquoted text in `{..}` or `[..]` at a `?`, and refuse the
//! file. No reader in Rust does so, which is why that is looked for by itself.

use std::{fs, path::Path, process::Command};

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};

use crate::export::DRAFT;

const FINAL: &str = include_str!("export/final.yaml");
const PARTIAL: &str = include_str!("export/partial.yaml");

/// Every text in YAML that ships, or that the program wrote, each with its name.
fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let written = [("a draft", DRAFT), ("a final response", FINAL), ("a partial one", PARTIAL)];
    let mut texts: Vec<(String, String)> =
        written.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
    for folder in ["questions", "docs"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                continue;
            }
            let name = path.display().to_string();
            let text = fs::read_to_string(&path).unwrap();
            if folder == "questions" {
                texts.push((name, text));
            } else {
                texts.extend(blocks(&text).map(|block| (name.clone(), block)));
            }
        }
    }
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    texts.extend(blocks(&readme).map(|block| ("README.md".to_owned(), block)));
    texts
}

/// The blocks of YAML between the fences of a document, but for those that show what is wrong.
fn blocks(document: &str) -> impl Iterator<Item = String> {
    let fenced = document.split("```").skip(1).step_by(2);
    fenced.filter_map(|block| block.split_once('\n')).filter_map(|(info, text)| {
        let is_yaml = info.starts_with("yaml") && info != "yaml wrong";
        is_yaml.then(|| text.to_owned())
    })
}

/// The unquoted texts in `{..}` or `[..]` that readers of YAML 1.1 do not read as they are.
fn refused_by_older_readers(yaml: &str) -> Vec<String> {
    let mut refused = Vec::new();
    let mut open = Vec::new();
    for event in Parser::new_from_str(yaml) {
        match event.unwrap().0 {
            Event::SequenceStart(style, ..) | Event::MappingStart(style, ..) => open.push(style),
            Event::SequenceEnd | Event::MappingEnd => drop(open.pop()),
            Event::Scalar(text, ScalarStyle::Plain, ..)
                if open.last() == Some(&StructureStyle::Flow) && text.contains('?') =>
            {
                refused.push(text.into_owned());
            }
            _ => {}
        }
    }
    refused
}

#[test]
fn older_readers_read_all_that_ships() {
    assert_eq!(refused_by_older_readers("a: {b: Which?, c: 'Which?'}\nd: Which?"), ["Which?"]);
    for (name, text) in texts() {
        let refused = refused_by_older_readers(&text);
        assert!(refused.is_empty(), "{name}: quote {refused:?}");
    }
}

#[test]
fn a_second_reader_reads_all_that_ships() {
    for (name, text) in texts() {
        let read = serde_yaml::from_str::<serde_yaml::Value>(&text);
        assert!(read.is_ok(), "{name}: {read:?}\n{text}");
    }
}

/// Where Python has it, the reader that most scripts use.
#[test]
fn python_reads_all_that_ships() {
    let python = |script: &str, arguments: &[&Path]| {
        Command::new("python3").arg("-c").arg(script).args(arguments).output()
    };
    if !python("import yaml", &[]).is_ok_and(|output| output.status.success()) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for (number, (_, text)) in texts().iter().enumerate() {
        let file = folder.path().join(format!("{number}.yaml"));
        fs::write(&file, text).unwrap();
        files.push(file);
    }
    let script = "import sys, yaml\n\
                  for name in sys.argv[1:]: yaml.load(open(name, encoding='utf-8'), yaml.SafeLoader)";
    let paths: Vec<&Path> = files.iter().map(|file| file.as_path()).collect();
    let output = python(script, &paths).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
