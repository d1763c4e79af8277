//! Forms of the labelled set: those that are written out in `written.toml`, and published tables taken as targets.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;
use wenxiao::model::finding::{CheckSettings, Level1, Switch};
use wenxiao::model::form::{Amount, Form, FormKind, Horizon, Indicator, MoreField, Party, Stage};
use wenxiao::model::money::{Money, MoneyUnit};
use wenxiao::rules::check::Surroundings;
use wenxiao::rules::check::target::{OpenDemand, Peers, Twin};

use crate::set::{Case, Judged, Label, Papers, labels, words};

/// The national default with what the catalogue leaves to a place: ranges of points, codes of 21 characters, kinds of
/// projects that need a cost, tiers for words.
pub fn settings() -> CheckSettings {
    let mut settings = CheckSettings::default();
    let points = |low: i64, high: i64| (Decimal::from(low), Decimal::from(high));
    settings.tree.ranges = BTreeMap::from([
        (Level1::Cost, points(0, 20)),
        (Level1::Output, points(40, 50)),
        (Level1::Benefit, points(20, 30)),
        (Level1::Satisfaction, points(0, 10)),
    ]);
    settings.code_length = Some(21);
    settings.cost_kinds = ["基建", "修缮", "购置", "信息化", "工程", "维修改造"].map(str::to_owned).to_vec();
    settings.switch(Switch::TiersRequired, true);
    settings
}

