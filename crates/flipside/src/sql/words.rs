//! The only things that are put into a statement: each can be made from harmless text alone.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, date};
use market::DateRange;

use super::Family;

/// A text that may not stand in a statement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` {problem}")]
pub struct WordError {
    text: String,
    problem: &'static str,
}

impl WordError {
    pub(super) fn new(text: &str, problem: &'static str) -> Self {
        Self { text: text.escape_debug().to_string(), problem }
    }
}

fn refuse<T>(text: &str, problem: &'static str) -> Result<T, WordError> {
    Err(WordError::new(text, problem))
}

/// The name of a database, a schema or a column, as it stands unquoted: a letter or `_`, then
/// letters, digits, `_` and `$`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier(String);

impl FromStr for Identifier {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let head = |c: char| c.is_ascii_alphabetic() || c == '_';
        let rest = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
        if text.starts_with(head) && text.chars().all(rest) && text.len() <= 255 {
            Ok(Self(text.to_owned()))
        } else {
            refuse(
                text,
                "is no name of a database or schema: it begins with a letter or `_` and has \
                 letters, digits, `_` and `$` only",
            )
        }
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The address of a token's contract, in the form of its family of networks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Contract(String);

impl Contract {
    /// Reads an address: `0x` and 40 hexadecimal digits (kept in lower case, as in the tables), an
    /// account name on NEAR, 32 to 44 digits in base 58 on Solana.
    ///
    /// # Errors
    /// If it is no address of such a network; Bitcoin has no contracts.
    pub fn new(family: Family, text: &str) -> Result<Self, WordError> {
        match family {
            Family::Evm | Family::Arbitrum => {
                let lower = text.to_ascii_lowercase();
                let digits = lower.strip_prefix("0x").unwrap_or_default();
                if digits.len() == 40 && digits.chars().all(|c| c.is_ascii_hexdigit()) {
                    return Ok(Self(lower));
                }
                refuse(text, "is no contract's address: `0x` and 40 hexadecimal digits")
            }
            Family::Near => {
                let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
                let is_plain = text.chars().all(|c| plain(c) || "-_.".contains(c));
                if (2..=64).contains(&text.len()) && text.starts_with(plain) && is_plain {
                    return Ok(Self(text.to_owned()));
                }
                refuse(
                    text,
                    "is no account on NEAR: 2 to 64 lower-case letters, digits, `-`, `_` and `.`",
                )
            }
            Family::Solana => {
                let base58 = |c: char| c.is_ascii_alphanumeric() && !"0OIl".contains(c);
                if (32..=44).contains(&text.len()) && text.chars().all(base58) {
                    return Ok(Self(text.to_owned()));
                }
                refuse(text, "is no address on Solana: 32 to 44 digits in base 58")
            }
            Family::Bitcoin => refuse(text, "cannot be a contract: Bitcoin has none"),
        }
    }
}

impl fmt::Display for Contract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a protocol is called in the tables, in lower case: `uniswap`, `v2.ref-finance.near`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl FromStr for Key {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let is_plain = text.chars().all(|c| plain(c) || "-_. ".contains(c));
        if text.starts_with(plain) && is_plain && text.len() <= 64 {
            Ok(Self(text.to_owned()))
        } else {
            refuse(
                text,
                "is no protocol's name in the tables: up to 64 lower-case letters, digits, `-`, \
                 `_`, `.` and spaces",
            )
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whole days, from one to another, that a statement can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Days(DateRange);

impl Days {
    /// No network that is known here has an earlier day: Bitcoin's first block.
    pub const FIRST: Date = date(2009, 1, 3);
    /// A later day needs five digits, and is no day of anybody's data.
    pub const LAST: Date = date(9998, 12, 31);

    /// Takes the days of a range.
    ///
    /// # Errors
    /// If it has no day, or days before [`Days::FIRST`] or after [`Days::LAST`].
    pub fn new(range: DateRange) -> Result<Self, WordError> {
        if range.is_empty() {
            return refuse(&range.to_string(), "has no day");
        }
        if range.from < Self::FIRST || range.to > Self::LAST {
            return refuse(&range.to_string(), "begins before 2009-01-03 or ends after 9998-12-31");
        }
        Ok(Self(range))
    }

    /// The days as a range.
    pub fn range(self) -> DateRange {
        self.0
    }

    /// The first day.
    pub fn from(self) -> Date {
        self.0.from
    }

    /// The day after the last.
    pub fn until(self) -> Date {
        self.0.to.tomorrow().unwrap_or(Date::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_ends_a_literal_or_a_name_gets_in() {
        let hostile = [
            "",
            "'",
            "a'b",
            "a; drop table x",
            "a--b'",
            "a b",
            "é",
            "a\nb",
            "a\\",
            "\"a\"",
            "a/*",
            "\0",
            "ａ",
        ];
        for text in hostile {
            assert!(text.parse::<Identifier>().is_err(), "{text:?}");
            for family in Family::ALL {
                assert!(Contract::new(family, text).is_err(), "{text:?}");
            }
            // A key may have spaces: some programs' names do.
            if text != "a b" {
                assert!(text.parse::<Key>().is_err(), "{text:?}");
            }
        }
    }

    #[test]
    fn what_is_meant_gets_in() {
        for text in ["ethereum", "FLIPSIDE_PROD_DB", "_x$1"] {
            assert_eq!(text.parse::<Identifier>().unwrap().to_string(), text);
        }
        for text in ["uniswap", "v2.ref-finance.near", "trader joe"] {
            assert_eq!(text.parse::<Key>().unwrap().to_string(), text);
        }
        let contract = |family, text| Contract::new(family, text).unwrap().to_string();
        assert_eq!(
            contract(Family::Evm, "0x1F9840a85d5aF5bf1D1762F925BDADdC4201F984"),
            "0x1f9840a85d5af5bf1d1762f925bdaddc4201f984"
        );
        assert_eq!(
            contract(Family::Near, "token.v2.ref-finance.near"),
            "token.v2.ref-finance.near"
        );
        let mint = "So11111111111111111111111111111111111111112";
        assert_eq!(contract(Family::Solana, mint), mint);
        assert!(Contract::new(Family::Evm, "token.near").is_err());
        assert!(Contract::new(Family::Bitcoin, mint).is_err());
    }

    #[test]
    fn days_are_written_with_four_digits_and_end_before_the_next() {
        let range = |from, to| Days::new(DateRange { from, to });
        let days = range(date(2024, 2, 28), date(2024, 2, 29)).unwrap();
        assert_eq!((days.from(), days.until()), (date(2024, 2, 28), date(2024, 3, 1)));
        assert!(range(date(2024, 3, 1), date(2024, 2, 29)).is_err());
        assert!(range(Date::MIN, date(2024, 2, 29)).is_err());
        assert!(range(date(2024, 2, 29), Date::MAX).is_err());
        assert_eq!(Days::LAST.tomorrow().unwrap().to_string(), "9999-01-01");
    }
}
