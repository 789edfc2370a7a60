//! `ocop trust`: the trust list, which verifiers go by.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;

use super::output::{Error, Output};
use super::passphrase::PassphraseArguments;
use crate::scheme::check::instant;

#[derive(Subcommand)]
pub enum Act {
    /// Sign the trust list with the root key and publish it.
    Publish(Publish),
    /// Write the published trust list to a file, for verifiers without network.
    Export(Export),
}

#[derive(Args)]
pub struct Publish {
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

#[derive(Args)]
pub struct Export {
    /// The file: the list's JSON twin when its name ends in .json, else the signed list.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
}

pub async fn run(act: Act, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data.clone()).await?;
    match act {
        Act::Publish(publish) => {
            let passphrase = publish.passphrase.source(&data, office.config())?.read()?;
            let published = office.publish_trust_list(passphrase).await?;
            if output.json {
                output.line(&published)?;
            }
            output.say(format_args!(
                "Đã công bố danh sách tin cậy phiên bản {} ({} hội đồng, {} khóa), dùng đến {} / published",
                published.version, published.councils, published.keys, instant(published.expires_at)
            ))?;
        }
        Act::Export(Export { output: file }) => {
            let held = office.held();
            let bytes = if file
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                held.trust.to_json().to_string().into_bytes()
            } else {
                held.trust_sealed.to_vec()
            };
            std::fs::write(&file, bytes).map_err(Error::file(&file))?;
            if output.json {
                output.line(&json!({ "file": file, "version": held.trust.version(),
                                     "root_key": held.root }))?;
            }
            output.say(file.display())?;
            output.say(format_args!(
                "Khóa gốc / root key: {}",
                held.root.to_base64()
            ))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
