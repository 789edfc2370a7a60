//! `GET /api/v1/certificates/{number}/label`: a label as a file.

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;

use super::made::Made;
use super::shapes::LabelParameters;
use super::subject::Subject;
use super::wishes::FileWishes;
use crate::http::acts::NotLetIn;
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::front::Front;
use crate::office::Access;

/// Makes a label of a certificate
///
/// Of one that is in force: a producer's own, or a council's in reach. The file was read back
/// before it is sent. `ocop-label` says what it really is:
/// `width_mm=38.10, height_mm=51.22, module_mm=0.423, dots=5, dpi=300, version=10`.
#[utoipa::path(
    get,
    path = "/api/v1/certificates/{number}/label",
    tag = "labels",
    params(
        ("number" = String, Path, description = "The certificate number", example = "CB-0-8"),
        ("format" = Option<String>, Query, description = "`svg` (if not given), `pdf`, `png` or `zpl`", example = "pdf"),
        LabelParameters,
        ("copies" = Option<u32>, Query, description = "How often a `zpl` file prints the label; 1 if not given", minimum = 1, maximum = 10000),
    ),
    responses(
        (status = 200, description = "The label", content(
            (String = "image/svg+xml"), (Vec<u8> = "application/pdf"), (Vec<u8> = "image/png"), (String = "text/plain"),
        )),
        (status = 404, description = "`no_such_number`: there is none, or it is another's; `mistyped_number`, `not_a_number`", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`not_in_force`: no label is given for what does not hold", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "Parameters that cannot be read, are not known, or make no label that can be scanned; `errors` names all of them", body = document::Problem, content_type = "application/problem+json"),
        (status = 503, description = "`busy`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn label(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(number): Path<String>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let subject = Subject::find(&front, &access, &number).await?;
    let mut fields = Fields::of_query(written.as_deref().unwrap_or_default());
    let wishes = FileWishes::take(&mut fields, &front.office().config().label);
    let wishes = fields.finish(wishes)?;
    let label = subject.label(front.office(), wishes.label.content).await?;
    let made = Made::of(&front, label, wishes).await?;
    Ok(made.answer(&subject.number().to_string()))
}
