//! `/api/v1/shopper-reports`: programs report, and inspectors' programs read.

use axum::Extension;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;

use super::{asked, identity, sent, shapes};
use crate::http::acts::{NotLetIn, NotRead, done};
use crate::http::document;
use crate::http::error::Error;
use crate::http::etag::tagged;
use crate::http::fields::Fields;
use crate::http::front::Front;
use crate::http::paging;
use crate::http::peer::Peer;
use crate::http::stored;
use crate::office::{Access, ShopperReportPage};

/// Report a suspicion
///
/// Without an account. As JSON, or with photographs as a form. The answer has the number with
/// which the state is seen. From one address 20 at once and then one in 36 minutes, and 500
/// a day in all: of these 100 about one certificate, or without one from one province.
#[utoipa::path(
    post,
    path = "/api/v1/shopper-reports",
    tag = "shopper reports",
    request_body(
        description = "The report",
        content(
            (shapes::NewReport = "application/json"),
            (shapes::ReportForm = "multipart/form-data"),
        ),
    ),
    responses(
        (status = 201, description = "How far it is, with its number", body = shapes::PublicState),
        (status = 429, description = "`too_many_attempts`: wait `Retry-After` seconds; `too_many_reports`: no more are taken today, or none about this certificate or place", body = document::Problem, content_type = "application/problem+json"),
        (status = 503, description = "`busy`", body = document::Problem, content_type = "application/problem+json"),
        NotRead,
    ),
)]
pub async fn send(
    State(front): State<Front>,
    peer: Peer,
    request: Request,
) -> Result<Response, Error> {
    front.attempts().report(peer)?;
    let (mut fields, photographs, refusals) = match sent::is_multipart(&request) {
        true => {
            let sent = sent::read(&front, request, true).await?;
            (
                Fields::of_typed(&sent.typed),
                sent.photographs,
                sent.refusals,
            )
        }
        false => (Fields::read(request).await?, Vec::new(), Vec::new()),
    };
    let report = sent::report(&mut fields, refusals);
    let report = fields.finish(Some(report))?;
    let number = sent::keep(&front, report, photographs).await?;
    let state = front.office().public_report_state(&number).await?;
    let mut response = done(state);
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(address) = HeaderValue::try_from(format!("/reports/{number}")) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    Ok(response)
}

/// Shoppers' reports
///
/// Those within reach, the newest first. Follow `next` until it is null.
#[utoipa::path(
    get,
    path = "/api/v1/shopper-reports",
    tag = "shopper reports",
    params(
        ("state" = Option<String>, Query, description = "Only those in this state", example = "received"),
        ("province" = Option<String>, Query, description = "Only those from this province", example = "VN-04@2"),
        ("reason" = Option<String>, Query, description = "Only those of this reason", example = "expired"),
        ("after" = Option<String>, Query, description = "Where the page before ended, from its `next`"),
        ("limit" = Option<u32>, Query, description = "Reports of a page, 1 to 500; 100 if not given", minimum = 1, maximum = 500),
    ),
    responses(
        (status = 200, description = "A page of reports", body = shapes::ReportList),
        (status = 400, description = "`bad_query`: a parameter that cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`after` is not from a page's `next`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn list(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let asked = asked::reports(written.as_deref().unwrap_or_default(), false)?;
    let found = front.office().shopper_reports(&access, &asked).await?;
    let next = found.next;
    let next = next.map(|after| asked::next("/api/v1/shopper-reports", &asked, &after));
    let page = ShopperReportPage {
        reports: found.reports,
        next: next.clone(),
    };
    Ok(paging::private_answer(page, next.as_deref()))
}

/// A shopper's report
///
/// Its contact is looked at by `POST …/contact`.
#[utoipa::path(
    get,
    path = "/api/v1/shopper-reports/{id}",
    tag = "shopper reports",
    params(("id" = String, Path, description = "The report's identity", example = "1")),
    responses(
        (status = 200, description = "The report", body = shapes::Report),
        (status = 304, description = "The version that the client has is the newest"),
        (status = 404, description = "`no_such_report`: there is none, or none in reach", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn one(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let report = front.office().shopper_report(&access, identity(&id)?);
    let report = report.await?;
    // The verdict of now changes without the report.
    let verdict = report.verdict_now.as_ref().map(|now| now.verdict);
    let tag = format!("{}-{}", report.version, verdict.unwrap_or("none"));
    Ok(tagged(report, &tag, &headers))
}

/// A photograph of a shopper's report
#[utoipa::path(
    get,
    path = "/api/v1/shopper-reports/{id}/photographs/{file}",
    tag = "shopper reports",
    params(
        ("id" = String, Path, description = "The report's identity", example = "1"),
        ("file" = String, Path, description = "The photograph's identity", example = "1"),
        ("size" = Option<String>, Query, description = "`small` for a picture of a list"),
    ),
    responses(
        (status = 200, description = "Its content", content((Vec<u8> = "image/jpeg"))),
        (status = 400, description = "`bad_query`: a parameter that is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`no_such_report`, `no_such_photograph`: there is none, or none in reach; `photograph_missing`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn photograph(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path((id, file)): Path<(String, String)>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let (id, file) = (identity(&id)?, identity(&file)?);
    let small = stored::wants_small(written.as_deref())?;
    let reading = front
        .office()
        .shopper_report_photograph(&access, id, file, small);
    stored::photograph(&reading.await?).await
}
