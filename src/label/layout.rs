//! Where everything stands on a label, in printer dots.
//!
//! From the top: the symbol in its quiet zone; the certificate number; the
//! caption; the mark of a demonstration in a black band. All is centred, and no
//! word is wider than the symbol, so the quiet zone stays free on all sides.

use super::lettering::Weight;
use super::{Error, QUIET_ZONE, Size, Symbol};

/// A label laid out.
pub(super) struct Layout<'a> {
    pub(super) symbol: &'a Symbol,
    pub(super) size: Size,
    /// Dots across.
    pub(super) width: u32,
    /// Dots from top to bottom.
    pub(super) height: u32,
    pub(super) lines: Vec<Line>,
    /// Left, top, width and height of the black band behind light lines.
    pub(super) band: Option<(u32, u32, u32, u32)>,
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

/// Under 14 dots an em, the marks above Vietnamese letters close up; under 1.7
/// millimetres people cannot read them.
const LEAST_DOTS: f64 = 14.0;
const LEAST_MM: f64 = 1.7;

/// From baseline to baseline in ems: room for two marks above a capital.
const LEADING: f32 = 1.3;

impl<'a> Layout<'a> {
    /// Lays a label out.
    ///
    /// # Errors
    ///
    /// [`Error::Unprintable`] when the font lacks a character.
    pub(super) fn new(
        symbol: &'a Symbol,
        size: Size,
        number: &str,
        caption: &str,
        demonstration: Option<&str>,
    ) -> Result<Self, Error> {
        let modules = u32::try_from(symbol.modules().width()).expect("at most 177 modules");
        let column = modules * size.dots();
        let width = column + 2 * QUIET_ZONE * size.dots();
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
        let number_room = f64::from(column + QUIET_ZONE * size.dots());
        words.add(number, Weight::Bold, &NUMBER, 0.85, (number_room, false))?;
        words.add(caption, Weight::Regular, &CAPTION, 1.15, (room, false))?;
        let mut band = None;
        if let Some(mark) = demonstration.filter(|mark| !mark.is_empty()) {
            words.bottom += dots(size.in_dots(1.2));
            let top = words.bottom;
            words.add(mark, Weight::Bold, &DEMONSTRATION, 1.3, (room, true))?;
            words.bottom += dots(size.in_dots(0.35));
            let left = QUIET_ZONE * size.dots();
            band = Some((left, top, column, words.bottom - top));
        }
        let margin = QUIET_ZONE * size.dots();
        // Without words the quiet zone is margin enough.
        let height = if words.bottom > width {
            words.bottom + margin * 3 / 4
        } else {
            width
        };
        Ok(Self {
            symbol,
            size,
            width,
            height,
            lines: words.lines,
            band,
        })
    }
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

/// The fewest lines at a legible size, and the largest size in so many lines.
fn fit(
    text: &str,
    weight: Weight,
    (room, wished, least): (f64, f64, f64),
) -> Result<(f32, Vec<String>), Error> {
    let wrap_at = |em: f64| wrap(text, weight, (room / em) as f32);
    let fewest = wrap_at(least)?.len();
    let mut em = wished;
    while em > least {
        let lines = wrap_at(em)?;
        if lines.len() <= fewest {
            return Ok((em as f32, lines));
        }
        em -= 1.0;
    }
    Ok((least as f32, wrap_at(least)?))
}

/// Wraps at ` · ` first, which then disappears, next at spaces, after hyphens
/// and last anywhere. `room` is in ems.
fn wrap(text: &str, weight: Weight, room: f32) -> Result<Vec<String>, Error> {
    if weight.width(text)? <= room {
        return Ok(vec![text.to_owned()]);
    }
    let mut lines = Vec::new();
    for part in text.split(" · ") {
        let mut line = String::new();
        for word in part.split_inclusive([' ', '-']) {
            let longer = line.clone() + word;
            if weight.width(longer.trim_end())? <= room {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for character in word.chars() {
                let longer = weight.width((line.clone() + &character.to_string()).trim_end())?;
                if longer > room && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(character);
            }
        }
        lines.push(line);
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines.retain(|line| !line.is_empty());
    Ok(lines)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn dots(length: f64) -> u32 {
    length.round().max(0.0) as u32
}
