//! What a reviewer has said so far about one table: meanings, the heading row, and the way back.

use std::sync::Arc;

use crate::model::form::FormKind;
use crate::model::mapping::{
    Certainty, ColumnMapping, HEADING_ROWS_MAX, IGNORED, LabelMapping, Mapping, ProposedColumn, ProposedLabel,
    UnknownTable, Why, is_amount, may_repeat,
};
use crate::model::money::MoneyUnit;

/// What is asked about: a column or a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Index into the proposal's columns.
    Column(usize),
    /// Index into the proposal's labels.
    Label(usize),
}

/// One question with its present answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is about.
    pub about: About,
    /// What it means; `None`: left as printed.
    pub means: Option<String>,
    /// Unit of amounts.
    pub unit: Option<MoneyUnit>,
    /// The reviewer has seen and taken it.
    pub settled: bool,
    /// The reviewer chose it.
    pub chosen: bool,
}

/// What undo brings back.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Moment {
    table: Arc<UnknownTable>,
    items: Vec<Item>,
    at: usize,
    kind: Option<FormKind>,
}

/// One table and what was said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    now: Moment,
    past: Vec<Moment>,
}

/// Steps that can be taken back.
const STEPS: usize = 200;

fn items(table: &UnknownTable) -> Vec<Item> {
    let proposal = &table.proposal;
    let item = |about, means: Option<&'static str>, unit, certainty| Item {
        about,
        means: means.map(str::to_owned),
        unit,
        settled: certainty == Certainty::Sure,
        chosen: false,
    };
    let columns = proposal.columns.iter().enumerate();
    let columns = columns.map(|(at, column)| item(About::Column(at), column.means, column.unit, column.certainty));
    let labels = proposal.labels.iter().enumerate();
    // A label that nobody can guess is mostly a name or a title; it is offered, not asked about.
    let labels = labels.map(|(at, label)| Item {
        settled: label.means.is_none(),
        ..item(About::Label(at), label.means, None, label.certainty)
    });
    columns.chain(labels).collect()
}

impl Moment {
    fn of(table: Arc<UnknownTable>) -> Moment {
        let items = items(&table);
        let at = items.iter().position(|item| !item.settled).unwrap_or(0);
        let kind = table.proposal.kind;
        Moment { table, items, at, kind }
    }
}

impl State {
    /// As it was proposed; the first open question is asked.
    pub fn new(table: Arc<UnknownTable>) -> State {
        State { now: Moment::of(table), past: Vec::new() }
    }

    /// The table.
    pub fn table(&self) -> &Arc<UnknownTable> {
        &self.now.table
    }

    /// All questions.
    pub fn items(&self) -> &[Item] {
        &self.now.items
    }

    /// Number of the present question.
    pub fn at(&self) -> usize {
        self.now.at
    }

    /// The present question.
    pub fn item(&self) -> Option<&Item> {
        self.now.items.get(self.now.at)
    }

    /// Kind of table.
    pub fn kind(&self) -> Option<FormKind> {
        self.now.kind
    }

    /// Questions that are still open.
    pub fn open(&self) -> usize {
        self.now.items.iter().filter(|item| !item.settled).count()
    }

    /// True when something was said that saving would keep and leaving would lose.
    pub fn changed(&self) -> bool {
        !self.past.is_empty()
    }

    /// What was said is kept now.
    pub fn kept(&mut self) {
        self.past.clear();
    }

    /// The proposed column of a question.
    pub fn column(&self, item: &Item) -> Option<&ProposedColumn> {
        match item.about {
            About::Column(at) => self.now.table.proposal.columns.get(at),
            About::Label(_) => None,
        }
    }

    /// The proposed label of a question.
    pub fn label(&self, item: &Item) -> Option<&ProposedLabel> {
        match item.about {
            About::Label(at) => self.now.table.proposal.labels.get(at),
            About::Column(_) => None,
        }
    }

