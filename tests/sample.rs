//! The sample database is what it says it is: counts, codes, soundness of what is clean, slips of every class, the
//! published tables, and the same bytes every time.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

use rust_decimal::Decimal;
use wenxiao::model::form::{Form, FormKind, Horizon, Stage};
use wenxiao::model::ids::sha256_hex;
use wenxiao::model::money::{Money, MoneyUnit};
use wenxiao::sample::{self, Planted, SampleBatch};

/// SHA-256 over all canonical lines of all batches. It changes whenever a source or the generator does: then look at
/// what changed, and record the new one.
const GOLDEN: &str = "762fdea11b38f4cc323987af229ff9bd10a6e0fd630c3f8d8c2f00b3a313c21e";

/// The whole sample, made once for all tests.
fn whole() -> &'static [SampleBatch] {
    static WHOLE: OnceLock<Vec<SampleBatch>> = OnceLock::new();
    WHOLE.get_or_init(sample::batches)
}

/// The three batches that the generator makes.
fn generated() -> &'static [SampleBatch] {
    &whole()[..3]
}

/// The canonical text of every form of every batch, in order.
fn texts() -> &'static [Vec<String>] {
    static TEXTS: OnceLock<Vec<Vec<String>>> = OnceLock::new();
    let text = |batch: &SampleBatch| batch.forms.iter().map(|(_, form)| form.canonical()).collect();
    TEXTS.get_or_init(|| whole().iter().map(text).collect())
}

fn key() -> &'static [Planted] {
    static KEY: OnceLock<Vec<Planted>> = OnceLock::new();
    KEY.get_or_init(sample::answer_key)
}

/// SHA-256 over names, places and canonical texts.
fn digest() -> String {
    let mut all = String::new();
    for (batch, texts) in whole().iter().zip(texts()) {
        all.push_str(&format!("{}\n", batch.name));
        for ((place, _), text) in batch.forms.iter().zip(texts) {
            all.push_str(&format!("{}\t{}\t{text}\n", place.sheet, place.row));
        }
    }
    sha256_hex(all.as_bytes())
}

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap_or_else(|_| panic!("no number: {text}"))
}

/// Sum of printed points; a blank counts nothing.
fn sum<'a>(cells: impl Iterator<Item = Option<&'a String>>) -> Decimal {
    cells.flatten().map(|cell| decimal(cell)).sum()
}

fn is_code(code: &str) -> bool {
    let marks: Vec<char> = code.chars().collect();
    marks.len() == 21
        && matches!(marks[8], 'R' | 'Y' | 'T')
        && marks.iter().enumerate().all(|(place, mark)| place == 8 || mark.is_ascii_digit())
}

#[test]
fn two_years_of_5688_projects_in_84_departments() {
    let batches = whole();
    let names: Vec<&str> = batches.iter().map(|batch| batch.name.as_str()).collect();
    assert_eq!(names[..3], ["sample/2024-targets", "sample/2024-self-evaluations", "sample/2025-targets"]);
    let mut projects = HashSet::new();
    for batch in generated() {
        assert_eq!(batch.forms.len(), 5_688, "{}", batch.name);
        let rows: usize = batch.forms.iter().map(|(_, form)| form.indicators.len()).sum();
        assert!((66_000..71_000).contains(&rows), "{}: {rows} indicators, about 12 a project", batch.name);
        assert_eq!(batch.forms.iter().map(|(place, _)| &place.sheet).collect::<HashSet<_>>().len(), 84);
        let mut codes = HashSet::new();
        for (place, form) in &batch.forms {
            assert_eq!((form.kind, form.year, form.region.as_str()), (batch.kind, batch.year, "990100000"));
            let code = form.code.clone().expect("every project of the sample has a code");
            assert!(is_code(&code) && code.starts_with("990100"), "{code}");
            assert!(codes.insert(code.clone()), "{code} twice in {}", batch.name);
            assert!(place.row >= 2, "the first row is the heading");
            projects.insert(code);
        }
        let key = batch.forms.iter().filter(|(_, form)| form.annual_funds() >= Some(Money::KEY_LANE)).count();
        assert!((280..=400).contains(&key), "{}: {key} projects of 1000万元 and more", batch.name);
    }
    let approved = |(_, form): &(_, Form)| form.stage == Stage::Approved;
    assert!(batches[0].forms.iter().all(approved) && !batches[2].forms.iter().any(approved));
    // One slot in seventeen changes hands in 2025.
    let gone = projects.len() - 5_688;
    assert!((300..400).contains(&gone), "{gone} projects end and as many begin");
}

