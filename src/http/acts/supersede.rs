//! Superseding a certificate by a newer one.

use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;

use super::{done, shapes};
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::front::Front;
use crate::office::Access;

/// Puts a newer certificate in the place of an older one
///
/// The newer one is issued before; the pages of both link to each other. A token of one council
/// names its own certificates only.
#[utoipa::path(
    post,
    path = "/api/v1/acts/supersede",
    tag = "acts",
    request_body = shapes::Newer,
    responses(
        (status = 200, description = "What is superseded now, or was before; `warnings` says what to look at", body = shapes::Changed),
        (status = 404, description = "`no_such_number`, `mistyped_number`, `not_a_number`, or `not_there` for both: not in the register, or another council's; `errors` names each", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`status_contended`: somebody else is changing the same certificates", body = document::Problem, content_type = "application/problem+json"),
        shapes::NotLetIn,
        shapes::NotRead,
    ),
)]
pub async fn supersede(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    request: Request,
) -> Result<Response, Error> {
    let (old, by) = Fields::older_and_newer(request).await?;
    let changed = front.act(async move |office| office.supersede_as(&access, &old, &by).await);
    Ok(done(changed.await?))
}
