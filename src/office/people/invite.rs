//! Inviting people: a link leads each to their password and second factor, once.

use chrono::{DateTime, TimeDelta, Utc};
use lettre::Address;
use serde_json::{Value, json};

use super::sign_in::tidy_address;
use super::{PeopleRefused, Secret};
use crate::office::issue::vi_of;
use crate::office::{Access, Actor, Error, Grant, Office, Reach, Refusal, Right, Role};
use crate::register::{self, Deed, NewAccount};
use crate::scheme::text;
use crate::scheme::words::Text;

/// How long an invitation works.
const VALID: TimeDelta = TimeDelta::hours(72);
/// Characters of the longest address (RFC 5321, 4.5.3.1.3, without its brackets).
const LONGEST_ADDRESS: usize = 254;

/// Somebody to be invited.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Their name.
    pub name: String,
    /// What they will sign in with.
    pub email: String,
    /// `vi` or `en`.
    pub language: String,
    /// What they will be.
    pub grants: Vec<Grant>,
}

/// An invitation, to be handed to whom it is for.
#[derive(Debug)]
pub struct Invited {
    /// Their account.
    pub account: i64,
    /// What their link ends in. Shown once.
    pub secret: Secret,
    /// The instant from which it leads nowhere.
    pub expires_at: DateTime<Utc>,
}

impl Invited {
    /// Where the link leads, on the service's host.
    pub fn path(&self) -> String {
        format!("/welcome/{}", self.secret.show())
    }
}

