//! What other verifiers fetch, as the pack has it: so that they too need not reach the main
//! address.

use std::sync::{Arc, PoisonError, RwLock};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::Response;

use super::{Front, elsewhere, for_a_minute};
use crate::http::error::Error;
use crate::http::lists::{Sendable, keys_of};
use crate::http::problem;
use crate::http::visitor::{Visitor, prefers};
use crate::office::EdgePack;
use crate::scheme::council::CouncilCode;
use crate::scheme::pack::{MEDIA_TYPE, PackFile, PartName};
use crate::scheme::status_list::{CWT, JWT};

/// The pack's lists in the forms in which they are sent, made once for each pack.
#[derive(Default)]
pub struct Sent(RwLock<Option<Arc<Forms>>>);

struct Forms {
    of: Arc<EdgePack>,
    pack: Sendable,
    trust: Option<Sendable>,
    twin: Sendable,
    keys: Sendable,
    status: Vec<(CouncilCode, Sendable)>,
}

impl Sent {
    fn forms(&self, held: &Arc<EdgePack>) -> Arc<Forms> {
        // A poisoned lock still holds whole forms.
        let current = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(forms) = current
            .as_ref()
            .filter(|forms| Arc::ptr_eq(&forms.of, held))
        {
            return Arc::clone(forms);
        }
        drop(current);
        let forms = Arc::new(Forms::of(held));
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&forms));
        forms
    }
}

impl Forms {
    fn of(held: &Arc<EdgePack>) -> Self {
        let trust = &held.pack.trust;
        let mut forms = Self {
            of: Arc::clone(held),
            pack: Sendable::new(Bytes::from_owner(Arc::clone(&held.file)), MEDIA_TYPE),
            trust: None,
            twin: Sendable::new(trust.to_json().to_string(), "application/json"),
            keys: Sendable::new(keys_of(trust), "application/jwk-set+json"),
            status: Vec::new(),
        };
        // It was opened before it was held.
        if let Ok(file) = PackFile::read(&held.file) {
            for (part, bytes) in file.parts() {
                match (&part.name, bytes) {
                    (PartName::Trust, Some(bytes)) => {
                        forms.trust = Some(Sendable::new(bytes.to_vec(), "application/cose"));
                    }
                    (PartName::Status(code), Some(bytes)) => {
                        forms
                            .status
                            .push((*code, Sendable::new(bytes.to_vec(), CWT)));
                    }
                    _ => {}
                }
            }
        }
        forms
    }
}

/// The whole pack, whatever the asker holds.
pub async fn pack(State(front): State<Front>, headers: HeaderMap) -> Result<Response, Error> {
    let forms = front.0.sent.forms(&front.pack()?);
    Ok(for_a_minute(forms.pack.answer(&headers)))
}

/// The trust list, sealed unless JSON is preferred.
pub async fn trust(State(front): State<Front>, headers: HeaderMap) -> Result<Response, Error> {
    let forms = front.0.sent.forms(&front.pack()?);
    let json = prefers(&headers, "application/json", "application/cose");
    let sealed = forms.trust.as_ref().filter(|_| !json);
    let mut response = for_a_minute(sealed.unwrap_or(&forms.twin).answer(&headers));
    vary(&mut response);
    Ok(response)
}

/// The trust list as JSON, which carries no signature.
pub async fn trust_json(State(front): State<Front>, headers: HeaderMap) -> Result<Response, Error> {
    let forms = front.0.sent.forms(&front.pack()?);
    Ok(for_a_minute(forms.twin.answer(&headers)))
}

/// Every council's keys as JWKs.
pub async fn keys(State(front): State<Front>, headers: HeaderMap) -> Result<Response, Error> {
    let forms = front.0.sent.forms(&front.pack()?);
    Ok(for_a_minute(forms.keys.answer(&headers)))
}

/// A council's signed status list. Its JWT form is in no pack.
pub async fn status(
    State(front): State<Front>,
    Path(council): Path<String>,
    visitor: Visitor,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Error> {
    if prefers(&headers, JWT, CWT) {
        let method = axum::http::Method::GET;
        return Ok(elsewhere::elsewhere(State(front), method, visitor, uri).await);
    }
    let forms = front.0.sent.forms(&front.pack()?);
    let code = council.parse().ok();
    let list = code.and_then(|code: CouncilCode| {
        let mut all = forms.status.iter();
        all.find(|(of, _)| *of == code).map(|(_, list)| list)
    });
    let list = list.ok_or_else(|| Error {
        code: "no_status_list",
        ..Error::new(&problem::NOT_FOUND).saying(
            "Gói dữ liệu không có danh sách tình trạng của hội đồng này. Hãy hỏi trang chính.",
            "The pack has no status list of this council. Ask the main address.",
        )
    })?;
    let mut response = for_a_minute(list.answer(&headers));
    vary(&mut response);
    Ok(response)
}

fn vary(response: &mut Response) {
    let accept = HeaderValue::from_static("accept");
    response.headers_mut().insert(header::VARY, accept);
}
