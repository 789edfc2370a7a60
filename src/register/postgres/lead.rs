//! Which of several services leads: the one that holds a lock of the server, which ends with the
//! connection that took it.

use std::convert::Infallible;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnection, PgPool};
use tokio::time::{sleep, timeout};

use super::hosts::ANSWER;
use crate::register::leadership::NEWEST_TERM;
use crate::register::{Engine, Error, Register};

/// How often a leader shows that it lives, and others ask whether they may lead.
const BEAT: Duration = Duration::from_secs(1);
/// How long a leader that was not heard counts as one to itself. The server waits longer.
const LEASE: Duration = Duration::from_secs(4);

/// A leader that is paused or cut off is no longer heard: the server ends its connection, and
/// with it the lock.
const TERMS: &str = "set idle_session_timeout = '5s'";
/// The locks' numbers: whoever holds the first leads; the second is shared by all that can sign.
const TRY: &str = "select pg_try_advisory_lock(1329810256, 1)";
const LET_GO: &str = "select pg_advisory_unlock(1329810256, 1)";
const CAN_SIGN: &str = "select pg_advisory_lock_shared(1329810256, 2)";
const SOMEBODY_HOLDS: &str = "select exists (
    select 1 from pg_locks join pg_database on pg_database.oid = pg_locks.database
    where datname = current_database() and locktype = 'advisory' and granted
      and classid::bigint = 1329810256 and objid::bigint = $1 and objsubid = 2)";

/// Whether this service leads, as far as it knows.
pub(in crate::register) struct Lead {
    alone: bool,
    held: Mutex<Option<Held>>,
}

#[derive(Clone, Copy)]
struct Held {
    term: i64,
    /// When the server was asked that answered last.
    heard: Instant,
}

impl Lead {
    /// Of one who has nobody beside it.
    pub fn alone() -> Self {
        Self {
            alone: true,
            held: Mutex::new(None),
        }
    }

    /// Of one among several.
    pub fn of_several() -> Self {
        Self {
            alone: false,
            held: Mutex::new(None),
        }
    }

    /// The term that this service leads in; `None` within for one that is alone, and needs none.
    pub fn term(&self) -> Option<Option<i64>> {
        if self.alone {
            return Some(None);
        }
        let held = *self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.filter(|held| held.heard.elapsed() < LEASE)
            .map(|held| Some(held.term))
    }

    /// Notes what is known now; whether it led until now.
    fn set(&self, held: Option<Held>) -> bool {
        let mut known = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *known, held).is_some()
    }
}

impl Register {
    /// Stands for leading, for as long as this is awaited. A service that cannot sign leads only
    /// while none is there that can.
    pub async fn stand(&self, can_sign: bool) {
        let Engine::Postgres(pool) = self.readers() else {
            return std::future::pending().await;
        };
        let mut said = false;
        loop {
            let Err(error) = self.stand_on(pool, can_sign).await;
            if self.lead().set(None) {
                tracing::warn!(%error, "this service does not lead any more");
            } else if !said {
                tracing::warn!(%error, "it cannot be asked who leads");
            }
            said = true;
            sleep(BEAT).await;
        }
    }

    /// Whether any service leads; `None` on SQLite, where every one does.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn is_led(&self) -> Result<Option<bool>, Error> {
        let Engine::Postgres(pool) = self.readers() else {
            return Ok(None);
        };
        let asking = sqlx::query_scalar(SOMEBODY_HOLDS).bind(1_i64);
        Ok(Some(asking.fetch_one(pool).await?))
    }

    /// Stands through one connection, until it is lost, or another term has begun.
    async fn stand_on(&self, pool: &PgPool, can_sign: bool) -> Result<Infallible, Error> {
        // Not one of the pool: it is kept, and the lock with it.
        let options = pool.connect_options();
        let mut connection = in_time(async { options.connect().await }).await?;
        in_time(sqlx::raw_sql(TERMS).execute(&mut connection)).await?;
        if can_sign {
            in_time(sqlx::query(CAN_SIGN).execute(&mut connection)).await?;
        }
        let mut term = None;
        loop {
            let heard = Instant::now();
            let may = can_sign || {
                let asking = sqlx::query_scalar(SOMEBODY_HOLDS).bind(2_i64);
                let others_can: bool = in_time(asking.fetch_one(&mut connection)).await?;
                !others_can
            };
            match term {
                None if may && said(&mut connection, TRY).await? => {
                    term = Some(self.raise_term().await?);
                    tracing::info!(term, "this service leads");
                }
                None => {}
                Some(_) if !may => {
                    self.lead().set(None);
                    said(&mut connection, LET_GO).await?;
                    tracing::info!("this service does not lead any more: another can sign");
                    term = None;
                }
                // The lock lives as long as the connection. The term may not: somebody whose
                // own lock was lost meanwhile may have raised it after this service did.
                Some(held) => {
                    let asking = sqlx::query_scalar(NEWEST_TERM);
                    let newest: i64 = in_time(asking.fetch_one(&mut connection)).await?;
                    if newest != held {
                        return Err(Error::NotLeader);
                    }
                }
            }
            self.lead().set(term.map(|term| Held { term, heard }));
            sleep(BEAT).await;
        }
    }
}

async fn said(connection: &mut PgConnection, sql: &'static str) -> Result<bool, Error> {
    in_time(sqlx::query_scalar(sql).fetch_one(connection)).await
}

async fn in_time<T>(asking: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, Error> {
    let answered = timeout(ANSWER, asking).await;
    Ok(answered.map_err(|_| Error::Silent)??)
}
