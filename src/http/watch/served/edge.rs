//! An edge's figures among the metrics.

use super::{lists, tasks};
use crate::http::watch::exposition::{Exposition, Metric::Gauge};
use crate::office::EdgeFigures;

/// The pack that is held, and whether newer ones can be fetched.
pub fn write(text: &mut Exposition, figures: &EdgeFigures) {
    if let Some(held) = &figures.held {
        lists::write(text, &held.lists);
        let help = "The number of the pack that is held.";
        text.one("ocop_pack_sequence", Gauge, help, held.sequence);
        text.one(
            "ocop_pack_left_seconds",
            Gauge,
            "Until the pack that is held may no longer be used.",
            held.left,
        );
    }
    if let Some(age) = figures.fetched_age {
        text.one(
            "ocop_pack_fetched_age_seconds",
            Gauge,
            "Since it was found out whether there is a newer pack.",
            age,
        );
    }
    tasks::write(text, std::slice::from_ref(&figures.fetching));
}
