//! Nouns of the match of cost, output and benefit (S64): the sums that a reviewer does in the head, with every number used.
//!
//! Amounts are [`Money`], other figures exact decimals. Absent on purpose: how they are found ([`crate::rules::matching`]).

use rust_decimal::Decimal;

use super::money::Money;

/// What a sum comes to against the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchVerdict {
    /// Within the tolerance.
    Agrees,
    /// More than the budget.
    Above,
    /// Less than the budget.
    Below,
    /// Nothing to hold it against.
    Open,
}

impl MatchVerdict {
    /// The identifier used in answers and locale keys.
    pub fn id(self) -> &'static str {
        match self {
            MatchVerdict::Agrees => "agrees",
            MatchVerdict::Above => "above",
            MatchVerdict::Below => "below",
            MatchVerdict::Open => "open",
        }
    }
}

/// Points of the execution row and of the indicators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointsSum {
    /// Points of execution.
    pub execution: Decimal,
    /// They were not printed but taken from the rules.
    pub execution_assumed: bool,
    /// Sum over the indicators.
    pub indicators: Decimal,
    /// Indicators that print points.
    pub rows: u32,
    /// Both together.
    pub total: Decimal,
    /// What they should come to.
    pub due: Decimal,
    /// The sum is what it should be, within the tolerance of the rules.
    pub holds: bool,
}

/// A unit cost times its quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Row of the unit cost.
    pub cost_row: u32,
    /// Unit cost, in its printed unit.
    pub cost: Decimal,
    /// That unit, e.g. `万元/户`.
    pub cost_unit: String,
    /// Row of the quantity.
    pub quantity_row: u32,
    /// Quantity, in its printed unit.
    pub quantity: Decimal,
    /// That unit.
    pub quantity_unit: String,
    /// Both multiplied.
    pub amount: Money,
}

/// Unit costs that were not multiplied, because no quantity or several fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpaired {
    /// Row of the unit cost.
    pub cost_row: u32,
    /// As printed.
    pub printed: String,
    /// How many quantities would fit.
    pub candidates: u32,
}

/// One amount of a sum: row and amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Row.
    pub row: u32,
    /// Amount.
    pub amount: Money,
}

/// A sum of amounts against the budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetSum {
    /// What was added.
    pub items: Vec<Item>,
    /// The sum.
    pub sum: Money,
    /// How it stands to the budget.
    pub verdict: MatchVerdict,
}

/// An output of this year beside last year's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputPair {
    /// Row of this year.
    pub row: u32,
    /// This year's value, as printed.
    pub now: String,
    /// Last year's value, as printed.
    pub before: String,
    /// It rose.
    pub rose: bool,
}

/// Money and outputs against last year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostTrend {
    /// Last year's funds.
    pub before: Money,
    /// This year's funds.
    pub now: Money,
    /// By how many percent they rose (negative: fell), rounded to one place for showing.
    pub percent: Decimal,
    /// Funds rose by more than the rules let pass.
    pub up: bool,
    /// Outputs that both years have.
    pub outputs: Vec<OutputPair>,
}

impl CostTrend {
    /// Cost up while no output rose.
    pub fn flat(&self) -> bool {
        self.up && !self.outputs.is_empty() && self.outputs.iter().all(|output| !output.rose)
    }
}

/// How cost, output and benefit of one target match.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matching {
    /// The year's budget.
    pub budget: Option<Money>,
    /// Percent of the budget by which a sum may differ.
    pub tolerance: Decimal,
    /// Points.
    pub points: Option<PointsSum>,
    /// Unit costs times quantities.
    pub products: Vec<Product>,
    /// Their sum against the budget.
    pub products_sum: Option<BudgetSum>,
    /// Unit costs that could not be multiplied.
    pub unpaired: Vec<Unpaired>,
    /// Itemised caps (分项成本控制数) against the budget.
    pub caps: Option<BudgetSum>,
    /// The cap on the whole cost against the budget.
    pub total_cap: Option<BudgetSum>,
    /// Against last year.
    pub trend: Option<CostTrend>,
}
