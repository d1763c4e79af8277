//! What tests of several files share: stations in throw-away folders.

#![allow(dead_code)] // each test binary uses its own part

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use wenxiao::engine::clock::Clock;
use wenxiao::engine::drafts::Voices;
use wenxiao::engine::import::Progress;
use wenxiao::engine::request::{Action, ImportOptions};
use wenxiao::engine::view::ProjectView;
use wenxiao::engine::workstation::{DEFAULT_WORKSPACE, OpenOptions, Workstation};
use wenxiao::model::event::{DemandDraft, Subject};
use wenxiao::model::ids::ItemId;
use wenxiao::model::query::Query;
use wenxiao::model::review::{CategoryCode, Grade, Verdict};

/// All checks are quiet: for what has nothing to do with their drafts.
pub fn silent() -> Voices {
    Voices { quiet: true, ..Voices::default() }
}

/// Goes on, whatever the progress.
pub fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Folder of a station: database and keys below one throw-away folder.
pub struct Desk {
    pub folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Desk {
        Desk { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn options(&self) -> OpenOptions {
        OpenOptions {
            database: self.path("wenxiao.db"),
            state: self.path("state"),
            create: true,
            read_only: false,
            workspace: DEFAULT_WORKSPACE,
            clock: Clock::fixed("2025-06-12T02:00:00Z".parse().unwrap()),
            mappings: Some(self.path("default.mappings.toml")),
            reader: None,
            checks: Default::default(),
        }
    }

    pub fn open(&self) -> Workstation {
        Workstation::open(self.options()).unwrap()
    }

    /// A second look at the same database that writes nothing.
    pub fn reading(&self) -> Workstation {
        Workstation::open(OpenOptions { read_only: true, ..self.options() }).unwrap()
    }

    /// A station where `name` works.
    pub fn of(&self, name: &str) -> Workstation {
        let mut station = self.open();
        station.introduce(name, "绩效处").unwrap();
        station
    }

    /// A small list of targets: two projects, the second in the key lane.
    pub fn targets(&self) -> PathBuf {
        let path = self.path("目标.csv");
        std::fs::write(&path, TARGETS).unwrap();
        path
    }
}

/// Two targets as a provincial list prints them.
pub const TARGETS: &str = "\
项目代码,项目名称,主管部门,预算单位,年度资金总额（万元）,年度目标,一级指标,二级指标,三级指标,计算符号,指标值,计量单位,分值
51000025T000000000001,道路养护,219-交通局,219001-养护中心,120.5,完成道路养护30公里,产出指标,数量指标,养护里程,≥,30,公里,30
51000025T000000000001,道路养护,219-交通局,219001-养护中心,120.5,完成道路养护30公里,产出指标,质量指标,验收合格率,≥,95,%,30
51000025T000000000001,道路养护,219-交通局,219001-养护中心,120.5,完成道路养护30公里,效益指标,社会效益指标,出行改善,定性,明显改善,,30
51000025T000000000002,老旧小区改造,305-住建局,305001-城建中心,1260,改造小区6个,产出指标,数量指标,改造户数,≥,450,户,50
51000025T000000000002,老旧小区改造,305-住建局,305001-城建中心,1260,改造小区6个,产出指标,数量指标,加装电梯,,适量,台,40
";

pub fn import(station: &mut Workstation, path: &Path) -> wenxiao::engine::view::ImportReport {
    let options = ImportOptions { year: Some(2025), ..ImportOptions::default() };
    station.import(&[path.to_owned()], &options, &mut go_on).unwrap()
}

pub fn items(station: &Workstation) -> Vec<ItemId> {
    station.queue_ids(&Query::default(), None).unwrap()
}

pub fn view(station: &Workstation, name: &str) -> ProjectView {
    let row = station.find_target(name, None).unwrap();
    station.project(row.id).unwrap()
}

pub fn on(view: &ProjectView, row: Option<u32>) -> Subject {
    Subject { row, ..view.subject.clone() }
}

fn operation() -> String {
    uuid::Uuid::now_v7().to_string()
}

fn seen(view: &ProjectView, row: u32) -> Vec<wenxiao::model::ids::EventId> {
    view.state.rows.get(&row).map(|heads| heads.events()).unwrap_or_default()
}

pub fn pass(station: &mut Workstation, name: &str, row: u32) {
    let view = view(station, name);
    let action = Action::SetVerdict {
        on: on(&view, Some(row)),
        seen: seen(&view, row),
        verdict: Verdict::Passed,
        reason: String::new(),
    };
    station.act(&operation(), &action).unwrap();
}

pub fn opine(station: &mut Workstation, name: &str, row: u32, text: &str) -> wenxiao::model::ids::EventId {
    let view = view(station, name);
    let action = Action::AddOpinion {
        on: on(&view, Some(row)),
        seen: seen(&view, row),
        category: CategoryCode("C07".into()),
        text: text.into(),
        demand: Some(DemandDraft {
            text: "补充可考核的数值".into(),
            due: "2025-06-20".into(),
            responsible_unit: "城建中心".into(),
        }),
    };
    station.act(&operation(), &action).unwrap().event.unwrap()
}

pub fn grade(station: &mut Workstation, name: &str, grade: Grade) -> Result<(), wenxiao::model::problem::Problem> {
    let view = view(station, name);
    let action =
        Action::SetGrade { on: on(&view, None), seen: view.state.grade.events(), grade, reason: String::new() };
    station.act(&operation(), &action).map(|_| ())
}
