//! The words of `src/data/similar.toml`, ready for use.
//!
//! Only [`super`] may import it. Absent on purpose: any word written in Rust.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

/// A class of indicators and the words by which its group is known.
#[derive(Debug, Deserialize)]
pub(super) struct Group {
    pub id: String,
    pub words: Vec<String>,
    /// Classes that older forms put under it.
    #[serde(default)]
    pub holds: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Read {
    version: u32,
    classes: Vec<Group>,
    broad: Vec<Group>,
    fillers: Vec<String>,
    heads: Vec<String>,
    tails: Vec<String>,
    same: Vec<Vec<String>>,
    neutral: HashSet<String>,
    apart: Vec<String>,
    counted: BTreeMap<String, String>,
    labels: Vec<String>,
    numerals: String,
    common: HashSet<String>,
    standards: Vec<String>,
    strict: Vec<String>,
}

/// Everything that is recognised.
pub(super) struct Words {
    pub version: u32,
    pub classes: Vec<Group>,
    pub broad: Vec<Group>,
    pub fillers: Vec<String>,
    pub heads: Vec<String>,
    pub tails: Vec<String>,
    /// Word and what it is brought to, the longest first.
    pub same: Vec<(String, String)>,
    pub neutral: HashSet<String>,
    pub apart: Vec<String>,
    pub counted: BTreeMap<String, String>,
    pub labels: Vec<String>,
    pub numerals: String,
    pub common: HashSet<String>,
    pub standards: Vec<String>,
    pub strict: Vec<String>,
}

pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    // The file is a part of the program; a test reads it.
    let read: Read = toml::from_str(include_str!("../../data/similar.toml")).expect("similar.toml is well-formed");
    let longest_first = |mut words: Vec<String>| {
        words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        words
    };
    let mut same: Vec<(String, String)> = Vec::new();
    for words in read.same {
        let Some(to) = words.first().cloned() else { continue };
        same.extend(words.into_iter().map(|word| (word, to.clone())));
    }
    same.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
    Words {
        version: read.version,
        classes: read.classes,
        broad: read.broad,
        fillers: longest_first(read.fillers),
        heads: longest_first(read.heads),
        tails: longest_first(read.tails),
        same,
        neutral: read.neutral,
        apart: read.apart,
        counted: read.counted,
        labels: longest_first(read.labels),
        numerals: read.numerals,
        common: read.common,
        standards: read.standards,
        strict: read.strict,
    }
});
