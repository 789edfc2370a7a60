//! Taking in what was recorded before there was a search, or by a program that knew of none.

use std::collections::HashMap;

use sqlx::FromRow;

use super::super::rows::Row;
use super::super::{Entry, Error, Register, on};
use super::certificates::Described;
use super::members::BLOCK;
use super::shelve::Shelving;
use super::term::{Clause, Shelf, Term};
use crate::scheme::product::Catalogue;
use crate::scheme::status::Status;

const STATUSES: [Status; 4] = [
    Status::Valid,
    Status::Revoked,
    Status::Suspended,
    Status::Superseded,
];

#[derive(FromRow)]
struct FillRow {
    position: i64,
    council: String,
    number: String,
    product: String,
    producer: String,
    catalogue: String,
    set_no: i64,
    stars: i64,
    issued_on: String,
    valid_through: String,
    status: i64,
}

impl Register {
    /// Takes in every certificate that cannot be found yet, a block in each transaction: who was
    /// interrupted goes on where it stopped, and several at once do each block once. Returns how
    /// many blocks it took in.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn fill_search(&self) -> Result<u32, Error> {
        if self.searchable(Shelf::Certificates).await.is_ok() {
            if self.all_are_searchable().await? {
                return Ok(0);
            }
            // A program that knew of no search has written here.
            self.enter(|entry| Box::pin(entry.fill_anew())).await?;
        }
        let mut blocks = 0;
        while self.enter(|entry| Box::pin(entry.fill_block())).await? {
            blocks += 1;
        }
        Ok(blocks)
    }

    /// Whether everything of a shelf is found that is there.
    ///
    /// # Errors
    /// [`Error::NotSearchable`] when it is not.
    pub(super) async fn searchable(&self, shelf: Shelf) -> Result<(), Error> {
        let sql = "select next, until from search_filling where shelf = $1";
        let filling: Option<(i64, i64)> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(shelf.name()).fetch_optional(pool).await
        })?;
        match filling {
            Some((next, until)) if next < until => Err(Error::NotSearchable { next, until }),
            _ => Ok(()),
        }
    }

    async fn all_are_searchable(&self) -> Result<bool, Error> {
        let sql = "select count(*) from certificates";
        let recorded: i64 =
            on!(self.readers(), pool => sqlx::query_scalar(sql).fetch_one(pool).await)?;
        let everything = [Clause::from(Term::ALL)];
        let gathered = self.gather(Shelf::Certificates, &everything).await?;
        // What is recorded between the two reads is found as well.
        Ok(gathered.len() >= u64::try_from(recorded).unwrap_or(0))
    }
}

impl Entry {
    async fn fill_anew(&mut self) -> Result<(), Error> {
        let sql = "update search_filling set next = 0, until = (select size from log_head)
                   where shelf = $1";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(Shelf::Certificates.name())
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Takes in the next block; `false` when there is none.
    async fn fill_block(&mut self) -> Result<bool, Error> {
        let shelf = Shelf::Certificates;
        let sql = "select next, until from search_filling where shelf = $1";
        let (next, until): (i64, i64) = on!(self.connection(), connection => {
            sqlx::query_as(sql).bind(shelf.name()).fetch_one(connection).await
        })?;
        if next >= until {
            return Ok(false);
        }
        let below = ((next.div_euclid(BLOCK) + 1) * BLOCK).min(until);
        let sql = "select c.position, c.council, d.number, c.product, c.producer, c.catalogue,
                          c.set_no, c.stars, c.issued_on, c.valid_through, c.status
                   from certificates c join decisions d on d.id = c.decision
                   where c.position >= $1 and c.position < $2 order by c.position";
        let rows: Vec<FillRow> = on!(self.connection(), connection => {
            sqlx::query_as(sql).bind(next).bind(below).fetch_all(connection).await
        })?;
        let units = self.units_of_councils().await?;
        let read = |row: FillRow| row.read(&units);
        let shelvings: Vec<Shelving> = rows.into_iter().map(read).collect::<Result<_, _>>()?;
        self.shelve(shelf, &shelvings).await?;
        let sql = "update search_filling set next = $1 where shelf = $2";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(below)
                .bind(shelf.name())
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(true)
    }
}

impl FillRow {
    fn read(self, units: &HashMap<String, Vec<Term>>) -> Result<Shelving, Error> {
        let key = self.position.to_string();
        let row = Row {
            table: "certificates",
            key: &key,
        };
        let described = Described {
            council: row.parsed("council", &self.council)?,
            decision: Term::decision(&self.number),
            product: &self.product,
            producer: &self.producer,
            catalogue: row.column("catalogue", Catalogue::named(&self.catalogue))?,
            set_no: row.number("set_no", self.set_no)?,
            stars: row.stars(self.stars)?,
            issued_on: row.date("issued_on", &self.issued_on)?,
            valid_through: row.date("valid_through", &self.valid_through)?,
            status: row.column("status", Status::numbered(self.status))?,
        };
        let of_council = units.get(&self.council).map_or(&[][..], Vec::as_slice);
        Ok(Shelving {
            id: self.position,
            // It may have been taken in with another.
            before: STATUSES.map(Term::status).to_vec(),
            after: described.terms(of_council),
        })
    }
}
