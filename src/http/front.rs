//! What every route shares: the office, and how much is done at once.

use std::sync::Arc;

use axum::body::Bytes;
use tokio::sync::OwnedSemaphorePermit;

use super::error::Error;
use super::labels::Tested;
use super::lists::Published;
use super::packs::Packs;
use super::people::Attempts;
use super::pictures::Pictures;
use super::problem;
use super::watch::Watch;
use crate::office::{self, Examined, Office};
use crate::scheme::number::CertificateNumber;
use crate::scheme::stars::Stars;

/// The state of the routes.
#[derive(Clone)]
pub struct Front(Arc<Inner>);

struct Inner {
    office: Arc<Office>,
    pictures: Pictures,
    published: Published,
    packs: Packs,
    attempts: Attempts,
    tested: Tested,
    watch: Arc<Watch>,
}

impl Front {
    /// The state for an office, with what the door watches.
    pub fn new(office: Arc<Office>, watch: Arc<Watch>) -> Self {
        Self(Arc::new(Inner {
            attempts: Attempts::new(Arc::clone(&office)),
            office,
            pictures: Pictures::default(),
            published: Published::default(),
            packs: Packs::default(),
            tested: Tested::default(),
            watch,
        }))
    }

    /// The office.
    pub fn office(&self) -> &Office {
        &self.0.office
    }

    /// Carries out an act of the office to its end, whether or not the client waits for it.
    ///
    /// # Errors
    /// The act's own.
    pub async fn act<T, A>(&self, act: impl FnOnce(Arc<Office>) -> A) -> Result<T, office::Error>
    where
        T: Send + 'static,
        A: Future<Output = Result<T, office::Error>> + Send + 'static,
    {
        let done = tokio::spawn(act(Arc::clone(&self.0.office)));
        // A task that panicked has said so.
        done.await.map_err(|_| office::Error::Stopped)?
    }

    /// The published lists, ready to send.
    pub fn published(&self) -> &Published {
        &self.0.published
    }

    /// The newest pack, ready to send.
    pub fn packs(&self) -> &Packs {
        &self.0.packs
    }

    /// Who tried to get in, and how often.
    pub fn attempts(&self) -> &Attempts {
        &self.0.attempts
    }

    /// The newest self-tests of labels.
    pub fn tested(&self) -> &Tested {
        &self.0.tested
    }

    /// A turn to decode a picture, for as long as the permit lives: it goes into the act that
    /// decodes it, which is carried out to its end.
    ///
    /// # Errors
    /// Busy, when too many pictures wait.
    pub async fn picture_turn(&self) -> Result<OwnedSemaphorePermit, Error> {
        self.0.pictures.turn().await
    }

    /// Does what takes a core for a while, when it is its turn.
    ///
    /// # Errors
    /// Busy, when too much waits; or internal.
    pub async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        self.0.pictures.in_turn(work).await
    }

    /// The text of the code in a photograph.
    ///
    /// # Errors
    /// When there is no one readable code in it, or too many pictures wait.
    pub async fn read_photo(&self, photo: Bytes) -> Result<String, Error> {
        self.0.pictures.read(photo).await
    }

    /// Judges a code, and fetches the names of a compact one and what is known of a label.
    pub async fn examine(&self, code: &str, stars: Option<Stars>) -> Examined {
        let examined = self.examined(code, stars).await;
        self.0.watch.verdict(examined.verdict.kind);
        examined
    }

    async fn examined(&self, code: &str, stars: Option<Stars>) -> Examined {
        let examined = self.office().verify(code, stars);
        if !examined.is_incomplete() {
            return examined;
        }
        match Box::pin(self.office().complete(examined)).await {
            Ok(examined) => examined,
            // The verdict stands without the names: the page says that they are missing.
            Err(error) => {
                tracing::error!(%error, "the names of a compact code could not be read");
                self.office().verify(code, stars)
            }
        }
    }

    /// Looks a certificate up by its number.
    ///
    /// # Errors
    /// When the text is no number, is mistyped, or no such number was issued.
    pub async fn examine_number(
        &self,
        text: &str,
        stars: Option<Stars>,
    ) -> Result<Examined, Error> {
        let number: CertificateNumber = text.parse()?;
        let found = Box::pin(self.office().verify_number(number, stars)).await?;
        let found = found.ok_or_else(|| Error::new(&problem::NO_SUCH_NUMBER))?;
        self.0.watch.verdict(found.verdict.kind);
        Ok(found)
    }
}
