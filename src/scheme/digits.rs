//! A token's bytes as one decimal number: the form that QR codes hold most densely.

use num_bigint::BigUint;

/// Most digits that are read (token specification 2.4).
pub const MOST: usize = 2_000;

/// Text that is no number of this form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDigits {
    /// Refused before anything is computed.
    #[error("more than {MOST} digits")]
    Long,
    /// Empty, a leading zero, or another character than 0 to 9.
    #[error("not the decimal digits 0 to 9 without a leading zero")]
    Form,
}

/// The bytes, read as a big-endian integer, in base 10.
pub fn write(bytes: &[u8]) -> String {
    BigUint::from_bytes_be(bytes).to_string()
}

/// The bytes of a number. Its first byte is never zero.
///
/// # Errors
/// When it is no number, or a long one.
pub fn read(digits: &str) -> Result<Vec<u8>, NotDigits> {
    if digits.len() > MOST {
        return Err(NotDigits::Long);
    }
    if digits.starts_with('0') || !is_digits(digits) {
        return Err(NotDigits::Form);
    }
    BigUint::parse_bytes(digits.as_bytes(), 10)
        .map(|number| number.to_bytes_be())
        .ok_or(NotDigits::Form)
}

/// The most digits that so many bytes can have: 8 bits a byte, log10(2) each.
pub fn most_of(bytes: usize) -> usize {
    (bytes * 8 * 30_103).div_ceil(100_000)
}

/// Whether a text is ASCII digits only, and at least one.
pub fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
