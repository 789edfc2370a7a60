//! Photographs that prove something: kept within bounds, without what they tell of who took them.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its place fails there"
)]

use std::fs;
use std::io::Cursor;
use std::path::PathBuf;

use image::{ImageFormat, RgbImage};
use ocop::office::{Error, Health, LARGEST_SENT};
use ocop::register::Photograph;
use sha2::{Digest, Sha256};

use crate::support::{Engine, Office, now, on_both_engines};

/// A picture of so many pixels, its left half dark.
fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, _| {
        image::Rgb([if x < width / 2 { 20 } else { 230 }; 3])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG as a telephone writes it: lying on its side (orientation 6), with the camera's maker
/// and the latitude in its EXIF.
pub fn of_a_telephone() -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0".to_vec();
    exif.extend(3u16.to_le_bytes());
    for (tag, kind, count, value) in [
        (0x010f_u16, 2_u16, 4_u32, u32::from_le_bytes(*b"Cam\0")),
        (0x0112, 3, 1, 6),
        (0x8825, 4, 1, 50),
    ] {
        exif.extend(tag.to_le_bytes());
        exif.extend(kind.to_le_bytes());
        exif.extend(count.to_le_bytes());
        exif.extend(value.to_le_bytes());
    }
    exif.extend(0u32.to_le_bytes());
    // The directory of the position, at 50: GPSLatitudeRef is N.
    exif.extend(1u16.to_le_bytes());
    exif.extend(1u16.to_le_bytes());
    exif.extend(2u16.to_le_bytes());
    exif.extend(2u32.to_le_bytes());
    exif.extend(*b"N\0\0\0");
    exif.extend(0u32.to_le_bytes());
    exif.extend(b"22.6657N 106.2570E");
    let jpeg = picture(600, 400, ImageFormat::Jpeg);
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xff, 0xe1]);
    bytes.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    bytes.extend(exif);
    bytes.extend(&jpeg[2..]);
    bytes
}

fn hex(hash: &[u8; 32]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn place(office: &Office, photograph: &Photograph) -> PathBuf {
    let hex = hex(&photograph.hash);
    office.data().join("files").join(&hex[..2]).join(hex)
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn code(outcome: Result<Photograph, Error>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusals)) => refusals[0].code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn nothing_is_kept_of_where_and_by_which_camera_it_was_taken() {
    let office = Office::new().await;
    let sent = of_a_telephone();
    assert!(holds(&sent, b"Exif") && holds(&sent, b"106.2570E"));
    let kept = office.take_photograph(sent, false).await.unwrap();
    let bytes = fs::read(place(&office, &kept)).unwrap();
    for part in [b"Exif".as_slice(), b"106.2570E", b"Cam"] {
        assert!(!holds(&bytes, part));
    }
    assert_eq!(<[u8; 32]>::from(Sha256::digest(&bytes)), kept.hash);
    assert_eq!(kept.media_type, "image/jpeg");
    // It stands the right side up: what was left is above.
    assert_eq!((kept.width, kept.height), (400, 600));
    let upright = image::load_from_memory(&bytes).unwrap().to_luma8();
    assert_eq!(upright.dimensions(), (400, 600));
    assert!(upright.get_pixel(200, 50)[0] < 60 && upright.get_pixel(200, 550)[0] > 200);
    let small = fs::read(place(&office, &kept).with_extension("small.jpg")).unwrap();
    assert!(!holds(&small, b"Exif"));
    let small = image::load_from_memory(&small).unwrap();
    assert_eq!((small.width(), small.height()), (320, 480));
}

#[tokio::test]
async fn the_position_stays_where_it_is_wanted() {
    let office = Office::new().await;
    let sent = of_a_telephone();
    let kept = office.take_photograph(sent.clone(), true).await.unwrap();
    assert_eq!(fs::read(place(&office, &kept)).unwrap(), sent);
    assert_eq!((kept.width, kept.height), (400, 600));
    let small = fs::read(place(&office, &kept).with_extension("small.jpg")).unwrap();
    assert!(!holds(&small, b"Exif"));
}

#[tokio::test]
async fn what_has_its_hash_elsewhere_stays_as_it_is() {
    let office = Office::new().await;
    let sent = of_a_telephone();
    let hash: [u8; 32] = Sha256::digest(&sent).into();
    let kept = office.keep_as_it_is(sent.clone(), hash).await.unwrap();
    assert_eq!(kept.hash, hash);
    assert_eq!(fs::read(place(&office, &kept)).unwrap(), sent);
    let other = office.keep_as_it_is(sent, [7; 32]).await;
    assert_eq!(code(other), "wrong_hash");
    let page = b"<html>".to_vec();
    let hash = Sha256::digest(&page).into();
    assert_eq!(
        code(office.keep_as_it_is(page, hash).await),
        "photograph_kind"
    );
}

#[tokio::test]
async fn every_kind_of_photograph_becomes_a_jpeg_and_a_great_one_smaller() {
    let office = Office::new().await;
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let sent = picture(300, 200, format);
        let kept = office.take_photograph(sent, false).await.unwrap();
        assert_eq!(kept.media_type, "image/jpeg");
        assert_eq!((kept.width, kept.height), (300, 200));
        let bytes = fs::read(place(&office, &kept)).unwrap();
        assert!(bytes.starts_with(b"\xff\xd8\xff") && bytes.len() as i64 == kept.size);
    }
    let kept = office
        .take_photograph(picture(8_192, 1_024, ImageFormat::Png), false)
        .await
        .unwrap();
    assert_eq!((kept.width, kept.height), (4_096, 512));
}

