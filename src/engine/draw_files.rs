//! The public draw on files: no database, so that anybody can repeat it. (The sample database is [`super::sample`].)
//!
//! Reads the frozen files with bounds, draws and verifies by [`crate::rules::draw`], and writes list, proof, record and
//! journal whole or not at all. Words come from the caller; what is written is the same whoever draws.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use num_bigint::BigUint;

use super::report::Say;
use crate::exchange::atomic::{write_atomically, write_failed};
use crate::exchange::page::{Page, Table, html};
use crate::model::problem::{Problem, ProblemKind};
use crate::rules::draw::allocation::{Impossible, Share, allocate};
pub use crate::rules::draw::digest::groups;
use crate::rules::draw::fraction::{ceil_of, cut_off, ratio, read_share};
use crate::rules::draw::journal::Journal;
pub use crate::rules::draw::proof::Proof;
use crate::rules::draw::proof::{Frozen, prove};
use crate::rules::draw::verify::{Evidence, Named, same_lines, verify};
use crate::rules::draw::{Plan, Population, SeedRecord, digest, list, merkle, replaced};

/// Largest file that is read.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// The program as proofs name it.
const PROGRAM: &str = concat!("wenxiao ", env!("CARGO_PKG_VERSION"));

/// The frozen files.
#[derive(Debug, Clone)]
pub struct DrawFiles {
    /// `population.tsv`
    pub population: PathBuf,
    /// `plan.tsv`
    pub plan: PathBuf,
    /// The seed record.
    pub record: PathBuf,
}

/// A draw that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeDraw {
    /// Everything that was computed.
    pub proof: Proof,
    list: Vec<u8>,
    journal: Vec<u8>,
}

/// A file that a draw leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftFile {
    /// Where.
    pub path: PathBuf,
    /// SHA-256 of it.
    pub sha256: String,
    /// It was there already, with just these bytes.
    pub unchanged: bool,
}

/// Whether the random part alone meets the duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// The rate as it was given.
    pub rate: String,
    /// So many units of all.
    pub need: u64,
    /// The random part has as many.
    pub met: bool,
}

/// That a unit stood in the sealed population.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inclusion {
    /// Its row, fields apart by TAB.
    pub row: String,
    /// Its place among the rows, from 0.
    pub index: usize,
    /// How many rows there are.
    pub rows: usize,
    /// Fingerprint of the row as a leaf.
    pub leaf: String,
    /// Neighbours from the leaf up.
    pub path: Vec<String>,
    /// The root they lead to.
    pub root: String,
}

fn name_of(path: &Path) -> String {
    path.display().to_string()
}

/// Reads a plain file up to a bound.
fn bytes_of(path: &Path) -> Result<Vec<u8>, Problem> {
    let refused = |key| Problem::refused(key).with("path", path.display());
    let cannot = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => refused("problem-not-found"),
        _ => refused("problem-not-readable").with("detail", error),
    };
    // A named pipe would hang and a device never end: looked at before it is opened.
    if !std::fs::metadata(path).map_err(cannot)?.is_file() {
        return Err(refused("problem-not-a-file"));
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes)).map_err(cannot)?;
    Ok(bytes)
}

/// Reads the frozen files and draws.
///
/// # Errors
/// When a file cannot be read or used, or the three do not fit one another; with file, line and reason.
pub fn draw(files: &DrawFiles, expanded_to: Option<u64>) -> Result<MadeDraw, Problem> {
    let (population_name, plan_name) = (name_of(&files.population), name_of(&files.plan));
    let (population_bytes, plan_bytes) = (bytes_of(&files.population)?, bytes_of(&files.plan)?);
    let record_bytes = bytes_of(&files.record)?;
    let population = Population::read(&population_bytes, &population_name)?;
    let plan = Plan::read(&plan_bytes, &plan_name)?;
    plan.fits(&population, &plan_name, &population_name)?;
    let record_name = name_of(&files.record);
    let record = SeedRecord::read(&record_bytes, &record_name)?;
    record.fits(&digest::fingerprint(&population_bytes), &digest::fingerprint(&plan_bytes), &record_name)?;
    let frozen = Frozen { population: &population, plan: &plan, record: &record, expanded_to };
    let (drawn, proof) = prove(frozen, PROGRAM)?;
    Ok(MadeDraw { list: list::write(&population, &drawn), journal: journal(&proof, &[]), proof })
}

/// The bytes of `journal.txt`; `since` are the acts between seed and list, such as draws that went on.
pub(super) fn journal(proof: &Proof, since: &[String]) -> Vec<u8> {
    let mut journal = Journal::default();
    journal.add(&format!("freeze|{}|{}", proof.frame, proof.plan));
    journal.add(&format!("seed|{}", proof.seed));
    since.iter().for_each(|line| journal.add(line));
    journal.add(&format!("draw|{}|{}", proof.rates.random, proof.list));
    journal.write()
}

