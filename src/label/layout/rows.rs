//! Rows of words and stars, one below the other, all larger or smaller together.

use super::super::lettering::{Stroke, Weight};
use super::super::{Error, Size};
use super::Line;
use super::wrap::{LEADING, LEAST_DOTS, LEAST_MM, dots, wording, wrap};

/// One row before it has a place.
pub(super) enum Row {
    /// Words that wrap; their em in millimetres at scale 1.
    Words(String, Weight, f64),
    /// So many stars, and the level in words behind them.
    Stars(u8, String, f64),
    /// Nothing, so many millimetres high at scale 1.
    Gap(f64),
}

/// Where rows begin and how wide they may be.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub centred: bool,
}

/// Rows in their places.
pub(super) struct Set {
    pub lines: Vec<Line>,
    pub stars: Vec<Vec<Stroke>>,
    /// Dots from top to bottom.
    pub height: u32,
}

impl Row {
    /// Words, composed and checked.
    pub(super) fn words(text: &str, weight: Weight, mm: f64) -> Result<Self, Error> {
        Ok(Self::Words(wording(text)?, weight, mm))
    }
}

/// Sets rows at a scale.
///
/// # Errors
/// [`Error::Unprintable`].
pub(super) fn set(rows: &[Row], size: Size, scale: f64, place: Place) -> Result<Set, Error> {
    let least = size.in_dots(LEAST_MM).max(LEAST_DOTS).ceil();
    let em_of = |mm: f64| (size.in_dots(mm) * scale).floor().max(least) as f32;
    let mut set = Set {
        lines: Vec::new(),
        stars: Vec::new(),
        height: 0,
    };
    let mut bottom = place.top;
    let left_of = |width: f32| {
        if place.centred {
            (place.left + (place.width - f64::from(width)) / 2.0) as f32
        } else {
            place.left as f32
        }
    };
    let mut first = true;
    for row in rows {
        match row {
            Row::Gap(mm) => bottom += (size.in_dots(*mm) * scale).round(),
            Row::Words(text, weight, mm) => {
                let em = em_of(*mm);
                for line in wrap(text, *weight, (place.width / f64::from(em)) as f32)? {
                    // Two marks above a capital need nearly a whole em; the first line starts flush.
                    let step = if first { 1.02 } else { LEADING };
                    first = false;
                    bottom += f64::from((step * em).round());
                    set.lines.push(Line {
                        x: left_of(weight.width(&line)? * em).round(),
                        baseline: bottom as f32,
                        text: line,
                        weight: *weight,
                        em,
                        light: false,
                    });
                }
            }
            Row::Stars(count, level, mm) => {
                let em = em_of(*mm);
                let step = em * 1.12;
                let words_em = (em * 0.72).max(least as f32).round();
                let words_width = Weight::Bold.width(level)? * words_em;
                let gap = em * 0.2;
                let width = step * f32::from(*count) + gap + words_width;
                let left = left_of(width);
                bottom += f64::from((em * 0.38).round());
                let middle = bottom as f32 + em / 2.0;
                for star in 0..*count {
                    let centre = (left + step * f32::from(star) + em / 2.0, middle);
                    set.stars.push(star_outline(centre, em / 2.0));
                }
                bottom += f64::from(em.round());
                set.lines.push(Line {
                    x: (left + step * f32::from(*count) + gap).round(),
                    baseline: (middle + words_em * 0.36).round(),
                    text: level.clone(),
                    weight: Weight::Bold,
                    em: words_em,
                    light: false,
                });
                first = false;
            }
        }
    }
    // What hangs below the last baseline.
    let last = set.lines.last().map_or(0.0, |line| f64::from(line.em));
    set.height = dots(bottom - place.top + last * 0.26);
    Ok(set)
}

/// A five-pointed star with its tip up.
fn star_outline((x, y): (f32, f32), radius: f32) -> Vec<Stroke> {
    // The inner corners of a regular pentagram.
    let inner = radius * 0.382;
    let mut outline: Vec<Stroke> = (0..10_u8)
        .map(|corner| {
            let angle = f32::from(corner) * std::f32::consts::PI / 5.0;
            let reach = if corner % 2 == 0 { radius } else { inner };
            let (sin, cos) = angle.sin_cos();
            let (x, y) = (x + reach * sin, y - reach * cos);
            if corner == 0 {
                Stroke::Move(x, y)
            } else {
                Stroke::Line(x, y)
            }
        })
        .collect();
    outline.push(Stroke::Close);
    outline
}
