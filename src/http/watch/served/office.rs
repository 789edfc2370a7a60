//! The office's figures among the metrics.

use super::{lists, tasks};
use crate::http::watch::exposition::{Exposition, Metric};
use crate::office::{Figures, Queues};

/// Ages, sizes, tasks.
pub fn write(text: &mut Exposition, figures: &Figures) {
    use Metric::{Counter, Gauge};
    lists::write(text, &figures.lists);
    text.one(
        "ocop_status_lists_missing",
        Gauge,
        "Councils with a key for status lists whose list was never signed.",
        figures.status_lists_missing,
    );
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
        "Scans that were not counted, because too many waited; and those of which nobody knows whether they were.",
        scans.dropped,
    );
    let name = "ocop_journal_entries_total";
    let help = "Entries of inspectors' journals that devices sent, by what became of them.";
    text.metric(name, Counter, help);
    let journals = figures.journals;
    text.figure(name, &[("outcome", "kept")], journals.kept);
    text.figure(name, &[("outcome", "known")], journals.known);
    text.figure(name, &[("outcome", "refused")], journals.refused);
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
    tasks::write(text, &figures.tasks);
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
