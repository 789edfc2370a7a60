//! How many pictures are read or made at once.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::error::Error;
use super::problem;
use crate::label;

/// Pictures that are read or made at the same time: each takes a core.
const TURNS: usize = 2;
/// How long a picture waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is left of the room for pictures.
pub struct Pictures {
    turns: Arc<Semaphore>,
}

impl Default for Pictures {
    fn default() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(TURNS)),
        }
    }
}

impl Pictures {
    /// A turn to decode a picture, for as long as the permit lives. It belongs into the work
    /// itself: work goes on when a client hangs up, and so must its turn.
    ///
    /// # Errors
    /// Busy, when too many pictures wait.
    pub async fn turn(&self) -> Result<OwnedSemaphorePermit, Error> {
        let busy = || Error::new(&problem::BUSY);
        let turn = timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned()).await;
        turn.map_err(|_| busy())?.map_err(|_| busy())
    }

    /// Does what takes a core for a while, when it is its turn.
    ///
    /// # Errors
    /// Busy, when too much waits; or internal.
    pub async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let done = self.begin(work).await?.await;
        done.map_err(|_| Error::new(&problem::INTERNAL))
    }

    /// The text of the code in a photograph.
    ///
    /// # Errors
    /// When there is no one readable code in it, or too many pictures wait.
    pub async fn read(&self, photo: Bytes) -> Result<String, Error> {
        let read = self.begin(move || label::read::read(&photo)).await?.await;
        Ok(read.map_err(|_| Error::new(&problem::UNREADABLE_PICTURE).of_field("photo"))??)
    }

    /// Begins work when it is its turn, which lasts until the work ends, whoever waits for it.
    async fn begin<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<JoinHandle<T>, Error> {
        let turn = self.turn().await?;
        Ok(tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::{PATIENCE, Pictures, TURNS};
    use std::sync::mpsc;
    use tokio::sync::oneshot;
    use tokio::time::timeout;

    #[tokio::test]
    async fn a_turn_is_held_until_its_work_ends_although_nobody_waits_for_it() {
        let pictures = Pictures::default();
        let (begin, begun) = oneshot::channel();
        let (end, ended) = mpsc::channel::<()>();
        let work = pictures.in_turn(move || {
            begin.send(()).unwrap();
            // Until the other end is gone.
            assert!(ended.recv().is_err());
        });
        let ended = tokio::select! {
            _ = work => true,
            begun = begun => begun.is_err(),
        };
        assert!(!ended);
        // Whoever waited has hung up.
        assert_eq!(pictures.turns.available_permits(), TURNS - 1);
        drop(end);
        let all = pictures.turns.acquire_many(u32::try_from(TURNS).unwrap());
        drop(timeout(PATIENCE, all).await.unwrap().unwrap());
    }
}
