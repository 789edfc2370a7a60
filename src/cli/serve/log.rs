//! The service's log, on standard error.

use super::super::output::Output;

/// Logs to standard error: as JSON for programs.
pub fn start(output: Output) {
    let log = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_target(false);
    if output.json {
        log.json().init();
    } else {
        log.init();
    }
}
