//! `ocop doctor`: what is wrong, and what to do.

mod service;

use std::path::PathBuf;
use std::process::ExitCode;

use super::output::{Error, NOT_GENUINE, Output};
use crate::office::{self, Finding, Health};
use crate::scheme::words::Text;

pub async fn run(data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let findings = match super::office(data.clone()).await {
        Ok(office) => {
            let mut findings = office.doctor().await?;
            findings.push(office.files_finding().await?);
            findings.extend(office.machine_findings());
            findings.push(service::passphrase(&office, &data).await);
            findings.extend(service::figures(office.config()).await);
            findings
        }
        // What keeps the office closed is what was asked for.
        Err(Error::Office(office::Error::Register(cause))) => vec![unanswering(&cause)],
        Err(error) => return Err(error),
    };
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

fn unanswering(cause: &dyn std::fmt::Display) -> Finding {
    Finding {
        subject: "register",
        health: Health::Bad,
        message: Text::of(
            format!(
                "Sổ đăng ký không trả lời: {cause}. Hãy kiểm tra máy chủ, tệp và quyền truy cập"
            ),
            format!(
                "The register does not answer: {cause}. Check the server, the file and its permissions"
            ),
        ),
    }
}
