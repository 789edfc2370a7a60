//! A label as it lies on the table: its ink, grown or starved, and where it is scuffed.

use image::imageops::FilterType;
use image::{DynamicImage, GrayImage, Luma};

use super::Wear;
use crate::label::{Error, Printed, Symbol};

/// Dots a module that a print is brought to, whatever the printer: enough for
/// edges that wander by a tenth of a module, few enough to be quick.
pub(super) const FINE: u16 = 6;

/// How far ink runs, in modules: the standard deviation of the edge between dots.
const RUN: f32 = 0.2;

/// A printed label at [`FINE`] dots a module.
#[derive(Clone, Debug)]
pub struct Surface {
    pub(super) grey: DynamicImage,
    /// Where the symbol begins and how wide it is, in modules.
    code: (f32, f32),
    modules: f32,
}

impl Surface {
    /// What was printed, whose symbol says `text`, at the resolution of the trial.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] when there are not exactly width x height greys, and
    /// what [`Symbol::encode`] refuses of the text.
    pub fn of(printed: &Printed, text: &str) -> Result<Self, Error> {
        let grey = GrayImage::from_raw(printed.width, printed.height, printed.luma.clone())
            .filter(|grey| {
                grey.as_raw().len() as u64 == u64::from(printed.width) * u64::from(printed.height)
            })
            .filter(|grey| printed.dots > 0 && !grey.is_empty())
            .ok_or(Error::Damaged)?;
        let scaled = |dots: u32| (dots * u32::from(FINE)).div_ceil(printed.dots);
        let (width, height) = (scaled(printed.width), scaled(printed.height));
        let in_modules = |dots: u32| dots as f32 / printed.dots as f32;
        Ok(Self {
            grey: DynamicImage::ImageLuma8(grey).resize_exact(width, height, FilterType::Triangle),
            code: (in_modules(printed.symbol.0), in_modules(printed.symbol.1)),
            modules: Symbol::encode(text)?.modules().width() as f32,
        })
    }

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
