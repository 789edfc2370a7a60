//! Corner marks whose rim is damaged, found by what is left: lines through the middle.

use rxing::common::BitMatrix;
use rxing::common::cpp_essentials::ConcentricPattern;
use rxing::point;
use rxing::qrcode::cpp_port::detector::{
    FinderPatternSet, FinderPatterns, GenerateFinderPatternSets,
};

/// Of the rows through the middle of a mark, this share must have found it.
const LEAST_LINES: f32 = 0.4;

/// In a picture of so many rows, every second is looked at; in a taller one, fewer.
const TALL: u32 = 800;

/// The marks that most rows agree on: three are a symbol's.
const MOST_KEPT: usize = 12;

/// A mark and how many rows found it.
struct Mark {
    x: f32,
    y: f32,
    size: f32,
    lines: usize,
}

/// Places where dark and light follow each other as 1:1:3:1:1 in a row and in the
/// column through its middle. A whole ring is not asked for.
pub(super) fn find(bits: &BitMatrix, most: usize) -> FinderPatterns {
    let mut marks: Vec<Mark> = Vec::new();
    let (width, height) = (bits.width(), bits.height());
    let step = 1 + height / TALL;
    for y in (step / 2..height).step_by(step as usize) {
        for (middle, across) in along(width, |x| bits.get(x, y)) {
            let Some((middle_y, down)) = through(height, y, across, |y| bits.get(middle as u32, y))
            else {
                continue;
            };
            let again = through(width, middle as u32, down, |x| bits.get(x, middle_y as u32));
            let Some((middle_x, across)) = again else {
                continue;
            };
            let size = (across + down) / 2.0;
            let near = |mark: &&mut Mark| {
                (mark.x - middle_x).abs() < size / 4.0 && (mark.y - middle_y).abs() < size / 4.0
            };
            if let Some(mark) = marks.iter_mut().find(near) {
                let lines = mark.lines as f32;
                let mean = |old: f32, new: f32| (old * lines + new) / (lines + 1.0);
                mark.x = mean(mark.x, middle_x);
                mark.y = mean(mark.y, middle_y);
                mark.size = mean(mark.size, size);
                mark.lines += 1;
            } else if marks.len() < most {
                marks.push(Mark {
                    x: middle_x,
                    y: middle_y,
                    size,
                    lines: 1,
                });
            }
        }
    }
    // The middle of a mark is three of seven modules high.
    let share = |mark: &Mark| mark.lines as f32 * step as f32 / (mark.size * 3.0 / 7.0);
    marks.retain(|mark| share(mark) >= LEAST_LINES);
    marks.sort_by(|a, b| share(b).total_cmp(&share(a)));
    marks.truncate(MOST_KEPT);
    marks
        .into_iter()
        .map(|mark| ConcentricPattern {
            p: point(mark.x, mark.y),
            size: mark.size.round() as i32,
        })
        .collect()
}

/// The triples of marks that may be a symbol's, the squarest first.
pub(super) fn triples(mut marks: FinderPatterns) -> Vec<FinderPatternSet> {
    let mut triples = GenerateFinderPatternSets(&mut marks);
    triples.sort_by(|a, b| skew(a).total_cmp(&skew(b)));
    triples
}

/// How far three marks are from those of a symbol seen straight: by their sizes,
/// the lengths of the sides and the angle between them.
fn skew(triple: &FinderPatternSet) -> f32 {
    let sizes = [triple.bl.size, triple.tl.size, triple.tr.size].map(|size| size as f32);
    let least = sizes.into_iter().fold(f32::INFINITY, f32::min);
    let most = sizes.into_iter().fold(0.0, f32::max);
    let (across, down) = (triple.tr.p - triple.tl.p, triple.bl.p - triple.tl.p);
    let (width, height) = (across.length(), down.length());
    let turn = (across.x * down.x + across.y * down.y) / (width * height);
    (most - least) / most + (width - height).abs() / (width + height) + turn.abs()
}

/// The middles and lengths of all patterns along a line.
fn along(length: u32, is_dark: impl Fn(u32) -> bool) -> Vec<(f32, f32)> {
    let mut found = Vec::new();
    let mut runs = [0_u32; 5];
    let mut dark = false;
    for place in 0..=length {
        let now = place < length && is_dark(place);
        if now != dark {
            if dark && in_proportion(runs) {
                let behind = runs[3] + runs[4];
                let middle = (place - behind) as f32 - runs[2] as f32 / 2.0;
                found.push((middle, runs.iter().sum::<u32>() as f32));
            }
            runs = [runs[1], runs[2], runs[3], runs[4], 0];
            dark = now;
        }
        runs[4] += 1;
    }
    found
}

/// The middle and length of the pattern whose middle run is at `place`, if it is
/// about as long as one found across it.
fn through(
    length: u32,
    place: u32,
    expected: f32,
    is_dark: impl Fn(u32) -> bool,
) -> Option<(f32, f32)> {
    let reach = expected as u32;
    let end = |step: i64| {
        let mut ends = [0_u32; 3];
        let mut at = i64::from(place);
        let mut dark = true;
        for end in &mut ends {
            while (0..i64::from(length)).contains(&at) && is_dark(at as u32) == dark {
                at += step;
                *end += 1;
                if *end > reach {
                    return None;
                }
            }
            dark = !dark;
        }
        Some(ends)
    };
    let (before, after) = (end(-1)?, end(1)?);
    let runs = [
        before[2],
        before[1],
        // The place itself is counted twice.
        (before[0] + after[0]).checked_sub(1)?,
        after[1],
        after[2],
    ];
    let total = runs.iter().sum::<u32>() as f32;
    let alike = total < 1.6 * expected && expected < 1.6 * total;
    (alike && in_proportion(runs)).then(|| {
        let start = (place + 1 - before[0]) as f32;
        (start + runs[2] as f32 / 2.0, total)
    })
}

/// 1:1:3:1:1, each part within half a module and the rounding to pixels.
fn in_proportion(runs: [u32; 5]) -> bool {
    let total = runs.iter().sum::<u32>() as f32;
    let module = total / 7.0;
    let slack = module * 0.6;
    total >= 7.0
        && runs
            .iter()
            .zip([1.0, 1.0, 3.0, 1.0, 1.0])
            .all(|(run, modules)| {
                *run > 0 && (*run as f32 - modules * module).abs() < slack * f32::sqrt(modules)
            })
}
