//! Dark or light: the greys of the modules, weighed against their neighbours.

use rxing::common::BitMatrix;

use super::decode;
use super::grid::Grid;

/// How much of what light spills from module to module is taken back, in turn:
/// for a sharp picture, a soft one, and one well out of focus.
const SHARPENED: [f32; 4] = [0.0, 0.6, 1.2, 2.0];

/// Modules on each side whose mean is the line between dark and light.
const NEAR: usize = 4;

/// Of the modules whose colour is known, so many in a hundred must be right
/// before the others are taken for a code.
const LEAST_RIGHT: usize = 82;

/// The text of a symbol from its greys.
pub(super) fn text(grid: &Grid) -> Option<String> {
    let width = grid.width() as usize;
    let greys = grid.greys()?;
    SHARPENED.into_iter().find_map(|strength| {
        let levels = sharpened(&greys, width, strength);
        let dark = darker_than_around(&levels, width);
        let right = grid
            .fixed()
            .iter()
            .filter(|module| dark[module.y as usize * width + module.x as usize] == module.dark)
            .count();
        if right * 100 < grid.fixed().len() * LEAST_RIGHT {
            return None;
        }
        let mut bits = BitMatrix::new(grid.width(), grid.width()).ok()?;
        for (place, _) in dark.iter().enumerate().filter(|(_, dark)| **dark) {
            bits.set((place % width) as u32, (place / width) as u32);
        }
        decode(&bits)
    })
}

/// Each grey moved away from the mean of its four neighbours.
fn sharpened(greys: &[f32], width: usize, strength: f32) -> Vec<f32> {
    if strength == 0.0 {
        return greys.to_vec();
    }
    let at = |x: usize, y: usize| greys[y.min(width - 1) * width + x.min(width - 1)];
    let mut sharp = Vec::with_capacity(greys.len());
    for y in 0..width {
        for x in 0..width {
            let here = at(x, y);
            let around = at(x.saturating_sub(1), y)
                + at(x + 1, y)
                + at(x, y.saturating_sub(1))
                + at(x, y + 1);
            sharp.push(here + strength * (here - around / 4.0));
        }
    }
    sharp
}

fn darker_than_around(levels: &[f32], width: usize) -> Vec<bool> {
    // Sums of all that is above and to the left, a row and a column of zeros first.
    let stride = width + 1;
    let mut sums = vec![0.0_f32; stride * stride];
    for y in 0..width {
        let mut row = 0.0;
        for x in 0..width {
            row += levels[y * width + x];
            sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row;
        }
    }
    let mut dark = Vec::with_capacity(levels.len());
    for y in 0..width {
        let (top, bottom) = (y.saturating_sub(NEAR), (y + NEAR + 1).min(width));
        for x in 0..width {
            let (left, right) = (x.saturating_sub(NEAR), (x + NEAR + 1).min(width));
            let sum = sums[bottom * stride + right] + sums[top * stride + left]
                - sums[top * stride + right]
                - sums[bottom * stride + left];
            let mean = sum / ((bottom - top) * (right - left)) as f32;
            dark.push(levels[y * width + x] < mean);
        }
    }
    dark
}
