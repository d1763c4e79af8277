//! An engine in memory with a dozen invented projects: answers every request well enough to drive all screens.
//!
//! It keeps states like the real one does, heads and all, but no log: undo restores what was there before.

mod acts;
mod answer;
mod consistency;
mod data;
mod figures;
mod find;
mod jobs;
mod library;
mod links;
mod lists;
mod similar;

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use wenxiao::engine::drafts::{CheckInfo, CheckRow};
use wenxiao::engine::habits::OwnHabits;
use wenxiao::engine::links::LinkRow;
use wenxiao::engine::request::{Engine, Reply, Request};
use wenxiao::engine::similar::{Filed, Standard};
use wenxiao::engine::spot_check::plan::SamplePlan;
use wenxiao::engine::spot_check::publish::SampleBoard;
use wenxiao::engine::spot_check::results::Results;
use wenxiao::engine::spot_check::{RecheckList, RecheckView};
use wenxiao::engine::view::{
    Draft, HistoryStep, LastYear, Partner, Place, ProjectView, QueueRow, Reason, Station, VersionView,
};
use wenxiao::model::event::{Stamp, Subject};
use wenxiao::model::finding::{CheckId, Finding, FindingCounts};
use wenxiao::model::form::{Form, Place as FormPlace, Stage as FormStage};
use wenxiao::model::ids::{BatchId, EventId, ItemId, PersonId, ReplicaId, VersionId};
use wenxiao::model::problem::Problem;
use wenxiao::model::query::SavedView;
use wenxiao::model::review::{Head, Opinion, ReviewState, Settled, Status, Verdict};
use wenxiao::tui::play::Stage;

use self::data::{HOUSING, PLAIN, me, other, project, reading};

/// 2025-06-12 10:21 in China.
pub const NOW: Stamp = Stamp(1_749_694_860_000 << 16);

pub struct Project {
    pub form: Arc<Form>,
    pub last_year: Vec<LastYear>,
    pub findings: Vec<Finding>,
    /// What the queue knows of them: counts, why they are expected, and whether it was drawn to its place.
    pub counts: Option<FindingCounts>,
    pub reasons: Vec<Reason>,
    pub random: bool,
    /// What is known of the checks that found them.
    pub checks: BTreeMap<CheckId, CheckInfo>,
    pub partners: Vec<Partner>,
    pub state: ReviewState,
    pub before: Option<ReviewState>,
}

struct Step {
    step: HistoryStep,
    before: Vec<ReviewState>,
    after: Vec<ReviewState>,
    links: [Vec<LinkRow>; 2],
    item: ItemId,
    row: Option<u32>,
}

/// Everything the engine knows.
pub struct World {
    pub projects: Vec<Project>,
    pub station: Station,
    pub drafts: Vec<Draft>,
    pub place: Option<Place>,
    /// What was counted of the reviewer's keys.
    pub habits: OwnHabits,
    steps: Vec<Step>,
    undone: Vec<Step>,
    replies: VecDeque<Reply>,
    next_event: u64,
    /// The list of checks.
    pub check_rows: Vec<CheckRow>,
    /// A recheck of a real station, with the list it stands in.
    pub recheck: Option<(RecheckList, Arc<RecheckView>)>,
    /// The results of a real station.
    pub results: Option<Arc<Results>>,
    /// What a real station has to be drawn from, planned.
    pub sample: Option<(Arc<SampleBoard>, Arc<SamplePlan>)>,
    /// Saved views by name.
    pub views: Vec<SavedView>,
    /// Links as the engine would find them.
    pub links: Vec<LinkRow>,
    /// Other projects, to compare with.
    pub others: Vec<Filed>,
    /// A standard that the library sets for the rows compared.
    pub standard: Option<Standard>,
    /// How the same was decided elsewhere.
    pub planted: consistency::Planted,
    /// Forms whose names are not taken down.
    pub to_compare: u64,
    /// Requests in the order in which they came.
    pub log: Vec<Request>,
    /// The next act fails with this.
    pub fail_next: Option<Problem>,
    /// Acts are answered only when told to.
    pub hold: bool,
    /// Counts are answered only when told to.
    pub hold_counts: bool,
    held: Vec<Reply>,
}

