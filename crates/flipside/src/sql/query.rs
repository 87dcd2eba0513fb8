//! A statement about the days of a subject.

use jiff::civil::Date;
use market::{DateRange, Metric, Subject, SubjectKind};

use super::catalog::Place;
use super::{Catalog, Days, Family, Fill, Network, Statement};

/// One question to the tables, and what its answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    pub(super) subject: Subject,
    pub(super) statement: Statement,
    pub(super) network: Network,
    pub(super) place: Place,
    pub(super) days: Days,
}

impl Query {
    /// The name of the column with the day; the others have the names of metrics.
    pub const DAY: &'static str = "day";

    /// Whose figures are asked for.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Which statement it is.
    pub fn statement(&self) -> Statement {
        self.statement
    }

    /// The days asked for, both ends included.
    pub fn range(&self) -> DateRange {
        self.days.range()
    }

    /// The metrics that the answer has, in the order of its columns, which come after
    /// [`Query::DAY`] and have their names.
    pub fn metrics(&self) -> impl Iterator<Item = Metric> + use<> {
        self.statement.fills().iter().map(|Fill { metric, .. }| *metric)
    }

    /// The names of the columns, in order and in lower case.
    pub fn columns(&self) -> Vec<&'static str> {
        let mut columns = vec![Self::DAY];
        columns.extend(self.metrics().map(Metric::name));
        columns
    }

    /// The same question about other days.
    #[must_use]
    pub fn about(&self, days: Days) -> Self {
        Self { days, ..self.clone() }
    }

    /// The statement's text.
    pub fn text(&self) -> String {
        let Network { family, database, core, price, defi } = &self.network;
        let gas_price = match family {
            Family::Arbitrum => "gas_price_paid",
            _ => "gas_price",
        };
        let (contract, key) = match &self.place {
            Place::Network => (String::new(), String::new()),
            Place::Contract(contract) => (contract.to_string(), String::new()),
            Place::Protocol(key) => (String::new(), key.to_string()),
        };
        self.statement
            .template()
            .replace("{core}", &format!("{database}.{core}"))
            .replace("{price}", &format!("{database}.{price}"))
            .replace("{defi}", &format!("{database}.{defi}"))
            .replace("{gas_price}", gas_price)
            .replace("{contract}", &contract)
            .replace("{key}", &key)
            .replace("{from}", &self.days.from().to_string())
            .replace("{until}", &self.days.until().to_string())
    }
}

/// Finds the query that has this text, if it is one about the catalogue that is known without
/// configuration.
pub fn recognise(sql: &str) -> Option<Query> {
    Catalog::default().recognise(sql)
}

impl Catalog {
    /// Finds the query that has this text, to the letter.
    pub fn recognise(&self, sql: &str) -> Option<Query> {
        let from = date_behind(sql, ">= '")?;
        let until = date_behind(sql, "< '")?;
        let days = Days::new(DateRange { from, to: until.yesterday().ok()? }).ok()?;
        SubjectKind::ALL
            .into_iter()
            .flat_map(|kind| self.subjects(kind))
            .filter_map(|subject| self.queries(&subject, days))
            .flatten()
            .find(|query| query.text() == sql)
    }
}

fn date_behind(sql: &str, mark: &str) -> Option<Date> {
    let (_, after) = sql.split_once(mark)?;
    let (date, _) = after.split_once('\'')?;
    date.parse().ok()
}
