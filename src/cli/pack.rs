//! `ocop pack`: the pack for verifiers without a network, into a file.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::output::{Error, Output};
use super::passphrase::PassphraseArguments;
use crate::office::{self, Office, ProgrammeKeyHolder, StandingPack};
use crate::scheme::check::instant;
use crate::scheme::trust::ProgrammePurpose;

#[derive(Args)]
pub struct Arguments {
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// Also what to search by: products, producers and decisions. Needed to look up a number.
    #[arg(long)]
    names: bool,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

pub async fn run(arguments: Arguments, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data.clone()).await?;
    let pack = newest(&office, arguments.passphrase, &data).await?;
    let file = pack.sealed.whole(arguments.names);
    std::fs::write(&arguments.output, &file).map_err(Error::file(&arguments.output))?;
    let manifest = &pack.sealed.manifest;
    if output.json {
        output.line(&json!({
            "file": arguments.output, "bytes": file.len(), "names": arguments.names,
            "sequence": manifest.sequence, "made_at": manifest.made_at,
            "expires_at": manifest.expires_at, "trust_list_version": manifest.trust_list,
            "certificates": pack.certificates, "without_list": pack.without_list,
            "root_key": office.held().root,
        }))?;
    }
    output.say(format_args!(
        "{}: gói số {}, {} giấy, {} byte, tạo lúc {}, dùng đến {} / written",
        arguments.output.display(),
        manifest.sequence,
        pack.certificates,
        file.len(),
        instant(manifest.made_at),
        instant(manifest.expires_at)
    ))?;
    output.say(format_args!(
        "Khóa gốc / root key: {}",
        office.held().root.to_base64()
    ))?;
    for council in &pack.without_list {
        output.say(format_args!(
            "{council}: chưa có danh sách tình trạng trong gói / no status list in it. ocop status sign"
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The newest pack. A passphrase is asked for only when it has to be made.
async fn newest(
    office: &Office,
    passphrase: PassphraseArguments,
    data: &std::path::Path,
) -> Result<std::sync::Arc<StandingPack>, Error> {
    let Some(due) = office.due_pack().await? else {
        // What is not due is there.
        let standing = office.refresh_pack().await?;
        return standing.ok_or_else(|| office::Error::Stopped.into());
    };
    // Before a passphrase is asked for: without a key it would be for nothing.
    office.programme_key(ProgrammePurpose::Pack).await?;
    let passphrase = passphrase.source(data, office.config())?.read()?;
    let key = ProgrammeKeyHolder::new(ProgrammePurpose::Pack, passphrase);
    Ok(office.make_pack(due, &key).await?)
}
