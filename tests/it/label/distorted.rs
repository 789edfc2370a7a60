//! Two hundred and thirty distorted pictures of dense symbols: ours beside the best readers.

use image::codecs::jpeg::JpegEncoder;
use image::{GrayImage, ImageFormat};
use ocop::label::trial::{Scuff, View, Wear};
use ocop::reader;

use super::print::{Sample, symbol_text};
use super::readers::{Shown, count, in_two, read_by_all};

const PICTURES: usize = 230;

/// Each property runs through its values at a pace of its own.
fn view(index: usize) -> View {
    let scuffs: [&[Scuff]; 12] = [
        &[],
        &[Scuff::LowerRight],
        &[],
        &[Scuff::Scratch],
        &[],
        &[Scuff::UpperLeft],
        &[],
        &[Scuff::LowerRight],
        &[],
        &[Scuff::Scratch],
        &[],
        &[],
    ];
    let turns = [
        0.0, 7.0, -15.0, 33.0, 90.0, 178.0, -61.0, 45.0, 3.0, 120.0, -100.0,
    ];
    View {
        pixels: [2.0, 2.3, 2.6, 3.0, 3.5, 4.2, 5.0][index % 7],
        turn: turns[index % 11],
        lean: [
            (0.0, 0.0),
            (8.0, 0.0),
            (0.0, 10.0),
            (-10.0, 5.0),
            (5.0, -15.0),
        ][index / 2 % 5],
        blur: [0.0, 0.12, 0.22, 0.3][index / 3 % 4],
        noise: [0.0, 0.05, 0.1, 0.15][index / 5 % 4],
        contrast: [0.9, 0.6, 0.3, 0.2][index / 7 % 4],
        shade: [0.0, 0.3, 0.5][index / 11 % 3],
        wear: Wear {
            ink: [0.0, 0.06, -0.06, 0.0][index / 13 % 4],
            specks: [0.0, 0.0, 0.0, 0.01][index / 17 % 4],
            scuffs: scuffs[index / 4 % 12].to_vec(),
        },
    }
}

/// As a telephone keeps and messengers pass on pictures: the worst at a quality of 30.
fn as_jpeg(picture: &GrayImage, index: usize) -> GrayImage {
    let Some(quality) = [None, Some(70), Some(50), None, Some(30)][index / 2 % 5] else {
        return picture.clone();
    };
    let mut file = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut file, quality);
    picture.write_with_encoder(encoder).expect("it is encoded");
    let decoded = image::load_from_memory_with_format(&file, ImageFormat::Jpeg);
    decoded.expect("it is decoded").into_luma8()
}

/// What a camera reads that is held on a label for two seconds at eight frames a second.
fn in_frames(shown: &Shown) -> bool {
    let picture = &shown.picture;
    let (width, height) = picture.dimensions();
    (0..16).any(|number| {
        let texts = reader::glance(width, height, picture.as_raw(), number);
        assert!(texts.iter().all(|text| *text == shown.text), "{texts:?}");
        !texts.is_empty()
    })
}

#[test]
fn of_230_distorted_pictures_ours_reads_97_in_100_and_as_many_as_the_best() {
    let samples = [11, 12, 13].map(|version| Sample::new(&symbol_text(version)));
    let places: Vec<usize> = (0..PICTURES).collect();
    let pictures = in_two(&places, |place| {
        let sample = &samples[place % samples.len()];
        Shown {
            picture: as_jpeg(&sample.surface().photograph(&view(*place)), *place),
            text: sample.text.clone(),
        }
    });
    let read = read_by_all(&pictures);
    let counts = count(&read);
    println!("{counts:?}");
    let unread: Vec<usize> = places
        .into_iter()
        .filter(|place| !read[*place][0])
        .collect();
    assert!(
        counts.ours * 100 >= PICTURES * 97,
        "read {} of {PICTURES}; not {unread:?}",
        counts.ours
    );
    assert!(counts.ours >= counts.zxing.max(counts.zbar), "{counts:?}");
    // Glances are made for frames that come again and again, each a little otherwise; of the same
    // picture they still read as many as the best reader of others, less two in a hundred.
    let live = in_two(&pictures, in_frames)
        .into_iter()
        .filter(|read| *read);
    let live = live.count();
    println!("{live} by the glances of a camera");
    assert!(
        live * 100 + 2 * PICTURES >= counts.zxing * 100,
        "{live}, {counts:?}"
    );
    // The set is worth something only while it is hard.
    assert!(counts.zbar * 100 <= PICTURES * 85, "{counts:?}");
}