impl MadeDraw {
    /// Writes `drawn.tsv`, `proof.json`, `record.txt`, `record.html` and `journal.txt` into a folder, which is made if it
    /// is not there. Files that are there with the same bytes stay as they are; with others they are refused before
    /// anything is written, unless `replace` says otherwise.
    ///
    /// # Errors
    /// When one of them is there with other bytes, or cannot be written.
    pub fn write(
        &self,
        out: &Path,
        replace: bool,
        language: &'static str,
        say: Say<'_>,
    ) -> Result<Vec<LeftFile>, Problem> {
        leave(out, &told(&self.proof, self.list.clone(), self.journal.clone(), language, say)?, replace)
    }
}

/// What is told of a draw: the files beside the frozen ones.
pub(super) fn told(
    proof: &Proof,
    list: Vec<u8>,
    journal: Vec<u8>,
    language: &'static str,
    say: Say<'_>,
) -> Result<Vec<(&'static str, Vec<u8>)>, Problem> {
    Ok(vec![
        ("drawn.tsv", list),
        ("proof.json", proof.write()?),
        ("record.txt", record(proof, say)),
        ("record.html", html(&page(proof, language, say)).into_bytes()),
        ("journal.txt", journal),
    ])
}

/// Leaves files in a folder, which is made if it is not there: all of them, or none where one is there with other bytes.
pub(super) fn leave(out: &Path, files: &[(&str, Vec<u8>)], replace: bool) -> Result<Vec<LeftFile>, Problem> {
    let mut left = Vec::new();
    for (name, bytes) in files {
        let path = out.join(name);
        let there = path.symlink_metadata().is_ok();
        let unchanged = there && bytes_of(&path).is_ok_and(|old| old == *bytes);
        if there && !unchanged && !replace {
            return Err(Problem::refused("problem-draw-file-exists").with("path", path.display()));
        }
        left.push(LeftFile { path, sha256: digest::fingerprint(bytes), unchanged });
    }
    std::fs::create_dir_all(out).map_err(|error| write_failed(out, &error))?;
    for (file, (_, bytes)) in left.iter().zip(files).filter(|(file, _)| !file.unchanged) {
        write_atomically(&file.path, replace, |to| {
            to.write_all(bytes).map_err(|error| write_failed(&file.path, &error))
        })?;
    }
    Ok(left)
}

/// Whether a text is a share: `10%`, `0.1`, `1/10`.
pub fn is_share(text: &str) -> bool {
    read_share(text).is_some()
}

/// Whether the random part of a draw meets a duty; `None` when the rate is no share.
pub fn duty(proof: &Proof, rate: &str) -> Option<Duty> {
    let need = ceil_of(&read_share(rate)?, proof.rates.all);
    Some(Duty { rate: rate.to_owned(), need, met: proof.rates.random >= need })
}

/// A rate in percent with two places, cut off.
pub fn percent(count: u64, all: u64) -> String {
    cut_off(&ratio(u128::from(count) * 100, all), 2)
}

