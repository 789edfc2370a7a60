//! `ocop serve`: pages and API.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Notify;
use tokio::time::MissedTickBehavior;

use super::output::{Error, Output};
use super::passphrase::{PassphraseArguments, of_service};
use super::typed;
use crate::http;
use crate::office::{Office, ProgrammeKeyHolder, StatusKeys};
use crate::scheme::trust::ProgrammePurpose;
use crate::scheme::words::Text;
use crate::signer::Passphrase;

/// How often the lists in memory are brought up to date with the register.
const REFRESH: Duration = Duration::from_secs(1);

/// How often it is looked whether a status list is to be signed again: with the refreshing
/// within the 5 seconds that a change may take.
const SIGN: Duration = Duration::from_secs(2);

/// How often it is looked whether another pack is to be made or was made.
const PACK: Duration = Duration::from_secs(5);

/// How long it is waited after a pack could not be made.
const AFTER_FAILURE: Duration = Duration::from_secs(55);

#[derive(Args)]
pub struct Arguments {
    /// Where to listen [default: as configured, 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS", value_parser = typed::address)]
    listen: Option<SocketAddr>,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

pub async fn run(arguments: Arguments, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data.clone()).await?;
    let address = arguments.listen.unwrap_or(office.config().listen);
    let listener = TcpListener::bind(address).map_err(|error| cannot_listen(address, &error))?;
    // Port 0 asks for any free one.
    let address = listener.local_addr()?;
    start_log(output);
    if output.json {
        output.line(&json!({ "listen": address }))?;
    }
    output.say(format_args!("http://{address}"))?;
    let passphrase = of_service(Some(&arguments.passphrase), &data, office.config());
    serve(office, listener, passphrase).await?;
    Ok(ExitCode::SUCCESS)
}

/// Serves until the process is asked to end, keeping the lists up to date meanwhile, and
/// signing the status lists and making packs where their keys can be opened.
pub async fn serve(
    office: Arc<Office>,
    listener: TcpListener,
    passphrase: Option<Passphrase>,
) -> Result<(), Error> {
    let passphrase = passphrase.map(Arc::new);
    let signed = Arc::new(Notify::new());
    let signing = match &passphrase {
        Some(passphrase) => {
            let keys = StatusKeys::new(Arc::clone(passphrase));
            let signing = keep_signed(Arc::clone(&office), keys, Arc::clone(&signed));
            Some(tokio::spawn(signing))
        }
        None => {
            tracing::warn!(
                "status lists are not signed here, and no packs made: no passphrase is configured for a service"
            );
            None
        }
    };
    let key = passphrase.map(|own| ProgrammeKeyHolder::new(ProgrammePurpose::Pack, own));
    let packing = tokio::spawn(keep_packed(Arc::clone(&office), key, signed));
    let refreshed = Arc::clone(&office);
    let refreshing = tokio::spawn(async move {
        let mut ticks = tokio::time::interval(REFRESH);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut failing = false;
        loop {
            ticks.tick().await;
            let outcome = refreshed.refresh().await;
            // Said once when it begins and once when it ends, not each second between.
            match (&outcome, failing) {
                (Err(error), false) => tracing::error!(%error, "the register cannot be read"),
                (Ok(()), true) => tracing::info!("the register can be read again"),
                _ => {}
            }
            failing = outcome.is_err();
        }
    });
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let asked_to_end = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    };
    http::serve(listener, http::router(office), asked_to_end).await?;
    refreshing.abort();
    if let Some(signing) = signing {
        signing.abort();
    }
    packing.abort();
    Ok(())
}

/// Signs the status lists whenever something changed, and by schedule. Apart from refreshing:
/// opening keys takes seconds, and a verdict must not wait for that.
async fn keep_signed(office: Arc<Office>, keys: StatusKeys, signed: Arc<Notify>) {
    let mut ticks = tokio::time::interval(SIGN);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut failing = false;
    loop {
        ticks.tick().await;
        let outcome = office.sign_status_lists(&keys).await;
        match (&outcome, failing) {
            (Err(error), false) => tracing::error!(%error, "status lists cannot be signed"),
            (Ok(_), true) => tracing::info!("status lists are signed again"),
            _ => {}
        }
        failing = outcome.is_err();
        signed.notify_one();
    }
}

/// Makes the next pack whenever something changed, and by schedule, where its key can be opened;
/// and holds the newest, whoever made it.
async fn keep_packed(
    office: Arc<Office>,
    key: Option<ProgrammeKeyHolder>,
    lists_signed: Arc<Notify>,
) {
    if key.is_some() {
        // So that the first pack holds the lists of a service that has just begun.
        lists_signed.notified().await;
    }
    let mut ticks = tokio::time::interval(PACK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut failing = false;
    loop {
        ticks.tick().await;
        let outcome = match &key {
            Some(key) => office.keep_pack(key).await.map(drop),
            None => office.refresh_pack().await.map(drop),
        };
        match (&outcome, failing) {
            (Err(error), false) => {
                let code = error.code();
                tracing::error!(code, %error, "no pack can be made");
            }
            (Ok(()), true) => tracing::info!("packs are made again"),
            _ => {}
        }
        failing = outcome.is_err();
        if failing {
            // Opening a key costs a second of a core.
            tokio::time::sleep(AFTER_FAILURE).await;
        }
    }
}

/// Logs to standard error: as JSON for programs.
pub fn start_log(output: Output) {
    let log = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_target(false);
    if output.json {
        log.json().init();
    } else {
        log.init();
    }
}

/// Says why an address cannot be listened on.
pub fn cannot_listen(address: SocketAddr, error: &std::io::Error) -> Error {
    Error::Asked(
        "cannot_listen",
        Text::of(
            format!("Không mở được {address}: {error}. Hãy chọn địa chỉ khác bằng --listen."),
            format!("Cannot listen on {address}: {error}. Choose another with --listen."),
        ),
    )
}
