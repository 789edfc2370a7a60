//! `ocop register copy`: the register to another engine, audited where it arrived.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;

use super::audit::{complain_of, tell};
use super::output::{Error, NOT_GENUINE, Output};
use crate::clock::MachineClock;
use crate::config::Config;
use crate::office::move_register;

#[derive(Subcommand)]
pub enum Act {
    /// Copy the whole register into an empty one, such as a PostgreSQL database. Stop the service
    /// first.
    Copy(Copy),
}

#[derive(Args)]
pub struct Copy {
    /// The other register: postgres://USER@HOST/DATABASE, or a file for SQLite. A password is
    /// better left to PGPASSWORD or ~/.pgpass, which nobody else sees.
    #[arg(long, value_name = "WHERE")]
    to: String,
}

pub async fn run(act: Act, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let Act::Copy(asked) = act;
    let config = Config::read(&data)?;
    let moved = move_register(&data, &config, &asked.to, &MachineClock).await?;
    let (tables, rows) = (moved.copied.tables.len(), moved.copied.rows());
    if output.json {
        let (audited, fault) = match &moved.audited {
            Ok(audited) => (Some(audited), None),
            Err(fault) => (None, Some(fault)),
        };
        output.line(&json!({
            "copied": moved.copied, "rows": rows,
            "sound": fault.is_none(), "audited": audited, "fault": fault,
        }))?;
    }
    output.say(format_args!(
        "Đã chép {rows} dòng của {tables} bảng / copied {rows} rows of {tables} tables"
    ))?;
    match moved.audited {
        Ok(audited) => {
            tell(&audited, output)?;
            output.say("Tiếp theo / next: OCOP_DATABASE=… ocop serve")?;
            Ok(ExitCode::SUCCESS)
        }
        Err(fault) => {
            if !output.json {
                complain_of(&fault);
            }
            Ok(ExitCode::from(NOT_GENUINE))
        }
    }
}
