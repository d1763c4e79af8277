//! Counting: what was found against what ought to be found.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::OnceLock;

use wenxiao::model::finding::{Finding, Severity};
use wenxiao::rules::check;

use crate::set::{Case, Label, Set};

/// Checks of the catalogue, those that are not written yet included.
const CHECKS: u32 = 66;

/// Whether the catalogue has such a check.
pub fn is_known(check: &str) -> bool {
    let number = check.strip_prefix('T').and_then(|number| number.parse::<u32>().ok());
    number.is_some_and(|number| (1..=CHECKS).contains(&number)) || check == "X005"
}

/// One check on the whole set.
#[derive(Debug, Default)]
pub struct Count {
    /// What it finds becomes a draft: an error or a warning by default.
    pub drafts: bool,
    /// The severity it has by default; empty when there is no such check yet.
    pub severity: &'static str,
    /// Things it ought to find.
    pub labelled: usize,
    /// Of them found.
    pub found: usize,
    /// Findings that ought to be there.
    pub right: usize,
    /// Findings that ought not, by place.
    pub false_alarms: Vec<String>,
    /// What it ought to have found and did not, by place.
    pub missed: Vec<String>,
    /// Findings that one may make or not make.
    pub arguable: usize,
    /// Findings on clean targets.
    pub on_clean: usize,
}

impl Count {
    /// Findings that are right or wrong.
    pub fn fired(&self) -> usize {
        self.right + self.false_alarms.len()
    }
}

/// Every check on the whole set.
#[derive(Debug, Default)]
pub struct Tally {
    pub checks: BTreeMap<String, Count>,
    cases: usize,
    rows: usize,
}

/// Where a finding stands, for people: name of the target, row with its cells, what the check saw.
pub fn place(case: &Case, finding: &Finding) -> String {
    let facts: Vec<String> = finding.facts.iter().map(|(name, fact)| format!("{name}={fact}")).collect();
    format!("{} {} {{{}}}", finding.check, spot(case, finding.row), facts.join(", "))
}

fn spot(case: &Case, row: Option<u32>) -> String {
    let indicator = case.form.indicators.iter().find(|indicator| Some(indicator.no) == row);
    match indicator {
        Some(row) => {
            format!("{} row {}: {} | {} | {}", case.name, row.no, row.level2, row.level3, row.printed_target())
        }
        None => case.name.clone(),
    }
}

impl Tally {
    /// All checks on the set, run once.
    pub fn of(set: &'static Set) -> &'static Tally {
        static TALLY: OnceLock<Tally> = OnceLock::new();
        TALLY.get_or_init(|| Tally::count(set))
    }

    fn count(set: &Set) -> Tally {
        let mut tally = Tally { cases: set.cases.len(), ..Tally::default() };
        for check in check::all() {
            let count = tally.checks.entry(check.id.to_owned()).or_default();
            count.drafts = check.severity != Severity::Info;
            count.severity = check.severity.id();
        }
        for case in &set.cases {
            tally.rows += case.form.indicators.len();
            tally.add(case);
        }
        for case in &set.clean {
            for finding in case.findings() {
                tally.checks.entry(finding.check.0).or_default().on_clean += 1;
            }
        }
        tally
    }

    fn add(&mut self, case: &Case) {
        let findings = case.findings();
        // A label of the whole is met wherever the check puts its finding.
        let meets = |label: &Label, finding: &Finding| {
            label.check == finding.check.0 && (label.row.is_none() || label.row == finding.row)
        };
        for label in case.labels.iter().filter(|label| label.ought) {
            let count = self.checks.entry(label.check.clone()).or_default();
            count.labelled += 1;
            if findings.iter().any(|finding| meets(label, finding)) {
                count.found += 1;
            } else {
                count.missed.push(spot(case, label.row));
            }
        }
        for finding in &findings {
            let count = self.checks.entry(finding.check.0.clone()).or_default();
            let met: Vec<&Label> = case.labels.iter().filter(|label| meets(label, finding)).collect();
            if met.iter().any(|label| label.ought) {
                count.right += 1;
            } else if !met.is_empty() {
                count.arguable += 1;
            } else if case.is_judged(&finding.check.0, finding.row) && finding.charged_by.is_none() {
                // What another check charges in its place is told to nobody.
                count.false_alarms.push(place(case, finding));
            }
        }
    }

    /// Found, and ought to be found.
    pub fn recall(&self) -> (usize, usize) {
        let sum = |part: fn(&Count) -> usize| self.checks.values().map(part).sum();
        (sum(|count| count.found), sum(|count| count.labelled))
    }

    /// The page of figures.
    pub fn page(&self) -> String {
        let (found, labelled) = self.recall();
        let drafts = || self.checks.values().filter(|count| count.drafts);
        let (right, fired) = (drafts().map(|count| count.right).sum(), drafts().map(Count::fired).sum());
        let mut page = format!(
            "Made by `UPDATE=1 cargo test --test prereview`; README.md says how to read it.\n\n\
             {} targets, {} indicators; of {labelled} things that ought to be found {found} are found ({}).\n\
             Of {fired} findings that become drafts {right} are right ({}).\n\n\
             check  severity  labelled  found  recall    fired  right  precision  arguable  on clean\n",
            self.cases,
            self.rows,
            share(found, labelled),
            share(right, fired),
        );
        for (check, count) in &self.checks {
            let line = format!(
                "{check:<7}{:<10}{:>8}{:>7}{:>8}{:>9}{:>7}{:>11}{:>10}{:>10}",
                count.severity,
                count.labelled,
                count.found,
                share(count.found, count.labelled),
                count.fired(),
                count.right,
                share(count.right, count.fired()),
                count.arguable,
                count.on_clean,
            );
            page.push_str(line.trim_end());
            page.push('\n');
        }
        page.push_str("\nFalse alarms of checks that draft\n\n");
        for alarm in drafts().flat_map(|count| &count.false_alarms) {
            let _ = writeln!(page, "{alarm}");
        }
        // Info is no draft; some examples are enough to see what kind of thing is said too often.
        page.push_str("\nFalse alarms of the others, at most five of a check\n\n");
        for alarm in
            self.checks.values().filter(|count| !count.drafts).flat_map(|count| count.false_alarms.iter().take(5))
        {
            let _ = writeln!(page, "{alarm}");
        }
        page.push_str("\nMissed\n\n");
        for (check, count) in &self.checks {
            for spot in &count.missed {
                let _ = writeln!(page, "{check} {spot}");
            }
        }
        page
    }
}

fn share(part: usize, whole: usize) -> String {
    (part * 1000).checked_div(whole).map_or_else(|| "—".to_owned(), |parts| format!("{}%", (parts + 5) / 10))
}
