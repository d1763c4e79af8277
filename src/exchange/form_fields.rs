//! What a form says in its title and behind its labels, put into the fields of the form.

use crate::model::form::{FormKind, MoreField};

use super::form_style::{FormReader, add_line};
use super::headings::{self, Label, has_word, words};
use super::indicators;
use super::party::{party, project};
use super::sheet::Sheet;

/// What the rows above the first label say.
#[derive(Debug, Clone, Default)]
pub(super) struct Title {
    text: String,
    /// The budget year it names.
    pub year: Option<u16>,
    titled: bool,
    /// Whether anything stands above the first label.
    spoken: bool,
}

impl Title {
    /// Reads the rows above the first label, and a title beside it.
    pub fn read(sheet: &Sheet, rows: &[u32], anchor: usize) -> Title {
        let mut title = Title::default();
        for (at, row) in rows.iter().enumerate() {
            let heading = at > anchor || indicators::header(sheet, *row).is_some();
            if heading && at > 0 {
                break;
            }
            for (_, cell) in sheet.cells(*row) {
                if at == anchor && at > 0 && !headings::is_title(&cell.text) {
                    continue;
                }
                // The day of filing is no budget year.
                let text = cell.text.split(words().filed_on.as_str()).next().unwrap_or_default();
                title.year = title.year.or_else(|| headings::title_year(text));
                title.text.push_str(text);
                title.titled |= headings::is_title(text);
                title.spoken |= at < anchor;
            }
        }
        title
    }

    /// A form below another one without a title of its own stands under the other's.
    pub fn or(self, above: &Title) -> Title {
        match self.titled || self.year.is_some() {
            true => self,
            false => above.clone(),
        }
    }

    /// Whether only the columns tell the kind: the title says something else.
    pub fn is_silent(&self, monitors: bool) -> bool {
        let words = words();
        let named = [&words.self_evaluation, &words.monitoring, &words.target, &words.whole_department];
        !monitors && self.spoken && !named.iter().any(|list| has_word(&self.text, list))
    }

    /// The kind a title names, else the one that columns tell. `monitors`: a column speaks of the rest of the year;
    /// `results`: there are columns for results; `filled`: they hold some.
    pub fn kind(&self, monitors: bool, results: bool, filled: bool) -> FormKind {
        let words = words();
        let titled = |list: &[String]| has_word(&self.text, list);
        match () {
            () if titled(&words.whole_department) => FormKind::DepartmentOverall,
            () if titled(&words.monitoring) || monitors => FormKind::Monitoring,
            () if titled(&words.self_evaluation) || filled => FormKind::SelfEvaluation,
            () if titled(&words.target) => FormKind::Target,
            () if results => FormKind::SelfEvaluation,
            () => FormKind::Target,
        }
    }
}

impl FormReader<'_, '_> {
    /// Puts the value of a label where it belongs; the first one counts.
    pub fn take(&mut self, label: Label, text: String) {
        let form = &mut self.form;
        let more = match label {
            Label::Project if form.name.is_empty() => {
                let (code, name) = project(&text);
                form.name = name;
                form.code = form.code.take().or(code);
                return;
            }
            Label::ProjectCode => {
                form.code.get_or_insert(text);
                return;
            }
            Label::Department if form.department.name.is_empty() => {
                let found = party(&text);
                form.department.name = found.name;
                form.department.code = form.department.code.take().or(found.code);
                return;
            }
            Label::DepartmentCode => {
                form.department.code = Some(text);
                return;
            }
            Label::HigherDepartment => {
                self.higher_department.get_or_insert(text);
                return;
            }
            Label::Unit | Label::WholeDepartment if form.unit.name.is_empty() => {
                let found = party(&text);
                form.unit.name = found.name;
                form.unit.code = form.unit.code.take().or(found.code);
                return;
            }
            Label::UnitCode => {
                form.unit.code = Some(text);
                return;
            }
            Label::FilingUnit => {
                self.filing_unit = Some(text);
                return;
            }
            Label::Year => {
                self.column_year = headings::plausible_year(&text).or(self.column_year);
                return;
            }
            Label::Region => {
                form.region = text;
                return;
            }
            Label::Goal => return add_line(&mut form.goal.annual, &text),
            Label::GoalMidTerm => return add_line(&mut form.goal.mid_term, &text),
            Label::GoalActual => return add_line(&mut form.goal.actual, &text),
            Label::ExecutionRate => {
                form.funds.execution_rate.get_or_insert(text);
                return;
            }
            Label::ExecutionWeight => {
                form.funds.execution_weight.get_or_insert(text);
                return;
            }
            Label::ExecutionScore => {
                form.funds.execution_score.get_or_insert(text);
                return;
            }
            Label::SelfScore | Label::TotalScore => {
                form.self_score.get_or_insert(text);
                return;
            }
            Label::SelfGrade => {
                form.self_grade.get_or_insert(text);
                return;
            }
            Label::ProjectNature => MoreField::ProjectNature,
            Label::ProjectClass => MoreField::ProjectClass,
            Label::Period => MoreField::Period,
            Label::FinanceDivision => MoreField::FinanceDivision,
            Label::Overview => MoreField::Overview,
            Label::Grounds => MoreField::Grounds,
            Label::UnitFunction => MoreField::UnitFunction,
            Label::FiledOn => MoreField::FiledOn,
            Label::Notes => MoreField::Notes,
            Label::Conclusion => MoreField::Conclusion,
            Label::Problems => MoreField::Problems,
            Label::Measures => MoreField::Measures,
            Label::Analysis => MoreField::Analysis,
            Label::State => MoreField::State,
            Label::ParentProject => MoreField::ParentProject,
            Label::ProjectLevel => MoreField::ProjectLevel,
            Label::FundsUse => MoreField::FundsUse,
            Label::RectificationTitle => MoreField::RectificationTitle,
            Label::RectificationKind => MoreField::RectificationKind,
            Label::Rectification => MoreField::Rectification,
            Label::RectificationFile => MoreField::RectificationFile,
            Label::Due => MoreField::Due,
            Label::ProblemClass => MoreField::ProblemClass,
            Label::Feedback => MoreField::Feedback,
            Label::FeedbackFile => MoreField::FeedbackFile,
            Label::FeedbackOn => MoreField::FeedbackOn,
            Label::BudgetAdvice => MoreField::BudgetAdvice,
            Label::FinanceBudgetAdvice => MoreField::FinanceBudgetAdvice,
            Label::Completed => MoreField::Completed,
            Label::Assessor => MoreField::Assessor,
            _ => return,
        };
        form.more.entry(more).or_insert(text);
    }
}
