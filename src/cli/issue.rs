//! `ocop issue` and `ocop take-over`: the certificates of a decision's product list.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use chrono::NaiveDate;
use clap::Args;

use super::certificates::table;
use super::output::{Error, Output};
use super::passphrase::PassphraseArguments;
use super::typed::{council, date};
use super::verify::read_up_to;
use crate::office::{Issued, LARGEST_LIST, Order};
use crate::scheme::council::CouncilCode;

#[derive(Args)]
pub struct Arguments {
    /// The council whose certificates they are.
    #[arg(long, value_parser = council)]
    council: CouncilCode,
    /// The decision's number, such as 852/QĐ-UBND.
    #[arg(long)]
    decision: String,
    /// The day the decision was signed, such as 2026-08-05.
    #[arg(long, value_name = "DATE", value_parser = date)]
    decided_on: NaiveDate,
    /// Who signed the decision [default: the council]
    #[arg(long)]
    authority: Option<String>,
    /// The product list, CSV in UTF-8 or XLSX; docs/issuing.md describes its columns.
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// Issue the good rows of a list that has bad ones, and say which were left out.
    #[arg(long)]
    skip_bad_rows: bool,
    /// Seal compact codes of them too [default: as configured, no]
    #[arg(long)]
    compact: bool,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

/// What becomes of the list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Its certificates are issued.
    Decision,
    /// They were issued on paper, and are taken over.
    Paper,
}

pub async fn run(
    arguments: Arguments,
    source: Source,
    data: PathBuf,
    output: Output,
) -> Result<ExitCode, Error> {
    let office = super::office(data.clone()).await?;
    let order = Order {
        council: arguments.council,
        decision: arguments.decision,
        decided_on: arguments.decided_on,
        authority: arguments.authority,
        list: read_up_to(&arguments.from, LARGEST_LIST)?,
        skip_bad_rows: arguments.skip_bad_rows,
    };
    let passphrase = arguments
        .passphrase
        .source(&data, office.config())?
        .read()?;
    let signer = office.open_key(arguments.council, passphrase).await?;
    let bar = output.progress(0);
    let progress = |done: usize, total: usize| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    };
    let issued = match source {
        Source::Decision => office.issue(order, Arc::clone(&signer), progress).await?,
        Source::Paper => {
            office
                .take_over(order, Arc::clone(&signer), progress)
                .await?
        }
    };
    bar.finish_and_clear();
    if arguments.compact || office.config().label.compact {
        let issued = issued.certificates.iter();
        let numbers: Vec<_> = issued.map(|issued| issued.certificate.number).collect();
        office.compact_issued(&numbers, &signer).await?;
    }
    if output.json {
        output.line(&issued)?;
    } else {
        report(&issued, output)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The table of certificates, what was left out and what to look at.
pub fn report(issued: &Issued, output: Output) -> Result<(), Error> {
    output.table(&table(
        issued.certificates.iter().map(|issued| &issued.certificate),
    ))?;
    output.say(format_args!(
        "Quyết định {}: cấp mới {} giấy, đã có {} giấy, {} điều cần sửa / issued, there before, left out",
        issued.decision,
        issued.issued,
        issued.already_issued,
        issued.left_out.len()
    ))?;
    output.notes(&issued.left_out);
    output.notes(&issued.warnings);
    Ok(())
}
