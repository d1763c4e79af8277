//! Fills the forms from a plan: the target (绩效目标申报表) and the self-evaluation (绩效自评表), still with the truth
//! behind each row so that slips can be made on them.

use super::Planted;
use super::library::{Facet, Group, Library, Micro, Sign, Words, plain};
use super::plan::{Actual, Aim, Plan, Row, Structure, Style};
use super::stream::Stream;
use crate::model::form::{Amount, Form, FormKind, FundsLine, Horizon, Indicator, MoreField, Party, Stage};
use crate::model::money::Money;

/// What was done wrong on a paper.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    /// The row, by [`Line::id`]; `None` speaks of the form.
    pub(super) line: Option<u32>,
    pub(super) class: &'static str,
    pub(super) what: &'static str,
}

/// One printed indicator with its truth.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Stays with the row when others come and go.
    pub(super) id: u32,
    pub(super) truth: Row,
    pub(super) printed: Indicator,
}

/// A form being filled.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) form: Form,
    pub(super) lines: Vec<Line>,
    pub(super) marks: Vec<Mark>,
    pub(super) style: Style,
    pub(super) structure: Structure,
}

impl Draft {
    /// Records a slip.
    pub(super) fn mark(&mut self, line: Option<u32>, class: &'static str, what: &'static str) {
        self.marks.push(Mark { line, class, what });
    }

    /// Whether a slip was already made on this row.
    pub(super) fn is_marked(&self, id: u32) -> bool {
        self.marks.iter().any(|mark| mark.line == Some(id))
    }

    /// Positions of annual rows without slips that fit.
    pub(super) fn rows(&self, fits: impl Fn(&Line) -> bool) -> Vec<usize> {
        let fits = |line: &Line| line.printed.horizon == Horizon::Annual && !self.is_marked(line.id) && fits(line);
        (0..self.lines.len()).filter(|index| fits(&self.lines[*index])).collect()
    }

    /// Prints value, sign and unit of a row anew after its aim changed.
    pub(super) fn reprint(&mut self, index: usize, words: &Words) {
        let line = &mut self.lines[index];
        let fresh = print(&line.truth, self.style, self.structure, self.form.year, line.id as usize, words);
        line.printed.operator = fresh.operator;
        line.printed.target = fresh.target;
        line.printed.unit = fresh.unit;
        line.printed.level3 = fresh.level3;
        line.printed.more = fresh.more;
    }

    /// Prints the points of every annual row anew.
    pub(super) fn reprint_weights(&mut self) {
        for line in self.lines.iter_mut().filter(|line| line.printed.horizon == Horizon::Annual) {
            line.printed.weight = line.truth.weight.map(points);
        }
    }

    /// Numbers the rows and hands over form and answers.
    pub(super) fn finish(mut self, code: &str) -> (Form, Vec<Planted>) {
        for (index, line) in self.lines.iter_mut().enumerate() {
            line.printed.no = index as u32 + 1;
        }
        let number = |id: u32| self.lines.iter().find(|line| line.id == id).map(|line| line.printed.no);
        let planted = self.marks.iter().map(|mark| Planted {
            code: code.to_owned(),
            year: self.form.year,
            kind: self.form.kind,
            indicator: mark.line.and_then(number),
            class: mark.class,
            what: mark.what,
        });
        let planted = planted.collect();
        self.form.indicators = self.lines.into_iter().map(|line| line.printed).collect();
        (self.form, planted)
    }
}

/// Points from hundredths: `7.85`, `8`.
pub(super) fn points(hundredths: i64) -> String {
    plain(hundredths * 10_000)
}

/// An amount as printed in 万元.
pub(super) fn amount(value: Micro) -> Amount {
    Amount { raw: plain(value), fen: Some(Money(value)) }
}

