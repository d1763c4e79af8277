//! The numbers under which kinds, stages and printed fields are stored. No number is ever given again.

use super::NotPacked;
use crate::model::form::{FormKind, MoreField, Stage};

/// Declares the numbers under which variants are stored: a new variant does not compile until it has one, and no number
/// is ever given again.
macro_rules! numbers {
    ($(#[$doc:meta])* $seen:vis $number:ident, $of:ident, $type:ident { $($name:ident = $value:literal),+ $(,)? }) => {
        $(#[$doc])*
        $seen fn $number(variant: $type) -> u8 {
            match variant {
                $($type::$name => $value),+
            }
        }

        /// Reads it back.
        ///
        /// # Errors
        /// When the number stands for nothing.
        $seen fn $of(number: u8) -> Result<$type, NotPacked> {
            match number {
                $($value => Ok($type::$name),)+
                _ => Err(NotPacked::Number),
            }
        }
    };
}

numbers!(
    /// The number under which a stage is stored.
    pub stage_number,
    stage_of,
    Stage { Compiled = 0, Approved = 1, Execution = 2 }
);

numbers!(
    /// The number under which a kind is stored.
    pub kind_number,
    kind_of,
    FormKind {
        Target = 0,
        SelfEvaluation = 1,
        Monitoring = 2,
        BudgetList = 3,
        DepartmentOverall = 4,
        IndicatorLibrary = 5,
        Reply = 6,
        OpinionList = 7,
        RecheckList = 8,
    }
);

numbers!(
    /// The number under which a further field is stored.
    pub field_number,
    field_of,
    MoreField {
        Explanation = 0,
        ScoringStandard = 1,
        Deduction = 2,
        Description = 3,
        Remark = 4,
        IndicatorCode = 5,
        Nature = 6,
        Likelihood = 7,
        PreviousActual = 8,
        Basis = 9,
        ProjectNature = 10,
        ProjectClass = 11,
        Period = 12,
        FinanceDivision = 13,
        Overview = 14,
        Grounds = 15,
        UnitFunction = 16,
        FiledOn = 17,
        Opinion = 18,
        State = 19,
        Increase = 20,
        Decrease = 21,
        ReasonKind = 22,
        Analysis = 23,
        SpendingOnTime = 24,
        GoalOnTime = 25,
        GoalAdjustment = 26,
        Problems = 27,
        Measures = 28,
        Conclusion = 29,
        Notes = 30,
        Expected = 31,
        ReviewScore = 32,
        ScoreFactor = 33,
        GroupPoints = 34,
        SubgroupPoints = 35,
        BlockPoints = 36,
        Common = 37,
        ValueDescription = 38,
        ValueMethod = 39,
        ValueSource = 40,
        Evidence = 41,
        Industry = 42,
        ParentProject = 43,
        ProjectLevel = 44,
        HigherDepartment = 45,
        FundsUse = 46,
        RectificationTitle = 47,
        RectificationKind = 48,
        Rectification = 49,
        RectificationFile = 50,
        Due = 51,
        Feedback = 52,
        FeedbackFile = 53,
        FeedbackOn = 54,
        BudgetAdvice = 55,
        FinanceBudgetAdvice = 56,
        Completed = 57,
        Assessor = 58,
        ProblemClass = 59,
    }
);
