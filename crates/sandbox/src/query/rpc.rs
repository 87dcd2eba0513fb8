//! The form of calls, answers and errors.

use serde_json::{Map, Value, json};

use crate::body::Reply;
use crate::fault::Fault;

/// The names of the service's errors.
const NAMES: [(i64, &str); 27] = [
    (-32700, "ParseError"),
    (-32600, "InvalidRequest"),
    (-32601, "MethodNotFound"),
    (-32000, "MethodValidationError"),
    (-32099, "QueryRunNotFound"),
    (-32100, "SqlStatementNotFound"),
    (-32150, "TemporalError"),
    (-32151, "QueryRunNotFinished"),
    (-32152, "ResultTransformError"),
    (-32153, "ResultFormatNotSupported"),
    (-32154, "RowCountCouldNotBeComputed"),
    (-32155, "QueryResultColumnMetadataMissing"),
    (-32156, "InvalidSortColumn"),
    (-32157, "ColumnSummaryQueryFailed"),
    (-32158, "QueryResultColumnMetadataMissingColumnName"),
    (-32159, "QueryResultColumnMetadataMissingColumnType"),
    (-32160, "NoQueryRunsFoundinQueryText"),
    (-32161, "DuckDBError"),
    (-32162, "RefreshableQueryNotFound"),
    (-32163, "AuthorizationError"),
    (-32164, "DataSourceNotFound"),
    (-32165, "QueryRunInvalidStateToCancel"),
    (-32167, "DataProviderNotFound"),
    (-32168, "DataSourceAlreadyExists"),
    (-32169, "AdminOnly"),
    (-32170, "RequestedPageSizeTooLarge"),
    (-32171, "MaxConcurrentQueries"),
];

/// An error that a call is answered with.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RpcError {
    code: i64,
    data: Value,
}

impl RpcError {
    pub(super) fn new(code: i64) -> Self {
        Self { code, data: Value::Null }
    }

    #[must_use]
    pub(super) fn data(self, data: Value) -> Self {
        Self { data, ..self }
    }

    #[cfg(test)]
    pub(super) fn code(&self) -> i64 {
        self.code
    }

    /// The error that a fault stands for.
    pub(super) fn of(fault: Fault) -> Option<Self> {
        Some(Self::new(match fault {
            Fault::RpcValidation => -32000,
            Fault::RpcRunNotFound => -32099,
            Fault::RpcTemporal => -32150,
            Fault::RpcNotFinished => -32151,
            Fault::RpcTransform => -32152,
            Fault::RpcDuckDb => -32161,
            Fault::RpcAuthorization => -32163,
            Fault::RpcPageTooLarge => -32170,
            Fault::RpcTooManyRuns => -32171,
            _ => return None,
        }))
    }

    fn json(&self) -> Value {
        let name =
            NAMES.iter().find(|(code, _)| *code == self.code).map_or("Error", |(_, name)| name);
        json!({ "code": self.code, "message": name, "data": self.data })
    }
}

/// The reply to a call.
pub(super) fn reply(id: &Value, outcome: Result<Value, RpcError>) -> Reply {
    let (result, error) = match outcome {
        Ok(result) => (result, Value::Null),
        Err(error) => (Value::Null, error.json()),
    };
    Reply::json(200, &json!({ "jsonrpc": "2.0", "id": id, "result": result, "error": error }))
}

/// A call.
pub(super) struct Call {
    pub(super) id: Value,
    pub(super) method: String,
    /// The one object in `params`.
    pub(super) params: Map<String, Value>,
}

impl Call {
    /// Reads a body; the error comes with the id as far as there is one.
    pub(super) fn read(body: &[u8]) -> Result<Self, (Value, RpcError)> {
        let body: Value = serde_json::from_slice(body)
            .map_err(|error| (Value::Null, RpcError::new(-32700).data(json!(error.to_string()))))?;
        let id = body.get("id").cloned().unwrap_or_default();
        let invalid = |problem: &str| (id.clone(), RpcError::new(-32600).data(json!(problem)));
        let method = body.get("method").and_then(Value::as_str);
        let method =
            method.ok_or_else(|| invalid("a call is an object with a `method`"))?.to_owned();
        let params = match body.get("params") {
            Some(Value::Array(params)) => params.first().and_then(Value::as_object),
            _ => None,
        };
        let params =
            params.cloned().ok_or_else(|| invalid("`params` is an array with one object"))?;
        Ok(Self { id, method, params })
    }

    /// A text among the parameters.
    pub(super) fn text(&self, name: &str) -> Result<&str, RpcError> {
        let text = self.params.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        text.ok_or_else(|| RpcError::new(-32000).data(json!(format!("`{name}` is missing"))))
    }
}
