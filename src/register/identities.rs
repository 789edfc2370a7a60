//! As whom identity providers know accounts. Operational data, written without events.

use chrono::{DateTime, Utc};

use super::rows;
use super::{Entry, Error, Register, on};

impl Register {
    /// The account that an identity provider knows so.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn identified(&self, issuer: &str, subject: &str) -> Result<Option<i64>, Error> {
        let sql = "select account from identities where issuer = $1 and subject = $2";
        let account = on!(self.readers(), pool => {
            sqlx::query_scalar(sql).bind(issuer).bind(subject).fetch_optional(pool).await
        })?;
        Ok(account)
    }

    /// The identity providers that know an account.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn issuers_of(&self, account: i64) -> Result<Vec<String>, Error> {
        let sql = "select issuer from identities where account = $1 order by issuer";
        let issuers = on!(self.readers(), pool => {
            sqlx::query_scalar(sql).bind(account).fetch_all(pool).await
        })?;
        Ok(issuers)
    }
}

impl Entry {
    /// Remembers as whom an identity provider knows an account. `false`, and nothing is written,
    /// when the provider knows the account as somebody else.
    ///
    /// # Errors
    /// [`Error::Exists`] when the provider knows another account so.
    pub async fn add_identity(
        &mut self,
        account: i64,
        issuer: &str,
        subject: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let sql = "insert into identities (issuer, subject, account, linked_at)
                   select $1, $2, $3, $4
                   where not exists (select 1 from identities where account = $3 and issuer = $1)
                   returning account";
        let added: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(issuer)
                .bind(subject)
                .bind(account)
                .bind(rows::instant(at))
                .fetch_optional(connection)
                .await
        })
        .map_err(Error::exists(|| "this identity".to_owned()))?;
        Ok(added.is_some())
    }
}
