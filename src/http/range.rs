//! A part of some bytes, for whoever was cut off and goes on (RFC 9110, section 14).

use axum::http::{HeaderMap, header};

/// What of the bytes is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All of them: no part was asked for, more than one, or one of another version.
    Whole,
    /// From the first to the last of these, both counted.
    Part(usize, usize),
    /// There is no such part.
    Nothing,
}

/// What a request asks for, of so many bytes with this strong tag.
pub fn wanted(headers: &HeaderMap, length: usize, tag: &[u8]) -> Wanted {
    let Some(range) = headers.get(header::RANGE) else {
        return Wanted::Whole;
    };
    // A date says too little: bytes change within a second.
    let of_this = headers
        .get(header::IF_RANGE)
        .is_none_or(|known| known.as_bytes() == tag);
    let range = range.to_str().ok();
    let one = range.and_then(|range| range.trim().strip_prefix("bytes="));
    let one = one.and_then(|one| one.trim().split_once('-'));
    match one {
        Some((first, last)) if of_this => part(first, last, length),
        _ => Wanted::Whole,
    }
}

fn part(first: &str, last: &str, length: usize) -> Wanted {
    let (Ok(first), Ok(last)) = (number(first), number(last)) else {
        return Wanted::Whole;
    };
    match (first, last) {
        (Some(first), Some(last)) if last < first => Wanted::Whole,
        (Some(first), _) if first >= length => Wanted::Nothing,
        (Some(first), last) => Wanted::Part(first, last.unwrap_or(length).min(length - 1)),
        (None, Some(0)) => Wanted::Nothing,
        (None, Some(_)) if length == 0 => Wanted::Nothing,
        (None, Some(last)) => Wanted::Part(length.saturating_sub(last), length - 1),
        (None, None) => Wanted::Whole,
    }
}

/// A number, or that there is none; more than can be counted is simply very far.
fn number(text: &str) -> Result<Option<usize>, ()> {
    match text {
        "" => Ok(None),
        _ if !text.bytes().all(|byte| byte.is_ascii_digit()) => Err(()),
        _ => Ok(Some(text.parse().unwrap_or(usize::MAX))),
    }
}
