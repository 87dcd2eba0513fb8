"""Holds the query API of the sandbox against the `flipside` SDK."""

import pathlib

from flipside import Flipside
from flipside.errors import (
    ApiError,
    QueryRunCancelledError,
    QueryRunExecutionError,
    QueryRunTimeoutError,
    ServerError,
)
from flipside.models import Filter, SortBy
from flipside.models.compass.create_query_run import CreateQueryRunRpcParams

from harness import raises, run, sandbox, stats

SQL = "select 1 as one, 'two' as two"
TEMPLATES = pathlib.Path(__file__).resolve().parents[2] / "crates" / "flipside" / "sql"


def week_of_swaps():
    """The statement about a week of swaps on Uniswap, as Cortex's own client writes it."""
    text = (TEMPLATES / "evm_swaps.sql").read_text(encoding="utf-8").rstrip()
    holes = {"defi": "ethereum.defi", "key": "uniswap", "from": "2025-02-03", "until": "2025-02-10"}
    for name, value in holes.items():
        text = text.replace("{" + name + "}", value)
    return text


def sdk(environment, key=None, retries=10):
    api = Flipside(key or environment["FLIPSIDE_API_KEY"], environment["FLIPSIDE_BASE_URL"])
    api.rpc._MAX_RETRIES = retries
    return api


def query(api, sql=SQL, **settings):
    return api.query(sql, **({"retry_interval_seconds": 0.05, "timeout_minutes": 1} | settings))


def a_query():
    with sandbox() as environment:
        api = sdk(environment)
        result = query(api)
        assert result.status == "QUERY_STATE_SUCCESS", result.status
        assert result.columns == ["one", "two", "__row_index"], result.columns
        assert result.column_types == ["number", "string", "number"]
        assert result.records == [{"one": 1, "two": "two", "__row_index": 0}], result.records
        assert result.run_stats.record_count == 1
        found = api.get_query_run(result.query_id)
        assert found.state == "QUERY_STATE_SUCCESS" and found.rowCount == 1
        assert api.get_sql_statement(found.sqlStatementId).sql == SQL
        assert stats(environment)["requests"]["rpc"] == 7


def daily_figures():
    with sandbox() as environment:
        api = sdk(environment)
        whole = query(api, week_of_swaps())
        assert whole.columns[0] == "day" and "sandbox_origin" in whole.columns
        assert len(whole.records) == 7, len(whole.records)
        assert {record["sandbox_origin"] for record in whole.records} == {"synthetic"}
        pages = [api.get_query_results(whole.query_id, page_number=n, page_size=3) for n in (1, 2, 3)]
        assert [len(page.records) for page in pages] == [3, 3, 1]
        assert [record for page in pages for record in page.records] == whole.records
        assert pages[0].page.totalPages == 3 and pages[0].page.totalRows == 7
        beyond = api.get_query_results(whole.query_id, page_number=4, page_size=3)
        assert beyond.records is None

        column = whole.columns[1]
        least = sorted(record[column] for record in whole.records)[3]
        some = api.get_query_results(
            whole.query_id,
            filters=[Filter(column=column, gte=least)],
            sort_by=[SortBy(column=column, direction="desc")],
        )
        values = [record[column] for record in some.records]
        assert len(values) == 4 and values == sorted(values, reverse=True), values


def errors():
    with sandbox() as environment:
        api = sdk(environment)
        error = raises(ApiError, lambda: query(sdk(environment, key="wrong")))
        assert "Unauthorized" in str(error)
        error = raises(ApiError, lambda: api.get_query_run("none"))
        assert "QueryRunNotFound" in str(error) and "-32099" in str(error)
        error = raises(QueryRunExecutionError, lambda: query(api, "select * from near.core.fact_blocks"))
        assert "SQL compilation error" in str(error)
        done = query(api)
        error = raises(ApiError, lambda: api.get_query_results(done.query_id, page_size=200_000))
        assert "RequestedPageSizeTooLarge" in str(error)
        error = raises(
            ApiError,
            lambda: api.get_query_results(done.query_id, sort_by=[SortBy(column="none", direction="asc")]),
        )
        assert "InvalidSortColumn" in str(error)
        error = raises(ApiError, lambda: api.cancel_query_run(done.query_id))
        assert "-32165" in str(error), error


def cancelling():
    with sandbox("--faults", "run/stuck") as environment:
        api = sdk(environment)
        order = CreateQueryRunRpcParams(
            resultTTLHours=1, maxAgeMinutes=5, sql=SQL, dataSource="snowflake-default",
            dataProvider="flipside", tags={},
        )
        run_id = api.rpc.create_query(order).result.queryRun.id
        assert api.get_query_run(run_id).state == "QUERY_STATE_RUNNING"
        assert api.cancel_query_run(run_id).state == "QUERY_STATE_CANCELED"
        assert api.get_query_run(run_id).state == "QUERY_STATE_CANCELED"


def runs_that_fail():
    with sandbox("--faults", "run/fails#1,run/times-out#2,run/canceled#3") as environment:
        api = sdk(environment)
        raises(QueryRunExecutionError, lambda: query(api))
        raises(QueryRunTimeoutError, lambda: query(api))
        raises(QueryRunCancelledError, lambda: query(api))
        assert query(api).records[0]["one"] == 1


def transport():
    faults = "create/500#1,create/lost-reply#2,poll/503-retry#1,results/502-html#1"
    with sandbox("--faults", faults) as environment:
        assert query(sdk(environment)).records[0]["one"] == 1
        seen = stats(environment)
        assert seen["runs"]["created"] == 1 and seen["runs"]["from_cache"] == 1, seen
        assert seen["retried_too_early"] == 0, seen
    with sandbox("--faults", "rpc/410#1,rpc/402#2") as environment:
        api = sdk(environment)
        raises(ServerError, lambda: query(api))
        try:
            query(api)
        except Exception as error:
            # The SDK takes a bill for an answer, and fails to read it.
            assert type(error).__name__ in {"ValidationError", "TypeError"}, repr(error)
        else:
            raise AssertionError("a status of 402 raised nothing")


def no_rows():
    with sandbox("--faults", "run/no-rows#1,run/text-numbers#2,run/upper-columns#3") as environment:
        api = sdk(environment)
        assert query(api).records is None
        assert query(api).records[0]["one"] == "1"
        assert query(api).records[0]["one"] == 1, "the SDK lowers the names"


if __name__ == "__main__":
    run(a_query, daily_figures, errors, cancelling, runs_that_fail, transport, no_rows)
