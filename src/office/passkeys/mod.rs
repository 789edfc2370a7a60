//! Passkeys: added to one's own account, then enough to sign in, and a second factor.
//!
//! ```text
//! begin_… -> a challenge, kept as a ceremony -> the browser and its authenticator -> an answer
//!   add_passkey            -> kept
//!   sign_in_with_passkey   -> Entered
//!   …_with_passkey         -> the second factor of a sign-in, or of a session
//! ```
//!
//! The authenticator must have verified its person (a finger, a face, a PIN), so a passkey counts
//! as both factors.

mod adding;
mod own;
mod refused;
mod relying_party;
mod signing_in;

use chrono::TimeDelta;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use own::PasskeyView;
pub use refused::PasskeyRefused;

use super::Secret;

/// How long an authenticator may take.
const LASTS: TimeDelta = TimeDelta::minutes(5);

/// What a browser is asked for.
#[derive(Debug)]
pub struct PasskeyChallenge {
    /// What the answer is to be handed in with, once.
    pub ceremony: Secret,
    /// What `navigator.credentials` takes as `publicKey`.
    pub options: Value,
}

/// Reads what a browser answered.
fn answer<T: DeserializeOwned>(answer: Value) -> Result<T, PasskeyRefused> {
    serde_json::from_value(answer).map_err(|_| PasskeyRefused::Malformed)
}
