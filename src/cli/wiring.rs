//! The doors of [`super::desk`] as they are in the shipped program: the only place where the command line names the
//! engine's workstation and the screens.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::desk::{
    Access, BundleFacts, Desk, Doors, KeyCard, KeyLine, OnProgress, Opening, OpinionRow, Play, Played, Result, Sample,
    Stats, TrustRow,
};
use super::screens;
use crate::config::Profile;
use crate::engine::FieldChange;
use crate::engine::check::{Check, Digest};
use crate::engine::clock::Clock;
use crate::engine::consistency::{ConsistencyQuery, ConsistencyReport};
use crate::engine::draw_files::{LeftFile, Proof};
use crate::engine::exchange::{EventSignature, WrittenFile};
use crate::engine::explain::FormExplained;
use crate::engine::library::{LibraryPage, LibraryQuery};
use crate::engine::links::{LinkQuery, LinkReport, LinkSaid, LinkSide};
use crate::engine::many::{ManyAct, ManyDone, ManyPreview};
use crate::engine::prereview::{EvaluationsChecked, Flagged, PreReviewed, WithoutEvaluation, WithoutTarget};
use crate::engine::report::ReportTo;
use crate::engine::request::{Action, BundleReport, Changed, ImportOptions, OpinionSheet};
use crate::engine::rulebook::Rulebook;
use crate::engine::sample::{self, SampleSize};
use crate::engine::second_look::SecondLookReport;
use crate::engine::similar::{SimilarQuery, SimilarReport};
use crate::engine::spot_check::draw::{DrawAsk, Sample as SealedSample};
use crate::engine::spot_check::further::{FurtherAsk, FurtherPlan};
use crate::engine::spot_check::late::Late;
use crate::engine::spot_check::papers::PaperFile;
use crate::engine::spot_check::plan::{SampleAsk, SamplePlan};
use crate::engine::spot_check::replace::{NextTicket, ReplaceAsk, Replaced};
use crate::engine::spot_check::reports::{PaperAsk, RequestsAsk};
use crate::engine::spot_check::results::{Results, ResultsAsk};
use crate::engine::spot_check::rotation::{Rotation, RotationAsk};
use crate::engine::spot_check::{RecheckList, RecheckView};
use crate::engine::trust;
use crate::engine::view::{
    Contest, DemandRow, HistoryStep, ImportReport, Preview, PreviewLine, ProjectView, QueueRow, Staged, Standing,
    Station,
};
use crate::engine::workstation::{DEFAULT_WORKSPACE, OpenOptions, Workstation};
use crate::model::draw::SeedLack;
use crate::model::finding::CheckId;
use crate::model::ids::{EventId, ItemId, ProjectKey};
use crate::model::link::LinkedTable;
use crate::model::paper::Paper;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::query::{Column, Filter, Frequency, Query, SavedView};
use crate::model::value::{Note, Value};
use crate::text::{Language, Strings};

/// The real doors.
pub struct Engine {
    /// This program, to be started again for reading workbooks.
    pub reader: Option<PathBuf>,
}

impl Engine {
    fn options(&self, opening: &Opening, access: Access) -> OpenOptions {
        OpenOptions {
            database: opening.database.clone(),
            state: opening.paths.state.clone(),
            create: access == Access::Create && !opening.read_only,
            read_only: access == Access::Read || opening.read_only,
            workspace: DEFAULT_WORKSPACE,
            clock: Clock::new(),
            reader: self.reader.clone(),
            checks: Arc::new(checks(opening)),
            mappings: Some(crate::config::mappings::file(&opening.paths, opening.profile.as_deref())),
        }
    }
}

/// The checks of a profile, and what is wrong with them.
pub fn rulebook(profile: &Profile) -> (Rulebook, Vec<Problem>) {
    let (rulebook, problems) = Rulebook::new(profile.checks.clone(), &profile.own);
    (rulebook.scoring_by(profile.score.clone()), problems)
}

/// The same for a station. What is wrong was told when the program started, a missing profile is refused there.
fn checks(opening: &Opening) -> Rulebook {
    Profile::load(opening.profile.as_deref().unwrap_or("default"), &opening.paths)
        .map(|(profile, _)| rulebook(&profile).0)
        .unwrap_or_default()
}

impl Engine {
    fn run_screens(&self, opening: &Opening, language: Language, first: screens::First) -> Result<()> {
        let options = self.options(opening, Access::Create);
        screens::run(opening, language, first, &|| Workstation::open(options.clone()), &options)
    }
}

