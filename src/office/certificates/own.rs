//! The certificates of a registered producer: of its folded name.

use std::collections::BTreeSet;

use chrono::Datelike;

use super::{CertificatePage, CertificateQuery, Condition, ListedView};
use crate::office::{Access, Error, Office, Refusal, Right};
use crate::scheme::council::CouncilCode;
use crate::scheme::decision::DecisionNumber;
use crate::scheme::number::CertificateNumber;
use crate::scheme::text::fold;
use crate::scheme::words::Text;

/// Certificates that are read at once.
const PAGE: u32 = 500;

impl Office {
    /// The certificates of a producer that somebody acts for, the newest first.
    ///
    /// # Errors
    /// That there is no such producer in reach, [`Error::Cursor`], or when the register does not
    /// answer.
    pub async fn own_certificates(
        &self,
        access: &Access,
        producer: i64,
        after: Option<String>,
        limit: u32,
    ) -> Result<CertificatePage, Error> {
        let owner = self.producer_within(access, Right::Lodge, producer).await?;
        let name = owner.facts.name;
        let query = CertificateQuery {
            producer_named: Some(name.clone()),
            newest_first: true,
            after,
            limit,
            ..CertificateQuery::default()
        };
        let mut page = self.certificates(&query).await?;
        // Terms are hashes: what another of the same hash holds is not shown.
        page.certificates
            .retain(|listed| fold(&listed.certificate.producer) == fold(&name));
        Ok(page)
    }

    /// Whose a certificate is among the producers that somebody acts for.
    ///
    /// # Errors
    /// [`Error::NoSuchNumber`] when it is none of theirs, or when the register does not answer.
    pub async fn owner_of_certificate(
        &self,
        access: &Access,
        number: CertificateNumber,
    ) -> Result<i64, Error> {
        let found = self.register.certificate(number).await?;
        let found = found.ok_or(Error::NoSuchNumber(number))?;
        for producer in access.producers(Right::Lodge) {
            let owner = self.producer_within(access, Right::Lodge, producer).await?;
            if fold(&owner.facts.name) == fold(&found.producer) {
                return Ok(producer);
            }
        }
        Err(Error::NoSuchNumber(number))
    }

    /// A certificate whose labels somebody may print: a council's in their reach, or that of a
    /// producer for whom they act. Whether it is in force is not asked here.
    ///
    /// # Errors
    /// [`Error::NoSuchNumber`] when it is neither, or when the register does not answer.
    pub async fn listed_for_labels(
        &self,
        access: &Access,
        number: CertificateNumber,
    ) -> Result<ListedView, Error> {
        self.certificate_for_labels(access, number).await?;
        let listed = self.register.listed_numbered(number).await?;
        let listed = listed.ok_or(Error::NoSuchNumber(number))?;
        Ok(self.list(listed))
    }

    /// What else somebody may print together with a certificate: those of the same producer that
    /// are in force, the newest first, and at most so many.
    ///
    /// # Errors
    /// As [`Office::listed_for_labels`].
    pub async fn certificates_beside(
        &self,
        access: &Access,
        number: CertificateNumber,
        limit: u32,
    ) -> Result<Vec<ListedView>, Error> {
        let named = self.certificate_for_labels(access, number).await?.producer;
        let of_council = access.reaches(Right::Labels, number.council);
        let query = CertificateQuery {
            producer_of: Some(number),
            condition: Some(Condition::InForce),
            // A producer's own may be of any council.
            within: of_council.then(|| access.reach(Right::Labels)),
            newest_first: true,
            limit,
            ..CertificateQuery::default()
        };
        let mut found = self.certificates(&query).await?.certificates;
        found.retain(|listed| fold(&listed.certificate.producer) == fold(&named));
        Ok(found)
    }

    /// Every certificate of a decision whose labels somebody may print, in the order of the
    /// decision. A number may return in another year.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is no such decision in reach, or when the register does not
    /// answer.
    pub async fn certificates_of_decision(
        &self,
        access: &Access,
        council: CouncilCode,
        decision: &str,
        year: Option<i32>,
    ) -> Result<Vec<ListedView>, Error> {
        let written = DecisionNumber::parse(decision).map_err(|_| no_such_decision(decision))?;
        let mut query = CertificateQuery {
            council: Some(council),
            decision: Some(written.to_string()),
            year,
            within: Some(access.reach(Right::Labels)),
            limit: PAGE,
            ..CertificateQuery::default()
        };
        let held = self.held();
        let mut found = Vec::new();
        let mut years = BTreeSet::new();
        loop {
            let page = self.certificates(&query).await?;
            for listed in page.certificates {
                let number = listed.certificate.number;
                let of = held.decision_of(number);
                // Terms are hashes: what another of the same hash holds is left out.
                let of = of.filter(|of| of.number == written.as_str());
                if let Some(of) = of.filter(|_| number.council == council) {
                    years.insert(of.decided_on.year());
                    found.push(listed);
                }
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None if found.is_empty() => return Err(no_such_decision(decision)),
                None if years.len() > 1 => return Err(of_several_years(&years)),
                None => return Ok(found),
            }
        }
    }
}

fn of_several_years(years: &BTreeSet<i32>) -> Error {
    let years: Vec<String> = years.iter().map(i32::to_string).collect();
    let years = years.join(", ");
    Error::Refused(vec![Refusal::of(
        "year",
        "ambiguous_decision",
        Text::of(
            format!(
                "Hội đồng này có quyết định mang số đó trong nhiều năm: {years}. Hãy ghi thêm năm."
            ),
            format!(
                "This council has decisions of that number in several years: {years}. Add the year."
            ),
        ),
    )])
}

fn no_such_decision(written: &str) -> Error {
    let shown: String = written.chars().take(DecisionNumber::LONGEST).collect();
    Error::Refused(vec![Refusal::of(
        "decision",
        "no_such_decision",
        Text::of(
            format!(
                "Không có quyết định “{shown}” của hội đồng này trong phạm vi của bạn. Hãy kiểm tra số quyết định, mã hội đồng và năm."
            ),
            format!(
                "There is no decision “{shown}” of this council within your reach. Check the decision's number, the council's code and the year."
            ),
        ),
    )])
}
