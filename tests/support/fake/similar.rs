//! Projects of other counties that do the same as the first project, as in the sketch of the screen.

use wenxiao::engine::similar::{Filed, Found, SimilarQuery, SimilarReport, compare};
use wenxiao::model::form::{Amount, Form, FormKind, Indicator, Party};
use wenxiao::model::money::Money;
use wenxiao::model::problem::Problem;

use super::World;

/// County, year, target, actual, households, total in 万元, score.
const COUNTIES: [(&str, u16, &str, &str, &str, i64, &str); 13] = [
    ("甲县", 2024, "≤2.50万元/户", "2.46", "310", 763, "94.2"),
    ("乙县", 2024, "≤2.20万元/户", "2.18", "520", 1134, "95.0"),
    ("丙区", 2024, "≤2.60万元/户", "2.55", "280", 714, "91.3"),
    ("丁县", 2023, "≤23100元/户", "2.31万元/户", "400", 924, "93.8"),
    ("戊县", 2024, "≤2.50万元/户", "2.62", "190", 498, "88.0"),
    ("己县", 2024, "≤2.50万元/户", "2.40", "200", 480, "93.0"),
    ("庚区", 2023, "≤2.50万元/户", "2.41", "360", 868, "92.5"),
    ("辛县", 2023, "≤2.30万元/户", "2.26", "150", 339, "96.0"),
    ("壬县", 2024, "≤2.60万元/户", "2.50", "410", 1025, "90.1"),
    ("癸县", 2024, "≤25000万元/户", "24800万元/户", "330", 818, "94.0"),
    ("子县", 2024, "适中", "", "300", 700, "90.0"),
    ("丑县", 2024, "≤2.40万元/户", "2.39", "260", 621, "92.0"),
    ("住建局", 2024, "≤2.40万元/户", "2.37", "450", 1067, "96.0"),
];

pub(super) fn counties() -> Vec<Filed> {
    COUNTIES
        .iter()
        .enumerate()
        .filter_map(|(at, (county, year, target, actual, households, wan, score))| {
            let mut form = Form::new(FormKind::Target, *year);
            let own = *county == "住建局";
            form.region = if own { "371600000".into() } else { format!("3716{at:02}000") };
            form.code = Some(if own { "P0001".into() } else { format!("C{at:04}") });
            form.name = if own { "老旧小区改造补助".into() } else { "城镇老旧小区改造".into() };
            form.unit = Party { code: None, name: format!("{county}机关") };
            form.funds.total = Some(Amount { raw: format!("{wan}万元"), fen: Some(Money(wan * 1_000_000)) });
            let row = |no, level2: &str, level3: &str, target: String| Indicator {
                no,
                level2: level2.into(),
                level3: level3.into(),
                target,
                ..Indicator::default()
            };
            form.indicators = vec![
                row(1, "经济成本指标", "户均改造成本", (*target).into()),
                row(2, "数量指标", "改造户数", format!("≥{households}户")),
            ];
            let mut evaluation = form.clone();
            evaluation.kind = FormKind::SelfEvaluation;
            evaluation.self_score = Some((*score).into());
            let actual = if actual.is_empty() || actual.contains("元") {
                (*actual).to_owned()
            } else {
                format!("{actual}万元/户")
            };
            evaluation.indicators[0].actual = Some(actual);
            evaluation.indicators[1].actual = Some(format!("{households}户"));
            Filed::of(Some(&form), Some(&evaluation))
        })
        .collect()
}

impl World {
    pub(super) fn similar(&self, query: &SimilarQuery) -> Result<SimilarReport, Problem> {
        let at = self.index(query.item).ok_or_else(|| Problem::refused("problem-no-such-target"))?;
        let mut report = compare(query, &self.projects[at].form, |_| {
            Ok(Found { candidates: self.others.clone(), more: false, standard: self.standard.clone() })
        })?;
        for line in report.study.iter().flat_map(|study| &study.lines).take(1) {
            report.items.insert((line.project, line.year), self.row(1).id);
        }
        report.waiting = self.to_compare;
        Ok(report)
    }
}
