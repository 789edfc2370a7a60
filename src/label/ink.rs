//! Dots of ink, one bit each: filled rectangles and filled outlines.

use super::lettering::Stroke;

/// A picture of ink on paper; a set bit is ink, the leftmost dot the highest bit.
pub(super) struct Ink {
    width: usize,
    height: usize,
    stride: usize,
    bytes: Vec<u8>,
}

/// Straight pieces that a curve is made of: enough for letters of some
/// hundred dots, where the error is under a tenth of a dot.
const PIECES: u8 = 6;

impl Ink {
    pub(super) fn new(width: u32, height: u32) -> Self {
        let (width, height) = (width as usize, height as usize);
        let stride = width.div_ceil(8);
        Self {
            width,
            height,
            stride,
            bytes: vec![0; stride * height],
        }
    }

    /// The picture of whole rows of bytes; `None` when they are too few or too many.
    pub(super) fn of_bytes(width: usize, height: usize, bytes: Vec<u8>) -> Option<Self> {
        let stride = width.div_ceil(8);
        (bytes.len() == stride * height).then_some(Self {
            width,
            height,
            stride,
            bytes,
        })
    }

    /// Dots across and from top to bottom.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// Bytes of a row.
    pub(super) fn stride(&self) -> usize {
        self.stride
    }

    /// Whether a dot is ink. It must be inside.
    pub(super) fn is_ink(&self, x: usize, y: usize) -> bool {
        self.bytes[y * self.stride + x / 8] & (0x80 >> (x % 8)) != 0
    }

    /// A byte a dot, row by row: 0 ink, 255 paper.
    pub(super) fn luma(&self) -> Vec<u8> {
        (0..self.height)
            .flat_map(|y| (0..self.width).map(move |x| if self.is_ink(x, y) { 0 } else { 255 }))
            .collect()
    }

    /// Whether dots `from..to` of two rows are alike.
    pub(super) fn alike(&self, (one, other): (usize, usize), from: usize, to: usize) -> bool {
        let (first, last) = (from / 8, to.div_ceil(8));
        let row = |y: usize| &self.bytes[y * self.stride..][first..last];
        row(one)
            .iter()
            .zip(row(other))
            .enumerate()
            .all(|(index, (a, b))| {
                let start = from.saturating_sub((first + index) * 8).min(8);
                let end = (to - (first + index) * 8).min(8);
                let bits = (0xFF_u16 >> start & !(0xFF_u16 >> end)) as u8;
                (a ^ b) & bits == 0
            })
    }

    /// Whether dots `from..to` of a row are all paper.
    pub(super) fn is_free(&self, y: usize, from: usize, to: usize) -> bool {
        (from / 8..to.div_ceil(8)).all(|byte| {
            let start = from.saturating_sub(byte * 8).min(8);
            let end = (to - byte * 8).min(8);
            let bits = (0xFF_u16 >> start & !(0xFF_u16 >> end)) as u8;
            self.bytes[y * self.stride + byte] & bits == 0
        })
    }

    /// The rows one after the other, each of whole bytes; 1 is ink.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Inks, or with `light` clears, dots `from..to` of a row.
    pub(super) fn span(&mut self, y: usize, from: usize, to: usize, light: bool) {
        let to = to.min(self.width);
        if from >= to {
            return;
        }
        let Some(row) = self.bytes.get_mut(y * self.stride..(y + 1) * self.stride) else {
            return;
        };
        for (index, byte) in row
            .iter_mut()
            .enumerate()
            .take(to.div_ceil(8))
            .skip(from / 8)
        {
            let start = from.saturating_sub(index * 8).min(8);
            let end = (to - index * 8).min(8);
            let bits = (0xFF_u16 >> start & !(0xFF_u16 >> end)) as u8;
            *byte = if light { *byte & !bits } else { *byte | bits };
        }
    }

    /// Fills outlines by the non-zero rule: a dot is inked when its centre is inside.
    pub(super) fn fill(&mut self, outline: &[Stroke], light: bool) {
        let edges = edges(outline);
        let top = edges
            .iter()
            .map(|edge| edge.top)
            .fold(f32::INFINITY, f32::min)
            .max(0.0);
        let bottom = edges.iter().map(|edge| edge.bottom).fold(0.0, f32::max);
        let mut crossings: Vec<(f32, i32)> = Vec::new();
        let mut rows: Vec<Vec<&Edge>> = Vec::new();
        let (first, last) = (top.floor() as usize, bottom.ceil() as usize);
        rows.resize_with(last.saturating_sub(first), Vec::new);
        for edge in &edges {
            let from = (edge.top.max(0.0) - 0.5).ceil().max(0.0) as usize;
            let to = (edge.bottom - 0.5).ceil().max(0.0) as usize;
            for row in from..to {
                rows[row - first].push(edge);
            }
        }
        for (row, edges) in rows.iter().enumerate() {
            let y = first + row;
            let middle = y as f32 + 0.5;
            crossings.clear();
            crossings.extend(edges.iter().map(|edge| (edge.x_at(middle), edge.turn)));
            crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut turns = 0;
            let mut from = 0.0;
            for (x, turn) in &crossings {
                if turns == 0 {
                    from = *x;
                }
                turns += turn;
                if turns == 0 {
                    self.span(y, dot_from(from), dot_from(*x), light);
                }
            }
        }
    }
}

/// The first dot whose centre is at `x` or to the right of it.
fn dot_from(x: f32) -> usize {
    (x - 0.5).ceil().max(0.0) as usize
}

/// A piece of an outline that crosses rows `top..bottom`, downwards (1) or upwards (-1).
struct Edge {
    top: f32,
    bottom: f32,
    x: f32,
    slope: f32,
    turn: i32,
}

impl Edge {
    fn x_at(&self, y: f32) -> f32 {
        self.x + (y - self.top) * self.slope
    }
}

fn edges(outline: &[Stroke]) -> Vec<Edge> {
    let mut edges = Vec::new();
    let mut start = (0.0, 0.0);
    let mut at = (0.0, 0.0);
    let mut line_to = |from: (f32, f32), to: (f32, f32)| {
        let (upper, lower, turn) = if from.1 < to.1 {
            (from, to, 1)
        } else {
            (to, from, -1)
        };
        if upper.1 < lower.1 {
            let slope = (lower.0 - upper.0) / (lower.1 - upper.1);
            edges.push(Edge {
                top: upper.1,
                bottom: lower.1,
                x: upper.0,
                slope,
                turn,
            });
        }
    };
    for stroke in outline {
        match *stroke {
            Stroke::Move(x, y) => (start, at) = ((x, y), (x, y)),
            Stroke::Line(x, y) => {
                line_to(at, (x, y));
                at = (x, y);
            }
            Stroke::Curve(bend_x, bend_y, x, y) => {
                let from = at;
                for piece in 1..=PIECES {
                    let t = f32::from(piece) / f32::from(PIECES);
                    let along = |a: f32, bend: f32, b: f32| {
                        (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * bend + t * t * b
                    };
                    let to = (along(from.0, bend_x, x), along(from.1, bend_y, y));
                    line_to(at, to);
                    at = to;
                }
            }
            Stroke::Close => {
                line_to(at, start);
                at = start;
            }
        }
    }
    edges
}
