//! Keys after they were made: listed, retired, compromised.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use super::{Error, Office, TrustRefused};
use crate::register::{self, KeyMove, Purpose};
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::seal::KeyId;
use crate::scheme::trust::{Council, CouncilKey, KeyState, ProgrammePurpose, TrustList};

/// What a key is for. One key never serves two purposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyOf {
    /// A council's, for its certificates or for its status lists.
    Council(CouncilCode, Purpose),
    /// The programme's own.
    Programme(ProgrammePurpose),
}

impl KeyOf {
    /// The council, if it is a council's.
    pub fn council(self) -> Option<CouncilCode> {
        match self {
            Self::Council(code, _) => Some(code),
            Self::Programme(_) => None,
        }
    }

    /// The purpose's name in data, `certificate`.
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Council(_, purpose) => purpose.name(),
            Self::Programme(purpose) => purpose.name(),
        }
    }
}

/// A key, and whether verifiers know it so.
#[derive(Clone, Debug)]
pub struct ListedKey {
    /// Whose it is, and for what.
    pub of: KeyOf,
    /// The key.
    pub key: CouncilKey,
    /// As the published trust list names it; `None` when it does not.
    pub published: Option<KeyState>,
}

impl Serialize for ListedKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Form<'a> {
            council: Option<CouncilCode>,
            purpose: &'static str,
            #[serde(flatten)]
            key: &'a CouncilKey,
            published: Option<KeyState>,
        }
        Form {
            council: self.of.council(),
            purpose: self.of.purpose(),
            key: &self.key,
            published: self.published,
        }
        .serialize(serializer)
    }
}

impl ListedKey {
    /// Whether verifiers do not know yet what the register knows.
    pub fn awaits_publication(&self) -> bool {
        match self.published {
            Some(state) => state != self.key.state,
            // A key that was given up before anybody knew it is never published.
            None => self.key.state == KeyState::Active,
        }
    }
}

impl Office {
    /// Every key of a council; or of all councils, and the programme's own after them. First
    /// those for certificates, each kind in the order in which they were made.
    ///
    /// # Errors
    /// [`Error::NoSuchCouncil`], or when the register does not answer.
    pub async fn keys(&self, council: Option<CouncilCode>) -> Result<Vec<ListedKey>, Error> {
        if let Some(code) = council {
            self.council(code).await?;
        }
        let held = self.held();
        let listed = |of: KeyOf, key: CouncilKey| ListedKey {
            of,
            published: published(&held.trust, of, &key),
            key,
        };
        let mut keys = Vec::new();
        for purpose in [Purpose::Certificate, Purpose::Status] {
            let known = match purpose {
                Purpose::Certificate => self.register.keys().await?,
                Purpose::Status => self.register.status_keys().await?,
            };
            let asked_for = known
                .into_iter()
                .filter(|record| council.is_none_or(|code| record.council == code));
            keys.extend(asked_for.map(|record| {
                let of = KeyOf::Council(record.council, purpose);
                listed(of, record.key)
            }));
        }
        if council.is_none() {
            let known = self.register.programme_keys().await?.into_iter();
            keys.extend(known.map(|own| listed(KeyOf::Programme(own.purpose), own.key)));
        }
        Ok(keys)
    }

    /// Retires a key: it seals no more, and what it sealed stays valid. Verifiers know it once
    /// the trust list is published.
    ///
    /// # Errors
    /// [`TrustRefused::NoSuchKey`]; [`TrustRefused::KeyState`] unless it is active.
    pub async fn retire_key(&self, kid: KeyId) -> Result<ListedKey, Error> {
        let key = self.key(kid).await?;
        if key.key.state != KeyState::Active {
            let state = key.key.state;
            return Err(TrustRefused::KeyState { kid, state }.into());
        }
        self.move_key(key, KeyState::Retired, None).await
    }

