//! How the labels of a run look: the names of an order, read for the label layer, and the files
//! that it makes of them.

use crate::label::trial::Report;
use crate::label::{
    Design, Error, Extent, Format, Label, Paper, Sheet, SheetOrder, Size, Wording, print_sheets,
};
use crate::office::{CertificateView, LabelFile, Office, Refusal, RunText, RunTexts, WantedFiles};
use crate::scheme::code_kind::CodeKind;
use crate::scheme::words::Text;

/// Labels of a part: some seconds of work.
const PART: u64 = 500;
/// What a label with a serial can show, the usual first. A plaque hangs on one wall: it is none.
pub(super) const DESIGNS: [Design; 3] = [Design::Number, Design::Full, Design::Code];
/// Dots an inch that printers have.
const DPI: [u32; 3] = [203, 300, 600];
/// Between the labels of a sheet that is cut, in millimetres.
const GAP_MM: f64 = 2.0;
/// What takes the place of `/v/` in the text of the label that is tried out: a serial is always
/// as long.
const TRIED: (&str, &str) = ("/s/0000000001000000", "0000000001-000000");

/// What was ordered, as the label layer knows it.
pub struct RunLook {
    format: Format,
    design: Design,
    wording: Wording,
    /// For PDF.
    sheet: String,
    dpi: Option<u32>,
}

/// The names of an order, as they were given. What is empty is as usual.
#[derive(Clone, Copy, Default)]
pub struct LookNames<'a> {
    /// `pdf`, `zpl`, `svg` or `png`; without one no files are wanted.
    pub format: &'a str,
    /// What stands on a label.
    pub design: &'a str,
    /// In which languages.
    pub wording: &'a str,
    /// What a PDF is laid out on; nothing to other formats.
    pub sheet: &'a str,
    /// The printer's dots an inch.
    pub dpi: &'a str,
}

impl RunLook {
    /// The look of names; `None` when no files are wanted.
    ///
    /// # Errors
    /// Every name that is none.
    pub fn read(names: LookNames<'_>) -> Result<Option<Self>, Vec<Refusal>> {
        if names.format.is_empty() {
            return Ok(None);
        }
        let mut refusals = Vec::new();
        let format = Format::named(names.format);
        if format.is_none() {
            refusals.push(no_choice("format", &Format::ALL.map(Format::name)));
        }
        let design = match names.design {
            "" => Some(Design::Number),
            name => Design::named(name),
        };
        match design {
            None => refusals.push(no_choice("design", &DESIGNS.map(Design::name))),
            Some(Design::Plaque) => refusals.push(no_plaque()),
            Some(_) => {}
        }
        let wording = match names.wording {
            "" => Some(Wording::Bilingual),
            name => Wording::named(name),
        };
        if wording.is_none() {
            refusals.push(no_choice("wording", &Wording::ALL.map(Wording::name)));
        }
        let sheet = match names.sheet {
            "" => Paper::A4.name(),
            name => name,
        };
        if Paper::named(sheet).is_none() && Sheet::sticker_named(sheet).is_none() {
            let stickers = Sheet::STICKERS.iter().map(|sheet| sheet.name);
            let all: Vec<_> = Paper::ALL
                .map(Paper::name)
                .into_iter()
                .chain(stickers)
                .collect();
            refusals.push(no_choice("sheet", &all));
        }
        let dpi = match names.dpi {
            "" => Some(None),
            written => written
                .parse()
                .ok()
                .filter(|dpi| DPI.contains(dpi))
                .map(Some),
        };
        if dpi.is_none() {
            refusals.push(no_choice("dpi", &["203", "300", "600"]));
        }
        match (format, design, wording, dpi) {
            (Some(format), Some(design), Some(wording), Some(dpi)) if refusals.is_empty() => {
                Ok(Some(Self {
                    format,
                    design,
                    wording,
                    sheet: sheet.to_owned(),
                    dpi,
                }))
            }
            _ => Err(refusals),
        }
    }

    /// The look of an order. Its dots an inch may be those that were configured, whatever they
    /// are: they are no choice by name.
    pub fn of(wanted: &WantedFiles) -> Option<Self> {
        let names = LookNames {
            format: &wanted.format,
            design: &wanted.design,
            wording: &wanted.wording,
            sheet: wanted.sheet.as_deref().unwrap_or_default(),
            dpi: "",
        };
        let look = Self::read(names).ok()??;
        Some(Self {
            dpi: Some(wanted.dpi),
            ..look
        })
    }

