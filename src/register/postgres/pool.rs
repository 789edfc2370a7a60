//! The connections of a register on PostgreSQL. They go to the primary, whichever host that is.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use tokio::sync::{Notify, watch};
use tokio::time::{sleep, timeout};

use super::hosts::{ANSWER, Found, Hosts};
use crate::register::{Engine, Entry, Error};

/// How long a request waits for a connection.
const ACQUIRE: Duration = Duration::from_secs(10);
/// How often the primary is asked whether it still is.
const LOOK: Duration = Duration::from_secs(1);
/// How long an entry goes on trying to begin while no primary takes it.
const BEGIN: Duration = Duration::from_secs(10);
/// How long between two tries.
const BETWEEN: Duration = Duration::from_millis(100);

/// What each connection is told first. An entry waits for the others' as long as it does on
/// SQLite. A program that was paused or cut off in the midst of one keeps the others waiting for no
/// longer than that either: the server ends it, and nothing of it is kept.
const TERMS: &str = "set lock_timeout = '30s'; set idle_in_transaction_session_timeout = '30s'";

/// The pool, which the writer and the readers share. Cheap to clone.
#[derive(Clone)]
pub(in crate::register) struct Postgres {
    pool: PgPool,
    primary: Arc<Primary>,
}

/// Where the primary is.
struct Primary {
    /// When it moved last: connections that were made before go elsewhere.
    moved: watch::Sender<Option<Instant>>,
    /// Somebody could not write.
    asked: Notify,
}

/// The primary as it was when something was begun.
pub(in crate::register) struct Here(watch::Receiver<Option<Instant>>);

impl Here {
    /// Does something unless the primary moves meanwhile: a host that is gone without a word
    /// would never answer. `None` when it has moved.
    pub async fn unless_left<T>(&mut self, act: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            done = act => Some(done),
            () = self.left() => None,
        }
    }

    /// Waits until the primary has moved.
    pub async fn left(&mut self) {
        if self.0.changed().await.is_err() {
            // The register is being closed, and nothing moves any more.
            std::future::pending().await
        }
    }
}

impl Postgres {
    /// Connects, after `prepare` was done on the primary.
    pub async fn open(
        url: &str,
        prepare: impl AsyncFnOnce(&mut PgConnection) -> Result<(), Error>,
    ) -> Result<Self, Error> {
        let hosts = Hosts::read(url)?;
        let mut found = hosts.open().await?;
        prepare(&mut found.connection).await?;
        let primary = Arc::new(Primary {
            moved: watch::Sender::new(None),
            asked: Notify::new(),
        });
        let pool = pool(hosts.options(found.host), Arc::downgrade(&primary)).await?;
        let opened = Self { pool, primary };
        if hosts.are_several() {
            let primary = Arc::downgrade(&opened.primary);
            tokio::spawn(follow(hosts, found, opened.pool.clone(), primary));
        }
        Ok(opened)
    }

    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Where the primary is now.
    pub(super) fn here(&self) -> Here {
        Here(self.primary.moved.subscribe())
    }

    /// Begins an entry and waits for its turn. While the server restarts or another host is
    /// promoted this is tried again: nothing has been done yet.
    pub async fn begin(&self) -> Result<(Entry, Here), Error> {
        let begun = Instant::now();
        loop {
            let mut here = self.here();
            let error = match here.unless_left(self.try_to_begin()).await {
                Some(Ok(entry)) => return Ok((entry, here)),
                Some(Err(error)) => error,
                None => Error::Silent,
            };
            if !error.is_away() || begun.elapsed() > BEGIN {
                return Err(error);
            }
            self.primary.asked.notify_one();
            sleep(BETWEEN).await;
        }
    }

    async fn try_to_begin(&self) -> Result<Entry, Error> {
        let mut entry = Entry::of(Engine::Postgres(self.pool.begin().await?));
        entry.lock().await?;
        Ok(entry)
    }
}

/// The pool does not hold the primary: who follows it ends with the register.
async fn pool(options: PgConnectOptions, primary: Weak<Primary>) -> Result<PgPool, Error> {
    let released = Weak::clone(&primary);
    let pool = PgPoolOptions::new()
        .idle_timeout(None)
        .max_lifetime(None)
        .max_connections(16)
        .acquire_timeout(ACQUIRE)
        // A connection that the server closed meanwhile, or whose server is no longer the
        // primary, is found when it is taken.
        .test_before_acquire(false)
        .before_acquire(move |connection, meta| {
            let left = has_moved(&primary, meta.age);
            Box::pin(async move {
                if left {
                    return Ok(false);
                }
                let asked = timeout(ANSWER, is_primary(connection)).await;
                asked.unwrap_or(Err(sqlx::Error::PoolTimedOut))
            })
        })
        // One that was given back by somebody who waits no longer, and whose host is gone.
        .after_release(move |_, meta| {
            let left = has_moved(&released, meta.age);
            Box::pin(async move { Ok(!left) })
        })
        .after_connect(|connection, _| {
            Box::pin(async move {
                sqlx::raw_sql(TERMS).execute(&mut *connection).await?;
                if is_primary(connection).await? {
                    Ok(())
                } else {
                    Err(sqlx::Error::Protocol("the host is a standby".to_owned()))
                }
            })
        })
        .connect_with(options)
        .await?;
    Ok(pool)
}

async fn is_primary(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let sql = "select not pg_is_in_recovery()";
    sqlx::query_scalar(sql).fetch_one(connection).await
}

/// Whether the primary has moved since a connection of this age was made.
fn has_moved(primary: &Weak<Primary>, age: Duration) -> bool {
    let moved = primary.upgrade().and_then(|known| *known.moved.borrow());
    moved.is_some_and(|moved| moved.elapsed() < age)
}

/// Sends new connections to the primary, until the register is gone.
async fn follow(hosts: Hosts, found: Found, pool: PgPool, primary: Weak<Primary>) {
    let mut host = found.host;
    let mut newest = found.timeline.clone();
    let mut found = Some(found);
    loop {
        let Some(known) = primary.upgrade() else {
            return;
        };
        drop(timeout(LOOK, known.asked.notified()).await);
        drop(known);
        if let Some(holding) = &mut found
            && holding.holds().await
        {
            continue;
        }
        if found.take().is_some() {
            tracing::warn!(
                host = hosts.shown(host),
                "the primary of the register is lost"
            );
        }
        let Ok(another) = hosts.find(&newest).await else {
            continue;
        };
        let Some(known) = primary.upgrade() else {
            return;
        };
        if another.host != host {
            pool.set_connect_options(hosts.options(another.host));
            known.moved.send_replace(Some(Instant::now()));
        }
        host = another.host;
        newest.clone_from(&another.timeline);
        tracing::info!(host = hosts.shown(host), "the register has its primary");
        found = Some(another);
    }
}
