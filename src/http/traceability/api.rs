//! `PUT /api/v1/certificates/{number}/traceability`.

use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::response::Response;

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

/// Gives a product's code on the traceability portal
///
/// Of a certificate of a producer that one acts for. Shown on the certificate's page.
#[utoipa::path(
    put,
    path = "/api/v1/certificates/{number}/traceability",
    tag = "evaluation",
    params(("number" = String, Path, description = "The certificate number", example = "CB-0-8")),
    request_body = shapes::TraceabilityCode,
    responses(
        (status = 200, description = "As it is now", body = shapes::Traceability),
        (status = 404, description = "`no_such_number`: none of one's own", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
        NotRead,
    ),
)]
pub async fn set(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(number): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let number: CertificateNumber = number.parse()?;
    let mut fields = Fields::read(request).await?;
    let code = fields.optional("code", &TEXT).unwrap_or_default();
    let code = fields.finish(Some(code))?;
    let setting =
        front.act(async move |office| office.set_traceability(&access, number, &code).await);
    Ok(paging::private_answer(setting.await?, None))
}
