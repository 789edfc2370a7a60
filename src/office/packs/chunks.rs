//! What packs say of certificates, as chunks in the order of the book.

use std::collections::HashMap;
use std::sync::Arc;

use crate::office::Error;
use crate::register::{PackedCertificate, Register};
use crate::scheme::council::CouncilCode;
use crate::scheme::pack::{CHUNK, NamedCertificate, PartName, pack_names};
use crate::scheme::token::TokenDigest;

/// Positions of the book that are read at once.
const STEP: i64 = 20_000;

/// The certificates up to a position of the book. Cheap to clone: full chunks are shared.
#[derive(Clone, Default)]
pub(super) struct Chunks {
    /// What stands at or after it is not taken in.
    pub position: i64,
    councils: HashMap<CouncilCode, OfCouncil>,
}

#[derive(Clone, Default)]
struct OfCouncil {
    full: Vec<Chunk>,
    digests: Vec<u8>,
    names: Vec<NamedCertificate>,
    compact: Compact,
}

/// Digests of compact tokens.
#[derive(Clone, Default)]
struct Compact {
    full: Vec<Arc<[u8]>>,
    digests: Vec<u8>,
}

#[derive(Clone)]
struct Chunk {
    digests: Arc<[u8]>,
    names: Arc<[u8]>,
}

impl Chunks {
    /// The same with what stands before another position.
    pub async fn advanced(&self, register: &Register, to: i64) -> Result<Self, Error> {
        let mut chunks = self.clone();
        while chunks.position < to {
            let step = to.min(chunks.position + STEP);
            let more = register.packed_certificates(chunks.position, step).await?;
            let compact = register.compact_digests(chunks.position, step).await?;
            chunks = tokio::task::spawn_blocking(move || {
                more.into_iter().for_each(|one| chunks.add(one));
                for (council, digest) in compact {
                    let of_council = chunks.councils.entry(council).or_default();
                    of_council.compact.add(digest);
                }
                chunks.position = step;
                chunks
            })
            .await
            .map_err(|_| Error::Stopped)?;
        }
        Ok(chunks)
    }

    /// How many certificates there are.
    pub fn len(&self) -> usize {
        self.councils.values().map(OfCouncil::len).sum()
    }

    /// How many of them are a council's.
    pub fn of(&self, council: CouncilCode) -> usize {
        self.councils.get(&council).map_or(0, OfCouncil::len)
    }

    /// How many compact tokens there are.
    pub fn compact(&self) -> usize {
        let councils = self.councils.values();
        councils.map(|of_council| of_council.compact.len()).sum()
    }

    /// How many of them are a council's.
    pub fn compact_of(&self, council: CouncilCode) -> usize {
        let of_council = self.councils.get(&council);
        of_council.map_or(0, |of_council| of_council.compact.len())
    }

    fn add(&mut self, certificate: PackedCertificate) {
        let of_council = self.councils.entry(certificate.number.council).or_default();
        of_council.digests.extend(certificate.digest.0);
        of_council.names.push(NamedCertificate {
            index: certificate.number.index,
            stars: certificate.stars,
            product: certificate.product,
            producer: certificate.producer,
            decision: certificate.decision,
            issued_on: certificate.issued_on,
            valid_through: certificate.valid_through,
        });
        if of_council.names.len() == CHUNK {
            let chunk = Chunk::of(&of_council.digests, &of_council.names);
            of_council.full.push(chunk);
            of_council.digests.clear();
            of_council.names.clear();
        }
    }

    /// The parts of a council's certificates: digests, those of compact tokens, then names.
    pub fn parts(&self, council: CouncilCode) -> Vec<(PartName, Arc<[u8]>)> {
        let Some(of_council) = self.councils.get(&council) else {
            return Vec::new();
        };
        let mut chunks = of_council.full.clone();
        if !of_council.names.is_empty() {
            chunks.push(Chunk::of(&of_council.digests, &of_council.names));
        }
        let numbered = || (0..).zip(&chunks);
        let digests = numbered()
            .map(|(n, chunk)| (PartName::Digests(council, n), Arc::clone(&chunk.digests)));
        let names =
            numbered().map(|(n, chunk)| (PartName::Names(council, n), Arc::clone(&chunk.names)));
        let compact = (0..).zip(of_council.compact.chunks());
        let compact = compact.map(|(n, chunk)| (PartName::Compact(council, n), chunk));
        digests.chain(compact).chain(names).collect()
    }
}

impl OfCouncil {
    fn len(&self) -> usize {
        self.full.len() * CHUNK + self.names.len()
    }
}

impl Compact {
    fn len(&self) -> usize {
        self.full.len() * CHUNK + self.digests.len() / size_of::<TokenDigest>()
    }

    fn add(&mut self, digest: TokenDigest) {
        self.digests.extend(digest.0);
        if self.digests.len() == CHUNK * size_of::<TokenDigest>() {
            self.full.push(self.digests.as_slice().into());
            self.digests.clear();
        }
    }

    fn chunks(&self) -> Vec<Arc<[u8]>> {
        let mut chunks = self.full.clone();
        if !self.digests.is_empty() {
            chunks.push(self.digests.as_slice().into());
        }
        chunks
    }
}

impl Chunk {
    fn of(digests: &[u8], names: &[NamedCertificate]) -> Self {
        Self {
            digests: digests.into(),
            names: pack_names(names).into(),
        }
    }
}
