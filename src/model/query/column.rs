//! Columns of the queue, and orders by them.

/// What a queue line shows and can be ordered by or counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// 预算年度
    Year,
    /// 主管部门
    Department,
    /// 实施单位
    Unit,
    /// 项目代码
    Code,
    /// 项目名称
    Name,
    /// Annual funds.
    Amount,
    /// Where the review stands, in working order.
    Status,
    /// Number of indicators.
    Rows,
    /// Rows decided.
    Decided,
    /// Rows not decided.
    Undecided,
    /// Live opinions.
    Opinions,
    /// Live demands.
    Demands,
    /// Number of the version in force.
    Version,
    /// Findings that the automatic checks make expected, with the places that some come to by chance.
    Expected,
    /// Class of live opinions: only counted by, since a target may have several.
    Class,
}

impl Column {
    /// All columns; the last one is no order.
    pub const ALL: [Column; 15] = [
        Column::Year,
        Column::Department,
        Column::Unit,
        Column::Code,
        Column::Name,
        Column::Amount,
        Column::Status,
        Column::Rows,
        Column::Decided,
        Column::Undecided,
        Column::Opinions,
        Column::Demands,
        Column::Version,
        Column::Expected,
        Column::Class,
    ];

    /// Those a queue can be ordered by.
    pub fn orders() -> impl Iterator<Item = Column> {
        Column::ALL.into_iter().filter(|column| *column != Column::Class)
    }

    /// The identifier used on the command line, in saved views and in locale keys (`sort-…`).
    pub fn id(self) -> &'static str {
        match self {
            Column::Year => "year",
            Column::Department => "department",
            Column::Unit => "unit",
            Column::Code => "code",
            Column::Name => "name",
            Column::Amount => "amount",
            Column::Status => "status",
            Column::Rows => "rows",
            Column::Decided => "decided",
            Column::Undecided => "undecided",
            Column::Opinions => "opinions",
            Column::Demands => "demands",
            Column::Version => "version",
            Column::Expected => "expected",
            Column::Class => "class",
        }
    }

    /// Reads [`Column::id`].
    pub fn from_id(id: &str) -> Option<Column> {
        Column::ALL.into_iter().find(|column| column.id() == id)
    }

    /// True where the largest, newest or most comes first unless something else is asked for.
    pub fn usually_descending(self) -> bool {
        match self {
            Column::Year
            | Column::Amount
            | Column::Rows
            | Column::Decided
            | Column::Undecided
            | Column::Opinions
            | Column::Demands
            | Column::Version
            | Column::Expected => true,
            Column::Department | Column::Unit | Column::Code | Column::Name | Column::Status | Column::Class => false,
        }
    }
}

/// Order of the queue: by a column, then, within a year, by department; then by amount from the largest, project code and
/// row number, so that the order is total. What is not printed counts as the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sort {
    /// By which column.
    pub by: Column,
    /// From the greatest to the least.
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Sort {
        Sort::YEAR
    }
}

impl Sort {
    /// Year from the newest, then department, then amount from the largest. The default.
    pub const YEAR: Sort = Sort { by: Column::Year, descending: true };
    /// Department, then amount from the largest.
    pub const DEPARTMENT: Sort = Sort { by: Column::Department, descending: false };
    /// Amount from the largest.
    pub const AMOUNT: Sort = Sort { by: Column::Amount, descending: true };
    /// State in working order, then amount from the largest.
    pub const STATUS: Sort = Sort { by: Column::Status, descending: false };
    /// Expected findings from the most, then amount from the largest; what was not looked at comes last.
    pub const EXPECTED: Sort = Sort { by: Column::Expected, descending: true };
    /// The orders that an index has.
    pub const INDEXED: [Sort; 5] = [Sort::YEAR, Sort::DEPARTMENT, Sort::AMOUNT, Sort::STATUS, Sort::EXPECTED];

    /// By a column in its usual direction.
    pub fn by(column: Column) -> Sort {
        Sort { by: column, descending: column.usually_descending() }
    }

    /// The same from the other end.
    #[must_use]
    pub fn turned(self) -> Sort {
        Sort { descending: !self.descending, ..self }
    }

    /// The identifier used on the command line and in saved views: `amount`, or `amount:asc` where the direction is not the
    /// usual one.
    pub fn id(self) -> String {
        let Sort { by, descending } = self;
        match (descending == by.usually_descending(), descending) {
            (true, _) => by.id().to_owned(),
            (false, true) => format!("{}:desc", by.id()),
            (false, false) => format!("{}:asc", by.id()),
        }
    }

    /// Reads [`Sort::id`]; `amount:desc` is `amount`.
    pub fn from_id(id: &str) -> Option<Sort> {
        let (column, direction) =
            id.split_once(':').map_or((id, None), |(column, direction)| (column, Some(direction)));
        let by = Column::from_id(column).filter(|column| *column != Column::Class)?;
        match direction {
            None => Some(Sort::by(by)),
            Some("asc") => Some(Sort { by, descending: false }),
            Some("desc") => Some(Sort { by, descending: true }),
            Some(_) => None,
        }
    }

    /// The order after this one, of those with an index.
    #[must_use]
    pub fn next(self) -> Sort {
        let at = Sort::INDEXED.iter().position(|sort| *sort == self).map_or(0, |at| at + 1);
        Sort::INDEXED[at % Sort::INDEXED.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_read_as_they_are_written() {
        for by in Column::orders() {
            for descending in [false, true] {
                let sort = Sort { by, descending };
                assert_eq!(Sort::from_id(&sort.id()), Some(sort));
            }
        }
        assert_eq!(["year", "department", "amount", "status", "expected"].map(Sort::from_id), Sort::INDEXED.map(Some));
        assert_eq!(Sort::AMOUNT.turned().id(), "amount:asc");
        assert_eq!([Sort::from_id("class"), Sort::from_id("amount:up"), Sort::from_id("")], [None, None, None]);
    }
}
