//! A QR text as a symbol: two segments, level M, the smallest version that fits.

use qrcode::bits::Bits;
use qrcode::canvas::Canvas;
use qrcode::{EcLevel, Version, ec};

use super::{Error, Matrix, mask};

/// Error correction of every label (token specification, section 2.5). Q makes
/// symbols so dense that printed codes elsewhere could not be read.
const LEVEL: EcLevel = EcLevel::M;

/// A QR symbol and the text it was made of.
#[derive(Clone, Debug)]
pub struct Symbol {
    text: String,
    version: u8,
    modules: Matrix,
}

impl Symbol {
    /// Encodes a QR text: up to the last `/` in byte mode, the digits behind it
    /// in numeric mode. A text that does not end in `/` and digits alone, such
    /// as a short code, is one segment in byte mode.
    ///
    /// # Errors
    ///
    /// [`Error::TextTooLong`] when no version up to 40 holds the text,
    /// [`Error::NoText`] when there is none.
    pub fn encode(text: &str) -> Result<Self, Error> {
        if text.is_empty() {
            return Err(Error::NoText);
        }
        let (prefix, digits) = segments(text);
        let version = Self::version_for(prefix.len(), digits.len())?;
        let qr_version = Version::Normal(i16::from(version));
        let too_long = |_| Error::TextTooLong { length: text.len() };

        let mut bits = Bits::new(qr_version);
        if !prefix.is_empty() {
            bits.push_byte_data(prefix.as_bytes()).map_err(too_long)?;
        }
        if !digits.is_empty() {
            bits.push_numeric_data(digits.as_bytes())
                .map_err(too_long)?;
        }
        bits.push_terminator(LEVEL).map_err(too_long)?;
        let (data, correction) =
            ec::construct_codewords(&bits.into_bytes(), qr_version, LEVEL).map_err(too_long)?;

        let mut canvas = Canvas::new(qr_version, LEVEL);
        canvas.draw_all_functional_patterns();
        canvas.draw_data(&data, &correction);
        Ok(Self {
            text: text.to_owned(),
            version,
            modules: mask::apply_best(&canvas, version),
        })
    }

    /// The version (1 to 40) that a text of `prefix_bytes` bytes and
    /// `digit_count` digits needs, without making the symbol: what an issuer
    /// asks before a certificate is sealed.
    ///
    /// # Errors
    ///
    /// [`Error::TextTooLong`] when it needs more than version 40.
    pub fn version_for(prefix_bytes: usize, digit_count: usize) -> Result<u8, Error> {
        let fits = |version: u8| {
            Bits::new(Version::Normal(i16::from(version)))
                .max_len(LEVEL)
                .is_ok_and(|room| bits_needed(prefix_bytes, digit_count, version) <= room)
        };
        (1..=40)
            .find(|version| fits(*version))
            .ok_or(Error::TextTooLong {
                length: prefix_bytes.saturating_add(digit_count),
            })
    }

    /// Bytes of the byte segment and digits of the numeric one for a QR text.
    #[must_use]
    pub fn lengths(text: &str) -> (usize, usize) {
        let (prefix, digits) = segments(text);
        (prefix.len(), digits.len())
    }

    /// The text that the symbol holds.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The version, 1 to 40; a symbol is 17 + 4 x version modules wide.
    #[must_use]
    pub fn version(&self) -> u8 {
        self.version
    }

    /// The modules, without the quiet zone.
    #[must_use]
    pub fn modules(&self) -> &Matrix {
        &self.modules
    }
}

fn segments(text: &str) -> (&str, &str) {
    let (prefix, rest) = text.split_at(text.rfind('/').map_or(0, |slash| slash + 1));
    if rest.bytes().all(|byte| byte.is_ascii_digit()) {
        (prefix, rest)
    } else {
        (text, "")
    }
}

/// Lengths of mode indicators, counts and digit groups: ISO/IEC 18004, 7.4.
fn bits_needed(prefix_bytes: usize, digit_count: usize, version: u8) -> usize {
    let (byte_count_bits, digit_count_bits) = match version {
        ..=9 => (8, 10),
        10..=26 => (16, 12),
        _ => (16, 14),
    };
    let prefix = match prefix_bytes {
        0 => 0,
        bytes => bytes.saturating_mul(8).saturating_add(4 + byte_count_bits),
    };
    let digits = match digit_count {
        0 => 0,
        count => (count / 3)
            .saturating_mul(10)
            .saturating_add([0, 4, 7][count % 3] + 4 + digit_count_bits),
    };
    prefix.saturating_add(digits)
}
