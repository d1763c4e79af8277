//! `proof.json`: everything that was fixed, computed and drawn, in one canonical file.
//!
//! Whole numbers and text only, keys in order, one spelling. It follows from the three frozen files (and the number the
//! draw was expanded to), so verifying is making it again. `marks` holds the first eight digits of each row's fingerprint
//! so that a changed row can be named.
//!
//! Fields are declared in the order of their names, in which canonical text has them: it need not put a million in order.

use serde::{Deserialize, Serialize};

use super::cores::{both, in_parts};
use super::digest::{fingerprint, hex, push_hex};
use super::fraction::{cut_off, ratio};
use super::plan::Plan;
use super::population::{Population, push_reasons};
use super::seed::SeedRecord;
use super::select::{Drawn, draw, expanded};
use super::{list, merkle};
use crate::model::canonical;
use crate::model::draw::{UnitReason, UnitStatus};
use crate::model::problem::Problem;

/// The first field of every proof.
pub const FORMAT: &str = "CJ1-PROOF";

/// Places after the point of rates; they are cut off, not rounded.
pub const RATE_PLACES: u32 = 6;

/// How many units have a status or reason, and what they amount to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofCount {
    /// In fen.
    pub amount_fen: String,
    /// Letter of the status or code of the reason.
    pub code: String,
    /// Units.
    pub count: u64,
}

/// The two rates, of all units of the population; only the first is judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofRates {
    /// All units, excluded ones included: exclusions do not shrink the duty.
    pub all: u64,
    /// Drawn at random or taken for certain.
    pub examined: u64,
    /// Drawn at random.
    pub random: u64,
    /// `examined` of `all` as a decimal, cut off.
    pub rate_all: String,
    /// `random` of `all` as a decimal, cut off.
    pub rate_random: String,
}

/// A stratum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofStratum {
    /// Largest ticket drawn, or empty.
    pub cut: String,
    /// Really drawn: more after an expansion or a rolling draw.
    pub drawn: u64,
    /// Units of it in the random frame.
    pub frame: u64,
    /// How.
    pub method: String,
    /// As the sealed plan says.
    pub planned: u64,
    /// Random start, or empty.
    pub start: String,
    /// Its name.
    pub stratum: String,
}

/// A drawn unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofUnit {
    /// Taken for its amount, not by chance.
    pub certain: bool,
    /// Its name.
    pub key: String,
    /// Its stratum.
    pub stratum: String,
    /// Its ticket.
    pub ticket: String,
}

/// A certainty unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofCertain {
    /// Its name.
    pub key: String,
    /// Codes of its reasons.
    pub reasons: String,
    /// Its stratum.
    pub stratum: String,
}

/// A proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// Examined for certain.
    pub certainty: Vec<ProofCertain>,
    /// By status and by reason.
    pub counts: Vec<ProofCount>,
    /// Fingerprint of this proof without this field.
    pub digest: String,
    /// Total that the draw was expanded to; 0 when it was not.
    pub expanded_to: u64,
    /// [`FORMAT`].
    pub format: String,
    /// Fingerprint of the population.
    pub frame: String,
    /// What the ceremony lacks to count as public.
    pub lacks: Vec<String>,
    /// Fingerprint of the list.
    pub list: String,
    /// First eight digits of each row's fingerprint.
    pub marks: String,
    /// Root of the tree over the rows of the population.
    pub merkle_root: String,
    /// Seed of the tranche before, or empty.
    pub parent: String,
    /// Fingerprint of the plan.
    pub plan: String,
    /// Program that made it, with its version.
    pub program: String,
    /// Both rates.
    pub rates: ProofRates,
    /// Only a rehearsal.
    pub rehearsal: bool,
    /// The seed.
    pub seed: String,
    /// The seed record as it stands in its file.
    pub seed_record: String,
    /// Drawn at random, by stratum and in the order of the draw.
    pub selected: Vec<ProofUnit>,
    /// By stratum.
    pub strata: Vec<ProofStratum>,
}

