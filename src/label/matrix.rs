//! The square of dark and light modules, whoever made it: writer, file or camera.

/// A square of modules, without its quiet zone. `true` is dark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    width: usize,
    dark: Vec<bool>,
}

impl Matrix {
    /// A matrix of `width` x `width` modules, each asked of `is_dark(x, y)`.
    #[must_use]
    pub fn from_fn(width: usize, mut is_dark: impl FnMut(usize, usize) -> bool) -> Self {
        let mut dark = Vec::with_capacity(width * width);
        for y in 0..width {
            dark.extend((0..width).map(|x| is_dark(x, y)));
        }
        Self { width, dark }
    }

    /// Modules a side.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Whether the module is dark; everything outside is quiet zone, thus light.
    #[must_use]
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.width && y < self.width && self.dark[y * self.width + x]
    }

    /// One row of modules, from the left.
    #[must_use]
    pub fn row(&self, y: usize) -> &[bool] {
        &self.dark[y * self.width..(y + 1) * self.width]
    }

    /// The dark runs of a row: first module and length.
    pub(super) fn runs(&self, y: usize) -> Vec<(usize, usize)> {
        let mut runs = Vec::new();
        let mut x = 0;
        for same in self.row(y).chunk_by(|a, b| a == b) {
            if same[0] {
                runs.push((x, same.len()));
            }
            x += same.len();
        }
        runs
    }
}
