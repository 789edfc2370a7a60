//! How many pictures are read at once.

use std::time::Duration;

use axum::body::Bytes;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use super::error::Error;
use super::problem;
use crate::label;

/// Pictures that are read at the same time: each takes a core.
const TURNS: usize = 2;
/// How long a picture waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is left of the room for pictures.
pub struct Pictures {
    turns: Semaphore,
}

impl Default for Pictures {
    fn default() -> Self {
        Self {
            turns: Semaphore::new(TURNS),
        }
    }
}

impl Pictures {
    /// A turn to decode a picture, for as long as the permit lives.
    ///
    /// # Errors
    /// Busy, when too many pictures wait.
    pub async fn turn(&self) -> Result<SemaphorePermit<'_>, Error> {
        let busy = || Error::new(&problem::BUSY);
        let turn = timeout(PATIENCE, self.turns.acquire()).await;
        turn.map_err(|_| busy())?.map_err(|_| busy())
    }

    /// The text of the code in a photograph.
    ///
    /// # Errors
    /// When there is no one readable code in it, or too many pictures wait.
    pub async fn read(&self, photo: Bytes) -> Result<String, Error> {
        let _turn = self.turn().await?;
        let read = tokio::task::spawn_blocking(move || label::read::read(&photo)).await;
        Ok(read.map_err(|_| Error::new(&problem::UNREADABLE_PICTURE).of_field("photo"))??)
    }
}
