//! The shapes of journals, for the OpenAPI document only.

#![expect(dead_code, reason = "descriptions: nothing constructs them")]

use std::collections::BTreeMap;

use utoipa::ToSchema;

use crate::http::document::{AsOf, Certificate, CheckName, Outcome, Text, VerdictKind};

/// How far the journal of a device has grown.
#[derive(ToSchema)]
pub struct JournalHead {
    #[schema(example = "AAECAwQFBgcICQoLDA0ODw")]
    device: String,
    /// How many entries are kept, from 1 on.
    size: u64,
    /// The hash of the last; empty before the first.
    head: String,
    /// Photographs that entries name and that have not come, by their SHA-256: at most 100.
    awaited: Vec<String>,
}

/// Entries of a journal.
#[derive(ToSchema)]
#[schema(example = json!({ "entries": ["{\"v\":1,\"device\":\"AAECAwQFBgcICQoLDA0ODw\",\"counter\":1,\"previous\":\"\",\"kind\":\"check\",\"at\":\"2026-08-10T03:00:00Z\",\"clock\":\"2026-08-10T03:00:00Z\",\"code\":\"https://ocop.example.vn/v/1205\",\"verdict\":\"malformed\",\"number\":null,\"stars_on_package\":null,\"trust_list\":1,\"pack\":12,\"pack_made_at\":\"2026-08-09T18:00:00Z\",\"shelf\":false}"] }))]
pub struct NewJournalEntries {
    /// The texts, just as the device wrote them.
    #[schema(max_items = 200)]
    entries: Vec<String>,
}

/// What became of a request's entries.
#[derive(ToSchema)]
pub struct TakenIn {
    /// How many entries of the device are kept now.
    size: u64,
    /// The hash of the last.
    head: String,
    /// Entries of the request that were new.
    kept: u64,
    /// Entries of the request that were kept before.
    known: u64,
}

/// A page of checks.
#[derive(ToSchema)]
pub struct JournalPage {
    checks: Vec<JournalCheck>,
    /// The address of the next page; null on the last.
    next: Option<String>,
}

/// A check with all that bears on it.
#[derive(ToSchema)]
pub struct JournalEvidence {
    check: JournalCheck,
    /// What was added to it, in order.
    additions: Vec<JournalAddition>,
    /// What the judge says now of the same code at the same instant; null where a number was
    /// typed.
    judged_now: Option<JudgedNow>,
}

/// What the judge says now of the code, for the instant of the check.
#[derive(ToSchema)]
pub struct JudgedNow {
    verdict: VerdictKind,
    /// The conclusion in words, with its reason.
    reason: Text,
    /// Every check with its outcome.
    checks: BTreeMap<CheckName, Outcome>,
    /// More words for the checks that have them.
    details: BTreeMap<CheckName, Text>,
    /// What the council certified; null unless the signature holds.
    certificate: Option<Certificate>,
    #[schema(example = "CB-0-8")]
    number: Option<String>,
    as_of: AsOf,
}

/// A check of a device.
#[derive(ToSchema)]
pub struct JournalCheck {
    id: i64,
    #[schema(example = "AAECAwQFBgcICQoLDA0ODw")]
    device: String,
    /// Its place in the device's journal.
    counter: u64,
    /// The SHA-256 of its text.
    hash: String,
    /// The text, as the device wrote it.
    entry: String,
    /// The instant that was judged for.
    #[schema(format = DateTime)]
    at: String,
    /// What the device's clock said.
    #[schema(format = DateTime)]
    clock: String,
    /// Whether that was later than when the entry came in: the clock was wrong.
    clock_ahead: bool,
    /// The text that was scanned, or the number that was typed, without what cannot be seen.
    code: String,
    /// What the device concluded; null where a number was typed.
    #[schema(example = "expired")]
    verdict: Option<String>,
    /// What the judge said here when the entry came in, of the same code and instant.
    #[schema(example = "expired")]
    judged_again: Option<String>,
    /// The certificate that is signed in the code, or the number that was typed; whether or not
    /// there is one.
    #[schema(example = "CB-0-8")]
    number: Option<String>,
    /// The product of that certificate in the register.
    product: Option<String>,
    producer: Option<String>,
    stars_on_package: Option<u8>,
    /// The version of the trust list that the device judged by.
    trust_list: u64,
    pack: u64,
    #[schema(format = DateTime)]
    pack_made_at: String,
    /// Whether it was one of many along a shelf.
    shelf: bool,
    #[schema(format = DateTime)]
    received_at: String,
    /// How many entries add to it.
    additions: u64,
}

/// Something that was added to a check.
#[derive(ToSchema)]
pub struct JournalAddition {
    id: i64,
    counter: u64,
    /// The SHA-256 of its text.
    hash: String,
    /// The text, as the device wrote it.
    entry: String,
    #[schema(format = DateTime)]
    at: String,
    note: Option<String>,
    place: Option<JournalPlace>,
    photograph: Option<JournalPhotograph>,
}

/// A place (WGS 84), as the device knew it.
#[derive(ToSchema)]
pub struct JournalPlace {
    latitude: f64,
    longitude: f64,
    accuracy_metres: f64,
}

/// A picture that an addition names.
#[derive(ToSchema)]
pub struct JournalPhotograph {
    /// The SHA-256 of its bytes.
    sha256: String,
    bytes: u64,
    /// When they came; null when they have not yet.
    #[schema(format = DateTime)]
    received_at: Option<String>,
}
