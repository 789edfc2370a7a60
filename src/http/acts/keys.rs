//! The councils' keys: retire, compromise.

use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::response::Response;

use super::{done, shapes};
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::DATE;
use crate::http::front::Front;
use crate::http::problem;
use crate::office::Access;
use crate::scheme::seal::KeyId;

/// Lets a key seal no more
///
/// What it sealed stays valid. Verifiers know it once the trust list is published.
#[utoipa::path(
    post,
    path = "/api/v1/keys/{kid}/retire",
    tag = "acts",
    params(("kid" = String, Path, description = "The key's id", example = "RJahWA")),
    responses(
        (status = 200, description = "The key as it is now", body = shapes::MovedKey),
        (status = 404, description = "`no_such_key`: there is none, or it is another council's", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`key_state`: it is retired or compromised already", body = document::Problem, content_type = "application/problem+json"),
        shapes::NotLetIn,
    ),
)]
pub async fn retire(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(kid): Path<String>,
) -> Result<Response, Error> {
    let kid = read(&kid)?;
    let moved = front.act(async move |office| {
        office.check_reach_of_key(&access, kid).await?;
        office.retire_key(kid).await
    });
    Ok(done(moved.await?))
}

/// Says that a key is in somebody else's hands
///
/// It seals no more here at once. **Publish the trust list without delay**: until then verifiers
/// believe the key. Certificates that the register held stay genuine.
#[utoipa::path(
    post,
    path = "/api/v1/keys/{kid}/compromise",
    tag = "acts",
    params(("kid" = String, Path, description = "The key's id", example = "RJahWA")),
    request_body = shapes::Compromise,
    responses(
        (status = 200, description = "The key as it is now", body = shapes::MovedKey),
        (status = 404, description = "`no_such_key`: there is none, or it is another council's", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`key_state`: it is compromised already", body = document::Problem, content_type = "application/problem+json"),
        shapes::NotLetIn,
        shapes::NotRead,
    ),
)]
pub async fn compromise(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(kid): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let kid = read(&kid)?;
    let mut fields = Fields::read(request).await?;
    let on = fields.required("compromised_on", &DATE);
    let on = fields.finish(on)?;
    let moved = front.act(async move |office| {
        office.check_reach_of_key(&access, kid).await?;
        office.compromise_key(kid, on).await
    });
    Ok(done(moved.await?))
}

fn read(kid: &str) -> Result<KeyId, Error> {
    kid.parse().map_err(|_| {
        let mut error = Error::new(&problem::NOT_THERE).saying(
            "Đây không phải mã khóa. Hãy ghi 6 ký tự như `ocop key list` in ra, ví dụ RJahWA.",
            "This is no key id. Write its 6 characters as `ocop key list` prints them, such as RJahWA.",
        );
        error.code = "no_such_key";
        error
    })
}
