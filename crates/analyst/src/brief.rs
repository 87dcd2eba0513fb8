//! What the figures of a prompt say, before anything is worded.

use jiff::civil::Date;

use crate::formula::Expr;
use crate::prompt::Prompt;
use crate::quantity::{Quantity, Unit};
use crate::working::Solution;

/// The family of question that a prompt belongs to, told from what it asks to be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Activity,
    Value,
    Projection,
    Anomaly,
    Comparison,
    Trend,
    Drawdown,
}

/// Why an earlier day is worth a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// One day before.
    DayBefore,
    /// Seven days before.
    WeekBefore,
    /// Thirty days before.
    MonthBefore,
    /// The highest value of the days shown.
    Highest,
    /// The lowest value of the days shown.
    Lowest,
    /// The last known day before.
    Latest,
    /// The first day shown.
    First,
    /// Any other.
    Other,
}

/// An earlier day beside the day asked about.
#[derive(Clone, Debug)]
pub(crate) struct Earlier {
    pub(crate) metric: String,
    pub(crate) date: Date,
    pub(crate) then: Quantity,
    pub(crate) now: Quantity,
    /// The change since, as a fraction.
    pub(crate) change: f64,
    pub(crate) role: Role,
    pub(crate) recovered: bool,
}

/// A prompt with its solutions and what follows from them.
pub(crate) struct Brief<'p> {
    pub(crate) prompt: &'p Prompt,
    pub(crate) solutions: &'p [Solution],
    pub(crate) family: Family,
    /// The metric that the question turns on.
    pub(crate) focus: String,
    /// Of two networks the busier one, then the quieter one.
    pub(crate) pair: Option<(String, String)>,
    pub(crate) recovered_days: usize,
    /// Days between the first one shown and the day asked about that were not measured.
    pub(crate) missing_days: usize,
    /// Whether some day shown lacks a figure.
    pub(crate) has_blanks: bool,
}

impl<'p> Brief<'p> {
    pub(crate) fn new(prompt: &'p Prompt, solutions: &'p [Solution]) -> Self {
        let family = family(prompt);
        let pair = (prompt.subjects.len() == 2).then(|| order(prompt)).flatten();
        let focus = match (&pair, family) {
            (Some((busy, _)), _) => format!("{busy}.daily_txns"),
            (None, Family::Value) => ["total_volume", "total_fees", "avg_tx_value", "avg_fee"]
                .iter()
                .find(|name| prompt.figure(name).is_some())
                .map_or_else(|| first_figure(prompt), |name| (*name).to_owned()),
            _ => first_figure(prompt),
        };
        let first = prompt.history.iter().map(|row| row.date).min();
        let span = first.map_or(0, |first| days_between(first, prompt.date));
        // A chosen set of days (a token's) is no gap; a network's table is the latest run of days.
        let missing_days = if prompt.data == "blockchain" {
            usize::try_from(span).unwrap_or(0).saturating_sub(prompt.history.len())
        } else {
            0
        };
        Self {
            prompt,
            solutions,
            family,
            focus,
            pair,
            recovered_days: prompt.history.iter().filter(|row| row.recovered).count(),
            missing_days,
            has_blanks: prompt.history.iter().any(|row| row.values.iter().any(Option::is_none)),
        }
    }