impl Office {
    /// Invites somebody: keeps their account with its roles, and gives the link to be handed to
    /// them.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong; [`PeopleRefused::NotAllowed`].
    pub async fn invite(&self, access: &Access, new: NewPerson) -> Result<Invited, Error> {
        oversees(access)?;
        let account = self.checked_person(&new).await?;
        let (secret, now) = (Secret::fresh()?, self.clock.now());
        let (hash, expires_at) = (secret.hash(), now + VALID);
        let (actor, grants) = (access.actor.written(), new.grants);
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let id = entry.add_account(&account, now).await?;
                for grant in &grants {
                    let council = grant.council.map(|code| code.to_string());
                    let role = grant.role.name();
                    let giving = entry.add_grant(id, role, council, grant.producer, now);
                    giving.await?;
                }
                entry.add_invitation(&hash, id, now, expires_at).await?;
                let given: Vec<Value> = grants.iter().map(written).collect();
                let deed = Deed {
                    at: now,
                    actor,
                    act: "account_invited",
                    subject: Actor::Account(id).written(),
                    body: json!({ "roles": given }),
                };
                entry.trail(&deed).await?;
                Ok(id)
            })
        });
        let account = match entering.await {
            Ok(account) => account,
            Err(register::Error::Exists(_)) => return Err(Error::Refused(vec![taken()])),
            Err(error) => return Err(error.into()),
        };
        Ok(Invited {
            account,
            secret,
            expires_at,
        })
    }

    /// Invites somebody again who lost their password or second factor. Whatever let them in
    /// before does so no more.
    ///
    /// # Errors
    /// [`PeopleRefused::NoSuchAccount`], [`PeopleRefused::Closed`], [`PeopleRefused::OwnAccount`].
    pub async fn invite_again(&self, access: &Access, account: i64) -> Result<Invited, Error> {
        oversees(access)?;
        if access.account() == Some(account) {
            return Err(PeopleRefused::OwnAccount.into());
        }
        if self.known(account).await?.disabled_at.is_some() {
            return Err(PeopleRefused::Closed(account).into());
        }
        let (secret, now) = (Secret::fresh()?, self.clock.now());
        let (hash, expires_at) = (secret.hash(), now + VALID);
        let deed = Deed {
            at: now,
            actor: access.actor.written(),
            act: "account_invited_again",
            subject: Actor::Account(account).written(),
            body: json!({}),
        };
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                entry.shut_out(account, now).await?;
                entry
                    .add_invitation(&hash, account, now, expires_at)
                    .await?;
                entry.trail(&deed).await.map(drop)
            })
        });
        entering.await?;
        Ok(Invited {
            account,
            secret,
            expires_at,
        })
    }

    async fn checked_person(&self, new: &NewPerson) -> Result<NewAccount, Error> {
        let mut refusals = Vec::new();
        let mut refuse = |field, code, vi: String, en: String| {
            refusals.push(Refusal::of(field, code, Text::of(vi, en)));
        };
        let name = text::tidy(&new.name).unwrap_or_else(|refused| {
            refuse(
                "name",
                "name_refused",
                format!("Tên không dùng được: {} Hãy gõ lại tên.", vi_of(refused)),
                format!("The name cannot stand: {refused}. Type it again."),
            );
            String::new()
        });
        let email = tidy_address(&new.email);
        let sound = email.is_ascii() && email.len() <= LONGEST_ADDRESS;
        if !sound || email.parse::<Address>().is_err() {
            refuse(
                "email",
                "not_an_address",
                "Đây không phải địa chỉ email. Hãy ghi như ten@tinh.gov.vn.".to_owned(),
                "This is no e-mail address. Write it like name@province.gov.vn.".to_owned(),
            );
        } else if self.register.account_of(&email).await?.is_some() {
            refusals.push(taken());
        }
        if !matches!(new.language.as_str(), "vi" | "en") {
            refusals.push(no_language());
        }
        if new.grants.is_empty() {
            refusals.push(Refusal::of(
                "role",
                "role_missing",
                Text::new(
                    "Chưa có vai trò nào. Hãy giao ít nhất một vai trò.",
                    "There is no role. Give at least one.",
                ),
            ));
        }
        for grant in &new.grants {
            refusals.extend(self.unfit_grant(*grant).await?);
        }
        if !refusals.is_empty() {
            return Err(Error::Refused(refusals));
        }
        Ok(NewAccount {
            name,
            email,
            language: new.language.clone(),
        })
    }

    /// What is wrong with a role that is to be given.
    pub(super) async fn unfit_grant(&self, grant: Grant) -> Result<Option<Refusal>, Error> {
        let refusal = |field, code, vi: &'static str, en: &'static str| {
            Ok(Some(Refusal::of(field, code, Text::new(vi, en))))
        };
        if grant.role.is_of_a_council() && grant.council.is_none() {
            return refusal(
                "council",
                "council_missing",
                "Vai trò này thuộc một hội đồng. Hãy chọn hội đồng.",
                "This role is held for a council. Choose the council.",
            );
        }
        if grant.role == Role::Producer && grant.producer.is_none() {
            return refusal(
                "producer",
                "producer_missing",
                "Vai trò này thuộc một chủ thể. Hãy ghi số của chủ thể.",
                "This role is held for a producer. Give the producer's number.",
            );
        }
        if !grant.is_whole() {
            return refusal(
                "role",
                "role_of_another_kind",
                "Vai trò này không thuộc hội đồng hoặc chủ thể đã chọn. Hãy bỏ trống ô không cần.",
                "This role is not held for such a council or producer. Leave out what it does not take.",
            );
        }
        if let Some(council) = grant.council {
            match self.council(council).await {
                Ok(_) => {}
                Err(error @ Error::NoSuchCouncil(_)) => {
                    let refusal = Refusal::of("council", error.code(), error.words());
                    return Ok(Some(refusal));
                }
                Err(error) => return Err(error),
            }
        }
        if let Some(producer) = grant.producer
            && self.register.producer(producer).await?.is_none()
        {
            let refused = PeopleRefused::NoSuchProducer(producer);
            let refusal = Refusal::of("producer", refused.code(), refused.words());
            return Ok(Some(refusal));
        }
        Ok(None)
    }
}

/// People are the programme office's alone.
pub(super) fn oversees(access: &Access) -> Result<(), PeopleRefused> {
    match access.reach(Right::People) {
        Reach::All => Ok(()),
        Reach::Of(_) => Err(PeopleRefused::NotAllowed),
    }
}

/// A role as the trail names it.
pub(super) fn written(grant: &Grant) -> Value {
    let mut role = json!({ "role": grant.role.name() });
    if let Some(council) = grant.council {
        role["council"] = council.as_str().into();
    }
    if let Some(producer) = grant.producer {
        role["producer"] = producer.into();
    }
    role
}

pub(super) fn no_language() -> Refusal {
    Refusal::of(
        "language",
        "not_a_language",
        Text::new(
            "Ngôn ngữ phải là vi hoặc en.",
            "The language must be vi or en.",
        ),
    )
}

fn taken() -> Refusal {
    Refusal::of(
        "email",
        "email_taken",
        Text::new(
            "Đã có tài khoản với địa chỉ này. Hãy tìm trong danh sách người dùng và giao thêm vai trò.",
            "There is an account with this address already. Find it in the list of people and give it the role.",
        ),
    )
}
