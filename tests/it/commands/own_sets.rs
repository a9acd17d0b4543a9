//! Question sets in the person's own folder, by their id.

use super::*;

impl Shell {
    /// Puts a question set into the person's own folder.
    fn keeps_set(&self, file: &str, set: &str) {
        let folder = self.path(".config/greenpaper/questions");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(file), set).unwrap();
    }
}

#[test]
fn a_set_is_found_by_its_id_whatever_its_file_is_called() {
    let shell = Shell::with_draft(DRAFT);
    shell.keeps_set("from-the-department.yml", SET);
    assert!(shell.reads("list").contains("  tiny\n    A tiny consultation"));
    assert!(shell.reads("print tiny").contains("A tiny consultation"));
    let unknown = shell.is_refused("print small");
    assert!(unknown.contains("There are: tiny, dfe-2014-delegation"), "{unknown}");
}

#[test]
fn a_set_goes_before_another_whose_file_is_only_called_so() {
    let shell = Shell::with_draft(DRAFT);
    shell.keeps_set("tiny.yaml", &SET.replace("id: tiny\n", "id: other\n"));
    assert!(shell.reads("print tiny").contains("A tiny consultation"));
    shell.keeps_set("own.yaml", &SET.replace("A tiny", "The right"));
    assert!(shell.reads("print tiny").contains("The right consultation"));
}

#[test]
fn two_sets_with_one_id_are_told() {
    let shell = Shell::with_draft(DRAFT);
    shell.keeps_set("one.yaml", SET);
    shell.keeps_set("two.yaml", SET);
    let refused = shell.is_refused("print tiny");
    for word in ["2 question sets have the id `tiny`", "one.yaml and ", "two.yaml"] {
        assert!(refused.contains(word), "{refused}");
    }
    let list = shell.reads("list");
    assert_eq!(list.matches("another file has the same id").count(), 2, "{list}");
    assert!(shell.reads("show tiny").contains("A tiny consultation"));
}

#[test]
fn a_set_of_ones_own_goes_before_one_that_ships() {
    let shell = Shell::with_draft(DRAFT);
    shell.keeps_set("hours.yaml", &SET.replace("id: tiny\n", "id: library-hours\n"));
    assert!(shell.reads("print library-hours").contains("A tiny consultation"));
    let list = shell.reads("list");
    assert_eq!(list.matches("your own file with the same id is opened instead").count(), 1);
}
