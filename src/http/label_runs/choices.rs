//! What the forms offer to choose from.

use super::look::DESIGNS;
use crate::label::{Format, Paper, Sheet, Wording};
use crate::scheme::code_kind::CodeKind;
use crate::scheme::words::{Language, Text};

/// What a form offers: names and words.
pub struct Choices {
    /// What a code holds, with what it can do.
    pub kinds: Vec<(&'static str, String, String)>,
    /// Forms of files.
    pub formats: Vec<(&'static str, String)>,
    /// What stands on a label.
    pub designs: Vec<(&'static str, String)>,
    /// In which languages.
    pub wordings: Vec<(&'static str, String)>,
    /// What a PDF is laid out on.
    pub sheets: Vec<(&'static str, String)>,
    /// Dots an inch.
    pub dpi: [&'static str; 3],
}

impl Choices {
    /// What a form offers in a language.
    pub fn of(language: Language) -> Self {
        let words = |text: Text| text.get(language).to_owned();
        let papers = Paper::ALL.map(|paper| (paper.name(), paper.name().to_uppercase()));
        let stickers = Sheet::STICKERS.iter();
        let stickers = stickers.map(|sheet| (sheet.name, sheet.title.to_owned()));
        let wordings = [Wording::Bilingual, Wording::Vietnamese];
        let formats = [Format::Pdf, Format::Zpl, Format::Svg, Format::Png];
        // A short code bears no serial.
        let kinds = [CodeKind::Full, CodeKind::Compact];
        Self {
            kinds: kinds
                .map(|kind| (kind.name(), words(kind.words()), words(kind.can())))
                .into(),
            formats: formats.map(|one| (one.name(), words(one.words()))).into(),
            designs: DESIGNS.map(|one| (one.name(), words(one.words()))).into(),
            wordings: wordings.map(|one| (one.name(), words(one.words()))).into(),
            sheets: papers.into_iter().chain(stickers).collect(),
            dpi: ["300", "203", "600"],
        }
    }
}
