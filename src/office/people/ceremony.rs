//! What is half done on the way in: kept between its two requests, and taken once.

use chrono::TimeDelta;

use super::Secret;
use crate::office::{Error, Office};
use crate::register::Ceremony;

impl Office {
    /// Keeps what must be remembered until the second request, which shows the secret. Any
    /// replica can take it.
    pub(in crate::office) async fn keep_ceremony(
        &self,
        kind: &'static str,
        account: Option<i64>,
        state: String,
        lasts: TimeDelta,
    ) -> Result<Secret, Error> {
        let secret = Secret::fresh()?;
        let (hash, now) = (secret.hash(), self.clock.now());
        let ceremony = Ceremony {
            account,
            kind: kind.to_owned(),
            state,
            expires_at: now + lasts,
        };
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move { entry.add_ceremony(&hash, &ceremony, now).await })
        });
        entering.await?;
        Ok(secret)
    }

    /// Takes a ceremony: whatever comes of it, nobody takes it again. `None` when it was taken,
    /// is out of date, or of another kind.
    pub(in crate::office) async fn take_ceremony(
        &self,
        kind: &'static str,
        presented: &str,
    ) -> Result<Option<Ceremony>, Error> {
        let Some(secret) = Secret::presented(presented) else {
            return Ok(None);
        };
        let hash = secret.hash();
        let entering = self
            .writable()
            .await?
            .enter(move |entry| Box::pin(async move { entry.take_ceremony(&hash).await }));
        let now = self.clock.now();
        let taken = entering.await?;
        Ok(taken.filter(|ceremony| ceremony.kind == kind && ceremony.expires_at > now))
    }
}
