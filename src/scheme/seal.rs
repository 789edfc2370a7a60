//! Ed25519: key ids, sealing and strict verification; nothing else.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use curve25519_dalek::constants::EIGHT_TORSION;
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The first 4 bytes of the RFC 9679 thumbprint of a public key. A hint, never an identity:
/// every key with it is tried.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 4]);

impl KeyId {
    /// SHA-256 over the deterministic CBOR of `{1: 1, -1: 6, -2: x}` (RFC 9679), cut to 4 bytes.
    pub fn of(key: &VerifyingKey) -> Self {
        let thumbprint = Sha256::new()
            .chain_update([0xa3, 0x01, 0x01, 0x20, 0x06, 0x21, 0x58, 0x20])
            .chain_update(key.as_bytes())
            .finalize();
        let mut id = [0; 4];
        id.copy_from_slice(&thumbprint[..4]);
        Self(id)
    }
}

/// Text that is no key id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a key id of 4 bytes in base64url, such as RJahWA")]
pub struct NotAKeyId;

impl FromStr for KeyId {
    type Err = NotAKeyId;

    /// base64url without padding, as in the trust list.
    fn from_str(text: &str) -> Result<Self, NotAKeyId> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| NotAKeyId)?;
        bytes.try_into().map(Self).map_err(|_| NotAKeyId)
    }
}

impl fmt::Display for KeyId {
    /// base64url without padding, as in the trust list.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64_URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for KeyId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for KeyId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(&text).unwrap_or_default();
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| serde::de::Error::custom(format!("\"{text}\" is not a key id of 4 bytes")))
    }
}

/// How a token names the signature algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Alg {
    /// -19, RFC 9864.
    Ed25519,
    /// -8, for keys whose trust-list entry names it.
    #[serde(rename = "EdDSA")]
    EdDsa,
}

impl Alg {
    /// The COSE algorithm number.
    pub fn number(self) -> i64 {
        match self {
            Self::Ed25519 => -19,
            Self::EdDsa => -8,
        }
    }

    /// The algorithm of a COSE number, if it is one of the two.
    pub fn numbered(number: i64) -> Option<Self> {
        [Self::Ed25519, Self::EdDsa]
            .into_iter()
            .find(|alg| alg.number() == number)
    }
}

/// A public key that may judge: parsed once, not of small order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

/// The points of small order, each in its one encoding.
static SMALL_ORDER: LazyLock<[[u8; 32]; 8]> =
    LazyLock::new(|| EIGHT_TORSION.map(|point| point.compress().to_bytes()));

/// Bytes that are no usable public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("these are not the 32 bytes of a usable Ed25519 public key")]
pub struct NotAPublicKey;

impl PublicKey {
    /// Takes a key unless it is of small order (any message "verifies" under such a key) or
    /// not in the one encoding of its point (RFC 8032 section 5.1.3; the library reads others
    /// too, and verifiers differ on them).
    ///
    /// # Errors
    /// When it is weak, or encoded otherwise.
    pub fn new(key: VerifyingKey) -> Result<Self, NotAPublicKey> {
        if key.is_weak() || key.to_edwards().compress().as_bytes() != key.as_bytes() {
            Err(NotAPublicKey)
        } else {
            Ok(Self(key))
        }
    }

    /// Reads the 32 bytes of RFC 8032.
    ///
    /// # Errors
    /// When they are no point of the curve, a weak one, or not its one encoding.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotAPublicKey> {
        let bytes = bytes.try_into().map_err(|_| NotAPublicKey)?;
        Self::new(VerifyingKey::from_bytes(bytes).map_err(|_| NotAPublicKey)?)
    }

    /// Reads base64url without padding, as in the trust list.
    ///
    /// # Errors
    /// As [`Self::from_bytes`].
    pub fn from_base64(text: &str) -> Result<Self, NotAPublicKey> {
        Self::from_bytes(
            &BASE64_URL_SAFE_NO_PAD
                .decode(text)
                .map_err(|_| NotAPublicKey)?,
        )
    }

    /// base64url without padding.
    pub fn to_base64(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0.as_bytes())
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Its id.
    pub fn id(&self) -> KeyId {
        KeyId::of(&self.0)
    }

    /// Whether the key made the signature over the message: S below the group order, no
    /// small-order key or R, so that every verifier of the programme agrees on every input.
    ///
    /// What the library's `verify_strict` decides, which decodes R to learn its order. Its
    /// `verify` compares R as bytes with the one encoding of what it must be, so an R that it
    /// accepts is of small order only as one of eight strings; and the key was tried when it was
    /// taken.
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = Signature::from_bytes(signature);
        !SMALL_ORDER.contains(signature.r_bytes()) && self.0.verify(message, &signature).is_ok()
    }
}

impl Serialize for PublicKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_base64())
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_base64(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
