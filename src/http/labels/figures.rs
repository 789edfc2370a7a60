//! What a label really is, in figures: for programs, and for the page to put into words.

use serde::Serialize;

use crate::label::{Error, Extent, GS1_MM, Label, Meter};

/// The figures of a label.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    /// Of the whole label.
    pub width_mm: f64,
    pub height_mm: f64,
    /// Of a module, as it is really printed.
    pub module_mm: f64,
    pub dots: u32,
    pub dpi: u32,
    /// Of the symbol.
    pub version: u8,
    pub modules: u32,
    pub code_mm: f64,
    /// Whether ordinary phones read it at ease.
    pub advised: bool,
    /// Whether it is as large as GS1's for general retail.
    pub gs1: bool,
    /// What the names in the code cost.
    pub names: Option<Names>,
}

/// What the names in a code cost.
#[derive(Clone, Debug, Serialize)]
pub struct Names {
    /// Of both names, in UTF-8.
    pub bytes: usize,
    /// By how much they make the code larger.
    pub cost_mm: f64,
    /// By how many bytes shorter they would give a smaller code.
    pub shorter_bytes: Option<usize>,
    /// By how much it would be smaller.
    pub shorter_saves_mm: Option<f64>,
    /// How many bytes longer they could be in the same code.
    pub room_bytes: usize,
}

impl Figures {
    /// Measures a label.
    ///
    /// # Errors
    /// When its text fits no symbol.
    pub fn of(label: &Label, extent: &Extent) -> Result<Self, Error> {
        let size = extent.size();
        let meter = Meter::of(&label.text, size)?;
        let names = meter.names.map(|names| Names {
            bytes: names.bytes,
            cost_mm: hundredths(names.mm),
            shorter_bytes: names.shorter.map(|shorter| shorter.bytes),
            shorter_saves_mm: names.shorter.map(|shorter| hundredths(shorter.mm)),
            room_bytes: names.room,
        });
        Ok(Self {
            width_mm: hundredths(extent.width_mm()),
            height_mm: hundredths(extent.height_mm()),
            module_mm: (size.module_mm() * 1_000.0).round() / 1_000.0,
            dots: size.dots(),
            dpi: size.dpi(),
            version: meter.version,
            modules: meter.modules,
            code_mm: hundredths(meter.side_mm),
            advised: size.advised(),
            gs1: size.module_mm() >= GS1_MM,
            names,
        })
    }
}

fn hundredths(mm: f64) -> f64 {
    (mm * 100.0).round() / 100.0
}
