//! Sheets of labels: grids on A4 and A3, and the sticker sheets that shops sell.

use super::Error;
use super::extent::SIDE_MM;

/// A size of paper, in millimetres, upright.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 210 x 297 mm.
    A4,
    /// 297 x 420 mm.
    A3,
}

impl Paper {
    /// Both.
    pub const ALL: [Self; 2] = [Self::A4, Self::A3];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A3 => "a3",
        }
    }

    /// The paper with a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.name() == name)
    }

    /// Millimetres across and from top to bottom.
    #[must_use]
    pub fn mm(self) -> (f64, f64) {
        match self {
            Self::A4 => (210.0, 297.0),
            Self::A3 => (297.0, 420.0),
        }
    }
}

/// Where labels lie on a sheet; all in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    /// Its stable name.
    pub name: &'static str,
    /// As shops know it, or what it is.
    pub title: &'static str,
    /// The paper.
    pub paper: Paper,
    /// Labels side by side.
    pub columns: u32,
    /// Labels one below the other.
    pub rows: u32,
    /// A label's width and height.
    pub label_mm: (f64, f64),
    /// From the paper's edges to the first label.
    pub margin_mm: (f64, f64),
    /// From one label's edge to the next label's same edge.
    pub pitch_mm: (f64, f64),
}

/// A margin that every printer leaves free.
const GRID_MARGIN_MM: f64 = 10.0;
/// Between the labels of a grid, in millimetres.
const GAP_MM: std::ops::RangeInclusive<f64> = 0.0..=50.0;

impl Sheet {
    /// Sticker sheets by their makers' published measures. Others of the same measures fit.
    pub const STICKERS: [Self; 8] = [
        Self::sticker(
            "l7160",
            "Avery L7160, 63,5 × 38,1 mm",
            (3, 7),
            (63.5, 38.1),
            (7.2, 15.1),
            (66.0, 38.1),
        ),
        Self::sticker(
            "l7159",
            "Avery L7159, 63,5 × 33,9 mm",
            (3, 8),
            (63.5, 33.9),
            (7.2, 12.9),
            (66.0, 33.9),
        ),
        Self::sticker(
            "l7161",
            "Avery L7161, 63,5 × 46,6 mm",
            (3, 6),
            (63.5, 46.6),
            (7.2, 8.7),
            (66.0, 46.6),
        ),
        Self::sticker(
            "l7164",
            "Avery L7164, 63,5 × 72 mm",
            (3, 4),
            (63.5, 72.0),
            (7.2, 4.5),
            (66.0, 72.0),
        ),
        Self::sticker(
            "l7163",
            "Avery L7163, 99,1 × 38,1 mm",
            (2, 7),
            (99.1, 38.1),
            (4.65, 15.1),
            (101.6, 38.1),
        ),
        Self::sticker(
            "l7162",
            "Avery L7162, 99,1 × 33,9 mm",
            (2, 8),
            (99.1, 33.9),
            (4.65, 12.9),
            (101.6, 33.9),
        ),
        Self::sticker(
            "l7165",
            "Avery L7165, 99,1 × 67,7 mm",
            (2, 4),
            (99.1, 67.7),
            (4.65, 13.1),
            (101.6, 67.7),
        ),
        Self::sticker(
            "3474",
            "Avery Zweckform 3474, 70 × 37 mm",
            (3, 8),
            (70.0, 37.0),
            (0.0, 0.5),
            (70.0, 37.0),
        ),
    ];

    const fn sticker(
        name: &'static str,
        title: &'static str,
        (columns, rows): (u32, u32),
        label_mm: (f64, f64),
        margin_mm: (f64, f64),
        pitch_mm: (f64, f64),
    ) -> Self {
        Self {
            name,
            title,
            paper: Paper::A4,
            columns,
            rows,
            label_mm,
            margin_mm,
            pitch_mm,
        }
    }

    /// The sticker sheet with a stable name.
    #[must_use]
    pub fn sticker_named(name: &str) -> Option<Self> {
        Self::STICKERS.into_iter().find(|sheet| sheet.name == name)
    }

    /// As many labels of a size as a paper holds, centred, with a gap between them.
    ///
    /// # Errors
    /// [`Error::SheetTooSmall`] when it holds none; [`Error::SideOutOfBounds`] and
    /// [`Error::GapOutOfBounds`].
    pub fn grid(paper: Paper, label_mm: (f64, f64), gap_mm: f64) -> Result<Self, Error> {
        for side_mm in [label_mm.0, label_mm.1] {
            if !SIDE_MM.contains(&side_mm) {
                return Err(Error::SideOutOfBounds { side_mm });
            }
        }
        Self::check_gap(gap_mm)?;
        let (width, height) = paper.mm();
        let many = |room: f64, label: f64| {
            let room = room - 2.0 * GRID_MARGIN_MM + gap_mm;
            // At most 84 labels of five millimetres.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let many = (room / (label + gap_mm) + 1e-9).floor().max(0.0) as u32;
            many
        };
        let (columns, rows) = (many(width, label_mm.0), many(height, label_mm.1));
        if columns == 0 || rows == 0 {
            return Err(Error::SheetTooSmall {
                paper: paper.name(),
                label_mm,
            });
        }
        let margin = |room: f64, label: f64, many: u32| {
            (room - f64::from(many) * (label + gap_mm) + gap_mm) / 2.0
        };
        Ok(Self {
            name: paper.name(),
            title: paper.name(),
            paper,
            columns,
            rows,
            label_mm,
            margin_mm: (
                margin(width, label_mm.0, columns),
                margin(height, label_mm.1, rows),
            ),
            pitch_mm: (label_mm.0 + gap_mm, label_mm.1 + gap_mm),
        })
    }

    /// Whether labels of a grid may lie so far from each other.
    ///
    /// # Errors
    /// [`Error::GapOutOfBounds`].
    pub fn check_gap(gap_mm: f64) -> Result<(), Error> {
        match GAP_MM.contains(&gap_mm) {
            true => Ok(()),
            false => Err(Error::GapOutOfBounds { gap_mm }),
        }
    }

    /// Labels on one sheet.
    #[must_use]
    pub fn labels(&self) -> u32 {
        self.columns * self.rows
    }
}
