//! Proofs at hand: what a trust list proved of a token lately. A shop's label is scanned over and
//! over, and its signature is the same each time.
//!
//! Only signatures that hold are kept, and only what does not change while the trust list stands:
//! clock, mandate, status and register are judged anew for every check. Whatever is kept belongs
//! to one trust list and goes with it.

use std::sync::Arc;

use quick_cache::sync::Cache;

use crate::scheme::proof::{Proof, Unproven, token_in};
use crate::scheme::trust::TrustList;

/// Proofs that are kept, each of about a kilobyte with its token; the ones asked for most stay.
const MOST: usize = 32_768;

/// The proofs that one trust list gave.
#[derive(Clone)]
pub(super) struct Proofs {
    trust: Arc<TrustList>,
    // By the token's bytes and not by the text, in which anything can stand for the host.
    proven: Arc<Cache<Box<[u8]>, Arc<Proof>>>,
}

impl Proofs {
    pub(super) fn under(trust: Arc<TrustList>) -> Self {
        Self {
            trust,
            proven: Arc::new(Cache::new(MOST)),
        }
    }

    /// The proof in a scanned text: the one at hand, or one made now.
    pub(super) fn of_code(&self, qr_text: &str) -> Result<Arc<Proof>, Unproven> {
        let token = token_in(qr_text)?;
        if let Some(proof) = self.proven.get(token.as_slice()) {
            return Ok(proof);
        }
        let proof = Arc::new(Proof::of_token(&token, &self.trust)?);
        self.proven.insert(token.into(), Arc::clone(&proof));
        Ok(proof)
    }
}
