//! Signing in with a passkey, and showing one as the second factor.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, PasskeyAuthentication, PublicKeyCredential,
};

use super::adding::{handle, kept};
use super::own::{read, verifiable};
use super::{LASTS, PasskeyChallenge, PasskeyRefused, answer};
use crate::office::people::own;
use crate::office::{Access, Entered, Error, Office};
use crate::register::PasskeyRecord;

/// What a sign-in with a passkey alone is called until it is done.
const ALONE: &str = "passkey_sign_in";
/// What showing a passkey as the second factor is called.
const SECOND: &str = "passkey_factor";
/// How the trail names the way.
const WAY: &str = "passkey";

impl Office {
    /// Asks a browser for whichever passkey its person chooses.
    ///
    /// # Errors
    /// Where no passkey works.
    pub async fn begin_passkey_sign_in(&self, page: &str) -> Result<PasskeyChallenge, Error> {
        let party = self.relying_party(page)?;
        let (challenge, state) = party
            .start_discoverable_authentication()
            .map_err(|error| PasskeyRefused::of(&error))?;
        let ceremony = self.keep_ceremony(ALONE, None, kept(&state)?, LASTS);
        Ok(PasskeyChallenge {
            ceremony: ceremony.await?,
            options: json!(challenge.public_key),
        })
    }

    /// Lets somebody in by the passkey that they chose.
    ///
    /// # Errors
    /// [`PasskeyRefused`].
    pub async fn sign_in_with_passkey(
        &self,
        page: &str,
        ceremony: &str,
        answered: Value,
    ) -> Result<Entered, Error> {
        let party = self.relying_party(page)?;
        let taken = self.take_ceremony(ALONE, ceremony).await?;
        let state = taken.ok_or(PasskeyRefused::Over)?.state;
        let state: DiscoverableAuthentication =
            serde_json::from_str(&state).map_err(|_| PasskeyRefused::Over)?;
        let answered: PublicKeyCredential = answer(answered)?;
        let (whose, credential) = party
            .identify_discoverable_authentication(&answered)
            .map_err(|_| PasskeyRefused::Malformed)?;
        let credential = BASE64_URL_SAFE_NO_PAD.encode(credential);
        let found = self.register.passkey(&credential).await?;
        let record = found.filter(|record| handle(record.account) == whose);
        let record = record.ok_or(PasskeyRefused::Unknown)?;
        let account = self.known(record.account).await?;
        if account.disabled_at.is_some() {
            self.note_failure(account.id, WAY).await?;
            return Err(PasskeyRefused::Unknown.into());
        }
        let passkey = read(&record)?;
        let verified = party.finish_discoverable_authentication_v2(&answered, state, &passkey);
        let verified = self.or_note(account.id, verified).await?;
        self.used(record, &verified).await?;
        Ok(Entered {
            account: account.id,
            way: WAY,
            with_factor: true,
        })
    }

    /// Asks for a passkey of somebody whose sign-in waits for its second factor.
    ///
    /// # Errors
    /// [`PasskeyRefused::None`], and where no passkey works.
    pub async fn begin_passkey_half(
        &self,
        page: &str,
        half: &str,
    ) -> Result<PasskeyChallenge, Error> {
        let account = self.half_signed_in(half).await?;
        self.ask_for_passkey(page, account).await
    }

    /// Ends a sign-in by a passkey as its second factor.
    ///
    /// # Errors
    /// [`PasskeyRefused`]; [`PeopleRefused::SignInOver`](crate::office::PeopleRefused::SignInOver).
    pub async fn end_half_with_passkey(
        &self,
        page: &str,
        half: &str,
        ceremony: &str,
        answered: Value,
    ) -> Result<Entered, Error> {
        let account = self.half_signed_in(half).await?;
        self.show_passkey(page, account, ceremony, answered).await?;
        self.end_half(half, WAY).await
    }

