//! What happens to a label after printing, and how a camera then sees it.

/// What print and handling did to a label.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wear {
    /// How much farther ink reaches on each side, in modules; below 0, less far.
    pub ink: f32,
    /// The share of the ink that is missing in small specks.
    pub specks: f32,
    /// Where ink is rubbed off.
    pub scuffs: Vec<Scuff>,
}

/// A place of the symbol where the ink is rubbed off. Seen upright.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scuff {
    /// A square at the lower right, a quarter of the symbol's side long: a
    /// sixteenth of the modules, of which level M recovers 15 in a hundred.
    LowerRight,
    /// The tip of the corner mark, two modules across both edges.
    UpperLeft,
    /// As [`Scuff::UpperLeft`].
    UpperRight,
    /// As [`Scuff::UpperLeft`].
    LowerLeft,
    /// A line half a module thin, slanting through the data from edge to edge.
    Scratch,
}

/// How a camera sees a label.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Pixels a module where the label lies flat before the camera.
    pub pixels: f32,
    /// How far the label is turned, in degrees.
    pub turn: f32,
    /// How far it leans sideways and back, in degrees.
    pub lean: (f32, f32),
    /// The lens out of focus: standard deviation in modules.
    pub blur: f32,
    /// Largest change of a pixel, as a share of the way from ink to paper.
    pub noise: f32,
    /// What is left of the way from black to white, 1 for all.
    pub contrast: f32,
    /// How much darker the far edge is than the near one, as a share.
    pub shade: f32,
    /// What print and handling did to the label.
    pub wear: Wear,
}

impl View {
    /// A clear and even view, flat before the camera.
    #[must_use]
    pub fn clear(pixels: f32) -> Self {
        Self {
            pixels,
            turn: 0.0,
            lean: (0.0, 0.0),
            blur: 0.0,
            noise: 0.0,
            contrast: 0.85,
            shade: 0.0,
            wear: Wear::default(),
        }
    }
}

impl Scuff {
    /// Left, top, right and bottom of what is rubbed off a symbol so wide, in modules.
    pub(super) fn pieces(self, width: f32) -> Vec<(f32, f32, f32, f32)> {
        let far = width - 2.0;
        match self {
            Self::LowerRight => vec![(0.75 * width, 0.75 * width, width, width)],
            Self::UpperLeft => tip((0.0, 0.0), (1.0, 1.0)),
            Self::UpperRight => tip((far, 0.0), (0.0, 1.0)),
            Self::LowerLeft => tip((0.0, far), (1.0, 0.0)),
            Self::Scratch => scratch(width),
        }
    }
}

/// A square of two modules without the module that is farthest inside.
fn tip((left, top): (f32, f32), inner: (f32, f32)) -> Vec<(f32, f32, f32, f32)> {
    [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]
        .into_iter()
        .filter(|module| *module != inner)
        .map(|(x, y)| (left + x, top + y, left + x + 1.0, top + y + 1.0))
        .collect()
}

/// From the left edge to the right, a quarter of the height down; clear of the
/// corner marks, which end after eight modules.
fn scratch(width: f32) -> Vec<(f32, f32, f32, f32)> {
    let pieces = (4.0 * width) as u16;
    (0..pieces)
        .map(|piece| {
            let left = f32::from(piece) / 4.0;
            let top = 9.0 + left / width * (width - 18.0);
            (left, top, left + 0.25, top + 0.5)
        })
        .collect()
}
