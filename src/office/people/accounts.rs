//! Accounts and their roles.

use crate::office::{Error, Grant, Office};
use crate::register::{self, GrantRecord};
use crate::scheme::words::{Language, Text};

/// Why people and roles stay as they are.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeopleRefused {
    /// There is no such account.
    #[error("there is no account {0}")]
    NoSuchAccount(i64),
}

impl PeopleRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchAccount(_) => "no_such_account",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::NoSuchAccount(id) => Text::of(
                format!("Không có tài khoản số {id}. Hãy xem danh sách người dùng."),
                format!("There is no account {id}. See the list of people."),
            ),
        }
    }
}

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
}

fn read(record: GrantRecord) -> Result<Grant, register::Error> {
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