    pub(crate) fn solution(&self, name: &str) -> Option<&'p Solution> {
        self.solutions.iter().find(|solution| solution.name == name)
    }

    /// A result as a formula would take it; NaN, which no comparison holds for, if there is none.
    pub(crate) fn r(&self, name: &str) -> f64 {
        self.solution(name).map_or(f64::NAN, |solution| solution.value.operand())
    }

    /// A figure of the day as a formula would take it; NaN if there is none.
    pub(crate) fn v(&self, name: &str) -> f64 {
        self.prompt.figure(name).map_or(f64::NAN, |figure| figure.value.operand())
    }

    /// Whether a result is known and less than this.
    pub(crate) fn below(&self, name: &str, bound: f64) -> bool {
        self.r(name) < bound
    }

    /// Whether some calculation's name ends so.
    pub(crate) fn solution_ends(&self, suffix: &str) -> bool {
        self.solutions.iter().any(|solution| solution.name.ends_with(suffix))
    }

    /// Whether there is such a calculation or figure.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.solution(name).is_some() || self.prompt.figure(name).is_some()
    }

    /// The growth of the focus, where it was asked for.
    pub(crate) fn growth(&self) -> Option<&'p Solution> {
        self.solutions
            .iter()
            .find(|s| grows(&s.formula).is_some_and(|(metric, _)| metric == self.focus))
    }

    /// Whether the question turns on a count of use and not on an amount.
    pub(crate) fn counts_use(&self) -> bool {
        self.prompt.figure(&self.focus).is_some_and(|figure| figure.value.unit == Unit::Plain)
    }

    /// What the market context calls the day, in small letters.
    pub(crate) fn condition(&self) -> Option<String> {
        let (class, _) = crate::overview::class(self.prompt.context.first()?)?;
        Some(class.to_lowercase())
    }

    /// Whether the question turns on what transactions cost.
    pub(crate) fn about_fees(&self) -> bool {
        ["total_fees", "avg_fee", "gas_price_gwei"].contains(&self.focus.as_str())
    }

    /// Whether a figure stands in the upper half of its history; `None` without a history.
    pub(crate) fn upper_half(&self, metric: &str) -> Option<bool> {
        let days = self.earlier(metric);
        let below = days.iter().filter(|day| day.change > 0.0).count();
        (days.len() > 2).then_some(2 * below > days.len())
    }

    /// Whether transactions were dear for these days; `None` where what they cost is not known or
    /// its figures disagree.
    pub(crate) fn dear(&self) -> Option<bool> {
        let mut sides = ["gas_price_gwei", "avg_fee", "total_fees"]
            .into_iter()
            .filter_map(|metric| self.upper_half(metric));
        let first = sides.next()?;
        sides.all(|side| side == first).then_some(first)
    }

    /// An earlier day whose value is more than three times the median of the days shown, or less
    /// than a third of it.
    pub(crate) fn outlier(&self) -> Option<Earlier> {
        let mut days = self.earlier(&self.focus);
        days.sort_by(|a, b| a.then.value.total_cmp(&b.then.value));
        let median = days.get(days.len() / 2)?.then.value;
        let far = |day: &Earlier| {
            let times = day.then.value / median;
            if (1.0 / 3.0..=3.0).contains(&times) { 0.0 } else { libm::log(times).abs() }
        };
        days.into_iter()
            .filter(|day| median > 0.0 && day.then.value > 0.0 && far(day) > 0.0)
            .max_by(|a, b| far(a).total_cmp(&far(b)))
    }

    /// Whether programs run on the network.
    pub(crate) fn has_contracts(&self) -> bool {
        self.prompt.subjects.iter().any(|name| ["ethereum", "near"].contains(&name.as_str()))
    }

    /// How many days the baseline counts.
    pub(crate) fn baseline_days(&self) -> f64 {
        self.v(&format!("{}_days", self.focus))
    }

    /// The earlier days of a metric, those with a reason of their own first.
    pub(crate) fn earlier(&self, metric: &str) -> Vec<Earlier> {
        let Some(now) = self.prompt.figure(metric).map(|figure| &figure.value) else {
            return Vec::new();
        };
        let Some(column) = self.prompt.columns.iter().position(|name| name == metric) else {
            return Vec::new();
        };
        let days: Vec<(Date, &Quantity, bool)> = self
            .prompt
            .history
            .iter()
            .filter_map(|row| Some((row.date, row.values.get(column)?.as_ref()?, row.recovered)))
            .filter(|(date, then, _)| {
                *date < self.prompt.date && then.unit == now.unit && then.value != 0.0
            })
            .collect();
        let extreme = |sign: f64| {
            let most =
                days.iter().map(|(_, then, _)| sign * then.value).fold(f64::NEG_INFINITY, f64::max);
            let mut best = days.iter().filter(|(_, then, _)| sign * then.value == most);
            // A tie has no single highest day.
            best.next().filter(|_| best.next().is_none() && days.len() > 2).map(|(date, ..)| *date)
        };
        let (highest, lowest) = (extreme(1.0), extreme(-1.0));
        let last = days.iter().map(|(date, ..)| *date).max();
        let first = days.iter().map(|(date, ..)| *date).min();
        let mut earlier: Vec<Earlier> = days
            .iter()
            .map(|(date, then, recovered)| Earlier {
                metric: metric.to_owned(),
                date: *date,
                then: (*then).clone(),
                now: now.clone(),
                change: (now.value - then.value) / then.value.abs(),
                recovered: *recovered,
                role: match days_between(*date, self.prompt.date) {
                    7 => Role::WeekBefore,
                    30 => Role::MonthBefore,
                    _ if highest == Some(*date) => Role::Highest,
                    _ if lowest == Some(*date) => Role::Lowest,
                    1 => Role::DayBefore,
                    _ if last == Some(*date) => Role::Latest,
                    _ if first == Some(*date) => Role::First,
                    _ => Role::Other,
                },
            })
            .collect();
        earlier.sort_by_key(|e| e.role == Role::Other);
        earlier
    }

    /// The lowest earlier value below the day's, or the highest above it.
    pub(crate) fn bound(&self, metric: &str, above: bool) -> Option<Earlier> {
        let side = |e: &Earlier| if above { -e.change } else { e.change };
        let mut days = self.earlier(metric);
        // Beyond a small distance only: a bound next to the present value binds nothing.
        days.retain(|e| side(e) > 0.01);
        days.into_iter().max_by(|a, b| side(a).total_cmp(&side(b)))
    }

    /// The day a close of this value was seen on, if the history shows exactly one.
    pub(crate) fn day_of(&self, metric: &str, column: &str) -> Option<Date> {
        let value = &self.prompt.figure(metric)?.value;
        let column = self.prompt.columns.iter().position(|name| name == column)?;
        let mut days = self.prompt.history.iter().filter(|row| {
            row.values
                .get(column)
                .is_some_and(|v| v.as_ref().is_some_and(|v| v.value == value.value))
        });
        let day = days.next()?.date;
        days.next().is_none().then_some(day)
    }
}

