//! Which modules at the root of the crate know which: nobody knows one above.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Item, parse::Parser, punctuated::Punctuated};

/// The modules that each module at the root may know, the lowest first. The commands may know all.
const ROOMS: [(&str, &[&str]); 9] = [
    ("model", &[]),
    ("app", &["model"]),
    ("store", &["model"]),
    ("export", &["model", "store"]),
    ("import", &["model", "store"]),
    ("words", &["model", "app"]),
    ("tui", &["model", "app", "words"]),
    ("plain", &["model", "app", "words"]),
    ("run", &["model", "app", "words", "store", "export", "import", "tui", "plain"]),
];

/// The source files of a module at the root, each with its depth below the root.
fn files(module: &str) -> Vec<(PathBuf, usize)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![(root.join(module).with_extension("rs"), 1)];
    let mut folders = vec![(root.join(module), 2)];
    while let Some((folder, depth)) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push((path, depth + 1));
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push((path, depth));
            }
        }
    }
    files
}

/// The modules at the root that a file's code names, in `use` trees, in paths and in macros; tests
/// aside. `depth` is how many `super` lead from the file to the root.
fn known(source: &str, depth: usize) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for item in syn::parse_file(source).unwrap().items {
        if !is_test(&item) {
            // An inner module is one `super` deeper.
            let inner =
                usize::from(matches!(item, Item::Mod(ref inner) if inner.content.is_some()));
            collect(item.to_token_stream(), depth + inner, &mut known);
        }
    }
    known
}

fn is_test(item: &Item) -> bool {
    let Item::Mod(module) = item else { return false };
    module.attrs.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.meta.to_token_stream().to_string().replace(' ', "") == "cfg(test)"
    })
}

