//! Coming back from the provider.

use chrono::TimeDelta;
use openidconnect::ClientSecret;
use openidconnect::core::{CoreIdToken, CoreProviderMetadata};

use super::redeem::{Redeeming, Shown, Unverified, verify};
use super::{KIND, ProviderRefused, Remembered};
use crate::office::people::SignIn;
use crate::office::{Entered, Error, Office};
use crate::signer::PassphraseSource;

/// How the trail names the way.
const WAY: &str = "provider";
/// How far back the provider's second factor counts as shown now.
const JUST_NOW: TimeDelta = TimeDelta::minutes(1);

/// What a browser brings back from the provider.
#[derive(Clone, Default)]
pub struct ProviderReturn {
    /// What it kept meanwhile.
    pub bound: Option<String>,
    /// The state.
    pub state: Option<String>,
    /// The code.
    pub code: Option<String>,
    /// What the provider says in its place.
    pub error: Option<String>,
}

/// How far somebody got who came from the provider.
#[derive(Debug)]
pub struct ProviderEntry {
    /// In, or before the second factor.
    pub sign_in: SignIn,
    /// Where they wished to go.
    pub next: Option<String>,
}

impl Office {
    /// Ends a sign-in through the provider. Whatever comes of it, it cannot be ended again.
    ///
    /// # Errors
    /// [`ProviderRefused`], [`PeopleRefused::NoFactor`](crate::office::PeopleRefused::NoFactor).
    pub async fn end_provider_sign_in(
        &self,
        returned: ProviderReturn,
    ) -> Result<ProviderEntry, Error> {
        let oidc = self.oidc()?;
        let bound = returned.bound.ok_or(ProviderRefused::Over)?;
        let taken = self.take_ceremony(KIND, &bound).await?;
        let kept = taken.ok_or(ProviderRefused::Over)?.state;
        let remembered: Remembered =
            serde_json::from_str(&kept).map_err(|_| ProviderRefused::Over)?;
        if returned.state.as_deref() != Some(&remembered.state) {
            return Err(ProviderRefused::State.into());
        }
        if returned.error.is_some() {
            return Err(ProviderRefused::Denied.into());
        }
        let redeeming = Redeeming {
            client_id: oidc.client_id.clone(),
            secret: self.client_secret().map_err(|error| {
                // Only the log may name its file.
                tracing::error!(%error, "the identity provider's secret cannot be read");
                ProviderRefused::Misconfigured
            })?,
            back: self.back()?,
            code: returned.code.ok_or(ProviderRefused::Malformed)?,
            verifier: remembered.verifier,
        };
        let provider = self.provider_metadata().await?;
        let asking = {
            let provider = provider.clone();
            tokio::task::spawn_blocking(move || redeeming.id_token(&provider))
        };
        let token = asking.await.map_err(|_| Error::Stopped)??;
        let shown = self.verified(&token, &provider, &remembered.nonce).await?;
        let account = self.whose(&shown).await?;
        let mut means = shown.means.iter();
        let with_second = means.any(|means| oidc.second_factor_acr.contains(means));
        let sign_in = match with_second {
            true => SignIn::Entered(Entered {
                account: account.id,
                way: WAY,
                // One that was shown long ago lets in, and does not sign.
                with_factor: shown
                    .at
                    .is_some_and(|at| (self.clock.now() - at).abs() <= JUST_NOW),
            }),
            false => {
                let identity = shown.identity();
                self.past_first(&account, WAY, Some(identity)).await?
            }
        };
        // Who stops before the second factor is linked with nothing: they may be somebody else.
        if let SignIn::Entered(_) = sign_in {
            self.link(account.id, shown.identity()).await?;
        }
        Ok(ProviderEntry {
            sign_in,
            next: remembered.next,
        })
    }

    /// Who a token is of. A key that is not known may be new: the provider is asked once more.
    async fn verified(
        &self,
        token: &CoreIdToken,
        provider: &CoreProviderMetadata,
        nonce: &str,
    ) -> Result<Shown, Error> {
        let (client_id, now) = (&self.oidc()?.client_id, self.clock.now());
        match verify(token, provider, client_id, nonce, now) {
            Ok(shown) => Ok(shown),
            Err(Unverified::Refused(refused)) => Err(refused.into()),
            Err(Unverified::UnknownKey) => {
                let provider = self.discover_provider().await?;
                match verify(token, &provider, client_id, nonce, now) {
                    Ok(shown) => Ok(shown),
                    Err(Unverified::Refused(refused)) => Err(refused.into()),
                    Err(Unverified::UnknownKey) => Err(ProviderRefused::Signature.into()),
                }
            }
        }
    }

    /// The secret that the provider shares with this service.
    pub(in crate::office) fn client_secret(&self) -> Result<ClientSecret, Error> {
        let file = self.data.join(&self.oidc()?.client_secret_file);
        let secret = PassphraseSource::File(file).read()?;
        Ok(ClientSecret::new(secret.as_str().to_owned()))
    }
}
