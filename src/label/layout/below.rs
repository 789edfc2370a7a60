//! The symbol with its words below: the certificate number, what to compare, the mark of a
//! demonstration. No word is wider than the symbol.

use super::super::design::Design;
use super::super::lettering::Weight;
use super::super::{Error, Label, QUIET_ZONE, Size, Symbol};
use super::wrap::{LEADING, LEAST_DOTS, LEAST_MM, dots, fit, wording};
use super::{Band, Layout, Line};
use crate::scheme::code_kind::CodeKind;
use crate::scheme::words::Text;

/// What the smallest label with words asks a shopper to do.
const COMPARE: Text = Text::new(
    "Quét và đối chiếu với bao bì",
    "Scan and compare with package",
);

/// What every label with a short code says.
pub(super) const ONLINE_ONLY: Text =
    Text::new("Chỉ kiểm tra được khi có mạng", "Online check only");

/// How large one piece of wording is wished, as a share of the symbol's width,
/// and within which bounds in millimetres.
struct Wish {
    share: f64,
    least_mm: f64,
    most_mm: f64,
}

const NUMBER: Wish = Wish {
    share: 0.125,
    least_mm: 2.4,
    most_mm: 6.0,
};
const CAPTION: Wish = Wish {
    share: 0.085,
    least_mm: 2.1,
    most_mm: 4.0,
};
const DEMONSTRATION: Wish = Wish {
    share: 0.078,
    least_mm: 2.1,
    most_mm: 4.0,
};

pub(super) fn lay_out(label: &Label, symbol: &Symbol, size: Size) -> Result<Layout, Error> {
    let width = symbol.side() * size.dots();
    let margin = QUIET_ZONE * size.dots();
    let column = width - 2 * margin;
    let mut words = Column {
        size,
        width,
        column,
        lines: Vec::new(),
        bottom: width,
    };

    // Words keep off the edges of the band, and of the symbol above; only the
    // number goes beyond them rather than be broken.
    let room = f64::from(column) * 0.95;
    if label.design == Design::Number {
        let number_room = f64::from(column + margin);
        let number = wording(&label.number)?;
        words.add(&number, Weight::Bold, &NUMBER, 0.85, (number_room, false))?;
        let compare = wording(&label.wording.of(&COMPARE))?;
        words.add(&compare, Weight::Regular, &CAPTION, 1.15, (room, false))?;
    }
    if label.kind == CodeKind::Short {
        let online = label.wording.of(&ONLINE_ONLY);
        words.add(&online, Weight::Regular, &CAPTION, 1.15, (room, false))?;
    }
    if let Some(serial) = &label.serial
        && label.design == Design::Number
    {
        let serial = wording(serial)?;
        words.add(&serial, Weight::Regular, &CAPTION, 1.15, (room, false))?;
    }
    let mut bands = Vec::new();
    if let Some(mark) = label.mark()? {
        words.bottom += dots(size.in_dots(1.2));
        let top = words.bottom;
        words.add(&mark, Weight::Bold, &DEMONSTRATION, 1.3, (room, true))?;
        words.bottom += dots(size.in_dots(0.35));
        bands.push(Band {
            left: margin,
            top,
            width: column,
            height: words.bottom - top,
        });
    }
    // Without words the quiet zone is margin enough.
    let height = if words.bottom > width {
        words.bottom + margin * 3 / 4
    } else {
        width
    };
    Ok(Layout {
        size,
        width,
        height,
        symbol: (margin, margin),
        lines: words.lines,
        stars: Vec::new(),
        bands,
    })
}

/// The words below the symbol, from top to bottom.
struct Column {
    size: Size,
    width: u32,
    column: u32,
    lines: Vec<Line>,
    bottom: u32,
}

impl Column {
    /// Adds a piece of wording into `room` dots, its first baseline `first` ems
    /// below what is there.
    fn add(
        &mut self,
        text: &str,
        weight: Weight,
        wish: &Wish,
        first: f32,
        (room, light): (f64, bool),
    ) -> Result<(), Error> {
        if text.is_empty() {
            return Ok(());
        }
        let column = f64::from(self.column);
        let least = self.size.in_dots(LEAST_MM).max(LEAST_DOTS);
        // The number is the largest, even where it had to shrink.
        let above = self
            .lines
            .first()
            .map_or(f64::INFINITY, |line| f64::from(line.em));
        let wished = (column * wish.share)
            .clamp(
                self.size.in_dots(wish.least_mm),
                self.size.in_dots(wish.most_mm),
            )
            .min(above);
        let (em, lines) = fit(
            text,
            weight,
            (room, wished.max(least).round(), least.ceil()),
        )?;
        for (index, line) in lines.into_iter().enumerate() {
            let step = if index == 0 { first } else { LEADING };
            self.bottom += dots(f64::from(step * em));
            let line_width = weight.width(&line)? * em;
            self.lines.push(Line {
                x: (f64::from(self.width) as f32 - line_width) / 2.0,
                baseline: self.bottom as f32,
                text: line,
                weight,
                em,
                light,
            });
        }
        // What hangs below the baseline.
        self.bottom += dots(f64::from(0.26 * em));
        Ok(())
    }
}
