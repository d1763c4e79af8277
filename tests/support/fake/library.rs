//! A small indicator library, asked as the engine asks a large one.

use std::sync::OnceLock;

use wenxiao::engine::library::{LibraryLine, LibraryPage, LibraryQuery, Yardstick};
use wenxiao::model::finding::CheckSettings;
use wenxiao::model::form::Form;
use wenxiao::model::ids::BatchId;
use wenxiao::model::library::{LibraryEntry, LibraryTable, Part, StandardState};
use wenxiao::model::matching::Matching;
use wenxiao::rules::library::{About, Library};

const NAME: &str = "云溪市住房城乡建设行业指标库";

/// Part, level 2, name, unit, standard, benchmark, class, document, state, core.
type Row = (Part, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str, bool);

const ROWS: [Row; 7] = [
    (Part::Common, "质量指标", "验收合格率", "%", "=100%", "", "", true),
    (Part::Common, "时效指标", "按期完工率", "%", "≥95%", "100%", "", false),
    (Part::Common, "服务对象满意度指标", "居民满意度", "%", "≥90%", "≥95%", "", true),
    (Part::Specific, "经济成本指标", "户均改造成本", "万元/户", "≤2.50", "≤2.20", "老旧小区改造", true),
    (Part::Specific, "生态效益指标", "单位能耗下降率", "%", "≥5%", "≥8%", "老旧小区改造", false),
    (Part::Specific, "数量指标", "改造居民户数", "户", "", "", "老旧小区改造", false),
    (Part::Transfer, "数量指标", "惠及居民户数", "户", "≥400", "", "老旧小区改造", true),
];

fn library() -> &'static Library {
    static KNOWN: OnceLock<Library> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let entry = |(index, row): (usize, &Row)| {
            let (part, level2, name, unit, standard, benchmark, class, core) = *row;
            LibraryEntry {
                part,
                code: format!("ZJ{:03}", index + 1),
                level1: "产出指标".into(),
                level2: level2.into(),
                name: name.into(),
                unit: unit.into(),
                standard: standard.into(),
                benchmark: benchmark.into(),
                project_class: class.into(),
                explanation: format!("{name}，按年度统计"),
                document: "云建〔2024〕3号".into(),
                date: "2024-03-01".into(),
                scope: "全市".into(),
                state: Some(if core { StandardState::Issued } else { StandardState::Trial }),
                core,
                no: index as u32 + 1,
                ..LibraryEntry::default()
            }
        };
        Library::new(ROWS.iter().enumerate().map(entry).collect())
    })
}

fn table(in_force: bool) -> LibraryTable {
    LibraryTable {
        name: NAME.into(),
        year: if in_force { 2025 } else { 2024 },
        batch: BatchId([u8::from(in_force); 32]),
        source: "指标库.xlsx".into(),
        entries: ROWS.len() as u32,
        in_force,
    }
}

/// What stands beside the rows of a form.
pub fn beside(form: &Form) -> Vec<Option<Yardstick>> {
    let about = About::of(form);
    let one = |row: &wenxiao::model::form::Indicator| {
        let unit = super::data::reading(row).unit;
        let fit = library().yardstick(row, unit.as_deref(), &about)?;
        let entry = library().entries()[fit.entry].clone();
        Some(Yardstick { entry, table: NAME.into(), year: 2025, nearness: fit.nearness })
    };
    form.indicators.iter().map(one).collect()
}

/// How cost and output of a form match.
pub fn matching(form: &Form) -> Matching {
    wenxiao::rules::matching::matching(form, None, &CheckSettings::default())
}

/// What is answered to a question.
pub fn page(query: &LibraryQuery, of: Option<(&Form, Option<u32>)>) -> LibraryPage {
    let found = library().search(None, &query.words);
    let about = of.map(|(form, _)| About::of(form)).unwrap_or_default();
    let row = of.and_then(|(form, row)| form.indicators.iter().find(|indicator| Some(indicator.no) == row));
    let fits = match (of, row) {
        (None, _) => found.iter().map(|at| (*at, None)).collect(),
        (Some(_), Some(row)) => {
            library().fits(row, &about, 50).into_iter().map(|fit| (fit.entry, Some(fit))).collect::<Vec<_>>()
        }
        (Some(_), None) => Vec::new(),
    };
    let lines = fits.into_iter().filter(|(at, _)| found.contains(at));
    let lines = lines.map(|(at, fit)| LibraryLine { entry: library().entries()[at].clone(), fit });
    let mut page = LibraryPage { tables: vec![table(true), table(false)], ..LibraryPage::default() };
    for line in lines {
        let place = Part::ALL.iter().position(|part| *part == line.entry.part).unwrap();
        page.counts[place] += 1;
        if query.part.is_none_or(|part| part == line.entry.part) {
            page.lines.push(line);
        }
    }
    page.total = page.lines.len() as u64;
    if let Some((form, _)) = of {
        page.suggestions = library().missing(form, [], 8);
    }
    page
}
