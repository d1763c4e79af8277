//! The sample database: 5,688 projects of 84 departments of an invented city over two years, and the published
//! tables of real offices.
//!
//! Made by the program itself from hand-written sources in `sample-db/`: the same bytes on every machine, without
//! clock, system randomness or floating point. About four projects in ten carry slips as people make them; what was
//! planted is told by [`answer_key`] only and never stands in a form. Pure: imports nothing but [`crate::model`].

mod city;
mod library;
mod paper;
mod plan;
mod published;
mod slips;
mod slips_evaluation;
mod slips_form;
mod slips_row;
mod stream;

use crate::model::form::{Form, FormKind, Place};
use city::{SMALL, WHOLE, generate};
pub use published::{Published, published};

/// Forms that belong into one import, as if read from one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleBatch {
    /// Name in the manner of a file, e.g. `sample/2025-targets`.
    pub name: String,
    /// Kind of every form in it.
    pub kind: FormKind,
    /// 预算年度 of every form in it.
    pub year: u16,
    /// The forms; sheets are named by department.
    pub forms: Vec<(Place, Form)>,
}

/// A slip that was made on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planted {
    /// 项目代码
    pub code: String,
    /// 预算年度 of the form.
    pub year: u16,
    /// Which form.
    pub kind: FormKind,
    /// Number of the indicator, as in [`crate::model::form::Indicator::no`]; `None` concerns the form.
    pub indicator: Option<u32>,
    /// `C01` … `C12` of a target, `S01` … `S12` of a self-evaluation.
    pub class: &'static str,
    /// Stable short name of the slip, e.g. `cost-at-least`.
    pub what: &'static str,
}

/// Everything: targets of 2024 (approved), self-evaluations of 2024, targets of 2025 (being compiled), then the
/// published tables by kind and year.
pub fn batches() -> Vec<SampleBatch> {
    let mut batches = generate(WHOLE).0;
    batches.extend(published::batches());
    batches
}

/// The first three batches with 40 projects of 6 departments: a part of what [`batches`] gives, unchanged.
pub fn small() -> Vec<SampleBatch> {
    generate(SMALL).0
}

/// What was planted in [`batches`]. For tests and lessons; never stored, written or shown beside a form.
pub fn answer_key() -> Vec<Planted> {
    generate(WHOLE).1
}

/// What was planted in [`small`].
pub fn small_answer_key() -> Vec<Planted> {
    generate(SMALL).1
}
