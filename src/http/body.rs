//! A request's body, read whole within bounds of size and time.

use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, header};
use http_body_util::BodyExt;

use super::error::Error;
use super::problem;

/// How long a body may take to arrive.
pub const BODY_TIMEOUT: Duration = Duration::from_secs(60);
/// How long a photograph, scan or list of somebody who signed in may take: 20 MB over a slow line.
/// Whoever sends next to nothing is cut off long before.
pub const UPLOAD_TIMEOUT: Duration = Duration::from_secs(10 * 60);

/// The media type that a body is said to have, without its parameters.
pub fn media_type(headers: &HeaderMap) -> Option<&str> {
    let written = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(written.split(';').next()?.trim())
}

/// How long a body is said to be.
pub fn declared_length(headers: &HeaderMap) -> Option<usize> {
    let length = headers.get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

/// A body of at most so many bytes.
///
/// # Errors
/// When it is larger, or ends early.
pub async fn whole(declared: Option<usize>, mut body: Body, limit: usize) -> Result<Bytes, Error> {
    if declared.is_some_and(|length| length > limit) {
        return Err(Error::new(&problem::TOO_LARGE));
    }
    let first = part(&mut body, limit).await?.unwrap_or_default();
    if body.is_end_stream() {
        return Ok(first);
    }
    // Copied, because a part keeps the whole block alive into which it was read: thousands of
    // bytes for a single one, of a client that sends them so.
    let mut all = Vec::from(first);
    while let Some(part) = part(&mut body, limit - all.len()).await? {
        all.extend_from_slice(&part);
    }
    Ok(all.into())
}

/// The next part of a body, of at most so many bytes; `None` at its end.
async fn part(body: &mut Body, limit: usize) -> Result<Option<Bytes>, Error> {
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Error::new(&problem::MALFORMED_JSON))?;
        if let Ok(part) = frame.into_data() {
            let fits = part.len() <= limit;
            return fits
                .then_some(Some(part))
                .ok_or_else(|| Error::new(&problem::TOO_LARGE));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::{Body, Bytes, whole};
    use axum::http::StatusCode;
    use futures_util::stream;
    use std::convert::Infallible;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// A block of a connection's memory, counted while something of it is held.
    struct Block(Vec<u8>, Arc<AtomicUsize>);

    impl AsRef<[u8]> for Block {
        fn as_ref(&self) -> &[u8] {
            &self.0
        }
    }

    impl Drop for Block {
        fn drop(&mut self) {
            self.1.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// The bytes, each in a block of its own; and how many blocks were held at most.
    fn byte_by_byte(bytes: &[u8]) -> (Body, Arc<AtomicUsize>) {
        let (held, most) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let seen = Arc::clone(&most);
        let parts: Vec<u8> = bytes.to_vec();
        let parts = parts.into_iter().map(move |byte| {
            seen.fetch_max(held.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
            let block = Block(vec![byte; 8 * 1024], Arc::clone(&held));
            Ok::<_, Infallible>(Bytes::from_owner(block).slice(..1))
        });
        (Body::from_stream(stream::iter(parts)), most)
    }

    #[tokio::test]
    async fn a_body_is_held_as_what_it_is_however_it_comes() {
        let text = b"what is sent byte by byte".repeat(40);
        let (body, most) = byte_by_byte(&text);
        let read = whole(None, body, text.len()).await;
        assert_eq!(read.map_err(|error| error.status()), Ok(Bytes::from(text)));
        assert!(most.load(Ordering::Relaxed) <= 2, "{most:?} blocks at once");
    }

    #[tokio::test]
    async fn a_body_is_read_up_to_its_limit_and_not_beyond() {
        for (length, fits) in [(0, true), (1, true), (10, true), (11, false)] {
            let text = vec![b'a'; length];
            for body in [Body::from(text.clone()), byte_by_byte(&text).0] {
                let read = whole(None, body, 10).await.map_err(|error| error.status());
                let expected = if fits {
                    Ok(Bytes::from(text.clone()))
                } else {
                    Err(StatusCode::PAYLOAD_TOO_LARGE)
                };
                assert_eq!(read, expected);
            }
        }
    }
}
