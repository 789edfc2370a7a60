//! The codes of a certificate: each kind's text, and compact ones from sealing to the pack.

mod compact;
mod gtin;
mod packed;
mod reprints;

use ocop::office::{self, CompactWanted, Compacted, Error, Which};
use ocop::scheme::number::CertificateNumber;

use crate::support::signer;

/// The certificate of CB with an index.
pub fn number(index: u32) -> CertificateNumber {
    let council = "CB".parse().expect("a code");
    CertificateNumber { council, index }
}

/// Those with these indices, by number.
pub fn named(indices: &[u32]) -> CompactWanted {
    let numbers = indices.iter().map(|&index| number(index).to_string());
    CompactWanted::These(Which::Numbers(numbers.collect()))
}

/// Seals compact codes of CB.
pub async fn compact(
    office: &office::Office,
    wanted: &CompactWanted,
) -> Result<Vec<Compacted>, Error> {
    let mut compacted = Vec::new();
    for due in office.compact_due(wanted).await? {
        let signer = signer(due.council.as_str());
        compacted.push(office.compact(due, signer, |_, _| {}).await?);
    }
    Ok(compacted)
}
