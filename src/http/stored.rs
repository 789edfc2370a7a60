//! Contents that lie on the disk, sent as they are read. Whatever they hold, a browser runs
//! nothing of it.

use std::path::Path;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::fs::File;
use tokio::io::AsyncReadExt;

use super::error::Error;
use super::problem;
use super::query;
use crate::office::StoredPhotograph;

/// Bytes that are read at once.
const AT_ONCE: usize = 64 * 1024;

/// Whether a query asks for the small form of a picture.
pub fn wants_small(written: Option<&str>) -> Result<bool, Error> {
    let mut small = false;
    for (name, value) in query::pairs(written.unwrap_or_default()) {
        if (name.as_str(), value.as_str()) != ("size", "small") {
            let error = Error::new(&problem::BAD_QUERY);
            return Err(error.saying("Chỉ nhận size=small.", "Only size=small is taken."));
        }
        small = true;
    }
    Ok(small)
}

/// Sends a content under its media type; `disposition` says how (RFC 6266).
pub async fn send(
    path: &Path,
    media_type: &'static str,
    disposition: &str,
) -> Result<Response, Error> {
    let internal = |error: std::io::Error| {
        tracing::error!(%error, path = %path.display(), "a file could not be read");
        Error::new(&problem::INTERNAL)
    };
    let file = File::open(path).await.map_err(internal)?;
    let length = file.metadata().await.map_err(internal)?.len();
    let parts = stream::unfold(Some(file), |file| async {
        let mut file = file?;
        let mut part = Vec::with_capacity(AT_ONCE);
        match (&mut file)
            .take(AT_ONCE as u64)
            .read_to_end(&mut part)
            .await
        {
            Ok(0) => None,
            Ok(_) => Some((Ok(Bytes::from(part)), Some(file))),
            Err(error) => Some((Err(error), None)),
        }
    });
    let mut response = Body::from_stream(parts).into_response();
    let headers = response.headers_mut();
    let mut put = |name, value| headers.insert(name, HeaderValue::from_static(value));
    put(header::CONTENT_TYPE, media_type);
    put(header::CACHE_CONTROL, "no-store");
    put(
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; sandbox",
    );
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    if let Ok(disposition) = HeaderValue::try_from(disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// Sends a photograph, or its small form, to be shown.
pub async fn photograph(stored: &StoredPhotograph) -> Result<Response, Error> {
    let (media_type, ending) = match (stored.is_small, stored.photograph.media_type.as_str()) {
        (false, "image/png") => ("image/png", "png"),
        (false, "image/webp") => ("image/webp", "webp"),
        _ => ("image/jpeg", "jpg"),
    };
    let id = stored.photograph.id;
    let disposition = format!("inline; filename=\"photograph-{id}.{ending}\"");
    send(&stored.path, media_type, &disposition).await
}
