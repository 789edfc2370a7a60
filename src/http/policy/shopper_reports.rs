//! Who may use the routes of shoppers' reports: anybody reports and sees the state of a report
//! whose number they have; the rest is for inspectors.

use super::Policy::{Of, Public};
use super::Row;
use crate::office::Right;

/// Every route of shoppers' reports.
pub(super) const SHOPPER_REPORTS: &[Row] = &[
    ("GET", "/report", Public),
    ("POST", "/report", Public),
    ("GET", "/reports", Public),
    ("GET", "/reports/{number}", Public),
    ("POST", "/reports/{number}/erase-contact", Public),
    ("POST", "/api/v1/shopper-reports", Public),
    ("GET", "/api/v1/shopper-reports", Of(Right::Inspect)),
    ("GET", "/api/v1/shopper-reports/{id}", Of(Right::Inspect)),
    (
        "GET",
        "/api/v1/shopper-reports/{id}/photographs/{file}",
        Of(Right::Inspect),
    ),
    (
        "POST",
        "/api/v1/shopper-reports/{id}/take-up",
        Of(Right::Inspect),
    ),
    (
        "POST",
        "/api/v1/shopper-reports/{id}/merge",
        Of(Right::Inspect),
    ),
    (
        "POST",
        "/api/v1/shopper-reports/{id}/dismiss",
        Of(Right::Inspect),
    ),
    (
        "POST",
        "/api/v1/shopper-reports/{id}/contact",
        Of(Right::Inspect),
    ),
    (
        "DELETE",
        "/api/v1/shopper-reports/{id}/contact",
        Of(Right::Inspect),
    ),
    ("GET", "/desk/shopper-reports", Of(Right::Inspect)),
    ("GET", "/desk/shopper-reports/{id}", Of(Right::Inspect)),
    (
        "POST",
        "/desk/shopper-reports/{id}/take-up",
        Of(Right::Inspect),
    ),
    (
        "POST",
        "/desk/shopper-reports/{id}/merge",
        Of(Right::Inspect),
    ),
    (
        "POST",
        "/desk/shopper-reports/{id}/dismiss",
        Of(Right::Inspect),
    ),
    (
        "POST",
        "/desk/shopper-reports/{id}/contact",
        Of(Right::Inspect),
    ),
    (
        "POST",
        "/desk/shopper-reports/{id}/contact/erase",
        Of(Right::Inspect),
    ),
];
