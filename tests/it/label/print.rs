//! Labels as their printer prints them, for trials.

use ocop::label::trial::Surface;
use ocop::label::{Label, Printed, Symbol};

use super::ordinary_size;

/// A printed label and what its code says.
pub struct Sample {
    pub text: String,
    pub printed: Printed,
}

impl Sample {
    /// A label of three dots a module, with its number.
    pub fn new(text: &str) -> Self {
        Self::of(&Label::new(text, "CB-12345-K"))
    }

    pub fn of(label: &Label) -> Self {
        let extent = label.extent(ordinary_size()).expect("the label is made");
        Self {
            text: label.text.clone(),
            printed: label.printed(&extent).expect("the label is made"),
        }
    }

    pub fn surface(&self) -> Surface {
        Surface::of(&self.printed, &self.text).expect("a print")
    }

    /// Changes the grey of every dot.
    pub fn repaint(&mut self, grey: impl Fn(u32, u32, u8) -> u8) {
        let width = self.printed.width;
        for (place, dot) in (0..).zip(&mut self.printed.luma) {
            *dot = grey(place % width, place / width, *dot);
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
