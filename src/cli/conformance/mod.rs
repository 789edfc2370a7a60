//! `ocop conformance`: the vectors of the specification, judged here or by somebody else's
//! verifier.

mod export;
mod folder;
mod verifier;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use futures_util::{StreamExt, stream};
use serde::Serialize;

use self::folder::Folder;
use self::verifier::{Answer, Verifier};
use super::output::{Error, NOT_GENUINE, Output};
use crate::office::conformance::{Unreadable, Vectors};
use crate::scheme::certificate::Certificate;
use crate::scheme::verdict::Outcomes;
use crate::scheme::words::Text;

#[derive(Args)]
pub struct Arguments {
    /// A file in the format of tests/vectors/verdicts.json; without it, the vectors of the
    /// specification, which the program carries.
    #[arg(long, value_name = "FILE")]
    vectors: Option<PathBuf>,
    /// Let another verifier judge: a command line that is run for each vector, without a shell.
    /// {} stands for the file of the question; the answer is JSON on standard output.
    #[arg(long, value_name = "COMMAND")]
    command: Option<String>,
    /// How many seconds a run of the command may take.
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 10,
        value_parser = clap::value_parser!(u64).range(1..=600),
        requires = "command"
    )]
    limit: u64,
    /// Write the specification's vectors to files in this folder, and judge nothing.
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["vectors", "command"])]
    export: Option<PathBuf>,
}

/// What was found of a vector here.
#[derive(Serialize)]
struct Found<'a> {
    name: &'a str,
    verdict: &'static str,
    certificate: Option<&'a Certificate>,
    checks: Outcomes<'a>,
}

/// What another verifier answered.
#[derive(Serialize)]
struct Compared<'a> {
    name: &'a str,
    /// Null where there is none.
    answer: Option<&'a serde_json::Value>,
    /// Null where it is as expected.
    difference: Option<&'a str>,
}

pub async fn run(arguments: Arguments, output: Output) -> Result<ExitCode, Error> {
    if let Some(folder) = &arguments.export {
        return export::run(folder, output);
    }
    let vectors = match &arguments.vectors {
        None => Vectors::of_the_specification(),
        Some(path) => Vectors::read(&std::fs::read(path).map_err(Error::file(path))?),
    };
    let vectors = vectors.map_err(|error| unreadable(&error))?;
    match &arguments.command {
        None => judge_here(&vectors, output),
        Some(command) => {
            let verifier = Verifier::new(command, arguments.limit)?;
            judge_elsewhere(&vectors, &verifier, output).await
        }
    }
}

fn unreadable(error: &Unreadable) -> Error {
    let vi = format!("Không đọc được tệp mẫu kiểm tra: {error}. Xem tests/vectors/verdicts.json.");
    let en = format!("The vectors cannot be read: {error}. See tests/vectors/verdicts.json.");
    Error::Asked("vectors_unreadable", Text::of(vi, en))
}

fn judge_here(vectors: &Vectors, output: Output) -> Result<ExitCode, Error> {
    let mut count = Count::default();
    for (vector, verdict) in vectors.judged() {
        count.judged += 1;
        if output.json {
            output.line(&Found {
                name: &vector.name,
                verdict: verdict.kind.name(),
                certificate: verdict.certificate.as_ref(),
                checks: Outcomes(&verdict.findings),
            })?;
        } else if let Some(difference) = vector.difference(&verdict) {
            count.different += 1;
            output.say(format_args!("{}: {difference}", vector.name))?;
        }
    }
    count.conclude(output)
}

/// Asks the verifier for each vector, as many at once as there are processors.
async fn judge_elsewhere(
    vectors: &Vectors,
    verifier: &Verifier,
    output: Output,
) -> Result<ExitCode, Error> {
    let folder = Folder::new()?;
    let at_once = std::thread::available_parallelism().map_or(1, usize::from);
    let asked = vectors.iter().enumerate().map(|(place, vector)| {
        let folder = &folder;
        async move {
            let file = folder.write(&format!("{place}.json"), vector.question())?;
            Ok::<_, Error>((vector, verifier.ask(&file).await?))
        }
    });
    let mut answers = stream::iter(asked).buffered(at_once);
    let progress = output.progress(vectors.iter().count());
    let mut count = Count::default();
    while let Some(answered) = answers.next().await {
        let (vector, answer) = answered?;
        progress.inc(1);
        count.judged += 1;
        let (answer, difference) = match answer {
            Answer::Json(answer) => {
                let difference = vector.difference_of_answer(&answer);
                (Some(answer), difference)
            }
            Answer::None(reason) => (None, Some(reason)),
        };
        count.different += usize::from(difference.is_some());
        if output.json {
            output.line(&Compared {
                name: &vector.name,
                answer: answer.as_ref(),
                difference: difference.as_deref(),
            })?;
        } else if let Some(difference) = difference {
            let told = format!("{}: {difference}", vector.name);
            progress.suspend(|| output.say(told))?;
        }
    }
    progress.finish_and_clear();
    count.conclude(output)
}

/// How many vectors there were, and how many were judged in another way than expected.
#[derive(Default)]
struct Count {
    judged: usize,
    different: usize,
}

impl Count {
    fn conclude(&self, output: Output) -> Result<ExitCode, Error> {
        let Self { judged, different } = self;
        output.say(format_args!(
            "{judged} mẫu, {different} khác / {judged} vectors judged, {different} differ"
        ))?;
        Ok(if *different == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(NOT_GENUINE)
        })
    }
}
