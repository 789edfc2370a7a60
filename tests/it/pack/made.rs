//! Packs made from the scheme alone, with seeded keys.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use ed25519_dalek::{Signer, SigningKey};
use ocop::scheme::pack::{CHUNK, NamedCertificate, PartName, SealedPack, UnsealedPack, pack_names};
use ocop::scheme::status::{Status, StatusList};
use ocop::scheme::status_list::Claims;
use ocop::scheme::token::TokenDigest;
use ocop::scheme::trust::{CouncilKey, ProgrammeKey, ProgrammePurpose, TrustList};

use crate::scheme::programme::{council, council_key, day, instant, key, public, stars, trust};

pub const SEALING: u8 = 1;
pub const LISTING: u8 = 2;
pub const LOGGING: u8 = 3;
pub const PACKING: u8 = 4;
pub const ROOT: u8 = 9;
/// When packs are made, unless said otherwise.
pub const MADE: &str = "2026-08-06T00:30:00Z";

/// What a pack is made of, to be changed before it is signed.
#[derive(Clone)]
pub struct Desk {
    pub sequence: u64,
    pub made_at: DateTime<Utc>,
    pub trust: TrustList,
    pub status: Vec<(&'static str, Vec<u8>)>,
    pub digests: Vec<TokenDigest>,
    pub names: Vec<NamedCertificate>,
    pub packing: SigningKey,
    pub root: SigningKey,
}

/// A programme of one council `CB`, with all its keys.
pub fn programme(change: impl FnOnce(&mut Vec<ProgrammeKey>)) -> TrustList {
    let mut council = council("CB", vec![council_key(&key(SEALING))]);
    council.status_keys = vec![council_key(&key(LISTING))];
    let own = |purpose, seed| ProgrammeKey {
        purpose,
        key: council_key(&key(seed)),
    };
    let mut keys = vec![
        own(ProgrammePurpose::Log, LOGGING),
        own(ProgrammePurpose::Pack, PACKING),
    ];
    change(&mut keys);
    trust(vec![council]).with_programme_keys(keys)
}

/// The programme with its pack key otherwise.
pub fn with_pack_key(change: impl FnOnce(&mut CouncilKey)) -> TrustList {
    programme(|keys| change(&mut keys[1].key))
}

/// `CB`'s status list of an instant, signed by a key.
pub fn status_list(as_of: &str, size: u64, revoked: &[u32], by: u8) -> Vec<u8> {
    let list = StatusList {
        as_of: instant(as_of),
        expires_at: None,
        size,
        entries: revoked.iter().map(|&i| (i, Status::Revoked)).collect(),
    };
    let uri = format!("{}/status/CB", crate::scheme::programme::ORIGIN);
    let claims = Claims::new(uri, &list);
    let kid = public(&key(by)).id();
    let signature = key(by).sign(&claims.cwt_to_be_signed(kid)).to_bytes();
    claims.to_cwt(kid, &signature)
}

/// The certificate with an index, as it is searched for.
pub fn named(index: u32) -> NamedCertificate {
    NamedCertificate {
        index,
        stars: stars(4),
        product: format!("Miến dong Bản Mới {index}"),
        producer: "Hợp tác xã Bản Mới".to_owned(),
        decision: "852/QĐ-UBND".to_owned(),
        issued_on: day("2026-08-05"),
        valid_through: day("2029-08-05"),
    }
}

/// What stands for the digest of a token that nobody sealed.
pub fn digest(number: usize) -> TokenDigest {
    TokenDigest::of(&number.to_be_bytes())
}

impl Desk {
    /// Some certificates, none of them withdrawn.
    pub fn of(certificates: usize) -> Self {
        let size = certificates as u64;
        Self {
            sequence: 12,
            made_at: instant(MADE),
            trust: programme(|_| {}),
            status: vec![(
                "CB",
                status_list("2026-08-06T00:00:00Z", size, &[], LISTING),
            )],
            digests: (0..certificates).map(digest).collect(),
            names: (0_u32..).take(certificates).map(named).collect(),
            packing: key(PACKING),
            root: key(ROOT),
        }
    }

    /// The trust list, signed.
    pub fn sealed_trust(&self) -> Vec<u8> {
        let root = public(&self.root);
        let signature = self.root.sign(&self.trust.to_be_signed(&root)).to_bytes();
        self.trust.sealed(&root, signature)
    }

    /// The parts, to be changed before they are signed.
    pub fn parts(&self) -> Vec<(PartName, Arc<[u8]>)> {
        let code = |council: &str| council.parse().expect("a code");
        let mut parts = vec![(PartName::Trust, self.sealed_trust().into())];
        for (council, list) in &self.status {
            parts.push((PartName::Status(code(council)), list.clone().into()));
        }
        for (number, chunk) in (0..).zip(self.digests.chunks(CHUNK)) {
            let bytes: Vec<u8> = chunk.iter().flat_map(|digest| digest.0).collect();
            parts.push((PartName::Digests(code("CB"), number), bytes.into()));
        }
        for (number, chunk) in (0..).zip(self.names.chunks(CHUNK)) {
            let bytes = pack_names(chunk);
            parts.push((PartName::Names(code("CB"), number), bytes.into()));
        }
        parts
    }

    /// The pack of any parts, signed by the key.
    pub fn seal(&self, parts: Vec<(PartName, Arc<[u8]>)>) -> SealedPack {
        let (root, version) = (public(&self.root).id(), self.trust.version());
        let unsealed = UnsealedPack::new(self.sequence, self.made_at, root, version, parts);
        let kid = public(&self.packing).id();
        let signature = self.packing.sign(&unsealed.to_be_signed(kid)).to_bytes();
        unsealed.seal(kid, signature)
    }

    /// The pack.
    pub fn sealed(&self) -> SealedPack {
        self.seal(self.parts())
    }

    /// Its file, with names.
    pub fn file(&self) -> Vec<u8> {
        self.sealed().whole(true)
    }
}
