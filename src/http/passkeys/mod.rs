//! Passkeys in the browser: their one script, what it asks for, and the forms that it fills in.
//!
//! ```text
//! form.passkey -> assets/passkey.js -> …/begin: a challenge (JSON) -> the authenticator
//!     -> the form, with the answer -> signed in | confirmed | added
//! ```

mod begin;
mod factor;
mod own;
mod shapes;
mod sign_in;
mod texts;

use axum::http::{HeaderMap, header};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use texts::Texts;

use super::error::Error;
use super::front::Front;
use super::guard::guarded;
use crate::office::PasskeyRefused;

/// The routes of passkeys.
pub fn router(front: &Front) -> OpenApiRouter<Front> {
    let guarded = |routes| guarded(front, routes);
    OpenApiRouter::new()
        .routes(routes!(begin::sign_in))
        .routes(routes!(sign_in::submit))
        .routes(guarded(routes!(begin::factor)))
        .routes(guarded(routes!(factor::submit)))
        .routes(guarded(routes!(own::page, own::add)))
        .routes(guarded(routes!(begin::adding)))
        .routes(guarded(routes!(own::remove)))
        .routes(guarded(routes!(own::list)))
}

/// Where the page is that asks, as its browser says.
fn page_of(headers: &HeaderMap) -> String {
    let origin = headers.get(header::ORIGIN);
    let origin = origin.and_then(|origin| origin.to_str().ok());
    origin.unwrap_or_default().to_owned()
}

/// What the script wrote into the form.
fn answer(written: &str) -> Result<serde_json::Value, Error> {
    let read = serde_json::from_str(written);
    read.map_err(|_| {
        Error::of_act(
            PasskeyRefused::Malformed.code(),
            PasskeyRefused::Malformed.words(),
        )
    })
}