#[test]
fn the_whole_sample_is_always_the_same() {
    assert!(sample::batches() == whole(), "two runs differ");
    assert_eq!(digest(), GOLDEN, "sources or generator changed");
}

#[test]
fn the_small_sample_is_a_part_of_the_whole() {
    let small = sample::small();
    let whole: HashSet<&String> = texts()[..3].iter().flatten().collect();
    assert_eq!(small.len(), 3);
    for batch in &small {
        assert_eq!(batch.forms.len(), 40);
        assert_eq!(batch.forms.iter().map(|(place, _)| &place.sheet).collect::<HashSet<_>>().len(), 6);
        assert!(batch.forms.iter().all(|(_, form)| whole.contains(&form.canonical())), "{}", batch.name);
    }
    let small_key = sample::small_answer_key();
    assert!(!small_key.is_empty() && small_key.iter().all(|planted| key().contains(planted)));
}

#[test]
fn every_class_is_planted_often_and_points_at_something() {
    let forms: HashMap<(&str, u16, FormKind), &Form> = generated()
        .iter()
        .flat_map(|batch| &batch.forms)
        .map(|(_, form)| ((form.code.as_deref().unwrap_or_default(), form.year, form.kind), form))
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for planted in key() {
        *counts.entry(planted.class).or_default() += 1;
        let form = forms.get(&(planted.code.as_str(), planted.year, planted.kind)).expect("a form of the sample");
        assert_eq!(planted.class.starts_with('C'), planted.kind == FormKind::Target, "{planted:?}");
        if let Some(no) = planted.indicator {
            assert!(form.indicators.iter().any(|row| row.no == no), "{planted:?}");
        }
    }
    // S11 (use of funds) shows on site only, so no form can carry it.
    let classes = (1..=12).map(|n| format!("C{n:02}")).chain((1..=12).filter(|n| *n != 11).map(|n| format!("S{n:02}")));
    for class in classes {
        assert!(
            counts.get(class.as_str()).is_some_and(|count| *count >= 20),
            "{class}: {:?}",
            counts.get(class.as_str())
        );
    }
    let flawed: HashSet<&str> = key().iter().map(|planted| planted.code.as_str()).collect();
    let all: HashSet<&str> = forms.keys().map(|(code, _, _)| *code).collect();
    let clean = (all.len() - flawed.len()) * 100 / all.len();
    assert!((57..=66).contains(&clean), "{clean} % of the projects are clean");
}

/// Forms of a batch on which nothing was planted, nor on the target that they evaluate.
fn clean(batch: &SampleBatch) -> Vec<&Form> {
    let flawed: HashSet<&str> =
        key().iter().filter(|planted| planted.year == batch.year).map(|planted| planted.code.as_str()).collect();
    let forms = batch.forms.iter().map(|(_, form)| form);
    forms.filter(|form| !form.code.as_deref().is_some_and(|code| flawed.contains(code))).collect()
}

#[test]
fn clean_targets_are_sound() {
    for batch in [&whole()[0], &whole()[2]] {
        for form in clean(batch) {
            let name = &form.name;
            let annual: Vec<_> = form.indicators.iter().filter(|row| row.horizon == Horizon::Annual).collect();
            assert_eq!(sum(annual.iter().map(|row| row.weight.as_ref())), Decimal::from(90), "{name}: weights");
            assert!((8..=16).contains(&annual.len()), "{name}: {} indicators", annual.len());
            assert_eq!(
                annual.iter().map(|row| &row.level3).collect::<HashSet<_>>().len(),
                annual.len(),
                "{name}: names"
            );
            for word in ["产出", "效益", "满意度"] {
                assert!(annual.iter().any(|row| row.level1.starts_with(word)), "{name}: no {word}");
            }
            assert!(annual.iter().any(|row| row.level2.ends_with("成本指标")), "{name}: no cost");
            assert!(annual.iter().all(|row| !row.target.is_empty() && !row.level3.is_empty()), "{name}: blank");
            let goal = form.goal.annual.as_deref().unwrap_or_default();
            assert!(goal.chars().count() >= 15 && goal.contains(|mark: char| mark.is_ascii_digit()), "{name}: {goal}");
            assert!(!format!("{}{goal}", form.name).contains(['{', '}']), "{name}: a slot was left open: {goal}");
            let fen = |amount: &Option<wenxiao::model::form::Amount>| {
                let amount = amount.as_ref().expect("printed");
                assert_eq!(amount.fen, Money::read(&amount.raw, MoneyUnit::TenThousandYuan), "{name}: {}", amount.raw);
                amount.fen.expect("exact").0
            };
            let funds = &form.funds;
            assert_eq!(fen(&funds.total), fen(&funds.fiscal) + fen(&funds.other), "{name}: sources");
            assert!(fen(&funds.total) >= 3 * 1_000_000, "{name}: at least some 万元");
            assert!(
                form.unit.code.as_deref().zip(form.department.code.as_deref()).is_some_and(|(u, d)| u.starts_with(d))
            );
        }
    }
}

