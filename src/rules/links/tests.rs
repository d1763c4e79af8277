//! Laws of matching, and what people expect of it.

use proptest::prelude::*;

use super::*;

fn record(project: u8, code: Option<&str>, name: &str, unit: &str) -> Record {
    Record {
        project: ProjectKey([project; 16]),
        code: code.and_then(key),
        name: key(&plain(name)),
        unit: key(&plain(unit)),
    }
}

fn pair(target: Record, other: Record) -> Fate {
    link(&[target], &[other], &Decisions::new()).targets.remove(0)
}

#[test]
fn codes_decide_where_both_print_one() {
    let coded = record(1, Some("A1"), "道路养护", "公路中心");
    assert_eq!(pair(coded, record(2, Some("A1"), "改了名", "别的单位")), Fate::Linked(0, By::Code));
    assert_eq!(pair(coded, record(2, Some("A2"), "道路养护", "公路中心")), Fate::Suspected(0));
    assert_eq!(pair(coded, record(2, Some("A2"), "道路养护", "别的单位")), Fate::Alone);
    assert_eq!(pair(coded, record(2, None, "道路养护", "公路中心")), Fate::Linked(0, By::NameAndUnit));
    assert_eq!(pair(coded, record(2, None, "道路养护", "")), Fate::Linked(0, By::Name));
}

#[test]
fn of_several_with_one_name_nobody_is_guessed() {
    let targets = [record(1, None, "公用经费", "甲局"), record(2, None, "公用经费", "乙局")];
    let budget = [record(3, None, "公用经费", "乙局"), record(4, None, "公用经费", "丙局")];
    let matched = link(&targets, &budget, &Decisions::new());
    assert_eq!(matched.targets, [Fate::Alone, Fate::Linked(0, By::NameAndUnit)], "丙局 is told apart by its unit");
    let unclear = [record(3, None, "公用经费", ""), record(4, None, "公用经费", "丙局")];
    let matched = link(&targets, &unclear, &Decisions::new());
    assert_eq!(matched.targets, [Fate::Ambiguous(vec![0], 1), Fate::Ambiguous(vec![0], 1)]);
    assert_eq!(matched.records, [Fate::Ambiguous(vec![0, 1], 2), Fate::Alone]);
}

#[test]
fn one_code_on_several_lines_is_asked_about_unless_the_project_is_the_same() {
    let targets = [record(1, Some("A"), "甲", "")];
    let lines = [record(2, Some("A"), "甲", ""), record(3, Some("A"), "甲", "")];
    assert_eq!(link(&targets, &lines, &Decisions::new()).targets, [Fate::Ambiguous(vec![0, 1], 2)]);
    let lines = [record(2, Some("A"), "甲", ""), record(1, Some("A"), "甲", "")];
    let matched = link(&targets, &lines, &Decisions::new());
    assert_eq!((&matched.targets[0], &matched.records[0]), (&Fate::Linked(1, By::Code), &Fate::Alone));
}

#[test]
fn a_hand_goes_before_everything_and_two_claims_stand_side_by_side() {
    let targets = [record(1, Some("A"), "甲", ""), record(2, Some("B"), "乙", "")];
    let lines = [record(3, Some("A"), "甲", ""), record(4, Some("B"), "乙", "")];
    let to = |project: u8| Decided::To(ProjectKey([project; 16]));
    let key = |project: u8| ProjectKey([project; 16]);
    let matched = link(&targets, &lines, &[(key(3), to(2))].into());
    assert_eq!(matched.targets, [Fate::Alone, Fate::Linked(0, By::Hand)]);
    assert_eq!(matched.records[1], Fate::Alone, "its target has another partner now");
    let matched = link(&targets, &lines, &[(key(3), to(2)), (key(4), to(2))].into());
    assert_eq!(matched.targets, [Fate::Alone, Fate::Contested]);
    let matched = link(&targets, &lines, &[(key(3), Decided::Nobody), (key(4), to(9))].into());
    assert_eq!(matched.records, [Fate::Apart, Fate::Apart]);
}

#[test]
fn work_grows_with_the_number_of_projects_and_no_faster() {
    let steps = |count: u32, of: &dyn Fn(u32) -> Record| {
        let side: Vec<Record> = (0..count)
            .map(|number| {
                let mut project = [0; 16];
                project[..4].copy_from_slice(&number.to_be_bytes());
                Record { project: ProjectKey(project), ..of(number) }
            })
            .collect();
        let mut other = side.clone();
        other.reverse();
        link(&side, &other, &Decisions::new()).steps
    };
    let coded = |number: u32| record(0, Some(&format!("C{number}")), "甲", "乙");
    let named = |number: u32| record(0, None, &format!("项目{number}"), "乙");
    let alike = |_: u32| record(0, None, "公用经费", "");
    for of in [&coded as &dyn Fn(u32) -> Record, &named, &alike] {
        let (few, many) = (steps(1_000, of), steps(32_000, of));
        assert!(few > 0 && many <= few * 32, "{few} {many}");
    }
}