    /// Says that a key is in somebody else's hands since a day. It seals no more here at once;
    /// verifiers believe the register alone, once the trust list is published.
    ///
    /// # Errors
    /// [`TrustRefused::NoSuchKey`]; [`TrustRefused::KeyState`] when it is known to be
    /// compromised; [`TrustRefused::InTheFuture`].
    pub async fn compromise_key(&self, kid: KeyId, on: NaiveDate) -> Result<ListedKey, Error> {
        let key = self.key(kid).await?;
        if key.key.state == KeyState::Compromised {
            let state = key.key.state;
            return Err(TrustRefused::KeyState { kid, state }.into());
        }
        if on > day::of(self.clock.now()) {
            return Err(TrustRefused::InTheFuture(on).into());
        }
        self.move_key(key, KeyState::Compromised, Some(on)).await
    }

    /// Checks that a council issues, and that its key was not retired or compromised since it was
    /// opened, published or not.
    pub(super) async fn check_issues(
        &self,
        council: CouncilCode,
        x: &[u8; 32],
    ) -> Result<(), Error> {
        self.acting_council(council).await?;
        self.check_seals(x).await
    }

    /// Checks that a key was not retired or compromised since it was opened, published or not.
    async fn check_seals(&self, x: &[u8; 32]) -> Result<(), Error> {
        let keys = self.register.keys().await?;
        let key = keys.iter().map(|record| &record.key);
        match key.into_iter().find(|key| key.x.as_bytes() == x) {
            Some(key) if key.state != KeyState::Active => {
                let (kid, state) = (key.kid, key.state);
                Err(TrustRefused::KeyState { kid, state }.into())
            }
            _ => Ok(()),
        }
    }

    async fn key(&self, kid: KeyId) -> Result<ListedKey, Error> {
        let mut keys = self.keys(None).await?.into_iter();
        let found = keys.find(|listed| listed.key.kid == kid);
        Ok(found.ok_or(TrustRefused::NoSuchKey(kid))?)
    }

    async fn move_key(
        &self,
        mut key: ListedKey,
        to: KeyState,
        compromised_on: Option<NaiveDate>,
    ) -> Result<ListedKey, Error> {
        let (kid, from) = (key.key.kid, key.key.state);
        let moved = KeyMove {
            kid,
            from,
            to,
            compromised_on,
        };
        let now = self.clock.now();
        self.writable()
            .await?
            .enter(move |entry| Box::pin(async move { entry.move_key(moved, now).await }))
            .await
            .map_err(|error| match error {
                // Somebody else moved it meanwhile.
                register::Error::Missing(_) => TrustRefused::KeyState { kid, state: to }.into(),
                error => Error::from(error),
            })?;
        key.key.state = to;
        key.key.compromised_on = compromised_on;
        Ok(key)
    }

    /// The keys with which a council may seal today: published, and active in list and
    /// register. The newest comes first, so that a rotation takes effect on its first day.
    pub(super) async fn sealing_keys(
        &self,
        council: &Arc<Council>,
    ) -> Result<Vec<CouncilKey>, Error> {
        let today = day::of(self.clock.now());
        let mut keys: Vec<CouncilKey> = self
            .keys(Some(council.code))
            .await?
            .into_iter()
            .filter(|listed| listed.of == KeyOf::Council(council.code, Purpose::Certificate))
            .filter(|listed| listed.published == Some(KeyState::Active))
            .map(|listed| listed.key)
            .filter(|key| key.state == KeyState::Active)
            .filter(|key| key.seals_from <= today && today <= key.seals_until)
            .collect();
        keys.sort_by_key(|key| std::cmp::Reverse(key.seals_from));
        Ok(keys)
    }
}

/// The state in which a list names a key for its purpose.
fn published(trust: &TrustList, of: KeyOf, key: &CouncilKey) -> Option<KeyState> {
    let same = |known: &&CouncilKey| known.x == key.x;
    let known = match of {
        KeyOf::Council(code, purpose) => {
            let council = trust.council(code)?;
            let keys = match purpose {
                Purpose::Certificate => &council.keys,
                Purpose::Status => &council.status_keys,
            };
            keys.iter().find(same)
        }
        KeyOf::Programme(purpose) => {
            let keys = trust.programme_keys().iter();
            let keys = keys.filter(|own| own.purpose == purpose);
            keys.map(|own| &own.key).find(same)
        }
    };
    known.map(|known| known.state)
}
