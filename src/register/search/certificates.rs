//! What certificates are found by.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use super::super::{Entry, Error, NewCertificate, on};
use super::shelve::Shelving;
use super::term::{Shelf, Term};
use crate::scheme::council::CouncilCode;
use crate::scheme::product::Catalogue;
use crate::scheme::province::Province;
use crate::scheme::stars::Stars;
use crate::scheme::status::Status;
use crate::scheme::text;

/// Of a certificate what it is found by.
pub(super) struct Described<'a> {
    pub council: CouncilCode,
    /// Of its decision's number.
    pub decision: Term,
    pub product: &'a str,
    pub producer: &'a str,
    pub catalogue: Catalogue,
    pub set_no: u32,
    pub stars: Stars,
    pub issued_on: NaiveDate,
    pub valid_through: NaiveDate,
    pub status: Status,
}

impl Described<'_> {
    /// Its terms; `units` are those of its council.
    pub fn terms(&self, units: &[Term]) -> Vec<Term> {
        let (product, producer) = (text::fold(self.product), text::fold(self.producer));
        let words = text::words_of(&product).chain(text::words_of(&producer));
        let mut terms: Vec<Term> = words.map(Term::word).collect();
        terms.extend(units);
        terms.extend([
            Term::ALL,
            Term::council(self.council),
            Term::stars(self.stars),
            Term::set(self.catalogue, self.set_no),
            Term::year(self.issued_on.year()),
            Term::status(self.status),
            Term::ends(self.valid_through),
            Term::folded_producer(&producer),
            self.decision,
        ]);
        terms.sort_unstable();
        terms.dedup();
        terms
    }
}

/// The terms of a council's unit: its province's, and those of the provinces that it has become
/// part of, so that who asks for a province of today finds what its predecessors certified.
pub(super) fn units(unit: &str) -> Vec<Term> {
    let mut id = unit.split_once('/').map_or(unit, |(province, _)| province);
    let mut terms = vec![Term::unit(id)];
    while let Some(next) = Province::find(id).and_then(|unit| unit.successor_unit_id.as_deref()) {
        terms.push(Term::unit(next));
        id = next;
    }
    terms
}

impl Entry {
    /// Lets certificates of a decision be found that were just recorded, the first of them at a
    /// place in the book.
    pub(in crate::register) async fn index_certificates(
        &mut self,
        decision: i64,
        first: i64,
        certificates: &[NewCertificate],
    ) -> Result<(), Error> {
        let sql = "select number from decisions where id = $1";
        let number: String = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(decision).fetch_one(connection).await
        })?;
        let number = Term::decision(&number);
        let units = self.units_of_councils().await?;
        let shelvings = (first..).zip(certificates).map(|(id, certificate)| {
            let council = certificate.number.council;
            let described = Described {
                council,
                decision: number,
                product: &certificate.product,
                producer: &certificate.producer,
                catalogue: certificate.catalogue,
                set_no: certificate.set_no,
                stars: certificate.stars,
                issued_on: certificate.issued_on,
                valid_through: certificate.valid_through,
                status: Status::Valid,
            };
            let units = units.get(council.as_str()).map_or(&[][..], Vec::as_slice);
            Shelving {
                id,
                before: Vec::new(),
                after: described.terms(units),
            }
        });
        let shelvings: Vec<Shelving> = shelvings.collect();
        self.shelve(Shelf::Certificates, &shelvings).await
    }

    /// Lets a certificate be found by another status.
    pub(in crate::register) async fn index_status(
        &mut self,
        position: i64,
        (from, to): (Status, Status),
    ) -> Result<(), Error> {
        let shelving = Shelving {
            id: position,
            before: vec![Term::status(from)],
            after: vec![Term::status(to)],
        };
        self.shelve(Shelf::Certificates, &[shelving]).await
    }

    /// The terms of each council's unit, by its code.
    pub(super) async fn units_of_councils(&mut self) -> Result<HashMap<String, Vec<Term>>, Error> {
        let sql = "select code, unit from councils";
        let rows: Vec<(String, String)> = on!(self.connection(), connection => {
            sqlx::query_as(sql).fetch_all(connection).await
        })?;
        let of_unit = |(code, unit): (String, String)| (code, units(&unit));
        Ok(rows.into_iter().map(of_unit).collect())
    }
}
