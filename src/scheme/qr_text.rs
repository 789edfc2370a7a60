//! The text of a QR code: a URL that is also the proof (token specification 2.5 to 2.7).

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::digits;
use super::number::CertificateNumber;
use super::serial::Serial;

/// Digits of a serial: 10 count the certificate's labels, 6 are a MAC.
pub const SERIAL_DIGITS: usize = 16;
/// Longest base64url form, in characters: as many bytes as [`digits::MOST`] digits hold.
const LONGEST_BASE64: usize = 1_112;
/// How every token begins: tag 18, an array of four.
const BEGINNING: [u8; 2] = [0xd2, 0x84];

/// What a scanned text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QrText {
    /// A token, with the serial of its label if it has one.
    Token {
        /// The bytes, not judged.
        bytes: Vec<u8>,
        /// [`SERIAL_DIGITS`] digits.
        serial: Option<String>,
    },
    /// A short code: it names a certificate and proves nothing without the register.
    Short(String),
    /// The form of an OCOP code, but no token in it.
    Malformed,
    /// Another kind of code.
    NotOcop,
}

impl QrText {
    /// Reads a scanned text: a URL with a path of the specification, whatever its host, or
    /// bare digits or base64url whose bytes begin as a token does.
    pub fn read(text: &str) -> Self {
        match path(text).map(|path| path.split_at_checked(3)) {
            Some(Some(("/v/", digits))) => token(digits, None),
            Some(Some(("/s/", digits))) => match digits.split_at_checked(SERIAL_DIGITS) {
                Some((serial, digits)) if digits::is_digits(serial) => token(digits, Some(serial)),
                _ => Self::Malformed,
            },
            Some(Some(("/c/", number))) => Self::Short(number.to_owned()),
            Some(_) => Self::NotOcop,
            None => bare(text),
        }
    }
}

/// Whether a text is a URL that is to hold a token, whole or not: told without reading it.
pub fn is_token_url(text: &str) -> bool {
    path(text).is_some_and(|path| path.starts_with("/v/") || path.starts_with("/s/"))
}

/// The path of a URL that is to hold a label's serial and a token: `/s/…`.
pub fn serial_path(text: &str) -> Option<&str> {
    path(text).filter(|path| path.starts_with("/s/"))
}

/// The text of the code on a label: host and scheme in lower case, then digits.
pub fn write(origin: &str, token: &[u8]) -> String {
    format!("{origin}/v/{}", digits::write(token))
}

/// The text of the code on a label with a serial.
pub fn write_serial(origin: &str, serial: Serial, token: &[u8]) -> String {
    format!("{origin}/s/{serial}{}", digits::write(token))
}

/// The text of a short code.
pub fn write_short(origin: &str, number: CertificateNumber) -> String {
    format!("{origin}/c/{number}")
}

/// The path of an http or https URL.
fn path(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    let rest = rest.strip_prefix("//")?;
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return None;
    }
    let slash = rest.find('/').filter(|&slash| slash > 0)?;
    Some(&rest[slash..])
}

fn token(digits: &str, serial: Option<&str>) -> QrText {
    match digits::read(digits) {
        Ok(bytes) if bytes.starts_with(&BEGINNING) => QrText::Token {
            bytes,
            serial: serial.map(str::to_owned),
        },
        _ => QrText::Malformed,
    }
}

fn bare(text: &str) -> QrText {
    if digits::is_digits(text) {
        let begins = |bytes: &Vec<u8>| bytes.starts_with(&BEGINNING);
        return match digits::read(text).ok().filter(begins) {
            Some(bytes) => QrText::Token {
                bytes,
                serial: None,
            },
            // A leading zero on what is otherwise a token.
            None if digits::read(text.trim_start_matches('0'))
                .is_ok_and(|bytes| begins(&bytes)) =>
            {
                QrText::Malformed
            }
            None => QrText::NotOcop,
        };
    }
    // The first two bytes of a token are "0oQ" to "0oT" in base64url.
    let begins = text.starts_with("0o")
        && matches!(text.as_bytes().get(2), Some(b'Q'..=b'T'))
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if !begins || text.len() > LONGEST_BASE64 {
        return QrText::NotOcop;
    }
    match BASE64_URL_SAFE_NO_PAD.decode(text) {
        Ok(bytes) => QrText::Token {
            bytes,
            serial: None,
        },
        Err(_) => QrText::Malformed,
    }
}

/// A page's address carries the language and what the package shows; the code is before it.
pub fn without_query(code: &str) -> &str {
    let is_url = code
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("http"));
    if !is_url {
        return code;
    }
    // Both are ASCII, so where such a byte stands a character ends.
    let end = memchr::memchr2(b'?', b'#', code.as_bytes());
    &code[..end.unwrap_or(code.len())]
}
