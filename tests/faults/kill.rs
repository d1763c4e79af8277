//! `kill -9` at any moment: while opinions are given, tables imported, bundles written and taken in, copies put back.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::child::{
    self, Dice, Running, complaints, count, found, holds, open, opinion, options, say, spin, table, target,
};
use super::support::{go_on, items, view};
use wenxiao::engine::clock::Clock;
use wenxiao::engine::identity::Standing;
use wenxiao::engine::request::ImportOptions;
use wenxiao::engine::view::{Draft, DraftKey};
use wenxiao::engine::workstation::{OpenOptions, Workstation};

/// How often a writing process is killed. Spread over several databases, because each is examined after every kill.
const KILLS: usize = 200;
const DATABASES: usize = 10;
const TARGETS: usize = 8;

/// Gives opinions until killed; says the operation before each and the event after it.
fn give_opinions(folder: &Path) {
    say("start");
    let mut station = open(folder);
    for number in station.digest().unwrap().events.. {
        let operation = format!("operation-{number}");
        say(&format!("try {number}"));
        let action = opinion(&station, &target(number, TARGETS), &operation);
        let event = station.act(&operation, &action).unwrap().event.unwrap();
        say(&format!("done {number} {event}"));
    }
}

/// What the kills of one database found: saves in doubt, and how many of those had been stored.
fn opinions_under_kills(seed: u64) -> (usize, usize) {
    let mut dice = Dice(seed);
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("wenxiao.db");
    let mut events = found(folder.path(), TARGETS).digest().unwrap().events;
    let mut acknowledged: Vec<String> = Vec::new();
    let (mut in_doubt, mut stored) = (0, 0);
    for kill in 0..KILLS / DATABASES {
        let test = "kill::an_acknowledged_opinion_survives_any_kill_and_one_in_doubt_can_be_given_again";
        let mut running = Running::start(child::command(test, "opinions", folder.path()));
        let mut said: Vec<String> = (0..=dice.below(12)).filter_map(|_| running.line()).collect();
        spin(dice.below(2_000_000));
        said.extend(running.kill());
        for line in &said {
            if let Some((_, id)) = line.strip_prefix("done ").and_then(|done| done.split_once(' ')) {
                acknowledged.push(id.to_owned());
                events += 1;
            }
        }

        let mut station = open(folder.path());
        assert_eq!(station.standing(), Standing::Known, "a kill is no restored copy");
        assert_eq!(complaints(&station), [], "seed {seed}, kill {kill}");
        if let Some(number) = said.last().and_then(|line| line.strip_prefix("try ")) {
            let number: u64 = number.parse().unwrap();
            let operation = format!("operation-{number}");
            let action = opinion(&station, &target(number, TARGETS), &operation);
            in_doubt += 1;
            stored += usize::from(station.act(&operation, &action).unwrap().event.is_none());
            events += 1;
        }
        assert_eq!(station.digest().unwrap().events, events, "nothing lost, nothing twice");
        drop(station);
        for id in &acknowledged {
            assert!(holds(&database, id), "{id} was acknowledged and is gone: seed {seed}, kill {kill}");
        }
    }
    assert!(acknowledged.len() > 10, "the children came to work: {}", acknowledged.len());
    (in_doubt, stored)
}

#[test]
fn an_acknowledged_opinion_survives_any_kill_and_one_in_doubt_can_be_given_again() {
    if let Some((_, folder)) = child::part() {
        return give_opinions(&folder);
    }
    let found: Vec<(usize, usize)> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..DATABASES as u64).map(|seed| scope.spawn(move || opinions_under_kills(seed))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    let in_doubt: usize = found.iter().map(|found| found.0).sum();
    let stored: usize = found.iter().map(|found| found.1).sum();
    println!("{KILLS} kills, {in_doubt} saves in doubt, {stored} of them had been stored");
    // Otherwise the kills did not fall into saves, on both sides of the commit.
    assert!(in_doubt > KILLS / 10 && stored > 0 && stored < in_doubt, "{in_doubt} {stored}");
}

