//! A picture that is one: it is decoded whole, within bounds, and made small for pages that show
//! many.

use std::fs::File;
use std::io::{BufReader, Cursor};
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::content::Content;

/// Pixels of a side.
const LONGEST_SIDE: u32 = 12_000;
/// Bytes of a decoded picture: some 60 million pixels, more than telephones take.
const MOST_DECODED: u64 = 192 * 1024 * 1024;
/// Pixels of the longer side of a small picture.
const SMALL: u32 = 480;

/// Decodes a picture, and returns its small form as JPEG; `None` when it cannot be decoded.
pub(super) fn examine(path: &Path, content: Content) -> Option<Vec<u8>> {
    let format = match content {
        Content::Jpeg => ImageFormat::Jpeg,
        Content::Png => ImageFormat::Png,
        Content::Pdf => return None,
    };
    let mut reader = ImageReader::new(BufReader::new(File::open(path).ok()?));
    reader.set_format(format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_DECODED);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    if decoder.total_bytes() > MOST_DECODED {
        return None;
    }
    // Telephones write which side is up beside the pixels.
    let orientation = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder)
        .ok()?
        .thumbnail(SMALL, SMALL);
    picture.apply_orientation(orientation);
    let mut small = Cursor::new(Vec::new());
    let encoder = JpegEncoder::new_with_quality(&mut small, 80);
    let encoded = picture.to_rgb8().write_with_encoder(encoder);
    encoded.ok().map(|()| small.into_inner())
}
