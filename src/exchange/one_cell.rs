//! Everything of an indicator in one cell: `指标1：养护里程≥30公里（10分）`.
//!
//! Nothing is lost: name, comparison with value, and points are the cell's own text, cut. What cannot be cut for
//! certain stays whole.

use super::headings::{squeeze, words};
use super::party;

/// One indicator cut out of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The name with the template's number.
    pub name: String,
    /// Comparison, value and unit; empty where the cell holds no value.
    pub target: String,
    /// The points printed behind.
    pub weight: Option<String>,
}

/// The indicators of a cell; several where it has a line for each.
pub fn cut(text: &str) -> Vec<Cut> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let numbered =
        |line: &&str| squeeze(line).strip_prefix(words().indicator_token.as_str()).is_some_and(starts_with_number);
    if lines.len() > 1 && lines.iter().all(numbered) {
        return lines.into_iter().map(line).collect();
    }
    vec![line(text.trim())]
}

fn starts_with_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

fn line(text: &str) -> Cut {
    let (bare, weight) = party::group(text);
    let (bare, weight) = match weight {
        // A range of points is a hint of the template.
        Some(points) if points.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') => (bare, Some(points)),
        _ => (text, None),
    };
    let bare = bare.trim_end();
    let at = words()
        .comparisons
        .iter()
        .filter_map(|sign| bare.find(sign.as_str()).filter(|at| *at > 0 && at + sign.len() < bare.len()))
        .min();
    let at = at.or_else(|| value_after_colon(bare));
    let (name, target) = at.map_or((bare, ""), |at| bare.split_at(at));
    let name = if target.starts_with(SEPARATORS) { name } else { name.trim_end_matches(SEPARATORS) };
    let target = target.trim_start_matches(SEPARATORS).trim();
    Cut { name: name.trim().to_owned(), target: target.to_owned(), weight }
}

const SEPARATORS: [char; 4] = [':', '：', ',', '，'];

/// `指标1：养护里程：30公里`: where the colon stands behind which a number begins, not counting the number's own.
fn value_after_colon(text: &str) -> Option<usize> {
    let (at, colon) = text.char_indices().rfind(|(_, c)| matches!(c, ':' | '：'))?;
    let head = squeeze(&text[..at]);
    let own = head
        .strip_prefix(words().indicator_token.as_str())
        .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
    let value = text[at + colon.len_utf8()..].trim_start();
    (!own && at > 0 && squeeze(value).starts_with(|c: char| c.is_ascii_digit())).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brief(text: &str) -> Vec<String> {
        cut(text)
            .into_iter()
            .map(|cut| format!("{}|{}|{}", cut.name, cut.target, cut.weight.unwrap_or_default()))
            .collect()
    }

    #[test]
    fn name_value_and_points_are_parted_without_loss() {
        assert_eq!(brief("指标1：养护里程≥30公里（10分）"), ["指标1：养护里程|≥30公里|10"]);
        assert_eq!(brief("养护里程：30公里"), ["养护里程|30公里|"]);
        assert_eq!(brief("指标1：养护里程：30公里(5分)"), ["指标1：养护里程|30公里|5"]);
        assert_eq!(brief("合格率不低于95%"), ["合格率|不低于95%|"]);
        assert_eq!(brief("指标1：里程≥30公里\n指标2：次数>=4次"), ["指标1：里程|≥30公里|", "指标2：次数|>=4次|"]);
        assert_eq!(brief("出行条件改善"), ["出行条件改善||"], "no value is made up");
        assert_eq!(brief("指标1：30公里道路"), ["指标1：30公里道路||"]);
        assert_eq!(brief("每年\n≥30公里"), ["每年|≥30公里|"]);
    }
}
