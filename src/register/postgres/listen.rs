//! Word of what was written, by whichever service.

use std::time::Duration;

use sqlx::postgres::{PgListener, PgPool, PgPoolOptions};
use tokio::time::{Instant, sleep, timeout, timeout_at};

use super::hosts::ANSWER;
use crate::register::{Engine, Error, Register};

/// What every entry sends word on; see `Entry::lock`.
const CHANNEL: &str = "ocop_entry";
/// How often it is looked where no word can come.
const LOOK: Duration = Duration::from_secs(1);
/// How long without a word is believed, where it can come.
const QUIET: Duration = Duration::from_secs(5);
/// How long more words are waited for after the first: many entries are looked at together.
const TOGETHER: Duration = Duration::from_millis(50);

/// Says when something may have been written.
pub struct Changes {
    register: Register,
    listener: Option<PgListener>,
}

impl Register {
    /// Begins to listen.
    pub fn changes(&self) -> Changes {
        Changes {
            register: self.clone(),
            listener: None,
        }
    }
}

impl Changes {
    /// Waits until something may have been written since this was asked last: until word comes,
    /// and for as long as it is believed that none came because there was none. SQLite sends no
    /// word to other processes, so there it is a second.
    pub async fn next(&mut self) {
        let Engine::Postgres(pool) = self.register.readers() else {
            return sleep(LOOK).await;
        };
        let Some(listener) = &mut self.listener else {
            match listen(pool).await {
                // What was written before is looked at now.
                Ok(listener) => self.listener = Some(listener),
                Err(_) => sleep(LOOK).await,
            }
            return;
        };
        let heard = pool.here().unless_left(hear(listener)).await;
        if let Err(error) = heard.unwrap_or(Err(Error::Silent)) {
            tracing::info!(%error, "no word comes of what others write; it is looked each second");
            self.listener = None;
        }
    }
}

async fn listen(pool: &PgPool) -> Result<PgListener, Error> {
    let listening = async {
        // A pool of its own: a connection that is listened on through a host that is gone is
        // given back to it, and to nobody else.
        let own = PgPoolOptions::new()
            .idle_timeout(None)
            .max_lifetime(None)
            .max_connections(1)
            .connect_lazy_with((*pool.connect_options()).clone());
        let mut listener = PgListener::connect_with(&own).await?;
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await?;
        Ok(listener)
    };
    timeout(ANSWER, listening)
        .await
        .map_err(|_| Error::Silent)?
}

/// Waits for word, or for so long that there can have been none.
async fn hear(listener: &mut PgListener) -> Result<(), Error> {
    match timeout(QUIET, listener.try_recv()).await {
        Ok(heard) => {
            heard?.ok_or(Error::Silent)?;
            let until = Instant::now() + TOGETHER;
            while let Ok(heard) = timeout_at(until, listener.try_recv()).await {
                heard?.ok_or(Error::Silent)?;
            }
            Ok(())
        }
        // Quiet, or cut off.
        Err(_) => {
            let asking = sqlx::query("select 1").execute(listener);
            timeout(ANSWER, asking).await.map_err(|_| Error::Silent)??;
            Ok(())
        }
    }
}
