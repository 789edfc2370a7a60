//! Keys: a council's new key, and the one that seals today.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Months, NaiveDate};
use ed25519_dalek::VerifyingKey;

use super::{Error, Office, PreparationRefused, Refusal, TrustRefused};
use crate::register::{self, KeyRecord, Purpose};
use crate::scheme::check::date;
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::seal::{Alg, KeyId, PublicKey};
use crate::scheme::trust::{Council, CouncilKey, KeyState, TrustList};
use crate::scheme::words::Text;
use crate::signer::{self, FreshSeed, KeyFile, Passphrase, Signer, TokenKey, TokenUri, pkcs11};

/// How long a key seals unless said otherwise.
const SEALING: Months = Months::new(12);

/// A key to be generated.
pub struct NewKey {
    /// Whose it is.
    pub council: CouncilCode,
    /// First day of sealing; today if `None`.
    pub seals_from: Option<NaiveDate>,
    /// Last day; 12 months later if `None`.
    pub seals_until: Option<NaiveDate>,
}

impl Office {
    /// Generates a council's key that seals certificates: the private half into an encrypted
    /// file, the public half into the register. Verifiers know it once the trust list is
    /// published.
    ///
    /// # Errors
    /// When there is no such council, another took its place, another key has the same id, or
    /// the file cannot be written.
    pub async fn generate_key(
        &self,
        new: NewKey,
        fresh: FreshSeed,
        passphrase: Passphrase,
    ) -> Result<CouncilKey, Error> {
        self.generate(Purpose::Certificate, new, fresh, passphrase)
            .await
    }

    /// Generates a council's key that signs its status lists, and nothing else. One that was
    /// succeeded gets it too.
    ///
    /// # Errors
    /// As [`Self::generate_key`], but for succession.
    pub async fn generate_status_key(
        &self,
        new: NewKey,
        fresh: FreshSeed,
        passphrase: Passphrase,
    ) -> Result<CouncilKey, Error> {
        self.generate(Purpose::Status, new, fresh, passphrase).await
    }

    async fn generate(
        &self,
        purpose: Purpose,
        new: NewKey,
        fresh: FreshSeed,
        passphrase: Passphrase,
    ) -> Result<CouncilKey, Error> {
        let council = new.council;
        let period = self.period(purpose, &new).await?;
        let x = public(&fresh.public_key())?;
        self.check_kid_is_free(x.id()).await?;
        let path = match purpose {
            Purpose::Certificate => key_file(&self.data, council, x.id()),
            Purpose::Status => status_key_file(&self.data, council, x.id()),
        };
        tokio::task::spawn_blocking(move || KeyFile::generate(&path, &passphrase, fresh))
            .await
            .map_err(|_| Error::Stopped)??;
        self.register_key(purpose, council, period, x, None).await
    }

    /// Generates a council's key on a hardware token, which the private half never leaves, and
    /// registers the public half. Without an `object` in the URI the pair is called by council
    /// and key id. No transaction is open while the token works.
    ///
    /// # Errors
    /// When there is no such council, or the token cannot make or use the key.
    pub async fn generate_key_on_token(
        &self,
        new: NewKey,
        token: TokenUri,
        pin: Passphrase,
    ) -> Result<CouncilKey, Error> {
        let council = new.council;
        let period = self.period(Purpose::Certificate, &new).await?;
        let made = tokio::task::spawn_blocking(move || {
            pkcs11::generate(&token, pin, |key| format!("{council}-{}", key.id()))
        });
        let made = made.await.map_err(|_| Error::Stopped)??;
        let x = public(&made.public_key())?;
        let uri = Some(made.uri().to_string());
        self.register_key(Purpose::Certificate, council, period, x, uri)
            .await
    }

