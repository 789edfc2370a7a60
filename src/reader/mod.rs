//! Reading QR codes in a grey picture: tries at several scales, until one gives a text. On the
//! server it reads photographs, in the inspector's browser the frames of a camera.

mod budget;
mod fixed;
mod grid;
mod levels;
mod marks;

mod look;

use image::imageops::FilterType;
use image::{DynamicImage, GrayImage};
use rxing::common::BitMatrix;
use rxing::qrcode::cpp_port::decoder::Decode;

use budget::Budget;
use look::{Filter, look};

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
///
/// For a picture at rest: everything is tried, which may take a second where there is no code.
pub fn texts(width: u32, height: u32, luma: &[u8]) -> Vec<String> {
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

/// All different texts of a single look at a frame of a camera, which is quick. The looks of
/// `number` 0, 1, 2 and so on try one thing after the other, because the next frame comes anyway.
pub fn glance(width: u32, height: u32, luma: &[u8], number: usize) -> Vec<String> {
    let Some(picture) = GrayImage::from_raw(width, height, luma.to_vec()) else {
        return Vec::new();
    };
    if width.min(height) < LEAST_SIDE {
        return Vec::new();
    }
    let longer = width.max(height);
    let (halves, filter) = GLANCES[number % GLANCES.len()];
    let mut scaled = match halves {
        2 => picture,
        halves => scale(&DynamicImage::ImageLuma8(picture), longer * halves / 2),
    };
    stretch(&mut scaled);
    look(&scaled, filter, &mut Budget::of_a_glance())
}

/// The text of sampled modules, one bit each.
pub fn decode(modules: &BitMatrix) -> Option<String> {
    let decoded = Decode(modules).ok().filter(|decoded| decoded.isValid())?;
    match str::from_utf8(decoded.content().bytes()) {
        Ok(text) => Some(text.to_owned()),
        Err(_) => Some(decoded.text()),
    }
}

/// How many halves of the frame's longer side each glance looks at, and its filter. Every second
/// one is the plainest, which reads most.
const GLANCES: [(u32, Filter); 6] = [
    (2, Filter::None),
    (2, Filter::Sharpen),
    (2, Filter::None),
    (3, Filter::None),
    (2, Filter::None),
    (2, Filter::Blur),
];

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
