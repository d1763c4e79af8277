//! The table: one line per figure, beside its budget.

/// Whether a figure keeps to its budget.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Met,
    Missed,
    /// A figure that no budget speaks of, or that cannot be compared on this machine.
    Noted,
}

struct Line {
    id: &'static str,
    what: String,
    measured: String,
    budget: String,
    verdict: Verdict,
}

/// Lines gathered so far.
#[derive(Default)]
pub struct Report {
    lines: Vec<Line>,
}

impl Report {
    /// A figure and its limit in the same unit, shown with a word on how they came about.
    pub fn limit(&mut self, id: &'static str, what: &str, figure: f64, limit: f64, unit: &str, detail: &str) {
        let verdict = if figure <= limit { Verdict::Met } else { Verdict::Missed };
        let measured = format!("{}{unit}{}", short(figure), bracket(detail));
        self.push(id, what, measured, format!("<= {}{unit}", short(limit)), verdict);
    }

    /// A figure without a budget.
    pub fn note(&mut self, id: &'static str, what: &str, measured: String) {
        self.push(id, what, measured, "-".to_owned(), Verdict::Noted);
    }

    fn push(&mut self, id: &'static str, what: &str, measured: String, budget: String, verdict: Verdict) {
        let line = Line { id, what: what.to_owned(), measured, budget, verdict };
        // Shown at once, so that a long run is seen to go on.
        eprintln!("  {:<4} {}: {} ({})", line.id, line.what, line.measured, line.budget);
        self.lines.push(line);
    }

    /// The table as text.
    pub fn table(&self) -> String {
        let widths =
            |get: fn(&Line) -> &str| self.lines.iter().map(|line| get(line).chars().count()).max().unwrap_or(0);
        let what = widths(|line| &line.what);
        let measured = widths(|line| &line.measured).max(8);
        let budget = widths(|line| &line.budget).max(6);
        let mut text = format!(
            "| {:<4} | {:<what$} | {:<measured$} | {:<budget$} |        |\n",
            "#", "what", "measured", "budget"
        );
        text.push_str(&format!("|{:-<6}|{:-<what$}--|{:-<measured$}--|{:-<budget$}--|--------|\n", "", "", "", ""));
        for line in &self.lines {
            let verdict = match line.verdict {
                Verdict::Met => "met",
                Verdict::Missed => "MISSED",
                Verdict::Noted => "noted",
            };
            text.push_str(&format!(
                "| {:<4} | {:<what$} | {:<measured$} | {:<budget$} | {verdict:<6} |\n",
                line.id, line.what, line.measured, line.budget
            ));
        }
        let missed = self.lines.iter().filter(|line| line.verdict == Verdict::Missed).count();
        let met = self.lines.iter().filter(|line| line.verdict == Verdict::Met).count();
        text.push_str(&format!("{met} met, {missed} missed\n"));
        text
    }
}

fn bracket(detail: &str) -> String {
    if detail.is_empty() { String::new() } else { format!(" ({detail})") }
}

/// Three figures that count.
pub fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 0.1 => format!("{value:.2}"),
        _ => format!("{value:.4}"),
    }
}
