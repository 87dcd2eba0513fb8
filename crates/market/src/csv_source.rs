//! A folder of CSV files as a source.

use std::collections::BTreeMap;
use std::path::Path;

use async_trait::async_trait;
use jiff::civil::Date;

use crate::csv_reader::{self, Layout, NETWORKS, TOKENS};
use crate::suggest::nearest;
use crate::{
    DateRange, DropReport, Error, ErrorKind, Fetched, MarketSource, Series, Subject, SubjectKind,
};

/// Series from `network_daily.csv` and `token_daily.csv` in a folder.
///
/// Both are read whole when the source is opened, so that a file is either right or refused before
/// any work is done with it. Either may be missing, but not both; other files are not looked at.
/// `protocol_daily.csv` is not supported yet: the source has no protocols.
///
/// The first line names the columns, in any order, all of them but `origin` required; an empty cell
/// is what was not measured. Of the rows, what cannot be true is dropped and reported by
/// [`Series::build`]; what is not of this form is an error.
#[derive(Clone, Debug)]
pub struct CsvSource {
    series: BTreeMap<Subject, (Series, DropReport)>,
}

impl CsvSource {
    /// Reads the files of a folder. Days from `today` on, in UTC, are unfinished and dropped.
    ///
    /// # Errors
    /// [`ErrorKind::Unreadable`] if the folder or a file cannot be read or has neither file,
    /// [`ErrorKind::Malformed`] if a file is not as it should be, with file, line and column.
    pub fn open(dir: impl AsRef<Path>, today: Date) -> Result<Self, Error> {
        let dir = dir.as_ref();
        if !dir.is_dir() {
            let problem = if dir.exists() { "not a folder" } else { "no such folder" };
            return Err(Error::new(ErrorKind::Unreadable, problem).in_file(dir));
        }
        let mut source = Self { series: BTreeMap::new() };
        let mut found_any = false;
        for layout in [&NETWORKS, &TOKENS] {
            let path = dir.join(layout.file);
            match std::fs::read(&path) {
                Ok(bytes) => {
                    source.add(layout, &path.display().to_string(), &bytes, today)?;
                    found_any = true;
                }
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => {
                    return Err(Error::new(ErrorKind::Unreadable, "cannot be read")
                        .in_file(path)
                        .with_source(error));
                }
            }
        }
        if !found_any {
            let message = format!("neither {} nor {} is in the folder", NETWORKS.file, TOKENS.file);
            return Err(Error::new(ErrorKind::Unreadable, message).in_file(dir));
        }
        Ok(source)
    }

    /// Reads the text of the files, for programs that carry their data with them.
    ///
    /// # Errors
    /// As [`CsvSource::open`].
    pub fn from_text(
        network_daily: Option<&str>,
        token_daily: Option<&str>,
        today: Date,
    ) -> Result<Self, Error> {
        let mut source = Self { series: BTreeMap::new() };
        for (layout, text) in [(&NETWORKS, network_daily), (&TOKENS, token_daily)] {
            if let Some(text) = text {
                source.add(layout, layout.file, text.as_bytes(), today)?;
            }
        }
        Ok(source)
    }

    /// All that was left out of all series.
    pub fn dropped(&self) -> DropReport {
        let mut all = DropReport::default();
        for (_, dropped) in self.series.values() {
            all.merge(dropped.clone());
        }
        all
    }

    fn add(&mut self, layout: &Layout, file: &str, bytes: &[u8], today: Date) -> Result<(), Error> {
        let last_whole_day = today.yesterday().unwrap_or(Date::MIN);
        for (subject, rows) in csv_reader::read(layout, file, bytes)? {
            let built = Series::build(subject.clone(), rows, last_whole_day);
            self.series.insert(subject, built);
        }
        Ok(())
    }

    fn unknown(&self, subject: &Subject) -> Error {
        let known: Vec<String> = self
            .series
            .keys()
            .filter(|known| known.kind() == subject.kind())
            .map(Subject::to_string)
            .collect();
        let error = Error::new(
            ErrorKind::UnknownSubject,
            format!("the files have no {} named {}", subject.kind(), subject.name()),
        );
        let text = subject.to_string();
        match nearest(&text, known.iter().map(String::as_str)) {
            _ if known.is_empty() => {
                error.with_hint(format!("they have no {} at all", subject.kind()))
            }
            Some(near) => error.with_hint(format!("is it {near}? They have {}", known.join(", "))),
            None => error.with_hint(format!("they have {}", known.join(", "))),
        }
    }
}

#[async_trait]
impl MarketSource for CsvSource {
    fn name(&self) -> &'static str {
        "files"
    }

    fn revision(&self) -> Option<String> {
        let mut hasher = blake3::Hasher::new();
        for (subject, (series, _)) in &self.series {
            hasher.update(format!("{subject}\n").as_bytes());
            for day in series.days() {
                hasher.update(format!("{} {}", day.date(), day.origin().name()).as_bytes());
                for (metric, value) in day.values() {
                    hasher.update(metric.name().as_bytes());
                    hasher.update(&value.to_bits().to_le_bytes());
                }
            }
        }
        Some(hasher.finalize().to_hex().to_string())
    }

    async fn subjects(&self, kind: SubjectKind) -> Result<Vec<Subject>, Error> {
        let of_kind = self.series.keys().filter(|subject| subject.kind() == kind);
        Ok(of_kind.cloned().collect())
    }

    async fn series(&self, subject: &Subject, range: Option<DateRange>) -> Result<Fetched, Error> {
        let Some((series, dropped)) = self.series.get(subject) else {
            return Err(self.unknown(subject));
        };
        Ok(match range {
            None => Fetched { series: series.clone(), dropped: dropped.clone() },
            Some(range) => Fetched { series: series.slice(range), dropped: dropped.within(range) },
        })
    }
}
