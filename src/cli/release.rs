//! `ocop release`: what was approved becomes certificates, on the machine that has the key.

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use super::output::{Error, Output};
use super::passphrase::PassphraseArguments;
use crate::scheme::council::CouncilCode;
use crate::scheme::words::Text;
use crate::signer::Signer;

#[derive(Args)]
pub struct Arguments {
    /// The decisions' numbers, such as 852/QĐ-UBND [default: all that were approved]
    numbers: Vec<String>,
    /// Only this council's: its key is on this machine, another's may be elsewhere.
    #[arg(long, value_parser = super::typed::council)]
    council: Option<CouncilCode>,
    /// Seal compact codes of the certificates too [default: as configured, no]
    #[arg(long)]
    compact: bool,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

pub async fn run(arguments: Arguments, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data.clone()).await?;
    let mut due = Vec::new();
    for number in &arguments.numbers {
        let found = office.decisions_to_release(Some(number)).await?;
        if found.is_empty() {
            return Err(Error::Asked(
                "nothing_to_release",
                Text::of(
                    format!(
                        "Quyết định {number} không chờ cấp giấy: chưa được duyệt, hoặc đã cấp xong. Hãy xem trang \"Quyết định\"."
                    ),
                    format!(
                        "Decision {number} does not wait to be released: it is not approved, or it was released. See the page \"Decisions\"."
                    ),
                ),
            ));
        }
        due.extend(found);
    }
    if arguments.numbers.is_empty() {
        due = office.decisions_to_release(None).await?;
    }
    due.retain(|(_, council, _)| arguments.council.is_none_or(|only| only == *council));
    if due.is_empty() && !output.json {
        output.say("Không có quyết định nào chờ cấp giấy / no decision waits to be released")?;
    }
    let source = arguments.passphrase.source(&data, office.config())?;
    let mut signers: HashMap<CouncilCode, Arc<dyn Signer>> = HashMap::new();
    for (id, council, number) in due {
        let signer = match signers.get(&council) {
            Some(signer) => Arc::clone(signer),
            None => {
                output.say(format_args!("{number}: {council}"))?;
                let signer = office.open_key(council, source.read()?).await?;
                signers.insert(council, Arc::clone(&signer));
                signer
            }
        };
        let bar = output.progress(0);
        let progress = |done: usize, total: usize| {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        };
        let releasing = office.release_decision(id, Arc::clone(&signer), progress);
        let released = releasing.await?;
        bar.finish_and_clear();
        // Where it is configured, that is part of the release.
        if arguments.compact && !office.config().label.compact {
            office.compact_issued(&released.numbers, &signer).await?;
        }
        if output.json {
            output.line(&released)?;
        }
        output.say(format_args!(
            "Quyết định {number}: {} giấy, cấp mới {} / certificates, issued now",
            released.certificates, released.issued
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}
