//! Photographs as a PDF takes them: JPEG as it is, anything else encoded anew.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageDecoder, ImageFormat, ImageReader, Limits};

/// Pixels of the longer side that are decoded.
const LONGEST: u32 = 12_000;
/// Bytes that decoding may take.
const ROOM: u64 = 512 * 1024 * 1024;
/// How well pictures of other kinds are encoded.
const QUALITY: u8 = 85;

/// A JPEG, with what a reader must know of it.
#[derive(Clone, Debug)]
pub(in super::super) struct Jpeg {
    /// The file.
    pub bytes: Vec<u8>,
    /// Pixels across.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Whether it has no colours.
    pub grey: bool,
}

impl Jpeg {
    /// Of a picture's file; `None` when it cannot be read.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let mut reader = ImageReader::new(Cursor::new(bytes))
            .with_guessed_format()
            .ok()?;
        let mut limits = Limits::default();
        limits.max_image_width = Some(LONGEST);
        limits.max_image_height = Some(LONGEST);
        limits.max_alloc = Some(ROOM);
        reader.limits(limits);
        let is_jpeg = reader.format() == Some(ImageFormat::Jpeg);
        if is_jpeg {
            let decoder = reader.into_decoder().ok()?;
            let (width, height) = decoder.dimensions();
            let grey = match decoder.original_color_type() {
                ExtendedColorType::L8 => true,
                ExtendedColorType::Rgb8 => false,
                // Inks: nobody photographs in them.
                _ => return None,
            };
            return Some(Self {
                bytes: bytes.to_vec(),
                width,
                height,
                grey,
            });
        }
        let picture = reader.decode().ok()?.to_rgb8();
        let mut encoded = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut encoded, QUALITY);
        picture.write_with_encoder(encoder).ok()?;
        Some(Self {
            width: picture.width(),
            height: picture.height(),
            bytes: encoded,
            grey: false,
        })
    }
}
