//! Contacts: where producers are written to. Personal data: no event ever names one.

use chrono::{DateTime, Utc};

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::council::CouncilCode;

/// Where a producer is written to.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    /// The council whose decisions name the producer.
    pub council: CouncilCode,
    /// As the decisions name it.
    pub producer: String,
    /// The address.
    pub email: String,
}

/// Without the address: what is debugged may end in a log.
impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Contact")
            .field("council", &self.council)
            .finish_non_exhaustive()
    }
}

impl Register {
    /// Every contact.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn contacts(&self) -> Result<Vec<Contact>, Error> {
        let sql = "select council, producer, email from contacts";
        let rows: Vec<(String, String, String)> = on!(self.readers(), pool => {
            sqlx::query_as(sql).fetch_all(pool).await
        })?;
        rows.into_iter()
            .map(|(council, producer, email)| {
                let row = Row {
                    table: "contacts",
                    key: &council,
                };
                let council = row.parsed("council", &council)?;
                Ok(Contact {
                    council,
                    producer,
                    email,
                })
            })
            .collect()
    }

    /// Whether a council has a certificate of a producer.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn knows_producer(
        &self,
        council: CouncilCode,
        producer: &str,
    ) -> Result<bool, Error> {
        let sql = "select 1 from certificates where council = $1 and producer = $2 limit 1";
        let found: Option<(i32,)> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(council.to_string())
                .bind(producer)
                .fetch_optional(pool)
                .await
        })?;
        Ok(found.is_some())
    }
}

impl Entry {
    /// Sets a contact. Notices that the mail server refused for the old address wait again.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn set_contact(&mut self, contact: &Contact, at: DateTime<Utc>) -> Result<(), Error> {
        let sql = "insert into contacts (council, producer, email, set_at)
                   values ($1, $2, $3, $4)
                   on conflict (council, producer)
                   do update set email = excluded.email, set_at = excluded.set_at";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(contact.council.to_string())
                .bind(&contact.producer)
                .bind(&contact.email)
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(drop)
        })?;
        let sql = "update notices set state = 'queued', changed_at = $1, message_id = null
                   where state = 'refused' and council = $2 and exists (
                     select 1 from certificates c
                     where c.council = notices.council
                       and c.certificate_index = notices.certificate_index
                       and c.producer = $3
                   )";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(rows::instant(at))
                .bind(contact.council.to_string())
                .bind(&contact.producer)
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Removes a contact; says whether there was one.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn remove_contact(
        &mut self,
        council: CouncilCode,
        producer: &str,
    ) -> Result<bool, Error> {
        let sql = "delete from contacts where council = $1 and producer = $2";
        let removed = on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(council.to_string())
                .bind(producer)
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?;
        Ok(removed > 0)
    }
}