/// Level-1 and level-2 names of a class.
pub(super) fn levels(facet: Facet, structure: Structure, words: &Words) -> (String, String) {
    let level1 = match structure.group(facet) {
        Group::Cost => &words.level1.cost,
        Group::Output => &words.level1.output,
        Group::Benefit => &words.level1.benefit,
        Group::Content => &words.level1.content,
    };
    let level2 = match facet {
        Facet::Cost if structure == Structure::Older => &words.level2.cost_in_output,
        Facet::Cost => &words.level2.cost,
        Facet::SocialCost => &words.level2.social_cost,
        Facet::EcologicalCost => &words.level2.ecological_cost,
        Facet::Quantity => &words.level2.quantity,
        Facet::Quality => &words.level2.quality,
        Facet::Time => &words.level2.time,
        Facet::Economic => &words.level2.economic,
        Facet::Social => &words.level2.social,
        Facet::Ecological => &words.level2.ecological,
        Facet::Lasting => &words.level2.lasting,
        Facet::Content => &words.level2.content,
    };
    (level1.clone(), level2.clone())
}

fn month(pattern: &str, year: u16, month: u8) -> String {
    pattern.replace("{year}", &year.to_string()).replace("{month}", &month.to_string())
}

/// Prints a row of a target.
pub(super) fn print(
    row: &Row,
    style: Style,
    structure: Structure,
    year: u16,
    wording: usize,
    words: &Words,
) -> Indicator {
    let (level1, level2) = levels(row.facet, structure, words);
    let (mut operator, mut unit) = (None, None);
    let target = match (&row.aim, style) {
        (Aim::Number(sign, value), Style::Columns) => {
            operator = Some(sign.text().to_owned());
            unit = Some(row.unit.clone());
            plain(*value)
        }
        (Aim::Number(Sign::Equal, value), Style::Glued) if wording.is_multiple_of(2) => {
            format!("{}{}", plain(*value), row.unit)
        }
        (Aim::Number(sign, value), Style::Glued) => format!("{}{}{}", sign.text(), plain(*value), row.unit),
        (Aim::Month(value), _) => month(&words.month_target[wording % words.month_target.len()], year, *value),
        (Aim::Words(text), Style::Columns) => {
            operator = Some(words.qualitative.clone());
            text.clone()
        }
        (Aim::Words(text), Style::Glued) => text.clone(),
    };
    let mut printed = Indicator {
        level1,
        level2,
        level3: row.name.clone(),
        operator,
        target,
        unit,
        weight: row.weight.map(points),
        ..Indicator::default()
    };
    if matches!(row.aim, Aim::Words(_)) {
        printed.more.insert(MoreField::ScoringStandard, words.tiers[wording % words.tiers.len()].clone());
    }
    printed
}

fn head(plan: &Plan, library: &Library, kind: FormKind, year: u16) -> Form {
    let mut form = Form::new(kind, year);
    form.region = library.city.region.clone();
    form.code = Some(plan.code.clone());
    form.name = plan.name.clone();
    form.department = Party { code: Some(plan.department.0.clone()), name: plan.department.1.clone() };
    form.unit = Party { code: Some(plan.unit_code.clone()), name: plan.unit.clone() };
    form.more.insert(MoreField::FinanceDivision, plan.department.4.clone());
    form
}