pub type Shared = Rc<RefCell<World>>;

struct Fake(Shared);

impl Engine for Fake {
    fn post(&self, request: Request) {
        self.0.borrow_mut().answer(request);
    }
}

/// The engine on a world.
pub fn stage(world: &Shared) -> Stage {
    let replies = Rc::clone(world);
    Stage {
        engine: Box::new(Fake(Rc::clone(world))),
        replies: Box::new(move || replies.borrow_mut().replies.pop_front()),
    }
}

impl World {
    /// A dozen projects; the first is in the key lane, the second small, the last contested.
    pub fn sample() -> Shared {
        let names = [
            ("住建局", "老旧小区改造补助", 1260, true),
            ("教育局", "乡村教师培训", 86, false),
            ("教育局", "校园安全设施更新", 412, true),
            ("水利局", "小型水库除险加固", 2380, true),
            ("文旅局", "公共图书馆免费开放", 95, false),
            ("档案馆", "馆藏档案数字化", 60, false),
            ("园林局", "城市绿化养护", 733, true),
            ("卫健委", "基层医疗设备购置", 1890, true),
            ("民政局", "居家养老服务", 540, true),
            ("交通局", "农村公路养护", 960, true),
            ("科技局", "科技创新券", 300, false),
            ("生态环境局", "大气监测站运行维护与数据质量控制以及第三方比对核查综合服务项目", 188, false),
        ];
        let projects = names
            .iter()
            .enumerate()
            .map(|(index, (department, name, wan, full))| {
                project(index + 1, department, name, *wan, if *full { &HOUSING } else { &PLAIN })
            })
            .collect();
        let mut world = World::over(projects);
        let contested = world.projects.len() - 1;
        world.contest(contested, 2);
        let mut before = ReviewState::default();
        before.opinions.push(world.opinion(Some(1), "C07", "请量化", other()));
        let at = 4;
        world.projects[at].before = Some(before);
        Rc::new(RefCell::new(world))
    }

    /// Nothing imported, nobody introduced.
    pub fn empty() -> Shared {
        let mut world = World::over(Vec::new());
        world.station.person = None;
        world.station.name = String::new();
        world.station.office = String::new();
        Rc::new(RefCell::new(world))
    }

    /// Many small projects.
    pub fn large(count: usize) -> Shared {
        let projects = (0..count).map(|no| project(no, "教育局", "乡村教师培训", 86 + no as i64, &PLAIN)).collect();
        Rc::new(RefCell::new(World::over(projects)))
    }

    fn over(projects: Vec<Project>) -> World {
        World {
            station: Station {
                database: PathBuf::from("sample.db"),
                sample: false,
                read_only: None,
                person: Some(me()),
                name: "王敏".into(),
                office: "预算绩效处".into(),
                replica: Some(ReplicaId([1; 16])),
                years: if projects.is_empty() { Vec::new() } else { vec![2025] },
            },
            projects,
            drafts: Vec::new(),
            place: None,
            habits: OwnHabits::default(),
            steps: Vec::new(),
            undone: Vec::new(),
            replies: VecDeque::new(),
            next_event: 1,
            check_rows: Vec::new(),
            recheck: None,
            results: None,
            sample: None,
            views: Vec::new(),
            links: Vec::new(),
            others: similar::counties(),
            standard: None,
            planted: BTreeMap::new(),
            to_compare: 0,
            log: Vec::new(),
            fail_next: None,
            hold: false,
            hold_counts: false,
            held: Vec::new(),
        }
    }

    fn event(&mut self) -> EventId {
        let mut id = [0; 32];
        id[24..].copy_from_slice(&self.next_event.to_be_bytes());
        id[0] = 0xe0;
        self.next_event += 1;
        EventId(id)
    }

    fn opinion(&mut self, row: Option<u32>, class: &str, text: &str, author: PersonId) -> Opinion {
        let id = self.event();
        Opinion {
            id,
            event: id,
            author,
            at: NOW,
            row,
            category: wenxiao::model::review::CategoryCode(class.into()),
            text: text.into(),
            variants: Vec::new(),
            from_check: None,
            agreed: Vec::new(),
        }
    }

