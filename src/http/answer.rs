//! The JSON answer to a check: the shared form of a verdict, and what this service adds.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::Serialize;

use super::error::Error;
use super::problem;
use crate::config::Config;
use crate::office::{CheckedLabel, Examined, RenewedBy, StatusFacts};
use crate::scheme::council::CouncilCode;
use crate::scheme::iso;
use crate::scheme::number::CertificateNumber;
use crate::scheme::verdict::Verdict;
use crate::scheme::words::Text;

/// A verdict with what the service knows beyond it.
#[derive(Serialize)]
pub struct Answer<'a> {
    #[serde(flatten)]
    verdict: &'a Verdict,
    council: Option<Named<'a>>,
    successor: Option<Named<'a>>,
    decision: Option<Decision<'a>>,
    status: Option<&'a StatusFacts>,
    replaces: &'a [CertificateNumber],
    renewed_by: Option<RenewedBy>,
    renews: &'a [CertificateNumber],
    serial: Option<&'a str>,
    label: Option<&'a CheckedLabel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    demonstration: Option<bool>,
}

#[derive(Serialize)]
struct Named<'a> {
    code: CouncilCode,
    name: &'a Text,
}

#[derive(Serialize)]
struct Decision<'a> {
    number: &'a str,
    #[serde(serialize_with = "iso::date")]
    decided_on: NaiveDate,
    authority: &'a str,
}

impl<'a> Answer<'a> {
    /// The answer of a service; `code` is the text that was read from a picture.
    pub fn new(examined: &'a Examined, code: Option<&'a str>, config: &Config) -> Self {
        let named = |council: &'a crate::scheme::trust::Council| Named {
            code: council.code,
            name: &council.name,
        };
        Self {
            verdict: &examined.verdict,
            council: examined.verdict.council.as_deref().map(named),
            successor: examined.successor.as_deref().map(named),
            decision: examined.decision.as_deref().map(|decision| Decision {
                number: &decision.number,
                decided_on: decision.decided_on,
                authority: &decision.authority,
            }),
            status: examined.status.as_deref(),
            replaces: &examined.replaces,
            renewed_by: examined.renewed_by,
            renews: &examined.renews,
            serial: examined.label.as_ref().map(|label| label.digits.as_str()),
            label: examined.label.as_ref(),
            code,
            demonstration: config.demonstration.then_some(true),
        }
    }
}

impl IntoResponse for Answer<'_> {
    fn into_response(self) -> Response {
        // Room for long names, so that it is written in one piece.
        let mut json = Vec::with_capacity(2 * 1024);
        if serde_json::to_writer(&mut json, &self).is_err() {
            return Error::new(&problem::INTERNAL).into_response();
        }
        let mut response = Response::new(Body::from(json));
        let headers = response.headers_mut();
        // With those of the door: put in one by one, they would be moved twice.
        headers.reserve(12);
        let mut put = |name, value| headers.insert(name, HeaderValue::from_static(value));
        put(header::CONTENT_TYPE, "application/json");
        put(header::CACHE_CONTROL, "no-store");
        response
    }
}
