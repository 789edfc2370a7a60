//! Which texts are certificate numbers rather than codes, however they were written.

use super::number::{CertificateNumber, NotANumber};
use super::qr_text::{QrText, is_token_url, without_query};
use super::trust::TrustList;

/// The number that a text is, or that a short code names, as it was written and perhaps mistyped.
/// `None` for a text that is to be judged as a code. What only looks like a mistyped number is
/// one if its council exists.
#[must_use]
pub fn read(text: &str, council_exists: impl FnOnce(&str) -> bool) -> Option<String> {
    let text = without_query(text.trim());
    // The judge reads it; reading it twice would show.
    if is_token_url(text) {
        return None;
    }
    let looks_so = match QrText::read(text) {
        QrText::Short(number) => return Some(number),
        QrText::Token { .. } | QrText::Malformed => false,
        QrText::NotOcop => match text.parse::<CertificateNumber>() {
            Ok(_) => true,
            Err(NotANumber::Check) => council_exists(text),
            Err(NotANumber::Form) => false,
        },
    };
    looks_so.then(|| text.to_owned())
}

/// Whether a text begins with the code of a council of the list.
#[must_use]
pub fn names_a_council(text: &str, trust: &TrustList) -> bool {
    let text = text.to_ascii_uppercase();
    trust.councils().iter().any(|council| {
        text.strip_prefix(council.code.as_str())
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic()))
    })
}
