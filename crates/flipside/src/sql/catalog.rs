//! Where the figures of a subject lie.

use std::collections::BTreeMap;

use market::{Subject, SubjectKind};
use serde::Deserialize;

use super::{Contract, Days, Identifier, Key, Query, Statement, WordError};

/// Networks whose tables have the same columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Family {
    /// Ethereum and the networks that run its virtual machine.
    Evm,
    /// Arbitrum: as [`Family::Evm`], but the price of gas stands in columns of other names.
    Arbitrum,
    /// Bitcoin.
    Bitcoin,
    /// NEAR.
    Near,
    /// Solana.
    Solana,
}

impl Family {
    /// All families.
    pub const ALL: [Self; 5] = [Self::Evm, Self::Arbitrum, Self::Bitcoin, Self::Near, Self::Solana];
}

/// A network's tables: their columns, and the database and schemas in which they lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// Which columns the tables have.
    pub family: Family,
    /// The database; at Flipside it has the network's name.
    pub database: Identifier,
    /// The schema of blocks, transactions and transfers.
    pub core: Identifier,
    /// The schema of prices.
    pub price: Identifier,
    /// The schema of swaps, loans and holdings of protocols.
    pub defi: Identifier,
}

impl Network {
    /// A network whose database has its name, with Flipside's names of schemas.
    ///
    /// # Errors
    /// If the name cannot be a database's.
    pub fn new(family: Family, name: &str) -> Result<Self, WordError> {
        Ok(Self {
            family,
            database: name.parse()?,
            core: "core".parse()?,
            price: "price".parse()?,
            defi: "defi".parse()?,
        })
    }
}

/// How a token is found on its network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asset {
    /// The coin in which the network's fees are paid. It has a price; what is transferred of it is
    /// the network's volume.
    Native,
    /// A token with a contract: it has a price and transfers.
    Contract(Contract),
}

/// A token, on the network where it is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The network's name in the catalogue.
    pub network: String,
    /// How it is found there.
    pub asset: Asset,
}

/// What a protocol does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum App {
    /// Tokens are swapped on it.
    Exchange,
    /// Tokens are lent and borrowed on it.
    Lending,
}

/// A protocol, on the network where it is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protocol {
    /// The network's name in the catalogue.
    pub network: String,
    /// What it does.
    pub app: App,
    /// What it is called in the tables. Loans of all its versions are found by the beginning of
    /// their names, and so are Solana's swap programs.
    pub key: Key,
}

/// The subjects that can be asked about, each with the place of its figures. The default has
/// Flipside's own places; all of it can be replaced.
///
/// ```
/// use flipside::sql::{Asset, Catalog, Contract, Family, Network, Token};
///
/// let mut catalog = Catalog::default();
/// // The same tables, mounted under another name.
/// let near = catalog.networks.get_mut("near").unwrap();
/// near.database = "NEAR_SHARE".parse()?;
/// near.core = "core_v2".parse()?;
/// // Another network of Ethereum's kind, and a token on it.
/// catalog.networks.insert("gnosis".to_owned(), Network::new(Family::Evm, "gnosis")?);
/// let contract = Contract::new(Family::Evm, "0x9c58bacc331c9aa871afd802db6379a98e80cedb")?;
/// let token = Token { network: "gnosis".to_owned(), asset: Asset::Contract(contract) };
/// catalog.tokens.insert("GNO".to_owned(), token);
/// # Ok::<(), flipside::sql::WordError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalog {
    /// Networks by name.
    pub networks: BTreeMap<String, Network>,
    /// Tokens by ticker, in upper case.
    pub tokens: BTreeMap<String, Token>,
    /// Protocols by name.
    pub protocols: BTreeMap<String, Protocol>,
}

