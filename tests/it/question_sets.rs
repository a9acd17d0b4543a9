//! Question sets, right and wrong: one file for each way, its complaint beside it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use greenpaper::store::{
    problem::Findings,
    question_set,
    source::Source,
    tree::{Kind, Node},
};
use serde_yaml::Value;

/// The question sets in a folder of the project, in the order of their names.
fn sets(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let Ok(files) = fs::read_dir(&folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "yaml")
    });
    files.sort();
    files
}

/// The name that a test's problems give a file: the same on every computer.
fn name(file: &Path) -> &str {
    file.file_name().unwrap().to_str().unwrap()
}

#[test]
fn right_sets_are_read_without_complaint() {
    for file in sets("tests/question-sets/right")
        .into_iter()
        .chain(sets("questions"))
    {
        match question_set::read(name(&file), &fs::read(&file).unwrap()) {
            Ok(loaded) => assert!(loaded.warnings.is_empty(), "{}", loaded.warnings),
            Err(problems) => panic!("{problems}"),
        }
    }
}

#[test]
fn both_yaml_libraries_read_the_same() {
    for file in sets("tests/question-sets/right")
        .into_iter()
        .chain(sets("questions"))
    {
        let source = Source::read(name(&file), &fs::read(&file).unwrap()).unwrap();
        let tree = Node::read(&source, &mut Findings::default()).unwrap();
        let value: Value = serde_yaml::from_str(source.text()).unwrap();
        assert_same(&tree, &value);
    }
}

#[track_caller]
fn assert_same(node: &Node, value: &Value) {
    match (&node.kind, value) {
        (Kind::Scalar { text, .. }, Value::String(string)) => assert_eq!(text, string),
        (Kind::Scalar { text, .. }, Value::Null | Value::Bool(_) | Value::Number(_)) => {
            assert_eq!(&serde_yaml::from_str::<Value>(text).unwrap(), value);
        }
        (Kind::List(items), Value::Sequence(values)) => {
            assert_eq!(items.len(), values.len());
            items
                .iter()
                .zip(values)
                .for_each(|(item, value)| assert_same(item, value));
        }
        (Kind::Map(entries), Value::Mapping(values)) => {
            assert_eq!(entries.len(), values.len());
            for (entry, (key, value)) in entries.iter().zip(values) {
                assert_eq!(
                    key,
                    &serde_yaml::from_str::<Value>(&entry.key.text).unwrap()
                );
                assert_same(&entry.value, value);
            }
        }
        (kind, value) => panic!("{kind:?} is read as {value:?}"),
    }
}
