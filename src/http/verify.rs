//! `POST /api/v1/verify`: judges a code, a certificate number or a photograph of a code.

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};

use super::answer::Answer;
use super::asked::{Asked, Subject};
use super::document;
use super::error::Error;
use super::front::Front;
use super::region::Region;

/// Checks a code
///
/// Takes the text of a QR code, a certificate number, or a photograph (PNG, JPEG or WebP up to
/// 10 MB). Every verdict is a 200, whatever it says: only a request that cannot be read is
/// refused. A code with a label's serial is counted as a scan of that label. For a photograph the answer also holds the text that was read, as `code`.
#[utoipa::path(
    post,
    path = "/api/v1/verify",
    tag = "verify",
    request_body(
        description = "JSON with the code, or a form with a photograph",
        content(
            (document::VerifyRequest = "application/json"),
            (document::VerifyForm = "multipart/form-data"),
        ),
    ),
    responses(
        (status = 200, description = "The verdict, whatever it is", body = document::Verdict),
        (status = 400, description = "`malformed_json`, `malformed_multipart`", body = document::Problem, content_type = "application/problem+json"),
        (status = 404, description = "A certificate number that is mistyped or was never issued: `mistyped_number`, `no_such_number`, `not_a_number`", body = document::Problem, content_type = "application/problem+json"),
        (status = 408, description = "`body_timeout`", body = document::Problem, content_type = "application/problem+json"),
        (status = 413, description = "`body_too_large`, `file_too_large`, `picture_too_large`", body = document::Problem, content_type = "application/problem+json"),
        (status = 415, description = "`unsupported_content_type`, `not_a_picture`", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`missing_code`, `code_and_photo`, `code_not_text`, `code_too_long`, `stars_out_of_range`, `unknown_field`, `repeated_field`, `picture_damaged`, `no_code_found`, `several_codes`", body = document::Problem, content_type = "application/problem+json"),
        (status = 503, description = "`busy`: try again after `Retry-After` seconds", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn verify(
    State(front): State<Front>,
    Region(region): Region,
    request: Request,
) -> Result<Response, Error> {
    let Asked {
        subject,
        stars_on_package,
    } = Asked::read(request).await?;
    let (code, of_photo) = match subject {
        Subject::Code(code) => (code, false),
        Subject::Photo(photo) => (Box::pin(front.read_photo(photo)).await?, true),
    };
    let mut examined = match front.office().number_in(&code) {
        None => front.examine(&code, stars_on_package).await,
        Some(number) => Box::pin(front.examine_number(&number, stars_on_package))
            .await
            .map_err(|error| error.of_field("code"))?,
    };
    front.office().count_scan(&mut examined, region);
    let code = of_photo.then_some(code.as_str());
    Ok(Answer::new(&examined, code, front.office().config()).into_response())
}
