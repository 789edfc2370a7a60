//! A proof: the same codes from the smallest modules that phones read to comfortable ones, at true
//! size, for a producer to print and try with the printer and the phones at hand.

use super::layout::{Layout, Room};
use super::pdf::{Document, Page};
use super::sheet::Paper;
use super::size::smallest_dots;
use super::{Design, Error, Label, Size, Symbol};

/// Modules beyond this are read by every phone.
const LARGEST_MM: f64 = 0.55;
/// From the paper's edges, and between the labels, in millimetres.
const MARGIN_MM: f64 = 12.0;
const GAP_MM: f64 = 6.0;
const POINTS: f32 = 72.0 / 25.4;

/// A PDF on A4 with each label at every size that a printer of so many dots an inch prints
/// sharply, up to 0.55 millimetres a module; below each code stands the size of its module.
///
/// # Errors
/// What keeps a label from being made.
pub fn print_proof(labels: &[Label], dpi: u32) -> Result<Vec<u8>, Error> {
    // Refuses what is no resolution.
    Size::new(LARGEST_MM, dpi)?;
    let (width, height) = Paper::A4.mm();
    let [width, height, margin, gap] =
        [width, height, MARGIN_MM, GAP_MM].map(|mm| mm as f32 * POINTS);
    let mut document = Document::new("In thử · Proof");
    let mut page = Page::new(width, height);
    let (mut left, mut top, mut row) = (margin, height - margin, 0.0_f32);
    for label in labels {
        let symbol = Symbol::encode(&label.text)?;
        for dots in smallest_dots(dpi).. {
            let size = Size::of_dots(dots, dpi);
            if size.module_mm() > LARGEST_MM {
                break;
            }
            let sized = Label {
                design: Design::Number,
                number: format!("{:.3} mm", size.module_mm()).replace('.', ","),
                ..label.clone()
            };
            let layout = Layout::new(&sized, &symbol, size, Room::default())?;
            let form = document.form(&layout, &symbol)?;
            if left + form.width() > width - margin {
                (left, top, row) = (margin, top - row - gap, 0.0);
            }
            if top - form.height() < margin {
                document.page(std::mem::replace(&mut page, Page::new(width, height)));
                (left, top, row) = (margin, height - margin, 0.0);
            }
            page.place(form, left, top);
            left += form.width() + gap;
            row = row.max(form.height());
        }
        (left, top, row) = (margin, top - row - gap, 0.0);
    }
    document.page(page);
    Ok(document.finish())
}
