//! What is published: of a sealed population the two files and a notice with their fingerprints, of a draw everything by
//! which anybody can repeat it. Written whole or not at all; nothing is written over unless that is asked for.

use std::collections::BTreeMap;
use std::path::Path;

use super::draw::Sample;
use super::late::Late;
use super::plan::go_on;
use crate::engine::draw_files::{self, LeftFile, Proof};
use crate::engine::import::Watch;
use crate::engine::report::Say;
use crate::engine::workstation::Workstation;
use crate::model::event::SealedFile;
use crate::model::ids::{EventId, PersonId};
use crate::model::problem::Problem;
use crate::rules::draw::digest::{fingerprint, groups};
use crate::rules::draw::full_plan::FullPlan;
use crate::rules::draw::{Population, exclusions};

/// The script that is not ours: repeats a draw without this program.
const SCRIPT: &[u8] = include_bytes!("../../../sample-db/redraw.py");

/// The notice that is made public before the seed is known, line by line.
pub fn notice_lines(sample: &Sample, say: Say<'_>) -> Vec<String> {
    let about = &sample.about;
    let moment = i64::try_from(sample.at.millis()).ok().and_then(|at| jiff::Timestamp::from_millisecond(at).ok());
    let at = moment.map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()).unwrap_or_default();
    let frame = about.units.saturating_sub(about.certain).saturating_sub(about.excluded);
    let counts = [
        ("all", about.units.to_string()),
        ("random", frame.to_string()),
        ("certainty", about.certain.to_string()),
        ("excluded", about.excluded.to_string()),
    ];
    let mut lines = vec![
        say("sample-notice-title", &[("year", about.year.to_string())]),
        say("sample-notice-at", &[("at", at)]),
        say("draw-record-population", &counts),
        say("sample-notice-drawn", &[("random", about.random.to_string())]),
        say("draw-record-frame", &[("digest", groups(&about.frame))]),
        say("draw-record-plan", &[("digest", groups(&about.plan))]),
    ];
    let mut files = "  sha256sum population.tsv plan.tsv".to_owned();
    if let Some(text) = &about.plan_json {
        let digest = groups(&fingerprint(text.as_bytes()));
        let plan = FullPlan::read(text, "plan.json").unwrap_or_default();
        if let Some(share) = plan.second_share {
            lines.push(say("sample-notice-second", &[("share", share), ("digest", digest.clone())]));
        }
        if plan.stages.is_some() {
            lines.push(say("sample-notice-stages", &[("digest", digest)]));
        }
        files.push_str(" plan.json");
    }
    lines.push(say("sample-notice-sources", &[]));
    let label = |(number, label): (usize, &String)| say("draw-record-line", &[("text", format!("{number}. {label}"))]);
    lines.extend((1..).zip(&about.sources).map(label));
    lines.push(say("sample-notice-how", &[]));
    lines.push(files);
    lines
}

/// Everything that was sealed here, for the sampling screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SampleBoard {
    /// Years with self-evaluations, the newest first.
    pub years: Vec<u16>,
    /// Everything that was sealed, the newest first.
    pub samples: Vec<Sample>,
    /// Names of those who sealed or drew.
    pub names: BTreeMap<PersonId, String>,
    /// The one that was asked for.
    pub chosen: Option<EventId>,
    /// What the draw of the current one computed, or why it cannot be told.
    pub proof: Option<Result<Proof, Problem>>,
    /// What came after its year was sealed.
    pub late: Option<Late>,
    /// How many of its year were replaced, and of how many of these the next ticket is not drawn yet.
    pub replaced: (u64, u64),
}

impl SampleBoard {
    /// Those that stand, the newest first: each year has its own.
    pub fn standing(&self) -> impl Iterator<Item = &Sample> {
        self.samples.iter().filter(|sample| sample.abandoned.is_none())
    }

