//! The camera: a worn label from some side, out of focus, in bad light.

use image::{GrayImage, Luma};

use super::surface::{FINE, Surface};
use super::{Chance, View};

/// How far away the camera is, in lengths of the label's longer side: about as
/// people hold their phones.
const DISTANCE: f32 = 2.5;

/// The grey of what lies around a label.
const AROUND: f32 = 150.0;

/// How much of the surroundings is in the picture on each side, in pixels.
const MARGIN: f32 = 12.0;

/// A pixel of a camera gathers the light of a square: as a standard deviation, in pixels.
const PIXEL: f32 = 0.3;

/// Points of the paper, in dots from its middle, to points of the picture, in
/// pixels from its own: the columns of a projective map whose third is 0, 0, 1.
struct Projection([[f32; 3]; 2]);

impl Surface {
    /// The picture that a camera takes. The same view gives the same picture.
    #[must_use]
    pub fn photograph(&self, view: &View) -> GrayImage {
        let scale = view.pixels / f32::from(FINE);
        // What a lens and a pixel blur together, on paper.
        let blur = (view.blur * f32::from(FINE)).hypot(PIXEL / scale);
        let paper = self.worn(&view.wear).blur(blur).into_luma8();
        let (across, down) = (paper.width() as f32, paper.height() as f32);
        let projection = Projection::new(view, DISTANCE * across.max(down), scale);
        let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
            .map(|(x, y)| projection.to_picture(x * across / 2.0, y * down / 2.0));
        let (left, width) = extent(corners.map(|corner| corner.0));
        let (top, height) = extent(corners.map(|corner| corner.1));

        let mut chance = Chance::new(1);
        let (ink, paper_grey) = (127.5 - 127.5 * view.contrast, 127.5 + 127.5 * view.contrast);
        GrayImage::from_fn(width as u32, height as u32, |x, y| {
            let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
            let (right, below) = projection.to_paper(left + x, top + y);
            let grey = at(&paper, right + across / 2.0, below + down / 2.0);
            let noise = (chance.next() - 0.5) * 2.0 * view.noise;
            let seen = ink + (paper_grey - ink) * (grey / 255.0 + noise);
            let light = 1.0 - view.shade * (x / width + y / height) / 2.0;
            Luma([(seen * light).clamp(0.0, 255.0) as u8])
        })
    }
}

impl Projection {
    /// The paper lies `distance` dots before the camera and `scale` pixels a dot.
    fn new(view: &View, distance: f32, scale: f32) -> Self {
        let (turn_sin, turn_cos) = view.turn.to_radians().sin_cos();
        let (side_sin, side_cos) = view.lean.0.to_radians().sin_cos();
        let (back_sin, back_cos) = view.lean.1.to_radians().sin_cos();
        // Turned in its plane, then leant sideways, then back.
        let seen = |x: f32, y: f32| {
            let (x, z) = (side_cos * x, side_sin * x);
            let depth = back_sin * y + back_cos * z;
            let down = back_cos * y - back_sin * z;
            [scale * x, scale * down, depth / distance]
        };
        Self([seen(turn_cos, turn_sin), seen(-turn_sin, turn_cos)])
    }

    fn to_picture(&self, x: f32, y: f32) -> (f32, f32) {
        let [[a, d, g], [b, e, h]] = self.0;
        let depth = g * x + h * y + 1.0;
        ((a * x + b * y) / depth, (d * x + e * y) / depth)
    }

    /// The inverse, but for a factor that cancels out.
    fn to_paper(&self, x: f32, y: f32) -> (f32, f32) {
        let [[a, d, g], [b, e, h]] = self.0;
        let depth = (d * h - e * g) * x + (b * g - a * h) * y + (a * e - b * d);
        ((e * x - b * y) / depth, (a * y - d * x) / depth)
    }
}

/// Where the picture begins and how long it is, with its margins.
fn extent(places: [f32; 4]) -> (f32, f32) {
    let least = places.into_iter().fold(f32::INFINITY, f32::min) - MARGIN;
    let most = places.into_iter().fold(f32::NEG_INFINITY, f32::max) + MARGIN;
    (least, most - least)
}

/// The grey between four dots.
fn at(paper: &GrayImage, x: f32, y: f32) -> f32 {
    let (width, height) = (paper.width() as usize, paper.height() as usize);
    let (x, y) = (x - 0.5, y - 0.5);
    if x < 0.0 || y < 0.0 {
        return AROUND;
    }
    let (left, top) = (x as usize, y as usize);
    if left + 1 >= width || top + 1 >= height {
        return AROUND;
    }
    let (across, down) = (x - left as f32, y - top as f32);
    let dots = paper.as_raw();
    let place = top * width + left;
    let grey = |place: usize| f32::from(dots[place]);
    let upper = grey(place) * (1.0 - across) + grey(place + 1) * across;
    let lower = grey(place + width) * (1.0 - across) + grey(place + width + 1) * across;
    upper * (1.0 - down) + lower * down
}
