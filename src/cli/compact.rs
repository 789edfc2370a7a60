//! `ocop compact`: seals compact codes, on the machine that has the key.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::output::{Error, Output};
use super::passphrase::PassphraseArguments;
use super::typed;
use crate::office::{CompactWanted, Which};
use crate::scheme::council::CouncilCode;

#[derive(Args)]
pub struct Arguments {
    /// Certificate numbers, such as CB-12345-E.
    #[arg(
        value_name = "NUMBER",
        required_unless_present_any = ["decision", "all"],
        conflicts_with_all = ["decision", "all"]
    )]
    numbers: Vec<String>,
    /// Every certificate in force of this decision.
    #[arg(long, conflicts_with = "all")]
    decision: Option<String>,
    /// Every certificate in force of the council.
    #[arg(long, requires = "council")]
    all: bool,
    /// The council of --all, or of --decision where several have a decision of that number.
    #[arg(long, value_parser = typed::council, conflicts_with = "numbers")]
    council: Option<CouncilCode>,
    /// The year of --decision.
    #[arg(long, requires = "decision")]
    year: Option<i32>,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

impl Arguments {
    fn wanted(&self) -> CompactWanted {
        match (&self.decision, self.council) {
            (Some(decision), council) => CompactWanted::These(Which::AllOf {
                decision: decision.clone(),
                council,
                year: self.year,
            }),
            (None, Some(council)) => CompactWanted::AllOf(council),
            (None, None) => CompactWanted::These(Which::Numbers(self.numbers.clone())),
        }
    }
}

pub async fn run(arguments: Arguments, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data.clone()).await?;
    let source = arguments.passphrase.source(&data, office.config())?;
    for due in office.compact_due(&arguments.wanted()).await? {
        let council = due.council;
        let compacted = match due.done() {
            Some(done) => done,
            None => {
                let signer = office.open_key(council, source.read()?).await?;
                let bar = output.progress(due.count());
                let progress = |done: usize, _| bar.set_position(done as u64);
                let compacted = office.compact(due, signer, progress).await?;
                bar.finish_and_clear();
                compacted
            }
        };
        if output.json {
            output.line(&compacted)?;
        }
        output.say(format_args!(
            "{council}: ký mới {} mã rút gọn, đã có {}, bỏ qua {} giấy không còn hiệu lực / compact codes sealed, there before, left out as not in force",
            compacted.sealed.len(),
            compacted.already_sealed,
            compacted.left_out
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}
