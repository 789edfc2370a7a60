//! `ocop key`: the councils' keys.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::json;

use super::output::{Error, Output};
use super::passphrase::PassphraseArguments;
use super::typed::{self, council};
use crate::office::NewKey;
use crate::scheme::check::date;
use crate::scheme::council::CouncilCode;
use crate::signer::fresh_seed;

#[derive(Subcommand)]
pub enum Act {
    /// Generate a council's key: the private half into an encrypted file in DATA/keys.
    Generate(Generate),
}

#[derive(Args)]
pub struct Generate {
    /// Whose key.
    #[arg(long, value_parser = council)]
    council: CouncilCode,
    /// First day of sealing [default: today]
    #[arg(long, value_name = "DATE", value_parser = typed::date)]
    from: Option<NaiveDate>,
    /// Last day of sealing [default: 12 months later]
    #[arg(long, value_name = "DATE", value_parser = typed::date)]
    until: Option<NaiveDate>,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

pub async fn run(act: Act, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let Act::Generate(generate) = act;
    let office = super::office(data.clone()).await?;
    let passphrase = generate
        .passphrase
        .source(&data, office.config())?
        .read_new()?;
    let council = generate.council;
    let new = NewKey {
        council,
        seals_from: generate.from,
        seals_until: generate.until,
    };
    let key = office.generate_key(new, fresh_seed()?, passphrase).await?;
    if output.json {
        output.line(&json!({ "council": council, "key": key }))?;
    }
    let (from, until) = (date(key.seals_from), date(key.seals_until));
    output.say(format_args!(
        "Đã tạo khóa {} của {council}, ký từ {from} đến hết {until} / generated",
        key.kid
    ))?;
    output.say("Tiếp theo / next: ocop trust publish")?;
    Ok(ExitCode::SUCCESS)
}
