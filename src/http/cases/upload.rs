//! A photograph that is sent for a case: as it is, or in the page's form.

use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::StatusCode;
use tokio::time::timeout;

use crate::http::body::{UPLOAD_TIMEOUT, declared_length, media_type, whole};
use crate::http::error::Error;
use crate::http::paging;
use crate::http::problem;
use crate::http::query;
use crate::office::LARGEST_SENT;

/// Bytes of the fields around a photograph.
const AROUND: usize = 64 * 1024;

/// A photograph, and what was said besides.
#[derive(Debug, Default)]
pub(super) struct Upload {
    pub photograph: Bytes,
    pub version: i64,
    /// Whether it stays as it came, with its position if it has one.
    pub keep_position: bool,
    pub note: String,
}

/// Reads a photograph, with what its address or form says besides.
///
/// # Errors
/// When it is too large, too slow, or something else is sent.
pub(super) async fn read(request: Request) -> Result<Upload, Error> {
    let in_form = media_type(request.headers())
        .is_some_and(|written| written.eq_ignore_ascii_case("multipart/form-data"));
    let reading = async {
        match in_form {
            true => of_form(request).await,
            false => of_body(request).await,
        }
    };
    let read = timeout(UPLOAD_TIMEOUT, reading).await;
    let upload = read.map_err(|_| Error::new(&problem::BODY_TIMEOUT))??;
    if upload.photograph.is_empty() {
        let mut error = Error::new(&problem::REFUSED).of_field("photograph").saying(
            "Chưa có ảnh nào. Hãy chọn một ảnh.",
            "There is no photograph. Choose one.",
        );
        error.code = "missing_file";
        return Err(error);
    }
    Ok(upload)
}

async fn of_body(request: Request) -> Result<Upload, Error> {
    let mut upload = Upload::default();
    for (name, value) in query::pairs(request.uri().query().unwrap_or_default()) {
        upload.put(&name, &value)?;
    }
    let declared = declared_length(request.headers());
    let body = whole(declared, request.into_body(), LARGEST_SENT).await;
    upload.photograph = body.map_err(too_large)?;
    Ok(upload)
}

async fn of_form(mut request: Request) -> Result<Upload, Error> {
    DefaultBodyLimit::max(LARGEST_SENT + AROUND).apply(&mut request);
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Error::new(&problem::MALFORMED_MULTIPART))?;
    let mut upload = Upload::default();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let content = field.bytes().await.map_err(broken)?;
        match name.as_str() {
            "photograph" => upload.photograph = content,
            name => upload.put(name, String::from_utf8_lossy(&content).trim())?,
        }
    }
    if upload.photograph.len() > LARGEST_SENT {
        return Err(too_large(Error::new(&problem::TOO_LARGE)));
    }
    Ok(upload)
}

impl Upload {
    fn put(&mut self, name: &str, value: &str) -> Result<(), Error> {
        match name {
            "version" => {
                self.version = value.parse().map_err(|_| {
                    paging::refused(
                        "version",
                        "version phải là số bản của vụ việc, ví dụ 3.",
                        "version must be the case's version, such as 3.",
                    )
                })?;
            }
            "keep_position" => self.keep_position = value == "1",
            "note" => value.clone_into(&mut self.note),
            "act" | "lang" => {}
            _ => {
                return Err(Error::new(&problem::UNKNOWN_FIELD).saying(
                    "Chỉ nhận photograph, version, keep_position và note.",
                    "Only photograph, version, keep_position and note are taken.",
                ));
            }
        }
        Ok(())
    }
}

fn broken(error: MultipartError) -> Error {
    match error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        true => too_large(Error::new(&problem::TOO_LARGE)),
        false => Error::new(&problem::MALFORMED_MULTIPART),
    }
}

fn too_large(error: Error) -> Error {
    if error.problem != &problem::TOO_LARGE {
        return error;
    }
    let most = LARGEST_SENT >> 20;
    error.of_field("photograph").saying(
        format!("Ảnh quá lớn: tối đa {most} MB. Hãy chọn cỡ ảnh nhỏ hơn trong máy ảnh."),
        format!(
            "The photograph is too large: at most {most} MB. Choose a smaller size in the camera."
        ),
    )
}
