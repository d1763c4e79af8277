//! Walks through the departments of the invented city and fills the forms of each project.

use super::library::{Department, Library};
use super::paper::Draft;
use super::plan::{Plan, filings, plan};
use super::slips::Desk;
use super::stream::Stream;
use super::{Planted, SampleBatch, paper, slips, slips_evaluation, slips_form, slips_row};
use crate::model::form::{Form, FormKind, Place};
use crate::model::money::Money;

/// How much of the sample is made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    departments: usize,
    projects: usize,
}

pub(super) const WHOLE: Scale = Scale { departments: usize::MAX, projects: usize::MAX };
pub(super) const SMALL: Scale = Scale { departments: 6, projects: 40 };

/// One project slot in seventeen is taken over by a new project in 2025.
fn is_replaced(slot: usize) -> bool {
    slot % 17 == 5
}

struct Desktop<'a> {
    library: &'a Library,
    forms: [Vec<(Place, Form)>; 3],
    planted: Vec<Planted>,
}

/// The three batches and what was planted in them.
pub(super) fn generate(scale: Scale) -> (Vec<SampleBatch>, Vec<Planted>) {
    let library = Library::shared();
    let mut desktop = Desktop { library, forms: Default::default(), planted: Vec::new() };
    let departments = &library.city.departments;
    // The small sample takes departments of different areas: every so-many-th.
    let count = scale.departments.min(departments.len());
    let step = departments.len() / count;
    let mut left = scale.projects;
    for index in 0..count {
        let share = if scale.projects == usize::MAX { usize::MAX } else { left.div_ceil(count - index) };
        let department = &departments[index * step];
        let taken = department.5.min(share);
        desktop.department(department, &departments[(index * step + 7) % departments.len()], taken);
        left = left.saturating_sub(taken);
    }
    let [approved, evaluated, compiled] = desktop.forms;
    let batch = |name: &str, kind, year, forms| SampleBatch { name: format!("sample/{name}"), kind, year, forms };
    let batches = vec![
        batch("2024-targets", FormKind::Target, 2024, approved),
        batch("2024-self-evaluations", FormKind::SelfEvaluation, 2024, evaluated),
        batch("2025-targets", FormKind::Target, 2025, compiled),
    ];
    (batches, desktop.planted)
}

impl Desktop<'_> {
    /// Fills the forms of a department's first `count` projects.
    fn department(&mut self, department: &Department, stranger: &Department, count: usize) {
        let replaced = (0..department.5).filter(|slot| is_replaced(*slot)).count();
        let all = filings(self.library, department, department.5 + replaced);
        let strange = filings(self.library, stranger, 12);
        let mut plans: Vec<Plan> = Vec::with_capacity(count);
        for slot in 0..count {
            let mut stream = Stream::of(&["slips", &department.0, &slot.to_string()]);
            let flawed = stream.percent(40);
            let stubborn = flawed && stream.percent(55);
            let this = plan(self.library, department, &all[slot], slot, false, stubborn);
            let other =
                plan(self.library, stranger, &strange[slot % strange.len()], slot % strange.len(), false, false);
            let sibling = plans.iter().rev().find(|plan| plan.unit_code == this.unit_code);
            let next = is_replaced(slot).then(|| {
                let place = department.5 + (0..slot).filter(|slot| is_replaced(*slot)).count();
                plan(self.library, department, &all[place], place, true, false)
            });
            self.project(&this, next.as_ref(), &other, sibling, flawed.then_some(stream));
            plans.push(this);
        }
    }

    /// Fills the three forms of a slot; `stream` is given when slips are to be made.
    fn project(
        &mut self,
        this: &Plan,
        next: Option<&Plan>,
        other: &Plan,
        sibling: Option<&Plan>,
        stream: Option<Stream>,
    ) {
        let library = self.library;
        let following = next.unwrap_or(this);
        let mut approved = paper::target(this, library, 2024);
        let mut compiled = paper::target(following, library, 2025);
        let mut quiet = Stream::of(&["evaluation", &this.code]);
        let unchanged = this.stubborn && next.is_none();
        let Some(mut stream) = stream.filter(|_| !unchanged) else {
            let evaluated = paper::evaluation(this, &approved, library, &mut quiet);
            if unchanged {
                // The slip lies between the years; nothing else is done to these forms.
                compiled.mark(None, "C12", "asked-again-after-low-execution");
                if library.words.grades[2..].iter().any(|grade| evaluated.form.self_grade.as_ref() == Some(grade)) {
                    compiled.mark(None, "C12", "nothing-changed-after-poor-grade");
                }
            }
            self.file([(approved, this), (evaluated, this), (compiled, following)]);
            return;
        };
        let desk = |plan| Desk { library, plan, other, sibling };
        if following.first_year == 2025 && compiled.form.annual_funds() >= Some(Money::KEY_LANE) {
            // The slip that finance minds most has few forms to stand on, so each of them gets it.
            slips::make(&mut compiled, &[slips_form::EX_ANTE], 1, &desk(following), &mut stream);
        }
        let how_many = |stream: &mut Stream| 1 + usize::from(stream.percent(35));
        let [on_approved, on_evaluated] = [18, 48].map(|chance| stream.percent(chance));
        let on_compiled = stream.percent(62) || !(on_approved || on_evaluated);
        if stream.percent(6) {
            slips::make(&mut approved, &[slips_row::HOLLOW], 1, &desk(this), &mut stream);
        } else if on_approved {
            let count = how_many(&mut stream);
            slips::make(&mut approved, &[slips_form::SLIPS, slips_row::SLIPS], count, &desk(this), &mut stream);
        }
        let mut evaluated = paper::evaluation(this, &approved, library, &mut quiet);
        if on_evaluated {
            let count = how_many(&mut stream);
            slips::make(&mut evaluated, &[slips_evaluation::SLIPS], count, &desk(this), &mut stream);
        }
        if on_compiled {
            let count = how_many(&mut stream);
            slips::make(&mut compiled, &[slips_form::SLIPS, slips_row::SLIPS], count, &desk(following), &mut stream);
        }
        self.file([(approved, this), (evaluated, this), (compiled, following)]);
    }

    fn file(&mut self, drafts: [(Draft, &Plan); 3]) {
        for ((draft, plan), pile) in drafts.into_iter().zip(&mut self.forms) {
            let (form, planted) = draft.finish(&plan.code);
            let sheet = plan.department.1.clone();
            let row = pile.last().filter(|(place, _)| place.sheet == sheet).map_or(2, |(place, _)| place.row + 1);
            pile.push((Place { sheet, row }, form));
            self.planted.extend(planted);
        }
    }
}
