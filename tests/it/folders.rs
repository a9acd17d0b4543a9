//! Where drafts are, and what they are called.

use std::fs;

use greenpaper::{
    model::{
        draft::{Draft, Edition},
        id::ConsultationId,
    },
    store::{
        disk::System,
        document::response::Order,
        folder::{self, Folders, SetNamed},
    },
};
use jiff::{Timestamp, tz::TimeZone};
use tempfile::TempDir;

struct Home {
    folder: TempDir,
    folders: Folders,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let folders = Folders { drafts: at("drafts"), sets: at("sets"), state: at("state") };
        Self { folder, folders }
    }

    /// Begins a draft, and says under which name.
    fn begin(&self) -> String {
        let edition = Edition { id: id("tiny"), version: "1".into(), digest: "sha256:00".into() };
        let draft = Draft::new(edition, &Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC));
        let begun = self.folders.begin(&System, &draft, &Order::default(), "the set\n").unwrap();
        begun.path().file_name().unwrap().to_str().unwrap().to_owned()
    }

    fn put(&self, name: &str, content: &str) {
        fs::create_dir_all(&self.folders.drafts).unwrap();
        fs::write(self.folders.drafts.join(name), content).unwrap();
    }
}

fn id(id: &str) -> ConsultationId {
    id.try_into().unwrap()
}

#[test]
fn drafts_are_called_after_their_set_and_numbered() {
    let home = Home::new();
    assert_eq!(
        [home.begin(), home.begin(), home.begin()],
        ["tiny.yaml", "tiny-2.yaml", "tiny-3.yaml"]
    );
    home.put("tiny-10.yaml", "");
    home.put("tiny-more.yaml", "");
    let drafts = home.folders.drafts_of(&id("tiny"));
    let names: Vec<_> = drafts.iter().map(|path| path.file_stem().unwrap()).collect();
    assert_eq!(names, ["tiny", "tiny-2", "tiny-3", "tiny-10"]);
}

#[test]
fn the_set_a_draft_was_begun_with_is_kept_beside_it_and_not_listed() {
    let home = Home::new();
    home.begin();
    let copy = folder::set_copy(&home.folders.drafts.join("tiny.yaml"));
    assert_eq!(fs::read_to_string(copy).unwrap(), "the set\n");
    assert_eq!(home.folders.list_drafts().unwrap().len(), 1);
}

#[test]
fn what_stands_where_the_copy_of_the_set_belongs_is_put_aside() {
    for there in ["an earlier edition\n", "shopping: [", "\u{0}\u{1}\u{2}"] {
        let home = Home::new();
        home.put("tiny.set.yaml", there);
        home.begin();
        let copy = folder::set_copy(&home.folders.drafts.join("tiny.yaml"));
        assert_eq!(fs::read_to_string(copy).unwrap(), "the set\n");
        let files = fs::read_dir(&home.folders.drafts).unwrap();
        let mut files = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
        assert!(files.any(|file| file == there), "{there:?} is gone");
        assert_eq!(home.folders.list_drafts().unwrap().len(), 1);
    }
}

#[test]
fn who_does_not_get_the_name_of_a_draft_leaves_the_copy_of_its_set_alone() {
    let home = Home::new();
    home.begin();
    let draft = home.folders.drafts.join("tiny.yaml");
    let before = fs::read(&draft).unwrap();
    let edition = Edition { id: id("tiny"), version: "2".into(), digest: "sha256:11".into() };
    let other = Draft::new(edition, &Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC));
    let begun = folder::begin_at(&System, draft.clone(), &other, &Order::default(), "another\n");
    assert!(begun.unwrap().is_none());
    assert_eq!(fs::read_to_string(folder::set_copy(&draft)).unwrap(), "the set\n");
    assert_eq!(fs::read(&draft).unwrap(), before);
    assert_eq!(fs::read_dir(&home.folders.drafts).unwrap().count(), 2);
}

#[cfg(unix)]
#[test]
fn what_a_planted_link_leads_to_is_not_copied_for_others() {
    let home = Home::new();
    home.put("secret", "a secret\n");
    let copy = folder::set_copy(&home.folders.drafts.join("tiny.yaml"));
    std::os::unix::fs::symlink(home.folders.drafts.join("secret"), &copy).unwrap();
    home.begin();
    assert_eq!(fs::read_to_string(copy).unwrap(), "the set\n");
    assert_eq!(fs::read_dir(&home.folders.drafts).unwrap().count(), 3);
}

#[test]
fn a_draft_that_cannot_be_read_is_listed_with_the_reason() {
    let home = Home::new();
    home.put("broken.yaml", "format: [\n");
    home.put(".hidden.yaml", "");
    home.put("notes.txt", "");
    home.begin();
    let drafts = home.folders.list_drafts().unwrap();
    let names: Vec<String> = drafts.iter().map(|draft| folder::name_of(draft)).collect();
    assert_eq!(names, ["broken", "tiny"]);
    let opened: Vec<_> = drafts.iter().map(|draft| folder::open(&System, draft)).collect();
    assert!(opened[0].as_ref().unwrap_err().to_string().contains("cut off"));
    assert!(opened[1].is_ok());
}

#[test]
fn a_folder_that_is_not_there_yet_has_no_drafts() {
    assert!(Home::new().folders.list_drafts().unwrap().is_empty());
}

#[test]
fn a_draft_is_found_by_id_or_path() {
    let home = Home::new();
    home.begin();
    let path = home.folders.drafts.join("tiny.yaml");
    assert_eq!(home.folders.find_draft("tiny").unwrap(), path);
    assert_eq!(home.folders.find_draft(path.to_str().unwrap()).unwrap(), path);
    let error = home.folders.find_draft("tinny").unwrap_err().to_string();
    assert!(error.starts_with("there is no draft `tinny` in "), "{error}");
    assert!(error.ends_with("; there is tiny"), "{error}");
}

#[test]
fn no_name_leads_out_of_the_folder() {
    let home = Home::new();
    fs::write(home.folder.path().join("secret.yaml"), "").unwrap();
    for name in ["CON", "nul", "-rf", "a:b", "secret\u{202e}", "", " "] {
        assert!(home.folders.find_draft(name).is_err(), "{name}");
    }
}

#[test]
fn a_set_is_named_by_its_id_or_its_path() {
    let home = Home::new();
    assert_eq!(home.folders.find_set("tiny").unwrap(), SetNamed::Id(id("tiny")));
    let file = home.folder.path().join("tiny.yaml");
    fs::write(&file, "").unwrap();
    assert_eq!(home.folders.find_set(file.to_str().unwrap()).unwrap(), SetNamed::File(file));
}

#[test]
fn what_cannot_be_opened_says_which_file_and_why() {
    let home = Home::new();
    let path = home.folders.drafts.join("gone.yaml");
    let error = folder::open(&System, &path).unwrap_err().to_string();
    assert_eq!(error, format!("cannot read {}: it is not there", path.display()));
    let error = folder::open(&System, home.folder.path()).unwrap_err().to_string();
    assert!(error.ends_with("it is a folder, not a file"), "{error}");
}
