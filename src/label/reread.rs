//! What modules say, by a decoder that shares nothing with the writer.

use rxing::common::BitMatrix;
use rxing::qrcode::cpp_port::decoder::Decode;

use super::{Error, Matrix, Symbol};

/// Refuses modules that do not say exactly the symbol's text.
///
/// # Errors
///
/// [`Error::NotReadBack`].
pub(super) fn compare(modules: &Matrix, symbol: &Symbol) -> Result<(), Error> {
    if text_of(modules).as_deref() == Some(symbol.text()) {
        Ok(())
    } else {
        Err(Error::NotReadBack)
    }
}

fn text_of(modules: &Matrix) -> Option<String> {
    let width = u32::try_from(modules.width()).ok()?;
    let mut bits = BitMatrix::new(width, width).ok()?;
    for y in 0..width {
        for (x, length) in modules.runs(y as usize) {
            for dark in x..x + length {
                bits.set(u32::try_from(dark).ok()?, y);
            }
        }
    }
    decode(&bits)
}

/// The text of sampled modules, one bit each.
pub(super) fn decode(modules: &BitMatrix) -> Option<String> {
    let decoded = Decode(modules).ok().filter(|decoded| decoded.isValid())?;
    match str::from_utf8(decoded.content().bytes()) {
        Ok(text) => Some(text.to_owned()),
        Err(_) => Some(decoded.text()),
    }
}