#[test]
fn a_killed_import_shows_nothing_leaves_nothing_and_can_be_repeated() {
    const FORMS: usize = 600;
    let import = |station: &mut Workstation, folder: &Path, watch: wenxiao::engine::import::Watch<'_>| {
        let options = ImportOptions { year: Some(2025), ..ImportOptions::default() };
        station.import(&[folder.join("目标.csv")], &options, watch).unwrap()
    };
    if let Some((_, folder)) = child::part() {
        let mut station = open(&folder);
        import(&mut station, &folder, &mut |progress| {
            say(progress.phase);
            go_on(progress)
        });
        return say("imported");
    }
    let test = "kill::a_killed_import_shows_nothing_leaves_nothing_and_can_be_repeated";
    let mut dice = Dice(2);
    let mut outcomes = BTreeSet::new();
    for _ in 0..12 {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("wenxiao.db");
        std::fs::write(folder.path().join("目标.csv"), table(FORMS)).unwrap();
        open(folder.path()).introduce("王敏", "绩效处").unwrap();
        let mut running = Running::start(child::command(test, "import", folder.path()));
        let mut said = Vec::new();
        while let Some(line) = running.line() {
            let storing = line == "phase-storing";
            said.push(line);
            if storing && dice.below(4) == 0 {
                break;
            }
        }
        // Some at once, or all would come too late on a fast machine.
        spin(dice.below(2) * dice.below(2_000_000));
        said.extend(running.kill());

        let mut station = open(folder.path());
        assert_eq!(complaints(&station), []);
        let visible = items(&station).len();
        assert!(visible == 0 || visible == FORMS, "{visible}");
        if said.iter().any(|line| line == "imported") {
            assert_eq!(visible, FORMS);
        }
        let rows = |table: &str| count(&database, &format!("SELECT count(*) FROM {table}"));
        if visible == 0 {
            assert_eq!(
                (rows("batch"), rows("batch_line"), rows("form"), rows("event")),
                (0, 0, 0, 0),
                "nothing is left"
            );
        }
        let report = import(&mut station, folder.path(), &mut go_on);
        assert_eq!(report.files[0].already_imported, visible > 0);
        assert_eq!(items(&station).len(), FORMS);
        assert_eq!((rows("batch"), rows("form")), (1, FORMS as i64));
        assert_eq!(complaints(&station), []);
        outcomes.insert(visible);
    }
    assert!(outcomes.contains(&0), "no kill fell into an import");
}

/// Files of a folder that bear a name people would take for a finished file.
fn finished(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| !path.file_name().unwrap().to_string_lossy().starts_with('.')).collect()
}

#[test]
fn a_killed_export_leaves_a_whole_file_or_none() {
    if let Some((part, folder)) = child::part() {
        let station = open(&folder);
        for number in 0.. {
            say("next");
            let path = folder.join("out").join(format!("{number}-{}", std::process::id()));
            match part.as_str() {
                "bundle" => drop(station.export_bundle(&path, true, None, &mut go_on).unwrap()),
                _ => drop(station.backup(&path).unwrap()),
            }
        }
    }
    let test = "kill::a_killed_export_leaves_a_whole_file_or_none";
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let mut station = found(folder.path(), 60);
    for number in 0..30 {
        let action = opinion(&station, &target(number, 60), "意见");
        station.act(&format!("operation-{number}"), &action).unwrap();
    }
    let digest = station.digest().unwrap();
    drop(station);
    let mut dice = Dice(3);
    let (mut whole, mut stopped) = (0, 0);
    for kill in 0..24 {
        let part = if kill % 2 == 0 { "bundle" } else { "backup" };
        let mut running = Running::start(child::command(test, part, folder.path()));
        for _ in 0..=dice.below(3) {
            running.line();
        }
        spin(dice.below(1_500_000));
        let begun = running.kill().len();
        let files = finished(&out);
        stopped += usize::from(begun + 3 > files.len());
        for path in files {
            if part == "bundle" {
                let examined = Workstation::examine_bundle(&path, &|_| true).unwrap();
                assert!(format!("{examined:?}").len() > 10);
            } else {
                let copy =
                    OpenOptions { database: path.clone(), read_only: true, create: false, ..options(folder.path()) };
                assert_eq!(Workstation::open(copy).unwrap().digest().unwrap(), digest);
            }
            std::fs::remove_file(&path).unwrap();
            whole += 1;
        }
    }
    assert!(whole > 0 && stopped > 0, "{whole} {stopped}");
    assert_eq!(complaints(&open(folder.path())), []);
}

