//! The seed record: what was thrown and drawn in public, bound to the sealed population and plan.
//!
//! The seed is the SHA-256 of the bytes of the record, and the record names the fingerprints of both files: a seed that
//! was there before the seal, or a file changed after it, does not fit. Optional lines stand in the order of the sketch below.
//!
//! ```text
//! CJ1-SEED                          or CJ1-REHEARSAL
//! frame=<SHA-256 of population.tsv>
//! plan=<SHA-256 of plan.tsv>
//! planjson=<SHA-256>                optional: a fuller plan
//! parent=<seed>                     optional: the tranche before
//! at=<when>|<where>                 optional
//! source=1|<label>|<value>          one or more, numbered
//! outside=2,3                       optional: sources that the auditor does not control
//! witness=1|<name>|<office>         any number, numbered
//! ```

use num_bigint::BigUint;

use super::digest::{fingerprint, is_fingerprint};
use super::lines::{fault, lines};
use super::ticket::Seed;
use crate::model::draw::SeedLack;
use crate::model::problem::Problem;

/// The least that the sources have to give.
pub const LEAST_BITS: u32 = 64;

/// Sources of which the label says that they are dice give digits only.
const DICE: [&str; 2] = ["骰", "dice"];

/// Most sources and witnesses.
const MOST: usize = 99;

/// One source of chance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What it is and who is answerable for it.
    pub label: String,
    /// What came out.
    pub value: String,
    /// Not in the auditor's control: a lottery, a beacon.
    pub outside: bool,
}

/// Somebody who watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Name.
    pub name: String,
    /// Of which office.
    pub office: String,
}

/// A seed record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeedRecord {
    /// Only a rehearsal.
    pub rehearsal: bool,
    /// Fingerprint of the population.
    pub frame: String,
    /// Fingerprint of the plan.
    pub plan: String,
    /// Fingerprint of a fuller plan.
    pub plan_json: Option<String>,
    /// Seed of the tranche before.
    pub parent: Option<String>,
    /// When and where.
    pub at: Option<(String, String)>,
    /// Sources in the order of the plan.
    pub sources: Vec<Source>,
    /// Who watched.
    pub witnesses: Vec<Witness>,
}

/// Lines of a record that are read one after the other.
struct Reader<'t> {
    lines: Vec<&'t str>,
    at: usize,
    file: &'t str,
}

impl<'t> Reader<'t> {
    fn fault(&self, key: &'static str) -> Problem {
        fault(self.file, key).with("line", self.at + 1)
    }

    /// The value of the next line if it has this name.
    fn take(&mut self, name: &str) -> Option<&'t str> {
        let value = self.lines.get(self.at)?.strip_prefix(name)?.strip_prefix('=')?;
        self.at += 1;
        Some(value)
    }

    fn digest(&mut self, name: &str) -> Result<Option<String>, Problem> {
        let problem = self.fault("problem-draw-seed-digest").with("name", name);
        match self.take(name) {
            Some(value) if is_fingerprint(value) => Ok(Some(value.to_owned())),
            Some(_) => Err(problem),
            None => Ok(None),
        }
    }

    fn needed(&mut self, name: &'static str) -> Result<String, Problem> {
        let problem = self.fault("problem-draw-seed-line").with("expected", format!("{name}="));
        self.digest(name)?.ok_or(problem)
    }

    /// `1|label|value`: the number is the one that follows.
    fn numbered(&mut self, name: &'static str, count: usize) -> Result<Option<(String, String)>, Problem> {
        let problem = self.fault("problem-draw-seed-numbered").with("expected", format!("{name}={}|…|…", count + 1));
        let Some(value) = self.take(name) else { return Ok(None) };
        let mut parts = value.splitn(3, '|');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(number), Some(label), Some(value))
                if number == (count + 1).to_string() && is_plain(label) && is_plain(value) && count < MOST =>
            {
                Ok(Some((label.to_owned(), value.to_owned())))
            }
            _ => Err(problem),
        }
    }
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && text.len() <= 400 && !text.contains('\t')
}

impl SeedRecord {
    /// The bytes of the file. Labels and values have to be plain: no `|`, TAB or line end, no blank at the ends.
    pub fn write(&self) -> Vec<u8> {
        let mut lines = vec![if self.rehearsal { "CJ1-REHEARSAL" } else { "CJ1-SEED" }.to_owned()];
        lines.push(format!("frame={}", self.frame));
        lines.push(format!("plan={}", self.plan));
        lines.extend(self.plan_json.iter().map(|digest| format!("planjson={digest}")));
        lines.extend(self.parent.iter().map(|seed| format!("parent={seed}")));
        lines.extend(self.at.iter().map(|(when, place)| format!("at={when}|{place}")));
        let numbered =
            |(index, source): (usize, &Source)| format!("source={}|{}|{}", index + 1, source.label, source.value);
        lines.extend(self.sources.iter().enumerate().map(numbered));
        let outside = self.sources.iter().enumerate().filter(|(_, source)| source.outside);
        let outside: Vec<String> = outside.map(|(index, _)| (index + 1).to_string()).collect();
        if !outside.is_empty() {
            lines.push(format!("outside={}", outside.join(",")));
        }
        let seen =
            |(index, witness): (usize, &Witness)| format!("witness={}|{}|{}", index + 1, witness.name, witness.office);
        lines.extend(self.witnesses.iter().enumerate().map(seen));
        let mut text = lines.join("\n");
        text.push('\n');
        text.into_bytes()
    }