    /// The one that was asked for, where it stands; else the newest that does.
    pub fn current(&self) -> Option<&Sample> {
        let chosen = self.standing().find(|sample| Some(sample.sealed) == self.chosen);
        chosen.or_else(|| self.standing().next())
    }

    /// The one after the current one, where several stand.
    pub fn next(&self) -> Option<&Sample> {
        let current = self.current()?.sealed;
        let after = self.standing().skip_while(|sample| sample.sealed != current).nth(1);
        after.or_else(|| self.standing().next()).filter(|sample| sample.sealed != current)
    }

    /// Which of those that stand the current one is, from 1, and how many there are.
    pub fn place(&self) -> (usize, usize) {
        let current = self.current().map(|sample| sample.sealed);
        let at = self.standing().position(|sample| Some(sample.sealed) == current);
        (at.map_or(0, |at| at + 1), self.standing().count())
    }
}

impl Workstation {
    /// Everything that was sealed, with one draw proved anew: that of `chosen`, else the newest.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn sample_board(&self, chosen: Option<EventId>) -> Result<SampleBoard, Problem> {
        let years = self.session.evaluated_years()?;
        let names = self.session.replicas()?.into_iter().map(|replica| (replica.person, replica.name)).collect();
        let mut board = SampleBoard { years, samples: self.samples()?, names, chosen, ..SampleBoard::default() };
        if let Some(year) = board.current().filter(|sample| sample.drawn.is_some()).map(|sample| sample.about.year) {
            board.late = self.late(year)?;
            let replaced = self.replacements(Some(year))?;
            let owed = replaced.iter().filter(|one| one.by.is_none() && !one.exhausted).count() as u64;
            board.replaced = (replaced.len() as u64, owed);
        }
        board.proof = board.current().and_then(|sample| self.sample_proof(sample).transpose());
        Ok(board)
    }

    /// Writes everything that is public of a sealed population into a folder, which is made if it is not there. Stopped before it
    /// is all made ready, nothing is written.
    ///
    /// # Errors
    /// When the job is cancelled, the files are on another station or no longer those that were sealed, or one of the same name and other content
    /// is there already and `replace` is not asked for.
    pub fn publish_sample(
        &self,
        sample: &Sample,
        out: &Path,
        replace: bool,
        language: &'static str,
        say: Say<'_>,
        watch: Watch<'_>,
    ) -> Result<Vec<LeftFile>, Problem> {
        let all = sample.about.units;
        go_on(watch, "phase-drawing", 0, all)?;
        let mut sealed = self.sample_files(sample)?;
        go_on(watch, "phase-writing", 0, all)?;
        let mut notice = notice_lines(sample, say).join("\n").into_bytes();
        notice.push(b'\n');
        let mut files: Vec<(&str, Vec<u8>)> = vec![("notice.txt", notice)];
        let proof = sealed.remove("proof.json");
        let list = sealed.remove("list.tsv").unwrap_or_default();
        if let Some(bytes) = proof {
            let proof = Proof::read(&bytes, "proof.json")?;
            let bytes = |name: &str| sealed.get(name).map(Vec::as_slice).unwrap_or_default();
            let grounds = match bytes(SealedFile::Exclusions.name()) {
                [] => Vec::new(),
                bytes => exclusions::read(bytes, SealedFile::Exclusions.name())?,
            };
            let population = Population::read(bytes(SealedFile::Population.name()), SealedFile::Population.name())?;
            let left_out = draw_files::left_out(&population, &grounds);
            let (since, gave_way) = self.since_draw(sample)?;
            files.extend(draw_files::told(&proof, list, &left_out, &since, language, say)?);
            files.extend(gave_way.map(|bytes| ("replaced.tsv", bytes)));
            files.push(("redraw.py", SCRIPT.to_vec()));
        }
        files.extend(sealed);
        go_on(watch, "phase-writing", 0, all)?;
        draw_files::leave(out, &files, replace)
    }
}