#[test]
fn a_killed_merge_has_taken_the_bundle_whole_or_not_at_all() {
    if let Some((_, folder)) = child::part() {
        let mut station = open(&folder);
        say("merging");
        station.import_bundles(&[folder.join("bundle.wxb")], &mut go_on).unwrap();
        return say("merged");
    }
    let test = "kill::a_killed_merge_has_taken_the_bundle_whole_or_not_at_all";
    let ours = tempfile::tempdir().unwrap();
    let mut a = found(ours.path(), 60);
    for number in 0..40 {
        let action = opinion(&a, &target(number, 60), "意见");
        a.act(&format!("operation-{number}"), &action).unwrap();
    }
    let bundle = ours.path().join("bundle.wxb");
    a.export_bundle(&bundle, true, None, &mut go_on).unwrap();
    let mut dice = Dice(4);
    let mut outcomes = BTreeSet::new();
    for kill in 0..16 {
        let theirs = tempfile::tempdir().unwrap();
        let mut b = open(theirs.path());
        b.introduce("李强", "绩效处").unwrap();
        b.enrol(&a.key_card().unwrap()).unwrap();
        let before = b.digest().unwrap();
        drop(b);
        let database = theirs.path().join("wenxiao.db");
        let rows = || {
            ["batch", "form", "batch_line", "receipt", "peer_head"]
                .map(|table| count(&database, &format!("SELECT count(*) FROM {table}")))
        };
        let empty = rows();
        std::fs::copy(&bundle, theirs.path().join("bundle.wxb")).unwrap();
        let mut running = Running::start(child::command(test, "merge", theirs.path()));
        running.line();
        // Some are left to finish, so that both outcomes are met on any machine.
        let said = if kill % 8 == 7 {
            running.finish().0
        } else {
            spin(dice.below(8_000_000));
            running.kill()
        };
        let mut b = open(theirs.path());
        assert_eq!(complaints(&b), []);
        let taken = b.digest().unwrap();
        assert!(taken == before || taken == a.digest().unwrap(), "a part of a bundle is here");
        assert_eq!(taken == before, rows() == empty, "a part of a bundle is here");
        if said.iter().any(|line| line == "merged") {
            assert_ne!(taken, before, "what was said to be in is in");
        }
        outcomes.insert(taken.events);
        b.import_bundles(&[theirs.path().join("bundle.wxb")], &mut go_on).unwrap();
        assert_eq!(b.digest().unwrap(), a.digest().unwrap());
        assert_eq!(items(&b).len(), 60);
        assert_eq!(complaints(&b), []);
    }
    assert_eq!(outcomes.len(), 2, "kills fell before and after the commit: {outcomes:?}");
}

#[test]
fn a_killed_restore_leaves_the_database_or_the_copy_and_never_neither() {
    if let Some((_, folder)) = child::part() {
        let options = OpenOptions { clock: Clock::new(), ..options(&folder) };
        for number in 0.. {
            say("next");
            let copy = folder.join(["old.db", "new.db"][number % 2]);
            Workstation::restore(&options, &copy).unwrap();
        }
    }
    let test = "kill::a_killed_restore_leaves_the_database_or_the_copy_and_never_neither";
    let folder = tempfile::tempdir().unwrap();
    let mut station = found(folder.path(), 2);
    station.backup(&folder.path().join("old.db")).unwrap();
    let old = station.digest().unwrap();
    station.act("operation", &opinion(&station, "项目1", "意见")).unwrap();
    station.backup(&folder.path().join("new.db")).unwrap();
    let new = station.digest().unwrap();
    drop(station);
    let mut dice = Dice(5);
    for _ in 0..20 {
        let mut running = Running::start(child::command(test, "restore", folder.path()));
        for _ in 0..=dice.below(4) {
            running.line();
        }
        spin(dice.below(3_000_000));
        running.kill();
        assert!(folder.path().join("wenxiao.db").exists(), "no database is there");
        let station = Workstation::open(OpenOptions { create: false, ..options(folder.path()) }).unwrap();
        let digest = station.digest().unwrap();
        assert!(digest == old || digest == new);
        assert_eq!(complaints(&station), []);
    }
}

