//! A file that is sent: as it is, or in a form.

use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::StatusCode;
use tokio::time::timeout;

use crate::http::body::{UPLOAD_TIMEOUT, declared_length, media_type, whole};
use crate::http::error::Error;
use crate::http::problem;

/// Bytes of the fields around a file.
const AROUND: usize = 64 * 1024;

/// A file, and what the form said besides.
#[derive(Debug, Default)]
pub struct Upload {
    pub file: Bytes,
    pub version: Option<i64>,
    pub once: String,
}

/// Reads a file of at most so many bytes.
///
/// # Errors
/// When it is larger, too slow, or not there.
pub async fn read(request: Request, limit: usize) -> Result<Upload, Error> {
    let in_form = media_type(request.headers())
        .is_some_and(|written| written.eq_ignore_ascii_case("multipart/form-data"));
    let reading = async {
        if in_form {
            return of_form(request, limit).await;
        }
        let declared = declared_length(request.headers());
        let file = whole(declared, request.into_body(), limit).await;
        let file = file.map_err(|error| too_large(error, limit))?;
        Ok(Upload {
            file,
            ..Upload::default()
        })
    };
    let read = timeout(UPLOAD_TIMEOUT, reading).await;
    let upload = read.map_err(|_| Error::new(&problem::BODY_TIMEOUT))??;
    if upload.file.is_empty() {
        let mut error = Error::new(&problem::REFUSED).of_field("file").saying(
            "Chưa có tệp nào. Hãy chọn một tệp.",
            "There is no file. Choose one.",
        );
        error.code = "missing_file";
        return Err(error);
    }
    Ok(upload)
}

async fn of_form(mut request: Request, limit: usize) -> Result<Upload, Error> {
    DefaultBodyLimit::max(limit + AROUND).apply(&mut request);
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Error::new(&problem::MALFORMED_MULTIPART))?;
    let mut upload = Upload::default();
    let broken = |error: MultipartError| broken(&error, limit);
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.file_name().is_some() || name == "file";
        let content = field.bytes().await.map_err(broken)?;
        let text = || String::from_utf8_lossy(&content).trim().to_owned();
        match name.as_str() {
            _ if is_file => upload.file = content,
            "version" => upload.version = text().parse().ok(),
            "once" => upload.once = text(),
            _ => {
                return Err(Error::new(&problem::UNKNOWN_FIELD).saying(
                    "Chỉ nhận file, version và once.",
                    "Only file, version and once are taken.",
                ));
            }
        }
    }
    if upload.file.len() > limit {
        return Err(too_large(Error::new(&problem::TOO_LARGE), limit));
    }
    Ok(upload)
}

fn broken(error: &MultipartError, limit: usize) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        too_large(Error::new(&problem::TOO_LARGE), limit)
    } else {
        Error::new(&problem::MALFORMED_MULTIPART)
    }
}

fn too_large(error: Error, limit: usize) -> Error {
    if error.problem != &problem::TOO_LARGE {
        return error;
    }
    let most = limit >> 20;
    error.of_field("file").saying(
        format!("Tệp quá lớn: tối đa {most} MB. Hãy chia danh sách, hoặc quét với độ phân giải thấp hơn."),
        format!("The file is too large: at most {most} MB. Split the list, or scan at a lower resolution."),
    )
}
