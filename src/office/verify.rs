//! Verifying: a code in, a verdict with its evidence out.

use std::sync::Arc;

use super::held::DecisionFacts;
use super::life::RenewedBy;
use super::status_facts::StatusFacts;
use super::{CheckedLabel, Error, Held, Office};
use crate::scheme::check::{Check, Outcome};
use crate::scheme::judge::judge_proof;
use crate::scheme::number::CertificateNumber;
use crate::scheme::number_in;
use crate::scheme::proof::Unproven;
use crate::scheme::qr_text::{self, without_query};
use crate::scheme::stars::Stars;
use crate::scheme::trust::Council;
use crate::scheme::verdict::Verdict;

/// A verdict, with what the register adds for people to read.
#[derive(Clone, Debug)]
pub struct Examined {
    /// The text that was judged, without the query of an address.
    pub code: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The decision that the certificate stands on.
    pub decision: Option<Arc<DecisionFacts>>,
    /// What was decided of the certificate since, where it is not in force.
    pub status: Option<Arc<StatusFacts>>,
    /// The certificates that it took the place of.
    pub replaces: Vec<CertificateNumber>,
    /// The certificate that renewed it: this one runs on to its own end.
    pub renewed_by: Option<RenewedBy>,
    /// The certificates that it renewed.
    pub renews: Vec<CertificateNumber>,
    /// The council that took the issuer's place.
    pub successor: Option<Arc<Council>>,
    /// The label, if it has a serial. The verdict does not depend on it.
    pub label: Option<CheckedLabel>,
    /// The producer's code for the product on the traceability portal.
    pub traceability: Option<Arc<str>>,
}

impl Examined {
    /// Whether the token is compact, and its names stand only in the register.
    pub fn lacks_names(&self) -> bool {
        self.verdict
            .certificate
            .as_ref()
            .is_some_and(|certificate| certificate.product.is_none())
    }

    /// Whether the register knows more of it: names, or whether a label was given its serial.
    pub fn is_incomplete(&self) -> bool {
        self.label.is_some() || self.lacks_names()
    }
}

impl Office {
    /// Judges a scanned or pasted text by what is held in memory; no database is asked.
    pub fn verify(&self, code: &str, stars_on_package: Option<Stars>) -> Examined {
        let held = self.held.load();
        self.verify_by(&held, code, stars_on_package)
    }

    fn verify_by(&self, held: &Held, code: &str, stars_on_package: Option<Stars>) -> Examined {
        let code = without_query(code.trim());
        let proof = held.proofs.of_code(code);
        let verdict = judge_proof(
            proof.as_deref().map_err(Unproven::clone),
            &held.trust,
            Some(&held.status),
            Some(&held.register),
            self.clock.now(),
            stars_on_package,
        );
        let number = verdict
            .certificate
            .as_ref()
            .map(|certificate| certificate.number());
        let successor = verdict
            .council
            .as_ref()
            .and_then(|council| held.trust.successor_of(council));
        // What is said of a number is said of the token that the register holds under it, and of
        // no other that bears the number.
        let registered = verdict.outcome(Check::Register) == Outcome::Pass;
        let registered = number.filter(|_| registered);
        Examined {
            code: code.to_owned(),
            status: registered.and_then(|number| held.said_of(number)),
            replaces: registered.map_or_else(Vec::new, |number| held.replaced_by(number).to_vec()),
            renewed_by: registered.and_then(|number| held.renewed_by(number)),
            renews: registered.map_or_else(Vec::new, |number| held.renewals_by(number).to_vec()),
            traceability: registered.and_then(|number| held.traceability_of(number)),
            decision: registered.and_then(|number| held.decision_of(number)),
            successor: successor.cloned(),
            label: CheckedLabel::of_code(code),
            verdict,
        }
    }

    /// Adds what only the register knows: the names of a compact token that it holds, and whether
    /// a label was given its serial.
    ///
    /// # Errors
    /// When the names cannot be read.
    pub async fn complete(&self, mut examined: Examined) -> Result<Examined, Error> {
        let registered = examined.verdict.outcome(Check::Register) == Outcome::Pass;
        if let Some(certificate) = &mut examined.verdict.certificate
            && registered
            && certificate.product.is_none()
            && let Some(record) = self.register.certificate(certificate.number()).await?
        {
            certificate.product = Some(record.product);
            certificate.producer = Some(record.producer);
        }
        self.check_label(&mut examined).await;
        Ok(examined)
    }

    /// Judges the certificate with a number, by its own token in the register. `None` when no
    /// such number was issued.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn verify_number(
        &self,
        number: CertificateNumber,
        stars_on_package: Option<Stars>,
    ) -> Result<Option<Examined>, Error> {
        let Some(record) = self.register.certificate(number).await? else {
            return Ok(None);
        };
        let examined = self.verify(
            &qr_text::write("https://register", &record.token),
            stars_on_package,
        );
        self.complete(examined).await.map(Some)
    }

    /// Judges whatever a person has: a scanned code, a pasted URL, or a certificate number.
    ///
    /// # Errors
    /// [`Error::NoSuchNumber`], [`Error::MistypedNumber`], or when the register does not answer.
    pub async fn examine(
        &self,
        code: &str,
        stars_on_package: Option<Stars>,
    ) -> Result<Examined, Error> {
        let Some(number) = self.number_in(code) else {
            return self.complete(self.verify(code, stars_on_package)).await;
        };
        let number = number.parse().map_err(|_| Error::MistypedNumber)?;
        let examined = self.verify_number(number, stars_on_package).await?;
        examined.ok_or(Error::NoSuchNumber(number))
    }

    /// The certificate number that a text is, or that a short code names, as it was written and
    /// perhaps mistyped. `None` for a text that is to be judged as a code. What only looks like
    /// a mistyped number is one if its council exists.
    pub fn number_in(&self, text: &str) -> Option<String> {
        number_in::read(text, |text| {
            number_in::names_a_council(text, &self.held.load().trust)
        })
    }
}
