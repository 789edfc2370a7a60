//! What a request is called in the log and in its answer: by the proxy before the service, or by
//! itself. While a request is worked on, its thread knows its name.

use std::cell::Cell;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// The header.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// The longest name that is believed of a proxy.
const LONGEST: usize = 64;

/// Names that no other request has.
pub struct RequestIds {
    beginning: u64,
    next: AtomicU64,
}

impl RequestIds {
    /// Begins anywhere, so that two processes do not meet.
    pub fn new() -> Self {
        Self {
            beginning: getrandom::u64().unwrap_or_else(|_| u64::from(std::process::id()) << 32),
            next: AtomicU64::new(0),
        }
    }

    /// The next name.
    pub fn next(&self) -> RequestId {
        let next = self.next.fetch_add(1, Ordering::Relaxed);
        // Multiplied by an odd number each is another; nobody reads from it how many there were.
        RequestId(
            self.beginning
                .wrapping_add(next)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15),
        )
    }
}

/// The name of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId(u64);

impl RequestId {
    /// For an answer's header.
    pub fn header(self) -> Option<HeaderValue> {
        HeaderValue::try_from(self.to_string()).ok()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:016x}", self.0)
    }
}

/// What a trusted proxy calls the request: one plain word.
pub fn given(headers: &HeaderMap) -> Option<HeaderValue> {
    let given = headers.get(HEADER)?;
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte);
    let bytes = given.as_bytes();
    let sound = (1..=LONGEST).contains(&bytes.len()) && bytes.iter().all(plain);
    sound.then(|| given.clone())
}

thread_local! {
    static CURRENT: Cell<Option<RequestId>> = const { Cell::new(None) };
}

/// The request that this thread works on, for a line of the log.
pub fn current() -> Option<RequestId> {
    CURRENT.get()
}

/// Works on a request.
pub fn within<T>(id: RequestId, work: impl FnOnce() -> T) -> T {
    /// Also when the work panics.
    struct Before(Option<RequestId>);
    impl Drop for Before {
        fn drop(&mut self) {
            CURRENT.set(self.0);
        }
    }
    let _before = Before(CURRENT.replace(Some(id)));
    work()
}

#[cfg(test)]
mod tests {
    use super::{HEADER, RequestIds, current, given, within};
    use axum::http::HeaderMap;

    #[test]
    fn no_two_requests_have_one_name_and_a_thread_knows_whose_it_works_on() {
        let ids = RequestIds::new();
        let (one, other) = (ids.next(), ids.next());
        assert_ne!(one, other);
        assert_eq!(one.to_string().len(), 16);
        assert_eq!(current(), None);
        within(one, || {
            within(other, || assert_eq!(current(), Some(other)));
            assert_eq!(current(), Some(one));
        });
        assert_eq!(current(), None);
    }

    #[test]
    fn a_proxys_name_is_one_plain_word() {
        let read = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(HEADER, value.parse().unwrap());
            given(&headers).is_some()
        };
        assert!(read("7f3a-09.b:c_D"));
        for wrong in ["", "a b", "a\"b", "a,b", &"a".repeat(65)] {
            assert!(!read(wrong), "{wrong}");
        }
    }
}
