//! What somebody shows to be let in or led on: the secret of a session, of an invitation, of a
//! sign-in that is half done.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::office::Error;
use crate::signer;

/// 256 random bits, kept by their hash alone.
pub struct Secret(SecretString);

impl Secret {
    /// The secret of 32 bytes, which nobody can guess.
    pub fn of(bytes: &[u8; 32]) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(43));
        BASE64_URL_SAFE_NO_PAD.encode_string(bytes, &mut text);
        Self(SecretString::from(text.as_str()))
    }

    /// A secret of the machine's randomness.
    ///
    /// # Errors
    /// When the machine gives none.
    pub fn fresh() -> Result<Self, Error> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| signer::Error::NoRandomness)?;
        Ok(Self::of(&bytes))
    }

    /// Reads what was presented; `None` unless it has the one form.
    pub fn presented(text: &str) -> Option<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        let length = BASE64_URL_SAFE_NO_PAD.decode_slice(text, bytes.as_mut_slice());
        (length == Ok(32)).then(|| Self(SecretString::from(text)))
    }

    /// What the register keeps of it.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.expose_secret().as_bytes()).into()
    }

    /// The secret, for whoever is to have it.
    pub fn show(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
