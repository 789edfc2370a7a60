//! How to reach whoever reported: who looks is written down, and nothing is kept for long.

use chrono::TimeDelta;
use serde_json::json;

use super::{CONTACT_DAYS_AFTER_END, CONTACT_DAYS_AT_MOST, ShopperReportRefused, subject};
use crate::office::{Access, Actor, Error, Office};
use crate::register::Deed;

impl Office {
    /// Shows how to reach whoever reported. Each look is a line of the trail.
    ///
    /// # Errors
    /// That there is no such report in reach, or no contact.
    pub async fn look_at_contact(&self, access: &Access, id: i64) -> Result<String, Error> {
        self.report_in_sight(access, id).await?;
        let deed = self.deed_of_contact(access, id, "shopper_contact_seen");
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let Some(contact) = entry.look_at_shopper_contact(id).await? else {
                    return Ok(Err(ShopperReportRefused::NoContact));
                };
                entry.trail(&deed).await?;
                Ok(Ok(contact))
            })
        });
        Ok(entering.await??)
    }

    /// Erases how to reach whoever reported, as they asked or as it is needed no more.
    ///
    /// # Errors
    /// That there is no such report in reach, or no contact.
    pub async fn erase_contact(&self, access: &Access, id: i64) -> Result<(), Error> {
        self.report_in_sight(access, id).await?;
        let deed = self.deed_of_contact(access, id, "shopper_contact_erased");
        self.enter_erasure(id, deed).await
    }

    /// Erases how to reach whoever reported, as whoever has the number asks.
    ///
    /// # Errors
    /// [`ShopperReportRefused::NotANumber`], [`ShopperReportRefused::NoSuchNumber`], or that
    /// there is no contact.
    pub async fn erase_own_contact(&self, typed: &str) -> Result<(), Error> {
        let id = self.report_numbered(typed).await?.id;
        let deed = Deed {
            at: self.clock.now(),
            actor: Actor::Program.written(),
            act: "shopper_contact_withdrawn",
            subject: subject(id),
            body: json!({}),
        };
        self.enter_erasure(id, deed).await
    }

    async fn enter_erasure(&self, id: i64, deed: Deed) -> Result<(), Error> {
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                if !entry.erase_shopper_contact(id, deed.at).await? {
                    return Ok(Err(ShopperReportRefused::NoContact));
                }
                entry.trail(&deed).await?;
                Ok(Ok(()))
            })
        });
        Ok(entering.await??)
    }

    /// Erases the contacts whose time is over: some months after their report was closed, and
    /// at the latest some years after they were given. Says how many.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn erase_contacts_due(&self) -> Result<u64, Error> {
        let at = self.clock.now();
        let closed_before = at - TimeDelta::days(CONTACT_DAYS_AFTER_END);
        let given_before = at - TimeDelta::days(CONTACT_DAYS_AT_MOST);
        let due = self.register.contacts_are_due(closed_before, given_before);
        if !due.await? {
            return Ok(0);
        }
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let erasing = entry.erase_shopper_contacts(closed_before, given_before, at);
                let erased = erasing.await?;
                let deed = Deed {
                    at,
                    actor: Actor::Program.written(),
                    act: "shopper_contacts_erased",
                    subject: "shopper reports".to_owned(),
                    body: json!({ "count": erased }),
                };
                entry.trail(&deed).await?;
                Ok(erased)
            })
        });
        Ok(entering.await?)
    }

    fn deed_of_contact(&self, access: &Access, id: i64, act: &'static str) -> Deed {
        Deed {
            at: self.clock.now(),
            actor: access.actor.written(),
            act,
            subject: subject(id),
            body: json!({}),
        }
    }
}
