//! Who may use the routes of journals: each inspector those of their own devices.

use super::Policy::Of;
use super::Row;
use crate::office::Right;

/// Every route of journals.
pub(super) const JOURNAL: &[Row] = &[
    ("GET", "/desk/journal", Of(Right::Inspect)),
    ("GET", "/desk/journal.csv", Of(Right::Inspect)),
    ("GET", "/desk/journal/case", Of(Right::Inspect)),
    ("GET", "/desk/journal/{id}", Of(Right::Inspect)),
    ("GET", "/api/v1/journal", Of(Right::Inspect)),
    ("GET", "/api/v1/journal/{device}", Of(Right::Inspect)),
    (
        "POST",
        "/api/v1/journal/{device}/entries",
        Of(Right::Inspect),
    ),
    (
        "PUT",
        "/api/v1/journal/{device}/photographs/{sha256}",
        Of(Right::Inspect),
    ),
    ("GET", "/api/v1/journal-entries/{id}", Of(Right::Inspect)),
    (
        "GET",
        "/api/v1/journal-entries/{id}/photograph",
        Of(Right::Inspect),
    ),
];
