//! An independent second review, as scripts see it: two machines, bundles between them, nothing of the other before both are
//! done.

use serde_json::json;

use super::{Machine, text};

const EVALUATIONS: &str = "\
项目代码,项目名称,主管部门,预算单位,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分
A1,道路养护,交通局,养护中心,产出指标,数量指标,养护里程,≥,30,公里,31,90,90
";

/// Two machines that trust each other; the first has the self-evaluation.
fn colleagues() -> [Machine; 2] {
    let machines = [Machine::new(), Machine::new()];
    let path = machines[0].home.path().join("自评.csv");
    std::fs::write(&path, EVALUATIONS).unwrap();
    machines[0].json(&["import", text(&path), "--year", "2024", "--kind", "self_evaluation"]);
    machines[1].json(&["key", "new", "--name", "李强", "--office", "绩效处"]);
    let [ours, theirs] =
        machines.each_ref().map(|machine| machine.json(&["key", "show"])["card"].as_str().unwrap().to_owned());
    machines[0].json(&["trust", "enrol", &theirs]);
    machines[1].json(&["trust", "enrol", &ours]);
    machines
}

fn carry(from: &Machine, to: &Machine, name: &str) {
    let path = from.home.path().join(name);
    from.json(&["bundle", "export", "--out", text(&path), "--full"]);
    to.json(&["bundle", "import", text(&path)]);
}

#[test]
fn where_there_is_no_second_person_one_says_so_and_it_counts_as_released() {
    let [ours, theirs] = colleagues();
    ours.refused(&["recheck", "second", "A1", "--release", "只有一人"], 3);
    ours.refused(&["recheck", "second", "A1"], 2);
    ours.refused(&["recheck", "second", "A1", "--reason", "x", "--release", "y"], 2);
    ours.json(&["recheck", "second", "A1", "--reason", "金额较大"]);
    ours.json(&["recheck", "set", "A1", "--indicator", "1", "--value", "24.5"]);
    ours.json(&["recheck", "finish", "A1"]);
    let waiting = ours.json(&["recheck", "show", "A1"]);
    assert_eq!((&waiting["recheck"]["status"], &waiting["recheck"]["verified"]), (&json!("begun"), &json!(null)));
    ours.refused(&["recheck", "second", "A1", "--release", " "], 3);
    let trial = ours.json(&["recheck", "second", "A1", "--release", "本科只有一人", "--dry-run"]);
    assert_eq!((&trial["second"]["standing"], &trial["dry_run"]), (&json!("waiting"), &json!(true)));
    let done = ours.json(&["recheck", "second", "A1", "--release", "本科只有一人"]);
    assert_eq!((&done["second"]["standing"], &done["recheck"]["status"]), (&json!("released"), &json!("finished")));
    assert_eq!(
        (&done["second"]["released"][0]["reason"], &done["recheck"]["verified"]),
        (&json!("本科只有一人"), &json!("73.50"))
    );
    assert!(ours.refused(&["recheck", "second", "A1", "--release", "再说"], 3).contains("已经免去"));
    ours.refused(&["recheck", "settle", "A1", "--indicator", "1", "--take", "first", "--reason", "x"], 3);
    let told = String::from_utf8(ours.run(&["recheck", "show", "A1"]).stdout).unwrap();
    assert!(told.contains("免去第二人（本科只有一人）"), "{told}");
    let told = String::from_utf8(ours.run(&["history"]).stdout).unwrap();
    assert!(told.contains("免去第二人独立复核：本科只有一人"), "{told}");
    let agreement = &ours.json(&["sample", "estimate"])["agreement"];
    assert_eq!(
        (&agreement["seconds"], &agreement["seconds_released"], &agreement["rows"]),
        (&json!(0), &json!(1), &json!(0))
    );
    // What was released is no secret on another machine either, and another may confirm the result.
    carry(&ours, &theirs, "9.wxb");
    assert_eq!(theirs.json(&["recheck", "confirm", "A1"])["recheck"]["status"], "confirmed");
    ours.json(&["undo"]);
    let again = ours.json(&["recheck", "show", "A1"]);
    assert_eq!((&again["second"]["standing"], &again["recheck"]["status"]), (&json!("waiting"), &json!("begun")));
}

