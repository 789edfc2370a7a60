//! The JSON answer to a check: the shared form of a verdict, and what this service adds.

use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::Serialize;

use crate::office::Examined;
use crate::scheme::council::CouncilCode;
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
    serial: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
}

#[derive(Serialize)]
struct Named<'a> {
    code: CouncilCode,
    name: &'a Text,
}

#[derive(Serialize)]
struct Decision<'a> {
    number: &'a str,
    decided_on: NaiveDate,
    authority: &'a str,
}

impl<'a> Answer<'a> {
    /// The answer; `code` is the text that was read from a picture.
    pub fn new(examined: &'a Examined, code: Option<&'a str>) -> Self {
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
            serial: examined.serial.as_deref(),
            code,
        }
    }
}

impl IntoResponse for Answer<'_> {
    fn into_response(self) -> Response {
        let mut response = Json(self).into_response();
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
