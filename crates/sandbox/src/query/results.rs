//! A page of rows.

use std::cmp::Ordering;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::data::{ColumnType, Table};
use super::rpc::RpcError;
use crate::fault::Fault;

/// The column that the service appends to every result.
const ROW_INDEX: &str = "__row_index";

/// What a client asks of a result.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wish {
    pub(super) query_run_id: String,
    #[serde(default = "csv")]
    format: String,
    #[serde(default)]
    filters: Option<Vec<Map<String, Value>>>,
    #[serde(default)]
    sort_by: Option<Vec<Sort>>,
    page: Page,
}

fn csv() -> String {
    "csv".to_owned()
}

#[derive(Debug, Deserialize)]
struct Sort {
    column: String,
    direction: String,
}

#[derive(Debug, Deserialize)]
struct Page {
    number: u64,
    size: u64,
}

/// Gives the page that is wished for, as the fault of its run leaves it.
pub(super) fn page(
    table: &Table,
    wish: &Wish,
    fault: Option<Fault>,
    most_rows: u64,
) -> Result<Map<String, Value>, RpcError> {
    if !["csv", "json"].contains(&wish.format.as_str()) {
        let data = json!({ "format": wish.format, "supported": ["csv", "json"] });
        return Err(RpcError::new(-32153).data(data));
    }
    let Page { number, size } = wish.page;
    if number < 1 || size < 1 {
        return Err(RpcError::new(-32000).data(json!("page.number and page.size begin at 1")));
    }
    if size > most_rows {
        let message = format!("the page is too large; the largest has {most_rows} rows");
        return Err(RpcError::new(-32170)
            .data(json!({ "message": message, "recommendedPageSize": most_rows })));
    }
    let table = chosen(table, wish)?;
    let rows = damaged(&table, fault);
    let total = rows.rows.len() as u64;
    let start = ((number - 1).saturating_mul(size)).min(total) as usize;
    let shown: Vec<&Vec<Value>> = rows.rows.iter().skip(start).take(size as usize).collect();
    let total = match fault {
        Some(Fault::TotalChanges) => total + number,
        _ => total,
    };
    let names: Vec<&str> = rows.columns.iter().map(|(name, _)| name.as_str()).collect();
    let types: Vec<&str> = rows.columns.iter().map(|(_, kind)| kind.name()).collect();
    let shown_rows = match fault {
        Some(Fault::RowsNull) => Value::Null,
        // The service has null where there is nothing.
        _ if shown.is_empty() && fault != Some(Fault::RowsEmpty) => Value::Null,
        _ => json!(shown),
    };
    let mut result = Map::new();
    let mut put = |key: &str, value: Value| result.insert(key.to_owned(), value);
    put("columnNames", json!(names));
    put("columnTypes", json!(types));
    put(
        "page",
        json!({
            "currentPageNumber": number, "currentPageSize": shown.len(),
            "totalRows": total, "totalPages": total.div_ceil(size),
        }),
    );
    put("rows", shown_rows);
    put(
        "sql",
        json!(format!(
            "select * from read_parquet('sandbox/{}') offset {start} limit {size}",
            wish.query_run_id
        )),
    );
    put("format", json!(wish.format));
    Ok(result)
}

/// The rows that pass the filters, in the order wished for, each with its index.
fn chosen(table: &Table, wish: &Wish) -> Result<Table, RpcError> {
    let mut chosen = table.clone();
    chosen.columns.push((ROW_INDEX.to_owned(), ColumnType::Number));
    for (index, row) in chosen.rows.iter_mut().enumerate() {
        row.push(json!(index));
    }
    let columns = chosen.columns.clone();
    let find = |name: &str| columns.iter().position(|(own, _)| own.eq_ignore_ascii_case(name));
    for filter in wish.filters.iter().flatten() {
        let name = filter.get("column").and_then(Value::as_str).unwrap_or_default();
        let column = find(name).ok_or_else(|| {
            RpcError::new(-32000).data(json!(format!("there is no column `{name}` to filter by")))
        })?;
        for (operator, value) in filter.iter().filter(|(key, _)| *key != "column") {
            if !OPERATORS.contains(&operator.as_str()) {
                let data = json!(format!("`{operator}` is no operator; there are {OPERATORS:?}"));
                return Err(RpcError::new(-32000).data(data));
            }
            chosen.rows.retain(|row| passes(&row[column], operator, value));
        }
    }
    // The first column sorts most, so it sorts last.
    for Sort { column, direction } in wish.sort_by.iter().flatten().rev() {
        let data = json!({ "column": column });
        let index = find(column).ok_or_else(|| RpcError::new(-32156).data(data))?;
        chosen.rows.sort_by(|a, b| {
            let order = compare(&a[index], &b[index]).unwrap_or(Ordering::Equal);
            if direction.eq_ignore_ascii_case("desc") { order.reverse() } else { order }
        });
    }
    Ok(chosen)
}

