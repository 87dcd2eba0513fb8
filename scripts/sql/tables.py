"""Small tables with the columns and types of Flipside's, and the figures they have to give.

The days asked for are 2025-02-03 to 2025-02-06. Each table has a row just before and just after
them, rows in the first and the last instant of a day, and no row on 2025-02-05. What a query has
to give is worked out by hand in the comments; nothing here computes it.

Columns of more than 64 bits are number(37,0) here, where they have 38 digits at Flipside: the
emulator takes number(38,0) for a 64-bit integer.
"""

D1, D2, D4 = "2025-02-03", "2025-02-04", "2025-02-06"
BEFORE, AFTER = "2025-02-02 23:59:59.999", "2025-02-07 00:00:00"
FIRST, LAST = "00:00:00", "23:59:59.999"

ZERO = "0x0000000000000000000000000000000000000000"
UNI = "0x1f9840a85d5af5bf1d1762f925bdaddc4201f984"
LINK = "0x514910771af9ca656af840dff83e8264ecf986ca"
AAVE = "0x7fc66500c84a76ad7e9c93437bfc5ac33e2ddae9"
REF = "token.v2.ref-finance.near"
JUP = "JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSZbKedZNsDvCN"


class Table:
    """A table of a schema: its columns with types, and its rows."""

    def __init__(self, schema, name, columns, rows):
        self.schema, self.name, self.columns, self.rows = schema, name, columns, rows


# --- Transactions of a network of Ethereum's kind -------------------------------------------------

def evm_transactions(gas_price="gas_price"):
    columns = f"""block_number number(38,0), block_timestamp timestamp_ntz, tx_hash varchar,
        from_address varchar, to_address varchar, value float, value_precise_raw varchar,
        tx_fee float, gas_used number(38,0), {gas_price} float, tx_succeeded boolean,
        input_data varchar"""

    def row(block, time, tx, sender, receiver, value, fee, gas, price, ok):
        wei = None if value is None else str(round(value * 10**18))
        return (block, time, tx, sender, receiver, value, wei, fee, gas, price, ok, "0x")

    return Table("core", "fact_transactions", columns, [
        row(1, BEFORE, "before", "0xz", "0xz", 1000.0, 1.0, 21000, 1.0, True),
        # The first day: four transactions. One fails, one creates a contract.
        row(2, f"{D1} {FIRST}", "a1", "0xa", "0xb", 1.5, 0.001, 21000, 20.0, True),
        row(3, f"{D1} 12:00:00", "a2", "0xa", "0xc", 0.25, 0.002, 50000, 10.0, True),
        row(4, f"{D1} 13:00:00", "a3", "0xd", "0xb", 7.0, 0.003, 30000, 30.0, False),
        row(5, f"{D1} {LAST}", "a4", "0xe", None, 0.0, 0.004, 100000, 40.0, True),
        # The same row twice; and a row read before the receipt was there, with a fee of 0.
        row(2, f"{D1} {FIRST}", "a1", "0xa", "0xb", 1.5, 0.001, 21000, 20.0, True),
        row(9, f"{D1} 12:00:00", "a2", "0xa", "0xc", 0.25, 0.0, None, 10.0, None),
        # The second day: one of two has no receipt, so sums are unknown.
        row(10, f"{D2} {FIRST}", "b1", "0xa", "0xb", 2.0, 0.001, 21000, 5.0, True),
        row(11, f"{D2} 01:00:00", "b2", "0xa", "0xb", 3.0, 0.0, None, 15.0, None),
        # The last day: the only one fails; its price of gas is not known.
        row(20, f"{D4} {LAST}", "c1", "0xf", "0xg", 9.0, 0.5, 21000, None, False),
        row(30, AFTER, "after", "0xz", "0xz", 1000.0, 1.0, 21000, 1.0, True),
    ])