/// The folder of a database that is about to be made.
fn make_folder(path: &Path) -> Result<()> {
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => std::fs::create_dir_all(folder).map_err(|error| {
            Problem::refused("problem-not-writable").with("path", folder.display()).with("detail", error)
        }),
        None => Ok(()),
    }
}

impl Doors for Engine {
    fn program(&self) -> Option<PathBuf> {
        self.reader.clone()
    }

    fn open(&self, opening: &Opening, access: Access) -> Result<Box<dyn Desk>> {
        if access == Access::Create {
            make_folder(&opening.database)?;
        }
        Ok(Box::new(Workstation::open(self.options(opening, access))?))
    }

    fn restore(&self, opening: &Opening, from: &Path) -> Result<Option<PathBuf>> {
        if opening.read_only {
            return Err(
                Problem::new(ProblemKind::Unavailable, "problem-database-read-only").with("detail", "read-only-asked")
            );
        }
        make_folder(&opening.database)?;
        Workstation::restore(&self.options(opening, Access::Write), from)
    }

    fn examine_bundle(&self, opening: &Opening, path: &Path) -> Result<BundleFacts> {
        // Without a database nobody is known; that is no reason not to look.
        let keys = if opening.database.exists() {
            Workstation::open(self.options(opening, Access::Read))?.known_keys()?
        } else {
            std::collections::BTreeSet::new()
        };
        let examined = Workstation::examine_bundle(path, &|key| keys.contains(key))?;
        let unchecked = examined.events.iter().filter(|event| event.signature == EventSignature::KeyNotHere);
        Ok(BundleFacts {
            sha256: crate::model::ids::EventId(examined.sha256).to_string(),
            fingerprint: examined.key.fingerprint(),
            replica: examined.manifest.sender.replica.to_string(),
            at: jiff::Timestamp::from_millisecond(examined.manifest.created)
                .map(|moment| moment.to_string())
                .unwrap_or_default(),
            events: examined.manifest.events,
            batches: examined.blobs.len() as u64,
            unchecked: unchecked.count() as u64,
            known: examined.known,
        })
    }

    fn build_sample(&self, opening: &Opening, folder: &Path, progress: OnProgress<'_>) -> Result<Sample> {
        let default = opening.paths.sample_database();
        let database = if folder == opening.paths.data { default } else { folder.join("sample.db") };
        let opening = Opening { database: database.clone(), ..opening.clone() };
        // The sample is always the same: one that is there already is opened as it is.
        if !database.exists() {
            sample::build(&self.options(&opening, Access::Create), SampleSize::Full, progress)?;
        }
        let station = Workstation::open(self.options(&opening, Access::Read))?;
        // The invented city's projects of its newest year; the published tables beside them print no code.
        let newest = station.station()?.years.first().copied();
        let (mut projects, mut indicators) = (0, 0);
        station.each_row(&Query::default(), |row| {
            projects += u64::from(Some(row.year) == newest && row.code.is_some());
            indicators += u64::from(row.indicators);
            Ok(())
        })?;
        let digest = station.digest()?;
        Ok(Sample { database, projects, indicators, digest: digest.set })
    }

    fn screens(&self, opening: &Opening, language: Language) -> Result<()> {
        if !opening.read_only {
            make_folder(&opening.database)?;
        }
        self.run_screens(opening, language, screens::First::Work)
    }

    fn lesson(&self, opening: &Opening, language: Language, at: usize, afresh: bool) -> Result<()> {
        self.run_screens(opening, language, screens::First::Lesson { at, afresh })
    }

    fn talk(&self, opening: &Opening, language: Language, cannot_draw: Option<&str>) -> Result<()> {
        if !opening.read_only {
            make_folder(&opening.database)?;
        }
        let options = self.options(opening, Access::Create);
        screens::talk(opening, language, cannot_draw, &|| Workstation::open(options.clone()), &options)
    }

    fn play(&self, opening: &Opening, language: Language, play: &Play) -> Result<Played> {
        screens::play(opening, language, play, Workstation::open(self.options(opening, Access::Write))?)
    }

    fn key_card(&self, opening: &Opening, language: Language, drawn: bool) -> Result<Vec<String>> {
        screens::key_card(opening, language, drawn)
    }

    fn keys(&self, opening: &Opening, strings: &Strings) -> Vec<KeyLine> {
        screens::keys(opening, strings)
    }

    fn read_value(&self, raw: &str, operator: Option<&str>, unit: Option<&str>) -> Value {
        crate::engine::read_value(raw, operator, unit)
    }

