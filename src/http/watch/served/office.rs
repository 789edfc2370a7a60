//! The office's figures among the metrics.

use crate::http::watch::exposition::{Exposition, Metric};
use crate::office::{Figures, Queues};

/// Ages, sizes, tasks.
pub fn write(text: &mut Exposition, figures: &Figures) {
    use Metric::{Counter, Gauge};
    text.one(
        "ocop_trust_list_age_seconds",
        Gauge,
        "Since the trust list was signed.",
        figures.trust_list_age,
    );
    text.one(
        "ocop_trust_list_left_seconds",
        Gauge,
        "Until the trust list may no longer be used.",
        figures.trust_list_left,
    );
    let name = "ocop_status_list_age_seconds";
    text.metric(name, Gauge, "Since a council's status list was signed.");
    for (council, age) in &figures.status_list_ages {
        text.figure(name, &[("council", &council.to_string())], age);
    }
    text.one(
        "ocop_status_lists_missing",
        Gauge,
        "Councils with a key for status lists whose list was never signed.",
        figures.status_lists_missing,
    );
    if let Some(age) = figures.pack_age {
        let help = "Since the newest pack was made.";
        text.one("ocop_pack_age_seconds", Gauge, help, age);
    }
    text.one(
        "ocop_refreshed_age_seconds",
        Gauge,
        "Since the lists in memory were compared with the register.",
        figures.refreshed_age,
    );
    text.one(
        "ocop_log_entries",
        Gauge,
        "Entries of the log.",
        figures.log_entries,
    );
    text.one(
        "ocop_log_checkpoint_entries",
        Gauge,
        "Entries of the log that the newest checkpoint covers.",
        figures.checkpoint_entries,
    );
    let scans = figures.scans;
    text.one(
        "ocop_scans_waiting",
        Gauge,
        "Scans that are still to be written.",
        scans.waiting,
    );
    text.one(
        "ocop_scans_written_total",
        Counter,
        "Scans that were written.",
        scans.written,
    );
    text.one(
        "ocop_scans_dropped_total",
        Counter,
        "Scans that were not counted, because too many waited.",
        scans.dropped,
    );
    let name = "ocop_register_connections";
    text.metric(name, Gauge, "Connections to the register, by state.");
    text.figure(name, &[("state", "used")], figures.connections.0);
    text.figure(name, &[("state", "idle")], figures.connections.1);
    text.one(
        "ocop_leader",
        Gauge,
        "Whether this process does what one of several does for all.",
        u8::from(figures.leads),
    );
    let name = "ocop_task_failing";
    text.metric(
        name,
        Gauge,
        "Whether a task failed the last time, by what it could not do.",
    );
    for task in &figures.tasks {
        text.figure(name, &[("task", task.failing)], u8::from(task.is_failing));
    }
    let name = "ocop_task_failures_total";
    text.metric(
        name,
        Counter,
        "How often a task failed, by what it could not do.",
    );
    for task in &figures.tasks {
        text.figure(name, &[("task", task.failing)], task.failures);
    }
    text.one(
        "ocop_signing_errors_total",
        Counter,
        "Signatures that could not be made.",
        figures.signing_errors,
    );
}

/// What waits in the register.
pub fn write_queues(text: &mut Exposition, queues: Queues) {
    text.one(
        "ocop_label_runs_waiting",
        Metric::Gauge,
        "Runs of labels whose files are to be made.",
        queues.label_runs,
    );
    text.one(
        "ocop_notices_waiting",
        Metric::Gauge,
        "Notices that are to be sent.",
        queues.notices,
    );
}
