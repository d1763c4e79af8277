//! `plan.json`: what a plan decides beside how many are drawn of which stratum. It is sealed with it: the seed record names its
//! fingerprint (`planjson=`). Decisions that are not made do not stand in it, so a file from before one of them keeps its
//! fingerprint.

use num_rational::BigRational;
use num_traits::Zero;
use serde::{Deserialize, Serialize};

use super::fraction::read_share;
use super::lines::fault;
use crate::model::canonical;
use crate::model::draw::StagePlan;
use crate::model::problem::Problem;

/// The fuller plan; its file is canonical JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FullPlan {
    /// Share of the units drawn at random that two re-verify independently, as typed: `10%`, `0.1` or `1/10`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_share: Option<String>,
    /// When one draws on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stages: Option<StagePlan>,
}

impl FullPlan {
    /// The text of the file; `None` where nothing was decided, so that there is no file.
    pub fn write(&self) -> Option<String> {
        if *self == FullPlan::default() {
            return None;
        }
        // Whole numbers and texts are always canonical.
        canonical::write(self).ok()
    }

    /// Reads the file; `file` names it in what is told.
    ///
    /// # Errors
    /// For anything but the one spelling, what is not known, or a share that is none.
    pub fn read(text: &str, file: &str) -> Result<FullPlan, Problem> {
        let broken = |detail: String| fault(file, "problem-draw-full-plan").with("detail", detail);
        let plan: FullPlan = serde_json::from_str(text).map_err(|error| broken(error.to_string()))?;
        if plan.write().as_deref() != Some(text) {
            return Err(broken("canonical JSON".to_owned()));
        }
        plan.second()?;
        Ok(plan)
    }

    /// The share of second reviews; zero where none was decided.
    ///
    /// # Errors
    /// When it is none.
    pub fn second(&self) -> Result<BigRational, Problem> {
        let Some(text) = &self.second_share else { return Ok(BigRational::zero()) };
        read_share(text).ok_or_else(|| Problem::refused("problem-sample-second").with("value", text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::draw::PlannedStage;

    #[test]
    fn a_plan_that_decides_nothing_has_no_file_and_a_file_has_one_spelling() {
        assert_eq!(FullPlan::default().write(), None);
        let stage = PlannedStage { more: 6, accept: 0, go_on: 1 };
        let stages = StagePlan { tolerable: "5%".to_owned(), stages: vec![stage] };
        let staged = FullPlan { stages: Some(stages), ..FullPlan::default() };
        let text = staged.write().unwrap();
        assert_eq!(text, r#"{"stages":{"stages":[{"accept":0,"go_on":1,"more":6}],"tolerable":"5%"}}"#);
        assert_eq!(FullPlan::read(&text, "plan.json"), Ok(staged.clone()));
        for wrong in ["", "{}", "[]", &format!(" {text}"), &text.replace("stages\":{", "stages\":{\"more\":1,")] {
            assert_eq!(FullPlan::read(wrong, "plan.json").unwrap_err().key, "problem-draw-full-plan", "{wrong}");
        }
        let shared = FullPlan { second_share: Some("1/5".to_owned()), ..FullPlan::default() };
        let text = shared.write().unwrap();
        assert_eq!(text, r#"{"second_share":"1/5"}"#);
        assert_eq!(FullPlan::read(&text, "plan.json"), Ok(shared.clone()));
        for wrong in [
            r#"{"second_share": "1/5"}"#,
            r#"{"second_share":"6/5"}"#,
            r#"{"second":"1/5"}"#,
            r#"{"second_share":0.2}"#,
        ] {
            assert!(FullPlan::read(wrong, "plan.json").is_err(), "{wrong}");
        }
        let both = FullPlan { stages: staged.stages, ..shared };
        assert_eq!(FullPlan::read(&both.write().unwrap(), "plan.json"), Ok(both));
    }
}
