//! A label as a PNG of one bit a dot, and what a finished PNG says.

use png::{
    BitDepth, ColorType, Decoder, DeflateCompression, Encoder, Filter, PixelDimensions, Unit,
};

use super::ink::Ink;
use super::layout::Layout;
use super::{Error, Symbol, reread};

/// A laid out label, each module a square of whole dots, with its resolution. The file is
/// inflated and its modules are measured before it is returned.
///
/// # Errors
///
/// [`Error::TooManyDots`], [`Error::NotReadBack`].
pub(super) fn file(layout: &Layout, symbol: &Symbol) -> Result<Vec<u8>, Error> {
    let file = write(&layout.draw(symbol)?, layout.size.dpi());
    let ink = read(&file).ok_or(Error::NotReadBack)?;
    reread::check(&ink, layout, symbol)?;
    Ok(file)
}

fn write(ink: &Ink, dpi: u32) -> Vec<u8> {
    // In grey of one bit, 1 is white.
    let paper: Vec<u8> = ink.bytes().iter().map(|byte| !byte).collect();
    let (width, height) = ink.size();
    let side = |dots: usize| u32::try_from(dots).expect("a picture's sides are bounded");

    let mut file = Vec::with_capacity(8 * 1024);
    let mut encoder = Encoder::new(&mut file, side(width), side(height));
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::One);
    encoder.set_deflate_compression(DeflateCompression::Level(1));
    // The rows of a module are alike: to their upper neighbour, all zeros.
    encoder.set_filter(Filter::Up);
    let dots_per_metre = (f64::from(dpi) / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: dots_per_metre,
        yppu: dots_per_metre,
        unit: Unit::Meter,
    }));
    let mut writer = encoder
        .write_header()
        .expect("writing to memory cannot fail");
    writer
        .write_image_data(&paper)
        .expect("the rows are as many and as long as declared");
    writer.finish().expect("writing to memory cannot fail");
    file
}

/// The ink of a finished PNG.
fn read(file: &[u8]) -> Option<Ink> {
    let mut decoder = Decoder::new(std::io::Cursor::new(file));
    decoder.set_transformations(png::Transformations::IDENTITY);
    let mut reader = decoder.read_info().ok()?;
    let mut paper = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut paper).ok()?;
    paper.iter_mut().for_each(|byte| *byte = !*byte);
    Ink::of_bytes(frame.width as usize, frame.height as usize, paper)
}