/// A self-evaluation or a table of a department as if it had been filed as a target.
pub fn as_target(mut form: Form) -> Form {
    form.kind = FormKind::Target;
    let funds = &mut form.funds;
    funds.total = funds.total.take().or(funds.adjusted.take()).or(funds.initial.take());
    form
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenFile {
    defaults: Defaults,
    classes: BTreeMap<String, [String; 2]>,
    project: Vec<Project>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Defaults {
    code: String,
    department: String,
    unit: String,
    year: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Project {
    id: String,
    name: String,
    code: Option<String>,
    department: Option<String>,
    unit: Option<String>,
    period: Option<String>,
    nature: Option<String>,
    class: Option<String>,
    grounds: Option<String>,
    /// Total, fiscal, other, in 万元.
    funds: [String; 3],
    goal: String,
    mid_term: Option<String>,
    rows: String,
    #[serde(default)]
    form: String,
    #[serde(default)]
    form_maybe: String,
    #[serde(default)]
    #[expect(dead_code, reason = "told to those who read the labels")]
    why: String,
    #[serde(default)]
    unjudged: String,
    #[serde(default)]
    asks: Vec<String>,
    /// What the budget list has, in 万元.
    listed: Option<String>,
    /// Row → how many other projects, and their median.
    #[serde(default)]
    peers: BTreeMap<String, (u64, Decimal)>,
    #[serde(default)]
    demands: Vec<String>,
    /// Code, name, likeness of names and of goals.
    #[serde(default)]
    twins: Vec<(String, String, Decimal, Decimal)>,
}

/// Further projects in the layout of a [`WrittenFile`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariedFile {
    project: Vec<Project>,
}

/// Makes the forms.
pub fn written(mut file: WrittenFile, varied: VariedFile) -> Vec<Case> {
    file.project.extend(varied.project);
    let case = |project: &Project| {
        let mut found: Vec<Label> = labels(None, &project.form).collect();
        found.extend(labels(None, &project.form_maybe).map(|label| Label { ought: false, ..label }));
        let form = form(project, &file, &mut found);
        let mut settings = settings();
        for name in &project.asks {
            let switch = Switch::ALL.into_iter().find(|switch| switch.id() == name);
            settings.switch(switch.unwrap_or_else(|| panic!("{}: no switch {name}", project.id)), true);
        }
        Case {
            name: format!("written/{}", project.id),
            form,
            around: around(project),
            last: Papers::default(),
            settings,
            labels: found,
            judged: Judged::AllBut(words(&project.unjudged)),
            read: None,
        }
    };
    file.project.iter().map(case).collect()
}

fn around(project: &Project) -> Surroundings<'static> {
    let row = |row: &String| row.parse().unwrap_or_else(|_| panic!("{}: {row} is no row", project.id));
    Surroundings {
        listed: project.listed.as_deref().and_then(|text| amount(text).fen),
        peers: project
            .peers
            .iter()
            .map(|(no, (count, median))| (row(no), Peers { count: *count, median: *median }))
            .collect(),
        twins: project
            .twins
            .iter()
            .map(|(code, name, names, goals)| Twin {
                code: code.clone(),
                name: name.clone(),
                name_likeness: *names,
                goal_likeness: *goals,
            })
            .collect(),
        open_demands: project
            .demands
            .iter()
            .map(|text| OpenDemand { text: text.clone(), due: "2025-03-31".to_owned() })
            .collect(),
        ..Surroundings::default()
    }
}

/// An amount as the importer reads it: full width counts as half width.
fn amount(text: &str) -> Amount {
    let narrow = |mark: char| match mark {
        '０'..='９' => char::from_digit(mark as u32 - '０' as u32, 10).unwrap_or(mark),
        _ => mark,
    };
    let number: String = text.chars().map(narrow).collect();
    Amount { raw: text.to_owned(), fen: Money::read(&number, MoneyUnit::TenThousandYuan) }
}

fn party(text: &str) -> Party {
    let (code, name) = text.split_once(' ').unwrap_or(("", text));
    Party { code: some(code), name: name.to_owned() }
}

fn some(text: &str) -> Option<String> {
    if text.is_empty() { None } else { Some(text.to_owned()) }
}

fn form(project: &Project, file: &WrittenFile, found: &mut Vec<Label>) -> Form {
    let defaults = &file.defaults;
    let mut form = Form::new(FormKind::Target, defaults.year);
    form.stage = Stage::Compiled;
    form.region = "990100000".to_owned();
    form.name = project.name.clone();
    form.code = some(project.code.as_ref().unwrap_or(&defaults.code));
    form.department = party(project.department.as_ref().unwrap_or(&defaults.department));
    form.unit = party(project.unit.as_ref().unwrap_or(&defaults.unit));
    let [total, fiscal, other] = project.funds.each_ref().map(|text| some(text).map(|text| amount(&text)));
    (form.funds.total, form.funds.fiscal, form.funds.other) = (total, fiscal, other);
    form.goal.annual = some(&project.goal);
    form.goal.mid_term = project.mid_term.clone();
    let year = defaults.year;
    let period = project.period.clone().unwrap_or_else(|| format!("{year}-01-01 至 {year}-12-31"));
    let nature = project.nature.clone().unwrap_or_else(|| "延续项目".to_owned());
    let class = project.class.clone().unwrap_or_else(|| "特定目标类".to_owned());
    let head = [
        (MoreField::Period, period),
        (MoreField::ProjectNature, nature),
        (MoreField::ProjectClass, class),
        (MoreField::Grounds, project.grounds.clone().unwrap_or_default()),
    ];
    form.more.extend(head.into_iter().filter(|(_, text)| !text.is_empty()));
    for (no, line) in (1..).zip(project.rows.lines().filter(|line| !line.trim().is_empty())) {
        let (indicator, text) = row(no, line, &file.classes);
        found.extend(labels(Some(no), &text));
        form.indicators.push(indicator);
    }
    form
}

fn row(no: u32, line: &str, classes: &BTreeMap<String, [String; 2]>) -> (Indicator, String) {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    assert!((7..=10).contains(&cells.len()), "a row has seven to ten cells: {line}");
    let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
    let (horizon, class) = match cell(0).strip_prefix("中期:") {
        Some(class) => (Horizon::MidTerm, class),
        None => (Horizon::Annual, cell(0)),
    };
    let [level1, level2] = match class.split_once('/') {
        Some((level1, level2)) => [level1, level2].map(str::to_owned),
        None => classes.get(class).unwrap_or_else(|| panic!("no class {class}: {line}")).clone(),
    };
    let more = [(MoreField::Explanation, cell(8)), (MoreField::ValueSource, cell(9))];
    let indicator = Indicator {
        no,
        horizon,
        level1,
        level2,
        level3: cell(1).to_owned(),
        operator: some(cell(2)),
        target: cell(3).to_owned(),
        unit: some(cell(4)),
        weight: some(cell(5)),
        more: more
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(field, text)| (field, text.to_owned()))
            .collect(),
        ..Indicator::default()
    };
    (indicator, cell(6).to_owned())
}
