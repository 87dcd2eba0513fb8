//! Reads the text of one CSV file into rows, or says what is wrong with it and where.
//!
//! What cannot be data of this layout ends the reading: text in a number, a missing column, a line
//! that was cut off. What is data but cannot be true (a success rate of 1.2, prices that contradict
//! themselves) is left to [`crate::SeriesBuilder`], which drops and reports it.

use std::collections::BTreeMap;
use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder, Trim};
use jiff::civil::Date;

use crate::suggest::nearest;
use crate::{Error, ErrorKind, Metric, Origin, RawDay, Subject, SubjectKind};

const PLAIN_NUMBERS: &str =
    "a number has no unit and no separators of thousands, and its decimal sign is a point";

/// The columns of a file: whose figures it holds, and which.
pub(crate) struct Layout {
    /// The file's name.
    pub(crate) file: &'static str,
    /// The kind of subject; its name heads the column with the subjects' names.
    pub(crate) kind: SubjectKind,
    /// Whether there is a column `origin`. Only that one may be left out.
    pub(crate) has_origin: bool,
    /// The columns of figures.
    pub(crate) metrics: &'static [Metric],
}

/// A network and day a row.
pub(crate) const NETWORKS: Layout = Layout {
    file: "network_daily.csv",
    kind: SubjectKind::Network,
    has_origin: true,
    metrics: &[
        Metric::DailyTxns,
        Metric::UniqueUsers,
        Metric::UniqueReceivers,
        Metric::SuccessRate,
        Metric::TotalVolume,
        Metric::AvgTxValue,
        Metric::TotalFees,
        Metric::AvgFee,
        Metric::AvgGasPerTxn,
        Metric::GasPriceGwei,
        Metric::ActiveContracts,
    ],
};

/// A token and day a row.
pub(crate) const TOKENS: Layout = Layout {
    file: "token_daily.csv",
    kind: SubjectKind::Token,
    has_origin: false,
    metrics: &[Metric::OpenUsd, Metric::HighUsd, Metric::LowUsd, Metric::CloseUsd],
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Subject,
    Date,
    Origin,
    Figure(Metric),
}

impl Layout {
    fn columns(&self) -> Vec<Column> {
        let mut columns = vec![Column::Subject, Column::Date];
        columns.extend(self.has_origin.then_some(Column::Origin));
        columns.extend(self.metrics.iter().copied().map(Column::Figure));
        columns
    }

    fn title(&self, column: Column) -> &'static str {
        match column {
            Column::Subject => self.kind.name(),
            Column::Date => "date",
            Column::Origin => "origin",
            Column::Figure(metric) => metric.name(),
        }
    }

    fn header(&self) -> String {
        let titles: Vec<&str> = self.columns().into_iter().map(|c| self.title(c)).collect();
        titles.join(",")
    }
}

/// The rows of a file, by subject, each with its line.
pub(crate) type Rows = BTreeMap<Subject, Vec<RawDay>>;

/// Reads a file's bytes. `file` is the name for messages.
pub(crate) fn read(layout: &Layout, file: &str, bytes: &[u8]) -> Result<Rows, Error> {
    Reading { layout, file: Arc::from(file) }.read(bytes)
}

struct Reading<'a> {
    layout: &'a Layout,
    file: Arc<str>,
}

