//! `ocop init`: sets up a programme.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use serde_json::json;

use super::output::{Error, Output};
use super::passphrase::PassphraseArguments;
use crate::clock::MachineClock;
use crate::config::{Config, FILE};
use crate::office::{NewProgramme, initialise};
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
    #[command(flatten)]
    passphrase: PassphraseArguments,
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
    let passphrase = arguments.passphrase.source(&data, &config)?.read_new()?;
    let new = NewProgramme {
        data: data.clone(),
        config,
        name: Text::of(arguments.name, arguments.name_en),
        fresh: fresh_seed()?,
        passphrase,
    };
    let office = initialise(new, Arc::new(MachineClock)).await?;
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
