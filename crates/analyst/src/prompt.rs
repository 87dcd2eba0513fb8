//! Reads a prompt into plain data: what any model sees, and no more.

use jiff::civil::Date;
use llm::{Error, ErrorKind};

use crate::formula::Expr;
use crate::quantity::{Quantity, Unit};

/// A prompt, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Prompt {
    /// The networks or tokens asked about, in the prompt's spelling.
    pub subjects: Vec<String>,
    /// What kind of data it is: `blockchain` or `market`.
    pub data: String,
    /// The day asked about.
    pub date: Date,
    /// The question.
    pub question: String,
    /// The market context, a sentence or more a line.
    pub context: Vec<String>,
    /// The figures of the day.
    pub figures: Vec<Figure>,
    /// The metrics of the history table.
    pub columns: Vec<String>,
    /// The recent history, in the order of the table.
    pub history: Vec<Row>,
    /// The calculations to show.
    pub calculations: Vec<Calculation>,
    /// The sections to write, in order.
    pub sections: Vec<Section>,
    /// How an interval is to be stated, if one is asked for.
    pub interval: Option<IntervalRule>,
}

/// A figure of the day.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The name it is cited by, without brackets.
    pub name: String,
    /// What it means.
    pub label: String,
    /// What stands in parentheses behind the meaning, such as the date of a peak.
    pub note: Option<String>,
    /// The value as displayed.
    pub value: Quantity,
}

/// A row of the history table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The day.
    pub date: Date,
    /// Marked †: recovered from a later record.
    pub recovered: bool,
    /// A value for each column, where one was measured.
    pub values: Vec<Option<Quantity>>,
}

/// A calculation to show.
#[derive(Clone, Debug, PartialEq)]
pub struct Calculation {
    /// Its name.
    pub name: String,
    /// What it is called in words.
    pub label: String,
    /// The unit its result is due in.
    pub unit: Unit,
    /// The formula.
    pub formula: Expr,
    /// The formula as the prompt writes it.
    pub written: String,
}

/// A section to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// What belongs there.
    pub content: String,
}

/// How an interval is to be stated.
#[derive(Clone, Debug, PartialEq)]
pub struct IntervalRule {
    /// The level, as written before the percent sign.
    pub level: String,
    /// The quantile, as written.
    pub quantile: String,
}

impl Prompt {
    /// Reads a prompt.
    ///
    /// # Errors
    /// Of kind [`ErrorKind::Request`]: says what was not found.
    pub fn read(text: &str) -> Result<Self, Error> {
        let mut lines = text.lines();
        let first = lines.find(|line| !line.trim().is_empty()).unwrap_or("");
        let (subjects, data, date, question) = opening(first).ok_or_else(|| {
            missing("an opening of the form `You are analyzing … data for YYYY-MM-DD`")
        })?;
        let parts = parts(text);
        let context = part(&parts, "market context").map(|lines| {
            lines.iter().filter(|l| !l.trim().is_empty()).map(|l| l.trim().to_owned()).collect()
        });
        let figures = figures(part(&parts, "figures").ok_or_else(|| missing("a part `Figures`"))?)?;
        let (columns, history) = match part(&parts, "recent history") {
            Some(lines) => history(lines)?,
            None => (Vec::new(), Vec::new()),
        };
        let asked =
            part(&parts, "calculations").ok_or_else(|| missing("a part `Calculations to show`"))?;
        let calculations = calculations(asked)?;
        let how = part(&parts, "how to answer").ok_or_else(|| missing("a part `How to answer`"))?;
        let sections = sections(how);
        if sections.is_empty() {
            return Err(missing("the sections to write"));
        }
        Ok(Self {
            subjects,
            data,
            date,
            question,
            context: context.unwrap_or_default(),
            figures,
            columns,
            history,
            calculations,
            sections,
            interval: how.iter().find_map(|line| interval(line)),
        })
    }

    /// Finds a figure of the day.
    pub fn figure(&self, name: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.name == name)
    }

    /// Finds the figure of an earlier day.
    pub fn earlier(&self, name: &str, date: Date) -> Option<&Quantity> {
        let column = self.columns.iter().position(|column| column == name)?;
        let row = self.history.iter().find(|row| row.date == date)?;
        row.values.get(column)?.as_ref()
    }

    /// Finds a calculation.
    pub fn calculation(&self, name: &str) -> Option<&Calculation> {
        self.calculations.iter().find(|calculation| calculation.name == name)
    }
}

