//! `ocop backup` and `ocop restore`: the register's file, audited each time.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use serde_json::json;

use super::audit::tell;
use super::output::{Error, NOT_GENUINE, Output, complain};
use crate::clock::MachineClock;
use crate::config::Config;
use crate::office::{self, Restoring};

#[derive(Args)]
pub struct Backup {
    /// The file to write. It holds what the register holds: keep it as you keep the register.
    file: PathBuf,
}

#[derive(Args)]
pub struct Restore {
    /// The file that `ocop backup` wrote.
    file: PathBuf,
    /// Put the register that is there aside, under a new name. Stop the service first.
    #[arg(long)]
    replace: bool,
    /// The newest checkpoint that was published, as fetched from /log/checkpoint or a witness.
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
}

pub async fn backup(asked: Backup, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data).await?;
    let made = office.backup(&asked.file).await?;
    if output.json {
        output.line(&made)?;
    }
    output.say(made.file.display())?;
    tell(&made.audited, output)?;
    Ok(ExitCode::SUCCESS)
}

pub async fn restore(asked: Restore, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let config = Config::read(&data)?;
    let restoring = Restoring {
        file: asked.file,
        data,
        config,
        replace: asked.replace,
        checkpoint: asked.checkpoint,
    };
    let restored = office::restore(restoring, Arc::new(MachineClock)).await?;
    let missing = restored.missing.as_ref().map(|missing| missing.words());
    if output.json {
        let code = restored.missing.as_ref().map(|missing| missing.code());
        output.line(&json!({ "restored": restored,
                             "missing": missing.as_ref().map(|words| json!({ "code": code, "message": words })) }))?;
    }
    tell(&restored.audited, output)?;
    if let Some(aside) = &restored.put_aside {
        output.say(format_args!(
            "Sổ cũ để ở / the old register is at: {}",
            aside.display()
        ))?;
    }
    let Some(words) = missing else {
        return Ok(ExitCode::SUCCESS);
    };
    if !output.json {
        complain(&words.vi);
        complain(&words.en);
    }
    Ok(ExitCode::from(NOT_GENUINE))
}
