//! What an account signs in with: set, used up, and taken away.

use chrono::{DateTime, Utc};

use super::rows;
use super::{Entry, Error, on};

impl Entry {
    /// Sets the password of an account, by its hash in PHC form.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn set_password(&mut self, account: i64, hash: &str) -> Result<(), Error> {
        on!(self.connection(), connection => {
            sqlx::query("update accounts set password = $1 where id = $2")
                .bind(hash)
                .bind(account)
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Sets what an account shares with its authenticator, and the step that was used to show
    /// that it does.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn set_totp(&mut self, account: i64, secret: &str, step: i64) -> Result<(), Error> {
        on!(self.connection(), connection => {
            sqlx::query("update accounts set totp = $1, totp_step = $2 where id = $3")
                .bind(secret)
                .bind(step)
                .bind(account)
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Uses up a step of one-time codes, and those before it. `false` when it was used up before.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn use_totp_step(&mut self, account: i64, step: i64) -> Result<bool, Error> {
        let sql = "update accounts set totp_step = $1 where id = $2 and totp_step < $1
                   returning id";
        let used: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(step).bind(account).fetch_optional(connection).await
        })?;
        Ok(used.is_some())
    }

    /// Sets the language of an account, `vi` or `en`.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn set_language(&mut self, account: i64, language: &str) -> Result<(), Error> {
        on!(self.connection(), connection => {
            sqlx::query("update accounts set language = $1 where id = $2")
                .bind(language)
                .bind(account)
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Closes an account, or with `None` opens it again.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn close_account(
        &mut self,
        account: i64,
        at: Option<DateTime<Utc>>,
    ) -> Result<(), Error> {
        on!(self.connection(), connection => {
            sqlx::query("update accounts set disabled_at = $1 where id = $2")
                .bind(at.map(rows::instant))
                .bind(account)
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Takes everything away by which an account is let in: password, second factors, what links
    /// it with an identity provider, sessions, tokens.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn shut_out(&mut self, account: i64, at: DateTime<Utc>) -> Result<(), Error> {
        for sql in [
            "update accounts set password = null, totp = null where id = $1",
            "delete from passkeys where account = $1",
            "delete from identities where account = $1",
            "delete from ceremonies where account = $1",
        ] {
            on!(self.connection(), connection => {
                sqlx::query(sql).bind(account).execute(connection).await.map(drop)
            })?;
        }
        self.revoke_api_tokens_as(account, at).await?;
        self.end_sessions_of(account).await
    }
}
