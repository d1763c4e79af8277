//! The desk of paper, held by several at once.

use super::*;

/// The desk shared between one command and the next.
pub struct Shared(pub Arc<Mutex<Paper>>);

impl Desk for Shared {
    fn station(&self) -> Result<Station> {
        self.0.lock().unwrap().station()
    }
    fn introduce(&mut self, a0: &str, a1: &str, a2: bool) -> Result<Station> {
        self.0.lock().unwrap().introduce(a0, a1, a2)
    }
    fn preview(&self, a0: &[PathBuf], a1: &ImportOptions, a2: OnProgress<'_>) -> Result<Preview> {
        self.0.lock().unwrap().preview(a0, a1, a2)
    }
    fn preview_lines(&self, a0: &Staged, a1: Option<Standing>, a2: u64, a3: usize) -> Result<Vec<PreviewLine>> {
        self.0.lock().unwrap().preview_lines(a0, a1, a2, a3)
    }
    fn preview_change(&self, a0: &Staged, a1: u64) -> Result<Vec<FieldChange>> {
        self.0.lock().unwrap().preview_change(a0, a1)
    }
    fn commit(&mut self, a0: &Preview, a1: OnProgress<'_>) -> Result<ImportReport> {
        self.0.lock().unwrap().commit(a0, a1)
    }
    fn write_reports(&self, a0: &Preview, a1: &ReportTo, a2: bool, a3: &Strings) -> Result<Vec<PathBuf>> {
        self.0.lock().unwrap().write_reports(a0, a1, a2, a3)
    }
    fn find_project(&self, a0: &str, a1: Option<u16>) -> Result<ItemId> {
        self.0.lock().unwrap().find_project(a0, a1)
    }
    fn find_filed(&self, a0: &str, a1: Option<u16>) -> Result<ProjectView> {
        self.0.lock().unwrap().find_filed(a0, a1)
    }
    fn queue_without_targets(&self) -> Result<Vec<QueueRow>> {
        self.0.lock().unwrap().queue_without_targets()
    }
    fn project(&self, a0: ItemId) -> Result<ProjectView> {
        self.0.lock().unwrap().project(a0)
    }
    fn queue(&self, a0: &Query, a1: usize) -> Result<Vec<QueueRow>> {
        self.0.lock().unwrap().queue(a0, a1)
    }
    fn frequency(&self, a0: &Filter, a1: Column, a2: usize) -> Result<Frequency> {
        self.0.lock().unwrap().frequency(a0, a1, a2)
    }
    fn views(&self) -> Result<Vec<SavedView>> {
        self.0.lock().unwrap().views()
    }
    fn view(&self, a0: &str) -> Result<SavedView> {
        self.0.lock().unwrap().view(a0)
    }
    fn save_view(&mut self, a0: &SavedView, a1: bool) -> Result<SavedView> {
        self.0.lock().unwrap().save_view(a0, a1)
    }
    fn rename_view(&mut self, a0: &str, a1: &str) -> Result<SavedView> {
        self.0.lock().unwrap().rename_view(a0, a1)
    }
    fn remove_view(&mut self, a0: &str) -> Result<()> {
        self.0.lock().unwrap().remove_view(a0)
    }
    fn opinions(&self) -> Result<Vec<OpinionRow>> {
        self.0.lock().unwrap().opinions()
    }
    fn demands(&self) -> Result<Vec<DemandRow>> {
        self.0.lock().unwrap().demands()
    }
    fn contests(&self) -> Result<Vec<Contest>> {
        self.0.lock().unwrap().contests()
    }
    fn pre_review(&mut self, a0: bool, a1: OnProgress<'_>) -> Result<PreReviewed> {
        self.0.lock().unwrap().pre_review(a0, a1)
    }
    fn without_target(&self, a0: usize) -> Result<(Vec<WithoutTarget>, u64)> {
        self.0.lock().unwrap().without_target(a0)
    }
    fn check_evaluations(&mut self, a0: Option<u16>, a1: bool, a2: OnProgress<'_>) -> Result<EvaluationsChecked> {
        self.0.lock().unwrap().check_evaluations(a0, a1, a2)
    }
    fn without_evaluation(
        &self,
        a0: Option<u16>,
        a1: usize,
        a2: OnProgress<'_>,
    ) -> Result<(Vec<WithoutEvaluation>, u64)> {
        self.0.lock().unwrap().without_evaluation(a0, a1, a2)
    }
    fn flagged(&self, a0: u16, a1: usize) -> Result<(Vec<Flagged>, u64)> {
        self.0.lock().unwrap().flagged(a0, a1)
    }
    fn links(&self, a0: &LinkQuery) -> Result<LinkReport> {
        self.0.lock().unwrap().links(a0)
    }
    fn library(&self, a0: &LibraryQuery) -> Result<LibraryPage> {
        self.0.lock().unwrap().library(a0)
    }
    fn plan_sample(&self, a0: &SampleAsk) -> Result<SamplePlan> {
        self.0.lock().unwrap().plan_sample(a0)
    }
    fn seal_sample(&mut self, a0: &str, a1: &SampleAsk, a2: OnProgress<'_>) -> Result<(SealedSample, SamplePlan)> {
        self.0.lock().unwrap().seal_sample(a0, a1, a2)
    }
    fn seed_lacks(&self, a0: &DrawAsk) -> Result<Vec<SeedLack>> {
        self.0.lock().unwrap().seed_lacks(a0)
    }
    fn draw_sample(&mut self, a0: &str, a1: &DrawAsk, a2: OnProgress<'_>) -> Result<SealedSample> {
        self.0.lock().unwrap().draw_sample(a0, a1, a2)
    }
    fn abandon_sample(&mut self, a0: Option<EventId>, a1: &str) -> Result<()> {
        self.0.lock().unwrap().abandon_sample(a0, a1)
    }
    fn samples(&self) -> Result<Vec<SealedSample>> {
        self.0.lock().unwrap().samples()
    }
    fn sample_proof(&self, a0: &SealedSample) -> Result<Option<Proof>> {
        self.0.lock().unwrap().sample_proof(a0)
    }
    fn publish_sample(
        &self,
        a0: &SealedSample,
        a1: &Path,
        a2: bool,
        a3: &Strings,
        a4: OnProgress<'_>,
    ) -> Result<Vec<LeftFile>> {
        self.0.lock().unwrap().publish_sample(a0, a1, a2, a3, a4)
    }
    fn next_ticket(&self, a0: ProjectKey, a1: u16) -> Result<NextTicket> {
        self.0.lock().unwrap().next_ticket(a0, a1)
    }
    fn replace_unit(&mut self, a0: &str, a1: &ReplaceAsk) -> Result<Changed> {
        self.0.lock().unwrap().replace_unit(a0, a1)
    }
    fn replacements(&self, a0: Option<u16>) -> Result<Vec<Replaced>> {
        self.0.lock().unwrap().replacements(a0)
    }
    fn plan_further(&self, a0: &FurtherAsk) -> Result<FurtherPlan> {
        self.0.lock().unwrap().plan_further(a0)
    }
    fn draw_further(&mut self, a0: &str, a1: &FurtherAsk, a2: OnProgress<'_>) -> Result<SealedSample> {
        self.0.lock().unwrap().draw_further(a0, a1, a2)
    }
    fn rotation(&self, a0: Option<u16>, a1: RotationAsk) -> Result<Rotation> {
        self.0.lock().unwrap().rotation(a0, a1)
    }
    fn late(&self, a0: u16) -> Result<Option<Late>> {
        self.0.lock().unwrap().late(a0)
    }
    fn rechecks(&self, a0: Option<u16>) -> Result<RecheckList> {
        self.0.lock().unwrap().rechecks(a0)
    }
    fn evaluated(&self, a0: &str, a1: Option<u16>) -> Result<(ProjectKey, u16)> {
        self.0.lock().unwrap().evaluated(a0, a1)
    }
    fn recheck(&self, a0: ProjectKey, a1: u16) -> Result<RecheckView> {
        self.0.lock().unwrap().recheck(a0, a1)
    }
    fn check_papers(&self, a0: ProjectKey, a1: u16, a2: &Path) -> Result<BTreeMap<String, PaperFile>> {
        self.0.lock().unwrap().check_papers(a0, a1, a2)
    }
    fn explain(&self, a0: ItemId, a1: Option<&CheckId>) -> Result<FormExplained> {
        self.0.lock().unwrap().explain(a0, a1)
    }
    fn failed_checks(&self) -> Result<BTreeMap<CheckId, Problem>> {
        self.0.lock().unwrap().failed_checks()
    }
    fn consistency(&self, a0: &ConsistencyQuery) -> Result<ConsistencyReport> {
        self.0.lock().unwrap().consistency(a0)
    }
    fn inconsistencies(&self, a0: usize) -> Result<(Vec<(ItemId, u32)>, u64)> {
        self.0.lock().unwrap().inconsistencies(a0)
    }
    fn similar(&self, a0: &SimilarQuery) -> Result<SimilarReport> {
        self.0.lock().unwrap().similar(a0)
    }
    fn second_look(&self, a0: Option<u16>, a1: usize) -> Result<SecondLookReport> {
        self.0.lock().unwrap().second_look(a0, a1)
    }
    fn take_down_names(&self, a0: OnProgress<'_>) -> Result<u64> {
        self.0.lock().unwrap().take_down_names(a0)
    }
    fn find_linked(&self, a0: &str, a1: LinkedTable, a2: u16, a3: bool) -> Result<LinkSide> {
        self.0.lock().unwrap().find_linked(a0, a1, a2, a3)
    }
    fn link_said(&self, a0: LinkedTable, a1: u16, a2: ProjectKey) -> Result<(Vec<LinkSaid>, Vec<EventId>)> {
        self.0.lock().unwrap().link_said(a0, a1, a2)
    }
    fn act(&mut self, a0: &str, a1: &Action) -> Result<Changed> {
        self.0.lock().unwrap().act(a0, a1)
    }
    fn preview_many(&self, a0: &Query, a1: &ManyAct) -> Result<ManyPreview> {
        self.0.lock().unwrap().preview_many(a0, a1)
    }
    fn act_on_many(&mut self, a0: &str, a1: &ManyPreview) -> Result<ManyDone> {
        self.0.lock().unwrap().act_on_many(a0, a1)
    }
    fn undo(&mut self) -> Result<Changed> {
        self.0.lock().unwrap().undo()
    }
    fn redo(&mut self) -> Result<Changed> {
        self.0.lock().unwrap().redo()
    }
    fn history(&self, a0: usize) -> Result<Vec<HistoryStep>> {
        self.0.lock().unwrap().history(a0)
    }
    fn digest(&self) -> Result<Digest> {
        self.0.lock().unwrap().digest()
    }
    fn stats(&self) -> Result<Stats> {
        self.0.lock().unwrap().stats()
    }
    fn doctor(&self) -> Result<Vec<Check>> {
        self.0.lock().unwrap().doctor()
    }
    fn backup(&self, a0: &Path) -> Result<String> {
        self.0.lock().unwrap().backup(a0)
    }
    fn export_opinions(&self, a0: &Path, a1: OpinionSheet, a2: &Query, a3: bool) -> Result<WrittenFile> {
        self.0.lock().unwrap().export_opinions(a0, a1, a2, a3)
    }
    fn spot_check_results(&self, a0: &ResultsAsk) -> Result<Results> {
        self.0.lock().unwrap().spot_check_results(a0)
    }
    fn asked_rechecks(&self, a0: &RequestsAsk) -> Result<Vec<RecheckView>> {
        self.0.lock().unwrap().asked_rechecks(a0)
    }
    fn paper(&self, a0: &PaperAsk, a1: &Strings) -> Result<SpotCheckPaper> {
        self.0.lock().unwrap().paper(a0, a1)
    }
    fn export_paper(
        &self,
        a0: &Path,
        a1: &PaperAsk,
        a2: bool,
        a3: &Strings,
        a4: OnProgress<'_>,
    ) -> Result<WrittenFile> {
        self.0.lock().unwrap().export_paper(a0, a1, a2, a3, a4)
    }
    fn export_bundle(&self, a0: &Path, a1: bool) -> Result<WrittenFile> {
        self.0.lock().unwrap().export_bundle(a0, a1)
    }
    fn import_bundles(&mut self, a0: &[PathBuf], a1: OnProgress<'_>) -> Result<Vec<BundleReport>> {
        self.0.lock().unwrap().import_bundles(a0, a1)
    }
    fn key_card(&self) -> Result<KeyCard> {
        self.0.lock().unwrap().key_card()
    }
    fn trust_enrol(&mut self, a0: &str) -> Result<TrustRow> {
        self.0.lock().unwrap().trust_enrol(a0)
    }
    fn trust_list(&self) -> Result<Vec<TrustRow>> {
        self.0.lock().unwrap().trust_list()
    }
}
