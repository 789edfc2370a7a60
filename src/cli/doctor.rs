//! `ocop doctor`: what is wrong, and what to do.

use std::path::PathBuf;
use std::process::ExitCode;

use super::output::{Error, NOT_GENUINE, Output};
use crate::office::Health;

pub async fn run(data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data).await?;
    let findings = office.doctor().await?;
    for finding in &findings {
        if output.json {
            output.line(finding)?;
            continue;
        }
        let mark = match finding.health {
            Health::Good => "✓",
            Health::Attention => "!",
            Health::Bad => "✗",
        };
        output.say(format_args!("{mark} {}", finding.message.vi))?;
        output.say(format_args!("  {}", finding.message.en))?;
    }
    let sick = findings.iter().any(|finding| finding.health == Health::Bad);
    Ok(if sick {
        ExitCode::from(NOT_GENUINE)
    } else {
        ExitCode::SUCCESS
    })
}
