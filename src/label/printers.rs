//! Printers as people know them, and the modules that each can print.

use super::size::{ADVISED_MM, SMALLEST_MM, Size};
use crate::scheme::words::Text;

/// The module of GS1 for codes at the tills of general retail, in millimetres.
pub const GS1_MM: f64 = 0.396;

/// A kind of printer, by its dots an inch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printer {
    /// Its stable name.
    pub name: &'static str,
    /// What people call it.
    pub words: Text,
    /// Its dots an inch.
    pub dpi: u32,
}

impl Printer {
    /// The usual kinds, the coarsest first.
    pub const ALL: [Self; 7] = [
        Self::new(
            "thermal-203",
            "Máy in nhiệt 203 dpi",
            "Thermal printer, 203 dpi",
            203,
        ),
        Self::new(
            "thermal-300",
            "Máy in nhiệt 300 dpi",
            "Thermal printer, 300 dpi",
            300,
        ),
        Self::new(
            "thermal-600",
            "Máy in nhiệt 600 dpi",
            "Thermal printer, 600 dpi",
            600,
        ),
        Self::new(
            "office",
            "Máy in văn phòng (laser, phun mực) 600 dpi",
            "Office printer (laser, inkjet), 600 dpi",
            600,
        ),
        Self::new(
            "digital",
            "Nhà in kỹ thuật số 1200 dpi",
            "Digital press, 1200 dpi",
            1200,
        ),
        Self::new(
            "flexo",
            "Nhà in flexo, bản 2400 dpi",
            "Flexographic press, plates of 2400 dpi",
            2400,
        ),
        Self::new(
            "offset",
            "Nhà in offset, bản 2400 dpi",
            "Offset press, plates of 2400 dpi",
            2400,
        ),
    ];

    const fn new(name: &'static str, vi: &'static str, en: &'static str, dpi: u32) -> Self {
        Self {
            name,
            words: Text::new(vi, en),
            dpi,
        }
    }

    /// The printer with a stable name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|printer| printer.name == name)
    }

    /// The smallest module that phones still read.
    #[must_use]
    pub fn smallest(&self) -> Size {
        Size::at_least(SMALLEST_MM, self.dpi)
    }

    /// The smallest module that ordinary phones read at ease.
    #[must_use]
    pub fn advised(&self) -> Size {
        Size::at_least(ADVISED_MM, self.dpi)
    }

    /// The smallest module that is as wide as GS1's for general retail.
    #[must_use]
    pub fn gs1(&self) -> Size {
        Size::at_least(GS1_MM, self.dpi)
    }
}
