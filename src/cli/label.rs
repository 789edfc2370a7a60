//! `ocop label`: labels as files, each read back before it is handed out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::output::{Error, Output, complain};
use super::typed::number;
use crate::config::Config;
use crate::label::{self, DEMONSTRATION, Label, Size};
use crate::office::{self, CertificateQuery, CertificateView};
use crate::scheme::number::CertificateNumber;
use crate::scheme::words::Text;

#[derive(Args)]
pub struct Arguments {
    /// The numbers of the certificates.
    #[arg(value_parser = number, required_unless_present = "decision", conflicts_with = "decision")]
    numbers: Vec<CertificateNumber>,
    /// Every certificate of the decision with this number.
    #[arg(long)]
    decision: Option<String>,
    /// The folder that the files go to, NUMBER.png or NUMBER.svg; for one label also the name
    /// of a file that ends so.
    #[arg(long, value_name = "PATH", default_value = ".")]
    output: PathBuf,
    /// The form of the files [default: by the name of the output, or png]
    #[arg(long)]
    format: Option<Format>,
    /// The size of a module in millimetres [default: as configured, 0.4]
    #[arg(long, value_name = "MM")]
    module_mm: Option<f64>,
    /// The printer's dots per inch [default: as configured, 300]
    #[arg(long)]
    dpi: Option<u32>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Png,
    Svg,
}

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
        }
    }

    /// The form that a file's name asks for.
    fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        Self::value_variants()
            .iter()
            .copied()
            .find(|form| form.extension() == extension)
    }
}

pub async fn run(arguments: Arguments, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data).await?;
    let config = office.config();
    let size = Size::new(
        arguments.module_mm.unwrap_or(config.label.module_mm),
        arguments.dpi.unwrap_or(config.label.dpi),
    )?;
    let mut certificates = Vec::new();
    for &number in &arguments.numbers {
        certificates.push(office.certificate(number).await?);
    }
    if let Some(decision) = arguments.decision {
        certificates = of_decision(&office, decision).await?;
    }
    let named = Format::of(&arguments.output).filter(|_| certificates.len() == 1);
    let format = arguments.format.or(named).unwrap_or(Format::Png);
    if named.is_none() {
        fs::create_dir_all(&arguments.output).map_err(Error::file(&arguments.output))?;
    }
    let bar = output.progress(certificates.len());
    let mut files = Vec::with_capacity(certificates.len());
    for certificate in &certificates {
        let usual = format!("{}.{}", certificate.number, format.extension());
        let file = match named {
            Some(_) => arguments.output.clone(),
            None => arguments.output.join(usual),
        };
        fs::write(&file, render(certificate, config, size, format)?).map_err(Error::file(&file))?;
        files.push(file);
        bar.inc(1);
    }
    bar.finish_and_clear();
    if !size.advised() {
        complain(format_args!(
            "lưu ý: ô mã {0:.2} mm nhỏ hơn mức nên dùng 0,33 mm / note: modules of {0:.2} mm are smaller than the advised 0.33 mm",
            size.module_mm()
        ));
    }
    for (certificate, file) in certificates.iter().zip(&files) {
        if output.json {
            output.line(
                &json!({ "number": certificate.number, "file": file, "dpi": size.dpi(),
                                 "module_mm": size.module_mm() }),
            )?;
        }
        output.say(file.display())?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn of_decision(
    office: &office::Office,
    decision: String,
) -> Result<Vec<CertificateView>, Error> {
    let mut query = CertificateQuery {
        decision: Some(decision),
        limit: 1_000,
        ..CertificateQuery::default()
    };
    let mut certificates = Vec::new();
    loop {
        let page = office.certificates(&query).await?;
        let listed = page.certificates.into_iter();
        certificates.extend(listed.map(|listed| listed.certificate));
        match page.next {
            Some(next) => query.after = Some(next),
            None if certificates.is_empty() => {
                return Err(Error::Asked(
                    "no_such_decision",
                    Text::new(
                        "Không có giấy chứng nhận nào của quyết định này. Hãy xem số bằng `ocop certificates`.",
                        "There is no certificate of this decision. See the numbers with `ocop certificates`.",
                    ),
                ));
            }
            None => return Ok(certificates),
        }
    }
}

/// The finished file, which was read back.
fn render(
    certificate: &CertificateView,
    config: &Config,
    size: Size,
    format: Format,
) -> Result<Vec<u8>, Error> {
    let text = certificate.url.as_ref().ok_or(office::Error::NoHost)?;
    let mut label = Label::new(text, &certificate.number.to_string());
    label.demonstration = config.demonstration.then(|| DEMONSTRATION.to_owned());
    let format = match format {
        Format::Png => label::Format::Png,
        Format::Svg => label::Format::Svg,
    };
    Ok(label.render(format, &label.extent(size)?)?)
}
