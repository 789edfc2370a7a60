//! What is printed on a label, and the files that are made of it.

use chrono::NaiveDate;

use super::layout::{Layout, Room};
use super::{Design, Error, Extent, Format, Size, Symbol, Wording, pdf, png, svg, terminal, zpl};
use crate::scheme::code_kind::CodeKind;
use crate::scheme::stars::Stars;
use crate::scheme::words::Text;

/// The mark of everything that a demonstration prints.
pub const DEMONSTRATION: &str = "BẢN THỬ NGHIỆM, KHÔNG CÓ GIÁ TRỊ";

/// A label before it has a size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The QR text: a certificate, a serial label or a short code.
    pub text: String,
    /// What the text holds: a short code says on the label that it works online only.
    pub kind: CodeKind,
    /// The certificate number, printed for those who cannot scan.
    pub number: String,
    /// What stands on it.
    pub design: Design,
    /// In which languages.
    pub wording: Wording,
    /// What the full label and the plaque say of the certificate.
    pub facts: Option<Facts>,
    /// The serial of this one label, printed on the full label.
    pub serial: Option<String>,
    /// Set on labels of a demonstration, printed white on black.
    pub demonstration: Option<String>,
}

/// What a label says of its certificate in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// As the certificate names it.
    pub product: String,
    /// As the certificate names it.
    pub producer: String,
    /// The certified level.
    pub stars: Stars,
    /// The last day of validity.
    pub valid_through: NaiveDate,
    /// The council's name.
    pub council: Text,
    /// The host that verifies, in words: a copied page on another host is noticed.
    pub host: String,
}

/// A label as the printer prints it: a picture of grey, a byte a dot.
#[derive(Clone, Debug)]
pub struct Printed {
    /// Dots across.
    pub width: u32,
    /// Dots from top to bottom.
    pub height: u32,
    /// Row by row, 0 ink and 255 paper.
    pub luma: Vec<u8>,
    /// Dots a module.
    pub dots: u32,
    /// Where the symbol begins, without its quiet zone, in dots from the left and from the top.
    pub symbol: (u32, u32),
}

impl Label {
    /// A label with the certificate's number, in both languages, of a full code.
    #[must_use]
    pub fn new(text: &str, number: &str) -> Self {
        Self {
            text: text.to_owned(),
            kind: CodeKind::Full,
            number: number.to_owned(),
            design: Design::Number,
            wording: Wording::Bilingual,
            facts: None,
            serial: None,
            demonstration: None,
        }
    }

    /// How large the label comes out with modules of a size.
    ///
    /// # Errors
    /// What keeps the label from being made.
    pub fn extent(&self, size: Size) -> Result<Extent, Error> {
        let symbol = Symbol::encode(&self.text)?;
        let layout = Layout::new(self, &symbol, size, Room::default())?;
        Ok(Extent::of(&layout, &symbol, Room::default()))
    }

    /// The largest label, by whole printer dots a module, within so many millimetres across and,
    /// if given, from top to bottom.
    ///
    /// # Errors
    /// What keeps the label from being made; [`Error::LabelTooSmall`] with the nearest size that
    /// works.
    pub fn extent_within(
        &self,
        width_mm: f64,
        height_mm: Option<f64>,
        dpi: u32,
    ) -> Result<Extent, Error> {
        Extent::within(self, width_mm, height_mm, dpi)
    }

    /// The finished file. Its modules have been measured in the file itself and their text
    /// compared before it is returned.
    ///
    /// # Errors
    /// What keeps the label from being made, or [`Error::NotReadBack`].
    pub fn render(&self, format: Format, extent: &Extent) -> Result<Vec<u8>, Error> {
        let symbol = Symbol::encode(&self.text)?;
        let layout = Layout::new(self, &symbol, extent.size(), extent.room())?;
        match format {
            Format::Svg => svg::file(&layout, &symbol, self).map(String::into_bytes),
            Format::Pdf => pdf::label(&layout, &symbol, self),
            Format::Png => png::file(&layout, &symbol),
            Format::Zpl => zpl::file(&layout, &symbol, 1).map(String::into_bytes),
        }
    }

    /// A ZPL file that prints the same label so many times.
    ///
    /// # Errors
    /// As [`Label::render`].
    pub fn render_zpl(&self, extent: &Extent, copies: u32) -> Result<String, Error> {
        let symbol = Symbol::encode(&self.text)?;
        let layout = Layout::new(self, &symbol, extent.size(), extent.room())?;
        zpl::file(&layout, &symbol, copies)
    }

    /// What the printer puts on paper.
    ///
    /// # Errors
    /// What keeps the label from being made.
    pub fn printed(&self, extent: &Extent) -> Result<Printed, Error> {
        let symbol = Symbol::encode(&self.text)?;
        let layout = Layout::new(self, &symbol, extent.size(), extent.room())?;
        let ink = layout.draw(&symbol)?;
        Ok(Printed {
            width: layout.width,
            height: layout.height,
            luma: ink.luma(),
            dots: layout.size.dots(),
            symbol: layout.symbol,
        })
    }

    /// The symbol alone for a terminal, in half blocks and with its quiet zone.
    ///
    /// # Errors
    /// Those of [`Symbol::encode`].
    pub fn render_terminal(&self) -> Result<String, Error> {
        Ok(terminal::write(Symbol::encode(&self.text)?.modules()))
    }
}
