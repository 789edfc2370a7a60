//! What stands on a label: the symbol, and below it words for people.

use unicode_normalization::UnicodeNormalization;

use super::layout::Layout;
use super::{Error, Size, Symbol, png, svg, terminal};

/// The usual caption: Vietnamese first.
pub const CAPTION: &str = "Quét để kiểm tra · Scan to verify";

/// The mark of everything that a demonstration prints.
pub const DEMONSTRATION: &str = "BẢN THỬ NGHIỆM, KHÔNG CÓ GIÁ TRỊ";

/// The most characters in one line of wording: more would be a leaflet.
const MOST_CHARACTERS: usize = 120;

/// A label before it has a size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The QR text: a certificate, a serial label or a short code.
    pub text: String,
    /// The certificate number, printed for those who cannot scan.
    pub number: String,
    /// What to do with the code; parts between ` · ` go on lines of their own
    /// when one line does not hold them all.
    pub caption: String,
    /// Set on labels of a demonstration, printed white on black.
    pub demonstration: Option<String>,
}

impl Label {
    /// A label with the usual caption and no mark.
    #[must_use]
    pub fn new(text: &str, number: &str) -> Self {
        Self {
            text: text.to_owned(),
            number: number.to_owned(),
            caption: CAPTION.to_owned(),
            demonstration: None,
        }
    }

    /// A PNG of one bit a dot, in exact printer dots, with its resolution. It
    /// has been inflated, its modules measured and their text compared before
    /// it is returned.
    ///
    /// # Errors
    ///
    /// What keeps the label from being made, or [`Error::NotReadBack`].
    pub fn render_png(&self, size: Size) -> Result<Vec<u8>, Error> {
        let symbol = Symbol::encode(&self.text)?;
        let file = png::write(&self.layout(&symbol, size)?)?;
        png::check(&file, size, &symbol)?;
        Ok(file)
    }

    /// An SVG in millimetres, words as outlines. The path of its modules has
    /// been parsed again from the finished file and its text compared before it
    /// is returned; the words are not part of that check.
    ///
    /// # Errors
    ///
    /// What keeps the label from being made, or [`Error::NotReadBack`].
    pub fn render_svg(&self, size: Size) -> Result<String, Error> {
        let symbol = Symbol::encode(&self.text)?;
        let file = svg::write(&self.layout(&symbol, size)?, self);
        svg::check(&file, size, &symbol)?;
        Ok(file)
    }

    /// The symbol alone for a terminal, in half blocks and with its quiet zone.
    ///
    /// # Errors
    ///
    /// Those of [`Symbol::encode`].
    pub fn render_terminal(&self) -> Result<String, Error> {
        Ok(terminal::write(Symbol::encode(&self.text)?.modules()))
    }

    /// Width and height of the printed label in millimetres.
    ///
    /// # Errors
    ///
    /// What keeps the label from being made.
    pub fn size_mm(&self, size: Size) -> Result<(f64, f64), Error> {
        let symbol = Symbol::encode(&self.text)?;
        let layout = self.layout(&symbol, size)?;
        Ok((size.mm(layout.width), size.mm(layout.height)))
    }

    fn layout<'a>(&self, symbol: &'a Symbol, size: Size) -> Result<Layout<'a>, Error> {
        let demonstration = self.demonstration.as_deref().map(wording).transpose()?;
        Layout::new(
            symbol,
            size,
            &wording(&self.number)?,
            &wording(&self.caption)?,
            demonstration.as_deref(),
        )
    }
}

/// Composed letters and single spaces: with them, no shaping is needed.
fn wording(text: &str) -> Result<String, Error> {
    let composed: String = text.nfc().collect();
    let words: Vec<&str> = composed.split_whitespace().collect();
    let line = words.join(" ");
    let length = line.chars().count();
    if length > MOST_CHARACTERS {
        return Err(Error::WordingTooLong {
            length,
            most: MOST_CHARACTERS,
        });
    }
    Ok(line)
}
