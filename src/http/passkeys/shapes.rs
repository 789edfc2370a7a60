//! The shapes of what is sent and answered, for the OpenAPI document only.

#![expect(dead_code, reason = "descriptions: nothing constructs them")]

use serde_json::Value;
use utoipa::ToSchema;

/// Whose passkey is asked for.
#[derive(ToSchema)]
pub struct Beginning {
    /// What the page after the password gave.
    step: Option<String>,
}

/// An empty object.
#[derive(ToSchema)]
pub struct Nothing {}

/// What a browser is to be asked for.
#[derive(ToSchema)]
pub struct Challenge {
    /// What the answer is to be handed in with, once, within 5 minutes.
    ceremony: String,
    /// `publicKey` of `navigator.credentials`, with bytes in base64url.
    options: Value,
}

/// The form to sign in with a passkey.
#[derive(ToSchema)]
pub struct SignInPasskey {
    ceremony: String,
    /// The browser's answer, as JSON.
    answer: String,
    /// What the page after the password gave.
    step: Option<String>,
    next: Option<String>,
    kept_to: Option<String>,
    kept: Option<String>,
}

/// The form to confirm with a passkey.
#[derive(ToSchema)]
pub struct FreshPasskey {
    ceremony: String,
    /// The browser's answer, as JSON.
    answer: String,
    next: Option<String>,
    kept_to: Option<String>,
    kept: Option<String>,
}

/// The form to add a passkey.
#[derive(ToSchema)]
pub struct NewPasskey {
    /// What its person calls it.
    #[schema(example = "Điện thoại")]
    name: String,
    ceremony: String,
    /// The browser's answer, as JSON.
    answer: String,
}

/// The passkeys of an account.
#[derive(ToSchema)]
pub struct Passkeys {
    passkeys: Vec<Passkey>,
}

/// A passkey.
#[derive(ToSchema)]
pub struct Passkey {
    /// What its authenticator calls it.
    credential: String,
    name: String,
    #[schema(format = DateTime)]
    added_at: String,
    #[schema(format = DateTime)]
    used_at: Option<String>,
}
