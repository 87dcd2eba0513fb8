//! What is sent.

use std::fmt;

use bytes::Bytes;
use reqwest::header::{
    AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, InvalidHeaderValue,
};
use reqwest::{Method, Url};
use serde::Serialize;

use crate::Secret;

/// One request. Its Debug output shows no header and no body: they hold keys and prompts.
#[derive(Clone)]
pub struct Request {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
    pub(crate) secrets: Vec<Secret>,
    pub(crate) patient: bool,
    /// The tokens of the question, if the request takes a place in the throttle.
    pub(crate) metered: Option<u64>,
}

impl Request {
    /// Asks for a resource.
    pub fn get(url: Url) -> Self {
        Self::new(Method::GET, url)
    }

    /// Sends a JSON value to a resource.
    ///
    /// # Errors
    /// If the value cannot be JSON, such as a map with keys that are no strings.
    pub fn post_json(url: Url, body: &impl Serialize) -> Result<Self, serde_json::Error> {
        let mut request = Self::new(Method::POST, url);
        request.body = Some(serde_json::to_vec(body)?.into());
        request.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Ok(request)
    }

    fn new(method: Method, url: Url) -> Self {
        Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: None,
            secrets: Vec::new(),
            patient: false,
            metered: None,
        }
    }

    /// Adds a header, in place of one with the same name.
    ///
    /// # Errors
    /// If the value has characters that a header cannot carry.
    pub fn header(mut self, name: HeaderName, value: &str) -> Result<Self, InvalidHeaderValue> {
        self.headers.insert(name, HeaderValue::from_str(value)?);
        Ok(self)
    }

    /// Adds `Authorization: Bearer ...`.
    #[must_use]
    pub fn bearer(self, key: &Secret) -> Self {
        self.sensitive(AUTHORIZATION, "Bearer ", key)
    }

    /// Adds a header that is a key, such as `x-api-key`.
    #[must_use]
    pub fn secret_header(self, name: HeaderName, key: &Secret) -> Self {
        self.sensitive(name, "", key)
    }

    /// Makes the request take a place in all limits of the [`Throttle`](crate::Throttle). Of a
    /// question of so many tokens; without, a request passes the gate alone.
    #[must_use]
    pub fn metered(self, prompt_tokens: u64) -> Self {
        Self { metered: Some(prompt_tokens), ..self }
    }

    /// Allows silence until the answer is whole: only the total deadline holds. For services that
    /// work for minutes before they send a first byte.
    #[must_use]
    pub fn patient(mut self) -> Self {
        self.patient = true;
        self
    }

    fn sensitive(mut self, name: HeaderName, scheme: &str, key: &Secret) -> Self {
        // A `Secret` holds only visible ASCII, so this always is a header's value.
        if let Ok(mut value) = HeaderValue::from_str(&format!("{scheme}{}", key.expose())) {
            value.set_sensitive(true);
            self.headers.insert(name, value);
            self.secrets.push(key.clone());
        }
        self
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &crate::failure::shown(&self.url, &self.secrets))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Endpoint;

    #[test]
    fn debug_shows_no_key_and_no_prompt() {
        let key = Secret::new("sk-or-v1-abc").unwrap();
        let url = Endpoint::parse("https://host/v1").unwrap().join(["sk-or-v1-abc", "chat"]);
        let request = Request::post_json(url, &"my prompt").unwrap();
        let request = request.bearer(&key).secret_header("x-api-key".parse().unwrap(), &key);
        let shown = format!("{request:?} {:?}", request.headers);
        assert!(!shown.contains("abc") && !shown.contains("prompt"), "{shown}");
        assert_eq!(request.headers[AUTHORIZATION], "Bearer sk-or-v1-abc");
        assert_eq!(request.headers["x-api-key"], "sk-or-v1-abc");
    }

    #[test]
    fn a_header_takes_no_line_break() {
        let url = Endpoint::parse("https://host/v1").unwrap().join([]);
        let request = Request::get(url).header("x-title".parse().unwrap(), "a\r\nb: c");
        assert!(request.is_err());
    }
}
