//! A picture that a stranger sent, as grey pixels: bounded before it is unpacked.

use std::io::Cursor;

use image::error::ImageError;
use image::{DynamicImage, GrayImage, ImageFormat, ImageReader, Limits};

use super::Error;

/// Pixels a side.
const MOST_SIDE: u32 = 12_000;
/// Pixels in all: the largest of today's phones in their usual mode.
const MOST_PIXELS: u64 = 50_000_000;
/// Bytes for the unpacked picture: 50 million pixels of three bytes and some.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;

/// Unpacks a PNG, JPEG or WebP picture (of an animation, its first frame).
///
/// # Errors
///
/// [`Error::NotAPicture`], [`Error::PictureTooLarge`], [`Error::Damaged`].
pub(super) fn open(bytes: &[u8]) -> Result<GrayImage, Error> {
    let format = image::guess_format(bytes)
        .ok()
        .filter(|format| {
            matches!(
                format,
                ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP
            )
        })
        .ok_or(Error::NotAPicture)?;
    let reader = || {
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut limits = Limits::no_limits();
        limits.max_alloc = Some(MOST_MEMORY);
        reader.limits(limits);
        reader
    };
    let (width, height) = reader().into_dimensions().map_err(|error| reason(&error))?;
    let pixels = u64::from(width) * u64::from(height);
    if width > MOST_SIDE || height > MOST_SIDE || pixels > MOST_PIXELS {
        return Err(Error::PictureTooLarge);
    }
    reader()
        .decode()
        .map(on_white_paper)
        .map_err(|error| reason(&error))
}

/// What is transparent shows paper, not the black that is stored beneath.
fn on_white_paper(picture: DynamicImage) -> GrayImage {
    if !picture.color().has_alpha() {
        return picture.into_luma8();
    }
    let picture = picture.into_luma_alpha8();
    GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [grey, alpha] = picture.get_pixel(x, y).0;
        let (grey, alpha) = (u32::from(grey), u32::from(alpha));
        let seen = (grey * alpha + 255 * (255 - alpha)) / 255;
        image::Luma([u8::try_from(seen).unwrap_or(u8::MAX)])
    })
}

fn reason(error: &ImageError) -> Error {
    match error {
        ImageError::Limits(_) => Error::PictureTooLarge,
        _ => Error::Damaged,
    }
}