    fn explain_value(&self, raw: &str, operator: Option<&str>, unit: Option<&str>) -> Vec<Note> {
        crate::engine::explain_value(raw, operator, unit)
    }
}

impl Desk for Workstation {
    fn station(&self) -> Result<Station> {
        Workstation::station(self)
    }

    fn introduce(&mut self, name: &str, office: &str, anew: bool) -> Result<Station> {
        if anew { self.introduce_anew(name, office) } else { Workstation::introduce(self, name, office) }
    }

    fn preview(&self, paths: &[PathBuf], options: &ImportOptions, progress: OnProgress<'_>) -> Result<Preview> {
        Workstation::preview(self, paths, options, progress)
    }

    fn preview_lines(
        &self,
        staged: &Staged,
        which: Option<Standing>,
        from: u64,
        count: usize,
    ) -> Result<Vec<PreviewLine>> {
        Workstation::preview_lines(self, staged, which, from, count)
    }

    fn preview_change(&self, staged: &Staged, index: u64) -> Result<Vec<FieldChange>> {
        Workstation::preview_change(self, staged, index)
    }

    fn commit(&mut self, preview: &Preview, progress: OnProgress<'_>) -> Result<ImportReport> {
        self.commit_preview(preview, progress)
    }

    fn write_reports(
        &self,
        preview: &Preview,
        to: &ReportTo,
        replace: bool,
        strings: &Strings,
    ) -> Result<Vec<PathBuf>> {
        Workstation::write_reports(self, preview, to, replace, &|key, args| strings.told(key, args))
    }

    fn find_project(&self, text: &str, year: Option<u16>) -> Result<ItemId> {
        Ok(self.find_target(text, year)?.id)
    }

    fn find_filed(&self, text: &str, year: Option<u16>) -> Result<ProjectView> {
        Workstation::find_project(self, text, year)
    }

    fn queue_without_targets(&self) -> Result<Vec<QueueRow>> {
        self.projects_without_target()
    }

    fn project(&self, id: ItemId) -> Result<ProjectView> {
        Workstation::project(self, id)
    }

    fn queue(&self, query: &Query, limit: usize) -> Result<Vec<QueueRow>> {
        let ids = self.queue_ids(query, u32::try_from(limit).ok())?;
        self.rows(&ids)
    }

    fn frequency(&self, filter: &Filter, column: Column, most: usize) -> Result<Frequency> {
        Ok(Workstation::frequency(self, filter, &[column], most)?.swap_remove(0))
    }

    fn views(&self) -> Result<Vec<SavedView>> {
        Workstation::views(self)
    }

    fn view(&self, name: &str) -> Result<SavedView> {
        Workstation::view(self, name)
    }

    fn save_view(&mut self, view: &SavedView, replace: bool) -> Result<SavedView> {
        Workstation::save_view(self, view, replace)
    }

    fn rename_view(&mut self, from: &str, to: &str) -> Result<SavedView> {
        Workstation::rename_view(self, from, to)
    }

    fn remove_view(&mut self, name: &str) -> Result<()> {
        Workstation::remove_view(self, name)
    }

    fn opinions(&self) -> Result<Vec<OpinionRow>> {
        let row = |(target, opinion, author)| OpinionRow { target, opinion, author };
        Ok(Workstation::opinions(self)?.into_iter().map(row).collect())
    }

    fn demands(&self) -> Result<Vec<DemandRow>> {
        Workstation::demands(self)
    }

    fn contests(&self) -> Result<Vec<Contest>> {
        Workstation::contests(self)
    }

    fn pre_review(&mut self, anew: bool, progress: OnProgress<'_>) -> Result<PreReviewed> {
        Workstation::pre_review(self, anew, progress)
    }

    fn without_target(&self, limit: usize) -> Result<(Vec<WithoutTarget>, u64)> {
        Workstation::without_target(self, None, limit)
    }

    fn check_evaluations(&mut self, year: Option<u16>, anew: bool, on: OnProgress<'_>) -> Result<EvaluationsChecked> {
        Workstation::check_evaluations(self, year, anew, on)
    }

    fn without_evaluation(
        &self,
        year: Option<u16>,
        limit: usize,
        progress: OnProgress<'_>,
    ) -> Result<(Vec<WithoutEvaluation>, u64)> {
        Workstation::without_evaluation(self, year, limit, progress)
    }

    fn flagged(&self, year: u16, limit: usize) -> Result<(Vec<Flagged>, u64)> {
        self.flagged_most(year, limit)
    }

    fn links(&self, query: &LinkQuery) -> Result<LinkReport> {
        Workstation::links(self, query)
    }

