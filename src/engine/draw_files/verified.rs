//! Verifying what was published of a draw: proof, lists and record against the frozen files, the plan's further decisions against
//! the seed record, and the lot of second reviews against all of them. Only [`super`] may import it.
//!
//! A file that may be left out is told where it is not there; one that the seed record or the plan says there is has to be.

use std::path::{Path, PathBuf};

use num_traits::Zero as _;

use super::{DrawFiles, Proof, bytes_of, draw, name_of, record};
use crate::engine::report::Say;
use crate::model::problem::{Problem, ProblemKind};
use crate::rules::draw::full_plan::FullPlan;
use crate::rules::draw::verify::{Evidence, Named, same_lines, verify};
use crate::rules::draw::{Plan, Population, SeedRecord, digest, replaced, second_lot};

/// What else is held against the proof.
#[derive(Debug, Clone, Default)]
pub struct AlsoVerify {
    /// `drawn.tsv`
    pub list: Option<PathBuf>,
    /// `record.txt`, in any of the languages.
    pub record: Option<PathBuf>,
    /// `replaced.tsv`
    pub replaced: Option<PathBuf>,
    /// `plan.json`
    pub full_plan: Option<PathBuf>,
    /// `second.tsv`
    pub second: Option<PathBuf>,
}

/// What was published, as it lies in one folder under the names that it was given.
#[derive(Debug, Clone)]
pub struct PublishedFolder {
    /// The frozen files.
    pub files: DrawFiles,
    /// `proof.json`
    pub proof: PathBuf,
    /// The lists that are there.
    pub also: AlsoVerify,
    /// Names of those that are not, though a draw may have them.
    pub absent: Vec<&'static str>,
}

impl PublishedFolder {
    /// The files of a folder.
    pub fn of(folder: &Path) -> PublishedFolder {
        let mut absent = Vec::new();
        let mut found = |name: &'static str| {
            let path = folder.join(name);
            let there = path.symlink_metadata().is_ok();
            if !there {
                absent.push(name);
            }
            there.then_some(path)
        };
        let also = AlsoVerify {
            list: found("drawn.tsv"),
            record: found("record.txt"),
            replaced: found("replaced.tsv"),
            full_plan: found("plan.json"),
            second: found("second.tsv"),
        };
        let [population, plan, record, proof] =
            ["population.tsv", "plan.tsv", "seed.txt", "proof.json"].map(|name| folder.join(name));
        PublishedFolder { files: DrawFiles { population, plan, record }, proof, also, absent }
    }
}

/// A draw that was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The proof.
    pub proof: Proof,
    /// The files that agree with it and with one another.
    pub held: Vec<PathBuf>,
}

/// A failed verification at a line of a file.
fn failed(key: &'static str, path: &Path, line: usize) -> Problem {
    Problem::new(ProblemKind::Verification, key).with("path", path.display()).with("line", line)
}

/// A file that was given, else the one of that name beside another, if it is there.
fn beside(given: Option<&PathBuf>, other: &Path, name: &str) -> Option<PathBuf> {
    let near = || Some(other.with_file_name(name)).filter(|path| path.symlink_metadata().is_ok());
    given.cloned().or_else(near)
}

