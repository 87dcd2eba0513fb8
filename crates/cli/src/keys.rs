//! Keys and addresses of the live services: from the environment, or from a `.env` file.

use std::collections::HashMap;
use std::path::Path;

use anyhow::anyhow;
use net::Secret;

use crate::failure::Failure;

/// The key of OpenRouter, or of the service that stands in for it.
pub(crate) const OPENROUTER_KEY: Key =
    Key { name: "OPENROUTER_API_KEY", purpose: "answers from DeepSeek R1 through OpenRouter" };
/// The key of Flipside.
pub(crate) const FLIPSIDE_KEY: Key =
    Key { name: "FLIPSIDE_API_KEY", purpose: "market data from Flipside" };

/// A key that a live service needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    name: &'static str,
    purpose: &'static str,
}

/// The environment, and what a `.env` file in the working folder adds to it.
#[derive(Default)]
pub(crate) struct Environment {
    file: HashMap<String, String>,
}

impl Environment {
    /// Reads the file, if there is one. Nothing of it is ever shown: it holds keys.
    pub(crate) fn read(file: &Path) -> Result<Self, Failure> {
        let unreadable = |why: &str| {
            Failure::usage(anyhow!("{} cannot be read: {why}", file.display()))
                .hint("a line of it reads NAME=value")
        };
        let lines = match dotenvy::from_path_iter(file) {
            Ok(lines) => lines,
            Err(error) if error.not_found() => return Ok(Self::default()),
            Err(dotenvy::Error::Io(error)) => return Err(unreadable(&error.to_string())),
            Err(_) => return Err(unreadable("it is no such file")),
        };
        let mut found = HashMap::new();
        for (number, line) in lines.enumerate() {
            let (name, value) = line.map_err(|error| match error {
                dotenvy::Error::Io(error) => unreadable(&error.to_string()),
                _ => unreadable(&format!("its setting number {} is malformed", number + 1)),
            })?;
            found.entry(name).or_insert(value);
        }
        Ok(Self { file: found })
    }

    /// A setting that says something; the environment goes before the file.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let value = std::env::var(name).ok().or_else(|| self.file.get(name).cloned());
        value.filter(|value| !value.trim().is_empty())
    }

    /// A key, if it is set.
    pub(crate) fn key(&self, key: Key) -> Result<Option<Secret>, Failure> {
        let secret = self.get(key.name).map(Secret::new).transpose();
        secret.map_err(|error| Failure::usage(anyhow!("{}: {error}", key.name)))
    }

    /// A key without which nothing goes.
    pub(crate) fn require_key(&self, key: Key) -> Result<Secret, Failure> {
        self.require(&[key])?;
        self.key(key)?.ok_or_else(|| Failure::usage(anyhow!("not set: {}", key.name)))
    }

    /// Makes sure that the keys of a live run are there. Nothing is ever generated in its stead.
    pub(crate) fn require(&self, keys: &[Key]) -> Result<(), Failure> {
        let missing = keys.iter().filter(|key| self.get(key.name).is_none());
        let missing: Vec<String> =
            missing.map(|key| format!("{} ({})", key.name, key.purpose)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(Failure::usage(anyhow!("not set: {}", missing.join(", "))).hint(
            "set them in the environment or in a `.env` file, or use `--offline`, which needs no keys",
        ))
    }
}
