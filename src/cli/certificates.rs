//! `ocop certificates`: what the register holds.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::output::{Error, Output};
use super::typed::council;
use crate::office::{CertificateQuery, CertificateView};
use crate::scheme::check::date;
use crate::scheme::council::CouncilCode;

/// Certificates of one read.
const PAGE: u32 = 1_000;

#[derive(Args)]
pub struct Arguments {
    /// Of decisions with this number only.
    #[arg(long)]
    decision: Option<String>,
    /// Of this council only.
    #[arg(long, value_parser = council)]
    council: Option<CouncilCode>,
}

pub async fn run(arguments: Arguments, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data).await?;
    let mut query = CertificateQuery {
        council: arguments.council,
        decision: arguments.decision,
        limit: PAGE,
        ..CertificateQuery::default()
    };
    loop {
        let page = office.certificates(&query).await?;
        if output.json {
            for certificate in &page.certificates {
                output.line(certificate)?;
            }
        } else {
            let certificates = page.certificates.iter();
            output.table(&table(certificates.map(|listed| &listed.certificate)))?;
        }
        match page.next {
            Some(next) => query.after = Some(next),
            None => return Ok(ExitCode::SUCCESS),
        }
    }
}

/// Certificates as rows for people.
pub fn table<'a>(certificates: impl IntoIterator<Item = &'a CertificateView>) -> Vec<[String; 5]> {
    let row = |certificate: &CertificateView| {
        [
            certificate.number.to_string(),
            "★".repeat(certificate.stars.get().into()),
            certificate.product.clone(),
            certificate.producer.clone(),
            date(certificate.valid_through),
        ]
    };
    certificates.into_iter().map(row).collect()
}