/// What a proof is made of.
#[derive(Debug, Clone, Copy)]
pub struct Frozen<'f> {
    /// The population.
    pub population: &'f Population,
    /// The plan.
    pub plan: &'f Plan,
    /// The seed record.
    pub record: &'f SeedRecord,
    /// Total that the draw is expanded to.
    pub expanded_to: Option<u64>,
}

/// Draws and proves. The three have to fit one another.
///
/// # Errors
/// When the draw cannot be expanded to that total.
pub fn prove(frozen: Frozen<'_>, program: &str) -> Result<(Drawn, Proof), Problem> {
    let Frozen { population, plan, record, expanded_to } = frozen;
    let seed = record.seed();
    let wanted = match expanded_to {
        Some(total) => expanded(plan, total)?,
        None => plan.clone(),
    };
    let rows = Rows::of(population);
    let (frame, (drawn, merkle_root)) = both(
        population.units.len(),
        || Population::fingerprint_of(&rows.texts),
        || (draw(population, &wanted, &seed), merkle::root(&rows.leaves)),
    );
    let key = |at: usize| population.units.get(at).map(|unit| unit.key.clone()).unwrap_or_default();
    let mut proof = Proof {
        format: FORMAT.to_owned(),
        program: program.to_owned(),
        frame,
        plan: plan.fingerprint(),
        seed_record: String::from_utf8_lossy(&record.write()).into_owned(),
        seed: seed.hex,
        parent: record.parent.clone().unwrap_or_default(),
        rehearsal: record.rehearsal,
        lacks: record.lacks().iter().map(|lack| lack.id().to_owned()).collect(),
        expanded_to: expanded_to.unwrap_or(0),
        counts: counts(population),
        rates: rates(population, &drawn),
        strata: drawn
            .strata
            .iter()
            .zip(&plan.strata)
            .map(|(stratum, row)| ProofStratum {
                stratum: stratum.stratum.clone(),
                frame: stratum.frame,
                planned: row.drawn,
                drawn: stratum.chosen.len() as u64,
                method: stratum.method.to_string(),
                cut: stratum.cut.clone().unwrap_or_default(),
                start: stratum.start.clone().unwrap_or_default(),
            })
            .collect(),
        selected: drawn
            .strata
            .iter()
            .flat_map(|stratum| stratum.chosen.iter().map(move |chosen| (stratum, chosen)))
            .map(|(stratum, chosen)| ProofUnit {
                stratum: stratum.stratum.clone(),
                key: key(chosen.unit),
                ticket: chosen.ticket.clone(),
                certain: chosen.certain,
            })
            .collect(),
        certainty: drawn
            .certainty
            .iter()
            .filter_map(|at| population.units.get(*at))
            .map(|unit| ProofCertain {
                stratum: unit.stratum.clone(),
                key: unit.key.clone(),
                reasons: {
                    let mut codes = String::new();
                    push_reasons(&mut codes, &unit.reasons);
                    codes
                },
            })
            .collect(),
        list: fingerprint(&list::write(population, &drawn)),
        merkle_root: hex(&merkle_root),
        marks: rows.marks(),
        digest: String::new(),
    };
    // Its field is empty still.
    proof.digest = fingerprint(&proof.write()?);
    Ok((drawn, proof))
}

/// The rows of a population, written once: for the fingerprint of the file and for that of each row.
struct Rows {
    /// The rows as they stand in the file, in parts.
    texts: Vec<String>,
    /// The fingerprint of each row.
    leaves: Vec<merkle::Node>,
}

impl Rows {
    fn of(population: &Population) -> Rows {
        let parts = in_parts(&population.units, |_, units| {
            let (mut text, mut leaves) = (String::new(), Vec::with_capacity(units.len()));
            for unit in units {
                let begins = text.len();
                Population::push_row(&mut text, unit);
                leaves.push(merkle::leaf(text.as_bytes().get(begins..).unwrap_or_default()));
                text.push('\n');
            }
            (text, leaves)
        });
        let (texts, leaves): (Vec<String>, Vec<Vec<merkle::Node>>) = parts.into_iter().unzip();
        Rows { texts, leaves: leaves.concat() }
    }

