//! `evaluation.csv`: a row an answer.

use std::io::{self, Write};

use super::answer::Answer;

/// Writes answers as rows of CSV, in constant memory.
pub struct Table<W: Write> {
    writer: csv::Writer<W>,
    components: Vec<String>,
    compared: bool,
    begun: bool,
    left_out: bool,
}

impl<W: Write> Table<W> {
    /// A table with a column for each of these rewards. Others that the first answer has get theirs;
    /// `compared` adds the composites that scores are compared with.
    pub fn new(output: W, components: impl IntoIterator<Item = String>, compared: bool) -> Self {
        Self {
            writer: csv::Writer::from_writer(output),
            components: components.into_iter().collect(),
            compared,
            begun: false,
            left_out: false,
        }
    }

    /// Adds an answer.
    ///
    /// # Errors
    /// If the output does not take it.
    pub fn add(&mut self, answer: &Answer) -> io::Result<()> {
        if !self.begun {
            self.begin(answer)?;
        }
        let scores = &answer.scores;
        self.left_out |= scores.components.keys().any(|name| !self.components.contains(name));
        let mut cells = vec![answer.line.to_string(), harmless(&answer.id)];
        for text in [&answer.kind, &answer.chain, &answer.model] {
            cells.push(harmless(text.as_deref().unwrap_or_default()));
        }
        cells.push(figure(answer.label));
        cells.push(answer.words.map(|words| words.to_string()).unwrap_or_default());
        cells.push(figure(scores.score));
        cells.push(figure(Some(scores.integrity)));
        let component = |name| scores.components.get(name).copied().flatten();
        cells.extend(self.components.iter().map(|name| figure(component(name))));
        if self.compared {
            let there = answer.compared.as_ref().and_then(|compared| compared.score);
            cells.push(figure(there));
            cells.push(figure(there.zip(scores.score).map(|(there, here)| there - here)));
        }
        self.writer.write_record(&cells).map_err(io::Error::other)
    }

    fn begin(&mut self, first: &Answer) -> io::Result<()> {
        self.begun = true;
        for name in first.scores.components.keys() {
            if !self.components.contains(name) {
                self.components.push(name.clone());
            }
        }
        let first =
            ["line", "id", "kind", "chain", "model", "label", "words", "score", "integrity"];
        let mut header: Vec<String> = first.into_iter().map(str::to_owned).collect();
        header.extend(self.components.iter().map(|name| harmless(name)));
        if self.compared {
            header.extend(["compared_score", "change"].map(str::to_owned));
        }
        self.writer.write_record(&header).map_err(io::Error::other)
    }

    /// Whether a later answer had components without a column.
    pub fn left_out(&self) -> bool {
        self.left_out
    }

    /// Ends the table.
    ///
    /// # Errors
    /// If the output does not take the rest.
    pub fn finish(self) -> io::Result<W> {
        self.writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
    }
}

fn figure(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A text that no spreadsheet takes for a formula: where it begins like one, an apostrophe stands
/// before it (OWASP, CSV injection).
fn harmless(text: &str) -> String {
    let begins = |character: char| matches!(character, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n');
    // Full-width signs are formulas to some, too.
    let wide = |character: char| matches!(character, '＝' | '＋' | '－' | '＠');
    match text.trim_start_matches(' ').chars().next() {
        Some(first) if begins(first) || wide(first) => format!("'{text}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;

    use super::*;
    use crate::evaluation::Scores;

    fn answer(line: u64, model: &str, components: &[(&str, Option<f64>)]) -> Answer {
        let components: IndexMap<String, Option<f64>> =
            components.iter().map(|(name, score)| ((*name).to_owned(), *score)).collect();
        Answer {
            line,
            id: "a,\"b\"".to_owned(),
            model: Some(model.to_owned()),
            words: Some(12),
            scores: Scores { score: Some(0.5), components, integrity: 1.0 },
            ..Answer::default()
        }
    }

    fn written(answers: &[Answer], compared: bool) -> String {
        let mut table = Table::new(Vec::new(), ["a".to_owned()], compared);
        for answer in answers {
            table.add(answer).unwrap();
        }
        String::from_utf8(table.finish().unwrap()).unwrap()
    }

    #[test]
    fn a_row_an_answer() {
        let mut second = answer(3, "m", &[("a", None)]);
        second.compared = Some(Scores { score: Some(0.75), ..Scores::default() });
        second.label = Some(1.0);
        let rows = [answer(1, "m", &[("a", Some(0.25)), ("own", Some(1.0))]), second];
        insta::assert_snapshot!(written(&rows, true), @r#"
        line,id,kind,chain,model,label,words,score,integrity,a,own,compared_score,change
        1,"a,""b""",,,m,,12,0.5,1,0.25,1,,
        3,"a,""b""",,,m,1,12,0.5,1,,,0.75,0.25
        "#);
    }

    #[test]
    fn no_text_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        assert_eq!(harmless("near=1"), "near=1");
        let text = written(&[answer(1, "=HYPERLINK(\"http://x\",\"y\")\n,", &[])], false);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(&row[4], "'=HYPERLINK(\"http://x\",\"y\")\n,");
        assert_eq!(row.len(), 10);
    }

    #[test]
    fn a_component_that_comes_late_has_no_column_and_is_told_of() {
        let mut table = Table::new(Vec::new(), ["a".to_owned()], false);
        table.add(&answer(1, "m", &[("a", Some(1.0))])).unwrap();
        assert!(!table.left_out());
        table.add(&answer(2, "m", &[("late", Some(1.0))])).unwrap();
        assert!(table.left_out());
    }
}
