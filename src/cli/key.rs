//! `ocop key`: the councils' keys.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::json;

use super::output::{Error, Output};
use super::passphrase::PassphraseArguments;
use super::typed::{self, council};
use crate::config::Config;
use crate::office::{self, NewKey};
use crate::scheme::check::date;
use crate::scheme::council::CouncilCode;
use crate::signer::{self, TokenUri, fresh_seed, pkcs11};

#[derive(Subcommand)]
pub enum Act {
    /// Generate a council's key: the private half into an encrypted file in DATA/keys, or on
    /// a hardware token, which it never leaves.
    Generate(Generate),
    /// List the keys on a hardware token.
    List(List),
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
    /// The hardware token to make the key on, such as
    /// 'pkcs11:token=LABEL?module-path=/path/to/module.so'. The passphrase is its PIN, which
    /// never stands in the URI.
    #[arg(long, value_name = "URI")]
    token: Option<String>,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

#[derive(Args)]
pub struct List {
    /// The token, such as 'pkcs11:token=LABEL?module-path=/path/to/module.so'. The passphrase
    /// is its PIN, which never stands in the URI.
    #[arg(long, value_name = "URI")]
    token: String,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

pub async fn run(act: Act, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    match act {
        Act::Generate(asked) => generate(asked, data, output).await,
        Act::List(asked) => list(asked, data, output).await,
    }
}

async fn generate(generate: Generate, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    // Before anything is asked for: a PIN in it is refused first.
    let token = generate.token.map(|uri| token(&uri)).transpose()?;
    let office = super::office(data.clone()).await?;
    let source = generate.passphrase.source(&data, office.config())?;
    let council = generate.council;
    let new = NewKey {
        council,
        seals_from: generate.from,
        seals_until: generate.until,
    };
    let key = match token {
        Some(token) => {
            let pin = source.read()?;
            office.generate_key_on_token(new, token, pin).await?
        }
        None => {
            let passphrase = source.read_new()?;
            office.generate_key(new, fresh_seed()?, passphrase).await?
        }
    };
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

async fn list(list: List, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let token = token(&list.token)?;
    let config = Config::read(&data)?;
    let pin = list.passphrase.source(&data, &config)?.read()?;
    // A token can take long; other tasks go on meanwhile.
    let keys = tokio::task::spawn_blocking(move || pkcs11::list(&token, pin));
    let keys = keys.await.map_err(|_| office::Error::Stopped)??;
    if output.json {
        for key in &keys {
            output.line(key)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<[String; 4]> = keys
        .iter()
        .map(|key| {
            let said = match (key.usable, key.stays) {
                (false, _) => "không dùng được / not usable",
                (true, false) => "Ed25519, lấy ra được / can be taken out",
                (true, true) => "Ed25519, không rời thiết bị / never leaves the token",
            };
            let kid = key.kid.map(|kid| kid.to_string()).unwrap_or_default();
            [key.object.clone(), kid, key.id.clone(), said.to_owned()]
        })
        .collect();
    output.table(&rows)?;
    output.say(format_args!("{} khóa / keys", keys.len()))?;
    Ok(ExitCode::SUCCESS)
}

/// Reads a token's URI. Not as an argument of its own type: what is wrong with an argument is
/// answered with the argument, and this one could hold a PIN.
fn token(uri: &str) -> Result<TokenUri, signer::Error> {
    Ok(uri.parse::<TokenUri>()?)
}
