//! `ocop pack`: the pack for verifiers without a network, into a file.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::output::{Error, Output};
use super::passphrase::PassphraseArguments;
use super::typed;
use super::verify::read_up_to;
use crate::office::{self, Office, ProgrammeKeyHolder, StandingPack, write_whole};
use crate::scheme::check::instant;
use crate::scheme::pack::{LARGEST, Pack, apply};
use crate::scheme::seal::PublicKey;
use crate::scheme::trust::ProgrammePurpose;

#[derive(Args)]
pub struct Arguments {
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// Also what to search by: products, producers and decisions. Needed to look up a number.
    #[arg(long)]
    names: bool,
    /// Instead of making one: complete this pack, without a register, by what is new.
    #[arg(long, value_name = "FILE", requires = "delta", requires = "root", conflicts_with_all = ["names", "passphrase_file"])]
    held: Option<PathBuf>,
    /// What is new since --held, as fetched from /pack?since=NUMBER.
    #[arg(long, value_name = "FILE", requires = "held")]
    delta: Option<PathBuf>,
    /// The programme's root key, which must vouch for both.
    #[arg(long, value_name = "KEY", allow_hyphen_values = true, value_parser = typed::public_key, requires = "held")]
    root: Option<PublicKey>,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

pub async fn run(arguments: Arguments, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    if let (Some(held), Some(delta), Some(root)) =
        (&arguments.held, &arguments.delta, &arguments.root)
    {
        return complete(held, delta, root, &arguments.output, output);
    }
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

/// Completes a pack by a delta. The held one may be replaced in place: it stands until the newer
/// is whole.
fn complete(
    held: &Path,
    delta: &Path,
    root: &PublicKey,
    file: &Path,
    output: Output,
) -> Result<ExitCode, Error> {
    let (held, delta) = (read_up_to(held, LARGEST)?, read_up_to(delta, LARGEST)?);
    let refused = office::Error::from;
    let older = Pack::open(&held, root, None).map_err(refused)?.held();
    let newer = apply(&held, &delta).map_err(refused)?;
    let pack = Pack::open(&newer, root, Some(older)).map_err(refused)?;
    write_whole(file, &newer).map_err(Error::file(file))?;
    let names = pack.names.is_some();
    if output.json {
        output.line(&json!({
            "file": file, "bytes": newer.len(), "names": names, "sequence": pack.sequence,
            "made_at": pack.made_at, "expires_at": pack.expires_at,
            "trust_list_version": pack.trust.version(), "held": older.sequence,
        }))?;
    }
    output.say(format_args!(
        "{}: từ gói số {} thành gói số {}, {} byte, tạo lúc {}, dùng đến {} / completed",
        file.display(),
        older.sequence,
        pack.sequence,
        newer.len(),
        instant(pack.made_at),
        instant(pack.expires_at)
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// The newest pack. A passphrase is asked for only when it has to be made.
async fn newest(
    office: &Office,
    passphrase: PassphraseArguments,
    data: &Path,
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