/// The target of a year, without slips.
pub(super) fn target(plan: &Plan, library: &Library, year: u16) -> Draft {
    let words = &library.words;
    let this = &plan.years[usize::from(year == 2025)];
    let mut form = head(plan, library, FormKind::Target, year);
    form.stage = if year == 2025 { Stage::Compiled } else { Stage::Approved };
    form.funds.total = Some(amount(this.funds));
    form.funds.fiscal = Some(amount(this.fiscal));
    form.funds.other = Some(amount(this.funds - this.fiscal));
    form.goal.annual = Some(this.goal.clone());
    let is_new = plan.first_year == year;
    let nature = if is_new { &words.natures.0 } else { &words.natures.1 };
    let class = match plan.template.class.as_str() {
        "R" => &words.class_names.r,
        "Y" => &words.class_names.y,
        _ => &words.class_names.t,
    };
    let long = plan.template.years > 1;
    let (from, to) =
        if long { (plan.first_year, plan.first_year.max(2023) + plan.template.years - 1) } else { (year, year) };
    let to = to.max(year);
    let span = |text: &str| text.replace("{from}", &from.to_string()).replace("{to}", &to.to_string());
    let mut grounds = words.grounds[plan.wording % words.grounds.len()].clone();
    if is_new && Money(this.funds) >= Money::KEY_LANE {
        grounds.push_str(&words.ex_ante);
    }
    form.more.insert(MoreField::ProjectNature, nature.clone());
    form.more.insert(MoreField::ProjectClass, class.clone());
    form.more.insert(MoreField::Period, span(&words.period));
    form.more.insert(MoreField::Grounds, grounds);

    let mut lines: Vec<Line> = Vec::with_capacity(this.rows.len() + 3);
    for (index, row) in this.rows.iter().enumerate() {
        let printed = print(row, plan.style, plan.structure, year, plan.wording + index, words);
        lines.push(Line { id: index as u32, truth: row.clone(), printed });
    }
    if long {
        let count = i64::from(to - from + 1);
        form.funds.mid_term_total = Some(amount(this.funds * count));
        let whole = lines.iter().filter(|line| line.truth.facet == Facet::Quantity);
        let whole: Vec<Line> = whole.take(3).map(|line| line.clone_for(count, plan, year, words)).collect();
        let total =
            whole.first().map(|line| format!("{}{}", line.truth.name, total_of(&line.truth))).unwrap_or_default();
        form.goal.mid_term = Some(span(&words.mid_term_goal).replace("{name}", &plan.name).replace("{total}", &total));
        lines.extend(whole);
    }
    Draft { form, lines, marks: Vec::new(), style: plan.style, structure: plan.structure }
}

fn total_of(row: &Row) -> String {
    match &row.aim {
        Aim::Number(_, value) => format!("{}{}", plain(*value), row.unit),
        _ => String::new(),
    }
}

impl Line {
    /// The mid-term row of an annual one.
    fn clone_for(&self, years: i64, plan: &Plan, year: u16, words: &Words) -> Line {
        let mut truth = self.truth.clone();
        if let Aim::Number(_, value) = &mut truth.aim {
            *value *= years;
        }
        truth.weight = None;
        let mut printed = print(&truth, plan.style, plan.structure, year, plan.wording, words);
        printed.horizon = Horizon::MidTerm;
        Line { id: self.id + 1_000, truth, printed }
    }
}

/// Prints what was reached, in the manner of the row's target.
pub(super) fn print_actual(line: &Line, style: Style, wording: usize, words: &Words) -> String {
    match line.truth.actual {
        Actual::Number(value) if style == Style::Glued => format!("{}{}", plain(value), line.truth.unit),
        Actual::Number(value) => plain(value),
        Actual::Month(value) => month(&words.month_actual, 2024, value),
        Actual::Full => words.achieved[wording % words.achieved.len()].clone(),
        Actual::Partly => words.partly.clone(),
    }
}

/// Execution rate in hundredths of a percent, rounded half up.
pub(super) fn rate(executed: Micro, adjusted: Micro) -> i64 {
    if adjusted <= 0 { 0 } else { (executed * 20_000 / adjusted + 1) / 2 }
}

/// Band of a total in hundredths of a point: 0 best, 3 worst.
pub(super) fn band(total: i64) -> usize {
    match total {
        9_000.. => 0,
        8_000..9_000 => 1,
        6_000..8_000 => 2,
        _ => 3,
    }
}

/// Writes the total, its grade and what a total like that asks for.
pub(super) fn settle(draft: &mut Draft, words: &Words, wording: usize) {
    let execution = draft.form.funds.execution_score.as_deref().map(hundredths).unwrap_or(0);
    let printed = |line: &Line| line.printed.score.as_deref().map(hundredths).unwrap_or(0);
    let total = execution + draft.lines.iter().map(printed).sum::<i64>();
    draft.form.self_score = Some(points(total));
    draft.form.self_grade = Some(words.grades[band(total)].clone());
    if total < 9_000 || draft.lines.iter().any(|line| !line.truth.met()) {
        draft.form.more.insert(MoreField::Measures, words.measures[wording % words.measures.len()].clone());
    }
}

/// Reads back points that this generator printed.
pub(super) fn hundredths(text: &str) -> i64 {
    let (whole, places) = text.split_once('.').unwrap_or((text, ""));
    whole.parse::<i64>().unwrap_or(0) * 100 + format!("{places:0<2}").parse::<i64>().unwrap_or(0)
}

