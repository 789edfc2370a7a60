//! What verifiers fetch: the signed trust list, its JSON twin, and the councils' keys as JWKs.

use std::sync::{Arc, RwLock};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::document;
use super::etag;
use super::front::Front;
use super::range::{self, Wanted};
use super::visitor::prefers;
use crate::office::Held;
use crate::scheme::trust::TrustList;

/// Bytes to send, with their strong entity tag.
#[derive(Clone)]
pub struct Sendable {
    bytes: Bytes,
    etag: HeaderValue,
    content_type: HeaderValue,
}

impl Sendable {
    /// Computes the tag of some bytes.
    pub fn new(bytes: impl Into<Bytes>, content_type: &'static str) -> Self {
        let bytes = bytes.into();
        let tag = BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(&bytes)[..16]);
        Self {
            bytes,
            // base64url between quotes is a header value.
            etag: HeaderValue::try_from(format!("\"{tag}\""))
                .unwrap_or(HeaderValue::from_static("\"\"")),
            content_type: HeaderValue::from_static(content_type),
        }
    }

    /// The bytes, the part of them that is asked for, or 304 to a client that has them.
    pub fn answer(&self, headers: &HeaderMap) -> Response {
        let known = etag::is_known(headers, self.etag.as_bytes());
        let mut response = if known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            self.wanted(headers)
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.etag.clone());
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=300"),
        );
        headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        response
    }

    fn wanted(&self, headers: &HeaderMap) -> Response {
        let length = self.bytes.len();
        let (mut response, range) = match range::wanted(headers, length, self.etag.as_bytes()) {
            Wanted::Whole => (self.bytes.clone().into_response(), None),
            Wanted::Part(first, last) => {
                let part = self.bytes.slice(first..=last);
                let response = (StatusCode::PARTIAL_CONTENT, part).into_response();
                (response, Some(format!("bytes {first}-{last}/{length}")))
            }
            Wanted::Nothing => {
                let response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
                (response, Some(format!("bytes */{length}")))
            }
        };
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, self.content_type.clone());
        if let Some(range) = range.and_then(|range| HeaderValue::try_from(range).ok()) {
            headers.insert(header::CONTENT_RANGE, range);
        }
        response
    }
}

/// The lists in the forms in which they are sent, made once for each publication.
#[derive(Default)]
pub struct Published(RwLock<Option<Arc<Forms>>>);

struct Forms {
    of: Arc<Vec<u8>>,
    sealed: Sendable,
    twin: Sendable,
    keys: Sendable,
}

impl Published {
    fn forms(&self, held: &Held) -> Arc<Forms> {
        // A poisoned lock still holds whole forms.
        let current = self
            .0
            .read()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(forms) = current
            .as_ref()
            .filter(|forms| Arc::ptr_eq(&forms.of, &held.trust_sealed))
        {
            return Arc::clone(forms);
        }
        drop(current);
        let forms = Arc::new(Forms {
            sealed: Sendable::new(held.trust_sealed.to_vec(), "application/cose"),
            twin: Sendable::new(held.trust.to_json().to_string(), "application/json"),
            keys: Sendable::new(keys_of(&held.trust), "application/jwk-set+json"),
            of: Arc::clone(&held.trust_sealed),
        });
        let mut current = self
            .0
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        *current = Some(Arc::clone(&forms));
        forms
    }
}

/// RFC 7517 and RFC 8037. `use` and `alg` are there for libraries that drop keys without them.
pub(super) fn keys_of(trust: &TrustList) -> String {
    let keys: Vec<_> = trust
        .councils()
        .iter()
        .flat_map(|council| council.keys.iter().map(move |key| (council, key)))
        .map(|(council, key)| {
            json!({
                "kty": "OKP", "crv": "Ed25519", "use": "sig", "key_ops": ["verify"],
                "alg": key.alg, "kid": key.kid, "x": key.x,
                "council": council.code, "state": key.state,
                "seals_from": key.seals_from, "seals_until": key.seals_until,
            })
        })
        .collect();
    json!({ "keys": keys }).to_string()
}

/// The trust list
///
/// Councils, their mandates and keys. Signed by the programme's root key (`application/cose`)
/// unless `Accept` prefers `application/json`, which carries no signature.
#[utoipa::path(
    get,
    path = "/trust",
    tag = "lists",
    responses(
        (status = 200, description = "The list", content(
            (Vec<u8> = "application/cose"),
            (document::TrustList = "application/json"),
        )),
        (status = 304, description = "`If-None-Match` names this list's tag"),
    ),
)]
pub async fn trust(State(front): State<Front>, headers: HeaderMap) -> Response {
    let forms = front.published().forms(&front.office().held());
    let json = prefers(&headers, "application/json", "application/cose");
    let list = if json { &forms.twin } else { &forms.sealed };
    let mut response = list.answer(&headers);
    response
        .headers_mut()
        .insert(header::VARY, HeaderValue::from_static("accept"));
    response
}

/// The trust list, at its well-known address
///
/// The same as `/trust`.
#[utoipa::path(
    get,
    path = "/.well-known/ocop-trust-list",
    tag = "lists",
    responses(
        (status = 200, description = "The list", content(
            (Vec<u8> = "application/cose"),
            (document::TrustList = "application/json"),
        )),
        (status = 304, description = "`If-None-Match` names this list's tag"),
    ),
)]
pub async fn well_known_trust(front: State<Front>, headers: HeaderMap) -> Response {
    trust(front, headers).await
}

/// The trust list as JSON
///
/// For reading. It carries no signature: verifiers take `/trust`.
#[utoipa::path(
    get,
    path = "/trust.json",
    tag = "lists",
    responses(
        (status = 200, description = "The list", body = document::TrustList),
        (status = 304, description = "`If-None-Match` names this list's tag"),
    ),
)]
pub async fn trust_json(State(front): State<Front>, headers: HeaderMap) -> Response {
    let forms = front.published().forms(&front.office().held());
    forms.twin.answer(&headers)
}

/// Every council's keys as JWKs
///
/// Past and present, so that old certificates stay verifiable.
#[utoipa::path(
    get,
    path = "/.well-known/jwks.json",
    tag = "lists",
    responses(
        (status = 200, description = "The keys", body = document::KeySet, content_type = "application/jwk-set+json"),
        (status = 304, description = "`If-None-Match` names these keys' tag"),
    ),
)]
pub async fn jwks(State(front): State<Front>, headers: HeaderMap) -> Response {
    let forms = front.published().forms(&front.office().held());
    forms.keys.answer(&headers)
}
