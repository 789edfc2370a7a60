//! `ocop label`: labels as files, each read back before it is handed out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::label_options::{Look, Sheets};
use super::output::{Error, Output, complain};
use super::typed::number;
use crate::label::trial::Report;
use crate::label::{self, Extent, Format, Label, print_proof, print_sheets};
use crate::office::{self, CertificateQuery};
use crate::scheme::code_kind::CodeKind;
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
    /// The folder that the files go to, NUMBER.png and so on; for one label or for sheets also
    /// the name of a file.
    #[arg(long, value_name = "PATH", default_value = ".")]
    output: PathBuf,
    /// The form of the files [default: by the name of the output, or png; pdf for sheets]
    #[arg(long)]
    format: Option<Format>,
    /// What the code holds: full and compact can be checked offline, short online only.
    #[arg(long, default_value = "full")]
    kind: CodeKind,
    /// Prints every kind of code from the smallest size to a comfortable one, to try with one's
    /// own printer and phones.
    #[arg(long, conflicts_with_all = ["format", "sheet", "kind"])]
    proof: bool,
    #[command(flatten)]
    look: Look,
    #[command(flatten)]
    sheets: Sheets,
}

pub async fn run(arguments: Arguments, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data).await?;
    let numbers = match arguments.decision {
        Some(decision) => of_decision(&office, decision).await?,
        None => arguments.numbers,
    };
    if arguments.proof {
        return proof(
            &office,
            &numbers,
            &arguments.look,
            &arguments.output,
            output,
        )
        .await;
    }
    let mut labels = Vec::with_capacity(numbers.len());
    for number in numbers {
        let mut label = office.label(number, arguments.kind).await?;
        arguments.look.dress(&mut label);
        labels.push((number, label));
    }
    let config = office.config();
    if let Some(order) = arguments.sheets.order(arguments.look.dpi(config))? {
        let file = file_in(&arguments.output, "labels.pdf");
        let count = arguments.sheets.count;
        let mut tests = Tests::default();
        for (_, label) in &labels {
            let (width, height) = order.sheet.label_mm;
            tests.pass(label, &label.extent_within(width, Some(height), order.dpi)?)?;
        }
        let many: Vec<(Label, u32)> = labels
            .into_iter()
            .map(|(_, label)| (label, count))
            .collect();
        let printed = print_sheets(&many, &order)?;
        write(&file, &printed)?;
        write(
            &file.with_extension("report.txt"),
            tests.to_text().as_bytes(),
        )?;
        let labels = many.len() as u64 * u64::from(count);
        if output.json {
            output.line(&json!({ "file": file, "labels": labels, "sheet": order.sheet.name }))?;
        }
        output.say(file.display())?;
        return Ok(ExitCode::SUCCESS);
    }
    let named = Format::named(extension(&arguments.output)).filter(|_| labels.len() == 1);
    let format = arguments.format.or(named).unwrap_or(Format::Png);
    let bar = output.progress(labels.len());
    let mut made = Vec::with_capacity(labels.len());
    let mut tests = Tests::default();
    for (number, label) in labels {
        let extent = arguments.look.extent(&label, config)?;
        tests.pass(&label, &extent)?;
        let file = match named {
            Some(_) => arguments.output.clone(),
            None => arguments.output.join(format!("{number}.{}", format.name())),
        };
        let bytes = match format {
            Format::Zpl => label
                .render_zpl(&extent, arguments.sheets.count)?
                .into_bytes(),
            format => label.render(format, &extent)?,
        };
        write(&file, &bytes)?;
        made.push((number, extent, file));
        bar.inc(1);
    }
    bar.finish_and_clear();
    if let Some((_, extent, _)) = made.iter().find(|(_, extent, _)| !extent.size().advised()) {
        let module = format!("{:.2}", extent.size().module_mm());
        complain(format_args!(
            "lưu ý: ô mã {} mm nhỏ hơn mức nên dùng 0,33 mm / note: modules of {module} mm are smaller than the advised 0.33 mm",
            module.replace('.', ",")
        ));
    }
    let report = match named {
        Some(_) => arguments.output.with_extension("report.txt"),
        None => arguments.output.join("report.txt"),
    };
    write(&report, tests.to_text().as_bytes())?;
    for (number, extent, file) in &made {
        if output.json {
            output.line(&described(*number, extent, file))?;
        }
        output.say(file.display())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A proof of every code that the certificates have.
async fn proof(
    office: &office::Office,
    numbers: &[CertificateNumber],
    look: &Look,
    path: &Path,
    output: Output,
) -> Result<ExitCode, Error> {
    let mut labels = Vec::new();
    for &number in numbers {
        for mut label in office.labels_of_every_kind(number).await? {
            look.dress(&mut label);
            labels.push(label);
        }
    }
    let file = file_in(path, "proof.pdf");
    write(&file, &print_proof(&labels, look.dpi(office.config()))?)?;
    if output.json {
        output.line(&json!({ "file": file, "codes": labels.len() }))?;
    }
    output.say(file.display())?;
    Ok(ExitCode::SUCCESS)
}

/// The self-tests of labels that go out together: one for each size of symbol, of the first label
/// that has it. What differs beside it is which modules are dark.
#[derive(Default)]
struct Tests(Vec<((u8, u32), String, Report)>);

impl Tests {
    /// Lets a label pass whose like passes.
    fn pass(&mut self, label: &Label, extent: &Extent) -> Result<(), label::Error> {
        let size = (extent.version(), extent.size().dots());
        if self.0.iter().any(|(tested, ..)| *tested == size) {
            return Ok(());
        }
        let report = label.self_test(extent)?;
        report.check()?;
        self.0.push((size, label.number.clone(), report));
        Ok(())
    }

    /// For the file that goes beside the labels.
    fn to_text(&self) -> String {
        let tests = self.0.iter().map(|((version, dots), number, report)| {
            format!(
                "{number}: QR {version}, {dots} điểm in một ô / printer dots a module\n\n{}",
                report.to_text()
            )
        });
        tests.collect::<Vec<_>>().join("\n\n")
    }
}

fn described(number: CertificateNumber, extent: &Extent, file: &Path) -> serde_json::Value {
    let size = extent.size();
    json!({
        "number": number,
        "file": file,
        "dpi": size.dpi(),
        "module_mm": size.module_mm(),
        "module_dots": size.dots(),
        "width_mm": extent.width_mm(),
        "height_mm": extent.height_mm(),
    })
}

/// A file by its own name, or one with the usual name in a folder.
fn file_in(output: &Path, usual: &str) -> PathBuf {
    if extension(output) == "pdf" {
        output.to_owned()
    } else {
        output.join(usual)
    }
}

fn extension(path: &Path) -> &str {
    path.extension()
        .and_then(|text| text.to_str())
        .unwrap_or_default()
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), Error> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(Error::file(folder))?;
    }
    fs::write(file, bytes).map_err(Error::file(file))
}

async fn of_decision(
    office: &office::Office,
    decision: String,
) -> Result<Vec<CertificateNumber>, Error> {
    let mut query = CertificateQuery {
        decision: Some(decision),
        limit: 1_000,
        ..CertificateQuery::default()
    };
    let mut numbers = Vec::new();
    loop {
        let page = office.certificates(&query).await?;
        let listed = page.certificates.into_iter();
        numbers.extend(listed.map(|listed| listed.certificate.number));
        match page.next {
            Some(next) => query.after = Some(next),
            None if numbers.is_empty() => {
                return Err(Error::Asked(
                    "no_such_decision",
                    Text::new(
                        "Không có giấy chứng nhận nào của quyết định này. Hãy xem số bằng `ocop certificates`.",
                        "There is no certificate of this decision. See the numbers with `ocop certificates`.",
                    ),
                ));
            }
            None => return Ok(numbers),
        }
    }
}
