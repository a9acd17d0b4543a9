//! What `docs/question-sets.md` says is so: every block of YAML loads, every key has an example,
//! and the tables of keys are those of the program.

use std::{collections::BTreeSet, fs};

use greenpaper::store::{
    check::keys::SET,
    problem::Findings,
    question_set,
    source::{FileBounds, SourceText},
    spec::{KeySpec, KindSpec, MapSpec, Presence, ValueSpec},
    tree::Node,
};

const MANUAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/question-sets.md");

/// A set around keys of the set that it does not have itself.
const AROUND_KEYS: &str = "format: greenpaper/consultation/1\nid: around\nversion: '1'\ntitle: T\n\
    publisher: P\n";

/// Sections for a set that has none.
const SECTIONS: &str =
    "sections:\n  - {id: only, title: S, items: [{id: only-one, type: text, text: Q}]}\n";

/// What items in the manual refer to and do not show.
const AROUND_ITEMS: &str = "sources: [{id: paper, title: P}]\nsections:\n  - id: before\n    \
    title: S\n    items: [{id: earlier, type: text, text: Q}]\n";

/// A block between fences.
struct Block {
    /// What stands after the fence.
    info: String,
    text: String,
}

fn manual() -> String {
    fs::read_to_string(MANUAL).unwrap().replace("\r\n", "\n")
}

fn blocks() -> Vec<Block> {
    let manual = manual();
    let fenced = manual.split("```").skip(1).step_by(2);
    fenced
        .map(|block| {
            let (info, text) = block.split_once('\n').unwrap();
            Block { info: info.to_owned(), text: text.to_owned() }
        })
        .collect()
}

fn indented(text: &str, indent: usize) -> String {
    text.lines().map(|line| format!("{:indent$}{line}\n", "")).collect()
}

/// The sets that the blocks of the manual show, with what they leave out put around them. Each step
/// of the tutorial goes on from the one before.
fn sets() -> Vec<String> {
    let mut tutorial = String::new();
    let mut sets = Vec::new();
    for Block { info, text } in blocks() {
        sets.push(match info.as_str() {
            "yaml step" => {
                tutorial.push_str(&text);
                tutorial.clone()
            }
            "yaml set" => text,
            "yaml keys" => format!("{AROUND_KEYS}{text}{SECTIONS}"),
            "yaml sections" => format!("{AROUND_KEYS}sections:\n{}", indented(&text, 2)),
            "yaml items" => {
                let section = "  - id: shown\n    title: S\n    items:\n";
                format!("{AROUND_KEYS}{AROUND_ITEMS}{section}{}", indented(&text, 6))
            }
            "yaml" | "yaml wrong" | "console" | "text" => continue,
            other => panic!("a test does not know what a block of `{other}` is"),
        });
    }
    sets
}

fn tree(set: &str) -> Node {
    let source = SourceText::read("a set", set.as_bytes(), FileBounds::SET).unwrap();
    Node::read(&source, &mut Findings::default()).unwrap()
}

#[test]
fn every_block_of_the_manual_loads() {
    for set in sets() {
        match question_set::read("docs/question-sets.md", set.as_bytes()) {
            Ok(loaded) => assert!(loaded.warnings.is_empty(), "{}\n\n{set}", loaded.warnings),
            Err(problems) => panic!("{problems}\n\n{set}"),
        }
    }
}

#[test]
fn what_is_wrong_in_the_manual_is_complained_of_as_it_says() {
    let blocks = blocks();
    let steps = blocks.iter().filter(|block| block.info == "yaml step");
    let tutorial: String = steps.map(|block| block.text.as_str()).collect();
    let wrong = blocks.iter().find(|block| block.info == "yaml wrong").unwrap();
    let set = format!("{tutorial}{}", wrong.text);
    let problems = question_set::read("winter-pool.yaml", set.as_bytes()).unwrap_err();
    let complaint = blocks.iter().find(|block| block.info == "text").unwrap();
    assert_eq!(complaint.text.trim_end(), problems.to_string());
}

