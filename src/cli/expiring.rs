//! `ocop expiring`: what ends soon, by producer.

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::Args;

use super::output::{Error, Output, written};
use super::spreadsheet;
use super::typed::{council, date as day, within};
use crate::office::{EndingView, ExpiringQuery, Within};
use crate::scheme::check::date;
use crate::scheme::council::CouncilCode;

/// Certificates of one read.
const PAGE: u32 = 1_000;

#[derive(Args)]
pub struct Arguments {
    /// How many days ahead, such as 90d.
    #[arg(long, value_name = "DAYS", value_parser = within, default_value = "90d")]
    within: Within,
    /// The first last day [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    from: Option<NaiveDate>,
    /// Of this council only.
    #[arg(long, value_parser = council)]
    council: Option<CouncilCode>,
    /// Leave out certificates that were renewed; otherwise they are marked.
    #[arg(long)]
    not_renewed: bool,
    /// Print CSV, in place of a table.
    #[arg(long)]
    csv: bool,
}

pub async fn run(arguments: Arguments, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data).await?;
    let mut query = ExpiringQuery {
        council: arguments.council,
        from: arguments.from,
        within: arguments.within,
        not_renewed: arguments.not_renewed,
        after: None,
        limit: PAGE,
    };
    let mut all = Vec::new();
    let until = loop {
        let page = office.expiring(&query).await?;
        all.extend(page.certificates);
        match page.next {
            Some(next) => query.after = Some(next),
            None => break page.until,
        }
    };
    let producers = by_producer(all);
    if arguments.csv {
        return csv(&producers).map(|()| ExitCode::SUCCESS);
    }
    if output.json {
        for certificate in producers.iter().flatten() {
            output.line(certificate)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    for certificates in &producers {
        let Some(first) = certificates.first() else {
            continue;
        };
        output.say(&first.producer)?;
        output.table(&certificates.iter().map(row).collect::<Vec<_>>())?;
    }
    let count: usize = producers.iter().map(Vec::len).sum();
    let (producers, until) = (producers.len(), date(until));
    output.say(format_args!(
        "{count} giấy của {producers} chủ thể hết hạn đến ngày {until} / {count} certificates of {producers} producers end by then"
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Certificates of one producer together, producers in the order of what ends first.
fn by_producer(certificates: Vec<EndingView>) -> Vec<Vec<EndingView>> {
    let mut places: HashMap<(CouncilCode, String), usize> = HashMap::new();
    let mut producers: Vec<Vec<EndingView>> = Vec::new();
    for certificate in certificates {
        let key = (certificate.council, certificate.producer.clone());
        let place = *places.entry(key).or_insert_with(|| {
            producers.push(Vec::new());
            producers.len() - 1
        });
        producers[place].push(certificate);
    }
    producers
}

fn row(certificate: &EndingView) -> [String; 6] {
    let mut marks = Vec::new();
    if certificate.suspended {
        marks.push("tạm đình chỉ / suspended".to_owned());
    }
    if let Some(newer) = certificate.renewed_by {
        marks.push(format!("có giấy mới / renewed: {newer}"));
    }
    [
        format!("  {}", certificate.number),
        "★".repeat(certificate.stars.get().into()),
        certificate.product.clone(),
        date(certificate.valid_through),
        format!("{} ngày / days", certificate.days_left),
        marks.join("; "),
    ]
}

fn csv(producers: &[Vec<EndingView>]) -> Result<(), Error> {
    let header = [
        "producer",
        "council",
        "number",
        "product",
        "stars",
        "valid_through",
        "days_left",
        "suspended",
        "renewed_by",
    ];
    let rows = producers.iter().flatten().map(|certificate| {
        [
            certificate.producer.clone(),
            certificate.council.to_string(),
            certificate.number.to_string(),
            certificate.product.clone(),
            certificate.stars.to_string(),
            certificate.valid_through.to_string(),
            certificate.days_left.to_string(),
            if certificate.suspended {
                "suspended"
            } else {
                ""
            }
            .to_owned(),
            certificate
                .renewed_by
                .map(|newer| newer.to_string())
                .unwrap_or_default(),
        ]
    });
    let mut text = Vec::new();
    spreadsheet::write(&mut text, header, rows)?;
    written(io::Write::write_all(&mut io::stdout().lock(), &text))
}
