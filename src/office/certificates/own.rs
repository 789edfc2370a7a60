//! The certificates of a registered producer, and those that somebody may print labels of.

use std::collections::BTreeSet;

use chrono::Datelike;

use super::{CertificatePage, CertificateQuery, Condition, ListedView, Owner};
use crate::office::{Access, Error, Office, Refusal, Right};
use crate::register::{Asked, Clause, Field, ListedCertificate, Shelf, Term};
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
        let producer = self.producer_within(access, Right::Lodge, producer).await?;
        let owner = self.owner(producer).await?;
        let after = match &after {
            Some(after) => Some(after.parse().map_err(|_| Error::Cursor)?),
            None => None,
        };
        let limit = limit as usize;
        // One more than asked for tells whether there is another page.
        let mut own = self.own_before(&owner, after, limit + 1).await?;
        let more = own.len() > limit;
        own.truncate(limit);
        let last = own.last().filter(|_| more);
        let next = last.map(|last| last.position.to_string());
        let certificates = own.into_iter().map(|listed| self.list(listed)).collect();
        Ok(CertificatePage { certificates, next })
    }

    /// So many of a producer's own certificates at most, the newest first, below a place of the
    /// book. The index gives those of its names in that order, and of these the own ones are kept.
    async fn own_before(
        &self,
        owner: &Owner,
        mut below: Option<i64>,
        most: usize,
    ) -> Result<Vec<ListedCertificate>, Error> {
        let names = self.names_borne_by(owner).await?;
        let names = names.iter().map(|name| Term::folded_producer(name));
        let clauses = [Clause::any(Field::Producer, names)];
        let mut own = Vec::new();
        while own.len() < most {
            let asked = Asked {
                clauses: &clauses,
                newest_first: true,
                after: below,
                limit: PAGE,
            };
            let places = self.register.found(Shelf::Certificates, &asked).await?;
            let listed = self.register.listed(&places).await?;
            own.extend(self.own_among(owner, listed).await?);
            let is_full = places.len() == PAGE as usize;
            below = places.last().copied().filter(|_| is_full);
            if below.is_none() {
                break;
            }
        }
        own.truncate(most);
        Ok(own)
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
        let owner = self.owner_among(access, Right::Lodge, number).await?;
        Ok(owner.ok_or(Error::NoSuchNumber(number))?.id)
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

    /// What else somebody may print together with a certificate: those that are in force of the
    /// producer for whom they act, or in their councils of the same name, the newest first, and at
    /// most so many.
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
        let owner = match of_council {
            true => None,
            false => self.owner_among(access, Right::Labels, number).await?,
        };
        if let Some(owner) = owner {
            return self.own_in_force(&owner, limit as usize).await;
        }
        let query = CertificateQuery {
            producer_of: Some(number),
            condition: Some(Condition::InForce),
            within: of_council.then(|| access.reach(Right::Labels)),
            newest_first: true,
            limit,
            ..CertificateQuery::default()
        };
        let mut found = self.certificates(&query).await?.certificates;
        found.retain(|listed| fold(&listed.certificate.producer) == fold(&named));
        Ok(found)
    }

    /// So many of a producer's own certificates at most that are in force, the newest first.
    async fn own_in_force(&self, owner: &Owner, most: usize) -> Result<Vec<ListedView>, Error> {
        let mut found = Vec::new();
        let mut below = None;
        while found.len() < most {
            let own = self.own_before(owner, below, PAGE as usize).await?;
            let is_full = own.len() == PAGE as usize;
            below = own.last().map(|last| last.position).filter(|_| is_full);
            let own = own.into_iter().map(|listed| self.list(listed));
            found.extend(own.filter(|listed| listed.status == Condition::InForce));
            if below.is_none() {
                break;
            }
        }
        found.truncate(most);
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
