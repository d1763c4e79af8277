//! The labelled set: targets with what ought to be found on them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use wenxiao::model::finding::{CheckSettings, Finding, Switch};
use wenxiao::model::form::{Form, FormKind};
use wenxiao::model::review::Grade;
use wenxiao::rules::check::target::LastYear;
use wenxiao::rules::check::{self, Surroundings, Target};
use wenxiao::sample;

use crate::forms;

/// Something that ought to be found, or may be.
#[derive(Debug, Clone)]
pub struct Label {
    /// Number of the indicator; `None` is the whole target.
    pub row: Option<u32>,
    /// The check.
    pub check: String,
    /// False: one may say so or not say so.
    pub ought: bool,
}

/// What of a target was judged.
#[derive(Debug, Clone)]
pub enum Judged {
    /// Every check but these.
    AllBut(BTreeSet<String>),
    /// The checks of rows on all rows but some, and of the checks of the whole only some.
    RowsAnd {
        /// Checks of the whole that were judged.
        whole: BTreeSet<String>,
        /// Rows that were not.
        not: BTreeSet<u32>,
    },
}

/// Last year's papers of a project.
#[derive(Debug, Clone, Default)]
pub struct Papers {
    target: Option<Form>,
    self_evaluation: Option<Form>,
}

/// A target that was read.
#[derive(Debug, Clone)]
pub struct Case {
    /// Where it is from: `city/…`, `published/…`, `written/…`.
    pub name: String,
    pub form: Form,
    pub around: Surroundings<'static>,
    pub last: Papers,
    pub settings: CheckSettings,
    pub labels: Vec<Label>,
    pub judged: Judged,
    /// How many rows were read, where the form does not stand beside the labels.
    pub read: Option<usize>,
}

impl Case {
    /// What the checks find.
    pub fn findings(&self) -> Vec<Finding> {
        let last = &self.last;
        let grade = last.self_evaluation.as_ref().and_then(|form| grade(form.self_grade.as_deref()?));
        let last_year =
            LastYear { target: last.target.as_ref(), self_evaluation: last.self_evaluation.as_ref(), grade };
        let around = Surroundings { last_year, ..self.around.clone() };
        check::run(&Target::new(&self.form, &around, &self.settings))
    }

    /// Whether anybody asked if this ought to be found.
    pub fn is_judged(&self, check: &str, row: Option<u32>) -> bool {
        match &self.judged {
            Judged::AllBut(checks) => !checks.contains(check),
            Judged::RowsAnd { whole, not } => match row {
                _ if is_of_the_whole(check) => whole.contains(check),
                Some(row) => !not.contains(&row),
                None => false,
            },
        }
    }
}

/// Checks that look at the head, the goal, the funds, the rows together or other papers. The copies of published tables
/// lack much of that; T024 and T058 compare a row with the goal.
fn is_of_the_whole(check: &str) -> bool {
    let number = check.get(1..).and_then(|number| number.parse().ok()).unwrap_or(0u32);
    check.starts_with('X') || matches!(number, 1..=5 | 10..=25 | 38..=40 | 42 | 45..=50 | 52 | 57 | 58 | 60..=66)
}

fn grade(printed: &str) -> Option<Grade> {
    ["优", "良", "中", "差"].iter().position(|name| *name == printed).map(|at| Grade::ALL[at])
}

/// The set, and targets on which no error may be found.
pub struct Set {
    pub cases: Vec<Case>,
    pub clean: Vec<Case>,
}

/// Where the labels are.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/labels")
}