#[test]
fn clean_self_evaluations_add_up() {
    let evaluations = clean(&whole()[1]);
    assert!(evaluations.len() > 4_000);
    for form in evaluations {
        let (name, funds) = (&form.name, &form.funds);
        let text = |cell: &Option<String>| decimal(cell.as_deref().expect("printed").trim_end_matches('%'));
        let fen = |amount: &Option<wenxiao::model::form::Amount>| {
            amount.as_ref().and_then(|amount| amount.fen).expect("exact").0
        };
        let (initial, adjusted, executed) = (fen(&funds.initial), fen(&funds.adjusted), fen(&funds.executed));
        assert!(executed <= adjusted, "{name}: overspent");
        let rate = Decimal::from(executed) * Decimal::ONE_HUNDRED / Decimal::from(adjusted);
        assert!((rate - text(&funds.execution_rate)).abs() <= Decimal::new(5, 3), "{name}: rate");
        for (column, total) in [initial, adjusted, executed].into_iter().enumerate() {
            let parts: i64 = funds
                .lines
                .iter()
                .map(|line| Money::read(&line.cells[column], MoneyUnit::TenThousandYuan).expect("exact").0)
                .sum();
            assert_eq!(parts, total, "{name}: lines of the funds block");
        }
        let total = text(&funds.execution_score) + sum(form.indicators.iter().map(|row| row.score.as_ref()));
        assert_eq!(total, text(&form.self_score), "{name}: total");
        for row in &form.indicators {
            let (weight, score) = (text(&row.weight), text(&row.score));
            assert!(score >= Decimal::ZERO && score <= weight, "{name}: {}", row.level3);
            assert!(row.actual.is_some(), "{name}: {}", row.level3);
            assert!(score == weight || row.deviation_reason.is_some(), "{name}: {} says no reason", row.level3);
        }
        assert!(form.goal.actual.is_some() && form.self_grade.is_some(), "{name}");
    }
}

#[test]
fn a_self_evaluation_repeats_the_approved_rows() {
    let approved: HashMap<&str, &Form> =
        whole()[0].forms.iter().filter_map(|(_, form)| Some((form.code.as_deref()?, form))).collect();
    for form in clean(&whole()[1]) {
        let target = approved[form.code.as_deref().expect("coded")];
        let rows = |form: &Form| {
            let annual = form.indicators.iter().filter(|row| row.horizon == Horizon::Annual);
            annual.map(|row| (row.level3.clone(), row.target.clone(), row.weight.clone())).collect::<Vec<_>>()
        };
        assert_eq!(rows(form), rows(target), "{}", form.name);
        assert_eq!(form.funds.initial, target.funds.total, "{}", form.name);
    }
}

#[test]
fn no_form_tells_what_was_planted() {
    let mut markers: HashSet<&str> = key().iter().flat_map(|planted| [planted.what, planted.class]).collect();
    markers.insert("planted");
    assert!(markers.len() > 80);
    for text in texts()[..3].iter().flatten() {
        let told =
            text.split(|mark: char| !mark.is_ascii_alphanumeric() && mark != '-').find(|word| markers.contains(word));
        assert_eq!(told, None, "{text}");
    }
}

#[test]
fn names_do_not_repeat_within_a_unit() {
    let mut seen = HashSet::new();
    for form in clean(&whole()[2]) {
        assert!(seen.insert((form.unit.code.clone(), form.name.clone())), "{} twice", form.name);
    }
}

