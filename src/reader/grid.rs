//! Where the modules of a symbol lie in a picture, found by those that are known.

use image::GrayImage;
use rxing::common::{PerspectiveTransform, Quadrilateral};
use rxing::qrcode::cpp_port::detector::FinderPatternSet;
use rxing::{Point, point};

use super::fixed::{self, Fixed};

/// The corners of a symbol in a picture, and what is known of its modules.
pub(super) struct Grid<'a> {
    picture: &'a GrayImage,
    width: u32,
    /// Upper left, upper right, lower right, lower left.
    corners: [Point; 4],
    /// Pixels a module.
    module: f32,
    fixed: Vec<Fixed>,
}

/// How far the corners are moved, in modules, while that makes the known modules
/// fit better.
const STEPS: [f32; 3] = [0.5, 0.25, 0.1];

/// Rounds a step: a corner that still moves after these is on the wrong way.
const MOST_ROUNDS: usize = 4;

/// How far from a parallelogram the fourth corner is looked for, in modules.
const FARTHEST: i16 = 6;

/// Of the modules in and around three corner marks, so many in a hundred must have
/// their colour: by chance it is 50.
const LEAST_RIGHT: usize = 70;

impl<'a> Grid<'a> {
    /// A symbol whose corners are known about.
    pub(super) fn at(picture: &'a GrayImage, width: u32, corners: [Point; 4]) -> Option<Self> {
        let [a, b, c, d] = corners;
        let around = [(a, b), (b, c), (c, d), (d, a)]
            .into_iter()
            .map(|(from, to)| Point::distance(from, to))
            .sum::<f32>();
        let module = around / 4.0 / width as f32;
        (module >= 1.0).then_some(())?;
        let mut grid = Self {
            picture,
            width,
            corners,
            module,
            fixed: fixed::modules(width)?,
        };
        grid.settle();
        Some(grid)
    }

