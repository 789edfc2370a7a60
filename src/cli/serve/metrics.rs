//! The figures of a running service, on an address of their own.

use std::net::TcpListener;

use super::cannot_listen;
use crate::cli::output::Error;
use crate::config::Config;
use crate::http::{self, Router};

/// Listens where the configuration says, if it does.
pub fn listen(config: &Config) -> Result<Option<TcpListener>, Error> {
    let Some(address) = config.metrics.listen else {
        return Ok(None);
    };
    let listener = TcpListener::bind(address).map_err(|error| cannot_listen(address, &error))?;
    Ok(Some(listener))
}

/// Serves the figures, for as long as the process runs.
pub fn serve(listener: Option<TcpListener>, figures: Router) {
    let Some(listener) = listener else {
        return;
    };
    tokio::spawn(async move {
        let served = http::serve(listener, figures, std::future::pending()).await;
        if let Err(error) = served {
            tracing::error!(%error, "figures are no longer served");
        }
    });
}