const OPERATORS: [&str; 9] = ["eq", "neq", "gt", "gte", "lt", "lte", "like", "in", "notIn"];

fn passes(cell: &Value, operator: &str, value: &Value) -> bool {
    let order = compare(cell, value);
    let is_among = || {
        value
            .as_array()
            .is_some_and(|all| all.iter().any(|v| compare(cell, v) == Some(Ordering::Equal)))
    };
    match operator {
        "eq" => order == Some(Ordering::Equal),
        "neq" => order != Some(Ordering::Equal),
        "gt" => order == Some(Ordering::Greater),
        "gte" => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        "lt" => order == Some(Ordering::Less),
        "lte" => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        "like" => match (cell.as_str(), value.as_str()) {
            (Some(cell), Some(pattern)) => is_like(cell, pattern),
            _ => false,
        },
        "in" => is_among(),
        _ => !is_among(),
    }
}

fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64()?.partial_cmp(&b.as_f64()?),
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// `%` stands for any text; without one the texts must be equal.
fn is_like(text: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('%');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let mut last = None;
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
        last = Some(part);
    }
    match last {
        None => rest.is_empty(),
        Some(part) => text.ends_with(part),
    }
}

/// The rows as the fault leaves them.
fn damaged(table: &Table, fault: Option<Fault>) -> Table {
    let mut table = table.clone();
    let Some(fault) = fault else { return table };
    let is_index = |name: &str| name == ROW_INDEX;
    match fault {
        Fault::RowsNull | Fault::RowsEmpty => table.rows.clear(),
        Fault::CellsNull => {
            let numbers = table.columns.iter().enumerate();
            let numbers: Vec<usize> = numbers
                .filter(|(_, (name, kind))| *kind == ColumnType::Number && !is_index(name))
                .map(|(index, _)| index)
                .collect();
            let mut count = 0;
            for row in &mut table.rows {
                for &index in &numbers {
                    count += 1;
                    if count % 3 == 0 {
                        row[index] = Value::Null;
                    }
                }
            }
        }
        Fault::NumbersText => {
            for cell in table.rows.iter_mut().flatten() {
                if let Value::Number(number) = cell {
                    *cell = Value::String(number.to_string());
                }
            }
        }
        Fault::ColumnsReordered => {
            table.columns.reverse();
            table.rows.iter_mut().for_each(|row| row.reverse());
        }
        Fault::ColumnsUpper => {
            for (name, _) in &mut table.columns {
                name.make_ascii_uppercase();
            }
        }
        Fault::ColumnMissing => {
            // The last one that was asked for: behind it stand those that nobody did.
            let own = |(name, _): &(String, _)| !is_index(name) && name != super::data::ORIGIN;
            if let Some(index) = table.columns.iter().rposition(own) {
                table.columns.remove(index);
                for row in &mut table.rows {
                    row.remove(index);
                }
            }
        }
        Fault::ColumnExtra => {
            table.columns.insert(0, ("surprise".to_owned(), ColumnType::Text));
            for row in &mut table.rows {
                row.insert(0, json!("nobody asked for this"));
            }
        }
        Fault::DaysDuplicate => {
            if let Some(first) = table.rows.first().cloned() {
                table.rows.insert(1, first);
            }
        }
        Fault::DayMissing if !table.rows.is_empty() => {
            table.rows.remove(table.rows.len() / 2);
        }
        Fault::DatesPlain | Fault::DatesSpaced => {
            let dates = table.columns.iter().position(|(_, kind)| *kind == ColumnType::Date);
            for row in &mut table.rows {
                if let Some(Value::String(date)) = dates.and_then(|index| row.get_mut(index)) {
                    date.truncate("2025-02-09".len());
                    if fault == Fault::DatesSpaced {
                        date.push_str(" 00:00:00.000");
                    }
                }
            }
        }
        _ => {}
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let columns =
            vec![("day".to_owned(), ColumnType::Date), ("txns".to_owned(), ColumnType::Number)];
        let row =
            |day: u32, txns: u32| vec![json!(format!("2025-02-0{day}T00:00:00.000Z")), json!(txns)];
        Table { columns, rows: vec![row(1, 30), row(2, 10), row(3, 20)] }
    }

    fn ask(wish: &Value, fault: Option<Fault>) -> Result<Map<String, Value>, RpcError> {
        let mut whole = json!({ "queryRunId": "x", "page": { "number": 1, "size": 100 } });
        whole.as_object_mut().unwrap().extend(wish.as_object().unwrap().clone());
        page(&table(), &serde_json::from_value(whole).unwrap(), fault, 1000)
    }

    fn column(result: &Map<String, Value>, index: usize) -> Value {
        let rows = result["rows"].as_array().unwrap();
        rows.iter().map(|row| row[index].clone()).collect()
    }

    #[test]
    fn rows_are_filtered_and_sorted() {
        let check = |wish: Value, expect: Value| {
            let result = ask(&wish, None).unwrap();
            let rows = if result["rows"].is_null() { json!([]) } else { column(&result, 1) };
            assert_eq!(rows, expect, "{wish}");
        };
        check(json!({}), json!([30, 10, 20]));
        check(
            json!({ "sortBy": [{ "column": "TXNS", "direction": "desc" }] }),
            json!([30, 20, 10]),
        );
        check(json!({ "filters": [{ "column": "txns", "gte": 20 }] }), json!([30, 20]));
        check(
            json!({ "filters": [{ "column": "txns", "in": [10, 30] }, { "column": "txns", "neq": 30 }] }),
            json!([10]),
        );
        check(json!({ "filters": [{ "column": "txns", "notIn": [10] }] }), json!([30, 20]));
        check(json!({ "filters": [{ "column": "day", "like": "2025-02-03%" }] }), json!([20]));
        check(json!({ "filters": [{ "column": "day", "lt": "2025-02-02" }] }), json!([30]));
        check(json!({ "filters": [{ "column": "txns" }] }), json!([30, 10, 20]));
        check(json!({ "filters": [{ "column": "txns", "gt": 99 }] }), json!([]));
        check(json!({ "page": { "number": 2, "size": 2 } }), json!([20]));
        check(json!({ "page": { "number": 3, "size": 2 } }), json!([]));
    }

    #[test]
    fn what_cannot_be_given_has_its_code() {
        let check = |wish: Value, code: i64| {
            assert_eq!(ask(&wish, None).unwrap_err().code(), code, "{wish}");
        };
        check(json!({ "format": "xml" }), -32153);
        check(json!({ "page": { "number": 1, "size": 1001 } }), -32170);
        check(json!({ "page": { "number": 0, "size": 1 } }), -32000);
        check(json!({ "sortBy": [{ "column": "fees", "direction": "asc" }] }), -32156);
        check(json!({ "filters": [{ "column": "fees", "eq": 1 }] }), -32000);
        check(json!({ "filters": [{ "column": "txns", "between": 1 }] }), -32000);
    }

    #[test]
    fn faults_change_the_rows() {
        let of = |fault| ask(&json!({}), Some(fault)).unwrap();
        assert_eq!(of(Fault::RowsNull)["rows"], Value::Null);
        assert_eq!(of(Fault::RowsEmpty)["rows"], json!([]));
        assert_eq!(column(&of(Fault::CellsNull), 1), json!([30, 10, null]));
        assert_eq!(column(&of(Fault::NumbersText), 1), json!(["30", "10", "20"]));
        assert_eq!(
            of(Fault::ColumnsReordered)["columnNames"],
            json!(["__row_index", "txns", "day"])
        );
        assert_eq!(of(Fault::ColumnsUpper)["columnNames"], json!(["DAY", "TXNS", "__ROW_INDEX"]));
        assert_eq!(of(Fault::ColumnMissing)["columnNames"], json!(["day", "__row_index"]));
        assert_eq!(of(Fault::ColumnExtra)["columnNames"][0], "surprise");
        assert_eq!(column(&of(Fault::DaysDuplicate), 1), json!([30, 30, 10, 20]));
        assert_eq!(column(&of(Fault::DayMissing), 1), json!([30, 20]));
        assert_eq!(of(Fault::DatesPlain)["rows"][0][0], "2025-02-01");
        assert_eq!(of(Fault::DatesSpaced)["rows"][0][0], "2025-02-01 00:00:00.000");
        assert_eq!(of(Fault::TotalChanges)["page"]["totalRows"], 4);
        assert_eq!(ask(&json!({}), None).unwrap()["page"]["totalRows"], 3);
    }

    #[test]
    fn patterns_match_as_in_sql() {
        let cases =
            [("abc", "a%", true), ("abc", "%c", true), ("abc", "%b%", true), ("abc", "abc", true)];
        for (text, pattern, expect) in cases {
            assert_eq!(is_like(text, pattern), expect, "{text} {pattern}");
        }
        assert!(!is_like("abc", "b%") && !is_like("abc", "ab") && !is_like("abc", "%d"));
    }
}
