//! `plan.json`: what a plan decides beside how many are drawn of which stratum. It is sealed with it: the seed record names its
//! fingerprint (`planjson=`). Decisions that are not made do not stand in it.

use serde::{Deserialize, Serialize};

use super::lines::fault;
use crate::model::canonical;
use crate::model::draw::StagePlan;
use crate::model::problem::Problem;

/// The fuller plan; its file is canonical JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FullPlan {
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
    /// For anything but the one spelling, or what is not known.
    pub fn read(text: &str, file: &str) -> Result<FullPlan, Problem> {
        let broken = |detail: String| fault(file, "problem-draw-full-plan").with("detail", detail);
        let plan: FullPlan = serde_json::from_str(text).map_err(|error| broken(error.to_string()))?;
        if plan.write().as_deref() == Some(text) { Ok(plan) } else { Err(broken("canonical JSON".to_owned())) }
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
        let plan = FullPlan { stages: Some(StagePlan { tolerable: "5%".to_owned(), stages: vec![stage] }) };
        let text = plan.write().unwrap();
        assert_eq!(text, r#"{"stages":{"stages":[{"accept":0,"go_on":1,"more":6}],"tolerable":"5%"}}"#);
        assert_eq!(FullPlan::read(&text, "plan.json"), Ok(plan));
        for wrong in ["", "{}", "[]", &format!(" {text}"), &text.replace("stages\":{", "stages\":{\"more\":1,")] {
            assert_eq!(FullPlan::read(wrong, "plan.json").unwrap_err().key, "problem-draw-full-plan", "{wrong}");
        }
    }
}