#[test]
fn what_the_other_found_is_shown_once_both_are_done_and_settled_with_a_ground() {
    let [ours, theirs] = colleagues();
    assert!(ours.refused(&["recheck", "differences", "A1"], 3).contains("没有要求"));
    let asked = ours.json(&["recheck", "second", "A1", "--reason", "金额较大"]);
    assert_eq!((&asked["second"]["standing"], &asked["recheck"]["second"]), (&json!("free"), &json!(true)));
    carry(&ours, &theirs, "1.wxb");
    ours.json(&["recheck", "set", "A1", "--indicator", "1", "--value", "24.5"]);
    theirs.json(&["recheck", "set", "A1", "--indicator", "1", "--value", "29.75", "--note", "另有记录"]);
    theirs.json(&["recheck", "evidence", "A1", "--name", "秘密台账"]);
    theirs.json(&["recheck", "finish", "A1"]);
    carry(&theirs, &ours, "2.wxb");
    for args in [
        &["recheck", "show", "A1"][..],
        &["recheck", "differences", "A1"],
        &["recheck", "list"],
        &["history"],
        &["sample", "estimate"],
        &["find", "29.75"],
        &["stats"],
    ] {
        for format in [&[][..], &["--json"]] {
            let told = ours.run(&[args, format].concat());
            let told = String::from_utf8([told.stdout, told.stderr].concat()).unwrap();
            let typed = args.contains(&"29.75");
            for secret in ["29.75", "另有记录", "秘密台账"].iter().filter(|secret| !typed || **secret != "29.75")
            {
                assert!(!told.contains(secret), "{args:?}: {secret}: {told}");
            }
        }
    }
    for (paper, ending) in [("workpaper", "html"), ("recheck", "html"), ("circular", "html")] {
        let out = ours.home.path().join(format!("{paper}.{ending}"));
        let mut args = vec!["export", paper];
        args.extend((paper == "workpaper").then_some("A1"));
        ours.json(&[&args[..], &["--out", text(&out)]].concat());
        let page = std::fs::read_to_string(&out).unwrap();
        assert!(!page.contains("29.75") && !page.contains("秘密台账"), "{paper}: {page}");
    }
    let waiting = ours.json(&["recheck", "show", "A1"]);
    assert_eq!((&waiting["second"]["standing"], &waiting["second"]["other_done"]), (&json!("working"), &json!(true)));
    assert_eq!(waiting["second"]["rows"], json!(null));
    ours.refused(&["recheck", "settle", "A1", "--indicator", "1", "--take", "first", "--reason", "x"], 3);
    ours.json(&["recheck", "finish", "A1"]);

    let open = ours.json(&["recheck", "differences", "A1"]);
    assert_eq!((&open["standing"], &open["open"]), (&json!("differing"), &json!(1)));
    assert_eq!(open["rows"][0]["found"], json!([{"value": "29.75"}, {"value": "24.5"}]));
    let told = String::from_utf8(ours.run(&["recheck", "differences", "A1"]).stdout).unwrap();
    assert!(told.contains("甲 李强") && told.contains("29.75") && told.contains("未定"), "{told}");
    ours.refused(&["recheck", "settle", "A1", "--indicator", "1", "--reason", "x"], 2);
    ours.refused(&["recheck", "settle", "A1", "--take", "first", "--reason", "x"], 2);
    let args = ["recheck", "settle", "A1", "--indicator", "1", "--take", "second", "--reason", "以台账为准"];
    let trial = ours.json(&[&args[..], &["--dry-run"]].concat());
    assert_eq!((&trial["open"], &trial["dry_run"]), (&json!(1), &json!(true)));
    assert_eq!(ours.json(&args)["open"], json!(0));
    let done = ours.json(&["recheck", "finish", "A1"]);
    assert_eq!((&done["recheck"]["status"], &done["recheck"]["verified"]), (&json!("finished"), &json!("73.50")));
    let answer = ours.json(&["sample", "estimate"]);
    assert_eq!((&answer["agreement"]["seconds"], &answer["agreement"]["rows_same"]), (&json!(1), &json!(0)));
    ours.json(&["undo"]);
    ours.json(&["undo"]);
    assert_eq!(ours.json(&["recheck", "differences", "A1"])["open"], json!(1));
}
