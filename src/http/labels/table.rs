//! What each kind of printer can print of a certificate's codes.

use super::choices::Kinds;
use super::said::number;
use super::texts::Texts;
use crate::label::{Meter, Printer, Size};
use crate::scheme::words::Language;

/// A printer, and the codes at its modules.
pub struct OfPrinter {
    pub name: String,
    pub rows: Vec<Row>,
}

/// The codes at a module.
pub struct Row {
    pub module: String,
    /// Why this module.
    pub why: &'static str,
    /// The side of each kind of code.
    pub sides: Vec<String>,
}

/// The table of all printers.
pub fn table(kinds: &Kinds, language: Language) -> Vec<OfPrinter> {
    let words = Texts::of(language);
    let row = |size: Size, why| {
        let side = |text: &str| {
            let meter = Meter::of(text, size).ok();
            let side = meter.map(|meter| number(meter.side_mm, 1, language));
            side.unwrap_or_default()
        };
        let module = number(size.module_mm(), 3, language);
        let dots = match language {
            Language::Vi => "điểm in",
            Language::En => "dots",
        };
        Row {
            module: format!("{module} mm = {} {dots}", size.dots()),
            why,
            sides: kinds.texts().map(|(_, text)| side(text)).collect(),
        }
    };
    let printers = Printer::ALL.into_iter();
    printers
        .map(|printer| OfPrinter {
            name: printer.words.get(language).to_owned(),
            rows: vec![
                row(printer.smallest(), words.smallest),
                row(printer.advised(), words.advised),
                row(printer.gs1(), words.gs1),
            ],
        })
        .collect()
}
