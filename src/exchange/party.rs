//! Codes and names that share a cell (`219001-池州市…`), and points that share a cell with a name.

use crate::model::form::Party;

use super::headings::{squeeze, words};

/// Code lengths: three digits name a department, twenty-one characters a project.
const CODE: std::ops::RangeInclusive<usize> = 3..=21;
/// From this length a leading number of a project name is its code and not, say, a year.
const PROJECT_CODE_MIN: usize = 15;

/// From this length a number needs no mark between itself and the name.
const GLUED_CODE_MIN: usize = 6;

/// A department or unit; `219-…`, `219 …`, `[219]…` and `（219）…` are split.
pub fn party(text: &str) -> Party {
    match split_code(text).filter(|(code, _)| code.bytes().all(|byte| byte.is_ascii_digit())) {
        Some((code, name)) => Party { code: Some(code.to_owned()), name: name.to_owned() },
        None => Party { code: None, name: text.to_owned() },
    }
}

/// A project's code, if the cell holds one, and its name.
pub fn project(text: &str) -> (Option<String>, String) {
    match split_code(text).filter(|(code, _)| code.len() >= PROJECT_CODE_MIN) {
        Some((code, name)) => (Some(code.to_owned()), name.to_owned()),
        None => (None, text.to_owned()),
    }
}

/// Whether a text is a project code rather than a name.
pub fn is_project_code(text: &str) -> bool {
    text.len() >= PROJECT_CODE_MIN && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn split_code(text: &str) -> Option<(&str, &str)> {
    let bracketed = [('[', ']'), ('(', ')'), ('（', '）'), ('【', '】')]
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open).and_then(|rest| rest.split_once(*close)));
    let (code, name) = match bracketed {
        Some(parts) => parts,
        None => {
            let end = text.find(|c: char| !c.is_ascii_alphanumeric())?;
            let (code, rest) = text.split_at(end);
            // A long number may also stand right before the name.
            let glued = (code.len() >= GLUED_CODE_MIN).then_some(rest);
            (code, rest.strip_prefix(['-', '－', '—', '–', '_', ' ', '\u{3000}']).or(glued)?)
        }
    };
    let name = name.trim();
    let plausible = CODE.contains(&code.len())
        && code.starts_with(|c: char| c.is_ascii_digit())
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && name.starts_with(|c: char| !c.is_ascii() || (code.len() >= PROJECT_CODE_MIN && c.is_ascii_alphanumeric()));
    plausible.then_some((code, name))
}

/// The name of a level-1 group and the points printed with it: `产出指标（50分）` is `产出指标` and `50`; a code before
/// the name (`1-产出指标`) is left out.
pub fn group(text: &str) -> (&str, Option<String>) {
    let printed = without_group_code(text);
    let name = strip_points(printed);
    let rest = squeeze(printed.strip_prefix(name).unwrap_or_default());
    let points = words().points.as_str();
    let points: String = rest.chars().filter(|c| !matches!(c, '(' | ')') && !points.starts_with(*c)).collect();
    (name, Some(points).filter(|points| !points.is_empty()))
}

/// The name of a group: `11-数量指标` loses its code.
pub fn without_group_code(text: &str) -> &str {
    let name = text.trim();
    if let Some((code, rest)) = name.split_once(['-', '－', '—', '_']) {
        let digits = !code.is_empty() && code.trim().bytes().all(|byte| byte.is_ascii_digit());
        if digits && rest.trim_start().starts_with(|c: char| !c.is_ascii()) {
            return rest.trim();
        }
    }
    name
}

/// Without points behind the name: `（50分）`, `(0-20)分`, `(20)`, ` 13 分`.
fn strip_points(name: &str) -> &str {
    let points = words().points.as_str();
    let number = |text: &str| {
        let squeezed = squeeze(text);
        let bare = squeezed.trim_end_matches(points);
        !bare.is_empty()
            && bare.chars().any(|c| c.is_ascii_digit())
            && bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '~' | '—' | '–' | '%'))
    };
    let bare = name.strip_suffix(points).unwrap_or(name).trim_end();
    if let Some(inside) = bare.strip_suffix([')', '）'])
        && let Some((before, inner)) = inside.rsplit_once(['(', '（'])
    {
        return if number(inner) { before.trim_end() } else { name };
    }
    if bare.len() < name.len() {
        let before = bare.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        if before.len() < bare.len() {
            return before.trim_end();
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_split_from_names_but_years_are_not_codes() {
        assert_eq!(party("219001-池州市贵池区"), Party { code: Some("219001".into()), name: "池州市贵池区".into() });
        assert_eq!(party("[219]棠溪镇").code.as_deref(), Some("219"));
        assert_eq!(party("棠溪镇").code, None);
        assert_eq!(party("207101天津市河北区人民法院").code.as_deref(), Some("207101"));
        assert_eq!(party("120急救中心").code, None);
        assert_eq!(project("2025-道路养护").0, None);
        let dated = project("51092324T000010263357-2023年补助");
        assert_eq!(dated, (Some("51092324T000010263357".to_owned()), "2023年补助".to_owned()));
        assert_eq!(project("51000021R000000019951-工资性支出").0.as_deref(), Some("51000021R000000019951"));
        assert_eq!(project("2021-2025年规划"), (None, "2021-2025年规划".to_owned()));
    }

    #[test]
    fn groups_lose_points_and_codes() {
        for (printed, name) in [
            ("产出指标（50分）", "产出指标"),
            ("成本指标(0-20)分", "成本指标"),
            ("产 出 指 标 (50分)", "产 出 指 标"),
            ("(50分)", ""),
            ("项目管理 13 分", "项目管理"),
            ("项目决策(20)", "项目决策"),
            ("11-数量指标", "数量指标"),
            ("效益指标（社会）", "效益指标（社会）"),
            ("得分", "得分"),
        ] {
            assert_eq!(group(printed).0, name, "{printed}");
        }
        assert_eq!(group("产出指标（50分）").1.as_deref(), Some("50"));
        assert_eq!(group("成本指标(0-20)分").1.as_deref(), Some("0-20"));
        assert_eq!(group("（50分）").1.as_deref(), Some("50"));
        assert_eq!(group("项目管理 13 分").1.as_deref(), Some("13"));
        assert_eq!(group("效益指标（社会）").1, None);
    }
}
