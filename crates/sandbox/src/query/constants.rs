//! `select 1 as one`: the statement that everybody tries first.

use serde_json::{Value, json};

use super::data::{ColumnType, Table};

/// Carries out a `select` of constants; `None` for any other statement.
pub(super) fn select(sql: &str) -> Option<Table> {
    let sql = sql.trim().trim_end_matches(';').trim_end();
    let (word, items) = sql.split_once(char::is_whitespace)?;
    if !word.eq_ignore_ascii_case("select") {
        return None;
    }
    let mut table = Table { columns: Vec::new(), rows: vec![Vec::new()] };
    for item in split(items)? {
        let (constant, name) = named(item.trim());
        let (value, kind) = constant_value(constant)?;
        let name = name.unwrap_or(constant);
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_.'-".contains(c);
        if name.is_empty() || !name.chars().all(is_name) {
            return None;
        }
        table.columns.push((name.to_ascii_lowercase(), kind));
        table.rows[0].push(value);
    }
    Some(table)
}

/// Splits at the commas outside of texts.
fn split(items: &str) -> Option<Vec<&str>> {
    let mut parts = Vec::new();
    let (mut start, mut in_text) = (0, false);
    for (at, c) in items.char_indices() {
        match c {
            '\'' => in_text = !in_text,
            ',' if !in_text => {
                parts.push(items.get(start..at)?);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(items.get(start..)?);
    (!in_text).then_some(parts)
}

/// Takes ` as name` or ` name` off the end.
fn named(item: &str) -> (&str, Option<&str>) {
    let Some((before, name)) = item.rsplit_once(char::is_whitespace) else {
        return (item, None);
    };
    if name.contains('\'') {
        return (item, None);
    }
    let before = before.trim_end();
    let constant = match before.rsplit_once(char::is_whitespace) {
        Some((constant, word)) if word.eq_ignore_ascii_case("as") => constant.trim_end(),
        _ => before,
    };
    (constant, Some(name))
}

fn constant_value(text: &str) -> Option<(Value, ColumnType)> {
    if let Some(inner) = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        return Some((json!(inner.replace("''", "'")), ColumnType::Text));
    }
    match text.to_ascii_lowercase().as_str() {
        "null" => return Some((Value::Null, ColumnType::Text)),
        "true" => return Some((json!(true), ColumnType::Boolean)),
        "false" => return Some((json!(false), ColumnType::Boolean)),
        _ => {}
    }
    if let Ok(whole) = text.parse::<i64>() {
        return Some((json!(whole), ColumnType::Number));
    }
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite())?;
    Some((json!(number), ColumnType::Number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_selected() {
        let check = |sql: &str, columns: &[&str], row: Value| {
            let table = select(sql).unwrap();
            let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, columns, "{sql}");
            assert_eq!(json!(table.rows[0]), row, "{sql}");
        };
        check("select 1 as one", &["one"], json!([1]));
        check("SELECT 1;", &["1"], json!([1]));
        check(
            "select 1 as ONE, 'a, b' as two, null x",
            &["one", "two", "x"],
            json!([1, "a, b", null]),
        );
        check("select -1.5 as n, true as yes", &["n", "yes"], json!([-1.5, true]));
        check("select 'it''s' as s", &["s"], json!(["it's"]));
    }

    #[test]
    fn other_statements_are_not() {
        for sql in
            ["", "select", "select a", "select 1 from t", "drop table t", "select 'a", "select 1,"]
        {
            assert_eq!(select(sql), None, "{sql}");
        }
    }
}
