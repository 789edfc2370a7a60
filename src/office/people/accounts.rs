//! Accounts and their roles.

use super::PeopleRefused;
use crate::office::{Error, Grant, Office, Role};
use crate::register::{self, AccountRecord, GrantRecord};
use crate::scheme::words::Language;

/// Somebody with an account, as pages name them.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their account.
    pub id: i64,
    /// Their name.
    pub name: String,
    /// The language of their pages.
    pub language: Language,
}

impl Office {
    /// Who has an account; `None` when there is none.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn person(&self, account: i64) -> Result<Option<Person>, Error> {
        let found = self.register.account(account).await?;
        Ok(found.map(|account| Person {
            id: account.id,
            name: account.name,
            language: match account.language.as_str() {
                "en" => Language::En,
                _ => Language::Vi,
            },
        }))
    }

    /// The roles of an account; `None` when there is none, or it is closed.
    pub(in crate::office) async fn grants_if_open(
        &self,
        account: i64,
    ) -> Result<Option<Vec<Grant>>, Error> {
        let found = self.register.account(account).await?;
        if found.is_none_or(|account| account.disabled_at.is_some()) {
            return Ok(None);
        }
        let grants = self.register.grants_of(account).await?.into_iter();
        Ok(Some(grants.map(read).collect::<Result<_, _>>()?))
    }

    /// An account that must be there.
    pub(super) async fn known(&self, account: i64) -> Result<AccountRecord, Error> {
        let found = self.register.account(account).await?;
        Ok(found.ok_or(PeopleRefused::NoSuchAccount(account))?)
    }

    /// Whether an account must show a second factor: with every role but a producer's.
    pub(super) async fn needs_factor(&self, account: i64) -> Result<bool, Error> {
        let grants = self.register.grants_of(account).await?;
        Ok(grants
            .iter()
            .any(|grant| grant.role != Role::Producer.name()))
    }
}

/// A role as it was kept.
pub(super) fn read(record: GrantRecord) -> Result<Grant, register::Error> {
    let wrong = |column| register::Error::Inconsistent {
        table: "grants",
        key: record.id.to_string(),
        column,
    };
    let council = record.council.as_ref().map(|code| code.parse());
    let grant = Grant {
        role: record.role.parse().map_err(|_| wrong("role"))?,
        council: council.transpose().map_err(|_| wrong("council"))?,
        producer: record.producer,
    };
    // A role without whom it is for would reach further than was given.
    grant
        .is_whole()
        .then_some(grant)
        .ok_or_else(|| wrong("role"))
}
