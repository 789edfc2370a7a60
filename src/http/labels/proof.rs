//! `GET /api/v1/certificates/{number}/label/proof`: every code of a certificate at every size, to
//! try with the printer and the phones at hand.

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;

use super::refused::refused;
use super::subject::Subject;
use super::wishes::take_dpi;
use crate::http::acts::NotLetIn;
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::front::Front;
use crate::http::saved::saved;
use crate::label::{Format, print_proof};
use crate::office::Access;

/// Gives a proof of a certificate's codes
///
/// A PDF on A4 with each kind of code that the certificate has, from the smallest modules that
/// phones read to comfortable ones. Print it at 100 %.
#[utoipa::path(
    get,
    path = "/api/v1/certificates/{number}/label/proof",
    tag = "labels",
    params(
        ("number" = String, Path, description = "The certificate number", example = "CB-0-8"),
        ("dpi" = Option<u32>, Query, description = "The printer's dots an inch; as configured if not given", minimum = 72, maximum = 2400),
    ),
    responses(
        (status = 200, description = "The proof", body = Vec<u8>, content_type = "application/pdf"),
        (status = 404, description = "`no_such_number`: there is none, or it is another's; `mistyped_number`, `not_a_number`", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`not_in_force`: no label is given for what does not hold", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "Parameters that cannot be read or are not known; `errors` names all of them", body = document::Problem, content_type = "application/problem+json"),
        (status = 503, description = "`busy`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn proof(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(number): Path<String>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let subject = Subject::find(&front, &access, &number).await?;
    let mut fields = Fields::of_query(written.as_deref().unwrap_or_default());
    let dpi = take_dpi(&mut fields, &front.office().config().label);
    let dpi = fields.finish(Some(dpi))?;
    let labels = front
        .office()
        .labels_of_every_kind(subject.number())
        .await?;
    let printed = front.in_turn(move || print_proof(&labels, dpi)).await?;
    let bytes = printed.map_err(|error| refused(&error))?;
    let name = format!("{}-proof.pdf", subject.number());
    Ok(saved(bytes, Format::Pdf.media_type(), &name))
}