/// Verifies a proof against the frozen files, and everything else that there is against the proof. `plan.json` and `second.tsv` are
/// looked for beside the seed record where they are not named: both are held, and missed where the draw has them.
///
/// # Errors
/// With the first difference as [`ProblemKind::Verification`]; as a refusal when a file cannot be read at all.
pub fn verify_files(
    files: &DrawFiles,
    proof_path: &Path,
    also: &AlsoVerify,
    says: &[Say<'_>],
) -> Result<Verified, Problem> {
    let read = |path: &Path| bytes_of(path).map(|bytes| (name_of(path), bytes));
    let (population_file, plan_file) = (read(&files.population)?, read(&files.plan)?);
    let (record_file, proof_file) = (read(&files.record)?, read(proof_path)?);
    fn named(file: &(String, Vec<u8>)) -> Named<'_> {
        Named { file: &file.0, bytes: &file.1 }
    }
    let proof = verify(&Evidence {
        population: named(&population_file),
        plan: named(&plan_file),
        record: named(&record_file),
        proof: named(&proof_file),
    })?;
    let mut held = vec![files.population.clone(), files.plan.clone(), files.record.clone(), proof_path.to_owned()];
    let expanded_to = Some(proof.expanded_to).filter(|total| *total > 0);
    if let Some(path) = &also.list {
        let made = draw(files, expanded_to)?;
        same_lines(&name_of(path), &bytes_of(path)?, &made.list)?;
        held.push(path.clone());
    }
    let population = Population::read(&population_file.1, &population_file.0)?;
    let plan = Plan::read(&plan_file.1, &plan_file.0)?;
    let record = SeedRecord::read(&record_file.1, &record_file.0)?;
    let full = full_plan(files, also, &record, &mut held)?;
    let wanted = !full.second()?.is_zero();
    let second = beside(also.second.as_ref(), &files.record, "second.tsv");
    // Who stands in for others belongs to the lot, so it has to hold, too.
    let near = second.as_ref().filter(|_| wanted).and_then(|path| beside(None, path, "replaced.tsv"));
    let mut gave_way = Vec::new();
    if let Some(path) = also.replaced.clone().or(near) {
        let bytes = bytes_of(&path)?;
        let (total, outcomes) = replaced::read(&bytes);
        // Nobody can stand in for more than were drawn.
        let total = total.filter(|total| *total <= proof.rates.random).unwrap_or(plan.total());
        let made = replaced::write(&population, &plan, &record.seed(), total.max(plan.total()), &outcomes)?;
        same_lines(&name_of(&path), &bytes, &made)?;
        held.push(path);
        gave_way = made;
    }
    match second {
        Some(path) if record.plan_json.is_some() || also.second.is_some() => {
            let made = second_lot::file(&population, &plan, &record, &full, expanded_to, &gave_way)?;
            same_lines(&name_of(&path), &bytes_of(&path)?, &made)?;
            held.push(path);
        }
        None if wanted => {
            let path = files.record.with_file_name("second.tsv");
            let share = full.second_share.unwrap_or_default();
            return Err(failed("problem-draw-second-missing", &path, 1).with("share", share));
        }
        _ => {}
    }
    if let Some(path) = &also.record {
        let bytes = bytes_of(path)?;
        let first = |text: &[u8]| text.split(|byte| *byte == b'\n').next().map(<[u8]>::to_vec);
        let records: Vec<Vec<u8>> = says.iter().map(|say| record::record(&proof, say)).collect();
        let same_language = records.iter().find(|record| first(record) == first(&bytes)).or(records.first());
        same_lines(&name_of(path), &bytes, same_language.map_or(&[], Vec::as_slice))?;
        held.push(path.clone());
    }
    Ok(Verified { proof, held })
}

/// What the plan decides besides, held against its fingerprint in the seed record; nothing where the record names none.
fn full_plan(
    files: &DrawFiles,
    also: &AlsoVerify,
    record: &SeedRecord,
    held: &mut Vec<PathBuf>,
) -> Result<FullPlan, Problem> {
    let Some(sealed) = &record.plan_json else {
        return match &also.full_plan {
            // Whoever puts one beside the files afterwards decides after the seed.
            Some(path) => {
                Err(failed("problem-draw-full-plan-unsealed", path, 1).with("record", files.record.display()))
            }
            None => Ok(FullPlan::default()),
        };
    };
    let Some(path) = beside(also.full_plan.as_ref(), &files.record, "plan.json") else {
        let path = files.record.with_file_name("plan.json");
        return Err(failed("problem-draw-full-plan-missing", &path, 1)
            .with("record", files.record.display())
            .with("digest", sealed));
    };
    let bytes = bytes_of(&path)?;
    let here = digest::fingerprint(&bytes);
    if here != *sealed {
        let line = first_odd_line(&bytes);
        return Err(failed("problem-draw-full-plan-changed", &path, line).with("here", here).with("sealed", sealed));
    }
    let text = String::from_utf8_lossy(&bytes);
    let full = FullPlan::read(&text, &name_of(&path))?;
    held.push(path);
    Ok(full)
}

/// The whole of `plan.json` is one line: what stands below it is the first that does not belong there.
fn first_odd_line(bytes: &[u8]) -> usize {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let sound = std::str::from_utf8(first).is_ok_and(|text| FullPlan::read(text, "").is_ok());
    if sound && lines.next().is_some() { 2 } else { 1 }
}
