//! The service's log, on standard error, and its traces, where they are wished for.

use tracing::{Level, Metadata};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt, registry};

use super::super::output::{Error, Output};
use super::traces::{self, Traces};
use crate::config::Config;

/// Logs to standard error, as JSON for programs. What it returns is held until the end: dropping
/// it sends the last traces.
pub fn start(output: Output, config: Option<&Config>) -> Result<Option<Traces>, Error> {
    let log = fmt::layer().with_writer(std::io::stderr).with_target(false);
    let log = if output.json {
        log.json().with_filter(filter_fn(is_said)).boxed()
    } else {
        log.with_filter(filter_fn(is_said)).boxed()
    };
    let traces = config
        .map(|config| traces::start(&config.otel))
        .transpose()?;
    let traces = traces.flatten();
    let layer = traces.as_ref().map(Traces::layer);
    registry().with(log).with(layer).init();
    Ok(traces)
}

/// Lines, of some importance; the spans of requests are for traces.
fn is_said(of: &Metadata<'_>) -> bool {
    *of.level() <= Level::INFO && of.is_event()
}
