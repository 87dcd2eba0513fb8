//! A prompt as the page shows it: text, headings, and its tables as tables.

use serde::Serialize;

use crate::embed::visible;

/// A piece of a prompt.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Block {
    /// Lines of text.
    Text(String),
    /// A heading, without its marks.
    Heading(String),
    /// A table.
    Table(Table),
}

/// A table: its first row holds the names of the columns.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(super) struct Table {
    head: Vec<String>,
    /// Which columns hold numbers.
    numbers: Vec<bool>,
    rows: Vec<Vec<String>>,
}

/// Parts a prompt into its pieces.
pub(super) fn blocks(prompt: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for line in prompt.lines() {
        let shown = visible(line).into_owned();
        if let Some(cells) = cells(&shown) {
            match blocks.last_mut() {
                Some(Block::Table(table)) => table.add(cells),
                _ => blocks.push(Block::Table(Table { head: cells, ..Table::default() })),
            }
        } else if let Some(heading) = shown.strip_prefix('#') {
            blocks.push(Block::Heading(heading.trim_start_matches('#').trim().to_owned()));
        } else if let Some(Block::Text(text)) = blocks.last_mut() {
            text.push('\n');
            text.push_str(&shown);
        } else if !shown.is_empty() {
            blocks.push(Block::Text(shown));
        }
    }
    for block in &mut blocks {
        if let Block::Text(text) = block {
            text.truncate(text.trim_end().len());
        }
    }
    blocks.retain(|block| *block != Block::Text(String::new()));
    blocks
}

/// The cells of a table's row.
fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    Some(inner.split('|').map(|cell| cell.trim().to_owned()).collect())
}

impl Table {
    fn add(&mut self, cells: Vec<String>) {
        let is_rule =
            |cell: &String| cell.contains('-') && cell.trim_matches(['-', ':']).is_empty();
        if self.rows.is_empty() && self.numbers.is_empty() && cells.iter().all(is_rule) {
            self.numbers = cells.iter().map(|cell| cell.ends_with(':')).collect();
        } else {
            self.rows.push(cells);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prompt_is_text_headings_and_tables() {
        let prompt = "You are asked.\nTwo lines.\n\n## Figures\n| a | b |\n| --- | ---: |\n| x | 1 |\n| y | – |\n\nEnd.";
        let text = |text: &str| Block::Text(text.to_owned());
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        assert_eq!(
            blocks(prompt),
            [
                text("You are asked.\nTwo lines."),
                Block::Heading("Figures".to_owned()),
                Block::Table(Table {
                    head: row(["a", "b"]),
                    numbers: vec![false, true],
                    rows: vec![row(["x", "1"]), row(["y", "–"])],
                }),
                text("End."),
            ]
        );
        assert_eq!(blocks(""), []);
        assert_eq!(blocks("| not a table"), [text("| not a table")]);
    }
}