fn missing(what: &str) -> Error {
    Error::new(ErrorKind::Request, format!("the prompt cannot be read: {what} was not found"))
}

fn opening(line: &str) -> Option<(Vec<String>, String, Date, String)> {
    let rest = line.trim().strip_prefix("You are analyzing ")?;
    let (about, rest) = rest.split_once(" data for ")?;
    let (names, data) = about.rsplit_once(' ')?;
    let date: Date = rest.get(..10)?.parse().ok()?;
    let question = rest[10..].trim_start_matches(['.', ':', ',']).trim().to_owned();
    let subjects = names
        .split(" and ")
        .flat_map(|names| names.split(", "))
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect::<Vec<_>>();
    (!subjects.is_empty()).then_some((subjects, data.to_owned(), date, question))
}

/// The lines under each `## ` heading.
fn parts(text: &str) -> Vec<(String, Vec<&str>)> {
    let mut parts: Vec<(String, Vec<&str>)> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            parts.push((title.trim().to_lowercase(), Vec::new()));
        } else if let Some((_, lines)) = parts.last_mut() {
            lines.push(line);
        }
    }
    parts
}

fn part<'p, 't>(parts: &'p [(String, Vec<&'t str>)], title: &str) -> Option<&'p [&'t str]> {
    let found = parts.iter().find(|(found, _)| found.starts_with(title))?;
    Some(&found.1)
}

/// The cells of a table row; `None` for other lines and for the rule under the head.
fn cells(line: &str) -> Option<Vec<&str>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let cells: Vec<&str> = inner.split('|').map(str::trim).collect();
    let rule =
        cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| c == '-' || c == ':'));
    (!rule).then_some(cells)
}

fn name_in_brackets(cell: &str) -> Option<String> {
    let name = cell.strip_prefix('[')?.strip_suffix(']')?;
    (!name.is_empty()).then(|| name.to_owned())
}

fn figures(lines: &[&str]) -> Result<Vec<Figure>, Error> {
    let mut figures = Vec::new();
    for row in lines.iter().filter_map(|line| cells(line)).skip(1) {
        let [name, meaning, value] = row.as_slice() else {
            return Err(missing("three cells in every row of the figures"));
        };
        let name = name_in_brackets(name)
            .ok_or_else(|| missing("a `[metric]` in every row of the figures"))?;
        let value = Quantity::read(value)
            .ok_or_else(|| missing(&format!("a number as the value of [{name}]")))?;
        let (label, note) = match meaning.strip_suffix(')').and_then(|m| m.split_once(" (")) {
            Some((label, note)) => (label, Some(note.to_owned())),
            None => (*meaning, None),
        };
        figures.push(Figure { name, label: label.to_owned(), note, value });
    }
    if figures.is_empty() {
        return Err(missing("a table of figures"));
    }
    Ok(figures)
}

fn history(lines: &[&str]) -> Result<(Vec<String>, Vec<Row>), Error> {
    let mut rows = lines.iter().filter_map(|line| cells(line));
    let Some(head) = rows.next() else {
        return Ok((Vec::new(), Vec::new()));
    };
    let columns: Vec<String> =
        head.iter().skip(1).filter_map(|cell| name_in_brackets(cell)).collect();
    let mut history = Vec::new();
    for row in rows {
        let Some((first, values)) = row.split_first() else { continue };
        let recovered = row.iter().any(|cell| cell.ends_with('†'));
        let date = first.trim_end_matches('†').trim();
        let date: Date = date
            .parse()
            .map_err(|_| missing(&format!("a date at the start of the history row `{first}`")))?;
        if values.len() != columns.len() {
            return Err(missing(&format!("a value for each column of the history on {date}")));
        }
        history.push(Row {
            date,
            recovered,
            // A mark at a figure belongs to that figure alone.
            values: values
                .iter()
                .map(|cell| Quantity::read(cell.trim_end_matches('†').trim_end()))
                .collect(),
        });
    }
    Ok((columns, history))
}

