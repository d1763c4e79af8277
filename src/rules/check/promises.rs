//! Counts that a goal promises: `培训300人`, `新建站点17个`.
//!
//! Read once for each goal. Years, ordinals, frequencies (每年2次), shares, durations and money are no promises of a count, and
//! neither is what a goal merely says of its surroundings (全县12个乡镇). Who may import it: `rules::check`. Absent on
//! purpose: judging whether an indicator keeps a promise (`correspondence`).

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::words::List;

static UNITS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| longest_first(&List::named("promise-units")));
static POWERS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| longest_first(&List::named("promise-powers")));
static NO_UNITS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| longest_first(&List::named("no-promise-units")));
static BEFORE: LazyLock<List> = LazyLock::new(|| List::named("no-promise-before"));
static CLAUSE: LazyLock<List> = LazyLock::new(|| List::named("no-promise-clause"));

/// Characters of the clause before a figure that are looked at.
const CONTEXT: usize = 12;

/// A count in a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The number as printed, without thousands commas.
    pub number: Decimal,
    /// Power of ten and unit as printed: `人`, `万人次`.
    pub unit: String,
    /// What stands before it in its clause, at most 12 characters.
    pub before: String,
}

impl Promise {
    /// As printed: `300人`.
    pub fn printed(&self) -> String {
        format!("{}{}", self.number, self.unit)
    }
}

fn longest_first(list: &List) -> Vec<Vec<char>> {
    let mut words: Vec<Vec<char>> = list.words().map(|word| word.chars().collect()).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

fn starts<'w>(words: &'w [Vec<char>], text: &[char]) -> Option<&'w [char]> {
    words.iter().map(Vec::as_slice).find(|word| text.starts_with(word))
}

/// Counts in a normalised text, from left to right.
pub fn find(text: &str) -> Vec<Promise> {
    let text: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at) {
        if !c.is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while text.get(at).is_some_and(|c| c.is_ascii_digit() || is_inner(&text, at)) {
            at += 1;
        }
        if let Some(promise) = promise(&text, start, at) {
            found.push(promise);
        }
    }
    found
}

/// A point or a thousands comma between digits.
fn is_inner(text: &[char], at: usize) -> bool {
    let digit = |at: usize| text.get(at).is_some_and(char::is_ascii_digit);
    let thousands = || (1..=3).all(|by| digit(at + by)) && !digit(at + 4);
    match text.get(at) {
        Some('.') => digit(at + 1),
        Some(',') => thousands(),
        _ => false,
    }
}

fn promise(text: &[char], start: usize, end: usize) -> Option<Promise> {
    let digits: String = text.get(start..end)?.iter().filter(|c| **c != ',').collect();
    let number = Decimal::from_str_exact(&digits).ok().filter(|number| !number.is_zero())?;
    let rest = text.get(end..)?;
    // 余: 300余人.
    let about = usize::from(rest.first().is_some_and(|c| matches!(c, '\u{4f59}' | '\u{591a}')));
    let power = starts(&POWERS, rest.get(about..)?).unwrap_or(&[]);
    let rest = rest.get(about + power.len()..)?;
    if starts(&NO_UNITS, rest).is_some() {
        return None;
    }
    let unit = starts(&UNITS, rest)?;
    // 30人/年, 2次/月 are rates, not counts.
    if rest.get(unit.len()).is_some_and(|c| matches!(c, '/' | '-' | '~')) {
        return None;
    }
    let clause_ends = |c: &char| matches!(c, ',' | ';' | '\u{3002}' | '\u{3001}' | '!' | '.') && !c.is_ascii_digit();
    let before = text.get(..start)?;
    let clause = before.iter().rposition(clause_ends).map_or(0, |place| place + 1);
    let before: String = before.get(clause.max(start.saturating_sub(CONTEXT))..)?.iter().collect();
    // 第3期, A4, -5, 3/4, 5-8人: no count of its own.
    let odd = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '~' | '/' | '\u{2014}' | '+' | '*');
    if before.ends_with(odd) || BEFORE.ends(&before).is_some() || CLAUSE.is_in(&before) {
        return None;
    }
    Some(Promise { number, unit: power.iter().chain(unit).collect(), before })
}

#[cfg(test)]
mod tests {
    use super::super::text::norm;
    use super::*;

    fn printed(text: &str) -> Vec<String> {
        find(&norm(text)).iter().map(Promise::printed).collect()
    }

    #[test]
    fn counts_are_found_with_their_units() {
        assert_eq!(printed("开展培训１２期，覆盖300人次；新建站点17个。"), ["12期", "300人次", "17个"]);
        assert_eq!(printed("养护公路1,024.5公里，服务群众2.5万人次"), ["1024.5公里", "2.5万人次"]);
        assert_eq!(printed("惠及困难群众300余户"), ["300户"]);
    }

    #[test]
    fn years_rates_durations_money_and_surroundings_are_no_promises() {
        for text in [
            "2025年完成第3期工程",
            "好路率达到95%，投入120万元",
            "每年2次、每人3套",
            "历时3个月，提高2个百分点",
            "全县12个乡镇",
            "现有教师300人",
            "A4纸、PM2.5、7*24小时",
            "按照2021年101号文件",
            "30人/年",
            "改造片区涉及居民300户",
            "8个方面",
        ] {
            assert!(printed(text).is_empty(), "{text}: {:?}", printed(text));
        }
    }

    #[test]
    fn what_stands_before_a_count_ends_at_the_clause() {
        let found = find(&norm("购置消防车2辆，培训300人"));
        assert_eq!(found[1].before, "培训");
    }
}
