//! One look at a grey picture: corner marks, sampled modules, their text.

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{DynamicImage, GrayImage};
use rxing::common::{BitMatrix, DetectorRXingResult, HybridBinarizer};
use rxing::qrcode::cpp_port::detector::{FindFinderPatterns, GenerateFinderPatternSets, SampleQR};
use rxing::{BinaryBitmap, Luma8LuminanceSource};

use super::budget::Budget;
use super::grid::Grid;
use super::{decode, levels, marks};

/// Triples of corner marks that are sampled in one look: the plausible ones come
/// first, and a picture full of false marks must not cost minutes.
const MOST_TRIPLES: usize = 200;

/// Corner marks that are kept of one look, for the same reason.
const MOST_MARKS: usize = 400;

/// Runs in the proportions of a corner mark, in every third row, beyond which a
/// picture is a pattern and no photograph of a label. Three corners of twenty
/// pixels a module give sixty; the detector compares each mark with all others.
const MOST_LOOKALIKES: usize = 30_000;

/// What is done to a picture before a look.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Filter {
    None,
    /// Closes gaps of one pixel, as faint printing leaves them.
    Close,
    /// Takes back some of a lens out of focus.
    Sharpen,
    /// Smooths noise and the dots of a screen.
    Blur,
}

/// One look at a picture. The detector was carried over from another language
/// and indexes freely; a panic there means that this look found nothing.
pub(super) fn look(picture: &GrayImage, filter: Filter, budget: &mut Budget) -> Vec<String> {
    catch_unwind(AssertUnwindSafe(|| find(picture, filter, budget))).unwrap_or_default()
}

fn find(picture: &GrayImage, filter: Filter, budget: &mut Budget) -> Vec<String> {
    let (width, height) = picture.dimensions();
    let pixels = DynamicImage::ImageLuma8(picture.clone());
    let pixels = match filter {
        Filter::Sharpen => pixels.unsharpen(1.5, 0),
        Filter::Blur => pixels.blur(0.8),
        Filter::None | Filter::Close => pixels,
    };
    let pixels = pixels.into_luma8().into_raw();
    let Ok(source) = Luma8LuminanceSource::new(pixels, width, height) else {
        return Vec::new();
    };
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    if filter == Filter::Close && bitmap.close().is_err() {
        return Vec::new();
    }
    let bits = bitmap.get_black_matrix();
    if lookalikes(bits) > MOST_LOOKALIKES {
        return Vec::new();
    }
    let mut marks = FindFinderPatterns(bits, true, 0);
    marks.sort_by_key(|mark| std::cmp::Reverse(mark.size));
    marks.truncate(MOST_MARKS);

    let mut texts: Vec<String> = Vec::new();
    let mut read = Vec::new();
    for triple in GenerateFinderPatternSets(&mut marks)
        .into_iter()
        .take(MOST_TRIPLES)
    {
        let corners = [triple.bl, triple.tl, triple.tr];
        if corners.iter().any(|corner| read.contains(corner)) {
            continue;
        }
        let Ok(sampled) = SampleQR(bits, &triple) else {
            continue;
        };
        let text = decode(sampled.getBits()).or_else(|| {
            let [tl, tr, bl, br] = *sampled.getPoints() else {
                return None;
            };
            if !budget.take() {
                return None;
            }
            let grid = Grid::at(picture, sampled.getBits().width(), [tl, tr, br, bl])?;
            levels::text(&grid)
        });
        if let Some(text) = text {
            read.extend(corners);
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
    }
    if texts.is_empty() {
        for triple in marks::triples(marks::find(bits, MOST_MARKS)) {
            if !budget.take() {
                break;
            }
            let text = Grid::between(picture, &triple).and_then(|grid| levels::text(&grid));
            if text.is_some() {
                return text.into_iter().collect();
            }
        }
    }
    texts
}

/// How often dark and light follow each other as 1:1:3:1:1 across every third row.
fn lookalikes(bits: &BitMatrix) -> usize {
    let mut found = 0;
    for y in (0..bits.height()).step_by(3) {
        let mut runs = [0_u32; 5];
        let mut dark = false;
        for x in 0..bits.width() {
            if bits.get(x, y) != dark {
                let [a, b, c, d, e] = runs;
                // Both ends of the pattern are dark.
                let outer = [a, b, d, e];
                let in_proportion =
                    |run: u32| run > 0 && 3 * run >= c.div_ceil(2) && 3 * run <= 2 * c;
                found += usize::from(dark && outer.into_iter().all(in_proportion));
                runs = [b, c, d, e, 0];
                dark = !dark;
            }
            runs[4] += 1;
        }
    }
    found
}
