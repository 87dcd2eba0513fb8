//! The statements, and what each column of an answer is.
//!
//! The text of a statement stands in a file of its own under `sql/`. The table of all columns is
//! in `queries.md`, which a test keeps true.

use std::fmt;

use market::Metric;

/// A metric that a statement fills, and why it is worked out as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The metric; the column has its name.
    pub metric: Metric,
    /// Why its expression is what it is.
    pub why: &'static str,
}

macro_rules! statements {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:literal { $($metric:ident: $why:literal,)+ })+) => {
        /// A statement, without the subject and the days that it is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Statement {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Statement {
            /// All statements.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The statement's name: that of its file under `sql/`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// The text, with holes such as `{from}`.
            pub(super) fn template(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!("../../sql/", $name, ".sql")).trim_ascii_end(),)+
                }
            }

            /// The metrics that it fills, in the order of its columns.
            pub fn fills(self) -> &'static [Fill] {
                match self {
                    $(Self::$variant => &[
                        $(Fill { metric: Metric::$metric, why: $why },)+
                    ],)+
                }
            }
        }
    };
}

statements! {
    /// Transactions of a network of Ethereum's kind.
    EvmActivity "evm_activity" {
        DailyTxns: "one row a hash: of several the one with a receipt, then of the latest block",
        UniqueUsers: "senders; failed transactions were sent too",
        UniqueReceivers: "a created contract has no receiver, and null is not counted",
        SuccessRate: "of those with a receipt; without one, success is unknown",
        TotalVolume: "in coins already; a failed transaction moves nothing",
        AvgTxValue: "per transaction of the day, failed ones included",
        TotalFees: "in coins already; a failed transaction pays, and a fee of 0 without a receipt is unknown",
        AvgFee: "per transaction of the day",
        AvgGasPerTxn: "per transaction whose gas is known",
        GasPriceGwei: "mean over transactions, in gwei already; on Arbitrum the price paid",
    }
    /// Transactions of NEAR.
    NearActivity "near_activity" {
        DailyTxns: "one row a hash: of several the one whose outcome is known, then of the latest block",
        UniqueUsers: "signers; one that relays for others counts as one",
        UniqueReceivers: "receivers of transactions, not of receipts",
        SuccessRate: "of those whose outcome is known",
        TotalFees: "yoctoNEAR over 1e24; failed transactions pay too",
        AvgFee: "per transaction of the day",
        AvgGasPerTxn: "gas over 1e12, per transaction whose gas is known",
    }
    /// NEAR moved by transfers of the coin.
    NearValue "near_value" {
        TotalVolume: "yoctoNEAR over 1e24; native transfers whose receipt succeeded, as transactions have no value of their own",
    }
    /// Contracts called on NEAR.
    NearContracts "near_contracts" {
        ActiveContracts: "receivers of function calls; a failed call is a call",
    }
    /// Transactions of Bitcoin.
    BitcoinActivity "bitcoin_activity" {
        DailyTxns: "one row an id; the miner's own transactions included",
        TotalFees: "in BTC already; the miner's own transactions pay none",
        AvgFee: "per transaction of the day",
    }
    /// Addresses that spent on Bitcoin.
    BitcoinSenders "bitcoin_senders" {
        UniqueUsers: "addresses of spent outputs; new coins have no sender",
    }
    /// Addresses that were paid on Bitcoin.
    BitcoinReceivers "bitcoin_receivers" {
        UniqueReceivers: "addresses of first outputs: later ones are mostly change",
    }
    /// Transactions of Solana, without the votes of its validators.
    SolanaActivity "solana_activity" {
        DailyTxns: "one row an id: of several the one whose outcome is known, then of the latest block",
        UniqueUsers: "the first signer, who pays the fee",
        SuccessRate: "of those whose outcome is known",
        TotalFees: "lamports over 1e9; failed transactions pay too",
        AvgFee: "per transaction of the day",
    }
    /// The price of a network's coin.
    NativePrice "native_price" {
        OpenUsd: "the price of hour 0",
        HighUsd: "of hourly prices; only of a day that has all 24",
        LowUsd: "of hourly prices; only of a day that has all 24",
        CloseUsd: "the price of hour 23",
    }
    /// The price of a token with a contract.
    TokenPrice "token_price" {
        OpenUsd: "the price of hour 0",
        HighUsd: "of hourly prices; only of a day that has all 24",
        LowUsd: "of hourly prices; only of a day that has all 24",
        CloseUsd: "the price of hour 23",
    }
    /// Transfers of a token on a network of Ethereum's kind.
    EvmTransfers "evm_transfers" {
        Transfers: "one row an event; failed transactions emit none; mints and burns included",
        UniqueUsers: "senders; minting has none",
        UniqueReceivers: "receivers; burning has none",
        TotalVolume: "in whole tokens already",
        TransferVolumeUsd: "at the price of the hour",
    }
    /// Transfers of a token on NEAR.
    NearTransfers "near_transfers" {
        Transfers: "one row a transfer whose receipt succeeded; mints and burns included",
        UniqueUsers: "senders; minting has none",
        UniqueReceivers: "receivers; burning has none",
        TotalVolume: "in whole tokens already",
        TransferVolumeUsd: "at the price of the hour",
    }
    /// Transfers of a token on Solana.
    SolanaTransfers "solana_transfers" {
        Transfers: "every row: the table has succeeded transfers, and no key of its own that is known",
        UniqueUsers: "senders; minting has none",
        UniqueReceivers: "receivers; burning has none",
        TotalVolume: "in whole tokens already",
        TransferVolumeUsd: "at the price of the hour",
    }
    /// Swaps on an exchange on a network of Ethereum's kind.
    EvmSwaps "evm_swaps" {
        DailyTxns: "a transaction may swap several times",
        UniqueUsers: "who sent the transaction, not the router that swapped",
        Swaps: "one row a swap",
        TotalVolume: "the side that has a price, the one given first; swaps without a price have no known volume",
    }
    /// Swaps on an exchange on NEAR.
    NearSwaps "near_swaps" {
        DailyTxns: "a transaction may swap several times",
        UniqueUsers: "traders",
        Swaps: "one row a swap",
        TotalVolume: "the side that has a price, the one given first; swaps without a price have no known volume",
    }
    /// Swaps on an exchange on Solana.
    SolanaSwaps "solana_swaps" {
        DailyTxns: "a transaction may swap several times",
        UniqueUsers: "swappers",
        Swaps: "every row: the table has succeeded swaps, and no key of its own that is known",
        TotalVolume: "the side that has a price, the one given first; swaps without a price have no known volume",
    }
    /// Loans on a network of Ethereum's kind.
    EvmLending "evm_lending" {
        DailyTxns: "of all five tables together",
        UniqueUsers: "who lent, took back, borrowed, repaid or liquidated, each once",
        DepositsUsd: "what has a price; a day without any is unknown, not 0",
        WithdrawalsUsd: "what has a price",
        BorrowsUsd: "what has a price",
        RepaymentsUsd: "what has a price",
        LiquidationsUsd: "the collateral seized, as far as it has a price",
    }
    /// Loans on NEAR.
    NearLending "near_lending" {
        DailyTxns: "transactions with any action",
        UniqueUsers: "senders of any action; amounts are left out, as the table's decimals cannot be relied on",
    }
    /// What a protocol holds on a network of Ethereum's kind.
    EvmTvl "evm_tvl" {
        TvlUsd: "over all its versions; unknown if one version's is",
    }
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