    /// Refuses a kid that is taken, before a file is written: none is left of a key that
    /// cannot be used.
    pub(super) async fn check_kid_is_free(&self, kid: KeyId) -> Result<(), Error> {
        let known = self.keys(None).await?;
        match known.iter().any(|known| known.key.kid == kid) {
            true => Err(TrustRefused::KeyIdTaken(kid).into()),
            false => Ok(()),
        }
    }

    /// The first and the last day on which a council's key that is to be made may seal.
    async fn period(
        &self,
        purpose: Purpose,
        new: &NewKey,
    ) -> Result<(NaiveDate, NaiveDate), Error> {
        match purpose {
            Purpose::Certificate => self.acting_council(new.council).await?,
            // What a council issued can be revoked for years after another took its place.
            Purpose::Status => self.council(new.council).await?,
        };
        self.key_period(new.seals_from, new.seals_until)
    }

    /// The first and the last day on which any key that is to be made may seal.
    pub(super) fn key_period(
        &self,
        seals_from: Option<NaiveDate>,
        seals_until: Option<NaiveDate>,
    ) -> Result<(NaiveDate, NaiveDate), Error> {
        let seals_from = seals_from.unwrap_or_else(|| day::of(self.clock.now()));
        let year = seals_from
            .checked_add_months(SEALING)
            .and_then(|day| day.pred_opt());
        let seals_until = seals_until.or(year).unwrap_or(NaiveDate::MAX);
        if seals_until < seals_from {
            let (from, until) = (date(seals_from), date(seals_until));
            return Err(Error::Refused(vec![Refusal::of(
                "until",
                "period_ends_before_it_begins",
                Text::of(
                    format!(
                        "Khóa ký từ {from} không thể hết hạn ngày {until}. Hãy kiểm tra hai ngày."
                    ),
                    format!(
                        "A key that seals from {from} cannot end on {until}. Check the two dates."
                    ),
                ),
            )]));
        }
        Ok((seals_from, seals_until))
    }

    /// Registers the public half of a key that was made, and where it is if on a token.
    async fn register_key(
        &self,
        purpose: Purpose,
        council: CouncilCode,
        period: (NaiveDate, NaiveDate),
        x: PublicKey,
        uri: Option<String>,
    ) -> Result<CouncilKey, Error> {
        let now = self.clock.now();
        let key = active(x, period);
        let record = KeyRecord {
            council,
            key: key.clone(),
        };
        self.writable()
            .await?
            .enter(move |entry| {
                Box::pin(async move {
                    entry.add_key_for(purpose, &record, now).await?;
                    match uri {
                        Some(uri) => entry.add_key_uri(record.key.kid, &uri).await,
                        None => Ok(()),
                    }
                })
            })
            .await
            .map_err(|error| match error {
                register::Error::Exists(_) => TrustRefused::KeyIdTaken(x.id()).into(),
                error => Error::from(error),
            })?;
        Ok(key)
    }

    /// Opens the key with which a council seals today: active, in its period, and published.
    /// Of several the newest, so that a rotation takes effect on its first day. It is in its
    /// file, or on the token that the register names; then the passphrase is the token's PIN.
    ///
    /// # Errors
    /// [`Error::NoKey`], [`Error::OtherKey`], or what keeps file or token from being opened.
    pub async fn open_key(
        &self,
        council: CouncilCode,
        passphrase: Passphrase,
    ) -> Result<Arc<dyn Signer>, Error> {
        let (kid, expected, token) = self.key_to_open(council).await?;
        let path = key_file(&self.data, council, kid);
        let opened = tokio::task::spawn_blocking(move || {
            let signer: Arc<dyn Signer> = match token {
                Some(uri) => Arc::new(TokenKey::open(&uri.parse()?, passphrase)?),
                None => Arc::new(KeyFile::open(&path, &passphrase)?),
            };
            Ok::<_, signer::Error>(signer)
        });
        let opened = opened.await.map_err(|_| Error::Stopped)??;
        if opened.public_key().as_bytes() != expected.as_bytes() {
            return Err(Error::OtherKey(kid));
        }
        Ok(opened)
    }

