//! How the labels of a run look: the names of an order, read for the label layer, and the files
//! that it makes of them.

use crate::label::{self, DEMONSTRATION, Label, Size};
use crate::office::{CertificateView, LabelFile, Office, Refusal, RunText, RunTexts, WantedFiles};
use crate::scheme::code_kind::CodeKind;

/// Labels of a part: some seconds of work.
const PART: u64 = 500;
/// What stands before and after a serial in the text that is tried out: a serial is always as
/// long.
const TRIED: &str = "/s/0000000001000000";

/// What was ordered, as the label layer knows it.
pub struct RunLook {
    format: Format,
}

#[derive(Clone, Copy)]
enum Format {
    Svg,
    Png,
}

impl RunLook {
    /// The look of names that were given; `None` when no files are wanted.
    ///
    /// # Errors
    /// Every name that is none.
    pub fn read(
        format: &str,
        design: &str,
        wording: &str,
        sheet: &str,
    ) -> Result<Option<Self>, Vec<Refusal>> {
        let _ = (design, wording, sheet);
        Ok(match format {
            "svg" => Some(Self {
                format: Format::Svg,
            }),
            "png" => Some(Self {
                format: Format::Png,
            }),
            _ => None,
        })
    }

    /// The look of an order.
    pub fn of(wanted: &WantedFiles) -> Option<Self> {
        let sheet = wanted.sheet.as_deref().unwrap_or_default();
        Self::read(&wanted.format, &wanted.design, &wanted.wording, sheet).ok()?
    }

    /// The order of this look.
    pub fn wanted(&self) -> WantedFiles {
        WantedFiles {
            format: match self.format {
                Format::Svg => "svg",
                Format::Png => "png",
            }
            .to_owned(),
            design: "number".to_owned(),
            wording: "vi-en".to_owned(),
            sheet: None,
            per_part: PART,
        }
    }

    /// That a label of this look can be made at all, before counts are spent on it.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn try_out(
        &self,
        office: &Office,
        certificate: &CertificateView,
        kind: CodeKind,
    ) -> Result<(), label::Error> {
        let Some(url) = &certificate.url else {
            return Ok(());
        };
        let text = url.replacen("/v/", TRIED, 1);
        self.one(office, certificate, kind, &text, "0000000001-000000")
            .map(drop)
    }

    /// The files of some labels, each read back.
    ///
    /// # Errors
    /// Why one cannot be made.
    pub fn files(
        &self,
        office: &Office,
        certificate: &CertificateView,
        kind: CodeKind,
        texts: RunTexts,
    ) -> Result<Vec<LabelFile>, label::Error> {
        let number = certificate.number;
        let file = |text: RunText| {
            let serial = text.serial.printed();
            let content = self.one(office, certificate, kind, &text.text, &serial)?;
            let extension = self.wanted().format;
            Ok(LabelFile {
                name: format!("{number}-{:010}.{extension}", text.count),
                content,
            })
        };
        texts.map(file).collect()
    }

    fn one(
        &self,
        office: &Office,
        certificate: &CertificateView,
        _kind: CodeKind,
        text: &str,
        _serial: &str,
    ) -> Result<Vec<u8>, label::Error> {
        let config = office.config();
        let size = Size::new(config.label.module_mm, config.label.dpi)?;
        let mut label = Label::new(text, &certificate.number.to_string());
        label.demonstration = config.demonstration.then(|| DEMONSTRATION.to_owned());
        match self.format {
            Format::Svg => label.render_svg(size).map(String::into_bytes),
            Format::Png => label.render_png(size),
        }
    }
}

/// What a form offers: names and words.
pub struct Choices {
    /// Forms of files.
    pub formats: Vec<(&'static str, String)>,
    /// What stands on a label.
    pub designs: Vec<(&'static str, String)>,
    /// In which languages.
    pub wordings: Vec<(&'static str, String)>,
    /// What a PDF is laid out on.
    pub sheets: Vec<(&'static str, String)>,
}

/// What a form offers in a language.
pub fn choices(_language: crate::scheme::words::Language) -> Choices {
    Choices {
        formats: vec![("svg", "SVG".to_owned()), ("png", "PNG".to_owned())],
        designs: Vec::new(),
        wordings: Vec::new(),
        sheets: Vec::new(),
    }
}
