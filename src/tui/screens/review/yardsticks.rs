//! What stands beside and below the rows: standard and benchmark values, the match of cost and output.
//!
//! Every sum is shown with the numbers it was made of; `details` shows all of them.

use std::sync::Arc;

use super::ReviewScreen;
use crate::engine::view::ProjectView;
use crate::model::library::LibraryEntry;
use crate::model::matching::{BudgetSum, MatchVerdict, Matching};
use crate::model::money::Money;
use crate::text::{Arg, width};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect};
use crate::tui::screens::library::LibraryScreen;
use crate::tui::widgets::sheet::Paragraph;

/// A value in fewest cells: a whole amount of 万元 without its places.
fn short(amount: Money) -> String {
    let told = amount.ten_thousand_yuan();
    told.strip_suffix(".00").map_or(told.clone(), str::to_owned)
}

fn verdict(verdict: MatchVerdict, look: &Look) -> (String, Role) {
    let (key, role) = match verdict {
        MatchVerdict::Agrees => ("matching-agrees", Role::Good),
        MatchVerdict::Above => ("matching-above", Role::Warning),
        MatchVerdict::Below => ("matching-below", Role::Warning),
        MatchVerdict::Open => ("matching-open", Role::Muted),
    };
    (look.s(key), role)
}

/// One sum of the match line: its figures, and what it comes to.
pub struct Segment {
    /// The field of the table of explanations.
    pub field: &'static str,
    /// `2.80万元/户x450户=1,260万`
    pub figures: String,
    /// `[与预算相符]`
    pub verdict: String,
    /// How it is painted.
    pub role: Role,
}

impl Segment {
    /// Both.
    pub fn text(&self) -> String {
        format!("{} {}", self.figures, self.verdict)
    }
}

fn points(matching: &Matching, look: &Look) -> Option<Segment> {
    let points = matching.points.as_ref()?;
    let args = [
        ("execution", Arg::from(points.execution.normalize().to_string())),
        ("indicators", Arg::from(points.indicators.normalize().to_string())),
        ("total", Arg::from(points.total.normalize().to_string())),
    ];
    let key = if points.execution.is_zero() { "matching-points-alone" } else { "matching-points" };
    let (verdict, role) = match points.holds {
        true => (look.s("matching-right"), Role::Good),
        false => (look.t("matching-wrong", &[("due", Arg::from(points.due.normalize().to_string()))]), Role::Warning),
    };
    Some(Segment { field: "match.points", figures: look.t(key, &args), verdict, role })
}

fn sum(field: &'static str, figures: String, of: &BudgetSum, look: &Look) -> Segment {
    let (verdict, role) = verdict(of.verdict, look);
    Segment { field, figures, verdict, role }
}

/// The sums of a target that are worth a look, the reviewer's first concern first.
pub fn segments(matching: &Matching, look: &Look) -> Vec<Segment> {
    let mut segments: Vec<Segment> = points(matching, look).into_iter().collect();
    if let Some(of) = &matching.products_sum {
        let figures = match &matching.products[..] {
            [only] => look.t(
                "matching-product",
                &[
                    ("cost", Arg::from(only.cost.to_string())),
                    ("costUnit", Arg::from(&only.cost_unit)),
                    ("quantity", Arg::from(only.quantity.to_string())),
                    ("quantityUnit", Arg::from(&only.quantity_unit)),
                    ("amount", Arg::from(short(of.sum))),
                ],
            ),
            several => look
                .t("matching-products", &[("count", Arg::from(several.len())), ("amount", Arg::from(short(of.sum)))]),
        };
        segments.push(sum("match.products", figures, of, look));
    }
    if let Some(of) = &matching.caps {
        let args = [("count", Arg::from(of.items.len())), ("amount", Arg::from(short(of.sum)))];
        segments.push(sum("match.caps", look.t("matching-caps", &args), of, look));
    }
    if let Some(of) = &matching.total_cap {
        let args = [("amount", Arg::from(short(of.sum)))];
        segments.push(sum("match.total", look.t("matching-total", &args), of, look));
    }
    if let Some(trend) = matching.trend.as_ref().filter(|trend| trend.flat()) {
        segments.push(Segment {
            field: "match.trend",
            figures: look.t("matching-flat", &[("percent", Arg::from(trend.percent.to_string()))]),
            verdict: look.s("matching-ask"),
            role: Role::Warning,
        });
    }
    segments
}

