//! How many pictures are held and read at once.

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
/// Uploads that are held in memory at the same time: 10 MB each.
const UPLOADS: usize = 24;

/// What is left of the room for pictures.
pub struct Pictures {
    turns: Semaphore,
    uploads: Semaphore,
}

impl Default for Pictures {
    fn default() -> Self {
        Self {
            turns: Semaphore::new(TURNS),
            uploads: Semaphore::new(UPLOADS),
        }
    }
}

impl Pictures {
    /// Leave to hold an upload in memory, for as long as the permit lives.
    ///
    /// # Errors
    /// Busy, when too many are held.
    pub fn upload(&self) -> Result<SemaphorePermit<'_>, Error> {
        let room = self.uploads.try_acquire();
        room.map_err(|_| Error::new(&problem::BUSY))
    }

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