    /// Makes a row contested: mine says passed, a colleague's gives an opinion.
    pub fn contest(&mut self, index: usize, row: u32) {
        let (a, b) = (self.event(), self.event());
        let opinion = self.opinion(Some(row), "C07", "指标值无法核查，请写明核查方法。", other());
        let state = &mut self.projects[index].state;
        let heads = state.rows.entry(row).or_default();
        heads.0.push(Head { event: a, author: me(), at: NOW, value: Verdict::Passed });
        heads.0.push(Head { event: b, author: other(), at: NOW, value: Verdict::Opinion });
        state.opinions.push(opinion);
    }

    pub fn status(&self, index: usize) -> Status {
        let project = &self.projects[index];
        Status::of(&project.state, project.form.indicators.len() as u32, project.before.is_some())
    }

    pub fn row(&self, index: usize) -> QueueRow {
        let project = &self.projects[index];
        let form = &project.form;
        let decided = project.state.rows.values().filter(|heads| match heads.settled() {
            Settled::One(verdict) => *verdict != Verdict::Later,
            _ => false,
        });
        QueueRow {
            id: ItemId(index as i64 + 1),
            project: form.project(),
            year: form.year,
            code: form.code.clone(),
            name: form.name.clone(),
            department: form.department.name.clone(),
            unit: form.unit.name.clone(),
            amount: form.annual_funds(),
            status: self.status(index),
            indicators: form.indicators.len() as u32,
            decided: decided.count() as u32,
            opinions: project.state.opinions.len() as u32,
            demands: project.state.demands.len() as u32,
            version_no: if project.before.is_some() { 2 } else { 1 },
            findings: project.counts,
            reasons: project.reasons.clone(),
            random: project.random,
        }
    }

    fn subject(&self, index: usize) -> Subject {
        let form = &self.projects[index].form;
        let mut version = [0; 32];
        version[..8].copy_from_slice(&(index as u64).to_be_bytes());
        Subject { project: form.project(), year: form.year, version: VersionId(version), row: None }
    }

    fn view(&self, index: usize) -> ProjectView {
        let project = &self.projects[index];
        let subject = self.subject(index);
        let row = self.row(index);
        let version = |no: u32| VersionView {
            version: subject.version,
            no,
            stage: FormStage::Compiled,
            batch: BatchId([no as u8; 32]),
            source: format!("绩效目标表{no}.xlsx"),
            at: NOW,
            place: FormPlace { sheet: "Sheet1".into(), row: index as u32 + 2 },
            by: "王敏".into(),
        };
        let people = BTreeMap::from([(me(), "王敏".to_owned()), (other(), "李强".to_owned())]);
        ProjectView {
            partners: project.partners.clone(),
            versions: (1..=row.version_no).map(version).collect(),
            row,
            form: Arc::clone(&project.form),
            readings: project.form.indicators.iter().map(reading).collect(),
            last_year: project.last_year.clone(),
            yardsticks: library::beside(&project.form),
            matching: library::matching(&project.form).into(),
            elsewhere: self.elsewhere(index),
            findings: project.findings.clone().into(),
            checks: project.checks.clone(),
            self_evaluation: None,
            state: project.state.clone(),
            state_before: project.before.clone(),
            people,
            me: me(),
            drafts: self
                .drafts
                .iter()
                .filter(|draft| Subject { row: None, ..draft.key.on.clone() } == subject)
                .cloned()
                .collect(),
            subject,
            waiting: 0,
        }
    }

    fn index(&self, id: ItemId) -> Option<usize> {
        usize::try_from(id.0 - 1).ok().filter(|index| *index < self.projects.len())
    }

    fn of(&self, subject: &Subject) -> Option<usize> {
        (0..self.projects.len()).find(|index| self.projects[*index].form.project() == subject.project)
    }

    fn say(&mut self, reply: Reply) {
        self.replies.push_back(reply);
    }

    /// Answers what was held back.
    pub fn release(&mut self) {
        (self.hold, self.hold_counts) = (false, false);
        let held = std::mem::take(&mut self.held);
        self.replies.extend(held);
    }
}