    /// Opens the key with which a council seals today, if it is in a file, as a service does
    /// that has one passphrase and no hardware token.
    ///
    /// # Errors
    /// [`PreparationRefused::KeyElsewhere`] when it is not; as [`Self::open_key`].
    pub(super) async fn open_key_file(
        &self,
        council: CouncilCode,
        passphrase: Arc<Passphrase>,
    ) -> Result<Arc<dyn Signer>, Error> {
        let elsewhere = PreparationRefused::KeyElsewhere(council);
        let (kid, expected, token) = match self.key_to_open(council).await {
            Err(Error::NoKey { .. }) => return Err(elsewhere.into()),
            found => found?,
        };
        if token.is_some() {
            return Err(elsewhere.into());
        }
        let path = key_file(&self.data, council, kid);
        let opened = tokio::task::spawn_blocking(move || KeyFile::open(&path, &passphrase));
        let opened = opened.await.map_err(|_| Error::Stopped)??;
        if opened.public_key().as_bytes() != expected.as_bytes() {
            return Err(Error::OtherKey(kid));
        }
        Ok(Arc::new(opened))
    }

    /// The key with which a council seals today and that is in a file here or on a token, whose
    /// URI is given then.
    async fn key_to_open(
        &self,
        council: CouncilCode,
    ) -> Result<(KeyId, PublicKey, Option<String>), Error> {
        let day = day::of(self.clock.now());
        let mut uris = self.register.key_uris().await?;
        let held = self.held();
        let known = held
            .trust
            .council(council)
            .ok_or(Error::NoSuchCouncil(council))?;
        self.acting_council(council).await?;
        let key = self
            .sealing_keys(known)
            .await?
            .into_iter()
            .find(|key| {
                uris.contains_key(&key.kid.to_string())
                    || key_file(&self.data, council, key.kid).exists()
            })
            .ok_or(Error::NoKey { council, day })?;
        Ok((key.kid, key.x, uris.remove(&key.kid.to_string())))
    }
}

/// A new key, as the trust list will name it.
pub(super) fn active(
    x: PublicKey,
    (seals_from, seals_until): (NaiveDate, NaiveDate),
) -> CouncilKey {
    CouncilKey {
        kid: x.id(),
        alg: Alg::Ed25519,
        x,
        seals_from,
        seals_until,
        state: KeyState::Active,
        compromised_on: None,
    }
}

/// A council with its key, if the published list lets that key seal on a day.
pub(super) fn sealing_key<'a>(
    trust: &'a TrustList,
    council: CouncilCode,
    x: &[u8; 32],
    day: NaiveDate,
) -> Result<(&'a Arc<Council>, &'a CouncilKey), Error> {
    let known = trust.council(council);
    let known = known.ok_or(Error::NoSuchCouncil(council))?;
    let mut keys = known.keys.iter().filter(|key| {
        key.state == KeyState::Active && key.seals_from <= day && day <= key.seals_until
    });
    let key = keys.find(|key| key.x.as_bytes() == x);
    Ok((known, key.ok_or(Error::NoKey { council, day })?))
}

/// A public key that may judge.
pub(super) fn public(key: &VerifyingKey) -> Result<PublicKey, Error> {
    PublicKey::new(*key).map_err(|_| Error::BadSeal("weak key"))
}

/// The folder of the private keys.
pub(super) fn folder(data: &Path) -> PathBuf {
    data.join("keys")
}

/// The file of the root key.
pub(super) fn root_file(data: &Path) -> PathBuf {
    folder(data).join("root.key.pem")
}

/// The file of a council's key for status lists.
pub(super) fn status_key_file(data: &Path, council: CouncilCode, kid: KeyId) -> PathBuf {
    folder(data).join(format!("{council}-{kid}.status.key.pem"))
}

fn key_file(data: &Path, council: CouncilCode, kid: KeyId) -> PathBuf {
    folder(data).join(format!("{council}-{kid}.key.pem"))
}
