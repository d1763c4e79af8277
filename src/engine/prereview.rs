//! Pre-review (机审): runs the automatic checks over targets and keeps what they found.
//!
//! What is found is no truth of its own: it follows from the form, what is known around it and the profile, and is made
//! again when any of them changes. Only what people decide about a finding is an event.

use std::sync::Arc;

use super::workstation::Workstation;
use crate::model::finding::{CheckSettings, Finding};
use crate::model::form::Form;
use crate::rules::check::{self, Surroundings, Target};

impl Workstation {
    /// What the checks find on a form.
    pub(super) fn findings(&self, form: &Form) -> Arc<[Finding]> {
        let (around, settings) = (Surroundings::default(), CheckSettings::default());
        check::run(&Target::new(form, &around, &settings)).into()
    }
}