EVM_ACTIVITY = [
    # users a d e; receivers b c; 3 of 4 succeed; 1.5 + 0.25 moved; 0.001 + 0.002 + 0.003 + 0.004
    # paid; gas 21000 + 50000 + 30000 + 100000; prices 20 + 10 + 30 + 40.
    (D1, 4, 3, 2, 0.75, 1.75, 0.4375, 0.010, 0.0025, 50250.0, 25.0),
    (D2, 2, 1, 1, 1.0, None, None, None, None, 21000.0, 10.0),
    (D4, 1, 1, 1, 0.0, 0.0, 0.0, 0.5, 0.5, 21000.0, None),
]

# --- NEAR -----------------------------------------------------------------------------------------

NEAR_TRANSACTIONS = Table(
    "core", "fact_transactions",
    """tx_hash varchar, block_id number(38,0), block_timestamp timestamp_ntz, tx_signer varchar,
    tx_receiver varchar, gas_used number(37,0), transaction_fee number(37,0),
    tx_succeeded boolean""",
    [
        ("before", 1, BEFORE, "z.near", "z.near", 10**13, 10**24, True),
        # 0.0005 and 0.0015 NEAR, 2.5 and 7.5 Tgas; the second fails and pays.
        ("n1", 2, f"{D1} {FIRST}", "a.near", "b.near", 25 * 10**11, 5 * 10**20, True),
        ("n2", 3, f"{D1} {LAST}", "d.near", "b.near", 75 * 10**11, 15 * 10**20, False),
        ("n1", 2, f"{D1} {FIRST}", "a.near", "b.near", 25 * 10**11, 5 * 10**20, True),
        # One of two fees is not known.
        ("n3", 4, f"{D2} {FIRST}", "a.near", "b.near", 10**12, 10**20, True),
        ("n4", 5, f"{D2} 05:00:00", "a.near", "c.near", None, None, None),
        # More yoctoNEAR than fit into 64 bits.
        ("n5", 6, f"{D4} {LAST}", "a.near", "c.near", 10**12, 123456789 * 10**18, True),
        ("after", 7, AFTER, "z.near", "z.near", 10**13, 10**24, True),
    ],
)

NEAR_ACTIVITY = [
    (D1, 2, 2, 1, 0.5, 0.002, 0.001, 5.0),
    (D2, 2, 1, 2, 1.0, None, None, 1.0),
    (D4, 1, 1, 1, 1.0, 123.456789, 123.456789, 1.0),
]


def near_transfer(id, time, contract, sender, receiver, raw, amount, usd, type_, ok):
    return (id, time, "tx" + id, contract, sender, receiver, raw, amount, usd, type_, ok, time)


