//! `kill -9` while a population is sealed and while a draw is stored.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

use wenxiao::engine::import::Progress;
use wenxiao::engine::request::ImportOptions;
use wenxiao::engine::spot_check::draw::{DrawAsk, Source};
use wenxiao::engine::spot_check::further::FurtherAsk;
use wenxiao::engine::spot_check::plan::SampleAsk;
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::form::FormKind;

use super::child::{self, Dice, Running, complaints, count, open, say, spin};
use super::support::go_on;

const UNITS: usize = 700;
const DRAWN: i64 = 560;

fn prepared(folder: &Path) {
    let mut text =
        "项目代码,项目名称,主管部门,预算单位,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分\n"
            .to_owned();
    for number in 1..=UNITS {
        text.push_str(&format!("N{number:04},项目{number},住建局,中心,产出指标,数量指标,数量,≥,30,件,31,90,90\n"));
    }
    let path = folder.join("自评.csv");
    std::fs::write(&path, text).unwrap();
    let mut station = open(folder);
    station.introduce("王敏", "绩效处").unwrap();
    let kind = Some(FormKind::SelfEvaluation);
    let options = ImportOptions { year: Some(2024), kind, ..ImportOptions::default() };
    station.import(&[path], &options, &mut go_on).unwrap();
}

fn watched(progress: Progress) -> ControlFlow<()> {
    say(&format!("{} {}", progress.phase, progress.done));
    go_on(progress)
}

fn seal(station: &mut Workstation) {
    let ask = SampleAsk { rate: "80%".into(), sources: vec!["十面骰".into()], ..SampleAsk::default() };
    station.seal_sample("seal", &ask, &mut watched).unwrap();
    say("sealed");
}

fn draw(station: &mut Workstation) {
    let source = Source { label: "十面骰".into(), value: "4710293856".into(), outside: false };
    let ask = DrawAsk { sources: vec![source], ..DrawAsk::default() };
    station.draw_sample("draw", &ask, &mut watched).unwrap();
    say("drawn");
}

/// Kills a program at a line it says, at once or a little later: what it had said.
fn killed(command: std::process::Command, stop: &str, dice: &mut Dice) -> Vec<String> {
    let mut running = Running::start(command);
    let mut said = Vec::new();
    while let Some(line) = running.line() {
        let here = line == stop;
        said.push(line);
        if here {
            break;
        }
    }
    spin(dice.below(2) * dice.below(400_000));
    said.extend(running.kill());
    said
}

#[test]
fn a_killed_seal_or_draw_is_there_whole_or_not_at_all_and_can_be_done_again() {
    if let Some((_, folder)) = child::part() {
        let mut station = open(&folder);
        seal(&mut station);
        return draw(&mut station);
    }
    let test = "kill_draw::a_killed_seal_or_draw_is_there_whole_or_not_at_all_and_can_be_done_again";
    let mut dice = Dice(11);
    let mut seen = BTreeSet::new();
    let stops =
        ["phase-sealing 0", "phase-storing 0", "sealed", "phase-signing 256", "phase-storing 256", "phase-storing 512"];
    for stop in stops.iter().cycle().take(12) {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("wenxiao.db");
        prepared(folder.path());
        let said = killed(child::command(test, "draw", folder.path()), stop, &mut dice);

        let mut station = open(folder.path());
        assert_eq!(complaints(&station), [], "{stop}");
        let rows = |sql: &str| count(&database, &format!("SELECT count(*) FROM {sql}"));
        let sealed = station.samples().unwrap();
        let drawn = sealed.iter().filter(|sample| sample.drawn.is_some()).count();
        seen.insert((sealed.len(), drawn));
        assert!(sealed.len() == 1 || said.iter().all(|line| line != "sealed"));
        assert!(drawn == 1 || said.iter().all(|line| line != "drawn"));
        assert!(sealed.iter().all(|sample| sample.files), "a seal without its files: {stop}");
        assert_eq!(rows("attachment"), 3 * sealed.len() as i64, "{stop}");
        assert_eq!(rows("recheck"), DRAWN * drawn as i64, "{stop}");
        assert_eq!(rows("event WHERE kind = 'recheck.assigned'"), DRAWN * drawn as i64, "{stop}");
        // The same act once more: done where it was not, and not done twice.
        if sealed.is_empty() {
            seal(&mut station);
        }
        draw(&mut station);
        assert_eq!((rows("recheck"), rows("attachment")), (DRAWN, 3));
        assert_eq!(complaints(&station), []);
    }
    assert!(seen.contains(&(0, 0)) && seen.contains(&(1, 0)), "no kill fell into the work: {seen:?}");
}

/// Draws on, as many as make it worth a kill.
fn draw_on(station: &mut Workstation) {
    let ask = FurtherAsk { sealed: None, to: Some(DRAWN as u64 + 120), reason: "多排了几个组".into() };
    station.draw_further("on", &ask, &mut watched).unwrap();
    say("drawn on");
}

#[test]
fn drawing_on_that_is_killed_is_there_whole_or_not_at_all_and_can_be_done_again() {
    if let Some((_, folder)) = child::part() {
        return draw_on(&mut open(&folder));
    }
    let test = "kill_draw::drawing_on_that_is_killed_is_there_whole_or_not_at_all_and_can_be_done_again";
    let mut dice = Dice(12);
    let mut seen = BTreeSet::new();
    let stops = ["phase-drawing 0", "phase-signing 0", "phase-storing 0", "drawn on"];
    for stop in stops.iter().cycle().take(8) {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("wenxiao.db");
        prepared(folder.path());
        let mut station = open(folder.path());
        seal(&mut station);
        draw(&mut station);
        drop(station);
        let said = killed(child::command(test, "on", folder.path()), stop, &mut dice);

        let mut station = open(folder.path());
        assert_eq!(complaints(&station), [], "{stop}");
        let rows = |sql: &str| count(&database, &format!("SELECT count(*) FROM {sql}"));
        let went_on = station.samples().unwrap()[0].further.len() as i64;
        seen.insert(went_on);
        assert!(went_on == 1 || said.iter().all(|line| line != "drawn on"), "what was confirmed is there");
        assert_eq!(rows("recheck"), DRAWN + 120 * went_on, "{stop}");
        assert_eq!(rows("event WHERE kind = 'recheck.assigned'"), DRAWN + 120 * went_on, "{stop}");
        // The same act once more: done where it was not, and not done twice.
        draw_on(&mut station);
        assert_eq!((rows("recheck"), station.samples().unwrap()[0].total()), (DRAWN + 120, DRAWN as u64 + 120));
        assert_eq!(complaints(&station), []);
    }
    assert!(seen.contains(&0) && seen.contains(&1), "no kill fell into the work: {seen:?}");
}