/// The record for publication, line by line: one page that lets anybody repeat the draw.
pub fn record_lines(proof: &Proof, say: Say<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut tell = |key: &str, args: &[(&'static str, String)]| lines.push(say(key, args));
    let count =
        |code: &str| proof.counts.iter().find(|count| count.code == code).map_or(0, |count| count.count).to_string();
    let rates = &proof.rates;
    tell("draw-record-title", &[]);
    if proof.rehearsal {
        tell("draw-record-rehearsal", &[]);
    }
    tell(
        "draw-record-population",
        &[("all", rates.all.to_string()), ("random", count("R")), ("certainty", count("C")), ("excluded", count("X"))],
    );
    tell("draw-record-frame", &[("digest", groups(&proof.frame))]);
    tell("draw-record-plan", &[("digest", groups(&proof.plan))]);
    tell("draw-record-seed-record", &[]);
    for line in proof.seed_record.lines() {
        tell("draw-record-line", &[("text", line.to_owned())]);
    }
    tell("draw-record-seed", &[("seed", proof.seed.clone())]);
    match proof.lacks.is_empty() {
        true => tell("draw-record-public", &[]),
        false => {
            let lacks: Vec<String> = proof.lacks.iter().map(|lack| say(&format!("draw-lack-{lack}"), &[])).collect();
            tell("draw-record-not-public", &[("lacks", lacks.join(" / "))]);
        }
    }
    if proof.expanded_to > 0 {
        tell("draw-record-expanded", &[("total", proof.expanded_to.to_string())]);
    }
    tell(
        "draw-record-rate-random",
        &[
            ("count", rates.random.to_string()),
            ("all", rates.all.to_string()),
            ("percent", percent(rates.random, rates.all)),
        ],
    );
    tell(
        "draw-record-rate-all",
        &[
            ("count", rates.examined.to_string()),
            ("all", rates.all.to_string()),
            ("percent", percent(rates.examined, rates.all)),
        ],
    );
    tell("draw-record-strata", &[]);
    for stratum in &proof.strata {
        let cut = if stratum.cut.is_empty() { "-" } else { &stratum.cut };
        tell(
            "draw-record-stratum",
            &[
                ("stratum", stratum.stratum.clone()),
                ("frame", stratum.frame.to_string()),
                ("drawn", stratum.drawn.to_string()),
                ("method", stratum.method.clone()),
                ("cut", cut.to_owned()),
            ],
        );
    }
    tell("draw-record-list", &[("digest", groups(&proof.list))]);
    tell("draw-record-root", &[("digest", groups(&proof.merkle_root))]);
    tell("draw-record-proof", &[("digest", groups(&proof.digest))]);
    tell("draw-record-how", &[]);
    // Commands are the same in every language. The script knows the formal simple draw only.
    lines.push(
        "  wenxiao sample verify --population population.tsv --plan plan.tsv --seed-record seed.txt --proof proof.json"
            .to_owned(),
    );
    if !proof.rehearsal && proof.strata.iter().all(|stratum| stratum.method == "srs") {
        let total = if proof.expanded_to > 0 { format!(" {}", proof.expanded_to) } else { String::new() };
        lines.push(format!("  python3 redraw.py population.tsv plan.tsv seed.txt{total} | cmp - drawn.tsv"));
        lines.push("  printf 'CJ1|%s|main|%s' \"$SEED\" \"$KEY\" | sha256sum".to_owned());
    }
    lines
}

/// The bytes of `record.txt`.
pub fn record(proof: &Proof, say: Say<'_>) -> Vec<u8> {
    let mut text = record_lines(proof, say).join("\n");
    text.push('\n');
    text.into_bytes()
}

/// The record as a page for a browser, with the list.
pub fn page(proof: &Proof, language: &'static str, say: Say<'_>) -> Page {
    let mut lines = record_lines(proof, say).into_iter();
    let title = lines.next().unwrap_or_default();
    let heads = |keys: &[&str]| keys.iter().map(|key| say(key, &[])).collect::<Vec<_>>();
    let selected = proof.selected.iter().enumerate().map(|(index, unit)| {
        let place = (index + 1).to_string();
        ("", vec![place, unit.stratum.clone(), unit.key.clone(), unit.ticket.clone()])
    });
    let certain = proof.certainty.iter().map(|unit| {
        let reasons = unit.reasons.split(',').map(|code| say(&format!("draw-reason-{}", code.to_lowercase()), &[]));
        let reasons: Vec<String> = reasons.collect();
        ("", vec![unit.stratum.clone(), unit.key.clone(), reasons.join(" / ")])
    });
    let tables = vec![
        Table {
            title: say("draw-page-random", &[("count", proof.selected.len().to_string())]),
            lines: Vec::new(),
            headings: heads(&["draw-column-place", "draw-column-stratum", "draw-column-unit", "draw-column-ticket"]),
            rows: selected.collect(),
        },
        Table {
            title: say("draw-page-certain", &[("count", proof.certainty.len().to_string())]),
            lines: vec![say("draw-page-certain-note", &[])],
            headings: heads(&["draw-column-stratum", "draw-column-unit", "draw-column-reason"]),
            rows: certain.collect(),
        },
    ];
    Page { language, title, lines: lines.collect(), tables }
}

/// What else is held against the proof.
#[derive(Debug, Clone, Default)]
pub struct AlsoVerify {
    /// `drawn.tsv`
    pub list: Option<PathBuf>,
    /// `record.txt`, in any of the languages.
    pub record: Option<PathBuf>,
    /// `replaced.tsv`
    pub replaced: Option<PathBuf>,
}

/// Verifies a proof against the frozen files, and list and record against the proof.
///
/// # Errors
/// With the first difference as [`ProblemKind::Verification`]; as a refusal when a file cannot be read at all.
pub fn verify_files(files: &DrawFiles, proof: &Path, also: &AlsoVerify, says: &[Say<'_>]) -> Result<Proof, Problem> {
    let read = |path: &Path| bytes_of(path).map(|bytes| (name_of(path), bytes));
    let (population, plan) = (read(&files.population)?, read(&files.plan)?);
    let (record_file, proof_file) = (read(&files.record)?, read(proof)?);
    fn named(file: &(String, Vec<u8>)) -> Named<'_> {
        Named { file: &file.0, bytes: &file.1 }
    }
    let proof = verify(&Evidence {
        population: named(&population),
        plan: named(&plan),
        record: named(&record_file),
        proof: named(&proof_file),
    })?;
    if let Some(path) = &also.list {
        let made = draw(files, Some(proof.expanded_to).filter(|total| *total > 0))?;
        same_lines(&name_of(path), &bytes_of(path)?, &made.list)?;
    }
    if let Some(path) = &also.replaced {
        let bytes = bytes_of(path)?;
        let (total, outcomes) = replaced::read(&bytes);
        let population = Population::read(&population.1, &population.0)?;
        let plan = Plan::read(&plan.1, &plan.0)?;
        let record = SeedRecord::read(&record_file.1, &record_file.0)?;
        // Nobody can stand in for more than were drawn.
        let total = total.filter(|total| *total <= proof.rates.random).unwrap_or(plan.total());
        let made = replaced::write(&population, &plan, &record.seed(), total.max(plan.total()), &outcomes)?;
        same_lines(&name_of(path), &bytes, &made)?;
    }
    if let Some(path) = &also.record {
        let bytes = bytes_of(path)?;
        let first = |text: &[u8]| text.split(|byte| *byte == b'\n').next().map(<[u8]>::to_vec);
        let records: Vec<Vec<u8>> = says.iter().map(|say| record(&proof, say)).collect();
        let same_language = records.iter().find(|record| first(record) == first(&bytes)).or(records.first());
        same_lines(&name_of(path), &bytes, same_language.map_or(&[], Vec::as_slice))?;
    }
    Ok(proof)
}

/// Spreads a total over the strata of a plan, in proportion to their units.
///
/// # Errors
/// When the plan cannot be read, or the total is below the floors or above what there is.
pub fn allocate_file(plan: &Path, total: u64, minimum: u64, share: &str) -> Result<BTreeMap<String, u64>, Problem> {
    let name = name_of(plan);
    let plan = Plan::read(&bytes_of(plan)?, &name)?;
    let share =
        read_share(share).ok_or_else(|| Problem::new(ProblemKind::Usage, "problem-draw-rate").with("value", share))?;
    let shares: Vec<Share> = plan
        .strata
        .iter()
        .map(|row| Share {
            stratum: row.stratum.clone(),
            weight_squared: BigUint::from(row.frame).pow(2),
            low: minimum.max(ceil_of(&share, row.frame)).min(row.frame),
            high: row.frame,
        })
        .collect();
    let refused = |key| Problem::refused(key).with("total", total);
    let given = allocate(&shares, total).map_err(|why| match why {
        Impossible::BelowFloors { floors } => refused("problem-draw-total-below").with("least", floors),
        Impossible::AboveCaps { caps } => refused("problem-draw-total-above").with("most", caps),
        // A floor is at most what there is.
        Impossible::FloorAboveCap { .. } => Problem::internal("floor"),
    })?;
    Ok(shares.into_iter().map(|share| share.stratum).zip(given).collect())
}

/// Shows that a unit stood in the population, without showing the others.
///
/// # Errors
/// When the population cannot be read or has no such unit; as a failed verification when `proof` has another root.
pub fn inclusion(population: &Path, key: &str, proof: Option<&Path>) -> Result<Inclusion, Problem> {
    let name = name_of(population);
    let population = Population::read(&bytes_of(population)?, &name)?;
    let unit = population.units.binary_search_by(|unit| unit.key.as_str().cmp(key));
    let index = unit.map_err(|_| Problem::refused("problem-draw-no-unit").with("path", &name).with("unit", key))?;
    let rows: Vec<String> = population.units.iter().map(Population::row).collect();
    let leaves: Vec<merkle::Node> = rows.iter().map(|row| merkle::leaf(row.as_bytes())).collect();
    let root = digest::hex(&merkle::root(&leaves));
    if let Some(path) = proof {
        let proof = Proof::read(&bytes_of(path)?, &name_of(path))?;
        if proof.merkle_root != root {
            let problem =
                Problem::new(ProblemKind::Verification, "problem-draw-other-root").with("path", path.display());
            return Err(problem.with("here", proof.merkle_root).with("computed", root));
        }
    }
    let path = merkle::path(&leaves, index).unwrap_or_default();
    Ok(Inclusion {
        row: rows.get(index).cloned().unwrap_or_default(),
        index,
        rows: rows.len(),
        leaf: leaves.get(index).map(|leaf| digest::hex(leaf)).unwrap_or_default(),
        path: path.iter().map(|node| digest::hex(node)).collect(),
        root,
    })
}