NEAR_TRANSFERS = Table(
    "core", "ez_token_transfers",
    """ez_token_transfers_id varchar, block_timestamp timestamp_ntz, tx_hash varchar,
    contract_address varchar, from_address varchar, to_address varchar, amount_raw varchar,
    amount float, amount_usd float, transfer_type varchar, receipt_succeeded boolean,
    modified_timestamp timestamp_ntz""",
    [
        near_transfer("1", BEFORE, "wrap.near", "a", "b", "1" + "0" * 27, 1000.0, 1.0, "native", True),
        near_transfer("2", f"{D1} {FIRST}", "wrap.near", "a", "b", "15" + "0" * 23, 1.5, 7.5, "native", True),
        near_transfer("3", f"{D1} {LAST}", "wrap.near", "a", "c", "25" + "0" * 22, 0.25, 1.25, "native", True),
        # Twice, failed, and the wrapped coin: none of them counts.
        near_transfer("3", f"{D1} {LAST}", "wrap.near", "a", "c", "25" + "0" * 22, 0.25, 1.25, "native", True),
        near_transfer("4", f"{D1} 06:00:00", "wrap.near", "a", "c", "9" + "0" * 24, 9.0, 45.0, "native", False),
        near_transfer("5", f"{D1} 07:00:00", "wrap.near", "a", "c", "9" + "0" * 24, 9.0, 45.0, "nep141", True),
        # One of two amounts is not known.
        near_transfer("6", f"{D2} {FIRST}", "wrap.near", "a", "b", "1" + "0" * 24, 1.0, 5.0, "native", True),
        near_transfer("7", f"{D2} 01:00:00", "wrap.near", "a", "b", None, None, None, "native", True),
        near_transfer("8", f"{D4} {LAST}", "wrap.near", "a", "b", "0", 0.0, 0.0, "native", True),
        near_transfer("9", AFTER, "wrap.near", "a", "b", "1" + "0" * 27, 1000.0, 1.0, "native", True),
        # A token of eighteen decimals: a mint, a transfer (twice), one that failed, one without a price.
        near_transfer("20", f"{D1} {FIRST}", REF, None, "b", "2" + "0" * 18, 2.0, 0.2, "nep141", True),
        near_transfer("21", f"{D1} {LAST}", REF, "b", "c", "1" + "0" * 18, 1.0, 0.1, "nep141", True),
        near_transfer("21", f"{D1} {LAST}", REF, "b", "c", "1" + "0" * 18, 1.0, 0.1, "nep141", True),
        near_transfer("22", f"{D1} 08:00:00", REF, "x", "y", "7" + "0" * 18, 7.0, 0.7, "nep141", False),
        near_transfer("25", f"{D1} 09:00:00", REF, "b", "c", "1" + "0" * 18, 1.0, 0.1, "nep141", True),
        near_transfer("26", f"{D1} 10:00:00", REF, "b", "c", "0", 1.0, 0.1, "native", True),
        near_transfer("23", f"{D2} {FIRST}", REF, "b", "c", "4" + "0" * 18, 4.0, None, "nep141", True),
        near_transfer("27", f"{D2} 01:00:00", REF, "b", "c", None, None, 0.1, "nep141", True),
        near_transfer("28", f"{D4} {LAST}", REF, "b", None, "5" + "0" * 17, 0.5, 0.05, "nep141", True),
        near_transfer("24", AFTER, REF, "b", "c", "4" + "0" * 18, 4.0, 0.4, "nep141", True),
    ],
)

NEAR_VALUE = [(D1, 1.75), (D2, None), (D4, 0.0)]
NEAR_TOKEN = [(D1, 3, 1, 2, 4.0, 0.4), (D2, 2, 1, 1, None, None), (D4, 1, 1, 0, 0.5, 0.05)]

NEAR_ACTIONS = Table(
    "core", "ez_actions",
    """block_timestamp timestamp_ntz, tx_hash varchar, action_name varchar,
    receipt_receiver_id varchar, receipt_succeeded boolean""",
    [
        (BEFORE, "t0", "FunctionCall", "z.near", True),
        (f"{D1} {FIRST}", "t1", "FunctionCall", "w.near", True),
        (f"{D1} 01:00:00", "t1", "FunctionCall", "x.near", True),
        (f"{D1} 01:00:00", "t2", "FunctionCall", "x.near", True),
        (f"{D1} 02:00:00", "t2", "FunctionCall", "y.near", False),
        (f"{D1} {LAST}", "t3", "Transfer", "bob.near", True),
        (f"{D2} {FIRST}", "t4", "Transfer", "bob.near", True),
        (f"{D4} {LAST}", "t5", "FunctionCall", "x.near", True),
        (AFTER, "t6", "FunctionCall", "z.near", True),
    ],
)
# On the second day there is no call: no row, rather than a row that says 0.
NEAR_CONTRACTS = [(D1, 3), (D4, 1)]

# --- Bitcoin --------------------------------------------------------------------------------------

