//! The token itself: 256 random bits behind a prefix by which scanners for leaked secrets know
//! it.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::office::Error;
use crate::signer;

/// What every token begins with.
const PREFIX: &str = "ocop_";

/// A token in memory: overwritten when dropped, and shown by nothing but [`Self::show`].
pub struct TokenSecret(SecretString);

impl TokenSecret {
    /// The token of 32 bytes, which nobody can guess.
    pub fn of(bytes: &[u8; 32]) -> Self {
        // As long as it becomes, so that the buffer never moves and no copy stays behind.
        let mut text = Zeroizing::new(String::with_capacity(PREFIX.len() + 43));
        text.push_str(PREFIX);
        BASE64_URL_SAFE_NO_PAD.encode_string(bytes, &mut text);
        Self(SecretString::from(text.as_str()))
    }

    /// A token of the machine's randomness.
    ///
    /// # Errors
    /// When the machine gives none.
    pub fn fresh() -> Result<Self, Error> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| signer::Error::NoRandomness)?;
        Ok(Self::of(&bytes))
    }

    /// Reads what was presented; `None` unless it has the one form of a token.
    pub fn presented(text: &str) -> Option<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        let written = text.strip_prefix(PREFIX)?;
        let length = BASE64_URL_SAFE_NO_PAD.decode_slice(written, bytes.as_mut_slice());
        (length == Ok(32)).then(|| Self(SecretString::from(text)))
    }

    /// What the register keeps of it.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.expose_secret().as_bytes()).into()
    }

    /// The token, to be shown once to who is to have it.
    pub fn show(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for TokenSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::TokenSecret;

    #[test]
    fn a_token_has_one_form_and_shows_itself_to_nobody() {
        let secret = TokenSecret::of(&[7; 32]);
        let text = secret.show();
        assert_eq!(text.len(), 48);
        assert_eq!(TokenSecret::presented(text).unwrap().hash(), secret.hash());
        assert_ne!(TokenSecret::of(&[8; 32]).hash(), secret.hash());
        assert_eq!(format!("{secret:?}"), "TokenSecret(…)");
        let last = format!("{}B", &text[..47]);
        for other in [
            "",
            "ocop_",
            &text[1..],
            &text[..47],
            &format!("{text}A"),
            &last,
            "ocop_ÿ",
        ] {
            assert!(TokenSecret::presented(other).is_none(), "{other}");
        }
    }

    #[test]
    fn no_two_are_alike() {
        let fresh = || TokenSecret::fresh().unwrap().hash();
        assert_ne!(fresh(), fresh());
    }
}
