//! An independent second review over three stations: hidden on every surface until both are done, also after a merge; settled
//! with a ground, logged, undone; what counts is what was settled.

use wenxiao::engine::request::{Action, ImportOptions};
use wenxiao::engine::spot_check::plan::SampleAsk;
use wenxiao::engine::spot_check::reports::PaperAsk;
use wenxiao::engine::spot_check::results::ResultsAsk;
use wenxiao::engine::spot_check::{RecheckAct, RecheckView, SettleBy};
use wenxiao::engine::view::{HistoryQuery, Whose};
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::ids::EventId;
use wenxiao::model::problem::Problem;
use wenxiao::model::recheck::{EvidencePaper, Outcome, Part, RecheckStatus, SecondStanding, Verified};
use wenxiao::text::{Language, Strings};

use super::bundle;
use super::sampling::{ask, operation, read as read_city, thrown};
use super::support::{Desk, go_on};

const EVALUATION: &str = include_str!("../data/recheck/自评.csv");

/// Three people with a station each; all have the self-evaluation, and the lead asked for a second review of it.
struct Three {
    desks: [Desk; 3],
    stations: [Workstation; 3],
    bundles: usize,
}

const LEAD: usize = 0;
const WANG: usize = 1;
const LI: usize = 2;

impl Three {
    fn strangers() -> Three {
        let desks = [Desk::new(), Desk::new(), Desk::new()];
        let mut stations = [desks[0].of("赵处长"), desks[1].of("王敏"), desks[2].of("李强")];
        for one in 0..3 {
            for other in (0..3).filter(|other| *other != one) {
                let card = stations[other].key_card().unwrap();
                stations[one].enrol(&card).unwrap();
            }
        }
        Three { desks, stations, bundles: 0 }
    }

    fn new() -> Three {
        let mut three = Three::strangers();
        let path = three.desks[LEAD].path("自评.csv");
        std::fs::write(&path, EVALUATION).unwrap();
        three.stations[LEAD].import(&[path], &ImportOptions::default(), &mut go_on).unwrap();
        three.act(LEAD, |view| RecheckAct::AskSecond { on: view.subject(None), reason: "金额较大".into() }).unwrap();
        three.carry(LEAD, WANG);
        three.carry(LEAD, LI);
        three
    }

    fn carry(&mut self, from: usize, to: usize) {
        self.bundles += 1;
        let name = format!("{}.wxb", self.bundles);
        let path = bundle(&self.desks[from], &self.stations[from], &name, true);
        self.stations[to].import_bundles(&[path], &mut go_on).unwrap();
    }

    /// Everybody gets everything.
    fn meet(&mut self) {
        for (from, to) in [(WANG, LEAD), (LI, LEAD), (LEAD, WANG), (LEAD, LI)] {
            self.carry(from, to);
        }
    }

    fn view(&self, who: usize) -> RecheckView {
        let (project, year) = self.stations[who].evaluated("P0101", None).unwrap();
        self.stations[who].recheck(project, year).unwrap()
    }

    fn act(&mut self, who: usize, make: impl FnOnce(&RecheckView) -> RecheckAct) -> Result<(), Problem> {
        let act = make(&self.view(who));
        self.stations[who].act(&operation(), &Action::Recheck(act)).map(|_| ())
    }

    fn verify(&mut self, who: usize, row: u32, found: Verified) -> Result<(), Problem> {
        self.act(who, |view| {
            let (on, seen) = (view.subject(Some(row)), view.seen(row));
            RecheckAct::Verify { on, seen, found, evidence: Vec::new(), note: String::new() }
        })
    }

    fn finish(&mut self, who: usize) -> Result<(), Problem> {
        self.act(who, |view| {
            let (on, seen) = (view.subject(None), view.state.finished.events());
            RecheckAct::Finish { on, seen, note: String::new() }
        })
    }

    fn settle(&mut self, who: usize, row: u32, by: SettleBy) -> Result<(), Problem> {
        self.act(who, |view| {
            let second = view.state.second.as_ref().unwrap();
            let seen = second.rows.get(&row).map(|heads| heads.events()).unwrap_or_default();
            let (on, of) = (view.subject(Some(row)), second.compared(Some(row)));
            let reason = "以财务竣工决算表为准".to_owned();
            RecheckAct::Settle { on, seen, of, by, evidence: Vec::new(), reason }
        })
    }