    fn library(&self, query: &LibraryQuery) -> Result<LibraryPage> {
        Workstation::library(self, query)
    }

    fn rechecks(&self, year: Option<u16>) -> Result<RecheckList> {
        Workstation::rechecks(self, year)
    }

    fn evaluated(&self, text: &str, year: Option<u16>) -> Result<(ProjectKey, u16)> {
        Workstation::evaluated(self, text, year)
    }

    fn recheck(&self, project: ProjectKey, year: u16) -> Result<RecheckView> {
        Workstation::recheck(self, project, year)
    }

    fn check_papers(&self, project: ProjectKey, year: u16, folder: &Path) -> Result<BTreeMap<String, PaperFile>> {
        Workstation::check_papers(self, project, year, folder, &mut |_| std::ops::ControlFlow::Continue(()))
    }

    fn explain(&self, item: ItemId, check: Option<&CheckId>) -> Result<FormExplained> {
        Workstation::explain(self, item, check)
    }

    fn failed_checks(&self) -> Result<BTreeMap<CheckId, Problem>> {
        Workstation::failed_checks(self)
    }

    fn consistency(&self, query: &ConsistencyQuery) -> Result<ConsistencyReport> {
        Workstation::consistency(self, query)
    }

    fn inconsistencies(&self, most: usize) -> Result<(Vec<(ItemId, u32)>, u64)> {
        Workstation::inconsistencies(self, most)
    }

    fn similar(&self, query: &SimilarQuery) -> Result<SimilarReport> {
        Workstation::similar(self, query)
    }

    fn second_look(&self, year: Option<u16>, limit: usize) -> Result<SecondLookReport> {
        Workstation::second_look(self, year, limit)
    }

    fn take_down_names(&self, progress: OnProgress<'_>) -> Result<u64> {
        Workstation::take_down_names(self, progress)
    }

    fn find_linked(&self, text: &str, table: LinkedTable, year: u16, targets: bool) -> Result<LinkSide> {
        self.find_filed_form(text, table, year, targets)
    }

    fn link_said(&self, table: LinkedTable, year: u16, project: ProjectKey) -> Result<(Vec<LinkSaid>, Vec<EventId>)> {
        Workstation::link_said(self, table, year, project)
    }

    fn plan_sample(&self, ask: &SampleAsk) -> Result<SamplePlan> {
        Workstation::plan_sample(self, ask)
    }

    fn seal_sample(
        &mut self,
        operation: &str,
        ask: &SampleAsk,
        progress: OnProgress<'_>,
    ) -> Result<(SealedSample, SamplePlan)> {
        Workstation::seal_sample(self, operation, ask, progress)
    }

    fn seed_lacks(&self, ask: &DrawAsk) -> Result<Vec<SeedLack>> {
        Workstation::seed_lacks(self, ask)
    }

    fn draw_sample(&mut self, operation: &str, ask: &DrawAsk, progress: OnProgress<'_>) -> Result<SealedSample> {
        Workstation::draw_sample(self, operation, ask, progress)
    }

    fn abandon_sample(&mut self, sealed: Option<EventId>, reason: &str) -> Result<()> {
        Workstation::abandon_sample(self, sealed, reason)
    }

    fn samples(&self) -> Result<Vec<SealedSample>> {
        Workstation::samples(self)
    }

    fn sample_proof(&self, sample: &SealedSample) -> Result<Option<Proof>> {
        Workstation::sample_proof(self, sample)
    }

