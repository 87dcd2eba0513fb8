//! Keys that nothing prints.

use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};

/// What stands where a secret stood.
const REDACTED: &str = "[redacted]";

/// A key or password. No Debug, Display or serialization shows it, and its memory is wiped when it
/// is dropped.
#[derive(Clone)]
pub struct Secret(SecretString);

/// Why a text is no usable secret. Does not say what the text was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// There is nothing in it.
    #[error("the key is empty")]
    Empty,
    /// It has spaces, line breaks or characters that a header cannot carry.
    #[error("the key contains a space, a line break or a character that no key has")]
    Malformed,
}

impl Secret {
    /// Takes a secret as it was read, without the blanks around it.
    ///
    /// # Errors
    /// If nothing is left, or if it could not be sent: then it was cut or pasted wrongly.
    pub fn new(text: impl Into<String>) -> Result<Self, SecretError> {
        let text = SecretString::from(text.into());
        let trimmed = text.expose_secret().trim();
        if trimmed.is_empty() {
            return Err(SecretError::Empty);
        }
        if !trimmed.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(SecretError::Malformed);
        }
        Ok(Self(SecretString::from(trimmed)))
    }

    /// The secret itself, for the header that carries it.
    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([redacted])")
    }
}

/// Takes every one of the secrets out of a text: services echo keys in their error messages.
pub fn redact<'s>(text: &str, secrets: impl IntoIterator<Item = &'s Secret>) -> String {
    secrets
        .into_iter()
        .fold(text.to_owned(), |text, secret| text.replace(secret.expose(), REDACTED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_can_be_sent() {
        for (text, expected) in [
            ("sk-or-v1-abc", Ok("sk-or-v1-abc")),
            (" sk\n", Ok("sk")),
            ("", Err(SecretError::Empty)),
            (" \t\n", Err(SecretError::Empty)),
            ("sk one", Err(SecretError::Malformed)),
            ("sk\r\nX-Evil: 1", Err(SecretError::Malformed)),
            ("schlüssel", Err(SecretError::Malformed)),
        ] {
            let secret = Secret::new(text);
            assert_eq!(secret.as_ref().map(Secret::expose).map_err(|e| *e), expected, "{text:?}");
        }
    }

    #[test]
    fn is_shown_nowhere() {
        let secret = Secret::new("sk-or-v1-abc").unwrap();
        assert_eq!(format!("{secret:?} {:#?}", Some(&secret)).find("abc"), None);
    }

    #[test]
    fn is_taken_out_of_texts() {
        let secrets = [Secret::new("first").unwrap(), Secret::new("second").unwrap()];
        let text = redact("the first key, first of all, and the second one", &secrets);
        assert_eq!(text, "the [redacted] key, [redacted] of all, and the [redacted] one");
    }
}