impl Reading<'_> {
    fn read(&self, bytes: &[u8]) -> Result<Rows, Error> {
        // Some programs begin every text with a byte order mark.
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(self
                .wrong("the file is empty")
                .on_line(1)
                .with_hint(format!("the first line names the columns: {}", self.layout.header())));
        }
        let mut lines = Lines { bytes, at: 0, line: 1 };
        if let Err(error) = std::str::from_utf8(bytes) {
            let line = lines.line_at(error.valid_up_to());
            return Err(self.wrong("expected UTF-8 text, found other bytes").on_line(line));
        }
        let is_ended = bytes.ends_with(b"\n") || bytes.ends_with(b"\r");

        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(Trim::All)
            .from_reader(bytes);
        let mut record = ByteRecord::new();
        let mut columns = Vec::new();
        let mut rows = Rows::new();
        let mut seen: BTreeMap<(Subject, Date), u64> = BTreeMap::new();
        let mut ranges = RangeCheck::default();
        let mut line = 1;
        while reader.read_byte_record(&mut record).map_err(|error| {
            self.wrong("the line cannot be read").on_line(line).with_source(error)
        })? {
            let start = record.position().map_or(0, |position| position.byte() as usize);
            line = lines.line_at(lines.skip_breaks(start));
            if let Some(at) = record.iter().position(|cell| cell.contains(&b'\n')) {
                return Err(self
                    .wrong("a quoted cell goes on over the end of the line; is a quote missing?")
                    .on_line(line)
                    .in_column(at + 1, self.name_of(&columns, at)));
            }
            if columns.is_empty() {
                columns = self.read_header(&record, line)?;
                continue;
            }
            if record.len() != columns.len() {
                let end = reader.position().byte() as usize;
                let raw = bytes.get(start..end).unwrap_or(bytes);
                if raw.split(|byte| *byte == b'"').count() % 2 == 0 {
                    return Err(self
                        .wrong("a quote is opened and not closed")
                        .on_line(line)
                        .in_column(record.len(), self.name_of(&columns, record.len() - 1)));
                }
                let is_last = end >= bytes.len() && !is_ended;
                return Err(self.wrong_length(&columns, record.len(), is_last).on_line(line));
            }
            let (subject, row) = self.read_row(&columns, &record, line, &mut ranges)?;
            let day = (subject.clone(), row.date);
            if let Some(first) = seen.insert(day, line) {
                let message = format!(
                    "{subject} has the date {} twice, on lines {first} and {line}",
                    row.date
                );
                let at = columns.iter().position(|column| *column == Column::Date);
                return Err(self
                    .wrong(message)
                    .on_line(line)
                    .in_column(at.unwrap_or(0) + 1, "date")
                    .with_hint("expected one row a day; remove the wrong one"));
            }
            rows.entry(subject).or_default().push(row);
        }
        if !is_ended {
            return Err(self
                .wrong("the last line has no end, so its last number may be cut off")
                .on_line(line)
                .with_hint("if the line is whole, put a line break behind it"));
        }
        if rows.is_empty() {
            return Err(self
                .wrong("there are no rows under the names of the columns")
                .on_line(line));
        }
        self.check_ranges(&ranges, &columns)?;
        Ok(rows)
    }

    fn read_header(&self, record: &ByteRecord, line: u64) -> Result<Vec<Column>, Error> {
        let expected = self.layout.columns();
        let hint = format!("the columns are {}", self.layout.header());
        let mut columns = Vec::with_capacity(record.len());
        for (at, cell) in record.iter().enumerate() {
            let title = text(cell);
            let fail = |message: String| {
                Err(self.wrong(message).on_line(line).in_column(at + 1, "").with_hint(&hint))
            };
            if let Some(separator) = [';', '\t', '|'].into_iter().find(|c| title.contains(*c)) {
                return fail(format!("expected columns separated by commas, found {separator:?}"));
            }
            let Some(column) = expected.iter().find(|c| self.layout.title(**c) == title) else {
                let titles = expected.iter().map(|c| self.layout.title(*c));
                return fail(match nearest(&title, titles) {
                    Some(near) => format!("unknown column {}; is it {near}?", found(&title)),
                    None => format!("unknown column {}", found(&title)),
                });
            };
            if columns.contains(column) {
                return fail(format!("the column {title} is there twice"));
            }
            columns.push(*column);
        }
        let missing: Vec<&str> = expected
            .iter()
            .filter(|column| **column != Column::Origin && !columns.contains(column))
            .map(|column| self.layout.title(*column))
            .collect();
        if missing.is_empty() {
            return Ok(columns);
        }
        Err(self
            .wrong(format!(
                "missing {}: {}",
                if missing.len() == 1 { "column" } else { "columns" },
                missing.join(", ")
            ))
            .on_line(line)
            .with_hint(format!("{hint}; what was not measured is an empty cell")))
    }

    fn wrong_length(&self, columns: &[Column], fields: usize, is_last: bool) -> Error {
        let plural = if fields == 1 { "" } else { "s" };
        let message = format!("expected {} fields, found {fields}", columns.len());
        if is_last {
            let message = format!(
                "the file is cut off: its last line has {fields} field{plural} of {}",
                columns.len()
            );
            return self.wrong(message).in_column(fields, self.name_of(columns, fields - 1));
        }
        let error = self.wrong(message);
        if fields > columns.len() {
            return error.in_column(columns.len() + 1, "").with_hint(PLAIN_NUMBERS);
        }
        error.in_column(fields + 1, self.name_of(columns, fields))
    }

    fn read_row(
        &self,
        columns: &[Column],
        record: &ByteRecord,
        line: u64,
        ranges: &mut RangeCheck,
    ) -> Result<(Subject, RawDay), Error> {
        let mut subject = None;
        let mut date = None;
        let mut row = RawDay::new(Date::ZERO).place(Arc::clone(&self.file), line);
        for (at, (column, cell)) in columns.iter().zip(record).enumerate() {
            let cell = text(cell);
            let here = |error: Error| {
                error
                    .in_file(&*self.file)
                    .on_line(line)
                    .in_column(at + 1, self.layout.title(*column))
            };
            match column {
                Column::Subject => {
                    let name = format!("{}:{cell}", self.layout.kind);
                    subject = Some(name.parse::<Subject>().map_err(|_| {
                        here(malformed(format!(
                            "expected the name of a {}, found {}",
                            self.layout.kind,
                            found(&cell)
                        )))
                    })?);
                }
                Column::Date => date = Some(read_date(&cell).map_err(here)?),
                Column::Origin => row.origin = read_origin(&cell).map_err(here)?,
                Column::Figure(metric) => {
                    if let Some(value) = read_figure(*metric, &cell).map_err(here)? {
                        ranges.note(*metric, value, line);
                        row.values.push((*metric, value));
                    }
                }
            }
        }
        // The header has both columns, so both were read.
        row.date = date.unwrap_or(Date::ZERO);
        let subject = subject.unwrap_or_else(|| Subject::new(self.layout.kind, ""));
        Ok((subject, row))
    }

    /// One impossible value is a blemish; a column of nothing else is in another unit.
    fn check_ranges(&self, ranges: &RangeCheck, columns: &[Column]) -> Result<(), Error> {
        for (metric, tally) in &ranges.0 {
            if tally.outside < 2 || tally.outside < tally.measured {
                continue;
            }
            let at = columns.iter().position(|column| *column == Column::Figure(*metric));
            let allowed = metric.allowed();
            let error = self
                .wrong(format!(
                    "all {} values are outside the range of {metric}, {} to {}, beginning with {}",
                    tally.measured,
                    allowed.start(),
                    allowed.end(),
                    tally.first
                ))
                .on_line(tally.line)
                .in_column(at.unwrap_or(0) + 1, metric.name());
            return Err(match metric {
                Metric::SuccessRate => {
                    error.with_hint("success_rate is a share from 0 to 1, not a percentage")
                }
                _ => error.with_hint("is the column in another unit?"),
            });
        }
        Ok(())
    }

    fn name_of(&self, columns: &[Column], at: usize) -> &'static str {
        columns.get(at).map_or("", |column| self.layout.title(*column))
    }

    fn wrong(&self, message: impl Into<String>) -> Error {
        malformed(message).in_file(&*self.file)
    }
}