/// Reads a growth formula: the metric and the day it is measured from.
pub(crate) fn grows(formula: &Expr) -> Option<(&str, Date)> {
    let mut metric = None;
    let mut from = None;
    let mut other = false;
    formula.visit(&mut |expr| match expr {
        Expr::Metric(name) => metric = Some(name.as_str()),
        Expr::MetricOn(name, date) => from = Some((name.as_str(), *date)),
        Expr::Number(_) | Expr::Result(_) | Expr::Root(_) | Expr::Ln(_) => other = true,
        Expr::Binary(..) => {}
    });
    let (name, date) = from?;
    (!other && metric == Some(name)).then_some((name, date))
}

pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

fn first_figure(prompt: &Prompt) -> String {
    prompt.figures.first().map(|figure| figure.name.clone()).unwrap_or_default()
}

fn family(prompt: &Prompt) -> Family {
    let asks = |name: &str| prompt.calculation(name).is_some();
    if prompt.subjects.len() == 2 {
        Family::Comparison
    } else if asks("z_score") {
        Family::Anomaly
    } else if asks("projected_value") {
        Family::Projection
    } else if asks("drawdown") {
        Family::Drawdown
    } else if asks("return_7d") || prompt.data == "market" {
        Family::Trend
    } else if ["value_per_txn", "implied_volume", "fee_check", "implied_fees", "fee_per_txn"]
        .iter()
        .any(|n| asks(n))
    {
        Family::Value
    } else {
        Family::Activity
    }
}

fn order(prompt: &Prompt) -> Option<(String, String)> {
    let [left, right] = prompt.subjects.as_slice() else { return None };
    let txns = |network: &str| Some(prompt.figure(&format!("{network}.daily_txns"))?.value.value);
    let (l, r) = (txns(left)?, txns(right)?);
    Some(if l >= r { (left.clone(), right.clone()) } else { (right.clone(), left.clone()) })
}
