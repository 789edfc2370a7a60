//! The trust list: publishing what verifiers go by.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use super::{Error, KeyOf, ListedKey, Office, TrustRefused, keys};
use crate::register::{self, Purpose, TrustListRecord};
use crate::scheme::council::CouncilCode;
use crate::scheme::seal::PublicKey;
use crate::scheme::status_list;
use crate::scheme::trust::{Council, CouncilKey, KeyState, ProgrammeKey, Refused, TrustList};
use crate::signer::{KeyFile, Passphrase, Signer};

/// How long a list may be used before a newer one should have replaced it.
pub(super) const TERM: TimeDelta = TimeDelta::days(92);

/// A trust list that was published.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Published {
    /// Its version.
    pub version: u64,
    /// When it was signed.
    pub issued_at: DateTime<Utc>,
    /// When a newer one should have replaced it.
    pub expires_at: DateTime<Utc>,
    /// How many councils it names.
    pub councils: usize,
    /// How many keys it names.
    pub keys: usize,
}

impl Office {
    /// Whether the root key is in the data folder, as in a demonstration or a small programme.
    pub fn keeps_root_key(&self) -> bool {
        keys::root_file(&self.data).exists()
    }

    /// Signs the trust list with the root key and publishes it.
    ///
    /// # Errors
    /// When the root key cannot be opened or is not this programme's, or a rule for
    /// publication is broken.
    pub async fn publish_trust_list(&self, passphrase: Passphrase) -> Result<Published, Error> {
        let path = keys::root_file(&self.data);
        if !self.keeps_root_key() {
            return Err(TrustRefused::RootKeyElsewhere.into());
        }
        let root = tokio::task::spawn_blocking(move || KeyFile::open(&path, &passphrase))
            .await
            .map_err(|_| Error::Stopped)??;
        self.publishable().await?;
        self.refresh().await?;
        let held = self.held();
        if root.public_key().as_bytes() != held.root.as_bytes() {
            return Err(Error::OtherKey(held.root.id()));
        }
        let now = self.clock.now();
        let list = self.list_to_publish(held.trust.version() + 1, now, now + TERM);
        let record = sealed(&list.await?, &root)?;
        // What verifiers will read is read here first.
        let list = TrustList::from_sealed(&record.sealed, &held.root)?;
        list.check_after(&held.trust)?;
        self.publish(record, &list).await
    }

    /// Records a checked list, and verifies by it.
    pub(super) async fn publish(
        &self,
        record: TrustListRecord,
        list: &TrustList,
    ) -> Result<Published, Error> {
        let version = record.version;
        let published = Published {
            version,
            issued_at: record.issued_at,
            expires_at: record.expires_at,
            councils: list.councils().len(),
            keys: list
                .councils()
                .iter()
                .map(|council| council.keys.len())
                .sum(),
        };
        self.publishable()
            .await?
            .enter(move |entry| Box::pin(async move { entry.add_trust_list(&record).await }))
            .await
            .map_err(|error| match error {
                register::Error::Exists(_) => Refused::Older {
                    version,
                    held: version,
                }
                .into(),
                error => Error::from(error),
            })?;
        self.refresh().await?;
        Ok(published)
    }

    /// What the register would have verifiers know.
    pub(super) async fn list_to_publish(
        &self,
        version: u64,
        issued_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<TrustList, Error> {
        let mut keys: HashMap<CouncilCode, Vec<CouncilKey>> = HashMap::new();
        let mut status_keys: HashMap<CouncilCode, Vec<CouncilKey>> = HashMap::new();
        let mut programme_keys = Vec::new();
        for ListedKey { of, key, published } in self.keys(None).await? {
            // A key that was given up before anybody knew it sealed nothing.
            if published.is_none() && key.state != KeyState::Active {
                continue;
            }
            match of {
                KeyOf::Council(code, Purpose::Certificate) => {
                    keys.entry(code).or_default().push(key);
                }
                KeyOf::Council(code, Purpose::Status) => {
                    status_keys.entry(code).or_default().push(key);
                }
                KeyOf::Programme(purpose) => programme_keys.push(ProgrammeKey { purpose, key }),
            }
        }
        let origin = self.config.origin().ok_or(Error::NoHost)?;
        let councils = self.register.councils().await?.into_iter();
        let councils = councils
            .map(|council| {
                Arc::new(Council {
                    keys: keys.remove(&council.code).unwrap_or_default(),
                    status_keys: status_keys.remove(&council.code).unwrap_or_default(),
                    status_list: status_list::uri(&origin, council.code),
                    code: council.code,
                    unit: council.unit,
                    level: council.level,
                    name: council.name,
                    successor: council.successor,
                    // A succession can end a mandate before it begins.
                    mandates: council
                        .mandates
                        .into_iter()
                        .filter(|mandate| mandate.until.is_none_or(|until| mandate.from <= until))
                        .collect(),
                })
            })
            .collect();
        let list = TrustList::new(version, issued_at, expires_at, councils);
        Ok(list.with_programme_keys(programme_keys))
    }
}

/// Signs a list, after the publisher's rules.
pub(super) fn sealed(list: &TrustList, root: &dyn Signer) -> Result<TrustListRecord, Error> {
    list.check_for_publication()?;
    let key = PublicKey::new(root.public_key()).map_err(|_| Error::BadSeal("weak root key"))?;
    let signature = root.sign(&list.to_be_signed(&key))?;
    let sealed = list.sealed(&key, signature);
    TrustList::from_sealed(&sealed, &key)?;
    Ok(TrustListRecord {
        version: list.version(),
        issued_at: list.issued_at(),
        expires_at: list.expires_at(),
        sealed,
    })
}