/// The self-evaluation of 2024 over the approved rows, without slips of its own.
pub(super) fn evaluation(plan: &Plan, approved: &Draft, library: &Library, stream: &mut Stream) -> Draft {
    let words = &library.words;
    let mut form = head(plan, library, FormKind::SelfEvaluation, 2024);
    let this = &plan.years[0];
    let share = |value: Micro| match value {
        _ if value == this.funds => this.fiscal,
        _ if this.fiscal == this.funds => value,
        _ => (i128::from(value) * i128::from(this.fiscal) / i128::from(this.funds.max(1))) as Micro / 10_000 * 10_000,
    };
    let rate = rate(plan.executed, plan.adjusted);
    form.funds.initial = Some(amount(this.funds));
    form.funds.adjusted = Some(amount(plan.adjusted));
    form.funds.executed = Some(amount(plan.executed));
    form.funds.execution_rate = Some(format!("{}.{:02}%", rate / 100, rate % 100));
    form.funds.execution_weight = Some("10".into());
    form.funds.execution_score = Some(points((rate / 10).min(1_000)));
    let cells = [this.funds, plan.adjusted, plan.executed];
    let fiscal = cells.map(share);
    let line = |label: &str, cells: [Micro; 3]| FundsLine { label: label.to_owned(), cells: cells.map(plain).to_vec() };
    form.funds.lines = vec![
        line(&words.funds_lines.0, fiscal),
        line(&words.funds_lines.1, [cells[0] - fiscal[0], cells[1] - fiscal[1], cells[2] - fiscal[2]]),
    ];
    form.goal.annual = approved.form.goal.annual.clone();
    form.goal.actual = Some(plan.goal_done.replace("{year}", "2024"));
    let mut notes = Vec::new();
    if plan.adjusted != this.funds {
        notes.push(stream.pick(&words.adjusted).clone());
    }
    if rate < 9_000 {
        notes.push(stream.pick(&words.low_execution).clone());
    }
    if !notes.is_empty() {
        form.more.insert(MoreField::Analysis, notes.concat());
    }
    let day = stream.between(5, 27).to_string();
    let filed = words.filed_on.replace("{year}", "2025").replace("{month}", &stream.between(1, 3).to_string());
    form.more.insert(MoreField::FiledOn, filed.replace("{day}", &day));

    let mut lines: Vec<Line> = Vec::with_capacity(approved.lines.len());
    for line in approved.lines.iter().filter(|line| line.printed.horizon == Horizon::Annual) {
        let mut line = line.clone();
        line.printed.actual = Some(print_actual(&line, plan.style, plan.wording, words));
        line.printed.score = Some(points(line.truth.deserved()));
        line.printed.more.clear();
        if !line.truth.met() {
            let reasons = if line.truth.facet == Facet::Cost { &words.cost_reasons } else { &words.reasons };
            line.printed.deviation_reason = Some(stream.pick(reasons).clone());
        }
        if line.truth.facet == Facet::Content {
            let sent = stream.between(8, 60) * 10;
            let back = sent - stream.between(1, sent / 8);
            let survey = words.survey.replace("{sent}", &sent.to_string()).replace("{back}", &back.to_string());
            line.printed.more.insert(MoreField::Description, survey);
        }
        lines.push(line);
    }
    let mut draft = Draft { form, lines, marks: Vec::new(), style: plan.style, structure: plan.structure };
    carry_over(approved, &mut draft);
    settle(&mut draft, words, plan.wording);
    draft
}

/// Slips of the approved target that a self-evaluation inherits.
fn carry_over(approved: &Draft, draft: &mut Draft) {
    for mark in &approved.marks {
        let line = mark.line.filter(|id| draft.lines.iter().any(|line| line.id == *id));
        match (mark.class, mark.what) {
            ("C10", "weights-sum") => draft.mark(None, "S03", "weights-not-100"),
            ("C07", "vague-value" | "hollow-rate" | "name-repeats-class") => draft.mark(line, "S09", "not-assessable"),
            _ => {}
        }
    }
}
