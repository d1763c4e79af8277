//! `kill -9` while acts, acts on many, undos and redos go on: each step is there whole or not at all, and from what is left
//! as many undos bring back what was before everything, as many redos what was found.

use std::path::Path;

use super::child::{self, Dice, Running, complaints, found, open, opinion, say, spin, target};
use super::support::{go_on, items, silent};
use wenxiao::engine::many::{ManyAct, Spot, Wording};
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::review::{CategoryCode, Grade};

const TARGETS: usize = 12;
const KILLS: u64 = 20;

fn many(dice: &mut Dice, text: &str) -> ManyAct {
    let text = Wording { text: text.into(), slots: false };
    match dice.below(3) {
        0 => ManyAct::Opinion { spot: Spot::Whole, category: CategoryCode("C02".into()), text, demand: None },
        1 => ManyAct::Later { reason: String::new() },
        _ => ManyAct::Finish { grade: Grade::Good, reason: String::new(), voices: silent() },
    }
}

/// Works until killed.
fn work(folder: &Path, seed: u64) {
    let mut dice = Dice(seed);
    let mut station = open(folder);
    say("start");
    loop {
        let number = dice.next();
        let operation = format!("operation-{number}");
        match dice.below(6) {
            0 => drop(station.redo()),
            1 | 2 => drop(station.undo()),
            3 => {
                let action = opinion(&station, &target(number, TARGETS), &operation);
                station.act(&operation, &action).unwrap();
            }
            _ => {
                let chosen: Vec<_> = items(&station).into_iter().filter(|_| dice.below(3) > 0).collect();
                let act = many(&mut dice, &operation);
                let preview = station.preview_many(&chosen, &act, &mut go_on).unwrap();
                drop(station.act_on_many(&operation, &act, &preview.seen, &mut go_on));
            }
        }
        say("step");
    }
}

/// Steps of several events, and how many of those that stand on the chain are whole.
fn broken(station: &Workstation) -> Vec<String> {
    let (steps, ..) = station.history(usize::MAX).unwrap();
    let standing = steps.iter().filter(|step| !(step.events.1 == 0 || step.events.1 == step.events.0));
    standing.map(|step| format!("{} {:?}", step.key, step.events)).collect()
}

#[test]
fn a_step_of_many_events_is_whole_after_any_kill_and_undo_goes_on_from_there() {
    if let Some((part, folder)) = child::part() {
        return work(&folder, part.parse().unwrap());
    }
    let test = "kill_undo::a_step_of_many_events_is_whole_after_any_kill_and_undo_goes_on_from_there";
    let mut dice = Dice(7);
    let folder = tempfile::tempdir().unwrap();
    let before = found(folder.path(), TARGETS).digest().unwrap().state;
    let (mut most, mut grouped) = (0, 0);
    for kill in 0..KILLS {
        let mut running = Running::start(child::command(test, &kill.to_string(), folder.path()));
        for _ in 0..=dice.below(6) {
            running.line();
        }
        spin(dice.below(3_000_000));
        running.kill();

        let mut station = open(folder.path());
        assert_eq!(complaints(&station), [], "kill {kill}");
        assert_eq!(broken(&station), Vec::<String>::new(), "kill {kill}");
        if kill % 5 > 0 {
            continue;
        }
        let (steps, can_undo, _) = station.history(usize::MAX).unwrap();
        most = most.max(can_undo);
        grouped = grouped.max(steps.iter().filter(|step| step.events.0 > 1).count());
        let after = station.digest().unwrap().state;
        for _ in 0..can_undo {
            station.undo().unwrap();
        }
        assert_eq!(station.digest().unwrap().state, before, "kill {kill}");
        drop(station);
        let mut station = open(folder.path());
        for _ in 0..can_undo {
            station.redo().unwrap();
        }
        assert_eq!(station.digest().unwrap().state, after, "kill {kill}");
    }
    assert!(most > 5 && grouped > 5, "the children came to work: {most} steps, {grouped} of many events");
}
