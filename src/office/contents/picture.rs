//! A picture that is one: it is decoded whole, within bounds, and encoded anew without whatever
//! else the file held.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::kind::Content;

/// Pixels of a side.
const LONGEST_SIDE: u32 = 12_000;
/// Bytes of a decoded picture: some 60 million pixels, more than telephones take.
const MOST_DECODED: u64 = 192 * 1024 * 1024;
/// Pixels of the longer side of a small picture.
const SMALL: u32 = 480;

/// A picture that was decoded whole.
pub(in crate::office) struct Decoded {
    picture: DynamicImage,
    orientation: Orientation,
}

/// A picture that was encoded anew.
pub(in crate::office) struct Encoded {
    pub jpeg: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

impl Decoded {
    /// Decodes a picture; `None` when it cannot be decoded.
    pub fn of(bytes: &[u8], content: Content) -> Option<Self> {
        let format = match content {
            // What is missing at its end, the decoder makes up in grey.
            Content::Jpeg if !jpeg_ends(bytes) => return None,
            Content::Jpeg => ImageFormat::Jpeg,
            Content::Png => ImageFormat::Png,
            Content::WebP => ImageFormat::WebP,
            Content::Pdf => return None,
        };
        let mut reader = ImageReader::new(Cursor::new(bytes));
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
        let picture = DynamicImage::from_decoder(decoder).ok()?;
        Some(Self {
            picture,
            orientation,
        })
    }

    /// The small form, as JPEG.
    pub fn small(&self) -> Option<Vec<u8>> {
        self.encoded(SMALL, 80).map(|encoded| encoded.jpeg)
    }

    /// The picture as JPEG, the right side up, no side longer than this. Nothing but its pixels
    /// is in it.
    pub fn encoded(&self, longest: u32, quality: u8) -> Option<Encoded> {
        let fits = self.picture.width().max(self.picture.height()) <= longest;
        let mut picture = if fits {
            self.picture.clone()
        } else {
            self.picture.thumbnail(longest, longest)
        };
        picture.apply_orientation(self.orientation);
        let picture = picture.into_rgb8();
        let mut jpeg = Cursor::new(Vec::new());
        let encoder = JpegEncoder::new_with_quality(&mut jpeg, quality);
        picture.write_with_encoder(encoder).ok()?;
        Some(Encoded {
            jpeg: jpeg.into_inner(),
            width: picture.width(),
            height: picture.height(),
        })
    }

    /// Pixels from side to side and from top to bottom, the right side up.
    pub fn size(&self) -> (u32, u32) {
        let (width, height) = (self.picture.width(), self.picture.height());
        match self.orientation {
            Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH => (height, width),
            _ => (width, height),
        }
    }
}

/// Whether a JPEG has its end: behind a scan, and not in what a marker's segment holds.
fn jpeg_ends(bytes: &[u8]) -> bool {
    let (mut at, mut scanned) = (2, false);
    loop {
        // To the next marker. Of a scan's data, `ff 00` and `ff d0` to `ff d7` are part.
        let marker = bytes.get(at..).unwrap_or_default().windows(2);
        let mut markers = marker
            .enumerate()
            .filter(|(_, pair)| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff));
        let Some((before, pair)) = markers.next() else {
            return false;
        };
        at += before + 2;
        match pair[1] {
            0xd9 => return scanned,
            kind => scanned |= kind == 0xda,
        }
        let Some(length) = bytes.get(at..at + 2) else {
            return false;
        };
        at += usize::from(u16::from_be_bytes([length[0], length[1]]));
    }
}

#[cfg(test)]
mod tests {
    use super::jpeg_ends;

    #[test]
    fn the_end_of_a_jpeg_is_behind_its_scan() {
        let head = b"\xff\xd8\xff\xe0\0\x04\xff\xd9";
        let scan = b"\xff\xda\0\x03\x01data\xff\0data\xff\xd0data";
        let whole = [head.as_slice(), scan, b"\xff\xd9"].concat();
        assert!(jpeg_ends(&whole));
        assert!(jpeg_ends(&[&whole, b"trailer".as_slice()].concat()));
        assert!(!jpeg_ends(&whole[..whole.len() - 1]));
        assert!(!jpeg_ends(head));
        assert!(!jpeg_ends(b"\xff\xd8\xff\xd9"));
        assert!(!jpeg_ends(b"\xff\xd8\xff"));
    }
}
