//! Verifying a draw: everything is made again from the three frozen files, and the first difference is named.
//!
//! Whatever does not hold is a failed verification, never a refusal: whoever verifies wants to know where. Blame goes to
//! the file that stands alone against the others; its line is found by what the proof keeps of it.

use super::digest::fingerprint;
use super::merkle::leaf;
use super::plan::Plan;
use super::population::Population;
use super::proof::{Frozen, Proof, mark, prove};
use super::seed::SeedRecord;
use crate::model::problem::{Problem, ProblemKind};

/// A file as it was read, with the name that is told.
#[derive(Debug, Clone, Copy)]
pub struct Named<'f> {
    /// Its name.
    pub file: &'f str,
    /// Its bytes.
    pub bytes: &'f [u8],
}

/// The four files.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'f> {
    /// `population.tsv`
    pub population: Named<'f>,
    /// `plan.tsv`
    pub plan: Named<'f>,
    /// The seed record.
    pub record: Named<'f>,
    /// `proof.json`
    pub proof: Named<'f>,
}

/// A difference: file, line, and what stands there against what follows from the others.
pub fn difference(file: &str, line: usize, here: &str, computed: &str) -> Problem {
    Problem::new(ProblemKind::Verification, "problem-draw-differs")
        .with("path", file)
        .with("line", line)
        .with("here", shortened(here))
        .with("computed", shortened(computed))
}

