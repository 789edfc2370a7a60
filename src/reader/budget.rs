//! How often the greys of a picture are measured: each time takes some milliseconds.

/// Of one look.
const MOST_A_LOOK: usize = 4;

/// Of a picture, over all its looks.
const MOST: usize = 24;

/// What is left of both.
#[derive(Default)]
pub(super) struct Budget {
    taken: usize,
    taken_here: usize,
}

impl Budget {
    /// For a single look that must be over before the next frame of a camera.
    pub(super) fn of_a_glance() -> Self {
        Self {
            taken: 0,
            taken_here: MOST_A_LOOK - 1,
        }
    }

    /// Another look begins.
    pub(super) fn renew(&mut self) {
        self.taken_here = 0;
    }

    /// Whether there is one more measurement, which is then taken.
    pub(super) fn take(&mut self) -> bool {
        let left = self.taken < MOST && self.taken_here < MOST_A_LOOK;
        self.taken += usize::from(left);
        self.taken_here += usize::from(left);
        left
    }
}
