//! What a user's configuration changes in the catalogue.

use std::collections::BTreeMap;

use market::SubjectKind;
use serde::Deserialize;

use super::{App, Asset, Catalog, Contract, Family, Key, Network, Protocol, Token, WordError};

/// Changes to a [`Catalog`], as a configuration file says them.
///
/// ```
/// # let text = r#"{
/// #   "networks": {"near": {"database": "NEAR_SHARE"}, "gnosis": {"family": "evm"}},
/// #   "tokens": {"GNO": {"network": "gnosis", "contract": "0x9c58bacc331c9aa871afd802db6379a98e80cedb"}}
/// # }"#;
/// # let changes: flipside::sql::CatalogChanges = serde_json::from_str(text).unwrap();
/// let catalog = flipside::sql::Catalog::default().with(&changes)?;
/// assert_eq!(catalog.networks["near"].database.to_string(), "NEAR_SHARE");
/// assert!(catalog.tokens.contains_key("GNO"));
/// # Ok::<(), flipside::sql::WordError>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CatalogChanges {
    /// Networks by name.
    pub networks: BTreeMap<String, NetworkChange>,
    /// Tokens by ticker.
    pub tokens: BTreeMap<String, TokenChange>,
    /// Protocols by name.
    pub protocols: BTreeMap<String, ProtocolChange>,
}

/// Another place of a network's tables, or a network that is not known yet.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NetworkChange {
    /// Which columns the tables have; has to be said of a new network.
    pub family: Option<Family>,
    /// The database.
    pub database: Option<String>,
    /// The schema of blocks, transactions and transfers.
    pub core: Option<String>,
    /// The schema of prices.
    pub price: Option<String>,
    /// The schema of swaps, loans and holdings of protocols.
    pub defi: Option<String>,
}

/// A token, in place of one of its ticker.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenChange {
    /// The network on which it is looked at.
    pub network: String,
    /// Its contract there; without one it is the network's coin.
    #[serde(default)]
    pub contract: Option<String>,
}

/// A protocol, in place of one of its name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProtocolChange {
    /// The network on which it is looked at.
    pub network: String,
    /// What it does.
    pub app: App,
    /// What it is called in the tables.
    pub key: String,
}

impl Catalog {
    /// Makes a catalogue with these changes.
    ///
    /// # Errors
    /// If a name or an address may not stand in a statement, or a network is not known.
    pub fn with(mut self, changes: &CatalogChanges) -> Result<Self, WordError> {
        for (name, change) in &changes.networks {
            let name = named(SubjectKind::Network, name)?;
            let mut network = match (self.networks.remove(&name), change.family) {
                (Some(known), family) => {
                    Network { family: family.unwrap_or(known.family), ..known }
                }
                (None, Some(family)) => Network::new(family, &name)?,
                (None, None) => {
                    return Err(WordError::new(
                        &name,
                        "is a network that is not known: its `family` has to be said",
                    ));
                }
            };
            for (place, text) in [
                (&mut network.database, &change.database),
                (&mut network.core, &change.core),
                (&mut network.price, &change.price),
                (&mut network.defi, &change.defi),
            ] {
                if let Some(text) = text {
                    *place = text.parse()?;
                }
            }
            self.networks.insert(name, network);
        }
        for (ticker, change) in &changes.tokens {
            let (network, family) = self.known(&change.network)?;
            let asset = match &change.contract {
                None => Asset::Native,
                Some(address) => Asset::Contract(Contract::new(family, address)?),
            };
            let ticker = named(SubjectKind::Token, ticker)?;
            self.tokens.insert(ticker, Token { network, asset });
        }
        for (name, change) in &changes.protocols {
            let (network, _) = self.known(&change.network)?;
            let key: Key = change.key.parse()?;
            let name = named(SubjectKind::Protocol, name)?;
            self.protocols.insert(name, Protocol { network, app: change.app, key });
        }
        Ok(self)
    }

    fn known(&self, network: &str) -> Result<(String, Family), WordError> {
        let name = network.to_ascii_lowercase();
        match self.networks.get(&name) {
            Some(known) => Ok((name, known.family)),
            None => Err(WordError::new(network, "is no network that is known")),
        }
    }
}

/// The name as a subject of the kind has it.
fn named(kind: SubjectKind, name: &str) -> Result<String, WordError> {
    match format!("{kind}:{name}").parse::<market::Subject>() {
        Ok(subject) => Ok(subject.name().to_owned()),
        Err(_) => Err(WordError::new(
            name,
            "is no name of a subject: it has letters, digits and `-`, `_`, `.` only",
        )),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn with(changes: Value) -> Result<Catalog, WordError> {
        Catalog::default().with(&serde_json::from_value(changes).unwrap())
    }

    #[test]
    fn what_is_not_said_stays() {
        assert_eq!(with(json!({})).unwrap(), Catalog::default());
        let changed = with(json!({"networks": {"Near": {"core": "core_v2"}}})).unwrap();
        let near = &changed.networks["near"];
        assert_eq!((near.family, near.core.to_string()), (Family::Near, "core_v2".to_owned()));
        assert_eq!(near.database.to_string(), "near");
        assert_eq!(changed.tokens, Catalog::default().tokens);
    }

    #[test]
    fn subjects_can_be_added() {
        let changed = with(json!({
            "networks": {"gnosis": {"family": "evm", "database": "GNOSIS"}},
            "tokens": {"xdai": {"network": "gnosis"}},
            "protocols": {"honeyswap": {"network": "gnosis", "app": "exchange", "key": "honeyswap"}},
        }))
        .unwrap();
        for kind in SubjectKind::ALL {
            let more = changed.subjects(kind).len() - Catalog::default().subjects(kind).len();
            assert_eq!(more, 1, "{kind}");
        }
        assert_eq!(changed.tokens["XDAI"].asset, Asset::Native);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let check = |changes: Value, expect: &str| {
            let error = with(changes).unwrap_err().to_string();
            assert!(error.contains(expect), "{error}");
        };
        check(json!({"networks": {"gnosis": {}}}), "`gnosis` is a network that is not known");
        check(json!({"networks": {"a b": {"family": "evm"}}}), "`a b` is no name of a subject");
        check(
            json!({"networks": {"near": {"database": "x; --"}}}),
            "`x; --` is no name of a database",
        );
        check(
            json!({"tokens": {"X": {"network": "nowhere"}}}),
            "`nowhere` is no network that is known",
        );
        check(
            json!({"tokens": {"X": {"network": "base", "contract": "x.near"}}}),
            "`x.near` is no contract's address",
        );
        check(
            json!({"protocols": {"x": {"network": "base", "app": "lending", "key": "X'"}}}),
            "`X\\'` is no protocol's name",
        );
    }
}
