//! Question sets on paper: each right one, with what is printed of it.

use std::{fs, path::Path};

use greenpaper::{
    export::{document_written, format::DocumentFormat, from_set},
    model::consultation::Consultation,
    store::question_set,
};

/// A question set of the project, by its path.
fn set(path: &Path) -> Consultation {
    let loaded = question_set::read(&path.to_string_lossy(), &fs::read(path).unwrap());
    loaded.unwrap_or_else(|problems| panic!("{problems}")).consultation
}

#[test]
fn right_sets_are_printed_as_beside_them() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let printed = project.join("tests/question-sets/printed");
    let mut different = Vec::new();
    for file in fs::read_dir(project.join("tests/question-sets/right")).unwrap() {
        let file = file.unwrap().path();
        let form = from_set::form(&set(&file));
        let text = document_written(&form, DocumentFormat::Markdown).unwrap();
        let text = String::from_utf8(text).unwrap();
        let beside = printed.join(file.with_extension("md").file_name().unwrap());
        if fs::read_to_string(&beside).unwrap_or_default() != text {
            different.push(format!("{}:\n\n{text}", file.display()));
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                fs::write(&beside, text).unwrap();
            }
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n\n"));
}