#[tokio::test]
async fn what_is_no_photograph_within_bounds_is_refused_and_leaves_nothing() {
    let office = Office::new().await;
    let jpeg = picture(600, 400, ImageFormat::Jpeg);
    let wide = picture(12_001, 1, ImageFormat::Png);
    // The head of a PNG that says 65,000 pixels a side.
    let mut bomb = picture(1, 1, ImageFormat::Png);
    bomb[16..20].copy_from_slice(&65_000u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&65_000u32.to_be_bytes());
    let mut disguised = b"\xff\xd8\xff".to_vec();
    disguised.extend(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>");
    for (bytes, expected) in [
        (Vec::new(), "photograph_kind"),
        (b"<svg xmlns='x'/>".to_vec(), "photograph_kind"),
        (b"<!DOCTYPE html><script>".to_vec(), "photograph_kind"),
        (b"%PDF-1.7 %%EOF".to_vec(), "photograph_kind"),
        (b"GIF89a".to_vec(), "photograph_kind"),
        (disguised, "photograph_unreadable"),
        (jpeg[..jpeg.len() / 2].to_vec(), "photograph_unreadable"),
        (wide, "photograph_unreadable"),
        (bomb, "photograph_unreadable"),
        (vec![0xff; LARGEST_SENT + 1], "photograph_too_large"),
    ] {
        let length = bytes.len();
        let outcome = office.take_photograph(bytes, false).await;
        assert_eq!(code(outcome), expected, "{length} bytes");
    }
    assert!(!office.data().join("files").exists());
}

async fn the_same_content_has_one_row_and_the_doctor_reads_it(engine: Engine) {
    let office = Office::on(engine).await;
    let kept = office
        .take_photograph(of_a_telephone(), false)
        .await
        .unwrap();
    let mut ids = Vec::new();
    for _ in 0..2 {
        let kept = kept.clone();
        let entering = office
            .register()
            .enter(move |entry| Box::pin(async move { entry.add_photograph(&kept, now()).await }));
        ids.push(entering.await.unwrap());
    }
    assert_eq!(ids, [1, 1]);
    let record = office.register().photograph(1).await.unwrap().unwrap();
    assert_eq!(record.photograph, kept);
    let health = |finding: ocop::office::Finding| (finding.health, finding.message.en);
    let (good, _) = health(office.files_finding().await.unwrap());
    assert_eq!(good, Health::Good);
    fs::write(place(&office, &kept), b"altered").unwrap();
    let (bad, words) = health(office.files_finding().await.unwrap());
    assert_eq!(bad, Health::Bad);
    assert!(words.contains("altered: 1 (photograph 1)"), "{words}");
}

on_both_engines!(the_same_content_has_one_row_and_the_doctor_reads_it);