    fn publish_sample(
        &self,
        sample: &SealedSample,
        out: &Path,
        replace: bool,
        strings: &Strings,
        progress: OnProgress<'_>,
    ) -> Result<Vec<LeftFile>> {
        let say = |key: &str, args: &[(&'static str, String)]| strings.told(key, args);
        Workstation::publish_sample(self, sample, out, replace, strings.language().tag(), &say, progress)
    }

    fn next_ticket(&self, project: ProjectKey, year: u16) -> Result<NextTicket> {
        Workstation::next_ticket(self, project, year)
    }

    fn replace_unit(&mut self, operation: &str, ask: &ReplaceAsk) -> Result<Changed> {
        Workstation::replace_unit(self, operation, ask)
    }

    fn replacements(&self, year: Option<u16>) -> Result<Vec<Replaced>> {
        Workstation::replacements(self, year)
    }

    fn plan_further(&self, ask: &FurtherAsk) -> Result<FurtherPlan> {
        Workstation::plan_further(self, ask)
    }

    fn draw_further(&mut self, operation: &str, ask: &FurtherAsk, progress: OnProgress<'_>) -> Result<SealedSample> {
        Workstation::draw_further(self, operation, ask, progress)
    }

    fn rotation(&self, year: Option<u16>, ask: RotationAsk) -> Result<Rotation> {
        Workstation::rotation(self, year, ask)
    }

    fn late(&self, year: u16) -> Result<Option<Late>> {
        Workstation::late(self, year)
    }

    fn act(&mut self, operation: &str, action: &Action) -> Result<Changed> {
        Workstation::act(self, operation, action)
    }

    fn preview_many(&self, query: &Query, act: &ManyAct) -> Result<ManyPreview> {
        let items = Workstation::queue_ids(self, query, None)?;
        Workstation::preview_many(self, &items, act, &mut |_| ControlFlow::Continue(()))
    }

    fn act_on_many(&mut self, operation: &str, preview: &ManyPreview) -> Result<ManyDone> {
        Workstation::act_on_many(self, operation, &preview.act, &preview.seen, &mut |_| ControlFlow::Continue(()))
    }

    fn undo(&mut self) -> Result<Changed> {
        Workstation::undo(self)
    }

    fn redo(&mut self) -> Result<Changed> {
        Workstation::redo(self)
    }

    fn history(&self, limit: usize) -> Result<Vec<HistoryStep>> {
        Ok(Workstation::history(self, limit)?.0)
    }

    fn digest(&self) -> Result<Digest> {
        Workstation::digest(self)
    }
    fn stats(&self) -> Result<Stats> {
        Ok(Stats { home: self.home()?, pace: self.pace()?, figures: self.figures()?, habits: self.habits()? })
    }

    fn doctor(&self) -> Result<Vec<Check>> {
        Workstation::doctor(self)
    }

    fn backup(&self, path: &Path) -> Result<String> {
        Ok(Workstation::backup(self, path)?.1)
    }

    fn export_opinions(&self, path: &Path, sheet: OpinionSheet, query: &Query, replace: bool) -> Result<WrittenFile> {
        Workstation::export_opinions(self, path, sheet, query, replace, &mut |_| std::ops::ControlFlow::Continue(()))
    }

    fn spot_check_results(&self, ask: &ResultsAsk) -> Result<Results> {
        Workstation::spot_check_results(self, ask)
    }

    fn asked_rechecks(&self, ask: &RequestsAsk) -> Result<Vec<RecheckView>> {
        Workstation::asked_rechecks(self, ask)
    }

    fn paper(&self, ask: &PaperAsk, strings: &Strings) -> Result<Paper> {
        Workstation::paper(self, ask, strings.language().tag(), &|key, args| strings.told(key, args))
    }

    fn export_paper(
        &self,
        path: &Path,
        ask: &PaperAsk,
        replace: bool,
        strings: &Strings,
        progress: OnProgress<'_>,
    ) -> Result<WrittenFile> {
        let say = |key: &str, args: &[(&'static str, String)]| strings.told(key, args);
        Workstation::export_paper(self, path, ask, replace, strings.language().tag(), &say, progress)
    }

    fn export_bundle(&self, path: &Path, full: bool) -> Result<WrittenFile> {
        Workstation::export_bundle(self, path, full, None, &mut |_| std::ops::ControlFlow::Continue(()))
    }

    fn import_bundles(&mut self, paths: &[PathBuf], progress: OnProgress<'_>) -> Result<Vec<BundleReport>> {
        Workstation::import_bundles(self, paths, progress)
    }

    fn key_card(&self) -> Result<KeyCard> {
        let card = Workstation::key_card(self)?;
        Ok(KeyCard {
            replica: self.replica()?.to_string(),
            public_key: card.key.to_string(),
            fingerprint: card.fingerprint(),
            card: card.line(),
            name: card.name,
            office: card.office,
        })
    }

    fn trust_enrol(&mut self, card: &str) -> Result<TrustRow> {
        let card = trust::KeyCard::read(card)?;
        self.enrol(&card)?;
        Ok(TrustRow {
            public_key: card.key.to_string(),
            fingerprint: card.fingerprint(),
            name: card.name,
            office: card.office,
            trusted: true,
        })
    }

    fn trust_list(&self) -> Result<Vec<TrustRow>> {
        let rows = self.enrolled()?.into_iter().map(|entry| TrustRow {
            public_key: entry.key.to_string(),
            fingerprint: entry.key.fingerprint(),
            name: entry.name,
            office: entry.office,
            trusted: true,
        });
        Ok(rows.collect())
    }
}