/// How many values of each metric there are, and how many of them cannot be.
#[derive(Default)]
struct RangeCheck(BTreeMap<Metric, Tally>);

#[derive(Default)]
struct Tally {
    measured: usize,
    outside: usize,
    first: f64,
    line: u64,
}

impl RangeCheck {
    fn note(&mut self, metric: Metric, value: f64, line: u64) {
        let tally = self.0.entry(metric).or_default();
        tally.measured += 1;
        if !metric.allowed().contains(&value) {
            if tally.outside == 0 {
                tally.first = value;
                tally.line = line;
            }
            tally.outside += 1;
        }
    }
}

/// Finds the line of a byte, for bytes asked for in rising order.
///
/// The `csv` crate's own count is off by one after a line that ends with CR LF.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn line_at(&mut self, byte: usize) -> u64 {
        while self.at < byte.min(self.bytes.len()) {
            let next = self.bytes.get(self.at + 1);
            match self.bytes[self.at] {
                b'\n' => self.line += 1,
                b'\r' if next != Some(&b'\n') => self.line += 1,
                _ => {}
            }
            self.at += 1;
        }
        self.line
    }

    fn skip_breaks(&self, byte: usize) -> usize {
        let rest = self.bytes.get(byte..).unwrap_or(&[]);
        let breaks = rest.iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
        byte + breaks
    }
}

