//! Who may use the routes of cases: who sees cases need not work on them, and the page that checks
//! again is for whoever was given its address.

use super::Policy::{Of, Public};
use super::Row;
use crate::office::Right;

/// Every route of cases.
pub(super) const CASES: &[Row] = &[
    ("GET", "/cases/{secret}/check", Public),
    ("GET", "/api/v1/cases", Of(Right::Cases)),
    ("POST", "/api/v1/cases", Of(Right::Inspect)),
    ("GET", "/api/v1/cases/counts", Of(Right::Cases)),
    ("GET", "/api/v1/cases/{id}", Of(Right::Cases)),
    ("PUT", "/api/v1/cases/{id}", Of(Right::Inspect)),
    ("POST", "/api/v1/cases/{id}/evidence", Of(Right::Inspect)),
    (
        "POST",
        "/api/v1/cases/{id}/evidence/{line}/strike",
        Of(Right::Inspect),
    ),
    ("POST", "/api/v1/cases/{id}/assignment", Of(Right::Inspect)),
    ("POST", "/api/v1/cases/{id}/moves", Of(Right::Inspect)),
    (
        "POST",
        "/api/v1/cases/{id}/acknowledgement",
        Of(Right::Cases),
    ),
    ("GET", "/api/v1/cases/{id}/file", Of(Right::Cases)),
    ("POST", "/api/v1/cases/{id}/photographs", Of(Right::Inspect)),
    (
        "GET",
        "/api/v1/cases/{id}/photographs/{line}",
        Of(Right::Cases),
    ),
    ("POST", "/desk/cases/{id}/photographs", Of(Right::Inspect)),
    ("GET", "/desk/cases", Of(Right::Cases)),
    ("GET", "/desk/cases.csv", Of(Right::Cases)),
    ("GET", "/desk/cases/new", Of(Right::Inspect)),
    ("POST", "/desk/cases/new", Of(Right::Inspect)),
    ("GET", "/desk/cases/{id}", Of(Right::Cases)),
    ("GET", "/desk/cases/{id}/file", Of(Right::Cases)),
    ("POST", "/desk/cases/{id}/change", Of(Right::Inspect)),
    ("POST", "/desk/cases/{id}/evidence", Of(Right::Inspect)),
    ("POST", "/desk/cases/{id}/strike", Of(Right::Inspect)),
    ("POST", "/desk/cases/{id}/assign", Of(Right::Inspect)),
    ("POST", "/desk/cases/{id}/move", Of(Right::Inspect)),
    ("POST", "/desk/cases/{id}/acknowledge", Of(Right::Cases)),
];
