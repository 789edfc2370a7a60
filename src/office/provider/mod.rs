//! Signing in through an identity provider by OpenID Connect.
//!
//! ```text
//! begin_provider_sign_in -> its address, and a cookie -> the provider -> back with a code
//! end_provider_sign_in: the cookie's ceremony -> state -> code -> ID token -> whose account
//!     -> in, or on to the second factor
//! ```
//!
//! An account is never made here: a first visit is linked with the account of the same address.

mod call;
mod ending;
mod known;
mod linking;
mod redeem;
mod refused;

use std::time::Duration;

use chrono::TimeDelta;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient};
use openidconnect::{
    ClientId, CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
};
use serde::{Deserialize, Serialize};

pub use ending::{ProviderEntry, ProviderReturn};
pub(super) use known::Known;
pub use linking::Identity;
pub use refused::ProviderRefused;

use super::{Error, Office, Secret};
use crate::config::OidcConfig;

/// How long somebody may take at the provider.
const LASTS: TimeDelta = TimeDelta::minutes(10);
/// How long ago somebody may have signed in at the provider: as long as a session lasts here.
const LONGEST: Duration = Duration::from_secs(8 * 60 * 60);
/// What a sign-in is called meanwhile.
const KIND: &str = "provider_sign_in";
/// Where the provider sends people back to, below the origin.
const BACK: &str = "/sign-in/provider/back";

/// Where a browser is to go, and what it brings back.
#[derive(Debug)]
pub struct ToProvider {
    /// The provider's page.
    pub address: String,
    /// What the browser keeps meanwhile: nobody else's can end this sign-in.
    pub bound: Secret,
}

/// What is remembered while somebody is at the provider.
#[derive(Serialize, Deserialize)]
struct Remembered {
    state: String,
    nonce: String,
    verifier: String,
    /// Where they wished to go.
    next: Option<String>,
}

impl Office {
    /// Leads a browser to the identity provider.
    ///
    /// # Errors
    /// [`ProviderRefused`] when there is none, or it does not answer as it should.
    pub async fn begin_provider_sign_in(&self, next: Option<String>) -> Result<ToProvider, Error> {
        let oidc = self.oidc()?;
        let back = self.back()?;
        let provider = self.provider_metadata().await?;
        let remembered = Remembered {
            state: Secret::fresh()?.show().to_owned(),
            nonce: Secret::fresh()?.show().to_owned(),
            verifier: Secret::fresh()?.show().to_owned(),
            next,
        };
        let verifier = PkceCodeVerifier::new(remembered.verifier.clone());
        let (state, nonce) = (remembered.state.clone(), remembered.nonce.clone());
        let client = CoreClient::from_provider_metadata(
            (*provider).clone(),
            ClientId::new(oidc.client_id.clone()),
            None,
        )
        .set_redirect_uri(back);
        let (address, _, _) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                || CsrfToken::new(state),
                || Nonce::new(nonce),
            )
            // With it, the provider says when its person signed in.
            .set_max_age(LONGEST)
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        let kept = serde_json::to_string(&remembered).map_err(|_| ProviderRefused::Over)?;
        Ok(ToProvider {
            address: address.into(),
            bound: self.keep_ceremony(KIND, None, kept, LASTS).await?,
        })
    }

    /// How the provider is configured.
    fn oidc(&self) -> Result<&OidcConfig, ProviderRefused> {
        let oidc = self.config.oidc.as_ref();
        oidc.ok_or(ProviderRefused::NotConfigured)
    }

    /// Where the provider sends people back to: registered there, and the same each time.
    fn back(&self) -> Result<RedirectUrl, Error> {
        let origin = self.config.origin().ok_or(Error::NoHost)?;
        RedirectUrl::new(format!("{origin}{BACK}")).map_err(|_| Error::NoHost)
    }
}
