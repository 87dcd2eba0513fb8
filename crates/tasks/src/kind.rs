//! The kinds of question a task can ask.

use std::fmt;
use std::str::FromStr;

use market::SubjectKind;

/// A kind of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TaskKind {
    /// How busy a network was, and who used it.
    NetworkActivity,
    /// What value moved over a network, or what its users paid in fees.
    ValueFlow,
    /// Where a network's metric is heading, with an interval.
    GrowthProjection,
    /// Whether a day stands out against the network's own history.
    Anomaly,
    /// Two networks on one day.
    NetworkComparison,
    /// A token's trend and what could be lost.
    TokenTrendRisk,
    /// How far a token has fallen, and how far it has come back.
    TokenDrawdownRecovery,
}

impl TaskKind {
    /// All kinds, in the order in which they are planned.
    pub const ALL: [Self; 7] = [
        Self::NetworkActivity,
        Self::ValueFlow,
        Self::GrowthProjection,
        Self::Anomaly,
        Self::NetworkComparison,
        Self::TokenTrendRisk,
        Self::TokenDrawdownRecovery,
    ];

    /// The name in records, files and folders.
    pub fn name(self) -> &'static str {
        match self {
            Self::NetworkActivity => "network_activity",
            Self::ValueFlow => "value_flow",
            Self::GrowthProjection => "growth_projection",
            Self::Anomaly => "anomaly",
            Self::NetworkComparison => "network_comparison",
            Self::TokenTrendRisk => "token_trend_risk",
            Self::TokenDrawdownRecovery => "token_drawdown_recovery",
        }
    }

    /// The kind of subject that the question is about.
    pub fn subject_kind(self) -> SubjectKind {
        match self {
            Self::NetworkActivity
            | Self::ValueFlow
            | Self::GrowthProjection
            | Self::Anomaly
            | Self::NetworkComparison => SubjectKind::Network,
            Self::TokenTrendRisk | Self::TokenDrawdownRecovery => SubjectKind::Token,
        }
    }
}

impl fmt::Display for TaskKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The name is of no task kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownTaskKind(String);

impl fmt::Display for UnknownTaskKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = TaskKind::ALL.map(TaskKind::name).join(", ");
        write!(f, "no task kind is called `{}`; there are {names}", self.0)
    }
}

impl std::error::Error for UnknownTaskKind {}

impl FromStr for TaskKind {
    type Err = UnknownTaskKind;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == text)
            .ok_or_else(|| UnknownTaskKind(text.to_owned()))
    }
}
