//! How people sign in through an identity provider: `[oidc]` of the configuration.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// A provider of OpenID Connect, such as a government's. Its secret is in a file, never here.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct OidcConfig {
    /// Who it is, exactly as its discovery document says, such as `https://id.gov.vn`.
    pub issuer: String,
    /// As whom it knows this service.
    pub client_id: String,
    /// The file of the secret that it shares with this service, relative to the data folder,
    /// mode 0600.
    pub client_secret_file: PathBuf,
    /// What the button says after "Sign in with".
    pub name: ProviderName,
    /// What its tokens say, as `acr` or among `amr`, when a second factor was shown there. With
    /// none, everybody shows one here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub second_factor_acr: Vec<String>,
}

/// What a provider is called.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderName {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl OidcConfig {
    /// Whether it is asked over TLS; in a demonstration, on this very machine, it need not be.
    pub(super) fn is_protected(&self, demonstration: bool) -> bool {
        let here = ["http://localhost", "http://127.0.0.1"].iter().any(|here| {
            let rest = self.issuer.strip_prefix(here);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
        });
        self.issuer.starts_with("https://") || demonstration && here
    }
}

#[cfg(test)]
mod tests {
    use super::{OidcConfig, ProviderName};

    #[test]
    fn a_provider_is_asked_over_tls_or_on_this_machine_in_a_demonstration() {
        for (issuer, real, demonstration) in [
            ("https://id.gov.vn", true, true),
            ("http://id.gov.vn", false, false),
            ("http://localhost.evil.example", false, false),
            ("http://127.0.0.1:9000", false, true),
            ("http://localhost/realm", false, true),
        ] {
            let config = OidcConfig {
                issuer: issuer.to_owned(),
                client_id: String::new(),
                client_secret_file: "secret".into(),
                name: ProviderName {
                    vi: String::new(),
                    en: String::new(),
                },
                second_factor_acr: Vec::new(),
            };
            assert_eq!(config.is_protected(false), real, "{issuer}");
            assert_eq!(config.is_protected(true), demonstration, "{issuer}");
        }
    }
}
