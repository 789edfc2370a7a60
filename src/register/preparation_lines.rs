//! The lines of a prepared decision, each with the columns of a list.

use sqlx::FromRow;

use super::columns::Columns;
use super::rows::Row;
use super::{Entry, Error, Register, on};
use crate::scheme::number::CertificateNumber;
use crate::scheme::producer::ProducerKind;
use crate::scheme::score::{Score, ScoreSheet};
use crate::scheme::stars::Stars;

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreparationLine {
    /// Its place in the preparation, from 1; places of removed lines are not given again while
    /// there is a later one.
    pub line: i64,
    /// The dossier that it came from.
    pub dossier: Option<i64>,
    /// As the decision names the product.
    pub product: String,
    /// As the decision names the producer.
    pub producer: String,
    /// The producer's legal kind.
    pub producer_kind: ProducerKind,
    /// The producer's address as of the decision.
    pub address: String,
    /// The product's set.
    pub set_no: u32,
    /// The council's score.
    pub score: ScoreSheet,
    /// The stars to certify.
    pub stars: Stars,
    /// The programme's product code.
    pub product_code: Option<String>,
    /// The trade item number.
    pub gtin: Option<String>,
    /// Why the stars are fewer than the score earns.
    pub lowered_because: Option<String>,
    /// The certificate that it renews.
    pub renews: Option<CertificateNumber>,
}

#[derive(FromRow)]
struct LineRow {
    preparation: i64,
    line: i64,
    dossier: Option<i64>,
    product: String,
    producer: String,
    producer_kind: String,
    address: String,
    set_no: i64,
    score_a: i64,
    score_b: i64,
    score_c: i64,
    stars: i64,
    product_code: Option<String>,
    gtin: Option<String>,
    lowered_because: Option<String>,
    renews: Option<String>,
}

impl LineRow {
    fn read(self) -> Result<PreparationLine, Error> {
        let key = format!("{} {}", self.preparation, self.line);
        let row = Row {
            table: "preparation_lines",
            key: &key,
        };
        let renews = self.renews.map(|number| row.parsed("renews", &number));
        Ok(PreparationLine {
            line: self.line,
            dossier: self.dossier,
            producer_kind: row.column("producer_kind", ProducerKind::named(&self.producer_kind))?,
            set_no: row.number("set_no", self.set_no)?,
            score: ScoreSheet {
                a: Score(row.number("score_a", self.score_a)?),
                b: Score(row.number("score_b", self.score_b)?),
                c: Score(row.number("score_c", self.score_c)?),
            },
            stars: row.stars(self.stars)?,
            renews: renews.transpose()?,
            product: self.product,
            producer: self.producer,
            address: self.address,
            product_code: self.product_code,
            gtin: self.gtin,
            lowered_because: self.lowered_because,
        })
    }
}

impl Register {
    /// Lines of a preparation after a place, in order, so many at most.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn preparation_lines(
        &self,
        preparation: i64,
        after: i64,
        limit: i64,
    ) -> Result<Vec<PreparationLine>, Error> {
        let sql = "select * from preparation_lines
                   where preparation = $1 and line > $2 order by line limit $3";
        let rows: Vec<LineRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(preparation)
                .bind(after)
                .bind(limit)
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(LineRow::read).collect()
    }

    /// How many lines a preparation has.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn count_preparation_lines(&self, preparation: i64) -> Result<i64, Error> {
        let sql = "select count(*) from preparation_lines where preparation = $1";
        Ok(on!(self.readers(), pool => {
            sqlx::query_scalar(sql).bind(preparation).fetch_one(pool).await
        })?)
    }
}

impl Entry {
    /// Adds lines after the last one. Their own places are not looked at.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn add_preparation_lines(
        &mut self,
        preparation: i64,
        lines: &[PreparationLine],
    ) -> Result<(), Error> {
        let sql = "select coalesce(max(line), 0) from preparation_lines where preparation = $1";
        let last: i64 = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(preparation).fetch_one(connection).await
        })?;
        let renews = lines
            .iter()
            .map(|line| line.renews.map(|number| number.to_string()));
        let numbered = (last + 1..).zip(lines).zip(renews);
        let rows: Vec<((i64, &PreparationLine), Option<String>)> = numbered.collect();
        let columns = Columns::of(&rows)
            .number("preparation", |_| preparation)
            .number("line", |((place, _), _)| *place)
            .number("dossier", |((_, line), _)| line.dossier)
            .text("product", |((_, line), _)| line.product.as_str())
            .text("producer", |((_, line), _)| line.producer.as_str())
            .text("producer_kind", |((_, line), _)| line.producer_kind.name())
            .text("address", |((_, line), _)| line.address.as_str())
            .number("set_no", |((_, line), _)| i64::from(line.set_no))
            .number("score_a", |((_, line), _)| i64::from(line.score.a.0))
            .number("score_b", |((_, line), _)| i64::from(line.score.b.0))
            .number("score_c", |((_, line), _)| i64::from(line.score.c.0))
            .number("stars", |((_, line), _)| i64::from(line.stars.get()))
            .text("product_code", |((_, line), _)| {
                line.product_code.as_deref()
            })
            .text("gtin", |((_, line), _)| line.gtin.as_deref())
            .text("lowered_because", |((_, line), _)| {
                line.lowered_because.as_deref()
            })
            .text("renews", |(_, renews)| renews.as_deref());
        columns.insert(self, "preparation_lines", "").await?;
        Ok(())
    }

    /// Removes lines; all of them, where none is named. Says how many there were.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn remove_preparation_lines(
        &mut self,
        preparation: i64,
        lines: Option<&[i64]>,
    ) -> Result<u64, Error> {
        let mut removed = 0;
        if let Some(lines) = lines {
            for line in lines {
                let sql = "delete from preparation_lines where preparation = $1 and line = $2";
                removed += on!(self.connection(), connection => {
                    sqlx::query(sql)
                        .bind(preparation)
                        .bind(line)
                        .execute(connection)
                        .await
                        .map(|done| done.rows_affected())
                })?;
            }
            return Ok(removed);
        }
        Ok(on!(self.connection(), connection => {
            sqlx::query("delete from preparation_lines where preparation = $1")
                .bind(preparation)
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?)
    }
}
