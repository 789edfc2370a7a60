//! Numbers that look random and are the same every time.

/// A linear congruential generator: its upper bits are even enough for grain in a picture.
pub(super) struct Chance(u32);

impl Chance {
    pub(super) fn new(seed: u32) -> Self {
        Self(seed)
    }

    /// From 0 up to, not including, 1.
    pub(super) fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16) as f32 / 65_536.0
    }
}
