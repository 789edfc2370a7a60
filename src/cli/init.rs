//! `ocop init`: sets up a programme.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use serde_json::json;

use super::output::{Error, Output};
use super::passphrase::PassphraseArguments;
use super::typed;
use crate::clock::{Clock, MachineClock};
use crate::config::{Config, FILE};
use crate::office::{
    NewProgramme, NewProgrammeOfRoot, first_draft, initialise, initialise_with_root,
};
use crate::scheme::seal::PublicKey;
use crate::scheme::words::Text;
use crate::signer::fresh_seed;

#[derive(Args)]
pub struct Arguments {
    /// The host name that labels carry, such as ocop.gov.vn.
    #[arg(long)]
    host: Option<String>,
    /// The programme's name.
    #[arg(long, default_value = "Chương trình Mỗi xã một sản phẩm")]
    name: String,
    /// The programme's name in English.
    #[arg(long, default_value = "One Commune One Product programme")]
    name_en: String,
    /// The public half of a root key that is kept elsewhere, as `ocop root public` prints it.
    #[arg(long, value_name = "PUBLIC", requires = "first_list", allow_hyphen_values = true, value_parser = typed::public_key)]
    root_key: Option<PublicKey>,
    #[command(flatten)]
    first_list: FirstList,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

/// Where the first trust list of a root key that is kept elsewhere comes from.
#[derive(Args)]
#[group(id = "first_list", multiple = false)]
struct FirstList {
    /// Only write the draft of the first, empty trust list, for `ocop root sign`.
    #[arg(long, value_name = "FILE", requires = "root_key")]
    draft: Option<PathBuf>,
    /// The first trust list, as `ocop root sign` wrote it.
    #[arg(long, value_name = "FILE", requires = "root_key")]
    trust_list: Option<PathBuf>,
}

pub async fn run(arguments: Arguments, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let mut config = Config::read(&data)?;
    if let Some(host) = &arguments.host
        && data.join(FILE).exists()
        && config.host.as_ref() != Some(host)
    {
        return Err(Error::Asked(
            "host_differs",
            Text::of(
                format!(
                    "{FILE} đã có và không ghi host = \"{host}\"; không thay đổi gì. Hãy sửa tệp đó, hoặc bỏ --host."
                ),
                format!(
                    "{FILE} is there and does not say host = \"{host}\"; nothing was changed. Mend the file, or leave --host out."
                ),
            ),
        ));
    }
    if arguments.host.is_some() {
        config = Config {
            host: arguments.host,
            ..config
        }
        .checked()?;
    }
    let name = Text::of(arguments.name, arguments.name_en);
    let clock = Arc::new(MachineClock);
    let FirstList { draft, trust_list } = arguments.first_list;
    let office = match (arguments.root_key, draft, trust_list) {
        (Some(root_key), Some(file), _) => {
            let draft = first_draft(name, root_key, clock.now());
            std::fs::write(&file, draft.to_json()).map_err(Error::file(&file))?;
            if output.json {
                output.line(&json!({ "draft": file, "root_key": root_key }))?;
            }
            let file = file.display();
            output.say(format_args!("Bản thảo / draft: {file}"))?;
            output.say(format_args!("Tiếp theo / next: ocop root sign {file} --key root.key.pem --output FILE; ocop init --root-key … --trust-list FILE"))?;
            return Ok(ExitCode::SUCCESS);
        }
        (Some(root_key), None, Some(file)) => {
            let first = std::fs::read(&file).map_err(Error::file(&file))?;
            let data = data.clone();
            let new = NewProgrammeOfRoot {
                data,
                config,
                name,
                root_key,
                first,
            };
            initialise_with_root(new, clock).await?
        }
        _ => {
            let new = NewProgramme {
                data: data.clone(),
                passphrase: arguments.passphrase.source(&data, &config)?.read_new()?,
                config,
                name,
                fresh: fresh_seed()?,
            };
            initialise(new, clock).await?
        }
    };
    let root = office.held().root;
    if output.json {
        output.line(&json!({ "data": data, "root_key": root }))?;
    }
    let folder = data.display();
    output.say(format_args!(
        "Đã lập chương trình trong {folder} / Set up a programme in {folder}"
    ))?;
    output.say(format_args!("Khóa gốc / root key: {}", root.to_base64()))?;
    output.say("Tiếp theo / next: ocop council add CB --unit VN-04@2 --level province")?;
    Ok(ExitCode::SUCCESS)
}
