//! The policy of deny.toml without cargo-deny: licences, sources and duplicates of what the program is built from.
//!
//! Sources and duplicates are read from Cargo.lock, which names every package of every platform; licences from
//! `cargo tree`, offline, for every platform where all packages are at hand and for this one otherwise.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

#[derive(Deserialize)]
struct Policy {
    licenses: Licences,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licences {
    allow: BTreeSet<String>,
    exceptions: Vec<Exception>,
}

#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Named>,
    skip: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    #[serde(rename = "crate")]
    name: String,
}

#[derive(Deserialize)]
struct Sources {
    #[serde(rename = "unknown-registry")]
    registry: String,
    #[serde(rename = "unknown-git")]
    git: String,
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    source: Option<String>,
    checksum: Option<String>,
}

fn read<T: for<'de> Deserialize<'de>>(name: &str) -> T {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
    toml::from_str(&text).unwrap()
}

fn policy() -> Policy {
    read("deny.toml")
}

fn lock() -> Vec<Package> {
    read::<Lock>("Cargo.lock").package
}

/// What is compiled into the program or runs while it is built: name and licence expression.
fn built() -> Vec<(String, String)> {
    let tree = |platform: &[&str]| {
        Command::new(env!("CARGO"))
            .args(["tree", "--offline", "--locked", "--edges", "normal,build", "--prefix", "none"])
            .args(["--format", "{p}|{l}"])
            .args(platform)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap()
    };
    let mut output = tree(&["--target", "all"]);
    if !output.status.success() {
        output = tree(&[]);
    }
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let packages: BTreeSet<(String, String)> = text
        .lines()
        .filter_map(|line| line.trim_end_matches(" (*)").split_once('|'))
        .map(|(package, licence)| (package.split(' ').next().unwrap_or("").to_owned(), licence.to_owned()))
        .collect();
    assert!(packages.len() > 100, "only {} packages found", packages.len());
    packages.into_iter().collect()
}

/// Whether a licence expression can be met with the licences in `allow`: `OR`, `AND`, brackets, and the old `/`.
fn met(expression: &str, allow: &BTreeSet<String>) -> bool {
    fn words(expression: &str) -> Vec<String> {
        let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
        let mut words: Vec<String> = Vec::new();
        let mut rest = spaced.split_whitespace();
        while let Some(word) = rest.next() {
            match (word, words.last_mut()) {
                ("WITH", Some(licence)) => *licence = format!("{licence} WITH {}", rest.next().unwrap_or("")),
                _ => words.push(word.to_owned()),
            }
        }
        words
    }
    fn either(words: &[String], at: &mut usize, allow: &BTreeSet<String>) -> bool {
        let mut met = both(words, at, allow);
        while words.get(*at).is_some_and(|word| word == "OR") {
            *at += 1;
            met |= both(words, at, allow);
        }
        met
    }
    fn both(words: &[String], at: &mut usize, allow: &BTreeSet<String>) -> bool {
        let mut met = one(words, at, allow);
        while words.get(*at).is_some_and(|word| word == "AND") {
            *at += 1;
            met &= one(words, at, allow);
        }
        met
    }
    fn one(words: &[String], at: &mut usize, allow: &BTreeSet<String>) -> bool {
        let Some(word) = words.get(*at) else { return false };
        *at += 1;
        if word != "(" {
            return allow.contains(word);
        }
        let met = either(words, at, allow);
        *at += 1;
        met
    }
    let words = words(expression);
    let mut at = 0;
    let met = either(&words, &mut at, allow);
    met && at == words.len()
}

#[test]
fn every_licence_is_allowed() {
    let policy = policy();
    let mut refused = Vec::new();
    for (name, licence) in built() {
        let exception = policy.licenses.exceptions.iter().find(|exception| exception.name == name);
        let allow = exception.map_or(&policy.licenses.allow, |exception| &exception.allow);
        if !met(&licence, allow) {
            refused.push(format!("{name}: {licence}"));
        }
    }
    assert!(refused.is_empty(), "not allowed by deny.toml: {refused:#?}");
}

#[test]
fn everything_comes_from_one_registry_with_its_checksum() {
    let Sources { registry, git } = policy().sources;
    assert_eq!((registry.as_str(), git.as_str()), ("deny", "deny"), "deny.toml knows cargo's own registry only");
    let mut registries = BTreeSet::new();
    for package in lock().iter().filter(|package| package.name != env!("CARGO_PKG_NAME")) {
        let source = package.source.as_deref().unwrap_or("a folder");
        assert!(source.starts_with("registry+"), "{} comes from {source}", package.name);
        registries.insert(source.to_owned());
        assert!(package.checksum.is_some(), "{} has no checksum", package.name);
    }
    assert_eq!(registries.len(), 1, "{registries:?}");
}

#[test]
fn nothing_forbidden_is_there() {
    let packages = lock();
    for Named { name } in policy().bans.deny {
        assert!(!packages.iter().any(|package| package.name == name), "{name} is forbidden by deny.toml");
    }
}

#[test]
fn every_crate_that_is_there_twice_is_known() {
    let skipped = policy().bans.skip;
    let fits = |Named { name }: &Named, package: &Package| {
        let (skipped, version) = name.split_once('@').unwrap_or((name, ""));
        skipped == package.name && format!("{}.", package.version).starts_with(&format!("{version}."))
    };
    let packages = lock();
    let mut left: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in packages.iter().filter(|package| !skipped.iter().any(|named| fits(named, package))) {
        left.entry(&package.name).or_default().push(&package.version);
    }
    left.retain(|_, versions| versions.len() > 1);
    assert!(left.is_empty(), "in several versions, and not in deny.toml: {left:?}");
    for named in &skipped {
        assert!(packages.iter().any(|package| fits(named, package)), "deny.toml skips {} for nothing", named.name);
    }
}

#[test]
fn licence_expressions_are_understood() {
    let allow: BTreeSet<String> = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned).into();
    for yes in [
        "MIT",
        "GPL-3.0 OR MIT",
        "MIT/GPL-3.0",
        "MIT AND Apache-2.0",
        "(GPL-3.0 OR MIT) AND Apache-2.0",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(met(yes, &allow), "{yes}");
    }
    for no in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Apache-2.0) AND GPL-3.0", "Apache-2.0 WITH Other", "MIT MIT"]
    {
        assert!(!met(no, &allow), "{no}");
    }
}
