//! What somebody wishes of a label: one reader of its parameters, for the API, the pages, sheets
//! and the files of a decision. Everything that is wrong is said at once.

use serde_json::Value;

use super::refused::refusal;
use crate::config::LabelConfig;
use crate::http::fields::Fields;
use crate::http::forms::{Form, NUMBER};
use crate::label::{Design, Error, Extent, Format, Label, MOST_LABELS, Size, Wording};
use crate::scheme::code_kind::CodeKind;

/// What stands on a label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Content {
    pub design: Design,
    pub wording: Wording,
    pub kind: CodeKind,
}

/// How large it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// By its modules, in millimetres.
    Module(f64),
    /// The largest that fits.
    Within {
        /// Millimetres across.
        width_mm: f64,
        /// Millimetres from top to bottom.
        height_mm: Option<f64>,
    },
}

/// What stands on a label, and how large it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wishes {
    pub content: Content,
    pub measure: Measure,
    pub dpi: u32,
}

/// A file of a label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FileWishes {
    pub label: Wishes,
    pub format: Format,
    pub copies: u32,
}

/// Millimetres: as JSON, or as typed with a point or a comma. What is no size is for the label
/// layer to say.
pub static MILLIMETRES: Form<f64> = Form {
    read: |value| match value {
        Value::String(typed) => typed.trim().replace(',', ".").parse().ok(),
        value => value.as_f64(),
    },
    code: "not_a_number_of_millimetres",
    vi: "phải là số milimét, ví dụ 38.",
    en: "must be a number of millimetres, such as 38.",
};

static DESIGN: Form<Design> = Form {
    read: |value| Design::named(value.as_str()?),
    code: "no_such_design",
    vi: "không phải mẫu nhãn. Hãy ghi code, number, full hoặc plaque.",
    en: "is no design. Write code, number, full or plaque.",
};

static WORDING: Form<Wording> = Form {
    read: |value| Wording::named(value.as_str()?),
    code: "no_such_wording",
    vi: "không phải ngôn ngữ của nhãn. Hãy ghi vi hoặc vi-en.",
    en: "is no wording. Write vi or vi-en.",
};

static KIND: Form<CodeKind> = Form {
    read: |value| CodeKind::named(value.as_str()?),
    code: "no_such_kind",
    vi: "không phải loại mã. Hãy ghi full, compact hoặc short.",
    en: "is no kind of code. Write full, compact or short.",
};

static FORMAT: Form<Format> = Form {
    read: |value| Format::named(value.as_str()?),
    code: "no_such_format",
    vi: "không phải dạng tệp. Hãy ghi svg, pdf, png hoặc zpl.",
    en: "is no format. Write svg, pdf, png or zpl.",
};

impl Content {
    /// Takes `design`, `wording` and `kind`. `None` when one is wrong, which is said.
    pub fn take(fields: &mut Fields) -> Option<Self> {
        let before = fields.faults_so_far();
        let content = Self {
            design: fields.optional("design", &DESIGN).unwrap_or(Design::Number),
            wording: fields
                .optional("wording", &WORDING)
                .unwrap_or(Wording::Bilingual),
            kind: fields.optional("kind", &KIND).unwrap_or(CodeKind::Full),
        };
        (fields.faults_so_far() == before).then_some(content)
    }
}