BITCOIN_TRANSACTIONS = Table(
    "core", "fact_transactions",
    """block_number number(38,0), block_timestamp timestamp_ntz, tx_id varchar, fee float,
    is_coinbase boolean, input_value float, output_value float, virtual_size number(38,0)""",
    [
        (1, BEFORE, "t0", 5.0, False, 1.0, 1.0, 100),
        (2, f"{D1} {FIRST}", "t1", 0.0, True, 0.0, 3.125, 100),
        (2, f"{D1} {FIRST}", "t2", 0.00001, False, 2.0, 1.99999, 140),
        (3, f"{D1} {LAST}", "t3", 0.00002, False, 1.0, 0.99998, 140),
        (3, f"{D1} {LAST}", "t3", 0.00002, False, 1.0, 0.99998, 140),
        # The miner's own transaction has a fee of null in some rows; the other's is not known.
        (4, f"{D2} {FIRST}", "t4", None, True, 0.0, 3.125, 100),
        (4, f"{D2} 01:00:00", "t5", None, False, 1.0, 0.9, 100),
        (5, f"{D4} {LAST}", "t6", None, True, 0.0, 3.125, 100),
        (6, AFTER, "t7", 5.0, False, 1.0, 1.0, 100),
    ],
)
# 0.00003 over three transactions; on the last day the miner's alone.
BITCOIN_ACTIVITY = [(D1, 3, 0.00003, 0.00001), (D2, 2, None, None), (D4, 1, 0.0, 0.0)]

BITCOIN_INPUTS = Table(
    "core", "fact_inputs",
    """block_timestamp timestamp_ntz, tx_id varchar, is_coinbase boolean,
    pubkey_script_address varchar, value float""",
    [
        (BEFORE, "t0", False, "bc1z", 1.0),
        (f"{D1} {FIRST}", "t1", True, None, 0.0),
        (f"{D1} {FIRST}", "t2", False, "bc1c", 1.0),
        (f"{D1} 01:00:00", "t2", False, "bc1a", 1.0),
        (f"{D1} 01:00:00", "t2", False, "bc1a", 1.0),
        (f"{D1} {LAST}", "t3", None, "bc1b", 1.0),
        (f"{D1} 02:00:00", "t3", False, None, 1.0),
        (f"{D4} {LAST}", "t6", False, "bc1a", 1.0),
        (AFTER, "t7", False, "bc1z", 1.0),
    ],
)
BITCOIN_SENDERS = [(D1, 3), (D4, 1)]

BITCOIN_OUTPUTS = Table(
    "core", "fact_outputs",
    """block_timestamp timestamp_ntz, tx_id varchar, index number(38,0),
    pubkey_script_address varchar, value float""",
    [
        (BEFORE, "t0", 0, "bc1z", 1.0),
        (f"{D1} {FIRST}", "t1", 0, "bc1m", 3.125),
        (f"{D1} 01:00:00", "t2", 0, "bc1b", 1.0),
        (f"{D1} 01:00:00", "t2", 1, "bc1a", 0.9),
        (f"{D1} {LAST}", "t3", 0, "bc1b", 0.9),
        (f"{D1} {LAST}", "t4", 0, None, 0.0),
        (f"{D4} {LAST}", "t6", 0, "bc1m", 3.125),
        (AFTER, "t7", 0, "bc1z", 1.0),
    ],
)
BITCOIN_RECEIVERS = [(D1, 2), (D4, 1)]

# --- Solana ---------------------------------------------------------------------------------------

SOLANA_TRANSACTIONS = Table(
    "core", "fact_transactions",
    """block_timestamp timestamp_ntz, block_id number(38,0), tx_id varchar, signers array,
    fee number(38,0), succeeded boolean, units_consumed number(38,0)""",
    [
        (BEFORE, 1, "s0", ["Z"], 10**9, True, 1),
        # 5000 and 15000 lamports; the second fails and pays.
        (f"{D1} {FIRST}", 2, "s1", ["A", "B"], 5000, True, 1),
        (f"{D1} {LAST}", 3, "s2", ["B", "A"], 15000, False, 1),
        (f"{D1} {FIRST}", 2, "s1", ["A", "B"], 5000, True, 1),
        (f"{D2} {FIRST}", 4, "s3", ["A"], 5000, True, 1),
        (f"{D2} 01:00:00", 5, "s4", ["A"], None, None, None),
        (f"{D4} {LAST}", 6, "s5", ["C"], 10**10, True, 1),
        (AFTER, 7, "s6", ["Z"], 10**9, True, 1),
    ],
)
SOLANA_ACTIVITY = [
    (D1, 2, 2, 0.5, 0.00002, 0.00001),
    (D2, 2, 1, 1.0, None, None),
    (D4, 1, 1, 1.0, 10.0, 10.0),
]

