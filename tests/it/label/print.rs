//! Labels as a printer's dots, for trials.

use ocop::label::trial::{Paper, Print};
use ocop::label::{Label, Size, Symbol};

/// A printed label: its greys, and what is known of it.
pub struct Sample {
    pub text: String,
    width: u32,
    height: u32,
    luma: Vec<u8>,
    dots: u32,
}

impl Sample {
    /// A label of three dots a module.
    pub fn new(text: &str) -> Self {
        Self::sized(text, super::ordinary_size())
    }

    pub fn sized(text: &str, size: Size) -> Self {
        let png = Label::new(text, "CB-12345-K")
            .render_png(size)
            .expect("the label is made");
        let picture = image::load_from_memory(&png).expect("our PNG").into_luma8();
        Self {
            text: text.to_owned(),
            width: picture.width(),
            height: picture.height(),
            luma: picture.into_raw(),
            dots: size.dots(),
        }
    }

    pub fn print(&self) -> Print<'_> {
        let quiet = ocop::label::QUIET_ZONE * self.dots;
        Print {
            width: self.width,
            height: self.height,
            luma: &self.luma,
            dots: self.dots,
            code: (quiet, quiet),
            text: &self.text,
        }
    }

    pub fn paper(&self) -> Paper {
        self.print().paper().expect("a print")
    }

    /// Changes the grey of every dot.
    pub fn repaint(&mut self, grey: impl Fn(u32, u32, u8) -> u8) {
        for (place, dot) in (0..).zip(&mut self.luma) {
            *dot = grey(place % self.width, place / self.width, *dot);
        }
    }
}

/// The longest text of a certificate's kind that a symbol of the version holds.
pub fn symbol_text(version: u8) -> String {
    let mut chance = u64::from(version);
    let mut digit = || {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        char::from(b'0' + (chance >> 33) as u8 % 10)
    };
    let mut text = "https://verify.example/v/".to_owned();
    loop {
        let longer = format!("{text}{}", digit());
        let (prefix, digits) = Symbol::lengths(&longer);
        if Symbol::version_for(prefix, digits).expect("a version") > version {
            return text;
        }
        text = longer;
    }
}
