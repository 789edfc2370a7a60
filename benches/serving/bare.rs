//! The floor: a handler that does nothing but one signature check, and reads nothing for it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use ocop::scheme::cose;
use ocop::scheme::token::Token;

use super::corpus::{self, SEED};

/// Signatures that take turns: one alone would train the processor.
const SIGNATURES: usize = 16;

struct Checks {
    key: VerifyingKey,
    signed: Vec<(Vec<u8>, Signature)>,
    turn: AtomicUsize,
}

/// Its router, with signatures over what the codes of a folder sign.
pub fn router(folder: &Path) -> Router {
    let key = SigningKey::from_bytes(&SEED);
    let codes = corpus::codes(folder);
    let signed = codes.iter().take(SIGNATURES).map(|code| {
        let token = Token::from_bytes(&corpus::token(code)).expect("a token");
        let token = token.message;
        let message = cose::to_be_signed(token.alg, token.kid, &token.payload);
        let signature = key.sign(&message);
        (message, signature)
    });
    let checks = Checks {
        signed: signed.collect(),
        key: key.verifying_key(),
        turn: AtomicUsize::new(0),
    };
    Router::new()
        .route("/", get(verify))
        .with_state(Arc::new(checks))
}

async fn verify(State(checks): State<Arc<Checks>>) -> &'static str {
    let turn = checks.turn.fetch_add(1, Ordering::Relaxed) % checks.signed.len();
    let (message, signature) = &checks.signed[turn];
    match checks.key.verify_strict(message, signature) {
        Ok(()) => "genuine",
        Err(_) => "forged",
    }
}
