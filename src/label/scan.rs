//! The QR codes in a grey picture: tries at several scales, until one gives a text.

mod budget;
mod fixed;
mod grid;
mod levels;
mod marks;

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::imageops::FilterType;
use image::{DynamicImage, GrayImage};
use rxing::common::{BitMatrix, DetectorRXingResult, HybridBinarizer};
use rxing::qrcode::cpp_port::detector::{FindFinderPatterns, GenerateFinderPatternSets, SampleQR};
use rxing::{BinaryBitmap, Luma8LuminanceSource};

use budget::Budget;
use grid::Grid;

use super::reread;

/// Triples of corner marks that are sampled in one look: the plausible ones come
/// first, and a picture full of false marks must not cost minutes.
const MOST_TRIPLES: usize = 200;

/// Corner marks that are kept of one look, for the same reason.
const MOST_MARKS: usize = 400;

/// Runs in the proportions of a corner mark, in every third row, beyond which a
/// picture is a pattern and no photograph of a label. Three corners of twenty
/// pixels a module give sixty; the detector compares each mark with all others.
const MOST_LOOKALIKES: usize = 30_000;

/// Longer sides, in pixels, at which a large picture is looked at. The first
/// reads most photographs; the small one cures noise and coarse printing, the
/// large ones find a small code in a wide view.
const SIDES: [u32; 4] = [1200, 600, 2400, 4000];

/// Up to this longer side a picture is also looked at enlarged: its modules may
/// be under three pixels wide.
const SMALL_SIDE: u32 = 1200;

/// The smallest symbol has 21 modules.
const LEAST_SIDE: u32 = 21;

/// All different texts of the first look that reads any.
pub(super) fn texts(width: u32, height: u32, luma: &[u8]) -> Vec<String> {
    let Some(picture) = GrayImage::from_raw(width, height, luma.to_vec()) else {
        return Vec::new();
    };
    let picture = DynamicImage::ImageLuma8(picture);
    if width.min(height) < LEAST_SIDE {
        return Vec::new();
    }
    let mut budget = Budget::default();
    let longer = width.max(height);
    for side in sides(longer) {
        let filters: &[Filter] = if side > longer {
            &FILTERS[..2]
        } else {
            &FILTERS
        };
        let mut scaled = scale(&picture, side);
        stretch(&mut scaled);
        for filter in filters {
            budget.renew();
            let found = look(&scaled, *filter, &mut budget);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// What is done to a picture before a look.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Filter {
    None,
    /// Closes gaps of one pixel, as faint printing leaves them.
    Close,
    /// Takes back some of a lens out of focus.
    Sharpen,
    /// Smooths noise and the dots of a screen.
    Blur,
}

/// What helps most often comes first. Enlarged pictures gain nothing by the last
/// two, which did the same at the picture's own size.
const FILTERS: [Filter; 4] = [Filter::None, Filter::Sharpen, Filter::Blur, Filter::Close];

fn sides(side: u32) -> Vec<u32> {
    if side <= SMALL_SIDE {
        return vec![side, 2 * side, 3 * side / 2, side / 2];
    }
    SIDES
        .into_iter()
        .filter(|wanted| *wanted < side)
        .chain((side <= SIDES[3]).then_some(side))
        .collect()
}

/// The picture with its longer side so many pixels long.
fn scale(picture: &DynamicImage, side: u32) -> GrayImage {
    let (width, height) = (picture.width(), picture.height());
    let longer = width.max(height);
    let scaled = |length: u32| {
        let scaled = u64::from(length) * u64::from(side) / u64::from(longer);
        u32::try_from(scaled)
            .expect("shorter than the longer side")
            .max(1)
    };
    let (to_width, to_height) = (scaled(width), scaled(height));
    if side == longer {
        picture.to_luma8()
    } else if side < longer {
        picture.thumbnail_exact(to_width, to_height).into_luma8()
    } else {
        picture
            .resize_exact(to_width, to_height, FilterType::Triangle)
            .into_luma8()
    }
}

/// Spreads the greys so that all but one in a hundred reach from black to white.
fn stretch(picture: &mut GrayImage) {
    let mut counts = [0_usize; 256];
    for grey in picture.as_raw() {
        counts[usize::from(*grey)] += 1;
    }
    let few = picture.as_raw().len() / 100;
    let darkest = grey_after(few, counts.iter().enumerate()).unwrap_or(0);
    let lightest = grey_after(few, counts.iter().enumerate().rev()).unwrap_or(255);
    if lightest <= darkest {
        return;
    }
    let spread: [u8; 256] = std::array::from_fn(|grey| {
        let above = grey.saturating_sub(darkest) * 255 / (lightest - darkest);
        u8::try_from(above).unwrap_or(u8::MAX)
    });
    for grey in picture.iter_mut() {
        *grey = spread[usize::from(*grey)];
    }
}

fn grey_after<'a>(few: usize, counts: impl Iterator<Item = (usize, &'a usize)>) -> Option<usize> {
    let mut seen = 0;
    for (grey, count) in counts {
        seen += count;
        if seen > few {
            return Some(grey);
        }
    }
    None
}

/// One look at a picture. The detector was carried over from another language
/// and indexes freely; a panic there means that this look found nothing.
fn look(picture: &GrayImage, filter: Filter, budget: &mut Budget) -> Vec<String> {
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
        let text = reread::decode(sampled.getBits()).or_else(|| {
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
