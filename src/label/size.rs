//! How large a label is printed: modules in whole printer dots, sides in millimetres.

use super::{Error, Symbol};

/// Light modules on each side of a symbol (ISO/IEC 18004, 9.1).
pub const QUIET_ZONE: u32 = 4;

/// Smallest real module in millimetres that phones still read.
pub(super) const SMALLEST_MM: f64 = 0.25;
/// Real module in millimetres from which ordinary phones read at ease.
pub(super) const ADVISED_MM: f64 = 0.33;
const MM_PER_INCH: f64 = 25.4;
pub(super) const DPI: std::ops::RangeInclusive<u32> = 72..=2400;
const MODULE_MM: std::ops::RangeInclusive<f64> = 0.1..=20.0;

/// A module of a whole number of printer dots. A module of two and a half dots
/// prints blurred, whatever its size, so the wish is rounded to whole dots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    dpi: u32,
    dots: u32,
}

impl Size {
    /// The size nearest to `module_mm` (0.1 to 20 millimetres a module) that a
    /// printer of `dpi` dots an inch (72 to 2,400) prints sharply.
    ///
    /// # Errors
    ///
    /// [`Error::DpiOutOfBounds`] and [`Error::ModuleOutOfBounds`] outside those
    /// bounds; [`Error::ModuleTooSmall`], with the nearest size that works, when
    /// the printed module would be under 0.25 millimetres.
    pub fn new(module_mm: f64, dpi: u32) -> Result<Self, Error> {
        if !DPI.contains(&dpi) {
            return Err(Error::DpiOutOfBounds { dpi });
        }
        if !MODULE_MM.contains(&module_mm) {
            return Err(Error::ModuleOutOfBounds { module_mm });
        }
        let wished = (module_mm * f64::from(dpi) / MM_PER_INCH).round().max(1.0);
        // At most 20 mm x 2,400 dpi, under 1,890 dots.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let size = Self {
            dpi,
            dots: wished as u32,
        };
        if size.module_mm() < SMALLEST_MM {
            let works = Self {
                dpi,
                dots: smallest_dots(dpi),
            };
            return Err(Error::ModuleTooSmall {
                module_mm: size.module_mm(),
                dpi,
                works_mm: works.module_mm(),
            });
        }
        Ok(size)
    }

    /// A module of so many dots, whatever its size.
    pub(super) fn of_dots(dots: u32, dpi: u32) -> Self {
        Self { dpi, dots }
    }

    /// The smallest module of whole dots that is at least so wide.
    pub(super) fn at_least(module_mm: f64, dpi: u32) -> Self {
        (1..)
            .map(|dots| Self { dpi, dots })
            .find(|size| size.module_mm() >= module_mm)
            .expect("some number of dots is wide enough")
    }

    /// Printer dots an inch.
    #[must_use]
    pub fn dpi(self) -> u32 {
        self.dpi
    }

    /// Printer dots a module.
    #[must_use]
    pub fn dots(self) -> u32 {
        self.dots
    }

    /// The module as it is really printed, in millimetres.
    #[must_use]
    pub fn module_mm(self) -> f64 {
        self.mm(self.dots)
    }

    /// Whether the module is as large as advised, 0.33 millimetres or more.
    /// Smaller ones are printed, with a warning.
    #[must_use]
    pub fn advised(self) -> bool {
        self.module_mm() >= ADVISED_MM
    }

    /// The side in millimetres of a symbol of that version with its quiet zone.
    #[must_use]
    pub fn side_mm(self, version: u8) -> f64 {
        self.mm(modules_across(version) * self.dots)
    }

    /// The side in millimetres that a text of `prefix_bytes` bytes and
    /// `digit_count` digits would take, without making the symbol.
    ///
    /// # Errors
    ///
    /// [`Error::TextTooLong`] when no QR code holds such a text.
    pub fn feasible(self, prefix_bytes: usize, digit_count: usize) -> Result<f64, Error> {
        Symbol::version_for(prefix_bytes, digit_count).map(|version| self.side_mm(version))
    }

    /// So many printer dots in millimetres.
    pub(super) fn mm(self, dots: u32) -> f64 {
        f64::from(dots) * MM_PER_INCH / f64::from(self.dpi)
    }

    /// So many millimetres in printer dots.
    pub(super) fn in_dots(self, mm: f64) -> f64 {
        mm * f64::from(self.dpi) / MM_PER_INCH
    }
}

/// Modules a side of a symbol of that version, with its quiet zone.
pub(super) fn modules_across(version: u8) -> u32 {
    17 + 4 * u32::from(version) + 2 * QUIET_ZONE
}

/// The fewest dots a module that phones still read.
pub(super) fn smallest_dots(dpi: u32) -> u32 {
    Size::at_least(SMALLEST_MM, dpi).dots
}