    /// A symbol of which only the three corner marks are known.
    pub(super) fn between(picture: &'a GrayImage, marks: &FinderPatternSet) -> Option<Self> {
        let sizes = [marks.tl.size, marks.tr.size, marks.bl.size];
        let (left, top) = (marks.bl.p - marks.tl.p, marks.tr.p - marks.tl.p);
        // A slanting square is longer where a row crosses it.
        let slant = top.x.abs().max(top.y.abs()) / top.length();
        let module = sizes.into_iter().sum::<i32>() as f32 / 21.0 * slant;
        let middle = (left.length() + top.length()) / 2.0;
        let estimate = ((middle / module - 10.0) / 4.0).round() as i32;
        (estimate - 1..=estimate + 1)
            .filter(|version| (2..=40).contains(version))
            .filter_map(|version| {
                let width = 17 + 4 * version as u32;
                // From the middles of the corner marks to the corners.
                let across = 1.0 / (width as f32 - 7.0);
                let (right, down) = (top * across, left * across);
                let corner = |x: f32, y: f32| marks.tl.p + right * (x - 3.5) + down * (y - 3.5);
                let far = width as f32;
                let corners = [
                    corner(0.0, 0.0),
                    corner(far, 0.0),
                    corner(far, far),
                    corner(0.0, far),
                ];
                let mut grid = Self {
                    picture,
                    width,
                    corners,
                    module: middle * across,
                    fixed: fixed::modules(width)?,
                };
                if !grid.has_corner_marks()? {
                    return None;
                }
                let fit = grid.find_fourth()?;
                Some((fit, grid))
            })
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, mut grid)| {
                grid.settle();
                grid
            })
    }

    pub(super) fn width(&self) -> u32 {
        self.width
    }

    pub(super) fn fixed(&self) -> &[Fixed] {
        &self.fixed
    }

    /// The greys in the middles of all modules, row by row.
    pub(super) fn greys(&self) -> Option<Vec<f32>> {
        let map = self.map()?;
        let near = 0.2;
        let places = [
            (0.0, 0.0),
            (near, near),
            (-near, near),
            (near, -near),
            (-near, -near),
        ];
        let mut greys = Vec::with_capacity((self.width * self.width) as usize);
        for y in 0..self.width {
            for x in 0..self.width {
                let sum: f32 = places
                    .iter()
                    .map(|(right, down)| {
                        let module = point(x as f32 + 0.5 + right, y as f32 + 0.5 + down);
                        grey_at(self.picture, map.transform_point(module))
                    })
                    .sum();
                greys.push(sum / 5.0);
            }
        }
        Some(greys)
    }

    fn map(&self) -> Option<PerspectiveTransform> {
        let far = self.width as f32;
        let square = [
            point(0.0, 0.0),
            point(far, 0.0),
            point(far, far),
            point(0.0, far),
        ];
        PerspectiveTransform::quadrilateralToQuadrilateral(
            square.into(),
            Quadrilateral(self.corners),
        )
        .ok()
        .filter(PerspectiveTransform::isValid)
    }

    /// How much lighter the known light modules are than the known dark ones.
    fn fit(&self) -> Option<f32> {
        let map = self.map()?;
        let (mut light, mut dark) = ((0.0, 0.0), (0.0, 0.0));
        for module in &self.fixed {
            let middle = point(module.x as f32 + 0.5, module.y as f32 + 0.5);
            let grey = grey_at(self.picture, map.transform_point(middle));
            let side = if module.dark { &mut dark } else { &mut light };
            side.0 += grey;
            side.1 += 1.0;
        }
        Some(light.0 / light.1 - dark.0 / dark.1)
    }

    /// Whether what was taken for corner marks looks like them, which is quick to
    /// see and saves the search for the fourth corner.
    fn has_corner_marks(&self) -> Option<bool> {
        let map = self.map()?;
        let marks = self.fixed.get(..fixed::IN_CORNER_MARKS)?;
        let mut right = 0;
        for mark in marks.chunks(fixed::IN_CORNER_MARKS / 3) {
            let greys: Vec<f32> = mark
                .iter()
                .map(|module| {
                    let middle = point(module.x as f32 + 0.5, module.y as f32 + 0.5);
                    grey_at(self.picture, map.transform_point(middle))
                })
                .collect();
            let mean = greys.iter().sum::<f32>() / greys.len() as f32;
            let known = mark.iter().zip(greys);
            right += known
                .filter(|(module, grey)| module.dark == (*grey < mean))
                .count();
        }
        Some(right * 100 >= fixed::IN_CORNER_MARKS * LEAST_RIGHT)
    }

    fn find_fourth(&mut self) -> Option<f32> {
        let from = self.corners[2];
        let (right, down) = (
            self.corners[1] - self.corners[0],
            self.corners[3] - self.corners[0],
        );
        let (right, down) = (right / self.width as f32, down / self.width as f32);
        let mut best = (self.fit()?, from);
        for x in -FARTHEST..=FARTHEST {
            for y in -FARTHEST..=FARTHEST {
                self.corners[2] = from + right * f32::from(x) + down * f32::from(y);
                if let Some(fit) = self.fit().filter(|fit| *fit > best.0) {
                    best = (fit, self.corners[2]);
                }
            }
        }
        self.corners[2] = best.1;
        Some(best.0)
    }

    /// Moves one corner after the other while the known modules fit better.
    fn settle(&mut self) {
        let Some(mut best) = self.fit() else {
            return;
        };
        for step in STEPS {
            let step = step * self.module;
            for _ in 0..MOST_ROUNDS {
                let before = best;
                for corner in 0..4 {
                    for (x, y) in [(step, 0.0), (-step, 0.0), (0.0, step), (0.0, -step)] {
                        let from = self.corners[corner];
                        self.corners[corner] = from + point(x, y);
                        match self.fit() {
                            Some(fit) if fit > best => best = fit,
                            _ => self.corners[corner] = from,
                        }
                    }
                }
                if best <= before {
                    break;
                }
            }
        }
    }
}

/// The grey between four pixels; outside, that of the edge.
fn grey_at(picture: &GrayImage, place: Point) -> f32 {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let x = (place.x - 0.5).clamp(0.0, (width - 2) as f32);
    let y = (place.y - 0.5).clamp(0.0, (height - 2) as f32);
    let (left, top) = (x as usize, y as usize);
    let (across, down) = (x - left as f32, y - top as f32);
    let pixels = picture.as_raw();
    let grey = |place: usize| f32::from(pixels[place]);
    let first = top * width + left;
    let upper = grey(first) + (grey(first + 1) - grey(first)) * across;
    let second = first + width;
    let lower = grey(second) + (grey(second + 1) - grey(second)) * across;
    upper + (lower - upper) * down
}
