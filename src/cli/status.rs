//! `ocop status`: the status lists, which say what was revoked.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;

use super::output::{Error, Output};
use super::passphrase::PassphraseArguments;
use crate::office::StatusKeys;

#[derive(Subcommand)]
pub enum Act {
    /// Sign every status list that is due, where no service with a passphrase does.
    Sign(Sign),
}

#[derive(Args)]
pub struct Sign {
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

pub async fn run(act: Act, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let Act::Sign(sign) = act;
    let office = super::office(data.clone()).await?;
    let passphrase = sign.passphrase.source(&data, office.config())?.read()?;
    let keys = StatusKeys::new(passphrase);
    let signed = office.sign_status_lists(&keys).await?;
    if let Some(refusal) = keys.refusal() {
        return Err(refusal.into());
    }
    let held = office.held();
    let councils = held.trust.councils().iter();
    let unsigned: Vec<_> = councils
        .map(|council| council.code)
        .filter(|&code| held.signed_list(code).is_none())
        .collect();
    if output.json {
        output.line(&json!({ "signed": signed, "without_list": unsigned }))?;
    }
    output.say(format_args!("Đã ký {signed} danh sách tình trạng / signed"))?;
    for council in unsigned {
        output.say(format_args!(
            "{council}: chưa có danh sách / no list. ocop key generate --council {council} --purpose status; ocop trust publish"
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}
