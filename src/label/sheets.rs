//! Many labels on sheets, as one PDF: each label is drawn once, however often it is printed.

use super::layout::Layout;
use super::pdf::{Document, Form, Page};
use super::sheet::Sheet;
use super::{Error, Extent, Label, Symbol};

/// The most labels of one file; a longer run is several files.
pub const MOST_LABELS: usize = 10_000;

/// Points a millimetre.
const POINTS: f32 = 72.0 / 25.4;
/// From a label's edge to the mark of the knife, and the mark's length, in millimetres.
const MARK_MM: (f32, f32) = (1.0, 4.0);

/// How labels are laid on sheets.
#[derive(Clone, Copy, Debug)]
pub struct SheetOrder {
    /// The sheets.
    pub sheet: Sheet,
    /// The printer's dots an inch.
    pub dpi: u32,
    /// Marks for the knife at the sheet's edges.
    pub crop_marks: bool,
    /// How far white paper goes beyond a label on every side, in millimetres.
    pub bleed_mm: f64,
    /// Labels that are missing on the first sheet, already used.
    pub skip: u32,
}

impl SheetOrder {
    /// Whether paper may go so far beyond a label.
    ///
    /// # Errors
    /// [`Error::BleedOutOfBounds`].
    pub fn check_bleed(bleed_mm: f64) -> Result<(), Error> {
        match (0.0..=10.0).contains(&bleed_mm) {
            true => Ok(()),
            false => Err(Error::BleedOutOfBounds { bleed_mm }),
        }
    }
}

/// A PDF of labels, each so many times, one after the other from the left and from the top.
///
/// # Errors
/// What keeps a label from being made; [`Error::LabelTooSmall`] when one does not fit its place,
/// [`Error::TooManyLabels`], [`Error::BleedOutOfBounds`], and [`Error::NoLabels`] when there is
/// nothing to print.
pub fn print_sheets(labels: &[(Label, u32)], order: &SheetOrder) -> Result<Vec<u8>, Error> {
    let count: usize = labels.iter().map(|(_, many)| *many as usize).sum();
    if count > MOST_LABELS {
        return Err(Error::TooManyLabels {
            count,
            most: MOST_LABELS,
        });
    }
    let (Some((first, _)), true) = (labels.first(), count > 0) else {
        return Err(Error::NoLabels);
    };
    SheetOrder::check_bleed(order.bleed_mm)?;
    let sheet = &order.sheet;
    let mut document = Document::new(&first.number);
    let mut page = None;
    let mut cell = order.skip % sheet.labels();
    let mut fitted: Option<(&Label, u8, Extent)> = None;
    for (label, many) in labels {
        let symbol = Symbol::encode(&label.text)?;
        let extent = match fitted {
            // Labels of one run differ in their serials alone.
            Some((before, version, extent))
                if version == symbol.version() && alike_but_for_the_serial(before, label) =>
            {
                extent
            }
            _ => label.extent_within(sheet.label_mm.0, Some(sheet.label_mm.1), order.dpi)?,
        };
        fitted = Some((label, symbol.version(), extent));
        let layout = Layout::new(label, &symbol, extent.size(), extent.room())?;
        let form = document.form(&layout, &symbol)?;
        for _ in 0..*many {
            let sheet_page = page.get_or_insert_with(|| blank(order));
            place(sheet_page, form, order, cell);
            cell += 1;
            if cell == sheet.labels() {
                document.page(page.take().expect("a page was begun"));
                cell = 0;
            }
        }
    }
    if let Some(page) = page {
        document.page(page);
    }
    Ok(document.finish())
}

fn alike_but_for_the_serial(one: &Label, other: &Label) -> bool {
    one.number == other.number
        && one.design == other.design
        && one.wording == other.wording
        && one.facts == other.facts
        && one.kind == other.kind
        && one.demonstration == other.demonstration
        && one.serial.as_ref().map(String::len) == other.serial.as_ref().map(String::len)
}

fn points(mm: f64) -> f32 {
    mm as f32 * POINTS
}

/// A sheet with its white paper and its marks. The paper of a place may go far into those beside
/// it, so that of every place is there before the first label.
fn blank(order: &SheetOrder) -> Page {
    let sheet = &order.sheet;
    let (width, height) = sheet.paper.mm();
    let mut page = Page::new(points(width), points(height));
    if order.bleed_mm > 0.0 {
        let bleed = points(order.bleed_mm);
        let (width_of, height_of) = (points(sheet.label_mm.0), points(sheet.label_mm.1));
        for cell in 0..sheet.labels() {
            let (left, top) = corner(sheet, cell);
            page.paper([
                left - bleed,
                points(height) - top - height_of - bleed,
                width_of + 2.0 * bleed,
                height_of + 2.0 * bleed,
            ]);
        }
    }
    if order.crop_marks {
        let off = points(order.bleed_mm) + MARK_MM.0 * POINTS;
        let edge = |index: u32, margin: f64, pitch: f64, label: f64| {
            let from = margin + f64::from(index) * pitch;
            [points(from), points(from + label)]
        };
        let columns = (0..sheet.columns).flat_map(|column| {
            edge(
                column,
                sheet.margin_mm.0,
                sheet.pitch_mm.0,
                sheet.label_mm.0,
            )
        });
        let rows = (0..sheet.rows)
            .flat_map(|row| edge(row, sheet.margin_mm.1, sheet.pitch_mm.1, sheet.label_mm.1));
        let (columns, rows): (Vec<f32>, Vec<f32>) = (columns.collect(), rows.collect());
        let ends = |edges: &[f32]| (edges[0] - off, edges[edges.len() - 1] + off);
        let long = MARK_MM.1 * POINTS;
        let (left, right) = ends(&columns);
        let (top, bottom) = ends(&rows);
        let (paper_width, paper_height) = (points(width), points(height));
        for x in &columns {
            for (from, to) in [(top - long, top), (bottom, bottom + long)] {
                page.mark((*x, paper_height - from), (*x, paper_height - to));
            }
        }
        for y in &rows {
            let y = paper_height - y;
            for (from, to) in [(left - long, left), (right, right + long)] {
                page.mark((from.max(0.0), y), (to.min(paper_width), y));
            }
        }
    }
    page
}

/// Where a place begins, in points from the left and from the top.
fn corner(sheet: &Sheet, cell: u32) -> (f32, f32) {
    let (column, row) = (cell % sheet.columns, cell / sheet.columns);
    let left = sheet.margin_mm.0 + f64::from(column) * sheet.pitch_mm.0;
    let top = sheet.margin_mm.1 + f64::from(row) * sheet.pitch_mm.1;
    (points(left), points(top))
}

/// Puts a label in the middle of its place.
fn place(page: &mut Page, form: Form, order: &SheetOrder, cell: u32) {
    let sheet = &order.sheet;
    let (left, top) = corner(sheet, cell);
    let height = points(sheet.paper.mm().1);
    let (width_of, height_of) = (points(sheet.label_mm.0), points(sheet.label_mm.1));
    page.place(
        form,
        left + (width_of - form.width()) / 2.0,
        height - top - (height_of - form.height()) / 2.0,
    );
}
