//! The manifest: what a pack is made of, signed by the programme's pack key.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use minicbor::Decoder;

use super::part::{Part, PartName};
use super::{MOST_PARTS, Refused, TERM};
use crate::scheme::cose;
use crate::scheme::seal::KeyId;
use crate::scheme::typed_sign1::{self, TypedSign1};

/// The manifest's type, in its protected header.
pub const TYP: &str = "application/ocop-pack-manifest+cbor";
/// The version of the format.
const VERSION: u64 = 1;
/// The first second of the year 10000.
const YEAR_10000: u64 = 253_402_300_800;

/// What a pack says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// Counts the packs of a programme.
    pub sequence: u64,
    /// The instant that the digests speak of, and after every signing in it.
    pub made_at: DateTime<Utc>,
    /// From when on a newer one should have replaced it.
    pub expires_at: DateTime<Utc>,
    /// The root key of the trust list in it.
    pub root: KeyId,
    /// The version of that list.
    pub trust_list: u64,
    /// Every part, in the order of the file.
    pub parts: Vec<Part>,
}

impl Manifest {
    /// When a pack made at an instant should have been replaced.
    pub fn expires(made_at: DateTime<Utc>) -> DateTime<Utc> {
        made_at + TERM
    }

    /// What the pack key signs.
    pub fn to_be_signed(&self, kid: KeyId) -> Vec<u8> {
        typed_sign1::to_be_signed(TYP, kid, &self.to_cbor())
    }

    /// The signed manifest.
    pub fn sealed(&self, kid: KeyId, signature: [u8; 64]) -> Vec<u8> {
        TypedSign1 {
            typ: TYP,
            kid,
            payload: &self.to_cbor(),
            signature,
        }
        .to_bytes()
    }

    fn to_cbor(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(64 + 64 * self.parts.len());
        let seconds = |at: DateTime<Utc>| u64::try_from(at.timestamp()).unwrap_or(0);
        let Ok(()) = cose::write(&mut bytes, |cbor| {
            cbor.map(7)?.u8(1)?.u64(VERSION)?;
            cbor.u8(2)?.u64(self.sequence)?;
            cbor.u8(3)?.u64(seconds(self.made_at))?;
            cbor.u8(4)?.u64(seconds(self.expires_at))?;
            cbor.u8(5)?.bytes(&self.root.0)?;
            cbor.u8(6)?.u64(self.trust_list)?;
            cbor.u8(7)?.array(self.parts.len() as u64)?;
            for part in &self.parts {
                cbor.array(3)?.str(&part.name.to_string())?;
                cbor.u64(part.length)?.bytes(&part.sha256)?;
            }
            Ok(())
        });
        bytes
    }

    /// Reads the one encoding of a manifest.
    pub(super) fn from_cbor(bytes: &[u8]) -> Result<Self, Refused> {
        let manifest = Self::decode(bytes).ok_or(Refused::Form("the manifest"))?;
        let mut names = HashSet::new();
        if !manifest.parts.iter().all(|part| names.insert(&part.name)) {
            return Err(Refused::Form("a part is named twice"));
        }
        if manifest.parts.first().map(|part| &part.name) != Some(&PartName::Trust) {
            return Err(Refused::Form("the first part is not the trust list"));
        }
        // Shortest forms and nothing left over: all by writing it again.
        if manifest.expires_at <= manifest.made_at || manifest.to_cbor() != bytes {
            return Err(Refused::Form("the manifest"));
        }
        Ok(manifest)
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let mut cbor = Decoder::new(bytes);
        let instant = |seconds: u64| {
            let seconds = i64::try_from(seconds)
                .ok()
                .filter(|_| seconds < YEAR_10000)?;
            DateTime::from_timestamp(seconds, 0)
        };
        cbor.map().ok()??;
        let key = |cbor: &mut Decoder<'_>, key: u8| {
            cbor.u8().ok().filter(|&found| found == key).map(drop)
        };
        key(&mut cbor, 1)?;
        cbor.u64().ok().filter(|&version| version == VERSION)?;
        key(&mut cbor, 2)?;
        let sequence = cbor.u64().ok()?;
        key(&mut cbor, 3)?;
        let made_at = instant(cbor.u64().ok()?)?;
        key(&mut cbor, 4)?;
        let expires_at = instant(cbor.u64().ok()?)?;
        key(&mut cbor, 5)?;
        let root = KeyId(cbor.bytes().ok()?.try_into().ok()?);
        key(&mut cbor, 6)?;
        let trust_list = cbor.u64().ok()?;
        key(&mut cbor, 7)?;
        let count = cbor.array().ok()??;
        let mut parts = Vec::new();
        for _ in 0..usize::try_from(count)
            .ok()
            .filter(|&count| count <= MOST_PARTS)?
        {
            cbor.array().ok()??;
            parts.push(Part {
                name: cbor.str().ok()?.parse().ok()?,
                length: cbor.u64().ok()?,
                sha256: cbor.bytes().ok()?.try_into().ok()?,
            });
        }
        Some(Self {
            sequence,
            made_at,
            expires_at,
            root,
            trust_list,
            parts,
        })
    }
}