    /// Reads the file; `file` names it in what is told.
    ///
    /// # Errors
    /// For anything but the one spelling, with line and reason.
    pub fn read(bytes: &[u8], file: &str) -> Result<SeedRecord, Problem> {
        let mut reader = Reader { lines: lines(bytes, file)?, at: 0, file };
        let rehearsal = match reader.lines.first() {
            Some(&"CJ1-SEED") => false,
            Some(&"CJ1-REHEARSAL") => true,
            _ => return Err(reader.fault("problem-draw-seed-line").with("expected", "CJ1-SEED")),
        };
        reader.at = 1;
        let mut record = SeedRecord { rehearsal, ..SeedRecord::default() };
        record.frame = reader.needed("frame")?;
        record.plan = reader.needed("plan")?;
        record.plan_json = reader.digest("planjson")?;
        record.parent = reader.digest("parent")?;
        let problem = reader.fault("problem-draw-seed-line").with("expected", "at=…|…");
        if let Some(at) = reader.take("at") {
            let (when, place) =
                at.split_once('|').filter(|(when, place)| is_plain(when) && is_plain(place)).ok_or(problem)?;
            record.at = Some((when.to_owned(), place.to_owned()));
        }
        while let Some((label, value)) = reader.numbered("source", record.sources.len())? {
            let dice = DICE.iter().any(|word| label.to_lowercase().contains(word));
            if dice && !value.bytes().all(|byte| byte.is_ascii_digit()) {
                reader.at -= 1;
                return Err(reader.fault("problem-draw-seed-dice").with("value", value));
            }
            record.sources.push(Source { label, value, outside: false });
        }
        if record.sources.is_empty() {
            return Err(reader.fault("problem-draw-seed-no-source"));
        }
        let problem = reader.fault("problem-draw-seed-outside");
        if let Some(outside) = reader.take("outside") {
            let numbers: Option<Vec<usize>> = outside.split(',').map(|number| number.parse().ok()).collect();
            let numbers = numbers
                .filter(|numbers| numbers.is_sorted_by(|left, right| left < right))
                .ok_or_else(|| problem.clone())?;
            for number in numbers {
                let source = number.checked_sub(1).and_then(|index| record.sources.get_mut(index));
                source.ok_or_else(|| problem.clone())?.outside = true;
            }
        }
        while let Some((name, office)) = reader.numbered("witness", record.witnesses.len())? {
            record.witnesses.push(Witness { name, office });
        }
        if reader.at < reader.lines.len() {
            return Err(reader.fault("problem-draw-seed-unknown"));
        }
        if record.write() != bytes {
            return Err(reader.fault("problem-draw-seed-unknown"));
        }
        Ok(record)
    }

    /// The seed of these bytes.
    pub fn seed(&self) -> Seed {
        Seed { hex: fingerprint(&self.write()), rehearsal: self.rehearsal }
    }

    /// Whether the record was made after the seal of just these files.
    ///
    /// # Errors
    /// With the line that names another fingerprint.
    pub fn fits(&self, frame: &str, plan: &str, file: &str) -> Result<(), Problem> {
        let differs = |line, name, here: &str, there: &str| {
            fault(file, "problem-draw-seed-not-of-these")
                .with("line", line)
                .with("name", name)
                .with("recorded", here)
                .with("computed", there)
        };
        if self.frame != frame {
            return Err(differs(2, "frame", &self.frame, frame));
        }
        if self.plan != plan {
            return Err(differs(3, "plan", &self.plan, plan));
        }
        Ok(())
    }

    /// Whether the record names this fuller plan, or none where there is none.
    ///
    /// # Errors
    /// With the line that names another one, or should name it.
    pub fn fits_full_plan(&self, plan_json: Option<&str>, file: &str) -> Result<(), Problem> {
        if self.plan_json.as_deref() == plan_json {
            return Ok(());
        }
        let none = "-";
        Err(fault(file, "problem-draw-seed-not-of-these")
            .with("line", 4)
            .with("name", "planjson")
            .with("recorded", self.plan_json.as_deref().unwrap_or(none))
            .with("computed", plan_json.unwrap_or(none)))
    }

    /// At least so many bits lie in the sources. A value of digits alone counts as so many ten-sided dice; of any other
    /// value each digit counts one bit, because a lottery's numbers are fewer than they look.
    pub fn bits(&self) -> u32 {
        let dice = |source: &&Source| source.value.bytes().all(|byte| byte.is_ascii_digit());
        let digits: usize = self.sources.iter().filter(dice).map(|source| source.value.len()).sum();
        // Whole bits of 10^digits.
        let whole = (BigUint::from(10_u32).pow(u32::try_from(digits.min(4_000)).unwrap_or(0))).bits() - 1;
        let others = self.sources.iter().filter(|source| !dice(source));
        let others: usize = others.map(|source| source.value.chars().filter(char::is_ascii_hexdigit).count()).sum();
        u32::try_from(whole).unwrap_or(u32::MAX).saturating_add(u32::try_from(others).unwrap_or(u32::MAX))
    }

    /// What is missing for the draw to count as public; without it nothing is concluded for the public.
    pub fn lacks(&self) -> Vec<SeedLack> {
        let mut lacks = Vec::new();
        if self.bits() < LEAST_BITS {
            lacks.push(SeedLack::Entropy);
        }
        if !self.sources.iter().any(|source| source.outside) {
            lacks.push(SeedLack::Outside);
        }
        if self.witnesses.is_empty() {
            lacks.push(SeedLack::Witness);
        }
        if self.rehearsal {
            lacks.push(SeedLack::Rehearsal);
        }
        lacks
    }
}
