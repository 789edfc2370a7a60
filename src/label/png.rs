//! A label as a PNG of one bit a dot, and what a finished PNG says.

use png::{
    BitDepth, ColorType, Decoder, DeflateCompression, Encoder, Filter, PixelDimensions, Unit,
};

use super::ink::Ink;
use super::layout::Layout;
use super::{Error, Matrix, QUIET_ZONE, Size, Symbol, reread};

/// Dots a side: 1 metre at 300 dpi, 18 MB of ink.
const MOST_DOTS: u32 = 12_000;

/// Writes a laid out label, each module a square of whole dots.
///
/// # Errors
///
/// [`Error::TooManyDots`] when the picture would be longer than 12,000 dots.
pub(super) fn write(layout: &Layout) -> Result<Vec<u8>, Error> {
    let side = layout.width.max(layout.height);
    if side > MOST_DOTS {
        return Err(Error::TooManyDots {
            side,
            most: MOST_DOTS,
        });
    }
    let ink = draw(layout);
    // In grey of one bit, 1 is white.
    let paper: Vec<u8> = ink.bytes().iter().map(|byte| !byte).collect();

    let mut file = Vec::with_capacity(8 * 1024);
    let mut encoder = Encoder::new(&mut file, layout.width, layout.height);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::One);
    encoder.set_deflate_compression(DeflateCompression::Level(1));
    // The rows of a module are alike: to their upper neighbour, all zeros.
    encoder.set_filter(Filter::Up);
    let dots_per_metre = (f64::from(layout.size.dpi()) / 0.0254).round() as u32;
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
    Ok(file)
}

/// Inflates a finished PNG, measures every module in its middle and on both
/// edges, and refuses it unless the modules are whole, the quiet zone is free
/// and the text is exactly the symbol's.
///
/// # Errors
///
/// [`Error::NotReadBack`].
pub(super) fn check(file: &[u8], size: Size, symbol: &Symbol) -> Result<(), Error> {
    let modules = measure(file, size, symbol.modules().width()).ok_or(Error::NotReadBack)?;
    reread::compare(&modules, symbol)
}

fn draw(layout: &Layout) -> Ink {
    let mut ink = Ink::new(layout.width, layout.height);
    let dots = layout.size.dots() as usize;
    let quiet = QUIET_ZONE as usize * dots;
    let modules = layout.symbol.modules();
    for y in 0..modules.width() {
        let row = quiet + y * dots;
        for (x, length) in modules.runs(y) {
            ink.span(row, quiet + x * dots, quiet + (x + length) * dots, false);
        }
        ink.repeat_row(row, dots - 1);
    }
    if let Some((left, top, width, height)) = layout.band {
        for y in top..top + height {
            ink.span(y as usize, left as usize, (left + width) as usize, false);
        }
    }
    for line in &layout.lines {
        let place = (line.x, line.baseline);
        ink.fill(
            &line.weight.outline(&line.text, line.em, place, true),
            line.light,
        );
    }
    ink
}

/// The modules of a finished PNG, if every one is of one colour throughout and
/// no ink stands in the quiet zone.
fn measure(file: &[u8], size: Size, width: usize) -> Option<Matrix> {
    let mut decoder = Decoder::new(std::io::Cursor::new(file));
    decoder.set_transformations(png::Transformations::IDENTITY);
    let mut reader = decoder.read_info().ok()?;
    let mut paper = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut paper).ok()?;
    let dots = size.dots() as usize;
    let quiet = QUIET_ZONE as usize * dots;
    let side = width * dots + 2 * quiet;
    if (frame.width as usize) != side || (frame.height as usize) < side {
        return None;
    }
    let row = |y: usize| &paper[y * frame.line_size..(y + 1) * frame.line_size];
    let is_dark = |x: usize, y: usize| row(y)[x / 8] & (0x80 >> (x % 8)) == 0;

    let is_free = |y: usize, from: usize, to: usize| (from..to).all(|x| !is_dark(x, y));
    let quiet_zone_is_free = (0..quiet)
        .chain(side - quiet..side)
        .all(|y| is_free(y, 0, side))
        && (quiet..side - quiet)
            .step_by(dots)
            .all(|y| is_free(y, 0, quiet) && is_free(y, side - quiet, side));
    let rows_are_whole = (0..width).all(|module| {
        let first = quiet + module * dots;
        (first + 1..first + dots).all(|y| row(y) == row(first))
    });
    let modules = Matrix::from_fn(width, |x, y| {
        is_dark(quiet + x * dots + dots / 2, quiet + y * dots + dots / 2)
    });
    let columns_are_whole = (0..width).all(|y| {
        modules.row(y).iter().enumerate().all(|(x, dark)| {
            let (left, top) = (quiet + x * dots, quiet + y * dots);
            is_dark(left, top) == *dark && is_dark(left + dots - 1, top) == *dark
        })
    });
    (quiet_zone_is_free && rows_are_whole && columns_are_whole).then_some(modules)
}
