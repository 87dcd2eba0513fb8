//! Stand-in.
#![allow(missing_docs)]
use std::fmt;
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Condition;
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sideways")
    }
}
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Evidence {
    pub text: String,
}
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Assessment {
    pub condition: Condition,
    pub confidence: f64,
    pub evidence: Vec<Evidence>,
}
pub trait ConditionAssessor: Send + Sync {
    fn assess(&self, series: &market::Series, date: jiff::civil::Date) -> Option<Assessment>;
}
#[derive(Default)]
pub struct RuleBook;
impl ConditionAssessor for RuleBook {
    fn assess(&self, _: &market::Series, _: jiff::civil::Date) -> Option<Assessment> {
        Some(Assessment {
            condition: Condition,
            confidence: 0.5,
            evidence: vec![Evidence {
                text: "growth of 1% is small".into(),
            }],
        })
    }
}
