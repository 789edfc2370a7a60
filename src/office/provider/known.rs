//! What is known of the provider: its discovery document and keys, kept for an hour.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::CoreProviderMetadata;
use openidconnect::{DiscoveryError, IssuerUrl};

use super::ProviderRefused;
use super::call::{NoAnswer, call};
use crate::office::{Error, Office};

/// How long what it said is believed. A token by an unknown key asks it anew at once.
const LASTS: TimeDelta = TimeDelta::hours(1);

/// What the provider said last, and when.
#[derive(Default)]
pub(in crate::office) struct Known(Mutex<Option<(DateTime<Utc>, Arc<CoreProviderMetadata>)>>);

impl Known {
    fn get(&self, now: DateTime<Utc>) -> Option<Arc<CoreProviderMetadata>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, metadata) = known.as_ref()?;
        (*at <= now && now - *at < LASTS).then(|| Arc::clone(metadata))
    }

    fn set(&self, now: DateTime<Utc>, metadata: &Arc<CoreProviderMetadata>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Some((now, Arc::clone(metadata)));
    }
}

impl Office {
    /// The provider's document and keys, as they are remembered.
    pub(super) async fn provider_metadata(&self) -> Result<Arc<CoreProviderMetadata>, Error> {
        match self.provider.get(self.clock.now()) {
            Some(known) => Ok(known),
            None => self.discover_provider().await,
        }
    }

    /// The provider's document and keys, as it says now.
    pub(in crate::office) async fn discover_provider(
        &self,
    ) -> Result<Arc<CoreProviderMetadata>, Error> {
        let issuer = self.oidc()?.issuer.clone();
        let asking = tokio::task::spawn_blocking(move || discover(issuer));
        let metadata = Arc::new(asking.await.map_err(|_| Error::Stopped)??);
        self.provider.set(self.clock.now(), &metadata);
        Ok(metadata)
    }
}

fn discover(issuer: String) -> Result<CoreProviderMetadata, ProviderRefused> {
    let issuer = IssuerUrl::new(issuer).map_err(|_| ProviderRefused::Misconfigured)?;
    CoreProviderMetadata::discover(&issuer, &call).map_err(|error| refused(&error))
}

fn refused(error: &DiscoveryError<NoAnswer>) -> ProviderRefused {
    // The reasons of the library name addresses of the provider and keys of JSON, no more.
    let refused = match error {
        DiscoveryError::Request(source) => {
            tracing::warn!(%source, "the identity provider cannot be asked");
            return ProviderRefused::Unreachable;
        }
        DiscoveryError::Response(status, ..) if status.is_server_error() => {
            ProviderRefused::Unreachable
        }
        _ => ProviderRefused::Misconfigured,
    };
    tracing::warn!(reason = %error, "the identity provider does not describe itself");
    refused
}