#[test]
fn the_published_tables_are_read_as_printed() {
    let tables = sample::published();
    assert_eq!(tables.len(), 32);
    assert_eq!(tables.iter().map(|table| table.form.indicators.len()).sum::<usize>(), 218);
    assert!(tables.iter().all(|table| !table.publisher.is_empty()));
    let unknown: Vec<_> = tables.iter().filter(|table| !table.source_url.starts_with("http")).collect();
    assert_eq!(unknown.len(), 2, "the pages of two tables are not known");
    let table = |id: &str| tables.iter().find(|table| table.id == id).expect("published");

    let jinzhai = table("jinzhai-chagu-2023-zhengti");
    assert_eq!((jinzhai.form.kind, jinzhai.form.year, jinzhai.truncated), (FormKind::DepartmentOverall, 2023, true));
    assert_eq!(jinzhai.form.name, "金寨县茶谷和美丽乡村建设服务中心");
    assert_eq!(jinzhai.form.funds.executed.as_ref().and_then(|amount| amount.fen), Some(Money(338_310_000)));
    assert_eq!(jinzhai.form.funds.execution_rate.as_deref(), Some("102.59%"));
    assert_eq!(jinzhai.form.funds.execution_score, None, "the cell is empty in print");
    let first = &jinzhai.form.indicators[0];
    assert_eq!((first.target.as_str(), first.actual.as_deref(), first.score.as_deref()), ("≤4", Some("4"), Some("10")));

    let court = table("tianjin-hebei-fy-2023-weixiu");
    assert_eq!(court.form.department.code.as_deref(), Some("207101"));
    assert_eq!(court.form.department.name, "天津市河北区人民法院");
    let total = court.form.funds.total.as_ref().expect("printed");
    assert_eq!((total.raw.as_str(), total.fen), ("20.00", None), "no unit is printed, none is guessed");

    let sichuan = table("daying-sfj-2023-anke");
    assert_eq!(sichuan.form.code.as_deref(), Some("51092324T000010263357"));
    assert_eq!(sichuan.form.name, "2023年全县安可替代补助资金项目");

    let slip = table("zhongfang-cl-2022-kangfu");
    let executed = slip.form.funds.executed.as_ref().expect("printed");
    assert_eq!((executed.raw.as_str(), executed.fen), ("33.78元", Some(Money(3_378))), "the slip of unit stays");

    // Every table stands in exactly one batch of its kind and year, and none has long prose.
    let placed: Vec<&str> =
        whole()[3..].iter().flat_map(|batch| &batch.forms).map(|(place, _)| place.sheet.as_str()).collect();
    assert_eq!(placed.len(), 32);
    assert_eq!(placed.iter().collect::<HashSet<_>>().len(), 32);
    for table in &tables {
        assert_eq!((table.form.goal.annual.as_ref(), table.form.region.as_str()), (None, ""));
        for row in &table.form.indicators {
            assert!(row.deviation_reason.iter().all(|reason| reason.chars().count() <= 20), "{}", table.id);
        }
    }
}

/// N06: one core indicator of a good project is hidden; what like projects have must bring it back among the first three.
#[test]
fn a_hidden_core_indicator_of_a_good_project_is_among_the_first_three_suggestions() {
    use wenxiao::rules::check::text::{likeness_of, windows};
    use wenxiao::rules::library::Library;
    let batch = generated().iter().find(|batch| batch.kind == FormKind::Target && batch.year == 2025).unwrap();
    let bad: HashSet<&str> =
        key().iter().filter(|planted| planted.year == 2025).map(|slip| slip.code.as_str()).collect();
    let forms: Vec<(&Form, _)> = batch.forms.iter().map(|(_, form)| (form, windows(&form.name))).collect();
    let good: Vec<usize> =
        (0..forms.len()).filter(|at| !bad.contains(forms[*at].0.code.as_deref().unwrap_or_default())).collect();
    let library = Library::new(Vec::new());
    let (mut tried, mut found) = (0_usize, 0_usize);
    for at in good.iter().step_by(good.len() / 200).take(200) {
        let (form, name) = &forms[*at];
        let mut ranked: Vec<_> = (0..forms.len())
            .filter(|other| other != at)
            .filter_map(|other| Some((std::cmp::Reverse(likeness_of(name, &forms[other].1)?), other)))
            .collect();
        ranked.sort_unstable();
        let peers = || ranked.iter().take(20).map(|(_, other)| forms[*other].0);
        // Its core indicator: the first quantity, what the project does.
        let core = form.indicators.iter().position(|row| row.level2.contains("数量"));
        let Some(core) = core else { continue };
        let mut hidden = (*form).clone();
        let core = hidden.indicators.remove(core);
        tried += 1;
        let near = |suggested: &str| {
            suggested == core.level3
                || likeness_of(&windows(suggested), &windows(&core.level3))
                    .is_some_and(|near| near >= Decimal::new(75, 2))
        };
        found += usize::from(library.missing(&hidden, peers(), 3).iter().any(|suggestion| near(&suggestion.name)));
    }
    assert!(tried >= 190, "{tried}");
    assert!(found * 100 >= tried * 80, "{found} of {tried}");
}
