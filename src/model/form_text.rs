//! The canonical text of a form, written straight away: what [`super::canonical`] writes of it, at a fifth of the cost. An
//! import writes one for each form it meets. Tests hold the two together for arbitrary forms.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::form::{Amount, Form, Funds, FundsLine, Goal, Horizon, Indicator, MoreField, Party, PrintedCell};
use super::money::Money;

/// Writes the fields of an object in the order of their keys, which the caller keeps.
struct Object<'o> {
    out: &'o mut String,
    first: bool,
}

impl<'o> Object<'o> {
    fn new(out: &'o mut String) -> Self {
        out.push('{');
        Object { out, first: true }
    }

    fn key(&mut self, key: &str) -> &mut String {
        if !self.first {
            self.out.push(',');
        }
        self.first = false;
        self.out.push('"');
        self.out.push_str(key);
        self.out.push_str("\":");
        self.out
    }

    fn text(&mut self, key: &str, text: &str) {
        string(self.key(key), text);
    }

    fn given(&mut self, key: &str, text: &Option<String>) {
        if let Some(text) = text {
            self.text(key, text);
        }
    }

    fn filled(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.text(key, text);
        }
    }

    fn number(&mut self, key: &str, number: u32) {
        // Writing to a text does not fail.
        let _ = write!(self.key(key), "{number}");
    }

    fn list<T>(&mut self, key: &str, items: &[T], mut each: impl FnMut(&mut String, &T)) {
        let out = self.key(key);
        out.push('[');
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            each(out, item);
        }
        out.push(']');
    }

    fn amount(&mut self, key: &str, amount: &Option<Amount>) {
        let Some(Amount { raw, fen }) = amount else { return };
        let mut object = Object::new(self.key(key));
        if let Some(Money(fen)) = fen {
            object.text("fen", &fen.to_string());
        }
        object.text("raw", raw);
        object.end();
    }

    fn more(&mut self, key: &str, more: &BTreeMap<MoreField, String>) {
        if more.is_empty() {
            return;
        }
        // A field's name is that of its variant: serde writes it, in quotes.
        let name = |field: &MoreField| serde_json::to_string(field).unwrap_or_default();
        let mut fields: Vec<(String, &String)> = more.iter().map(|(field, text)| (name(field), text)).collect();
        fields.sort();
        let mut object = Object::new(self.key(key));
        for (name, text) in fields {
            object.text(name.trim_matches('"'), text);
        }
        object.end();
    }

    fn others(&mut self, others: &[PrintedCell]) {
        if others.is_empty() {
            return;
        }
        self.list("others", others, |out, PrintedCell { heading, text }| {
            let mut object = Object::new(out);
            object.filled("heading", heading);
            object.text("text", text);
            object.end();
        });
    }

    fn end(self) {
        self.out.push('}');
    }
}

fn string(out: &mut String, text: &str) {
    out.push('"');
    // Nearly all texts are written as they are. Without a way out of the middle this looks at many bytes at once.
    if !text.bytes().fold(false, |found, byte| found | (byte < 0x20) | (byte == b'"') | (byte == b'\\')) {
        out.push_str(text);
        out.push('"');
        return;
    }
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x08 => "\\b",
            0x0C => "\\f",
            0..=0x1F => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        from = at + 1;
        match escaped {
            "" => out.push_str(&format!("\\u{byte:04x}")),
            escaped => out.push_str(escaped),
        }
    }
    out.push_str(&text[from..]);
    out.push('"');
}

fn party(out: &mut String, party: &Party) {
    let mut object = Object::new(out);
    object.given("code", &party.code);
    object.filled("name", &party.name);
    object.end();
}

fn funds(out: &mut String, funds: &Funds) {
    let mut object = Object::new(out);
    object.amount("adjusted", &funds.adjusted);
    object.amount("carried_over", &funds.carried_over);
    object.amount("executed", &funds.executed);
    object.given("execution_rate", &funds.execution_rate);
    object.given("execution_score", &funds.execution_score);
    object.given("execution_weight", &funds.execution_weight);
    object.amount("fiscal", &funds.fiscal);
    object.amount("initial", &funds.initial);
    if !funds.lines.is_empty() {
        object.list("lines", &funds.lines, |out, FundsLine { label, cells }| {
            let mut object = Object::new(out);
            object.list("cells", cells, |out, cell| string(out, cell));
            object.text("label", label);
            object.end();
        });
    }
    object.amount("mid_term_total", &funds.mid_term_total);
    object.amount("other", &funds.other);
    object.amount("total", &funds.total);
    object.end();
}

fn indicator(out: &mut String, row: &Indicator) {
    let mut object = Object::new(out);
    object.given("actual", &row.actual);
    object.given("deviation_reason", &row.deviation_reason);
    object.text("horizon", if row.horizon == Horizon::Annual { "annual" } else { "mid_term" });
    object.filled("level1", &row.level1);
    object.filled("level2", &row.level2);
    object.filled("level3", &row.level3);
    object.more("more", &row.more);
    object.number("no", row.no);
    object.given("operator", &row.operator);
    object.others(&row.others);
    object.given("score", &row.score);
    object.filled("target", &row.target);
    object.given("unit", &row.unit);
    object.given("weight", &row.weight);
    object.end();
}

/// The canonical text of a form.
pub(super) fn write(form: &Form) -> String {
    let mut out = String::with_capacity(512 + form.indicators.len() * 256);
    let mut object = Object::new(&mut out);
    object.given("code", &form.code);
    party(object.key("department"), &form.department);
    funds(object.key("funds"), &form.funds);
    let Goal { annual, mid_term, actual } = &form.goal;
    let mut goal = Object::new(object.key("goal"));
    goal.given("actual", actual);
    goal.given("annual", annual);
    goal.given("mid_term", mid_term);
    goal.end();
    if !form.indicators.is_empty() {
        object.list("indicators", &form.indicators, indicator);
    }
    object.text("kind", form.kind.id());
    object.more("more", &form.more);
    object.text("name", &form.name);
    object.others(&form.others);
    object.filled("region", &form.region);
    object.given("self_grade", &form.self_grade);
    object.given("self_score", &form.self_score);
    object.text("stage", form.stage.id());
    party(object.key("unit"), &form.unit);
    object.number("year", u32::from(form.year));
    object.end();
    out
}
