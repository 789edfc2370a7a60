//! `ocop conformance`: judges the vectors of the specification.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use super::output::{Error, NOT_GENUINE, Output};
use crate::office::conformance::Vectors;
use crate::scheme::certificate::Certificate;
use crate::scheme::verdict::Outcomes;
use crate::scheme::words::Text;

#[derive(Args)]
pub struct Arguments {
    /// A file in the format of tests/vectors/verdicts.json.
    #[arg(long, value_name = "FILE")]
    vectors: PathBuf,
}

#[derive(Serialize)]
struct Found<'a> {
    name: &'a str,
    verdict: &'static str,
    certificate: Option<&'a Certificate>,
    checks: Outcomes<'a>,
}

pub fn run(arguments: &Arguments, output: Output) -> Result<ExitCode, Error> {
    let json = std::fs::read(&arguments.vectors).map_err(Error::file(&arguments.vectors))?;
    let vectors = Vectors::read(&json).map_err(|error| {
        let vi =
            format!("Không đọc được tệp mẫu kiểm tra: {error}. Xem tests/vectors/verdicts.json.");
        let en = format!("The vectors cannot be read: {error}. See tests/vectors/verdicts.json.");
        Error::Asked("vectors_unreadable", Text::of(vi, en))
    })?;
    let (mut judged, mut different) = (0, 0);
    for (vector, verdict) in vectors.judged() {
        judged += 1;
        if output.json {
            output.line(&Found {
                name: &vector.name,
                verdict: verdict.kind.name(),
                certificate: verdict.certificate.as_ref(),
                checks: Outcomes(&verdict.findings),
            })?;
        } else if let Some(difference) = vector.difference(&verdict) {
            different += 1;
            output.say(format_args!("{}: {difference}", vector.name))?;
        }
    }
    output.say(format_args!(
        "{judged} mẫu, {different} khác / {judged} vectors judged, {different} differ"
    ))?;
    Ok(if different == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(NOT_GENUINE)
    })
}
