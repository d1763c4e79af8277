//! Saved mappings: how tables of layouts that the vocabulary does not know are to be understood.
//!
//! They lie in `profiles/NAME.mappings.toml` beside the profile of that name, so that copying a profile's files carries
//! them along. Reading is strict: an entry with an unknown word, a layout named twice, too much of anything is a problem
//! with file and line, and is not used; a broken file never stops the program. Deliberately absent: writing the file
//! (`engine::mapping` does, whole or not at all) and applying a mapping (`exchange::mapping`).

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::paths::{Paths, read_own};
use super::tables::{bad_line, bad_value, line_of};
use crate::model::form::FormKind;
use crate::model::mapping::{
    ColumnMapping, HEADING_ROWS_MAX, IGNORED, LabelMapping, Mapping, Proposal, is_column, is_label, may_repeat,
};
use crate::model::money::MoneyUnit;
use crate::model::problem::Problem;

/// Most mappings in one file.
pub const MAPPINGS_MAX: usize = 2000;
/// Most columns or labels of one mapping.
pub const ENTRIES_MAX: usize = 200;
/// Longest name or heading, in characters.
pub const TEXT_MAX: usize = 200;

/// The file of a profile's mappings.
pub fn file(paths: &Paths, profile: Option<&str>) -> PathBuf {
    // The name becomes a file name; a profile of any other name cannot be loaded.
    let plain = |name: &&str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let name = profile.filter(plain).unwrap_or("default");
    paths.own("profiles").join(format!("{name}.mappings.toml"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    mapping: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: Spanned<String>,
    fingerprint: Option<Spanned<String>>,
    kind: Option<Spanned<String>>,
    #[serde(default)]
    heading_rows: Option<Spanned<u32>>,
    year: Option<Spanned<u16>>,
    region: Option<Spanned<String>>,
    project: Option<Spanned<String>>,
    #[serde(default)]
    column: Vec<Spanned<ColumnEntry>>,
    #[serde(default)]
    label: Vec<Spanned<LabelEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnEntry {
    heading: String,
    #[serde(default = "first")]
    occurrence: u16,
    means: String,
    unit: Option<String>,
}

fn first() -> u16 {
    1
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelEntry {
    printed: String,
    means: String,
}

/// Identifier of a unit of money.
pub fn unit_id(unit: MoneyUnit) -> &'static str {
    match unit {
        MoneyUnit::Yuan => "yuan",
        MoneyUnit::TenThousandYuan => "ten_thousand_yuan",
    }
}

fn unit_from(id: &str) -> Option<MoneyUnit> {
    [MoneyUnit::Yuan, MoneyUnit::TenThousandYuan].into_iter().find(|unit| unit_id(*unit) == id)
}

/// The mappings of a profile and everything that is wrong with its file.
pub fn load(path: &Path) -> (Vec<Mapping>, Vec<Problem>) {
    match read_own(path) {
        None => (Vec::new(), Vec::new()),
        Some(Err(problem)) => (Vec::new(), vec![problem]),
        Some(Ok(source)) => read(path, &source),
    }
}

/// Reads mappings. Those with anything wrong are left out and told with their line.
pub fn read(path: &Path, source: &str) -> (Vec<Mapping>, Vec<Problem>) {
    let file: File = match toml::from_str(source) {
        Ok(file) => file,
        Err(error) => return (Vec::new(), vec![bad_line(path, source, &error)]),
    };
    let mut mappings: Vec<Mapping> = Vec::new();
    let mut problems = Vec::new();
    let mut layouts = BTreeSet::new();
    for entry in file.mapping {
        let line = line_of(source, entry.span().start);
        if mappings.len() >= MAPPINGS_MAX {
            problems.push(bad_value(path, line, "mapping", format_args!("> {MAPPINGS_MAX}")));
            break;
        }
        let read = Reader { path, source, problems: Vec::new() }.entry(entry);
        match read {
            Err(more) => problems.extend(more),
            Ok(mapping) if !layouts.insert(mapping.fingerprint.clone()) => {
                problems.push(bad_value(path, line, "fingerprint", mapping.short()));
            }
            Ok(mapping) => mappings.push(mapping),
        }
    }
    (mappings, problems)
}

struct Reader<'a> {
    path: &'a Path,
    source: &'a str,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn bad(&mut self, at: usize, field: &str, value: impl std::fmt::Display) {
        let value: String = value.to_string().chars().take(80).collect();
        self.problems.push(bad_value(self.path, line_of(self.source, at), field, value));
    }

    fn text(&mut self, at: usize, field: &str, text: String) -> String {
        let blank = text.trim().is_empty();
        if blank || text.chars().count() > TEXT_MAX || text.chars().any(char::is_control) {
            self.bad(at, field, text.escape_debug());
        }
        text
    }

    fn entry(mut self, entry: Spanned<Entry>) -> Result<Mapping, Vec<Problem>> {
        let start = entry.span().start;
        let entry = entry.into_inner();
        let mut mapping = Mapping::default();
        let at = entry.name.span().start;
        mapping.name = self.text(at, "name", entry.name.into_inner());
        if let Some(kind) = entry.kind {
            mapping.kind = FormKind::from_id(kind.get_ref());
            if mapping.kind.is_none() {
                self.bad(kind.span().start, "kind", kind.get_ref());
            }
        }
        mapping.heading_rows = entry.heading_rows.as_ref().map_or(1, |rows| *rows.get_ref());
        if mapping.heading_rows > HEADING_ROWS_MAX {
            self.bad(start, "heading_rows", mapping.heading_rows);
        }
        if let Some(year) = entry.year {
            mapping.year = Some(*year.get_ref());
            if !(1990..=2100).contains(year.get_ref()) {
                self.bad(year.span().start, "year", year.get_ref());
            }
        }
        mapping.region = entry.region.map(|text| self.text(text.span().start, "region", text.into_inner()));
        mapping.project = entry.project.map(|text| self.text(text.span().start, "project", text.into_inner()));
        for (field, count) in [("column", entry.column.len()), ("label", entry.label.len())] {
            if count > ENTRIES_MAX {
                self.bad(start, field, format_args!("{count} > {ENTRIES_MAX}"));
            }
        }
        let mut places = Vec::new();
        for column in entry.column.into_iter().take(ENTRIES_MAX) {
            places.push(column.span().start);
            self.column(column, &mut mapping);
        }
        for at in 1..mapping.columns.len() {
            let means = &mapping.columns[at].means;
            let twice = mapping.columns[..at].iter().any(|other| other.means == *means);
            if twice && !may_repeat(means, mapping.columns.iter().map(|other| other.means.as_str())) {
                let place = places.get(at).copied().unwrap_or(start);
                self.bad(place, "means", means);
            }
        }
        for label in entry.label.into_iter().take(ENTRIES_MAX) {
            let at = label.span().start;
            let LabelEntry { printed, means } = label.into_inner();
            let printed = self.text(at, "printed", printed);
            if !is_label(&means) {
                self.bad(at, "means", &means);
            } else if mapping.labels.iter().any(|other| other.printed == printed) {
                self.bad(at, "printed", &printed);
            }
            mapping.labels.push(LabelMapping { printed, means });
        }
        if mapping.columns.is_empty() && mapping.labels.is_empty() {
            self.bad(start, "column", "");
        }
        match entry.fingerprint {
            Some(fingerprint) => {
                let text = fingerprint.get_ref();
                let hex = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
                if !hex {
                    self.bad(fingerprint.span().start, "fingerprint", text);
                }
                mapping.fingerprint.clone_from(text);
            }
            None => self.bad(start, "fingerprint", ""),
        }
        if self.problems.is_empty() { Ok(mapping) } else { Err(self.problems) }
    }

    fn column(&mut self, column: Spanned<ColumnEntry>, mapping: &mut Mapping) {
        let at = column.span().start;
        let ColumnEntry { heading, occurrence, means, unit } = column.into_inner();
        let heading = self.text(at, "heading", heading);
        if !(1..=ENTRIES_MAX as u16).contains(&occurrence) {
            self.bad(at, "occurrence", occurrence);
        }
        if !is_column(&means) {
            self.bad(at, "means", &means);
        }
        if mapping.columns.iter().any(|other| other.heading == heading && other.occurrence == occurrence) {
            self.bad(at, "heading", &heading);
        }
        let known = unit.as_deref().map(unit_from);
        if let (Some(None), Some(unit)) = (known, &unit) {
            self.bad(at, "unit", unit);
        }
        mapping.columns.push(ColumnMapping { heading, occurrence, means, unit: known.flatten() });
    }
}

/// A text as TOML; control characters are escaped.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A comment: never more than its line.
fn comment(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A mapping as an entry of a file. `why` is what is said behind a column or label.
pub fn render(mapping: &Mapping, why: &dyn Fn(&str, u16) -> String) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ =
        write!(out, "[[mapping]]\nname = {}\nfingerprint = {}\n", quoted(&mapping.name), quoted(&mapping.fingerprint));
    let _ = writeln!(out, "heading_rows = {}", mapping.heading_rows);
    if let Some(kind) = mapping.kind {
        let _ = writeln!(out, "kind = {}", quoted(kind.id()));
    }
    if let Some(year) = mapping.year {
        let _ = writeln!(out, "year = {year}");
    }
    for (field, value) in [("region", &mapping.region), ("project", &mapping.project)] {
        if let Some(value) = value {
            let _ = writeln!(out, "{field} = {}", quoted(value));
        }
    }
    for column in &mapping.columns {
        let _ = write!(out, "\n[[mapping.column]]\nheading = {}\n", quoted(&column.heading));
        if column.occurrence != 1 {
            let _ = writeln!(out, "occurrence = {}", column.occurrence);
        }
        let said = why(&column.heading, column.occurrence);
        let said = if said.is_empty() { said } else { format!("  # {}", comment(&said)) };
        let _ = writeln!(out, "means = {}{said}", quoted(&column.means));
        if let Some(unit) = column.unit {
            let _ = writeln!(out, "unit = {}", quoted(unit_id(unit)));
        }
    }
    for label in &mapping.labels {
        let said = why(&label.printed, 0);
        let said = if said.is_empty() { said } else { format!("  # {}", comment(&said)) };
        let _ = write!(out, "\n[[mapping.label]]\nprinted = {}\n", quoted(&label.printed));
        let _ = writeln!(out, "means = {}{said}", quoted(&label.means));
    }
    out
}

/// A whole file.
pub fn render_all(mappings: &[Mapping]) -> String {
    let all: Vec<String> = mappings.iter().map(|mapping| render(mapping, &|_, _| String::new())).collect();
    all.join("\n")
}

/// The mapping that a proposal amounts to when it is taken as it is: what nobody could guess is left as printed.
pub fn proposed(proposal: &Proposal) -> Mapping {
    let columns = proposal.columns.iter().filter_map(|column| {
        Some(ColumnMapping {
            heading: column.heading.clone(),
            occurrence: column.occurrence,
            means: column.means?.to_owned(),
            unit: column.unit.filter(|_| column.means.is_some_and(crate::model::mapping::is_amount)),
        })
    });
    let labels = proposal
        .labels
        .iter()
        .filter_map(|label| Some(LabelMapping { printed: label.normal.clone(), means: label.means?.to_owned() }));
    Mapping {
        name: proposal.name.clone(),
        fingerprint: proposal.fingerprint.clone(),
        kind: proposal.kind,
        heading_rows: proposal.heading_rows,
        columns: columns.collect(),
        labels: labels.collect(),
        ..Mapping::default()
    }
}

/// Whether a mapping says anything: one that only ignores reads nothing.
pub fn says_anything(mapping: &Mapping) -> bool {
    mapping.columns.iter().any(|column| column.means != IGNORED) || mapping.labels.iter().any(|l| l.means != IGNORED)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: &str = "00000000000000000000000000000000000000000000000000000000000000aa";

    fn with(column: &str) -> String {
        format!("[[mapping]]\nname = \"表\"\nfingerprint = \"{LAYOUT}\"\n[[mapping.column]]\n{column}\n")
    }

    fn problems(source: &str) -> Vec<(String, String)> {
        let (mappings, problems) = read(Path::new("m.toml"), source);
        assert_eq!(mappings.is_empty(), !problems.is_empty(), "{problems:?}");
        let arg = |problem: &Problem, name: &str| {
            problem.args.iter().find(|(arg, _)| *arg == name).map(|(_, value)| value.clone()).unwrap_or_default()
        };
        problems.iter().map(|problem| (arg(problem, "line"), arg(problem, "field"))).collect()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mapping = Mapping {
            name: "某县\"考核\"表\u{7}".replace('\u{7}', ""),
            fingerprint: LAYOUT.into(),
            kind: Some(FormKind::SelfEvaluation),
            heading_rows: 2,
            columns: vec![
                ColumnMapping { heading: "考核事项".into(), occurrence: 1, means: "level3".into(), unit: None },
                ColumnMapping {
                    heading: "金额".into(),
                    occurrence: 2,
                    means: "initial".into(),
                    unit: Some(MoneyUnit::TenThousandYuan),
                },
                ColumnMapping { heading: "经办".into(), occurrence: 1, means: IGNORED.into(), unit: None },
            ],
            labels: vec![LabelMapping { printed: "项目叫什么".into(), means: "project".into() }],
            year: Some(2025),
            region: Some("340000000".into()),
            project: None,
        };
        let source = render_all(std::slice::from_ref(&mapping));
        let (read, problems) = read(Path::new("m.toml"), &source);
        assert_eq!((read, problems), (vec![mapping], Vec::new()));
    }

    #[test]
    fn a_comment_never_leaves_its_line() {
        let (mapping, _) = read(Path::new("m.toml"), &with("heading = \"甲\"\nmeans = \"level3\""));
        let source = render(&mapping[0], &|_, _| "因为\nmeans = \"score\"\r\u{85}\u{1b}[2J".to_owned());
        assert_eq!(read(Path::new("m.toml"), &source).0, mapping);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_not_used() {
        assert_eq!(problems(&with("heading = \"甲\"\nmeans = \"nonsense\"")), [("4".into(), "means".into())]);
        assert_eq!(problems(&with("heading = \"\"\nmeans = \"level3\"")), [("4".into(), "heading".into())]);
        assert_eq!(problems(&with("heading = \"甲\\u0000\"\nmeans = \"level3\"")), [("4".into(), "heading".into())]);
        let long = "长".repeat(TEXT_MAX + 1);
        assert_eq!(problems(&with(&format!("heading = \"{long}\"\nmeans = \"level3\""))).len(), 1);
        let twice = "heading = \"甲\"\nmeans = \"project\"\n[[mapping.column]]\nheading = \"乙\"\nmeans = \"project\"";
        assert_eq!(problems(&with(twice)), [("7".into(), "means".into())], "a meaning is given once");
        let same = "heading = \"甲\"\nmeans = \"level3\"\n[[mapping.column]]\nheading = \"甲\"\nmeans = \"target\"";
        assert_eq!(problems(&with(same)), [("7".into(), "heading".into())]);
        assert_eq!(
            problems(&with("heading = \"甲\"\nmeans = \"total\"\nunit = \"jiao\"")),
            [("4".into(), "unit".into())]
        );
        assert_eq!(problems(&with("heading = \"甲\"\noccurrence = 0\nmeans = \"total\"")).len(), 1);
        for broken in
            ["[[mapping]]\nname = 7", "mapping = 3", "\u{0}", "[[mapping]]\nname = \"a\"\nother = 1", "nothing"]
        {
            assert_eq!(problems(broken).len(), 1, "{broken:?}");
        }
        let bad = with("heading = \"甲\"\nmeans = \"level3\"").replace(LAYOUT, "abc");
        assert_eq!(problems(&bad), [("3".into(), "fingerprint".into())]);
    }

    #[test]
    fn one_bad_entry_does_not_take_the_others_away() {
        let good = with("heading = \"甲\"\nmeans = \"level3\"");
        let source = format!("{good}{}", with("heading = \"甲\"\nmeans = \"level2\""));
        let (mappings, problems) = read(Path::new("m.toml"), &source);
        assert_eq!((mappings.len(), problems.len()), (1, 1), "a layout is named once");
        assert_eq!(mappings[0].columns[0].means, "level3");
    }

    #[test]
    fn a_huge_or_missing_file_stops_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("default.mappings.toml");
        assert_eq!(load(&path), (Vec::new(), Vec::new()));
        std::fs::write(&path, vec![b'#'; 10 << 20]).unwrap();
        assert_eq!(load(&path).1.len(), 1);
        let many: String = (0..MAPPINGS_MAX + 5)
            .map(|n| with("heading = \"甲\"\nmeans = \"level3\"").replace(LAYOUT, &format!("{n:064x}")))
            .collect();
        let (mappings, problems) = read(&path, &many);
        assert_eq!((mappings.len(), problems.len()), (MAPPINGS_MAX, 1));
    }

    #[test]
    fn mappings_lie_beside_their_profile() {
        let paths = Paths::below(Path::new("/h"));
        assert_eq!(file(&paths, None), Path::new("/h/config/profiles/default.mappings.toml"));
        assert_eq!(file(&paths, Some("sichuan")), Path::new("/h/config/profiles/sichuan.mappings.toml"));
        assert_eq!(file(&paths, Some("../x")), Path::new("/h/config/profiles/default.mappings.toml"));
    }
}
