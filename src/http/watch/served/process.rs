//! What the system knows of the process: memory and open files, as other programs name them.

use std::fs;

use crate::http::watch::exposition::{Exposition, Metric};

/// Writes what `/proc` says; where there is none, nothing.
pub fn write(text: &mut Exposition) {
    if let Some(bytes) = status_bytes("VmRSS:") {
        let help = "Resident memory.";
        text.one("process_resident_memory_bytes", Metric::Gauge, help, bytes);
    }
    if let Ok(open) = fs::read_dir("/proc/self/fd") {
        // One of them is this folder's own.
        let open = open.count().saturating_sub(1);
        let help = "Open files and connections.";
        text.one("process_open_fds", Metric::Gauge, help, open);
    }
    if let Some(most) = open_files_limit() {
        let help = "Files and connections that may be open.";
        text.one("process_max_fds", Metric::Gauge, help, most);
    }
    text.metric("ocop_build_info", Metric::Gauge, "The program's version.");
    let version = [("version", env!("CARGO_PKG_VERSION"))];
    text.figure("ocop_build_info", &version, 1);
}

fn status_bytes(field: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024)
}

fn open_files_limit() -> Option<u64> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}
