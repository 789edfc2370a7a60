//! Status lists: signed when something changed and by schedule, once for all replicas.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{Error, Held, Office, keys};
use crate::register::{KeyRecord, StatusListRecord};
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::seal::KeyId;
use crate::scheme::status::StatusList;
use crate::scheme::status_list::Claims;
use crate::scheme::trust::{Council, CouncilKey, KeyState};
use crate::signer::{KeyFile, Passphrase, Signer};

/// How old a list grows before it is signed again although nothing changed: well within its
/// 12 hours' time to live.
const SCHEDULE: TimeDelta = TimeDelta::hours(6);

/// How long a key that could not be used is left alone: to try costs half a second of a core, and
/// what was wrong may have been of the moment.
const LEFT_ALONE: TimeDelta = TimeDelta::minutes(1);

/// The status keys of a running service: opened when they are first needed, once.
pub struct StatusKeys {
    passphrase: Arc<Passphrase>,
    open: Mutex<HashMap<KeyId, Arc<dyn Signer>>>,
    unusable: Mutex<HashMap<KeyId, Unusable>>,
}

/// Why a key could not be used, and when it was tried.
struct Unusable {
    error: Error,
    tried: DateTime<Utc>,
}

impl StatusKeys {
    /// Keys that this passphrase opens.
    pub fn new(passphrase: impl Into<Arc<Passphrase>>) -> Self {
        Self {
            passphrase: passphrase.into(),
            open: Mutex::default(),
            unusable: Mutex::default(),
        }
    }

    /// Why a key could not be used, if one could not; asked again it says the next.
    pub fn refusal(&self) -> Option<Error> {
        let mut unusable = locked(&self.unusable);
        let kid = unusable.keys().next().copied()?;
        unusable.remove(&kid).map(|unusable| unusable.error)
    }

    /// Whether a key could not be used a moment ago.
    fn is_left_alone(&self, kid: KeyId, now: DateTime<Utc>) -> bool {
        let unusable = locked(&self.unusable);
        let unusable = unusable.get(&kid);
        unusable.is_some_and(|unusable| (now - unusable.tried).abs() < LEFT_ALONE)
    }

    /// Leaves a key alone for a while; says whether what is wrong with it is news.
    fn leave_alone(&self, kid: KeyId, error: Error, tried: DateTime<Utc>) -> bool {
        let code = error.code();
        let before = locked(&self.unusable).insert(kid, Unusable { error, tried });
        before.is_none_or(|before| before.error.code() != code)
    }
}

