//! Certificates: each row against its leaf, and its token judged as everybody judges it.

use std::num::NonZero;
use std::sync::Arc;
use std::thread;

use chrono::{DateTime, Utc};

use super::fault::{Fault, Stop};
use crate::office::Error;
use crate::register::RecordedCertificate;
use crate::scheme::judge::judge;
use crate::scheme::log::Leaf;
use crate::scheme::qr_text;
use crate::scheme::trust::TrustList;
use crate::scheme::verdict::Kind;

/// A certificate with the leaf that recorded it.
pub(super) type Issued = (Leaf, RecordedCertificate);

/// Checks certificates, on all cores; the first in the order of the book that is not sound is
/// found.
pub(super) async fn check(
    trust: Arc<TrustList>,
    issued: Vec<Issued>,
    now: DateTime<Utc>,
) -> Result<(), Stop> {
    let checked = tokio::task::spawn_blocking(move || {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let share = issued.len().div_ceil(cores).max(1);
        let first_of = |part: &[Issued]| part.iter().find_map(|one| fault_of(&trust, one, now));
        thread::scope(|scope| {
            let parts: Vec<_> = issued
                .chunks(share)
                .map(|part| scope.spawn(move || first_of(part)))
                .collect();
            // In the order of the book: the first part's first fault is the first of all.
            let mut found = parts.into_iter().map(|part| part.join());
            found.find_map(Result::transpose)
        })
    });
    match checked.await.map_err(|_| Error::Stopped)? {
        None => Ok(()),
        Some(Ok(fault)) => Err(fault.into()),
        Some(Err(_)) => Err(Error::Stopped.into()),
    }
}

fn fault_of(trust: &TrustList, (leaf, row): &Issued, now: DateTime<Utc>) -> Option<Fault> {
    let certificate = &row.certificate;
    let number = certificate.number;
    if leaf.body != certificate.issued_body(row.decision) {
        return Some(Fault::differs("certificates", number));
    }
    let code = qr_text::write("https://audit", &certificate.token);
    // The book itself vouches for what a stolen key sealed before.
    let verdict = judge(&code, trust, None, None, now, None);
    let unsound = |vi: String, en: String| Some(Fault::of("certificates", number, vi, en));
    match verdict.kind {
        Kind::NotOcop
        | Kind::Malformed
        | Kind::UnknownIssuer
        | Kind::Forged
        | Kind::OutOfMandate
        | Kind::NotRegistered => {
            let reason = verdict.reason();
            return unsound(reason.vi.into_owned(), reason.en.into_owned());
        }
        Kind::Revoked
        | Kind::Superseded
        | Kind::NotYetValid
        | Kind::Expired
        | Kind::Suspended
        | Kind::CompromisedKey
        | Kind::Mismatch
        | Kind::Genuine => {}
    }
    let said = verdict.certificate?;
    let names = |said: &Option<String>, kept: &str| said.as_deref().is_none_or(|said| said == kept);
    let same = said.number() == number
        && said.stars == certificate.stars
        && said.issued_on == certificate.issued_on
        && said.valid_through == certificate.valid_through
        && said.sealed_at == certificate.sealed_at
        && names(&said.product, &certificate.product)
        && names(&said.producer, &certificate.producer);
    if same {
        None
    } else {
        unsound(
            "mã đã ký nói khác với dòng này".to_owned(),
            "its token says other than this row".to_owned(),
        )
    }
}
