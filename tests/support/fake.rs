//! An engine in memory with a dozen invented projects: answers every request well enough to drive all screens.
//!
//! It keeps states like the real one does, heads and all, but no log: undo restores what was there before.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use wenxiao::engine::links::{By, LinkChoice, LinkCounts, LinkQuery, LinkReport, LinkRow, LinkSide, Standing};
use wenxiao::engine::request::{Action, BundleReport, Changed, Engine, JobReport, JobSpec, Reply, Request};
use wenxiao::engine::view::{
    Complaint, Contest, DemandRow, Draft, HistoryStep, Home, ImportReport, ImportedFile, ImportedTable, LastYear,
    Partner, Place, Preview, PreviewFile, PreviewTable, ProjectView, QueueRow, Side, Staged, Station, Tally,
    VersionView,
};
use wenxiao::model::event::{Stamp, Subject};
use wenxiao::model::form::{Amount, Form, FormKind, Goal, Indicator, Party, Place as FormPlace, Stage as FormStage};
use wenxiao::model::ids::{BatchId, EventId, ItemId, PersonId, ProjectKey, ReplicaId, VersionId};
use wenxiao::model::link::LinkedTable;
use wenxiao::model::money::Money;
use wenxiao::model::problem::Problem;
use wenxiao::model::query::{Filter, Query, Sort};
use wenxiao::model::review::{Demand, Graded, Head, Opinion, ReviewState, Settled, Status, Verdict};
use wenxiao::model::value::Value;
use wenxiao::tui::play::Stage;

/// 2025-06-12 10:21 in China.
pub const NOW: Stamp = Stamp(1_749_694_860_000 << 16);