    /// What speaks for the present answer, and what else it could be.
    pub fn proposed(&self, item: &Item) -> (Certainty, &[Why], &[&'static str]) {
        match (self.column(item), self.label(item)) {
            (Some(column), _) => (column.certainty, &column.why, &column.others),
            (None, Some(label)) => (label.certainty, &label.why, &[]),
            (None, None) => (Certainty::Unknown, &[], &[]),
        }
    }

    /// Goes to the question before or after.
    pub fn walk(&mut self, forward: bool) {
        let last = self.now.items.len().saturating_sub(1);
        self.now.at = if forward { (self.now.at + 1).min(last) } else { self.now.at.saturating_sub(1) };
    }

    fn remember(&mut self) {
        if self.past.len() >= STEPS {
            self.past.remove(0);
        }
        self.past.push(self.now.clone());
    }

    /// Takes the last change back; false when there is none.
    pub fn undo(&mut self) -> bool {
        let Some(before) = self.past.pop() else { return false };
        self.now = before;
        true
    }

    /// Takes the present answer and goes to the next open question. False when none is left.
    pub fn accept(&mut self) -> bool {
        let at = self.now.at;
        if self.item().is_some_and(|item| !item.settled) {
            self.remember();
            self.now.items[at].settled = true;
        }
        let next = (at + 1..self.now.items.len()).chain(0..at).find(|index| !self.now.items[*index].settled);
        if let Some(next) = next {
            self.now.at = next;
        }
        next.is_some()
    }

    /// Says what the present column or label means. Answers the heading of another one that meant the same and is open
    /// again.
    pub fn choose(&mut self, means: &str) -> Option<String> {
        let at = self.now.at;
        let is_label = matches!(self.item()?.about, About::Label(_));
        self.remember();
        let same = |(index, item): (usize, &Item)| {
            let other = matches!(item.about, About::Label(_)) == is_label && index != at;
            (other && item.means.as_deref() == Some(means)).then_some(index)
        };
        let columns = self.now.items.iter().filter(|item| matches!(item.about, About::Column(_)));
        let given = columns.filter_map(|item| item.means.as_deref());
        let twin = (means != IGNORED && (is_label || !may_repeat(means, given)))
            .then(|| self.now.items.iter().enumerate().find_map(same))
            .flatten();
        if let Some(twin) = twin {
            self.now.items[twin].means = None;
            self.now.items[twin].settled = false;
        }
        let item = &mut self.now.items[at];
        item.means = Some(means.to_owned());
        item.settled = true;
        item.chosen = true;
        if !is_amount(means) {
            item.unit = None;
        }
        let twin = self.now.items.get(twin?)?;
        self.printed(twin)
    }

    /// The printed text of a question.
    pub fn printed(&self, item: &Item) -> Option<String> {
        let column = self.column(item).map(|column| column.printed.clone());
        column.or_else(|| self.label(item).map(|label| label.printed.clone()))
    }

    /// Turns to the next unit of amounts: as printed, 元, 万元. False for what is no amount.
    pub fn turn_unit(&mut self) -> bool {
        let amount =
            |item: &&Item| matches!(item.about, About::Column(_)) && item.means.as_deref().is_some_and(is_amount);
        if self.item().filter(amount).is_none() {
            return false;
        }
        self.remember();
        let item = &mut self.now.items[self.now.at];
        item.unit = match item.unit {
            None => Some(MoneyUnit::TenThousandYuan),
            Some(MoneyUnit::TenThousandYuan) => Some(MoneyUnit::Yuan),
            Some(MoneyUnit::Yuan) => None,
        };
        true
    }

    /// Turns to the next kind of table.
    pub fn turn_kind(&mut self) {
        self.remember();
        let at = self.now.kind.and_then(|kind| FormKind::ALL.iter().position(|known| *known == kind));
        self.now.kind = match at {
            None => Some(FormKind::ALL[0]),
            Some(at) => FormKind::ALL.get(at + 1).copied(),
        };
    }

    /// Another proposal took the place of the present one.
    pub fn replace(&mut self, table: Arc<UnknownTable>) {
        self.remember();
        self.now = Moment::of(table);
    }

    /// Where the heading would begin, and how many rows it would take, one row up or down.
    pub fn heading_moved(&self, down: bool) -> Option<(usize, u32)> {
        let proposal = &self.now.table.proposal;
        let rows = proposal.heading_rows.max(1);
        let at = if down { proposal.heading_at + 1 } else { proposal.heading_at.checked_sub(1)? };
        (at + rows as usize <= self.now.table.window.rows.len()).then_some((at, rows))
    }

    /// The next number of heading rows: one to three, then none.
    pub fn heading_turned(&self) -> (usize, u32) {
        let proposal = &self.now.table.proposal;
        let room = self.now.table.window.rows.len().saturating_sub(proposal.heading_at);
        let most = u32::try_from(room).unwrap_or(HEADING_ROWS_MAX).min(HEADING_ROWS_MAX);
        let rows = if proposal.heading_rows >= most { 0 } else { proposal.heading_rows + 1 };
        (proposal.heading_at, rows)
    }

    /// What was said, as a mapping.
    pub fn mapping(&self) -> Mapping {
        let proposal = &self.now.table.proposal;
        let columns = self.now.items.iter().filter_map(|item| {
            let (column, means) = (self.column(item)?, item.means.clone()?);
            let unit = item.unit.filter(|_| is_amount(&means));
            Some(ColumnMapping { heading: column.heading.clone(), occurrence: column.occurrence, means, unit })
        });
        let labels = self.now.items.iter().filter_map(|item| {
            let (label, means) = (self.label(item)?, item.means.clone()?);
            Some(LabelMapping { printed: label.normal.clone(), means })
        });
        Mapping {
            name: proposal.name.clone(),
            fingerprint: proposal.fingerprint.clone(),
            kind: self.now.kind,
            heading_rows: proposal.heading_rows,
            columns: columns.collect(),
            labels: labels.collect(),
            ..Mapping::default()
        }
    }
}
