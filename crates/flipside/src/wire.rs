//! What goes over the wire, under the service's own names. Only what is needed is read; what an
//! answer has beyond that makes no difference.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// A request: JSON-RPC 2.0, with a list of one object as parameters.
#[derive(Serialize)]
pub(crate) struct Call<'c, P> {
    jsonrpc: &'static str,
    method: &'c str,
    params: [P; 1],
    id: u32,
}

impl<'c, P> Call<'c, P> {
    pub(crate) fn new(method: &'c str, params: P) -> Self {
        Self { jsonrpc: "2.0", method, params: [params], id: 1 }
    }
}

/// An answer. Both parts can be there and null, so the error is looked at first.
#[derive(Deserialize)]
pub(crate) struct Answer<R> {
    pub(crate) error: Option<RpcError>,
    pub(crate) result: Option<R>,
}

/// What the service says is wrong.
#[derive(Deserialize)]
pub(crate) struct RpcError {
    pub(crate) code: i64,
    #[serde(default)]
    pub(crate) message: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateQueryRun<'c> {
    #[serde(rename = "resultTTLHours")]
    pub(crate) result_ttl_hours: u32,
    pub(crate) max_age_minutes: u32,
    pub(crate) sql: &'c str,
    pub(crate) tags: Tags,
    pub(crate) data_source: &'static str,
    pub(crate) data_provider: &'static str,
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the service's own names")]
pub(crate) struct Tags {
    pub(crate) sdk_package: &'static str,
    pub(crate) sdk_version: &'static str,
    pub(crate) sdk_language: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OfQueryRun<'c> {
    pub(crate) query_run_id: &'c str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetQueryRunResults<'c> {
    pub(crate) query_run_id: &'c str,
    pub(crate) format: &'static str,
    pub(crate) filters: [(); 0],
    pub(crate) sort_by: [(); 0],
    pub(crate) page: Page,
}

#[derive(Serialize)]
pub(crate) struct Page {
    /// Counted from 1.
    pub(crate) number: u32,
    pub(crate) size: u32,
}

/// The result of `createQueryRun` and of `getQueryRun`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QueryRunResult {
    pub(crate) query_run: QueryRun,
    #[serde(default)]
    pub(crate) redirected_to_query_run: Option<QueryRun>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QueryRun {
    pub(crate) id: String,
    pub(crate) state: State,
    #[serde(default)]
    pub(crate) error_name: Option<String>,
    #[serde(default)]
    pub(crate) error_message: Option<String>,
}

/// How far a run is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) enum State {
    #[serde(rename = "QUERY_STATE_READY")]
    Ready,
    #[serde(rename = "QUERY_STATE_RUNNING")]
    Running,
    #[serde(rename = "QUERY_STATE_STREAMING_RESULTS")]
    Streaming,
    #[serde(rename = "QUERY_STATE_SUCCESS")]
    Success,
    #[serde(rename = "QUERY_STATE_FAILED")]
    Failed,
    #[serde(rename = "QUERY_STATE_CANCELED")]
    Canceled,
    /// A state that is not known here: not to be polled for ever.
    #[serde(untagged)]
    Other(String),
}

/// The result of `getQueryRunResults`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Results {
    #[serde(default)]
    pub(crate) column_names: Vec<String>,
    /// Null where there are none.
    pub(crate) rows: Option<Vec<Option<Vec<Value>>>>,
    #[serde(default)]
    pub(crate) page: Option<PageStats>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PageStats {
    #[serde(default, deserialize_with = "whole")]
    pub(crate) total_rows: Option<u64>,
    #[serde(default, deserialize_with = "whole")]
    pub(crate) total_pages: Option<u64>,
}

/// A whole number, written as one or as text.
fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Ok(match Option::<Value>::deserialize(deserializer)? {
        Some(Value::Number(number)) => number.as_u64(),
        Some(Value::String(text)) => text.parse().ok(),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_read_and_unknown_ones_kept() {
        let read = |text: &str| serde_json::from_str::<State>(text).unwrap();
        assert_eq!(read("\"QUERY_STATE_CANCELED\""), State::Canceled);
        assert_eq!(read("\"QUERY_STATE_NAPPING\""), State::Other("QUERY_STATE_NAPPING".into()));
    }

    #[test]
    fn numbers_may_be_text() {
        let stats: PageStats =
            serde_json::from_str(r#"{"totalRows":"7","totalPages":4,"currentPageNumber":1}"#)
                .unwrap();
        assert_eq!((stats.total_rows, stats.total_pages), (Some(7), Some(4)));
    }
}
