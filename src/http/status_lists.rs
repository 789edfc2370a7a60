//! `GET /status/{council}` and `/status`: the signed status lists, for verifiers.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use serde_json::json;

use super::document;
use super::error::Error;
use super::front::Front;
use super::lists::Sendable;
use super::problem;
use super::visitor::prefers;
use crate::office::SignedList;
use crate::scheme::status_list::{CWT, JWT};

/// A council's status list
///
/// IETF Token Status List, two bits an entry: 0 valid, 1 revoked, 2 suspended, 3 superseded; the
/// entry's number is the index in the certificate number. As CWT unless `Accept` prefers the JWT
/// form. Signed by the council's status key, which the trust list names. Every replica sends
/// the same bytes.
#[utoipa::path(
    get,
    path = "/status/{council}",
    tag = "lists",
    params(("council" = String, Path, description = "The council's code", example = "CB")),
    responses(
        (status = 200, description = "The list", content(
            (Vec<u8> = "application/statuslist+cwt"),
            (String = "application/statuslist+jwt"),
        )),
        (status = 304, description = "`If-None-Match` names this list's tag"),
        (status = 404, description = "`no_status_list`: no such council, or none is signed", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn status(
    State(front): State<Front>,
    Path(council): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let held = front.office().held();
    let list = council
        .parse()
        .ok()
        .and_then(|code| held.signed_list(code).map(Arc::clone))
        .ok_or_else(none_signed)?;
    let mut response = form(&list, prefers(&headers, JWT, CWT)).answer(&headers);
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    // A revocation reaches caches within a minute.
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=60"),
    );
    Ok(response)
}

/// Where the status lists stand
///
/// The aggregation of the Token Status List: every council's list that is signed.
#[utoipa::path(
    get,
    path = "/status",
    tag = "lists",
    responses(
        (status = 200, description = "The addresses", body = document::Aggregation),
        (status = 304, description = "`If-None-Match` names this list's tag"),
    ),
)]
pub async fn aggregation(State(front): State<Front>, headers: HeaderMap) -> Response {
    let held = front.office().held();
    let lists: Vec<&str> = held
        .trust
        .councils()
        .iter()
        .filter(|council| held.signed_list(council.code).is_some())
        .map(|council| council.status_list.as_str())
        .collect();
    Sendable::new(
        json!({ "status_lists": lists }).to_string(),
        "application/json",
    )
    .answer(&headers)
}

fn form(list: &SignedList, jwt: bool) -> Sendable {
    if jwt {
        Sendable::new(list.record.jwt.clone(), JWT)
    } else {
        Sendable::new(list.record.cwt.clone(), CWT)
    }
}

fn none_signed() -> Error {
    let mut error = Error::new(&problem::NOT_FOUND).saying(
        "Không có danh sách tình trạng của hội đồng này. Hãy xem các danh sách ở /status.",
        "There is no status list of this council. See the lists at /status.",
    );
    error.code = "no_status_list";
    error
}
