//! Where everything stands on a label, in printer dots, whatever the file's form.
//!
//! No word and no shape stands in the symbol's quiet zone; the mark of a demonstration stands in
//! a black band below.

mod below;
mod beside;
mod plaque;
mod rows;
mod wrap;

use super::ink::Ink;
use super::lettering::{Stroke, Weight};
use super::{Design, Error, Label, Size, Symbol};

/// Dots a side: 1 metre at 300 dpi, 18 MB of ink.
const MOST_DOTS: u32 = 12_000;

/// A label laid out.
pub(super) struct Layout {
    pub(super) size: Size,
    /// Dots across.
    pub(super) width: u32,
    /// Dots from top to bottom.
    pub(super) height: u32,
    /// Where the symbol's first module begins, from the left and from the top.
    pub(super) symbol: (u32, u32),
    pub(super) lines: Vec<Line>,
    /// Stars, as outlines.
    pub(super) stars: Vec<Vec<Stroke>>,
    /// Black bands: behind light lines, and as rules.
    pub(super) bands: Vec<Band>,
}

/// A line of words in its place.
pub(super) struct Line {
    pub(super) text: String,
    pub(super) weight: Weight,
    /// The em in dots, whole, as is the baseline: letters stand on the grid.
    pub(super) em: f32,
    pub(super) x: f32,
    pub(super) baseline: f32,
    /// Light on the band, or dark on paper.
    pub(super) light: bool,
}

/// A black rectangle.
#[derive(Clone, Copy)]
pub(super) struct Band {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// What a label may take at most, in dots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Room {
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
}

impl Layout {
    /// Lays a label out with modules of a size. Where it needs more than the room, it is larger
    /// than the room.
    ///
    /// # Errors
    /// [`Error::Unprintable`] when the font lacks a character, [`Error::WordingTooLong`], and
    /// [`Error::NoFacts`] for a design that says what the label does not know.
    pub(super) fn new(
        label: &Label,
        symbol: &Symbol,
        size: Size,
        room: Room,
    ) -> Result<Self, Error> {
        match label.design {
            Design::Code | Design::Number => below::lay_out(label, symbol, size),
            Design::Full => beside::lay_out(label, symbol, size, room),
            Design::Plaque => plaque::lay_out(label, symbol, size, room),
        }
    }

    /// The layout in as little more than the room as is needed.
    ///
    /// # Errors
    /// As [`Layout::new`].
    pub(super) fn narrowest(
        label: &Label,
        symbol: &Symbol,
        size: Size,
        room: Room,
    ) -> Result<Self, Error> {
        let width = room.width;
        Self::new(
            label,
            symbol,
            size,
            Room {
                width,
                height: None,
            },
        )
    }

    /// Whether it needs no more than the room.
    pub(super) fn fits(&self, room: Room) -> bool {
        room.width.is_none_or(|width| self.width <= width)
            && room.height.is_none_or(|height| self.height <= height)
    }

    /// The dots of ink.
    ///
    /// # Errors
    /// [`Error::TooManyDots`] when the picture would be longer than 12,000 dots.
    pub(super) fn draw(&self, symbol: &Symbol) -> Result<Ink, Error> {
        let side = self.width.max(self.height);
        if side > MOST_DOTS {
            return Err(Error::TooManyDots {
                side,
                most: MOST_DOTS,
            });
        }
        let mut ink = Ink::new(self.width, self.height);
        let dots = self.size.dots() as usize;
        let (left, top) = (self.symbol.0 as usize, self.symbol.1 as usize);
        let modules = symbol.modules();
        for y in 0..modules.width() {
            let row = top + y * dots;
            for (x, length) in modules.runs(y) {
                let from = left + x * dots;
                for dot in row..row + dots {
                    ink.span(dot, from, from + length * dots, false);
                }
            }
        }
        for band in &self.bands {
            for y in band.top..band.top + band.height {
                let (left, right) = (band.left as usize, (band.left + band.width) as usize);
                ink.span(y as usize, left, right, false);
            }
        }
        for star in &self.stars {
            ink.fill(star, false);
        }
        for line in &self.lines {
            let place = (line.x, line.baseline);
            let outline = line.weight.outline(&line.text, line.em, place, true);
            ink.fill(&outline, line.light);
        }
        Ok(ink)
    }
}
