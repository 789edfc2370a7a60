//! The trust list: what is to be signed, and what was signed elsewhere.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use super::{done, shapes};
use crate::http::body::{BODY_TIMEOUT, declared_length, media_type, whole};
use crate::http::document;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::problem;
use crate::office;
use crate::scheme::trust::LARGEST;

/// What the root key is to sign next
///
/// The file that `ocop root sign` takes on the machine that keeps the root key: the list to be
/// read, and its exact bytes.
#[utoipa::path(
    get,
    path = "/api/v1/trust/draft",
    tag = "acts",
    responses(
        (status = 200, description = "The draft", body = shapes::Draft),
        (status = 409, description = "`clock_behind`: the clock is behind the newest list", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "A rule for publication is broken, such as `key_published_late`", body = document::Problem, content_type = "application/problem+json"),
        shapes::NotLetIn,
    ),
)]
pub async fn draft(State(front): State<Front>) -> Result<Response, Error> {
    let drafted = front.act(async move |office| office.draft_trust_list().await);
    let draft = drafted.await.map_err(refused)?;
    let mut response = draft.to_json().into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Publishes a trust list that the root key signed
///
/// It is checked against the programme's root key, the newest list and the register, and
/// published when all is as it should be.
#[utoipa::path(
    post,
    path = "/api/v1/trust",
    tag = "acts",
    request_body(
        description = "The signed list, as `ocop root sign` writes it; at most 4 MB",
        content = Vec<u8>,
        content_type = "application/cose",
    ),
    responses(
        (status = 200, description = "What was published", body = shapes::PublishedList),
        (status = 409, description = "`trust_list_older`, `trust_list_gap`, `trust_list_repeated`, `trust_list_differs`, `clock_behind`", body = document::Problem, content_type = "application/problem+json"),
        (status = 503, description = "`busy`: try again after `Retry-After` seconds", body = document::Problem, content_type = "application/problem+json"),
        shapes::NotLetIn,
        shapes::NotRead,
    ),
)]
pub async fn publish(State(front): State<Front>, request: Request) -> Result<Response, Error> {
    let cose = media_type(request.headers())
        .is_some_and(|written| written.eq_ignore_ascii_case("application/cose"));
    if !cose {
        return Err(Error::new(&problem::CONTENT_TYPE).saying(
            "Hãy gửi tệp mà `ocop root sign` ghi ra, kiểu application/cose.",
            "Send the file that `ocop root sign` wrote, as application/cose.",
        ));
    }
    let declared = declared_length(request.headers());
    let read = timeout(BODY_TIMEOUT, whole(declared, request.into_body(), LARGEST));
    let sealed = read
        .await
        .map_err(|_| Error::new(&problem::BODY_TIMEOUT))?
        .map_err(|error| match error.problem.code {
            "body_too_large" => error.saying(
                "Danh sách tin cậy tối đa 4 MB. Hãy kiểm tra lại tệp.",
                "A trust list has at most 4 MB. Check the file.",
            ),
            _ => error,
        })?;
    let published =
        front.act(async move |office| office.publish_signed_trust_list(sealed.to_vec()).await);
    Ok(done(published.await.map_err(refused)?))
}

/// Elsewhere a refused list is the stored one, which only the log may tell of; here it is what
/// was handed in or is to be signed, and who did so must know why.
fn refused(error: office::Error) -> Error {
    match error {
        office::Error::Trust(refused) => Error::of_act(refused.code(), refused.words()),
        error => error.into(),
    }
}
