//! Which councils are told of a case: who issued the certificate, who took that council's place,
//! and the province's where the producer is.

use crate::office::{Error, Office};
use crate::scheme::council::{CouncilCode, Level};
use crate::scheme::number::CertificateNumber;
use crate::scheme::trust::{Council, TrustList};

/// A council that is told, and why.
pub(super) type Told = (CouncilCode, &'static str);

impl Office {
    /// Whom a certificate's case is told to.
    pub(super) async fn told_of(
        &self,
        number: CertificateNumber,
        producer: Option<&str>,
    ) -> Result<Vec<Told>, Error> {
        let held = self.held();
        let trust = &held.trust;
        let mut told = vec![(number.council, "issuer")];
        let Some(issuer) = trust.council(number.council) else {
            return Ok(told);
        };
        let successor = trust.successor_of(issuer);
        told.extend(successor.map(|council| (council.code, "successor")));
        let mut units = match issuer.level {
            Level::Central => Vec::new(),
            _ => vec![issuer.unit.clone()],
        };
        if let Some(name) = producer {
            units.extend(self.register.units_of_producers(name).await?);
        }
        for unit in units {
            told.extend(of_province(trust, &unit).map(|council| (council.code, "province")));
        }
        let mut known = Vec::new();
        told.retain(|(code, _)| {
            let new = !known.contains(code);
            known.push(*code);
            new
        });
        Ok(told)
    }
}

/// The provincial council of a unit, or the one that took its place.
fn of_province<'a>(trust: &'a TrustList, unit: &str) -> Option<&'a Council> {
    let province = unit.split_once('/').map_or(unit, |(province, _)| province);
    let mut councils = trust.councils().iter();
    let council =
        councils.find(|council| council.level == Level::Province && council.unit == province)?;
    Some(trust.successor_of(council).unwrap_or(council))
}
