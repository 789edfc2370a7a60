//! The keys of the programme's own services: made, and opened for what they sign.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;

use super::keys::{self, public};
use super::{Error, Office, TrustRefused};
use crate::register;
use crate::scheme::day;
use crate::scheme::seal::{KeyId, PublicKey};
use crate::scheme::trust::{CouncilKey, KeyState, ProgrammeKey, ProgrammePurpose};
use crate::signer::{FreshSeed, KeyFile, Passphrase, Signer};

/// A key of the programme's own that is to be generated.
#[derive(Clone, Copy, Debug)]
pub struct NewProgrammeKey {
    /// What it will sign.
    pub purpose: ProgrammePurpose,
    /// First day of signing; today if `None`.
    pub seals_from: Option<NaiveDate>,
    /// Last day; 12 months later if `None`.
    pub seals_until: Option<NaiveDate>,
}

/// An open key of the programme's own.
#[derive(Clone)]
pub struct ProgrammeSigner {
    /// As verifiers know it.
    pub key: CouncilKey,
    /// What signs with it.
    pub signer: Arc<dyn Signer>,
}

impl ProgrammeSigner {
    /// Its public half.
    pub fn public_key(&self) -> PublicKey {
        self.key.x
    }
}

/// A key of the programme's own as a running service holds it: opened when it is first needed,
/// and again when another takes its place.
pub struct ProgrammeKeyHolder {
    purpose: ProgrammePurpose,
    passphrase: Arc<Passphrase>,
    open: Mutex<Option<ProgrammeSigner>>,
}

impl ProgrammeKeyHolder {
    /// Holds the key for a purpose that this passphrase opens.
    pub fn new(purpose: ProgrammePurpose, passphrase: impl Into<Arc<Passphrase>>) -> Self {
        Self {
            purpose,
            passphrase: passphrase.into(),
            open: Mutex::default(),
        }
    }
}

impl Office {
    /// Generates a key of the programme's own: the private half into an encrypted file, the
    /// public half into the register. Verifiers know it once the trust list is published.
    ///
    /// # Errors
    /// When another key has the same id, or the file cannot be written.
    pub async fn generate_programme_key(
        &self,
        new: NewProgrammeKey,
        fresh: FreshSeed,
        passphrase: Passphrase,
    ) -> Result<ProgrammeKey, Error> {
        let period = self.key_period(new.seals_from, new.seals_until)?;
        let x = public(&fresh.public_key())?;
        self.check_kid_is_free(x.id()).await?;
        let path = self.programme_key_file(new.purpose, x.id());
        tokio::task::spawn_blocking(move || KeyFile::generate(&path, &passphrase, fresh))
            .await
            .map_err(|_| Error::Stopped)??;
        let own = ProgrammeKey {
            purpose: new.purpose,
            key: keys::active(x, period),
        };
        let (record, now) = (own.clone(), self.clock.now());
        self.writable()
            .await?
            .enter(move |entry| {
                Box::pin(async move { entry.add_programme_key(&record, now).await })
            })
            .await
            .map_err(|error| match error {
                register::Error::Exists(_) => TrustRefused::KeyIdTaken(x.id()).into(),
                error => Error::from(error),
            })?;
        Ok(own)
    }

    /// The key that signs for a purpose today: published, active in list and register, in its
    /// period, and its file is here. Of several the newest.
    ///
    /// # Errors
    /// [`TrustRefused::NoProgrammeKey`], or when the register does not answer.
    pub async fn programme_key(&self, purpose: ProgrammePurpose) -> Result<CouncilKey, Error> {
        let today = day::of(self.clock.now());
        let known = self.register.programme_keys().await?;
        let is_active = |key: &CouncilKey| {
            let mut known = known.iter();
            known.any(|own| own.key.x == key.x && own.key.state == KeyState::Active)
        };
        let held = self.held();
        let key = held
            .trust
            .programme_keys()
            .iter()
            .filter(|own| own.purpose == purpose && own.key.state == KeyState::Active)
            .map(|own| &own.key)
            .filter(|key| key.seals_from <= today && today <= key.seals_until)
            .filter(|key| is_active(key) && self.programme_key_file(purpose, key.kid).exists())
            .max_by_key(|key| key.seals_from)
            .cloned();
        Ok(key.ok_or(TrustRefused::NoProgrammeKey {
            purpose,
            day: today,
        })?)
    }

    /// Opens the key that signs for a purpose today.
    ///
    /// # Errors
    /// As [`Self::programme_key`]; [`Error::OtherKey`], or what keeps the file from being
    /// opened.
    pub async fn open_programme_key(
        &self,
        purpose: ProgrammePurpose,
        passphrase: Arc<Passphrase>,
    ) -> Result<ProgrammeSigner, Error> {
        let key = self.programme_key(purpose).await?;
        self.open_its_file(purpose, key, passphrase).await
    }

    /// The key that signs for a purpose today, opened once for all calls. It is asked each time
    /// whether the key still may sign.
    ///
    /// # Errors
    /// As [`Self::open_programme_key`].
    pub async fn programme_signer(
        &self,
        holder: &ProgrammeKeyHolder,
    ) -> Result<ProgrammeSigner, Error> {
        let key = self.programme_key(holder.purpose).await?;
        let open = || holder.open.lock().unwrap_or_else(PoisonError::into_inner);
        let held = open().clone().filter(|held| held.key.x == key.x);
        if let Some(signer) = held {
            return Ok(signer);
        }
        let passphrase = Arc::clone(&holder.passphrase);
        let opened = self.open_its_file(holder.purpose, key, passphrase).await?;
        *open() = Some(opened.clone());
        Ok(opened)
    }

    async fn open_its_file(
        &self,
        purpose: ProgrammePurpose,
        key: CouncilKey,
        passphrase: Arc<Passphrase>,
    ) -> Result<ProgrammeSigner, Error> {
        let path = self.programme_key_file(purpose, key.kid);
        let opened = tokio::task::spawn_blocking(move || KeyFile::open(&path, &passphrase))
            .await
            .map_err(|_| Error::Stopped)??;
        if opened.public_key().as_bytes() != key.x.as_bytes() {
            return Err(Error::OtherKey(key.kid));
        }
        Ok(ProgrammeSigner {
            key,
            signer: Arc::new(opened),
        })
    }

    fn programme_key_file(&self, purpose: ProgrammePurpose, kid: KeyId) -> PathBuf {
        keys::folder(&self.data).join(format!("{}-{kid}.key.pem", purpose.name()))
    }
}
