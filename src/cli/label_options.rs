//! What the commands that print labels ask about their look, their size and their sheets.

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use super::output::Error;
use crate::config::Config;
use crate::label::{self, Design, Extent, Format, Label, Paper, Sheet, SheetOrder, Size, Wording};
use crate::scheme::code_kind::CodeKind;
use crate::scheme::words::Text;

/// How labels look and how large they are.
#[derive(Args)]
pub struct Look {
    /// What stands on a label.
    #[arg(long, default_value = "number")]
    design: Design,
    /// Its languages.
    #[arg(long, default_value = "vi-en")]
    wording: Wording,
    /// The label's width in millimetres: modules become as large as it allows.
    #[arg(
        long,
        value_name = "MM",
        conflicts_with = "module_mm",
        allow_negative_numbers = true
    )]
    width_mm: Option<f64>,
    /// The label's greatest height in millimetres.
    #[arg(
        long,
        value_name = "MM",
        requires = "width_mm",
        allow_negative_numbers = true
    )]
    height_mm: Option<f64>,
    /// The size of a module in millimetres, instead of the label's [default: as configured, 0.4]
    #[arg(long, value_name = "MM", allow_negative_numbers = true)]
    module_mm: Option<f64>,
    /// The printer's dots per inch [default: as configured, 300]
    #[arg(long)]
    dpi: Option<u32>,
}

impl Look {
    /// Gives a label its design and its languages.
    pub fn dress(&self, label: &mut Label) {
        label.design = self.design;
        label.wording = self.wording;
    }

    /// The printer's resolution.
    pub fn dpi(&self, config: &Config) -> u32 {
        self.dpi.unwrap_or(config.label.dpi)
    }

    /// How large a label is.
    pub fn extent(&self, label: &Label, config: &Config) -> Result<Extent, label::Error> {
        let dpi = self.dpi(config);
        match self.width_mm {
            Some(width_mm) => label.extent_within(width_mm, self.height_mm, dpi),
            None => {
                let module_mm = self.module_mm.unwrap_or(config.label.module_mm);
                label.extent(Size::new(module_mm, dpi)?)
            }
        }
    }
}

/// Sheets of labels instead of a file for each.
#[derive(Args)]
pub struct Sheets {
    /// A sticker sheet, or a grid on paper: one PDF of all labels.
    #[arg(long, value_parser = sheets())]
    sheet: Option<String>,
    /// Of a grid, the width of a label in millimetres.
    #[arg(long, value_name = "MM", default_value_t = 60.0)]
    cell_width_mm: f64,
    /// Of a grid, the height of a label in millimetres.
    #[arg(long, value_name = "MM", default_value_t = 35.0)]
    cell_height_mm: f64,
    /// Of a grid, the space between labels in millimetres.
    #[arg(long, value_name = "MM", default_value_t = 3.0)]
    gap_mm: f64,
    /// How many of each label are printed, on sheets and in ZPL.
    #[arg(long, default_value_t = 1)]
    pub count: u32,
    /// Labels that are missing on the first sheet.
    #[arg(long, default_value_t = 0)]
    skip: u32,
    /// Marks for the knife at the sheet's edges.
    #[arg(long)]
    crop_marks: bool,
    /// How far white goes beyond each label, in millimetres.
    #[arg(long, value_name = "MM", default_value_t = 0.0)]
    bleed_mm: f64,
}

fn sheets() -> Vec<PossibleValue> {
    let papers = Paper::ALL
        .into_iter()
        .map(|paper| PossibleValue::new(paper.name()).help("a grid"));
    let stickers = Sheet::STICKERS
        .into_iter()
        .map(|sheet| PossibleValue::new(sheet.name).help(sheet.title));
    papers.chain(stickers).collect()
}

impl Sheets {
    /// What is to be printed on sheets; `None` when no sheet was named.
    pub fn order(&self, dpi: u32) -> Result<Option<SheetOrder>, Error> {
        let Some(name) = self.sheet.as_deref() else {
            return Ok(None);
        };
        let cell_mm = (self.cell_width_mm, self.cell_height_mm);
        let sheet = match (Sheet::sticker_named(name), Paper::named(name)) {
            (Some(sheet), _) => sheet,
            (None, Some(paper)) => Sheet::grid(paper, cell_mm, self.gap_mm)?,
            (None, None) => {
                return Err(Error::Asked(
                    "no_such_sheet",
                    Text::new(
                        "Không có loại tờ nhãn này. Hãy xem các loại bằng `ocop label --help`.",
                        "There is no such sheet. See the sheets with `ocop label --help`.",
                    ),
                ));
            }
        };
        Ok(Some(SheetOrder {
            sheet,
            dpi,
            crop_marks: self.crop_marks,
            bleed_mm: self.bleed_mm,
            skip: self.skip,
        }))
    }
}

impl ValueEnum for CodeKind {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl ValueEnum for Design {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl ValueEnum for Wording {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}
