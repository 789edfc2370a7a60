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
    Ok(bytes_of(digits.as_bytes()))
}

/// Digits that are read at a time: twice as many as are bytes of a word.
const CHUNK: usize = 16;
const CHUNK_BASE: u128 = 10_u128.pow(CHUNK as u32);

/// The bytes of a number that is digits only: 16 digits at a time, which takes a fraction of the
/// time of the general conversion. Every check begins with it.
fn bytes_of(digits: &[u8]) -> Vec<u8> {
    // Least significant first. Sixteen digits need less than one limb.
    let mut limbs: Vec<u64> = Vec::with_capacity(digits.len() / CHUNK + 1);
    let (first, rest) = digits.split_at(digits.len() % CHUNK);
    let first = first
        .iter()
        .fold(0, |value, digit| value * 10 + u64::from(digit - b'0'));
    let (words, _) = rest.as_chunks::<8>();
    let chunks = words
        .chunks_exact(2)
        .map(|pair| eight(pair[0]) * 100_000_000 + eight(pair[1]));
    for mut carry in std::iter::once(first).chain(chunks) {
        for limb in &mut limbs {
            let wide = u128::from(*limb) * CHUNK_BASE + u128::from(carry);
            *limb = wide as u64;
            carry = (wide >> 64) as u64;
        }
        if carry > 0 {
            limbs.push(carry);
        }
    }
    let mut bytes = Vec::with_capacity(limbs.len() * 8);
    for (place, limb) in limbs.iter().rev().enumerate() {
        // Only the first limb has leading zeros to leave out.
        let zeros = if place == 0 {
            limb.leading_zeros() / 8
        } else {
            0
        };
        bytes.extend_from_slice(&limb.to_be_bytes()[zeros as usize..]);
    }
    bytes
}

/// The number of eight digits: neighbours are joined into pairs, fours and eights, all at once.
fn eight(digits: [u8; 8]) -> u64 {
    let ones = u64::from_le_bytes(digits) & 0x0f0f_0f0f_0f0f_0f0f;
    let pairs = (ones * 10 + (ones >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
    (fours * 10_000 + (fours >> 32)) & 0xffff_ffff
}

/// The most digits that so many bytes can have: 8 bits a byte, log10(2) each.
pub fn most_of(bytes: usize) -> usize {
    (bytes * 8 * 30_103).div_ceil(100_000)
}

/// Whether a text is ASCII digits only, and at least one.
pub fn is_digits(text: &str) -> bool {
    // Without a way out in between, so that many are looked at at once.
    let all = |all: bool, byte: u8| all & byte.is_ascii_digit();
    !text.is_empty() && text.bytes().fold(true, all)
}
