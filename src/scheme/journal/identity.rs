//! What names devices, entries and photographs: bytes, written as base64url without padding.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

/// A text that is not the base64url of as many bytes as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not base64url without padding of the right length")]
pub struct NotAnIdentity;

/// What a device drew by lot when its journal began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DeviceId(pub [u8; 16]);

/// The SHA-256 of an entry's text, or of a photograph's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EntryHash(pub [u8; 32]);

impl EntryHash {
    /// The hash of some bytes.
    pub fn of(bytes: impl AsRef<[u8]>) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

macro_rules! written_as_base64url {
    ($($of:ty),+) => {$(
        impl fmt::Display for $of {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&BASE64_URL_SAFE_NO_PAD.encode(self.0))
            }
        }

        impl FromStr for $of {
            type Err = NotAnIdentity;

            fn from_str(text: &str) -> Result<Self, NotAnIdentity> {
                let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| NotAnIdentity)?;
                bytes.try_into().map(Self).map_err(|_| NotAnIdentity)
            }
        }

        impl Serialize for $of {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )+};
}
written_as_base64url!(DeviceId, EntryHash);
