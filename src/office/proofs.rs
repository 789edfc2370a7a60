//! Proofs at hand: what a trust list proved of a token lately. A shop's label is scanned over and
//! over, and its signature is the same each time.
//!
//! Only signatures that hold are kept, and only what does not change while the trust list stands:
//! clock, mandate, status and register are judged anew for every check. Whatever is kept belongs
//! to one trust list and goes with it. A token is kept when it is seen a second time: those that
//! are scanned once would only push the others out.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use quick_cache::sync::Cache;

use crate::scheme::proof::{Proof, Unproven, token_in};
use crate::scheme::trust::TrustList;

/// Proofs that are kept, each of about a kilobyte with its token; the ones asked for most stay.
const MOST: usize = 32_768;

/// Places in which it is written that a token was seen; another of the same place overwrites it.
const SEEN: usize = 65_536;

/// The proofs that one trust list gave.
#[derive(Clone)]
pub(super) struct Proofs {
    trust: Arc<TrustList>,
    // By the token's bytes and not by the text, in which anything can stand for the host.
    proven: Arc<Cache<Box<[u8]>, Arc<Proof>>>,
    /// The digest of the token that was last seen in each place.
    seen: Arc<[AtomicU64]>,
}

impl Proofs {
    pub(super) fn under(trust: Arc<TrustList>) -> Self {
        Self {
            trust,
            proven: Arc::new(Cache::new(MOST)),
            seen: (0..SEEN).map(|_| AtomicU64::new(0)).collect(),
        }
    }

    /// The proof in a scanned text: the one at hand, or one made now.
    pub(super) fn of_code(&self, qr_text: &str) -> Result<Arc<Proof>, Unproven> {
        let token = token_in(qr_text)?;
        if let Some(proof) = self.proven.get(token.as_slice()) {
            return Ok(proof);
        }
        let proof = Arc::new(Proof::of_token(&token, &self.trust)?);
        let digest = u64::from_be_bytes(proof.digest.0);
        let place = &self.seen[(digest % SEEN as u64) as usize];
        if place.swap(digest, Ordering::Relaxed) == digest {
            self.proven.insert(token.into(), Arc::clone(&proof));
        }
        Ok(proof)
    }
}
