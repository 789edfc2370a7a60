//! The text of the QR code in a photograph or a file of a label.

use super::{Error, picture};
use crate::reader;

/// Bytes of a picture that are looked at: 10 MB, a phone's largest JPEG.
pub const MOST_BYTES: usize = 10_000_000;

/// The text of the one QR code in a PNG, JPEG or WebP picture.
///
/// Beside other codes, the one that looks like this programme's is taken
/// (a `/v/`, `/s/` or `/c/` address). It need not be genuine: that is for the
/// verdict to say. EXIF orientation does not matter to a QR code.
///
/// # Errors
///
/// [`Error::FileTooLarge`], [`Error::NotAPicture`], [`Error::PictureTooLarge`],
/// [`Error::Damaged`], [`Error::NoCode`] or [`Error::SeveralCodes`]. Nothing
/// that is sent makes it panic.
pub fn read(bytes: &[u8]) -> Result<String, Error> {
    if bytes.len() > MOST_BYTES {
        return Err(Error::FileTooLarge { bytes: bytes.len() });
    }
    let picture = picture::open(bytes)?;
    read_luma(picture.width(), picture.height(), picture.as_raw())
}

/// The text of the one QR code in a grey picture, row by row, 0 black.
///
/// # Errors
///
/// [`Error::Damaged`] when there are not exactly `width` x `height` bytes,
/// [`Error::NoCode`] or [`Error::SeveralCodes`].
pub fn read_luma(width: u32, height: u32, luma: &[u8]) -> Result<String, Error> {
    if luma.len() as u64 != u64::from(width) * u64::from(height) {
        return Err(Error::Damaged);
    }
    choose(reader::texts(width, height, luma))
}

fn choose(mut texts: Vec<String>) -> Result<String, Error> {
    let ours = texts.iter().filter(|text| looks_ours(text)).count();
    if ours > 0 {
        texts.retain(|text| looks_ours(text));
    }
    match texts.len() {
        0 => Err(Error::NoCode),
        1 => Ok(texts.remove(0)),
        count => Err(Error::SeveralCodes { count }),
    }
}

/// An address with a path of the token specification, section 2, on any host.
fn looks_ours(text: &str) -> bool {
    let address = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    address
        .and_then(|address| address.split_once('/'))
        .is_some_and(|(_, path)| {
            ["v/", "s/", "c/"]
                .iter()
                .any(|known| path.starts_with(known))
        })
}
