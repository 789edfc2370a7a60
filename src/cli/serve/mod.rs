//! `ocop serve`: pages and API; or an edge, which verifies by the pack alone.

mod edge;
mod log;
mod metrics;
mod supervisor;
mod tasks;
mod traces;

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};

use super::output::{Error, Output};
use super::passphrase::{ServicePassphraseArguments, of_service};
use super::typed;
use crate::config::Config;
use crate::http;
use crate::office::{self, Office};
use crate::scheme::words::Text;
use crate::signer::Passphrase;
pub use log::start as start_log;
use traces::Traces;

#[derive(Args)]
pub struct Arguments {
    /// Where to listen [default: as configured, 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS", value_parser = typed::address)]
    listen: Option<SocketAddr>,
    /// How many seconds everything is still answered, while /readyz says no, before a service that
    /// was asked to end refuses connections: as long as a balancer takes to notice.
    #[arg(long, value_name = "SECONDS", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=600))]
    drain: u64,
    #[command(flatten)]
    passphrase: ServicePassphraseArguments,
    #[command(flatten)]
    edge: edge::EdgeArguments,
}

impl Arguments {
    fn drain(&self) -> Duration {
        Duration::from_secs(self.drain)
    }
}

pub async fn run(arguments: Arguments, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let drain = arguments.drain();
    if let Some(asked) = arguments.edge.asked() {
        edge::run(asked, arguments.listen, drain, &data, output).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let office = super::office(data.clone()).await?;
    let address = arguments.listen.unwrap_or(office.config().listen);
    let metrics = metrics::listen(office.config())?;
    let (listener, _traces) = listen(address, metrics.as_ref(), office.config(), output)?;
    let passphrase = of_service(arguments.passphrase, &data, office.config());
    serve(office, listener, metrics, passphrase.map(Arc::new), drain).await?;
    Ok(ExitCode::SUCCESS)
}

/// Listens, begins the log, and says where. What it returns beside the listener is held until the
/// end, as [`start_log`] says.
fn listen(
    address: SocketAddr,
    metrics: Option<&TcpListener>,
    config: &Config,
    output: Output,
) -> Result<(TcpListener, Option<Traces>), Error> {
    let listener = TcpListener::bind(address).map_err(|error| cannot_listen(address, &error))?;
    // Port 0 asks for any free one.
    let address = listener.local_addr()?;
    let traces = start_log(output, Some(config))?;
    if output.json {
        let metrics = metrics.map(TcpListener::local_addr).transpose()?;
        output.line(&json!({ "listen": address, "metrics": metrics }))?;
    }
    output.say(format_args!("http://{address}"))?;
    Ok((listener, traces))
}

/// Serves until the process is asked to end. Meanwhile it keeps the lists up to date, and where
/// it has the passphrase of their keys, it signs status lists, checkpoints and packs.
pub async fn serve(
    office: Arc<Office>,
    listener: TcpListener,
    metrics: Option<TcpListener>,
    passphrase: Option<Arc<Passphrase>>,
    drain: Duration,
) -> Result<(), Error> {
    let tasks = tasks::start(&office, passphrase);
    let doors = http::doors(Arc::clone(&office));
    metrics::serve(metrics, doors.metrics);
    let asked = supervisor::told(asked_to_end()?);
    let register = office.register().clone();
    let ending = async move {
        tokio::select! {
            () = asked => {}
            () = register.failed() => {}
        }
    };
    let served = http::serve_and_drain(listener, doors.public, doors.connections, ending, drain);
    let served = served.await;
    // While the tasks still run: one of them may be writing, and this waits for it.
    if let Err(error) = office.write_scans().await {
        let lost = office.scan_figures().waiting;
        tracing::error!(code = error.code(), %error, lost, "the last scans could not be written");
    }
    // They end with their set.
    drop(tasks);
    if let Some(failed) = office.register().failure() {
        // Whoever supervises the program begins it again: it reads anew what the disk holds.
        return Err(office::Error::from(failed).into());
    }
    Ok(served?)
}

/// Until the process is asked to end.
pub fn asked_to_end() -> Result<impl Future<Output = ()> + Send + 'static, Error> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
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