#[test]
fn every_key_has_an_example_and_every_word_is_told() {
    let mut shown = Shown::default();
    sets().iter().for_each(|set| shown.collect(&tree(set), &SET));
    let all = everything();
    let keys: Vec<&String> = all.keys.difference(&shown.keys).collect();
    assert!(keys.is_empty(), "without an example: {keys:?}");
    let manual = manual();
    let untold: Vec<&String> =
        all.words.iter().filter(|word| !manual.contains(&format!("`{word}`"))).collect();
    assert!(untold.is_empty(), "not told: {untold:?}");
}

#[test]
fn the_set_with_every_feature_has_every_feature() {
    let mut shown = Shown::default();
    shown.collect(&tree(include_str!("../../questions/every-feature.yaml")), &SET);
    let all = everything();
    let keys: Vec<&String> = all.keys.difference(&shown.keys).collect();
    let words: Vec<&String> = all.words.difference(&shown.words).collect();
    assert!(keys.is_empty() && words.is_empty(), "not in the set: {keys:?}, {words:?}");
}

#[test]
fn shipped_sets_name_their_schema() {
    for file in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/questions")).unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap();
        let schema = first.strip_prefix("# yaml-language-server: $schema=").unwrap();
        assert!(path.parent().unwrap().join(schema).exists(), "{}", path.display());
    }
}

#[test]
fn the_tables_of_keys_are_those_of_the_program() {
    let manual = manual();
    let mut written = String::new();
    let mut rest = manual.as_str();
    while let Some((before, after)) = rest.split_once("<!-- keys: ") {
        let (name, after) = after.split_once(" -->\n").unwrap();
        let (_, after) = after.split_once("<!-- end -->").unwrap();
        written.push_str(&format!("{before}<!-- keys: {name} -->\n{}\n<!-- end -->", table(name)));
        rest = after;
    }
    written.push_str(rest);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(MANUAL, &written).unwrap();
    }
    assert!(written == manual, "run this test with UPDATE_EXPECT=1 to write the tables anew");
}

/// The table of what the manual names: a thing, one of its kinds (`question only rank`), or what
/// several kinds share (`question shared by rank matrix`). What all kinds of question share is not
/// told again of each.
fn table(name: &str) -> String {
    let shared = |kinds: &str, thing: &'static MapSpec| -> Vec<&'static KeySpec> {
        let kinds: Vec<&str> = kinds.split(' ').collect();
        let mut kinds = thing.kinds.iter().filter(|kind| kinds.contains(&kind.name));
        let first = keys_of_kind(kinds.next().unwrap());
        let others: Vec<Vec<&KeySpec>> = kinds.map(keys_of_kind).collect();
        let in_all = |key: &&KeySpec| {
            others.iter().all(|keys| keys.iter().any(|other| other.name == key.name))
        };
        first.into_iter().filter(in_all).collect()
    };
    if let Some((thing, kinds)) = name.split_once(" shared by ") {
        let thing = thing_named(thing);
        return rows(thing, &shared(kinds, thing));
    }
    let Some((thing, kind)) = name.split_once(" only ") else {
        let thing = thing_named(name);
        return rows(thing, &thing.common_keys().collect::<Vec<_>>());
    };
    let thing = thing_named(thing);
    let of_questions = thing.kinds.iter().filter(|kind| has(kind, "required"));
    let names: Vec<&str> = of_questions.map(|kind| kind.name).collect();
    let known = if names.contains(&kind) { shared(&names.join(" "), thing) } else { Vec::new() };
    let kind = thing.kinds.iter().find(|known| known.name == kind).unwrap();
    let own = keys_of_kind(kind).into_iter();
    let own = own.filter(|key| !known.iter().any(|known| known.name == key.name));
    rows(thing, &own.collect::<Vec<_>>())
}

fn has(kind: &KindSpec, name: &str) -> bool {
    keys_of_kind(kind).iter().any(|key| key.name == name)
}

fn keys_of_kind(kind: &KindSpec) -> Vec<&'static KeySpec> {
    kind.further_keys().filter(|key| !matches!(key.need, Presence::Never(_))).collect()
}

fn rows(thing: &MapSpec, keys: &[&KeySpec]) -> String {
    let row = |key: &&KeySpec| {
        let must = if key.need == Presence::Must { "must" } else { "" };
        let wanted = key.wants.described(thing);
        format!("| `{}` | {must} | {wanted} | {} |", key.name, key.about)
    };
    let rows: Vec<String> = keys.iter().map(row).collect();
    format!(
        "| Key | | What stands there | What it is for |\n| - | - | - | - |\n{}",
        rows.join("\n")
    )
}

