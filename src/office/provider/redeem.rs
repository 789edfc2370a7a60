//! From a code to who somebody is: the provider's token endpoint and its ID token. Blocks.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use openidconnect::core::{
    CoreClient, CoreErrorResponseType, CoreIdToken, CoreIdTokenClaims, CoreJwsSigningAlgorithm,
    CoreProviderMetadata,
};
use openidconnect::{
    AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, Nonce, PkceCodeVerifier,
    RedirectUrl, RequestTokenError, SignatureVerificationError, TokenResponse,
};

use super::ProviderRefused;
use super::call::call;
use super::linking::Identity;

/// Signatures that only the provider can make. With a shared secret, whoever reads ours could.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What is needed to redeem a code.
pub(super) struct Redeeming {
    pub client_id: String,
    pub secret: ClientSecret,
    pub back: RedirectUrl,
    pub code: String,
    pub verifier: String,
}

/// Who somebody is, by a token that was verified.
pub(super) struct Shown {
    pub issuer: String,
    pub subject: String,
    /// The address, where the provider says that it is theirs.
    pub email: Option<String>,
    /// What it says of how they signed in: `acr` and `amr`.
    pub means: Vec<String>,
    /// When they did: long ago, where the provider remembered them.
    pub at: Option<DateTime<Utc>>,
}

impl Shown {
    /// As whom the provider knows them.
    pub fn identity(&self) -> Identity {
        Identity {
            issuer: self.issuer.clone(),
            subject: self.subject.clone(),
        }
    }
}

impl Redeeming {
    /// Exchanges the code for the ID token.
    pub fn id_token(
        self,
        provider: &Arc<CoreProviderMetadata>,
    ) -> Result<CoreIdToken, ProviderRefused> {
        let client = CoreClient::from_provider_metadata(
            (**provider).clone(),
            ClientId::new(self.client_id),
            Some(self.secret),
        )
        .set_redirect_uri(self.back);
        let answered = client
            .exchange_code(AuthorizationCode::new(self.code))
            .map_err(|_| ProviderRefused::Misconfigured)?
            .set_pkce_verifier(PkceCodeVerifier::new(self.verifier))
            .request(&call);
        let answered = answered.map_err(|error| match error {
            RequestTokenError::Request(source) => {
                tracing::warn!(%source, "the identity provider cannot be asked");
                ProviderRefused::Unreachable
            }
            RequestTokenError::ServerResponse(said) => match said.error() {
                CoreErrorResponseType::InvalidClient
                | CoreErrorResponseType::UnauthorizedClient => ProviderRefused::Client,
                _ => ProviderRefused::Code,
            },
            // What it answered may hold tokens: it is not repeated.
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
                ProviderRefused::Malformed
            }
        })?;
        answered
            .id_token()
            .cloned()
            .ok_or(ProviderRefused::Malformed)
    }
}

/// Why a token is refused; or that another look at the provider's keys may help.
pub(super) enum Unverified {
    /// The key is none of those that are known.
    UnknownKey,
    /// It is refused.
    Refused(ProviderRefused),
}

/// Verifies an ID token: signature, issuer, audience, nonce and time.
pub(super) fn verify(
    token: &CoreIdToken,
    provider: &CoreProviderMetadata,
    client_id: &str,
    nonce: &str,
    now: DateTime<Utc>,
) -> Result<Shown, Unverified> {
    let client = CoreClient::from_provider_metadata(
        provider.clone(),
        ClientId::new(client_id.to_owned()),
        None,
    );
    let verifier = client
        .id_token_verifier()
        .set_allowed_algs(SIGNATURES)
        .set_time_fn(move || now);
    match token.claims(&verifier, &Nonce::new(nonce.to_owned())) {
        Ok(claims) => Ok(shown(claims)),
        Err(ClaimsVerificationError::SignatureVerification(
            SignatureVerificationError::NoMatchingKey,
        )) => Err(Unverified::UnknownKey),
        Err(error) => Err(Unverified::Refused(refused(&error))),
    }
}

fn refused(error: &ClaimsVerificationError) -> ProviderRefused {
    match error {
        ClaimsVerificationError::InvalidIssuer(_) => ProviderRefused::Issuer,
        ClaimsVerificationError::InvalidAudience(_) => ProviderRefused::Audience,
        ClaimsVerificationError::InvalidNonce(_) => ProviderRefused::Nonce,
        ClaimsVerificationError::Expired(_) => ProviderRefused::Expired,
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoSignature) => {
            ProviderRefused::Unsigned
        }
        ClaimsVerificationError::SignatureVerification(_) => ProviderRefused::Signature,
        _ => ProviderRefused::Malformed,
    }
}

fn shown(claims: &CoreIdTokenClaims) -> Shown {
    let verified = claims.email_verified() == Some(true);
    let email = claims.email().filter(|_| verified);
    let mut means = Vec::new();
    means.extend(claims.auth_context_ref().map(|acr| (**acr).clone()));
    let methods = claims.auth_method_refs().into_iter().flatten();
    means.extend(methods.map(|amr| (**amr).clone()));
    Shown {
        issuer: (**claims.issuer()).clone(),
        subject: (**claims.subject()).clone(),
        email: email.map(|email| email.to_lowercase()),
        means,
        at: claims.auth_time(),
    }
}
