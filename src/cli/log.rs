//! `ocop log`: the transparency log, where no service with a passphrase keeps it, and its proofs.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};
use serde_json::json;

use super::output::{Error, Output};
use super::passphrase::PassphraseArguments;
use super::typed;
use crate::scheme::log::keys_of;
use crate::scheme::number::CertificateNumber;
use crate::scheme::trust::ProgrammePurpose;
use crate::scheme::words::Text;

#[derive(Subcommand)]
pub enum Act {
    /// Publish a checkpoint over everything that was recorded, where no service does.
    Checkpoint(Checkpoint),
    /// Print the verifier keys by which witnesses and monitors know the log.
    Key,
    /// Prove that a certificate is in the log: a text that can be kept and checked without us.
    Proof(Proof),
}

#[derive(Args)]
pub struct Checkpoint {
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

#[derive(Args)]
pub struct Proof {
    /// The certificate's number, such as CB-12345-E.
    #[arg(value_parser = typed::number)]
    number: CertificateNumber,
    /// The file, such as CB-12345-E.tlog-proof [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub async fn run(act: Act, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data.clone()).await?;
    match act {
        Act::Checkpoint(asked) => {
            let passphrase = asked.passphrase.source(&data, office.config())?.read()?;
            let key = office
                .open_programme_key(ProgrammePurpose::Log, Arc::new(passphrase))
                .await?;
            while office.publish_checkpoint(&key.signer).await?.is_some() {}
            let held = office.held();
            if let Some(newest) = &held.checkpoint {
                if output.json {
                    output
                        .line(&json!({ "size": newest.size, "root": newest.root.to_base64() }))?;
                }
                output.say(newest.note.to_string().trim_end())?;
            }
        }
        Act::Key => {
            let keys = keys_of(&office.held().trust, &office.log_origin()?);
            if keys.is_empty() {
                return Err(Error::Asked(
                    "no_log_key",
                    Text::new(
                        "Danh sách tin cậy chưa có khóa của nhật ký. Hãy chạy `ocop key generate --purpose log`, rồi `ocop trust publish`.",
                        "The trust list names no key of the log. Run `ocop key generate --purpose log`, then `ocop trust publish`.",
                    ),
                ));
            }
            if output.json {
                output.line(&json!({ "keys": keys }))?;
            }
            for key in &keys {
                output.say(key)?;
            }
        }
        Act::Proof(asked) => {
            let proof = office.prove(asked.number).await?.to_string();
            match &asked.output {
                Some(file) => {
                    std::fs::write(file, &proof).map_err(Error::file(file))?;
                    output.say(file.display())?;
                }
                None => output.say(proof.trim_end())?,
            }
            if output.json {
                output.line(&json!({ "number": asked.number, "file": asked.output,
                                     "proof": proof }))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
