//! What a label is in a PDF's language, in printer dots from the top; and back.

use pdf_writer::{Content, Str};

use super::super::layout::Layout;
use super::super::lettering::Stroke;
use super::super::{Matrix, Symbol, reread};
use super::fonts::Used;

/// Writes a laid out label on white paper.
pub(super) fn write(layout: &Layout, symbol: &Symbol, fonts: &mut [Used]) -> Vec<u8> {
    let mut content = Content::with_capacity(24 * 1024);
    content
        .set_fill_gray(1.0)
        .rect(0.0, 0.0, layout.width as f32, layout.height as f32)
        .fill_nonzero()
        .set_fill_gray(0.0);
    let dots = layout.size.dots() as usize;
    let (left, top) = (layout.symbol.0 as usize, layout.symbol.1 as usize);
    let modules = symbol.modules();
    for y in 0..modules.width() {
        for (x, length) in modules.runs(y) {
            let at = |modules: usize, from: usize| (from + modules * dots) as f32;
            content.rect(at(x, left), at(y, top), at(length, 0), dots as f32);
        }
    }
    content.fill_nonzero();
    for band in &layout.bands {
        let sides = [band.left, band.top, band.width, band.height];
        let [x, y, width, height] = sides.map(|dots| dots as f32);
        content.rect(x, y, width, height).fill_nonzero();
    }
    for star in &layout.stars {
        draw(&mut content, star);
        content.fill_nonzero();
    }
    for line in &layout.lines {
        let Some(font) = fonts.iter_mut().find(|font| font.weight == line.weight) else {
            continue;
        };
        if line.light {
            content.set_fill_gray(1.0);
        }
        content
            .begin_text()
            .set_font(font.name(), line.em)
            .set_text_matrix([1.0, 0.0, 0.0, -1.0, line.x, line.baseline])
            .show(Str(&font.write(&line.text)))
            .end_text();
        if line.light {
            content.set_fill_gray(0.0);
        }
    }
    content.finish().to_vec()
}

fn draw(content: &mut Content, strokes: &[Stroke]) {
    for stroke in strokes {
        match *stroke {
            Stroke::Move(x, y) => content.move_to(x, y),
            // Stars have straight sides.
            Stroke::Line(x, y) | Stroke::Curve(_, _, x, y) => content.line_to(x, y),
            Stroke::Close => content.close_path(),
        };
    }
}

/// The modules that a written label draws; `None` when they are not whole.
pub(super) fn measure(content: &[u8], layout: &Layout, width: usize) -> Option<Matrix> {
    let text = String::from_utf8_lossy(content);
    let (_, drawn) = text.split_once("0 g\n")?;
    let (drawn, _) = drawn.split_once("\nf")?;
    let rectangles = drawn.lines().map(|rectangle| {
        let numbers = rectangle.strip_suffix(" re")?.split(' ');
        let numbers: Option<Vec<usize>> = numbers.map(|number| number.parse().ok()).collect();
        numbers?.try_into().ok()
    });
    reread::of_rectangles(rectangles, layout, width)
}
