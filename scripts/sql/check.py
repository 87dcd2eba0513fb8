"""Runs every query in an emulator of Snowflake and compares the answers with what is due.

Then every query is run with mistakes in it, and each has to show in the answer: figures that stay
right under a wrong query would prove nothing.

    python scripts/sql/check.py queries.jsonl
"""

import json
import math
import re
import sys

import fakesnow
import snowflake.connector

from tables import DATABASES, EXPECTED


# Mistakes that the figures have to show: a pattern and what it becomes, wherever it occurs.
MISTAKES = [
    (r"< '", "<= '"),
    (r">= '", "> '"),
    (r"< '2025-02-07'", "< '2025-02-06'"),
    (r"  qualify .*?\) = 1\n", ""),
    (r"tx_succeeded desc nulls last, block_number desc", "block_number desc"),
    (r"modified_timestamp desc", "modified_timestamp"),
    (r"count\(distinct ", "count("),
    (r"count\(\*\) = 24", "true"),
    (r"count\((\w+)\) >= 0.999 \* count\(\*\)", "true"),
    (r"count\(usd\) = count\(\*\)", "true"),
    (r"1e24", "1e18"),
    (r"1e12", "1e9"),
    (r"1e9, null", "1e8, null"),
    (r"when not tx_succeeded then 0", "when not tx_succeeded then value"),
    (r"iff\(tx_succeeded is null, null, tx_fee\)", "tx_fee"),
    (r"count\((tx_)?succeeded\), 0", "count(*), 0"),
    (r"receipt_succeeded", "true"),
    (r"transfer_type = '\w+'", "true"),
    (r"action_name = 'FunctionCall'", "true"),
    (r"not coalesce\(is_coinbase, false\)", "not is_coinbase"),
    (r"iff\(is_coinbase, 0, fee\)", "fee"),
    (r"index = 0", "true"),
    (r"signers\[0\]", "signers[1]"),
    (r"is_native", "true"),
    (r"price > 0", "true"),
    (r"coalesce\(is_deprecated, false\), ", ""),
    (r"coalesce\(is_imputed, false\), ", ""),
    (r"hour_of_day = 23", "hour_of_day = 22"),
    (r"contract_address = '\w+'", "true"),
    (r"(token_address|mint) = '\w+'", "true"),
    (r"nullif\((\w+), '0x0+'\)", r"\1"),
    (r"coalesce\(\w+_usd, (\w+_usd)\)", r"\1"),
    (r"coalesce\((\w+_usd), \w+_usd\)", r"\1"),
    (r"lower\((protocol|platform|swap_program)\)", r"\1"),
    (r"(platform|lower\(protocol\)) = '[^']+'", "true"),
    (r"startswith\([^\n]*", "true"),
    (r", null\)\)::float", ", 0))::float"),
]
# Patterns that change nothing the tables could show.
HARMLESS = {
    ("near_value", r"modified_timestamp desc"),
    ("near_transfers", r"modified_timestamp desc"),
    ("evm_swaps", r"modified_timestamp desc"),
    ("near_swaps", r"modified_timestamp desc"),
    ("evm_lending", r"modified_timestamp desc"),
    ("evm_swaps", r"lower\((protocol|platform|swap_program)\)"),
    ("evm_tvl", r"lower\((protocol|platform|swap_program)\)"),
}


def create(cursor):
    """Puts the tables of every database where they belong."""
    for database, tables in DATABASES.items():
        cursor.execute(f"create database {database}")
        for schema in sorted({table.schema for table in tables}):
            cursor.execute(f"create schema {database}.{schema}")
        for table in tables:
            name = f"{database}.{table.schema}.{table.name}"
            cursor.execute(f"create table {name} ({table.columns})")
            lines = [", ".join(literal(value) for value in row) for row in table.rows]
            selects = " union all ".join(f"select {line}" for line in lines)
            if selects:
                cursor.execute(f"insert into {name} {selects}")


def literal(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, list):
        return "array_construct(" + ", ".join(map(literal, value)) + ")"
    assert "'" not in value, value
    return f"'{value}'"


def same(got, due):
    if got is None or due is None:
        return got is None and due is None
    if isinstance(due, str):
        return str(got) == due
    if isinstance(due, int):
        return got == due
    # A float has to be a float: Snowflake divides whole numbers to six decimals.
    return isinstance(got, float) and math.isclose(got, due, rel_tol=1e-12)


def problems(cursor, query):
    """What is wrong with the answer to a query."""
    due = EXPECTED.get(query["statement"])
    if due is None:
        return ["no figures are known that it should give"]
    cursor.execute(query["sql"])
    names = [column[0].lower() for column in cursor.description]
    rows = cursor.fetchall()
    if names != query["columns"]:
        return [f"columns {names} where {query['columns']} are due"]
    if len(rows) != len(due):
        return [f"{len(rows)} rows where {len(due)} are due: {rows}"]
    found = []
    for row, expected in zip(rows, due):
        assert len(expected) == len(names), f"{query['statement']}: figures for {names} are due"
        for name, got, value in zip(names, row, expected):
            if not same(got, value):
                found.append(f"{row[0]}: {name} is {got!r} where {value!r} is due")
    return found


def unnoticed(cursor, queries):
    """The mistakes that no figure shows."""
    tried, found = 0, []
    for statement, query in queries.items():
        for pattern, replacement in MISTAKES:
            sql = re.sub(pattern, replacement, query["sql"], flags=re.DOTALL)
            if sql == query["sql"] or (statement, pattern) in HARMLESS:
                continue
            tried += 1
            try:
                if not problems(cursor, {**query, "sql": sql}):
                    found.append(f"{statement}: {pattern} may become {replacement!r} unnoticed")
            except Exception:  # noqa: BLE001 - a mistake that cannot be run is noticed
                pass
    return tried, found


def main(path):
    with open(path, encoding="utf-8") as file:
        queries = [json.loads(line) for line in file]
    unused = set(EXPECTED) - {query["statement"] for query in queries}
    failed = [f"{statement} was not run" for statement in sorted(unused)]
    with fakesnow.patch():
        cursor = snowflake.connector.connect(database="start", schema="public").cursor()
        create(cursor)
        for query in queries:
            try:
                found = problems(cursor, query)
            except Exception as error:  # noqa: BLE001 - whatever it is, the query does not run
                found = [f"cannot be run: {error}"]
            failed += [f"{query['subject']}, {query['statement']}: {line}" for line in found]
        by_statement = {query["statement"]: query for query in reversed(queries)}
        tried, found = unnoticed(cursor, by_statement)
        failed += found
    for line in failed:
        print(line, file=sys.stderr)
    print(f"{len(queries)} queries and {tried} mistakes run, {len(failed)} problems")
    return 1 if failed or not queries else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
