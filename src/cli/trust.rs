//! `ocop trust`: the trust list, which verifiers go by.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;

use super::output::{Error, Output};
use super::passphrase::PassphraseArguments;
use crate::office::{self, TrustRefused};
use crate::scheme::check::instant;
use crate::scheme::trust::changes;

#[derive(Subcommand)]
pub enum Act {
    /// Write what the root key is to sign next, for `ocop root sign` on another machine.
    Draft(Draft),
    /// Publish a signed list, or sign it with the root key of the data folder and publish it.
    Publish(Publish),
    /// Write the published trust list to a file, for verifiers without network.
    Export(Export),
}

#[derive(Args)]
pub struct Draft {
    /// The file.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
}

#[derive(Args)]
pub struct Publish {
    /// The list that `ocop root sign` wrote.
    signed: Option<PathBuf>,
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
        Act::Draft(Draft { output: file }) => {
            let draft = office.draft_trust_list().await?;
            std::fs::write(&file, draft.to_json()).map_err(Error::file(&file))?;
            let (version, kid) = (draft.list.version(), draft.root.id());
            if output.json {
                output.line(&json!({ "version": version, "output": file,
                                     "changes": changes(&office.held().trust, &draft.list) }))?;
            }
            output.say(format_args!(
                "Bản thảo danh sách tin cậy phiên bản {version} cho khóa gốc {kid} / draft: {}",
                file.display()
            ))?;
            for change in changes(&office.held().trust, &draft.list) {
                output.say(format_args!("  - {}", change.message.vi))?;
                output.say(format_args!("    {}", change.message.en))?;
            }
            output.say(format_args!(
                "Tiếp theo, trên máy giữ khóa gốc / next, where the root key is kept: ocop root sign {} --key root.key.pem --output FILE",
                file.display()
            ))?;
        }
        Act::Publish(publish) => {
            let published = match &publish.signed {
                Some(file) => {
                    let sealed = std::fs::read(file).map_err(Error::file(file))?;
                    office.publish_signed_trust_list(sealed).await?
                }
                None if !office.keeps_root_key() => {
                    return Err(office::Error::from(TrustRefused::RootKeyElsewhere).into());
                }
                None => {
                    let passphrase = publish.passphrase.source(&data, office.config())?.read()?;
                    office.publish_trust_list(passphrase).await?
                }
            };
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
