//! A trust list signed elsewhere: drafted here, signed where the root key is kept, and
//! published here.

use chrono::{DateTime, Utc};

use super::trust::{Published, TERM};
use super::{Error, Office, TrustRefused};
use crate::register::TrustListRecord;
use crate::scheme::seal::PublicKey;
use crate::scheme::trust::{Draft, Refused, TrustList, changes};
use crate::scheme::words::Text;
use crate::signer::Signer;

impl Office {
    /// What the root key is to sign next, after the publisher's rules.
    ///
    /// # Errors
    /// When a rule is broken, no host name is set, or the clock is behind the newest list.
    pub async fn draft_trust_list(&self) -> Result<Draft, Error> {
        self.publishable().await?;
        self.refresh().await?;
        let programme = self.register.programme().await?;
        let programme = programme.ok_or_else(|| Error::NotInitialised(self.data.clone()))?;
        let held = self.held();
        let now = self.clock.now();
        let version = held.trust.version() + 1;
        let list = self.list_to_publish(version, now, now + TERM).await?;
        list.check_for_publication()?;
        list.check_after(&held.trust)?;
        Ok(Draft {
            programme: programme.name,
            root: held.root,
            list,
        })
    }

    /// Publishes a list that the root key signed elsewhere.
    ///
    /// # Errors
    /// When it is not the programme's root key's, not the next after the newest, or says
    /// anything else than the register.
    pub async fn publish_signed_trust_list(&self, sealed: Vec<u8>) -> Result<Published, Error> {
        self.refresh().await?;
        let held = self.held();
        let list = TrustList::from_sealed(&sealed, &held.root)?;
        check_in_time(&list, self.clock.now())?;
        list.check_for_publication()?;
        list.check_after(&held.trust)?;
        let (issued_at, expires_at) = (list.issued_at(), list.expires_at());
        let ours = self.list_to_publish(list.version(), issued_at, expires_at);
        let differences = changes(&ours.await?, &list);
        if !differences.is_empty() {
            return Err(TrustRefused::Differs(differences).into());
        }
        let record = TrustListRecord {
            version: list.version(),
            issued_at,
            expires_at,
            sealed,
        };
        self.publish(record, &list).await
    }
}

/// The draft of a programme's first list, which names nobody yet.
pub fn first_draft(programme: Text, root: PublicKey, now: DateTime<Utc>) -> Draft {
    Draft {
        programme,
        root,
        list: TrustList::new(1, now, now + TERM, Vec::new()),
    }
}

/// Signs a draft: the act of the root key's keeper, which needs no register and no network.
///
/// # Errors
/// When the draft is for another root key, a rule for publication is broken, or it does not
/// follow the list that was signed before.
pub fn sign_draft(
    draft: &Draft,
    root: &dyn Signer,
    previous: Option<&TrustList>,
) -> Result<Vec<u8>, Error> {
    let key = PublicKey::new(root.public_key()).map_err(|_| Error::BadSeal("weak root key"))?;
    if key != draft.root {
        return Err(Refused::DraftOfOther {
            wanted: draft.root.id(),
            given: key.id(),
        }
        .into());
    }
    check_draft(draft, previous)?;
    let signature = root.sign(&draft.list.to_be_signed(&key))?;
    let sealed = draft.list.sealed(&key, signature);
    TrustList::from_sealed(&sealed, &key)?;
    Ok(sealed)
}

/// Checks the publisher's rules on a draft, as far as they can be known offline.
///
/// # Errors
/// The first rule that is broken.
pub fn check_draft(draft: &Draft, previous: Option<&TrustList>) -> Result<(), Error> {
    draft.list.check_for_publication()?;
    if let Some(previous) = previous {
        draft.list.check_after(previous)?;
    }
    Ok(())
}

/// Checks a list's instants against the clock.
pub(super) fn check_in_time(list: &TrustList, now: DateTime<Utc>) -> Result<(), Refused> {
    if now < list.issued_at() {
        return Err(Refused::ClockBehind {
            now,
            signed: list.issued_at(),
        });
    }
    if list.expires_at() <= now {
        return Err(Refused::Expired(list.expires_at()));
    }
    Ok(())
}
