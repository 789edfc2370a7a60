//! Which of the eight masks a symbol gets: the ISO/IEC 18004 penalties, 64 modules at a time.
//!
//! Writers spend most of their time here when they look at single modules.

use std::ops::{BitAnd, BitOr, BitXor, Not, Shr};

use qrcode::Color;
use qrcode::canvas::{Canvas, MaskPattern};

use super::Matrix;

const PATTERNS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

/// The modules of a drawn canvas under the mask with the lowest penalty.
pub(super) fn apply_best(canvas: &Canvas, version: u8) -> Matrix {
    let width = 17 + 4 * usize::from(version);
    PATTERNS
        .into_iter()
        .map(|pattern| {
            let mut masked = canvas.clone();
            masked.apply_mask(pattern);
            let colors = masked.into_colors();
            Matrix::from_fn(width, |x, y| colors[y * width + x] == Color::Dark)
        })
        .min_by_key(penalty)
        .expect("there are eight patterns")
}

/// The penalty of a masked symbol (ISO/IEC 18004, 7.8.3): lower scans better.
#[must_use]
pub fn penalty(modules: &Matrix) -> u32 {
    let rows = Rows::of(modules);
    rows.runs_and_blocks() + rows.finder_lookalikes() + imbalance(modules)
}

/// Light modules around the symbol, counted as part of a finder-like pattern.
const MARGIN: usize = 4;

/// All rows, with a light margin of four modules on every side.
struct Rows {
    width: usize,
    lines: Vec<Line>,
}

impl Rows {
    fn of(modules: &Matrix) -> Self {
        let width = modules.width();
        let mut lines = vec![Line::default(); width + 2 * MARGIN];
        for y in 0..width {
            lines[y + MARGIN] = Line::of(modules.row(y));
        }
        Self { width, lines }
    }

    /// Three points and one for each module more than five alike in a row or
    /// column; three points for each 2 x 2 block alike.
    fn runs_and_blocks(&self) -> u32 {
        let symbol = &self.lines[MARGIN..MARGIN + self.width];
        let all = Line::ones(MARGIN, self.width);
        let all_but_last = Line::ones(MARGIN, self.width - 1);
        let like_right: Vec<Line> = symbol
            .iter()
            .map(|line| !(*line ^ (*line >> 1)) & all_but_last)
            .collect();
        let like_below: Vec<Line> = symbol
            .windows(2)
            .map(|pair| !(pair[0] ^ pair[1]) & all)
            .collect();

        let mut points = 0;
        for like in &like_right {
            let fives = *like & (*like >> 1) & (*like >> 2) & (*like >> 3);
            points += fives.count() + 2 * (fives & !(fives >> 1)).count();
        }
        let mut above = Line::default();
        for like in like_below.windows(4) {
            let fives = like[0] & like[1] & like[2] & like[3];
            points += fives.count() + 2 * (fives & !above).count();
            above = fives;
        }
        for (pair, below) in like_right.windows(2).zip(&like_below) {
            points += 3 * (pair[0] & pair[1] & *below).count();
        }
        points
    }

    /// Forty points for each dark-light-dark-dark-dark-light-dark with four
    /// light modules on one side.
    fn finder_lookalikes(&self) -> u32 {
        let mut found = 0;
        for line in &self.lines[MARGIN..MARGIN + self.width] {
            let line = *line;
            let light = !(line | (line >> 1) | (line >> 2) | (line >> 3));
            let finder = lookalike([0, 1, 2, 3, 4, 5, 6].map(|step| line >> step));
            found += ((finder >> MARGIN) & (light | (light >> (MARGIN + 7)))).count();
        }
        for window in self.lines.windows(2 * MARGIN + 7) {
            let light = |from: usize| {
                !(window[from] | window[from + 1] | window[from + 2] | window[from + 3])
            };
            let finder = lookalike([4, 5, 6, 7, 8, 9, 10].map(|row: usize| window[row]));
            found += (finder & (light(0) | light(MARGIN + 7))).count();
        }
        40 * found
    }
}

fn lookalike(at: [Line; 7]) -> Line {
    at[0] & !at[1] & at[2] & at[3] & at[4] & !at[5] & at[6]
}

/// Ten points for each five per cent that dark and light are out of balance.
fn imbalance(modules: &Matrix) -> u32 {
    let width = modules.width();
    let total = width * width;
    let dark: usize = (0..width)
        .map(|y| modules.row(y).iter().filter(|dark| **dark).count())
        .sum();
    let per_cent_off = (dark * 100).abs_diff(total * 50) / total;
    10 * u32::try_from(per_cent_off / 5).expect("at most ten steps")
}

/// One row of at most 177 modules and its margins, a bit each, the left lowest.
#[derive(Clone, Copy, Default)]
struct Line([u64; 3]);

impl Line {
    fn of(row: &[bool]) -> Self {
        let mut words = [0; 3];
        for (x, dark) in row.iter().enumerate() {
            let at = x + MARGIN;
            words[at / 64] |= u64::from(*dark) << (at % 64);
        }
        Self(words)
    }

    fn ones(from: usize, count: usize) -> Self {
        let mut words = [0; 3];
        for at in from..from + count {
            words[at / 64] |= 1 << (at % 64);
        }
        Self(words)
    }

    fn count(self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }
}

impl Shr<usize> for Line {
    type Output = Self;
    fn shr(self, by: usize) -> Self {
        if by == 0 {
            return self;
        }
        let [low, middle, high] = self.0;
        let carry = 64 - by;
        Self([
            (low >> by) | (middle << carry),
            (middle >> by) | (high << carry),
            high >> by,
        ])
    }
}

impl BitAnd for Line {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] & other.0[word]))
    }
}

impl BitOr for Line {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] | other.0[word]))
    }
}

impl BitXor for Line {
    type Output = Self;
    fn bitxor(self, other: Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] ^ other.0[word]))
    }
}

impl Not for Line {
    type Output = Self;
    fn not(self) -> Self {
        Self(self.0.map(|word| !word))
    }
}
