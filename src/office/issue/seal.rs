//! Sealing one line, and judging what came out before anybody else can.

use chrono::{DateTime, Utc};

use super::frame::Frame;
use super::line::Line;
use crate::office::Error;
use crate::register::{NewCertificate, Renewal};
use crate::scheme::judge::judge;
use crate::scheme::number::CertificateNumber;
use crate::scheme::qr_text;
use crate::scheme::token::Token;
use crate::scheme::verdict::Kind;
use crate::signer::Signer;

/// A certificate that waits to be recorded.
pub(super) struct Sealed {
    pub certificate: NewCertificate,
    /// The text of its QR code, as it was judged.
    pub url: String,
    /// The renewal to record with it.
    pub renewal: Option<Renewal>,
}

/// Seals one line and judges what came out by the lists that verifiers go by.
pub(super) fn seal(
    frame: &Frame,
    line: Line,
    index: u64,
    sealed_at: DateTime<Utc>,
    signer: &dyn Signer,
) -> Result<Sealed, Error> {
    let index = u32::try_from(index).map_err(|_| Error::BadSeal("no index is left"))?;
    let claims = line.claims(&frame.rules(), index, sealed_at);
    let unsealed = Token::prepare(claims, frame.sealing.alg, frame.sealing.kid);
    let signature = signer.sign(unsealed.to_be_signed())?;
    let token = unsealed.seal(signature).message.to_bytes();
    let url = qr_text::write(&frame.sealing.origin, &token);
    let verdict = judge(
        &url,
        &frame.sealing.trust,
        None,
        None,
        sealed_at,
        Some(line.stars),
    );
    // A decision of more than 36 months ago makes a certificate that has expired; so does paper
    // that says so.
    if !matches!(verdict.kind, Kind::Genuine | Kind::Expired) {
        return Err(Error::BadSeal(verdict.kind.name()));
    }
    let number = CertificateNumber {
        council: frame.sealing.council.code,
        index,
    };
    if verdict
        .certificate
        .is_none_or(|certificate| certificate.number() != number)
    {
        return Err(Error::BadSeal("another certificate"));
    }
    let certificate = NewCertificate {
        number,
        product: line.product,
        producer: line.producer,
        producer_kind: line.producer_kind,
        address: line.address,
        catalogue: frame.edition.catalogue,
        set_no: line.set_no,
        score: line.score,
        stars: line.stars,
        product_code: line.product_code,
        gtin: line.gtin,
        issued_on: frame.decided_on,
        valid_through: line.term.valid_through,
        sealed_at,
        token,
        lowered_because: line.lowered_because,
        valid_through_reason: line.term.reason,
        taken_over_at: frame.paper.then_some(sealed_at),
    };
    Ok(Sealed {
        certificate,
        url,
        renewal: line.renews.map(|old| Renewal { old, new: number }),
    })
}