/// As many sums as fit into `cells`: those that do not agree first, then unit cost and quantity; in few cells some tell only
/// what they come to.
pub fn line(matching: &Matching, cells: usize, look: &Look) -> String {
    let mut shown = segments(matching, look);
    // The whole cost agrees: the product has said so already.
    let told = |field: &str| shown.iter().any(|segment| segment.field == field && segment.role == Role::Good);
    if told("match.products") && told("match.total") {
        shown.retain(|segment| segment.field != "match.total");
    }
    let order = |segment: &Segment| (segment.role != Role::Warning, segment.field != "match.products");
    shown.sort_by_key(order);
    let mut texts: Vec<String> = Vec::new();
    let room = |texts: &[String]| texts.iter().map(|text| width::width(text) + 2).sum::<usize>() <= cells + 2;
    for segment in &shown {
        texts.push(segment.verdict.clone());
        if !room(&texts) {
            texts.pop();
            break;
        }
    }
    for (at, segment) in shown.iter().enumerate().take(texts.len()) {
        let short = std::mem::replace(&mut texts[at], segment.text());
        if !room(&texts) {
            texts[at] = short;
        }
    }
    texts.join("  ")
}

/// The document and state of an entry, as far as it has any; its table where it names none.
pub fn source(entry: &LibraryEntry, table: &str, look: &Look) -> String {
    let state = entry.state.map(|state| look.s(&format!("library-state-{}", state.id()))).unwrap_or_default();
    let args = [
        ("document", Arg::from(if entry.document.is_empty() { table } else { &entry.document })),
        ("date", Arg::from(&entry.date)),
        ("scope", Arg::from(&entry.scope)),
        ("state", Arg::from(state)),
    ];
    let told = look.t("library-source", &args);
    told.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The three yardsticks of a row in one line; nothing where the library has none and last year neither.
pub fn beside(view: &ProjectView, index: usize, look: &Look) -> Option<String> {
    let yardstick = view.yardsticks.get(index)?.as_ref()?;
    let last = view.last_year.get(index);
    let history = last.and_then(|last| last.actual.clone().or_else(|| last.target.clone()));
    let none = || look.s("library-no-value");
    let or = |text: &str| if text.is_empty() { none() } else { text.to_owned() };
    Some(look.t(
        "review-yardsticks",
        &[
            ("history", Arg::from(history.unwrap_or_else(none))),
            ("standard", Arg::from(or(&yardstick.entry.standard))),
            ("benchmark", Arg::from(or(&yardstick.entry.benchmark))),
            ("source", Arg::from(source(&yardstick.entry, &yardstick.table, look))),
        ],
    ))
}

/// The yardsticks of a row with their source, for the sheet about it.
pub fn paragraphs(view: &ProjectView, index: usize, look: &Look) -> Vec<Paragraph> {
    let Some(Some(yardstick)) = view.yardsticks.get(index) else { return Vec::new() };
    let field = |key: &str, text: &str| Paragraph::labelled(look.s(key), text);
    let from = format!("{} {}", source(&yardstick.entry, &yardstick.table, look), yardstick.table);
    [
        field("field-library-standard", &yardstick.entry.standard),
        field("field-library-benchmark", &yardstick.entry.benchmark),
        field("field-library-document", from.trim()),
    ]
    .into_iter()
    .filter(|paragraph| !paragraph.text.is_empty())
    .collect()
}

fn budget_sum(of: &BudgetSum, budget: Option<Money>, look: &Look) -> Vec<Paragraph> {
    let amount = |money: Money| Arg::from(money.ten_thousand_yuan());
    let mut lines: Vec<Paragraph> = Vec::new();
    if of.items.len() > 1 {
        lines.extend(of.items.iter().map(|item| {
            let args = [("row", Arg::from(item.row)), ("amount", amount(item.amount))];
            Paragraph::plain(look.t("matching-item", &args))
        }));
    }
    let (told, role) = verdict(of.verdict, look);
    let sum = look.t("matching-sum", &[("sum", amount(of.sum))]);
    lines.push(Paragraph::plain(format!("{sum} {told}")).as_role(role));
    if let Some(budget) = budget {
        let difference = Money(of.sum.0.saturating_sub(budget.0));
        lines.push(Paragraph::plain(look.t("matching-difference", &[("difference", amount(difference))])));
    }
    lines
}

/// Every step of the match, with every number that was used.
pub fn details(view: &ProjectView, look: &Look) -> (String, Vec<Paragraph>) {
    let matching = &view.matching;
    let mut lines = Vec::new();
    let heading = |key: &str| Paragraph::heading(look.s(key));
    let plain = |decimal: rust_decimal::Decimal| Arg::from(decimal.normalize().to_string());
    let amount = |money: Money| Arg::from(money.ten_thousand_yuan());
    lines.push(Paragraph::plain(match matching.budget {
        Some(budget) => {
            look.t("matching-budget", &[("budget", amount(budget)), ("tolerance", plain(matching.tolerance))])
        }
        None => look.s("matching-no-budget"),
    }));
    let begun = lines.len();
    if let Some(points) = &matching.points {
        lines.push(heading("matching-heading-points"));
        let told = look.t(
            "matching-points-line",
            &[
                ("execution", plain(points.execution)),
                ("rows", Arg::from(points.rows)),
                ("indicators", plain(points.indicators)),
                ("total", plain(points.total)),
                ("due", plain(points.due)),
            ],
        );
        lines.push(Paragraph::plain(told).as_role(if points.holds { Role::Good } else { Role::Warning }));
        if points.execution_assumed {
            let told = look.t("matching-points-assumed", &[("execution", plain(points.execution))]);
            lines.push(Paragraph::plain(told).as_role(Role::Muted));
        }
    }
    if !matching.products.is_empty() || !matching.unpaired.is_empty() {
        lines.push(heading("matching-heading-products"));
    }
    for product in &matching.products {
        lines.push(Paragraph::plain(look.t(
            "matching-product-line",
            &[
                ("costRow", Arg::from(product.cost_row)),
                ("cost", Arg::from(product.cost.to_string())),
                ("costUnit", Arg::from(&product.cost_unit)),
                ("quantityRow", Arg::from(product.quantity_row)),
                ("quantity", Arg::from(product.quantity.to_string())),
                ("quantityUnit", Arg::from(&product.quantity_unit)),
                ("amount", amount(product.amount)),
            ],
        )));
    }
    for unpaired in &matching.unpaired {
        let args = [
            ("row", Arg::from(unpaired.cost_row)),
            ("printed", Arg::from(&unpaired.printed)),
            ("candidates", Arg::from(unpaired.candidates)),
        ];
        let key = if unpaired.candidates == 0 { "matching-unpaired-none" } else { "matching-unpaired-line" };
        lines.push(Paragraph::plain(look.t(key, &args)).as_role(Role::Muted));
    }
    lines.extend(matching.products_sum.iter().flat_map(|of| budget_sum(of, matching.budget, look)));
    for (key, of) in [("matching-heading-caps", &matching.caps), ("matching-heading-total", &matching.total_cap)] {
        if let Some(of) = of {
            lines.push(heading(key));
            lines.extend(budget_sum(of, matching.budget, look));
        }
    }
    if let Some(trend) = &matching.trend {
        lines.push(heading("matching-heading-trend"));
        let args = [("before", amount(trend.before)), ("now", amount(trend.now)), ("percent", plain(trend.percent))];
        lines.push(Paragraph::plain(look.t("matching-trend-line", &args)));
        for output in &trend.outputs {
            let args = [
                ("row", Arg::from(output.row)),
                ("before", Arg::from(&output.before)),
                ("now", Arg::from(&output.now)),
            ];
            let rose = look.s(if output.rose { "matching-output-rose" } else { "matching-output-flat" });
            lines.push(Paragraph::plain(format!("{} {rose}", look.t("matching-output-line", &args))));
        }
        if trend.flat() {
            lines.push(Paragraph::plain(look.s("matching-trend-flat")).as_role(Role::Warning));
        }
    }
    if lines.len() == begun {
        lines.push(Paragraph::plain(look.s("matching-nothing")).as_role(Role::Muted));
    }
    (look.s("matching-title"), lines)
}

impl ReviewScreen {
    /// The library, opened on the row under the cursor.
    pub(super) fn library(&self, _cx: &Cx) -> Vec<Effect> {
        let Some(view) = &self.view else { return Vec::new() };
        let subject = self.subject(view, self.row());
        vec![Effect::Push(Box::new(LibraryScreen::beside(Arc::clone(view), subject)))]
    }
}
