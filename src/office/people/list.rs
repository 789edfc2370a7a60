//! The list of people, and one of them.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::accounts::read;
use super::invite::oversees;
use crate::office::succession::successors;
use crate::office::{Access, Error, Grant, Office};
use crate::register::AccountRecord;
use crate::scheme::words::Text;

/// Which people are asked for.
#[derive(Clone, Debug, Default)]
pub struct PeopleQuery {
    /// Only those whose name or address holds this, diacritics or not.
    pub text: Option<String>,
    /// Only those after this account.
    pub after: i64,
    /// How many at most.
    pub limit: u32,
}

/// Some of the people.
#[derive(Clone, Serialize)]
pub struct PeoplePage {
    /// Them, in the order in which they were invited.
    pub people: Vec<PersonView>,
    /// The account after which the next page begins; `None` at the end.
    pub next: Option<i64>,
}

/// Somebody who may sign in.
#[derive(Clone, Serialize)]
pub struct PersonView {
    /// Their account.
    pub id: i64,
    /// Their name.
    pub name: String,
    /// What they sign in with.
    pub email: String,
    /// `vi` or `en`.
    pub language: String,
    /// What they are.
    pub roles: Vec<PersonGrant>,
    /// Whether they have a password: they took their invitation up.
    pub has_password: bool,
    /// Whether an authenticator shows codes for them.
    pub has_totp: bool,
    /// Until when their invitation can be taken up, if they still have to.
    pub invited_until: Option<DateTime<Utc>>,
    /// When they were invited first.
    pub created_at: DateTime<Utc>,
    /// When the account was closed.
    pub closed_at: Option<DateTime<Utc>>,
}

/// A role, with the number by which it is taken away.
#[derive(Clone, Debug, Serialize)]
pub struct PersonGrant {
    /// Its number.
    pub id: i64,
    /// The role.
    #[serde(flatten)]
    pub grant: Grant,
}

impl Office {
    /// People after another, the oldest first.
    ///
    /// # Errors
    /// [`super::PeopleRefused::NotAllowed`].
    pub async fn people(&self, access: &Access, query: &PeopleQuery) -> Result<PeoplePage, Error> {
        oversees(access)?;
        let limit = i64::from(query.limit);
        // One more than is shown: whether there is a next page.
        let mut records = match query.text.as_deref().map(str::trim) {
            None | Some("") => self.register.accounts(query.after, limit + 1).await?,
            Some(text) => {
                let found = self.register.accounts_like(text, query.after, limit + 1);
                found.await?
            }
        };
        let more = records.len() > query.limit as usize;
        records.truncate(query.limit as usize);
        let next = records.last().filter(|_| more).map(|last| last.id);
        let mut people = Vec::with_capacity(records.len());
        for record in records {
            people.push(self.person_of(record).await?);
        }
        Ok(PeoplePage { people, next })
    }

    /// One of the people.
    ///
    /// # Errors
    /// [`super::PeopleRefused::NoSuchAccount`].
    pub async fn person_view(&self, access: &Access, account: i64) -> Result<PersonView, Error> {
        oversees(access)?;
        self.person_of(self.known(account).await?).await
    }

    /// Whoever acts.
    ///
    /// # Errors
    /// [`super::PeopleRefused::NotAllowed`] when it is no person.
    pub async fn myself(&self, access: &Access) -> Result<PersonView, Error> {
        let account = access.account().ok_or(super::PeopleRefused::NotAllowed)?;
        self.person_of(self.known(account).await?).await
    }

    /// The councils for which roles are given, with their names. One that was abolished is among
    /// them, named with the one that answers now: what it issued is revoked and printed by its
    /// roles.
    ///
    /// # Errors
    /// [`super::PeopleRefused::NotAllowed`].
    pub async fn councils_of_roles(&self, access: &Access) -> Result<Vec<(String, Text)>, Error> {
        oversees(access)?;
        let councils = self.register.councils().await?;
        let named = councils.iter().map(|council| {
            let name = match successors(&councils, council).last() {
                None => council.name.clone(),
                Some(now) => Text::of(
                    format!("{} (nay là {now})", council.name.vi),
                    format!("{} (now {now})", council.name.en),
                ),
            };
            (council.code.to_string(), name)
        });
        Ok(named.collect())
    }

    async fn person_of(&self, record: AccountRecord) -> Result<PersonView, Error> {
        let mut roles = Vec::new();
        for held in self.register.grants_of(record.id).await? {
            let id = held.id;
            let grant = read(held)?;
            roles.push(PersonGrant { id, grant });
        }
        let invited_until = self.register.invited_until(record.id).await?;
        Ok(PersonView {
            id: record.id,
            name: record.name,
            email: record.email,
            language: record.language,
            roles,
            has_password: record.password.is_some(),
            has_totp: record.totp.is_some(),
            invited_until,
            created_at: record.created_at,
            closed_at: record.disabled_at,
        })
    }
}
