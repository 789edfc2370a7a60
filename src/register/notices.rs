//! Notices of what ends soon: queued once, and what became of each.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::number::CertificateNumber;
use crate::scheme::stars::Stars;

/// What became of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeState {
    /// Nothing yet.
    Queued,
    /// A mail is on its way, or was when a program ended.
    Sending,
    /// The mail server took it.
    Sent,
    /// The mail server refused the recipient for good.
    Refused,
    /// The connection broke after the mail had left: it may have arrived.
    Unknown,
    /// It was written out for a letter.
    Exported,
}

impl NoticeState {
    const ALL: [Self; 6] = [
        Self::Queued,
        Self::Sending,
        Self::Sent,
        Self::Refused,
        Self::Unknown,
        Self::Exported,
    ];

    /// The name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::Exported => "exported",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Which notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NoticeKey {
    /// Of which certificate.
    pub number: CertificateNumber,
    /// How many days before its end: 180, 90 or 30.
    pub days: u32,
}

/// A notice with its certificate and contact. Not to be debugged: what is may end in a log.
#[derive(Clone)]
pub struct NoticeRecord {
    /// Which.
    pub key: NoticeKey,
    /// What became of it.
    pub state: NoticeState,
    /// Since when.
    pub changed_at: DateTime<Utc>,
    /// Of the mail that it went with.
    pub message_id: Option<String>,
    /// As the decision names the product.
    pub product: String,
    /// As the decision names the producer.
    pub producer: String,
    /// The producer's address as of the decision.
    pub address: String,
    /// The certified level.
    pub stars: Stars,
    /// The last day of validity.
    pub valid_through: NaiveDate,
    /// Where the producer is written to.
    pub email: Option<String>,
    /// Whether the certificate was renewed, revoked or superseded since.
    pub settled: bool,
}

#[derive(FromRow)]
struct NoticeRow {
    council: String,
    certificate_index: i64,
    days: i64,
    state: String,
    changed_at: String,
    message_id: Option<String>,
    product: String,
    producer: String,
    address: String,
    stars: i64,
    valid_through: String,
    email: Option<String>,
    settled: i64,
}

impl Register {
    /// Every notice, by the last day of its certificate.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn notices(&self) -> Result<Vec<NoticeRecord>, Error> {
        let sql = "select n.council, n.certificate_index, n.days, n.state, n.changed_at,
                          n.message_id, c.product, c.producer, c.address, c.stars,
                          c.valid_through, k.email,
                          cast(case when c.status in (1, 3) or exists (
                            select 1 from renewals r join certificates w
                              on w.council = r.renewed_by_council
                              and w.certificate_index = r.renewed_by_index
                            where r.council = c.council
                              and r.certificate_index = c.certificate_index
                              and w.status in (0, 2)
                          ) then 1 else 0 end as bigint) as settled
                   from notices n
                   join certificates c on c.council = n.council
                     and c.certificate_index = n.certificate_index
                   left join contacts k on k.council = c.council and k.producer = c.producer
                   order by c.valid_through, c.position, n.days desc";
        let rows: Vec<NoticeRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).fetch_all(pool).await
        })?;
        rows.into_iter().map(NoticeRow::read).collect()
    }
}

impl Entry {
    /// Queues notices of `days` for certificates in force, not renewed, whose last day is one of
    /// these; says how many are new.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn queue_notices(
        &mut self,
        days: u32,
        (from, until): (NaiveDate, NaiveDate),
        at: DateTime<Utc>,
    ) -> Result<u64, Error> {
        let sql = "insert into notices (council, certificate_index, days, state, queued_at,
                     changed_at)
                   select c.council, c.certificate_index, $1, 'queued', $2, $2
                   from certificates c
                   where c.valid_through >= $3 and c.valid_through <= $4 and c.status in (0, 2)
                     and not exists (
                       select 1 from renewals r join certificates w
                         on w.council = r.renewed_by_council
                         and w.certificate_index = r.renewed_by_index
                       where r.council = c.council
                         and r.certificate_index = c.certificate_index
                         and w.status in (0, 2)
                     )
                   on conflict do nothing";
        let queued = on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(i64::from(days))
                .bind(rows::instant(at))
                .bind(from.to_string())
                .bind(until.to_string())
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?;
        Ok(queued)
    }

    /// Takes a queued notice for a mail that is about to leave, if its certificate is still in
    /// force on a day and not renewed; says whether it was.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn claim_notice(
        &mut self,
        key: NoticeKey,
        today: NaiveDate,
        message_id: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let sql = "update notices set state = 'sending', changed_at = $1, message_id = $2
                   where council = $3 and certificate_index = $4 and days = $5
                     and state = 'queued' and exists (
                       select 1 from certificates c
                       where c.council = $3 and c.certificate_index = $4
                         and c.status in (0, 2) and c.valid_through >= $6
                     ) and not exists (
                       select 1 from renewals r join certificates w
                         on w.council = r.renewed_by_council
                         and w.certificate_index = r.renewed_by_index
                       where r.council = $3 and r.certificate_index = $4
                         and w.status in (0, 2)
                     )";
        let claimed = on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(rows::instant(at))
                .bind(message_id)
                .bind(key.number.council.to_string())
                .bind(i64::from(key.number.index))
                .bind(i64::from(key.days))
                .bind(today.to_string())
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?;
        Ok(claimed > 0)
    }

    /// Says what became of a mail's notices. Those that are queued again forget the mail.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn close_mail(
        &mut self,
        message_id: &str,
        state: NoticeState,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let sql = "update notices set state = $1, changed_at = $2, message_id = $3
                   where message_id = $4 and state = 'sending'";
        let kept = Some(message_id).filter(|_| state != NoticeState::Queued);
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(state.name())
                .bind(rows::instant(at))
                .bind(kept)
                .bind(message_id)
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Gives up on mails that were on their way before an instant: whoever sent them is gone,
    /// and they may have arrived. Says how many notices that concerns.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn give_up_mails(
        &mut self,
        before: DateTime<Utc>,
        at: DateTime<Utc>,
    ) -> Result<u64, Error> {
        let sql = "update notices set state = 'unknown', changed_at = $1
                   where state = 'sending' and changed_at < $2";
        let given_up = on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(rows::instant(at))
                .bind(rows::instant(before))
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?;
        Ok(given_up)
    }

    /// Marks a notice as written out, if it is still in the state that it was in.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn export_notice(
        &mut self,
        key: NoticeKey,
        from: NoticeState,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let sql = "update notices set state = 'exported', changed_at = $1
                   where council = $2 and certificate_index = $3 and days = $4 and state = $5";
        let exported = on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(rows::instant(at))
                .bind(key.number.council.to_string())
                .bind(i64::from(key.number.index))
                .bind(i64::from(key.days))
                .bind(from.name())
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?;
        Ok(exported > 0)
    }
}

impl NoticeRow {
    fn read(self) -> Result<NoticeRecord, Error> {
        let key = format!("{} {} {}", self.council, self.certificate_index, self.days);
        let row = Row {
            table: "notices",
            key: &key,
        };
        Ok(NoticeRecord {
            key: NoticeKey {
                number: row.certificate(&self.council, self.certificate_index)?,
                days: row.number("days", self.days)?,
            },
            state: row.column("state", NoticeState::named(&self.state))?,
            changed_at: row.instant("changed_at", &self.changed_at)?,
            stars: row.stars(self.stars)?,
            valid_through: row.date("valid_through", &self.valid_through)?,
            message_id: self.message_id,
            product: self.product,
            producer: self.producer,
            address: self.address,
            email: self.email,
            settled: self.settled != 0,
        })
    }
}
