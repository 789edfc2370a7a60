//! The figures of a running service, on an address of their own.

use std::net::TcpListener;

use super::cannot_listen;
use crate::cli::output::Error;
use crate::config::Config;
use crate::http::{self, Doors};

/// Serves the figures where the configuration says, for as long as the process runs.
pub fn serve(config: &Config, doors: &mut Doors) -> Result<(), Error> {
    let Some(address) = config.metrics.listen else {
        return Ok(());
    };
    let listener = TcpListener::bind(address).map_err(|error| cannot_listen(address, &error))?;
    let address = listener.local_addr()?;
    tracing::info!(%address, "figures are served");
    let router = std::mem::take(&mut doors.metrics);
    tokio::spawn(async move {
        let served = http::serve(listener, router, std::future::pending()).await;
        if let Err(error) = served {
            tracing::error!(%error, "figures are no longer served");
        }
    });
    Ok(())
}