SOLANA_TRANSFERS = Table(
    "core", "ez_transfers",
    """block_timestamp timestamp_ntz, tx_id varchar, signer varchar, tx_from varchar,
    tx_to varchar, amount float, amount_usd float, mint varchar, symbol varchar""",
    [
        (BEFORE, "p0", "A", "A", "B", 100.0, 90.0, JUP, "JUP"),
        (f"{D1} {FIRST}", "p1", "A", "A", "B", 1.5, 1.2, JUP, "JUP"),
        (f"{D1} {LAST}", "p2", "A", "B", "B", 0.5, 0.4, JUP, "JUP"),
        (f"{D1} 01:00:00", "p3", "A", "C", "D", 9.0, 9.0, "Another", "JUP"),
        (f"{D4} {LAST}", "p4", "A", "C", "D", 2.0, None, JUP, "JUP"),
        (f"{D4} {LAST}", "p6", "A", "C", "D", None, 1.0, JUP, "JUP"),
        (AFTER, "p5", "A", "A", "B", 100.0, 90.0, JUP, "JUP"),
    ],
)
SOLANA_TOKEN = [(D1, 2, 2, 1, 2.0, 1.6), (D4, 2, 1, 1, None, None)]

# --- Prices ---------------------------------------------------------------------------------------

PRICE_COLUMNS = """hour timestamp_ntz, token_address varchar, symbol varchar, price float,
    is_native boolean, is_imputed boolean, is_deprecated boolean"""


def prices(address, symbol, native):
    def row(hour, price, imputed=False, deprecated=False):
        return (hour, address, symbol, price, native, imputed, deprecated)

    rows = [row("2025-02-02 23:00:00", 900.0), row("2025-02-07 00:00:00", 900.0)]
    # The first day rises from 100 to 123, with a peak of 150 at hour 9 and a low of 90 at hour 4.
    shape = {9: 150.0, 4: 90.0}
    rows += [row(f"{D1} {h:02}:00:00", shape.get(h, 100.0 + h)) for h in range(24)]
    # Of several prices of an hour: the one that holds, then the one that was measured.
    rows += [row(f"{D1} 05:00:00", 1.0, deprecated=True), row(f"{D1} 06:00:00", 1.0, imputed=True)]
    rows += [row(f"{D1} 07:00:00", None), row(f"{D1} 08:00:00", 0.0)]
    # The second day lacks hour 12, the last lacks hour 23.
    rows += [row(f"{D2} {h:02}:00:00", 200.0 + h) for h in range(24) if h != 12]
    rows += [row(f"{D4} {h:02}:00:00", 300.0) for h in range(23)]
    return rows


def price_table(native_symbol, contracts):
    rows = prices(None, native_symbol, True)
    # A token that borrows the coin's name.
    rows += [(f"{D1} 01:00:00", "0xscam", native_symbol, 0.001, False, False, False)]
    for address, symbol in contracts:
        rows += prices(address, symbol, False)
    return Table("price", "ez_prices_hourly", PRICE_COLUMNS, rows)


PRICE = [
    (D1, 100.0, 150.0, 90.0, 123.0),
    (D2, 200.0, None, None, 223.0),
    (D4, 300.0, None, None, None),
]

# --- Tokens on a network of Ethereum's kind -------------------------------------------------------


