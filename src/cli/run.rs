//! `ocop run`: labels with serials, recorded once, written as texts or files as often as needed.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;

use super::output::{Error, Output};
use super::typed::number;
use crate::http::{LookNames, RunLook};
use crate::office::{self, Access, LabelRunQuery, LabelRunView, NewLabelRun, Office};
use crate::scheme::check::instant;
use crate::scheme::code_kind::CodeKind;
use crate::scheme::number::CertificateNumber;

/// Runs of one read.
const PAGE: u32 = 500;

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Arguments {
    #[command(subcommand)]
    act: Option<Act>,
    /// The certificate's number.
    #[arg(value_parser = number, required = true)]
    number: Option<CertificateNumber>,
    /// How many labels.
    #[arg(long, required = true)]
    count: Option<i64>,
    /// The producer's lot.
    #[arg(long, default_value = "")]
    lot: String,
    /// Who prints.
    #[arg(long, default_value = "")]
    printer: String,
    /// What the codes hold.
    #[arg(long, default_value = "full")]
    kind: CodeKind,
    #[command(flatten)]
    files: FilesArguments,
}

#[derive(Subcommand)]
enum Act {
    /// List the runs.
    List {
        /// Only those of this certificate.
        #[arg(long, value_parser = number)]
        number: Option<CertificateNumber>,
    },
    /// Write the texts or files of a recorded run again.
    Files {
        /// The run's identity.
        id: i64,
        #[command(flatten)]
        files: FilesArguments,
    },
}

#[derive(Args)]
struct FilesArguments {
    /// What is written: csv for printing with variable data, or labels.
    #[arg(long, default_value = "csv", value_parser = ["csv", "pdf", "zpl", "png", "svg"])]
    format: String,
    /// What a label shows [default: number]
    #[arg(long, default_value = "", hide_default_value = true)]
    design: String,
    /// In which languages: vi or vi-en [default: vi-en]
    #[arg(long, default_value = "", hide_default_value = true)]
    wording: String,
    /// The sheet that a PDF is laid out on [default: a4]
    #[arg(long, default_value = "", hide_default_value = true)]
    sheet: String,
    /// The printer's dots per inch [default: as configured, 300]
    #[arg(long, default_value = "", hide_default_value = true)]
    dpi: String,
    /// The folder that the files go to; for texts also the name of a file that ends in .csv.
    #[arg(long, value_name = "PATH", default_value = ".")]
    output: PathBuf,
}

pub async fn run(arguments: Arguments, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data).await?;
    match arguments.act {
        Some(Act::List { number }) => list(&office, number, output).await,
        Some(Act::Files { id, files }) => {
            let look = files.look()?;
            let access = Access::of_program();
            let run = office.label_run_to_print(&access, id).await?;
            write(&office, &run, look.as_ref(), &files.output, output).await
        }
        None => begin(&office, arguments, output).await,
    }
}

impl FilesArguments {
    /// How labels look; `None` for texts alone.
    fn look(&self) -> Result<Option<RunLook>, Error> {
        let format = match self.format.as_str() {
            "csv" => "",
            format => format,
        };
        let look = RunLook::read(LookNames {
            format,
            design: &self.design,
            wording: &self.wording,
            sheet: &self.sheet,
            dpi: &self.dpi,
        });
        Ok(look.map_err(office::Error::Refused)?)
    }
}

/// Records a run, then writes it. What cannot be written then can be with `ocop run files`.
async fn begin(office: &Office, arguments: Arguments, output: Output) -> Result<ExitCode, Error> {
    // Both are required without a subcommand.
    let (Some(number), Some(count)) = (arguments.number, arguments.count) else {
        return Ok(ExitCode::FAILURE);
    };
    let access = Access::of_program();
    let kind = arguments.kind;
    let look = arguments.files.look()?;
    if let Some(look) = &look {
        let certificate = office.certificate(number).await?;
        // What cannot be made is said before counts are spent on it.
        let code = office.code_text(number, kind).await?;
        look.wanted(office, &certificate, (kind, &code))?;
    }
    let asked = NewLabelRun {
        number,
        kind,
        count,
        lot: arguments.lot,
        printer: arguments.printer,
        files: None,
    };
    let run = office.begin_label_run(&access, None, &asked).await?;
    output.say(format_args!(
        "đợt in {}: {} tem, số {} đến {} / run {}: {} labels, {} to {}",
        run.id, run.count, run.first, run.last, run.id, run.count, run.first, run.last
    ))?;
    write(office, &run, look.as_ref(), &arguments.files.output, output).await
}

