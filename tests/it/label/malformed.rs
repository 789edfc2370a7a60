//! Files that are no picture of a label: each gets its reason, none a panic.

use std::collections::BTreeSet;
use std::io::Cursor;

use image::ImageFormat;
use ocop::label::{Error, read};
use proptest::prelude::*;

use super::{label_png, qr_text};

#[test]
fn a_header_that_claims_65535_pixels_a_side_is_refused_before_it_is_unpacked() {
    assert_eq!(
        read::read(&png_claiming(65_535, 65_535)),
        Err(Error::PictureTooLarge)
    );
    assert_eq!(
        read::read(&png_claiming(12_001, 10)),
        Err(Error::PictureTooLarge)
    );
    assert_eq!(
        read::read(&png_claiming(12_000, 12_000)),
        Err(Error::PictureTooLarge)
    );
    assert_eq!(read::read(&png_claiming(7_000, 7_000)), Err(Error::Damaged));
}

#[test]
fn more_than_ten_megabytes_are_not_looked_at() {
    let bytes = vec![0xFF; read::MOST_BYTES + 1];
    assert_eq!(
        read::read(&bytes),
        Err(Error::FileTooLarge { bytes: bytes.len() })
    );
}

#[test]
fn what_is_no_picture_is_told_so() {
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".as_slice();
    let gif = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;".as_slice();
    for bytes in [
        b"".as_slice(),
        b"xin chao",
        b"%PDF-1.7",
        b"BM\x00\x00",
        gif,
        svg,
    ] {
        assert_eq!(read::read(bytes), Err(Error::NotAPicture));
    }
}

#[test]
fn a_truncated_picture_is_damaged_or_at_least_unread() {
    let picture = image::load_from_memory(&label_png(&qr_text())).expect("our PNG");
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let mut file = Cursor::new(Vec::new());
        picture
            .to_rgb8()
            .write_to(&mut file, format)
            .expect("a picture can be written");
        let whole = file.into_inner();
        assert_eq!(read::read(&whole), Ok(qr_text()), "{format:?}");
        for part in 1..12 {
            let error = read::read(&whole[..whole.len() * part / 24]).expect_err("half a picture");
            assert!(
                matches!(error, Error::Damaged | Error::NoCode),
                "{format:?}: {error}"
            );
        }
        let header = read::read(&whole[..whole.len().min(16)]);
        assert_eq!(header, Err(Error::Damaged), "{format:?}");
    }
}

#[test]
fn a_picture_without_a_code_is_told_so() {
    for (width, height) in [(1, 1), (20, 20), (21, 4000), (640, 480)] {
        let white = vec![255; (width * height) as usize];
        assert_eq!(read::read_luma(width, height, &white), Err(Error::NoCode));
    }
    assert_eq!(read::read_luma(0, 0, &[]), Err(Error::NoCode));
    assert_eq!(
        read::read_luma(u32::MAX, u32::MAX, &[0; 9]),
        Err(Error::Damaged)
    );
}

#[test]
fn a_large_picture_of_noise_ends_in_time() {
    let mut chance = 7_u32;
    let noise: Vec<u8> = (0..2000 * 1500)
        .map(|_| {
            chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            if chance >> 31 == 0 { 0 } else { 255 }
        })
        .collect();
    assert_eq!(read::read_luma(2000, 1500, &noise), Err(Error::NoCode));
}

#[test]
fn a_wall_of_false_corner_marks_ends_in_time() {
    // Squares as in the corners of a code, 2 pixels a module, all over the picture.
    let dark = |place: u32| {
        let (x, y) = (place % 1500 / 2 % 9, place / 1500 / 2 % 9);
        let ring = x.abs_diff(4).max(y.abs_diff(4));
        ring == 3 || ring <= 1
    };
    let wall: Vec<u8> = (0..1500 * 1500)
        .map(|place| if dark(place) { 0 } else { 255 })
        .collect();
    assert_eq!(read::read_luma(1500, 1500, &wall), Err(Error::NoCode));
}

#[test]
fn every_error_has_its_own_code_and_says_what_to_do_in_both_languages() {
    let errors = [
        Error::NoText,
        Error::TextTooLong { length: 9000 },
        Error::DpiOutOfBounds { dpi: 1 },
        Error::ModuleOutOfBounds { module_mm: 0.05 },
        Error::ModuleTooSmall {
            module_mm: 0.1,
            dpi: 203,
            works_mm: 0.25,
        },
        Error::Unprintable { character: '\u{7}' },
        Error::WordingTooLong {
            length: 200,
            most: 120,
        },
        Error::TooManyDots {
            side: 20_000,
            most: 12_000,
        },
        Error::NotReadBack,
        Error::NotAPicture,
        Error::FileTooLarge { bytes: 11_000_000 },
        Error::PictureTooLarge,
        Error::Damaged,
        Error::NoCode,
        Error::SeveralCodes { count: 2 },
    ];
    let codes: BTreeSet<&str> = errors.iter().map(Error::code).collect();
    assert_eq!(codes.len(), errors.len());
    for error in &errors {
        assert!(error.vi().contains("Hãy"), "{}", error.vi());
        assert!(error.en().len() > 40 && error.to_string() == error.en());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = read::read(&bytes);
        for start in [b"\x89PNG\r\n\x1a\n".as_slice(), b"\xFF\xD8\xFF\xE0", b"RIFF\x40\0\0\0WEBPVP8L"] {
            let _ = read::read(&[start, &bytes].concat());
        }
    }

    #[test]
    fn random_pixels_never_panic(
        width in 1_u32..90,
        height in 1_u32..90,
        seed in any::<u64>(),
        coarse in 1_u32..5,
    ) {
        let luma: Vec<u8> = (0..width * height)
            .map(|place| {
                let cell = u64::from(place % width / coarse * 97 + place / width / coarse);
                ((cell ^ seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8
            })
            .collect();
        let _ = read::read_luma(width, height, &luma);
    }

    #[test]
    fn a_label_with_bytes_changed_is_read_right_or_not_at_all(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut file = label_png("https://ocop.example/c/CB-12345-K");
        for (place, byte) in changes {
            let place = place.index(file.len());
            file[place] = byte;
        }
        if let Ok(text) = read::read(&file) {
            prop_assert_eq!(text, "https://ocop.example/c/CB-12345-K");
        }
    }
}

/// A PNG that claims a size and holds next to nothing.
fn png_claiming(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().expect("a header can be written");
    writer
        .write_chunk(png::chunk::IDAT, &[0x78, 0x01, 0x03, 0x00])
        .expect("a chunk can be written");
    drop(writer);
    file
}