fn side() -> impl Strategy<Value = Vec<Record>> {
    let one = (0..3u8, 0..4u8, 0..3u8).prop_map(|(code, name, unit)| {
        let code = (code > 0).then(|| format!("C{code}"));
        record(0, code.as_deref(), &format!("n{name}"), ["", "u1", "u2"][usize::from(unit)])
    });
    prop::collection::vec(one, 0..9).prop_map(|mut records| {
        for (number, record) in records.iter_mut().enumerate() {
            record.project = ProjectKey([u8::try_from(number).unwrap(); 16]);
        }
        records
    })
}

fn decisions() -> impl Strategy<Value = Decisions> {
    let decided = prop_oneof![
        Just(Decided::Contested),
        Just(Decided::Nobody),
        (0..10u8).prop_map(|to| Decided::To(ProjectKey([to; 16]))),
    ];
    prop::collection::btree_map((0..10u8).prop_map(|of| ProjectKey([of; 16])), decided, 0..3)
}

/// The fates by project, so that places do not matter.
fn told(own: &[Record], others: &[Record], fates: &[Fate]) -> Vec<(ProjectKey, String)> {
    let name = |place: &usize| others[*place].project;
    let mut told: Vec<(ProjectKey, String)> = own
        .iter()
        .zip(fates)
        .map(|(record, fate)| {
            let fate = match fate {
                Fate::Linked(place, by) => format!("{} {by:?}", name(place)),
                Fate::Suspected(place) => format!("{}?", name(place)),
                Fate::Ambiguous(some, count) => {
                    let mut some: Vec<ProjectKey> = some.iter().map(name).collect();
                    some.sort_unstable();
                    format!("{some:?} {count}")
                }
                fate => format!("{fate:?}"),
            };
            (record.project, fate)
        })
        .collect();
    told.sort();
    told
}

proptest! {
    #[test]
    fn the_order_of_the_tables_does_not_matter(targets in side(), records in side(), decided in decisions(), turn in 0..9usize) {
        let once = link(&targets, &records, &decided);
        let (mut turned_targets, mut turned_records) = (targets.clone(), records.clone());
        turned_targets.reverse();
        let by = turn % records.len().max(1);
        turned_records.rotate_left(by);
        let again = link(&turned_targets, &turned_records, &decided);
        prop_assert_eq!(
            told(&targets, &records, &once.targets),
            told(&turned_targets, &turned_records, &again.targets)
        );
        prop_assert_eq!(
            told(&records, &targets, &once.records),
            told(&turned_records, &turned_targets, &again.records)
        );
    }

    #[test]
    fn nobody_has_two_partners_and_both_sides_say_the_same(targets in side(), records in side(), decided in decisions()) {
        let matched = link(&targets, &records, &decided);
        for (place, fate) in matched.targets.iter().enumerate() {
            if let Fate::Linked(record, by) = fate {
                prop_assert_eq!(&matched.records[*record], &Fate::Linked(place, *by));
            }
        }
        let linked = |fates: &[Fate]| fates.iter().filter(|fate| matches!(fate, Fate::Linked(..))).count();
        prop_assert_eq!(linked(&matched.targets), linked(&matched.records));
    }

    #[test]
    fn no_name_joins_two_codes_or_parts_two_that_print_the_same(targets in side(), records in side()) {
        let matched = link(&targets, &records, &Decisions::new());
        for (target, fate) in targets.iter().zip(&matched.targets) {
            match fate {
                Fate::Linked(record, By::Code) => prop_assert_eq!(target.code, records[*record].code),
                Fate::Linked(record, by) => {
                    prop_assert!(target.code.is_none() || records[*record].code.is_none(), "{:?}", by);
                    let same = |record: &&Record| record.code.is_some() && record.code == target.code;
                    prop_assert!(records.iter().filter(same).all(|same| {
                        let other = targets.iter().filter(|other| other.code == same.code).count();
                        other > 1
                    }), "a code was overruled by {:?}", by);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn by_hand_wins(targets in side(), records in side(), decided in decisions()) {
        let matched = link(&targets, &records, &decided);
        for (record, fate) in records.iter().zip(&matched.records) {
            match decided.get(&record.project) {
                None => prop_assert!(!matches!(fate, Fate::Linked(_, By::Hand) | Fate::Apart)),
                Some(Decided::Nobody) => prop_assert_eq!(fate, &Fate::Apart),
                Some(Decided::Contested) => prop_assert_eq!(fate, &Fate::Contested),
                Some(Decided::To(project)) => match fate {
                    Fate::Linked(target, By::Hand) => prop_assert_eq!(targets[*target].project, *project),
                    fate => prop_assert!(matches!(fate, Fate::Apart | Fate::Contested), "{:?}", fate),
                },
            }
        }
    }
}