def evm_transfers():
    columns = """block_timestamp timestamp_ntz, tx_hash varchar, event_index number(38,0),
        contract_address varchar, from_address varchar, to_address varchar, raw_amount number(37,0),
        amount float, amount_usd float, decimals number(38,0), symbol varchar,
        ez_token_transfers_id varchar, modified_timestamp timestamp_ntz"""

    def row(id, time, contract, sender, receiver, amount, usd, modified="2025-03-01 00:00:00"):
        raw = None if amount is None else int(amount * 10**6) * 10**12
        return (time, "0xtx", 1, contract, sender, receiver, raw, amount, usd, 18, "X", id, modified)

    rows = [row("other", f"{D1} 01:00:00", "0xother", "0xq", "0xr", 50.0, 50.0)]
    for contract in (UNI, LINK, AAVE):
        def of(id, *rest, contract=contract, **kwargs):
            return row(contract + id, rest[0], contract, *rest[1:], **kwargs)
        rows += [
            of("0", BEFORE, "0xa", "0xb", 100.0, 1000.0),
            # A mint, two transfers, a burn: 8 + 1.5 + 0.5 + 2 tokens at 10 dollars.
            of("1", f"{D1} {FIRST}", ZERO, "0xa", 8.0, 80.0),
            of("2", f"{D1} 02:00:00", "0xa", "0xb", 1.5, 15.0),
            of("3", f"{D1} 03:00:00", "0xa", "0xc", 0.5, 5.0),
            of("4", f"{D1} {LAST}", "0xb", ZERO, 2.0, 20.0),
            # An older reading of the same event.
            of("2", f"{D1} 02:00:00", "0xa", "0xb", 15.0, 150.0, modified="2025-02-03 03:00:00"),
            # The price of one of two is not known.
            of("5", f"{D2} {FIRST}", "0xa", "0xb", 1.0, 10.0),
            of("6", f"{D2} 01:00:00", "0xa", "0xb", 1.0, None),
            # Decimals not known.
            of("7", f"{D4} {LAST}", "0xa", "0xb", None, None),
            of("8", AFTER, "0xa", "0xb", 100.0, 1000.0),
        ]
    return Table("core", "ez_token_transfers", columns, rows)


# Senders a b, receivers a b c.
EVM_TOKEN = [(D1, 4, 2, 3, 12.0, 120.0), (D2, 2, 1, 1, 2.0, None), (D4, 1, 1, 1, None, None)]

# --- Exchanges ------------------------------------------------------------------------------------


def swap_rows(key):
    """Rows as (id, time, tx, trader, key, usd in, usd out)."""
    return [
        (key + "0", BEFORE, "x0", "z", key, 1000.0, 1000.0),
        # A routed trade of two swaps, one with a price on one side only; and one without any.
        (key + "1", f"{D1} {FIRST}", "x1", "a", key, 100.25, 100.0),
        (key + "2", f"{D1} {FIRST}", "x1", "a", key, None, 50.5),
        (key + "3", f"{D1} {LAST}", "x2", "b", key, None, None),
        (key + "4", f"{D1} 03:00:00", "x3", "c", "another", 7.0, 7.0),
        # No swap of the day has a price.
        (key + "5", f"{D2} {FIRST}", "x4", "a", key, None, None),
        (key + "6", f"{D4} {LAST}", "x5", "a", key, 0.01, 0.02),
        (key + "7", AFTER, "x6", "z", key, 1000.0, 1000.0),
    ]


SWAPS = [(D1, 2, 2, 3, 150.75), (D2, 1, 1, 1, None), (D4, 1, 1, 1, 0.01)]


def twice(rows):
    """A row of the first day stands there twice."""
    return rows + [rows[1]]


def evm_swaps(keys):
    columns = """ez_dex_swaps_id varchar, block_timestamp timestamp_ntz, tx_hash varchar,
        origin_from_address varchar, platform varchar, protocol varchar, sender varchar,
        contract_address varchar, amount_in_usd float, amount_out_usd float,
        modified_timestamp timestamp_ntz"""
    rows = [
        (id, time, tx, trader, key + "-v3", key, "0xrouter", "0xpool", usd_in, usd_out, time)
        for name in keys
        for id, time, tx, trader, key, usd_in, usd_out in twice(swap_rows(name))
    ]
    return Table("defi", "ez_dex_swaps", columns, rows)


NEAR_SWAPS = Table(
    "defi", "ez_dex_swaps",
    """ez_dex_swaps_id varchar, block_timestamp timestamp_ntz, tx_hash varchar, trader varchar,
    platform varchar, amount_in_usd float, amount_out_usd float, modified_timestamp timestamp_ntz""",
    [
        (id, time, tx, trader, key, usd_in, usd_out, time)
        for id, time, tx, trader, key, usd_in, usd_out in twice(swap_rows("v2.ref-finance.near"))
    ],
)

