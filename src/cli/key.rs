//! `ocop key`: the councils' keys.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::output::{Error, Output};
use super::passphrase::PassphraseArguments;
use super::typed::{self, council};
use crate::config::Config;
use crate::office::{self, ListedKey, NewKey};
use crate::scheme::check;
use crate::scheme::council::CouncilCode;
use crate::scheme::seal::KeyId;
use crate::scheme::trust::KeyState;
use crate::scheme::words::Text;
use crate::signer::{self, TokenUri, fresh_seed, pkcs11};

#[derive(Subcommand)]
pub enum Act {
    /// Generate a council's key: the private half into an encrypted file in DATA/keys, or on
    /// a hardware token, which it never leaves.
    Generate(Generate),
    /// List keys: when they seal, in which state they are, and whether verifiers know it; or
    /// those on a hardware token.
    List(List),
    /// Let a key seal no more. What it sealed stays valid.
    Retire(Retire),
    /// Say that a key is in somebody else's hands: only the register vouches for what it sealed.
    Compromise(Compromise),
}

#[derive(Args)]
pub struct Retire {
    /// The key's id, such as RJahWA.
    #[arg(allow_hyphen_values = true, value_parser = typed::kid)]
    kid: KeyId,
}

#[derive(Args)]
pub struct Compromise {
    /// The key's id, such as RJahWA.
    #[arg(allow_hyphen_values = true, value_parser = typed::kid)]
    kid: KeyId,
    /// Since when it may be in somebody else's hands.
    #[arg(long, value_name = "DATE", value_parser = typed::date)]
    on: NaiveDate,
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
    /// Seal certificates, or sign the council's status lists: one key never does both.
    #[arg(long, value_enum, default_value_t = Purpose::Certificate)]
    purpose: Purpose,
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
    /// Whose keys [default: everybody's]
    #[arg(long, value_parser = council)]
    council: Option<CouncilCode>,
    /// The token, such as 'pkcs11:token=LABEL?module-path=/path/to/module.so'. The passphrase
    /// is its PIN, which never stands in the URI.
    #[arg(long, value_name = "URI", conflicts_with = "council")]
    token: Option<String>,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

/// What a key is for.
#[derive(Clone, Copy, ValueEnum)]
enum Purpose {
    // No help of their own: clap would print the whole command's help at length.
    Certificate,
    Status,
}

pub async fn run(act: Act, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    match act {
        Act::Generate(asked) => generate(asked, data, output).await?,
        Act::List(asked) if asked.token.is_some() => list_token(asked, data, output).await?,
        Act::List(List { council, .. }) => {
            list(&super::office(data).await?.keys(council).await?, output)?;
        }
        Act::Retire(Retire { kid }) => {
            changed(&super::office(data).await?.retire_key(kid).await?, output)?;
        }
        Act::Compromise(Compromise { kid, on }) => {
            changed(
                &super::office(data).await?.compromise_key(kid, on).await?,
                output,
            )?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn generate(asked: Generate, data: PathBuf, output: Output) -> Result<(), Error> {
    // Before anything is asked for: a PIN in it is refused first.
    let token = asked.token.map(|uri| token(&uri)).transpose()?;
    let office = super::office(data.clone()).await?;
    let source = asked.passphrase.source(&data, office.config())?;
    let council = asked.council;
    let new = NewKey {
        council,
        seals_from: asked.from,
        seals_until: asked.until,
    };
    let key = match (token, asked.purpose) {
        (Some(_), Purpose::Status) => {
            return Err(Error::Asked(
                "status_key_in_file",
                Text::new(
                    "Khóa ký danh sách tình trạng nằm trong tệp, không trên thiết bị. Hãy bỏ --token.",
                    "A key that signs status lists is in a file, not on a token. Leave --token out.",
                ),
            ));
        }
        (Some(token), Purpose::Certificate) => {
            let pin = source.read()?;
            office.generate_key_on_token(new, token, pin).await?
        }
        (None, purpose) => {
            let (fresh, passphrase) = (fresh_seed()?, source.read_new()?);
            match purpose {
                Purpose::Certificate => office.generate_key(new, fresh, passphrase).await?,
                Purpose::Status => office.generate_status_key(new, fresh, passphrase).await?,
            }
        }
    };
    if output.json {
        output.line(&json!({ "council": council, "key": key }))?;
    }
    let (from, until) = (check::date(key.seals_from), check::date(key.seals_until));
    output.say(format_args!(
        "Đã tạo khóa {} của {council}, ký từ {from} đến hết {until} / generated",
        key.kid
    ))?;
    output.say("Tiếp theo / next: ocop trust publish")
}

fn list(keys: &[ListedKey], output: Output) -> Result<(), Error> {
    if output.json {
        return output.line(&json!({ "keys": keys }));
    }
    let heading = [
        "kid",
        "",
        "từ / from",
        "đến hết / through",
        "",
        "công bố / published",
    ];
    let mut rows = vec![heading.map(str::to_owned)];
    for listed in keys {
        let key = &listed.key;
        let published = match listed.published {
            _ if !listed.awaits_publication() => "✓".to_owned(),
            Some(state) => {
                let known = words(state);
                format!("còn {} / still {}: ocop trust publish", known.vi, known.en)
            }
            None => "chưa / not yet: ocop trust publish".to_owned(),
        };
        let since = key.compromised_on.map(check::date).unwrap_or_default();
        let state = words(key.state);
        rows.push([
            key.kid.to_string(),
            listed.council.to_string(),
            check::date(key.seals_from),
            check::date(key.seals_until),
            format!("{} / {} {since}", state.vi, state.en)
                .trim_end()
                .to_owned(),
            published,
        ]);
    }
    output.table(&rows)
}

fn changed(listed: &ListedKey, output: Output) -> Result<(), Error> {
    if output.json {
        return output.line(listed);
    }
    let (kid, state) = (listed.key.kid, words(listed.key.state));
    output.say(format_args!(
        "Khóa {kid} của {council}: {} / key {kid} of {council}: {}",
        state.vi,
        state.en,
        council = listed.council
    ))?;
    if listed.published.is_none() {
        return output.say("Khóa này chưa từng công bố, nên không ai tin / it was never published, so nobody trusts it");
    }
    output.say("CHƯA có hiệu lực với người kiểm tra cho đến khi công bố danh sách tin cậy mới.")?;
    output.say("It takes effect for verifiers only when the trust list is published.")?;
    output.say("Tiếp theo / next: ocop trust publish (hoặc / or: ocop trust draft)")
}

fn words(state: KeyState) -> Text {
    match state {
        KeyState::Active => Text::new("đang dùng", "active"),
        KeyState::Retired => Text::new("đã nghỉ", "retired"),
        KeyState::Compromised => Text::new("bị lộ", "compromised"),
    }
}

async fn list_token(asked: List, data: PathBuf, output: Output) -> Result<(), Error> {
    let token = token(&asked.token.unwrap_or_default())?;
    let config = Config::read(&data)?;
    let pin = asked.passphrase.source(&data, &config)?.read()?;
    // A token can take long; other tasks go on meanwhile.
    let keys = tokio::task::spawn_blocking(move || pkcs11::list(&token, pin));
    let keys = keys.await.map_err(|_| office::Error::Stopped)??;
    if output.json {
        for key in &keys {
            output.line(key)?;
        }
        return Ok(());
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
    output.say(format_args!("{} khóa / keys", keys.len()))
}

/// Reads a token's URI. Not as an argument of its own type: what is wrong with an argument is
/// answered with the argument, and this one could hold a PIN.
fn token(uri: &str) -> Result<TokenUri, signer::Error> {
    Ok(uri.parse::<TokenUri>()?)
}
