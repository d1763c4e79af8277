//! `proof.json`: everything that was fixed, computed and drawn, in one canonical file.
//!
//! Whole numbers and text only, keys in order, one spelling. It follows from the three frozen files (and the number the
//! draw was expanded to), so verifying is making it again. `marks` holds the first eight digits of each row's fingerprint
//! so that a changed row can be named.

use serde::{Deserialize, Serialize};

use super::digest::{fingerprint, hex};
use super::fraction::{cut_off, ratio};
use super::plan::Plan;
use super::population::Population;
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
    /// Letter of the status or code of the reason.
    pub code: String,
    /// Units.
    pub count: u64,
    /// In fen.
    pub amount_fen: String,
}

/// The two rates, of all units of the population; only the first is judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofRates {
    /// All units, excluded ones included: exclusions do not shrink the duty.
    pub all: u64,
    /// Drawn at random.
    pub random: u64,
    /// Drawn at random or taken for certain.
    pub examined: u64,
    /// `random` of `all` as a decimal, cut off.
    pub rate_random: String,
    /// `examined` of `all` as a decimal, cut off.
    pub rate_all: String,
}

/// A stratum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofStratum {
    /// Its name.
    pub stratum: String,
    /// Units of it in the random frame.
    pub frame: u64,
    /// As the sealed plan says.
    pub planned: u64,
    /// Really drawn: more after an expansion or a rolling draw.
    pub drawn: u64,
    /// How.
    pub method: String,
    /// Largest ticket drawn, or empty.
    pub cut: String,
    /// Random start, or empty.
    pub start: String,
}

/// A drawn unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofUnit {
    /// Its stratum.
    pub stratum: String,
    /// Its name.
    pub key: String,
    /// Its ticket.
    pub ticket: String,
    /// Taken for its amount, not by chance.
    pub certain: bool,
}

/// A certainty unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofCertain {
    /// Its stratum.
    pub stratum: String,
    /// Its name.
    pub key: String,
    /// Codes of its reasons.
    pub reasons: String,
}

/// A proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// [`FORMAT`].
    pub format: String,
    /// Program that made it, with its version.
    pub program: String,
    /// Fingerprint of the population.
    pub frame: String,
    /// Fingerprint of the plan.
    pub plan: String,
    /// The seed record as it stands in its file.
    pub seed_record: String,
    /// The seed.
    pub seed: String,
    /// Seed of the tranche before, or empty.
    pub parent: String,
    /// Only a rehearsal.
    pub rehearsal: bool,
    /// What the ceremony lacks to count as public.
    pub lacks: Vec<String>,
    /// Total that the draw was expanded to; 0 when it was not.
    pub expanded_to: u64,
    /// By status and by reason.
    pub counts: Vec<ProofCount>,
    /// Both rates.
    pub rates: ProofRates,
    /// By stratum.
    pub strata: Vec<ProofStratum>,
    /// Drawn at random, by stratum and in the order of the draw.
    pub selected: Vec<ProofUnit>,
    /// Examined for certain.
    pub certainty: Vec<ProofCertain>,
    /// Fingerprint of the list.
    pub list: String,
    /// Root of the tree over the rows of the population.
    pub merkle_root: String,
    /// First eight digits of each row's fingerprint.
    pub marks: String,
    /// Fingerprint of this proof without this field.
    pub digest: String,
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
    let drawn = draw(population, &wanted, &seed);
    let leaves: Vec<merkle::Node> =
        population.units.iter().map(|unit| merkle::leaf(Population::row(unit).as_bytes())).collect();
    let key = |at: usize| population.units.get(at).map(|unit| unit.key.clone()).unwrap_or_default();
    let mut proof = Proof {
        format: FORMAT.to_owned(),
        program: program.to_owned(),
        frame: population.fingerprint(),
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
                reasons: unit.reasons.iter().map(|reason| reason.code()).collect::<Vec<_>>().join(","),
            })
            .collect(),
        list: fingerprint(&list::write(population, &drawn)),
        merkle_root: hex(&merkle::root(&leaves)),
        marks: leaves.iter().map(mark).collect(),
        digest: String::new(),
    };
    proof.digest = proof.own_digest()?;
    Ok((drawn, proof))
}

/// What is kept of a row's fingerprint.
pub fn mark(leaf: &merkle::Node) -> String {
    hex(leaf.get(..4).unwrap_or_default())
}

fn counts(population: &Population) -> Vec<ProofCount> {
    let statuses = UnitStatus::ALL.into_iter().map(|status| ProofCount {
        code: status.letter().to_owned(),
        count: population.count(status),
        amount_fen: population.amount(status).to_string(),
    });
    let reasons = UnitReason::ALL.into_iter().map(|reason| {
        let with = || population.units.iter().filter(move |unit| unit.reasons.contains(&reason));
        ProofCount {
            code: format!("{}:{}", reason.status().letter(), reason.code()),
            count: with().count() as u64,
            amount_fen: with().map(|unit| i128::from(unit.amount.0)).sum::<i128>().to_string(),
        }
    });
    statuses.chain(reasons.filter(|count| count.count > 0)).collect()
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
