//! Where a service is.

use std::fmt;
use std::str::FromStr;

use reqwest::Url;

/// The base address of a service. Encrypted, unless the service runs on this machine: a key must
/// not travel in the open.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Endpoint(Url);

/// Why a text is no base address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EndpointError {
    /// It is no address at all.
    #[error("not an address: {0}")]
    Malformed(String),
    /// It is neither `https` nor `http` to this machine.
    #[error("`{0}` is not encrypted: use https (plain http only to this machine, as 127.0.0.1)")]
    NotEncrypted(String),
    /// It is neither `https` nor `http`.
    #[error("`{0}:` is no way to reach a service: use https")]
    Scheme(String),
    /// It carries a user name or password.
    #[error("the address carries a user name or password: give the key separately")]
    Credentials,
    /// It goes on after its path.
    #[error("the address has a `{0}`: it must end with its path")]
    BeyondPath(char),
}

impl Endpoint {
    /// Reads a base address such as `https://openrouter.ai/api/v1`. A slash at its end makes no
    /// difference.
    ///
    /// # Errors
    /// If it is no such address, or none that a key may be sent to. No error repeats a password.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        let url =
            Url::parse(text.trim()).map_err(|error| EndpointError::Malformed(error.to_string()))?;
        let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
            return Err(EndpointError::Malformed("it names no host".to_owned()));
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(EndpointError::Credentials);
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => return Err(EndpointError::NotEncrypted(format!("http://{host}"))),
            other => return Err(EndpointError::Scheme(other.to_owned())),
        }
        if url.query().is_some() {
            return Err(EndpointError::BeyondPath('?'));
        }
        if url.fragment().is_some() {
            return Err(EndpointError::BeyondPath('#'));
        }
        Ok(Self(url))
    }

    /// The address of a resource below this one. Each part becomes one segment of the path,
    /// whatever characters it has; none can lead out of the base.
    #[must_use]
    pub fn join<'p>(&self, parts: impl IntoIterator<Item = &'p str>) -> Url {
        let mut url = self.0.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(parts);
        }
        url
    }

    /// The host, for people: `openrouter.ai`, `127.0.0.1:8080`.
    pub fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        self.0.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Whether the service is the named one, or one of its subdomains.
    pub fn is_of(&self, domain: &str) -> bool {
        self.0.domain().is_some_and(|host| {
            host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
        })
    }

    /// Whether the service runs on this machine.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }
}

/// Whether an address leads to this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        None => false,
        Some("localhost") => true,
        Some(host) => host
            .trim_matches(['[', ']'])
            .parse::<std::net::IpAddr>()
            .map_or_else(|_| host.ends_with(".localhost"), |address| address.is_loopback()),
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Endpoint({})", self.0)
    }
}

impl FromStr for Endpoint {
    type Err = EndpointError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_only_addresses_that_a_key_may_go_to() {
        let malformed = |text: &str| Err(EndpointError::Malformed(text.to_owned()));
        for (text, expected) in [
            ("https://openrouter.ai/api/v1", Ok("https://openrouter.ai/api/v1")),
            (" https://openrouter.ai/api/v1/\n", Ok("https://openrouter.ai/api/v1/")),
            ("http://127.0.0.1:8080/v1", Ok("http://127.0.0.1:8080/v1")),
            ("http://127.8.9.1", Ok("http://127.8.9.1/")),
            ("http://localhost:11434", Ok("http://localhost:11434/")),
            ("http://api.localhost", Ok("http://api.localhost/")),
            ("http://[::1]:80/v1", Ok("http://[::1]/v1")),
            // The same as 127.0.0.1, in octal and as one number.
            ("http://0177.1/", Ok("http://127.0.0.1/")),
            (
                "http://openrouter.ai",
                Err(EndpointError::NotEncrypted("http://openrouter.ai".into())),
            ),
            (
                "http://localhost.evil.com",
                Err(EndpointError::NotEncrypted("http://localhost.evil.com".into())),
            ),
            ("http://0.0.0.0", Err(EndpointError::NotEncrypted("http://0.0.0.0".into()))),
            ("http://192.168.1.2", Err(EndpointError::NotEncrypted("http://192.168.1.2".into()))),
            ("ftp://openrouter.ai", Err(EndpointError::Scheme("ftp".into()))),
            ("file://host/etc/passwd", Err(EndpointError::Scheme("file".into()))),
            ("https://user:pass@host", Err(EndpointError::Credentials)),
            ("https://key@host", Err(EndpointError::Credentials)),
            ("https://host/v1?key=abc", Err(EndpointError::BeyondPath('?'))),
            ("https://host/v1#top", Err(EndpointError::BeyondPath('#'))),
            ("openrouter.ai/api/v1", malformed("relative URL without a base")),
            ("", malformed("relative URL without a base")),
            ("https://", malformed("empty host")),
            ("https://host:99999", malformed("invalid port number")),
            ("mailto:me@host", malformed("it names no host")),
        ] {
            let endpoint = Endpoint::parse(text);
            assert_eq!(
                endpoint.map(|endpoint| endpoint.to_string()),
                expected.map(str::to_owned),
                "{text}"
            );
        }
    }

    #[test]
    fn joins_without_leaving_the_base() {
        for (base, parts, expected) in [
            ("https://h/api/v1", &["chat", "completions"][..], "https://h/api/v1/chat/completions"),
            ("https://h/api/v1/", &["models"], "https://h/api/v1/models"),
            ("https://h", &["models"], "https://h/models"),
            ("https://h/json-rpc", &[], "https://h/json-rpc"),
            ("https://h/v1", &["..", ".", "x"], "https://h/v1/x"),
            ("https://h/v1", &["a/../../b"], "https://h/v1/a%2F..%2F..%2Fb"),
            ("https://h/v1", &["a?b#c d"], "https://h/v1/a%3Fb%23c%20d"),
        ] {
            let endpoint = Endpoint::parse(base).unwrap();
            assert_eq!(endpoint.join(parts.iter().copied()).as_str(), expected);
        }
    }

    #[test]
    fn knows_whose_it_is() {
        for (text, expected) in [
            ("https://openrouter.ai/api/v1", true),
            ("https://eu.openrouter.ai/api/v1", true),
            ("https://OPENROUTER.ai", true),
            ("https://notopenrouter.ai", false),
            ("https://openrouter.ai.evil.com", false),
            ("http://127.0.0.1", false),
        ] {
            assert_eq!(Endpoint::parse(text).unwrap().is_of("openrouter.ai"), expected, "{text}");
        }
        let host = |text: &str| Endpoint::parse(text).unwrap().host();
        assert_eq!(host("https://openrouter.ai/api/v1"), "openrouter.ai");
        assert_eq!(host("http://127.0.0.1:8080/v1"), "127.0.0.1:8080");
    }
}
