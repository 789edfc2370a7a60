//! What the doctor looks at in order that people can sign in through the identity provider.

use super::{Finding, Health, finding};
use crate::office::Office;

impl Office {
    /// How the identity provider is, where one is configured.
    pub(super) async fn provider_finding(&self) -> Option<Finding> {
        let oidc = self.config.oidc.as_ref()?;
        let issuer = &oidc.issuer;
        let looked = match self.client_secret() {
            Ok(_) => self.discover_provider().await.map(drop),
            Err(error) => Err(error),
        };
        let of = |health, vi, en| Some(finding("identity_provider", health, vi, en));
        match looked {
            Ok(()) => of(
                Health::Good,
                format!("Nhà cung cấp danh tính {issuer} trả lời đúng cấu hình"),
                format!("The identity provider {issuer} answers as configured"),
            ),
            Err(error) => {
                let words = error.words();
                of(
                    Health::Bad,
                    format!("[oidc] {issuer}: {}", words.vi),
                    format!("[oidc] {issuer}: {}", words.en),
                )
            }
        }
    }
}
