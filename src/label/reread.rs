//! What a finished label says, by a decoder that shares nothing with the writer.

use rxing::common::BitMatrix;

use super::ink::Ink;
use super::layout::Layout;
use super::{Error, Matrix, QUIET_ZONE, Symbol};
use crate::reader;

/// Measures every module of a finished picture, and refuses it unless the modules are whole, the
/// quiet zone is free and the text is exactly the symbol's.
///
/// # Errors
///
/// [`Error::NotReadBack`].
pub(super) fn check(ink: &Ink, layout: &Layout, symbol: &Symbol) -> Result<(), Error> {
    let modules = measure(ink, layout, symbol.modules().width()).ok_or(Error::NotReadBack)?;
    compare(&modules, symbol)
}

/// The modules of a picture, if every one is of one colour throughout and no ink stands in the
/// quiet zone.
fn measure(ink: &Ink, layout: &Layout, width: usize) -> Option<Matrix> {
    let dots = layout.size.dots() as usize;
    let quiet = QUIET_ZONE as usize * dots;
    let (left, top) = (layout.symbol.0 as usize, layout.symbol.1 as usize);
    let side = width * dots;
    let (right, bottom) = (left + side + quiet, top + side + quiet);
    let (from, above) = (left.checked_sub(quiet)?, top.checked_sub(quiet)?);
    if ink.size() != (layout.width as usize, layout.height as usize)
        || right > ink.size().0
        || bottom > ink.size().1
    {
        return None;
    }
    let quiet_zone_is_free = (above..top)
        .chain(top + side..bottom)
        .all(|y| ink.is_free(y, from, right))
        && (top..top + side)
            .step_by(dots)
            .all(|y| ink.is_free(y, from, left) && ink.is_free(y, left + side, right));
    let rows_are_whole = (0..width).all(|module| {
        let first = top + module * dots;
        (first + 1..first + dots).all(|y| ink.alike((y, first), from, right))
    });
    let modules = Matrix::from_fn(width, |x, y| {
        ink.is_ink(left + x * dots + dots / 2, top + y * dots + dots / 2)
    });
    let columns_are_whole = (0..width).all(|y| {
        modules.row(y).iter().enumerate().all(|(x, dark)| {
            let (first, row) = (left + x * dots, top + y * dots);
            ink.is_ink(first, row) == *dark && ink.is_ink(first + dots - 1, row) == *dark
        })
    });
    (quiet_zone_is_free && rows_are_whole && columns_are_whole).then_some(modules)
}

/// Refuses modules that do not say exactly the symbol's text.
///
/// # Errors
///
/// [`Error::NotReadBack`].
pub(super) fn compare(modules: &Matrix, symbol: &Symbol) -> Result<(), Error> {
    if text_of(modules).as_deref() == Some(symbol.text()) {
        Ok(())
    } else {
        Err(Error::NotReadBack)
    }
}

/// The modules that rectangles of one module's height draw: left, top, width and height in dots.
/// `None` when one could not be read, or is not of whole modules inside the symbol.
pub(super) fn of_rectangles(
    rectangles: impl Iterator<Item = Option<[usize; 4]>>,
    layout: &Layout,
    width: usize,
) -> Option<Matrix> {
    let dots = layout.size.dots() as usize;
    let (from, above) = (layout.symbol.0 as usize, layout.symbol.1 as usize);
    let modules = |length: usize| length.is_multiple_of(dots).then_some(length / dots);
    let mut dark = vec![false; width * width];
    for rectangle in rectangles {
        let [left, top, across, down] = rectangle?;
        let x = modules(left.checked_sub(from)?)?;
        let y = modules(top.checked_sub(above)?)?;
        let end = x.checked_add(modules(across)?)?;
        if down != dots || end > width {
            return None;
        }
        dark.get_mut(y * width + x..y * width + end)?.fill(true);
    }
    Some(Matrix::from_fn(width, |x, y| dark[y * width + x]))
}

fn text_of(modules: &Matrix) -> Option<String> {
    let width = u32::try_from(modules.width()).ok()?;
    let mut bits = BitMatrix::new(width, width).ok()?;
    for y in 0..width {
        for (x, length) in modules.runs(y as usize) {
            for dark in x..x + length {
                bits.set(u32::try_from(dark).ok()?, y);
            }
        }
    }
    reader::decode(&bits)
}
