//! `POST` and `DELETE /api/v1/certificates/{number}/reprints`.

use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::shapes;
use crate::http::acts::{NotLetIn, NotRead};
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::TEXT;
use crate::http::front::Front;
use crate::http::paging;
use crate::office::Access;
use crate::scheme::number::CertificateNumber;

/// Allows labels of a suspended certificate
///
/// Until its suspension ends, or the permit is withdrawn. For the chair of its council.
#[utoipa::path(
    post,
    path = "/api/v1/certificates/{number}/reprints",
    tag = "acts",
    params(("number" = String, Path, description = "The certificate number", example = "CB-0-8")),
    request_body = shapes::ReprintReason,
    responses(
        (status = 200, description = "The permit", body = shapes::ReprintPermit),
        (status = 404, description = "`no_such_number`: none within reach", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`not_suspended`, `reprints_allowed`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
        NotRead,
    ),
)]
pub async fn allow(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(number): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let number: CertificateNumber = number.parse()?;
    let mut fields = Fields::read(request).await?;
    let reason = fields.required("reason", &TEXT);
    let reason = fields.finish(reason)?;
    let allowing =
        front.act(async move |office| office.allow_reprints(&access, number, &reason).await);
    Ok(paging::private_answer(allowing.await?, None))
}

/// Withdraws the permit for labels of a suspended certificate
#[utoipa::path(
    delete,
    path = "/api/v1/certificates/{number}/reprints",
    tag = "acts",
    params(("number" = String, Path, description = "The certificate number", example = "CB-0-8")),
    responses(
        (status = 204, description = "Withdrawn"),
        (status = 404, description = "`no_such_number`: none within reach; `no_reprints`: no permit stands", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn withdraw(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    let number: CertificateNumber = number.parse()?;
    let withdrawing =
        front.act(async move |office| office.withdraw_reprints(&access, number).await);
    withdrawing.await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
