//! The ceiling: a handler that only verifies. It takes a token in JSON, as one would write it in a
//! few lines, checks its signature under a key that was parsed once, and knows nothing else: no
//! claims, no lists, no dates.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, SigningKey, VerifyingKey};
use ocop::scheme::cose::{self, Sign1};
use serde::{Deserialize, Serialize};

use super::corpus::SEED;

#[derive(Deserialize)]
struct Asked {
    token: String,
}

#[derive(Serialize)]
struct Answer {
    valid: bool,
}

/// Its router.
pub fn router() -> Router {
    let key = SigningKey::from_bytes(&SEED).verifying_key();
    Router::new()
        .route("/verify", post(verify))
        .with_state(Arc::new(key))
}

async fn verify(
    State(key): State<Arc<VerifyingKey>>,
    Json(asked): Json<Asked>,
) -> Result<Json<Answer>, StatusCode> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(asked.token);
    let bytes = bytes.map_err(|_| StatusCode::BAD_REQUEST)?;
    let token = Sign1::from_bytes(&bytes).map_err(|_| StatusCode::BAD_REQUEST)?;
    let message = cose::to_be_signed(token.alg, token.kid, &token.payload);
    let signature = Signature::from_bytes(&token.signature);
    match key.verify_strict(&message, &signature) {
        Ok(()) => Ok(Json(Answer { valid: true })),
        Err(_) => Err(StatusCode::BAD_REQUEST),
    }
}