/// The networks that are known without configuration; each one's database has its name.
const NETWORKS: [(&str, Family); 10] = [
    ("arbitrum", Family::Arbitrum),
    ("avalanche", Family::Evm),
    ("base", Family::Evm),
    ("bitcoin", Family::Bitcoin),
    ("bsc", Family::Evm),
    ("ethereum", Family::Evm),
    ("near", Family::Near),
    ("optimism", Family::Evm),
    ("polygon", Family::Evm),
    ("solana", Family::Solana),
];

/// Tokens; without a contract it is the network's coin.
const TOKENS: [(&str, &str, Option<&str>); 12] = [
    ("AAVE", "ethereum", Some("0x7fc66500c84a76ad7e9c93437bfc5ac33e2ddae9")),
    ("AVAX", "avalanche", None),
    ("BNB", "bsc", None),
    ("BTC", "bitcoin", None),
    ("ETH", "ethereum", None),
    ("JUP", "solana", Some("JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSZbKedZNsDvCN")),
    ("LINK", "ethereum", Some("0x514910771af9ca656af840dff83e8264ecf986ca")),
    ("NEAR", "near", None),
    ("POL", "polygon", None),
    ("REF", "near", Some("token.v2.ref-finance.near")),
    ("SOL", "solana", None),
    ("UNI", "ethereum", Some("0x1f9840a85d5af5bf1d1762f925bdaddc4201f984")),
];

const PROTOCOLS: [(&str, &str, App, &str); 12] = [
    ("aave", "ethereum", App::Lending, "aave"),
    ("aerodrome", "base", App::Exchange, "aerodrome"),
    ("balancer", "ethereum", App::Exchange, "balancer"),
    ("burrow", "near", App::Lending, "burrow"),
    ("curve", "ethereum", App::Exchange, "curve"),
    ("orca", "solana", App::Exchange, "orca"),
    ("pancakeswap", "bsc", App::Exchange, "pancakeswap"),
    ("quickswap", "polygon", App::Exchange, "quickswap"),
    ("raydium", "solana", App::Exchange, "raydium"),
    ("ref-finance", "near", App::Exchange, "v2.ref-finance.near"),
    ("sushiswap", "ethereum", App::Exchange, "sushiswap"),
    ("uniswap", "ethereum", App::Exchange, "uniswap"),
];

impl Default for Catalog {
    /// What is known without configuration, at Flipside's own places.
    fn default() -> Self {
        // What cannot be read is left out, and a test sees to it that all can.
        let networks: BTreeMap<String, Network> = NETWORKS
            .into_iter()
            .filter_map(|(name, family)| Some((name.to_owned(), Network::new(family, name).ok()?)))
            .collect();
        let tokens = TOKENS
            .into_iter()
            .filter_map(|(ticker, network, contract)| {
                let family = networks.get(network)?.family;
                let asset = match contract {
                    None => Asset::Native,
                    Some(address) => Asset::Contract(Contract::new(family, address).ok()?),
                };
                Some((ticker.to_owned(), Token { network: network.to_owned(), asset }))
            })
            .collect();
        let protocols = PROTOCOLS
            .into_iter()
            .filter_map(|(name, network, app, key)| {
                let key = key.parse().ok()?;
                Some((name.to_owned(), Protocol { network: network.to_owned(), app, key }))
            })
            .collect();
        Self { networks, tokens, protocols }
    }
}

impl Catalog {
    /// The subjects of a kind, in order.
    pub fn subjects(&self, kind: SubjectKind) -> Vec<Subject> {
        let names: Vec<&String> = match kind {
            SubjectKind::Network => self.networks.keys().collect(),
            SubjectKind::Token => self.tokens.keys().collect(),
            SubjectKind::Protocol => self.protocols.keys().collect(),
        };
        let mut subjects: Vec<Subject> =
            names.into_iter().map(|name| Subject::new(kind, name)).collect();
        subjects.sort();
        subjects.dedup();
        subjects
    }

