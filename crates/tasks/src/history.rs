//! The table of earlier days.

use jiff::civil::Date;
use market::{Day, Metric, Subject, Unit};

use crate::name::Name;

/// The earlier days that a prompt shows, without columns that would be empty and days that were
/// not measured.
pub(crate) struct History<'s> {
    columns: Vec<Column<'s>>,
    rows: Vec<Row<'s>>,
}

/// A column of the table.
pub(crate) struct Column<'s> {
    /// Which of a row's days it shows.
    pub(crate) side: usize,
    pub(crate) subject: &'s Subject,
    pub(crate) metric: Metric,
    pub(crate) name: Name,
}

/// A row of the table: a date, and the day of each subject.
pub(crate) type Row<'s> = (Date, [Option<&'s Day>; 2]);

/// A figure of the table.
#[derive(Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) value: f64,
    /// Recovered from a later record, where only counts and totals are known.
    pub(crate) recovered: bool,
}

impl Column<'_> {
    pub(crate) fn unit(&self) -> Unit {
        self.metric.unit(self.subject)
    }

    fn cell(&self, (_, days): &Row<'_>) -> Option<Cell> {
        let day = days[self.side]?;
        Some(Cell { value: day.value(self.metric)?, recovered: !day.can_be_asked() })
    }
}

impl<'s> History<'s> {
    /// Drops the columns and rows without a figure.
    pub(crate) fn new(mut columns: Vec<Column<'s>>, mut rows: Vec<Row<'s>>) -> Self {
        columns.retain(|column| rows.iter().any(|row| column.cell(row).is_some()));
        rows.retain(|row| columns.iter().any(|column| column.cell(row).is_some()));
        Self { columns, rows }
    }

    /// How many days there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn columns(&self) -> &[Column<'s>] {
        &self.columns
    }

    /// The days with their figures, one a column.
    pub(crate) fn rows(
        &self,
    ) -> impl Iterator<Item = (Date, impl Iterator<Item = Option<Cell>> + Clone)> {
        self.rows.iter().map(|row| (row.0, self.columns.iter().map(|column| column.cell(row))))
    }

    /// Where the figure of a column and a day stands, with its value.
    pub(crate) fn find(&self, name: &Name, date: Date) -> Option<(usize, f64, Unit)> {
        let place = self.columns.iter().position(|column| column.name == *name)?;
        let row = self.rows.iter().position(|(of, _)| *of == date)?;
        let column = &self.columns[place];
        let cell = column.cell(&self.rows[row])?;
        Some((row * self.columns.len() + place, cell.value, column.unit()))
    }
}
