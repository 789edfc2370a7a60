//! `ocop key`: the keys of councils and of the programme.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::output::{Error, Output};
use super::passphrase::PassphraseArguments;
use super::typed::{self, council};
use crate::config::Config;
use crate::office::{self, KeyOf, ListedKey, NewKey, NewProgrammeKey};
use crate::register;
use crate::scheme::check;
use crate::scheme::council::CouncilCode;
use crate::scheme::seal::KeyId;
use crate::scheme::trust::{KeyState, ProgrammePurpose};
use crate::scheme::words::Text;
use crate::signer::{self, TokenUri, fresh_seed, pkcs11};

#[derive(Subcommand)]
pub enum Act {
    /// Generate a key of a council or of the programme: the private half into an encrypted file
    /// in DATA/keys, or on a hardware token, which it never leaves.
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
    /// Whose key; nobody's for --purpose log and pack, which are the programme's own.
    #[arg(long, value_parser = council)]
    council: Option<CouncilCode>,
    /// First day of sealing [default: today]
    #[arg(long, value_name = "DATE", value_parser = typed::date)]
    from: Option<NaiveDate>,
    /// Last day of sealing [default: 12 months later]
    #[arg(long, value_name = "DATE", value_parser = typed::date)]
    until: Option<NaiveDate>,
    /// What it signs, and nothing else: the council's certificates or its status lists; the
    /// programme's transparency log, or its packs for offline verifiers.
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
    Log,
    Pack,
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
    let of = owner(asked.purpose, asked.council)?;
    let office = super::office(data.clone()).await?;
    let source = asked.passphrase.source(&data, office.config())?;
    let (seals_from, seals_until) = (asked.from, asked.until);
    let new = |council| NewKey {
        council,
        seals_from,
        seals_until,
    };
    let key = match (token, of) {
        (Some(token), KeyOf::Council(council, register::Purpose::Certificate)) => {
            let pin = source.read()?;
            office
                .generate_key_on_token(new(council), token, pin)
                .await?
        }
        (Some(_), _) => {
            return Err(Error::Asked(
                "key_in_file",
                Text::new(
                    "Chỉ khóa ký giấy chứng nhận nằm được trên thiết bị; khóa này nằm trong tệp. Hãy bỏ --token.",
                    "Only a key for certificates can be on a token; this one is in a file. Leave --token out.",
                ),
            ));
        }
        (None, of) => {
            let (fresh, passphrase) = (fresh_seed()?, source.read_new()?);
            match of {
                KeyOf::Council(council, register::Purpose::Certificate) => {
                    office.generate_key(new(council), fresh, passphrase).await?
                }
                KeyOf::Council(council, register::Purpose::Status) => {
                    let new = new(council);
                    office.generate_status_key(new, fresh, passphrase).await?
                }
                KeyOf::Programme(purpose) => {
                    let new = NewProgrammeKey {
                        purpose,
                        seals_from,
                        seals_until,
                    };
                    let own = office.generate_programme_key(new, fresh, passphrase);
                    own.await?.key
                }
            }
        }
    };
    if output.json {
        output.line(&json!({ "council": of.council(), "purpose": of.purpose(), "key": key }))?;
    }
    let (from, until) = (check::date(key.seals_from), check::date(key.seals_until));
    output.say(format_args!(
        "Đã tạo khóa {} của {}, ký từ {from} đến hết {until} / generated",
        key.kid,
        whose(of).vi
    ))?;
    output.say("Tiếp theo / next: ocop trust publish")
}

/// Whose key is to be made: a council's must be named, and the programme's own is of none.
fn owner(purpose: Purpose, council: Option<CouncilCode>) -> Result<KeyOf, Error> {
    let of_council = match purpose {
        Purpose::Certificate => register::Purpose::Certificate,
        Purpose::Status => register::Purpose::Status,
        Purpose::Log | Purpose::Pack if council.is_some() => {
            return Err(Error::Asked(
                "key_of_programme",
                Text::new(
                    "Khóa này là của chương trình, không của hội đồng nào. Hãy bỏ --council.",
                    "This key is the programme's own and no council's. Leave --council out.",
                ),
            ));
        }
        Purpose::Log => return Ok(KeyOf::Programme(ProgrammePurpose::Log)),
        Purpose::Pack => return Ok(KeyOf::Programme(ProgrammePurpose::Pack)),
    };
    let council = council.ok_or(Error::Asked(
        "key_of_council",
        Text::new(
            "Khóa này là của một hội đồng. Hãy thêm --council MÃ.",
            "This key is a council's. Add --council CODE.",
        ),
    ))?;
    Ok(KeyOf::Council(council, of_council))
}

/// Whose key it is, as a line names it: `CB`, or the programme.
fn whose(of: KeyOf) -> Text {
    match of.council() {
        Some(code) => Text::of(code.to_string(), code.to_string()),
        None => Text::new("chương trình", "the programme"),
    }
}

fn list(keys: &[ListedKey], output: Output) -> Result<(), Error> {
    if output.json {
        return output.line(&json!({ "keys": keys }));
    }
    let heading = [
        "kid",
        "",
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
            listed
                .of
                .council()
                .map(|code| code.to_string())
                .unwrap_or_default(),
            listed.of.purpose().to_owned(),
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
    let whose = whose(listed.of);
    output.say(format_args!(
        "Khóa {kid} của {}: {} / key {kid} of {}: {}",
        whose.vi, state.vi, whose.en, state.en
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
        KeyState::Retired => Text::new("đã ngừng dùng", "retired"),
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