fn read<T: DeserializeOwned>(name: &str) -> T {
    let path = folder().join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// `T031 T029?` of a row.
pub fn labels(row: Option<u32>, text: &str) -> impl Iterator<Item = Label> {
    text.split_whitespace().filter(|word| *word != "-").map(move |word| {
        let check = word.trim_end_matches('?');
        Label { row, check: check.to_owned(), ought: check == word }
    })
}

fn maybe(text: &str) -> impl Iterator<Item = Label> {
    labels(None, text).map(|label| Label { ought: false, ..label })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CityFile {
    project: Vec<CityProject>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CityProject {
    code: String,
    read: usize,
    #[serde(default)]
    form: String,
    #[serde(default)]
    form_maybe: String,
    #[serde(default)]
    rows: BTreeMap<String, String>,
    #[serde(default)]
    unjudged: String,
    #[serde(default)]
    #[expect(dead_code, reason = "told to those who read the labels")]
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CleanFile {
    read: Vec<String>,
    others: Vec<String>,
    found: Vec<CleanFinding>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CleanFinding {
    code: String,
    row: u32,
    labels: String,
    #[expect(dead_code, reason = "told to those who read the labels")]
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PublishedFile {
    table: Vec<PublishedTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PublishedTable {
    id: String,
    read: usize,
    judged: String,
    #[serde(default)]
    form: String,
    #[serde(default)]
    rows: BTreeMap<String, String>,
    #[serde(default)]
    rows_unjudged: Vec<u32>,
    #[serde(default)]
    #[expect(dead_code, reason = "told to those who read the labels")]
    why: String,
}

fn of_rows(rows: &BTreeMap<String, String>) -> Vec<Label> {
    let number = |row: &String| row.parse().unwrap_or_else(|_| panic!("{row} is no number of a row"));
    rows.iter().flat_map(|(row, text)| labels(Some(number(row)), text).collect::<Vec<_>>()).collect()
}

/// Names of checks, apart by blanks.
pub fn words(text: &str) -> BTreeSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// Targets of the invented city by code, each with last year's papers.
struct City {
    targets: BTreeMap<String, Form>,
    last: BTreeMap<String, Papers>,
}

impl City {
    fn made() -> City {
        let mut city = City { targets: BTreeMap::new(), last: BTreeMap::new() };
        for batch in sample::batches().into_iter().filter(|batch| batch.name.starts_with("sample/")) {
            for (_, form) in batch.forms {
                let Some(code) = form.code.clone() else { continue };
                match (batch.kind, batch.year) {
                    (FormKind::Target, 2025) => drop(city.targets.insert(code, form)),
                    (FormKind::Target, _) => city.last.entry(code).or_default().target = Some(form),
                    _ => city.last.entry(code).or_default().self_evaluation = Some(form),
                }
            }
        }
        city
    }

    fn case(&self, code: &str) -> Case {
        let form = self.targets.get(code).unwrap_or_else(|| panic!("the city has no target {code}")).clone();
        Case {
            name: format!("city/{code}"),
            form,
            around: Surroundings::default(),
            last: self.last.get(code).cloned().unwrap_or_default(),
            settings: forms::settings(),
            labels: Vec::new(),
            judged: Judged::AllBut(BTreeSet::new()),
            read: None,
        }
    }
}

/// The set, read once. What cannot be read ends the test.
pub fn load() -> &'static Set {
    static SET: OnceLock<Set> = OnceLock::new();
    SET.get_or_init(read_all)
}

fn read_all() -> Set {
    let city = City::made();
    let mut cases = forms::written(read("written.toml"), read("varied.toml"));
    cases.extend(published(read("published.toml")));
    for project in read::<CityFile>("city.toml").project {
        let mut case = city.case(&project.code);
        case.labels.extend(labels(None, &project.form));
        case.labels.extend(maybe(&project.form_maybe));
        case.labels.extend(of_rows(&project.rows));
        case.judged = Judged::AllBut(words(&project.unjudged));
        case.read = Some(project.read);
        cases.push(case);
    }
    let clean: CleanFile = read("clean.toml");
    for code in &clean.read {
        let mut case = city.case(code);
        for found in clean.found.iter().filter(|found| found.code == *code) {
            case.labels.extend(labels(Some(found.row), &found.labels));
        }
        cases.push(case);
    }
    let clean = clean.read.iter().chain(&clean.others).map(|code| city.case(code)).collect();
    Set { cases, clean }
}

fn published(file: PublishedFile) -> Vec<Case> {
    let mut tables: BTreeMap<String, Form> =
        sample::published().into_iter().map(|table| (table.id, table.form)).collect();
    let case = |table: PublishedTable| {
        let form = tables.remove(&table.id).unwrap_or_else(|| panic!("no published table {}", table.id));
        let mut settings = forms::settings();
        // These forms have no column for tiers.
        settings.switch(Switch::TiersRequired, false);
        let mut found: Vec<Label> = labels(None, &table.form).collect();
        found.extend(of_rows(&table.rows));
        Case {
            name: format!("published/{}", table.id),
            form: forms::as_target(form),
            around: Surroundings::default(),
            last: Papers::default(),
            settings,
            labels: found,
            judged: Judged::RowsAnd { whole: words(&table.judged), not: table.rows_unjudged.iter().copied().collect() },
            read: Some(table.read),
        }
    };
    file.table.into_iter().map(case).collect()
}
