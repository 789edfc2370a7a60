//! A report goes on, and the trail says so, in one entry.

use serde_json::Value;

use super::{ShopperReportRefused, ShopperReportView, subject};
use crate::office::{Access, Error, Office};
use crate::register::{Deed, ShopperReportRecord, ShopperReportStep};

/// How a report goes on.
pub(super) struct Going {
    /// Where to, from which version.
    pub step: ShopperReportStep,
    /// The act, as the trail names it.
    pub act: &'static str,
    /// What else the trail says.
    pub body: Value,
}

impl Office {
    /// Moves a report that was looked at.
    pub(super) async fn go_on(
        &self,
        access: &Access,
        going: Going,
    ) -> Result<ShopperReportView, Error> {
        let (id, seen) = (going.step.id, going.step.seen);
        let actor = access.actor.written();
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                if let Some(original) = going.step.duplicate_of {
                    if !entry.is_original_report(original).await? {
                        return Ok(Err(ShopperReportRefused::NotAnOriginal(original)));
                    }
                    entry.hand_duplicates_on(id, original).await?;
                }
                let version = entry.move_shopper_report(&going.step).await?;
                let mut body = going.body;
                body["version"] = version.into();
                let deed = Deed {
                    at: going.step.at,
                    actor,
                    act: going.act,
                    subject: subject(id),
                    body,
                };
                entry.trail(&deed).await?;
                Ok(Ok(()))
            })
        });
        let entered = entering.await;
        self.unless_stale(entered, &subject(id), seen).await??;
        self.shopper_report(access, id).await
    }

    /// The refusal of what was made of an older version of a report.
    pub(super) async fn newest_report(
        &self,
        record: &ShopperReportRecord,
        seen: i64,
    ) -> Result<(), Error> {
        if record.version == seen {
            return Ok(());
        }
        let stale = self
            .stale(&subject(record.id), seen, record.version)
            .await?;
        Err(stale.into())
    }
}
