//! Photographs of labels: turned, tilted, blurred, noisy, faint; and how many are read.

use image::GrayImage;
use ocop::label::read;

use super::{label_png, qr_text};

/// How a photograph differs from the file.
#[derive(Debug)]
struct Photograph {
    pixels_a_module: f32,
    degrees: f32,
    /// How much farther than the middle a point one label's width to the right is.
    tilt: f32,
    /// Standard deviation in modules.
    blur: f32,
    /// Largest change of a pixel, as a share of the way from ink to paper.
    noise: f32,
    /// The greys of ink and of paper.
    greys: (f32, f32),
    /// How much darker the lower edge is than the upper.
    shadow: f32,
}

/// Ninety photographs: each property runs through its values at a pace of its own.
fn photographs() -> impl Iterator<Item = Photograph> {
    (0..90).map(|index: usize| Photograph {
        pixels_a_module: [2.2, 2.6, 3.0, 3.7, 5.0][index % 5],
        degrees: [0.0, 7.0, -15.0, 33.0, 90.0, 178.0, -61.0][index % 7],
        tilt: [0.0, 0.1, 0.2][index / 2 % 3],
        blur: [0.0, 0.15, 0.25, 0.35][index / 3 % 4],
        noise: [0.0, 0.06, 0.12, 0.2][index / 5 % 4],
        greys: [(0.0, 255.0), (30.0, 220.0), (90.0, 170.0), (100.0, 150.0)][index / 7 % 4],
        shadow: [0.0, 40.0][index / 11 % 2],
    })
}

#[test]
fn at_least_97_in_100_bad_photographs_are_read() {
    let text = qr_text();
    let label = image::load_from_memory(&label_png(&text))
        .expect("our PNG")
        .into_luma8();
    let all: Vec<Photograph> = photographs().collect();
    let unread: Vec<&Photograph> = all
        .iter()
        .filter(|photograph| {
            let taken = take(&label, photograph);
            match read::read_luma(taken.width(), taken.height(), taken.as_raw()) {
                Ok(read) => {
                    assert_eq!(
                        read, text,
                        "a wrong text is worse than none: {photograph:?}"
                    );
                    false
                }
                Err(_) => true,
            }
        })
        .collect();
    let read = all.len() - unread.len();
    println!("photographs read: {read} of {}", all.len());
    assert!(
        read * 100 >= all.len() * 97,
        "read {read} of {}: {unread:#?}",
        all.len()
    );
}

#[test]
fn a_small_code_in_a_photograph_of_twelve_megapixels_is_read() {
    let text = qr_text();
    let label = image::load_from_memory(&label_png(&text))
        .expect("our PNG")
        .into_luma8();
    for (pixels_a_module, degrees) in [(3.0, 5.0), (6.0, 40.0), (20.0, -8.0)] {
        let taken = take(
            &label,
            &Photograph {
                pixels_a_module,
                degrees,
                tilt: 0.0,
                blur: 0.2,
                noise: 0.05,
                greys: (40.0, 200.0),
                shadow: 0.0,
            },
        );
        let mut wide = GrayImage::from_pixel(4032, 3024, image::Luma([120]));
        image::imageops::overlay(&mut wide, &taken, 900, 300);
        let mut jpeg = Vec::new();
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 85)
            .encode_image(&wide)
            .expect("a JPEG can be written");
        assert_eq!(
            read::read(&jpeg),
            Ok(text.clone()),
            "{pixels_a_module} pixels a module"
        );
    }
}

#[test]
fn a_transparent_picture_is_read_as_on_white_paper() {
    let text = qr_text();
    let label = image::load_from_memory(&label_png(&text))
        .expect("our PNG")
        .into_luma8();
    let ink = image::RgbaImage::from_fn(label.width(), label.height(), |x, y| {
        image::Rgba([0, 0, 0, 255 - label.get_pixel(x, y).0[0]])
    });
    for format in [image::ImageFormat::Png, image::ImageFormat::WebP] {
        let mut file = std::io::Cursor::new(Vec::new());
        ink.write_to(&mut file, format)
            .expect("a picture can be written");
        assert_eq!(read::read(file.get_ref()), Ok(text.clone()), "{format:?}");
    }
}

#[test]
fn of_two_codes_the_one_of_the_programme_is_taken_and_two_of_it_are_refused() {
    let beside = |other: &str| {
        let ours = image::load_from_memory(&label_png(&qr_text()))
            .expect("our PNG")
            .into_luma8();
        let other = image::load_from_memory(&label_png(other))
            .expect("our PNG")
            .into_luma8();
        let mut both = GrayImage::from_pixel(500, 400, image::Luma([255]));
        image::imageops::overlay(&mut both, &ours, 0, 20);
        image::imageops::overlay(&mut both, &other, 240, 20);
        read::read_luma(500, 400, both.as_raw())
    };
    assert_eq!(beside("https://producer.example/shop"), Ok(qr_text()));
    let another = format!("https://ocop.example/v/{}", "12345".repeat(80));
    let error = beside(&another).expect_err("two certificates");
    assert_eq!(error.code(), "several_codes");
    assert!(error.en().contains("2 different"));
    assert_eq!(
        beside(&qr_text()),
        Ok(qr_text()),
        "one certificate printed twice"
    );
}

fn take(label: &GrayImage, photograph: &Photograph) -> GrayImage {
    let (width, height) = (label.width() as f32, label.height() as f32);
    let scale = photograph.pixels_a_module / 3.0;
    let (sin, cos) = photograph.degrees.to_radians().sin_cos();
    let half = (
        (width * cos.abs() + height * sin.abs()) / 2.0,
        (width * sin.abs() + height * cos.abs()) / 2.0,
    );
    let size = ((half.0 * scale * 2.3) as u32, (half.1 * scale * 2.3) as u32);
    let grey_at = |x: f32, y: f32| {
        let (x, y) = (
            (x - size.0 as f32 / 2.0) / scale,
            (y - size.1 as f32 / 2.0) / scale,
        );
        let depth = 1.0 + photograph.tilt * x / width;
        let (x, y) = (x * depth, y * depth);
        let (x, y) = (
            x * cos + y * sin + width / 2.0,
            y * cos - x * sin + height / 2.0,
        );
        if x < 0.0 || y < 0.0 || x >= width || y >= height {
            return 150.0;
        }
        f32::from(label.get_pixel(x as u32, y as u32).0[0])
    };
    let sharp = GrayImage::from_fn(size.0, size.1, |x, y| {
        let parts = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)];
        let sum: f32 = parts
            .iter()
            .map(|(dx, dy)| grey_at(x as f32 + dx, y as f32 + dy))
            .sum();
        image::Luma([(sum / 4.0) as u8])
    });
    let mut taken = if photograph.blur > 0.0 {
        image::imageops::blur(&sharp, photograph.blur * photograph.pixels_a_module)
    } else {
        sharp
    };
    let (ink, paper) = photograph.greys;
    let mut chance = 1_u32;
    for (_, y, pixel) in taken.enumerate_pixels_mut() {
        chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (chance >> 16) as f32 / 32_768.0 - 1.0;
        let light = f32::from(pixel.0[0]) / 255.0 + noise * photograph.noise;
        let shadow = photograph.shadow * y as f32 / size.1 as f32;
        pixel.0[0] = (ink + (paper - ink) * light - shadow).clamp(0.0, 255.0) as u8;
    }
    taken
}
