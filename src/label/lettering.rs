//! Letters: the two faces of the labels, how wide words are, and their outlines.

use std::sync::LazyLock;

use ttf_parser::{Face, OutlineBuilder};

use super::Error;

/// The weight of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// DejaVu Sans Condensed: every Vietnamese letter, narrow enough for a label.
static REGULAR: LazyLock<Face<'static>> =
    LazyLock::new(|| parse(dejavu::sans_condensed::regular()));
static BOLD: LazyLock<Face<'static>> = LazyLock::new(|| parse(dejavu::sans_condensed::bold()));

fn parse(font: &'static [u8]) -> Face<'static> {
    Face::parse(font, 0).expect("the font is part of the program")
}

/// A piece of an outline, in dots, y downwards.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stroke {
    Move(f32, f32),
    Line(f32, f32),
    Curve(f32, f32, f32, f32),
    Close,
}

impl Stroke {
    /// Moves it down by so many dots.
    pub(super) fn move_down(&mut self, by: f32) {
        match self {
            Self::Move(_, y) | Self::Line(_, y) => *y += by,
            Self::Curve(_, y1, _, y) => {
                *y1 += by;
                *y += by;
            }
            Self::Close => {}
        }
    }
}

impl Weight {
    /// Both.
    pub(super) const ALL: [Self; 2] = [Self::Regular, Self::Bold];

    /// The width of a line in ems.
    ///
    /// # Errors
    ///
    /// [`Error::Unprintable`] names the first character that the font lacks.
    pub(super) fn width(self, text: &str) -> Result<f32, Error> {
        text.chars().map(|character| self.advance(character)).sum()
    }

    fn advance(self, character: char) -> Result<f32, Error> {
        let face = self.face();
        face.glyph_index(character)
            .and_then(|glyph| face.glyph_hor_advance(glyph))
            .map(|advance| f32::from(advance) / f32::from(face.units_per_em()))
            .ok_or(Error::Unprintable { character })
    }

    /// The outlines of a line whose first letter starts at `x` on the baseline.
    /// With `whole_dots` every letter starts on a printer dot, so that equal
    /// letters look equal.
    pub(super) fn outline(
        self,
        text: &str,
        em: f32,
        (x, baseline): (f32, f32),
        whole_dots: bool,
    ) -> Vec<Stroke> {
        let face = self.face();
        let scale = em / f32::from(face.units_per_em());
        let mut pen = Pen {
            strokes: Vec::new(),
            scale,
            x,
            baseline,
        };
        let mut at = x;
        for character in text.chars() {
            let Some(glyph) = face.glyph_index(character) else {
                continue;
            };
            pen.x = if whole_dots { at.round() } else { at };
            // A space has no outline.
            let _ = face.outline_glyph(glyph, &mut pen);
            at += f32::from(face.glyph_hor_advance(glyph).unwrap_or_default()) * scale;
        }
        pen.strokes
    }

    /// The glyphs of a line, each with its character and its width in thousandths of an em.
    pub(super) fn glyphs(self, text: &str) -> impl Iterator<Item = (u16, char, f32)> {
        let face = self.face();
        text.chars().filter_map(move |character| {
            let glyph = face.glyph_index(character)?;
            let advance = f32::from(face.glyph_hor_advance(glyph).unwrap_or_default());
            let width = advance * 1000.0 / f32::from(face.units_per_em());
            Some((glyph.0, character, width))
        })
    }

    /// The font's file and its PostScript name.
    pub(super) fn font(self) -> (&'static [u8], &'static str) {
        match self {
            Self::Regular => (dejavu::sans_condensed::regular(), "DejaVuSansCondensed"),
            Self::Bold => (dejavu::sans_condensed::bold(), "DejaVuSansCondensed-Bold"),
        }
    }

    pub(super) fn face(self) -> &'static Face<'static> {
        match self {
            Self::Regular => &REGULAR,
            Self::Bold => &BOLD,
        }
    }
}

struct Pen {
    strokes: Vec<Stroke>,
    scale: f32,
    x: f32,
    baseline: f32,
}

impl Pen {
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.baseline - y * self.scale)
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.strokes.push(Stroke::Move(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.strokes.push(Stroke::Line(x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.place(x1, y1), self.place(x, y));
        self.strokes.push(Stroke::Curve(x1, y1, x, y));
    }

    /// TrueType outlines, such as DejaVu's, have no cubic curves.
    fn curve_to(&mut self, _x1: f32, _y1: f32, _x2: f32, _y2: f32, x: f32, y: f32) {
        self.line_to(x, y);
    }

    fn close(&mut self) {
        self.strokes.push(Stroke::Close);
    }
}