fn thing_named(name: &str) -> &'static MapSpec {
    let things = things();
    let thing = things.into_iter().find(|thing| thing.name == name);
    thing.unwrap_or_else(|| panic!("there is no thing called {name}"))
}

/// Everything that can stand in a set.
fn things() -> Vec<&'static MapSpec> {
    let mut found: Vec<&'static MapSpec> = vec![&SET];
    let mut place = 0;
    while let Some(thing) = found.get(place).copied() {
        let kinds = thing.kinds.iter().flat_map(keys_of_kind);
        for key in thing.common_keys().chain(kinds) {
            if let Some(inner) = inner(&key.wants)
                && !found.iter().any(|known| std::ptr::eq(*known, inner))
            {
                found.push(inner);
            }
        }
        place += 1;
    }
    found
}

/// The thing that a key wants, in whatever way.
fn inner(wants: &ValueSpec) -> Option<&'static MapSpec> {
    match wants {
        ValueSpec::Map(thing) | ValueSpec::TextOr(thing) => Some(thing),
        ValueSpec::List(each)
        | ValueSpec::ListOrName(each)
        | ValueSpec::Named(each)
        | ValueSpec::Entries(each) => inner(each),
        _ => None,
    }
}

/// What sets have: keys, and words that can stand after them.
#[derive(Default)]
struct Shown {
    keys: BTreeSet<String>,
    words: BTreeSet<String>,
}

/// All that there is.
fn everything() -> Shown {
    let mut all = Shown::default();
    for thing in things() {
        for key in thing.common_keys().chain(thing.kinds.iter().flat_map(keys_of_kind)) {
            if let ValueSpec::Word(words) = &key.wants {
                all.words.extend(words.iter().map(|word| (*word).to_owned()));
            }
        }
        all.keys.extend(thing.common_keys().map(|key| named(thing, None, key)));
        for kind in thing.kinds {
            let keys = keys_of_kind(kind).into_iter();
            all.keys.extend(keys.map(|key| named(thing, Some(kind), key)));
        }
    }
    all
}

/// The name of a key, of its kind where not all questions have it.
fn named(thing: &'static MapSpec, kind: Option<&KindSpec>, key: &KeySpec) -> String {
    let questions = || thing.kinds.iter().filter(|kind| has(kind, "required"));
    match kind {
        Some(kind) if !questions().all(|kind| has(kind, key.name)) => {
            format!("{} {}: {}", kind.name, thing.name, key.name)
        }
        Some(_) | None => format!("{}: {}", thing.name, key.name),
    }
}

impl Shown {
    /// Collects what a tree shows of a thing and of all that stands in it.
    fn collect(&mut self, node: &Node, thing: &'static MapSpec) {
        let kind = ["type", "kind"].iter().find_map(|key| node.text_of(key));
        let kind = thing.kinds.iter().find(|known| Some(known.name) == kind);
        let common = thing.common_keys().map(|key| (None, key));
        let of_kind = kind
            .into_iter()
            .flat_map(|kind| keys_of_kind(kind).into_iter().map(move |key| (Some(kind), key)));
        for (kind, key) in common.chain(of_kind) {
            let Some(value) = node.get(key.name) else { continue };
            self.keys.insert(named(thing, kind, key));
            self.collect_wanted(value, &key.wants);
        }
    }

    fn collect_wanted(&mut self, node: &Node, wants: &ValueSpec) {
        match wants {
            ValueSpec::Word(_) => {
                self.words.insert(node.text().unwrap().to_owned());
            }
            ValueSpec::Map(thing) | ValueSpec::TextOr(thing) => self.collect(node, thing),
            ValueSpec::List(each) | ValueSpec::ListOrName(each) => {
                node.list().iter().for_each(|item| self.collect_wanted(item, each));
            }
            ValueSpec::Named(each) | ValueSpec::Entries(each) => {
                node.map().iter().for_each(|entry| self.collect_wanted(&entry.value, each));
            }
            _ => {}
        }
    }
}