    /// Asks for a passkey of whoever is signed in, before they sign something.
    ///
    /// # Errors
    /// [`PasskeyRefused::None`], and where no passkey works.
    pub async fn begin_passkey_factor(
        &self,
        access: &Access,
        page: &str,
    ) -> Result<PasskeyChallenge, Error> {
        self.ask_for_passkey(page, own(access)?).await
    }

    /// Shows a passkey in a session, so that it may sign.
    ///
    /// # Errors
    /// [`PasskeyRefused`].
    pub async fn freshen_with_passkey(
        &self,
        access: &Access,
        page: &str,
        session: &str,
        ceremony: &str,
        answered: Value,
    ) -> Result<(), Error> {
        self.show_passkey(page, own(access)?, ceremony, answered)
            .await?;
        self.freshen(session).await
    }

    async fn ask_for_passkey(&self, page: &str, account: i64) -> Result<PasskeyChallenge, Error> {
        let party = self.relying_party(page)?;
        let known = verifiable(&self.register, account).await?.into_iter();
        let passkeys: Vec<_> = known.map(|(_, passkey)| passkey).collect();
        if passkeys.is_empty() {
            return Err(PasskeyRefused::None.into());
        }
        let (challenge, state) = party
            .start_passkey_authentication(&passkeys)
            .map_err(|error| PasskeyRefused::of(&error))?;
        let ceremony = self.keep_ceremony(SECOND, Some(account), kept(&state)?, LASTS);
        Ok(PasskeyChallenge {
            ceremony: ceremony.await?,
            options: json!(challenge.public_key),
        })
    }

    async fn show_passkey(
        &self,
        page: &str,
        account: i64,
        ceremony: &str,
        answered: Value,
    ) -> Result<(), Error> {
        let party = self.relying_party(page)?;
        let taken = self.take_ceremony(SECOND, ceremony).await?;
        let taken = taken.filter(|taken| taken.account == Some(account));
        let state = taken.ok_or(PasskeyRefused::Over)?.state;
        let state: PasskeyAuthentication =
            serde_json::from_str(&state).map_err(|_| PasskeyRefused::Over)?;
        let answered: PublicKeyCredential = answer(answered)?;
        let verified = party.finish_passkey_authentication(&answered, &state);
        let verified = self.or_note(account, verified).await?;
        let credential = BASE64_URL_SAFE_NO_PAD.encode(verified.cred_id());
        // It may have been removed since it was asked for.
        let found = self.register.passkey(&credential).await?;
        let record = found.filter(|record| record.account == account);
        self.used(record.ok_or(PasskeyRefused::Unknown)?, &verified)
            .await
    }

    /// What was verified, or the refusal, which the trail remembers.
    async fn or_note(
        &self,
        account: i64,
        verified: Result<AuthenticationResult, webauthn_rs::prelude::WebauthnError>,
    ) -> Result<AuthenticationResult, Error> {
        match verified {
            Ok(verified) => Ok(verified),
            Err(error) => {
                self.note_failure(account, WAY).await?;
                Err(PasskeyRefused::of(&error).into())
            }
        }
    }

    /// Keeps the counter of a passkey that was used. It goes forward only, whoever else uses the
    /// passkey meanwhile.
    async fn used(
        &self,
        record: PasskeyRecord,
        verified: &AuthenticationResult,
    ) -> Result<(), Error> {
        let mut passkey = read(&record)?;
        let before = kept(&passkey)?;
        passkey.update_credential(verified);
        let updated = kept(&passkey)?;
        // What was verified is the passkey as it was when it was asked for: it may have counted
        // on since.
        if verified.counter() > 0 && updated == before {
            return Err(PasskeyRefused::Copied.into());
        }
        let now = self.clock.now();
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move { entry.use_passkey(&record, &updated, now).await })
        });
        match entering.await? {
            true => Ok(()),
            false => Err(PasskeyRefused::Over.into()),
        }
    }
}
