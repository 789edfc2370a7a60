//! Labels: made to whole dots, read back by two readers, photographed badly, attacked.

mod distorted;
mod files;
mod made;
mod malformed;
mod meter;
mod photographs;
pub mod print;
mod rates;
mod readers;
mod room;
mod sheets;
mod symbols;
mod trials;

use image::GrayImage;
use image::imageops::overlay;
use ocop::label::trial::View;
use ocop::label::{Error, Format, Label, Size};

/// The QR text of the first shared vector: a full token, 450 characters.
fn qr_text() -> String {
    let vectors: serde_json::Value = serde_json::from_str(include_str!("../vectors/verdicts.json"))
        .expect("the vectors are JSON");
    vectors["vectors"][0]["qr"]
        .as_str()
        .expect("a vector has a QR text")
        .to_owned()
}

/// Three dots of a label printer's 203 to the inch: 0.375 millimetres.
fn ordinary_size() -> Size {
    Size::new(0.375, 203).expect("three dots are wide enough")
}

fn label_png(text: &str) -> Vec<u8> {
    render(
        &Label::new(text, "CB-12345-K"),
        Format::Png,
        ordinary_size(),
    )
    .expect("the label is made")
}

/// A label as a file, at the size that it has by its modules.
fn render(label: &Label, format: Format, size: Size) -> Result<Vec<u8>, Error> {
    label.render(format, &label.extent(size)?)
}

/// A camera's frame of 640 x 480 with a certificate's code, and its text.
pub fn frame(pixels: f32, turn: f32) -> (GrayImage, String) {
    frame_of(&print::symbol_text(12), pixels, turn)
}

/// The same of another text.
pub fn frame_of(text: &str, pixels: f32, turn: f32) -> (GrayImage, String) {
    let view = View {
        turn,
        noise: 0.04,
        contrast: 0.8,
        ..View::clear(pixels)
    };
    let label = print::Sample::new(text).surface().photograph(&view);
    let mut frame = GrayImage::from_pixel(640, 480, image::Luma([180]));
    let middle = |room: u32, length: u32| (i64::from(room) - i64::from(length)) / 2;
    let (x, y) = (middle(640, label.width()), middle(480, label.height()));
    overlay(&mut frame, &label, x, y);
    (frame, text.to_owned())
}
