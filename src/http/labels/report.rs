//! `GET /api/v1/certificates/{number}/label/report`: what a label really is, before it is printed.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use serde::Serialize;

use super::figures::Figures;
use super::refused::refused;
use super::shapes::{LabelParameters, LabelReport};
use super::subject::Subject;
use super::wishes::Wishes;
use crate::http::acts::{NotLetIn, done};
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::front::Front;
use crate::label::trial;
use crate::office::Access;
use crate::scheme::number::CertificateNumber;

#[derive(Serialize)]
struct Report {
    number: CertificateNumber,
    design: &'static str,
    wording: &'static str,
    kind: &'static str,
    #[serde(flatten)]
    figures: Figures,
    self_test: Arc<trial::Report>,
}

/// Measures a label of a certificate
///
/// Its real size, what the names in its code cost, and whether it is read when it is worn,
/// leaning or out of focus. The parameters are those of the label.
#[utoipa::path(
    get,
    path = "/api/v1/certificates/{number}/label/report",
    tag = "labels",
    params(
        ("number" = String, Path, description = "The certificate number", example = "CB-0-8"),
        LabelParameters,
    ),
    responses(
        (status = 200, description = "The report", body = LabelReport),
        (status = 404, description = "`no_such_number`: there is none, or it is another's; `mistyped_number`, `not_a_number`", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`not_in_force`, `no_compact_code`", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "Parameters that cannot be read, are not known, or make no label; `errors` names all of them", body = document::Problem, content_type = "application/problem+json"),
        (status = 503, description = "`busy`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn report(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(number): Path<String>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let subject = Subject::find(&front, &access, &number).await?;
    let mut fields = Fields::of_query(written.as_deref().unwrap_or_default());
    let wishes = Wishes::take(&mut fields, &front.office().config().label);
    let wishes = fields.finish(wishes)?;
    let label = subject.label(front.office(), wishes.content).await?;
    let tested = front.clone();
    let measured = front.in_turn(move || {
        let extent = wishes.extent(&label)?;
        let figures = Figures::of(&label, &extent)?;
        Ok((figures, tested.tested().report(&label, &extent)?))
    });
    let (figures, self_test) = measured.await?.map_err(|error| refused(&error))?;
    let content = wishes.content;
    Ok(done(Report {
        number: subject.number(),
        design: content.design.name(),
        wording: content.wording.name(),
        kind: content.kind.name(),
        figures,
        self_test,
    }))
}
