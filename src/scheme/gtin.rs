//! GTIN: GS1's trade item numbers, as they stand under bar codes.

/// Whether a text is a GTIN: 8, 12, 13 or 14 digits, the last a check digit (GS1 General
/// Specifications, section 7.9: weights 3 and 1 from the right).
pub fn is_gtin(text: &str) -> bool {
    let weighted = text.bytes().rev().enumerate().map(|(place, digit)| {
        u32::from(digit.wrapping_sub(b'0')) * if place % 2 == 0 { 1 } else { 3 }
    });
    matches!(text.len(), 8 | 12..=14)
        && super::digits::is_digits(text)
        && weighted.sum::<u32>().is_multiple_of(10)
}
