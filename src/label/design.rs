//! The designs, wordings and formats that a label can have, by their stable names.

use crate::scheme::words::Text;

/// What stands on a label, and how it is arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Design {
    /// The symbol in its quiet zone.
    Code,
    /// The symbol, and below it the certificate number and what to compare.
    Number,
    /// The symbol, and beside it product, producer, stars, dates, council and host.
    Full,
    /// For the wall of a tourism service: all of the full label, one below the other.
    Plaque,
}

impl Design {
    /// All of them, the smallest first.
    pub const ALL: [Self; 4] = [Self::Code, Self::Number, Self::Full, Self::Plaque];

    /// Its stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Number => "number",
            Self::Full => "full",
            Self::Plaque => "plaque",
        }
    }

    /// The design with a stable name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|design| design.name() == name)
    }

    /// What people call it.
    #[must_use]
    pub fn words(self) -> Text {
        match self {
            Self::Code => Text::new("Chỉ mã QR", "QR code alone"),
            Self::Number => Text::new("Mã QR và số giấy", "QR code and number"),
            Self::Full => Text::new("Nhãn đầy đủ", "Full label"),
            Self::Plaque => Text::new("Biển treo tường", "Wall plaque"),
        }
    }
}

/// The languages of a label's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wording {
    /// Vietnamese alone: smaller.
    Vietnamese,
    /// Vietnamese, then English.
    Bilingual,
}

impl Wording {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Vietnamese, Self::Bilingual];

    /// Its stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::Bilingual => "vi-en",
        }
    }

    /// The wording with a stable name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|wording| wording.name() == name)
    }

    /// What people call it.
    #[must_use]
    pub fn words(self) -> Text {
        match self {
            Self::Vietnamese => Text::new("Tiếng Việt", "Vietnamese"),
            Self::Bilingual => Text::new("Song ngữ Việt – Anh", "Vietnamese and English"),
        }
    }

    /// A text in these languages; the parts go on lines of their own where one does not hold them.
    pub(super) fn of(self, text: &Text) -> String {
        match self {
            Self::Vietnamese => text.vi.to_string(),
            Self::Bilingual => format!("{} · {}", text.vi, text.en),
        }
    }
}

/// A form of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Vectors in millimetres, words as outlines.
    Svg,
    /// Vectors, words in an embedded font, black as the black ink alone.
    Pdf,
    /// One bit a printer dot, with its resolution.
    Png,
    /// For thermal printers that speak ZPL: one graphic field, so that the dots are ours.
    Zpl,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Svg, Self::Pdf, Self::Png, Self::Zpl];

    /// Its stable name, which files end in.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Zpl => "zpl",
        }
    }

    /// The format with a stable name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Its media type. ZPL has none that is registered: it is text.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Zpl => "text/plain; charset=us-ascii",
        }
    }

    /// Whom it is for.
    #[must_use]
    pub fn words(self) -> Text {
        match self {
            Self::Svg => Text::new(
                "SVG, cho người thiết kế bao bì",
                "SVG, for packaging designers",
            ),
            Self::Pdf => Text::new(
                "PDF, cho nhà in và máy in văn phòng",
                "PDF, for print shops and office printers",
            ),
            Self::Png => Text::new("PNG, cho phần mềm in nhãn", "PNG, for label software"),
            Self::Zpl => Text::new("ZPL, cho máy in nhiệt", "ZPL, for thermal printers"),
        }
    }
}