    /// The order of this look for a certificate's labels, one of which is made of the text of its
    /// code, to see that they can be, before counts are spent on them.
    ///
    /// # Errors
    /// Why they cannot.
    pub fn wanted(
        &self,
        office: &Office,
        certificate: &CertificateView,
        (kind, code): (CodeKind, &str),
    ) -> Result<WantedFiles, Error> {
        let text = code.replacen("/v/", TRIED.0, 1);
        let label = self.label(office, certificate, kind, &text, TRIED.1);
        let dpi = self.dpi.unwrap_or(office.config().label.dpi);
        let (sheet, per_part) = match self.format {
            Format::Pdf => {
                let (sheet, _) = self.sheet(office, &label)?;
                let order = order(sheet, dpi);
                print_sheets(&[(label, 1)], &order)?;
                let labels = u64::from(sheet.labels());
                // Sheets are full, but for the last.
                (Some(self.sheet.clone()), (PART / labels).max(1) * labels)
            }
            format => {
                label.render(format, &label.extent(self.size(office)?)?)?;
                (None, PART)
            }
        };
        Ok(WantedFiles {
            format: self.format.name().to_owned(),
            design: self.design.name().to_owned(),
            wording: self.wording.name().to_owned(),
            sheet,
            dpi,
            per_part,
        })
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
    ) -> Result<Vec<LabelFile>, Error> {
        let made = |text: RunText| {
            let serial = text.serial.printed();
            let label = self.label(office, certificate, kind, &text.text, &serial);
            (text.count, label)
        };
        let labels: Vec<(u64, Label)> = texts.map(made).collect();
        let (Some((first, sample)), Some((last, _))) = (labels.first(), labels.last()) else {
            return Ok(Vec::new());
        };
        let number = certificate.number;
        let extension = self.format.name();
        let together = format!("{number}-{first:010}-{last:010}.{extension}");
        if self.format == Format::Pdf {
            let (sheet, dpi) = self.sheet(office, sample)?;
            let labels: Vec<_> = labels.into_iter().map(|(_, label)| (label, 1)).collect();
            let content = print_sheets(&labels, &order(sheet, dpi))?;
            let name = together;
            return Ok(vec![LabelFile { name, content }]);
        }
        // Their texts are of one length, so they are of one size.
        let extent: Extent = sample.extent(self.size(office)?)?;
        let render = |label: &Label| label.render(self.format, &extent);
        if self.format == Format::Zpl {
            let mut content = Vec::new();
            for (_, label) in &labels {
                content.extend(render(label)?);
            }
            let name = together;
            return Ok(vec![LabelFile { name, content }]);
        }
        let file = |(count, label): &(u64, Label)| {
            Ok(LabelFile {
                name: format!("{number}-{count:010}.{extension}"),
                content: render(label)?,
            })
        };
        labels.iter().map(file).collect()
    }

    /// Whether phones read such a label as the printer prints it: tried once for a run.
    ///
    /// # Errors
    /// Why it cannot be made.
    pub fn self_test(
        &self,
        office: &Office,
        certificate: &CertificateView,
        kind: CodeKind,
        text: &RunText,
    ) -> Result<Report, Error> {
        let serial = text.serial.printed();
        let label = self.label(office, certificate, kind, &text.text, &serial);
        let extent = match self.format {
            Format::Pdf => {
                let (sheet, dpi) = self.sheet(office, &label)?;
                label.extent_within(sheet.label_mm.0, Some(sheet.label_mm.1), dpi)?
            }
            _ => label.extent(self.size(office)?)?,
        };
        label.self_test(&extent)
    }

    fn size(&self, office: &Office) -> Result<Size, Error> {
        let config = &office.config().label;
        Size::new(config.module_mm, self.dpi.unwrap_or(config.dpi))
    }

    /// The sheet, and the printer's dots an inch.
    fn sheet(&self, office: &Office, label: &Label) -> Result<(Sheet, u32), Error> {
        let size = self.size(office)?;
        let sheet = match Paper::named(&self.sheet) {
            None => Sheet::sticker_named(&self.sheet),
            Some(paper) => {
                let extent = label.extent(size)?;
                // Whole tenths, so that the label is sure to fit its own size.
                let round = |mm: f64| (mm * 10.0).ceil() / 10.0;
                let sides = (round(extent.width_mm()), round(extent.height_mm()));
                Some(Sheet::grid(paper, sides, GAP_MM)?)
            }
        };
        // It was read by its name.
        Ok((sheet.unwrap_or(Sheet::STICKERS[0]), size.dpi()))
    }

    fn label(
        &self,
        office: &Office,
        certificate: &CertificateView,
        kind: CodeKind,
        text: &str,
        serial: &str,
    ) -> Label {
        Label {
            design: self.design,
            wording: self.wording,
            serial: Some(serial.to_owned()),
            ..office.label_of(certificate, text, kind)
        }
    }
}

fn order(sheet: Sheet, dpi: u32) -> SheetOrder {
    SheetOrder {
        crop_marks: Paper::named(sheet.name).is_some(),
        bleed_mm: 0.0,
        skip: 0,
        sheet,
        dpi,
    }
}

fn no_plaque() -> Refusal {
    Refusal {
        row: None,
        column: Some("design"),
        code: "plaque_has_no_serial",
        message: Text::new(
            "Biển treo tường không phải tem có số sê-ri nên không có trong đợt in. Hãy chọn number, full hoặc code; biển của dịch vụ du lịch thì tải ở trang in nhãn của giấy chứng nhận.",
            "A wall plaque is no label with a serial, so no run has it. Choose number, full or code; the plaque of a tourism service is on the labels' page of its certificate.",
        ),
    }
}

fn no_choice(field: &'static str, choices: &[&str]) -> Refusal {
    let choices = choices.join(", ");
    Refusal {
        row: None,
        column: Some(field),
        code: "no_such_choice",
        message: Text::of(
            format!("{field} phải là một trong: {choices}. Hãy chọn lại."),
            format!("{field} must be one of: {choices}. Choose again."),
        ),
    }
}