fn shortened(text: &str) -> String {
    const MOST: usize = 160;
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn failed(problem: Problem) -> Problem {
    Problem { kind: ProblemKind::Verification, ..problem }
}

/// Compares two texts line by line; the first difference, if any.
///
/// # Errors
/// With the line.
pub fn same_lines(file: &str, here: &[u8], computed: &[u8]) -> Result<(), Problem> {
    if here == computed {
        return Ok(());
    }
    let (here, computed) = (String::from_utf8_lossy(here), String::from_utf8_lossy(computed));
    let (mut left, mut right) = (here.split('\n'), computed.split('\n'));
    for line in 1.. {
        match (left.next(), right.next()) {
            (None, None) => break,
            (left, right) if left == right => {}
            (left, right) => return Err(difference(file, line, left.unwrap_or(""), right.unwrap_or(""))),
        }
    }
    // Bytes that are no text, which read alike.
    Err(difference(file, 1, "", ""))
}

/// Verifies; the proof when all holds.
///
/// # Errors
/// With the first difference, as [`ProblemKind::Verification`].
pub fn verify(evidence: &Evidence<'_>) -> Result<Proof, Problem> {
    check(evidence).map_err(failed)
}

fn check(evidence: &Evidence<'_>) -> Result<Proof, Problem> {
    let Evidence { population: population_file, plan: plan_file, record: record_file, proof: proof_file } = *evidence;
    let population = Population::read(population_file.bytes, population_file.file)?;
    let plan = Plan::read(plan_file.bytes, plan_file.file)?;
    let record = SeedRecord::read(record_file.bytes, record_file.file)?;
    let proof = Proof::read(proof_file.bytes, proof_file.file)?;
    let (frame_print, plan_print) = (fingerprint(population_file.bytes), fingerprint(plan_file.bytes));
    if record.frame != frame_print && proof.frame == record.frame {
        return Err(changed_row(&population, &proof, population_file));
    }
    if record.plan != plan_print && proof.plan == record.plan {
        return Err(changed_stratum(&plan, &proof, plan_file));
    }
    let sound_record = fingerprint(proof.seed_record.as_bytes()) == proof.seed;
    if sound_record {
        same_lines(record_file.file, record_file.bytes, proof.seed_record.as_bytes())?;
    }
    record.fits(&frame_print, &plan_print, record_file.file)?;
    plan.fits(&population, plan_file.file, population_file.file)?;
    let expanded_to = Some(proof.expanded_to).filter(|total| *total > 0);
    let frozen = Frozen { population: &population, plan: &plan, record: &record, expanded_to };
    let total = proof.expanded_to.to_string();
    let (_, again) =
        prove(frozen, &proof.program).map_err(|_| differing_field(proof_file, "expanded_to", &total, "0"))?;
    same_proof(&proof, &again, proof_file)?;
    Ok(proof)
}

/// The first row that is not what it was when it was sealed.
fn changed_row(population: &Population, proof: &Proof, file: Named<'_>) -> Problem {
    let mut marks = proof.marks.as_bytes().chunks(8);
    for (index, unit) in population.units.iter().enumerate() {
        let row = Population::row(unit);
        let now = mark(&leaf(row.as_bytes()));
        let then = marks.next().map(|mark| String::from_utf8_lossy(mark).into_owned());
        if then.as_deref() != Some(now.as_str()) {
            return Problem::refused("problem-draw-row-changed")
                .with("path", file.file)
                .with("line", index + 2)
                .with("value", shortened(&row));
        }
    }
    // Rows are missing at the end, or the marks were changed as well.
    Problem::refused("problem-draw-row-missing").with("path", file.file).with("line", population.units.len() + 2)
}

/// The first line of the plan that is not what it was.
fn changed_stratum(plan: &Plan, proof: &Proof, file: Named<'_>) -> Problem {
    let line =
        |(stratum, frame, drawn, method): (&str, u64, u64, &str)| format!("{stratum}\t{frame}\t{drawn}\t{method}");
    let then: Vec<String> =
        proof.strata.iter().map(|row| line((&row.stratum, row.frame, row.planned, &row.method))).collect();
    let now: Vec<String> =
        plan.strata.iter().map(|row| line((&row.stratum, row.frame, row.drawn, &row.method.to_string()))).collect();
    let at = then.iter().zip(&now).take_while(|(then, now)| then == now).count();
    let text = |lines: &[String]| lines.get(at).map(|line| line.replace('\t', " ")).unwrap_or_default();
    difference(file.file, at + 2, &text(&now), &text(&then))
}

/// The first field of the proof that differs, by its path.
fn same_proof(proof: &Proof, again: &Proof, file: Named<'_>) -> Result<(), Problem> {
    if proof == again {
        return Ok(());
    }
    let value = |proof: &Proof| serde_json::to_value(proof).map_err(Problem::internal);
    let (path, here, computed) = first_difference(&value(proof)?, &value(again)?, String::new()).unwrap_or_default();
    Err(differing_field(file, &path, &here, &computed))
}

fn differing_field(file: Named<'_>, path: &str, here: &str, computed: &str) -> Problem {
    Problem::new(ProblemKind::Verification, "problem-draw-proof-differs")
        .with("path", file.file)
        .with("line", 1)
        .with("field", path)
        .with("here", shortened(here))
        .with("computed", shortened(computed))
}

fn first_difference(
    here: &serde_json::Value,
    computed: &serde_json::Value,
    path: String,
) -> Option<(String, String, String)> {
    use serde_json::Value;
    match (here, computed) {
        _ if here == computed => None,
        (Value::Object(left), Value::Object(right)) => {
            // The digest of the whole differs whenever anything does, so it is told last.
            let differing = |last: bool| {
                left.iter().filter(|(key, _)| (key.as_str() == "digest") == last).find_map(|(key, value)| {
                    let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    first_difference(value, right.get(key).unwrap_or(&Value::Null), path)
                })
            };
            differing(false).or_else(|| differing(true))
        }
        (Value::Array(left), Value::Array(right)) => {
            let count = left.len().max(right.len());
            (0..count).find_map(|at| {
                let one = |values: &[Value]| values.get(at).cloned().unwrap_or(Value::Null);
                first_difference(&one(left), &one(right), format!("{path}[{at}]"))
            })
        }
        _ => {
            let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            Some((path, text(here), text(computed)))
        }
    }
}
