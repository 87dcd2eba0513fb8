//! The history of a task by metric and day, laid out once for looking up.

use jiff::civil::Date;

use crate::facts::TaskFacts;
use crate::names::{NameKind, Names};
use crate::parse::DateMention;
use crate::tables::is_day;

/// The figures of the earlier days, and of the task's own day, by the index of their name.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// The days that the history has, in its order.
    days: Vec<Date>,
    /// For each name the figures of those days; NaN where there is none.
    values: Vec<f64>,
    /// For each day the figures of all names, where the task's own day has the figures of the day.
    by_day: Vec<f64>,
    /// The names that are metrics or columns of the history, in the order of the names.
    metrics: Vec<usize>,
    /// The day's values of the metrics that are measured every day, without their signs, and as
    /// percentages.
    todays: Vec<f64>,
    /// The figures of all names on days other than the task's, name by name.
    earlier: Vec<f64>,
    /// For each name where its figures end among them.
    ends: Vec<usize>,
    /// For each name the least and the greatest of those figures.
    extremes: Vec<(f64, f64)>,
    today: Option<Date>,
    has_earlier: bool,
}

/// A day of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) date: Date,
    row: usize,
}

/// Which of the task's days a mention names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NamedDay {
    /// It is the task's own day.
    pub(crate) is_today: bool,
    /// The day of the history, which may be the task's own too.
    pub(crate) of_past: Option<Day>,
}

impl Past {
    /// Lays out the history.
    pub(crate) fn of(facts: &TaskFacts, names: &Names) -> Self {
        let rows = facts.history.len();
        let mut past = Self {
            days: facts.history.iter().map(|it| it.date).collect(),
            values: vec![f64::NAN; rows * names.all().len()],
            by_day: vec![f64::NAN; rows * names.all().len()],
            metrics: Vec::with_capacity(names.all().len()),
            todays: Vec::new(),
            earlier: Vec::with_capacity(rows * names.all().len()),
            ends: Vec::with_capacity(names.all().len()),
            extremes: Vec::with_capacity(names.all().len()),
            today: facts.date,
            has_earlier: facts.history.iter().any(|it| Some(it.date) != facts.date),
        };
        // Rows have the same columns as a rule, so that a name is looked up once.
        let mut columns: Vec<(&str, Option<usize>)> = Vec::new();
        for (row, it) in facts.history.iter().enumerate() {
            for (place, (name, value)) in it.values.iter().enumerate() {
                let index = match columns.get(place) {
                    Some((known, index)) if known == name => *index,
                    _ => {
                        let index = names.position(name);
                        if place == columns.len() {
                            columns.push((name, index));
                        }
                        index
                    }
                };
                if let Some(index) = index {
                    past.values[index * rows + row] = *value;
                }
            }
        }
        for name in 0..names.all().len() {
            let values = past.values(name);
            let extremes =
                values.fold((f64::MAX, f64::MIN), |it, value| (it.0.min(value), it.1.max(value)));
            past.extremes.push(extremes);
            let figures = &past.values[name * rows..(name + 1) * rows];
            let earlier = past.days.iter().zip(figures);
            past.earlier.extend(
                earlier
                    .filter(|(day, value)| Some(**day) != past.today && !value.is_nan())
                    .map(|(_, value)| *value),
            );
            past.ends.push(past.earlier.len());
        }
        past.lay_out_by_day(names);
        for (name, it) in names.all().iter().enumerate() {
            if it.kind == NameKind::Metric
                && let Some(value) = it.value
                && past.earlier(name).next().is_some()
            {
                past.todays.extend([value.abs(), (value * 100.0).abs()]);
            }
        }
        past
    }

    fn lay_out_by_day(&mut self, names: &Names) {
        let (rows, width) = (self.days.len(), names.all().len());
        for (name, it) in names.all().iter().enumerate() {
            if matches!(it.kind, NameKind::Metric | NameKind::History) {
                self.metrics.push(name);
            }
            for row in 0..rows {
                let todays = it.value.filter(|_| Some(self.days[row]) == self.today);
                self.by_day[row * width + name] = todays.unwrap_or(self.values[name * rows + row]);
            }
        }
    }

    /// The least and the greatest value of a metric; the wrong way round if it has none.
    pub fn extremes(&self, name: usize) -> (f64, f64) {
        self.extremes.get(name).copied().unwrap_or((f64::MAX, f64::MIN))
    }

    /// Whether there is a day before the task's.
    pub fn has_earlier(&self) -> bool {
        self.has_earlier
    }

    /// Finds a day in the history.
    pub(crate) fn day(&self, date: Date) -> Option<Day> {
        let row = self.days.iter().position(|it| *it == date)?;
        Some(Day { date, row })
    }

    /// Which of the task's days a mention names.
    pub(crate) fn named(&self, mention: &DateMention) -> NamedDay {
        let row = self.days.iter().position(|it| is_day(mention, Some(*it)));
        NamedDay {
            is_today: is_day(mention, self.today),
            of_past: row.map(|row| Day { date: self.days[row], row }),
        }
    }

    /// The figures of a day, by name; NaN where there is none.
    pub(crate) fn on(&self, day: Day) -> &[f64] {
        let width = self.extremes.len();
        &self.by_day[day.row * width..(day.row + 1) * width]
    }

    /// A metric's value on a day of the history.
    pub(crate) fn value_of(&self, name: usize, day: Day) -> Option<f64> {
        Some(self.on(day)[name]).filter(|it| !it.is_nan())
    }

    /// Whether a value without its sign is the day's of a metric that is measured every day, or is
    /// as near to it as this.
    pub(crate) fn is_todays(&self, value: f64, room: f64) -> bool {
        self.todays.iter().any(|it| (it - value).abs() <= room)
    }

    /// The names that are metrics or columns of the history.
    pub(crate) fn metrics(&self) -> &[usize] {
        &self.metrics
    }

    /// The day of the history that a mention names.
    pub fn day_of(&self, mention: &DateMention) -> Option<Date> {
        self.days.iter().copied().find(|it| is_day(mention, Some(*it)))
    }

    /// A metric's value on a day.
    pub fn value_on(&self, names: &Names, name: usize, day: Date) -> Option<f64> {
        if self.today == Some(day)
            && let Some(value) = names.get(name).value
        {
            return Some(value);
        }
        let row = self.days.iter().position(|it| *it == day)?;
        let value = self.column(name)[row];
        (!value.is_nan()).then_some(value)
    }

    /// The values of a metric, oldest first, as the history gives them.
    pub fn values(&self, name: usize) -> impl DoubleEndedIterator<Item = f64> + Clone {
        self.column(name).iter().copied().filter(|it| !it.is_nan())
    }

    /// The values of a metric on days other than the task's.
    pub fn earlier(&self, name: usize) -> impl Iterator<Item = f64> {
        let start = name.checked_sub(1).and_then(|it| self.ends.get(it)).copied().unwrap_or(0);
        let end = self.ends.get(name).copied().unwrap_or(start);
        self.earlier[start..end].iter().copied()
    }

    fn column(&self, name: usize) -> &[f64] {
        let rows = self.days.len();
        self.values.get(name * rows..(name + 1) * rows).unwrap_or(&[])
    }
}
