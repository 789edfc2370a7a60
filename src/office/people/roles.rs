//! Giving and taking roles. Either ends the sessions of the person: they sign in with what they
//! are now.

use serde_json::Value;

use super::PeopleRefused;
use super::accounts::read;
use super::invite::{oversees, written};
use crate::office::{Access, Actor, Error, Grant, Office, Role};
use crate::register::Deed;

impl Office {
    /// Gives an account a role. Given again it changes nothing.
    ///
    /// # Errors
    /// [`PeopleRefused::NoSuchAccount`], [`PeopleRefused::Closed`]; [`Error::Refused`] when the
    /// role does not fit its council or producer.
    pub async fn give_role(
        &self,
        access: &Access,
        account: i64,
        grant: Grant,
    ) -> Result<(), Error> {
        oversees(access)?;
        if self.known(account).await?.disabled_at.is_some() {
            return Err(PeopleRefused::Closed(account).into());
        }
        if let Some(refusal) = self.unfit_grant(grant).await? {
            return Err(Error::Refused(vec![refusal]));
        }
        for held in self.register.grants_of(account).await? {
            if read(held)? == grant {
                return Ok(());
            }
        }
        let now = self.clock.now();
        let deed = self.role_deed(access, account, "role_given", written(&grant));
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let council = grant.council.map(|code| code.to_string());
                let role = grant.role.name();
                let giving = entry.add_grant(account, role, council, grant.producer, now);
                giving.await?;
                entry.end_sessions_of(account).await?;
                entry.trail(&deed).await.map(drop)
            })
        });
        Ok(entering.await?)
    }

    /// Takes a role away, by its number.
    ///
    /// # Errors
    /// [`PeopleRefused::NoSuchAccount`], [`PeopleRefused::NoSuchRole`],
    /// [`PeopleRefused::OwnLastRole`].
    pub async fn take_role(&self, access: &Access, account: i64, id: i64) -> Result<(), Error> {
        oversees(access)?;
        self.known(account).await?;
        let held = self.register.grants_of(account).await?;
        let programme = |role: &str| role == Role::Programme.name();
        let others = held.iter().filter(|grant| grant.id != id);
        let stays = others.filter(|grant| programme(&grant.role)).count() > 0;
        let taken = held.iter().find(|grant| grant.id == id);
        let taken = taken.ok_or(PeopleRefused::NoSuchRole(id))?.clone();
        if access.account() == Some(account) && programme(&taken.role) && !stays {
            return Err(PeopleRefused::OwnLastRole.into());
        }
        let grant = read(taken)?;
        let deed = self.role_deed(access, account, "role_taken", written(&grant));
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                entry.remove_grant(id).await?;
                entry.end_sessions_of(account).await?;
                entry.trail(&deed).await.map(drop)
            })
        });
        Ok(entering.await?)
    }

    fn role_deed(&self, access: &Access, account: i64, act: &'static str, body: Value) -> Deed {
        Deed {
            at: self.clock.now(),
            actor: access.actor.written(),
            act,
            subject: Actor::Account(account).written(),
            body,
        }
    }
}
