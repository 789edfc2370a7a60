//! How old what verifiers go by is, among the metrics.

use crate::http::watch::exposition::{Exposition, Metric::Gauge};
use crate::office::ListFigures;

/// Trust list, status lists, pack.
pub fn write(text: &mut Exposition, figures: &ListFigures) {
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
    if let Some(age) = figures.pack_age {
        let help = "Since the newest pack was made.";
        text.one("ocop_pack_age_seconds", Gauge, help, age);
    }
}
