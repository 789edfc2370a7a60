//! `GET /my/certificates/{number}/{file}`: the label of one's own certificate, read back before it
//! is sent.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::super::desk::Signed;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::problem;
use crate::label::{DEMONSTRATION, Format, Label, Size};
use crate::office;
use crate::scheme::number::CertificateNumber;

/// A label to download
///
/// Of a certificate that is in force, or suspended while its chair allows labels, at the
/// configured size.
#[utoipa::path(
    get,
    path = "/my/certificates/{number}/{file}",
    tag = "pages",
    params(
        ("number" = String, Path, description = "The certificate number", example = "CB-12345-K"),
        ("file" = String, Path, description = "`label.svg` or `label.png`", example = "label.svg"),
    ),
    responses(
        (status = 200, description = "The label", content_type = "image/svg+xml"),
        (status = 404, description = "No such certificate of one's own, or no such file", body = String, content_type = "text/html"),
        (status = 409, description = "`not_in_force`: no label is given for what does not hold", body = String, content_type = "text/html"),
    ),
)]
pub async fn label(
    State(front): State<Front>,
    signed: Signed,
    Path((number, file)): Path<(String, String)>,
) -> Response {
    match made(&front, &signed, &number, &file).await {
        Ok(response) => response,
        Err(error) => signed.refuse(&front, error),
    }
}

async fn made(front: &Front, signed: &Signed, number: &str, file: &str) -> Result<Response, Error> {
    let number: CertificateNumber = number.parse()?;
    let office = front.office();
    office.owner_of_certificate(&signed.access, number).await?;
    office.may_print(number).await?;
    let history = office.history(number).await?;
    let text = history
        .listed
        .certificate
        .url
        .ok_or(office::Error::NoHost)?;
    let config = office.config();
    let size = Size::new(config.label.module_mm, config.label.dpi)?;
    let mut label = Label::new(&text, &number.to_string());
    label.demonstration = config.demonstration.then(|| DEMONSTRATION.to_owned());
    let format = match file {
        "label.svg" => Format::Svg,
        "label.png" => Format::Png,
        _ => return Err(Error::new(&problem::NOT_FOUND)),
    };
    let bytes = label.render(format, &label.extent(size)?)?;
    let media_type = format.media_type();
    let name = format!("attachment; filename=\"{number}-{file}\"");
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(name) = HeaderValue::try_from(name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}
