//! Certificates and compact tokens: each row against its leaf, and its token judged as everybody
//! judges it.

use std::num::NonZero;
use std::sync::Arc;
use std::thread;

use chrono::{DateTime, SecondsFormat, Utc};

use super::fault::{Fault, Stop};
use crate::office::Error;
use crate::register::{RecordedCertificate, RecordedCompactToken};
use crate::scheme::certificate::Certificate;
use crate::scheme::judge::judge;
use crate::scheme::log::Leaf;
use crate::scheme::number::CertificateNumber;
use crate::scheme::qr_text;
use crate::scheme::trust::TrustList;
use crate::scheme::verdict::Kind;
use crate::scheme::words::Text;

/// What a key sealed, with the leaf that recorded it.
pub(super) enum Sealed {
    /// A certificate.
    Certificate(Leaf, Box<RecordedCertificate>),
    /// A compact token of one.
    Compact(Leaf, RecordedCompactToken),
}

/// Checks what was sealed, on all cores; the first in the order of the book that is not sound is
/// found.
pub(super) async fn check(
    trust: Arc<TrustList>,
    sealed: Vec<Sealed>,
    now: DateTime<Utc>,
) -> Result<(), Stop> {
    let checked = tokio::task::spawn_blocking(move || {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let share = sealed.len().div_ceil(cores).max(1);
        let first_of = |part: &[Sealed]| part.iter().find_map(|one| fault_of(&trust, one, now));
        thread::scope(|scope| {
            let parts: Vec<_> = sealed
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

fn fault_of(trust: &TrustList, sealed: &Sealed, now: DateTime<Utc>) -> Option<Fault> {
    match sealed {
        Sealed::Certificate(leaf, row) => fault_of_certificate(trust, leaf, row, now),
        Sealed::Compact(leaf, row) => fault_of_compact(trust, leaf, row, now),
    }
}

fn fault_of_certificate(
    trust: &TrustList,
    leaf: &Leaf,
    row: &RecordedCertificate,
    now: DateTime<Utc>,
) -> Option<Fault> {
    let certificate = &row.certificate;
    let number = certificate.number;
    if leaf.body != certificate.issued_body(row.decision) {
        return Some(Fault::differs("certificates", number));
    }
    let said = match judged(trust, &certificate.token, now) {
        Ok(said) => said,
        Err(reason) => return Some(unsound("certificates", number, reason)),
    };
    let names = |said: &Option<String>, kept: &str| said.as_deref().is_none_or(|said| said == kept);
    let same = said.number() == number
        && said.stars == certificate.stars
        && said.issued_on == certificate.issued_on
        && said.valid_through == certificate.valid_through
        && said.sealed_at == certificate.sealed_at
        && names(&said.product, &certificate.product)
        && names(&said.producer, &certificate.producer);
    (!same).then(|| unsound("certificates", number, OTHER))
}

/// A compact token says what its certificate says, without names and of a later sealing.
fn fault_of_compact(
    trust: &TrustList,
    leaf: &Leaf,
    row: &RecordedCompactToken,
    now: DateTime<Utc>,
) -> Option<Fault> {
    let number = row.compact.number;
    if leaf.body != row.compact.body() {
        return Some(Fault::differs("compact_tokens", number));
    }
    let said = match judged(trust, &row.compact.token, now) {
        Ok(said) => said,
        Err(reason) => return Some(unsound("compact_tokens", number, reason)),
    };
    let sealed_at = said.sealed_at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let same = said.number() == number
        && said.stars == row.stars
        && said.issued_on == row.issued_on
        && said.valid_through == row.valid_through
        && said.sealed_at == row.sealed_at
        && sealed_at == leaf.happened_at
        && (said.product, said.producer) == (None, None);
    (!same).then(|| unsound("compact_tokens", number, OTHER))
}

const OTHER: Text = Text::new(
    "mã đã ký nói khác với dòng này",
    "its token says other than this row",
);

fn unsound(table: &'static str, number: CertificateNumber, reason: Text) -> Fault {
    Fault::of(
        table,
        number,
        reason.vi.into_owned(),
        reason.en.into_owned(),
    )
}

/// What a token says, or why nobody would believe it. The book itself vouches for what a stolen
/// key sealed before.
fn judged(trust: &TrustList, token: &[u8], now: DateTime<Utc>) -> Result<Certificate, Text> {
    let code = qr_text::write("https://audit", token);
    let verdict = judge(&code, trust, None, None, now, None);
    let reason = verdict.reason();
    match verdict.kind {
        Kind::NotOcop
        | Kind::Malformed
        | Kind::UnknownIssuer
        | Kind::Forged
        | Kind::OutOfMandate
        | Kind::NotRegistered => Err(reason),
        Kind::Revoked
        | Kind::Superseded
        | Kind::NotYetValid
        | Kind::Expired
        | Kind::Suspended
        | Kind::CompromisedKey
        | Kind::Mismatch
        | Kind::Genuine => verdict.certificate.ok_or(reason),
    }
}
