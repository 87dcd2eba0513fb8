//! What can go wrong: one table of faults.

use std::fmt;
use std::str::FromStr;

/// Which requests a fault can befall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Any HTTP request to either service.
    Http,
    /// A chat completion.
    Chat,
    /// A JSON-RPC call.
    Rpc,
    /// A query run and its results.
    Run,
}

macro_rules! faults {
    ($($variant:ident $name:literal $scope:ident $about:literal;)*) => {
        /// A fault, by the name that `--faults` knows it by.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Fault {
            $(#[doc = concat!("`", $name, "`; [`Fault::about`] says what happens.")] $variant,)*
        }

        impl Fault {
            /// All faults, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name of the fault: `429`, `reset`, `no-rows`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Which requests it can befall.
            pub fn scope(self) -> Scope {
                match self { $(Self::$variant => Scope::$scope,)* }
            }

            /// What happens, in a few words.
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => $about,)* }
            }
        }
    };
}

faults! {
    // Refused before anything is done.
    Status400 "400" Http "a parameter is not accepted";
    Status401 "401" Http "the key is not accepted";
    Status402 "402" Http "the credit is used up";
    Status402Retry "402-retry" Http "too much money in flight; comes with Retry-After";
    Status403 "403" Http "the key may not do this";
    Status403Moderated "403-moderated" Http "moderation flagged the prompt";
    Status404 "404" Http "no endpoint serves the model";
    Status408 "408" Http "the request took too long";
    Status409 "409" Http "conflict";
    Status410 "410" Http "the service was shut down, as an HTML page";
    Status412 "412" Http "a precondition failed";
    Status413 "413" Http "the request is too large";
    Status422 "422" Http "the request cannot be processed";
    Status429 "429" Http "too many requests, with Retry-After in seconds";
    Status429Bare "429-bare" Http "too many requests, without a hint when to come again";
    Status429Reset "429-reset" Http "too many requests, with X-RateLimit-Reset (ms since 1970) only";
    Status429Date "429-date" Http "too many requests, with Retry-After as an HTTP date";
    Status429Body "429-body" Http "too many requests, with the headers inside `error.metadata.headers` only";
    Status429Upstream "429-upstream" Http "a provider behind the service has too many requests";
    Status429Availability "429-availability" Http "too many requests, as an error with `availability` and without `code`";
    Status500 "500" Http "an internal error";
    Status502 "502" Http "a provider is down";
    Status502Html "502-html" Http "a proxy's HTML page";
    Status503 "503" Http "no provider is ready";
    Status503Retry "503-retry" Http "no provider is ready, with Retry-After";
    Status504 "504" Http "a gateway's time ran out";
    Status524 "524" Http "the edge network's time ran out";
    Status529 "529" Http "the provider is overloaded";

    // The connection.
    Down "down" Http "reset, and for `down-ms` connections are refused";
    Reset "reset" Http "the connection is reset before any answer";
    Hang "hang" Http "no answer at all until the client gives up";
    Cut "cut" Http "the connection is reset in the middle of the body";
    Stall "stall" Http "half the body, then silence until the client gives up";
    Empty "empty" Http "status 200 and an empty body";
    HalfJson "half-json" Http "status 200 and the first half of the body, cleanly ended";
    NotJson "not-json" Http "status 200 and an HTML page";
    BlankLines "blank-lines" Http "blank lines before a good body (in a stream, before the first event)";
    Slow "slow" Http "a good answer after `slow-ms`";

    // Chat answers.
    Error200 "error-200" Chat "status 200 and an error for a body";
    ChoiceError "choice-error" Chat "an error in the choice, beside half an answer";
    StreamError "stream-error" Chat "an error event with a numeric code in the middle of a stream";
    StreamErrorText "stream-error-text" Chat "an error event with a code in words and no choices, without [DONE]";
    Eof "eof" Chat "the stream ends in the middle without a finish reason or [DONE]";
    NoFinish "no-finish" Chat "[DONE], but no finish reason before it";
    NoDone "no-done" Chat "a whole stream but for [DONE]";
    Comments "comments" Chat "comments between all events";
    Crlf "crlf" Chat "lines end in CR LF";
    Split "split" Chat "chunks of a few bytes, which split lines and UTF-8 characters";
    Drip "drip" Chat "a stream with `drip-ms` between its events";
    Length "length" Chat "cut off at the token limit";
    EmptyContent "empty-content" Chat "a trace and an empty answer";
    NullContent "null-content" Chat "a trace and a null answer";
    NoContent "no-content" Chat "neither trace nor answer, no finish reason, not charged";
    Refusal "refusal" Chat "withheld by a content filter";
    NoTrace "no-trace" Chat "an answer without a trace";
    NoDetails "no-details" Chat "a trace without `reasoning_details`";
    NoUsage "no-usage" Chat "an answer without usage";
    UsageOnChoice "usage-on-choice" Chat "usage in the chunk with the finish reason";
    OtherModel "other-model" Chat "another model answers than was asked";
    NullNative "null-native" Chat "`native_finish_reason` is null";
    UnknownFields "unknown-fields" Chat "fields that nobody knows, everywhere";

    // JSON-RPC calls.
    RpcValidation "rpc-32000" Rpc "`MethodValidationError`";
    RpcRunNotFound "rpc-32099" Rpc "`QueryRunNotFound`";
    RpcTemporal "rpc-32150" Rpc "`TemporalError`";
    RpcNotFinished "rpc-32151" Rpc "`QueryRunNotFinished`";
    RpcTransform "rpc-32152" Rpc "`ResultTransformError`";
    RpcDuckDb "rpc-32161" Rpc "`DuckDBError`";
    RpcAuthorization "rpc-32163" Rpc "`AuthorizationError`";
    RpcPageTooLarge "rpc-32170" Rpc "`RequestedPageSizeTooLarge`";
    RpcTooManyRuns "rpc-32171" Rpc "`MaxConcurrentQueries`";
    RpcNothing "rpc-nothing" Rpc "neither result nor error";
    LostReply "lost-reply" Rpc "the call is carried out, but status 504 comes back";

    // Query runs and their results.
    RunFails "fails" Run "the run fails with a SQL compile error";
    RunTimesOut "times-out" Run "the run fails with `QueryRunTimedOut`";
    RunCanceled "canceled" Run "the run is canceled by the service";
    RunStuck "stuck" Run "the run stays RUNNING";
    RunUnknownState "unknown-state" Run "a state that nobody knows";
    RunRedirects "redirects" Run "the run is redirected to another run";
    RowsNull "no-rows" Run "no rows: `rows` is null";
    RowsEmpty "empty-rows" Run "no rows: `rows` is an empty array";
    CellsNull "null-cells" Run "every third figure is null";
    NumbersText "text-numbers" Run "numbers as strings";
    ColumnsReordered "reordered-columns" Run "columns in reverse order";
    ColumnsUpper "upper-columns" Run "column names in upper case";
    ColumnMissing "missing-column" Run "the last column is missing";
    ColumnExtra "extra-column" Run "a column that nobody asked for comes first";
    DaysDuplicate "duplicate-days" Run "the first day comes twice";
    DayMissing "missing-day" Run "a day in the middle is missing";
    DatesPlain "plain-dates" Run "dates as `2025-02-09`";
    DatesSpaced "spaced-dates" Run "dates as `2025-02-09 00:00:00.000`";
    TotalChanges "changing-total" Run "`totalRows` differs from page to page";
    SmallPages "small-pages" Run "pages of more than `small-page-rows` rows are too large";
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Fault {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|fault| fault.name() == text).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_read_back() {
        let names: BTreeSet<_> = Fault::ALL.iter().map(|fault| fault.name()).collect();
        assert_eq!(names.len(), Fault::ALL.len());
        for fault in Fault::ALL {
            assert_eq!(fault.name().parse(), Ok(*fault));
        }
        assert_eq!("430".parse::<Fault>(), Err(()));
    }

    #[test]
    fn the_documentation_names_every_fault() {
        let docs = include_str!("../../../docs/sandbox.md");
        for fault in Fault::ALL {
            let row = format!("| `{}` | {} |", fault.name(), fault.about());
            assert!(docs.contains(&row), "docs/sandbox.md lacks the row\n{row}");
        }
    }
}
