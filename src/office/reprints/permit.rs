//! The chair's permit to print labels of a suspended certificate: given, shown, withdrawn.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;

use crate::office::issue::vi_of;
use crate::office::{Access, CodeRefused, Error, Office, Refusal, Right};
use crate::register::{self, Deed, ReprintPermit};
use crate::scheme::number::CertificateNumber;
use crate::scheme::text;
use crate::scheme::words::Text;

/// A permit that stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReprintView {
    /// The certificate.
    pub number: CertificateNumber,
    /// Why.
    pub reason: String,
    /// Who allowed it: `account 7`.
    pub allowed_by: String,
    /// Their name, where it is a person.
    pub name: Option<String>,
    /// When.
    pub allowed_at: DateTime<Utc>,
}

impl Office {
    /// The permit that stands for a certificate within somebody's reach.
    ///
    /// # Errors
    /// [`Error::NoSuchNumber`] for one out of reach; or when the register does not answer.
    pub async fn reprints(
        &self,
        access: &Access,
        number: CertificateNumber,
    ) -> Result<Option<ReprintView>, Error> {
        self.within_reach(access, Right::Work, number).await?;
        self.permit_of(number).await
    }

    async fn permit_of(&self, number: CertificateNumber) -> Result<Option<ReprintView>, Error> {
        let Some(permit) = self.register.reprint_permit(number).await? else {
            return Ok(None);
        };
        let account = permit.allowed_by.strip_prefix("account ");
        let name = match account.and_then(|id| id.parse().ok()) {
            None => None,
            Some(id) => self.register.account(id).await?.map(|account| account.name),
        };
        Ok(Some(ReprintView {
            number,
            reason: permit.reason,
            allowed_by: permit.allowed_by,
            name,
            allowed_at: permit.allowed_at,
        }))
    }

    /// Allows labels of a suspended certificate to be printed, until its suspension ends.
    ///
    /// # Errors
    /// [`Error::NoSuchNumber`] for one out of reach; [`Error::Refused`] without a reason;
    /// [`CodeRefused::NotSuspended`], [`CodeRefused::ReprintsAllowed`]; or when the register does
    /// not answer.
    pub async fn allow_reprints(
        &self,
        access: &Access,
        number: CertificateNumber,
        reason: &str,
    ) -> Result<ReprintView, Error> {
        self.within_reach(access, Right::Reprint, number).await?;
        let reason = text::tidy(reason).map_err(reason_refused)?;
        let permit = ReprintPermit {
            reason,
            allowed_by: access.actor.written(),
            allowed_at: self.clock.now(),
        };
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                entry.add_reprint_permit(number, &permit).await?;
                let deed = Deed {
                    at: permit.allowed_at,
                    actor: permit.allowed_by,
                    act: "reprints_allowed",
                    subject: format!("certificate {number}"),
                    body: json!({ "reason": permit.reason }),
                };
                entry.trail(&deed).await.map(drop)
            })
        });
        match entering.await {
            Ok(()) => {}
            Err(register::Error::Missing(_)) => {
                return Err(CodeRefused::NotSuspended(number).into());
            }
            Err(register::Error::Exists(_)) => {
                return Err(CodeRefused::ReprintsAllowed(number).into());
            }
            Err(error) => return Err(error.into()),
        }
        let view = self.permit_of(number).await?;
        // Whoever lifted the suspension meanwhile made it moot.
        Ok(view.ok_or(CodeRefused::NotSuspended(number))?)
    }

    /// Takes the permit of a certificate back.
    ///
    /// # Errors
    /// [`Error::NoSuchNumber`] for one out of reach; [`CodeRefused::NoReprints`] where none
    /// stands; or when the register does not answer.
    pub async fn withdraw_reprints(
        &self,
        access: &Access,
        number: CertificateNumber,
    ) -> Result<(), Error> {
        self.within_reach(access, Right::Reprint, number).await?;
        let (actor, now) = (access.actor.written(), self.clock.now());
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                entry.withdraw_reprint_permit(number, &actor, now).await?;
                let deed = Deed {
                    at: now,
                    actor,
                    act: "reprints_withdrawn",
                    subject: format!("certificate {number}"),
                    body: json!({}),
                };
                entry.trail(&deed).await.map(drop)
            })
        });
        match entering.await {
            Err(register::Error::Missing(_)) => Err(CodeRefused::NoReprints(number).into()),
            outcome => Ok(outcome?),
        }
    }

    /// What is out of reach is answered as what is not there.
    async fn within_reach(
        &self,
        access: &Access,
        right: Right,
        number: CertificateNumber,
    ) -> Result<(), Error> {
        let found = match access.reaches(right, number.council) {
            true => self.register.standing(number).await?,
            false => None,
        };
        found.map(drop).ok_or(Error::NoSuchNumber(number))
    }
}

fn reason_refused(refused: text::Refused) -> Error {
    Error::Refused(vec![Refusal::of(
        "reason",
        "reason_missing",
        Text::of(
            format!(
                "Lý do cho phép in lại không dùng được: {} Hãy ghi lý do bằng một câu.",
                vi_of(refused)
            ),
            format!("The reason cannot stand: {refused}. Say in a sentence why labels are needed."),
        ),
    )])
}