    fn marks(&self) -> String {
        let mut marks = String::with_capacity(self.leaves.len() * 8);
        self.leaves.iter().for_each(|leaf| push_mark(&mut marks, leaf));
        marks
    }
}

/// What is kept of a row's fingerprint.
pub fn mark(leaf: &merkle::Node) -> String {
    let mut mark = String::new();
    push_mark(&mut mark, leaf);
    mark
}

fn push_mark(marks: &mut String, leaf: &merkle::Node) {
    push_hex(marks, leaf.get(..4).unwrap_or_default());
}

fn counts(population: &Population) -> Vec<ProofCount> {
    let mut statuses = UnitStatus::ALL.map(|status| (status, 0, 0));
    let mut reasons = UnitReason::ALL.map(|reason| (reason, 0, 0));
    for unit in &population.units {
        let fen = i128::from(unit.amount.0);
        let of_status = statuses.iter_mut().filter(|(status, ..)| *status == unit.status);
        let of_reason = reasons.iter_mut().filter(|(reason, ..)| unit.reasons.contains(reason));
        of_status.for_each(|(_, count, sum)| (*count, *sum) = (*count + 1, *sum + fen));
        if !unit.reasons.is_empty() {
            of_reason.for_each(|(_, count, sum)| (*count, *sum) = (*count + 1, *sum + fen));
        }
    }
    let told = |code: String, count: u64, sum: i128| ProofCount { code, count, amount_fen: sum.to_string() };
    let statuses = statuses.into_iter().map(|(status, count, sum)| told(status.letter().to_owned(), count, sum));
    let reasons = reasons.into_iter().filter(|(_, count, _)| *count > 0);
    let code = |reason: UnitReason| format!("{}:{}", reason.status().letter(), reason.code());
    statuses.chain(reasons.map(|(reason, count, sum)| told(code(reason), count, sum))).collect()
}

fn rates(population: &Population, drawn: &Drawn) -> ProofRates {
    let all = population.units.len() as u64;
    let random = drawn.random();
    let examined = random + drawn.certainty.len() as u64;
    let told = |count| cut_off(&ratio(count, all), RATE_PLACES);
    ProofRates { all, random, examined, rate_random: told(random), rate_all: told(examined) }
}

impl Proof {
    /// The cut-off ticket of each stratum that has one.
    pub fn cuts(&self) -> impl Iterator<Item = (&str, &str)> {
        let cut = self.strata.iter().filter(|stratum| !stratum.cut.is_empty());
        cut.map(|stratum| (stratum.stratum.as_str(), stratum.cut.as_str()))
    }

    /// Fingerprint of the proof with its own field empty.
    ///
    /// # Errors
    /// Never for a proof of ours: it holds neither fractions nor deep nesting.
    pub fn own_digest(&self) -> Result<String, Problem> {
        let bare = Proof { digest: String::new(), ..self.clone() };
        Ok(fingerprint(&bare.write()?))
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// See [`Proof::own_digest`].
    pub fn write(&self) -> Result<Vec<u8>, Problem> {
        canonical::write(self).map(String::into_bytes).map_err(Problem::internal)
    }

    /// Reads the file, in its one spelling.
    ///
    /// # Errors
    /// When it is no proof, or written in another way.
    pub fn read(bytes: &[u8], file: &str) -> Result<Proof, Problem> {
        let broken =
            |detail: String| super::lines::fault(file, "problem-draw-proof").with("line", 1).with("detail", detail);
        let value = canonical::read(bytes).map_err(|error| broken(error.to_string()))?;
        serde_json::from_value(value).map_err(|error| broken(error.to_string()))
    }
}
