//! Whom the figures are about: a network, a token or a protocol.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The kinds of subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// A blockchain, measured by its own activity: `ethereum`.
    Network,
    /// A traded token, measured by its price: `token:BTC`.
    Token,
    /// An application on a network: `protocol:uniswap`.
    Protocol,
}

impl SubjectKind {
    /// All kinds, in the order in which they are listed.
    pub const ALL: [Self; 3] = [Self::Network, Self::Token, Self::Protocol];

    /// Names the kind, as in the prefix of a subject: `network`, `token`, `protocol`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Token => "token",
            Self::Protocol => "protocol",
        }
    }
}

impl fmt::Display for SubjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for SubjectKind {
    type Err = SubjectError;

    /// Reads a kind by its name; `market` is the networks.
    fn from_str(text: &str) -> Result<Self, SubjectError> {
        match text {
            "network" | "market" => Ok(Self::Network),
            "token" => Ok(Self::Token),
            "protocol" => Ok(Self::Protocol),
            _ => Err(SubjectError {
                text: text.to_owned(),
                problem: "is no kind of subject; the kinds are market, token and protocol",
            }),
        }
    }
}

/// A network, a token or a protocol.
///
/// Written `ethereum`, `token:BTC`, `protocol:uniswap`, in text and in serialised form alike.
/// Networks and protocols are kept in lower case and tokens in upper case, so that two spellings
/// are one subject. Ordered by kind, then by name. Cheap to clone.
///
/// ```
/// use market::Subject;
/// assert_eq!("token:btc".parse::<Subject>().unwrap(), Subject::token("BTC"));
/// assert_eq!(Subject::network("near").coin(), Some("NEAR"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    kind: SubjectKind,
    name: Arc<str>,
}

impl Subject {
    /// Makes a subject of any kind.
    pub fn new(kind: SubjectKind, name: &str) -> Self {
        let name = match kind {
            SubjectKind::Token => name.trim().to_ascii_uppercase(),
            SubjectKind::Network | SubjectKind::Protocol => name.trim().to_ascii_lowercase(),
        };
        Self { kind, name: name.into() }
    }

    /// Makes a network, such as `ethereum`.
    pub fn network(name: &str) -> Self {
        Self::new(SubjectKind::Network, name)
    }

    /// Makes a token from its ticker, such as `BTC`.
    pub fn token(ticker: &str) -> Self {
        Self::new(SubjectKind::Token, ticker)
    }

    /// Makes a protocol, such as `uniswap`.
    pub fn protocol(name: &str) -> Self {
        Self::new(SubjectKind::Protocol, name)
    }

    /// The kind of the subject.
    pub fn kind(&self) -> SubjectKind {
        self.kind
    }

    /// The name without its kind: `ethereum`, `BTC`, `uniswap`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The ticker of the coin in which amounts of this subject are counted: a network's native
    /// coin, a token itself. `None` for a network that is not known here, and for protocols.
    pub fn coin(&self) -> Option<&str> {
        match self.kind {
            SubjectKind::Token => Some(&self.name),
            SubjectKind::Protocol => None,
            SubjectKind::Network => match self.name() {
                "aptos" => Some("APT"),
                "arbitrum" | "base" | "blast" | "ethereum" | "ink" | "optimism" => Some("ETH"),
                "avalanche" => Some("AVAX"),
                "axelar" => Some("AXL"),
                "bitcoin" => Some("BTC"),
                "bsc" => Some("BNB"),
                "cosmos" => Some("ATOM"),
                "dogecoin" => Some("DOGE"),
                "flow" => Some("FLOW"),
                "gnosis" => Some("XDAI"),
                "kaia" => Some("KAIA"),
                "litecoin" => Some("LTC"),
                "mantle" => Some("MNT"),
                "near" => Some("NEAR"),
                "osmosis" => Some("OSMO"),
                "polygon" => Some("POL"),
                "ripple" | "xrpl" => Some("XRP"),
                "ronin" => Some("RON"),
                "sei" => Some("SEI"),
                "solana" => Some("SOL"),
                "thorchain" => Some("RUNE"),
                _ => None,
            },
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            SubjectKind::Network => f.pad(&self.name),
            SubjectKind::Token | SubjectKind::Protocol => {
                f.pad(&format!("{}:{}", self.kind, self.name))
            }
        }
    }
}

/// A text that names no subject, or no kind of subject.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` {problem}")]
pub struct SubjectError {
    text: String,
    problem: &'static str,
}

impl FromStr for Subject {
    type Err = SubjectError;

    fn from_str(text: &str) -> Result<Self, SubjectError> {
        let fail = |problem| Err(SubjectError { text: text.to_owned(), problem });
        let (kind, name) = match text.split_once(':') {
            None => (SubjectKind::Network, text),
            Some(("network", name)) => (SubjectKind::Network, name),
            Some(("token", name)) => (SubjectKind::Token, name),
            Some(("protocol", name)) => (SubjectKind::Protocol, name),
            Some(_) => {
                return fail("names no subject; write ethereum, token:BTC or protocol:uniswap");
            }
        };
        if name.parse::<SubjectKind>().is_ok() {
            return fail("is a kind of subject, not the name of one");
        }
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if name.is_empty() || !name.chars().all(is_plain) {
            return fail("names no subject; a name has letters, digits and `-`, `_`, `.` only");
        }
        Ok(Self::new(kind, name))
    }
}

impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_subject_agree() {
        for (text, subject) in [
            ("ethereum", Subject::network("Ethereum")),
            ("token:BTC", Subject::token("btc")),
            ("protocol:uniswap", Subject::protocol("uniswap")),
        ] {
            assert_eq!(subject.to_string(), text);
            assert_eq!(text.parse::<Subject>().unwrap(), subject);
            let json = serde_json::to_string(&subject).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<Subject>(&json).unwrap(), subject);
        }
    }

    #[test]
    fn what_is_no_subject_says_why() {
        let check = |text: &str, expect: &str| {
            assert_eq!(text.parse::<Subject>().unwrap_err().to_string(), expect);
        };
        check("token", "`token` is a kind of subject, not the name of one");
        check(
            "coin:BTC",
            "`coin:BTC` names no subject; write ethereum, token:BTC or protocol:uniswap",
        );
        check(
            "token:",
            "`token:` names no subject; a name has letters, digits and `-`, `_`, `.` only",
        );
        check("a b", "`a b` names no subject; a name has letters, digits and `-`, `_`, `.` only");
    }

    #[test]
    fn a_coin_is_known_or_absent() {
        assert_eq!(Subject::network("bitcoin").coin(), Some("BTC"));
        assert_eq!(Subject::network("arbitrum").coin(), Some("ETH"));
        assert_eq!(Subject::network("nowhere").coin(), None);
        assert_eq!(Subject::token("XRP").coin(), Some("XRP"));
    }
}
