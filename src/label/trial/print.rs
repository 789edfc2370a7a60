//! A label as it lies on the table: its ink, grown or starved, and where it is scuffed.

use image::imageops::FilterType;
use image::{DynamicImage, GrayImage, Luma};

use super::Wear;
use crate::label::{Error, Symbol};

/// Dots a module that a print is brought to, whatever the printer: enough for
/// edges that wander by a tenth of a module, few enough to be quick.
pub(super) const FINE: u16 = 6;

/// How far ink runs, in modules: the standard deviation of the edge between dots.
const RUN: f32 = 0.2;

/// A label as its printer makes it: the grey of each dot, row by row, 0 black.
#[derive(Clone, Copy, Debug)]
pub struct Print<'a> {
    /// Dots across.
    pub width: u32,
    /// Dots from top to bottom.
    pub height: u32,
    /// `width` x `height` greys.
    pub luma: &'a [u8],
    /// Dots a module.
    pub dots: u32,
    /// The dot, from left and top, where the symbol begins, inside its quiet zone.
    pub code: (u32, u32),
    /// What the symbol says.
    pub text: &'a str,
}

/// A print at [`FINE`] dots a module.
#[derive(Clone, Debug)]
pub struct Paper {
    pub(super) grey: DynamicImage,
    /// Where the symbol begins and how wide it is, in modules.
    code: (f32, f32),
    modules: f32,
}

impl Print<'_> {
    /// The print at the resolution of the trial.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] when there are not exactly `width` x `height` greys,
    /// and what [`Symbol::encode`] refuses of the text.
    pub fn paper(&self) -> Result<Paper, Error> {
        let grey = GrayImage::from_raw(self.width, self.height, self.luma.to_vec())
            .filter(|grey| grey.len() == self.luma.len())
            .filter(|_| self.dots > 0 && self.width.min(self.height) > 0)
            .ok_or(Error::Damaged)?;
        let scaled = |dots: u32| (dots * u32::from(FINE)).div_ceil(self.dots);
        let grey = DynamicImage::ImageLuma8(grey);
        let (width, height) = (scaled(self.width), scaled(self.height));
        let in_modules = |dots: u32| dots as f32 / self.dots as f32;
        Ok(Paper {
            grey: grey.resize_exact(width, height, FilterType::Triangle),
            code: (in_modules(self.code.0), in_modules(self.code.1)),
            modules: Symbol::encode(self.text)?.modules().width() as f32,
        })
    }
}

impl Paper {
    /// The paper with its ink grown or starved and its scuffs.
    pub(super) fn worn(&self, wear: &Wear) -> DynamicImage {
        let mut grey = self.grey.clone();
        if wear.ink != 0.0 {
            grey = spread(&grey, wear.ink);
        }
        let Some(luma) = grey.as_mut_luma8() else {
            return grey;
        };
        if wear.specks > 0.0 {
            speckle(luma, wear.specks);
        }
        for scuff in &wear.scuffs {
            let pieces = scuff.pieces(self.modules);
            for (left, top, right, bottom) in pieces {
                let dots = |from: f32, modules: f32| {
                    (f32::from(FINE) * (from + modules)).round().max(0.0) as u32
                };
                let (left, right) = (dots(self.code.0, left), dots(self.code.0, right));
                let (top, bottom) = (dots(self.code.1, top), dots(self.code.1, bottom));
                for y in top..bottom.min(luma.height()) {
                    for x in left..right.min(luma.width()) {
                        luma.put_pixel(x, y, Luma([235]));
                    }
                }
            }
        }
        grey
    }
}

/// Ink that grows by so many modules on each side, or with less than none shrinks:
/// the edges run out softly, and a lighter or darker grey than the middle counts as ink.
fn spread(grey: &DynamicImage, modules: f32) -> DynamicImage {
    let run = RUN * f32::from(FINE);
    let mut soft = grey.blur(run);
    // The share of white at that distance from a straight edge, by a logistic
    // curve that follows the normal one within a hundredth.
    let share = 1.0 / (1.0 + (-1.702 * modules / RUN).exp());
    let tones: [u8; 256] = std::array::from_fn(|tone| {
        ((tone as f32 / 255.0 - share) * 255.0 * 4.0 + 127.5).clamp(0.0, 255.0) as u8
    });
    if let Some(luma) = soft.as_mut_luma8() {
        for tone in luma.iter_mut() {
            *tone = tones[usize::from(*tone)];
        }
    }
    soft
}

/// Takes the ink off small squares, as from a ribbon that runs out: of all
/// squares of a third of a module, so large a share.
fn speckle(luma: &mut GrayImage, share: f32) {
    let side = u32::from(FINE) / 3;
    let (width, height) = luma.dimensions();
    let mut chance = super::Chance::new(11);
    for top in (0..height).step_by(side as usize) {
        for left in (0..width).step_by(side as usize) {
            if chance.next() > share {
                continue;
            }
            for y in top..(top + side).min(height) {
                for x in left..(left + side).min(width) {
                    luma.put_pixel(x, y, Luma([255]));
                }
            }
        }
    }
}
