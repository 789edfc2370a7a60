//! What the browser's camera sees: labels on a shelf, smaller, turned a little, in grey noise.

use std::fs;
use std::path::{Path, PathBuf};

use image::GrayImage;
use ocop::label::{Format, Label, Size};

/// The camera's picture.
pub const WIDTH: u32 = 640;
pub const HEIGHT: u32 = 480;
/// Pictures of the film, which the browser plays again and again.
const FRAMES: usize = 6;

/// A label as it is printed.
pub fn label(text: &str) -> GrayImage {
    let size = Size::new(0.375, 203).expect("three dots are wide enough");
    let label = Label::new(text, "CB-12345-K");
    let extent = label.extent(size).expect("it fits");
    let png = label.render(Format::Png, &extent).expect("a label");
    image::load_from_memory(&png).expect("our PNG").into_luma8()
}

/// Writes a film of labels side by side, and says where.
pub fn of(folder: &Path, texts: &[&str]) -> PathBuf {
    let labels: Vec<GrayImage> = texts.iter().map(|text| label(text)).collect();
    let mut film = format!("YUV4MPEG2 W{WIDTH} H{HEIGHT} F20:1 Ip A1:1 C420jpeg\n").into_bytes();
    let mut noise = Noise(1);
    for frame in 0..FRAMES {
        let degrees = 2.0 + frame as f32 * 0.4;
        film.extend_from_slice(b"FRAME\n");
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let seen = see(&labels, x as f32, y as f32, degrees);
                let seen = seen + noise.next() * 24.0;
                film.push(seen.clamp(0.0, 255.0) as u8);
            }
        }
        // No colour.
        film.resize(film.len() + (WIDTH * HEIGHT / 2) as usize, 128);
    }
    let path = folder.join("film.y4m");
    fs::write(&path, film).expect("a film is written");
    path
}

/// How bright a point of the picture is: of the label whose part of the shelf it lies in.
fn see(labels: &[GrayImage], x: f32, y: f32, degrees: f32) -> f32 {
    let part = WIDTH as f32 / labels.len() as f32;
    let which = ((x / part) as usize).min(labels.len() - 1);
    let label = &labels[which];
    let (width, height) = (label.width() as f32, label.height() as f32);
    // It fills most of its part.
    let scale = (0.86 * part / width).min(0.86 * HEIGHT as f32 / height);
    let (sine, cosine) = degrees.to_radians().sin_cos();
    let (right, down) = (x - (which as f32 + 0.5) * part, y - HEIGHT as f32 / 2.0);
    let across = (cosine * right + sine * down) / scale + width / 2.0;
    let along = (cosine * down - sine * right) / scale + height / 2.0;
    match brightness(label, across, along) {
        Some(brightness) => 30.0 + brightness * 0.8,
        None => 120.0,
    }
}

/// Between four dots.
fn brightness(label: &GrayImage, x: f32, y: f32) -> Option<f32> {
    let (left, top) = (x.floor(), y.floor());
    if left < 0.0 || top < 0.0 {
        return None;
    }
    let (column, row) = (left as u32, top as u32);
    if column + 1 >= label.width() || row + 1 >= label.height() {
        return None;
    }
    let dot = |column, row| f32::from(label.get_pixel(column, row).0[0]);
    let (across, along) = (x - left, y - top);
    let above = dot(column, row) * (1.0 - across) + dot(column + 1, row) * across;
    let below = dot(column, row + 1) * (1.0 - across) + dot(column + 1, row + 1) * across;
    Some(above * (1.0 - along) + below * along)
}

/// Numbers between -1 and 1, the same each time.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> f32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 40) as f32 / (1u64 << 23) as f32 - 1.0
    }
}
