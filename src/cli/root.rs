//! `ocop root`: the root key's keeper, on a machine without network, register or data folder.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;

use super::output::{Error, Output};
use super::passphrase::PassphraseArguments;
use crate::config::Config;
use crate::office::{check_draft, sign_draft};
use crate::scheme::check::instant;
use crate::scheme::seal::PublicKey;
use crate::scheme::trust::{Draft, TrustList, changes};
use crate::scheme::words::Text;
use crate::signer::{KeyFile, PassphraseSource, Signer, fresh_seed};

#[derive(Subcommand)]
pub enum Act {
    /// Generate a root key into an encrypted file.
    Generate(Key),
    /// Print the public half of a root key.
    Public(Key),
    /// Show what the draft of a trust list changes, and sign it.
    Sign(Sign),
}

#[derive(Args)]
pub struct Key {
    /// The file of the root key.
    #[arg(value_name = "KEYFILE")]
    key: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

#[derive(Args)]
pub struct Sign {
    /// The draft that `ocop trust draft` wrote.
    draft: PathBuf,
    /// The file of the root key.
    #[arg(long, value_name = "KEYFILE")]
    key: PathBuf,
    /// Where to write the signed list.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// The list that was signed before: only what changed is shown, and the draft must follow it.
    #[arg(long, value_name = "FILE")]
    previous: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

pub fn run(act: Act, output: Output) -> Result<ExitCode, Error> {
    match act {
        Act::Generate(key) => generate(&key, output)?,
        Act::Public(Key { key, passphrase }) => {
            let opened = KeyFile::open(&key, &source(&passphrase)?.read()?)?;
            print_key(&opened, output)?;
        }
        Act::Sign(asked) => sign(&asked, output)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// There is no data folder here: only the command's own arguments count.
fn source(passphrase: &PassphraseArguments) -> Result<PassphraseSource, Error> {
    passphrase.source(Path::new("."), &Config::new(None, false)?)
}

fn generate(Key { key, passphrase }: &Key, output: Output) -> Result<(), Error> {
    let passphrase = source(passphrase)?.read_new()?;
    let made = KeyFile::generate(key, &passphrase, fresh_seed()?)?;
    print_key(&made, output)?;
    output.say("Tiếp theo / next: ocop init --root-key … --draft FILE")
}

fn print_key(key: &KeyFile, output: Output) -> Result<(), Error> {
    let public = public(key)?;
    if output.json {
        return output.line(&json!({ "kid": public.id(), "root_key": public }));
    }
    output.say(format_args!("Khóa gốc / root key: {}", public.to_base64()))?;
    output.say(format_args!("kid: {}", public.id()))
}

fn public(key: &KeyFile) -> Result<PublicKey, Error> {
    PublicKey::new(key.public_key())
        .map_err(|_| Error::Office(crate::office::Error::BadSeal("weak root key")))
}

fn sign(asked: &Sign, output: Output) -> Result<(), Error> {
    let draft = std::fs::read(&asked.draft).map_err(Error::file(&asked.draft))?;
    let draft = Draft::from_json(&draft)?;
    let previous = match &asked.previous {
        Some(file) => {
            let sealed = std::fs::read(file).map_err(Error::file(file))?;
            Some(TrustList::from_sealed(&sealed, &draft.root)?)
        }
        None => None,
    };
    let (programme, list) = (&draft.programme, &draft.list);
    output.say(format_args!("{} / {}", programme.vi, programme.en))?;
    output.say(format_args!(
        "Danh sách tin cậy phiên bản {version}, lập {issued}, dùng đến {expires} / trust list version {version}, issued {issued}, to be used until {expires}",
        version = list.version(),
        issued = instant(list.issued_at()),
        expires = instant(list.expires_at()),
    ))?;
    let nothing = TrustList::new(0, list.issued_at(), list.issued_at(), Vec::new());
    let found = changes(previous.as_ref().unwrap_or(&nothing), list);
    let heading = match &previous {
        Some(previous) => Text::of(
            format!(
                "Thay đổi so với phiên bản {}: {}",
                previous.version(),
                found.len()
            ),
            format!(
                "Changes since version {}: {}",
                previous.version(),
                found.len()
            ),
        ),
        None => Text::new(
            "Toàn bộ nội dung (không có --previous để so sánh):",
            "The whole content (no --previous to compare with):",
        ),
    };
    output.say(format_args!("{} / {}", heading.vi, heading.en))?;
    for change in &found {
        output.say(format_args!("  - {}", change.message.vi))?;
        output.say(format_args!("    {}", change.message.en))?;
    }
    // Before the passphrase: nobody is asked to open the key for what will not be signed.
    check_draft(&draft, previous.as_ref())?;
    output.say(
        "Nhập mật khẩu khóa gốc để ký; Ctrl-C để từ chối / the passphrase signs, Ctrl-C declines",
    )?;
    let key = KeyFile::open(&asked.key, &source(&asked.passphrase)?.read()?)?;
    let sealed = sign_draft(&draft, &key, previous.as_ref())?;
    std::fs::write(&asked.output, &sealed).map_err(Error::file(&asked.output))?;
    if output.json {
        output.line(&json!({ "version": list.version(), "root_key": draft.root,
                             "changes": found, "output": asked.output }))?;
    }
    output.say(format_args!(
        "Đã ký / signed: {}. Tiếp theo / next: ocop trust publish {}",
        asked.output.display(),
        asked.output.display()
    ))
}