/// Splits `1. text` into its text.
fn numbered(line: &str) -> Option<&str> {
    let (number, rest) = line.trim().split_once(". ")?;
    number.parse::<u32>().ok()?;
    Some(rest)
}

fn calculations(lines: &[&str]) -> Result<Vec<Calculation>, Error> {
    let mut calculations = Vec::new();
    for item in lines.iter().filter_map(|line| numbered(line)) {
        let unreadable =
            || missing(&format!("a name, a meaning and a formula in the calculation `{item}`"));
        let (name, rest) = item
            .strip_prefix('`')
            .and_then(|rest| rest.split_once("`: "))
            .ok_or_else(unreadable)?;
        let (meaning, formula) = rest.split_once(" = ").ok_or_else(unreadable)?;
        let (label, unit) = match meaning.rsplit_once(", in ") {
            Some((label, "percent")) => (label, Unit::Percent),
            Some((label, "US dollars")) => (label, Unit::Usd),
            Some((label, unit)) if !unit.contains(' ') => (label, Unit::Named(unit.to_owned())),
            _ => (meaning, Unit::Plain),
        };
        let parsed = Expr::parse(formula)
            .map_err(|error| missing(&format!("a formula for `{name}`")).with_source(error))?;
        calculations.push(Calculation {
            name: name.to_owned(),
            label: label.to_owned(),
            unit,
            formula: parsed,
            written: formula.trim().to_owned(),
        });
    }
    if calculations.is_empty() {
        return Err(missing("a list of calculations"));
    }
    Ok(calculations)
}

fn sections(lines: &[&str]) -> Vec<Section> {
    lines
        .iter()
        .filter_map(|line| numbered(line))
        .map(|item| {
            let (title, content) = item.split_once(": ").unwrap_or((item, ""));
            Section { title: title.trim().to_owned(), content: content.trim().to_owned() }
        })
        .collect()
}

fn interval(line: &str) -> Option<IntervalRule> {
    let (_, rest) = line.split_once('`')?;
    let (level, rest) = rest.split_once("% confidence interval: [")?;
    let (_, rest) = rest.split_once("z = ")?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    Some(IntervalRule { level: level.to_owned(), quantile: rest[..end].to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn reads_all_that_the_prompt_says() {
        let prompt = Prompt::read(samples::GROWTH).unwrap();
        assert_eq!(prompt.subjects, ["ethereum"]);
        assert_eq!(prompt.data, "blockchain");
        assert_eq!(prompt.date, jiff::civil::date(2025, 2, 9));
        assert!(prompt.question.starts_with("Where are daily"));
        assert_eq!(prompt.context.len(), 1);
        assert_eq!(prompt.figures.len(), 6);
        assert_eq!(prompt.figures[2].value.value, 98.683);
        assert_eq!(prompt.columns, ["daily_txns", "unique_users", "success_rate"]);
        assert_eq!(prompt.history.len(), 4);
        assert!(prompt.history[0].recovered && !prompt.history[2].recovered);
        assert_eq!(prompt.history[0].values[2], None);
        assert_eq!(prompt.calculations.len(), 7);
        assert_eq!(prompt.calculations[0].unit, Unit::Percent);
        assert_eq!(prompt.sections.len(), 5);
        assert_eq!(prompt.sections[2].title, "Projection and Interval");
        let interval = prompt.interval.unwrap();
        assert_eq!((interval.level.as_str(), interval.quantile.as_str()), ("90", "1.645"));
    }

    #[test]
    fn says_what_is_missing() {
        let check = |text: &str, expect: &str| {
            let error = Prompt::read(text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Request);
            assert!(error.to_string().contains(expect), "{error}");
        };
        check("", "an opening");
        check("Write a poem.", "an opening");
        check("You are analyzing near blockchain data for 2025-02-09.", "`Figures`");
        check(
            &samples::GROWTH.replace("## Calculations to show", "## Sums"),
            "`Calculations to show`",
        );
        check(&samples::GROWTH.replace("| 1,187,055 |", "| many |"), "the value of [daily_txns]");
        check(&samples::GROWTH.replace(" × √(", " × cbrt("), "a formula for `standard_error`");
    }
}
