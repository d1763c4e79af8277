//! What the queue shows: filter and order. Text ⇄ [`Query`]; the store turns it into SQL.

use super::money::Money;
use super::review::Status;

/// Which targets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Words that a target must contain, all of them: in code, name, department, unit, goals, indicators or their values. One
    /// character is looked for in code, name and department only.
    pub words: Vec<String>,
    /// Fiscal year.
    pub year: Option<u16>,
    /// Any of these states; empty for all.
    pub statuses: Vec<Status>,
    /// At least this much (annual funds).
    pub at_least: Option<Money>,
    /// At most this much.
    pub at_most: Option<Money>,
    /// Code or exact name of the department.
    pub department: Option<String>,
}

/// Order of the queue. Ties are broken by project code and row number, so the order is total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// Year from the newest, then department code, then amount from the largest. The default.
    #[default]
    Year,
    /// Department code, then amount from the largest.
    Department,
    /// Amount from the largest.
    Amount,
    /// State in working order, then amount.
    Status,
}

impl Sort {
    /// All orders, in the order in which the sort key walks through them.
    pub const ALL: [Sort; 4] = [Sort::Year, Sort::Department, Sort::Amount, Sort::Status];

    /// The identifier used on the command line and in locale keys.
    pub fn id(self) -> &'static str {
        match self {
            Sort::Department => "department",
            Sort::Amount => "amount",
            Sort::Year => "year",
            Sort::Status => "status",
        }
    }

    /// Reads [`Sort::id`].
    pub fn from_id(id: &str) -> Option<Sort> {
        Sort::ALL.into_iter().find(|sort| sort.id() == id)
    }

    /// The order after this one.
    #[must_use]
    pub fn next(self) -> Sort {
        let at = Sort::ALL.iter().position(|sort| *sort == self).unwrap_or(0);
        Sort::ALL[(at + 1) % Sort::ALL.len()]
    }
}

/// Filter and order together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Which targets.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
}

/// Why a filter text makes no sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadFilter {
    /// The word that could not be understood.
    pub word: String,
}

/// Most words of a filter.
const WORDS_MAX: usize = 50;
/// Characters of a word too many that are told.
const WORD_SHOWN: usize = 40;

/// Names of states as people type them, e.g. `待审` or `queued`; supplied by the locale files.
pub type StatusNames<'a> = &'a dyn Fn(&str) -> Vec<Status>;

impl Filter {
    /// Reads a filter line: blank-separated words, each of which is a year (`2025`), an amount (`>500万`, `<=80万`, in
    /// 万元), a state by identifier or by the name `names` knows, `department:NAME`, or else a word to look for.
    ///
    /// # Errors
    /// When a word begins like an amount but is none.
    pub fn read(text: &str, names: StatusNames<'_>) -> Result<Filter, BadFilter> {
        let mut filter = Filter::default();
        for word in text.split_whitespace() {
            let folded: String = word
                .chars()
                .map(|c| match c {
                    '＞' => '>',
                    '＜' => '<',
                    '＝' => '=',
                    '：' => ':',
                    '０'..='９' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
                    _ => c,
                })
                .collect();
            if let Some(rest) = folded.strip_prefix(['>', '<']) {
                let number = rest.trim_start_matches('=').trim_end_matches('元').trim_end_matches('万');
                let amount = Money::read(number, super::money::MoneyUnit::TenThousandYuan)
                    .ok_or(BadFilter { word: word.to_owned() })?;
                if folded.starts_with('>') {
                    filter.at_least = Some(amount);
                } else {
                    filter.at_most = Some(amount);
                }
            } else if let (4, Ok(year @ 1990..=2100)) = (folded.len(), folded.parse::<u16>()) {
                filter.year = Some(year);
            } else if let Some(department) = folded.strip_prefix("department:").or(folded.strip_prefix("部门:")) {
                filter.department = Some(department.to_owned());
            } else {
                let mut states = names(&folded);
                states.extend(Status::from_id(&folded));
                if states.is_empty() {
                    filter.words.push(folded);
                } else {
                    filter.statuses.extend(states);
                }
            }
        }
        filter.statuses.sort_unstable();
        filter.statuses.dedup();
        // The same word twice asks nothing more.
        let mut seen = std::collections::HashSet::new();
        filter.words.retain(|word| seen.insert(word.clone()));
        match filter.words.get(WORDS_MAX) {
            Some(word) => Err(BadFilter { word: word.chars().take(WORD_SHOWN).collect() }),
            None => Ok(filter),
        }
    }

    /// True when everything is shown.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(word: &str) -> Vec<Status> {
        if word == "未审" { vec![Status::Queued, Status::ReReview] } else { Vec::new() }
    }

    #[test]
    fn a_line_mixes_words_year_state_and_amount() {
        let filter = Filter::read("教育局 ２０２５ 未审 ＞500万 <=1,000万元", &names).unwrap();
        assert_eq!(filter.words, ["教育局"]);
        assert_eq!(filter.year, Some(2025));
        assert_eq!(filter.statuses, [Status::Queued, Status::ReReview]);
        assert_eq!(filter.at_least, Some(Money(500_000_000)));
        assert_eq!(filter.at_most, Some(Money(1_000_000_000)));
        assert_eq!(Filter::read(">五百万", &names), Err(BadFilter { word: ">五百万".into() }));
    }
}
