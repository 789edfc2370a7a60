//! Of which producer's dossier a certificate came.
//!
//! A preparation is told its decision when its release ends, and the first certificates are there
//! before. What a decision is known by does not change once a release has begun: so dossiers and
//! certificates are joined by that.

use std::collections::HashMap;

use sqlx::QueryBuilder;

use super::{Error, Register, on};

impl Register {
    /// The places in the book of the certificates that came of a producer's dossiers, in no order.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn certificates_of_dossiers(&self, producer: i64) -> Result<Vec<i64>, Error> {
        let sql = "select c.position
                   from dossiers o
                     join preparation_lines l on l.dossier = o.id
                     join preparations p on p.id = l.preparation
                     join decisions d on d.number = p.number and d.authority = p.authority
                       and d.council = p.council and d.decided_on = p.decided_on
                     join certificates c on c.decision = d.id and c.product = l.product
                       and c.producer = l.producer
                   where o.producer = $1 and p.begun_at is not null";
        Ok(on!(self.readers(), pool => {
            sqlx::query_scalar(sql).bind(producer).fetch_all(pool).await
        })?)
    }

    /// Of the certificates at some places of the book those that came of a dossier, each with the
    /// dossier's producer. Where two preparations have the same line, the first of them made the
    /// certificate.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn producers_of_dossiers(
        &self,
        positions: &[i64],
    ) -> Result<HashMap<i64, i64>, Error> {
        if positions.is_empty() {
            return Ok(HashMap::new());
        }
        let sql = "select c.position, p.id, o.producer
                   from certificates c
                     join decisions d on d.id = c.decision
                     join preparations p on p.number = d.number and p.authority = d.authority
                       and p.council = d.council and p.decided_on = d.decided_on
                     join preparation_lines l on l.preparation = p.id and l.product = c.product
                       and l.producer = c.producer
                     join dossiers o on o.id = l.dossier
                   where p.begun_at is not null and c.position in (";
        let mut rows: Vec<(i64, i64, i64)> = on!(self.readers(), pool => {
            let mut query = QueryBuilder::new(sql);
            let mut places = query.separated(", ");
            for position in positions {
                places.push_bind(position);
            }
            query.push(")");
            query.build_query_as().fetch_all(pool).await
        })?;
        // What comes later takes the place of what is there: the first preparation comes last.
        rows.sort_unstable_by_key(|(_, preparation, _)| std::cmp::Reverse(*preparation));
        let of = |(position, _, producer)| (position, producer);
        Ok(rows.into_iter().map(of).collect())
    }
}