    /// What has to be asked for a subject's figures of these days: one query a table. `None` if the
    /// catalogue does not have the subject, or not its network.
    pub fn queries(&self, subject: &Subject, days: Days) -> Option<Vec<Query>> {
        let (network, statements, place) = self.place(subject)?;
        let query = |statement| Query {
            subject: subject.clone(),
            statement,
            network: network.clone(),
            place: place.clone(),
            days,
        };
        Some(statements.iter().copied().map(query).collect())
    }

    fn place(&self, subject: &Subject) -> Option<(&Network, &'static [Statement], Place)> {
        use Statement as S;
        match subject.kind() {
            SubjectKind::Network => {
                let network = self.networks.get(subject.name())?;
                let statements: &[S] = match network.family {
                    Family::Evm | Family::Arbitrum => &[S::EvmActivity],
                    Family::Bitcoin => {
                        &[S::BitcoinActivity, S::BitcoinSenders, S::BitcoinReceivers]
                    }
                    Family::Near => &[S::NearActivity, S::NearValue, S::NearContracts],
                    Family::Solana => &[S::SolanaActivity],
                };
                Some((network, statements, Place::Network))
            }
            SubjectKind::Token => {
                let token = self.tokens.get(subject.name())?;
                let network = self.networks.get(&token.network)?;
                let Asset::Contract(contract) = &token.asset else {
                    return Some((network, &[S::NativePrice], Place::Network));
                };
                let statements: &[S] = match network.family {
                    Family::Evm | Family::Arbitrum => &[S::TokenPrice, S::EvmTransfers],
                    Family::Near => &[S::TokenPrice, S::NearTransfers],
                    Family::Solana => &[S::TokenPrice, S::SolanaTransfers],
                    Family::Bitcoin => return None,
                };
                Some((network, statements, Place::Contract(contract.clone())))
            }
            SubjectKind::Protocol => {
                let protocol = self.protocols.get(subject.name())?;
                let network = self.networks.get(&protocol.network)?;
                let statements: &[S] = match (protocol.app, network.family) {
                    (App::Exchange, Family::Evm | Family::Arbitrum) => &[S::EvmSwaps, S::EvmTvl],
                    (App::Exchange, Family::Near) => &[S::NearSwaps],
                    (App::Exchange, Family::Solana) => &[S::SolanaSwaps],
                    (App::Lending, Family::Evm | Family::Arbitrum) => &[S::EvmLending, S::EvmTvl],
                    (App::Lending, Family::Near) => &[S::NearLending],
                    (App::Lending, Family::Solana) | (_, Family::Bitcoin) => return None,
                };
                Some((network, statements, Place::Protocol(protocol.key.clone())))
            }
        }
    }
}

/// What of the tables is the subject's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// All of it.
    Network,
    /// What has to do with a contract.
    Contract(Contract),
    /// What has to do with a protocol.
    Protocol(Key),
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use market::DateRange;

    use super::*;

    #[test]
    fn everything_that_is_known_can_be_asked() {
        let catalog = Catalog::default();
        assert_eq!(catalog.networks.len(), NETWORKS.len());
        assert_eq!(catalog.tokens.len(), TOKENS.len());
        assert_eq!(catalog.protocols.len(), PROTOCOLS.len());
        let days = Days::new(DateRange::ending(date(2025, 2, 9), 7)).unwrap();
        for kind in SubjectKind::ALL {
            for subject in catalog.subjects(kind) {
                let queries = catalog.queries(&subject, days).unwrap_or_default();
                assert!(!queries.is_empty(), "{subject}");
            }
        }
        assert_eq!(catalog.queries(&Subject::network("nowhere"), days), None);
    }

    #[test]
    fn subjects_come_in_their_order() {
        let mut catalog = Catalog::default();
        let token = catalog.tokens["ETH"].clone();
        catalog.tokens.insert("eth".to_owned(), token);
        let tokens = catalog.subjects(SubjectKind::Token);
        assert!(tokens.windows(2).all(|pair| pair[0] < pair[1]), "{tokens:?}");
    }
}