async fn write(
    office: &Office,
    run: &LabelRunView,
    look: Option<&RunLook>,
    to: &Path,
    output: Output,
) -> Result<ExitCode, Error> {
    let files = match look {
        None => vec![texts(office, run, to, output).await?],
        Some(look) => labels(office, run, look, to, output).await?,
    };
    if output.json {
        output.line(&json!({ "run": run, "files": files }))?;
    }
    for file in files {
        output.say(file.display())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the CSV, piece by piece.
async fn texts(
    office: &Office,
    run: &LabelRunView,
    to: &Path,
    output: Output,
) -> Result<PathBuf, Error> {
    let is_file = to.extension().is_some_and(|extension| extension == "csv");
    let path = match is_file {
        true => to.to_owned(),
        false => {
            fs::create_dir_all(to).map_err(Error::file(to))?;
            to.join(format!("{}-{}-{}.csv", run.number, run.first, run.last))
        }
    };
    let csv = office.run_csv(run).await?;
    let bar = output.progress(usize::try_from(run.count).unwrap_or(usize::MAX));
    let mut file = BufWriter::new(File::create(&path).map_err(Error::file(&path))?);
    for piece in csv {
        file.write_all(&piece).map_err(Error::file(&path))?;
        let lines = piece.iter().filter(|byte| **byte == b'\n').count();
        bar.inc(lines as u64);
    }
    file.flush().map_err(Error::file(&path))?;
    bar.finish_and_clear();
    Ok(path)
}

/// Writes the labels, part by part; each is read back before it is written.
async fn labels(
    office: &Office,
    run: &LabelRunView,
    look: &RunLook,
    to: &Path,
    output: Output,
) -> Result<Vec<PathBuf>, Error> {
    fs::create_dir_all(to).map_err(Error::file(to))?;
    let certificate = office.certificate(run.number).await?;
    let texts = office.run_texts(run).await?;
    let bar = output.progress(usize::try_from(run.count).unwrap_or(usize::MAX));
    let code = office.code_text(run.number, run.kind).await?;
    let per_part = look
        .wanted(office, &certificate, (run.kind, &code))?
        .per_part;
    if let Some(text) = texts.part(run.first, 1).next() {
        let report = look.self_test(office, &certificate, run.kind, &text)?;
        report.check()?;
        let path = to.join("self-test.txt");
        fs::write(&path, report.to_text()).map_err(Error::file(&path))?;
    }
    let mut written = Vec::new();
    let mut first = run.first;
    while first <= run.last {
        let part = texts.part(first, per_part);
        for file in look.files(office, &certificate, run.kind, part)? {
            let path = to.join(file.name);
            fs::write(&path, file.content).map_err(Error::file(&path))?;
            written.push(path);
        }
        first += per_part;
        bar.set_position((first - run.first).min(run.count));
    }
    bar.finish_and_clear();
    Ok(written)
}

async fn list(
    office: &Office,
    number: Option<CertificateNumber>,
    output: Output,
) -> Result<ExitCode, Error> {
    let access = Access::of_program();
    let mut query = LabelRunQuery {
        number,
        limit: PAGE,
        ..LabelRunQuery::default()
    };
    loop {
        let page = office.label_runs(&access, &query).await?;
        if output.json {
            for run in &page.runs {
                output.line(run)?;
            }
        } else {
            output.table(&page.runs.iter().map(row).collect::<Vec<_>>())?;
        }
        match page.next {
            Some(next) => query.after = Some(next),
            None => return Ok(ExitCode::SUCCESS),
        }
    }
}

fn row(run: &LabelRunView) -> [String; 6] {
    [
        run.id.to_string(),
        run.number.to_string(),
        format!("{} – {}", run.first, run.last),
        instant(run.made_at),
        run.lot.clone().unwrap_or_default(),
        run.product.clone(),
    ]
}