impl Wishes {
    /// Takes what stands on a label and its size; what is not said is configured. `None` when
    /// something is wrong, which is said.
    pub fn take(fields: &mut Fields, config: &LabelConfig) -> Option<Self> {
        let before = fields.faults_so_far();
        let content = Content::take(fields);
        let width_mm = fields.optional("width_mm", &MILLIMETRES);
        let height_mm = fields.optional("height_mm", &MILLIMETRES);
        let module_mm = fields.optional("module_mm", &MILLIMETRES);
        let dpi = take_dpi(fields, config);
        for (name, side) in [("width_mm", width_mm), ("height_mm", height_mm)] {
            if let Some(Err(error)) = side.map(Extent::check_side) {
                fields.refuse_for(refusal(&error, Some(name)));
            }
        }
        if let Some(Err(error)) = module_mm.map(|module_mm| Size::new(module_mm, dpi))
            && !matches!(error, Error::DpiOutOfBounds { .. })
        {
            fields.refuse_for(refusal(&error, Some("module_mm")));
        }
        let measure = match (width_mm, height_mm, module_mm) {
            (Some(width_mm), height_mm, None) => Measure::Within {
                width_mm,
                height_mm,
            },
            (None, None, module_mm) => Measure::Module(module_mm.unwrap_or(config.module_mm)),
            (None, Some(_), _) => {
                fields.refuse(
                    "height_mm",
                    "height_without_width",
                    "Có chiều cao mà thiếu chiều rộng. Hãy ghi cả width_mm, hoặc bỏ height_mm."
                        .to_owned(),
                    "There is a height without a width. Give width_mm too, or leave height_mm out."
                        .to_owned(),
                );
                return None;
            }
            (Some(_), _, Some(_)) => {
                fields.refuse(
                    "module_mm",
                    "two_sizes",
                    "Chiều rộng nhãn và cỡ ô quyết định lẫn nhau. Hãy chỉ ghi width_mm hoặc module_mm."
                        .to_owned(),
                    "The label's width and the size of a module decide each other. Give width_mm or module_mm alone."
                        .to_owned(),
                );
                return None;
            }
        };
        let content = content.filter(|_| fields.faults_so_far() == before)?;
        Some(Self {
            content,
            measure,
            dpi,
        })
    }

    /// How large a label comes out.
    ///
    /// # Errors
    /// What keeps it from being made.
    pub fn extent(&self, label: &Label) -> Result<Extent, Error> {
        match self.measure {
            Measure::Module(module_mm) => label.extent(Size::new(module_mm, self.dpi)?),
            Measure::Within {
                width_mm,
                height_mm,
            } => label.extent_within(width_mm, height_mm, self.dpi),
        }
    }
}

/// Takes `dpi`; what is wrong with it is said.
pub fn take_dpi(fields: &mut Fields, config: &LabelConfig) -> u32 {
    let dpi = fields.optional("dpi", &NUMBER);
    let dpi = dpi.map_or(config.dpi, |dpi| {
        u32::try_from(dpi.max(0)).unwrap_or(u32::MAX)
    });
    // At a millimetre a module every printer's dots are fine enough.
    if let Err(error) = Size::new(1.0, dpi) {
        fields.refuse_for(refusal(&error, Some("dpi")));
    }
    dpi
}

impl FileWishes {
    /// A file of a label.
    ///
    /// # Errors
    /// What keeps the label from being made.
    pub fn file(&self, label: &Label, extent: &Extent) -> Result<Vec<u8>, Error> {
        match self.format {
            Format::Zpl => label
                .render_zpl(extent, self.copies)
                .map(String::into_bytes),
            format => label.render(format, extent),
        }
    }

    /// Takes everything that a file of a label is made by.
    pub fn take(fields: &mut Fields, config: &LabelConfig) -> Option<Self> {
        let before = fields.faults_so_far();
        let label = Wishes::take(fields, config);
        let format = fields.optional("format", &FORMAT).unwrap_or(Format::Svg);
        let copies = fields.optional("copies", &NUMBER).unwrap_or(1);
        match u32::try_from(copies) {
            Ok(1) => {}
            Ok(copies @ 2..) if format == Format::Zpl => {
                if copies as usize > MOST_LABELS {
                    let error = Error::TooManyLabels {
                        count: copies as usize,
                        most: MOST_LABELS,
                    };
                    fields.refuse_for(refusal(&error, Some("copies")));
                }
            }
            Ok(2..) => fields.refuse(
                "copies",
                "copies_of_zpl_only",
                "Chỉ tệp ZPL tự lặp lại số bản. Hãy chọn format=zpl, hoặc dùng tờ nhãn.".to_owned(),
                "Only a ZPL file repeats itself. Choose format=zpl, or use a sheet of labels."
                    .to_owned(),
            ),
            Ok(0) | Err(_) => fields.refuse_for(refusal(&Error::NoLabels, Some("copies"))),
        }
        let label = label.filter(|_| fields.faults_so_far() == before)?;
        Some(Self {
            label,
            format,
            copies: u32::try_from(copies).ok()?,
        })
    }
}