SOLANA_SWAPS = Table(
    "defi", "ez_dex_swaps",
    """block_timestamp timestamp_ntz, tx_id varchar, swapper varchar, swap_program varchar,
    swap_from_amount_usd float, swap_to_amount_usd float""",
    [
        (time, tx, trader, program, usd_in, usd_out)
        for name, program in (("orca", "Orca Whirlpool Program"), ("raydium", "Raydium Liquidity Pool V4"))
        for _, time, tx, trader, program, usd_in, usd_out in
        [row[:4] + (program if row[4] == name else row[4],) + row[5:] for row in swap_rows(name)]
    ],
)

# --- Lending --------------------------------------------------------------------------------------


def lending(table, actor, usd, rows):
    columns = f"""block_timestamp timestamp_ntz, tx_hash varchar, platform varchar,
        {actor} varchar, token_address varchar, {usd} float, ez_lending_{table}_id varchar,
        modified_timestamp timestamp_ntz"""
    rows = [(time, tx, platform, who, "0xt", value, id, time) for id, time, tx, platform, who, value in rows]
    return Table("defi", f"ez_lending_{table}", columns, rows)


LENDING = [
    lending("deposits", "depositor", "amount_usd", [
        ("0", BEFORE, "l0", "aave-v3", "z", 999.0),
        ("1", f"{D1} {FIRST}", "l1", "Aave V3", "a", 100.0),
        ("2", f"{D1} 01:00:00", "l2", "aave-v2", "b", None),
        ("1", f"{D1} {FIRST}", "l1", "Aave V3", "a", 100.0),
        ("3", f"{D1} 02:00:00", "l3", "compound-v3", "c", 50.0),
        ("4", f"{D4} {LAST}", "l4", "aave-v3", "a", None),
        ("5", AFTER, "l5", "aave-v3", "z", 999.0),
    ]),
    lending("withdraws", "depositor", "amount_usd", [
        ("1", f"{D1} 03:00:00", "l6", "aave-v3", "a", 40.0),
        ("2", f"{D1} {LAST}", "l7", "aave-v3", "a", 2.5),
    ]),
    lending("borrows", "borrower", "amount_usd", [("1", f"{D1} 04:00:00", "l2", "aave-v3", "b", 10.0)]),
    lending("repayments", "payer", "amount_usd", [("1", f"{D2} {FIRST}", "l8", "aave-v3", "d", 4.0)]),
    lending("liquidations", "liquidator", "liquidated_amount_usd", [
        ("1", f"{D2} 05:00:00", "l9", "aave-v3", "e", 7.0),
        ("2", f"{D2} 05:00:00", "l9", "aave-v3", "e", 1.0),
    ]),
]
# First day: transactions l1 l2 l6 l7, users a b; a deposit without a price adds nothing.
EVM_LENDING = [
    (D1, 4, 2, 100.0, 42.5, 10.0, None, None),
    (D2, 2, 2, None, None, None, 4.0, 8.0),
    (D4, 1, 1, None, None, None, None, None),
]

NEAR_LENDING_TABLE = Table(
    "defi", "ez_lending",
    """block_timestamp timestamp_ntz, tx_hash varchar, platform varchar, sender_id varchar,
    actions varchar, amount float, amount_usd float, ez_lending_id varchar""",
    [
        (BEFORE, "m0", "burrow", "z", "deposit", 1.0, 1.0, "0"),
        (f"{D1} {FIRST}", "m1", "burrow", "a", "deposit", 1.0, 1.0, "1"),
        (f"{D1} {FIRST}", "m1", "burrow", "a", "increase_collateral", 1.0, 1.0, "2"),
        (f"{D1} {LAST}", "m2", "burrow", "a", "borrow", 1.0, 1.0, "3"),
        (f"{D1} 01:00:00", "m3", "another", "b", "borrow", 1.0, 1.0, "4"),
        (f"{D4} {LAST}", "m5", "burrow", "a", "repay", 1.0, 1.0, "6"),
        (AFTER, "m4", "burrow", "z", "deposit", 1.0, 1.0, "5"),
    ],
)
NEAR_LENDING = [(D1, 2, 1), (D4, 1, 1)]

