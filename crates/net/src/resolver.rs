//! Finds the addresses of a host, so that a host that is not found can be told from one that does
//! not answer.

use std::error::Error as StdError;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// The resolver of the system.
pub(crate) struct Resolver;

/// A host has no address.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct NotFound(std::io::Error);

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            match tokio::net::lookup_host((name.as_str(), 0)).await {
                Ok(addresses) => Ok(Box::new(addresses.collect::<Vec<_>>().into_iter()) as Addrs),
                Err(error) => Err(Box::new(NotFound(error)) as Box<dyn StdError + Send + Sync>),
            }
        })
    }
}