fn draft(station: &Workstation, operation: &str, text: &str) -> Draft {
    Draft {
        key: DraftKey { on: view(station, "项目1").subject, opinion: None },
        operation: operation.into(),
        category: None,
        text: text.into(),
        demand: String::new(),
        due: String::new(),
        responsible_unit: String::new(),
        from_check: None,
    }
}

#[test]
fn a_draft_survives_a_kill_until_it_has_become_an_opinion() {
    if let Some((_, folder)) = child::part() {
        let mut station = open(&folder);
        for number in station.digest().unwrap().events.. {
            let operation = format!("operation-{number}");
            let mut text = String::new();
            for part in 0..5 {
                text.push_str(&format!("{part}无法考核"));
                station.save_draft(&draft(&station, &operation, &text)).unwrap();
                say(&format!("kept {number} {text}"));
            }
            let action = opinion(&station, "项目1", &text);
            say(&format!("giving {number}"));
            station.act(&operation, &action).unwrap();
            say(&format!("given {number}"));
        }
    }
    let test = "kill::a_draft_survives_a_kill_until_it_has_become_an_opinion";
    let folder = tempfile::tempdir().unwrap();
    drop(found(folder.path(), 2));
    let mut dice = Dice(6);
    let (mut waiting, mut given) = (0, 0);
    for _ in 0..20 {
        let mut running = Running::start(child::command(test, "drafts", folder.path()));
        let mut said: Vec<String> = (0..=dice.below(16)).filter_map(|_| running.line()).collect();
        spin(dice.below(1_000_000));
        said.extend(running.kill());
        let mut station = open(folder.path());
        let shown = view(&station, "项目1");
        let Some(last) = said.last() else { continue };
        let words: Vec<&str> = last.split(' ').collect();
        let is_given =
            shown.state.opinions.iter().any(|said| said.text.ends_with("4无法考核") && shown.drafts.is_empty());
        match words[..] {
            // What was kept is there, perhaps already with what was typed next.
            ["kept", number, text] => {
                let kept = &shown.drafts[0];
                assert_eq!(kept.operation, format!("operation-{number}"));
                assert!(kept.text.starts_with(text), "{} {text}", kept.text);
                waiting += 1;
            }
            // Either the draft or the opinion, never both, never neither.
            ["giving", _] => assert!(is_given != (shown.drafts.len() == 1)),
            ["given", number] => {
                let next = shown.drafts.first().map(|draft| draft.operation.clone());
                assert_ne!(next, Some(format!("operation-{number}")));
                given += 1;
            }
            _ => panic!("{last}"),
        }
        // The next child begins with another operation; what waits is given here.
        if let Some(kept) = shown.drafts.first() {
            let action = opinion(&station, "项目1", &kept.text);
            station.act(&kept.operation, &action).unwrap();
            assert!(view(&station, "项目1").drafts.is_empty());
        }
        assert_eq!(complaints(&station), []);
    }
    assert!(waiting > 0 && given > 0, "{waiting} {given}");
}

#[test]
fn a_kill_while_a_database_is_founded_leaves_one_that_opens() {
    if let Some((_, folder)) = child::part() {
        say("founding");
        open(&folder).introduce("王敏", "绩效处").unwrap();
        return say("founded");
    }
    let test = "kill::a_kill_while_a_database_is_founded_leaves_one_that_opens";
    let mut dice = Dice(7);
    for _ in 0..24 {
        let folder = tempfile::tempdir().unwrap();
        let mut running = Running::start(child::command(test, "founding", folder.path()));
        running.line();
        spin(dice.below(4_000_000));
        let founded = running.kill().iter().any(|line| line == "founded");
        let mut station = open(folder.path());
        if founded || station.standing() != Standing::Nobody {
            assert_eq!((station.standing(), station.station().unwrap().name.as_str()), (Standing::Known, "王敏"));
        } else {
            station.introduce("王敏", "绩效处").unwrap();
        }
        assert_eq!(complaints(&station), []);
    }
}
