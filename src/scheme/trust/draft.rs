//! A draft: what is to be signed, carried to the machine that keeps the root key.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::{LARGEST, Refused, TrustList};
use crate::scheme::seal::PublicKey;
use crate::scheme::words::Text;

/// What the file says that it is.
const KIND: &str = "ocop-trust-list-draft-1";
/// A text of both forms is at most this much longer than the list.
const LARGEST_DRAFT: usize = 4 * LARGEST;

/// An unsigned trust list, for people to read and for the root key to sign.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Whose list it is.
    pub programme: Text,
    /// Whose signature it asks for.
    pub root: PublicKey,
    /// What would be signed.
    pub list: TrustList,
}

#[derive(Serialize, Deserialize)]
struct File {
    kind: String,
    programme: Text,
    root_key: PublicKey,
    /// The JSON twin, to be read.
    list: serde_json::Value,
    /// The same in deterministic CBOR, base64url: the exact bytes to be signed.
    payload: String,
}

impl Draft {
    /// The file: the list's JSON twin, and the exact bytes.
    pub fn to_json(&self) -> String {
        let file = File {
            kind: KIND.to_owned(),
            programme: self.programme.clone(),
            root_key: self.root,
            list: self.list.to_json(),
            payload: BASE64_URL_SAFE_NO_PAD.encode(self.list.to_cbor()),
        };
        // Strings, numbers and lists only: there is nothing that could fail.
        serde_json::to_string_pretty(&file).unwrap_or_default()
    }

    /// Reads a draft of which both forms say the same, and nothing that this program does not
    /// know: what is not shown is not signed.
    ///
    /// # Errors
    /// [`Refused::Draft`], [`Refused::DraftAltered`], or why the list cannot be read.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Refused> {
        if bytes.len() > LARGEST_DRAFT {
            return Err(Refused::Large(bytes.len()));
        }
        let file: File =
            serde_json::from_slice(bytes).map_err(|error| Refused::Draft(error.to_string()))?;
        if file.kind != KIND {
            return Err(Refused::Draft(format!("the kind is not {KIND}")));
        }
        let list = TrustList::from_json(file.list.clone())?;
        let payload = BASE64_URL_SAFE_NO_PAD
            .decode(&file.payload)
            .map_err(|error| Refused::Draft(error.to_string()))?;
        if list.to_json() != file.list || list.to_cbor() != payload {
            return Err(Refused::DraftAltered);
        }
        Ok(Self {
            programme: file.programme,
            root: file.root_key,
            list,
        })
    }
}