pub struct Project {
    pub form: Arc<Form>,
    pub last_year: Vec<LastYear>,
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
    steps: Vec<Step>,
    undone: Vec<Step>,
    replies: VecDeque<Reply>,
    next_event: u64,
    /// Links as the engine would find them.
    pub links: Vec<LinkRow>,
    /// Requests in the order in which they came.
    pub log: Vec<Request>,
    /// The next act fails with this.
    pub fail_next: Option<Problem>,
    /// Acts are answered only when told to.
    pub hold: bool,
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

fn me() -> PersonId {
    PersonId("p-1".into())
}

fn other() -> PersonId {
    PersonId("p-2".into())
}

/// One indicator as a tuple: level 2, level 3, target, weight, last year's actual.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str);

const HOUSING: [Row; 12] = [
    ("经济成本指标", "户均改造成本", "≤2.80万元/户", "10", "2.40"),
    ("经济成本指标", "项目总成本", "≤1260万元", "10", "1080"),
    ("数量指标", "改造户数", "≥450户", "8", "450"),
    ("数量指标", "改造小区数", "≥6个", "8", "6"),
    ("数量指标", "加装电梯", "适量", "6", "12台"),
    ("质量指标", "验收合格率", "100%", "6", "100%"),
    ("时效指标", "按期完工率", "100%", "6", "100%"),
    ("质量指标", "竣工资料归档率", "100%", "6", "98%"),
    ("社会效益指标", "居住条件改善", "效果明显", "8", "效果明显"),
    ("生态效益指标", "单位能耗下降率", "≥5%", "6", ""),
    ("可持续影响指标", "物业服务覆盖率", "≥90%", "6", "88%"),
    ("服务对象满意度指标", "居民满意度", "≥85%", "10", "96%"),
];

const PLAIN: [Row; 3] = [
    ("数量指标", "培训人次", "≥300人次", "30", "280"),
    ("质量指标", "培训合格率", "≥95%", "30", "96%"),
    ("服务对象满意度指标", "参训人员满意度", "≥90%", "30", ""),
];

fn reading(row: &Indicator) -> Value {
    wenxiao::engine::read_value(&row.target, row.operator.as_deref(), row.unit.as_deref())
}

fn project(no: usize, department: &str, name: &str, wan: i64, rows: &[Row]) -> Project {
    let mut form = Form::new(FormKind::Target, 2025);
    form.region = "371600000".into();
    form.code = Some(format!("P{no:04}"));
    form.name = name.to_owned();
    form.department = Party { code: Some(format!("{:03}", 100 + no)), name: department.to_owned() };
    form.unit = Party { code: None, name: format!("{department}机关") };
    form.funds.total = Some(Amount { raw: format!("{wan}万元"), fen: Some(Money(wan * 1_000_000)) });
    form.goal =
        Goal {
            annual: Some(format!("完成{name}年度任务，资金使用规范，群众满意。")), mid_term: None, actual: None
        };
    form.indicators = rows
        .iter()
        .enumerate()
        .map(|(index, (level2, level3, target, weight, _))| Indicator {
            no: index as u32 + 1,
            level1: if level2.contains("成本") { "成本指标" } else { "产出指标" }.into(),
            level2: (*level2).into(),
            level3: (*level3).into(),
            target: (*target).into(),
            weight: Some((*weight).into()),
            ..Indicator::default()
        })
        .collect();
    let last_year = rows
        .iter()
        .map(|row| LastYear { target: None, actual: (!row.4.is_empty()).then(|| row.4.to_owned()) })
        .collect();
    Project { form: Arc::new(form), last_year, partners: Vec::new(), state: ReviewState::default(), before: None }
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
            steps: Vec::new(),
            undone: Vec::new(),
            replies: VecDeque::new(),
            next_event: 1,
            links: Vec::new(),
            log: Vec::new(),
            fail_next: None,
            hold: false,
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

    fn row(&self, index: usize) -> QueueRow {
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

    fn matches(&self, index: usize, filter: &Filter) -> bool {
        let row = self.row(index);
        let text = format!("{} {} {} {}", row.department, row.unit, row.name, row.code.clone().unwrap_or_default());
        filter.words.iter().all(|word| text.contains(word.as_str()))
            && filter.year.is_none_or(|year| row.year == year)
            && (filter.statuses.is_empty() || filter.statuses.contains(&row.status))
            && filter.at_least.is_none_or(|least| row.amount.is_some_and(|amount| amount >= least))
            && filter.at_most.is_none_or(|most| row.amount.is_some_and(|amount| amount <= most))
    }

    fn ids(&self, query: &Query) -> Arc<[ItemId]> {
        let mut found: Vec<usize> = (0..self.projects.len()).filter(|at| self.matches(*at, &query.filter)).collect();
        let amount = |at: &usize| std::cmp::Reverse(self.projects[*at].form.annual_funds());
        match query.sort {
            Sort::Amount => found.sort_by_key(amount),
            Sort::Status => found.sort_by_key(|at| (self.status(*at), amount(at))),
            Sort::Department | Sort::Year => {}
        }
        found.into_iter().map(|at| ItemId(at as i64 + 1)).collect()
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

    #[allow(dead_code, reason = "for tests to come")]
    /// Answers what was held back.
    pub fn release(&mut self) {
        self.hold = false;
        let held = std::mem::take(&mut self.held);
        self.replies.extend(held);
    }

    fn answer(&mut self, request: Request) {
        self.log.push(request.clone());
        match request {
            Request::OpenQueue { epoch, query } => {
                let ids = self.ids(&query);
                let total = ids.len() as u64;
                if ids.len() > 512 {
                    self.say(Reply::Ids { epoch, ids: ids[..512].into(), total, complete: false });
                }
                self.say(Reply::Ids { epoch, ids, total, complete: true });
            }
            Request::LoadRows { epoch, ids } => {
                let rows = ids.iter().filter_map(|id| self.index(*id)).map(|at| self.row(at)).collect();
                self.say(Reply::Rows { epoch, rows });
            }
            Request::LoadProject { slot, epoch, id } => match self.index(id) {
                Some(at) => {
                    let view = Arc::new(self.view(at));
                    self.say(Reply::Project { slot, epoch, view });
                }
                None => self.say(Reply::Failed { slot, epoch, problem: Problem::refused("problem-not-found") }),
            },
            Request::LoadHome { epoch } => {
                let home = Box::new(self.home());
                self.say(Reply::Home { epoch, home });
            }
            Request::LoadDemands { epoch } => {
                let rows = self.demands();
                self.say(Reply::Demands { epoch, rows });
            }
            Request::LoadContests { epoch } => {
                let rows = self.contests();
                self.say(Reply::Contests { epoch, rows });
            }
            Request::LoadLinks { epoch, query } => {
                let report = Box::new(self.link_report(&query));
                self.say(Reply::Links { epoch, report });
            }
            Request::FindPartners { epoch, words, targets, .. } => {
                assert!(targets, "the tests choose targets");
                let sides = (0..self.projects.len()).map(|at| self.link_side(at));
                let found = sides.filter(|side| words.split_whitespace().all(|word| side.name.contains(word)));
                let rows = found.map(|side| LinkChoice { side, seen: Vec::new() }).collect();
                self.say(Reply::Partners { epoch, rows });
            }
            Request::LoadHistory { epoch, limit } => {
                let steps: Vec<HistoryStep> = self
                    .undone
                    .iter()
                    .map(|step| HistoryStep { live: false, undoable: false, ..step.step.clone() })
                    .chain(self.steps.iter().rev().map(|step| step.step.clone()))
                    .take(limit)
                    .collect();
                let (can_undo, can_redo) = (self.steps.len(), self.undone.len());
                self.say(Reply::History { epoch, steps, can_undo, can_redo });
            }
            Request::LoadPreviewLines { epoch, from, .. } => {
                self.say(Reply::PreviewLines { epoch, from, lines: Vec::new() });
            }
            Request::LoadPreviewChange { epoch, index, .. } => {
                self.say(Reply::PreviewChange { epoch, index, changes: Vec::new() });
            }
            Request::Act { ticket, operation: _, action } => {
                let result = match self.fail_next.take() {
                    Some(problem) => Err(problem),
                    None => self.act(action),
                };
                let reply = Reply::Done { ticket, result };
                if self.hold { self.held.push(reply) } else { self.say(reply) }
            }
            Request::Undo { ticket } => {
                let result = match self.steps.pop() {
                    Some(step) => {
                        self.restore(&step.before.clone());
                        self.links.clone_from(&step.links[0]);
                        let changed = self.changed(&step);
                        self.undone.push(step);
                        Ok(changed)
                    }
                    None => Err(Problem::refused("history-empty")),
                };
                self.say(Reply::Done { ticket, result });
            }
            Request::Redo { ticket } => {
                let result = match self.undone.pop() {
                    Some(step) => {
                        self.restore(&step.after.clone());
                        self.links.clone_from(&step.links[1]);
                        let changed = self.changed(&step);
                        self.steps.push(step);
                        Ok(changed)
                    }
                    None => Err(Problem::refused("history-empty")),
                };
                self.say(Reply::Done { ticket, result });
            }
            Request::SaveDraft { draft } => {
                self.drafts.retain(|other| other.key != draft.key);
                if !(draft.text.is_empty() && draft.demand.is_empty()) {
                    self.drafts.push(draft);
                }
            }
            Request::SavePlace { place } => self.place = Some(place),
            Request::KeepLesson { .. } => {}
            Request::Introduce { ticket, name, office } => {
                self.station.person = Some(me());
                self.station.name = name;
                self.station.office = office;
                let station = self.station.clone();
                self.say(Reply::Introduced { ticket, result: Ok(station) });
            }
            Request::Start { job, spec } => {
                self.say(Reply::Progress { job, phase: "phase-waiting", done: 1, total: Some(2), rejects: 1 });
                if !self.hold {
                    let result = Ok(report(&spec));
                    self.say(Reply::Finished { job, result });
                }
            }
            // Mappings are tested with a real engine (tests/mapping.rs).
            Request::SurveyTables { .. }
            | Request::ProposeMapping { .. }
            | Request::TestMapping { .. }
            | Request::SaveMapping { .. } => {}
            Request::Cancel { job } => {
                self.say(Reply::Finished { job, result: Err(Problem::refused("told-cancelling")) });
            }
        }
    }

    fn restore(&mut self, states: &[ReviewState]) {
        for (project, state) in self.projects.iter_mut().zip(states) {
            project.state = state.clone();
        }
    }

    fn states(&self) -> Vec<ReviewState> {
        self.projects.iter().map(|project| project.state.clone()).collect()
    }

    fn changed(&self, step: &Step) -> Changed {
        let at = self.index(step.item);
        Changed {
            event: step.step.event,
            item: Some(step.item),
            row: step.row,
            step: step.step.clone(),
            queue_row: at.map(|at| self.row(at)),
        }
    }

    fn act(&mut self, action: Action) -> Result<Changed, Problem> {
        let subject = action.subject().clone();
        if let Action::Link { on, to, seen, .. } = &action {
            return self.link(on.project, *to, seen);
        }
        let at = self.of(&subject).ok_or_else(|| Problem::refused("problem-not-found"))?;
        let before = self.states();
        let event = self.event();
        let row = subject.row;
        let state = &mut self.projects[at].state;
        let heads = |state: &ReviewState| row.and_then(|row| state.rows.get(&row)).map(|heads| heads.events());
        let head = |value| Head { event, author: me(), at: NOW, value };
        let verdict = match action {
            Action::SetVerdict { seen, verdict, .. } => {
                if heads(state).unwrap_or_default() != seen {
                    return Err(Problem::refused("told-saving"));
                }
                state.rows.entry(row.unwrap_or(0)).or_default().0 = vec![head(verdict)];
                verdict.id()
            }
            Action::AddOpinion { seen, category, text, demand, .. } => {
                if heads(state).unwrap_or_default() != seen {
                    return Err(Problem::refused("told-saving"));
                }
                if let Some(row) = row {
                    state.rows.entry(row).or_default().0 = vec![head(Verdict::Opinion)];
                }
                let opinion = Opinion {
                    id: event,
                    event,
                    author: me(),
                    at: NOW,
                    row,
                    category: category.clone(),
                    text,
                    variants: Vec::new(),
                };
                state.opinions.push(opinion);
                if let Some(demand) = demand {
                    state.demands.push(Demand {
                        id: event,
                        author: me(),
                        at: NOW,
                        row,
                        category: Some(category),
                        demand,
                    });
                }
                "opinion"
            }
            Action::AmendOpinion { opinion, category, text, demand, .. } => {
                if let Some(known) = state.opinions.iter_mut().find(|known| known.id == opinion) {
                    (known.category, known.text, known.event) = (category.clone(), text, event);
                }
                state.demands.retain(|demand| demand.id != opinion);
                if let Some(demand) = demand {
                    let category = Some(category);
                    state.demands.push(Demand { id: opinion, author: me(), at: NOW, row, category, demand });
                }
                "opinion"
            }
            Action::Link { .. } | Action::Unlink { .. } => return Err(Problem::refused("told-saving")),
            Action::Withdraw { of, .. } => {
                state.opinions.retain(|opinion| opinion.id != of);
                state.demands.retain(|demand| demand.id != of);
                if let Some(row) = row {
                    state.rows.remove(&row);
                }
                "later"
            }
            Action::SetGrade { grade, reason, .. } => {
                state.grade.0 = vec![Head { event, author: me(), at: NOW, value: Graded { grade, reason } }];
                "passed"
            }
            Action::IssueDemand { category, demand, .. } => {
                state.demands.push(Demand { id: event, author: me(), at: NOW, row, category, demand });
                "opinion"
            }
        };
        self.drafts.retain(|draft| draft.key.on != subject);
        let key = match verdict {
            "passed" => "verdict-passed",
            "opinion" => "verdict-opinion",
            "returned" => "verdict-returned",
            _ => "verdict-later",
        };
        let step = HistoryStep {
            event: Some(event),
            at: NOW,
            author: self.station.name.clone(),
            key,
            args: Vec::new(),
            live: true,
            undoable: true,
        };
        let after = self.states();
        let links = [self.links.clone(), self.links.clone()];
        let step = Step { step, before, after, links, item: ItemId(at as i64 + 1), row };
        let changed = self.changed(&step);
        self.steps.push(step);
        self.undone.clear();
        Ok(changed)
    }

    /// The target as links show it.
    pub fn link_side(&self, at: usize) -> LinkSide {
        let row = self.row(at);
        LinkSide {
            project: row.project,
            kind: FormKind::Target,
            year: row.year,
            code: row.code,
            name: row.name,
            unit: row.unit,
            department: row.department,
            amount: row.amount,
        }
    }

    fn link_report(&self, query: &LinkQuery) -> LinkReport {
        let mut report = LinkReport { year: self.station.years.first().copied(), ..LinkReport::default() };
        report.years.extend(report.year);
        for table in LinkedTable::ALL {
            let rows = || self.links.iter().filter(|row| row.table == table);
            let count = |standing: Standing| rows().filter(|row| row.standing == standing).count() as u64;
            report.tables.push(LinkCounts {
                table,
                targets: self.projects.len() as u64,
                others: rows().filter(|row| row.other.is_some()).count() as u64,
                by_hand: count(Standing::Linked(By::Hand)),
                code: count(Standing::Linked(By::Code)),
                name_and_unit: count(Standing::Linked(By::NameAndUnit)),
                name: count(Standing::Linked(By::Name)),
                missing: count(Standing::Missing),
                surplus: count(Standing::Surplus),
                ambiguous: count(Standing::Ambiguous),
                suspected: count(Standing::Suspected),
                contested: count(Standing::Contested),
                apart: count(Standing::Apart),
            });
        }
        let wanted =
            |row: &&LinkRow| query.only.holds(row.standing) && query.table.is_none_or(|table| row.table == table);
        report.rows = self.links.iter().filter(wanted).cloned().collect();
        report.total = report.rows.len() as u64;
        report
    }

    fn link(&mut self, form: ProjectKey, to: Option<ProjectKey>, seen: &[EventId]) -> Result<Changed, Problem> {
        let before = self.links.clone();
        let event = self.event();
        let target = to.and_then(|to| (0..self.projects.len()).find(|at| self.link_side(*at).project == to));
        let side = target.map(|at| self.link_side(at));
        let row = self.links.iter_mut().find(|row| row.other.as_ref().is_some_and(|side| side.project == form));
        let row = row.ok_or_else(|| Problem::refused("problem-not-found"))?;
        assert_eq!(row.seen, seen, "what was on screen was seen");
        row.standing = if side.is_some() { Standing::Linked(By::Hand) } else { Standing::Apart };
        row.seen = vec![event];
        let args = vec![
            ("of", row.other.as_ref().map(|side| side.name.clone()).unwrap_or_default()),
            ("to", side.as_ref().map(|side| side.name.clone()).unwrap_or_default()),
            ("table", row.table.id().to_owned()),
        ];
        let key = if side.is_some() { "step-linked" } else { "step-linked-to-none" };
        row.target = side;
        let author = self.station.name.clone();
        let step = HistoryStep { event: Some(event), at: NOW, author, key, args, live: true, undoable: true };
        let links = [before, self.links.clone()];
        let states = self.states();
        let step = Step { step, before: states.clone(), after: states, links, item: ItemId(1), row: None };
        let changed = self.changed(&step);
        self.steps.push(step);
        self.undone.clear();
        Ok(changed)
    }

    fn home(&self) -> Home {
        let mut by_status: BTreeMap<Status, Tally> = BTreeMap::new();
        let mut key_lane: BTreeMap<Status, Tally> = BTreeMap::new();
        let mut by_category = BTreeMap::new();
        for at in 0..self.projects.len() {
            let row = self.row(at);
            let mut tables = vec![&mut by_status];
            if row.key_lane() {
                tables.push(&mut key_lane);
            }
            for table in tables {
                let tally = table.entry(row.status).or_default();
                tally.projects += 1;
                tally.indicators += u64::from(row.indicators);
                tally.fen += i128::from(row.amount.unwrap_or_default().0);
            }
            for opinion in &self.projects[at].state.opinions {
                *by_category.entry(opinion.category.clone()).or_insert(0) += 1;
            }
        }
        let demands: u64 = self.projects.iter().map(|project| project.state.demands.len() as u64).sum();
        let place = self.place.clone().map(|place| {
            let at = (0..self.projects.len()).find(|at| self.projects[*at].form.project() == place.project);
            (place, at.map(|at| self.row(at)))
        });
        Home {
            station: self.station.clone(),
            year: self.station.years.first().copied(),
            by_status: by_status.into_iter().collect(),
            key_lane: key_lane.into_iter().collect(),
            by_category: by_category.into_iter().collect(),
            self_evaluations: Some((2024, 12)),
            demands: (demands, 0),
            contested: self.contests().len() as u64,
            not_exported: self.steps.len() as u64,
            waiting: 0,
            today: (0, self.steps.len() as u64, 0),
            place,
        }
    }

    fn demands(&self) -> Vec<DemandRow> {
        let mut rows = Vec::new();
        for at in 0..self.projects.len() {
            for demand in &self.projects[at].state.demands {
                rows.push(DemandRow {
                    target: self.row(at),
                    number: demand.number(2025),
                    demand: demand.clone(),
                    author: "王敏".into(),
                    overdue_days: Some(-30),
                });
            }
        }
        rows
    }

    fn contests(&self) -> Vec<Contest> {
        let mut contests = Vec::new();
        for at in 0..self.projects.len() {
            let project = &self.projects[at];
            for (row, heads) in project.state.rows.iter().filter(|(_, heads)| heads.contested()) {
                let sides = heads
                    .0
                    .iter()
                    .map(|head| Side {
                        author: head.author.clone(),
                        name: if head.author == me() { "王敏".into() } else { "李强".into() },
                        at: head.at,
                        grade: None,
                        verdict: Some(head.value),
                        opinions: project
                            .state
                            .opinions
                            .iter()
                            .filter(|opinion| opinion.row == Some(*row) && opinion.author == head.author)
                            .map(|opinion| (opinion.category.clone(), opinion.text.clone()))
                            .collect(),
                    })
                    .collect();
                let name = project.form.indicators[*row as usize - 1].level3.clone();
                contests.push(Contest { target: self.row(at), row: Some((*row, name)), sides });
            }
        }
        contests
    }
}

fn report(spec: &JobSpec) -> JobReport {
    match spec {
        JobSpec::Import { paths, options } => JobReport::Imported(ImportReport {
            files: paths
                .iter()
                .map(|path| ImportedFile {
                    path: path.clone(),
                    sha256: "ab".repeat(32),
                    encoding: None,
                    already_imported: false,
                    tables: vec![ImportedTable {
                        kind: FormKind::Target,
                        year: 2025,
                        projects: 5688,
                        indicators: 68_256,
                        new: 5688,
                        changed: 12,
                        equal: 0,
                    }],
                    rejects: vec![Complaint {
                        sheet: "Sheet1".into(),
                        row: 17,
                        column: 4,
                        value: "一百".into(),
                        key: "told-year-unreadable",
                        args: Vec::new(),
                    }],
                    warnings: Vec::new(),
                })
                .collect(),
            dry_run: options.dry_run,
            ..ImportReport::default()
        }),
        JobSpec::Preview { paths, .. } => {
            let table = PreviewTable {
                kind: FormKind::Target,
                year: 2025,
                projects: 5688,
                indicators: 68_256,
                new: 5676,
                changed: 12,
                equal: 0,
                fen: 601_234_567_800,
                without_amount: 0,
            };
            let reject = Complaint {
                sheet: "Sheet1".into(),
                row: 17,
                column: 4,
                value: "一百".into(),
                key: "told-year-unreadable",
                args: Vec::new(),
            };
            let file = |path: &PathBuf| PreviewFile {
                path: path.clone(),
                sha256: "ab".repeat(32),
                tables: vec![table.clone()],
                rejects: vec![reject.clone()],
                ..PreviewFile::default()
            };
            let preview =
                Preview { staged: Staged::nothing(), files: paths.iter().map(file).collect(), passed_over: Vec::new() };
            JobReport::Previewed(Arc::new(preview))
        }
        JobSpec::Report { preview, .. } => {
            JobReport::Reported(preview.files.iter().map(|file| file.path.with_extension("txt")).collect())
        }
        JobSpec::Commit { .. } => JobReport::Imported(ImportReport::default()),
        JobSpec::ExportOpinions { path, .. } => {
            JobReport::Exported { path: path.clone(), rows: 31, sha256: "cd".repeat(32) }
        }
        JobSpec::ExportBundle { path, .. } => {
            JobReport::BundleWritten { path: path.clone(), events: 37, batches: 1, sha256: "ef".repeat(32) }
        }
        JobSpec::ImportBundles { paths } => JobReport::BundlesRead(
            paths
                .iter()
                .map(|path| BundleReport {
                    path: path.clone(),
                    new: 198,
                    known: 12,
                    pending: 3,
                    quarantined: 0,
                    contested: 2,
                })
                .collect(),
        ),
    }
}
