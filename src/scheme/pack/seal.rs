//! Making a pack: parts, then a manifest that is signed, then files of it.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::file::write;
use super::manifest::Manifest;
use super::part::{Part, PartName};
use crate::scheme::seal::KeyId;

/// A pack that waits for its signature.
#[derive(Clone, Debug)]
pub struct UnsealedPack {
    manifest: Manifest,
    parts: Vec<Arc<[u8]>>,
}

/// A signed pack.
#[derive(Clone, Debug)]
pub struct SealedPack {
    /// What it says of itself.
    pub manifest: Manifest,
    sealed: Vec<u8>,
    parts: Vec<Arc<[u8]>>,
}

impl UnsealedPack {
    /// Puts parts together: the trust list first, then each council's, chunks in their order.
    pub fn new(
        sequence: u64,
        made_at: DateTime<Utc>,
        root: KeyId,
        trust_list: u64,
        parts: Vec<(PartName, Arc<[u8]>)>,
    ) -> Self {
        let described = parts.iter();
        let described = described.map(|(name, bytes)| Part::of(name.clone(), bytes));
        Self {
            manifest: Manifest {
                sequence,
                made_at,
                expires_at: Manifest::expires(made_at),
                root,
                trust_list,
                parts: described.collect(),
            },
            parts: parts.into_iter().map(|(_, bytes)| bytes).collect(),
        }
    }

    /// What the pack key signs.
    pub fn to_be_signed(&self, kid: KeyId) -> Vec<u8> {
        self.manifest.to_be_signed(kid)
    }

    /// Puts the signature to it.
    pub fn seal(self, kid: KeyId, signature: [u8; 64]) -> SealedPack {
        SealedPack {
            sealed: self.manifest.sealed(kid, signature),
            manifest: self.manifest,
            parts: self.parts,
        }
    }
}

impl SealedPack {
    /// The file of the whole pack, with names to search by or without.
    pub fn whole(&self, names: bool) -> Vec<u8> {
        self.file(|name| names || !name.is_optional())
    }

    /// The file of the parts that somebody who holds an older pack lacks.
    pub fn delta(&self, names: bool, lacks: impl Fn(&PartName) -> bool) -> Vec<u8> {
        self.file(|name| lacks(name) && (names || !name.is_optional()))
    }

    fn file(&self, wanted: impl Fn(&PartName) -> bool) -> Vec<u8> {
        let parts = self.manifest.parts.iter().zip(&self.parts);
        let parts: Vec<Option<&Arc<[u8]>>> = parts
            .map(|(part, bytes)| wanted(&part.name).then_some(bytes))
            .collect();
        write(&self.sealed, &parts)
    }
}
