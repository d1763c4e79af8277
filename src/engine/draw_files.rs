//! The public draw on files: no database, so that anybody can repeat it. (The sample database is [`super::sample`].)
//!
//! Reads the frozen files with bounds, draws and verifies by [`crate::rules::draw`], and writes list, proof, record and
//! journal whole or not at all. Words come from the caller; what is written is the same whoever draws.

mod record;
mod verified;

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use num_bigint::BigUint;

pub use self::record::record_lines;
pub use self::verified::{AlsoVerify, PublishedFolder, Verified, verify_files};
use super::report::Say;
use crate::exchange::atomic::{write_atomically, write_failed};
use crate::exchange::page::html;
use crate::exchange::papers::workbook;
use crate::model::draw::{DrawUnit, UnitReason, UnitStatus};
use crate::model::problem::{Problem, ProblemKind};
use crate::rules::draw::allocation::{Impossible, Share, allocate};
pub use crate::rules::draw::digest::groups;
use crate::rules::draw::exclusions::LeftOut;
use crate::rules::draw::fraction::{ceil_of, cut_off, ratio, read_share};
use crate::rules::draw::journal::Journal;
pub use crate::rules::draw::proof::Proof;
use crate::rules::draw::proof::{Frozen, prove};
use crate::rules::draw::{Plan, Population, SeedRecord, digest, list, merkle};

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
    left_out: Vec<LeftOutUnit>,
}

/// A unit that was left out of a population.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutUnit {
    /// Its stratum.
    pub stratum: String,
    /// Its name.
    pub key: String,
    /// Why, by code.
    pub reason: UnitReason,
    /// Who is answerable; empty where only the sealed files are known.
    pub by: String,
    /// Why, in words; empty as above.
    pub ground: String,
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
    Ok(MadeDraw { list: list::write(&population, &drawn), left_out: left_out(&population, &[]), proof })
}

/// The bytes of `journal.txt`; `since` are the acts between seed and list, such as draws that went on.
fn journal(proof: &Proof, left_out: &[LeftOutUnit], since: &[String]) -> Vec<u8> {
    let mut journal = Journal::default();
    for one in left_out.iter().filter(|one| !one.ground.is_empty()) {
        journal.add(&format!("exclude|{}|{}|{}|{}", one.key, one.reason.code(), one.by, one.ground));
    }
    journal.add(&format!("freeze|{}|{}", proof.frame, proof.plan));
    journal.add(&format!("seed|{}", proof.seed));
    since.iter().for_each(|line| journal.add(line));
    journal.add(&format!("draw|{}|{}", proof.rates.random, proof.list));
    journal.write()
}

/// Those left out of a population, with the grounds that are known of them.
pub(super) fn left_out(population: &Population, grounds: &[LeftOut]) -> Vec<LeftOutUnit> {
    let excluded = population.units.iter().filter(|unit| unit.status == UnitStatus::Excluded);
    let told = |unit: &DrawUnit| {
        let known = grounds.binary_search_by(|one| one.key.cmp(&unit.key)).ok().and_then(|at| grounds.get(at));
        let (by, ground) = known.map(|one| (one.by.clone(), one.ground.clone())).unwrap_or_default();
        let reason = *unit.reasons.first()?;
        Some(LeftOutUnit { stratum: unit.stratum.clone(), key: unit.key.clone(), reason, by, ground })
    };
    excluded.filter_map(told).collect()
}

impl MadeDraw {
    /// Writes `drawn.tsv`, `proof.json`, `record.txt`, `record.html`, `record.xlsx` and `journal.txt` into a folder, which is made if it
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
        leave(out, &told(&self.proof, self.list.clone(), &self.left_out, &[], language, say)?, replace)
    }
}

/// What is told of a draw: the files beside the frozen ones.
pub(super) fn told(
    proof: &Proof,
    list: Vec<u8>,
    left_out: &[LeftOutUnit],
    since: &[String],
    language: &'static str,
    say: Say<'_>,
) -> Result<Vec<(&'static str, Vec<u8>)>, Problem> {
    let page = record::page(proof, left_out, language, say);
    Ok(vec![
        ("drawn.tsv", list),
        ("proof.json", proof.write()?),
        ("record.txt", record::record(proof, say)),
        ("record.html", html(&page).into_bytes()),
        ("record.xlsx", workbook(&record::paper(page, say))?),
        ("journal.txt", journal(proof, left_out, since)),
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
