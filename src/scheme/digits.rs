//! A token's bytes as one decimal number: the form that QR codes hold most densely.

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
    // Most significant first: what is left of the number once its last digits are cut off.
    let (first, words) = bytes.as_rchunks::<8>();
    let first = first
        .iter()
        .fold(0, |limb, &byte| limb << 8 | u64::from(byte));
    let words = words.iter().map(|word| u64::from_be_bytes(*word));
    let mut limbs: Vec<u64> = std::iter::once(first).chain(words).collect();
    let mut left = &mut limbs[..];
    // Least significant first.
    let mut chunks = Vec::with_capacity(most_of(bytes.len()) / CHUNK + 1);
    loop {
        while let [0, ..] = left {
            left = &mut left[1..];
        }
        if left.is_empty() {
            break;
        }
        let mut cut = 0;
        for limb in left.iter_mut() {
            (*limb, cut) = divide(cut, *limb);
        }
        chunks.push(cut);
    }
    // Only the first chunk has leading zeros to leave out.
    let mut digits = chunks.pop().unwrap_or(0).to_string().into_bytes();
    digits.reserve(chunks.len() * CHUNK);
    for chunk in chunks.iter().rev() {
        digits.extend_from_slice(&eight_of(chunk / 100_000_000));
        digits.extend_from_slice(&eight_of(chunk % 100_000_000));
    }
    String::from_utf8(digits).expect("digits are ASCII")
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
const CHUNK_BASE: u64 = 10_u64.pow(CHUNK as u32);

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
            let wide = u128::from(*limb) * u128::from(CHUNK_BASE) + u128::from(carry);
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

/// The eight digits of a number: fours, pairs and ones are parted, all at once.
fn eight_of(number: u64) -> [u8; 8] {
    let fours = (number / 10_000) | ((number % 10_000) << 32);
    let hundreds = ((fours * 10_486) >> 20) & 0x0000_007f_0000_007f;
    let pairs = hundreds | ((fours - hundreds * 100) << 16);
    let tens = ((pairs * 103) >> 10) & 0x000f_000f_000f_000f;
    let ones = tens | ((pairs - tens * 10) << 8);
    (ones | 0x3030_3030_3030_3030).to_le_bytes()
}

/// The base of the chunks with its first bit set, as the division below wants it.
const DIVISOR: u64 = CHUNK_BASE << SHIFT;
const SHIFT: u32 = CHUNK_BASE.leading_zeros();
/// What 2^128 holds of the divisor, less 2^64.
const RECIPROCAL: u64 = (u128::MAX / DIVISOR as u128 - (1 << 64)) as u64;

/// Divides a number of two limbs by the base of the chunks; the high limb is less than that. With
/// two multiplications in place of the machine's division (Moeller and Granlund, "Improved
/// division by invariant integers", algorithm 4).
fn divide(high: u64, low: u64) -> (u64, u64) {
    let (high, low) = (high << SHIFT | low >> (64 - SHIFT), low << SHIFT);
    let guess =
        u128::from(RECIPROCAL) * u128::from(high) + (u128::from(high) << 64 | u128::from(low));
    let mut quotient = ((guess >> 64) as u64).wrapping_add(1);
    let mut rest = low.wrapping_sub(quotient.wrapping_mul(DIVISOR));
    if rest > guess as u64 {
        quotient = quotient.wrapping_sub(1);
        rest = rest.wrapping_add(DIVISOR);
    }
    if rest >= DIVISOR {
        quotient = quotient.wrapping_add(1);
        rest -= DIVISOR;
    }
    (quotient, rest >> SHIFT)
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

#[cfg(test)]
mod tests {
    use super::{CHUNK_BASE, divide, eight_of};

    #[test]
    fn a_division_is_exact_at_both_ends_and_in_between() {
        let base = u128::from(CHUNK_BASE);
        let ends = |most: u64| {
            let near = [0, 1, 2, most / 3, most / 2, most - 2, most - 1];
            (0..1_000).map(move |step| most / 1_000 * step).chain(near)
        };
        for high in ends(CHUNK_BASE) {
            for low in ends(u64::MAX).chain([u64::MAX]) {
                let whole = u128::from(high) << 64 | u128::from(low);
                let (quotient, rest) = divide(high, low);
                let exact = (whole / base, whole % base);
                assert_eq!((u128::from(quotient), u128::from(rest)), exact, "{whole}");
            }
        }
    }

    #[test]
    fn eight_digits_are_parted() {
        for number in (0..10_000).chain((0..100_000_000).step_by(9_973)) {
            for number in [number, 99_999_999 - number, number * 10_000 % 100_000_000] {
                assert_eq!(eight_of(number), format!("{number:08}").as_bytes());
            }
        }
    }
}