fn collect(tokens: TokenStream, depth: usize, known: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (place, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => collect(group.stream(), depth, known),
            TokenTree::Ident(word) if word == "crate" => {
                known.extend(firsts_after(&tokens[place + 1..]));
            }
            TokenTree::Ident(word) if word == "super" => {
                let run = tokens[place..].chunks(3).take_while(|step| is_word(step, "super"));
                if run.count() == depth {
                    known.extend(firsts_after(&tokens[place + 3 * depth - 2..]));
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn is_word(tokens: &[TokenTree], expected: &str) -> bool {
    matches!(tokens.first(), Some(TokenTree::Ident(word)) if word == expected)
}

/// The words that come next in a path, after `::`: one, or in a `use` tree those in braces.
fn firsts_after(tokens: &[TokenTree]) -> Vec<String> {
    let [TokenTree::Punct(one), TokenTree::Punct(two), next, ..] = tokens else {
        return Vec::new();
    };
    if one.as_char() != ':' || two.as_char() != ':' {
        return Vec::new();
    }
    match next {
        TokenTree::Ident(word) => vec![word.to_string()],
        TokenTree::Group(group) => {
            let trees = Punctuated::<syn::UseTree, syn::Token![,]>::parse_terminated;
            let trees = trees.parse2(group.stream()).unwrap();
            let first = |tree: &syn::UseTree| {
                tree.to_token_stream().into_iter().next().map(|token| token.to_string())
            };
            trees.iter().filter_map(first).collect()
        }
        // `use crate::*` would know everybody.
        TokenTree::Punct(_) | TokenTree::Literal(_) => vec![next.to_string()],
    }
}

#[test]
fn no_room_knows_one_above_it() {
    for (module, allowed) in ROOMS {
        for (path, depth) in files(module) {
            let source = fs::read_to_string(&path).unwrap();
            for other in known(&source, depth) {
                let fine = other == module || allowed.contains(&other.as_str());
                assert!(fine, "{}: knows {other}", path.display());
            }
        }
    }
}

#[test]
fn every_room_is_named() {
    let library = include_str!("../../src/lib.rs");
    let declared =
        library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let named: BTreeSet<&str> = ROOMS.iter().map(|(module, _)| *module).chain(["cli"]).collect();
    assert_eq!(declared.collect::<BTreeSet<_>>(), named);
}

#[test]
fn every_way_to_know_a_module_is_seen() {
    for source in [
        "use crate::store::disk;",
        "use crate::{model::id, store::{disk, folder}};",
        "use crate::{store as kept};",
        "use super::super::store::disk;",
        "fn f() { crate::store::disk::look(); }",
        "fn f() { assert!(matches!(x, crate::store::Kind::One)); }",
        "#[cfg(test)]\nmod tests {}\nuse crate::store::disk;",
    ] {
        assert!(known(source, 2).contains("store"), "{source}");
    }
    assert!(known("#[cfg(test)] mod tests { use crate::store::disk; }", 2).is_empty());
}

/// The types that a file defines outside of its tests: the names of its structs, enums, traits,
/// unions and aliases.
fn types(items: &[Item]) -> Vec<String> {
    let mut names = Vec::new();
    for item in items.iter().filter(|item| !is_test(item)) {
        match item {
            Item::Struct(item) => names.push(item.ident.to_string()),
            Item::Enum(item) => names.push(item.ident.to_string()),
            Item::Trait(item) => names.push(item.ident.to_string()),
            Item::Type(item) => names.push(item.ident.to_string()),
            Item::Union(item) => names.push(item.ident.to_string()),
            Item::Mod(inner) => {
                names.extend(inner.content.iter().flat_map(|(_, items)| types(items)))
            }
            _ => {}
        }
    }
    names
}

#[test]
fn a_type_has_a_name_of_its_own() {
    // A file may define a type once for each system.
    let mut homes: BTreeMap<String, BTreeSet<PathBuf>> = BTreeMap::new();
    let rooms = ROOMS.iter().map(|(module, _)| *module).chain(["cli"]);
    for (path, _) in rooms.flat_map(files) {
        let file = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
        for name in types(&file.items) {
            homes.entry(name).or_default().insert(path.clone());
        }
    }
    assert!(homes.len() > 400, "{}", homes.len());
    let shared: Vec<_> = homes.into_iter().filter(|(_, files)| files.len() > 1).collect();
    assert!(shared.is_empty(), "{shared:#?}");
}

/// The largest circle of files that name each other.
const MAX_CIRCLE: usize = 3;

/// The path of a file's module: `["store", "saver"]` for `src/store/saver.rs`.
fn module_path(file: &Path) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let path = file.strip_prefix(root).unwrap().with_extension("");
    path.iter().map(|step| step.to_str().unwrap().to_owned()).collect()
}

/// The paths that a `use` tree brings in, each as its steps.
fn brought_in(tree: &syn::UseTree, before: &[String], found: &mut Vec<Vec<String>>) {
    let with = |step: &syn::Ident| [before, &[step.to_string()]].concat();
    match tree {
        syn::UseTree::Path(path) => brought_in(&path.tree, &with(&path.ident), found),
        syn::UseTree::Name(name) => found.push(with(&name.ident)),
        syn::UseTree::Rename(name) => found.push(with(&name.ident)),
        syn::UseTree::Glob(_) => found.push(before.to_vec()),
        syn::UseTree::Group(group) => {
            group.items.iter().for_each(|tree| brought_in(tree, before, found));
        }
    }
}

/// The absolute paths that the items of a module bring in, tests aside.
fn uses(items: &[Item], module: &[String]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for item in items.iter().filter(|item| !is_test(item)) {
        match item {
            Item::Use(item) => {
                let mut relative = Vec::new();
                brought_in(&item.tree, &[], &mut relative);
                found.extend(relative.into_iter().map(|path| absolute(&path, module)));
            }
            Item::Mod(inner) => {
                let within = [module, &[inner.ident.to_string()]].concat();
                found.extend(inner.content.iter().flat_map(|(_, items)| uses(items, &within)));
            }
            _ => {}
        }
    }
    found
}

fn absolute(path: &[String], module: &[String]) -> Vec<String> {
    match path {
        [first, rest @ ..] if first == "crate" => rest.to_vec(),
        [first, rest @ ..] if first == "self" => [module, rest].concat(),
        [first, ..] if first == "super" => {
            let steps = path.iter().take_while(|step| *step == "super").count();
            [&module[..module.len() - steps], &path[steps..]].concat()
        }
        _ => [module, path].concat(),
    }
}

/// The files that each file names, by their modules.
fn named_files() -> BTreeMap<Vec<String>, BTreeSet<Vec<String>>> {
    let rooms = ROOMS.iter().map(|(module, _)| *module).chain(["cli"]);
    let files: Vec<PathBuf> = rooms.flat_map(files).map(|(path, _)| path).collect();
    let known: BTreeSet<Vec<String>> = files.iter().map(|file| module_path(file)).collect();
    let mut named = BTreeMap::new();
    for file in files {
        let module = module_path(&file);
        let items = syn::parse_file(&fs::read_to_string(&file).unwrap()).unwrap().items;
        let homes = uses(&items, &module).into_iter().filter_map(|path| {
            (1..=path.len()).rev().map(|steps| path[..steps].to_vec()).find(|it| known.contains(it))
        });
        let others = homes.filter(|home| *home != module).collect();
        named.insert(module, others);
    }
    named
}

#[test]
fn files_that_name_each_other_are_few() {
    let named = named_files();
    assert!(named.len() > 250, "{}", named.len());
    let reached = |from: &Vec<String>| {
        let mut reached = BTreeSet::new();
        let mut open = vec![from.clone()];
        while let Some(next) = open.pop() {
            for other in named.get(&next).into_iter().flatten() {
                if reached.insert(other.clone()) {
                    open.push(other.clone());
                }
            }
        }
        reached
    };
    let all: BTreeMap<_, _> = named.keys().map(|module| (module, reached(module))).collect();
    for (module, reached) in &all {
        let circle: Vec<_> = reached.iter().filter(|it| all[it].contains(*module)).collect();
        assert!(circle.len() <= MAX_CIRCLE, "{circle:#?}");
    }
}