    /// All rows, the third as given.
    fn visit(&mut self, who: usize, third: &str) {
        self.verify(who, 3, value(third)).unwrap();
        for row in (0..=12).filter(|row| *row != 3) {
            self.verify(who, row, Verified::Agrees).unwrap();
        }
    }

    fn paper(&mut self, who: usize, name: &str) {
        let paper = EvidencePaper { name: name.to_owned(), ..EvidencePaper::default() };
        self.act(who, |view| RecheckAct::AddEvidence { on: view.subject(None), paper }).unwrap();
    }

    /// Everything that this station tells of the recheck, as one text.
    fn told(&self, who: usize) -> String {
        let station = &self.stations[who];
        let view = self.view(who);
        let mut told = format!("{view:?}\n{:?}", station.rechecks(Some(2024)).unwrap().lines);
        let history = station.history_of(&HistoryQuery { whose: Whose::All, most: 10_000 }).unwrap();
        told.push_str(&format!("{history:?}"));
        told.push_str(&format!("{:?}", station.spot_check_results(&ResultsAsk::default()).unwrap()));
        let strings = Strings::new(Language::ZhCn);
        let say = |key: &str, args: &[(&'static str, String)]| strings.told(key, args);
        for paper in [PaperAsk::Recheck(ResultsAsk::default()), PaperAsk::Workpaper("P0101".into(), None)] {
            told.push_str(&format!("{:?}", station.paper(&paper, "zh-CN", &say).unwrap()));
        }
        told
    }
}

fn value(text: &str) -> Verified {
    Verified::Value(text.to_owned())
}

#[test]
fn nobody_sees_the_other_before_both_are_done_also_after_a_merge() {
    let mut three = Three::new();
    three.visit(WANG, "417.5");
    three.paper(WANG, "甲方秘密台账");
    three.verify(LI, 3, value("398.25")).unwrap();
    three.paper(LI, "乙方秘密台账");
    three.meet();
    let mine = three.told(WANG);
    assert!(mine.contains("417.5") && mine.contains("甲方秘密台账"), "{mine}");
    for secret in ["398.25", "乙方秘密台账"] {
        assert!(!mine.contains(secret), "{secret}");
    }
    let theirs = three.told(LI);
    let thirds = three.told(LEAD);
    for secret in ["417.5", "甲方秘密台账"] {
        assert!(!theirs.contains(secret) && !thirds.contains(secret), "{secret}");
    }
    // One's own end unlocks nothing; the other learns that it is done, and nothing else.
    three.finish(WANG).unwrap();
    three.meet();
    assert!(!three.told(WANG).contains("398.25"));
    let second = three.view(LI).second.unwrap();
    assert_eq!((second.standing, second.other_done), (SecondStanding::Working, true));
    assert_eq!(three.view(WANG).second.unwrap().standing, SecondStanding::Waiting);
    let theirs = three.told(LI);
    assert!(!theirs.contains("417.5") && !theirs.contains("94.69") && three.view(LI).line.verified.is_none());
    // A number of a paper does not tell how many the other has.
    three.paper(LI, "第二份");
    assert_eq!(three.view(LI).state.evidence.iter().map(|one| one.number).collect::<Vec<_>>(), [1, 2]);
    let ends = three.stations[LEAD].doctor().unwrap();
    assert!(ends.iter().all(|check| check.ok), "{ends:?}");

    for row in (0..=12).filter(|row| *row != 3) {
        three.verify(LI, row, Verified::Agrees).unwrap();
    }
    three.finish(LI).unwrap();
    three.meet();
    for who in [LEAD, WANG, LI] {
        let told = three.told(who);
        for open in ["417.5", "398.25", "甲方秘密台账", "乙方秘密台账"] {
            assert!(told.contains(open), "{who}: {open}");
        }
        assert_eq!(three.view(who).second.unwrap().standing, SecondStanding::Differing);
    }
    let digests = [LEAD, WANG, LI].map(|who| three.stations[who].digest().unwrap().state);
    assert!(digests.iter().all(|digest| *digest == digests[0]));
}

#[test]
fn a_third_person_is_refused_and_nobody_speaks_of_a_hidden_result() {
    let mut three = Three::new();
    three.visit(WANG, "412");
    three.verify(LI, 3, value("398")).unwrap();
    three.meet();
    assert_eq!(three.verify(LEAD, 3, value("400")).unwrap_err().key, "problem-second-third");
    assert_eq!(three.finish(LEAD).unwrap_err().key, "problem-second-third");
    three.finish(WANG).unwrap();
    let result = three.view(WANG).state.finished.0[0].event;
    three.meet();
    let check = |of: EventId| {
        move |view: &RecheckView| RecheckAct::Check { on: view.subject(None), of, agrees: true, reason: String::new() }
    };
    assert_eq!(three.act(LEAD, check(result)).unwrap_err().key, "problem-second-hidden");
    assert_eq!(three.settle(LEAD, 3, SettleBy::First).unwrap_err().key, "problem-second-hidden");
    let again = |view: &RecheckView| RecheckAct::AskSecond { on: view.subject(None), reason: "再问".into() };
    assert_eq!(three.act(LEAD, again).unwrap_err().key, "problem-second-already");
    // The wish cannot be taken back now: that would show what is hidden.
    assert_eq!(three.stations[LEAD].undo().unwrap_err().key, "problem-second-begun");
    assert_eq!(three.view(LEAD).second.unwrap().standing, SecondStanding::Taken);
}

#[test]
fn a_wish_that_nobody_has_followed_is_undone() {
    let mut three = Three::new();
    three.stations[LEAD].undo().unwrap();
    assert!(three.view(LEAD).second.is_none());
    three.verify(LEAD, 3, value("412")).unwrap();
    three.carry(LEAD, WANG);
    three.verify(WANG, 3, value("420")).unwrap();
    let late = |view: &RecheckView| RecheckAct::AskSecond { on: view.subject(None), reason: "太晚".into() };
    assert_eq!(three.act(WANG, late).unwrap_err().key, "problem-second-too-late");
}

#[test]
fn a_difference_is_settled_with_a_ground_and_what_counts_is_judged_everywhere() {
    let mut three = Three::new();
    three.visit(WANG, "412");
    three.visit(LI, "450");
    three.finish(WANG).unwrap();
    // The clock of the second is then later than that of the first.
    three.carry(WANG, LI);
    three.finish(LI).unwrap();
    three.meet();
    let view = three.view(LEAD);
    let compared = view.compared().unwrap();
    assert_eq!(compared.rows.iter().map(|row| row.no).collect::<Vec<_>>(), [3]);
    assert_eq!(compared.sides.each_ref().map(|side| view.names[&side.person].as_str()), ["王敏", "李强"]);
    let [one, other] = compared.sides.each_ref().map(|side| side.points);
    assert!(one < other, "{one} {other}");
    assert_eq!(view.line.status, RecheckStatus::Contested);
    assert!(view.line.verified.is_none(), "nothing is judged before it is settled");
    // What each found stays as it was found.
    assert_eq!(three.verify(WANG, 3, value("450")).unwrap_err().key, "problem-second-done");
    assert_eq!(three.stations[WANG].undo().unwrap_err().key, "problem-second-done");
    let reopen = |view: &RecheckView| RecheckAct::Reopen { on: view.subject(None), reason: String::new() };
    assert!(three.act(WANG, reopen).is_err());
    assert_eq!(three.finish(LEAD).unwrap_err().key, "problem-second-open");
    let silent = |view: &RecheckView| {
        let of = view.state.second.as_ref().unwrap().compared(Some(3));
        let (on, by) = (view.subject(Some(3)), SettleBy::Second);
        RecheckAct::Settle { on, seen: Vec::new(), of, by, evidence: Vec::new(), reason: " ".into() }
    };
    assert_eq!(three.act(LEAD, silent).unwrap_err().key, "problem-recheck-reason-empty");
    // Before it is settled the two are held against each other; afterwards, too, as they were.
    let agreement = |three: &Three| three.stations[LEAD].spot_check_results(&ResultsAsk::default()).unwrap().agreement;
    let before = agreement(&three).unwrap();
    assert_eq!((before.seconds, before.seconds_open, before.rows, before.rows_same), (1, 1, 13, 12));
    assert_eq!((before.grades, before.verdicts, before.verdicts_same), (1, 13, 13));

    three.settle(LEAD, 3, SettleBy::Other(value("431"))).unwrap();
    let settled = three.view(LEAD);
    assert_eq!(settled.found(3).unwrap().verified, value("431"));
    let counts = settled.compared().unwrap().rows[0].counts.unwrap();
    assert!(settled.compared().unwrap().rows[0].points[0].points < counts, "{counts}");
    assert_eq!((settled.compared().unwrap().open, settled.line.status), (0, RecheckStatus::Begun));
    three.finish(LEAD).unwrap();
    let done = three.view(LEAD);
    assert_eq!((done.line.status, done.line.verified), (RecheckStatus::Finished, Some(done.scored.verified.points)));
    assert_eq!(done.scored.verified.points - one, counts - settled.compared().unwrap().rows[0].points[0].points);
    assert_eq!(agreement(&three).unwrap(), {
        let mut same = before;
        same.seconds_open = 0;
        same
    });
    assert!(three.told(LEAD).contains("以财务竣工决算表为准"), "who settled it and why is logged");
    // Who gave the result does not confirm it; one of the two may.
    let of = done.state.finished.0[0].event;
    let check =
        |view: &RecheckView| RecheckAct::Check { on: view.subject(None), of, agrees: true, reason: String::new() };
    assert_eq!(three.act(LEAD, check).unwrap_err().key, "problem-recheck-second-person");
    assert_eq!(three.settle(LEAD, 3, SettleBy::First).unwrap_err().key, "problem-second-result");
    three.meet();
    three.act(WANG, check).unwrap();
    three.meet();
    for who in [LEAD, WANG, LI] {
        assert_eq!(three.view(who).line.status, RecheckStatus::Confirmed);
    }
    let doctor = three.stations[LI].doctor().unwrap();
    assert!(doctor.iter().all(|check| check.ok), "{doctor:?}");
    let kept = three.view(LI);
    three.stations[LI].rebuild().unwrap();
    assert_eq!(three.view(LI), kept);
    // Undone step by step: the result, then what was settled.
    let (steps, can_undo, _) = three.stations[LEAD].history(50).unwrap();
    assert!(can_undo >= 2 && steps[0].undos.is_none_or(|undos| undos >= 1), "{can_undo}");
    three.stations[LEAD].undo().unwrap();
    assert_eq!(three.view(LEAD).line.verified, None);
    three.stations[LEAD].undo().unwrap();
    assert_eq!(three.view(LEAD).line.status, RecheckStatus::Contested);
    three.stations[LEAD].redo().unwrap();
    three.stations[LEAD].redo().unwrap();
    assert_eq!(three.view(LEAD).line.verified, done.line.verified);
}

#[test]
fn two_who_found_the_same_need_no_settlement() {
    let mut three = Three::new();
    for who in [WANG, LI] {
        three.visit(who, "412");
        three.finish(who).unwrap();
    }
    three.meet();
    let view = three.view(LEAD);
    assert_eq!(
        (view.second.as_ref().unwrap().standing, view.line.status),
        (SecondStanding::Settled, RecheckStatus::Finished)
    );
    assert_eq!(view.line.verified, Some(view.scored.verified.points));
    let result = view.state.finished.0.iter().find(|head| view.names[&head.author] == "李强").unwrap().event;
    let check = |view: &RecheckView| RecheckAct::Check {
        on: view.subject(None),
        of: result,
        agrees: true,
        reason: String::new(),
    };
    three.act(WANG, check).unwrap();
    assert_eq!(three.view(WANG).line.status, RecheckStatus::Confirmed);
}

#[test]
fn whether_it_could_be_rechecked_is_settled_too() {
    let mut three = Three::new();
    three.visit(WANG, "412");
    three.finish(WANG).unwrap();
    three.carry(WANG, LI);
    three
        .act(LI, |view| RecheckAct::SetOutcome {
            on: view.subject(None),
            seen: Vec::new(),
            outcome: Outcome::Refused,
            reason: "单位未提供".into(),
        })
        .unwrap();
    three.meet();
    let view = three.view(LEAD);
    let whole = view.compared().unwrap().whole.clone().unwrap();
    assert_eq!(view.compared().unwrap().sides.each_ref().map(|side| side.gave_up), [None, Some(Outcome::Refused)]);
    let settle = |by| {
        let (seen, of) = (whole.seen.clone(), whole.of.clone());
        move |view: &RecheckView| {
            let (on, reason) = (view.subject(None), "现场已取得凭证".to_owned());
            RecheckAct::Settle { on, seen, of, by, evidence: Vec::new(), reason }
        }
    };
    assert_eq!(three.act(LEAD, settle(SettleBy::Other(Verified::Agrees))).unwrap_err().key, "problem-second-whole");
    three.act(LEAD, settle(SettleBy::First)).unwrap();
    let done = three.view(LEAD);
    assert_eq!((done.line.status, done.line.outcome), (RecheckStatus::Finished, None));
    assert_eq!(done.line.verified, Some(done.scored.verified.points));
    three.stations[LEAD].undo().unwrap();
    three.act(LEAD, settle(SettleBy::Second)).unwrap();
    assert_eq!(three.view(LEAD).line.outcome, Some(Outcome::Refused));
    assert_eq!(three.finish(LEAD).unwrap_err().key, "problem-second-not-rechecked");
}

#[test]
fn the_plan_asks_by_lot_and_anybody_repeats_the_lot() {
    let mut three = Three::strangers();
    let desk = Desk::new();
    read_city(&mut three.stations[LEAD], &desk);
    for (typed, key) in [("110%", "problem-sample-second"), ("some", "problem-sample-second")] {
        let wrong = SampleAsk { second: typed.to_owned(), ..ask() };
        assert_eq!(three.stations[LEAD].plan_sample(&wrong).unwrap_err().key, key);
    }
    let asked = SampleAsk { rate: "30%".to_owned(), second: "1/5".to_owned(), ..ask() };
    let plan = three.stations[LEAD].plan_sample(&asked).unwrap();
    assert_eq!((plan.quota.random, plan.second), (17, 4), "a fifth of 17, rounded up");
    three.stations[LEAD].seal_sample(&operation(), &asked, &mut go_on).unwrap();
    let sample = three.stations[LEAD].draw_sample(&operation(), &thrown(), &mut go_on).unwrap();
    let lines = three.stations[LEAD].rechecks(Some(2024)).unwrap().lines;
    let second: Vec<_> = lines.iter().filter(|line| line.second.is_some()).collect();
    assert_eq!(second.len(), 4);
    assert!(second.iter().all(|line| line.part == Some(Part::Random)));
    let files = three.stations[LEAD].sample_files(&sample).unwrap();
    assert_eq!(files["plan.json"], br#"{"second_share":"1/5"}"#);
    let named = String::from_utf8(files["second.tsv"].clone()).unwrap();
    for line in &second {
        assert!(named.lines().any(|row| row.ends_with(&format!("\t{}", line.code))), "{named}");
    }
    // The script that is not ours finds the same.
    let out = desk.path("published");
    let say = |key: &str, _: &[(&'static str, String)]| key.to_owned();
    three.stations[LEAD].publish_sample(&sample, &out, false, "zh-CN", &say, &mut go_on).unwrap();
    let run = |with: &[&str]| {
        let output = std::process::Command::new("python3").arg("redraw.py").args(with).current_dir(&out).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let frozen = ["population.tsv", "plan.tsv", "seed.txt"];
    assert_eq!(run(&frozen), std::fs::read(out.join("drawn.tsv")).unwrap());
    assert_eq!(run(&[&frozen[..], &["plan.json"]].concat()), files["second.tsv"]);
    // Without the wish nothing of it is in any file.
    let plain = Desk::new();
    let mut alone = plain.of("孙一");
    read_city(&mut alone, &plain);
    let (sealed, _) = alone.seal_sample(&operation(), &ask(), &mut go_on).unwrap();
    assert_eq!(sealed.about.plan_json, None);
    let drawn = alone.draw_sample(&operation(), &thrown(), &mut go_on).unwrap();
    assert!(!drawn.drawn.as_ref().unwrap().about.seed_record.contains("planjson"));
    assert!(!alone.sample_files(&drawn).unwrap().contains_key("second.tsv"));
}

#[test]
fn a_release_shows_what_is_there_and_is_undone_only_while_nobody_went_on() {
    let release = |reason: &str| {
        let reason = reason.to_owned();
        move |view: &RecheckView| RecheckAct::ReleaseSecond { on: view.subject(None), reason }
    };
    let mut three = Three::new();
    three.visit(WANG, "417.5");
    three.finish(WANG).unwrap();
    three.verify(LI, 3, value("398.25")).unwrap();
    three.meet();
    assert_eq!(three.act(LEAD, release(" ")).unwrap_err().key, "problem-recheck-reason-empty");
    three.act(LEAD, release("李强已调离")).unwrap();
    assert_eq!(three.act(LEAD, release("再说一次")).unwrap_err().key, "problem-second-released");
    assert_eq!(three.settle(LEAD, 3, SettleBy::First).unwrap_err().key, "problem-second-released");
    // Neither silently wins: the two figures of the row stand side by side, and the result is told.
    let view = three.view(LEAD);
    assert_eq!(view.second.as_ref().unwrap().standing, SecondStanding::Released);
    assert!(view.state.rows[&3].contested() && view.line.status == RecheckStatus::Contested);
    assert!(three.told(LEAD).contains("李强已调离"));
    three.stations[LEAD].undo().unwrap();
    assert!(!three.told(LEAD).contains("417.5"), "hidden again");
    assert_eq!(three.view(LEAD).second.unwrap().standing, SecondStanding::Taken);
    three.stations[LEAD].redo().unwrap();
    three.meet();
    let told = [LEAD, WANG, LI].map(|who| three.view(who).second.unwrap().standing);
    assert_eq!(told, [SecondStanding::Released; 3]);
    // The second takes the other's figure: then it is no longer independent, and stays released.
    three.verify(LI, 3, value("417.5")).unwrap();
    three.meet();
    assert_eq!(three.stations[LEAD].undo().unwrap_err().key, "problem-second-released-worked");
    assert_eq!(three.view(LEAD).line.status, RecheckStatus::Finished);
    let agreement = three.stations[LEAD].spot_check_results(&ResultsAsk::default()).unwrap().agreement.unwrap();
    assert_eq!((agreement.seconds, agreement.released, agreement.rows, agreement.grades), (0, 1, 0, 0));
    let digests = [LEAD, WANG, LI].map(|who| three.stations[who].digest().unwrap().state);
    assert!(digests.iter().all(|digest| *digest == digests[0]));
    let kept = three.view(LI);
    three.stations[LI].rebuild().unwrap();
    assert_eq!(three.view(LI), kept);
}

#[test]
fn two_who_were_done_before_it_was_released_are_compared_all_the_same() {
    let mut three = Three::new();
    for (who, third) in [(WANG, "412"), (LI, "450")] {
        three.visit(who, third);
        three.finish(who).unwrap();
    }
    // The lead does not know yet; the bundle of one of them has come.
    three.carry(WANG, LEAD);
    three.act(LEAD, |view| RecheckAct::ReleaseSecond { on: view.subject(None), reason: "没有第二人".into() }).unwrap();
    assert_eq!(three.view(LEAD).second.unwrap().standing, SecondStanding::Released);
    three.meet();
    for who in [LEAD, WANG, LI] {
        assert_eq!(three.view(who).second.unwrap().standing, SecondStanding::Differing, "{who}");
    }
    let late = |view: &RecheckView| RecheckAct::ReleaseSecond { on: view.subject(None), reason: "太晚".into() };
    assert_eq!(three.act(WANG, late).unwrap_err().key, "problem-second-done");
}

#[test]
fn a_value_of_another_spelling_is_no_difference() {
    let mut three = Three::new();
    three.visit(WANG, "412");
    three.visit(LI, "412.0");
    three.finish(WANG).unwrap();
    three.finish(LI).unwrap();
    three.meet();
    assert!(three.view(LEAD).compared().unwrap().rows.is_empty());
}
