//! `ocop witness`: a witness of other people's logs, with a folder and a key of its own.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};
use serde_json::json;

use super::output::{Error, Output};
use super::passphrase::PassphraseArguments;
use super::serve::{asked_to_end, cannot_listen, start_log};
use super::typed;
use crate::clock::MachineClock;
use crate::config::Config;
use crate::http;
use crate::office::{Witness, WitnessRefused, make_witness};
use crate::scheme::log::NoteKey;
use crate::signer::{PassphraseSource, fresh_seed};

#[derive(Subcommand)]
pub enum Act {
    /// Make a witness's key in the folder of --data, and print its verifier key.
    Init(Init),
    /// Cosign the checkpoints of logs that only grow.
    Serve(Serve),
}

#[derive(Args)]
pub struct Init {
    /// What the witness is called: its address without https://, such as witness.example/w1.
    #[arg(long)]
    name: String,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

#[derive(Args)]
pub struct Serve {
    /// A log's verifier key, as `ocop log key` prints it. Again for another log, or for the next
    /// key of the same one.
    #[arg(long = "log", value_name = "VKEY", required = true, value_parser = typed::note_key)]
    logs: Vec<NoteKey>,
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS", value_parser = typed::address, default_value = "127.0.0.1:8081")]
    listen: SocketAddr,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

pub async fn run(act: Act, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    match act {
        Act::Init(asked) => {
            let passphrase = source(&asked.passphrase, &data)?.read_new()?;
            let key = make_witness(&data, &asked.name, fresh_seed()?, &passphrase)?;
            if output.json {
                output.line(&json!({ "name": key.name, "key": key }))?;
            }
            output.say(format_args!("Khóa nhân chứng / verifier key:\n{key}"))?;
            output.say("Tiếp theo / next: ocop witness serve --log VKEY")?;
        }
        Act::Serve(asked) => serve(asked, data, output).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn serve(asked: Serve, data: PathBuf, output: Output) -> Result<(), Error> {
    let passphrase = source(&asked.passphrase, &data)?.read()?;
    let address = asked.listen;
    let listener = TcpListener::bind(address).map_err(|error| cannot_listen(address, &error))?;
    let witness = Witness::open(&data, asked.logs, &passphrase, Arc::new(MachineClock))?;
    let (address, key) = (listener.local_addr()?, witness.key().clone());
    let _traces = start_log(output, None)?;
    if output.json {
        output.line(&json!({ "listen": address, "key": key }))?;
    }
    output.say(format_args!("{key}\nhttp://{address}"))?;
    let router = http::witness_router(Arc::new(witness));
    Ok(http::serve(listener, router, asked_to_end()?).await?)
}

/// A witness's folder has no configuration of a programme: only arguments and credentials count.
fn source(passphrase: &PassphraseArguments, data: &Path) -> Result<PassphraseSource, Error> {
    passphrase.source(data, &Config::new(None, false)?)
}

impl From<WitnessRefused> for Error {
    fn from(refused: WitnessRefused) -> Self {
        Self::Asked(refused.code(), refused.words())
    }
}