# --- What protocols hold --------------------------------------------------------------------------


def tvl(protocols):
    columns = """block_date date, tvl_usd float, protocol varchar, version varchar,
        platform varchar, modified_timestamp timestamp_ntz"""
    old, new = "2025-03-01 00:00:00", "2025-03-02 00:00:00"
    rows = []
    for name in protocols:
        rows += [
            ("2025-02-02", 9e9, name, "v3", name + "-v3", old),
            (D1, 1000000.25, name, "v3", name + "-v3", new),
            (D1, 500000.5, name, "v2", name + "-v2", old),
            (D1, 400.0, name, "v3", name + "-v3", old),
            (D2, 1.0, name, "v3", name + "-v3", old),
            (D2, None, name, "v2", name + "-v2", old),
            (D4, 3.5, name, "v3", name + "-v3", old),
            ("2025-02-07", 9e9, name, "v3", name + "-v3", old),
        ]
    rows.append((D1, 77.0, "another", "v1", "another-v1", old))
    return Table("defi", "ez_protocol_tvl", columns, rows)


TVL = [(D1, 1500000.75), (D2, None), (D4, 3.5)]

# --- Where it all lies ----------------------------------------------------------------------------

EXCHANGES = {
    "ethereum": ["uniswap", "curve", "balancer", "sushiswap"],
    "base": ["aerodrome"],
    "bsc": ["pancakeswap"],
    "polygon": ["quickswap"],
}


def evm(coin, database, contracts=()):
    keys = EXCHANGES.get(database, [])
    tables = [
        evm_transactions("gas_price_paid" if database == "arbitrum" else "gas_price"),
        price_table(coin, contracts),
        evm_swaps(keys),
        tvl(keys + ["aave"]),
        *LENDING,
    ]
    return tables + ([evm_transfers()] if contracts else [])


DATABASES = {
    "arbitrum": evm("ETH", "arbitrum"),
    "avalanche": evm("AVAX", "avalanche"),
    "base": evm("ETH", "base"),
    "bsc": evm("BNB", "bsc"),
    "ethereum": evm("ETH", "ethereum", [(UNI, "UNI"), (LINK, "LINK"), (AAVE, "AAVE")]),
    "optimism": evm("ETH", "optimism"),
    "polygon": evm("POL", "polygon"),
    "bitcoin": [BITCOIN_TRANSACTIONS, BITCOIN_INPUTS, BITCOIN_OUTPUTS, price_table("BTC", [])],
    "near": [
        NEAR_TRANSACTIONS, NEAR_TRANSFERS, NEAR_ACTIONS, NEAR_SWAPS, NEAR_LENDING_TABLE,
        price_table("NEAR", [(REF, "REF")]),
    ],
    "solana": [
        SOLANA_TRANSACTIONS, SOLANA_TRANSFERS, SOLANA_SWAPS, price_table("SOL", [(JUP, "JUP")]),
    ],
}

# What each statement has to give, whichever subject it is about.
EXPECTED = {
    "evm_activity": EVM_ACTIVITY,
    "near_activity": NEAR_ACTIVITY,
    "near_value": NEAR_VALUE,
    "near_contracts": NEAR_CONTRACTS,
    "bitcoin_activity": BITCOIN_ACTIVITY,
    "bitcoin_senders": BITCOIN_SENDERS,
    "bitcoin_receivers": BITCOIN_RECEIVERS,
    "solana_activity": SOLANA_ACTIVITY,
    "native_price": PRICE,
    "token_price": PRICE,
    "evm_transfers": EVM_TOKEN,
    "near_transfers": NEAR_TOKEN,
    "solana_transfers": SOLANA_TOKEN,
    "evm_swaps": SWAPS,
    "near_swaps": SWAPS,
    "solana_swaps": SWAPS,
    "evm_lending": EVM_LENDING,
    "near_lending": NEAR_LENDING,
    "evm_tvl": TVL,
}