/// A poisoned lock still holds a whole map.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Office {
    /// Signs the status list of every council where something changed, where the last one is
    /// old, or where another key took over; says how many. A council whose key cannot be used
    /// keeps its last list: it is logged once, the others are signed, and the key is tried again
    /// after a while.
    ///
    /// # Errors
    /// [`Error::ClockBehind`] when the last list is from the clock's future; or when the
    /// register does not answer.
    pub async fn sign_status_lists(&self, keys: &StatusKeys) -> Result<usize, Error> {
        self.writable().await?;
        let held = self.held();
        let known = self.register.status_keys().await?;
        let mut signed = 0;
        for council in held.trust.councils() {
            let Some(key) = self.status_key(council, &known) else {
                continue;
            };
            let Some(list) = due(&held, council, key) else {
                continue;
            };
            let Some(signer) = self.signer(council.code, key, keys).await else {
                continue;
            };
            if self.sign(&held, council, key, list, signer).await? {
                signed += 1;
            }
        }
        if signed > 0 {
            self.refresh().await?;
        }
        Ok(signed)
    }

    /// The key that signs a council's lists today, if its file is here. One that was given up
    /// signs no more, although the published list does not say so yet.
    pub(super) fn status_key<'a>(
        &self,
        council: &'a Council,
        known: &[KeyRecord],
    ) -> Option<&'a CouncilKey> {
        let day = day::of(self.clock.now());
        let is_active = |key: &CouncilKey| {
            let mut known = known.iter();
            known.any(|record| record.key.x == key.x && record.key.state == KeyState::Active)
        };
        council
            .status_keys
            .iter()
            .filter(|key| key.state == KeyState::Active && is_active(key))
            .filter(|key| key.seals_from <= day && day <= key.seals_until)
            .filter(|key| keys::status_key_file(&self.data, council.code, key.kid).exists())
            .max_by_key(|key| key.seals_from)
    }

    async fn signer(
        &self,
        council: CouncilCode,
        key: &CouncilKey,
        keys: &StatusKeys,
    ) -> Option<Arc<dyn Signer>> {
        if let Some(signer) = locked(&keys.open).get(&key.kid) {
            return Some(Arc::clone(signer));
        }
        let now = self.clock.now();
        if keys.is_left_alone(key.kid, now) {
            return None;
        }
        let path = keys::status_key_file(&self.data, council, key.kid);
        let passphrase = Arc::clone(&keys.passphrase);
        let opened = tokio::task::spawn_blocking(move || KeyFile::open(&path, &passphrase)).await;
        let error = match opened {
            Ok(Ok(opened)) if opened.public_key().as_bytes() == key.x.as_bytes() => {
                let signer: Arc<dyn Signer> = Arc::new(opened);
                locked(&keys.unusable).remove(&key.kid);
                locked(&keys.open).insert(key.kid, Arc::clone(&signer));
                return Some(signer);
            }
            Ok(Ok(_)) => Error::OtherKey(key.kid),
            Ok(Err(error)) => error.into(),
            Err(_) => Error::Stopped,
        };
        let code = error.code();
        self.tasks.signing_failed();
        if keys.leave_alone(key.kid, error, now) {
            tracing::error!(%council, kid = %key.kid, code, "a status key cannot be used; the list is not signed");
        }
        None
    }

    async fn sign(
        &self,
        held: &Held,
        council: &Arc<Council>,
        key: &CouncilKey,
        list: StatusList,
        signer: Arc<dyn Signer>,
    ) -> Result<bool, Error> {
        let signed_at = list.as_of;
        let last = held.signed_list(council.code);
        if let Some(signed) = last.map(|last| last.record.signed_at)
            && signed_at < signed
        {
            let now = signed_at;
            return Err(Error::ClockBehind { now, signed });
        }
        let (replaces, known_to) = (held.stored_serial(council.code), held.known_to());
        let (kid, uri) = (key.kid, council.status_list.clone());
        let (cwt, jwt) = tokio::task::spawn_blocking(move || {
            let claims = Claims::new(uri, &list);
            let cwt = claims.to_cwt(kid, &signer.sign(&claims.cwt_to_be_signed(kid))?);
            let signature = signer.sign(claims.jwt_to_be_signed(kid).as_bytes())?;
            Ok::<_, Error>((cwt, claims.to_jwt(kid, &signature)))
        })
        .await
        .map_err(|_| Error::Stopped)??;
        // What verifiers will read is read here first.
        StatusList::from_cwt(&cwt, council)?;
        StatusList::from_jwt(&jwt, council)?;
        let record = StatusListRecord {
            council: council.code,
            serial: 0,
            signed_at,
            cwt,
            jwt,
        };
        let code = council.code;
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let putting = entry.put_status_list(&record, replaces, known_to);
                putting.await
            })
        });
        let put = entering.await?;
        if !put {
            // For a moment it is usual; again and again it is an act dated by a clock that is ahead.
            tracing::warn!(council = %code, "a status list was not put: the register holds another, or an act of another instant");
        }
        Ok(put)
    }
}

/// What is to be signed of a council, if anything.
fn due(held: &Held, council: &Council, key: &CouncilKey) -> Option<StatusList> {
    let now = held.status.get(council.code)?;
    let last = held.signed_list(council.code);
    let fresh = last.is_some_and(|last| {
        is_still(council, last.kid, key, day::of(now.as_of))
            && last.list.size == now.size
            && last.list.entries == now.entries
            && now.as_of - last.list.as_of < SCHEDULE
    });
    (!fresh).then(|| now.clone())
}

/// Whether a list's key need not give way to another. Replicas that hold different keys would
/// otherwise sign in turns for ever.
fn is_still(council: &Council, kid: KeyId, other: &CouncilKey, today: NaiveDate) -> bool {
    council.status_keys.iter().any(|key| {
        key.kid == kid
            && key.state == KeyState::Active
            && other.seals_from <= key.seals_from
            && today <= key.seals_until
    })
}