fn read_date(cell: &str) -> Result<Date, Error> {
    const EXPECTED: &str = "expected a UTC day as YYYY-MM-DD";
    let bytes = cell.as_bytes();
    let is_iso = |bytes: &[u8]| {
        bytes.iter().enumerate().all(|(i, byte)| match i {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
    };
    if bytes.len() > 10 && bytes.is_ascii() && is_iso(&bytes[..10]) {
        return Err(malformed(format!(
            "{EXPECTED}, without time or time zone, found {}",
            found(cell)
        ))
        .with_hint(
            "days of two time zones cannot stand in one series: aggregate by UTC day, and write \
             the day alone",
        ));
    }
    if bytes.len() != 10 || !is_iso(bytes) {
        return Err(malformed(format!("{EXPECTED}, found {}", found(cell))));
    }
    cell.parse().map_err(|_| {
        malformed(format!("{EXPECTED}, found {cell}, which is no day of the calendar"))
    })
}

fn read_origin(cell: &str) -> Result<Origin, Error> {
    match cell {
        "direct" => Ok(Origin::Direct),
        "from_growth" => Ok(Origin::FromGrowth),
        _ => Err(malformed(format!("expected direct or from_growth, found {}", found(cell)))),
    }
}

fn read_figure(metric: Metric, cell: &str) -> Result<Option<f64>, Error> {
    if cell.is_empty() {
        return Ok(None);
    }
    let expected = if metric.is_count() {
        "expected a whole number, 0 or more"
    } else {
        "expected a number, 0 or more"
    };
    let fail = || malformed(format!("{expected}, found {}", found(cell)));
    // `f64` would also read "nan" and "infinity".
    let is_numeral = cell.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    let value = match cell.parse::<f64>() {
        Ok(value) if is_numeral => value,
        _ if cell.contains(|c: char| c.is_ascii_digit()) => {
            return Err(fail().with_hint(PLAIN_NUMBERS));
        }
        _ => return Err(fail().with_hint("what was not measured is an empty cell")),
    };
    if !value.is_finite() {
        return Err(fail().with_hint("the number is too large"));
    }
    if value < 0.0 || (metric.is_count() && value.fract() != 0.0) {
        return Err(fail());
    }
    Ok(Some(value.abs()))
}

fn text(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).into_owned()
}

/// What stands in the file, for a message: quoted, short, without control characters.
fn found(cell: &str) -> String {
    const LONGEST: usize = 40;
    if cell.is_empty() {
        return "nothing".to_owned();
    }
    let shown: String = cell.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    let rest = if cell.chars().count() > LONGEST { "…" } else { "" };
    format!("`{shown}{rest}`")
}

fn malformed(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Malformed, message)
}
